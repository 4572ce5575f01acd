"""Whom a refusal or a return concerns beside the next official: those whose signatures became void, and who made it."""

from collections.abc import Sequence
from datetime import datetime

from activity.models import Notice, NoticeKind
from documents.models import Signature, SignatureStatus, SignedPaper, Way
from organizations.capacity import Capacity
from organizations.models import User
from workflows.models import Assignment, Case

MOST_NAMED = 5  # papers in one notice


def tell_void(
    case: Case,
    task: Assignment,
    papers: Sequence[SignedPaper],
    *,
    by: Capacity,
    at: datetime,
    reason: str,
    refused: bool,
) -> None:
    """Write one notice for each person whom these void papers concern, whoever sent them back apart. Three queries.

    `task` is the act that sent them back: it is done once, so nobody is told twice. The caller holds the case.
    """
    ids = [paper.pk for paper in papers]
    signed = Signature.objects.filter(paper__in=ids, status=SignatureStatus.SIGNED).exclude(way=Way.OUTSIDE)
    signers: dict[int, list[str]] = {}
    for user_id, title in signed.order_by("paper").values_list("signed_by", "paper__title"):
        signers.setdefault(user_id, []).append(title)
    makers: dict[int, list[str]] = {}
    made = SignedPaper.objects.filter(pk__in=ids).order_by("pk")
    for title, *users in made.values_list("title", "naskah__created_by", "source__uploaded_by"):
        for user_id in {user for user in users if user}:
            makers.setdefault(user_id, []).append(title)
    people = User.objects.in_bulk((signers.keys() | makers.keys()) - {by.user.pk})
    what = "menolak menandatangani" if refused else "mengembalikan naskahnya"
    why = f"{by.user.name} ({by.printed}) {what} dengan alasan: {reason}"
    notices = []
    for pk, user in people.items():
        mine, verb = (signers[pk], "tanda tangani") if pk in signers else (makers[pk], "susun")
        notices.append(
            Notice(
                key=f"batal:{task.pk}:{pk}",
                user_id=pk,
                kind=NoticeKind.VOID,
                created_at=at,
                title=f"Naskah yang Anda {verb} batal, agenda {case.agenda}"[:200],
                text=f"Naskah {listed(mine)} yang Anda {verb} batal: {why}",
                path=f"/cases/{case.pk}/",
                office_id=case.office_id,
                email=user.email,
                mail_after=at,
            )
        )
    Notice.objects.bulk_create(notices)


def listed(titles: Sequence[str]) -> str:
    """The papers by name, the first ones where there are many."""
    named = ", ".join(f"“{title}”" for title in titles[:MOST_NAMED])
    more = len(titles) - MOST_NAMED
    return f"{named}, dan {more} naskah lain" if more > 0 else named
