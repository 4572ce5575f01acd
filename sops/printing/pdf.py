"""The PDF of a sheet: PDF/A-3a and PDF/UA-1, with the SOP's own file attached (Permenpan RB 35/2012 gives the form)."""

from dataclasses import replace

from weasyprint import Attachment, Document
from weasyprint.text.fonts import FontConfiguration

from documents.printing.pdf import UNDATED, pdf_of
from documents.signing.boxes import boxes_of
from sops.document import SopDocument
from sops.printing.layout import lay_out
from sops.printing.sheet import Sheet
from sops.sop_file import write_sop


def sheet_pdf(sheet: Sheet, fonts: FontConfiguration | None = None, book_page: int = 0) -> bytes:
    """The official sheet as a PDF. The same sheet gives the same bytes.

    `fonts` may be shared by sheets that are made one after the other; `book_page` is as in `lay_out`.
    """
    fonts = fonts or FontConfiguration()
    return write(lay_out(sheet, fonts, book_page).document, sheet)


def sheet_with_box(sheet: Sheet) -> tuple[bytes, dict[str, list[float]]]:
    """The sheet with room for its signature, and where that is: page from 1, x, y, width, height in points from the
    bottom left, by the name of the field. The sheet must have a slot."""
    document = lay_out(sheet, FontConfiguration()).document
    return write(document, sheet), boxes_of(document)


def write(document: Document, sheet: Sheet) -> bytes:
    """The laid out document as a file with the SOP's own file in it."""
    program = Attachment(
        string=write_sop(public_document(sheet.document)),
        name="sop.yaml",
        description="SOP ini sebagai berkas YAML",
        created=UNDATED,
        modified=UNDATED,
        relationship="Source",
    )
    return pdf_of(document, [program])


def public_document(document: SopDocument) -> SopDocument:
    """The SOP without the notes on its scan, which are for the office's admins."""
    return replace(
        document,
        catatan_transkripsi={},
        pelaksana=tuple(replace(column, catatan_transkripsi="") for column in document.pelaksana),
        prosedur=tuple(replace(step, catatan_transkripsi="") for step in document.prosedur),
    )
