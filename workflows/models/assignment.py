"""What one post has to do in one run."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from organizations.models import Office, Post, User
from sops.models import Pelaksana
from workflows.models.case import Case
from workflows.models.run import RunStatus, StepRun


class AssignmentStatus(models.TextChoices):
    OPEN = "terbuka", _("Menunggu")
    DONE = "selesai", _("Selesai")
    VOID = "batal", pgettext_lazy("keadaan", "Batal")
    RELEASED = "dilepas", _("Dilepas")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def waiting_for(self, posts: "models.QuerySet[Post] | list[int]") -> Self:
        """What waits for these posts, the soonest due first, those without a due time last."""
        return self.filter(status=AssignmentStatus.OPEN, post__in=posts).order_by(
            F("due_at").asc(nulls_last=True), "id"
        )

    def acts(self) -> Self:
        """What was done and not taken back. A part that stands from an earlier run is no act. Of a run that was left by
        an act that was taken back, those acts count whose parts stand in the run that came in its place."""
        undone = StepRun.objects.filter(previous=OuterRef("run"), status=RunStatus.WITHDRAWN)
        stands = Assignment.objects.filter(carried_from=OuterRef("pk"))
        done = self.filter(status=AssignmentStatus.DONE, carried_from=None)
        return done.filter(~Exists(undone) | Exists(stands))

    def to_tell(self, at: datetime) -> Self:
        """Those of which somebody must hear by now, the oldest first."""
        return self.filter(status=AssignmentStatus.OPEN, tell_at__lte=at).order_by("tell_at", "id")

    def visible_to(self, user: User, at: datetime) -> Self:
        """The assignments of the cases that the user may see."""
        return self.filter(run__case__in=Case.objects.visible_to(user, at))

    def open_to(self, user: User, at: datetime) -> Self:
        """Those of the cases whose pages the user may open, practised ones too."""
        return self.filter(run__case__in=Case.objects.open_to(user, at))


class Assignment(models.Model):
    """A post must act in a run; whoever acts for the post at that time does. One act at most.

    `due_at` is the Mutu Baku limit, `late_at` that plus the office's waiting allowance; empty where waktu is empty
    and while the clock stands still. The clock counts from `counted_from`: the whole waktu, or, after it stood still,
    the `remaining_minutes` of office time that were left (with `late_minutes` and `escalate_minutes` until those
    stages); while it stands still `counted_from` is empty.

    `tell_at` is when the sweep must next tell somebody: the earliest of `remind_at`, `due_at`, `late_at` and
    `escalate_at` whose own mark (`reminded_at`, `passed_at`, `told_late_at`, `escalated_at`) is empty.

    `carried_from`: a part that was finished in an earlier run of the step and stands in this one; who acted then is
    copied, how long it took is not.

    `arrived_at`: when it came to a post that was added to an open step; empty where it came as its run opened.

    `opened_at` is when the holder first saw it. `waited_seconds` (arrival to opening), `worked_seconds` (opening to
    act) and `limit_seconds` (what waktu allowed for the work) are office time, written with the act.
    """

    run = models.ForeignKey(StepRun, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    pelaksana = models.ForeignKey(Pelaksana, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = FSMField(
        max_length=10, choices=AssignmentStatus.choices, default=AssignmentStatus.OPEN, protected=True
    )
    due_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    counted_from = models.DateTimeField(null=True, blank=True)
    remaining_minutes = models.PositiveIntegerField(null=True, blank=True)
    late_minutes = models.PositiveIntegerField(null=True, blank=True)
    escalate_minutes = models.PositiveIntegerField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    escalate_at = models.DateTimeField(null=True, blank=True)
    tell_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    told_late_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    waited_seconds = models.PositiveIntegerField(null=True, blank=True)
    worked_seconds = models.PositiveIntegerField(null=True, blank=True)
    limit_seconds = models.PositiveIntegerField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    acted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    acted_as = models.CharField(max_length=300, blank=True)
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answer = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    details = models.JSONField(
        default=dict
    )  # what the tindakan asked: instruction, receipt, attendance, pihak luar
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("tugas")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "post", "pelaksana"], name="one_assignment_per_run_and_post"
            ),
            models.CheckConstraint(
                name="done_exactly_when_somebody_acted",
                condition=Q(status="selesai", acted_at__isnull=False, acted_by__isnull=False)
                | (~Q(status="selesai") & Q(acted_at=None, acted_by=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["post", "due_at", "id"], condition=Q(status="terbuka"), name="inbox"),
            models.Index(
                fields=["acted_by", "-acted_at", "-id"], condition=Q(acted_by__isnull=False), name="done_by"
            ),
            # Read by the sweep (workflows/sweep.py), oldest first.
            models.Index(
                fields=["tell_at"], condition=Q(status="terbuka", tell_at__isnull=False), name="to_tell"
            ),
            # Of an office: what waits in it (workflows/presenting/running.py), and which of its acts of a while kept
            # their waktu (workflows/presenting/on_time.py).
            models.Index(fields=["office", "due_at"], condition=Q(status="terbuka"), name="open_of_office"),
            models.Index(
                fields=["office", "acted_at"],
                condition=Q(status="selesai", carried_from=None, limit_seconds__isnull=False),
                name="acts_of_office",
            ),
            # Few: which parts stand in a later run (`acts`).
            models.Index(
                fields=["carried_from"], condition=Q(carried_from__isnull=False), name="carried_parts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.post_id}"

    @property
    def is_open(self) -> bool:
        return bool(self.status == AssignmentStatus.OPEN)

    @transition(field=status, source=AssignmentStatus.OPEN, target=AssignmentStatus.DONE)
    def complete(self, *, by: User, printed: str, on_behalf_of: User | None, at: datetime) -> None:
        """The post acted. An act on an unopened assignment opens it at that instant."""
        self.acted_at, self.acted_by, self.acted_as, self.on_behalf_of = at, by, printed, on_behalf_of
        self.opened_at = self.opened_at or at

    @transition(field=status, source=AssignmentStatus.OPEN, target=AssignmentStatus.RELEASED)
    def release(self) -> None:
        """Another post acted for all, or whoever manages the case let this one go."""

    @transition(
        field=status,
        source=[AssignmentStatus.DONE, AssignmentStatus.RELEASED],
        target=AssignmentStatus.OPEN,
    )
    def reopen(self) -> None:
        """Its act was taken back while the step was open, or its post takes part again. The record keeps the act."""
        self.acted_at = self.acted_by = self.on_behalf_of = self.carried_from = None
        self.waited_seconds = self.worked_seconds = self.limit_seconds = None
        self.acted_as = self.answer = self.note = ""
        self.details = {}

    @transition(field=status, source=AssignmentStatus.OPEN, target=AssignmentStatus.VOID)
    def void(self) -> None:
        """The run was closed by a return, a withdrawal or the end of the case."""
