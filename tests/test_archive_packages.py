"""A package is checked with nothing but itself: whatever was changed in it is found and named."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import cms
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from documents.archive.packaging import SEAL, PaperChanged, manifest_of, sums_text, write_package
from documents.archive.signatures import certificates
from documents.archive.tables import csv_text, safe
from documents.archive.verifying import Report, Unreadable, verify
from documents.signing.verifying import BEYOND
from tests.packages import authority, contents, matter, package, paper, rewritten, usual, without_row
from tests.sample_files import pdf

Members = dict[str, bytes]


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A whole, sealed package."""
    return package(tmp_path / "arsip.zip", usual(), authority().seal)


def checked(path: Path) -> Report:
    """With the authority of the tests trusted."""
    return verify(path, certificates(authority().pem))


def consistent(members: Members) -> Members:
    """The manifest and the sums written anew, as a forger would."""
    sums = {
        name: (len(data), hashlib.sha256(data).hexdigest())
        for name, data in members.items()
        if name not in ("manifest.json", "manifest.p7s", "SHA256SUMS")
    }
    manifest = manifest_of(sums)
    listed = {**sums, "manifest.json": (len(manifest), hashlib.sha256(manifest).hexdigest())}
    return {**members, "manifest.json": manifest, "SHA256SUMS": sums_text(listed).encode()}


def verify_package(*arguments: object) -> tuple[int, str]:
    """The exit status and what was said. These tests have no database: a query would fail."""
    said = io.StringIO()
    try:
        call_command("verify_package", *map(str, arguments), stdout=said)
    except CommandError as error:
        return error.returncode, said.getvalue()
    return 0, said.getvalue()


def test_the_same_matter_gives_the_same_bytes() -> None:
    first, second, what = io.BytesIO(), io.BytesIO(), usual()
    write_package(first, what)
    write_package(second, what)
    assert first.getvalue() == second.getvalue()


def test_a_paper_whose_bytes_changed_is_never_packed() -> None:
    changed = replace(paper(1, pdf()), sha256="0" * 64)
    with pytest.raises(PaperChanged, match="Surat"):
        write_package(io.BytesIO(), matter(changed))


def test_a_package_is_proven_only_to_who_trusts_its_authority(sealed: Path, tmp_path: Path) -> None:
    trusted, stranger = tmp_path / "ca.pem", tmp_path / "lain.pem"
    trusted.write_bytes(authority().pem)
    stranger.write_bytes(authority("Lain").pem)
    status, said = verify_package(sealed, "--trust", trusted)
    assert status == 0, said
    assert "utuh, berkas 000.8.6.3/1/2026, 2 naskah, 4 baris catatan; tepercaya: Penanda tangan Uji" in said
    for arguments in ([sealed], [sealed, "--trust", stranger]):
        status, said = verify_package(*arguments)
        assert status == 1
        assert "TIDAK TERBUKTI manifest.p7s: sertifikat Penanda tangan Uji tidak berakhir pada CA" in said
        assert ("PETUNJUK: tambahkan --trust ca.pem" in said) == (arguments == [sealed])
    assert verify_package(sealed, "--trust", sealed)[0] == 1  # no certificate at all


def test_a_package_without_seal_proves_nothing_unless_that_is_asked_for(tmp_path: Path) -> None:
    path = package(tmp_path / "arsip.zip", matter(paper(1, pdf())))
    status, said = verify_package(path)
    assert status == 1
    assert "tanpa segel dan tanpa tanda tangan" in said
    assert verify_package(path, "--tanpa-tanda-tangan")[0] == 0


def test_the_command_asks_no_database_and_tells_by_its_exit_status(sealed: Path) -> None:
    env = {
        **os.environ,
        "SECRET_KEY": "x" * 60,
        "DEMO": "1",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }
    command = [sys.executable, "manage.py", "verify_package", str(sealed)]
    done = subprocess.run(
        command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "CommandError: 1 paket tidak terbukti.\n")


