"""What every page knows: who is signed in, and whether this is the demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from activity.models import Notice
from organizations.capacity import capacities, grants, offices_headed, offices_with
from organizations.models import Office, Role, User
from workflows.models import Assignment, awake

MOST = 99


@dataclass(frozen=True)
class Me:
    """The signed-in person as the frame of every page shows it."""

    name: str
    capacities: list[str]
    is_head: bool
    admin_offices: list[Office]
    waiting: str  # "12", "99+", empty for none
    unread: str


def number_of(rows: "QuerySet[Any]") -> str:
    """How many there are, as the frame says it; beyond so many, nobody wants to know, and nobody counts on."""
    found = rows.order_by()[: MOST + 1].count()
    return f"{MOST}+" if found > MOST else str(found or "")


def me_of(user: User) -> Me:
    """Read once a page. Nine queries; five of them the page has mostly asked before (AskedOnce)."""
    at = timezone.now()
    mine, given = capacities(user, at), grants(user, at)
    posts = [capacity.post.pk for capacity in mine if capacity.post]
    admin = offices_with(given, Role.OFFICE_ADMIN)
    offices = list(Office.objects.filter(admin).order_by("id"))
    return Me(
        name=user.name,
        capacities=[
            *(capacity.printed for capacity in mine),
            *(str(grant.get_role_display()) for grant in given),
        ],
        is_head=bool(offices_headed(user, at)),
        admin_offices=offices,
        unread=number_of(Notice.objects.filter(user_id=user.pk).unread()),
        waiting=number_of(awake(Assignment.objects.waiting_for(posts), user, at)),
    )


def site(request: HttpRequest) -> dict[str, Any]:
    """`me` (None when signed out) and `demo`."""
    user: Any = getattr(request, "user", None)
    me = SimpleLazyObject(lambda: me_of(user)) if user and user.is_authenticated else None
    return {"me": me, "demo": settings.DEMO}
