"""The forms of signing beside the act page: many at once, and a scan that comes later."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.act_fields import PaperField, passphrase_field
from workflows.outside_fields import VOUCHED
from workflows.presenting.sign_many import Waiting


class ManyForm(forms.Form):
    """Which of the tasks that wait to sign or give one's paraf to, with one passphrase for all."""

    def __init__(self, waiting: Sequence[Waiting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        for each in waiting:
            self.fields[each.name] = forms.BooleanField(required=False, label=each.task.run.case.title)
        self.fields["passphrase"] = passphrase_field()

    @property
    def chosen(self) -> list[Waiting]:
        """Those that were ticked."""
        return [each for each in self.waiting if self.cleaned_data.get(each.name)]

    @property
    def lines(self) -> list[tuple[Waiting, forms.BoundField]]:
        """Each task with its tick."""
        return [(each, self[each.name]) for each in self.waiting]

    def clean(self) -> dict[str, Any]:
        """Something must be ticked, and what is signed needs the passphrase."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.chosen:
            raise forms.ValidationError(_("Centang sedikitnya satu naskah."))
        if any(each.needs_passphrase for each in self.chosen) and not data.get("passphrase"):
            self.add_error("passphrase", _("Isi frasa sandi sertifikat Anda."))
        return data


class ScanForm(forms.Form):
    """The scan of a paper that was signed by hand."""

    file = PaperField(label=gettext_lazy("Pindaian naskah yang sudah ditandatangani"), required=True)


class OutsideForm(ScanForm):
    """The paper that a party signed outside."""

    vouched = forms.BooleanField(label=VOUCHED, required=False)
