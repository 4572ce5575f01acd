"""The texts that pages word for translation, read from templates and code; and the English catalogue as it is kept.

Nothing of GNU gettext is needed for that: templates are turned to code by Django, code is read as a tree.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import GNUTranslations
from pathlib import Path

from django.conf import settings
from django.utils.translation import templatize

APPS = ("activity", "documents", "organizations", "sopflow", "sops", "workflows")
FOLDER = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext)\(({STRING}(?:, {STRING})*)(?:, ?count)?\)")


@dataclass(frozen=True, order=True)
class Message:
    """A text to translate: with the context that tells it from a like one, and its plural."""

    text: str
    context: str = ""
    plural: str = ""


def message_of(function: str, texts: list[str]) -> Message | None:
    """The message of a call of one of gettext's functions; None of another."""
    if function in PLAIN:
        return Message(texts[0])
    if function in PLURAL:
        return Message(texts[0], plural=texts[1])
    if function in IN_CONTEXT:
        return Message(texts[1], context=texts[0])
    return None


def in_template(path: Path) -> Iterator[Message]:
    """What a template translates."""
    for function, texts in CALL.findall(templatize(path.read_text(encoding="utf-8"))):
        message = message_of(function, [ast.literal_eval(text) for text in re.findall(STRING, texts)])
        if message:
            yield message


def in_code(path: Path) -> Iterator[Message]:
    """What a module translates; a call with a text that is put together when it runs is none that can be translated."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if texts and (message := message_of(node.func.id, texts)):
                yield message


def sources() -> Iterator[Path]:
    """Every template and module of the product."""
    root = Path(settings.BASE_DIR)
    yield from sorted((root / "templates").rglob("*.html"))
    yield from sorted((root / "templates").rglob("*.txt"))
    for app in APPS:
        yield from (path for path in sorted((root / app).rglob("*.py")) if "migrations" not in path.parts)


def worded() -> dict[Message, set[str]]:
    """Every message, with the files in which it stands."""
    found: dict[Message, set[str]] = {}
    for path in sources():
        for message in in_code(path) if path.suffix == ".py" else in_template(path):
            found.setdefault(message, set()).add(str(path.relative_to(settings.BASE_DIR)))
    return found


def kept_texts() -> dict[Message, list[str]]:
    """What django.po says of each message: one text, or one and many."""
    found = {}
    for entry in (FOLDER / "django.po").read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in entry.splitlines():
            if line.startswith("#"):
                continue
            before, quote, rest = line.partition('"')
            name = before.strip() or name
            fields[name] = fields.get(name, "") + ast.literal_eval(quote + rest)
        message = Message(fields["msgid"], fields.get("msgctxt", ""), fields.get("msgid_plural", ""))
        found[message] = [value for field, value in fields.items() if field.startswith("msgstr")]
    head = found.pop(Message(""))
    assert "charset=UTF-8" in head[0]
    return found


def compiled() -> GNUTranslations:
    """django.mo."""
    with (FOLDER / "django.mo").open("rb") as file:
        return GNUTranslations(file)


def compiled_texts(catalogue: GNUTranslations, message: Message) -> list[str]:
    """What django.mo says of a message."""
    if message.plural:
        return [catalogue.ngettext(message.text, message.plural, number) for number in (1, 2)]
    if message.context:
        return [catalogue.pgettext(message.context, message.text)]
    return [catalogue.gettext(message.text)]
