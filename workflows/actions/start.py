"""Starting a case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.models import Stream
from activity.record import record
from documents.models import IncomingLetter, PerjanjianKinerja, PkKind
from documents.models.numbering import next_number
from organizations.capacity import Capacity
from organizations.models import Office, Post
from sops.definition import definition
from sops.models import Revision, RevisionStatus
from sops.storing import current_holders
from workflows.errors import Denied, Incomplete, Stale
from workflows.models import Case, CaseSubject, Cause, StepRun
from workflows.permissions import may_start
from workflows.routing import open_run


@dataclass(frozen=True)
class Letter:
    """The incoming letter that a case answers."""

    sender: str
    number: str = ""
    letter_date: date | None = None
    received_date: date | None = None
    hal: str = ""


@dataclass(frozen=True)
class NewCase:
    """What one names at the start. `subjects` are the posts whose PKs the case makes; None: the usual ones."""

    title: str
    year: int
    pk_kind: str = ""
    subjects: Sequence[Post] | None = None
    letter: Letter | None = None
    chosen: Mapping[str, Collection[int]] = field(default_factory=dict)
    key: str = (
        ""  # of the form that was sent: a second sending is told of the case that the first one started
    )


@transaction.atomic
def start_case(revision: Revision, *, by: Capacity, at: datetime, new: NewCase) -> Case:
    """Open a case at the first step of the SOP, with an agenda number of the office and year.

    Raises Denied or Incomplete; then nothing was changed.
    """
    # Locked: a calendar that is changing meanwhile must not leave this case to its old hours.
    offices = Office.objects.select_for_update(of=("self",), no_key=True).select_related("head")
    office = offices.get(pk=revision.sop.office_id)
    written = definition(revision.pk)
    first = written.steps[0]
    holders = (
        current_holders(revision.sop, at).filter(key__in=first.pelaksana).values_list("post_id", flat=True)
    )
    verdict = may_start(by, list(holders), office.pk, office.government_id)
    if not verdict:
        raise Denied(verdict.reason)
    if revision.status != RevisionStatus.IN_FORCE:
        raise Denied(_("Revisi SOP ini tidak berlaku lagi; mulai kasus dari revisi yang berlaku."))
    pk_kind = new.pk_kind if revision.hasil == "perjanjian_kinerja" else ""
    if revision.hasil == "perjanjian_kinerja" and pk_kind not in PkKind.values:
        raise Incomplete("pk_kind", _("Pilih Perjanjian Kinerja atau Perjanjian Kinerja Perubahan."))
    agenda_year = at.astimezone(office.zone).year
    agenda_number = next_number(office, "agenda", agenda_year)
    refuse_twice(new.key)
    case = Case(
        office=office,
        revision=revision,
        title=new.title,
        year=new.year,
        agenda_year=agenda_year,
        agenda_number=agenda_number,
        pk_kind=pk_kind,
        letter=IncomingLetter.objects.create(office=office, **new.letter.__dict__) if new.letter else None,
        tahap=first.tahap,
        start_key=new.key or None,
        started_at=at,
        started_by=by.user,
    )
    case.stream = Stream.objects.create(key=f"case:{office.slug}:{agenda_year}:{case.agenda_number}")
    case.save()
    subjects = (
        add_pks(case, new.subjects if new.subjects is not None else usual_subjects(office)) if pk_kind else []
    )
    run = open_run(case, written, 1, cause=Cause.START, previous=None, chosen=new.chosen, at=at)
    record_start(case, subjects, step=first.nomor, run=run, by=by, at=at)
    return case


def record_start(
    case: Case, subjects: Sequence[PerjanjianKinerja], *, step: str, run: StepRun, by: Capacity, at: datetime
) -> None:
    """The first row of the case's stream."""
    record(
        case.stream,
        at=at,
        actor=by.actor,
        action="case.started",
        title=case.title,
        year=case.year,
        agenda=case.agenda,
        sop=case.revision.sop.slug,
        revision=case.revision.number,
        pk_kind=case.pk_kind,
        subjects=[pk.pk for pk in subjects],
        step=step,
        run=run.pk,
    )


def refuse_twice(key: str) -> None:
    """Raise Stale where the same form has started a case already. Starts of an office wait for the agenda number."""
    twin = Case.objects.filter(start_key=key).select_related("started_by").first() if key else None
    if twin:
        what = _("Kasus ini sudah dimulai dengan nomor agenda %(agenda)s.") % {"agenda": twin.agenda}
        raise Stale(what, case_id=twin.pk, who=twin.started_by.name, at=twin.started_at)


def usual_subjects(office: Office) -> list[Post]:
    """The head and the direct subordinates within the office."""
    if office.head is None:
        return []
    return [office.head, *Post.objects.existing().filter(office=office, superior=office.head).order_by("id")]


def add_pks(case: Case, posts: Sequence[Post]) -> list[PerjanjianKinerja]:
    """Bind to the case the PK of each post: the one of the year, or a new PK Perubahan that changes it."""
    taken = set(case.case_subjects.values_list("perjanjian_kinerja__pihak_pertama", flat=True))
    found = []
    for post in posts:
        if post.pk in taken:
            continue
        found.append(pk_of(case, post))
    CaseSubject.objects.bulk_create(CaseSubject(case=case, perjanjian_kinerja=pk) for pk in found)
    return found


def pk_of(case: Case, post: Post) -> PerjanjianKinerja:
    """The one PK of the post and year, or a new PK Perubahan that changes the newest."""
    parties = {"office": case.office, "pihak_kedua_id": post.superior_id}
    of_year = PerjanjianKinerja.objects.filter(pihak_pertama=post, year=case.year)
    if case.pk_kind == PkKind.PK:
        return of_year.get_or_create(
            kind=PkKind.PK, defaults={**parties, "pihak_pertama": post, "year": case.year}
        )[0]
    changes = of_year.order_by("-id").first()
    return PerjanjianKinerja.objects.create(
        pihak_pertama=post, year=case.year, kind=PkKind.PK_PERUBAHAN, changes=changes, **parties
    )
