"""When an SOP must be looked at again: monitoring every six months, evaluation every year (Permenpan RB 35/2012), and
the day that the sheet itself plans for its review (Tanggal Revisi)."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from activity.models import Notice, NoticeKind
from activity.wording import as_kept
from organizations.capacity import holder
from organizations.models import Office, User
from organizations.templatetags.indonesia import tanggal
from sops.models import Revision, RevisionStatus
from workflows.models import Assessment, AssessmentKind, AssessmentStatus, Case
from workflows.periods import Period, periods_of
from workflows.vacancies import admins_of

logger = logging.getLogger(__name__)
AHEAD = timedelta(days=30)
MAX_PLANNED = 100


@dataclass(frozen=True)
class Due:
    """Something that must be looked at: `key` tells it from all others, `day` is when it was or will be due."""

    key: str
    text: str
    day: date
    path: str


def due_reviews(office: Office, at: datetime) -> list[Due]:
    """What of the office's SOPs is due or will be within 30 days, the oldest first. Five queries at most."""
    today = at.astimezone(office.zone).date()
    return sorted([*forms_due(office, at), *planned(office, today)], key=lambda due: (due.day, due.key))


def forms_due(office: Office, at: datetime) -> Iterator[Due]:
    """The form of the semester and of the year that are over, where cases ran in them, it is not signed, and there is
    an SOP to be judged."""
    if not Revision.objects.filter(sop__office=office, status=RevisionStatus.IN_FORCE).exists():
        return
    _month, half, year = periods_of(at.astimezone(office.zone))
    kinds = ((AssessmentKind.MONITORING, half.before), (AssessmentKind.EVALUATION, year.before))
    signed = set(
        Assessment.objects.filter(
            office=office, status=AssessmentStatus.SIGNED, period__in=[str(period) for _kind, period in kinds]
        ).values_list("kind", "period")
    )
    for kind, period in kinds:
        if (kind, str(period)) not in signed and ran_in(office, period):
            _first, end = period.bounds(office.zone)
            told = {"kind": kind.label, "period": period.label}
            text = _("%(kind)s SOP %(period)s belum ditandatangani.") % told
            yield Due(f"{kind}:{period}", text, end.date(), f"/offices/{office.slug}/assessments/")


def ran_in(office: Office, period: Period) -> bool:
    """Whether the office had a case that ran in the period. One query."""
    first, end = period.bounds(office.zone)
    running = Q(closed_at=None) | Q(closed_at__gte=first)
    return Case.objects.filter(running, office=office, started_at__lt=end).exists()


def planned(office: Office, today: date) -> list[Due]:
    """The SOPs in force whose sheet plans a review within 30 days, or planned one that nothing followed. One query."""
    newer = Revision.objects.filter(sop=OuterRef("sop"), number__gt=OuterRef("number"))
    found = Revision.objects.filter(
        sop__office=office, status=RevisionStatus.IN_FORCE, tanggal_revisi__lte=today + AHEAD
    ).exclude(Exists(newer))
    # A day before the SOP was loaded is that of its last revision, not of a review to come.
    since = TruncDate(Coalesce("in_force_at", "loaded_at"), tzinfo=office.zone)
    to_come = found.annotate(since=since).filter(tanggal_revisi__gt=F("since"))
    made = []
    for each in to_come.select_related("sop").order_by("tanggal_revisi", "id")[:MAX_PLANNED]:
        if each.tanggal_revisi:
            told = {"nama": each.nama, "day": tanggal(each.tanggal_revisi)}
            text = _("SOP “%(nama)s” direncanakan ditinjau %(day)s.") % told
            path = f"/sops/{office.slug}/{each.sop.slug}/"
            made.append(Due(f"revisi:{each.pk}:{each.tanggal_revisi}", text, each.tanggal_revisi, path))
    return made


def remind(at: datetime) -> int:
    """Tell heads and admins what is due, each thing once; how many notices were written. One office that fails holds up
    no other."""
    told = 0
    for office in Office.objects.real().select_related("head", "government").order_by("id"):
        try:
            told += remind_office(office, at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Pengingat peninjauan SOP %s tidak dapat ditulis", office.slug)
    return told


def remind_office(office: Office, at: datetime) -> int:
    """The notices of one office; those that were written before are not written again."""
    with as_kept():
        due = due_reviews(office, at)
    if not due:
        return 0
    notices = [notice_of(each, person, office, at) for each in due for person in answerable(office, at)]
    known = set(Notice.objects.filter(key__in=[each.key for each in notices]).values_list("key", flat=True))
    fresh = [each for each in notices if each.key not in known]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def answerable(office: Office, at: datetime) -> list[User]:
    """Who answers for the office's SOPs: who acts for its head, and its admins."""
    head = holder(office.head, at) if office.head else None
    people = {user.pk: user for user in admins_of(office, at)}
    if head:
        people.setdefault(head.user.pk, head.user)
    return list(people.values())


def notice_of(due: Due, person: User, office: Office, at: datetime) -> Notice:
    """What one person hears of it."""
    return Notice(
        key=f"tinjau:{office.pk}:{due.key}:{person.pk}",
        user_id=person.pk,
        kind=NoticeKind.REVIEW,
        created_at=at,
        title=due.text[:200],
        text=f"{due.text} {office.name}.",
        path=due.path,
        office_id=office.pk,
        email=person.email,
        mail_after=at,
    )
