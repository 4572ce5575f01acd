"""The papers that the product makes: each prints all that it was given, stays on its sheet, and is read by machines."""

import re
import subprocess
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents.naskah.context import context_of
from documents.naskah.kinds import CHOICE, DATE, KINDS, LIST, TABLE, TEXT, TIME, Kind
from documents.printing.paper import Letterhead, Signer, paper_html, paper_pdf
from documents.templatetags.naskah import decreeing, diktum, ended, pukul
from organizations.templatetags.indonesia import hari_tanggal
from tests.sheets import fonts_of, opened, pages_of, squeezed, tagged, text_of

MADE = (
    "disposisi",
    "undangan",
    "daftar_hadir",
    "notulen",
    "usulan",
    "sk_tim",
    "surat_pengantar",
    "tanda_terima",
)
KOP = Letterhead(
    government="Pemerintah Kota Tarakan",
    office="Dinas Pekerjaan Umum dan Penataan Ruang",
    address="Jalan Contoh Nomor 1, Tarakan",
    logo="",
    width=215,
    height=330,
    font="Arial",
    font_family="Liberation Sans",
)
HEAD = asdict(
    Signer("Kepala Dinas", "Contoh Kepala Dinas, S.T.", "Pembina Utama Muda, IV/c", "19000101 200001 1 001")
)
SECRETARY = asdict(
    Signer("Sekretaris", "Contoh Sekretaris, S.E.", "Pembina Tingkat I, IV/b", "19000101 200001 2 002")
)
MEETING = {
    "tanggal": "2026-01-12",
    "jam": "09:00",
    "tempat": "Ruang Rapat Lantai II",
    "acara": "Penyusunan Perjanjian Kinerja\nTahun 2026",
}
VALUES: dict[str, dict[str, Any]] = {
    "disposisi": {
        "sifat": "segera",
        "keamanan": "terbatas",
        "diteruskan": ["Kepala UPT Laboratorium"],
        "batas": "2026-01-09",
    },
    "undangan": {
        **MEETING,
        "kepada": ["Kepala Bidang Bina Marga", "Kepala Bidang PSDA", "Kepala UPT Laboratorium"],
        "catatan": "Mohon membawa data capaian kinerja tahun 2025.",
    },
    "daftar_hadir": {**MEETING, "tamu": ["Contoh Tamu dari Bappeda"]},
    "notulen": {
        **MEETING,
        "pimpinan": "Contoh Pimpinan Rapat",
        "peserta": ["Kepala Bidang Bina Marga", "Kepala Bidang Cipta Karya"],
        "pembahasan": "Target kemantapan jalan dibahas.\n\nAnggaran disesuaikan dengan DPA.",
        "kesimpulan": ["Target 82,5 % disepakati.", "Rincian disampaikan paling lambat 16 Januari 2026."],
    },
    "usulan": {"catatan": "Anggaran mengikuti pagu indikatif."},
    "sk_tim": {
        "tentang": "Tim Penyusun Perjanjian Kinerja Tahun 2026",
        "menimbang": [
            "bahwa perlu dibentuk tim penyusun",
            "bahwa berdasarkan pertimbangan di atas ditetapkan tim",
        ],
        "mengingat": [
            "Peraturan Menteri PANRB Nomor 53 Tahun 2014;",
            "Peraturan Presiden Nomor 29 Tahun 2014",
        ],
        "diktum": [f"Ketetapan yang ke-{number} bagi tim." for number in range(1, 22)],
        "anggota": [
            {"nama": "Sekretaris", "kedudukan": "Ketua"},
            {"nama": "Contoh Kasubag Perencanaan", "kedudukan": "Sekretaris tim"},
        ],
        "tempat": "Kota Tarakan",
    },
    "surat_pengantar": {
        "kepada": "Kepala Bagian Organisasi Sekretariat Daerah",
        "di": "Tarakan Tengah",
        "isi": [
            {"naskah": "Perjanjian Kinerja 2026", "banyaknya": "2 berkas", "keterangan": "Untuk diteliti"}
        ],
        "tempat": "Tarakan",
        "tembusan": ["Inspektur Kota Tarakan", "Kepala Bappeda"],
    },
    "tanda_terima": {
        "penerima": [{"kepada": "Inspektorat", "jumlah": "1 berkas", "keterangan": "Salinan pertama"}]
    },
}
ALL_FACTS = {
    "perihal": "Penyusunan Perjanjian Kinerja 2026",
    "agenda": "12/2026",
    "tahun": 2026,
    "surat": {
        "dari": "Sekretaris Daerah Kota Tarakan",
        "nomor": "000.8.6.3/7/SETDA/2026",
        "tanggal": "2026-01-02",
        "diterima": "2026-01-05",
        "hal": "Permintaan Perjanjian Kinerja",
    },
    "penandatangan": HEAD,
}
FACTS: dict[str, dict[str, Any]] = {
    "disposisi": {
        **ALL_FACTS,
        "dari": SECRETARY,
        "kepada": ["Kepala Sub Bagian Perencanaan dan Keuangan"],
        "instruksi": ["Proses lebih lanjut", "Siapkan konsep"],
        "catatan": "Selesaikan sebelum rapat pimpinan.",
        "tanggal": "2026-01-06",
        "rantai": [
            {
                "dari": HEAD,
                "kepada": ["Sekretaris Dinas"],
                "instruksi": ["Tanggapan dan saran", "Untuk diketahui"],
                "catatan": "Segera ditindaklanjuti.",
                "tanggal": "2026-01-05",
            }
        ],
    },
    "daftar_hadir": {
        **ALL_FACTS,
        "hadir": [
            {"jabatan": "Kepala Bidang Bina Marga", "nama": "Contoh Kabid Satu", "kehadiran": "Hadir"},
            {"jabatan": "Kepala Bidang PSDA", "nama": "Contoh Kabid Dua", "kehadiran": "Diwakili"},
        ],
    },
    "usulan": {
        **ALL_FACTS,
        "pk": [
            {
                "first": {"jabatan": "Kepala Bidang Bina Marga"},
                "sasaran": [
                    {
                        "number": "1",
                        "text": "Meningkatnya kemantapan jalan",
                        "rows": [
                            {"text": "Persentase jalan mantap", "target": "82,5%"},
                            {"text": "Panjang jalan dibangun", "target": "12 km"},
                        ],
                    },
                    {"number": "2", "text": "Tertibnya pelaporan", "rows": []},
                ],
                "programs": [
                    {"name": "Penyelenggaraan Jalan", "anggaran": "Rp 1.250.000.000"},
                    {
                        "depth": 1,
                        "name": "Pembangunan Jalan",
                        "anggaran": "Rp 250.000.000",
                        "keterangan": "DAU",
                    },
                ],
                "total": "Rp 1.500.000.000",
            }
        ],
    },
    "tanda_terima": {
        **ALL_FACTS,
        "naskah": ["Perjanjian Kinerja Kepala Dinas", "Lampiran Perjanjian Kinerja"],
        "kepada": "Contoh Penerima Bagian Organisasi",
        "jumlah": "2 (dua) berkas",
        "tanggal": "2026-01-20",
        "oleh": SECRETARY,
    },
}
# What stands on the papers in another form: a choice by its key, an hour, a table's names are asked for below.
DAY = date(2026, 1, 8)


