"""Where a laid out paper has left room for signatures: elements whose id begins with "ttd-"."""

import re
from collections.abc import Mapping, Sequence

from weasyprint import Document

PREFIX = "ttd-"
POINTS = 0.75  # of a CSS pixel
ELSEWHERE = """<div class="ttd-note">Tanda tangan elektronik dibubuhkan satu kali, pada blok tanda tangan pertama, \
dan mencakup seluruh halaman.</div>"""

INK = "ttd-ink"  # the class of room for ink
FIELD = re.compile(rf'<div class="(?P<kind>ttd|[a-z -]*{INK})" id="(?P<name>{PREFIX}[a-z0-9-]+)"></div>')

Boxes = Mapping[str, Sequence[float]]


def boxes_of(document: Document) -> dict[str, list[float]]:
    """Each field by its name: page (from 1), x, y, width, height in points from the bottom left. The first one of a
    name counts."""
    found: dict[str, list[float]] = {}
    for number, page in enumerate(document.pages, 1):
        for box in page._page_box.descendants():
            name = box.element.get("id", "") if box.element is not None else ""
            if name.startswith(PREFIX) and name not in found:
                below = page.height - box.content_box_y() - box.height
                sizes = (box.content_box_x(), below, box.width, box.height)
                found[name] = [number, *(round(size * POINTS, 2) for size in sizes)]
    return found


def once(html: str) -> str:
    """The paper with one field of each name: a block that comes again points to the first. One that is signed with ink
    (`INK`) stands whole wherever it comes: ink covers no other page."""
    seen: set[str] = set()

    def first(match: re.Match[str]) -> str:
        if match["name"] in seen:
            return f'<div class="{match["kind"]}"></div>' if INK in match["kind"] else ELSEWHERE
        seen.add(match["name"])
        return match[0]

    return FIELD.sub(first, html)
