"""What an admin answers to the warnings of an SOP. A warning never blocks, answered or not."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import locked_stream, record
from activity.wording import as_kept
from organizations.capacity import Capacity, admin_capacity
from sops.document import SopDocument
from sops.lint import Remark, remarks
from sops.models import RemarkAnswer, Revision, RevisionStatus, Sop
from sops.storing import document_of

MAX_REASON = 500


class Refused(Exception):
    """The answer cannot be kept; the message says why."""


@dataclass(frozen=True)
class Answered:
    """A remark with the reason that was given for it."""

    remark: Remark
    answer: RemarkAnswer


@dataclass(frozen=True)
class RemarkList:
    """The remarks on an SOP, those that nobody has answered first."""

    unanswered: list[Remark]
    answered: list[Answered]

    def __len__(self) -> int:
        return len(self.unanswered) + len(self.answered)


def remark_list(sop: Sop, document: SopDocument) -> RemarkList:
    """The remarks on this content of the SOP, beside the answers that still fit one. One query."""
    answers = {answer.fingerprint: answer for answer in sop.remark_answers.select_related("by")}
    found = [(remark, answers.get(remark.fingerprint)) for remark in remarks(document)]
    return RemarkList(
        [remark for remark, answer in found if answer is None],
        [Answered(remark, answer) for remark, answer in found if answer],
    )


@transaction.atomic
def answer_remark(sop: Sop, fingerprint: str, *, by: Capacity, at: datetime, reason: str) -> bool:
    """Keep the reason for which a remark may stay; whether that was new. Raises Refused.

    Sent twice it is one answer; another reason needs the first to be taken back, so that none is lost unseen.
    """
    require_admin(by, sop, at)
    reason = reason.strip()
    if not 0 < len(reason) <= MAX_REASON:
        raise Refused(
            _("Tuliskan alasannya, paling panjang %(max_reason)s karakter.") % {"max_reason": MAX_REASON}
        )
    stream = locked_stream(f"office:{sop.office.slug}")
    remark = remark_now(sop, fingerprint)
    answer, is_new = RemarkAnswer.objects.select_related("by").get_or_create(
        sop=sop, fingerprint=fingerprint, defaults={"reason": reason, "by": by.user, "at": at}
    )
    if is_new:
        data = {"sop": sop.slug, "remark": remark.code, "text": str(remark), "reason": reason}
        record(stream, at=at, actor=by.actor, action="sop.remark_answered", **data, fingerprint=fingerprint)
    elif answer.reason != reason:
        raise Refused(
            _(
                "Peringatan ini sudah dijawab %(name)s: “%(reason)s”. Cabut jawaban itu dulu bila hendak "
                "menggantinya."
            )
            % {"name": answer.by.name, "reason": answer.reason}
        )
    return is_new


@transaction.atomic
def take_back_answer(sop: Sop, fingerprint: str, *, by: Capacity, at: datetime) -> bool:
    """Take back the answer to a remark; whether there was one. Raises Refused."""
    require_admin(by, sop, at)
    stream = locked_stream(f"office:{sop.office.slug}")
    answer = RemarkAnswer.objects.filter(sop=sop, fingerprint=fingerprint).first()
    if answer is None:
        return False
    answer.delete()
    data = {"sop": sop.slug, "fingerprint": fingerprint, "reason": answer.reason}
    record(stream, at=at, actor=by.actor, action="sop.remark_answer_taken_back", **data)
    return True


def require_admin(by: Capacity, sop: Sop, at: datetime) -> None:
    """Raise Refused for whoever is no admin of the SOP's office at that moment."""
    if by.grant is None or admin_capacity(by.user, sop.office, at) is None:
        raise Refused(_("Hanya admin kantor yang dapat menjawab peringatan SOP."))


def remark_now(sop: Sop, fingerprint: str) -> Remark:
    """The remark of that fingerprint on the revision that the SOP's page shows, as it is kept. Raises Refused."""
    revisions = Revision.objects.filter(sop=sop).select_related("sop__office").order_by("-number")
    revision = revisions.filter(status=RevisionStatus.IN_FORCE).first() or revisions.first()
    with as_kept():
        found = remarks(document_of(revision)) if revision else []
    for remark in found:
        if remark.fingerprint == fingerprint:
            return remark
    raise Refused(
        _(
            "Peringatan ini tidak ada lagi pada SOP yang sekarang; mungkin SOP sudah diperbaiki. "
            "Lihat daftar terbarunya."
        )
    )
