"""The printed report of capaian kinerja and the empty format realisasi: everything that was known is on the paper."""

import json
import subprocess
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.capaian_paper import CapaianPaper, capaian_paper_of
from documents.models import Naskah, NaskahNumber, PerjanjianKinerja
from documents.naskah.printing import naskah_html
from documents.pk_content import Indicator, PkContent, Sasaran
from documents.printing.paper import Signer, paper_pdf
from documents.realisasi_rows import pks_of
from organizations.models import Office
from tests.cast import Cast
from tests.test_pk_saving import big, pk_of_post, save
from tests.test_realisasi import KINDS, fill

pytestmark = pytest.mark.django_db
HOSTILE = "</style><script>alert(1)</script> & {{ 7 }} {% url 'x' %}"
SIGNER = Signer("Kepala Dinas", "Ir. Contoh, M.T.", "Pembina Utama Muda, IV/c", "19700101 199503 1 001")


@pytest.fixture
def pk(cast: Cast) -> PerjanjianKinerja:
    """The PK of the head, with one indicator of each kind, measured for two quarters."""
    found = pk_of_post(cast, "kepala-dinas")
    save(cast, found, KINDS)
    fill(cast, found, 1, ["20", "10", "15", "85", "WTP", "1:20", "1 Juni 2026", "-"], note="Data semester.")
    fill(cast, found, 2, ["22,5", "", "0", "99", "WDP", "1:25", "1 Juli 2026", ""])
    return found


def office_of(pk: PerjanjianKinerja) -> Office:
    return Office.objects.select_related("government").get(pk=pk.office_id)


def text_of(data: bytes) -> str:
    """The words of a PDF, in one line."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)  # noqa: S607
    return " ".join(done.stdout.decode().split())


def paper_of(cast: Cast, pk: PerjanjianKinerja, blank: bool = False) -> CapaianPaper:
    return capaian_paper_of(office_of(pk), [pk], 2026, 2, cast.now, blank=blank)


def html_of(pk: PerjanjianKinerja, paper: CapaianPaper, **values: str) -> str:
    """The naskah that keeps this report, as a step of a case makes it."""
    facts = {"capaian": paper.to_json(), "penandatangan": SIGNER.__dict__, "tempat": "Tarakan"}
    return naskah_html(
        Naskah(
            office=office_of(pk),
            kind="format_realisasi" if paper.blank else "laporan_capaian",
            title="Laporan",
            values=values,
            facts=facts,
            day=date(2026, 7, 5),
            number=NaskahNumber(text="000.8/12"),
        )
    )


def test_a_report_is_kept_as_json_and_comes_back_the_same(cast: Cast, pk: PerjanjianKinerja) -> None:
    paper = paper_of(cast, pk)
    kept = json.loads(json.dumps(paper.to_json()))
    assert CapaianPaper.from_json(kept) == paper
    with pytest.raises(FrozenInstanceError):
        paper.year = 2027  # type: ignore[misc]
    fill(cast, pk, 2, ["80"])
    assert CapaianPaper.from_json(kept).pks[0].rows[0].value == "42,5"
    assert paper_of(cast, pk).pks[0].rows[0].value == "100"


def test_what_is_known_is_on_the_report(cast: Cast, pk: PerjanjianKinerja) -> None:
    paper = paper_of(cast, pk)
    html = html_of(pk, paper, analisis="Anggaran baru cair pada Mei.")
    words = text_of(paper_pdf(html))
    for each in ("Jalan 100 20 22,5 42,5 42,50", "WTP", "1:25", "WDP", "tidak tersedia", "Data semester."):
        assert all(word in words for word in each.split()), each
    for each in (
        "42,5",
        "200,00",
        "90,00",
        "0,00",
        "80,00",
        "Sangat Rendah",
        "TAHUN 2026",
        "Nomor: 000.8/12",
    ):
        assert each in words, each
    for each in (
        "Anggaran baru cair pada Mei.",
        "Ir. Contoh, M.T.",
        "Tarakan, 5 Juli 2026",
        paper.mean,
        paper.as_of,
    ):
        assert each in words, each
    assert paper.pks[0].rows[1].realisasi == ("10", "tidak tersedia")


def test_an_empty_form_has_the_targets_and_no_values(cast: Cast, pk: PerjanjianKinerja) -> None:
    paper = paper_of(cast, pk, blank=True)
    assert {text for row in paper.pks[0].rows for text in (*row.realisasi, row.value, row.capaian)} == {""}
    words = text_of(paper_pdf(html_of(pk, paper)))
    assert "FORMAT REALISASI KINERJA" in words
    assert "31 Desember 2026" in words
    assert "Data semester" not in words


def test_a_text_is_data_on_paper(cast: Cast) -> None:
    pk = pk_of_post(cast, "kepala-dinas")
    save(cast, pk, PkContent((Sasaran(HOSTILE, (Indicator(HOSTILE, "x", HOSTILE, kind="teks"),)),)))
    fill(cast, pk, 2, [HOSTILE], note=HOSTILE)
    html = html_of(pk, paper_of(cast, pk), analisis=HOSTILE)
    assert "<script>" not in html
    assert html.count("{{ 7 }}") >= 5


def test_a_report_of_many_costs_as_many_queries_as_of_one(cast: Cast, pk: PerjanjianKinerja) -> None:
    def cost() -> int:
        office = office_of(pk)
        pks = list(pks_of(office, 2026))
        with CaptureQueriesContext(connection) as queries:
            capaian_paper_of(office, pks, 2026, 3, cast.now)
        return len(queries)

    before = cost()
    other = pk_of_post(cast, "sekretaris")
    save(cast, other, big(60, 0), cast.acting("dpupr-tarakan", "sekretaris"))
    assert cost() == before == 4
