"""The forms with which an admin says what the texts of the office's SOPs mean, and how its numbers are written."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.naskah.kinds import KINDS
from documents.naskah.nomor import USUAL_PATTERN
from documents.naskah.numbering import number_text
from organizations.jenis_naskah import (
    DRAFT,
    JENIS_NASKAH,
    MAX_CLASSIFICATION,
    MAX_KINDS,
    MAX_PATTERN,
    MAX_SOP_TEXT,
    MAX_TEXTS,
    NUMBERED,
    BadPattern,
    check_naskah,
    check_pattern,
    text_key,
)
from organizations.models import Office
from organizations.shown_texts import shown

BLANK_ROWS = 3
MOST_ROWS = 2 * MAX_TEXTS  # the table at its longest, with what is offered beside it
KIND_FIELDS = [f"kind{number}" for number in range(1, MAX_KINDS + 1)]
FINAL = [(kind, gettext_lazy(KINDS[kind].label)) for kind in JENIS_NASKAH]
DRAFTS = [(DRAFT + kind, format_lazy(gettext_lazy("Konsep: {label}"), label=label)) for kind, label in FINAL]
OFFERED = [("", "–"), (gettext_lazy("Naskah jadi"), FINAL), (gettext_lazy("Konsep"), DRAFTS)]


class NumberForm(forms.Form):
    """The pattern and the classification of each kind that bears a number, named `nomor__sk_tim`."""

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        parts = ("nomor", "klasifikasi")
        kept = {
            f"{part}__{kind}": text for part in parts for kind, text in office.naskah.get(part, {}).items()
        }
        super().__init__(*args, **{"initial": kept, **kwargs})
        for kind in NUMBERED:
            self.fields[f"nomor__{kind}"] = forms.CharField(
                label=_("Pola nomor"),
                max_length=MAX_PATTERN,
                required=False,
                help_text=_("Kosong berarti %(usual)s.") % {"usual": USUAL_PATTERN},
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"klasifikasi__{kind}"] = forms.CharField(
                label=_("Kode klasifikasi arsip"), max_length=MAX_CLASSIFICATION, required=False
            )

    def raw(self) -> dict[str, dict[str, str]]:
        """What was filled in, as the office file says it."""
        found: dict[str, dict[str, str]] = {}
        for name in self.fields:
            part, _, kind = name.partition("__")
            if value := " ".join(str(self[name].value() or "").split()):
                found.setdefault(part, {})[kind] = value
        return found

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of each kind, under its name."""
        for kind in NUMBERED:
            yield shown(KINDS[kind].label), [self[f"nomor__{kind}"], self[f"klasifikasi__{kind}"]]


class RowForm(forms.Form):
    """A row of the table: a text, and the kinds that it means."""

    text = forms.CharField(
        label=gettext_lazy("Teks dalam SOP"),
        max_length=MAX_SOP_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),  # they are long; what breaks the line is a space
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(KIND_FIELDS, 1):
            self.fields[name] = forms.ChoiceField(
                label=_("Jenis naskah %(number)s") % {"number": number},
                required=False,
                choices=OFFERED,
                widget=forms.Select(attrs={"aria-label": _("Jenis naskah %(number)s") % {"number": number}}),
            )

    def typed(self) -> tuple[str, list[str]]:
        """The text and its kinds as they stand, gaps closed."""
        kinds = [str(self[name].value() or "") for name in KIND_FIELDS]
        return " ".join(str(self["text"].value() or "").split()), [kind for kind in kinds if kind]

    def kinds(self) -> list[BoundField]:
        """The fields of its kinds, and one for a further kind."""
        return [self[name] for name in KIND_FIELDS[: self.shown]]

    def further(self) -> list[BoundField]:
        """The fields that come when those are filled: each lists all kinds, and most texts mean one."""
        return [self[name] for name in KIND_FIELDS[self.shown :]]

    @property
    def shown(self) -> int:
        """How many fields of kinds are shown."""
        filled = [number for number, name in enumerate(KIND_FIELDS, 1) if self[name].value()]
        return max(filled, default=0) + 1


