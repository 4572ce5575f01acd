"""The five shipped SOPs say what their papers say, read as the project's notes on the scans settle it."""

from dataclasses import dataclass, field

import pytest

from organizations.waktu import parse_waktu
from sops.document import SopDocument
from sops.sop_file import write_sop
from tests.samples import SLUGS, document_of_text, fixture


@dataclass(frozen=True)
class Seed:
    """What one paper says. `marks`: for each step the marked columns, counted from 1; `phases`: a letter each."""

    office: str
    nama: str
    columns: str
    numbers: str
    marks: str
    phases: str
    total: str
    decisions: dict[str, dict[str, str]] = field(default_factory=dict)
    wakil: dict[str, str] = field(default_factory=dict)
    noted_steps: str = ""
    noted_columns: str = ""
    noted_fields: str = ""


SEEDS = {
    "tarakan-dpupr": Seed(
        office="dpupr-tarakan",
        nama="Penyusunan Perjanjian Kinerja",
        columns="Kepala Dinas · Sekretaris · Kabid BM, CKPR, PSDA dan UPT. Lab · Kasubag Perc dan Keuangan",
        numbers="1 2 3 4 5 6 7 8 9 10",
        marks="1 2 1234 4 1234 1 23 1 2 4",
        phases="d d s s t s s t t t",
        total="1 hari 4 jam 45 menit",
        noted_steps="1 3 5 7 9 10",
        noted_columns="kabid",
        noted_fields="tanggal pencatatan",
    ),
    "tangerang-kesbangpol": Seed(
        office="kesbangpol-tangerang",
        nama="Mekanisme Penyusunan Perjanjian Kinerja Perangkat Daerah",
        columns="Kepala · Kasubag TU · Kasi · Pengelola Perencanaan · Pengelola Administrasi Umum",
        numbers="1 2 3 4 5 6 7 8",
        marks="1 4 1 4 123 123 5 5",
        phases="d s t s s t a a",
        total="4 hari 3 jam 35 menit",
        decisions={"3": {"Ya": "lanjut", "Tidak": "2"}},
        noted_steps="1 2 3 4 5 6 7 8",
        noted_columns="kasi",
        noted_fields="nomor tanggal disahkan_oleh pelaksana",
    ),
    "tarakan-dp3appkb": Seed(
        office="dp3appkb-tarakan",
        nama="Pengumpulan Data Capaian Kinerja",
        columns="Kepala OPD · Sekretaris · Kasubag Program · Staf/Jabatan Fungsional Umum",
        numbers="1 2 3 4 5 6 7 8 9 10 11 12",
        marks="1 2 3 3 3 4 4 2 2 1 3 4",
        phases="d d s s s s s s s t a a",
        total="5 hari 7 jam 45 menit",
        decisions={"8": {"Benar": "lanjut", "Salah": "7"}},
        wakil={"staf_jfu": "salah_satu"},
        noted_steps="1 2 3 4 5 6 7 8 9 10 11 12",
        noted_columns="staf_jfu",
        noted_fields="nama dasar_hukum pelaksana nomor tanggal disahkan_oleh",
    ),
    "gowa-dpupr": Seed(
        office="dpupr-gowa",
        nama="Perjanjian Kinerja",
        columns="Kepala SKPD · Sekretaris · Kepala Bidang · Kasubag Perencanaan",
        numbers="1 2 3 4 5 6 7 8 9",
        marks="1 2 3 3 4 1 3 3 4",
        phases="d s s s s t t t a",
        total="5 jam 30 menit",
        decisions={"6": {"Ya": "lanjut", "Tidak": "5"}},
        wakil={"kepala_bidang": "dipilih"},
        noted_steps="6 7",
        noted_columns="kepala_bidang",
        noted_fields="tanggal peralatan",
    ),
    "madiun-setda": Seed(
        office="setda-madiun",
        nama="Penyusunan Perjanjian Kinerja/ Perubahan Perjanjian Kinerja",
        columns="KABAG · SUBKOORDINATOR · JFU",
        numbers="1 2 3 4 6 7",
        marks="1 2 3 2 1 3",
        phases="d s s s t a",
        total="1 hari 3 jam 35 menit",
        decisions={"4": {"Betul": "lanjut", "Salah": "3"}},
        wakil={"jfu": "salah_satu"},
        noted_steps="1 2 3 4 6 7",
        noted_columns="jfu",
        noted_fields="disahkan_oleh",
    ),
}
PHASES = {"d": "disposisi", "s": "penyusunan", "t": "penandatanganan", "a": "pengarsipan"}
seeds = pytest.mark.parametrize("slug", SLUGS)


def document_of(slug: str) -> SopDocument:
    return document_of_text(fixture("sops", slug))


@seeds
def test_header_names_office_and_sop(slug: str) -> None:
    document = document_of(slug)
    assert (document.perangkat_daerah, document.nama) == (SEEDS[slug].office, SEEDS[slug].nama)


@seeds
def test_columns_stand_from_left_to_right(slug: str) -> None:
    assert " · ".join(column.nama for column in document_of(slug).pelaksana) == SEEDS[slug].columns


@seeds
def test_steps_have_their_printed_numbers(slug: str) -> None:
    assert " ".join(step.nomor for step in document_of(slug).prosedur) == SEEDS[slug].numbers


