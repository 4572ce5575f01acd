"""Setting a revision: its sheet is signed, it comes into force and another one goes; revoking it."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from activity.chain import MACHINE, Actor
from activity.models import Stream
from activity.record import record
from organizations.capacity import Capacity, holder
from sops.approving import (
    HEAD,
    add_said,
    facts,
    is_approved,
    open_levels,
    opened,
    reason_given,
    require,
    said_in,
    sent,
    verdict_on,
)
from sops.errors import Incomplete
from sops.models import ReviewVerdict, Revision, RevisionStatus
from sops.permissions import (
    Verdict,
    is_heads_turn,
    may_attest,
    may_manage,
    may_revoke,
    may_set,
    warned_of_setting,
)
from sops.signing_sheet import (
    attest_sheet,
    discard_sheet,
    file_sheet,
    is_signed,
    keep_scan,
    lay_down,
    revoke_sheet,
    sign_sheet,
    supersede_former,
)
from sops.storing import store_holders

logger = logging.getLogger(__name__)


def set_in_force(revision: Revision, *, by: Capacity, at: datetime, passphrase: str) -> Revision:
    """The head signs the sheet; then the revision is in force, or waits for its own date. Raises Denied, CannotSign.

    The sheet is laid out and signed outside any transaction: a service far away may take long. What was signed stays
    signed if what follows fails; the same call then goes on from there. Raises Stale too.
    """
    office = revision.sop.office
    require(may_set(by, revision, office, is_signed=is_signed(revision)))

    def lock() -> tuple[Stream, Revision]:
        stream, now = opened(revision)
        require(may_set(by, now, now.sop.office, is_signed=is_signed(now)))
        return stream, now

    revision = lay_down(revision, by=by, at=at, lock=lock)
    sign_sheet(revision, by=by, at=at, passphrase=passphrase, lock=lambda: lock()[0])
    with transaction.atomic():
        stream, revision = lock()
        told_signed(stream, revision, by=by, signer=by, at=at)
        take_effect(stream, revision, by=by.actor, at=at)
    return revision


def attest(revision: Revision, *, by: Capacity, at: datetime, scan: UploadedFile) -> Revision:
    """Bring the scan of the sheet that was signed and stamped by hand. Raises Denied, Incomplete."""
    require(may_attest(by, revision, revision.sop.office, is_signed=is_signed(revision)))
    with keep_scan(scan, revision, by=by, at=at) as stored, transaction.atomic():
        stream, revision = opened(revision)
        require(may_attest(by, revision, revision.sop.office, is_signed=is_signed(revision)))
        signer = signer_by_hand(revision, at)
        attest_sheet(revision, stream, signer=signer, by=by, at=at, scan=stored)
        told_signed(stream, revision, by=by, signer=signer, at=at)
        take_effect(stream, revision, by=by.actor, at=at)
    return revision


def signer_by_hand(revision: Revision, at: datetime) -> Capacity:
    """Who acts for the head, and may set the revision. Raises Denied, Incomplete."""
    office = revision.sop.office
    found = holder(office.head, at) if office.head else None
    if found is None:
        raise Incomplete("scan", _("Jabatan kepala kantor sedang kosong; tidak ada yang menetapkan SOP."))
    require(may_set(found, revision, office, is_signed=is_signed(revision)))
    return found


def told_signed(stream: Stream, revision: Revision, *, by: Capacity, signer: Capacity, at: datetime) -> None:
    """Nobody is waited for any more; the record says so."""
    revision.waits_for = None
    revision.save(update_fields=["waits_for"])
    printed = revision.disahkan_oleh.get("nama", "")
    data: dict[str, object] = {
        "paper": revision.signed_id,
        "way": revision.signed.way if revision.signed else "",
    }
    if warned := warned_of_setting(signer, revision.sop.office):
        data["mandat"] = warned
    record(stream, at=at, actor=by.actor, action="sop.signed", **facts(revision), **data, printed=printed)


def take_effect(stream: Stream, revision: Revision, *, by: Actor, at: datetime) -> bool:
    """Into force in the place of the former one, in the caller's transaction; False where its day has not come."""
    revision.open_levels, revision.is_signed = (), is_signed(revision)
    revision.today = today_of(revision, at)
    if not can_proceed(revision.enter_force):
        return False
    former = supersede_former(stream, revision, by=by, at=at)
    revision.enter_force(at=at)
    changed = store_holders(revision.sop, revision.holders, at)
    revision.holders = {}
    revision.save(update_fields=["status", "in_force_at", "holders"])
    data = {"former": former, "columns": changed}
    record(stream, at=at, actor=by, action="sop.in_force", **facts(revision), **data)
    file_sheet(stream, revision, at)
    return True


