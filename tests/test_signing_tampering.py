"""Whatever is changed about a signed paper is found and named: in its bytes, in its rows, in the record.

SIGN_BYTES says at how many random places a byte is changed; `make soak` tries 40.
"""

import hashlib
import io
import os
import random
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject

from activity.models import Activity
from documents.models import PaperStatus, Signature, SignedPaper, StoredFile, Way
from documents.signing import verifying
from documents.signing.certificates import make_authority
from documents.signing.signing import add_scan, sign_by_hand, void_papers
from documents.signing.standing import trusted_here
from documents.signing.verifying import verified
from documents.storing import keep_bytes
from tests.cast import Cast
from tests.sample_files import pdf
from tests.signing_papers import (
    Officials,
    awaited,
    content_of,
    fresh,
    issued_authority,
    of_letter,
    of_upload,
    overwrite,
    signed_paper,
    the_office,
)
from tests.test_naskah_templates import ALL_FACTS, HEAD, VALUES
from tests.test_record import drop_triggers, verification_command

pytestmark = pytest.mark.django_db

BYTES = int(os.environ.get("SIGN_BYTES", "6"))
CONTAINER = re.compile(rb"/Contents <([0-9a-fA-F]{1000,})>")
Change = Callable[[bytes], bytes]


def changed(content: bytes, place: int) -> bytes:
    """One byte is another one; a digit stays a digit."""
    raw = bytearray(content)
    raw[place] = (
        ord("1") if chr(raw[place]) == "0" else ord("0") if chr(raw[place]).isdigit() else raw[place] ^ 1
    )
    return bytes(raw)


def container(content: bytes, number: int = 0) -> tuple[int, int]:
    """Where the digits of a signature's container begin and end."""
    return list(CONTAINER.finditer(content))[number].span(1)


def in_page(content: bytes) -> bytes:
    """A byte of what the first page shows."""
    return changed(content, content.index(b"stream\n") + 12)


def in_container(content: bytes) -> bytes:
    start, _ = container(content)
    return changed(content, start + 600)


def in_padding(content: bytes) -> bytes:
    return changed(content, container(content)[1] - 3)


def spaced(content: bytes) -> bytes:
    """Spaces in the padding: a reader of PDFs passes over them."""
    _, end = container(content)
    return content[: end - 4] + b"    " + content[end:]


def after_the_end(content: bytes) -> bytes:
    return content + b"% tambahan\n"


def more_pages(content: bytes) -> bytes:
    """A page more, as a later revision of the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    show = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.insert_page(PageObject(contents=show, media_box=(0, 0, 595, 842)))
    return written(writer)


def shadow(content: bytes) -> bytes:
    """Other content on the first page, as a later revision of the file: what was signed is still in it, unseen."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page, _ = writer.find_page_for_modification(0)
    other = b"BT /F1 12 Tf 72 720 Td (Isi yang lain) Tj ET"
    page.get_object()["/Contents"] = writer.add_object(generic.StreamObject(stream_data=other))
    writer.mark_update(page)
    return written(writer)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


ALTERED: list[tuple[Change, tuple[str, ...]]] = [
    (in_page, (verifying.CHANGED,)),
    (in_container, (verifying.CHANGED, verifying.UNREADABLE, verifying.NOT_TRUSTED)),
    (in_padding, (verifying.PADDED,)),
    (spaced, (verifying.PADDED,)),
    (after_the_end, (verifying.BEYOND,)),
    (more_pages, (verifying.LATER,)),
    (shadow, (verifying.LATER,)),
]


@dataclass
class Papers:
    """Three papers: signed by two, signed by one, and signed by hand with a scan."""

    officials: Officials
    pair: SignedPaper
    one: SignedPaper
    by_hand: SignedPaper

    @property
    def content(self) -> bytes:
        return content_of(self.pair.file)


