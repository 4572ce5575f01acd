"""The form by which a case goes back to an earlier step that the SOP's `kembali_ke` allows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sops.document import SIGNS, Step
from sops.graph import returns_allowed
from workflows.acting import MAX_NOTE, Act
from workflows.models import Assignment
from workflows.presenting.act import ActPage


class ReturnToForm(forms.Form):
    """Where to, why, and whose finished parts of a joint step stand."""

    order = forms.TypedChoiceField(label=gettext_lazy("Kembalikan ke"), coerce=int, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Tuliskan apa yang harus diperbaiki; penerimanya membaca ini."),
    )
    stands = forms.BooleanField(
        label=gettext_lazy(
            "Bagian yang sudah selesai di langkah ini tetap berlaku bila kasus sampai di sini lagi"
        ),
        required=False,
    )

    def __init__(self, page: ActPage, data: Any = None) -> None:
        super().__init__(data, prefix="return")
        allowed = returns_allowed(page.written.document, page.step)
        choices = [
            (
                step.order,
                _("Langkah %(step)s: %(kegiatan)s") % {"step": step.nomor, "kegiatan": step.kegiatan[:110]},
            )
            for step in allowed
        ]
        self.fields["order"].choices = choices  # type: ignore[attr-defined]
        if len(allowed) == 1:
            self.fields["order"].initial = allowed[0].order
        if page.step.tindakan == SIGNS or not page.here.acts:
            del self.fields["stands"]
        for step in allowed:
            if parts := parts_of(page, step):
                self.fields[f"again_{step.order}"] = again_field(step, parts)

    @property
    def act(self) -> Act:
        """The act as it was filled in."""
        data = self.cleaned_data
        again = data.get(f"again_{data['order']}") or None
        stands = data.get("stands", False)
        return Act(note=data["note"], return_to=data["order"], again=again, stands=stands)


def parts_of(page: ActPage, step: Step) -> Sequence[Assignment]:
    """The finished parts of a step that several did side by side, when the case last passed it. No query."""
    visits = [visit for visit in page.visits if page.written.step_of(visit.run.step_id).order == step.order]
    if not visits or step.tindakan == SIGNS or len(visits[-1].acts) < 2:
        return []
    return visits[-1].acts


def again_field(step: Step, parts: Sequence[Assignment]) -> forms.Field:
    """Who does their part of a joint step once more."""
    return forms.TypedMultipleChoiceField(
        label=_("Siapa yang mengulang bagiannya di langkah %(step)s") % {"step": step.nomor},
        choices=[(part.post_id, part.post.title) for part in parts],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Bagian pejabat yang tidak dicentang tetap berlaku. Kosongkan bila semua harus mengulang."
        ),
    )
