"""The page of an office's PKs as a tree, in a fixed number of queries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from documents.models import PerjanjianKinerja, PkIndicator, PkProgram
from documents.pk_content import Program
from documents.pk_numbers import write_money
from documents.pk_rows import newest, renewals
from documents.pk_tree import Node, TreePk, TreePost, tree
from organizations.models import Office, Post
from workflows.presenting.pk import rupiah


@dataclass(frozen=True)
class TreeLine:
    """A post on the page."""

    node: Node
    pk: PerjanjianKinerja | None
    is_readable: bool

    @property
    def indent(self) -> int:
        """How deep it stands; what is deeper than the page has room for stands with the deepest."""
        return min(self.node.depth, 6)

    @property
    def indicators(self) -> int:
        """How many indicators its PK has."""
        return len(self.node.pk.indicators) if self.node.pk else 0

    @property
    def budget(self) -> str:
        """The budget of its PK."""
        return rupiah(self.node.budget)


@dataclass(frozen=True)
class TreePage:
    """The posts of an office by superiors, with sums over them."""

    lines: list[TreeLine]

    @property
    def with_pk(self) -> int:
        """How many posts have a PK."""
        return sum(line.pk is not None for line in self.lines)

    @property
    def without_pk(self) -> int:
        """How many posts have none."""
        return len(self.lines) - self.with_pk

    @property
    def hanging(self) -> int:
        """How many indicators hang in the air."""
        return sum(line.node.hanging for line in self.lines)

    @property
    def warnings(self) -> int:
        """How many budgets differ."""
        return sum(len(line.node.warnings) for line in self.lines)


def tree_page(office: Office, year: int, readable: set[int]) -> TreePage:
    """The tree of a year. Five queries; `readable` are the PKs to which the user is led."""
    posts = list(Post.objects.filter(office=office).order_by("id"))
    superiors = {post.superior_id for post in posts if post.superior_id}
    near = [*(post.pk for post in posts), *superiors]
    pks: dict[int, list[PerjanjianKinerja]] = {}
    for each in PerjanjianKinerja.objects.filter(pihak_pertama__in=near, year=year).order_by("id"):
        pks.setdefault(each.pihak_pertama_id, []).append(each)
    chosen = {post: found for post, some in pks.items() if (found := newest(some))}
    known = values_of(chosen, [each.pk for some in pks.values() for each in some])
    outside = Post.objects.filter(pk__in=superiors - {post.pk for post in posts}, office=None)
    shown = [*outside.filter(pk__in=chosen).order_by("id"), *posts]
    nodes = tree([TreePost(post.pk, post.title, post.superior_id) for post in shown], known)
    lines = []
    for node in nodes:
        pk = chosen.get(node.post.id)
        lines.append(TreeLine(node, pk, pk is not None and pk.pk in readable))
    return TreePage(lines)


def values_of(chosen: Mapping[int, PerjanjianKinerja], pks: list[int]) -> dict[int, TreePk]:
    """The PKs that count, by post, as the tree takes them. Two queries."""
    owners = {pk.pk: post for post, pk in chosen.items()}
    rows = list(
        PkIndicator.objects.filter(sasaran__perjanjian_kinerja__in=pks)
        .order_by("sasaran__order", "order", "id")
        .values_list("id", "sasaran__perjanjian_kinerja", "supports", "continues")
    )
    current = {row for row, pk, _, _ in rows if pk in owners}
    newer = renewals({row: old for row, _, _, old in rows if old}, current)
    supported = {row: newer.get(up or 0, up) for row, pk, up, _ in rows if pk in owners and up}
    supporters = Counter(up for up in supported.values() if up in current)
    programs: dict[int, list[Program]] = {}
    amounts = PkProgram.objects.filter(perjanjian_kinerja__in=owners).order_by("order", "id")
    for owner, level, name, amount in amounts.values_list("perjanjian_kinerja", "level", "name", "anggaran"):
        programs.setdefault(owner, []).append(Program(name, write_money(amount), level=level))
    indicators: dict[int, list[tuple[bool, int]]] = {}
    for row, owner, _, _ in rows:
        indicators.setdefault(owner, []).append((supported.get(row) in current, supporters[row]))
    return {
        post: TreePk(pk, indicators.get(pk, ()), tuple(programs.get(pk, ()))) for pk, post in owners.items()
    }
