"""The printed sheet, read by independent programs: what it says, in which order, and which standards it keeps."""

import hashlib
import http.server
import os
import re
import shlex
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import segno
from django.core.management import CommandError, call_command
from PIL import Image
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from documents.printing.fetching import NoFetching
from documents.printing.pdf import laid_out
from organizations.models import OfficeLogo
from sops.document import Signatory
from sops.finding import revision_in_force
from sops.printing.layout import Layout, lay_out
from sops.printing.measuring import FOOT
from sops.printing.pdf import sheet_pdf, write
from sops.printing.sheet import LISTS, Sheet, sheet_of
from sops.printing.widths import RULE
from tests.sample_files import image
from tests.samples import AT, SLUGS, document_of_text, read
from tests.sheets import (
    base_dir,
    fonts_of,
    hard,
    opened,
    pages_of,
    run,
    seed,
    sheet_from,
    squeezed,
    tagged,
    text_of,
)

MM = 72 / 25.4  # points
PX = 96 / 25.4
HARD = ("izin-pemanfaatan-ruang", "rencana-kerja", "peninjauan-jalan")
ALL = (*SLUGS, *HARD)


@dataclass(frozen=True)
class Printed:
    """A sheet with what became of it."""

    sheet: Sheet
    layout: Layout
    pdf: bytes
    pages: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


def printed(sheet: Sheet) -> Printed:
    """Lay a sheet out and write it, once."""
    fonts = FontConfiguration()
    layout = lay_out(sheet, fonts)
    pdf = write(layout.document, sheet)
    return Printed(sheet, layout, pdf, pages_of(pdf))


@pytest.fixture(scope="module")
def sheets() -> dict[str, Printed]:
    """The five seeds and the three hard ones."""
    return {name: printed(sheet_from(hard(name) if name in HARD else seed(name))) for name in ALL}


@pytest.fixture(params=ALL)
def one(request: pytest.FixtureRequest, sheets: dict[str, Printed]) -> Printed:
    """Each of them."""
    return sheets[request.param]


def in_order(text: str, wanted: list[str]) -> None:
    """Each text stands behind the one before it, line breaks aside."""
    text, at = squeezed(text), 0
    for each in wanted:
        found = text.find(squeezed(each), at)
        assert found >= 0, (each, text[at : at + 300])
        at = found + len(squeezed(each))


def header_items(sheet: Sheet) -> list[str]:
    """Everything that the header prints, as it is read."""
    found = ["STANDAR OPERASIONAL PROSEDUR", sheet.government.upper(), sheet.office.upper()]
    found += [part for row in sheet.rows for part in row]
    found += ["Disahkan oleh", *(sheet.signatory_title or [])]
    if sheet.signs_above:
        found += sheet.signatory_name
    found += [sheet.look.nama, sheet.document.nama]
    for left, left_name, right, right_name in LISTS:
        for caption, name in ((left, left_name), (right, right_name)):
            items = getattr(sheet.document, name)
            numbered = [f"{number}.{item}" for number, item in enumerate(items, 1)]
            found += [caption, *(numbered if len(items) > 1 else items or ["-"])]
    return found


def test_the_header_is_read_in_its_order(one: Printed) -> None:
    first = next(index for index, page in enumerate(one.pages) if "Nomor SOP" in page)
    # A list that goes on overleaf is cut by the foot and by what stands beside it.
    text = squeezed(one.text[one.text.index("Nomor SOP") :])
    if "Dasar Hukum" in one.pages[first] and "Pencatatan dan Pendataan" in one.pages[first]:
        in_order(one.pages[first], header_items(one.sheet))
    else:
        assert not [item for item in header_items(one.sheet)[3:] if squeezed(item) not in text]


