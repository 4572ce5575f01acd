"""A case: one run of an SOP from its first step to the archive. Two machines: its status, and its tahap."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from activity.models import Stream
from documents.models import Berkas, BerkasState, IncomingLetter, PerjanjianKinerja, PkKind
from organizations.models import Office, Post, User
from organizations.sight import sight_of
from sops.models import ColumnPost, Pelaksana, Revision


class CaseStatus(models.TextChoices):
    RUNNING = "berjalan", _("Berjalan")
    SUSPENDED = "ditangguhkan", _("Ditangguhkan")
    DONE = "selesai", _("Selesai")
    CANCELLED = "dibatalkan", _("Dibatalkan")


class Tahap(models.TextChoices):
    """The phases of the work; that of the case is that of the step it stands at, and at last the archive."""

    DISPOSISI = "disposisi", _("Disposisi")
    PENYUSUNAN = "penyusunan", _("Penyusunan")
    PENANDATANGANAN = "penandatanganan", _("Penandatanganan")
    PENGARSIPAN = "pengarsipan", _("Pengarsipan")
    ARSIP = "arsip", _("Arsip")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User, at: datetime) -> Self:
        """The cases that the user may see at that moment, by posts and grants; all others are 404.

        By post: those with any assignment of it, past or open; those in whose SOP it holds a column and which may
        still come to it; the same of every subordinate, however deep; all of the office whose head it is. By grant:
        all of the offices that one administers or inspects.

        What the user sees stands in the statement as lists of ids, which are asked once a page, and the offices in
        which it can be come first: the cases of all others are not looked at. `assigned` asks for the runs inside, so
        that it is asked of each case that is looked at, and the first page of a list is found after some thirty; asked
        the other way round, the database would gather all that the posts ever did.
        """
        sight = sight_of(user, at)
        runs = apps.get_model("workflows", "StepRun").objects.filter(case=OuterRef(OuterRef("pk")))
        assigned = apps.get_model("workflows", "Assignment").objects.filter(
            post__in=sight.posts, run__in=runs.values("pk")
        )
        column = ColumnPost.objects.filter(
            Q(end_at=None) | Q(end_at__gt=at), start_at__lte=at, post__in=sight.posts
        )
        to_come = column.filter(sop=OuterRef("revision__sop"), key__in=column_keys())
        return self.filter(
            Q(office__in=sight.whole)
            | Q(Exists(assigned))
            | Q(Exists(to_come), status__in=(CaseStatus.RUNNING, CaseStatus.SUSPENDED)),
            office__in=sight.offices,
        )

    def open_to(self, user: User, at: datetime) -> Self:
        """Those whose pages the user may open: what they may see, and the cases of their own practice office. Lists
        show only `visible_to`."""
        practised = Office.objects.filter(learner=user, closed_at=None).values("id")
        return self.filter(Q(pk__in=Case.objects.visible_to(user, at).values("id")) | Q(office__in=practised))

    def of_year(self, year: int) -> Self:
        """The cases about that year."""
        return self.filter(year=year)


def column_keys() -> models.QuerySet[Any, Any]:
    """The keys of the columns of the case's own revision, seen from two queries further in."""
    return Pelaksana.objects.filter(revision=OuterRef(OuterRef("revision"))).values("key")


def stands_at(tahap: str) -> Callable[[Any], bool]:
    """The guard of a tahap's transition: the step that the case stands at is of that tahap."""
    return lambda case: case.step_tahap == tahap


def is_done(case: Any) -> bool:
    """The guard of the archive."""
    return bool(case.status == CaseStatus.DONE)


