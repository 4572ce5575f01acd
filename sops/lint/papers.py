"""Remarks on the chain of papers: the output of one step is the kelengkapan of another. No Django."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from activity.words import _
from sops.document import SopDocument, Step, paper_key
from sops.graph import END, target
from sops.lint.remark import Remark, of_step

DRAFT = {"draf", "draft", "konsep", "rancangan"}
# Words that are said or left out of one and the same paper: "Naskah Perjanjian Kinerja", "Perjanjian Kinerja".
GENERIC = {"naskah", "dokumen", "berkas", "surat", "lembar"}
# "… yang sudah ditandatangani dan dicap": the state of a paper is no part of its name.
STATE = re.compile(
    r"\b(?:yang\s+)?(?:sudah|telah)\s+\w+(?:\s+dan\s+di(?!sposisi)\w+)?|\byang\s+di\w+", re.IGNORECASE
)
COMMAS = re.compile("[,;]")
PARTS = re.compile(r"[,;&/]|\b(?:dan|serta|beserta)\b", re.IGNORECASE)
# What stands under Kelengkapan but is at hand in every office, made by no step.
EQUIPMENT = re.compile(
    "atk|alat|komputer|laptop|printer|internet|jaringan|scanner|telepon|kertas|map|stempel|mesin|kendaraan|perangkat|"
    "peralatan|ruang|ruangan|lemari|filing|boks|box|rak|penyekat|buku|aplikasi"
)
# Evidence of an act, which is kept and handed to nobody.
EVIDENCE = re.compile("tanda|bukti|resi|daftar|agenda|ekspedisi|arsip|dokumentasi|foto")
MAX_PARTS = 8  # of one cell; more are no list of papers
RESULTS = {"perjanjian_kinerja": "perjanjian kinerja", "capaian_kinerja": "capaian kinerja"}


@dataclass(frozen=True)
class Paper:
    """A paper as it is matched: whether it is a draft, its words, and its words without those often left out."""

    is_draft: bool
    words: tuple[str, ...]
    bare: tuple[str, ...]

    def matches(self, other: "Paper", *, drafts_alike: bool = False) -> bool:
        """Whether both are one paper: one name may say more than the other, from its end."""
        if not self.words or not other.words:  # just "Draf": of any paper, but a draft
            return self.is_draft and other.is_draft
        if self.is_draft != other.is_draft and not drafts_alike:
            return False
        return begins(self.words, other.words) or begins(self.bare, other.bare)


def begins(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the shorter is how the longer begins."""
    return all(first == second for first, second in zip(one, other, strict=False))


@lru_cache(maxsize=5000)
def paper_of(text: str) -> Paper:
    """The paper of a name: "Konsep PK" and "draf naskah Perjanjian Kinerja" are one."""
    words = re.findall(r"[a-z0-9.-]+", re.sub(r"\bpk\b", "perjanjian kinerja", text.casefold()))
    words = [bare for word in words if (bare := word.strip(".-"))]
    kept = tuple(word for word in words if word not in DRAFT)
    bare = kept
    while len(bare) > 1 and bare[0] in GENERIC:
        bare = bare[1:]
    return Paper(len(kept) < len(words), kept, bare)


@lru_cache(maxsize=5000)
def papers_of(text: str) -> tuple[Paper, ...]:
    """The papers that a cell names; a dash is none."""
    found = [paper_of(part) for part in PARTS.split(STATE.sub("", text))]
    return tuple(paper for paper in found if paper.words or paper.is_draft)[:MAX_PARTS]


class Desk:
    """The papers that are there when a step begins. Kept by their first words, so that long SOPs stay quick."""

    def __init__(self, document: SopDocument) -> None:
        self.listed = {paper_of(text).bare for text in document.peralatan}
        self.by_first: dict[str, set[Paper]] = defaultdict(set)
        self.has_draft = False

    def put(self, papers: Iterable[Paper]) -> None:
        """Lay papers on the desk."""
        for paper in papers:
            self.has_draft = self.has_draft or paper.is_draft
            for first in firsts(paper):
                self.by_first[first].add(paper)

    def has(self, paper: Paper) -> bool:
        """Whether a step has made the paper, or the office has it anyway."""
        if not paper.words:
            return self.has_draft
        if EQUIPMENT.fullmatch(paper.bare[0]) or paper.bare in self.listed:
            return True
        return any(paper.matches(other) for first in {*firsts(paper), ""} for other in self.by_first[first])


def firsts(paper: Paper) -> set[str]:
    """The words under which a paper is looked up; just "Draf" has none."""
    return {paper.words[0], paper.bare[0]} if paper.words else {""}


def kelengkapan_from_nowhere(document: SopDocument) -> Iterator[Remark]:
    """A step needs a paper that only a later step makes, or that no step makes; told once for each paper."""
    desk = Desk(document)
    for step in document.prosedur:
        for key in ("kelengkapan", "naskah"):
            needed = getattr(step, key)
            missing = [
                part for part in COMMAS.split(needed) if not all(desk.has(paper) for paper in papers_of(part))
            ]
            if step.order > 1 and missing:
                wanted = [paper for part in missing for paper in papers_of(part) if not desk.has(paper)]
                yield missing_paper(document, step, key, [part.strip() for part in missing], wanted)
            desk.put(papers_of(needed))
        desk.put(papers_of(step.output))


