"""The flowchart on web pages: slices that meet from row to row, states in words, colour and mark, and as a list."""

import itertools
import re
from xml.etree import ElementTree

import pytest

from sops.definition import definition
from sops.document import SopDocument
from sops.drawn import chart_of, drawn, said
from sops.flowchart.slices import MARKS, SCALE, column_widths, slices
from sops.loading import Upload, load_sops
from tests.cast import Cast
from tests.samples import AT, COMMAND, SLUGS
from tests.story import Story
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

ENDING = """\
perangkat_daerah: dpupr-tarakan
nama: Berakhir di Tengah
pelaksana:
  kepala: {nama: Kepala, jabatan: [kepala-dinas]}
  staf: {nama: Staf, jabatan: [staf-umum]}
prosedur:
  - {kegiatan: Meminta, pelaksana: [staf], tahap: disposisi, tindakan: disposisi}
  - kegiatan: Memutuskan
    pelaksana: [kepala]
    tahap: penyusunan
    tindakan: memeriksa
    keputusan: {"Setuju & lanjut": lanjut, "<b>Tolak</b>": selesai}
  - {kegiatan: Mengarsipkan, pelaksana: [staf], tahap: pengarsipan, tindakan: mengarsipkan}
"""


def parts(markup: str) -> list[ElementTree.Element]:
    """The SVG elements of a row."""
    return list(ElementTree.fromstring(f"<row>{markup}</row>"))  # noqa: S314  our own markup


def verticals(strip: ElementTree.Element) -> list[float]:
    """Where lines cross the edge of a slice."""
    return sorted(
        float(path.attrib["d"][1:].split(" ")[0])
        for path in strip.iter("path")
        if path.attrib["class"] == "flow-line"
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_a_row_goes_on_where_the_next_one_begins(cast: Cast, slug: str) -> None:
    drawing = chart_of(cast.revision(slug).pk).drawings[0]
    rows = slices(drawing, {})
    assert len(rows) == len(drawing.rows) - 1
    assert not verticals(parts(rows[0].above)[0])
    assert not verticals(parts(rows[-1].below)[0])
    for upper, lower in itertools.pairwise(rows):
        assert verticals(parts(upper.below)[0]) == verticals(parts(lower.above)[0]) != []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_symbol_and_answer_stands_in_exactly_one_row(cast: Cast, slug: str) -> None:
    drawing = chart_of(cast.revision(slug).pk).drawings[0]
    markup = "".join(found.picture for found in slices(drawing, {}))
    assert markup.count('class="flow-symbol"') == len(drawing.symbols)
    assert markup.count('class="flow-answer"') == sum(len(label.lines) for label in drawing.labels)
    assert markup.count('class="flow-head"') == len(drawing.lines)


def test_the_head_of_a_column_is_as_wide_as_its_part_of_the_drawing(cast: Cast) -> None:
    revision = cast.revision("gowa-dpupr")
    drawing = chart_of(revision.pk).drawings[0]
    widths = [width for _name, width in drawn(revision.pk).heads]
    assert widths == column_widths(drawing)
    picture = parts(slices(drawing, {})[0].picture)[0]
    assert int(picture.attrib["width"]) == sum(widths) + len(widths) - 1
    assert sum(widths) + len(widths) == pytest.approx(drawing.width * SCALE, abs=len(widths))


@pytest.mark.parametrize("state", MARKS)
def test_a_state_shows_as_a_mark_and_not_by_colour_alone(cast: Cast, state: str) -> None:
    revision = cast.revision("tarakan-dpupr")
    rows = drawn(revision.pk, {3: state}).rows
    assert rows[2].picture.count(f">{MARKS[state]}</text>") == 4  # the joint step has four boxes
    assert rows[2].picture.count(f"flow-symbol flow-{state}") == 4
    assert not any(mark in rows[3].picture for mark in MARKS.values())


def document_of(cast: Cast, slug: str) -> SopDocument:
    return definition(cast.revision(slug).pk).document


def test_the_list_says_what_the_drawing_shows(cast: Cast) -> None:
    words = said(document_of(cast, "gowa-dpupr"))
    assert (words[0].kind, words[0].actors, words[0].ways) == ("Awal", "Kepala SKPD", ["langkah 2"])
    assert (words[5].kind, words[5].ways) == ("Keputusan", ["Ya: langkah 7", "Tidak: langkah 5"])
    assert (words[8].kind, words[8].ways) == ("Akhir", ["selesai"])
    assert said(document_of(cast, "tarakan-dpupr"))[2].kind == "Kegiatan bersama"


def test_an_answer_that_ends_the_case_gets_an_end_of_its_own(cast: Cast) -> None:
    (loaded,) = load_sops([Upload("berakhir.yaml", ENDING.encode(), "berakhir")], by=COMMAND, at=AT)
    revision = loaded.revision
    found = drawn(revision.pk)
    assert len(found.rows) == 4
    assert found.end == found.rows[3].picture
    page = Visitor(cast.head).open(f"/sops/{revision.sop.office.slug}/{revision.sop.slug}/")
    assert "<b>Tolak</b>" not in page.html
    assert "&lt;b&gt;Tolak&lt;/b&gt;" in page.html
    assert "Setuju &amp; lanjut" in page.html


def test_the_page_of_a_case_is_live(cast: Cast) -> None:
    story = Story()
    case = story.play(story.start(cast.head, "Penyusunan Perjanjian Kinerja"), to="3")
    page = Visitor(cast.head).open(f"/cases/{case.pk}/")
    rows = dict(re.findall(r'<tr[^>]* id="langkah-(\d)">(.*?)</tr>', page.html, re.DOTALL))
    assert re.search(r'<tr class="now" aria-current="step" id="langkah-3">', page.html)
    assert rows["3"].count(f">{MARKS['now']}</text>") == 4  # the joint step has four boxes
    assert "Sedang dikerjakan" in rows["3"]
    assert f">{MARKS['done']}</text>" in rows["2"]
    assert not any(f">{mark}</text>" in rows["4"] for mark in MARKS.values())
    words = re.sub(r" ([,:.])", r"\1", page.text)
    assert "Langkah 2, Sekretaris (kegiatan): Selesai. Berikutnya: langkah 3." in words


def test_the_page_of_an_sop_offers_its_printed_sheet(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    page = visitor.open("/sops/dpupr-tarakan/tarakan-dpupr/")
    (address,) = [link for link in page.links() if link.endswith("/sheet.pdf")]
    response = visitor.client.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-1.7")
    assert Visitor(cast.outsider).client.get(address).status_code == 404
    assert visitor.client.get(address.replace("/1/", "/99/")).status_code == 404
