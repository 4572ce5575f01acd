"""Files that are damaged, or made to do harm: each gets an answer, none brings the page down or eats the memory."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from documents.models import Way
from documents.printing.pdfium import LONGEST, MOST_PIXELS, NotReadable, page_picture
from documents.signing.block import Block
from documents.signing.checking import NotWellSigned, check_signed
from documents.signing.fields import NotSignable, has_signatures
from documents.signing.pades import Words, signed
from documents.signing.same_pages import Unreadable, same_pages
from documents.signing.stamp import stamp_pdf
from documents.signing.verifying import verified
from tests.signing_papers import opened_key

AT = datetime(2026, 1, 5, tzinfo=UTC)
SIGNED_FIELD = Dictionary(FT=Name.Sig, T=String("s"), V=Dictionary(Type=Name.Sig))


def a_pdf(change: Callable[[Pdf], object] = lambda _: None, *, packed: bool = False) -> bytes:
    pdf, target = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(200, 300))
    change(pdf)
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.preserve
    pdf.save(target, object_stream_mode=mode)
    return target.getvalue()


def with_form(form: object) -> bytes:
    return a_pdf(lambda pdf: pdf.Root.__setitem__("/AcroForm", form))


@pytest.mark.slow
def test_a_file_with_a_damaged_stream_is_told_and_not_raised() -> None:
    good = signed(a_pdf(packed=True), "s", opened_key("N", "K", AT), Words("N", "", "", "", AT), None)
    places = [place for place in range(len(good)) if good.startswith(b"stream", place)]
    tried = 0
    for place in places:
        for step in range(8, 60, 3):
            if place + step < len(good):
                bad = good[: place + step] + bytes([good[place + step] ^ 0xFF]) + good[place + step + 1 :]
                assert not verified(bad, []).holds
                with pytest.raises(NotWellSigned):
                    check_signed(a_pdf(packed=True), bad)
                tried += 1
    assert tried > 20


@pytest.mark.parametrize("form", [5, Array([1]), Dictionary(Fields=5), Dictionary(Fields=Array([1, None]))])
def test_what_is_no_form_has_no_signature(form: object) -> None:
    assert not has_signatures(with_form(form))


def test_a_signature_deep_in_a_form_is_found() -> None:
    nested = Dictionary(T=String("kelompok"), Kids=Array([SIGNED_FIELD]))
    assert has_signatures(with_form(Dictionary(Fields=Array([nested]))))
    assert not has_signatures(with_form(Dictionary(Fields=Array([Dictionary(FT=Name.Sig, T=String("s"))]))))


def test_a_file_without_pages_or_with_odd_annotations_is_told() -> None:
    odd = a_pdf(lambda pdf: pdf.pages[0].obj.__setitem__("/Annots", Array([1])))
    with pytest.raises(Unreadable):
        same_pages(odd, odd)
    with pytest.raises(NotSignable):
        has_signatures(b"%PDF-1.7")


@pytest.mark.parametrize("side", [14_400, 200_000, 1_000_000_000])
def test_the_picture_of_a_huge_page_is_small(side: int) -> None:
    box = Array([0, 0, side, side])
    huge = a_pdf(lambda pdf: pdf.pages[0].obj.__setitem__("/MediaBox", box))
    picture = page_picture(huge, 1, 70)
    width, height = (int.from_bytes(picture[place : place + 4]) for place in (16, 20))
    assert width * height <= MOST_PIXELS * 1.01


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("sides", [(20_000, 100), (100, 20_000), (1_000_000, 1)])
def test_the_picture_of_a_very_long_page_is_one_too(kind: str, sides: tuple[int, int]) -> None:
    box = Array([0, 0, *sides])
    long = a_pdf(lambda pdf: pdf.pages[0].obj.__setitem__("/MediaBox", box))
    picture = Image.open(io.BytesIO(page_picture(long, 1, 72, kind=kind)))
    assert picture.format == kind
    assert max(picture.size) <= LONGEST + 1


def test_a_page_that_is_not_there_is_no_picture() -> None:
    for content, page in ((a_pdf(), 2), (b"%PDF-1.7", 1), (b"", 1)):
        with pytest.raises(NotReadable):
            page_picture(content, page, 70)


def test_a_paper_that_was_prepared_for_a_service_is_stamped_where_its_signature_belongs() -> None:
    stamp = stamp_pdf(Block(("Kepala",), "Nama"), "https://contoh.go.id", Way.INTERNAL, 100, 80)
    key, words = opened_key("N", "K", AT), Words("N", "", "", "", AT)
    made = signed(a_pdf(), "ttd-1", key, words, stamp, [1, 20, 30, 100, 80])
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert [int(number) for number in field.Rect] == [20, 30, 120, 110]