RowForms = forms.formset_factory(RowForm, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def row_of(text: str, kinds: list[str]) -> dict[str, str]:
    """What stands in a row."""
    return {"text": text, **dict(zip(KIND_FIELDS, kinds, strict=False))}


class NaskahForms:
    """The page's forms together: as the office keeps them, or as they were sent.

    `offered` are the texts of its SOPs that nobody knows yet: each is a row whose kinds are to be chosen, or not.
    """

    def __init__(self, office: Office, offered: list[str], data: QueryDict | None = None) -> None:
        self.office, self.offered, self.errors = office, offered, list[str]()
        self.naskah: dict[str, Any] = {}
        kept = [row_of(*row) for row in sorted(office.naskah.get("jenis", {}).items())]
        rows = kept + [row_of(text, []) for text in offered]
        self.numbers = NumberForm(office, data)
        self.rows = RowForms(data, prefix="jenis", initial=None if data else rows)
        if data is not None and not self.rows.management_form.is_valid():
            # Without its count no row arrived: what is kept is shown, lest a second try save an empty table.
            self.rows = RowForms(prefix="jenis", initial=rows)
            self.errors.append(_("Formulir ini tidak sampai utuh; periksa isiannya dan kirim lagi."))

    def with_more_rows(self) -> "NaskahForms":
        """The same as it was typed, with more blank rows; nothing is checked."""
        more = NaskahForms(self.office, [])
        typed = [row_of(*row.typed()) for row in self.rows.forms]
        more.rows = RowForms(prefix="jenis", initial=[row for row in typed if any(row.values())])
        sent = {name: self.numbers[name].value() for name in self.numbers.fields}
        more.numbers = NumberForm(self.office, initial=sent)
        return more

    def is_valid(self) -> bool:
        """Whether all may be kept; then `naskah` is the mapping to keep."""
        if not self.rows.is_bound:
            return False
        self.numbers.full_clean()
        self.rows.full_clean()
        self.errors += map(str, self.rows.non_form_errors())
        table = self.table()
        if self.is_right:
            self.naskah, faults = check_naskah({**self.numbers.raw(), **({"jenis": table} if table else {})})
            for fault in faults:
                self.tell(fault.field.removeprefix("naskah."), fault.message)
        return self.is_right

    @property
    def is_right(self) -> bool:
        """Whether nothing was found wrong until now."""
        return not (self.errors or self.numbers.errors or any(row.errors for row in self.rows.forms))

    def table(self) -> dict[str, list[str]]:
        """The rows that say something. One whose kinds are left open is no row; what nobody offered is asked about."""
        found: dict[str, list[str]] = {}
        familiar = {text_key(text) for text in (*self.offered, *self.office.naskah.get("jenis", {}))}
        seen: set[str] = set()
        for row in self.rows.forms:
            text, kinds = row.typed()
            key = text_key(text)
            if kinds and not text:
                row.add_error("text", _("Tulis teksnya, atau kosongkan juga jenisnya."))
            elif text and not kinds and key not in familiar:
                row.add_error("text", _("Pilih jenis naskahnya, atau kosongkan teksnya."))
            elif text and kinds and key in seen:
                row.add_error("text", _("Teks ini sudah ada di baris lain."))
            elif text and kinds:
                seen.add(key)
                found[text] = kinds
        return found

    def tell(self, field: str, message: str) -> None:
        """Put a fault where it belongs on the page."""
        part, _, name = field.partition(".")
        row = next((row for row in self.rows.forms if row.typed()[0] == name), None)
        if f"{part}__{name}" in self.numbers.fields:
            self.numbers.add_error(f"{part}__{name}", message)
        elif part == "jenis" and name and row:
            row.add_error("text", message)
        else:
            self.errors.append(message)

    def examples(self, numbers: Mapping[str, int], day: date) -> list[tuple[str, list[BoundField], str]]:
        """Each numbered kind with its fields, and the number that it would give next on that day."""
        raw = self.numbers.raw()
        return [
            (label, fields, self.example(kind, numbers[kind], day, raw))
            for kind, (label, fields) in zip(NUMBERED, self.numbers.groups(), strict=True)
        ]

    def example(self, kind: str, number: int, day: date, raw: Mapping[str, Any]) -> str:
        """The number as what was typed would write it; nothing where that is no pattern."""
        try:
            check_pattern(raw.get("nomor", {}).get(kind, "") or USUAL_PATTERN)
        except BadPattern:
            return ""
        return number_text(self.office, kind, number, day, naskah=raw)
