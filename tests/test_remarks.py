"""What a careful colleague asks about an SOP: each rule, the shipped papers, and a paper of which nothing is asked."""

import pytest
from django.utils import translation

from sops.lint import Remark, remarks
from sops.lint.regulations import Regulation, citation, revoked
from tests.samples import SLUGS, changed, document_of_text, fixture

# A paper as it should be: with equipment, a return, a draft, evidence, an outside party and a printed total.
CLEAN = """\
perangkat_daerah: dpupr-tarakan
unit: Sub Bagian Perencanaan dan Keuangan
nomor: 065/1.10/DPUPR
nama: Penerbitan Surat Balasan
hasil: surat
tanggal: {pembuatan: 2026-01-02, efektif: 2026-01-05}
dasar_hukum:
  - Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah sebagaimana telah diubah dengan UU 9/2015
  - Peraturan Menteri PAN dan RB Nomor 35 Tahun 2012 tentang Pedoman Penyusunan SOP Administrasi Pemerintahan
  - Peraturan Gubernur Kalimantan Utara Nomor 3 Tahun 2020 tentang Tata Naskah Dinas
  - Peraturan Daerah Kota Tarakan Nomor 4 Tahun 2016 tentang Pembentukan Perangkat Daerah Kota Tarakan
  - Peraturan Wali Kota Tarakan Nomor 65 Tahun 2020 tentang Kedudukan dan Susunan Organisasi
keterkaitan:
  - SOP Penyusunan Dokumen Pelaksanaan Anggaran (DPA)
  - SOP Penyimpanan Arsip
peralatan: [Komputer, Kop surat]
jumlah_waktu: 1 hari 2 jam 30 menit
pelaksana:
  kepala: {nama: Kepala Dinas, jabatan: [kepala-dinas]}
  sekretaris: {nama: Sekretaris, jabatan: [sekretaris]}
  staf: {nama: Staf, jabatan: [staf-umum]}
prosedur:
  - kegiatan: Mendisposisi surat masuk kepada Sekretaris
    pelaksana: [kepala]
    tahap: disposisi
    tindakan: disposisi
    kelengkapan: Surat masuk
    waktu: 10 menit
    output: Lembar disposisi
  - kegiatan: Menugaskan staf menyusun konsep balasan
    pelaksana: [sekretaris]
    tahap: disposisi
    tindakan: disposisi
    kelengkapan: Disposisi dan surat masuk
    waktu: 20 menit
    output: Disposisi
  - kegiatan: Menyusun konsep balasan
    pelaksana: [staf]
    tahap: penyusunan
    tindakan: menyusun
    kelengkapan: Disposisi, ATK, kop surat
    waktu: 1 hari
    output: Konsep surat balasan
  - kegiatan: Memeriksa konsep; jika salah dikembalikan kepada Staf, jika benar diteruskan kepada Kepala Dinas
    pelaksana: [sekretaris]
    tahap: penyusunan
    tindakan: memeriksa
    kelengkapan: Draf balasan
    waktu: 30 menit
    output: Draf surat balasan
    keputusan: {Benar: lanjut, Salah: 3}
  - kegiatan: Menandatangani surat balasan
    pelaksana: [kepala]
    tahap: penandatanganan
    tindakan: menandatangani
    kelengkapan: Draf surat balasan
    waktu: 1 jam
    output: Naskah surat balasan
  - kegiatan: Mengirimkan surat balasan kepada Kabag Organisasi
    pelaksana: [staf]
    tahap: pengarsipan
    tindakan: menyerahkan
    kelengkapan: Surat balasan yang sudah ditandatangani
    waktu: 20 menit
    output: Tanda terima
    pihak_luar: [Bagian Organisasi]
  - kegiatan: Mengarsipkan surat balasan
    pelaksana: [staf]
    tahap: pengarsipan
    tindakan: mengarsipkan
    kelengkapan: Surat balasan
    waktu: 10 menit
    output: Arsip
"""