def paper(key: str, values: dict[str, Any], facts: dict[str, Any], **given: Any) -> str:
    """The HTML of a paper of that kind."""
    kind = KINDS[key]
    return paper_html(kind.template, KOP, context_of(kind, kind.label, values, facts, **given))


def sample(key: str) -> str:
    """The paper filled in as an office would."""
    facts = {"tempat": "Tarakan", **FACTS.get(key, ALL_FACTS)}
    return paper(key, VALUES[key], facts, nomor="000.8/15/DPUPR/2026", day=DAY)


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    """Each kind as a PDF, made once."""
    return {key: paper_pdf(sample(key)) for key in MADE}


def texts_in(found: Any) -> list[str]:
    """Every text within values or facts."""
    if isinstance(found, dict):
        return [text for value in found.values() for text in texts_in(value)]
    if isinstance(found, list):
        return [text for value in found for text in texts_in(value)]
    return [str(found)]


def as_printed(kind: Kind, values: dict[str, Any]) -> list[str]:
    """The texts of the values as the paper writes them: dates in words, a choice by its caption."""
    found = []
    for field in kind.fields:
        value = values.get(field.name)
        if value and field.type == DATE:
            found.append(f"{date.fromisoformat(value).day} Januari 2026")
        elif value and field.type == TIME:
            found.append(pukul(value))
        elif value and field.type == CHOICE and field.choices:
            found.append(f"√{field.choices[value]}")
        else:
            found += texts_in(value or [])
    return found


