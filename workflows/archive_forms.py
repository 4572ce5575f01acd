"""The forms of the archive."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.archive.klasifikasi_file import CODE, MAX_YEARS
from documents.archive.retention import Minutes
from documents.models import Access, Berkas, Fate, Klasifikasi, RetentionKind, Tingkat
from documents.models.archive import Urgency

DAY = {"type": "date"}


class CorrectForm(forms.Form):
    """The metadata of a berkas."""

    klasifikasi_code = forms.ChoiceField(label=gettext_lazy("Klasifikasi"))
    tingkat = forms.ChoiceField(label=gettext_lazy("Tingkat perkembangan"), choices=Tingkat.choices)
    sifat = forms.ChoiceField(label=gettext_lazy("Sifat"), choices=Urgency.choices)
    access = forms.ChoiceField(label=gettext_lazy("Tingkat akses (SKKAAD)"), choices=Access.choices)
    active_years = forms.IntegerField(
        label=gettext_lazy("Retensi aktif (tahun)"), min_value=0, max_value=MAX_YEARS
    )
    inactive_years = forms.IntegerField(
        label=gettext_lazy("Retensi inaktif (tahun)"), min_value=0, max_value=MAX_YEARS
    )
    trigger = forms.CharField(label=gettext_lazy("Retensi dihitung sejak"), max_length=300)
    trigger_date = forms.DateField(
        label=gettext_lazy("Tanggal mulai retensi"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=gettext_lazy("Kosong selama peristiwanya belum terjadi."),
    )
    fate = forms.ChoiceField(label=gettext_lazy("Nasib akhir"), choices=Fate.choices)

    def __init__(self, berkas: Berkas, codes: Sequence[Klasifikasi], *args: Any, **kwargs: Any) -> None:
        names = {row.code: row.name for row in codes} | {berkas.klasifikasi_code: berkas.klasifikasi_name}
        initial = {name: getattr(berkas, name) for name in self.base_fields}
        initial["trigger_date"] = berkas.trigger_date.isoformat() if berkas.trigger_date else None
        super().__init__(*args, **{"initial": initial, "prefix": "correct", **kwargs})
        self.names = names
        choices = [(code, f"{code} {name}") for code, name in sorted(names.items())]
        self.fields["klasifikasi_code"].choices = choices  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """The metadata by the names of the model."""
        found = dict(self.cleaned_data)
        return found | {"klasifikasi_name": self.names[found["klasifikasi_code"]]}


class ProposeForm(forms.Form):
    """What is proposed for a berkas."""

    kind = forms.ChoiceField(label=gettext_lazy("Usulan"), choices=RetentionKind.choices)
    note = forms.CharField(label=gettext_lazy("Keterangan"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "propose", **kwargs})


class AppraiseForm(forms.Form):
    """The outcome of an appraisal, and which berkas it leaves out."""

    note = forms.CharField(
        label=gettext_lazy("Hasil penilaian"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    left_out = forms.MultipleChoiceField(
        label=gettext_lazy("Tidak disetujui untuk usulan ini"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, berkas: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "appraise", **kwargs})
        self.fields["left_out"].choices = berkas  # type: ignore[attr-defined]


class ExecuteForm(forms.Form):
    """What the berita acara says."""

    number = forms.CharField(label=gettext_lazy("Nomor berita acara"), max_length=120)
    day = forms.DateField(label=gettext_lazy("Tanggal berita acara"), widget=forms.DateInput(attrs=DAY))
    witnesses = forms.CharField(
        label=gettext_lazy("Saksi"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu nama per baris."),
    )
    letter_number = forms.CharField(label=gettext_lazy("Nomor surat persetujuan"), max_length=120)
    letter_date = forms.DateField(
        label=gettext_lazy("Tanggal surat persetujuan"), widget=forms.DateInput(attrs=DAY)
    )

    def __init__(self, letter_by: str, *args: Any, **kwargs: Any) -> None:
        """`letter_by`: whose letter is needed; empty where none is."""
        super().__init__(*args, **{"prefix": "execute", **kwargs})
        if letter_by:
            self.fields["letter_number"].help_text = _("Surat persetujuan %(letter_by)s.") % {
                "letter_by": letter_by
            }
        else:
            del self.fields["letter_number"], self.fields["letter_date"]

    @property
    def minutes(self) -> Minutes:
        """As the berita acara takes it."""
        data = self.cleaned_data
        lines = [line.strip()[:200] for line in data["witnesses"].splitlines()]
        return Minutes(
            number=data["number"],
            day=data["day"],
            witnesses=tuple(line for line in lines if line)[:10],
            letter_number=data.get("letter_number", ""),
            letter_date=data.get("letter_date"),
        )


class KlasifikasiForm(forms.Form):
    """A kode klasifikasi of an office."""

    code = forms.RegexField(
        rf"^{CODE.pattern}$",
        label=gettext_lazy("Kode"),
        max_length=40,
        error_messages={"invalid": gettext_lazy("Kode klasifikasi ditulis seperti 000.8.6.3.")},
    )
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=300)
    active_years = forms.IntegerField(
        label=gettext_lazy("Retensi aktif (tahun)"), min_value=0, max_value=MAX_YEARS
    )
    inactive_years = forms.IntegerField(
        label=gettext_lazy("Retensi inaktif (tahun)"), min_value=0, max_value=MAX_YEARS
    )
    trigger = forms.CharField(label=gettext_lazy("Retensi dihitung sejak"), max_length=300)
    fate = forms.ChoiceField(label=gettext_lazy("Nasib akhir"), choices=Fate.choices)
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Peraturan JRA-nya."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Dipakai"), required=False, initial=True)
