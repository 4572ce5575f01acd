"""Copying objects from one PDF into another that is being written, each under a new number."""

import re
from typing import Any

import pikepdf

from sops.printing.pdf_writer import PdfWriter

# A reference to an object. Strings are matched first, and stay as they are: qpdf writes every parenthesis inside
# one with a backslash.
REFERENCE = re.compile(rb"\((?:\\.|[^\\)])*\)|\b(\d+) (\d+) R\b", re.DOTALL)


class Copier:
    """Copies objects of one file, with all that they refer to."""

    def __init__(self, source: pikepdf.Pdf, writer: PdfWriter) -> None:
        self.source, self.writer = source, writer
        self.numbers: dict[tuple[int, int], int] = {}
        self.waiting: list[tuple[int, int]] = []

    def stand_for(self, found: pikepdf.Object, number: int) -> None:
        """Let an object of the source be this one of the target; it is not copied."""
        self.numbers[found.objgen] = number

    def number(self, objgen: tuple[int, int]) -> int:
        """Its number in the target; what is met for the first time will be copied."""
        if objgen not in self.numbers:
            self.numbers[objgen] = self.writer.reserve()
            self.waiting.append(objgen)
        return self.numbers[objgen]

    def text(self, found: Any) -> bytes:
        """A value as the target writes it; an object of its own becomes a reference."""
        return self.renumbered(plain(found))

    def renumbered(self, text: bytes) -> bytes:
        """The same text with the references of the target."""

        def replaced(match: "re.Match[bytes]") -> bytes:
            if match[1] is None:
                return match[0]
            return b"%d 0 R" % self.number((int(match[1]), int(match[2])))

        return REFERENCE.sub(replaced, text)

    def run(self) -> None:
        """Write everything that was reached."""
        while self.waiting:
            objgen = self.waiting.pop()
            found, number = self.source.get_object(objgen), self.numbers[objgen]
            if isinstance(found, pikepdf.Stream):
                data = found.read_raw_bytes()
                self.writer.put_stream(number, self.renumbered(found.stream_dict.unparse()), data)
            else:
                self.writer.put(number, self.renumbered(plain(found, resolved=True)))


def plain(found: Any, *, resolved: bool = False) -> bytes:
    """A value as its own file writes it; pikepdf gives numbers as those of Python."""
    if isinstance(found, pikepdf.Object):
        return found.unparse(resolved=resolved)
    return str(found).encode()