@pytest.mark.parametrize("key", MADE)
def test_every_value_stands_on_the_paper(key: str, printed: dict[str, bytes]) -> None:
    text = squeezed(text_of(printed[key])).casefold()
    wanted = [squeezed(each).casefold() for each in as_printed(KINDS[key], VALUES[key])]
    assert [each for each in wanted if each not in text] == []
    assert {field.name for field in KINDS[key].fields} == set(VALUES[key])


@pytest.mark.parametrize("key", sorted(FACTS))
def test_every_fact_stands_on_the_paper(key: str, printed: dict[str, bytes]) -> None:
    text = squeezed(text_of(printed[key]))
    own = {name: value for name, value in FACTS[key].items() if name not in ALL_FACTS}
    own.pop("oleh", None)
    leaving_out = {"19000101 200001 1 001", "19000101 200001 2 002", "Pembina Utama Muda, IV/c"}
    leaving_out |= {"Pembina Tingkat I, IV/b", "program", "kegiatan", ""}  # a paraf bears no NIP
    wanted = [re.sub(r"^2026-01-0?(\d+)$", r"\1 Januari 2026", each) for each in texts_in(own)]
    assert [each for each in wanted if each not in leaving_out and squeezed(each) not in text] == []


def test_the_matter_stands_on_its_disposisi(printed: dict[str, bytes]) -> None:
    text = squeezed(text_of(printed["disposisi"]))
    letter = ALL_FACTS["surat"]
    assert isinstance(letter, dict)
    wanted = ["12/2026", letter["dari"], letter["nomor"], letter["hal"], "2 Januari 2026", "5 Januari 2026"]
    assert [each for each in wanted if squeezed(each) not in text] == []
    assert "NIP" not in text


@pytest.mark.parametrize("key", sorted(set(MADE) - {"disposisi"}))
def test_who_signs_stands_there_in_full(key: str, printed: dict[str, bytes]) -> None:
    text = squeezed(text_of(printed[key]))
    signer = FACTS.get(key, {}).get("oleh", HEAD)
    assert [each for each in signer.values() if squeezed(each) not in text] == []
    assert "8Januari2026" in text


@pytest.mark.parametrize("key", sorted(key for key in MADE if KINDS[key].is_numbered))
def test_a_number_stands_on_the_paper_and_dots_on_a_draft(key: str, printed: dict[str, bytes]) -> None:
    assert "000.8/15/DPUPR/2026" in text_of(printed[key])
    draft = paper(key, VALUES[key], ALL_FACTS)
    assert "000.8/15" not in draft
    assert "........................" in draft


def test_a_disposisi_is_half_a_folio_and_the_others_a_whole_one(printed: dict[str, bytes]) -> None:
    for key, pdf in printed.items():
        with opened(pdf) as found:
            sizes = {
                tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in found.pages
            }
        assert sizes == {(215, 165) if key == "disposisi" else (215, 330)}, key


def test_papers_of_one_page_have_one(printed: dict[str, bytes]) -> None:
    pages = {key: len(pages_of(pdf)) for key, pdf in printed.items()}
    assert pages == {key: 3 if key == "sk_tim" else 1 for key in MADE}


def test_urgency_and_security_are_ticked_apart(printed: dict[str, bytes]) -> None:
    text = squeezed(text_of(printed["disposisi"]))
    assert "√Segera" in text
    assert "√Terbatas" in text
    for other in ("√Biasa", "√Sangat", "√Rahasia"):
        assert other not in text
    assert "Rahasia" in text


def test_a_matter_without_a_letter_has_its_disposisi_too() -> None:
    text = text_of(paper_pdf(paper("disposisi", {}, {**FACTS["disposisi"], "surat": None, "rantai": []})))
    assert "Suratdari-" in squeezed(text)
    assert str(ALL_FACTS["perihal"]) in text
    assert "Disposisi sebelumnya" not in text
    assert "√Segera" not in squeezed(text)


