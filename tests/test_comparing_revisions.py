"""Two revisions side by side: every differing word is marked, and running cases are told of."""

from dataclasses import fields, replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from sops.comparing import differences
from sops.document import WAKIL, Answer, Column, Signatory, SopDocument, Step
from sops.marking import MOST_WORDS, Piece, marked
from tests.cast import Cast
from tests.properties import steady
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


WORDS = st.sampled_from(["", "a", "b", "a; b"])
WORD_LISTS = st.lists(WORDS, max_size=2).map(tuple)
KEYS = ("satu", "dua", "tiga")
ANSWERS = st.lists(st.builds(Answer, WORDS, st.sampled_from(["lanjut", "1"])), max_size=2).map(tuple)
SETTINGS = st.sampled_from([{}, {"kertas": "A4"}, {"kertas": "F4"}])
SIGNATORIES = st.builds(Signatory, jabatan=WORDS, nama=WORDS)
COLUMNS = st.builds(
    Column, key=st.just(""), nama=st.sampled_from(["Kepala", "Staf"]), wakil=st.sampled_from(WAKIL),
    jabatan=WORD_LISTS, catatan_transkripsi=WORDS,
)  # fmt: skip
OF_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS, tuple[str, ...]: WORD_LISTS, dict[str, Any]: SETTINGS, dict[str, str]: SETTINGS,
    Signatory: SIGNATORIES, tuple[Answer, ...]: ANSWERS,
}  # fmt: skip


def values(of: type[Step | SopDocument], *given: str) -> dict[str, st.SearchStrategy[Any]]:
    """Something for each field of a dataclass but those that are given."""
    return {each.name: OF_TYPE[each.type] for each in fields(of) if each.name not in given}


STEPS = st.builds(
    Step, order=st.just(0), pelaksana=st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True).map(tuple),
    **values(Step, "order", "pelaksana"),
)  # fmt: skip


def numbered(steps: list[Step]) -> tuple[Step, ...]:
    """The steps in their order."""
    return tuple(replace(step, order=order) for order, step in enumerate(steps, 1))


DOCUMENTS = st.builds(
    SopDocument, perangkat_daerah=st.just("dinas"),  # revisions are of one SOP
    pelaksana=st.lists(COLUMNS, min_size=3, max_size=3).map(
        lambda columns: tuple(replace(column, key=key) for column, key in zip(columns, KEYS, strict=True))
    ),
    prosedur=st.lists(STEPS, min_size=1, max_size=3).map(numbered),
    **values(SopDocument, "perangkat_daerah", "pelaksana", "prosedur"),
)  # fmt: skip


@st.composite
def two_contents(draw: st.DrawFn) -> tuple[SopDocument, SopDocument]:
    """A content, and another in which one thing may differ: a value of the header, a column, a step, or an order."""
    old, other = draw(DOCUMENTS), draw(DOCUMENTS)
    name = draw(st.sampled_from([each.name for each in fields(SopDocument)]))
    new = replace(old, **{name: draw(st.sampled_from([getattr(old, name), getattr(other, name)]))})
    if name == "pelaksana":
        new = replace(new, pelaksana=tuple(draw(st.permutations(old.pelaksana))))
    if name == "prosedur":
        step, field = (
            draw(st.sampled_from(old.prosedur)),
            draw(st.sampled_from(list(values(Step, "order")))),
        )
        mine = replace(step, **{field: getattr(other.prosedur[0], field)})
        new = replace(old, prosedur=numbered([mine if each is step else each for each in old.prosedur]))
    return old, new


SMALL = SopDocument(
    perangkat_daerah="dinas", nama="Uji", pelaksana=(Column("satu", "Kepala"), Column("dua", "Kepala")),
    prosedur=(Step(1, "1", "Menyusun", ("satu",), "penyusunan", "menyusun"),),
)  # fmt: skip


def one_step(**changed: Any) -> SopDocument:
    return replace(SMALL, prosedur=(replace(SMALL.prosedur[0], **changed),))


@steady
@given(two_contents())
@example((SMALL, SMALL))
@example((SMALL, replace(SMALL, pelaksana=SMALL.pelaksana[::-1])))
@example((SMALL, one_step(pelaksana=("dua",))))
@example((one_step(pihak_luar=("a; b",)), one_step(pihak_luar=("a", "b"))))
@example((one_step(keputusan=(Answer("a: b", "c"),)), one_step(keputusan=(Answer("a", "b: c"),))))
def test_nothing_differs_exactly_where_it_is_the_same_content(pair: tuple[SopDocument, SopDocument]) -> None:
    old, new = pair
    assert (differences(old, new) == []) == (old.content_hash == new.content_hash)


def test_another_order_of_columns_and_texts_with_semicolons_are_told() -> None:
    other = replace(SMALL, pelaksana=SMALL.pelaksana[::-1])
    ((caption, (change,)),) = differences(SMALL, other)
    names = ("Kepala (satu); Kepala (dua)", "Kepala (dua); Kepala (satu)")
    assert (caption, change.name, change.fields) == ("Kolom pelaksana", "Urutan kolom", [("Urutan", *names)])
    old, new = one_step(pihak_luar=("a; b", "c")), one_step(pihak_luar=("a", "b", "c"))
    ((_, (change,)),) = differences(old, new)
    assert change.fields == [("Pihak luar", "“a; b”; c", "a; b; c")]


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
