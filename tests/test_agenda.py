"""The agenda book of an office: what stands in it, who reads it, and how it is printed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import IncomingLetter
from organizations.models import Office
from tests.cast import Cast
from tests.sheets import opened, squeezed, text_of
from tests.visitor import Visitor
from workflows.models import Case
from workflows.views import agenda as views

pytestmark = pytest.mark.django_db
URL = "/offices/dpupr-tarakan/agenda/?tahun=2026"
PDF = "/offices/dpupr-tarakan/agenda/buku-agenda.pdf?tahun=2026"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that answers a letter, passed on by the head."""
    letter = IncomingLetter.objects.create(
        office=Office.objects.get(slug="dpupr-tarakan"),
        sender="Sekretaris Daerah Kota Tarakan",
        number="000.8/7/SETDA",
        letter_date=date(2026, 1, 2),
        received_date=date(2026, 1, 3),
        hal="Permintaan Perjanjian Kinerja",
    )
    found = cast.start("tarakan-dpupr")
    Case.objects.filter(pk=found.pk).update(letter=letter)
    cast.complete(cast.tasks(found)[0], text="Tindak lanjuti segera")
    return Case.objects.get(pk=found.pk)


def pdf_of(visitor: Visitor, url: str = PDF) -> bytes:
    """The printed book."""
    response = visitor.client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return bytes(response.content)


def test_the_book_tells_the_letter_and_its_disposisi(cast: Cast, case: Case) -> None:
    page = Visitor(cast.head).open(URL)
    to = cast.tasks(case)[0].post.title
    wanted = ["3 Januari 2026", "Sekretaris Daerah Kota Tarakan", "000.8/7/SETDA", "2 Januari 2026"]
    wanted += ["Permintaan Perjanjian Kinerja", case.revision.nama, f"kepada {to}: Tindak lanjuti segera"]
    wanted += ["5 Januari 2026", "Berjalan"]
    assert [each for each in wanted if each not in page.text] == []
    assert f"/cases/{case.pk}/" in page.links()


def test_the_printed_book_says_the_same_on_a_sheet_that_lies(cast: Cast, case: Case) -> None:
    pdf = pdf_of(Visitor(cast.head))
    text = squeezed(text_of(pdf))
    to = cast.tasks(case)[0].post.title
    wanted = ["BUKU AGENDA TAHUN 2026", "Sekretaris Daerah Kota Tarakan", "000.8/7/SETDA", case.revision.nama]
    wanted += [f"kepada {to}: Tindak lanjuti segera", "Permintaan Perjanjian Kinerja", "3 Januari 2026"]
    assert [each for each in wanted if squeezed(each) not in text] == []
    with opened(pdf) as found:
        box = found.pages[0].mediabox
        assert box[2] > box[3]


def test_a_matter_without_a_letter_stands_there_by_its_title(cast: Cast) -> None:
    cast.start("tarakan-dpupr", title="Tanpa surat")
    assert "Tanpa surat" in Visitor(cast.head).open(URL).text
    assert "Tanpasurat" in squeezed(text_of(pdf_of(Visitor(cast.head))))


def test_each_reads_only_the_cases_that_they_may_see(cast: Cast, case: Case) -> None:
    hal = "Permintaan Perjanjian Kinerja"
    for user in (cast.head, cast.admin("dpupr-tarakan"), cast.inspector("dpupr-tarakan")):
        assert hal in Visitor(user).open(URL).text
    clerk = Visitor(cast.user("dpupr-tarakan", "staf-umum"))
    assert hal not in clerk.open(URL).text
    assert squeezed(hal) not in squeezed(text_of(pdf_of(clerk)))
    assert Visitor(cast.outsider).client.get(URL).status_code == 404
    assert Visitor(cast.outsider).client.get(PDF).status_code == 404


@pytest.mark.parametrize("year", ["", "abc", "0", "99999", "-1", "1999"])
def test_any_year_is_answered(cast: Cast, case: Case, year: str) -> None:
    url = f"/offices/dpupr-tarakan/agenda/?tahun={year}"
    assert "Buku agenda" in Visitor(cast.head).open(url).text
    assert "Permintaan" not in Visitor(cast.head).open("/offices/dpupr-tarakan/agenda/?tahun=1999").text


@pytest.mark.slow
def test_the_book_costs_the_same_with_many_rows(cast: Cast, case: Case) -> None:
    visitor = Visitor(cast.head)

    def cost(url: str) -> int:
        visitor.client.get(url)
        with CaptureQueriesContext(connection) as queries:
            visitor.client.get(url)
        return len(queries)

    one = [cost(url) for url in (URL, PDF)]
    for _ in range(30):
        cast.advance(cast.start("tarakan-dpupr"), 2)
    assert [cost(url) for url in (URL, PDF)] == one
    onward = next(link for link in visitor.open(URL).links() if "halaman=sesudah" in link)
    assert "31" in visitor.open(f"{URL.partition('?')[0]}{onward}").text


def test_a_year_that_is_too_long_is_not_printed(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MAX_PRINTED", 1)
    pdf_of(Visitor(cast.head))
    cast.start("tarakan-dpupr")
    response = Visitor(cast.head).client.get(PDF)
    assert response.status_code == 422
    assert "terlalu banyak untuk dicetak" in response.content.decode()


def test_the_list_of_cases_leads_there(cast: Cast) -> None:
    assert "/offices/dpupr-tarakan/agenda/" in Visitor(cast.head).open("/cases/").links()