def today_of(revision: Revision, at: datetime) -> date:
    """The day in the office's zone."""
    return at.astimezone(revision.sop.office.zone).date()


def enforce_due(at: datetime) -> int:
    """Put into force what was signed and whose day has come; how many. One that cannot be holds up no other."""
    waiting = Revision.objects.filter(status=RevisionStatus.APPROVED, waits_for=None, signed__isnull=False)
    done = 0
    for found in waiting.select_related("sop__office").order_by("id"):
        try:
            with transaction.atomic():
                stream, revision = opened(found)
                if is_approved(revision) and is_signed(revision):
                    done += take_effect(stream, revision, by=MACHINE, at=at)
        except OperationalError:  # the database is away, or busy: the next turn tries again
            raise
        except Exception:
            logger.exception("Revisi %s tidak dapat diberlakukan", found.pk)
    return done


@transaction.atomic
def send_back(revision: Revision, *, by: Capacity, at: datetime, reason: str) -> Revision:
    """Back to a draft, with a reason: by the reviewer who is awaited, or by the head instead of signing.

    Raises Denied, Incomplete.
    """
    stream, revision = opened(revision)
    submission = sent(revision)
    said = said_in(submission)
    review = partial(verdict_on, by, revision, submission, said, at)
    require(may_send_back(by, revision, review))
    level = HEAD if is_approved(revision) else open_levels(submission, said)[0]
    reason = reason_given(reason)
    add_said(revision, submission, level, ReviewVerdict.SENT_BACK, by=by, at=at, reason=reason)
    discard_sheet(stream, revision, by=by.actor, at=at, reason=reason)
    revision.send_back()
    revision.waits_for = None
    revision.save(update_fields=["status", "waits_for", "signed"])
    data = {"level": level, "round": submission.round, "reason": reason}
    record(stream, at=at, actor=by.actor, action="sop.sent_back", **facts(revision), **data)
    return revision


def may_send_back(by: Capacity, revision: Revision, review: Callable[[], Verdict]) -> Verdict:
    """The head, of what is approved and not signed; else whoever may review it now."""
    if is_approved(revision):
        if is_signed(revision):
            return Verdict(_("Lembarnya sudah ditandatangani; tidak dapat dikembalikan lagi."))
        return is_heads_turn(by, revision, revision.sop.office, is_signed=is_signed(revision))
    return review()


@transaction.atomic
def revoke(revision: Revision, *, by: Capacity, at: datetime, reason: str) -> Revision:
    """End a revision without another one: running cases go on, none starts by it. Raises Denied, Incomplete."""
    stream, revision = opened(revision)
    require(may_revoke(by, revision, revision.sop.office))
    reason = reason_given(reason)
    revision.revoke(at=at, reason=reason)
    revision.save(update_fields=["status", "revoked_at", "revoked_reason"])
    revoke_sheet(stream, revision, by=by.actor, at=at, reason=reason)
    record(stream, at=at, actor=by.actor, action="sop.revoked", **facts(revision), reason=reason)
    return revision


@transaction.atomic
def set_penetapan(
    revision: Revision, *, by: Capacity, at: datetime, text: str, day: date | None, whole_book: bool
) -> list[Revision]:
    """Say under which regulation the revision is set, or take that back with an empty text; those that changed.

    `whole_book`: so is every other one of the office that is approved or in force and names none yet (a Perbup or
    Keputusan may set a whole book, Permenpan RB 35/2012).
    """
    stream, revision = opened(revision)
    require(may_manage(by, revision.sop.office))
    found = [revision]
    if whole_book and text:
        others = Revision.objects.filter(
            sop__office=revision.sop.office,
            status__in=(RevisionStatus.APPROVED, RevisionStatus.IN_FORCE),
            penetapan="",
        )
        found += others.exclude(pk=revision.pk).select_related("sop").order_by("id")
    for each in found:
        each.penetapan, each.penetapan_tanggal = text, day if text else None
        each.save(update_fields=["penetapan", "penetapan_tanggal"])
    data = {
        "text": text,
        "day": day.isoformat() if day and text else "",
        "revisions": [[each.sop.slug, each.number] for each in found],
    }
    record(stream, at=at, actor=by.actor, action="sop.penetapan", **data)
    return found
