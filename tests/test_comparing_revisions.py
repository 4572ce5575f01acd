"""Two revisions side by side: every differing word is marked, and running cases are told of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from sops.marking import MOST_WORDS, Piece, marked
from tests.cast import Cast
from tests.visitor import Visitor
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop

OFFICE = "dpupr-tarakan"
URL = f"/sops/{OFFICE}/banding/compare/"
TEXTS = st.text(st.sampled_from("ab \n"), max_size=30)


def test_the_words_of_which_the_other_text_has_none_are_marked() -> None:
    left, right = marked("Menyusun draf PK dinas", "Menyusun konsep PK")
    assert left == [
        Piece("Menyusun ", False),
        Piece("draf ", True),
        Piece("PK ", False),
        Piece("dinas", True),
    ]
    assert right == [Piece("Menyusun ", False), Piece("konsep ", True), Piece("PK", False)]


@given(TEXTS, TEXTS)
@example("", "")
@example(" a", "a ")
def test_the_pieces_are_the_texts_again_and_what_is_not_marked_stands_in_both(old: str, new: str) -> None:
    left, right = marked(old, new)
    assert ("".join(p.text for p in left), "".join(p.text for p in right)) == (old, new)
    same = ["".join(p.text for p in side if not p.is_other).split() for side in (left, right)]
    assert same[0] == same[1]
    if old == new:
        assert not any(p.is_other for p in left)


def test_very_long_texts_are_marked_whole() -> None:
    long = "kata " * MOST_WORDS
    assert marked(long, f"{long}lain") == ([Piece(long, True)], [Piece(f"{long}lain", True)])
    assert marked(long, long) == ([Piece(long, False)], [Piece(long, False)])


@pytest.mark.django_db
def test_the_page_marks_what_differs_and_counts_the_cases_that_stay(cast: Cast) -> None:
    load_sop("banding", COMMAND, f"{DRAFT}, waktu: 1 jam", FILE)
    cases = [cast.advance(cast.start("banding"), 2) for _ in range(2)]
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}"
    load_sop("banding", COMMAND, f"{DRAFT.replace('Menyusun', 'Menyusun draf')}, waktu: 2 jam", check, FILE)
    head = Visitor(cast.head)
    page = head.open(URL)
    assert "<del>1 " in page.html
    assert "<ins>2 " in page.html
    assert "<ins>draf</ins>" in page.html
    assert "Ditambah Langkah 3: Memeriksa" in page.text
    assert "2 di langkah 2. Menyusun" in page.text
    assert "Tidak ada kasus berjalan" in head.open(f"{URL}?dari=2&ke=1").text
    for case in cases:
        cast.advance_to_end(case)
    assert "Tidak ada kasus berjalan" in head.open(URL).text
    assert "Bandingkan dua revisi" in head.open(f"/sops/{OFFICE}/banding/").text


@pytest.mark.django_db
def test_cases_that_one_may_not_see_are_not_counted_and_nonsense_does_no_harm(cast: Cast) -> None:
    load_sop("banding", COMMAND, DRAFT, FILE)
    cast.advance(cast.start("banding"), 2)
    load_sop("banding", COMMAND, f"{DRAFT}, waktu: 1 jam", FILE)
    colleague = Visitor(cast.user(OFFICE, "staf-umum"))
    assert "Tidak ada kasus berjalan" in colleague.open(URL).text
    Visitor(cast.outsider).open(URL, 404)
    for query in ("dari=9&ke=x", "dari=%00", "dari=1&ke=1", "dari=" + "9" * 4000):
        colleague.open(f"{URL}?{query}")
    assert "Pilih dua revisi" in colleague.open(f"{URL}?dari=1&ke=1").text


@pytest.mark.django_db
def test_many_cases_cost_what_one_costs(cast: Cast) -> None:
    load_sop("banding", COMMAND, DRAFT, FILE)
    load_sop("banding", COMMAND, f"{DRAFT}, waktu: 1 jam", FILE)
    head, found = Visitor(cast.head), []
    for _ in range(2):
        for _ in range(8):
            cast.start("banding")
        head.open(f"{URL}?dari=2&ke=1")
        with CaptureQueriesContext(connection) as queries:
            head.open(f"{URL}?dari=2&ke=1")
        found.append(len(queries))
    assert found[0] == found[1]
