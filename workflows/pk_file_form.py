"""The form that takes a spreadsheet of a PK."""

from django import forms

from documents.file_types import XLSX


class PkFileForm(forms.Form):
    """One XLSX file; what it holds is read by documents.pk_xlsx_reading."""

    file = forms.FileField(
        label="Berkas XLSX",
        widget=forms.ClearableFileInput(attrs={"accept": f".xlsx,{XLSX}"}),
    )
