"""From HTML to a PDF that is an archive's and a screen reader's: PDF/A-3a and PDF/UA-1."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pydyf
from weasyprint import HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration

from documents.printing.fetching import NoFetching

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


def laid_out(html: str, fonts: FontConfiguration | None = None) -> Document:
    """The HTML on its pages; nothing is fetched. `fonts` may be shared by papers made one after the other."""
    return HTML(string=html, url_fetcher=NoFetching()).render(font_config=fonts or FontConfiguration())


def pdf_of(document: Document, attachments: Sequence[Attachment] = ()) -> bytes:
    """The laid out document as a file, its fonts embedded. The same document gives the same bytes."""
    written: bytes = document.write_pdf(
        finisher=finish, pdf_variant="pdf/a-3a", attachments=list(attachments), pdf_identifier=b"sopflow"
    )
    return written


def finish(document: Document, pdf: Any) -> None:
    """What PDF/UA-1 asks for beyond what WeasyPrint writes: the scope of headings, and its own mark."""
    for made in pdf.objects:
        if isinstance(made, pydyf.Dictionary) and made.get("S") == "/TH":
            made["A"]["Scope"] = "/Column"
        if isinstance(made, pydyf.Stream) and made.extra.get("Type") == "/Metadata":
            made.stream = [part.replace(b"</rdf:RDF>", UA_METADATA + b"</rdf:RDF>") for part in made.stream]
