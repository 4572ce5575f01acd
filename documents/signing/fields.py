"""Preparing a PDF for its signatures, once: empty fields where they will stand, and a draft copy for reading.

Later signatures are incremental updates of these bytes. Every visible field must be there before the first one, tagged
as a form (PDF/UA-1, 7.18.4) and with an appearance (PDF/A-3, 6.3.3): so the paper stays both after the last signature.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from documents.signing.boxes import Boxes

PRINT_LOCKED = 4 + 128  # flags of an annotation: it is printed, and stays where it is
SIGNATURES_APPEND_ONLY = 3


class NotSignable(Exception):
    """The file cannot take signatures; the message says why, in Indonesian."""


def with_fields(pdf: bytes, boxes: Boxes, labels: Mapping[str, str]) -> bytes:
    """The PDF with an empty signature field for each box; `labels` are what screen readers say of them."""
    with opened(pdf) as document:
        fields = Array()
        tree = document.Root.get("/StructTreeRoot")
        for name, (page, x, y, width, height) in boxes.items():
            sheet = document.pages[int(page) - 1].obj
            look = document.make_stream(
                b"",
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, width, height]),
                Resources=Dictionary(),
            )
            widget = document.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Sig,
                    T=String(name),
                    TU=String(labels.get(name) or "Tanda tangan"),
                    Rect=Array([x, y, x + width, y + height]),
                    F=PRINT_LOCKED,
                    P=sheet,
                    AP=Dictionary(N=look),
                )
            )
            if tree is not None:
                tag(document, tree, sheet, widget)
            if "/Annots" not in sheet:
                sheet.Annots = Array()
            sheet.Annots.append(widget)
            sheet.Tabs = Name.S
            fields.append(widget)
        form = Dictionary(Fields=fields, SigFlags=SIGNATURES_APPEND_ONLY)
        document.Root.AcroForm = document.make_indirect(form)
        return saved(document)


def tag(document: Pdf, tree: Any, sheet: Any, widget: Any) -> None:
    """Put the widget into the structure of a tagged PDF, as a form at its end."""
    numbers = tree.ParentTree.Nums
    key = max((int(numbers[place]) for place in range(0, len(numbers), 2)), default=-1) + 1
    top = tree.K[0] if isinstance(tree.K, Array) else tree.K
    content = Dictionary(Type=Name.OBJR, Obj=widget, Pg=sheet)
    element = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=top, Pg=sheet, K=content)
    )
    if not isinstance(top.K, Array):
        top.K = Array([top.K])
    top.K.append(element)
    widget.StructParent = key
    numbers.append(key)
    numbers.append(element)
    tree.ParentTreeNextKey = key + 1


def joined(pdf: bytes, appendix: bytes) -> tuple[bytes, int]:
    """A PDF that was received, with pages added at its end, and how many it had before."""
    with opened(pdf) as document, pikepdf.open(io.BytesIO(appendix)) as more:
        before = len(document.pages)
        document.pages.extend(more.pages)
        return saved(document), before


def draft_copy(pdf: bytes, overlay: bytes) -> bytes:
    """The PDF with the first page of another one over each of its pages: a copy to read, never to sign."""
    with opened(pdf) as document, pikepdf.open(io.BytesIO(overlay)) as more:
        for page in document.pages:
            page.add_overlay(more.pages[0], None)
        return saved(document)


def page_count(pdf: bytes) -> int:
    """How many pages it has. Raises NotSignable."""
    with opened(pdf) as document:
        return len(document.pages)


def has_signatures(pdf: bytes) -> bool:
    """Whether somebody has signed it already. Raises NotSignable."""
    with opened(pdf) as document:
        return any("/V" in field for field in signature_fields(document))


def signature_fields(document: Pdf) -> Iterator[Any]:
    """The signature fields of a form, however deep they lie in it; what is no form has none."""
    form = document.Root.get("/AcroForm")
    waiting = [form.get("/Fields")] if isinstance(form, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        fields = waiting.pop()
        for each in fields if isinstance(fields, Array) else ():
            if not isinstance(each, Dictionary) or each.objgen in seen:
                continue
            seen |= {each.objgen} - {(0, 0)}
            waiting.append(each.get("/Kids"))
            if each.get("/FT") == Name.Sig:
                yield each


def opened(pdf: bytes) -> Pdf:
    """The PDF; raises NotSignable where it is broken, or locked by a password."""
    try:
        return pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PasswordError:
        raise NotSignable("PDF ini dikunci dengan kata sandi; unggah berkas tanpa kata sandi.") from None
    except pikepdf.PdfError:
        raise NotSignable("PDF ini rusak dan tidak dapat ditandatangani; unggah ulang berkasnya.") from None


def saved(document: Pdf) -> bytes:
    """Its bytes; the same content gives the same bytes."""
    target = io.BytesIO()
    document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return target.getvalue()