def test_every_step_is_read_in_its_order_with_its_time(one: Printed) -> None:
    wanted = [one.sheet.look.uraian, "Pelaksana"] if one.sheet.look.uraian in one.pages[-1] else []
    for step in one.sheet.document.prosedur:
        wanted += [step.nomor, step.kegiatan, step.kelengkapan or "-", step.waktu or "-", step.output or "-"]
        wanted += [step.keterangan] if one.sheet.look.keterangan else []
    if one.sheet.look.total_row:
        wanted += ["Jumlah", *one.sheet.total]
    else:
        assert "Jumlah\n" not in one.text
    if one.sheet.look.signatory == "akhir":
        wanted += [*one.sheet.signatory_title, *one.sheet.signatory_name]
    in_order("\n".join(one.pages[one.text[: one.text.index(one.sheet.look.uraian)].count("\f") :]), wanted)


def test_what_a_paper_does_not_say_is_a_dash(sheets: dict[str, Printed]) -> None:
    lines = sheets["tangerang-kesbangpol"].pages[0].splitlines()
    for caption in ("Nomor SOP", "Tanggal Pembuatan", "Tanggal Revisi", "Tanggal Efektif", "Disahkan oleh"):
        assert f"{caption} -" in lines


def test_amounts_of_time_stay_on_one_line(one: Printed) -> None:
    for step in one.sheet.document.prosedur:
        for amount in re.findall(r"\d+ \w+", step.waktu):
            assert any(amount in line for page in one.pages for line in page.splitlines()), amount


def test_words_stay_whole(one: Printed) -> None:
    """In the names of actors and the headings; very long words of texts may break."""
    words = {word for column in one.sheet.document.pelaksana for word in re.split(r"[\s/]+", column.nama)}
    words |= {*one.sheet.look.kelengkapan.split(), *one.sheet.look.keterangan.split(), "Output"}
    broken = [word for word in words if word not in one.text]
    assert not broken


def test_independent_readers_find_nothing_wrong(one: Printed, tmp_path: Path) -> None:
    file = tmp_path / "lembar.pdf"
    file.write_bytes(one.pdf)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(file))
    fonts = fonts_of(one.pdf, tmp_path)
    assert all(fonts.values())
    family = one.sheet.look.font_family.replace(" ", "-")
    assert any(name.startswith(family) for name in fonts)
    drawn = family, "Liberation-Sans-Narrow"
    assert not [name for name in fonts if not name.startswith(drawn)]


@pytest.mark.parametrize("name", ["tangerang-kesbangpol", "tarakan-dp3appkb", *HARD])
def test_every_row_stands_where_the_drawing_believes(name: str, sheets: dict[str, Printed]) -> None:
    """The private behavior of table layout on which the drawings rest: a row is as tall as its style says."""
    one = sheets[name]
    numbers = iter(range(10_000))
    html = re.sub(r'<tr|<td class="actor"', lambda tag: f'{tag[0]} id="t{next(numbers)}"', one.layout.html)
    tables = re.findall(r'<table class="flow">.*?</table>', html, re.S)
    document = HTML(string=html, url_fetcher=NoFetching()).render()
    boxes = {
        name: [side / PX for side in box] for page in document.pages for name, box in page.anchors.items()
    }
    assert len(document.pages) == len(one.pages)
    look, chart, widths = one.sheet.look, one.layout.chart, one.layout.widths
    assert len(tables) == len(chart.drawings)
    for table, drawing in zip(tables, chart.drawings, strict=True):
        rows = re.findall(r'<tr id="(\w+)"', table)[len(one.layout.measured.head) :]
        top = look.margins.top + RULE + sum(one.layout.measured.head)
        for row, above, below in zip(rows, drawing.rows, drawing.rows[1:], strict=False):
            assert boxes[row][1] == pytest.approx(top + above, abs=0.05)
            assert boxes[row][3] == pytest.approx(top + below, abs=0.05)
        cells = re.findall(r'<td class="actor" id="(\w+)"|<td id="(\w+)" class="actor"', table)
        first = [found[0] or found[1] for found in cells[: look.columns]]
        left = look.margins.left + RULE + widths.actors_at
        for cell, x in zip(first, drawing.columns, strict=False):
            assert boxes[cell][0] == pytest.approx(left + x, abs=0.05)


