"""With which papers a case is filed: each file once, with its tingkat perkembangan and its own parties."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from activity.wording import kept
from documents.archive.filing import NewPaper
from documents.models import (
    Naskah,
    PaperStatus,
    Signature,
    SignatureStatus,
    SignedPaper,
    StoredFile,
    Tingkat,
    Way,
)
from documents.naskah.matching import meant
from documents.printed_pk import PK, PrintedPk, printed_on, printed_pks
from documents.signing.standing import FILED, unsigned
from workflows.kelengkapan import kinds_meant
from workflows.laid_sources import DRAFT_WORDS
from workflows.models import Case, Output


class Filing:
    """The papers of one case. Four queries, however many papers it has; one more where a PK was uploaded."""

    def __init__(self, case: Case, outputs: Sequence[Output]) -> None:
        self.case, self.outputs = case, outputs
        signatures = Prefetch(
            "signatures", Signature.objects.select_related("scan", "post").order_by("order")
        )
        papers = SignedPaper.objects.filter(runs__run__case=case).distinct().order_by("id")
        found = papers.select_related("naskah", "perjanjian_kinerja").prefetch_related(signatures)
        self.signed = {paper.pk: paper for paper in found}
        self.standing = [paper for paper in self.signed.values() if is_standing(paper)]

    def papers(self) -> list[NewPaper]:
        """What the steps made, then the scans of what was signed by hand or outside, also those that a step brought."""
        scans = self.scans()
        made: dict[int, NewPaper] = {}
        for output in self.outputs:
            file = output.content
            if file is None or file.erased_at or file.pk in scans:
                continue
            made[file.pk] = self.of_output(output, file)
        return [*made.values(), *scans.values()]

    def of_output(self, output: Output, file: StoredFile) -> NewPaper:
        """One file of a step."""
        signed = self.signed.get(output.signed_id or 0)
        kind = self.kind_of(output)
        nomor, day = printed_on(signed) if signed else ("", None)
        naskah = output.naskah
        tingkat = self.tingkat_of(output, kind)
        return NewPaper(
            file=file,
            name=signed.title if signed else output.label,
            kind=kind,
            nomor=nomor or (naskah.nomor if naskah else ""),
            day=day or (naskah.day if naskah else self.local_day(output.created_at)),
            tingkat=tingkat,
            is_made_here=naskah is not None,
            parties=self.parties_of(output, signed, tingkat) if kind == PK else [],
            signatures=signatures_on(signed) if signed else [],
        )

    def kind_of(self, output: Output) -> str:
        """The kind that it was made as, or that its name means."""
        if output.naskah:
            return output.naskah.kind
        return min(kinds_meant(self.case.office.naskah, output.name), default="")

    def scans(self) -> dict[int, NewPaper]:
        """The scans by the id of their file. One file may be the scan of several papers."""
        shown: dict[int, list[SignedPaper]] = {}
        files: dict[int, StoredFile] = {}
        for paper in self.standing:
            for signature in given_on(paper):
                if signature.scan and not signature.scan.erased_at:
                    files[signature.scan.pk] = signature.scan
                    papers = shown.setdefault(signature.scan.pk, [])
                    papers.extend([] if paper in papers else [paper])
        return {pk: self.of_scan(file, shown[pk]) for pk, file in files.items()}

    def of_scan(self, file: StoredFile, papers: Sequence[SignedPaper]) -> NewPaper:
        """One scan: a copy of the paper that lies in a cupboard."""
        nomor, day = printed_on(papers[0])
        return NewPaper(
            file=file,
            name=f"Pindaian {', '.join(paper.title for paper in papers)}",
            kind=papers[0].kind,
            nomor=nomor or papers[0].nomor,
            day=day or papers[0].day or self.local_day(file.uploaded_at),
            tingkat=Tingkat.COPY,
            parties=[party for paper in papers for party in self.parties_on(paper)],
            signatures=[each for paper in papers for each in signatures_on(paper)],
        )

    def tingkat_of(self, output: Output, kind: str) -> str:
        """Tingkat perkembangan: what was signed electronically, or issued here and signed by nobody, is the original;
        what comes before that is a draft; an upload, and the print of what was signed elsewhere, a copy."""
        signed = self.signed.get(output.signed_id or 0)
        if signed:
            return Tingkat.ORIGINAL if is_standing(signed) and given_on(signed) else Tingkat.DRAFT
        if (output.naskah and output.naskah.is_draft) or self.is_named_draft(output):
            return Tingkat.DRAFT
        became = [paper for paper in self.signed.values() if is_made_of(paper, output)]
        if became:
            by_hand = [paper for paper in became if paper.way == Way.WET and is_standing(paper)]
            return Tingkat.COPY if by_hand else Tingkat.DRAFT
        if output.naskah and kind == PK:  # a PK without signatures promises nothing
            ids = {paper.perjanjian_kinerja_id for paper in self.standing}
            mine = {each.pk for each in printed_pks(output.naskah)}
            return Tingkat.COPY if mine and mine <= ids else Tingkat.DRAFT
        return Tingkat.ORIGINAL if output.naskah else Tingkat.COPY

    def is_named_draft(self, output: Output) -> bool:
        """Whether the sheet's name means a draft: by the office's table, or by its first word."""
        found = meant(self.case.office.naskah.get("jenis", {}), output.name)
        if found:
            return all(each.is_draft for each in found)
        return output.key.split(" ")[0] in DRAFT_WORDS

    def parties_of(self, output: Output, signed: SignedPaper | None, tingkat: str) -> list[dict[str, Any]]:
        """The parties of the PKs in a file of a step."""
        if signed:
            return self.parties_on(signed)
        by_hand = {p.perjanjian_kinerja_id for p in self.standing if p.way == Way.WET and is_complete(p)}
        is_print = tingkat == Tingkat.COPY and output.naskah is not None
        return [party(each, is_signed=is_print and each.pk in by_hand) for each in self.pks_in(output)]

    def pks_in(self, output: Output) -> list[PrintedPk]:
        """The PKs that a file holds. An upload holds those of the post that made one of its own, else all."""
        if output.naskah:
            return printed_pks(output.naskah)
        own = output.assignment.post_id if output.assignment else None
        return [each for post, each in self.subjects if own is None or own == post]

    @property
    def subjects(self) -> list[tuple[int, PrintedPk]]:
        """The PKs that the case is about, by the post of their pihak pertama. One query."""
        found = self.case.subjects.select_related("pihak_pertama", "pihak_kedua").order_by("id")
        return [
            (
                pk.pihak_pertama_id,
                PrintedPk(
                    pk.pk,
                    f"{kept(pk.get_kind_display)} Tahun {pk.year}",
                    pk.pihak_pertama.title,
                    pk.pihak_kedua.title if pk.pihak_kedua else "",
                ),
            )
            for pk in found
        ]

    def parties_on(self, paper: SignedPaper) -> list[dict[str, Any]]:
        """The parties of a paper that is signed: of its own PK, or of all that an upload holds."""
        if paper.kind and paper.kind != PK:
            return []
        pks = [each for each in printed_pks(paper.naskah) if each.pk == paper.perjanjian_kinerja_id]
        if paper.naskah is None:
            sources = [each for each in self.outputs if each.signed_id == paper.pk]
            pks = self.pks_in(sources[0]) if sources else []
        return [party(each, is_signed=is_complete(paper)) for each in pks]

    def local_day(self, at: datetime) -> date:
        """The day in the office's zone."""
        return at.astimezone(self.case.office.zone).date()


