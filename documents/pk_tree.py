"""How the PKs of an office hang together: what supports what, what hangs in the air, whose budgets differ. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from activity.words import _
from documents.pk_content import PROGRAM, Program, clean, short, total_budget
from documents.pk_numbers import write_number


@dataclass(frozen=True)
class TreePost:
    """A post: its number, its title, and its superior's number, if there is one."""

    id: int
    title: str
    superior: int | None


@dataclass(frozen=True)
class TreePk:
    """The PK that counts of a post: for each indicator whether it supports one above, and how many support it."""

    id: int
    indicators: Sequence[tuple[bool, int]] = ()
    programs: Sequence[Program] = ()


@dataclass
class Node:
    """A post in the tree, with its PK, what is said of it, and the posts under it."""

    post: TreePost
    depth: int
    pk: TreePk | None = None
    above: TreePk | None = None
    below: list["Node"] = field(default_factory=list)

    @property
    def supporting(self) -> int:
        """How many of its indicators support one above."""
        return sum(supports for supports, _ in self.pk.indicators) if self.pk else 0

    @property
    def hanging(self) -> int:
        """How many of its indicators hang in the air: there is a superior's PK, and they support nothing of it."""
        return len(self.pk.indicators) - self.supporting if self.pk and self.above else 0

    @property
    def not_cascaded(self) -> int:
        """How many of its indicators nobody below supports, where there are PKs below."""
        has_below = any(node.pk for node in self.below)
        return sum(not supporters for _, supporters in self.pk.indicators) if self.pk and has_below else 0

    @property
    def budget(self) -> Decimal | None:
        """The budget of its PK."""
        return total_budget(self.pk.programs) if self.pk else None

    @property
    def warnings(self) -> list[str]:
        """Programs whose budgets at the posts below add up to something else."""
        if self.pk is None:
            return []
        sums: dict[str, Decimal] = {}
        for node in self.below:
            for name, amount in programs_of(node.pk).items():
                sums[name] = sums.get(name, Decimal(0)) + amount[1]
        text = _("%(name)s: Rp %(amount)s, di bawahnya berjumlah Rp %(sum)s.")
        return [
            text % {"name": short(name), "amount": write_number(amount), "sum": write_number(sums[key])}
            for key, (name, amount) in programs_of(self.pk).items()
            if key in sums and sums[key] != amount
        ]


def programs_of(pk: TreePk | None) -> dict[str, tuple[str, Decimal]]:
    """The programs of a PK with their budgets, by name whatever its case; those of one name are added up."""
    found: dict[str, tuple[str, Decimal]] = {}
    for row in pk.programs if pk else ():
        if row.level == PROGRAM and row.amount is not None:
            key = clean(row.name).casefold().removeprefix("program ")
            name, amount = found.get(key, (row.name, Decimal(0)))
            found[key] = (name, amount + row.amount)
    return found


def tree(posts: Iterable[TreePost], pks: Mapping[int, TreePk]) -> list[Node]:
    """All posts, each after its superior, in the order given. A superior who is not among them starts a tree."""
    known = {post.id: Node(post, 0, pks.get(post.id)) for post in posts}
    tops = []
    for node in known.values():
        superior = known.get(node.post.superior or 0)
        if superior is None or is_under(known, superior, node):
            tops.append(node)
        else:
            superior.below.append(node)
    found: list[Node] = []
    waiting = [(node, 0) for node in reversed(tops)]
    while waiting:
        node, node.depth = waiting.pop()
        superior = known.get(node.post.superior or 0)
        node.above = superior.pk if superior else pks.get(node.post.superior or 0)
        found.append(node)
        waiting += [(below, node.depth + 1) for below in reversed(node.below)]
    return found


def is_under(known: Mapping[int, Node], node: Node, other: Node) -> bool:
    """Whether a post stands under another one: a ring of superiors must not become a tree without end."""
    seen: set[int] = set()
    at: Node | None = node
    while at is not None and at.post.id not in seen:
        if at is other:
            return True
        seen.add(at.post.id)
        at = known.get(at.post.superior or 0)
    return False
