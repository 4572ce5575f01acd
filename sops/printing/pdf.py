"""The PDF of a sheet: PDF/A-3a and PDF/UA-1, with the SOP's own file attached (Permenpan RB 35/2012 gives the form)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pydyf
from weasyprint import Attachment, Document
from weasyprint.text.fonts import FontConfiguration

from sops.document import SopDocument
from sops.printing.layout import lay_out
from sops.printing.sheet import Sheet
from sops.sop_file import write_sop

# XMP that says "PDF/UA-1", and explains to PDF/A readers the property with which it says so (ISO 14289-1, 19005-3).
UA_METADATA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
# The file has no date of its own: its content decides its bytes.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def sheet_pdf(sheet: Sheet, fonts: FontConfiguration | None = None, book_page: int = 0) -> bytes:
    """The official sheet as a PDF. The same sheet gives the same bytes.

    `fonts` may be shared by sheets that are made one after the other; `book_page` is as in `lay_out`.
    """
    fonts = fonts or FontConfiguration()
    return write(lay_out(sheet, fonts, book_page).document, sheet)


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
    written: bytes = document.write_pdf(
        finisher=finish,
        pdf_variant="pdf/a-3a",
        attachments=[program],
        pdf_identifier=b"sopflow",
    )
    return written


def public_document(document: SopDocument) -> SopDocument:
    """The SOP without the notes on its scan, which are for the office's admins."""
    return replace(
        document,
        catatan_transkripsi={},
        pelaksana=tuple(replace(column, catatan_transkripsi="") for column in document.pelaksana),
        prosedur=tuple(replace(step, catatan_transkripsi="") for step in document.prosedur),
    )


def finish(document: Document, pdf: Any) -> None:
    """What PDF/UA-1 asks for beyond what WeasyPrint writes: the scope of headings, and its own mark."""
    for made in pdf.objects:
        if isinstance(made, pydyf.Dictionary) and made.get("S") == "/TH":
            made["A"]["Scope"] = "/Column"
        if isinstance(made, pydyf.Stream) and made.extra.get("Type") == "/Metadata":
            made.stream = [part.replace(b"</rdf:RDF>", UA_METADATA + b"</rdf:RDF>") for part in made.stream]