def party(each: PrintedPk, *, is_signed: bool) -> dict[str, Any]:
    """The parties of a PK as the archive keeps them."""
    return {
        "pk": each.pk,
        "judul": each.title,
        "pihak_pertama": each.first,
        "pihak_kedua": each.second,
        "ditandatangani": is_signed,
    }


def is_standing(paper: SignedPaper) -> bool:
    """Whether it is not void."""
    return paper.status in (PaperStatus.OPEN, PaperStatus.SIGNED)


def is_complete(paper: SignedPaper) -> bool:
    """Whether nobody owes a signature on it."""
    return bool(paper.status == PaperStatus.SIGNED)


def is_made_of(paper: SignedPaper, output: Output) -> bool:
    """Whether a paper that was signed was made of this output: of its naskah, of the draft of it, or of its file."""
    if output.naskah is None or paper.naskah is None:
        return output.file_id is not None and paper.source_id == output.file_id
    return bool(ids_of(paper.naskah) & ids_of(output.naskah))


def ids_of(naskah: Naskah) -> set[int]:
    """A naskah with the draft that it came from."""
    return {each for each in (naskah.pk, naskah.previous_id) if each}


def given_on(paper: SignedPaper) -> list[Signature]:
    """The signatures that a paper bears."""
    return [each for each in paper.signatures.all() if each.status == SignatureStatus.SIGNED]


def signatures_on(paper: SignedPaper) -> list[dict[str, str]]:
    """The signatures that a paper bears, as the metadata say them, then those without which it was filed."""
    borne = [
        {
            "penanda_tangan": ", ".join(each.block),
            "cara": kept(each.get_way_display),
            "waktu": each.signed_at.isoformat() if each.signed_at else "",
            "sertifikat": each.certificate,
            "dinyatakan_oleh": each.attested_as,
        }
        for each in given_on(paper)
    ]
    missing = [
        {
            "penanda_tangan": each.post.title if each.post else each.outside,
            "cara": unsigned(each),
            "waktu": "",
            "sertifikat": "",
            "dinyatakan_oleh": each.attested_as,
        }
        for each in paper.signatures.all()
        if each.status == SignatureStatus.WAITING and FILED in each.details
    ]
    return borne + missing
