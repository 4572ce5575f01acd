"""A PDF written object by object: only where each one stands stays in memory. ISO 32000-1, 7.5.7 and 7.5.8."""

import struct
import zlib
from typing import BinaryIO

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
ENTRY = struct.Struct(">BIH")  # of the cross-reference: its kind, where, and the place inside a container
FREE, IN_FILE, IN_CONTAINER = 0, 1, 2
TOGETHER = 200  # small objects that are compressed together


class PdfWriter:
    """Writes objects in any order under numbers that were reserved before."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.entries = bytearray(ENTRY.pack(FREE, 0, 65535))
        self.small: list[tuple[int, bytes]] = []
        self.position = 0
        self.write(HEADER)

    def write(self, data: bytes) -> None:
        """Write bytes and remember how far the file has grown."""
        self.out.write(data)
        self.position += len(data)

    def reserve(self) -> int:
        """The number of an object that will be written."""
        self.entries += ENTRY.pack(FREE, 0, 0)
        return len(self.entries) // ENTRY.size - 1

    def place(self, number: int, kind: int, where: int, inside: int) -> None:
        """Note where an object stands."""
        ENTRY.pack_into(self.entries, number * ENTRY.size, kind, where, inside)

    def put(self, number: int, body: bytes) -> None:
        """Write an object that is no stream."""
        self.small.append((number, body))
        if len(self.small) == TOGETHER:
            self.flush()

    def put_stream(self, number: int, dictionary: bytes, data: bytes) -> None:
        """Write a stream; the dictionary has its length."""
        self.place(number, IN_FILE, self.position, 0)
        self.write(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, dictionary, data))

    def flush(self) -> None:
        """Write the small objects that wait, compressed together."""
        if not self.small:
            return
        container, index, content = self.reserve(), b"", b""
        for inside, (number, body) in enumerate(self.small):
            self.place(number, IN_CONTAINER, container, inside)
            index += b"%d %d " % (number, len(content))
            content += body + b"\n"
        dictionary = b"/Type /ObjStm /N %d /First %d" % (len(self.small), len(index))
        self.small = []
        self.put_packed(container, dictionary, index + content)

    def put_packed(self, number: int, entries: bytes, content: bytes) -> None:
        """Write a stream of this content, compressed."""
        data = zlib.compress(content)
        self.put_stream(number, b"<< %b /Filter /FlateDecode /Length %d >>" % (entries, len(data)), data)

    def finish(self, root: int, info: int, identifier: bytes) -> None:
        """Write the cross-reference with the trailer: the file is whole. `identifier` has 16 bytes."""
        self.flush()
        table, start = self.reserve(), self.position
        self.place(table, IN_FILE, start, 0)
        mark = identifier.hex().encode()
        entries = b"/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>]"
        size = len(self.entries) // ENTRY.size
        self.put_packed(table, entries % (size, root, info, mark, mark), bytes(self.entries))
        self.write(b"startxref\n%d\n%%%%EOF\n" % start)
