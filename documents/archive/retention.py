"""Retention: what is due, and the proposals by which it is moved, destroyed or handed over. Nothing happens by itself.

What was proposed is appraised by somebody else, approved by the head, and carried out with a berita acara; a hold
stops all of it, and is looked for again under the locks in which it is carried out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from activity.chain import MACHINE
from activity.models import Stream
from activity.record import locked_stream, record, record_many
from documents.archive.erasing import doom
from documents.models import (
    Berkas,
    BerkasState,
    Fate,
    LegalHold,
    ProposalState,
    RetentionItem,
    RetentionKind,
    RetentionProposal,
    StoredFile,
)
from documents.models.retention import OPEN
from documents.publishing import withdraw_destroyed
from organizations.capacity import Capacity
from organizations.models import Office

AGAIN_AFTER = timedelta(days=365)  # the sweep proposes again what was refused
MOST_ITEMS = 500
LONG = 10  # years of retention from which the head of ANRI approves a destruction (PP 28/2012)
SOURCE = {
    RetentionKind.MOVE: BerkasState.ACTIVE,
    RetentionKind.DESTROY: BerkasState.INACTIVE,
    RetentionKind.HAND_OVER: BerkasState.INACTIVE,
}
Takes = Callable[[Sequence[Berkas]], set[int]]
"""Takes the texts of all papers of these berkas, and of their cases, away; gives the ids of the StoredFiles that go
with them: all that nothing else needs."""


class Refused(Exception):
    """It may not be done, or not now; the message says why, in Indonesian."""


@dataclass(frozen=True)
class Minutes:
    """What a berita acara says beside the list; the letter only where something is destroyed."""

    number: str
    day: date
    witnesses: tuple[str, ...] = ()
    letter_number: str = ""
    letter_date: date | None = None


def why_not(berkas: Berkas, kind: str, today: date, *, is_held: bool) -> str:
    """Why this may not happen to a berkas on that day; empty where it may."""
    due = berkas.inactive_from if kind == RetentionKind.MOVE else berkas.final_from
    if is_held:
        return _("ditahan untuk kepentingan hukum atau pemeriksaan")
    if berkas.state != SOURCE[RetentionKind(kind)]:
        return _("berstatus %(state)s") % {"state": berkas.get_state_display()}
    if kind == RetentionKind.DESTROY and berkas.fate == Fate.KEEP:
        return _("bernasib akhir permanen dan tidak boleh dimusnahkan")
    if kind == RetentionKind.HAND_OVER and berkas.fate == Fate.DESTROY:
        return _("bernasib akhir musnah dan tidak diserahkan")
    if due is None:
        return _("retensinya belum mulai dihitung")
    if due > today:
        return _("baru jatuh tempo %(due)s") % {"due": f"{due:%d-%m-%Y}"}
    return ""


def sweep(at: datetime) -> int:
    """Propose what has become due since the last time, office by office; how many berkas. The nights' work."""
    offices = Office.objects.filter(berkas__state__in=set(SOURCE.values())).distinct().order_by("id")
    return sum(sweep_office(office, at) for office in offices)


@transaction.atomic
def sweep_office(office: Office, at: datetime) -> int:
    """What is due in one office: a proposal for each kind, of 500 berkas at most."""
    stream = locked_stream(f"office:{office.slug}")
    today, found = at.astimezone(office.zone).date(), 0
    for kind, fates in (
        (RetentionKind.MOVE, Fate.values),
        (RetentionKind.DESTROY, [Fate.DESTROY]),
        (RetentionKind.HAND_OVER, [Fate.KEEP]),
    ):
        rows = to_propose(office, kind, at).filter(fate__in=fates, trigger_date__isnull=False)
        due = [berkas for berkas in rows.iterator() if not why_not(berkas, kind, today, is_held=False)]
        for first in range(0, len(due), MOST_ITEMS):
            put_proposal(stream, office, kind, due[first : first + MOST_ITEMS], by=None, at=at, note="")
        found += len(due)
    return found


def to_propose(office: Office, kind: str, at: datetime) -> "QuerySet[Berkas]":
    """Those of an office in the right state, not held, in no open proposal, and not refused within the last year."""
    refused = Q(proposal__kind=kind) & (
        Q(proposal__state=ProposalState.REJECTED, proposal__rejected_at__gt=at - AGAIN_AFTER)
        | Q(is_left_out=True, proposal__appraised_at__gt=at - AGAIN_AFTER)
    )
    passed = RetentionItem.objects.filter(proposal__office=office).filter(
        refused | Q(proposal__state__in=OPEN, is_left_out=False)
    )
    held = LegalHold.objects.filter(released_at=None)
    rows = Berkas.objects.filter(office=office, state=SOURCE[RetentionKind(kind)])
    rows = rows.exclude(pk__in=passed.values("berkas")).exclude(pk__in=held.values("berkas"))
    return rows.order_by("id")


