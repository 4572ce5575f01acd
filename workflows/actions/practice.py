"""Practising: an office of one's own, an example to play through, beginning anew, and clearing what nobody touches."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from activity.chain import MACHINE, Actor
from activity.record import locked_stream
from organizations.accounts.recording import oneself
from organizations.capacity import practice_capacities
from organizations.models import Office, User
from organizations.practice import close_practice_office, open_practice_office, practice_office
from sops.loading import Upload, load_sops
from sops.models import Revision, RevisionStatus
from workflows.actions.complete import locked_case
from workflows.actions.manage import cancelled
from workflows.actions.start import NewCase, start_case
from workflows.contoh import read_contoh
from workflows.models import Case, CaseStatus, StepRun

logger = logging.getLogger(__name__)
OFFICE, SOP, EXAMPLE = "kantor.yaml", "balasan-surat.yaml", "contoh.yaml"
OF_FILE = b"perangkat_daerah: latihan"  # in the file of the SOP, before it is one's own office's
IDLE = timedelta(days=30)
OPEN = (CaseStatus.RUNNING, CaseStatus.SUSPENDED)


def content(name: str) -> bytes:
    """A file of the practice."""
    return Path(settings.BASE_DIR / "fixtures" / "latihan" / name).read_bytes()


@transaction.atomic
def begin_practice(user: User, *, at: datetime) -> Case:
    """The example that the person practises with: the one that runs, else a new one, in an office of their own.
    Beginning twice at once makes one."""
    locked_stream("people")
    office = practice_office(user) or made_office(user, at)
    running = Case.objects.filter(office=office, status__in=OPEN).order_by("id").first()
    return running or start_example(office, user, at)


@transaction.atomic
def restart_practice(user: User, *, at: datetime) -> Case:
    """A fresh example; what runs is cancelled and stays in the record."""
    locked_stream("people")
    office = practice_office(user) or made_office(user, at)
    end_open_cases(office, by=oneself(user), at=at, reason="Latihan dimulai dari awal.")
    return start_example(office, user, at)


def clear_idle(at: datetime) -> int:
    """Close the practice offices that nobody has touched for 30 days; how many. Their learners may begin anew.

    One that fails holds up no other.
    """
    closed = 0
    for office in idle_offices(at).order_by("id"):
        try:
            closed += close_idle(office, at=at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Kantor latihan %s tidak dapat ditutup", office.slug)
    return closed


def idle_offices(at: datetime) -> QuerySet[Office]:
    """The practice offices in which nothing has happened for as long."""
    since = at - IDLE
    touched = StepRun.objects.filter(case__office=OuterRef("pk"), opened_at__gt=since)
    ended = Case.objects.filter(office=OuterRef("pk"), closed_at__gt=since)
    return Office.objects.filter(~Exists(touched), ~Exists(ended), learner__isnull=False, closed_at=None)


@transaction.atomic
def close_idle(office: Office, *, at: datetime) -> bool:
    """Close an office in which nobody practises any more: what runs is cancelled, its posts end, its rows stay. False
    where somebody has come back meanwhile."""
    locked_stream("people")
    if not idle_offices(at).filter(pk=office.pk).exists():
        return False
    end_open_cases(office, by=MACHINE, at=at, reason="Latihan ditutup: 30 hari tidak disentuh.")
    close_practice_office(office, at=at)
    return True


def made_office(user: User, at: datetime) -> Office:
    """An office to practise in, with its SOP in force. The caller is in a transaction."""
    office = open_practice_office(user, (OFFICE, content(OFFICE)), at=at)
    data = content(SOP).replace(OF_FILE, f"perangkat_daerah: {office.slug}".encode())
    load_sops([Upload.of(SOP, data)], by=oneself(user), at=at, reason="Untuk latihan.", user=user)
    return office


def start_example(office: Office, user: User, at: datetime) -> Case:
    """The example case, with its letter, started by the head of the practice office."""
    revision = Revision.objects.select_related("sop").get(sop__office=office, status=RevisionStatus.IN_FORCE)
    by = next(each for each in practice_capacities(user, at) if each.post and each.post.pk == office.head_id)
    letter = read_contoh(content(EXAMPLE), EXAMPLE).letter
    title = f"Latihan: {letter.hal if letter else revision.nama}"
    new = NewCase(title=title, year=at.astimezone(office.zone).year, letter=letter)
    return start_case(revision, by=by, at=at, new=new)


def end_open_cases(office: Office, *, by: Actor, at: datetime, reason: str) -> None:
    """Cancel what runs there; what has ended by itself before it is held stays as it ended."""
    running = Case.objects.filter(office=office, status__in=OPEN).order_by("id")
    for pk in list(running.values_list("pk", flat=True)):
        held = locked_case(pk)
        if held.is_open:
            cancelled(held, by=by, at=at, reason=reason)