@pytest.fixture
def papers(cast: Cast) -> Papers:
    officials = Officials(cast.now)
    pair = signed_paper(officials, 2)
    one = signed_paper(officials, 1, title="Naskah kedua")
    office, by = the_office(), officials.seats[officials.posts[0].pk]
    by_hand = SignedPaper.objects.create(
        office=office, title="Naskah basah", way=Way.WET, state="terpisah", created_at=cast.now
    )
    signature = Signature.objects.create(paper=by_hand, order=1, field="ttd-1", post=by.post)
    sign_by_hand(signature, by=by, at=cast.now, scan=None)
    add_scan(signature, by=by, at=cast.now, scan=a_file(officials, pdf("Pindaian")))
    assert verify_signatures() == (0, [])
    return Papers(officials, pair, one, by_hand)


def a_file(officials: Officials, content: bytes) -> StoredFile:
    by = next(iter(officials.seats.values()))
    return keep_bytes(content, name="x.pdf", office=the_office(), by=by.user, at=officials.at)


def verify_signatures() -> tuple[int, list[str]]:
    """The exit status of the command, and the faults that it names."""
    out = io.StringIO()
    status = 0
    try:
        call_command("verify_signatures", stdout=out)
    except CommandError as error:
        status = error.returncode
    return status, [line for line in out.getvalue().splitlines() if line.startswith("RUSAK")]


def names(paper: SignedPaper, what: str) -> None:
    """The command ends with 1 and names that paper with that fault."""
    status, found = verify_signatures()
    assert status == 1
    beginning = f"RUSAK naskah {paper.pk} “{paper.title}”: "
    assert any(line.startswith(beginning) and what in line for line in found), found


