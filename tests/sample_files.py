"""Small real files as an official would upload them, and some that nobody should."""

import io
import zipfile
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN = "http://schemas.openxmlformats.org"


def pdf(text: str = "Perjanjian Kinerja") -> bytes:
    """A page of PDF that says `text`."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def package(parts: dict[str, str]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def office(part: str, media_type: str, body: str) -> dict[str, str]:
    """The parts of a minimal Office file."""
    relation = f"{MAIN}/officeDocument/2006/relationships/officeDocument"
    return {
        "[Content_Types].xml": f'<Types xmlns="{MAIN}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="{media_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{MAIN}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}" Target="{part}"/></Relationships>',
        part: body,
    }


def word(media_type: str = f"{WORD}.document.main+xml") -> dict[str, str]:
    """The parts of a Word document."""
    body = f'<w:document xmlns:w="{MAIN}/wordprocessingml/2006/main"><w:body/></w:document>'
    return office("word/document.xml", media_type, body)


def docx() -> bytes:
    """An empty Word document."""
    return package(word())


def docx_with_macros() -> bytes:
    """A Word document with a macro in it, saved under the type of one without."""
    return package(word() | {"word/vbaProject.bin": "Sub AutoOpen()"})


def docm() -> bytes:
    """A Word document that says of itself that it has macros."""
    return package(word("application/vnd.ms-word.document.macroEnabled.main+xml"))


def xlsx() -> bytes:
    """An empty workbook."""
    body = f'<workbook xmlns="{MAIN}/spreadsheetml/2006/main"><sheets/></workbook>'
    return package(office("xl/workbook.xml", f"{SHEET}.sheet.main+xml", body))


def image(kind: str = "PNG") -> bytes:
    """A scan."""
    out = io.BytesIO()
    Image.effect_noise((60, 40), 50).save(out, kind)
    return out.getvalue()


EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200) + b"This program cannot be run"
GOOD = {"naskah.pdf": pdf, "naskah.docx": docx, "rekap.xlsx": xlsx, "pindaian.png": image}


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    """A file chosen in the browser."""
    return SimpleUploadedFile(name, data)


def good_upload(number: int) -> SimpleUploadedFile:
    """One of the accepted kinds, in turn."""
    name, make = list(GOOD.items())[number % len(GOOD)]
    return upload(name, make())


def stored_paths() -> set[str]:
    """The files in the storage, as paths under it."""
    root = Path(default_storage.path(""))
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
