"""Which Perjanjian Kinerja a user sees, and in what capacity they edit one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from documents.models import PaperStatus, PerjanjianKinerja, Signature, SignatureStatus
from organizations.capacity import Capacity, admin_capacity, capacities, grants, offices_with, posts_read_as
from organizations.models import Appointment, Office, Post, Role, User
from sops.models.revision import Hasil
from workflows.models import Assignment, AssignmentStatus, Case, CaseStatus, CaseSubject
from workflows.permissions import Verdict, may_edit_pk

DRAFTING = ("menyusun", "rapat", "memeriksa")


def visible_pks(user: User, at: datetime) -> QuerySet[PerjanjianKinerja]:
    """Those that the user may read at that moment; all others are 404.

    Both parties and all superiors of pihak pertama, the head, the admins and the inspectors of the office, whoever
    sees a case that makes it, and, of their office, whoever is at work in a case that collects capaian kinerja.
    """
    own = posts_read_as(user, at)
    by_grant = offices_with(grants(user, at), Role.OFFICE_ADMIN, Role.INSPECTOR)
    offices = Office.objects.filter(by_grant | Q(head__in=own))
    cases = Case.objects.visible_to(user, at).values("id")
    of_case = CaseSubject.objects.filter(perjanjian_kinerja=OuterRef("pk"), case__in=cases)
    collected = collecting().filter(post__in=own).values("run__case__office")
    return PerjanjianKinerja.objects.filter(
        Q(pihak_pertama__in=Post.objects.at_or_below(own).values("id"))
        | Q(pihak_kedua__in=own)
        | Q(office__in=offices.values("id"))
        | Q(office__in=collected)
        | Exists(of_case)
    )


def collecting() -> QuerySet[Assignment]:
    """What waits in the running cases that collect capaian kinerja."""
    return Assignment.objects.filter(
        status=AssignmentStatus.OPEN,
        run__case__status=CaseStatus.RUNNING,
        run__case__revision__hasil=Hasil.CAPAIAN_KINERJA,
    )


@dataclass(frozen=True)
class Standing:
    """What decides who may edit a PK now, apart from who asks."""

    working_posts: frozenset[int]
    statuses: frozenset[str]
    is_changed: bool
    is_signed: bool

    def verdict(self, by: Capacity, pk: PerjanjianKinerja) -> Verdict:
        """Whether this one may edit it."""
        return may_edit_pk(
            by,
            pk,
            working_posts=self.working_posts,
            statuses=self.statuses,
            is_changed=self.is_changed,
            is_signed=self.is_signed,
        )


def standing_of(pk: PerjanjianKinerja) -> Standing:
    """Where its cases stand, who works on it in them, whether it was changed, and whether it is being signed.
    Four queries."""
    cases = Case.objects.filter(case_subjects__perjanjian_kinerja=pk)
    working = Assignment.objects.filter(
        run__case__case_subjects__perjanjian_kinerja=pk, status="terbuka", run__step__tindakan__in=DRAFTING
    )
    return Standing(
        frozenset(working.values_list("post_id", flat=True)),
        frozenset(cases.values_list("status", flat=True)),
        # One that was begun and never written, in a case that was cancelled, changes nothing.
        PerjanjianKinerja.objects.filter(changes=pk, version__gt=0).exists(),
        Signature.objects.filter(
            status=SignatureStatus.SIGNED,
            paper__perjanjian_kinerja=pk,
            paper__status__in=(PaperStatus.OPEN, PaperStatus.SIGNED),
            paper__runs__run__case__status__in=(CaseStatus.RUNNING, CaseStatus.SUSPENDED),
        ).exists(),
    )


def editors(user: User, pk: PerjanjianKinerja, at: datetime) -> list[Capacity]:
    """In what capacities the user could edit it: whom they act for, as holder of pihak pertama in any layer, as admin.

    A definitive holder writes their own PK also while somebody acts for the post.
    """
    return editors_among(user, pk.office, [pk], at)[pk.pk]


def editors_among(
    user: User, office: Office, pks: Sequence[PerjanjianKinerja], at: datetime
) -> dict[int, list[Capacity]]:
    """The same for PKs of one office, by their numbers, in a fixed number of queries."""
    acting = capacities(user, at)
    posts = {pk.pihak_pertama_id for pk in pks} - {by.post.pk for by in acting if by.post}
    held = Appointment.objects.current(at).filter(user=user, post__in=posts).select_related("post")
    own = {
        each.post_id: Capacity(user=user, printed=each.capacity, post=each.post, kind=each.kind)
        for each in held.order_by("-id")
    }
    admin = admin_capacity(user, office, at)
    return {
        pk.pk: [
            *acting,
            *([own[pk.pihak_pertama_id]] if pk.pihak_pertama_id in own else []),
            *([admin] if admin else []),
        ]
        for pk in pks
    }


def editor(user: User, pk: PerjanjianKinerja, at: datetime) -> tuple[Capacity | None, str]:
    """The first capacity in which the user may edit it, or None with the reason."""
    standing = standing_of(pk)
    reason = _("Perjanjian Kinerja ini hanya dapat Anda baca.")
    for by in editors(user, pk, at):
        verdict = standing.verdict(by, pk)
        if verdict:
            return by, ""
        reason = verdict.reason
    return None, reason
