"""The English catalogue is complete, compiled, and says what the Indonesian texts say."""

import re
from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.utils import translation

from documents import shown_texts as of_documents
from documents.naskah.kinds import ALL
from documents.pk_changes import CAPTIONS, GENERAL, ORDER, ROWS
from documents.pk_content import LEVELS, PROGRAM_LEVELS, REASONS
from documents.signing import verifying
from organizations.calendar_file import CLOSED, WEEKDAYS
from organizations.jenis_naskah import PARTS
from organizations.kewenangan import ACTS, BASIS, CHOICES, LABELS
from organizations.shown_texts import DECLARED
from sops import comparing
from sops.shown_texts import DECLARED as DECLARED_OF_SOPS
from tests.catalogue import (
    FOLDER,
    Message,
    compiled,
    compiled_texts,
    in_code,
    in_template,
    kept_texts,
    sources,
    worded,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")
# Words of Indonesian that no official English text has; terms of the regulations are none of them.
LEFT_OVER = re.compile(
    r"\b(?:anda|belum|dengan|yang|sudah|tidak|untuk|dari|atau|akan|dapat|ini|itu)\b", re.IGNORECASE
)


def test_every_text_has_its_english() -> None:
    kept = kept_texts()
    missing = {
        message.text: sorted(files) for message, files in worded().items() if not all(kept.get(message, [""]))
    }
    assert not missing, "`make messages`, then fill in locale/en/LC_MESSAGES/django.po"


def test_the_catalogue_holds_nothing_that_no_page_says() -> None:
    assert not sorted(set(kept_texts()) - set(worded()))


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    catalogue, kept = compiled(), kept_texts()
    assert {message.text for message in kept if compiled_texts(catalogue, message) != kept[message]} == set()
    known = {key[0] if isinstance(key, tuple) else key for key in catalogue._catalog if key}  # type: ignore[attr-defined]
    assert known == {f"{each.context}\x04{each.text}" if each.context else each.text for each in kept}


def test_no_entry_waits_for_somebody_to_look_at_it() -> None:
    text = (FOLDER / "django.po").read_text(encoding="utf-8")
    marks = [
        line for line in text.splitlines() if line.startswith(("#~", "#|")) or re.match(r"#,.*fuzzy", line)
    ]
    assert not marks


def test_what_is_filled_in_and_the_tags_are_the_same_in_both_languages() -> None:
    differing = {
        message.text: text
        for message, texts in kept_texts().items()
        for text in texts
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(message.text))
        or sorted(TAG.findall(text)) != sorted(TAG.findall(message.text))
    }
    assert not differing


def test_no_indonesian_is_left_in_the_english() -> None:
    every = [text for texts in kept_texts().values() for text in texts]
    left = {text for text in every if LEFT_OVER.search(PLACEHOLDER.sub("", text))}
    assert not left


def test_a_text_put_together_before_it_is_translated_is_seen(tmp_path) -> None:
    """The guard itself: which calls it reads, and which it does not take for one."""
    module = tmp_path / "module.py"
    module.write_text(
        "from django.utils.translation import gettext as _\n"
        'a = _("Satu " "teks") % {"x": 1}\n'
        'b = ngettext("%(n)s tugas", "%(n)s tugas", n)\n'
        'c = pgettext("nomor urut", "No")\n'
        'd = print("Bukan teks")\n'
    )
    assert set(in_code(module)) == {
        Message("Satu teks"),
        Message("%(n)s tugas", plural="%(n)s tugas"),
        Message("No", context="nomor urut"),
    }
    template = tmp_path / "page.html"
    template.write_text(
        '{% load i18n %}<p title="{% translate \'Judul "ini"\' %}">{% translate "No" context "nomor urut" %} 100%</p>'
        "{% blocktranslate count n=n %}{{ n }} tugas{% plural %}{{ n }} tugas{% endblocktranslate %}"
        '{{ x|default:_("kosong") }}{# {% translate "Komentar" %} #}'
    )
    assert set(in_template(template)) == {
        Message('Judul "ini"'),
        Message("No", context="nomor urut"),
        Message("%(n)s tugas", plural="%(n)s tugas"),
        Message("kosong"),
    }


def test_what_pure_modules_say_on_pages_is_declared_word_for_word() -> None:
    weekdays = [weekday.capitalize() for weekday in WEEKDAYS]
    of_plt = {*CHOICES.values(), *LABELS.values(), *ACTS.values(), BASIS}
    assert {*of_plt, *PARTS.values(), *weekdays, CLOSED} == set(DECLARED)
    captions = (comparing.HEADER, comparing.COLUMN, comparing.STEP)
    assert {caption for part in captions for caption in part.values()} == set(DECLARED_OF_SOPS)


def test_what_pure_modules_of_papers_say_on_pages_is_declared_word_for_word() -> None:
    assert set(texts_of_papers()) == set(of_documents.OF_PAPERS)
    pk = [*LEVELS.values(), *PROGRAM_LEVELS.values(), *REASONS.values(), *CAPTIONS.values()]
    assert {*pk, *ROWS, ORDER, GENERAL} == set(of_documents.OF_PK)
    faults = {text for name, text in vars(verifying).items() if name.isupper() and isinstance(text, str)}
    assert faults - {verifying.MARK} == set(of_documents.OF_SIGNATURES)


def texts_of_papers() -> Iterator[str]:
    """What the forms of papers show: kinds, fields, how to fill them in, choices, columns."""
    for kind in ALL:
        yield kind.label
        for field in kind.fields:
            yield from filter(None, (field.label, field.help))
            yield from (field.choices or {}).values()
            yield from (column.label for column in field.columns)


def test_templates_and_modules_are_all_looked_at() -> None:
    names = {path.name for path in sources()}
    assert {"base.html", "notice.txt", "delegating.py", "inbox.html"} <= names
    assert len(worded()) > 1000


@pytest.mark.parametrize(("language", "shown"), [("id", "Simpan: 1 kesalahan"), ("en", "Save: 1 fault")])
def test_the_catalogue_is_the_one_that_pages_use(language: str, shown: str) -> None:
    page = Template('{% load i18n %}{% translate "Simpan" %}: 1 {{ word }}')
    many = "%(number)s kesalahan; tidak ada yang disimpan"
    with translation.override(language):
        word = translation.ngettext(many, many, 1).split(";")[0].removeprefix("%(number)s ")
        assert page.render(Context({"word": word})) == shown
