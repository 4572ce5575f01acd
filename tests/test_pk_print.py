"""A PK on paper: all that it promises, by both parties in their capacities, in the words of the office."""

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import PerjanjianKinerja, PkFormat, PkKind
from documents.pk_content import Indicator, PkContent, Program, Sasaran
from documents.pk_lampiran import budget_rows, sasaran_blocks, total_text, with_unit
from documents.pk_paper import DOTS, PkPaper, PkParty, full_title, pk_paper_of, words_of
from documents.pk_rows import content_of
from documents.pk_wording import DEFAULTS, worded
from documents.printing.paper import Letterhead, letterhead_of
from documents.printing.pk import pks_html, pks_pdf
from organizations.models import Appointment, Delegation, Kind, Office, Post
from tests.cast import Cast
from tests.sheets import fonts_of, opened, pages_of, run, squeezed, tagged, text_of
from tests.tables import changed, kept
from tests.test_pk_saving import big, pk_of_post, save
from tests.visitor import Visitor

KOP = Letterhead(
    "Pemerintah Kota Contoh", "Dinas Contoh", "Jalan Contoh 1", "", 215, 330, "Arial", "Liberation Sans"
)
FULL = PkContent(
    sasaran=(
        Sasaran(
            "Jalan mantap",
            (
                Indicator(
                    "Jalan kondisi baik", "%", "87,5%", predictions=("20,1%", "45,2%", "70,3%", "87,4%")
                ),
                Indicator("Jembatan terpelihara", "Unit", "1.250"),
                Indicator("Rerata waktu tanggap", "Jam", "≤ 24"),
            ),
        ),
        Sasaran(
            "Keuangan tertib",
            (Indicator("Opini BPK", "Opini", "WTP"), Indicator("Perda RTRW", "Tanggal", "31 Mei 2026")),
        ),
        Sasaran("Belum terukur"),
    ),
    programs=(
        Program("Penyelenggaraan Jalan", "1.250.000.000,50", "APBD"),
        Program("Pemeliharaan Rutin", "1.250.000.000,50", level="kegiatan"),
        Program("Penambalan", "", "DAK", level="sub_kegiatan"),
        Program("Tata Ruang", "750.000.000"),
    ),
    level="program",
    place="Tarakan",
    statement_date="2 Januari 2026",
)
FIRST = PkParty(
    "Plt. Kepala Dinas Contoh", "Nama Pertama", "Pembina, IV/a", "19000101 200001 1 001", "Pihak Pertama"
)
SECOND = PkParty("Wali Kota Contoh", "Nama Kedua", caption="Pihak Kedua")


def paper_from(content: PkContent, **changes: Any) -> PkPaper:
    """A paper made without a database."""
    found = PkPaper(
        title="Perjanjian Kinerja Tahun 2026",
        first=FIRST,
        second=SECOND,
        words=words_of(worded({}), alone=False),
        place_date="Tarakan, 2 Januari 2026",
        level="Sasaran Program",
        sasaran=sasaran_blocks(content, unit_column=False, with_predictions=False),
        programs=budget_rows(content.programs),
        total=total_text(content.programs),
    )
    return replace(found, **changes)


@pytest.fixture(scope="module")
def full() -> bytes:
    """A PK with everything in it, its predictions in columns of their own."""
    rows = sasaran_blocks(FULL, unit_column=True, with_predictions=True)
    return pks_pdf([paper_from(FULL, sasaran=rows, unit_column=True, has_predictions=True)], KOP)


def test_everything_that_is_promised_stands_on_paper(full: bytes) -> None:
    text = squeezed(text_of(full))
    values = [each.text for each in FULL.sasaran]
    for row in FULL.indicators:
        values += [row.text, row.satuan, row.target, *row.predictions]
    for program in FULL.programs:
        values += [program.name, program.anggaran and f"Rp {program.anggaran}", program.keterangan]
    for value in [*values, "Rp 2.000.000.000,50", "Sasaran Program", "Satuan", "TW IV"]:
        assert squeezed(value) in text, value


def test_statement_and_both_lampiran_are_signed_by_both(full: bytes) -> None:
    pages = pages_of(full)
    assert [page.split("\n")[0] for page in pages[1:]] == ["LAMPIRAN 1", "LAMPIRAN 2"]
    for page in pages:
        assert "PERJANJIAN KINERJA TAHUN 2026" in page
        for text in (
            "Tarakan, 2 Januari 2026",
            "Pihak Kedua,",
            "Wali Kota Contoh,",
            "Nama Kedua",
            "Pihak Pertama,",
        ):
            assert text in page
        for text in (
            "Plt. Kepala Dinas Contoh,",
            "Nama Pertama",
            "Pembina, IV/a",
            "NIP 19000101 200001 1 001",
        ):
            assert text in page
    for name in ("opening", "first_as", "second_as", "promise", "supervision"):
        assert squeezed(worded({})[name]) in squeezed(pages[0])


