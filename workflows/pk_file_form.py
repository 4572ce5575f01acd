"""The form that takes a spreadsheet of a PK."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.file_types import XLSX


class PkFileForm(forms.Form):
    """One XLSX file; what it holds is read by documents.pk_xlsx_reading."""

    file = forms.FileField(
        label=_("Berkas XLSX"),
        widget=forms.ClearableFileInput(attrs={"accept": f".xlsx,{XLSX}"}),
    )
