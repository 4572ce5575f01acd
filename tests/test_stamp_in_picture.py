"""The picture of a page shows the stamp of whoever signed it: stamps are drawn by the fields of the form."""

import io

import pytest
from PIL import Image, ImageChops

from documents.printing.pdfium import page_picture
from tests.cast import Cast
from tests.signing_papers import Officials, content_of, fresh, signed_paper

pytestmark = pytest.mark.django_db


def test_the_stamp_stands_on_the_picture(cast: Cast) -> None:
    officials = Officials(cast.now, ["kepala-dinas"])
    paper = signed_paper(officials, count=1)
    before = content_of(fresh(paper).base)
    after = content_of(fresh(paper).file)
    field = next(iter(paper.boxes))
    page = int(paper.boxes[field][0])
    pictures = [
        Image.open(io.BytesIO(page_picture(content, page, 72))).convert("L") for content in (before, after)
    ]
    changed = ImageChops.difference(*pictures).getbbox()
    assert changed is not None
    assert changed[2] - changed[0] > 20