def missing_paper(
    document: SopDocument, step: Step, key: str, missing: list[str], wanted: list[Paper]
) -> Remark:
    """The remark on papers that nobody made, as they are written, with what the step before made instead."""
    names = ", ".join(f"“{name}”" for name in missing)
    before = document.prosedur[step.order - 2]
    later = [
        other.nomor
        for other in document.prosedur[step.order :]
        if any(paper.matches(need) for paper in papers_of(other.output) for need in wanted)
    ]
    told = {"cell": key, "names": names, "nomor": before.nomor, "output": before.output}
    if later and paper_key(getattr(step, key)) != paper_key(step.output):
        told["later"] = later[0]
        text = _(
            "%(cell)s %(names)s baru dihasilkan langkah %(later)s; samakan sebutannya, tambahkan langkah yang "
            "membuatnya, atau jelaskan asalnya"
        )
    elif before.output:
        text = _(
            "%(cell)s %(names)s tidak dihasilkan langkah sebelumnya (langkah %(nomor)s menghasilkan "
            "“%(output)s”); samakan sebutannya, tambahkan langkah yang membuatnya, atau jelaskan asalnya"
        )
    else:
        text = _(
            "%(cell)s %(names)s tidak dihasilkan langkah sebelumnya; samakan sebutannya, tambahkan langkah "
            "yang membuatnya, atau jelaskan asalnya"
        )
    quote = f"{step.kegiatan} {getattr(step, key)}"
    return Remark(f"{key}-tanpa-asal", (of_step(step, key),), text % told, quote)


def output_unneeded(document: SopDocument) -> Iterator[Remark]:
    """A step makes a paper that no step after it takes up, and that is not what the SOP is for."""
    uses = uses_of(document)
    for step in document.prosedur[:-1]:
        papers = papers_of(step.output)
        if not papers or hands_on(step) or any(is_kept(paper, document) for paper in papers):
            continue
        first = first_after(document, step)
        if not any(is_taken_up(paper, uses, step, first) for paper in papers):
            yield Remark(
                "output-tidak-dipakai",
                (of_step(step, "output"),),
                _(
                    "output “%(output)s” tidak dipakai langkah sesudahnya; tulis di kelengkapan langkah yang "
                    "memakainya, atau perbaiki output langkah ini"
                )
                % {"output": step.output},
                f"{step.kegiatan} {step.output}",
            )


@dataclass(frozen=True)
class Use:
    """A step that needs a paper, or hands it out (again)."""

    order: int
    paper: Paper
    is_need: bool


def uses_of(document: SopDocument) -> dict[str, list[Use]]:
    """Every paper that a step needs or hands out, by its first words."""
    found: dict[str, list[Use]] = defaultdict(list)
    for step in document.prosedur:
        for text, is_need in ((step.kelengkapan, True), (step.naskah, True), (step.output, False)):
            for paper in papers_of(text):
                for first in firsts(paper):
                    found[first].append(Use(step.order, paper, is_need))
    return found


def is_taken_up(paper: Paper, uses: dict[str, list[Use]], step: Step, first: int) -> bool:
    """Whether a step from `first` on needs the paper (be it no draft any more), or one below hands it out again."""
    if not paper.words:  # just "Draf": taken up by whatever needs a paper
        return any(use.order > step.order and use.is_need for found in uses.values() for use in found)
    return any(
        use.order != step.order
        and use.order >= (first if use.is_need else step.order)
        and paper.matches(use.paper, drafts_alike=use.is_need)
        for key in {*firsts(paper), ""}
        for use in uses.get(key, ())
    )


def hands_on(step: Step) -> bool:
    """Whether the output is the act itself or only passes through: an instruction, a filing, a paper looked at."""
    passes = step.tindakan in ("memeriksa", "menyerahkan")
    return step.tindakan in ("disposisi", "mengarsipkan") or (
        passes and paper_key(step.output) == paper_key(step.kelengkapan)
    )


def is_kept(paper: Paper, document: SopDocument) -> bool:
    """Whether the paper is the result of the SOP, or evidence of an act."""
    if paper.bare and EVIDENCE.fullmatch(paper.bare[0]):
        return True
    result = paper_of(RESULTS.get(document.hasil, ""))
    is_result = bool(result.bare and paper.bare) and begins(paper.bare, result.bare)
    named = f" {' '.join(paper.bare)} " in f" {' '.join(paper_of(document.nama).words)} "
    return not paper.is_draft and bool(paper.bare) and (is_result or named)


def first_after(document: SopDocument, step: Step) -> int:
    """The order of the first step that may come after it: the next one, or one to which it or a later one returns."""
    below = document.prosedur[step.order :]
    goals = [target(document.prosedur, each, answer) for each in (step, *below) for answer in each.keputusan]
    return min([step.order + 1, *(goal for goal in goals if goal != END)])