def test_the_foot_says_which_paper_and_which_page(one: Printed) -> None:
    for number, page in enumerate(one.pages, 1):
        has_foot = not (one.sheet.look.cover and number == 1)
        assert (f"Halaman {number} dari {len(one.pages)}" in page) == has_foot
        assert (f"Nomor {one.sheet.document.nomor or '-'} · Revisi 1" in page) == has_foot
        assert (squeezed(one.sheet.url) in squeezed(page)) == has_foot


def test_texts_never_reach_the_foot(sheets: dict[str, Printed], tmp_path: Path) -> None:
    narrow = {"margin": dict.fromkeys(("atas", "kanan", "bawah", "kiri"), "5"), "ukuran_huruf": "12"}
    for name, tampilan in (("tarakan-dp3appkb", narrow), ("rencana-kerja", None)):
        found = sheets[name].pdf if tampilan is None else sheet_pdf(sheet_from(seed(name), tampilan))
        words = run("pdftotext", "-bbox", "-", "-", data=found)
        for page in words.split("<page ")[1:]:
            height = float(re.findall(r'height="([\d.]+)"', page)[0])
            lows = [(float(y), word) for y, word in re.findall(r'yMax="([\d.]+)">(.*?)</word>', page)]
            foot = height - (FOOT if tampilan else 18) * MM
            above = [low for low, word in lows if low <= foot]
            assert len(lows) - len(above) == len(re.findall(r"\S+", "Halaman 1 dari 2")) + len(
                f"Nomor - · Revisi 1 {sheets[name].sheet.url}".split()
            )


@pytest.mark.parametrize("name", ["tarakan-dpupr", "peninjauan-jalan"])
def test_the_code_is_the_address(name: str, sheets: dict[str, Printed], tmp_path: Path) -> None:
    """The modules of the printed QR are those of the address."""
    one, dots = sheets[name], 600
    (tmp_path / "lembar.pdf").write_bytes(one.pdf)
    page = str(len(one.pages))
    run(
        *("pdftoppm", "-r", str(dots), "-f", page, "-l", page, "-gray", "-singlefile"),
        *(str(tmp_path / "lembar.pdf"), str(tmp_path / "lembar")),
    )
    picture = Image.open(tmp_path / "lembar.pgm").convert("1")
    look, pixel = one.sheet.look, dots / 25.4
    left = look.margins.left
    matrix = segno.make(one.sheet.url, error="m", micro=False).matrix
    size = 11 / len(matrix)
    top = look.height - max(look.margins.bottom, FOOT) + 1.5 + 0.2 + 0.8
    for y, row in enumerate(matrix):
        for x, module in enumerate(row):
            at = (int((left + (x + 0.5) * size) * pixel), int((top + (y + 0.5) * size) * pixel))
            assert (picture.getpixel(at) == 0) == bool(module), (x, y)


def test_lines_that_cross_a_page_bear_one_letter_at_both_ends(sheets: dict[str, Printed]) -> None:
    for name in ("rencana-kerja", "izin-pemanfaatan-ruang", "peninjauan-jalan"):
        one, found = sheets[name], []
        table = len(one.pages) - len(one.layout.chart.pages)
        steps = one.sheet.document.prosedur
        page_of = {
            (steps[row - 1].nomor if row <= len(steps) else ""): table + number
            for number, page in enumerate(one.layout.chart.pages, 1)
            for row in range(page.first, page.last + 1)
        }
        for number, page in enumerate(one.pages, 1):
            pattern = r"\b([A-Z]+): (ke|dari) (?:langkah (\S+)|selesai), halaman (\d+)"
            for letter, way, step, other in re.findall(pattern, page):
                assert page_of[step] == int(other) != number
                found.append((letter, way, number, int(other)))
        assert found
        ends = {(letter, other, number) for letter, way, number, other in found if way == "dari"}
        assert {(letter, number, other) for letter, way, number, other in found if way == "ke"} == ends
        assert len(found) == 2 * len(ends)