@transaction.atomic
def propose(
    office: Office, kind: str, berkas: Sequence[Berkas], *, by: Capacity, at: datetime, note: str
) -> RetentionProposal:
    """Somebody in charge of the archive proposes. Raises Refused."""
    stream = locked_stream(f"office:{office.slug}")
    rows = locked_berkas([each.pk for each in berkas])
    today = at.astimezone(office.zone).date()
    open_items = RetentionItem.objects.filter(berkas__in=rows, proposal__state__in=OPEN, is_left_out=False)
    if busy := open_items.select_related("berkas").first():
        raise Refused(
            _("Berkas %(nomor)s sudah ada dalam usulan yang masih berjalan.") % {"nomor": busy.berkas.nomor}
        )
    refuse_impossible(rows, kind, today)
    return put_proposal(stream, office, kind, rows, by=by, at=at, note=note)


def refuse_impossible(rows: Sequence[Berkas], kind: str, today: date) -> None:
    """Raise Refused with the first berkas to which it may not happen."""
    held = set(LegalHold.objects.filter(berkas__in=rows, released_at=None).values_list("berkas", flat=True))
    for each in rows:
        if reason := why_not(each, kind, today, is_held=each.pk in held):
            raise Refused(_("Berkas %(nomor)s %(reason)s.") % {"nomor": each.nomor, "reason": reason})


def put_proposal(
    stream: Stream,
    office: Office,
    kind: str,
    berkas: Sequence[Berkas],
    *,
    by: Capacity | None,
    at: datetime,
    note: str,
) -> RetentionProposal:
    """Write a proposal down, in the transaction that holds the office's stream."""
    proposal = RetentionProposal.objects.create(
        office=office, kind=kind, proposed_at=at, proposed_by=by.user if by else None, note=note
    )
    RetentionItem.objects.bulk_create(RetentionItem(proposal=proposal, berkas=each) for each in berkas)
    data = {
        "proposal": proposal.pk,
        "kind": str(kind),
        "berkas": [each.nomor for each in berkas],
        "note": note,
    }
    record(stream, at=at, actor=by.actor if by else MACHINE, action="retention.proposed", **data)
    return proposal


def locked(proposal: RetentionProposal) -> tuple[Stream, RetentionProposal]:
    """The stream of its office, and the proposal, locked in this order."""
    stream = locked_stream(f"office:{proposal.office.slug}")
    rows = RetentionProposal.objects.select_for_update(of=("self",)).select_related("office")
    return stream, rows.get(pk=proposal.pk)


def locked_berkas(ids: Iterable[int]) -> list[Berkas]:
    """These, locked in the order of their ids."""
    rows = Berkas.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("id")
    return list(rows.select_related("unit"))


def refuse_moved(proposal: RetentionProposal, transition: object) -> None:
    """Raise Refused where the proposal is in another stage already."""
    if not can_proceed(transition):
        raise Refused(
            _("Usulan ini sudah %(state)s. Muat ulang halamannya.") % {"state": proposal.get_state_display()}
        )


@transaction.atomic
def appraise(
    proposal: RetentionProposal, *, by: Capacity, at: datetime, note: str, left_out: Iterable[int] = ()
) -> None:
    """Somebody else looks at it, and leaves out what is not to be touched (ids of berkas). Raises Refused."""
    stream, found = locked(proposal)
    refuse_moved(found, found.appraise)
    if by.user.pk == found.proposed_by_id:
        raise Refused(_("Usulan dinilai oleh orang lain daripada yang mengusulkan."))
    items = list(found.items.select_related("berkas").order_by("id"))
    out = [item for item in items if item.berkas_id in set(left_out)]
    if len(out) == len(items):
        raise Refused(_("Semua berkas tidak disetujui: tolak usulannya."))
    found.appraise(by=by.user, at=at, note=note)
    found.save(update_fields=["state", "appraised_by", "appraised_at", "appraisal"])
    RetentionItem.objects.filter(pk__in=[item.pk for item in out]).update(is_left_out=True)
    data = {"proposal": found.pk, "note": note, "left_out": [item.berkas.nomor for item in out]}
    record(stream, at=at, actor=by.actor, action="retention.appraised", **data)


