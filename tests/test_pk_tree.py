"""The PKs of an office as a tree: what is cascaded, what hangs in the air, whose budgets differ."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from documents.pk_content import Indicator, PkContent, Program, Sasaran
from documents.pk_rows import content_of
from documents.pk_tree import Node, TreePk, TreePost, tree
from tests.cast import Cast
from tests.properties import steady
from tests.test_pk_saving import SMALL, big, pk_of_post, save
from tests.visitor import Visitor

URL = "/offices/dpupr-tarakan/pk/?tahun=2026"
POSTS = [
    TreePost(1, "Kepala", 9),
    TreePost(2, "Sekretaris", 1),
    TreePost(3, "Staf", 2),
    TreePost(4, "Kabid", 1),
]
PKS = {
    1: TreePk(
        11,
        [(False, 1), (False, 0)],
        (Program("Program Jalan", "10"), Program("Kegiatan", "3", level="kegiatan")),
    ),
    2: TreePk(12, [(True, 0), (False, 0)], (Program("JALAN", "4"),)),
    4: TreePk(14, [], (Program("Program  Jalan", "5"), Program("Lain", "7"))),
}


def by_post(nodes: list[Node]) -> dict[int, Node]:
    return {node.post.id: node for node in nodes}


def test_posts_stand_under_their_superiors() -> None:
    assert [(node.post.id, node.depth) for node in tree(POSTS, PKS)] == [(1, 0), (2, 1), (3, 2), (4, 1)]


def test_what_supports_and_what_hangs_is_counted() -> None:
    found = by_post(tree(POSTS, PKS))
    assert (found[1].hanging, found[1].not_cascaded) == (0, 1)
    assert (found[2].supporting, found[2].hanging, found[2].not_cascaded) == (1, 1, 0)
    assert (found[3].hanging, found[3].budget, found[3].warnings) == (0, None, [])
    assert by_post(tree(POSTS, PKS | {9: TreePk(19)}))[1].hanging == 2


def test_budgets_of_one_program_are_added_up_below() -> None:
    found = by_post(tree(POSTS, PKS))
    assert found[1].warnings == ["Program Jalan: Rp 10, di bawahnya berjumlah Rp 9."]
    assert found[2].warnings == []
    even = {**PKS, 4: replace(PKS[4], programs=(Program("Jalan", "6"),))}
    assert by_post(tree(POSTS, even))[1].warnings == []


@given(st.lists(st.integers(0, 8), min_size=1, max_size=8))
@steady
def test_any_superiors_make_a_tree_of_all_posts(superiors: list[int]) -> None:
    posts = [TreePost(number, "", up or None) for number, up in enumerate(superiors, 1)]
    assert sorted(node.post.id for node in tree(posts, {})) == [post.id for post in posts]


def supporting(content: PkContent, row: int | None) -> PkContent:
    first = Indicator("Mendukung", "Unit", "1", supports=row)
    return replace(content, sasaran=(Sasaran("S", (first, Indicator("Menggantung", "Unit", "2"))),))


@pytest.mark.django_db
def test_the_page_shows_the_whole_office_to_its_members(cast: Cast) -> None:
    head, secretary = pk_of_post(cast, "kepala-dinas"), pk_of_post(cast, "sekretaris")
    save(cast, head, SMALL)
    below = replace(SMALL, programs=(Program("penyelenggaraan jalan", "1.000.000.000"),))
    by = cast.acting("dpupr-tarakan", "sekretaris")
    save(cast, secretary, supporting(below, content_of(head).indicators[0].id), by)
    change = pk_of_post(cast, "kepala-dinas", kind="pk_perubahan", changes=head)
    for _ in range(2):
        page = Visitor(cast.head).open(URL)
        assert "1 mendukung atasan" in page.text
        assert "1 menggantung" in page.text
        assert "2 belum diturunkan" in page.text
        assert "Penyelenggaraan Jalan: Rp 1.250.000.000, di bawahnya berjumlah Rp 1.000.000.000." in page.text
        assert "belum ada PK" in page.text
        # What was supported goes on in the PK Perubahan.
        start = content_of(head)
        save(cast, change, replace(start, reason="strategi"))
    assert f"/pk/{change.pk}/" in page.links()
    clerk = Visitor(cast.user("dpupr-tarakan", "staf-umum")).open(URL)
    assert "Sekretaris" in clerk.text
    assert not [link for link in clerk.links() if link.startswith("/pk/")]


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["", "abc", "0", "99999", "-1", "1999"])
def test_any_year_is_answered(cast: Cast, year: str) -> None:
    assert (
        "Pohon Perjanjian Kinerja" in Visitor(cast.head).open(f"/offices/dpupr-tarakan/pk/?tahun={year}").text
    )


@pytest.mark.django_db
def test_the_page_costs_the_same_with_many_pks_and_rows(cast: Cast) -> None:
    visitor = Visitor(cast.head)

    def cost() -> int:
        visitor.open(URL)
        with CaptureQueriesContext(connection) as queries:
            visitor.open(URL)
        return len(queries)

    pk_of_post(cast, "kepala-dinas")
    one = cost()
    for slug in ("sekretaris", "kabid-bm", "kasubag-perencanaan-keuangan"):
        save(cast, pk_of_post(cast, slug), big(60, 200), cast.acting("dpupr-tarakan", slug))
    assert cost() == one


@pytest.mark.django_db
def test_pages_of_the_office_lead_there(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    for url in ("/sops/", "/head/"):
        assert "/offices/dpupr-tarakan/pk/" in visitor.open(url).links()