def test_pihak_kedua_signs_on_the_left_and_the_names_stand_on_one_line(full: bytes) -> None:
    lines = run("pdftotext", "-layout", "-l", "1", "-", "-", data=full).splitlines()
    names = [line for line in lines if "Nama Kedua" in line and "Nama Pertama" in line]
    assert len(names) == 1
    assert names[0].index("Nama Kedua") < names[0].index("Nama Pertama")
    dated = next(line for line in lines if "2 Januari 2026" in line)
    assert dated.index("Tarakan") > 60


def test_the_file_is_one_for_archives_and_screen_readers(full: bytes, tmp_path: Path) -> None:
    assert all(fonts_of(full, tmp_path).values())
    with opened(full) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "id"
        kinds = {str(tag.S) for tag in tagged(pdf)}
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD"} <= kinds


def test_a_paper_comes_back_from_json_as_it_was() -> None:
    paper = paper_from(FULL, sasaran=sasaran_blocks(FULL, unit_column=False, with_predictions=True))
    again = PkPaper.from_json(json.loads(json.dumps(paper.to_json())))
    assert again == paper
    assert PkPaper.from_json(replace(paper, second=None).to_json()).second is None
    assert PkPaper.from_json({}) == PkPaper()
    assert pks_html([again], KOP) == pks_html([paper], KOP)


@pytest.mark.parametrize(
    ("target", "satuan", "printed"),
    [
        ("87,5%", "%", "87,5%"),
        ("87,5%", "Persen", "87,5%"),
        ("4", "Unit", "4 Unit"),
        ("≤ 24", "Jam", "≤ 24 Jam"),
        ("3,5", "Indeks", "Indeks 3,5"),
        ("WTP", "Opini", "Opini WTP"),
        ("12 Dokumen", "dokumen", "12 Dokumen"),
        ("Tersusun", "", "Tersusun"),
        ("", "Unit", ""),
    ],
)
def test_a_target_is_read_with_its_unit(target: str, satuan: str, printed: str) -> None:
    assert with_unit(Indicator("I", satuan, target)) == printed


def test_parts_stand_under_what_they_are_part_of() -> None:
    rows = budget_rows(FULL.programs)
    assert [(row.number, row.depth, row.has_parts) for row in rows] == [
        ("1", 0, True),
        ("", 1, True),
        ("", 2, False),
        ("2", 0, False),
    ]
    assert budget_rows((Program("Hanya kegiatan", level="kegiatan"),))[0].number == "1"
    assert total_text((Program("P"),)) == ""


def test_long_numbers_beside_predictions_are_not_broken() -> None:
    row = Indicator(
        "Luas", "Meter persegi", "1.250.000.000", predictions=("", "300.000.000", "", "1.250.000.000")
    )
    rows = sasaran_blocks(PkContent((Sasaran("S", (row,)),)), unit_column=True, with_predictions=True)
    paper = paper_from(PkContent(), sasaran=rows, unit_column=True, has_predictions=True)
    assert paper.is_tight
    assert not replace(paper, has_predictions=False).is_tight
    words = text_of(pks_pdf([paper], replace(KOP, width=210, height=297))).split()
    assert (words.count("1.250.000.000"), words.count("300.000.000")) == (2, 1)


def test_without_programs_there_is_one_lampiran() -> None:
    pages = pages_of(pks_pdf([paper_from(replace(FULL, programs=()))], KOP))
    assert [page.split("\n")[0] for page in pages[1:]] == ["LAMPIRAN"]


def test_several_begin_on_pages_of_their_own_and_an_empty_one_is_a_paper_too() -> None:
    empty = paper_from(PkContent(), title="Perjanjian Kinerja Perubahan Tahun 2026", nomor="1/PK/2026")
    pages = pages_of(pks_pdf([paper_from(FULL), empty], KOP, "KONSEP", "Semua PK"))
    assert [("DINAS CONTOH" in page, "LAMPIRAN" in page) for page in pages] == [
        (True, False),
        (False, True),
        (False, True),
        (True, False),
        (False, True),
    ]
    assert "PERJANJIAN KINERJA PERUBAHAN TAHUN 2026\nNomor: 1/PK/2026" in pages[3]
    assert all("Semua PK" in page for page in pages)


def test_long_tables_repeat_their_headings_and_signatures_never_stand_alone() -> None:
    for count in (34, 40):  # the signatures do not fit; they fit below what goes over
        rows = tuple(Indicator(f"Indikator ke-{number}", "Unit", "1") for number in range(count))
        pages = pages_of(pks_pdf([paper_from(PkContent((Sasaran("Satu-satunya", rows),)))], KOP))
        assert all("Indikator Kinerja" in page for page in pages[1:])
        assert all("Indikator ke-" in page for page in pages[1:])
        assert sum(page.count("Indikator ke-") for page in pages) == count


