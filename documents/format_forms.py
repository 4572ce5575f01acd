"""The form with which an admin says how the office's Perjanjian Kinerja is worded, printed and measured."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.capaian import SCALE
from documents.models import PkFormat
from documents.models.pk_format import MAX_HEADING
from documents.pk_content import clean
from documents.pk_numbers import Unreadable, read_number, write_number
from documents.pk_scale import Step, read_scale, write_scale
from documents.pk_wording import DEFAULTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_WORDING = 2000
MAX_CAP = Decimal("9999.99")
USUAL_SCALE = "; ".join(f"{write_number(step.least)} {step.name}" for step in SCALE)


def wording(label: "StrOrPromise", name: str) -> forms.CharField:
    """A text of the statement; an empty one is that of the regulation's form."""
    return forms.CharField(
        label=label,
        max_length=MAX_WORDING,
        required=False,
        help_text=format_lazy(gettext_lazy("Kosong berarti: “{usual}”"), usual=DEFAULTS[name]),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def heading(label: "StrOrPromise", name: str, limit: int = MAX_HEADING) -> forms.CharField:
    """A short caption."""
    text = format_lazy(gettext_lazy("Kosong berarti “{usual}”."), usual=DEFAULTS[name])
    return forms.CharField(label=label, max_length=limit, required=False, help_text=text)


class PkFormatForm(forms.Form):
    """All that `PkFormat` keeps, by the names of its fields; `cleaned_data` are the values to keep."""

    first_party = heading(gettext_lazy("Sebutan pihak pertama"), "first_party", limit=40)
    opening = wording(gettext_lazy("Pembukaan"), "opening")
    first_as = wording(gettext_lazy("Sesudah data pihak pertama"), "first_as")
    second_as = wording(gettext_lazy("Sesudah data pihak kedua"), "second_as")
    promise = wording(gettext_lazy("Janji pihak pertama"), "promise")
    supervision = wording(gettext_lazy("Janji pihak kedua"), "supervision")
    amendment = wording(gettext_lazy("Kalimat PK Perubahan"), "amendment")
    opening_alone = wording(gettext_lazy("Pembukaan, kepala daerah sendiri"), "opening_alone")
    promise_alone = wording(gettext_lazy("Janji kepala daerah sendiri"), "promise_alone")
    unit_column = forms.BooleanField(
        label=gettext_lazy("Satuan dalam kolom sendiri"),
        required=False,
        help_text=gettext_lazy("Bila tidak, satuan tercetak bersama targetnya: 4 Unit, Opini WTP."),
    )
    shows_predictions = forms.BooleanField(
        label=gettext_lazy("Prediksi triwulan tercetak"),
        required=False,
        help_text=gettext_lazy("Kolom TW I sampai TW IV, bila ada prediksi yang diisi."),
    )
    indicator_heading = heading(gettext_lazy("Judul kolom indikator"), "indicator_heading")
    target_heading = heading(gettext_lazy("Judul kolom target"), "target_heading")
    program_heading = heading(gettext_lazy("Judul kolom program"), "program_heading")
    budget_heading = heading(gettext_lazy("Judul kolom anggaran"), "budget_heading")
    remark_heading = heading(gettext_lazy("Judul kolom keterangan"), "remark_heading")
    cap = forms.CharField(
        label=gettext_lazy("Batas atas capaian (%)"),
        max_length=12,
        required=False,
        help_text=gettext_lazy(
            "Capaian di atasnya dihitung sebesar batas ini; paling rendah 100. Kosong berarti tanpa batas."
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    scale = forms.CharField(
        label=gettext_lazy("Skala capaian"),
        max_length=MAX_WORDING,
        required=False,
        help_text=format_lazy(
            gettext_lazy(
                "Satu baris satu tingkat, dari yang tertinggi: angka paling rendah dalam persen, lalu sebutannya, "
                "misalnya 91 Sangat Tinggi. Kosong berarti: {usual}."
            ),
            usual=USUAL_SCALE,
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, kept: PkFormat, *args: Any, **kwargs: Any) -> None:
        initial: dict[str, Any] = {name: getattr(kept, name) for name in self.base_fields}
        initial["cap"] = write_number(kept.cap) if kept.cap is not None else ""
        initial["scale"] = write_scale(kept.scale)
        super().__init__(*args, **{"initial": initial, **kwargs})

    def clean_cap(self) -> Decimal | None:
        """The cap as a number."""
        text: str = self.cleaned_data["cap"].strip().removesuffix("%")
        if not text:
            return None
        try:
            cap = read_number(text)
        except Unreadable as fault:
            raise forms.ValidationError(f"{fault}.") from None
        if not 100 <= cap <= MAX_CAP or cap != cap.quantize(Decimal("0.01")):
            raise forms.ValidationError(
                _("Tulis persen di antara 100 dan 9.999,99, paling banyak dua desimal, misalnya 120.")
            )
        return cap

    def clean_scale(self) -> list[Step]:
        """The scale as it is kept."""
        try:
            return read_scale(self.cleaned_data["scale"])
        except Unreadable as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean(self) -> dict[str, Any]:
        """Texts in one line; one that is the usual one goes without saying."""
        data = super().clean() or {}
        for name, usual in DEFAULTS.items():
            if name in data:
                text = clean(data[name])
                data[name] = "" if text == usual else text
        return data

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields in the groups of the page."""
        names = list(self.fields)
        parts = {
            _("Lembar pernyataan"): ("first_party", "amendment"),
            _("Kepala daerah sendiri, tanpa pihak kedua"): ("opening_alone", "promise_alone"),
            _("Lampiran"): ("unit_column", "remark_heading"),
            _("Pengukuran"): ("cap", "scale"),
        }
        for title, (first, last) in parts.items():
            yield title, [self[name] for name in names[names.index(first) : names.index(last) + 1]]