def verify_document(file: Path, *trust: Path) -> tuple[int, str]:
    """The exit status of the command, and all that it says."""
    out = io.StringIO()
    options = [option for each in trust for option in ("--trust", str(each))]
    try:
        call_command("verify_document", str(file), *options, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue() + str(error)
    return 0, out.getvalue()


@contextmanager
def row(found: Any, **values: Any) -> Iterator[None]:
    """A row says something else meanwhile: written past the application."""
    manager = type(found).objects.filter(pk=found.pk)
    before = manager.values(*values).get()
    manager.update(**values)
    yield
    manager.update(**before)


@contextmanager
def bytes_as(stored: StoredFile, content: bytes) -> Iterator[None]:
    """Other bytes lie in the storage meanwhile."""
    before = content_of(stored)
    overwrite(stored, content)
    yield
    overwrite(stored, before)


def pdfsig(content: bytes, folder: Path) -> tuple[int, int]:
    """Poppler's own judgment: how many signatures there are, how many of them are valid."""
    file = folder / "pdfsig.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout.count("Signature #"), done.stdout.count("Signature is Valid.")


@pytest.mark.slow
def test_changed_bytes_exchanged_scans_lost_files_and_changed_rows_are_found(papers: Papers) -> None:
    newest = papers.pair.file
    assert newest
    for change, _ in ALTERED:
        with bytes_as(newest, change(papers.content)):
            names(papers.pair, "naskah dengan tanda tangan ttd-2: isi berkasnya bukan yang disimpan dulu")
    altered = in_page(papers.content)
    with bytes_as(newest, altered), row(newest, sha256=hashlib.sha256(altered).hexdigest()):
        names(papers.pair, "tanda tangan ttd-2: berkasnya bukan yang dicatat")
        names(papers.pair, "naskah dengan tanda tangan ttd-2 bukan lanjutan dari berkas sebelumnya")
        names(papers.pair, verifying.CHANGED)
    assert papers.pair.base
    with bytes_as(papers.pair.base, pdf("Lain")):
        names(papers.pair, "naskah sebelum ditandatangani: isi berkasnya bukan")
    path = newest.file.storage.path(str(newest.file.name))
    os.rename(path, f"{path}.gone")
    names(papers.pair, "berkasnya tidak ada di penyimpanan")
    os.rename(f"{path}.gone", path)
    signature = papers.by_hand.signatures.get()
    assert signature.scan
    with bytes_as(signature.scan, pdf("Pindaian lain")):
        names(papers.by_hand, "pindaian ttd-1: isi berkasnya bukan")
    with row(signature, scan=a_file(papers.officials, pdf("Pindaian lain"))):
        names(papers.by_hand, "tanda tangan ttd-1: pindaiannya bukan yang dicatat")
    assert verify_signatures() == (0, [])
    rows_are_found(papers)


def rows_are_found(papers: Papers) -> None:
    """Changed, moved and removed rows."""
    pair, one = papers.pair, papers.one
    last = pair.signatures.get(field="ttd-2")
    with row(last, paper=one.pk, post=None):
        names(pair, "tanda tangan ttd-2 menurut catatan sudah diberikan, tetapi barisnya hilang atau diubah")
        names(one, "tanda tangan ttd-2 tidak ada dalam catatan untuk naskah ini")
    first = pair.signatures.get(field="ttd-1")
    with row(last, certificate=first.certificate):
        names(pair, "tanda tangan ttd-2: sertifikatnya bukan yang dicatat")
        names(pair, "bukan yang dicatat (jumlah, urutan, atau sertifikatnya berbeda)")
    with row(last, signed_by=first.signed_by_id):
        names(pair, "tanda tangan ttd-2: penanda tangannya bukan yang dicatat")
    with row(last, block=["Kepala Dinas", "Orang Lain"]):
        names(pair, "tanda tangan ttd-2: blok tanda tangannya bukan yang dicatat")
    with row(last, status="ditolak"):
        names(pair, "tanda tangan ttd-2 menurut catatan sudah diberikan")
    assert one.file
    with row(pair, file=one.file_id):
        names(pair, "naskah terbaru bukan berkas tanda tangan yang terakhir")
    with row(pair, status=PaperStatus.REVOKED, ended_at=papers.officials.at):
        names(pair, "berstatus dicabut padahal catatan tidak menyebutnya")
    with row(pair, status=PaperStatus.OPEN):
        names(pair, "semua tanda tangan sudah ada, tetapi statusnya belum lengkap")
    assert verify_signatures() == (0, [])
    Signature.objects.filter(paper=one).delete()
    names(one, "tanda tangan ttd-1 menurut catatan sudah diberikan, tetapi barisnya hilang")
    SignedPaper.objects.filter(pk=one.pk).delete()
    names(one, "menurut catatan sudah ditandatangani, tetapi naskahnya tidak ada lagi")


def test_a_changed_row_of_the_record_is_found_by_both(papers: Papers) -> None:
    told = Activity.objects.get(action="paper.signed", data__paper=papers.pair.pk, data__field="ttd-2")
    drop_triggers()
    other = told.content.replace(told.data["sha256"], "0" * 64)
    Activity.objects.filter(pk=told.pk).update(content=other)
    names(papers.pair, "tanda tangan ttd-2: berkasnya bukan yang dicatat")
    status, said = verification_command()
    assert status == 1
    assert f"baris {told.number}: hash tidak cocok" in said
    Activity.objects.filter(pk=told.pk).delete()
    names(papers.pair, "tanda tangan ttd-2 tidak ada dalam catatan untuk naskah ini")
    assert verification_command()[0] == 1


def test_verify_document_takes_the_good_paper_and_no_altered_one(papers: Papers, tmp_path: Path) -> None:
    good, ours, theirs = tmp_path / "baik.pdf", tmp_path / "kantor.pem", tmp_path / "lain.pem"
    good.write_bytes(papers.content)
    ours.write_text(issued_authority(the_office().name, papers.officials.at).certificate)
    theirs.write_text(make_authority("Kantor lain", "Lain", papers.officials.at, b"rahasia").certificate)
    assert verify_document(good)[0] == 0
    assert verify_document(good, ours)[0] == 0
    status, said = verify_document(good, theirs)
    assert (status, said.count(verifying.NOT_TRUSTED)) == (1, 4)  # by each signature, and in the reason
    single = content_of(papers.one.file)
    foreign = papers.content[slice(*container(papers.content))]
    for altered, reasons in [
        *((change(single), reasons) for change, reasons in ALTERED),
        (with_container(single, foreign), (verifying.CHANGED,)),
    ]:
        file = tmp_path / "diubah.pdf"
        file.write_bytes(altered)
        for status, said in (verify_document(file), verify_document(file, ours)):
            assert status == 1
            assert any(reason in said for reason in reasons), said
    earlier = papers.pair.signatures.get(field="ttd-1").file
    good.write_bytes(content_of(earlier))
    status, said = verify_document(good)
    assert (status, "sebelum semua tanda tangan dibubuhkan" in said) == (1, True)
    void_papers([papers.one], at=papers.officials.at, reason="salah angka")
    good.write_bytes(single)
    status, said = verify_document(good)
    assert (status, "Batal: tidak berlaku: salah angka" in said) == (1, True)
    assert verify_document(good, ours)[0] == 0  # the file alone does not know


def with_container(content: bytes, digits: bytes) -> bytes:
    """The container of another file's signature in the place of this one's first."""
    start, end = container(content)
    return content[:start] + digits[: end - start].ljust(end - start, b"0") + content[end:]


@pytest.mark.slow
def test_any_byte_that_a_signature_covers_shows_in_every_reader(cast: Cast, tmp_path: Path) -> None:
    officials = Officials(cast.now)
    content = content_of(signed_paper(officials).file)
    trusted = trusted_here()
    found = verified(content, trusted)
    assert found.holds
    assert pdfsig(content, tmp_path) == (5, 5)
    checked = subprocess.run(["qpdf", "--check", "-"], input=content, capture_output=True, check=False)  # noqa: S607
    assert checked.returncode in (0, 2), checked
    gaps = [match.span(1) for match in CONTAINER.finditer(content)]
    chance = random.Random(20260105)  # noqa: S311
    places = [0, 7, content.index(b"stream\n") + 9, content.index(b"/ByteRange") + 14, len(content) - 3]
    places += [content.rindex(b"startxref") + 11, gaps[4][0] - 20, gaps[4][1] + 30]
    places += [chance.randrange(len(content)) for _ in range(BYTES)]
    for place in places:
        altered = changed(content, place)
        assert not verified(altered, trusted).holds, place
        if not any(start <= place < end for start, end in gaps):
            assert pdfsig(altered, tmp_path) != (5, 5), place


def test_a_letter_and_what_others_signed_before_stay_good_to_the_last_signature(
    cast: Cast, tmp_path: Path
) -> None:
    officials = Officials(cast.now, ["kepala-dinas", "sekretaris"])
    facts = {**ALL_FACTS, "penandatangan": HEAD}
    letter = of_letter(officials.posts[:1], cast.now, VALUES["surat_pengantar"], facts)
    assert letter.boxes.keys() == {"ttd-1"}
    again = of_upload(officials.posts, cast.now, content_of(signed_paper(officials, 2).file))
    for paper in (letter, again):
        for signature in awaited(paper):
            officials.sign(signature)
        content = content_of(fresh(paper).file)
        assert verified(content, trusted_here()).holds
        count = len(verified(content, trusted_here()).signatures)
        assert pdfsig(content, tmp_path) == (count, count)
        assert content.startswith(content_of(paper.base))
        assert count == (1 if paper is letter else 4)
    assert verify_signatures() == (0, [])


@pytest.mark.skipif(
    "VERAPDF" not in os.environ, reason="VERAPDF names no command (such as: verapdf --flavour)"
)
def test_a_paper_keeps_the_standards_to_the_fifth_signature(cast: Cast, tmp_path: Path) -> None:
    officials = Officials(cast.now)
    facts = {**ALL_FACTS, "penandatangan": HEAD}
    letter = of_letter(officials.posts[:1], cast.now, VALUES["surat_pengantar"], facts)
    received = of_letter(officials.posts[1:2], cast.now, VALUES["surat_pengantar"], facts)
    five = of_upload(officials.posts[:5], cast.now, content_of(received.base))
    files = []
    for paper in (letter, five):
        for signature in awaited(paper):
            officials.sign(signature)
        files.append(tmp_path / f"{paper.pk}.pdf")
        files[-1].write_bytes(content_of(fresh(paper).file))
        checked = subprocess.run(["qpdf", "--check", str(files[-1])], capture_output=True, check=False)  # noqa: S607
        assert checked.returncode == 0, checked
    for flavour in ("3a", "ua1"):
        command = [*shlex.split(os.environ["VERAPDF"]), flavour, *map(str, files)]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode()[-3000:]