def test_hard_ones_have_as_many_pages_as_they_need(sheets: dict[str, Printed]) -> None:
    pages = {name: len(found.pages) for name, found in sheets.items()}
    assert [pages[name] for name in SLUGS] == [2, 2, 3, 2, 3]
    assert pages["izin-pemanfaatan-ruang"] <= 3
    assert pages["rencana-kerja"] <= 6
    assert pages["peninjauan-jalan"] <= 7


def test_the_file_carries_the_sop_without_the_notes_on_the_scan(one: Printed) -> None:
    with opened(one.pdf) as pdf:
        data = pdf.attachments["sop.yaml"].get_file().read_bytes()
        assert pdf.Root.AF[0].AFRelationship == "/Source"
    back, faults = read(data, "sop.yaml")
    assert not faults
    assert back is not None
    assert back.content_hash == one.sheet.document.content_hash
    assert b"catatan_transkripsi" not in data
    assert "catatan_transkripsi" not in one.text


def test_the_file_says_what_it_is(one: Printed) -> None:
    look = one.sheet.look
    with opened(one.pdf) as pdf:
        assert str(pdf.docinfo.Title) == f"SOP {one.sheet.document.nama}"
        assert str(pdf.docinfo.Author) == f"{one.sheet.office}, {one.sheet.government}"
        assert str(pdf.Root.Lang) == "id"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"
        for page in pdf.pages:
            size = [float(side) / MM for side in page.mediabox[2:]]
            assert size == pytest.approx([look.width, look.height], abs=0.1)


