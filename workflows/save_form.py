"""The form by which one keeps a question about one's tasks."""

from collections.abc import Collection, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Office
from workflows.actions.saved import LONGEST_NAME


class SaveForm(forms.Form):
    """Under which name, and for whom besides oneself."""

    name = forms.CharField(label=_("Nama saringan"), max_length=LONGEST_NAME)
    office = forms.ModelChoiceField(
        label=_("Tawarkan juga kepada pejabat kantor"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("tidak, hanya untuk saya"),
        help_text=_("Setiap orang melihat tugasnya sendiri dengan saringan ini."),
    )

    def __init__(self, offices: Collection[int], data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, prefix="save")
        self.fields["office"].queryset = Office.objects.filter(pk__in=offices)  # type: ignore[attr-defined]
        if not offices:
            del self.fields["office"]
