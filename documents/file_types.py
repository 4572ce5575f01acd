"""What a file really is, from its content. No Django.

The ending of a name proves nothing: a program called `surat.pdf` is refused. Office files are opened only as far as
their table of contents, images are checked without being unpacked.
"""

import lzma
import warnings
import zipfile
import zlib
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from activity.words import _
from documents.pdf_bounds import TooMuch, check_pdf

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", "image/jpeg": ".jpg", "image/png": ".png"}
MAX_PIXELS = 60_000_000
MAX_CONTENTS = 1024 * 1024
MAX_LIST, ECD_SIZE = (
    1024 * 1024,
    5,
)  # bytes of a package's list of parts, and where zipfile says how long it is
# A JPEG may be drawn in as many passes as it likes, each over the whole picture; usual are 1 and about 10.
PASS, MAX_PASSES = b"\xff\xda", 100


BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    KeyError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


class NotAccepted(Exception):
    """The file is none of the accepted kinds; the message says so, in the language of the page."""


def media_type_of(file: BinaryIO) -> str:
    """The media type of the content: PDF, DOCX, XLSX, JPEG or PNG. Raises NotAccepted for all else."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"%PDF-"):
        return pdf_type(file)
    if start.startswith(b"PK\x03\x04"):
        return office_type(file)
    if start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return image_type(file)
    raise NotAccepted(_("isinya bukan PDF, DOCX, XLSX, JPG atau PNG"))


def pdf_type(file: BinaryIO) -> str:
    """PDF, of what can be opened."""
    try:
        check_pdf(file.read())
    except TooMuch:
        raise NotAccepted(
            _("PDF ini membesar secara tidak wajar saat dibuka; cetak ulang ke PDF, lalu unggah lagi")
        ) from None
    finally:
        file.seek(0)
    return PDF


def has_long_list(file: BinaryIO) -> bool:
    """Whether a package lists more parts than any office file: the whole list is read into memory when it is opened."""
    found = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    return bool(found) and found[ECD_SIZE] > MAX_LIST


def office_type(file: BinaryIO) -> str:
    """DOCX or XLSX by the main part that the package declares; macros are refused."""
    try:
        if has_long_list(file):
            raise NotAccepted(_("berkas Office ini berisi terlalu banyak bagian"))
        with zipfile.ZipFile(file) as package:
            contents = package.getinfo("[Content_Types].xml")
            if contents.file_size > MAX_CONTENTS:
                raise NotAccepted(_("berkas Office ini rusak"))
            declared = package.read(contents).decode("utf-8", "replace")
            has_macros = any(name.lower().endswith("vbaproject.bin") for name in package.namelist())
    except BROKEN as error:
        raise NotAccepted(_("isinya bukan berkas Word (DOCX) atau Excel (XLSX) yang utuh")) from error
    finally:
        file.seek(0)
    if has_macros or "macroEnabled" in declared:
        raise NotAccepted(
            _("berkas Office dengan makro tidak diterima; simpan ulang sebagai DOCX atau XLSX biasa")
        )
    if "wordprocessingml.document.main+xml" in declared:
        return DOCX
    if "spreadsheetml.sheet.main+xml" in declared:
        return XLSX
    raise NotAccepted(_("isinya bukan Word (DOCX) atau Excel (XLSX)"))


def image_type(file: BinaryIO) -> str:
    """JPEG or PNG, whole and of a size that can be shown."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=["JPEG", "PNG"]) as image:
                kind, pixels = image.format, image.width * image.height
                image.verify()
            file.seek(0)
            if kind == "JPEG" and file.read().count(PASS) > MAX_PASSES:
                raise NotAccepted(_("gambarnya tidak wajar; simpan ulang sebagai JPG biasa"))
            file.seek(0)
            if kind == "JPEG" and pixels <= MAX_PIXELS:
                with Image.open(
                    file, formats=["JPEG"]
                ) as image:  # verify() does not see a cut JPEG; a draft is cheap
                    image.draft("L", (64, 64))
                    image.load()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Warning,
        Image.DecompressionBombError,
    ) as error:
        raise NotAccepted(_("gambarnya rusak atau terlalu besar")) from error
    finally:
        file.seek(0)
    if pixels > MAX_PIXELS:
        raise NotAccepted(_("gambarnya terlalu besar untuk ditampilkan"))
    return "image/jpeg" if kind == "JPEG" else "image/png"
