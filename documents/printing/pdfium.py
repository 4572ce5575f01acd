"""Looking into PDFs with PDFium: a page as a picture, the words of its pages.

PDFium serves one thread at a time, and the web server has several: whoever looks, holds the lock. A page of a foreign
file may say that it is as large as a field or as long as a street: the picture is made smaller then, of a few million
points at most, and no side longer than a WebP can have (16,383).
"""

import io
import threading

import pypdfium2

LOCK = threading.Lock()
MOST_PIXELS, LONGEST = 4_000_000, 16_000
POINTS = 72  # to the inch


class NotReadable(Exception):
    """The file is no PDF that can be opened, or has no such page."""


def page_picture(pdf: bytes, page: int, dpi: int, *, kind: str = "PNG") -> bytes:
    """A page (from 1) as a picture, PNG or WEBP (smaller, for a look beside a form). Raises NotReadable."""
    with LOCK:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                document.init_forms()  # without it the stamps, which are fields, are not drawn
                sheet = document[page - 1]
                width, height = sheet.get_size()
                area, longest = max(width * height, 1), max(width, height, 1)
                scale = min(dpi / POINTS, (MOST_PIXELS / area) ** 0.5, LONGEST / longest)
                image = sheet.render(scale=scale).to_pil()
        except (pypdfium2.PdfiumError, IndexError, MemoryError, ValueError) as error:
            raise NotReadable from error
    target = io.BytesIO()
    image.save(target, kind, quality=60)
    return target.getvalue()


def words_of(pdf: bytes, most_pages: int) -> str:
    """The text of the first pages. Raises NotReadable."""
    with LOCK:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                pages = [document[number] for number in range(min(len(document), most_pages))]
                return " ".join(page.get_textpage().get_text_bounded() for page in pages)
        except pypdfium2.PdfiumError as error:
            raise NotReadable from error