@seeds
def test_marks_stand_in_their_columns(slug: str) -> None:
    document = document_of(slug)
    place = {column.key: str(number) for number, column in enumerate(document.pelaksana, 1)}
    marks = ["".join(place[key] for key in step.pelaksana) for step in document.prosedur]
    assert " ".join(marks) == SEEDS[slug].marks


@seeds
def test_joint_steps_wait_for_all_their_columns(slug: str) -> None:
    assert {step.selesai_bila for step in document_of(slug).prosedur} == {"semua"}


@seeds
def test_steps_are_in_their_phase(slug: str) -> None:
    wanted = [PHASES[letter] for letter in SEEDS[slug].phases.split()]
    assert [step.tahap for step in document_of(slug).prosedur] == wanted


@seeds
def test_decisions_lead_where_the_paper_says(slug: str) -> None:
    steps = [step for step in document_of(slug).prosedur if step.keputusan]
    found = {step.nomor: {answer.label: answer.target for answer in step.keputusan} for step in steps}
    assert found == SEEDS[slug].decisions


@seeds
def test_pools_and_groups_act_as_the_notes_say(slug: str) -> None:
    found = {column.key: column.wakil for column in document_of(slug).pelaksana if column.wakil != "semua"}
    assert found == SEEDS[slug].wakil


@seeds
def test_the_time_limits_add_up(slug: str) -> None:
    assert str(document_of(slug).total) == SEEDS[slug].total


def test_only_tangerang_prints_a_total_and_it_is_right() -> None:
    printed = {slug: document_of(slug).jumlah_waktu for slug in SLUGS if document_of(slug).jumlah_waktu}
    assert printed == {"tangerang-kesbangpol": "4 hr 3Jam 35 Menit"}
    document = document_of("tangerang-kesbangpol")
    assert parse_waktu(document.jumlah_waktu) == document.total


def test_the_third_column_of_tarakan_is_four_officials_who_all_act() -> None:
    column = document_of("tarakan-dpupr").column("kabid")
    assert (len(column.jabatan), column.wakil) == (4, "semua")


@pytest.mark.parametrize(
    ("slug", "key"),
    [
        ("tangerang-kesbangpol", "kasi"),
        ("tarakan-dp3appkb", "staf_jfu"),
        ("gowa-dpupr", "kepala_bidang"),
        ("madiun-setda", "jfu"),
    ],
)
def test_a_column_of_several_has_several_posts(slug: str, key: str) -> None:
    assert len(document_of(slug).column(key).jabatan) > 1


@seeds
def test_inferred_steps_carry_a_note(slug: str) -> None:
    noted = {step.nomor for step in document_of(slug).prosedur if step.catatan_transkripsi}
    assert set(SEEDS[slug].noted_steps.split()) <= noted


@seeds
def test_inferred_columns_carry_a_note(slug: str) -> None:
    noted = {column.key for column in document_of(slug).pelaksana if column.catatan_transkripsi}
    assert set(SEEDS[slug].noted_columns.split()) <= noted


@seeds
def test_inferred_fields_carry_a_note(slug: str) -> None:
    assert set(SEEDS[slug].noted_fields.split()) <= set(document_of(slug).catatan_transkripsi)


@pytest.mark.parametrize(
    ("slug", "nomor", "parties"),
    [
        ("tarakan-dpupr", "9", ("Wali Kota", "Bagian Organisasi")),
        ("tarakan-dpupr", "10", ("Wali Kota", "Bagian Organisasi")),
        ("tangerang-kesbangpol", "8", ("Sekretariat Daerah",)),
        ("madiun-setda", "1", ("Bagian Organisasi",)),
        ("madiun-setda", "4", ("Bagian Organisasi",)),
        ("madiun-setda", "7", ("Bagian Organisasi",)),
    ],
)
def test_outside_parties_take_part(slug: str, nomor: str, parties: tuple[str, ...]) -> None:
    step = next(step for step in document_of(slug).prosedur if step.nomor == nomor)
    assert step.pihak_luar == parties


def test_gowa_lists_its_equipment_in_the_order_of_the_numbers() -> None:
    assert document_of("gowa-dpupr").peralatan == ("Internet", "Komputer", "Printer", "ATK")


def test_tegal_stays_as_printed() -> None:
    assert "Walikota Tegal" in document_of("tarakan-dp3appkb").dasar_hukum[3]


def test_madiun_refers_to_other_sops() -> None:
    steps = {step.nomor: step.sop for step in document_of("madiun-setda").prosedur if step.sop}
    assert steps == {"2": "SOP Penyelenggaraan Rapat Dinas", "7": "SOP Penyimpanan Arsip Aktif"}


@pytest.mark.parametrize(
    ("slug", "efektif", "pengesahan"),
    [("tarakan-dpupr", "2022-01-03", ""), ("gowa-dpupr", "", ""), ("madiun-setda", "", "2022-08-30")],
)
def test_dates_that_the_paper_leaves_blank_stay_empty(slug: str, efektif: str, pengesahan: str) -> None:
    document = document_of(slug)
    found = (document.tanggal_revisi, document.tanggal_efektif, document.tanggal_pengesahan)
    assert found == ("", efektif, pengesahan)


@seeds
def test_written_and_read_again_the_document_is_the_same(slug: str) -> None:
    document = document_of(slug)
    assert document_of_text(write_sop(document)) == document
