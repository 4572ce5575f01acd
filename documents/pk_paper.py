"""What the print of one Perjanjian Kinerja shows, as a value of plain texts: it may be kept, and printed later."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from activity.wording import kept
from documents.models import PerjanjianKinerja, PkFormat, PkKind
from documents.pk_content import LEVELS, REASONS, PkContent
from documents.pk_lampiran import (
    BudgetRow,
    IndicatorRow,
    SasaranBlock,
    budget_rows,
    sasaran_blocks,
    total_text,
)
from documents.pk_numbers import write_date
from documents.pk_wording import DEFAULTS, SECOND_PARTY, titled, worded
from documents.printing.paper import full_title
from organizations.capacity import Capacity, holders
from organizations.models import Office, Post

DOTS = "." * 28
# Words that only a statement of one, or only one of two, shows; `first_party` stands in other texts.
OF_ONE = ("opening_alone", "promise_alone", "amendment", "first_party")
OF_TWO = (*OF_ONE, "first_as", "second_as", "supervision")


@dataclass(frozen=True)
class PkParty:
    """Who promises or supervises: a post and its holder, no name where it is vacant.

    `note` stands where the signature goes.
    """

    jabatan: str = ""
    name: str = ""
    rank: str = ""
    nip: str = ""
    caption: str = ""
    note: str = ""


@dataclass(frozen=True)
class PkPaper:
    """One Perjanjian Kinerja on paper: the statement, and the tables of its attachment. Without `second`, the head of
    a region promises alone, on a letterhead of their own (`kop_office`)."""

    title: str = ""
    nomor: str = ""
    kop_office: str = ""
    first: PkParty = field(default_factory=PkParty)
    second: PkParty | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    amendment: str = ""
    place_date: str = ""
    is_settled: bool = False
    level: str = ""
    unit_column: bool = False
    has_predictions: bool = False
    sasaran: tuple[SasaranBlock, ...] = ()
    programs: tuple[BudgetRow, ...] = ()
    total: str = ""

    @property
    def columns(self) -> int:
        """How many columns the first table has."""
        return 4 + self.unit_column + 4 * self.has_predictions

    @property
    def is_tight(self) -> bool:
        """Whether a number or word beside predictions is so long that it would be broken at the usual size."""
        cells = [
            cell for block in self.sasaran for row in block.rows for cell in (row.target, *row.predictions)
        ]
        return self.has_predictions and any(len(word) > 8 for cell in cells for word in cell.split())

    def to_json(self) -> dict[str, Any]:
        """The same as str, int, bool, lists and dicts."""
        return {name: listed(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PkPaper":
        """Back again; a key that is missing says what goes without saying."""
        second = data.get("second")
        blocks = tuple(
            SasaranBlock(**{**each, "rows": tuple(indicator_row(row) for row in each.get("rows", ()))})
            for each in data.get("sasaran", ())
        )
        nested = {
            "first": PkParty(**data.get("first", {})),
            "second": PkParty(**second) if second else None,
            "sasaran": blocks,
            "programs": tuple(BudgetRow(**row) for row in data.get("programs", ())),
        }
        return cls(**{**data, **nested})


def listed(value: Any) -> Any:
    """Tuples as lists, however deep."""
    if isinstance(value, dict):
        return {key: listed(inner) for key, inner in value.items()}
    return [listed(inner) for inner in value] if isinstance(value, (tuple, list)) else value


def indicator_row(data: Mapping[str, Any]) -> IndicatorRow:
    """A row of the first table, back from lists."""
    return IndicatorRow(**{**data, "predictions": tuple(data.get("predictions", ()))})


def pk_paper_of(pk: PerjanjianKinerja, content: PkContent, at: datetime) -> PkPaper:
    """The print of a PK with this content, by whoever holds its posts at that moment. Three queries."""
    return pk_papers_of([pk], {pk.pk: content}, at)[0]


def pk_papers_of(
    pks: Sequence[PerjanjianKinerja], contents: Mapping[int, PkContent], at: datetime
) -> list[PkPaper]:
    """The prints of several PKs of one office. Three queries, however many there are.

    Each `pk` with its office, posts and the PK that it changes.
    """
    if not pks:
        return []
    chosen = PkFormat.objects.filter(office=pks[0].office_id).first() or PkFormat()
    posts = [post for pk in pks for post in (pk.pihak_pertama, pk.pihak_kedua) if post]
    acting = holders(posts, at)
    return [paper_of(pk, contents[pk.pk], chosen, acting) for pk in pks]


def paper_of(
    pk: PerjanjianKinerja, content: PkContent, chosen: PkFormat, acting: Mapping[int, Capacity]
) -> PkPaper:
    """One print, with the office's own choices and whoever acts for the posts."""
    words = worded({name: getattr(chosen, name) for name in DEFAULTS})
    first, second = parties_of(pk, words, acting)
    predicts = chosen.shows_predictions and any(any(row.predictions) for row in content.indicators)
    return PkPaper(
        title=f"{kept(pk.get_kind_display)} Tahun {pk.year}",
        kop_office="" if second or pk.pihak_pertama.office_id else pk.pihak_pertama.title,
        first=first,
        second=second,
        words=words_of(words, alone=second is None),
        amendment=amendment_of(pk, content, words) if pk.kind == PkKind.PK_PERUBAHAN else "",
        place_date=f"{content.place or DOTS}, {content.statement_date or f'{DOTS} {pk.year}'}",
        is_settled=bool(content.statement_date),
        level=LEVELS.get(content.level, LEVELS["strategis"]),
        unit_column=chosen.unit_column,
        has_predictions=predicts,
        sasaran=sasaran_blocks(content, unit_column=chosen.unit_column, with_predictions=predicts),
        programs=budget_rows(content.programs),
        total=total_text(content.programs),
    )


