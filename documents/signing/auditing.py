"""Walking all signed papers: are the bytes, the rows and the record still what they were at each signature?

Three witnesses are compared: the files, the rows of the papers and their signatures, and the record. What was changed
in one of them disagrees with the other two; that the record itself is whole is for activity.verification to say.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from django.db.models import Q

from activity.models import Activity
from activity.wording import kept
from documents.models import PaperStatus, Signature, SignatureStatus, SignedPaper, StoredFile, Way
from documents.signing.verifying import verified

ROWS = (
    "paper.frozen",
    "paper.signed",
    "paper.scanned",
    "paper.void",
    "paper.refused",
    "paper.revoked",
)
CHUNK = 200  # papers looked at together
Told = dict[str, list[dict[str, Any]]]  # the rows of the record about one paper, by action


@dataclass(frozen=True)
class Fault:
    """What is wrong with a paper, in words for an administrator. `paper` is its id."""

    paper: int
    title: str
    what: str


@dataclass
class Look:
    """One paper with all that is known of it."""

    paper: SignedPaper
    told: Told
    trusted: Sequence[x509.Certificate]
    given: list[Signature] = field(init=False)  # in the order in which they were given

    def __post_init__(self) -> None:
        found = [each for each in self.paper.signatures.all() if each.status == SignatureStatus.SIGNED]
        places = {row["field"]: place for place, row in enumerate(self.signed_rows)}
        self.given = sorted(found, key=lambda each: (places.get(each.field, len(places)), each.order))

    @property
    def signed_rows(self) -> list[dict[str, Any]]:
        """What the record says of its signatures, in order."""
        return self.told.get("paper.signed", [])


def faults(trusted: Sequence[x509.Certificate]) -> Iterator[Fault]:
    """Everything that is wrong, paper by paper. `trusted`: the authorities whose certificates count."""
    last = 0
    while papers := chunk_after(last):
        last = papers[-1].pk
        told = told_of([paper.pk for paper in papers])
        for paper in papers:
            for what in paper_faults(Look(paper, told[paper.pk], trusted)):
                yield Fault(paper.pk, paper.title, what)
    yield from unknown_papers()


def chunk_after(last: int) -> list[SignedPaper]:
    """The next papers by their ids, with their signatures and files."""
    papers = SignedPaper.objects.filter(pk__gt=last).select_related("base", "file")
    return list(
        papers.prefetch_related("signatures__file", "signatures__scan", "signatures__post").order_by("id")[
            :CHUNK
        ]
    )


def told_of(ids: Sequence[int]) -> dict[int, Told]:
    """The rows of the record about these papers. What is read is the text that the hash covers, not its copies."""
    found: dict[int, Told] = defaultdict(lambda: defaultdict(list))
    rows = Activity.objects.filter(action__in=ROWS, data__paper__in=list(ids)).order_by("id")
    for content in rows.values_list("content", flat=True):
        stored = json.loads(content)
        data = stored["data"]
        found[data["paper"]][stored["action"]].append(data | {"by": stored["actor"]["user_id"]})
    return found


def unknown_papers() -> Iterator[Fault]:
    """Papers that the record knows and that are gone."""
    rows = Activity.objects.filter(action="paper.signed").order_by("id")
    known = set(SignedPaper.objects.values_list("pk", flat=True))
    gone: dict[int, str] = {}
    for data in rows.values_list("data", flat=True).iterator():
        if data.get("paper") not in known:
            gone.setdefault(data.get("paper", 0), data.get("title", ""))
    for pk, title in gone.items():
        yield Fault(pk, title, "menurut catatan sudah ditandatangani, tetapi naskahnya tidak ada lagi")


def paper_faults(look: Look) -> Iterator[str]:
    """All that is wrong with one paper."""
    yield from row_faults(look)
    yield from status_faults(look)
    contents: dict[int, bytes] = {}
    for what, stored in files_of(look):
        if stored.pk in contents:
            continue
        if stored.erased_at:
            continue  # destroyed as an approved proposal of the archive says
        content = read(stored)
        if content is None:
            yield f"{what}: berkasnya tidak ada di penyimpanan"
            continue
        contents[stored.pk] = content
        if hashlib.sha256(content).hexdigest() != stored.sha256 or len(content) != stored.size:
            yield f"{what}: isi berkasnya bukan yang disimpan dulu (SHA-256 berbeda)"
    yield from chain_faults(look, contents)


def files_of(look: Look) -> Iterator[tuple[str, StoredFile]]:
    """All files of a paper, each with what it is."""
    if look.paper.base:
        yield "naskah sebelum ditandatangani", look.paper.base
    for each in look.given:
        if each.file:
            yield f"naskah dengan tanda tangan {each.field}", each.file
        if each.scan:
            yield f"pindaian {each.field}", each.scan
    if look.paper.file:
        yield "naskah terbaru", look.paper.file


def read(stored: StoredFile) -> bytes | None:
    """The bytes in the storage; None where they are gone."""
    try:
        with stored.file.storage.open(str(stored.file.name), "rb") as file:
            return bytes(file.read())
    except OSError:
        return None


def row_faults(look: Look) -> Iterator[str]:
    """Signatures and record, row by row: neither may know what the other does not."""
    rows = {row["field"]: row for row in look.signed_rows}
    if len(rows) < len(look.signed_rows):
        yield "catatan memuat satu tanda tangan lebih dari sekali"
    for each in look.given:
        row = rows.pop(each.field, None)
        if row is None:
            yield f"tanda tangan {each.field} tidak ada dalam catatan untuk naskah ini"
            continue
        yield from (
            f"tanda tangan {each.field}: {name} bukan yang dicatat"
            for name, kept, told in compared(each, row, look.told.get("paper.scanned", []))
            if kept != told
        )
    for name in rows:
        yield f"tanda tangan {name} menurut catatan sudah diberikan, tetapi barisnya hilang atau diubah"
    frozen = look.told.get("paper.frozen", [])
    if look.paper.base and [look.paper.base.sha256] != [row["sha256"] for row in frozen]:
        yield "naskah sebelum ditandatangani bukan yang dicatat"


def compared(
    signature: Signature, row: dict[str, Any], scans: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, Any, Any]]:
    """What the row of a signature says beside what the record says: name, here, there."""
    scan, attested = row["scan"], row["attested_by"]
    for later in scans:
        if later["field"] == signature.field:
            scan, attested = later["scan"], signature.attested_as
    yield "berkasnya", signature.file.sha256 if signature.file else "", row["sha256"]
    yield "sertifikatnya", signature.certificate, row["certificate"]
    yield "blok tanda tangannya", signature.block, row["block"]
    yield "caranya", signature.way, row["way"]
    yield "pindaiannya", signature.scan.sha256 if signature.scan else "", scan
    yield "saksinya", signature.attested_as, attested
    if row["way"] != Way.OUTSIDE:
        yield "penanda tangannya", signature.signed_by_id, row["by"]


def status_faults(look: Look) -> Iterator[str]:
    """Whether the paper stands where its signatures and the record put it."""
    paper, told = look.paper, look.told
    is_ended = paper.status in (PaperStatus.VOID, PaperStatus.REVOKED)
    was_ended = bool(told.get("paper.void") or told.get("paper.revoked"))
    if is_ended and not was_ended:
        yield f"berstatus {kept(paper.get_status_display)} padahal catatan tidak menyebutnya"
    if was_ended and not is_ended:
        yield "menurut catatan sudah tidak berlaku, tetapi statusnya berkata lain"
    waits = any(each.status == SignatureStatus.WAITING for each in paper.signatures.all())
    if paper.status == PaperStatus.SIGNED and (waits or not look.given):
        yield "berstatus lengkap padahal masih ada tanda tangan yang ditunggu"
    if paper.status == PaperStatus.OPEN and look.given and not waits:
        yield "semua tanda tangan sudah ada, tetapi statusnya belum lengkap"
    if is_ended and waits:
        yield "sudah tidak berlaku, tetapi masih menunggu tanda tangan"


def chain_faults(look: Look, contents: dict[int, bytes]) -> Iterator[str]:
    """Each file is the one before with more after it, and the last one bears the signatures of the rows."""
    signed = [(each, each.file_id) for each in look.given if each.file_id]
    if look.paper.base_id is None:
        if signed:
            yield "ditandatangani secara elektronik padahal naskah awalnya tidak ada"
        return
    before = contents.get(look.paper.base_id)
    newest = look.paper.base_id
    for each, file_id in signed:
        now = contents.get(file_id)
        if before is not None and now is not None and not (now.startswith(before) and len(now) > len(before)):
            yield f"naskah dengan tanda tangan {each.field} bukan lanjutan dari berkas sebelumnya"
        before, newest = now, file_id
    if look.paper.file_id != newest:
        yield "naskah terbaru bukan berkas tanda tangan yang terakhir"
    elif signed and newest in contents:
        base = contents.get(look.paper.base_id, b"")
        yield from signature_faults(look, [each for each, _ in signed], contents[newest], base)


def signature_faults(look: Look, signed: Sequence[Signature], content: bytes, base: bytes) -> Iterator[str]:
    """Whether the file bears the certificates of the rows, in their order, and each holds.

    A paper that was received with signatures keeps those before ours: what they are worth is not ours to say.
    """
    found = verified(content, look.trusted)
    foreign = len(verified(base, look.trusted).signatures)
    yield from found.faults
    is_own = all(each.way == Way.INTERNAL for each in signed)
    for number, each in enumerate(found.signatures):
        for fault in each.faults if is_own and number >= foreign else ():
            yield f"tanda tangan {each.field} ({each.signer}): {fault}"
    kept = [each.certificate for each in signed]
    there = [each.fingerprint for each in found.signatures[foreign:]]
    if len(there) != len(kept) or any(
        mine and mine != theirs for mine, theirs in zip(kept, there, strict=True)
    ):
        yield "tanda tangan dalam berkas bukan yang dicatat (jumlah, urutan, atau sertifikatnya berbeda)"


def counted() -> tuple[int, int]:
    """How many papers and how many signatures there are."""
    given = Q(status=SignatureStatus.SIGNED)
    return SignedPaper.objects.count(), Signature.objects.filter(given).count()
