"""Sheets made of files alone, without a database, and what independent programs read from their PDF."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings

from organizations.office_file import read_office
from organizations.yaml_reader import Source
from sops.document import SopDocument
from sops.look import look_of
from sops.printing.sheet import Sheet, qr
from tests.samples import document_of_text, fixture

HARD = Path(__file__).parent / "hard_sops"
URL = "https://sop.contoh.go.id/periksa/sop/dpupr-tarakan/tarakan-dpupr/052c0611ed99/"


def sheet_from(document: SopDocument, tampilan: dict[str, Any] | None = None, **changes: Any) -> Sheet:
    """The sheet of a document as its office prints it; `tampilan` instead of the office's own."""
    source = Source("kantor.yaml")
    office = read_office(fixture("organizations", document.perangkat_daerah).encode(), source)
    assert office is not None, source.faults
    found = Sheet(
        document=document,
        look=look_of(document, (office.tampilan or {}) if tampilan is None else tampilan),
        office=office.name,
        government=office.government_name,
        address=office.address,
        revision=1,
        logo="",
        url=URL,
        qr=qr(URL),
        year=2026,
    )
    return replace(found, **changes)


def seed(slug: str) -> SopDocument:
    """A shipped SOP."""
    return document_of_text(fixture("sops", slug))


def hard(name: str) -> SopDocument:
    """One of the SOPs that are hard to print."""
    return document_of_text((HARD / f"{name}.yaml").read_bytes())


def run(*command: str, data: bytes | None = None) -> str:
    """What a program prints."""
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return done.stdout.decode()


def text_of(pdf: bytes, *options: str) -> str:
    """What `pdftotext` reads, in reading order."""
    return run("pdftotext", "-raw", *options, "-", "-", data=pdf)


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page."""
    return text_of(pdf).split("\f")[:-1]


def squeezed(text: str) -> str:
    """Without white space: where lines break is not what is compared."""
    return re.sub(r"\s+", "", text)


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The file as pikepdf sees it."""
    return pikepdf.open(io.BytesIO(pdf))


def fonts_of(pdf: bytes, tmp_path: Path) -> dict[str, bool]:
    """The fonts by name, without the mark of their subset: whether they are embedded."""
    file = tmp_path / "lembar.pdf"
    file.write_bytes(pdf)
    rows = run("pdffonts", str(file)).splitlines()[2:]
    return {row.split()[0].split("+")[-1]: row.split()[-5] == "yes" for row in rows}


def tagged(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every element of the tree of tags."""
    found, left = [], [pdf.Root.StructTreeRoot]
    while left:
        element = left.pop()
        found.append(element)
        inner: Any = element.get("/K", [])
        kids = list(inner) if isinstance(inner, pikepdf.Array) else [inner]
        left += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found[1:]


def base_dir() -> str:
    """Where the project lies."""
    return str(settings.BASE_DIR)
