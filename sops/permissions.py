"""Who may do what with a revision. Pure questions: the action enforces the answer, the page shows its reason."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from organizations.capacity import Capacity, is_admin, manages
from organizations.kewenangan import SETS_SOP, mandate
from organizations.models import Office
from sops.models import ApprovalSetting, Revision, RevisionStatus, Submission


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with the reason in Indonesian."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


ALLOWED = Verdict()


def stands(revision: Revision) -> str:
    """Where the revision stands, as the end of a sentence."""
    return _("statusnya sekarang: %(status)s.") % {"status": revision.get_status_display()}


def may_submit(by: Capacity, revision: Revision, office: Office, setting: ApprovalSetting | None) -> Verdict:
    """Whoever loaded the draft, or an admin of the office."""
    if setting is None:
        return Verdict(_("Kantor ini belum mengatur persetujuan SOP; admin kantor mengaturnya lebih dulu."))
    if revision.status != RevisionStatus.DRAFT:
        return Verdict(_("Hanya draf yang dapat diajukan; %(stands)s") % {"stands": stands(revision)})
    if office.head_id is None:
        return Verdict(_("Kantor ini belum menyebut kepalanya, jadi tidak ada yang menetapkan SOP."))
    if is_admin(by, office.pk, office.government_id) or by.user.pk == revision.loaded_by_id:
        return ALLOWED
    return Verdict(_("Draf diajukan oleh yang memuatnya, atau admin kantor."))


def may_withdraw(by: Capacity, revision: Revision, submission: Submission | None) -> Verdict:
    """Whoever sent it, while it is reviewed."""
    if revision.status != RevisionStatus.IN_REVIEW or submission is None:
        return Verdict(
            _("Hanya draf yang sedang direviu yang dapat ditarik; %(stands)s") % {"stands": stands(revision)}
        )
    return ALLOWED if by.user.pk == submission.by_id else Verdict(_("Ditarik oleh yang mengajukannya."))


def may_review(
    by: Capacity,
    revision: Revision,
    submission: Submission | None,
    *,
    level: int,
    agreed: Collection[int],
    others: bool,
) -> Verdict:
    """Who acts for the post whose review is awaited, and neither wrote the draft nor agreed at another level.

    `agreed` are the ids of the users who agreed in this round. `others`: whether anybody else in the office could
    review; where nobody could, the drafter reviews at level 1.
    """
    if revision.status != RevisionStatus.IN_REVIEW or submission is None:
        return Verdict(_("Revisi ini tidak sedang direviu; %(stands)s") % {"stands": stands(revision)})
    awaited = submission.post_of(level)
    if by.post is None or awaited is None or by.post.pk != awaited.pk:
        title = awaited.title if awaited else _("pejabat lain")
        return Verdict(_("Reviu ini menunggu %(title)s.") % {"title": title})
    if by.user.pk in agreed:
        return Verdict(_("Anda sudah menyetujuinya pada tingkat lain; tingkat ini untuk orang lain."))
    if by.user.pk in drafters(revision, submission) and (others or level != 1):
        return Verdict(_("Anda yang menyusun atau mengajukan draf ini; pejabat lain yang mereviunya."))
    return ALLOWED


def drafters(revision: Revision, submission: Submission) -> set[int]:
    """The ids of those who loaded the draft and sent it."""
    return {pk for pk in (revision.loaded_by_id, submission.by_id) if pk}


def may_initial(
    by: Capacity, revision: Revision, between: Collection[int], spoken: Collection[int]
) -> Verdict:
    """The superiors of the reviewer below the head, once a round, before it is signed; nobody has to."""
    if revision.status not in (RevisionStatus.IN_REVIEW, RevisionStatus.APPROVED):
        return Verdict(_("Paraf dibubuhkan sebelum penetapan; %(stands)s") % {"stands": stands(revision)})
    if by.post is None or by.post.pk not in between:
        return Verdict(_("Paraf dibubuhkan oleh atasan pereviu di bawah kepala kantor."))
    if by.post.pk in spoken:
        return Verdict(_("Jabatan Anda sudah membubuhkan paraf atau mereviu pada putaran ini."))
    return ALLOWED


def is_heads_turn(by: Capacity, revision: Revision, office: Office, *, is_signed: bool) -> Verdict:
    """Who acts for the head of the office, once every level agreed: sets the revision, or sends it back."""
    if revision.status != RevisionStatus.APPROVED:
        return Verdict(
            _("Yang ditetapkan ialah revisi yang sudah disetujui; %(stands)s") % {"stands": stands(revision)}
        )
    if (
        is_signed and revision.waits_for_id is None
    ):  # else setting it was broken off after the signature: it goes on
        return Verdict(_("Lembarnya sudah ditandatangani dan menunggu tanggal efektifnya."))
    if by.post is None or by.post.pk != office.head_id:
        return Verdict(_("SOP ditetapkan oleh kepala kantor."))
    return ALLOWED


def may_set(by: Capacity, revision: Revision, office: Office, *, is_signed: bool) -> Verdict:
    """The head signs; a Plt. or Plh. only where the office's `kewenangan_pelaksana` says so."""
    verdict = is_heads_turn(by, revision, office, is_signed=is_signed)
    return verdict and Verdict(mandate(office.kewenangan_pelaksana, by.kind, [SETS_SOP])[0])


def warned_of_setting(by: Capacity, office: Office) -> list[str]:
    """What the record keeps where a Plt. or Plh. sets an SOP though the office warns of it."""
    return mandate(office.kewenangan_pelaksana, by.kind, [SETS_SOP])[1]


def may_attest(by: Capacity, revision: Revision, office: Office, *, is_signed: bool) -> Verdict:
    """The head, or an admin of the office, brings the sheet that was signed by hand."""
    if revision.status != RevisionStatus.APPROVED:
        return Verdict(
            _("Yang ditetapkan ialah revisi yang sudah disetujui; %(stands)s") % {"stands": stands(revision)}
        )
    if is_signed:
        return Verdict(_("Lembarnya sudah ditandatangani dan menunggu tanggal efektifnya."))
    return may_manage(by, office)


def may_manage(by: Capacity, office: Office) -> Verdict:
    """Revoking, and saying under which regulation it is set: who acts for the head, or an admin of the office."""
    if manages(by, office):
        return ALLOWED
    return Verdict(_("Hanya kepala kantor atau admin kantor yang dapat melakukan ini."))


def may_revoke(by: Capacity, revision: Revision, office: Office) -> Verdict:
    """The same, of a revision in force."""
    if revision.status != RevisionStatus.IN_FORCE:
        return Verdict(_("Yang dicabut ialah revisi yang berlaku; %(stands)s") % {"stands": stands(revision)})
    return may_manage(by, office)
