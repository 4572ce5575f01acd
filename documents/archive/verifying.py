"""Checking a package with nothing but the package, and the certificates that the reader trusts. No Django.

A package comes from anywhere: nothing is unpacked to disk, and nothing in it is believed before it was checked.
"""

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from asn1crypto import x509

from activity.chain import link
from documents.archive.package_texts import metadata_csv, record_csv
from documents.archive.packaging import (
    CHUNK,
    FORMAT,
    MANIFEST,
    METADATA,
    METADATA_CSV,
    READ_ME,
    RECORD,
    RECORD_CSV,
    SEAL,
    SUMS,
    UNLISTED,
    manifest_of,
    sums_text,
    write_zip,
)
from documents.archive.signatures import Checked, pdf_signatures, seal_signature

NEEDED = (READ_ME, METADATA, METADATA_CSV, RECORD, RECORD_CSV, MANIFEST, SUMS)
NAME = re.compile(r"(naskah/\d{2,4}-[a-z0-9-]+\.[a-z]{3,4}|ca/[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.pem)")
MAX_MEMBERS, MAX_TEXT, MAX_ALL = 2_000, 200 * 1024 * 1024, 4 * 1024 * 1024 * 1024
STORED = zipfile.ZIP_STORED
ENCRYPTED = 0x1


class Unreadable(Exception):
    """The file is no package, or none that may be opened; the message says why, in Indonesian."""


@dataclass
class Report:
    """What was found: `faults` by member, the signatures by member, and what the package says of itself. `notes` are
    what a reader should know and what makes nothing wrong."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    signatures: list[tuple[str, Checked]] = field(default_factory=list)
    made_here: set[str] = field(default_factory=set)  # the members that the metadata say were made here
    nomor: str = ""
    papers: int = 0
    rows: int = 0

    def fault(self, where: str, what: str) -> None:
        """Note a fault."""
        self.faults.append(f"{where}: {what}")

    @property
    def untrusted(self) -> list[tuple[str, str]]:
        """The whole signatures whose chain ends in no certificate that the reader trusts: where, and whose."""
        return [
            (where, each.signer) for where, each in self.signatures if not each.fault and not each.is_trusted
        ]

    @property
    def is_sealed(self) -> bool:
        """Whether there is a seal over the manifest."""
        return any(where == SEAL for where, _ in self.signatures)


def verify(path: Path, roots: Sequence[x509.Certificate] = ()) -> Report:
    """Check a package; every fault is named. Raises Unreadable."""
    report = Report()
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as package:
            refuse_hostile(package)
            check_members(package, report)
            if not report.faults:
                check_container(package, file, report)
            check_contents(package, report)
            check_signatures(package, roots, report)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable(f"bukan paket ZIP yang utuh ({error})") from error
    return report


def refuse_hostile(package: zipfile.ZipFile) -> None:
    """Raise Unreadable where a package is not to be read at all."""
    infos = package.infolist()
    names = [info.filename for info in infos]
    if len(names) > MAX_MEMBERS:
        raise Unreadable(f"terlalu banyak isi ({len(names)}; paling banyak {MAX_MEMBERS})")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Unreadable(f"nama ganda: {twice[0]!r}")
    for info in infos:
        if info.filename not in (*NEEDED, SEAL) and not NAME.fullmatch(info.filename):
            raise Unreadable(f"nama yang tidak boleh ada dalam paket: {info.filename[:120]!r}")
        if info.flag_bits & ENCRYPTED:
            raise Unreadable(f"{info.filename} bersandi")
        if info.compress_type != STORED or info.compress_size != info.file_size:
            raise Unreadable(f"{info.filename} dimampatkan; paket arsip tidak dimampatkan")
        if not info.filename.startswith("naskah/") and info.file_size > MAX_TEXT:
            raise Unreadable(f"{info.filename} terlalu besar")
    if sum(info.file_size for info in infos) > MAX_ALL:
        raise Unreadable("isi paket terlalu besar")


def check_members(package: zipfile.ZipFile, report: Report) -> None:
    """Every member against the manifest and SHA256SUMS; none missing, none too many."""
    names = set(package.namelist())
    for name in sorted(set(NEEDED) - names):
        report.fault(name, "tidak ada dalam paket")
    if {MANIFEST, SUMS} - names:
        return
    listed = listed_of(content_of(package, MANIFEST))
    if listed is None:
        report.fault(MANIFEST, "bukan susunan manifest")
        return
    found = {name: measured(package, name) for name in sorted(names - UNLISTED)}
    for name in sorted(listed.keys() - found.keys()):
        report.fault(name, "disebut dalam manifest, tetapi tidak ada dalam paket")
    for name in sorted(found.keys() - listed.keys()):
        report.fault(name, "ada dalam paket, tetapi tidak disebut dalam manifest")
    for name in sorted(found.keys() & listed.keys()):
        if found[name] != listed[name]:
            report.fault(name, "isinya tidak sama dengan sidik dalam manifest")
    manifest = content_of(package, MANIFEST)
    if manifest != manifest_of(listed):
        report.fault(MANIFEST, "tidak ditulis seperti manifest paket arsip")
    sums = {**listed, MANIFEST: (len(manifest), hashlib.sha256(manifest).hexdigest())}
    if content_of(package, SUMS) != sums_text(sums).encode():
        report.fault(SUMS, "tidak sama dengan manifest")


def listed_of(manifest: bytes) -> dict[str, tuple[int, str]] | None:
    """What a manifest lists: size and hash by name."""
    try:
        value = json.loads(manifest)
        found = {str(each["nama"]): (int(each["ukuran"]), str(each["sha256"])) for each in value["isi"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if value.get("format") == FORMAT else None


def chunks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of a member, piece by piece."""
    with package.open(name) as member:
        # The hashes say what changed and where; the CRC would only say that something did.
        member._expected_crc = None  # type: ignore[attr-defined]
        while chunk := member.read(CHUNK):
            yield chunk


