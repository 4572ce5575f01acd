"""What a person's own lists show: what waits, what was done, and by what one may look for it."""

from datetime import datetime

from django.db.models import QuerySet

from organizations.capacity import admin_capacity
from organizations.models import Post, User
from organizations.paging import Page, page_of
from workflows.models import Assignment, Case, SavedSearch, awake
from workflows.permissions import may_forget
from workflows.presenting.due import VERDICTS, on_time
from workflows.presenting.lists import waiting_tasks
from workflows.seeking import Sought


def queue_of(user: User, posts: list[int], sought: Sought, at: datetime) -> "QuerySet[Assignment]":
    """What waits for the person and is asked for, as it is worked off: late first, then due soonest."""
    return awake(sought.among(waiting_tasks(posts), at), user, at)


def sops_waiting(posts: list[int]) -> list[tuple[int, str]]:
    """The SOPs of what waits for these posts, by which one may look for it, each under the name of its newest revision
    there. One query."""
    revision = "run__case__revision__"
    rows = Assignment.objects.waiting_for(posts).order_by(f"{revision}number")
    names = dict(rows.values_list(f"{revision}sop", f"{revision}nama").distinct())
    return sorted(names.items(), key=lambda found: (found[1], found[0]))


def posts_named(posts: list[int]) -> list[tuple[int, str]]:
    """Several posts of one person, by which one may look for their tasks; nothing where there is only one."""
    if len(posts) < 2:
        return []
    return list(Post.objects.filter(pk__in=posts).order_by("title").values_list("pk", "title"))


def done_by(user: User, asked: str, at: datetime) -> tuple[list[Assignment], Page]:
    """A page of the acts of a person, the latest first, whatever they may see by now: each with whether its case is
    still among that (`is_seen`), and how it kept its waktu (`verdict`). A part that stands from an earlier round is no
    act of its own. Two queries, and those that say what the person sees."""
    acts = Assignment.objects.filter(acted_by=user, carried_from=None, office__learner=None)
    acts = acts.select_related("post", "office", "run__step", "run__case__revision", "on_behalf_of")
    shown, page = page_of(acts.order_by("-acted_at", "-id"), asked)
    seen = Case.objects.visible_to(user, at).filter(pk__in={act.run.case_id for act in shown})
    ids = set(seen.values_list("pk", flat=True))
    for act in shown:
        act.is_seen = act.run.case_id in ids
        act.is_on_time = on_time(act)
        act.verdict = str(VERDICTS[on_time(act)])
    return shown, page


def searches_of(user: User, at: datetime) -> list[SavedSearch]:
    """The questions that are offered to the person, each with whether they may forget it (`may_forget`). One query."""
    found = list(SavedSearch.objects.offered_to(user, at))
    for saved in found:
        admin = admin_capacity(user, saved.office, at) if saved.office else None
        own = saved.user_id == user.pk
        saved.may_forget = own or bool(admin and may_forget(admin, saved))  # type: ignore[attr-defined]
    return found