def test_text_is_data() -> None:
    evil = "<script>alert(1)</script> {{ paper }} </style><img src=file:///etc/passwd> & &lt;"
    content = PkContent((Sasaran(evil, (Indicator(evil, "", evil),)),), (Program(evil, "", evil),))
    words = dict.fromkeys(words_of(worded({}), alone=False), evil)
    party = PkParty(evil, evil, evil, evil, evil, evil)
    paper = paper_from(
        content, title=evil, first=party, second=party, words=words, place_date=evil, amendment=evil
    )
    html = pks_html([paper], KOP, evil)
    assert "<script" not in html
    assert "<img" not in html
    assert text_of(pks_pdf([paper], KOP)).count("{{ paper }}") > 10


def test_the_title_of_a_post_is_made_whole() -> None:
    assert full_title("Plt. Kepala Dinas", "Dinas Kesehatan") == "Plt. Kepala Dinas Kesehatan"
    assert full_title("Kepala Dinas Kesehatan", "Dinas Kesehatan") == "Kepala Dinas Kesehatan"
    assert full_title("Sekretaris", "Dinas Kesehatan") == "Sekretaris"
    assert full_title("Kepala Dinas", "") == "Kepala Dinas"


# Of what is in the database


@pytest.fixture
def pk(cast: Cast, db: None) -> PerjanjianKinerja:
    """The PK of the head, with its content."""
    found = pk_of_post(cast, "kepala-dinas")
    save(cast, found, FULL)
    return fetched(found)


def fetched(pk: PerjanjianKinerja) -> PerjanjianKinerja:
    """The PK as a view reads it."""
    near = ("office__government", "pihak_pertama", "pihak_kedua", "changes")
    return PerjanjianKinerja.objects.select_related(*near).get(pk=pk.pk)


def paper_of(cast: Cast, pk: PerjanjianKinerja) -> PkPaper:
    found = fetched(pk)
    return pk_paper_of(found, content_of(found), cast.now)


@pytest.mark.core
def test_the_parties_are_those_who_hold_the_posts(cast: Cast, pk: PerjanjianKinerja) -> None:
    paper = paper_of(cast, pk)
    assert paper.first == PkParty(
        "Kepala Dinas Pekerjaan Umum dan Penataan Ruang",
        "Contoh Kepala Dinas PUPR Tarakan",
        "Pembina Utama Muda, IV/c",
        "19000101 200001 1 001",
        "Pihak Pertama",
    )
    assert paper.second == PkParty("Wali Kota Tarakan", "Contoh Wali Kota Tarakan", caption="Pihak Kedua")
    assert (paper.title, paper.level) == ("Perjanjian Kinerja Tahun 2026", "Sasaran Program")
    assert (paper.place_date, paper.is_settled) == ("Tarakan, 2 Januari 2026", True)
    assert paper.sasaran[0].rows[0].target == "87,5%"
    assert paper.sasaran[0].rows[0].predictions == ()
    assert PkPaper.from_json(paper.to_json()) == paper


@pytest.mark.django_db
def test_acting_vacant_delegating(cast: Cast, pk: PerjanjianKinerja) -> None:
    head = cast.post("dpupr-tarakan", "kepala-dinas")
    Delegation.objects.create(
        post=head,
        from_user=cast.head,
        to_user=cast.secretary,
        start_date=date(2026, 1, 1),
        reason="Dinas luar",
    )
    assert paper_of(cast, pk).first.name == "Contoh Kepala Dinas PUPR Tarakan"
    held = Appointment.objects.filter(post=head)
    held.update(end_date=date(2026, 1, 3))
    vacant = paper_of(cast, pk)
    assert (vacant.first.name, vacant.first.nip) == ("", "")
    assert text_of(pks_pdf([vacant], letterhead_of(pk.office))).count("......") >= 4
    Appointment.objects.create(user=cast.secretary, post=head, kind=Kind.PLT, start_date=date(2026, 1, 4))
    acting = paper_of(cast, pk).first
    assert acting.jabatan == "Plt. Kepala Dinas Pekerjaan Umum dan Penataan Ruang"
    assert (acting.name, acting.rank) == ("Contoh Sekretaris DPUPR Tarakan", "Pembina Tingkat I, IV/b")