def content_of(package: zipfile.ZipFile, name: str) -> bytes:
    """A member whole."""
    return b"".join(chunks(package, name))


def measured(package: zipfile.ZipFile, name: str) -> tuple[int, str]:
    """Size and hash of a member."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks(package, name):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def check_container(package: zipfile.ZipFile, file: BinaryIO, report: Report) -> None:
    """The ZIP itself must be what these members give: nothing before, between or behind them."""
    with tempfile.TemporaryFile() as again:
        write_zip(again, ((name, chunks(package, name)) for name in package.namelist()))
        again.seek(0)
        file.seek(0)
        while (read := file.read(CHUNK)) == again.read(CHUNK):
            if not read:
                return
    report.fault("paket", "ada byte di luar isinya yang berubah atau ditambahkan")


def check_contents(package: zipfile.ZipFile, report: Report) -> None:
    """The metadata against the papers and the record, and the record's own chain."""
    names = set(package.namelist())
    if {METADATA, RECORD} - names:
        return
    try:
        metadata = json.loads(content_of(package, METADATA))
        papers, record = metadata["naskah"], metadata["catatan"]
        report.nomor, report.papers = str(metadata["berkas"]["nomor_berkas"]), len(papers)
        members = {str(paper["berkas"]): paper for paper in papers}
        if metadata["format"] != FORMAT:
            report.fault(METADATA, "format paket ini tidak dikenal")
            return
        report.made_here = {name for name, paper in members.items() if paper["dibuat_di_sini"]}
        contents = check_record(content_of(package, RECORD), record, report)
        tables = ((METADATA_CSV, metadata_csv(metadata)), (RECORD_CSV, record_csv(contents)))
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        report.fault(METADATA, "metadata atau catatan bukan susunan paket arsip")
        return
    check_papers(package, members, "\n".join(contents), report)
    for name, text in tables:
        if name in names and content_of(package, name) != text.encode():
            report.fault(name, "tidak sama dengan isi yang dihash")


