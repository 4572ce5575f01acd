"""Whether a workbook may be opened at all: what it unpacks to is bounded and known before a byte of it is read. No
Django.

openpyxl reads shared texts and styles whole, so the bound on the parts is the bound on the memory.
"""

import re
import zipfile
from typing import BinaryIO

from activity.words import _
from documents.file_types import XLSX, NotAccepted, media_type_of

MAX_PARTS, MAX_UNPACKED, MAX_RATIO = 200, 16 * 1024 * 1024, 400
# A small part may well shrink to nothing; a bomb is large.
SMALL_PART = 256 * 1024
CHUNK = 64 * 1024
# Entities are how a small XML grows; no spreadsheet program writes a document type. UTF-16 hides the word from bytes.
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\0!\0|\0<\0!", re.IGNORECASE)
MERGED = re.compile(
    rb"<(?:[A-Za-z0-9]+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)[\"']"
)
MAX_MERGED = 1000


def check_package(file: BinaryIO) -> None:
    """Raises NotAccepted, in words for the official, for what is no plain workbook of a size that can be read."""
    if media_type_of(file) != XLSX:
        raise NotAccepted(_("bukan lembar kerja Excel (.xlsx); simpan ulang sebagai .xlsx"))
    with zipfile.ZipFile(file) as package:
        parts = package.infolist()
        if len(parts) > MAX_PARTS:
            text = _("berisi %(count)s bagian; lembar kerja biasa berisi jauh lebih sedikit")
            raise NotAccepted(text % {"count": len(parts)})
        whole = sum(part.file_size for part in parts)
        if whole > MAX_UNPACKED:
            size, limit = whole // (1024 * 1024), MAX_UNPACKED // (1024 * 1024)
            text = _("berukuran %(size)s MB setelah dibuka; paling besar %(limit)s MB")
            raise NotAccepted(text % {"size": size, "limit": limit})
        for part in parts:
            swollen = part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(1, part.compress_size)
            if swollen or part.flag_bits & 1:
                raise NotAccepted(_("isinya dimampatkan secara tidak wajar, atau dikunci dengan kata sandi"))
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                refuse_doctype(package, part)
    file.seek(0)


def refuse_doctype(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Raises NotAccepted where a part declares entities."""
    kept = b""
    try:
        with package.open(part) as stream:
            while chunk := stream.read(CHUNK):
                if DOCTYPE.search(kept + chunk):
                    raise NotAccepted(_("berisi deklarasi XML yang tidak dipakai Excel"))
                kept = chunk[-16:]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise NotAccepted(_("berkasnya rusak")) from error


def merged_cells(file: BinaryIO, part: str) -> list[str]:
    """The merged ranges of a sheet's part, as it names them; at most a thousand."""
    found: list[str] = []
    kept = b""
    with zipfile.ZipFile(file) as package, package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = kept + chunk
            last = 0
            for match in MERGED.finditer(text):
                found.append(match[1].decode())
                last = match.end()
            kept = text[max(last, len(text) - 512) :]
            if len(found) > MAX_MERGED:
                break
    file.seek(0)
    return found
