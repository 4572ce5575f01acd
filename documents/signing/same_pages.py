"""Whether two PDFs show the same pages, however their files are written. No Django."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf

SHOWING = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources")
INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
# How a stream is packed says nothing about what it holds; the rest says nothing about what is seen.
ASIDE = {
    "/Length",
    "/Filter",
    "/DecodeParms",
    "/DL",
    "/Parent",
    "/Metadata",
    "/StructParent",
    "/StructParents",
}
DEEPEST = 60


class Unreadable(Exception):
    """A file is no PDF, or is nested deeper than any page is."""


def same_pages(one: bytes, other: bytes) -> bool:
    """Same number of pages; on each the same size, content, fonts, pictures, and annotations other than signatures."""
    return list(pages_of(one)) == list(pages_of(other))


def pages_of(content: bytes) -> Iterator[str]:
    """A hash of what each page shows. Raises Unreadable."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            known: dict[tuple[int, int], str] = {}
            for page in pdf.pages:
                yield hashed([shown(page, known), *annotations(page, known)])
    except (pikepdf.PdfError, AttributeError, RecursionError, TypeError, ValueError, LookupError) as fault:
        raise Unreadable from fault


def shown(page: pikepdf.Page, known: dict[tuple[int, int], str]) -> str:
    """A hash of the page's content stream, and of all that it draws with."""
    parts = [hashlib.sha256(joined(page)).hexdigest()]
    for name in SHOWING:
        found = inherited(page.obj, name)
        parts.append(name if found is None else told(found, known, 0))
    return hashed(parts)


def joined(page: pikepdf.Page) -> bytes:
    """The decoded content of a page; its parts are one stream, wherever it is cut."""
    found = page.obj.get("/Contents")
    if found is None:
        return b""
    streams = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(stream.read_bytes() for stream in streams)


def inherited(node: Any, name: str) -> Any:
    """An entry of a page, or of the nearest node above it, where it is one that pages inherit."""
    for _ in range(DEEPEST):
        if name in node:
            return node[name]
        if name not in INHERITED or "/Parent" not in node:
            break
        node = node["/Parent"]
    return None


def annotations(page: pikepdf.Page, known: dict[tuple[int, int], str]) -> Iterator[str]:
    """What lies on the page, signatures apart: kind, place, and how it looks."""
    for each in page.obj.get("/Annots", []):
        if each.get("/Subtype") == "/Widget" and inherited_type(each) == "/Sig":
            continue
        yield hashed([told(each[name], known, 0) for name in ("/Subtype", "/Rect", "/AP") if name in each])


def inherited_type(field: Any) -> Any:
    """The type of a form field; the widget may be apart from the field that it shows."""
    for _ in range(DEEPEST):
        if "/FT" in field or "/Parent" not in field:
            break
        field = field["/Parent"]
    return field.get("/FT")


def told(value: Any, known: dict[tuple[int, int], str], depth: int) -> str:
    """A text that two values share only if they are the same, wherever in their files they stand."""
    if depth > DEEPEST:
        raise Unreadable
    if not isinstance(value, pikepdf.Object):
        return number(value)
    place = value.objgen
    if place == (0, 0):
        return composed(value, known, depth)
    if place not in known:
        known[place] = "around"  # a thing that refers back to itself is told once
        known[place] = hashed([composed(value, known, depth)])
    return known[place]


def number(value: Any) -> str:
    """A plain value; 595 and 595.0 are the same size."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        return repr(value)
    return format(Decimal(str(value)).normalize(), "f")


def composed(value: Any, known: dict[tuple[int, int], str], depth: int) -> str:
    if isinstance(value, pikepdf.Stream | pikepdf.Dictionary):
        is_stream = isinstance(value, pikepdf.Stream)
        names = sorted(name for name in value.keys() if name not in ASIDE)  # noqa: SIM118
        parts = [f"{name} {told(value[name], known, depth + 1)}" for name in names]
        return f"<<{' '.join(parts)}>>" + (hashlib.sha256(unpacked(value)).hexdigest() if is_stream else "")
    if isinstance(value, pikepdf.Array):
        return f"[{' '.join(told(each, known, depth + 1) for each in value)}]"
    return repr(value)


def unpacked(stream: Any) -> bytes:
    """The bytes of a stream; a photograph stays as it is packed."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())


def hashed(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
