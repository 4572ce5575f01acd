"""Reading pages in English: who does so, and the words by which one knows that a text was left in Indonesian."""

import re
from html.parser import HTMLParser

from organizations.models import User
from tests.pages import VOID
from tests.visitor import Visitor

# Words of our pages that no post, SOP or regulation of the fixtures has (tests.test_languages holds that), so that one
# of them on an English page is a text that was not translated, and no data.
TELLTALE = {
    "aktifkan", "apakah", "batalkan", "buka", "cari", "coba", "dikerjakan", "diminta",
    "hapus", "isinya", "keadaan", "kirim", "lagi", "lalu", "langsung", "lihat", "masih", "milik", "misalnya", "muat",
    "pakai", "pilih", "saya", "sebentar", "sedang", "sekarang", "sendirinya", "simpan", "tambah", "tampilkan",
    "tersimpan", "terjadi", "tersedia", "tunggu", "ulang", "unduh", "unggah",
}  # fmt: skip
FOUND = re.compile(rf"\b(?:{'|'.join(sorted(TELLTALE))})\b", re.IGNORECASE)


class ShownText(HTMLParser):
    """What a page shows and reads out, without the parts that say that they are Indonesian."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[tuple[str, bool]] = []
        self.texts: list[str] = []
        self.feed(html)

    @property
    def is_indonesian(self) -> bool:
        return any(is_so for _, is_so in self.inside)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self.inside.append((tag, found.get("lang") == "id"))
        if not self.is_indonesian:
            said = (found.get(name) for name in ("aria-label", "title", "alt", "placeholder", "data-confirm"))
            self.texts += [text for text in said if text]

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        hidden = {name for name, _ in self.inside} & {"script", "style", "textarea"}
        if not self.is_indonesian and not hidden:
            self.texts.append(" ".join(data.split()))


def left_over(html: str) -> list[str]:
    """The texts of a page in which a telltale word stands."""
    return [text for text in ShownText(html).texts if FOUND.search(text)]


def reading_english(user: User | None = None) -> Visitor:
    """Somebody who chose English in their browser."""
    return Visitor(user, "en")
