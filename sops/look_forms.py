"""The forms with which an admin says how the office's sheets look."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.logo_file import MAX_BYTES
from organizations.models import Office
from organizations.tampilan import FONTS, MAX_HEADING, PAPERS, check_tampilan, choices
from sops.look import DEFAULTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

USUAL = dict(choices(DEFAULTS))
REMARKS = "judul_kolom__keterangan"
PLACES = {"kepala": gettext_lazy("di kepala dokumen"), "akhir": gettext_lazy("blok di akhir dokumen")}


def usual(name: str) -> str:
    """What goes without saying, by the name of the form's field."""
    return USUAL[name.replace("__", ".")]


def measure(label: "StrOrPromise", name: str, unit: str) -> forms.CharField:
    """A number with at most one decimal; its rules are those of the file."""
    return forms.CharField(
        label=label,
        max_length=6,
        required=False,
        help_text=format_lazy(
            gettext_lazy("Dalam {unit}; kosong berarti {usual}."), unit=unit, usual=usual(name)
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def heading(label: "StrOrPromise", name: str) -> forms.CharField:
    """A caption of the sheet."""
    text = format_lazy(gettext_lazy("Kosong berarti “{usual}”."), usual=usual(name))
    return forms.CharField(label=label, max_length=MAX_HEADING, required=False, help_text=text)


def choice(label: "StrOrPromise", name: str, offered: "Mapping[str, StrOrPromise]") -> forms.ChoiceField:
    """One of several, or what goes without saying."""
    first = ("", format_lazy(gettext_lazy("Bawaan ({usual})"), usual=offered[usual(name)]))
    return forms.ChoiceField(label=label, required=False, choices=[first, *offered.items()])


def yes_no(label: "StrOrPromise", name: str) -> forms.ChoiceField:
    """Yes, no, or what goes without saying."""
    return choice(label, name, {"ya": gettext_lazy("ya"), "tidak": gettext_lazy("tidak")})


class LookForm(forms.Form):
    """All that `tampilan` of the office file says; `cleaned_data["tampilan"]` is the mapping to keep."""

    kertas = choice(
        gettext_lazy("Kertas"),
        "kertas",
        {name: f"{name}, {width} × {height} mm" for name, (width, height) in PAPERS.items()},
    )
    margin__atas = measure(gettext_lazy("Margin atas"), "margin__atas", "mm")
    margin__kanan = measure(gettext_lazy("Margin kanan"), "margin__kanan", "mm")
    margin__bawah = measure(gettext_lazy("Margin bawah"), "margin__bawah", "mm")
    margin__kiri = measure(gettext_lazy("Margin kiri"), "margin__kiri", "mm")
    huruf = choice(gettext_lazy("Huruf"), "huruf", {name: name for name in FONTS})
    ukuran_huruf = measure(gettext_lazy("Ukuran huruf tabel"), "ukuran_huruf", "pt")
    judul_kolom__nama = heading(gettext_lazy("Judul baris nama SOP"), "judul_kolom__nama")
    judul_tanggal = heading(gettext_lazy("Judul baris tanggal berlaku"), "judul_tanggal")
    judul_kolom__uraian = heading(gettext_lazy("Judul kolom uraian"), "judul_kolom__uraian")
    judul_kolom__kelengkapan = heading(gettext_lazy("Judul kolom kelengkapan"), "judul_kolom__kelengkapan")
    judul_kolom__keterangan = heading(gettext_lazy("Judul kolom keterangan"), REMARKS)
    without_remarks = forms.BooleanField(label=gettext_lazy("Tanpa kolom keterangan"), required=False)
    baris_nomor_kolom = yes_no(gettext_lazy("Baris nomor kolom"), "baris_nomor_kolom")
    baris_jumlah = yes_no(gettext_lazy("Baris jumlah waktu"), "baris_jumlah")
    sampul = yes_no(gettext_lazy("Halaman sampul"), "sampul")
    pengesahan = choice(gettext_lazy("Letak pengesahan"), "pengesahan", PLACES)

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        kept: dict[str, Any] = {name.replace(".", "__"): value for name, value in choices(office.tampilan)}
        kept["without_remarks"] = kept.get(REMARKS) == ""
        super().__init__(*args, **{"initial": kept, **kwargs})

    def clean(self) -> dict[str, Any]:
        """The choices as the office file would say them, held to its rules."""
        data = super().clean() or {}
        raw: dict[str, Any] = {}
        for name, value in data.items():
            outer, _sep, inner = name.partition("__")
            if inner and value:
                raw.setdefault(outer, {})[inner] = value
            elif value and name != "without_remarks":
                raw[outer] = value
        if data.get("without_remarks"):
            if data.get(REMARKS):
                self.add_error(REMARKS, _("Kosongkan judulnya, atau biarkan kolomnya tercetak."))
            raw.setdefault("judul_kolom", {})["keterangan"] = ""
        data["tampilan"], faults = check_tampilan(raw)
        for fault in faults:
            name = fault.field.removeprefix("tampilan.").replace(".", "__")
            self.add_error(name if name in self.fields else None, fault.message)
        return data

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields in the groups of the page."""
        names = list(self.fields)
        parts = {
            _("Kertas dan huruf"): ("kertas", "ukuran_huruf"),
            _("Judul"): ("judul_kolom__nama", "without_remarks"),
        }
        parts[_("Bagian lembar")] = ("baris_nomor_kolom", "pengesahan")
        for title, (first, last) in parts.items():
            yield title, [self[name] for name in names[names.index(first) : names.index(last) + 1]]


class LogoForm(forms.Form):
    """The picture of the logo."""

    file = forms.FileField(
        label=gettext_lazy("Berkas logo (PNG atau JPG)"),
        help_text=gettext_lazy("Paling besar 200 kB dan 2000 × 2000 piksel."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            size = -(-(upload.size or 0) // 1000)
            raise forms.ValidationError(
                _("Berkas ini %(size)s kB; logo paling besar %(limit)s kB.")
                % {"size": size, "limit": MAX_BYTES // 1000}
            )
        return upload
