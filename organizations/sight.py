"""How far a person sees: as ids, for the statements that ask what of a large table they may see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from organizations.asked_once import once
from organizations.capacity import grants, offices_with, posts_read_as
from organizations.models import Office, Post, Role, User


@dataclass(frozen=True)
class Sight:
    """Ids: the posts as which a person reads and all under them, however deep; the offices of which they see
    everything, as their head, admin or inspector; and the offices in which there may be anything for them at all."""

    posts: list[int]
    whole: list[int]
    offices: list[int]


@once
def sight_of(user: User, at: datetime) -> Sight:
    """How far the user sees at that moment. Four queries; a fifth one for whoever sees posts of a government.

    An office's posts act in that office only, a government's own in all of its offices.
    """
    own = posts_read_as(user, at)
    posts = list(Post.objects.at_or_below(own).order_by("id").values_list("id", "office", "government"))
    by_grant = offices_with(grants(user, at), Role.OFFICE_ADMIN, Role.INSPECTOR)
    whole = set(Office.objects.real().filter(by_grant | Q(head__in=own)).values_list("id", flat=True))
    offices = whole | {office for _, office, _ in posts if office}
    if governments := {government for _, office, government in posts if not office}:
        offices |= set(Office.objects.real().filter(government__in=governments).values_list("id", flat=True))
    return Sight([pk for pk, *_ in posts], sorted(whole), sorted(offices))


def offices_overseen(user: User, at: datetime) -> QuerySet[Office]:
    """The offices of which the user sees everything: those that they head, administer or inspect."""
    return Office.objects.filter(pk__in=sight_of(user, at).whole).order_by("id")
