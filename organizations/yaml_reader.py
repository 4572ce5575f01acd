"""Reading the YAML files that offices write: every scalar is text, every fault has its line. No Django.

YAML 1.2 as people mean it: `no`, `010` and `1.10` stay what was typed, because types come from the reader and not
from the notation. Aliases are refused (a page of SOP has none, a bomb of them has many).
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category

import yaml

from activity.words import _

MAX_BYTES = 1024 * 1024
MAX_TEXT = 2000
MAX_DEPTH = 30
UNPRINTABLE = ("Cc", "Cs")  # control characters and halves of characters


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and what was expected, in the language of whoever reads the file."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = _("%(file)s, baris %(line)d") % self.__dict__ if self.line else self.file
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class FaultsFound(Exception):
    """The files cannot be loaded; `faults` says why. Nothing was saved."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass
class Source:
    """The file being read and the faults found in it so far."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)  # of every field and item, by its full name

    def line_of(self, name: str) -> int:
        """The line of a field or an item; where it is not written, that of what it would stand in, else 0."""
        while name and name not in self.lines:
            name = name.rpartition(".")[0]
        return self.lines.get(name, 0)

    def fault_at(self, name: str, message: str) -> None:
        """Note a fault of a field that was read: its line is known by its name."""
        self.fault(self.lines.get(name, 0), name, message)

    def fault(self, line: int, name: str, message: str) -> None:
        """Note a fault; reading goes on so that all of them are listed at once."""
        self.faults.append(Fault(self.file, line, name, message))


def read_yaml(data: bytes, source: Source) -> "Fields | None":
    """The file's top-level mapping; None, with a fault noted, where the file is not a readable YAML mapping."""
    if len(data) > MAX_BYTES:
        text = _("berkas terlalu besar (%(size)d kB); paling besar %(limit)d kB")
        source.fault(0, "", text % {"size": len(data) // 1024, "limit": MAX_BYTES // 1024})
        return None
    try:
        text = data.decode("utf-8-sig")
        too_deep(text)
        loader = yaml.SafeLoader(text)
        no_aliases(text)
        node = loader.get_single_node()
    except UnicodeDecodeError:
        source.fault(0, "", _("bukan berkas teks UTF-8; simpan ulang sebagai YAML dengan pengodean UTF-8"))
        return None
    except (yaml.YAMLError, RecursionError) as error:
        # A quote left open is best told where it was opened, everything else where reading stopped.
        is_open = "end of stream" in (getattr(error, "problem", None) or "")
        mark = getattr(error, "context_mark" if is_open else "problem_mark", None)
        detail = getattr(error, "problem", None) or _("susunannya terlalu dalam atau rusak")
        source.fault(
            mark.line + 1 if mark else 0,
            "",
            _("bukan YAML yang dapat dibaca (%(detail)s); periksa indentasi, titik dua dan tanda kutip")
            % {"detail": detail},
        )
        return None
    if not isinstance(node, yaml.MappingNode):
        source.fault(1, "", _("isi berkas harus berupa pasangan `kunci: nilai`"))
        return None
    return Fields(source, node, "")


def too_deep(text: str) -> None:
    """Raise YAMLError where brackets nest deeper than any SOP: the parser's time grows with the square of it."""
    depth = 0
    for character in text:
        depth = max(0, depth + (character in "[{") - (character in "]}"))
        if depth > MAX_DEPTH:
            raise yaml.YAMLError


def no_aliases(text: str) -> None:
    """Raise YAMLError at the first alias."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem=_("alias (*) tidak dipakai di sini"), problem_mark=mark)


def line_of(node: yaml.Node) -> int:
    """The line, counted from 1, at which the node begins."""
    return int(node.start_mark.line) + 1


class Fields:
    """One mapping of the file: its fields are asked for by name; `done()` then faults what nobody asked for."""

    def __init__(self, source: Source, node: yaml.MappingNode, path: str) -> None:
        self.source, self.path, self.line = source, path, line_of(node)
        self.asked: list[str] = []
        self.nodes: dict[str, yaml.Node] = {}
        self.key_lines: dict[str, int] = {}
        if path:
            source.lines.setdefault(path, self.line)
        for key, value in node.value:
            name = self.scalar(key, "")
            if name in self.nodes:
                self.fault(name, _("kunci ini ditulis dua kali"), line_of(key))
            self.nodes[name], self.key_lines[name] = value, line_of(key)
            source.lines[self.name_of(name)] = line_of(key)

    def name_of(self, key: str) -> str:
        """The full name of a field, as a fault prints it: `prosedur[3].waktu`."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, message: str, line: int = 0) -> None:
        """Note a fault of a field."""
        self.source.fault(line or self.line_at(key), self.name_of(key) if key else self.path, message)

    def line_at(self, key: str) -> int:
        """The line of a field, or that of the mapping where the field is absent."""
        return self.key_lines.get(key, self.line)

    def has(self, key: str) -> bool:
        """Whether the field is written in the file."""
        return key in self.nodes

    def take(self, key: str) -> yaml.Node | None:
        self.asked.append(key)
        return self.nodes.get(key)

    def text(
        self,
        key: str,
        *,
        required: bool = False,
        choices: tuple[str, ...] = (),
        default: str = "",
        limit: int = MAX_TEXT,
    ) -> str:
        """One line of text; outer spaces are dropped. Empty or absent gives `default`."""
        node = self.take(key)
        value = self.scalar(node, key) if node is not None else ""
        if not value:
            if required:
                wanted = _("wajib diisi: %(choices)s") % {"choices": ", ".join(choices)}
                self.fault(key, wanted if choices else _("wajib diisi"))
            return default
        if choices and value not in choices:
            message = _("“%(value)s” tidak dikenal; pilihannya: %(choices)s")
            self.fault(key, message % {"value": value[:60], "choices": ", ".join(choices)})
            return default
        if len(value) > limit:
            message = _("terlalu panjang (%(length)d karakter); paling panjang %(limit)d")
            self.fault(key, message % {"length": len(value), "limit": limit})
            return value[:limit]
        return value

    def scalar(self, node: yaml.Node, key: str) -> str:
        if isinstance(node, yaml.ScalarNode):
            text = " ".join(str(node.value).split())
            if not any(category(character) in UNPRINTABLE for character in text):
                return text
            self.fault(key, _("memuat karakter yang tidak dapat dicetak; ketik ulang teksnya"), line_of(node))
            return ""
        self.fault(key, _("harus berupa teks, bukan daftar atau pasangan"), line_of(node))
        return ""

    def yes(self, key: str) -> bool | None:
        """`ya` or `tidak`; None where absent."""
        return {"ya": True, "tidak": False, "": None}[self.text(key, choices=("ya", "tidak"))]

    def date(self, key: str) -> date | None:
        """A date written YYYY-MM-DD, or empty."""
        value = self.text(key)
        if not value:
            return None
        try:
            if len(value) == len("2026-01-31"):
                return date.fromisoformat(value)
        except ValueError:
            pass
        message = _("“%(value)s” bukan tanggal; tulis TTTT-BB-HH, misalnya 2026-01-31, atau kosongkan")
        self.fault(key, message % {"value": value[:40]})
        return None

    def texts(self, key: str, *, required: bool = False, limit: int = MAX_TEXT) -> tuple[str, ...]:
        """A list of texts; empty items are dropped."""
        node = self.take(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            if required:
                self.fault(key, _("wajib diisi dengan sedikitnya satu butir, ditulis sebagai daftar [ … ]"))
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.fault(key, _("harus berupa daftar: [a, b], atau satu butir per baris dengan tanda -"))
            return ()
        written = [(text, line_of(item)) for item in node.value if (text := self.scalar(item, key))]
        found = tuple(text for text, _line in written)
        for number, (_text, line) in enumerate(written, 1):
            self.source.lines[f"{self.name_of(key)}[{number}]"] = line
        if any(len(item) > limit for item in found):
            message = _("ada butir yang terlalu panjang; paling panjang %(limit)d karakter")
            self.fault(key, message % {"limit": limit})
        if required and not found:
            self.fault(key, _("wajib diisi dengan sedikitnya satu butir"))
        return found

    def one_or_more(self, key: str) -> tuple[str, ...]:
        """A text alone, or a list of texts."""
        if isinstance(self.nodes.get(key), yaml.ScalarNode):
            text = self.text(key)
            return (text,) if text else ()
        return self.texts(key)

    def pairs(self, key: str) -> list[tuple[str, str, int]]:
        """A mapping of text to text, in the file's order: (name, value, line)."""
        inner = self.mapping(key)
        if inner is None:
            return []
        return [(name, inner.text(name), inner.line_at(name)) for name in inner.nodes]

    def mapping(self, key: str) -> "Fields | None":
        """A mapping inside this one; None where absent or empty."""
        node = self.take(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return None
        if not isinstance(node, yaml.MappingNode):
            self.fault(key, _("harus berupa pasangan `kunci: nilai`"))
            return None
        return Fields(self.source, node, self.name_of(key))

    def named(self, key: str, *, required: bool = False) -> Iterator[tuple[str, "Fields"]]:
        """A mapping of names to mappings, in the file's order."""
        inner = self.mapping(key)
        if inner is None:
            if required:
                self.fault(key, _("wajib diisi"))
            return
        for name in inner.nodes:
            found = inner.mapping(name)
            if found is None:
                inner.fault(name, _("harus berisi pasangan `kunci: nilai`, misalnya {nama: …}"))
            else:
                yield name, found

    def items(self, key: str, *, required: bool = False) -> Iterator["Fields"]:
        """A list of mappings."""
        node = self.take(key)
        if node is None or not isinstance(node, yaml.SequenceNode) or not node.value:
            empty = node is None or (isinstance(node, yaml.ScalarNode) and not node.value)
            if required or not empty:
                self.fault(key, _("harus berupa daftar, satu butir per tanda -"))
            return
        for position, item in enumerate(node.value, 1):
            path = f"{self.name_of(key)}[{position}]"
            if isinstance(item, yaml.MappingNode):
                yield Fields(self.source, item, path)
            else:
                self.source.fault(line_of(item), path, _("harus berupa pasangan `kunci: nilai`"))

    def done(self) -> None:
        """Fault every key that is none of this mapping's."""
        for name in self.nodes:
            if name not in self.asked:
                near = difflib.get_close_matches(name, self.asked, n=1)
                message = (
                    _("kunci tidak dikenal; maksudnya `%(known)s`?")
                    if near
                    else _("kunci tidak dikenal; yang dikenal: %(known)s")
                )
                self.fault(name, message % {"known": ", ".join(near or sorted(set(self.asked)))})
