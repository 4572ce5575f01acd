"""The forms with which an admin says how the office's sheets look."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField

from organizations.logo_file import MAX_BYTES
from organizations.models import Office
from organizations.tampilan import FONTS, MAX_HEADING, PAPERS, check_tampilan, choices
from sops.look import DEFAULTS

USUAL = dict(choices(DEFAULTS))
REMARKS = "judul_kolom__keterangan"
PLACES = {"kepala": "di kepala dokumen", "akhir": "blok di akhir dokumen"}


def usual(name: str) -> str:
    """What goes without saying, by the name of the form's field."""
    return USUAL[name.replace("__", ".")]


def measure(label: str, name: str, unit: str) -> forms.CharField:
    """A number with at most one decimal; its rules are those of the file."""
    return forms.CharField(
        label=label,
        max_length=6,
        required=False,
        help_text=f"Dalam {unit}; kosong berarti {usual(name)}.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def heading(label: str, name: str) -> forms.CharField:
    """A caption of the sheet."""
    text = f"Kosong berarti “{usual(name)}”."
    return forms.CharField(label=label, max_length=MAX_HEADING, required=False, help_text=text)


def choice(label: str, name: str, offered: dict[str, str]) -> forms.ChoiceField:
    """One of several, or what goes without saying."""
    first = ("", f"Bawaan ({offered[usual(name)]})")
    return forms.ChoiceField(label=label, required=False, choices=[first, *offered.items()])


def yes_no(label: str, name: str) -> forms.ChoiceField:
    """Yes, no, or what goes without saying."""
    return choice(label, name, {"ya": "ya", "tidak": "tidak"})


class LookForm(forms.Form):
    """All that `tampilan` of the office file says; `cleaned_data["tampilan"]` is the mapping to keep."""

    kertas = choice(
        "Kertas",
        "kertas",
        {name: f"{name}, {width} × {height} mm" for name, (width, height) in PAPERS.items()},
    )
    margin__atas = measure("Margin atas", "margin__atas", "mm")
    margin__kanan = measure("Margin kanan", "margin__kanan", "mm")
    margin__bawah = measure("Margin bawah", "margin__bawah", "mm")
    margin__kiri = measure("Margin kiri", "margin__kiri", "mm")
    huruf = choice("Huruf", "huruf", {name: name for name in FONTS})
    ukuran_huruf = measure("Ukuran huruf tabel", "ukuran_huruf", "pt")
    judul_kolom__nama = heading("Judul baris nama SOP", "judul_kolom__nama")
    judul_tanggal = heading("Judul baris tanggal berlaku", "judul_tanggal")
    judul_kolom__uraian = heading("Judul kolom uraian", "judul_kolom__uraian")
    judul_kolom__kelengkapan = heading("Judul kolom kelengkapan", "judul_kolom__kelengkapan")
    judul_kolom__keterangan = heading("Judul kolom keterangan", REMARKS)
    without_remarks = forms.BooleanField(label="Tanpa kolom keterangan", required=False)
    baris_nomor_kolom = yes_no("Baris nomor kolom", "baris_nomor_kolom")
    baris_jumlah = yes_no("Baris jumlah waktu", "baris_jumlah")
    sampul = yes_no("Halaman sampul", "sampul")
    pengesahan = choice("Letak pengesahan", "pengesahan", PLACES)

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        kept: dict[str, Any] = {name.replace(".", "__"): value for name, value in choices(office.tampilan)}
        kept["without_remarks"] = kept.get(REMARKS) == ""
        super().__init__(*args, **{"initial": kept, **kwargs})

    def clean(self) -> dict[str, Any]:
        """The choices as the office file would say them, held to its rules."""
        data = super().clean() or {}
        raw: dict[str, Any] = {}
        for name, value in data.items():
            outer, _, inner = name.partition("__")
            if inner and value:
                raw.setdefault(outer, {})[inner] = value
            elif value and name != "without_remarks":
                raw[outer] = value
        if data.get("without_remarks"):
            if data.get(REMARKS):
                self.add_error(REMARKS, "Kosongkan judulnya, atau biarkan kolomnya tercetak.")
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
            "Kertas dan huruf": ("kertas", "ukuran_huruf"),
            "Judul": ("judul_kolom__nama", "without_remarks"),
        }
        parts["Bagian lembar"] = ("baris_nomor_kolom", "pengesahan")
        for title, (first, last) in parts.items():
            yield title, [self[name] for name in names[names.index(first) : names.index(last) + 1]]


class LogoForm(forms.Form):
    """The picture of the logo."""

    file = forms.FileField(
        label="Berkas logo (PNG atau JPG)",
        help_text="Paling besar 200 kB dan 2000 × 2000 piksel.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            size = -(-(upload.size or 0) // 1000)
            raise forms.ValidationError(f"Berkas ini {size} kB; logo paling besar {MAX_BYTES // 1000} kB.")
        return upload