@pytest.mark.parametrize("key", MADE)
def test_a_paper_renders_without_any_value(key: str) -> None:
    kind = KINDS[key]
    blank: dict[str, Any] = {field.name: None for field in kind.fields}
    nothing = {
        "penandatangan": None,
        "surat": None,
        "perihal": None,
        "agenda": None,
        "dari": None,
        "pk": None,
    }
    for values, facts in (({}, {}), (blank, {}), (blank, nothing), (blank, {"surat": {"dari": None}})):
        html = paper(key, values, facts)
        assert "None" not in html
        assert kind.label.split()[0].casefold() in html.casefold()
    assert len(pages_of(paper_pdf(paper(key, {}, {})))) == (2 if key == "sk_tim" else 1)


EVIL = '<script>alert("1")</script> & {{ kop }} <b>tebal</b>'


def spoiled(found: Any) -> Any:
    """The same data, every text followed by what would be markup."""
    if isinstance(found, dict):
        return {key: value if key in ("level", *DATES) else spoiled(value) for key, value in found.items()}
    if isinstance(found, list):
        return [spoiled(value) for value in found]
    return f"{found}{EVIL}" if isinstance(found, str) else found


DATES = {"tanggal", "diterima", "batas", "jam", "sifat", "keamanan"}


@pytest.mark.parametrize("key", MADE)
def test_what_looks_like_markup_is_text(key: str) -> None:
    html = paper(key, spoiled(VALUES[key]), spoiled(FACTS.get(key, ALL_FACTS)), nomor=f"1{EVIL}", day=DAY)
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("&lt;script&gt;") > 3


LONG = (
    "W" * 150 + " " + "kata yang panjang sekali " * 74
)  # 2,000 letters, of which many without a place to break
LINE_LENGTH = 300  # what a field of one line takes at most


def stretched(key: str, text: str) -> dict[str, Any]:
    """Values that are as long as somebody can make them: 60 to a list, one of them very long."""
    values = dict(VALUES[key])
    for field in KINDS[key].fields:
        if field.type == LIST:
            values[field.name] = [text[:1000], *(f"Penerima yang ke-{number}" for number in range(2, 61))]
        elif field.type == TABLE:
            rows = [{c.name: f"{c.label} ke-{number}" for c in field.columns} for number in range(2, 61)]
            values[field.name] = [{column.name: text[:400] for column in field.columns}, *rows]
        elif field.type not in (DATE, TIME, CHOICE):
            values[field.name] = text if field.type == TEXT else text[:LINE_LENGTH]
    return values


def crossing(pdf: bytes, left: float, right: float) -> list[str]:
    """The words that do not stay between the margins or above the foot, with their boxes."""
    command = ["pdftotext", "-bbox", "-", "-"]
    boxes = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    page, found = (0.0, 0.0), []
    for line in boxes.splitlines():
        if size := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            page = (float(size[1]), float(size[2]))
        if word := re.search(r'xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', line):
            x0, y0, x1, y1 = map(float, word.groups())
            if x0 < left - 1 or x1 > page[0] - right + 1 or y0 < 0 or y1 > page[1]:
                found.append(line)
    return found


@pytest.mark.parametrize("key", MADE)
def test_long_texts_stay_on_the_paper(key: str) -> None:
    facts = {**FACTS.get(key, ALL_FACTS), "perihal": LONG[:200]}
    if key == "disposisi":
        facts |= {"catatan": LONG, "kepada": ["Jabatan"] * 60, "instruksi": [LONG[:400]]}
        facts["rantai"] = [{**facts["rantai"][0], "catatan": LONG}] * 2
    pdf = paper_pdf(paper(key, stretched(key, LONG), facts, nomor="1", day=DAY))
    left, right = (15, 15) if key == "disposisi" else (25, 20)
    assert crossing(pdf, left / 25.4 * 72, right / 25.4 * 72) == []
    read = squeezed(text_of(pdf)).casefold()
    for field in KINDS[key].fields:
        assert field.type not in (LIST, TABLE) or "ke-60" in read
        assert field.type != TEXT or read.count("panjangsekali") > 70