@pytest.mark.django_db
def test_the_head_of_a_region_promises_alone(cast: Cast) -> None:
    post = Post.objects.get(slug="wali-kota", government__slug="kota-tarakan")
    Appointment.objects.filter(post=post).update(end_date=date(2026, 1, 3))
    Appointment.objects.create(user=cast.secretary, post=post, kind=Kind.PJ, start_date=date(2026, 1, 4))
    office = Office.objects.get(slug="dpupr-tarakan")
    pk = PerjanjianKinerja.objects.create(office=office, pihak_pertama=post, year=2026)
    paper = paper_of(cast, pk)
    assert paper.second is None
    assert paper.first == PkParty("Pj. Wali Kota Tarakan", "Contoh Sekretaris DPUPR Tarakan")
    assert (paper.place_date, paper.is_settled) == (f"{DOTS}, {DOTS} 2026", False)
    assert paper.words["promise"] == DEFAULTS["promise_alone"]
    page = pages_of(pks_pdf([paper], letterhead_of(fetched(pk).office)))[0]
    assert "WALI KOTA TARAKAN" in page
    assert "saya." in page
    assert not [word for word in ("pihak", "Pihak", "kami", "PEKERJAAN UMUM") if word in page]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "day", "sentence"),
    [
        (
            "pejabat",
            date(2026, 1, 2),
            "Perjanjian kinerja ini mengubah Perjanjian Kinerja Tahun 2026 tanggal 2 Januari 2026 karena pergantian "
            "atau mutasi pejabat.",
        ),
        ("", None, f"Perjanjian kinerja ini mengubah Perjanjian Kinerja Tahun 2026 karena {DOTS}."),
    ],
)
def test_a_pk_perubahan_says_what_it_changes_and_why(
    cast: Cast, reason: str, day: date | None, sentence: str
) -> None:
    old = pk_of_post(cast, "kepala-dinas", statement_date=day)
    new = pk_of_post(cast, "kepala-dinas", kind=PkKind.PK_PERUBAHAN, changes=old, reason=reason)
    paper = paper_of(cast, new)
    assert (paper.title, paper.amendment) == ("Perjanjian Kinerja Perubahan Tahun 2026", sentence)
    assert f"<p>{sentence}</p>" in pks_html([paper], KOP)


@pytest.mark.django_db
def test_an_office_words_and_shows_as_it_chose(cast: Cast, pk: PerjanjianKinerja) -> None:
    own = {name: f"Kata {name} {{pihak_pertama}}." for name in DEFAULTS if not name.endswith("_heading")}
    own |= {"first_party": "pihak kesatu", "amendment": ""}
    own |= {name: name.upper() for name in DEFAULTS if name.endswith("_heading")}
    PkFormat.objects.create(office=pk.office, shows_predictions=True, unit_column=True, **own)
    paper = paper_of(cast, pk)
    text = text_of(pks_pdf([paper], letterhead_of(pk.office)))
    for name in ("opening", "first_as", "second_as", "promise", "supervision"):
        assert f"Kata {name} pihak kesatu." in text
    for name in ("indicator", "target", "program", "budget", "remark"):
        assert squeezed(f"{name}_heading".upper()) in squeezed(text)
    assert "alone" not in text
    assert text.count("Pihak Kesatu,") == 3
    assert squeezed("87,5% 20,1% 45,2% 70,3% 87,4%") in squeezed(text)


@pytest.mark.django_db
def test_whoever_may_read_prints_and_a_draft_says_so(cast: Cast, pk: PerjanjianKinerja) -> None:
    url = f"/pk/{pk.pk}/pk.pdf"
    visitor = Visitor(cast.head)
    assert url in visitor.open(f"/pk/{pk.pk}/").links()
    before = kept()
    settled = visitor.client.get(url)
    PerjanjianKinerja.objects.update(statement_date=None)
    draft = Visitor(cast.inspector("dpupr-tarakan")).client.get(url)
    PerjanjianKinerja.objects.update(statement_date=date(2026, 1, 2))
    assert not changed(before) - {"django_session"}
    assert settled.headers["Content-Type"] == "application/pdf"
    assert settled.headers["Content-Disposition"] == 'inline; filename="pk-kepala-dinas-2026.pdf"'
    with opened(settled.content) as pdf, opened(draft.content) as stamped:
        assert str(pdf.docinfo.Title).startswith("Perjanjian Kinerja Tahun 2026 Kepala Dinas Pekerjaan")
        assert len(stamped.pages) == len(pdf.pages) == 3
    assert "KONSEP" in squeezed(text_of(draft.content))
    assert "KONSEP" not in squeezed(text_of(settled.content))
    assert Visitor(cast.outsider).client.get(url).status_code == 404


@pytest.mark.django_db
def test_a_long_one_costs_no_more_statements(cast: Cast, pk: PerjanjianKinerja) -> None:
    def cost() -> int:
        found = fetched(pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            pk_paper_of(found, content_of(found), cast.now)
        return len(queries)

    before = cost()
    save(cast, pk, big(60, 200))
    assert cost() == before == 6


def test_every_field_of_the_paper_is_plain() -> None:
    assert {field.name for field in fields(PkPaper)} == set(json.loads(json.dumps(PkPaper().to_json())))
