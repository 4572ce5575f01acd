"""The forms with which an admin changes the calendar of an office."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import DayKind, Unit
from organizations.yaml_reader import MAX_BYTES


class CalendarDayForm(forms.Form):
    """A day on which the office is closed, or open though the calendar says otherwise."""

    date = forms.DateField(label=gettext_lazy("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=DayKind.choices, initial=DayKind.REGIONAL)
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("Seluruh kantor"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Dasar"),
        max_length=500,
        help_text=gettext_lazy(
            "Nomor keputusan atau surat edaran; tercatat bersama batas waktu yang berubah."
        ),
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class CalendarFileForm(forms.Form):
    """A calendar as a file: jam kerja and many days at once."""

    file = forms.FileField(
        label=gettext_lazy("Berkas kalender (YAML)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        allow_empty_file=True,
    )
    reason = forms.CharField(label=gettext_lazy("Dasar perubahan"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "berkas_%s", **kwargs})  # beside the other form on its page

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            size = filesizeformat(upload.size or 0)
            raise forms.ValidationError(
                _("Berkas ini %(size)s; berkas kalender paling besar %(most)s kB.")
                % {"size": size, "most": MAX_BYTES // 1024}
            )
        return upload