class Case(models.Model):
    """A matter that runs by an SOP. The revision is pinned for ever.

    `year` is the year that the work is about, `agenda_year` the one in which it was entered in the agenda book.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="cases")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="cases")
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("perihal"), max_length=200)
    year = models.PositiveSmallIntegerField(_("tahun"))
    agenda_year = models.PositiveSmallIntegerField()
    agenda_number = models.PositiveIntegerField(_("nomor agenda"))
    pk_kind = models.CharField(max_length=12, choices=PkKind, blank=True)
    letter = models.ForeignKey(
        IncomingLetter, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    subjects = models.ManyToManyField(PerjanjianKinerja, through="CaseSubject", related_name="cases")
    status = FSMField(max_length=12, choices=CaseStatus.choices, default=CaseStatus.RUNNING, protected=True)
    tahap = FSMField(max_length=16, choices=Tahap.choices, default=Tahap.DISPOSISI, protected=True)
    start_key = models.CharField(max_length=40, unique=True, null=True, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    berkas = models.OneToOneField(  # where it is filed in the archive (workflows.filing)
        Berkas, on_delete=models.PROTECT, null=True, blank=True, related_name="case"
    )

    objects = CaseQuerySet.as_manager()

    step_tahap = ""  # of the step that the case stands at, told by `stand_at`; no column

    class Meta:
        verbose_name = verbose_name_plural = _("kasus")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "agenda_year", "agenda_number"],
                name="agenda_number_once_per_office_and_year",
            ),
            models.CheckConstraint(
                name="a_case_is_closed_when_done_or_cancelled",
                condition=Q(status__in=("berjalan", "ditangguhkan"), closed_at=None)
                | Q(status__in=("selesai", "dibatalkan"), closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="filed_exactly_when_done",
                condition=Q(status="selesai", tahap="arsip") | (~Q(status="selesai") & ~Q(tahap="arsip")),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "status", "-started_at"], name="case_office_status"),
            models.Index(fields=["office", "-started_at", "-id"], name="newest_cases"),
            models.Index(fields=["id"], condition=Q(status="selesai", berkas=None), name="cases_to_file"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def agenda(self) -> str:
        """The agenda number as it is printed: 12/2026."""
        return f"{self.agenda_number}/{self.agenda_year}"

    @property
    def is_open(self) -> bool:
        """Whether the case still runs or is suspended."""
        return self.status in (CaseStatus.RUNNING, CaseStatus.SUSPENDED)

    @property
    def is_destroyed(self) -> bool:
        """Whether its papers were destroyed: what is left is the record, with their names and hashes."""
        return self.berkas is not None and self.berkas.state == BerkasState.DESTROYED

    @transition(field=status, source=CaseStatus.RUNNING, target=CaseStatus.SUSPENDED)
    def suspend(self) -> None:
        """Stop for a while; the tahap stays."""

    @transition(field=status, source=CaseStatus.SUSPENDED, target=CaseStatus.RUNNING)
    def resume(self) -> None:
        """Go on after a suspension."""

    @transition(field=status, source=[CaseStatus.RUNNING, CaseStatus.SUSPENDED], target=CaseStatus.CANCELLED)
    def cancel(self, at: datetime) -> None:
        """End without a result."""
        self.closed_at = at

    @transition(field=status, source=CaseStatus.RUNNING, target=CaseStatus.DONE)
    def finish(self, at: datetime) -> None:
        """The last step is done."""
        self.closed_at = at

    # The tahap is that of the step that the case stands at; that is the whole guard, in both directions.
    @transition(field=tahap, source="+", target=Tahap.DISPOSISI, conditions=[stands_at(Tahap.DISPOSISI)])
    def enter_disposisi(self) -> None:
        """Stand at a step of the disposisi."""

    @transition(field=tahap, source="+", target=Tahap.PENYUSUNAN, conditions=[stands_at(Tahap.PENYUSUNAN)])
    def enter_penyusunan(self) -> None:
        """Stand at a step of the drafting."""

    @transition(
        field=tahap, source="+", target=Tahap.PENANDATANGANAN, conditions=[stands_at(Tahap.PENANDATANGANAN)]
    )
    def enter_penandatanganan(self) -> None:
        """Stand at a step of the signing."""

    @transition(field=tahap, source="+", target=Tahap.PENGARSIPAN, conditions=[stands_at(Tahap.PENGARSIPAN)])
    def enter_pengarsipan(self) -> None:
        """Stand at a step of the archiving."""

    @transition(field=tahap, source="+", target=Tahap.ARSIP, conditions=[is_done])
    def file_away(self) -> None:
        """Into the archive, once the last step is done."""

    def stand_at(self, tahap: str) -> None:
        """Enter the tahap of the step that opens, where it is another one."""
        self.step_tahap = tahap
        if tahap != self.tahap:
            getattr(self, f"enter_{tahap}")()


class CaseSubject(models.Model):
    """A Perjanjian Kinerja that the case makes or changes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_subjects")
    perjanjian_kinerja = models.ForeignKey(
        PerjanjianKinerja, on_delete=models.PROTECT, related_name="case_subjects"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "perjanjian_kinerja"], name="subject_once_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.perjanjian_kinerja_id}"


class ChosenPost(models.Model):
    """A post named to act for a column whose `wakil` is dipilih; kept for later rounds of the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="chosen_posts")
    key = models.CharField(max_length=60)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key", "post"], name="chosen_once_per_case_and_column")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.post_id}"