def found_in(text: str) -> list[tuple[str, str]]:
    """The code and the fields of each remark on a file."""
    return [
        (each.code, " ".join(place.field for place in each.places))
        for each in remarks(document_of_text(text))
    ]


def only(text: str) -> Remark:
    """The one remark on a file."""
    (found,) = remarks(document_of_text(text))
    return found


def test_a_clean_paper_is_not_remarked_upon() -> None:
    assert found_in(CLEAN) == []


def renumbered(*numbers: int) -> str:
    """The clean paper with these printed numbers."""
    head, *steps = CLEAN.split("  - kegiatan: M")
    return head + "".join(
        f"  - nomor: {number}\n    kegiatan: M{step}" for number, step in zip(numbers, steps, strict=True)
    )


TANGGAL = "tanggal: {pembuatan: 2026-01-02, efektif: 2026-01-05}"
SALAH_BENAR = "    keputusan: {Benar: lanjut, Salah: 3}\n"
RULES = {
    "no date in force": (changed(TANGGAL, "", CLEAN), "tanggal-kosong", "tanggal.efektif"),
    "itself": (
        changed("SOP Penyimpanan Arsip", "SOP penerbitan surat  balasan", CLEAN),
        "menyebut-diri-sendiri",
        "keterkaitan[2]",
    ),
    "abbreviation": (changed("(DPA)", "(RKA SKPD)", CLEAN), "singkatan-tertukar", "keterkaitan[1]"),
    "revoked": (
        changed("Nomor 23 Tahun 2014", "Nomor 32 Tahun 2004", CLEAN),
        "peraturan-dicabut",
        "dasar_hukum[1]",
    ),
    "another city": (
        changed("Wali Kota Tarakan", "Walikota Tegal", CLEAN),
        "daerah-lain",
        "dasar_hukum[5]",
    ),
    "a regency of the same name": (
        changed("Wali Kota Tarakan", "Bupati Tarakan", CLEAN),
        "daerah-lain",
        "dasar_hukum[5]",
    ),
    "total": (changed("1 hari 2 jam 30", "1 hari 3 jam 30", CLEAN), "jumlah-berbeda", "jumlah_waktu"),
    "total is no waktu": (
        changed("1 hari 2 jam 30 menit", "sehari", CLEAN),
        "jumlah-tidak-terbaca",
        "jumlah_waktu",
    ),
    "numbers repeat": (renumbered(1, 2, 3, 4, 4, 5, 6), "nomor-berulang", "prosedur[5].nomor"),
    "numbers jump": (renumbered(1, 2, 3, 4, 6, 7, 8), "nomor-meloncat", "prosedur[5].nomor"),
    "waktu": (
        changed("waktu: 1 jam\n", "waktu:\n", changed("1 hari 2 jam", "1 hari 1 jam", CLEAN)),
        "waktu-kosong",
        "prosedur[5].waktu",
    ),
    "units": (
        changed("1 jam\n", "1 Jam\n", changed("20 menit", "20 Mnt", CLEAN)),
        "satuan-campur",
        "prosedur[2].waktu",
    ),
    "hidden decision": (changed(SALAH_BENAR, "", CLEAN), "keputusan-tersembunyi", "prosedur[4].kegiatan"),
    "stranger": (
        changed("masuk kepada Sekretaris", "masuk kepada Kepala Bidang", CLEAN),
        "pejabat-bukan-kolom",
        "prosedur[1].kegiatan",
    ),
    "stranger who acts": (
        changed("Mengarsipkan surat", "Arsiparis mengarsipkan surat", CLEAN),
        "pejabat-bukan-kolom",
        "prosedur[7].kegiatan",
    ),
    "unmarked": (
        changed("Mengarsipkan surat", "Sekretaris mengarsipkan surat", CLEAN),
        "pelaku-tanpa-tanda",
        "prosedur[7].pelaksana",
    ),
    "actor repeated": (
        changed("Mengarsipkan surat", "Staf mengarsipkan surat", CLEAN),
        "pelaksana-diulang",
        "prosedur[7].kegiatan",
    ),
    "from nowhere": (
        changed("Disposisi, ATK, kop surat", "Disposisi, ATK dan Undangan rapat", CLEAN),
        "kelengkapan-tanpa-asal",
        "prosedur[3].kelengkapan",
    ),
    "the draft is no final paper": (
        changed("kelengkapan: Draf balasan", "kelengkapan: Surat balasan", CLEAN),
        "kelengkapan-tanpa-asal",
        "prosedur[4].kelengkapan",
    ),
    "naskah from nowhere": (
        changed(
            "    kelengkapan: Draf balasan\n",
            "    kelengkapan: Draf balasan\n    naskah: Undangan rapat\n",
            CLEAN,
        ),
        "naskah-tanpa-asal",
        "prosedur[4].naskah",
    ),
    "nobody needs it": (
        changed("output: Tanda terima", "output: Notulen rapat", CLEAN),
        "output-tidak-dipakai",
        "prosedur[6].output",
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_remarks_on_its_fault(name: str) -> None:
    text, code, field = RULES[name]
    assert (code, field) in found_in(text)


@pytest.mark.parametrize("name", [name for name in RULES if name != "units"])
def test_a_fault_is_remarked_upon_once(name: str) -> None:
    assert len(found_in(RULES[name][0])) == 1


def test_units_are_told_once_each_with_all_the_odd_lines() -> None:
    text = CLEAN.replace("20 menit", "20 Mnt").replace("1 jam\n", "1 Jam\n")
    assert found_in(text) == [
        ("satuan-campur", "jumlah_waktu"),
        ("satuan-campur", "prosedur[2].waktu prosedur[6].waktu"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Konsep surat balasan", "Rancangan naskah surat balasan"),
        ("output: Naskah surat balasan", "output: Surat balasan dan lampiran"),
        ("Disposisi dan surat masuk", "Disposisi; surat masuk"),
        ("Disposisi dan surat masuk", "'-'"),
        ("Surat balasan yang sudah ditandatangani", "Surat balasan yang telah ditandatangani dan dicap"),
        ("output: Tanda terima", "output: Bukti kirim"),
        ("output: Tanda terima", "output: Surat balasan"),
        ("Mengarsipkan surat", "Menghimpun PK Kepala Bidang dan mengarsipkan surat"),
        ("kepada Kabag Organisasi", "kepada Sekretaris Daerah"),
        (
            "Menandatangani surat balasan",
            "Menandatangani surat balasan, apabila diperlukan bersama Sekretaris",
        ),
        ("waktu: 1 hari\n", "waktu: 1 hari kalender\n"),
        ("Nomor 4 Tahun 2016", "Nomor 32 Tahun 2004"),
        ("tentang Tata Naskah Dinas", "tentang Pelaksanaan Permendagri Nomor 54 Tahun 2009"),
        ("(DPA)", "(DPA SKPD)"),
        ("(DPA)", "(SKPD)"),
    ],
)
def test_what_a_colleague_would_let_pass(old: str, new: str) -> None:
    found = [code for code, _ in found_in(changed(old, new, CLEAN)) if not code.startswith("jumlah")]
    assert found == []


def test_a_paper_may_be_needed_by_a_step_to_which_a_later_one_returns() -> None:
    text = changed("output: Draf surat balasan", "output: Catatan koreksi", CLEAN)
    text = changed("kelengkapan: Draf surat balasan", "kelengkapan: Draf balasan", text)
    assert found_in(text) == [("output-tidak-dipakai", "prosedur[4].output")]
    text = changed("Disposisi, ATK, kop surat", "Disposisi, catatan koreksi", text)
    assert found_in(text) == [("kelengkapan-tanpa-asal", "prosedur[3].kelengkapan")]


def test_a_remark_says_what_where_and_what_to_do() -> None:
    assert str(only(RULES["from nowhere"][0])) == (
        "langkah 3: kelengkapan “ATK dan Undangan rapat” tidak dihasilkan langkah sebelumnya "
        "(langkah 2 menghasilkan “Disposisi”); "
        "samakan sebutannya, tambahkan langkah yang membuatnya, atau jelaskan asalnya"
    )


def test_a_paper_that_comes_too_late_is_told_with_its_step() -> None:
    text = changed("Disposisi, ATK, kop surat", "Disposisi, tanda terima", CLEAN)
    assert "“tanda terima” baru dihasilkan langkah 6;" in only(text).text


def test_the_remarks_stand_in_the_order_of_the_paper() -> None:
    text = changed(SALAH_BENAR, "", changed("(DPA)", "(RKA)", changed(TANGGAL, "", CLEAN)))
    text = changed("masuk kepada Sekretaris", "masuk kepada Kabid", text)
    assert [code for code, _ in found_in(text)] == [
        "tanggal-kosong",
        "singkatan-tertukar",
        "pejabat-bukan-kolom",
        "keputusan-tersembunyi",
    ]


def test_a_remark_is_known_again_though_its_row_moves() -> None:
    text = RULES["nobody needs it"][0]
    moved = changed("prosedur:\n", "prosedur:\n  - {kegiatan: Memulai, pelaksana: [kepala], tahap: disposisi, "
                    "tindakan: disposisi, waktu: 5 menit}\n", text)  # fmt: skip
    again = [each for each in remarks(document_of_text(moved)) if each.code == "output-tidak-dipakai"]
    assert [each.fingerprint for each in again] == [only(text).fingerprint]


@pytest.mark.parametrize("name", RULES)
def test_a_remark_is_the_same_in_both_languages(name: str) -> None:
    document = document_of_text(RULES[name][0])
    found = [(each.code, each.fingerprint) for each in remarks(document)]
    with translation.override("en"):
        assert [(each.code, each.fingerprint) for each in remarks(document)] == found


def test_another_passage_is_another_remark() -> None:
    text = RULES["nobody needs it"][0]
    assert only(changed("Notulen rapat", "Notula rapat", text)).fingerprint != only(text).fingerprint


FAULTS = {
    "tarakan-dpupr": """
        peraturan-dicabut dasar_hukum[2]
        menyebut-diri-sendiri keterkaitan[1]
        kelengkapan-tanpa-asal prosedur[3].kelengkapan
        pelaksana-diulang prosedur[7].kegiatan
        pelaku-tanpa-tanda prosedur[9].pelaksana
        pelaksana-diulang prosedur[9].kegiatan""",
    "tangerang-kesbangpol": """
        tanggal-kosong tanggal.efektif
        singkatan-tertukar keterkaitan[1]
        satuan-campur jumlah_waktu
        output-tidak-dipakai prosedur[3].output
        kelengkapan-tanpa-asal prosedur[4].kelengkapan""",
    "tarakan-dp3appkb": """
        tanggal-kosong tanggal.efektif
        daerah-lain dasar_hukum[4]
        kelengkapan-tanpa-asal prosedur[3].kelengkapan
        kelengkapan-tanpa-asal prosedur[4].kelengkapan
        kelengkapan-tanpa-asal prosedur[10].kelengkapan
        output-tidak-dipakai prosedur[10].output""",
    "gowa-dpupr": """
        tanggal-kosong tanggal.efektif
        pelaksana-diulang prosedur[1].kegiatan
        satuan-campur prosedur[1].waktu
        pelaksana-diulang prosedur[2].kegiatan
        kelengkapan-tanpa-asal prosedur[2].kelengkapan
        kelengkapan-tanpa-asal prosedur[3].kelengkapan
        output-tidak-dipakai prosedur[3].output
        pelaksana-diulang prosedur[4].kegiatan
        kelengkapan-tanpa-asal prosedur[5].kelengkapan""",
    "madiun-setda": """
        pejabat-bukan-kolom prosedur[1].kegiatan
        pejabat-bukan-kolom prosedur[3].kegiatan
        nomor-meloncat prosedur[5].nomor""",
}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_shipped_papers_have_the_faults_that_are_known_of_them(slug: str) -> None:
    assert [" ".join(each) for each in found_in(fixture("sops", slug))] == [
        line.strip() for line in FAULTS[slug].strip().splitlines()
    ]


@pytest.mark.parametrize(
    ("slug", "decision"),
    [
        ("madiun-setda", "    keputusan: {Betul: lanjut, Salah: 3}\n"),
        ("gowa-dpupr", "    keputusan: {Ya: lanjut, Tidak: 5}\n"),
    ],
)
def test_the_decisions_that_stand_in_the_words_would_be_found(slug: str, decision: str) -> None:
    codes = [code for code, _ in found_in(changed(decision, "", fixture("sops", slug)))]
    assert "keputusan-tersembunyi" in codes


PERMENDAGRI = Regulation("Permendagri", 54, 2010)
PERMENPAN = Regulation("Permenpan RB", 53, 2014)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Peraturan Menteri Dalam Negeri Nomor 54 Tahun 2010 tentang Pelaksanaan PP Nomor 8 Tahun 2008", PERMENDAGRI),
        ("PERATURAN MENTERI DALAM NEGERI REPUBLIK INDONESIA NOMOR 54 TAHUN 2010", PERMENDAGRI),
        ("Permendagri No. 54/2010", PERMENDAGRI),
        ("Permendagri 54 Th. 2010 sebagaimana telah diubah dengan Permendagri 86 Tahun 2017", PERMENDAGRI),
        ("Permen Dagri No 54 thn 2010", PERMENDAGRI),
        ("Permenpan 53 Tahun 2014 tentang Petunjuk Teknis", PERMENPAN),
        ("Permenpan dan RB Nomor 53 Tahun 2014", PERMENPAN),
        ("PermenPAN-RB Nomor : 53 Tahun 2014", PERMENPAN),
        ("Permen PANRB No. 53 Tahun 2014", PERMENPAN),
        ("Peraturan MenPAN-RB Nomor 53 Tahun 2014", PERMENPAN),
        ("Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi No. 53/2014", PERMENPAN),
        ("Peraturan Menteri Negara Pendayagunaan Aparatur Negara Nomor 53 Tahun 2014", PERMENPAN),
        ("Peraturan Menteri PAN Nomor PER/21/M.PAN/11/2008", Regulation("Permenpan RB", 21, 2008)),
        ("PER/21/M.PAN/11/2008 tentang Pedoman Penyusunan SOP", Regulation("Permenpan RB", 21, 2008)),
        ("Undang-undang Republik Indonesia Nomor 32 Tahun 2004", Regulation("UU", 32, 2004)),
        ("UU No.32/2004", Regulation("UU", 32, 2004)),
        ("Peraturan Pemerintah Nomor 58 Tahun 2005", Regulation("PP", 58, 2005)),
        ("PP 58/2005", Regulation("PP", 58, 2005)),
        ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2014", Regulation("Perppu", 1, 2014)),
        ("Keputusan Presiden Nomor 68 Tahun 1995", Regulation("Keppres", 68, 1995)),
        ("Kepres 68/1995", Regulation("Keppres", 68, 1995)),
        ("Peraturan Daerah Nomor 32 Tahun 2004 tentang Pelaksanaan Undang-Undang Nomor 32 Tahun 2004", None),
        ("Peraturan Wali Kota Tarakan Nomor 65 Tahun 2020", None),
        ("Keputusan Walikota Tangerang Nomor : 800/Kep.401-Bappeda/2017", None),
        ("Undang-Undang Dasar Negara Republik Indonesia Tahun 1945", None),
        ("Renstra 2014-2018", None),
    ],
)  # fmt: skip
def test_a_regulation_is_known_in_whatever_way_it_is_written(text: str, cited: Regulation | None) -> None:
    assert citation(text) == cited


def test_the_list_of_revoked_regulations_names_what_holds_today() -> None:
    listed = revoked()
    assert listed[PERMENDAGRI].successor == "Permendagri 86/2017"
    assert PERMENPAN not in listed
    for regulation, entry in listed.items():
        successor = citation(entry.successor)
        assert successor, regulation
        assert successor not in listed, f"{successor} was revoked itself"
