"""Whether a PDF may be opened at all: what it unpacks to is bounded before any reader sees it. No Django.

PDFium and qpdf unpack what a stream says, up to gigabytes for one megabyte of file, and neither can be told to stop.
So every packed stream is unpacked here first, a piece at a time, and nothing is kept.
"""

import base64
import re
import zlib
from collections.abc import Iterator

STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
# A page of A4 in colors at 600 dots an inch is 104 MB; twice that is no page.
MAX_STREAM = 200 * 1024 * 1024
MAX_WHOLE = 600 * 1024 * 1024
MAX_READ = 256 * 1024 * 1024  # bytes of the file, counted anew for each stream that overlaps another
# How old filters swell cannot be seen cheaply; what uses them for much is printed anew.
OLD_FILTER = re.compile(rb"/(?:LZW(?:Decode)?|RunLengthDecode|RL)(?![A-Za-z])")
MAX_OLD = 64 * 1024
ASCII_FILTER = re.compile(rb"/(?:ASCII85Decode|A85|ASCIIHexDecode|AHx)(?![A-Za-z])")
REFERENCE = re.compile(rb"\d\s+\d+\s+R(?![A-Za-z])")
MAX_REFERENCES = 250_000  # qpdf needs two kilobytes for each that stands among the pages
MAX_TEXT = 16 * 1024 * 1024  # bytes of streams written as text, all together
MAX_STREAMS = 100_000  # a scan has three for each page
DICTIONARY = 1024  # bytes before a stream in which its filters are looked for
IN, OUT = 64 * 1024, 1024 * 1024
ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


class TooMuch(Exception):
    """The file would unpack to more than any paper needs."""


class Unpacked:
    """What has been read and unpacked so far, of all streams."""

    def __init__(self) -> None:
        self.whole = self.read = self.references = 0

    def stream(self, packed: bytes | memoryview, depth: int = 0) -> None:
        """Unpack one stream and forget it; one that is packed again is unpacked again. Raises TooMuch."""
        size, inner = 0, bytearray()
        for piece in self.pieces(packed):
            size += len(piece)
            self.whole += len(piece)
            if size > MAX_STREAM or self.whole > MAX_WHOLE:
                raise TooMuch
            self.references += piece.count(b" R")
            if depth < 3 and (inner or piece.startswith(ZLIB_HEADS)):
                inner += piece
        if self.references > MAX_REFERENCES:
            raise TooMuch
        if inner:
            self.stream(bytes(inner), depth + 1)

    def pieces(self, packed: bytes | memoryview) -> Iterator[bytes]:
        """What it unpacks to, until it ends or breaks."""
        unpacker = zlib.decompressobj()
        try:
            for start in range(0, len(packed), IN):
                rest = bytes(packed[start : start + IN])
                self.read += len(rest)
                if self.read > MAX_READ:
                    raise TooMuch
                while rest and not unpacker.eof:
                    yield unpacker.decompress(rest, OUT)
                    rest = unpacker.unconsumed_tail
                if unpacker.eof:
                    self.read -= len(unpacker.unused_data)
                    return
        except zlib.error:
            return


def check_pdf(data: bytes) -> None:
    """Raises TooMuch for a file that no reader should be given."""
    found = Unpacked()
    if data.count(b" R") > MAX_REFERENCES and sum(1 for _ in REFERENCE.finditer(data)) > MAX_REFERENCES:
        raise TooMuch
    text = 0
    for number, match in enumerate(STREAM.finditer(data)):
        if number == MAX_STREAMS:
            raise TooMuch
        said = data[max(0, match.start() - DICTIONARY) : match.start()].rpartition(b"endobj")[2]
        start = match.end()
        if OLD_FILTER.search(said) and length_of(data, start) > MAX_OLD:
            raise TooMuch
        if ASCII_FILTER.search(said):
            size = length_of(data, start)
            text += size
            if start + size == len(data) or text > MAX_TEXT:  # one that never ends, or too many of them
                raise TooMuch
            found.stream(of_text(data[start : start + size]))
        elif data[start : start + 1] and data[start] & 15 == 8:  # zlib, whatever its window
            found.stream(memoryview(data)[start:])


def length_of(data: bytes, start: int) -> int:
    """How long the stream is that begins there."""
    end = data.find(b"endstream", start)
    return (len(data) if end < 0 else end) - start


def of_text(text: bytes) -> bytes:
    """The bytes that are written as text, base 85 or hexadecimal; nothing where they are neither."""
    plain = b"".join(text.split())
    try:
        if re.fullmatch(rb"[0-9A-Fa-f]*>?", plain):
            return bytes.fromhex(plain.rstrip(b">").decode())
        return base64.a85decode(plain.removeprefix(b"<~").removesuffix(b"~>"))
    except ValueError:
        return b""
