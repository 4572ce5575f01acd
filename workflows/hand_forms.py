"""The forms by which whoever manages a case changes who acts in it."""

from collections.abc import Mapping, Sequence

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Post
from sops.definition import Definition
from workflows.carrying import parts_of
from workflows.models import AssignmentStatus, RunStatus, Signing
from workflows.presenting.seats import Visit

Choices = Sequence[tuple[int, str]]


def reason_field() -> forms.CharField:
    """Why; the record keeps it."""
    return forms.CharField(
        label=gettext_lazy("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReleaseForm(forms.Form):
    """Which post is let go from the open step."""

    task = forms.TypedChoiceField(label=gettext_lazy("Jabatan yang dilepas"), coerce=int)
    reason = reason_field()

    def __init__(self, tasks: Choices, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, prefix="release")
        self.fields["task"].choices = tasks  # type: ignore[attr-defined]


class AddForm(forms.Form):
    """Which post takes part in the open step, and in which column."""

    post = forms.ModelChoiceField(label=gettext_lazy("Jabatan yang diikutkan"), queryset=Post.objects.none())
    column = forms.ChoiceField(label=gettext_lazy("Bertindak sebagai"), widget=forms.RadioSelect)
    reason = reason_field()

    def __init__(
        self,
        posts: "QuerySet[Post]",
        columns: Sequence[tuple[str, str]],
        data: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, prefix="participant")
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["column"].choices = columns  # type: ignore[attr-defined]
        self.fields["column"].initial = columns[0][0]


class MoveForm(forms.Form):
    """Which tasks of a post go to which other one."""

    tasks = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Tugas yang dialihkan"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu tugas.")},
    )
    to = forms.ModelChoiceField(label=gettext_lazy("Dialihkan ke jabatan"), queryset=Post.objects.none())
    reason = reason_field()

    def __init__(
        self, tasks: Choices, posts: "QuerySet[Post]", data: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data)
        self.fields["tasks"].choices = tasks  # type: ignore[attr-defined]
        self.fields["to"].queryset = posts  # type: ignore[attr-defined]


def joint_visit(visits: Sequence[Visit]) -> Visit | None:
    """The open step where several take part in it."""
    active = next((visit for visit in visits if visit.run.status == RunStatus.ACTIVE), None)
    return active if active and len(parts_of(active.rows)) > 1 else None


def hand_forms(
    visits: Sequence[Visit],
    written: Definition,
    posts: "QuerySet[Post]",
    data: Mapping[str, object] | None = None,
) -> dict[str, tuple[str, forms.Form]]:
    """What may be changed about who acts now: by the name of the action, its label and form. None where the open step
    is not joint."""
    joint = joint_visit(visits)
    if joint is None:
        return {}
    waiting = [(row.pk, row.post.title) for row in joint.rows if row.status == AssignmentStatus.OPEN]
    live = [row.post_id for row in joint.rows if row.status in (AssignmentStatus.OPEN, AssignmentStatus.DONE)]
    step = written.step_of(joint.run.step_id)
    columns = [(key, written.document.column(key).nama) for key in step.pelaksana]
    made: dict[str, tuple[str, forms.Form]] = {
        "add-participant": (_("Ikutkan jabatan lain"), AddForm(posts.exclude(pk__in=live), columns, data)),
        "release": (_("Lepas jabatan dari langkah ini"), ReleaseForm(waiting, data)),
    }
    if data is None and joint.run.signing:  # who signs follows the paper: the page offers what may succeed
        del made["add-participant"]
        if joint.run.signing == Signing.QUEUED:
            del made["release"]
    return made