def test_the_package_checks_by_hand_as_it_says(sealed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "isi"
    zipfile.ZipFile(sealed).extractall(folder)
    done = subprocess.run(
        ["/usr/bin/env", "sha256sum", "-c", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    previous = ""
    for line in (folder / "catatan.jsonl").read_text().splitlines():
        row = json.loads(line)
        assert hashlib.sha256((previous + "\n" + row["isi"]).encode()).hexdigest() == row["hash"]
        previous = row["hash"]
    assert json.loads((folder / "metadata.json").read_text())["catatan"]["hash_terakhir"] == previous
    (tmp_path / "ca.pem").write_bytes(authority().pem)
    openssl = (
        "openssl cms -verify -binary -inform DER -in manifest.p7s -content manifest.json -CAfile ../ca.pem"
    )
    done = subprocess.run(
        [*openssl.split(), "-purpose", "any", "-out", "/dev/null"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_every_changed_byte_is_found(sealed: Path, tmp_path: Path) -> None:
    whole, other = sealed.read_bytes(), tmp_path / "diubah.zip"

    @tries(deadline=None)  # a busy machine takes its time
    @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
    def change(place: int, bits: int) -> None:
        other.write_bytes(whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :])
        with suppress(Unreadable):  # said as well
            assert checked(other).faults

    assert checked(sealed).faults == []
    change()
    for key in (b'"ukuran"', b'"sha256"', b'"berkas"', b'"dibuat_di_sini"'):  # of the metadata of a paper
        place = whole.index(key) + 1
        other.write_bytes(whole[:place] + b"x" + whole[place + 1 :])
        assert checked(other).faults


def test_a_certificate_that_names_nobody_readable_is_no_seal(sealed: Path) -> None:
    """What stands around the name in the certificate of the seal, each byte changed in several ways."""
    whole = sealed.read_bytes()
    seal = zipfile.ZipFile(sealed).read(SEAL)
    signer = cms.ContentInfo.load(seal)["content"]["certificates"][0].chosen.subject.native["common_name"]
    name = whole.index(seal) + seal.index(signer.encode())
    for place in range(name - 14, name + 4):
        for bits in (1, 16, 128, 146, 255):
            sealed.write_bytes(whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :])
            with suppress(Unreadable):
                assert checked(sealed).faults


@pytest.mark.parametrize("tail", [b"\0", b"PK"])
def test_bytes_before_or_behind_are_found(sealed: Path, tail: bytes) -> None:
    whole = sealed.read_bytes()
    for changed in (whole + tail, tail + whole):
        sealed.write_bytes(changed)
        with suppress(Unreadable):
            assert "paket: ada byte di luar isinya yang berubah atau ditambahkan" in checked(sealed).faults


def of_a_paper(members: Members) -> None:
    members["naskah/02-lampiran.pdf"] = pdf("Lain")


def of_the_record(members: Members) -> None:
    members["catatan.jsonl"] = members["catatan.jsonl"].replace(
        b'\\"langkah\\":\\"2\\"', b'\\"langkah\\":\\"9\\"'
    )


def of_a_table(members: Members) -> None:
    members["metadata.csv"] = members["metadata.csv"].replace(b"Uji", b"Lain")


def of_the_metadata(members: Members) -> None:
    members["metadata.json"] = members["metadata.json"].replace(b'"jumlah": 4', b'"jumlah": 5')


def one_less(members: Members) -> None:
    del members["naskah/02-lampiran.pdf"]


def one_more(members: Members) -> None:
    members["naskah/03-lain.pdf"] = pdf("Lain")


def of_a_signed_paper(members: Members) -> None:
    name = "naskah/01-perjanjian-kinerja.pdf"
    members[name] = members[name].replace(b"72 720", b"72 721")


FORGED: list[tuple[Callable[[Members], None], str]] = [
    (of_a_paper, "naskah/02-lampiran.pdf: bukan naskah yang disebut dalam metadata"),
    (of_the_record, "catatan.jsonl baris 2: hash tidak cocok dengan isi dan baris sebelumnya"),
    (of_a_table, "metadata.csv: tidak sama dengan isi yang dihash"),
    (of_the_metadata, "catatan.jsonl: metadata menyebut 5 baris, ada 4"),
    (one_less, "naskah/02-lampiran.pdf: disebut dalam metadata, tetapi tidak ada dalam paket"),
    (one_more, "naskah/03-lain.pdf: tidak disebut dalam metadata"),
    (
        of_a_signed_paper,
        "naskah/01-perjanjian-kinerja.pdf: isi yang ditandatangani sudah berubah (Penanda tangan Uji)",
    ),
]


@pytest.mark.parametrize(("change", "fault"), FORGED, ids=lambda each: getattr(each, "__name__", ""))
def test_what_was_forged_is_named_though_the_sums_were_written_anew(
    sealed: Path, change: Callable[[Members], None], fault: str
) -> None:
    members = contents(sealed)
    change(members)
    report = checked(rewritten(sealed, consistent(members)))
    assert fault in report.faults
    assert "manifest.p7s: segel tidak cocok dengan manifest.json (Penanda tangan Uji)" in report.faults


CONTAINER = re.compile(rb"/Contents <([0-9a-fA-F]{1000,})>")


def padded(content: bytes) -> bytes:
    """One byte of what fills the container of the signature up is another one."""
    end = [found.end(1) for found in CONTAINER.finditer(content)][-1]
    return content[: end - 3] + b"1" + content[end - 2 :]


def lasting(content: bytes) -> bytes:
    """A certificate after the last signature, as a service adds it so that the signature lasts."""
    target = io.BytesIO(content)
    DocumentSecurityStore.supply_dss_in_writer(
        writer := IncrementalPdfFileWriter(target),
        None,
        certs=certificates(authority().pem),
    )
    writer.write_in_place()
    return target.getvalue()


OFFICE = ("Kantor", "CA Kantor (internal, tidak tersertifikasi)")
ODD: list[tuple[str, tuple[str, ...], Callable[[bytes], bytes], bool, str]] = [
    ("padding of a paper made here", (), padded, True, "wadah tanda tangannya diubah (Penanda tangan Uji)"),
    ("padding of our own pen", OFFICE, padded, False, "wadah tanda tangannya diubah (Penanda tangan Kantor)"),
    ("bytes behind a paper made here", (), lambda pdf: pdf + b"% x\n", True, BEYOND),
    ("what makes it last", (), lasting, True, ""),
    ("what our own pen never adds", OFFICE, lasting, False, BEYOND),
    ("padding of others", (), padded, False, "CATATAN wadah tanda tangannya diubah (Penanda tangan Uji)"),
    ("bytes behind a paper of others", (), lambda pdf: pdf + b"% x\n", False, f"CATATAN {BEYOND}"),
]


@pytest.mark.parametrize(
    ("name", "by", "change", "is_made_here", "said"), ODD, ids=[name for name, *_ in ODD]
)
def test_what_no_signature_covers_is_judged_though_everything_was_written_anew(
    tmp_path: Path,
    name: str,
    by: tuple[str, ...],
    change: Callable[[bytes], bytes],
    is_made_here: bool,
    said: str,
) -> None:
    signed = change(authority(*by).signed(pdf()))
    what = matter(paper(1, signed, is_made_here=is_made_here))
    path = package(tmp_path / "arsip.zip", what, authority().seal)
    report = verify(path, certificates(authority().pem + authority(*by).pem))
    fault = said and not said.startswith("CATATAN ")
    assert report.faults == ([f"naskah/01-surat.pdf: {said}"] if fault else [])
    noted = f"naskah/01-surat.pdf: {said.removeprefix('CATATAN ')}"
    assert [each.startswith(noted) for each in report.notes] == ([True] if said and not fault else [])
    assert report.untrusted == []


def test_an_exchanged_file_is_named(sealed: Path) -> None:
    members = contents(sealed)
    of_a_paper(members)
    faults = checked(rewritten(sealed, members)).faults
    assert "naskah/02-lampiran.pdf: isinya tidak sama dengan sidik dalam manifest" in faults


def test_a_removed_row_is_named_by_its_number(tmp_path: Path) -> None:
    path = package(tmp_path / "arsip.zip", without_row(usual(), 2), authority().seal)
    assert "catatan.jsonl baris 2: hilang (yang ada berikutnya nomor 3)" in checked(path).faults


def test_a_paper_that_the_record_does_not_name_is_told(tmp_path: Path) -> None:
    what = replace(usual(), rows=usual().rows[:3])
    faults = checked(package(tmp_path / "arsip.zip", what, authority().seal)).faults
    assert "naskah/01-perjanjian-kinerja.pdf: sidiknya tidak disebut dalam catatan" in faults


@pytest.mark.parametrize(
    "name", ["../luar.txt", "/etc/passwd", "naskah/..\\x.pdf", "naskah/01-a.pdf/../b", "x.txt"]
)
def test_a_name_that_leads_elsewhere_is_refused(sealed: Path, name: str) -> None:
    with pytest.raises(Unreadable, match="nama yang tidak boleh"):
        checked(rewritten(sealed, {**contents(sealed), name: b"x"}))


def test_doubled_packed_and_locked_members_are_refused(sealed: Path, tmp_path: Path) -> None:
    bomb, doubled = tmp_path / "bom.zip", tmp_path / "ganda.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("metadata.json", b"\0" * 10_000_000)
    with pytest.raises(Unreadable, match="dimampatkan"):
        verify(bomb)
    doubled.write_bytes(sealed.read_bytes())
    with zipfile.ZipFile(doubled, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr("metadata.json", b"{}")
    with pytest.raises(Unreadable, match="nama ganda"):
        verify(doubled)
    locked = bytearray(sealed.read_bytes())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1  # the flag in the table of contents
    sealed.write_bytes(locked)
    with pytest.raises(Unreadable, match="bersandi"):
        verify(sealed)
    sealed.write_bytes(b"bukan zip")
    with pytest.raises(Unreadable, match="bukan paket ZIP"):
        verify(sealed)


@tries(max_examples=50)
@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe(text) == "-" or not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert csv_text(["A"], [[text]]).startswith("\ufeffA\r\n")