def parties_of(
    pk: PerjanjianKinerja, words: Mapping[str, str], acting: Mapping[int, Capacity]
) -> tuple[PkParty, PkParty | None]:
    """Both parties; one who promises alone is not called a party."""
    one, two = pk.pihak_pertama, pk.pihak_kedua
    caption = titled(words["first_party"]) if two else ""
    first = party_of(one, acting.get(one.pk), pk.office, caption)
    return first, party_of(two, acting.get(two.pk), pk.office, titled(SECOND_PARTY)) if two else None


def party_of(post: Post, by: Capacity | None, office: Office, caption: str) -> PkParty:
    """A post with whoever holds it. A delegate acts for its holder, but it is the holder who promises."""
    whole = office.name if post.office_id == office.pk else ""
    if by is None:
        return PkParty(full_title(post.title, whole), caption=caption)
    person, title = by.on_behalf_of or by.user, full_title(by.printed, whole)
    if post.office_id is None and post.superior_id is None:
        # The head of a region bears neither pangkat nor NIP on paper, also as Pj.
        return PkParty(title, person.name, caption=caption)
    rank = ", ".join(part for part in (person.rank, person.grade) if part)
    return PkParty(title, person.name, rank, person.printed_nip, caption)


def words_of(words: Mapping[str, str], *, alone: bool) -> dict[str, str]:
    """Those of the office's words that this paper shows."""
    if alone:
        kept = {name: text for name, text in words.items() if name not in OF_TWO}
        return {**kept, "opening": words["opening_alone"], "promise": words["promise_alone"]}
    return {name: text for name, text in words.items() if name not in OF_ONE}


def amendment_of(pk: PerjanjianKinerja, content: PkContent, words: Mapping[str, str]) -> str:
    """What a PK Perubahan changes, and why."""
    old = pk.changes
    changed = f"{PkKind(old.kind).label if old else PkKind.PK.label} Tahun {old.year if old else pk.year}"
    day = write_date(old.statement_date) if old else ""
    reason = REASONS.get(content.reason, "")
    text = words["amendment"].replace("{diubah}", f"{changed} tanggal {day}" if day else changed)
    return text.replace("{alasan}", reason[:1].lower() + reason[1:] if reason else DOTS)
