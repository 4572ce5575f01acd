"""The floor's way to those who must hear: up the posts, their holders, delegations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from psycopg2.extensions import cursor as Cursor  # noqa: N812  it is a class

from organizations.capacity import HOPS
from organizations.models.periods import day_of

UPWARD = """
    WITH RECURSIVE up(id, superior_id) AS (
        SELECT id, superior_id FROM organizations_post WHERE id = ANY(%s)
        UNION
        SELECT p.id, p.superior_id FROM organizations_post p JOIN up ON p.id = up.superior_id
    ) SELECT id, superior_id FROM up"""
# Apart from the one above, of whose rows the planner expects a hundred times too many, and then compiles the query.
HOLDERS = """
    SELECT DISTINCT ON (a.post_id) a.post_id, u.id, u.email, u.is_active
    FROM organizations_appointment a JOIN organizations_user u ON u.id = a.user_id
    WHERE a.post_id = ANY(%(posts)s) AND a.start_date <= %(day)s AND (a.end_date IS NULL OR a.end_date > %(day)s)
    ORDER BY a.post_id, a.kind = 'definitif'"""
DELEGATIONS = """
    SELECT d.post_id, d.from_user_id, u.id, u.email, u.is_active
    FROM organizations_delegation d JOIN organizations_user u ON u.id = d.to_user_id
    WHERE d.post_id = ANY(%(posts)s) AND d.start_date <= %(day)s AND (d.end_date IS NULL OR d.end_date > %(day)s)"""


class Person(NamedTuple):
    """Who acts for a post."""

    id: int
    email: str
    is_active: bool


@dataclass(frozen=True)
class People:
    """Who stands above whom, and who acts for what."""

    above: dict[int, int | None]
    holders: dict[int, Person]

    def superior(self, post: int, height: int) -> Person | None:
        """Who acts for the post that high above; vacant ones and those who never sign in are left out."""
        above = self.above[post] if height else None
        while above is not None:
            person = self.holders.get(above)
            height -= bool(person and person.is_active)
            if not height:
                return person
            above = self.above[above]
        return None


def people_of(cursor: Cursor, posts: Iterable[int], at: datetime) -> People:
    """The people of these posts and of all above them."""
    cursor.execute(UPWARD, [list(posts)])
    above = dict(cursor.fetchall())
    asked = {"posts": list(above), "day": day_of(at)}
    cursor.execute(HOLDERS, asked)
    holders = {post: Person(*person) for post, *person in cursor.fetchall()}
    cursor.execute(DELEGATIONS, asked)
    passed = {(post, giver): Person(*person) for post, giver, *person in cursor.fetchall()}
    for post, person in holders.items() if passed else ():
        for _ in range(HOPS):
            person = passed.get((post, person.id), person)
        holders[post] = person
    return People(above, holders)