def test_many_guests_stand_on_a_page_of_their_own() -> None:
    values = VALUES["undangan"] | {"kepada": [f"Camat {number}" for number in range(1, 10)]}
    pages = pages_of(paper_pdf(paper("undangan", values, ALL_FACTS, nomor="5", day=DAY)))
    assert len(pages) == 2
    assert "daftar terlampir" in pages[0]
    assert "Camat 9" not in pages[0]
    assert "DAFTAR UNDANGAN" in pages[1]
    assert "Camat 9" in pages[1]


def test_numbers_of_the_attendance_run_through_and_take_sides() -> None:
    html = paper("daftar_hadir", VALUES["daftar_hadir"], FACTS["daftar_hadir"])
    assert re.findall(r'class="sign-(left|right)">(\d+)\.', html) == [
        ("left" if number % 2 else "right", str(number)) for number in range(1, 9)
    ]


@pytest.mark.parametrize("key", MADE)
def test_fonts_are_embedded_and_tags_say_what_is_what(
    key: str, printed: dict[str, bytes], tmp_path: Path
) -> None:
    fonts = fonts_of(printed[key], tmp_path)
    assert fonts
    assert all(fonts.values())
    assert {name.partition("-")[0] for name in fonts} <= {"Liberation", "LiberationSans"}
    with opened(printed[key]) as pdf:
        kinds = [str(element.S) for element in tagged(pdf)]
    assert "/H1" in kinds
    assert kinds.count("/H1") == 1
    assert {"/Table", "/TR", "/TH", "/TD"} <= set(kinds)


def test_a_stamp_lies_behind_every_page() -> None:
    kind = KINDS["disposisi"]
    html = paper_html(kind.template, KOP, context_of(kind, "Konsep", {}, {}), stamp="KONSEP")
    assert "data:image/svg+xml" in html
    assert len(pages_of(paper_pdf(html))) == 1


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "KESATU"),
        (10, "KESEPULUH"),
        (11, "KESEBELAS"),
        (12, "KEDUA BELAS"),
        (19, "KESEMBILAN BELAS"),
        (20, "KEDUA PULUH"),
        (21, "KEDUA PULUH SATU"),
        (35, "KETIGA PULUH LIMA"),
        (99, "KESEMBILAN PULUH SEMBILAN"),
        (100, "KE-100"),
    ],
)
def test_a_diktum_has_its_word(number: int, word: str) -> None:
    assert diktum(number) == word


@pytest.mark.parametrize(
    ("jabatan", "office", "government", "official"),
    [
        (
            "Kepala Dinas",
            "Dinas Perhubungan",
            "Pemerintah Kota Tarakan",
            "Kepala Dinas Perhubungan Kota Tarakan",
        ),
        (
            "Plt. Kepala Badan",
            "Badan Kepegawaian Daerah",
            "Pemerintah Provinsi Jawa Timur",
            "Kepala Badan Kepegawaian Daerah Provinsi Jawa Timur",
        ),
        ("Sekretaris Daerah Kota Tarakan", "Sekretariat Daerah", "Pemerintah Kota Tarakan", None),
        ("Bupati Gowa", "Sekretariat Daerah", "Pemerintah Kabupaten Gowa", "Bupati Gowa"),
        ("", "Dinas Perhubungan", "Kota Tarakan", "Dinas Perhubungan Kota Tarakan"),
    ],
)
def test_who_decrees_is_named_in_full(
    jabatan: str, office: str, government: str, official: str | None
) -> None:
    assert decreeing(jabatan, office, government) == (official or jabatan)


def test_hours_days_and_ends_of_items_are_written_as_offices_do() -> None:
    assert (pukul("09:30"), pukul("09:30:00"), pukul(None), pukul("")) == ("09.30", "09.30", "-", "-")
    assert (hari_tanggal(date(2026, 1, 12)), hari_tanggal(None)) == ("Senin, 12 Januari 2026", "-")
    assert (ended("bahwa a", ";"), ended("bahwa a;", "."), ended("bahwa a; dan", ";")) == (
        "bahwa a;",
        "bahwa a;",
        "bahwa a; dan",
    )
