"""Sheets bound into one book: pages, tags, attachments and an outline, one part in memory at a time.

A part is read with pikepdf; whatever its pages, its tags and its attachment reach is copied under new numbers. The
cover with the table of contents is added last, because it is the last to be laid out, and comes first.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from sops.printing.copying import Copier
from sops.printing.pdf_writer import PdfWriter

TO_PART = "buku:"  # the address of a link in the table of contents, before the number of the part
# What the book takes over from its front as it is.
OF_THE_FRONT = ("/Lang", "/MarkInfo", "/Metadata", "/OutputIntents", "/ViewerPreferences")


@dataclass(frozen=True)
class BoundPart:
    """A part that is in the book: its title in the outline, and the numbers of its objects."""

    title: str
    pages: list[int]


class NotThatLong(ValueError):
    """A part has not as many pages as the numbers printed on the others assume."""


class Binder:
    """Writes a book into a file: every part in order, then the front, which ends it."""

    def __init__(self, out: BinaryIO) -> None:
        self.writer = PdfWriter(out)
        self.page_tree, self.tags, self.whole = (self.writer.reserve() for _ in range(3))
        self.parts: list[BoundPart] = []
        self.elements: list[int] = []
        self.leaves: list[
            tuple[int, int, int]
        ] = []  # of the tree from pages to tags: first key, last key, number
        self.next_key = 0
        self.attachments: list[tuple[str, int]] = []
        self.identity = hashlib.sha256()

    def add(self, file: BinaryIO, *, title: str, attachment: str, pages: int) -> None:
        """Bind an SOP's sheet; its own file is attached to the book under this name. Raises NotThatLong."""
        with pikepdf.open(file) as source:
            if len(source.pages) != pages:
                raise NotThatLong(f"{title}: {len(source.pages)} halaman, bukan {pages}")
            copier = Copier(source, self.writer)
            prefix = len(self.parts) + 1
            self.parts.append(BoundPart(title, self.bind(source, copier, prefix)))
            for found in source.Root.get("/AF", Array())[:1]:
                found.F = found.UF = String(attachment)
                self.attachments.append((attachment, copier.number(found.objgen)))
            copier.run()

    def bind(self, source: Pdf, copier: Copier, prefix: int) -> list[int]:
        """Take over pages and tags; the numbers of the pages."""
        distinguish(source, prefix, self.next_key)
        copier.stand_for(source.Root.Pages, self.page_tree)
        # Only the outermost element refers to it, as its parent: in the book it has another one.
        copier.stand_for(source.Root.StructTreeRoot, self.whole)
        for element in source.Root.StructTreeRoot.K:
            element.S = Name.Part
            self.elements.append(copier.number(element.objgen))
        self.add_leaf(source.Root.StructTreeRoot.ParentTree.Nums, copier)
        return [copier.number(page.obj.objgen) for page in source.pages]

    def add_leaf(self, nums: pikepdf.Object, copier: Copier) -> None:
        """The part of the tree from pages to tags; its keys go on where those before ended."""
        flat = list(nums)
        first, last = self.next_key, self.next_key
        entries = []
        for key, value in zip(flat[::2], flat[1::2], strict=True):
            last = first + int(key)
            entries.append(b"%d %b" % (last, copier.text(value)))
        leaf = self.writer.reserve()
        self.writer.put(leaf, b"<< /Limits [%d %d] /Nums [%b] >>" % (first, last, b" ".join(entries)))
        self.leaves.append((first, last, leaf))
        self.next_key = last + 1

    def finish(self, file: BinaryIO, *, pages: int) -> int:
        """Bind the front before all parts and write the end of the file; how many pages the book has."""
        with pikepdf.open(file) as source:
            if len(source.pages) != pages:
                raise NotThatLong(f"Daftar isi: {len(source.pages)} halaman, bukan {pages}")
            copier = Copier(source, self.writer)
            self.direct_links(source, copier)
            front, after = len(self.elements), self.elements
            numbers = self.bind(source, copier, 0)
            self.elements = after[front:] + after[:front]
            kids = numbers + [page for part in self.parts for page in part.pages]
            taken = [b"%b %b" % (key.encode(), copier.text(source.Root[key])) for key in OF_THE_FRONT]
            info = copier.number(source.trailer.Info.objgen)
            self.identity.update(source.Root.Metadata.read_bytes())
            copier.run()
            self.write_trees(kids)
            root = self.write_root(taken, self.write_outline(numbers))
        self.writer.finish(root, info, self.identity.digest()[:16])
        return len(kids)

    def direct_links(self, source: Pdf, copier: Copier) -> None:
        """Let the links of the table of contents lead to the first pages of the parts."""
        goals: dict[int, pikepdf.Object] = {}
        for page in source.pages:
            for link in page.obj.get("/Annots", Array()):
                address = str(link.get("/A", Dictionary()).get("/URI", ""))
                if not address.startswith(TO_PART):
                    continue
                part = int(address.removeprefix(TO_PART))
                if part not in goals:
                    goals[part] = source.make_indirect(Dictionary())
                    copier.stand_for(goals[part], self.parts[part].pages[0])
                del link["/A"]
                link.Dest = Array([goals[part], Name.Fit])
                link.Contents = String(f"Ke {self.parts[part].title}")

    def write_trees(self, kids: list[int]) -> None:
        """The pages in their order, the tags in theirs."""
        put = self.writer.put
        put(self.page_tree, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), references(kids)))
        parents = self.writer.reserve()
        put(parents, b"<< /Kids [%b] >>" % references([number for _, _, number in self.leaves]))
        put(
            self.tags,
            b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d >>"
            % (self.whole, parents, self.next_key),
        )
        element = b"<< /Type /StructElem /S /Document /P %d 0 R /K [%b] >>"
        put(self.whole, element % (self.tags, references(self.elements)))

    def write_outline(self, front: list[int]) -> int:
        """A line for the table of contents, and one for every SOP."""
        lines = [("Daftar Isi", front[1])] + [(part.title, part.pages[0]) for part in self.parts]
        outline, numbers = self.writer.reserve(), [self.writer.reserve() for _ in lines]
        for place, (title, page) in enumerate(lines):
            near = b" /Prev %d 0 R" % numbers[place - 1] if place else b""
            near += b" /Next %d 0 R" % numbers[place + 1] if place + 1 < len(lines) else b""
            entries = (text(title), outline, page, near)
            self.writer.put(numbers[place], b"<< /Title %b /Parent %d 0 R /Dest [%d 0 R /Fit]%b >>" % entries)
        whole = b"<< /Type /Outlines /Count %d /First %d 0 R /Last %d 0 R >>"
        self.writer.put(outline, whole % (len(lines), numbers[0], numbers[-1]))
        return outline

    def write_root(self, taken: list[bytes], outline: int) -> int:
        """The catalog. The label of a page is what its foot says; the cover says nothing."""
        files = sorted(self.attachments)
        names = b" ".join(b"%b %d 0 R" % (text(name), number) for name, number in files)
        root = self.writer.reserve()
        entries = [
            b"/Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R" % (self.page_tree, self.tags),
            b"/Outlines %d 0 R /PageMode /UseOutlines" % outline,
            b"/PageLabels << /Nums [0 << /P (Sampul) >> 1 << /S /D /St 2 >>] >>",
            b"/Names << /EmbeddedFiles << /Names [%b] >> >>" % names,
            b"/AF [%b]" % references([number for _, number in files]),
            *taken,
        ]
        self.writer.put(root, b"<< %b >>" % b" ".join(entries))
        return root


def distinguish(source: Pdf, prefix: int, key: int) -> None:
    """Make what must be one in a whole file different in every part: names of elements, keys of pages and links."""
    for page in source.pages:
        for found in (page.obj, *page.obj.get("/Annots", Array())):
            for name in ("/StructParents", "/StructParent"):
                if name in found:
                    found[name] = int(found[name]) + key
    for found in source.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == Name.StructElem:
            if "/ID" in found:
                found.ID = String(f"{prefix}-{found.ID}")
            headers = found.get("/A", Dictionary()).get("/Headers")
            if headers is not None:
                found.A.Headers = Array([String(f"{prefix}-{header}") for header in headers])


def references(numbers: list[int]) -> bytes:
    """1 0 R 2 0 R."""
    return b" ".join(b"%d 0 R" % number for number in numbers)


def text(value: str) -> bytes:
    """A text as a PDF writes it."""
    return String(value).unparse()


def page_count(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(BytesIO(content)) as found:
        return len(found.pages)