def check_record(data: bytes, about: dict[str, Any], report: Report) -> list[str]:
    """Walk the chain from its first row; the stored texts of its rows."""
    previous, contents = "", []
    is_excerpt, last = about["jenis"] == "kutipan", 0
    for line in data.decode().splitlines():
        row = json.loads(line)
        number, content = row["nomor"], row["isi"]
        stored = json.loads(content)
        if not is_excerpt and number != last + 1:
            report.fault(f"{RECORD} baris {last + 1}", f"hilang (yang ada berikutnya nomor {number})")
        elif number <= last:
            report.fault(f"{RECORD} baris {number}", "tidak pada urutannya")
        elif link(row.get("sebelumnya", "") if is_excerpt else previous, content) != row["hash"]:
            report.fault(f"{RECORD} baris {number}", "hash tidak cocok dengan isi dan baris sebelumnya")
        elif stored["number"] != number or stored["stream"] != about["aliran"]:
            report.fault(f"{RECORD} baris {number}", "isinya menyebut nomor atau aliran lain")
        previous, last = row["hash"], number
        contents.append(content)
    report.rows = len(contents)
    if len(contents) != about["jumlah"]:
        report.fault(RECORD, f"metadata menyebut {about['jumlah']} baris, ada {len(contents)}")
    if previous != about["hash_terakhir"]:
        report.fault(RECORD, "hash baris terakhir tidak sama dengan metadata")
    return contents


def check_papers(
    package: zipfile.ZipFile, members: dict[str, dict[str, Any]], record: str, report: Report
) -> None:
    """Every paper is described, as it is, and the record names its hash."""
    there = {name for name in package.namelist() if name.startswith("naskah/")}
    for name in sorted(members.keys() - there):
        report.fault(name, "disebut dalam metadata, tetapi tidak ada dalam paket")
    for name in sorted(there - members.keys()):
        report.fault(name, "tidak disebut dalam metadata")
    for name in sorted(there & members.keys()):
        paper = members[name]
        if measured(package, name) != (paper.get("ukuran"), paper.get("sha256")):
            report.fault(name, "bukan naskah yang disebut dalam metadata")
        if record and f'"{paper.get("sha256")}"' not in record:
            report.fault(name, "sidiknya tidak disebut dalam catatan")


def check_signatures(package: zipfile.ZipFile, roots: Sequence[x509.Certificate], report: Report) -> None:
    """The seal of the manifest, and every signature of every PDF."""
    names = package.namelist()
    if SEAL in names and MANIFEST in names:
        note(
            report,
            SEAL,
            [seal_signature(content_of(package, SEAL), content_of(package, MANIFEST), roots)],
        )
    for name in names:
        if name.startswith("naskah/") and name.endswith(".pdf"):
            check_pdf(name, content_of(package, name), roots, report)


def check_pdf(name: str, pdf: bytes, roots: Sequence[x509.Certificate], report: Report) -> None:
    """The signatures of one PDF. What has none is as it was received, and is not parsed at all.

    A signature tells in plain bytes, never compressed, which bytes it covers: `/ByteRange`.
    """
    if b"/ByteRange" not in pdf:
        return
    try:
        note(report, name, list(pdf_signatures(pdf, roots, is_made_here=name in report.made_here)))
    except Exception as error:  # whatever a hostile file makes the library raise, it proves nothing
        report.fault(name, f"tanda tangannya tidak dapat dibaca ({type(error).__name__})")


def note(report: Report, name: str, found: Sequence[Checked]) -> None:
    """Keep what was found, with its faults and notes."""
    for each in found:
        by = f" ({each.signer})" if each.signer else ""
        if each.signer or each.fault:
            report.signatures.append((name, each))
        if each.fault:
            report.fault(name, f"{each.fault}{by}")
        if each.note:
            report.notes.append(
                f"{name}: {each.note}{by}; isinya tetap tercakup tanda tangan dan sidik naskahnya"
            )