@transaction.atomic
def approve(proposal: RetentionProposal, *, by: Capacity, at: datetime) -> None:
    """The head of the office agrees. Raises Refused."""
    stream, found = locked(proposal)
    refuse_moved(found, found.approve)
    if by.user.pk in (found.proposed_by_id, found.appraised_by_id):
        raise Refused(_("Usulan disetujui oleh orang lain daripada yang mengusulkan atau menilai."))
    found.approve(by=by.user, at=at)
    found.save(update_fields=["state", "approved_by", "approved_at"])
    record(stream, at=at, actor=by.actor, action="retention.approved", proposal=found.pk)


@transaction.atomic
def reject(proposal: RetentionProposal, *, by: Capacity, at: datetime, reason: str) -> None:
    """It does not happen, and why. Raises Refused."""
    stream, found = locked(proposal)
    refuse_moved(found, found.reject)
    found.reject(by=by.user, at=at, reason=reason)
    found.save(update_fields=["state", "rejected_by", "rejected_at", "rejection"])
    record(stream, at=at, actor=by.actor, action="retention.rejected", proposal=found.pk, reason=reason)


def items_of(proposal: RetentionProposal) -> list[Berkas]:
    """What it is about, without what the appraisal left out."""
    rows = Berkas.objects.filter(retention_items__proposal=proposal, retention_items__is_left_out=False)
    return list(rows.select_related("unit").order_by("id"))


def approver_of(berkas: Iterable[Berkas]) -> str:
    """Whose letter a destruction needs (PP 28/2012)."""
    is_long = any(each.active_years + each.inactive_years >= LONG for each in berkas)
    return "Kepala Arsip Nasional Republik Indonesia (ANRI)" if is_long else "Kepala daerah"


@transaction.atomic
def execute(
    proposal: RetentionProposal, paper: StoredFile, said: Minutes, *, by: Capacity, at: datetime, takes: Takes
) -> None:
    """Carry an approved proposal out, with its berita acara in `paper`. All of it or nothing. Raises Refused."""
    ids = [each.pk for each in items_of(proposal)]
    streams = locked_streams(proposal, ids)
    _, found = locked(proposal)
    refuse_moved(found, found.execute)
    rows = locked_berkas(ids)
    refuse_impossible(rows, found.kind, at.astimezone(found.office.zone).date())
    if found.kind == RetentionKind.DESTROY:
        take_letter(found, rows, said)
    found.witnesses = list(said.witnesses)
    found.execute(by=by.user, at=at, number=said.number, day=said.day, minutes=paper)
    found.save()
    withdrawn: list[dict[str, Any]] = []
    if found.kind == RetentionKind.DESTROY:
        files = takes(rows)
        withdrawn = withdraw_destroyed(found.office, files, by=by, at=at, minutes=said.number)
        doom(found, rows, at=at, takes=files)
    for each in rows:
        {"pindah": each.move, "musnah": each.destroy, "serah": each.hand_over}[str(found.kind)]()
        each.save(update_fields=["state", "package"])
    data = {"proposal": found.pk, "kind": str(found.kind), "minutes": said.number, "sha256": paper.sha256}
    action = f"berkas.{found.kind}"
    told = [
        (streams[each.stream_id], action, {"berkas": each.pk, "nomor": each.nomor, **data}) for each in rows
    ]
    office = streams[found.office.stream_id]
    told.append((office, "retention.executed", {**data, "berkas": [each.nomor for each in rows]}))
    told += [(office, "publication.withdrawn", each) for each in withdrawn]
    record_many(told, at=at, actor=by.actor)


def take_letter(proposal: RetentionProposal, berkas: Sequence[Berkas], said: Minutes) -> None:
    """The letter without which nothing is destroyed. Raises Refused."""
    whose = approver_of(berkas)
    if not said.letter_number or said.letter_date is None:
        raise Refused(
            _("Pemusnahan memerlukan surat persetujuan %(whose)s: isi nomor dan tanggalnya.")
            % {"whose": whose}
        )
    proposal.letter_by, proposal.letter_number, proposal.letter_date = (
        whose,
        said.letter_number,
        said.letter_date,
    )


def locked_streams(proposal: RetentionProposal, ids: Sequence[int]) -> dict[int, Stream]:
    """The streams of its berkas and of its office, locked in the order of their ids."""
    wanted = {*Berkas.objects.filter(pk__in=ids).values_list("stream", flat=True), proposal.office.stream_id}
    return {
        stream.pk: stream
        for stream in Stream.objects.select_for_update().filter(pk__in=wanted).order_by("id")
    }
