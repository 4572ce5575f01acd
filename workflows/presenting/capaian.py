"""The page of an office's capaian kinerja, in a fixed number of queries."""

from dataclasses import dataclass

from documents.models import PerjanjianKinerja
from documents.pk_tree import TreePost, tree
from documents.realisasi import ROMAN, Measured, mean_of, measured, printed
from documents.realisasi_rows import counting, measure_of, pks_of, sheets_of
from organizations.models import Office, Post
from workflows.presenting.realisasi import tone_of


@dataclass(frozen=True)
class CapaianLine:
    """A post: its PK, how many of its indicators were measured in the quarter, what they come to so far."""

    post: Post
    depth: int
    pk: PerjanjianKinerja | None
    indicators: int
    filled: int
    mean: Measured
    tone: str
    is_readable: bool

    @property
    def missing(self) -> int:
        """How many indicators have no realisasi in the quarter."""
        return self.indicators - self.filled

    @property
    def percent(self) -> str:
        """The mean as it is printed."""
        return printed(self.mean.percent)

    @property
    def indent(self) -> int:
        """How deep it stands, as far as the page has room."""
        return min(self.depth, 6)


@dataclass(frozen=True)
class CapaianPage:
    """The posts of an office with their capaian by the end of a quarter."""

    lines: list[CapaianLine]
    quarter: int
    mean: Measured
    tone: str

    @property
    def quarters(self) -> list[tuple[int, str]]:
        """All of them, with how they are written."""
        return list(ROMAN.items())

    @property
    def roman(self) -> str:
        """The quarter as it is written."""
        return ROMAN[self.quarter]

    @property
    def indicators(self) -> int:
        """How many indicators there are."""
        return sum(line.indicators for line in self.lines)

    @property
    def filled(self) -> int:
        """How many of them were measured in the quarter."""
        return sum(line.filled for line in self.lines)

    @property
    def missing(self) -> int:
        """How many of them were not."""
        return self.indicators - self.filled

    @property
    def without_pk(self) -> int:
        """How many posts have no PK."""
        return sum(line.pk is None for line in self.lines)

    @property
    def percent(self) -> str:
        """The mean over all indicators, as it is printed."""
        return printed(self.mean.percent)


def capaian_page(office: Office, year: int, quarter: int, readable: set[int]) -> CapaianPage:
    """The page of a quarter. Six queries; `readable` are the PKs to which the user is led."""
    chosen = counting(pks_of(office, year))
    # A PK that the office keeps for the head of the region is of a post outside it.
    posts = {post: pk.pihak_pertama for post, pk in chosen.items() if pk.pihak_pertama.office_id != office.pk}
    posts |= {post.pk: post for post in Post.objects.filter(office=office).order_by("id")}
    sheets, measure = sheets_of(list(chosen.values())), measure_of(office)
    every: list[Measured] = []
    lines = []
    for node in tree([TreePost(post.pk, post.title, post.superior_id) for post in posts.values()], {}):
        pk = chosen.get(node.post.id)
        sheet = sheets[pk.pk] if pk else None
        some = [measured(line, quarter, measure) for line in sheet.lines] if sheet else []
        every += some
        mean = mean_of(some, measure)
        line = CapaianLine(
            post=posts[node.post.id],
            depth=node.depth,
            pk=pk,
            indicators=len(some),
            filled=sheet.filled(quarter) if sheet else 0,
            mean=mean,
            tone=tone_of(mean, measure),
            is_readable=pk is not None and pk.pk in readable,
        )
        lines.append(line)
    whole = mean_of(every, measure)
    return CapaianPage(lines, quarter, whole, tone_of(whole, measure))
