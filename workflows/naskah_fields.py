"""Form fields for what a paper asks (documents.naskah.kinds), named naskah-KIND-FIELD; and their values as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.naskah.kinds import CHOICE, DATE, LIST, NUMBER, TABLE, TEXT, TIME, Column, Field, Kind
from documents.shown_texts import shown

MAX_LINE, MAX_TEXT, MAX_ITEMS, MAX_ROWS = 300, 8000, 200, 200
MAX_LIST = 20_000  # characters in all: a paper is laid out while somebody waits for its preview
BLANK_ROWS, MORE_ROWS = 2, 5
PREFIX, ROWS = "naskah-", "-rows"


def name_of(kind: Kind, field: Field) -> str:
    """The name of a field in the form."""
    return f"{PREFIX}{kind.key}-{field.name}"


def fields_for(kind: Kind, initial: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
    """The form fields of a kind. None is required by itself: the paper may also be uploaded."""
    for field in kind.fields:
        yield name_of(kind, field), form_field(field, initial.get(field.name))


def form_field(field: Field, initial: Any) -> forms.Field:
    """One of them."""
    is_chosen = field.type == CHOICE and field.choices  # always has a value
    label = shown(field.label)
    if not (field.required or is_chosen):
        label = _("%(field)s (bila ada)") % {"field": label}
    help_text = shown(field.help)
    more: dict[str, Any] = {"label": label, "help_text": help_text, "initial": initial, "required": False}
    if field.type == TABLE:
        return TableField(field.columns, **more)
    if field.type == LIST:
        return ListField(max_length=MAX_LIST, **more)
    if field.type == TEXT:
        return forms.CharField(max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **more)
    if field.type == DATE:
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)
    if field.type == TIME:
        return forms.TimeField(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **more)
    if field.type == NUMBER:
        return forms.IntegerField(min_value=0, **more)
    if field.type == CHOICE and field.choices:
        choices = [(value, shown(caption)) for value, caption in field.choices.items()]
        return forms.ChoiceField(choices=choices, **more)
    return forms.CharField(max_length=MAX_LINE, **more)


def values_of(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, as JSON; what is empty is left out."""
    found = {field.name: plain(data.get(name_of(kind, field))) for field in kind.fields}
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def plain(value: Any) -> Any:
    """A cleaned value as JSON: dates and times as ISO texts."""
    if hasattr(value, "isoformat"):
        return value.isoformat(timespec="minutes") if hasattr(value, "hour") else value.isoformat()
    return value.strip() if isinstance(value, str) else value


class ListField(forms.CharField):
    """A list of texts, one to a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The lines that are not blank."""
        lines = [line.strip() for line in str(super().clean(value) or "").splitlines()]
        found = [line for line in lines if line]
        if len(found) > MAX_ITEMS:
            raise forms.ValidationError(
                _("Paling banyak %(most)s baris; di sini ada %(count)s.")
                % {"most": MAX_ITEMS, "count": len(found)}
            )
        if any(len(line) > MAX_TEXT for line in found):
            raise forms.ValidationError(
                _("Satu baris paling panjang %(most)s karakter.") % {"most": MAX_TEXT}
            )
        return found


class TableWidget(forms.Widget):
    """Rows of inputs. How many there are is sent along, so that a page without scripts can ask for more."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.columns = columns

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, str]]:
        """The rows as they were typed; the blank ones too, so that the form comes back as it was."""
        return [
            {column.name: str(data.get(f"{name}-{row}-{column.name}", "")) for column in self.columns}
            for row in range(count_of(data, name))
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}{ROWS}" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-{self.columns[0].name}" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The table, with blank rows at its end."""
        rows = [dict(row) for row in value or []]
        while len(rows) < BLANK_ROWS or any(any(row.values()) for row in rows[-BLANK_ROWS:]):
            rows.append({})
        id_ = (attrs or {}).get("id", f"id_{name}")
        lines = [
            [(column, f"{name}-{place}-{column.name}", row.get(column.name, "")) for column in self.columns]
            for place, row in enumerate(rows)
        ]
        context = {"name": name, "id": id_, "columns": self.columns, "lines": lines, "max_length": MAX_LINE}
        return render_to_string("_components/table_field.html", context)


def count_of(data: Mapping[str, Any], name: str) -> int:
    """How many rows were sent, and those that were asked for."""
    sent = str(data.get(f"{name}{ROWS}", ""))
    count = int(sent) if sent.isdecimal() and len(sent) < 6 else 0
    if data.get("do") == f"rows:{name}":
        count += MORE_ROWS
    return min(count, MAX_ROWS)


class TableField(forms.Field):
    """A list of rows, each a mapping from column to text; blank rows are left out."""

    def __init__(self, columns: tuple[Column, ...], **kwargs: Any) -> None:
        super().__init__(widget=TableWidget(columns), **kwargs)
        self.columns = columns

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The rows that say something; one without its first column is refused."""
        found = []
        for place, row in enumerate(value or [], 1):
            texts = {column.name: " ".join(row.get(column.name, "").split()) for column in self.columns}
            if not any(texts.values()):
                continue
            first = self.columns[0]
            if not texts[first.name]:
                raise forms.ValidationError(
                    _("Baris %(place)s: isi “%(first)s”.") % {"place": place, "first": shown(first.label)}
                )
            if any(len(text) > MAX_LINE for text in texts.values()):
                raise forms.ValidationError(
                    _("Baris %(place)s: satu isian paling panjang %(most)s karakter.")
                    % {"place": place, "most": MAX_LINE}
                )
            if any("\x00" in text for text in texts.values()):
                raise forms.ValidationError(
                    _("Baris %(place)s: ada karakter yang tidak tercetak; ketik ulang baris itu.")
                    % {"place": place}
                )
            found.append(texts)
        return found