def test_screen_readers_find_tables_headings_and_pictures(one: Printed) -> None:
    with opened(one.pdf) as pdf:
        assert pdf.Root.MarkInfo.Marked
        tags = tagged(pdf)
        kinds = [str(tag.S) for tag in tags]
        assert {"/Document", "/H1", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(kinds)
        headings = [tag for tag in tags if tag.S == "/TH"]
        assert {str(tag.A.Scope) for tag in headings} == {"/Column"}
        figures = [str(tag.get("/Alt", "")) for tag in tags if tag.S == "/Figure"]
    assert all(figures)
    document = one.sheet.document
    for step in document.prosedur:
        for key in step.pelaksana:
            actor = next(column.nama for column in document.pelaksana if column.key == key)
            assert any(f": langkah {step.nomor}, {actor}" in text for text in figures)


def test_a_decision_is_said_with_its_ways(sheets: dict[str, Printed]) -> None:
    with opened(sheets["gowa-dpupr"].pdf) as pdf:
        texts = [str(tag.get("/Alt", "")) for tag in tagged(pdf)]
    assert "Keputusan: langkah 6, Kepala SKPD. Ya ke langkah 7; Tidak ke langkah 5." in texts
    assert any(line.split() == ["Tidak"] for line in sheets["gowa-dpupr"].pages[1].splitlines())


def test_the_same_sheet_gives_the_same_bytes(sheets: dict[str, Printed]) -> None:
    name = "tarakan-dpupr"
    one = sheets[name]
    assert sheet_pdf(one.sheet) == one.pdf
    code = (
        "import django, hashlib; django.setup()\n"
        "from sops.printing.pdf import sheet_pdf; from tests.sheets import seed, sheet_from\n"
        f"print(hashlib.sha256(sheet_pdf(sheet_from(seed({name!r})))).hexdigest())"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sopflow.settings",
        "SECRET_KEY": "x",
        "PYTHONHASHSEED": "7",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=base_dir(), env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode().split()[-1] == hashlib.sha256(one.pdf).hexdigest()


class Counting(http.server.BaseHTTPRequestHandler):
    """Counts who asks."""

    calls: list[str] = []

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written to the terminal."""


@pytest.fixture
def server() -> Iterator[str]:
    """A server that must not be called."""
    Counting.calls = []
    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{found.server_address[1]}"
    found.shutdown()
    found.server_close()


def test_text_is_data_wherever_it_stands(server: str) -> None:
    texts = [
        "<script>alert(1)</script>",
        f"<svg onload=alert(1)><image href='{server}/a'/></svg>",
        f"</style><link rel=stylesheet href={server}/b>",
        f"url({server}/c)",
        f'<img src="{server}/d">',
        f"@import '{server}/e';",
        "<iframe src=file:///etc/passwd></iframe>",
        "{{ sheet.url }} {% include 'x' %} &amp; &lt; ]]> <!-- '\"",
    ]
    every = " ".join(texts)
    plain = hard("izin-pemanfaatan-ruang")
    plain = replace(plain, prosedur=plain.prosedur[:3])
    lists: dict[str, Any] = {name: (every, *texts) for _left, name, _right, _name in LISTS}
    document = replace(
        plain,
        nama=every,
        nomor=f"</style>{texts[3]}",
        unit=every,
        disahkan_oleh=Signatory(jabatan=texts[1], nama=texts[4], pangkat=texts[3], nip="<b>1</b>"),
        **lists,
        pelaksana=tuple(
            replace(column, nama=f"{column.nama} {text}")
            for column, text in zip(plain.pelaksana[:9], [*texts, "<b>"], strict=True)
        ),
        prosedur=tuple(
            replace(
                step,
                kegiatan=every,
                kelengkapan=texts[4],
                waktu="<b>1</b> jam",
                output=texts[5],
                keterangan=texts[1],
                keputusan=tuple(
                    replace(answer, label=f"<b>{number}") for number, answer in enumerate(step.keputusan)
                ),
            )
            for step in plain.prosedur
        ),
        jumlah_waktu="<b>9</b>",
    )
    heading = "</style><b>K"
    tampilan = {
        "judul_kolom": dict.fromkeys(("uraian", "kelengkapan", "keterangan", "nama"), heading),
        "judul_tanggal": "<i>Tgl",
        "sampul": "ya",
        "baris_jumlah": "ya",
    }
    sheet = sheet_from(
        document, tampilan, office=every, government=texts[0], address=every, url=f"{server}/f"
    )
    pdf = sheet_pdf(sheet)
    assert Counting.calls == []
    found = squeezed(text_of(pdf))
    for text in [*texts, heading, "<i>Tgl", "<b>9</b>", "<b>1", "<b>1</b>jam"]:
        assert squeezed(text) in found, text
    assert squeezed(every.upper()) in found
    assert "root:" not in found
    assert not [page for page in opened(pdf).pages if "/XObject" in page.Resources.get("/XObject", {})]


@pytest.mark.parametrize(
    "html", ["<img src='{}'>", "<style>@import '{}'</style>", "<p style='background: url({})'>"]
)
def test_nothing_is_fetched_even_where_something_asks(html: str, server: str, tmp_path: Path) -> None:
    picture = tmp_path / "rahasia.png"
    picture.write_bytes(image())
    for address in (f"{server}/x.png", picture.as_uri()):
        laid_out(html.format(address), FontConfiguration()).write_pdf()
    assert Counting.calls == []
    with pytest.raises(ValueError, match="rahasia"):
        NoFetching().fetch(picture.as_uri())


def test_a_logo_stands_on_sheet_and_cover(tmp_path: Path) -> None:
    logo = f"data:image/png;base64,{b64encode(image()).decode()}"
    pdf = sheet_pdf(sheet_from(seed("madiun-setda"), logo=logo))
    with opened(pdf) as file:
        texts = [str(tag.get("/Alt", "")) for tag in tagged(file)]
    assert texts.count("Lambang Pemerintah Kota Madiun") == 2


@pytest.mark.parametrize("huruf", ["Arial Narrow", "Times New Roman"])
def test_each_font_has_its_substitute(huruf: str, tmp_path: Path) -> None:
    document = replace(seed("gowa-dpupr"), prosedur=seed("gowa-dpupr").prosedur[:4])
    fonts = fonts_of(sheet_pdf(sheet_from(document, {"huruf": huruf})), tmp_path)
    wanted = {"Arial Narrow": "Liberation-Sans-Narrow", "Times New Roman": "Liberation-Serif"}[huruf]
    assert [name for name in fonts if name.startswith(wanted) and "Bold" in name]
    assert all(fonts.values())


def test_each_office_prints_as_it_chose(sheets: dict[str, Printed]) -> None:
    def lines(name: str) -> list[str]:
        return sheets[name].text.splitlines()

    assert " ".join(map(str, range(1, 11))) in lines("tarakan-dp3appkb")
    assert " ".join(map(str, range(1, 11))) not in lines("tarakan-dpupr")
    assert "Aktivitas" in sheets["tangerang-kesbangpol"].pages[1]
    assert not [line for line in lines("tangerang-kesbangpol") if line in ("Ket", "Keterangan")]
    assert "TAHUN 2026" in sheets["madiun-setda"].pages[0]
    signatory = sheets["madiun-setda"].sheet.signatory_name
    assert [name in sheets["madiun-setda"].pages[1] for name in signatory] == [False] * 3
    assert [name in sheets["madiun-setda"].pages[2] for name in signatory] == [True] * 3
    in_order(
        sheets["peninjauan-jalan"].pages[-1],
        ["a.n. BUPATI GOWA", "SEKRETARIS DAERAH", "u.b.", "KEPALA DINAS", "NIP 19690317 199403 1 012"],
    )
    assert "Plt. Kepala Dinas" in sheets["izin-pemanfaatan-ruang"].pages[0]


def test_a_book_goes_on_counting_in_its_connectors(sheets: dict[str, Printed]) -> None:
    pdf = sheet_pdf(sheets["izin-pemanfaatan-ruang"].sheet, book_page=101)
    assert "A: ke langkah 12, halaman 103" in text_of(pdf)


def test_one_step_is_a_sheet_too() -> None:
    document = document_of_text(
        """\
perangkat_daerah: dpupr-tarakan
nama: Uji
pelaksana: {kepala: {nama: Kepala, jabatan: [kepala-dinas]}}
prosedur:
  - {kegiatan: Bekerja, pelaksana: [kepala], tahap: disposisi, tindakan: disposisi}
"""
    )
    assert "1 Bekerja - - -" in text_of(sheet_pdf(sheet_from(document)))


# Of what is in the database


@pytest.mark.django_db
def test_the_command_writes_the_sheet_in_force(tmp_path: Path) -> None:
    file, out = tmp_path / "lembar.pdf", StringIO()
    revision = revision_in_force("tarakan-dpupr")
    logo = image()
    OfficeLogo.objects.create(
        office=revision.sop.office,
        content=logo,
        media_type="image/png",
        width=60,
        height=40,
        sha256="",
        uploaded_at=AT,
    )
    call_command("sop_pdf", "tarakan-dpupr", "-o", str(file), stdout=out)
    assert out.getvalue() == f"{file}: lembar “Penyusunan Perjanjian Kinerja”, revisi 1.\n"
    assert file.read_bytes() == sheet_pdf(sheet_of(revision))
    text = text_of(file.read_bytes())
    assert revision.content_hash[:8] in text
    assert "065/3.39/DPUPR" in text
    with opened(file.read_bytes()) as pdf:
        assert "Lambang Pemerintah Kota Tarakan" in [str(tag.get("/Alt", "")) for tag in tagged(pdf)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "file", "message"),
    [
        ("tidak-ada", "x.pdf", "SOP “tidak-ada” tidak ada"),
        ("gowa-dpupr", "tidak/ada/x.pdf", "tidak dapat ditulis"),
    ],
)
def test_the_command_says_what_it_could_not(slug: str, file: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("sop_pdf", slug, "-o", str(tmp_path / file))
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    "VERAPDF" not in os.environ, reason="VERAPDF names no command (such as: verapdf --flavour)"
)
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_verapdf_finds_the_standards_kept(flavour: str, sheets: dict[str, Printed], tmp_path: Path) -> None:
    files = []
    for name, one in sheets.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(one.pdf)
    command = [*shlex.split(os.environ["VERAPDF"]), flavour, *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()[-3000:]
