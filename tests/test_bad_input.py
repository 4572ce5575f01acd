"""What a form must not take: a clear message in Indonesian, and nothing is changed, in no table and no folder."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests import sample_files
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import upload
from tests.story import open_tasks
from tests.tables import changed, kept
from tests.visitor import Visitor, visitor_for
from workflows.models import Assignment

pytestmark = pytest.mark.django_db
MB = 1024 * 1024
NUL = "Karakter null tidak diizinkan."
EMPTY = "Bidang ini tidak boleh kosong."

BAD_FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "40 MB": ("besar.pdf", lambda: b"%PDF-1.4" + bytes(40 * MB), "berukuran 40 MB; paling besar 20 MB"),
    "a program": ("surat.pdf", lambda: sample_files.EXE, "isinya bukan PDF, DOCX, XLSX, JPG atau PNG"),
    "macros": ("naskah.docx", sample_files.docx_with_macros, "dengan makro tidak diterima"),
    "declared macros": ("naskah.docx", sample_files.docm, "dengan makro tidak diterima"),
    "a zip": ("rekap.xlsx", lambda: sample_files.package({"a.txt": "a"}), "bukan berkas Word (DOCX)"),
    "half a zip": ("rekap.xlsx", lambda: half(sample_files.xlsx()), "bukan berkas Word (DOCX)"),
    "nothing": ("kosong.pdf", bytes, "kosong"),
    "half a PNG": ("pindaian.png", lambda: half(sample_files.image()), "gambarnya rusak"),
    "a damaged PNG": ("pindaian.png", lambda: damaged(sample_files.image()), "gambarnya rusak"),
    "half a JPEG": ("foto.jpg", lambda: half(sample_files.image("JPEG")), "gambarnya rusak"),
    "a page": ("surat.pdf", lambda: b"<!doctype html><script>1</script>", "isinya bukan PDF"),
}

SOP = """perangkat_daerah: dpupr-tarakan
nama: Uji Muat
pelaksana:
  kepala: {nama: Kepala Dinas, jabatan: [kepala-dinas]}
prosedur:
  - {nomor: 1, kegiatan: Menyimpan, pelaksana: [kepala], tahap: pengarsipan, tindakan: mengarsipkan}
"""
TARAKAN = "/sops/dpupr-tarakan/tarakan-dpupr/load/"

# the content of the file, and the line, the field and the text of the fault
BAD_SOPS: dict[str, tuple[str | bytes, str]] = {
    "no YAML": ("nama: [tidak: ditutup\nprosedur: }", "2 uji.yaml bukan YAML yang dapat dibaca"),
    "a list": ("- satu\n- dua\n", "1 uji.yaml isi berkas harus berupa pasangan"),
    "a program": (sample_files.EXE, "uji.yaml bukan berkas teks UTF-8"),
    "a program that is text": ("MZ\0\0", "uji.yaml bukan YAML yang dapat dibaca"),
    "an unknown key": (
        SOP.replace("nama: Uji", "namma: Uji"),
        "2 namma kunci tidak dikenal; maksudnya `nama`",
    ),
    "an unknown key of a step": (SOP.replace("{nomor: 1,", "{nomer: 1,"), "6 prosedur[1].nomer kunci tidak"),
    "another office": (
        SOP.replace("dpupr-tarakan", "dpupr-gowa"),
        "1 perangkat_daerah “dpupr-gowa” bukan kantor yang Anda kelola",
    ),
    "an unknown post": (
        SOP.replace("kepala-dinas", "camat"),
        "4 pelaksana.kepala.jabatan jabatan “camat” tidak",
    ),
    "nothing": ("", "isi berkas harus berupa pasangan"),
    "a bomb": ("a: &a [1, 2]\nb: [*a, *a]\n", "2 uji.yaml bukan YAML yang dapat dibaca (alias (*)"),
    "a NUL": (SOP.replace("Uji Muat", r'"Uji\0Muat"'), "2 nama"),
    "half a character": (SOP.replace("Uji Muat", r'"Uji\uD800Muat"'), "2 nama"),
    "deep nesting": ("[" * 5000, "bukan YAML yang dapat dibaca"),
}

# where the case stands, as SOP and order; what is wrong with the form; what it says
BAD_ACTS: dict[str, tuple[str, int, dict[str, Any], str]] = {
    "no answer": ("gowa-dpupr", 6, {"answer": None}, "Pilih salah satu jawaban."),
    "an answer not offered": ("gowa-dpupr", 6, {"answer": "Mungkin"}, "“Mungkin” bukan jawaban langkah ini."),
    "NUL answer": ("gowa-dpupr", 6, {"answer": "Ya\0"}, "bukan jawaban langkah ini."),
    "no reason": ("gowa-dpupr", 6, {"answer": "Tidak", "note": ""}, "Tuliskan alasan pengembalian"),
    "blank reason": ("gowa-dpupr", 6, {"answer": "Tidak", "note": " \n "}, "Tuliskan alasan pengembalian"),
    "no output": (
        "gowa-dpupr",
        5,
        {"file": None, "text": " ", "cara": "catatan"},
        "Unggah “Dokumen” atau tuliskan isinya",
    ),
    "no instruction": ("gowa-dpupr", 1, {"instructions": None}, "Pilih sedikitnya satu instruksi"),
    "unknown instruction": ("gowa-dpupr", 1, {"instructions": ["Pecat"]}, "Pecat"),
    "long note": ("gowa-dpupr", 5, {"note": "a" * 10_000}, "paling banyak 4000 karakter (sekarang 10000"),
    "long text": ("gowa-dpupr", 1, {"text": "a" * 10_000}, "paling banyak 4000 karakter (sekarang 10000"),
    "NUL note": ("gowa-dpupr", 5, {"note": "ya\0"}, NUL),
    "NUL text": ("gowa-dpupr", 5, {"text": "ya\0", "file": None}, NUL),
    "no tick": (
        "tarakan-dp3appkb",
        3,
        {"from_outside": None, "kelengkapan_file": None},
        "“Perjanjian Kinerja” belum ada dalam kasus ini",
    ),
    "no attendance": ("tarakan-dpupr", 3, {"attendance": None}, EMPTY),
    "unknown attendance": ("tarakan-dpupr", 3, {"attendance": "tidur"}, "tidur"),
    "no receiver": ("tarakan-dpupr", 6, {"receiver": " "}, "Isi kepada siapa dan kapan"),
    "long receiver": ("tarakan-dpupr", 6, {"receiver": "a" * 10_000}, "paling banyak 200 karakter"),
    "no day": ("tarakan-dpupr", 6, {"received_date": ""}, "Isi kepada siapa dan kapan"),
    "a day that is none": ("tarakan-dpupr", 6, {"received_date": "31-31-2026"}, "tanggal yang valid"),
    "a year that is none": ("tarakan-dpupr", 6, {"received_date": "99999-01-01"}, "tanggal yang valid"),
    "NUL receiver": ("tarakan-dpupr", 6, {"receiver": "Budi\0"}, NUL),
    "NUL day": ("tarakan-dpupr", 6, {"received_date": "2026-01-01\0"}, "tanggal yang valid"),
    "a day to come": ("tarakan-dpupr", 6, {"received_date": "2999-01-01"}, "Tanggal ini belum terjadi"),
    "a party to come": ("tarakan-dpupr", 9, {"outside_date": "2999-01-01"}, "Tanggal ini belum terjadi"),
    "foreign party": ("tarakan-dpupr", 9, {"outside_party": "Bupati"}, "Bupati"),
    "party without a day": ("tarakan-dpupr", 9, {"outside_date": ""}, "Isi kapan pihak luar itu bertindak."),
    "nobody chosen": ("gowa-dpupr", 2, {"chosen_kepala_bidang": None}, "Pilih siapa yang bertindak untuk"),
    "unknown post": ("gowa-dpupr", 2, {"chosen_kepala_bidang": ["9" * 30]}, "99999"),
    "a word for a post": ("gowa-dpupr", 2, {"chosen_kepala_bidang": ["semua\0"]}, "semua"),
}

BAD_STARTS: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"title": "  "}, EMPTY),
    "long title": ({"title": "a" * 10_000}, "paling panjang 200 karakter (Anda menulis 10000)"),
    "NUL title": ({"title": "PK\0"}, NUL),
    "year 99999": ({"year": "99999"}, "lebih kecil dari atau sama dengan 2100"),
    "year of words": ({"year": "dua ribu"}, "Masukkan"),
    "year of many digits": ({"year": "9" * 5000}, "Masukkan"),
    "no kind": ({"pk_kind": None}, EMPTY),
    "unknown kind": ({"pk_kind": "skp"}, "skp"),
    "unknown post": ({"subjects": ["999999"]}, "999999"),
    "a post of many digits": ({"subjects": ["9" * 30]}, "99999"),
    "a word for a post": ({"subjects": ["a\0"]}, "bukan"),
    "a letter of nobody": ({"letter_number": "1/2026"}, "Isi pengirim suratnya"),
    "a letter day": (
        {"letter_sender": "Bagian Organisasi", "letter_date": "31-31-2026"},
        "tanggal yang valid",
    ),
    "a letter to come": (
        {"letter_sender": "Bagian Organisasi", "letter_date": "2999-01-01"},
        "Tanggal ini belum terjadi",
    ),
    "long letter number": ({"letter_sender": "B", "letter_number": "a" * 1000}, "paling banyak 120 karakter"),
    "NUL letter": ({"letter_sender": "B\0"}, NUL),
}


def half(data: bytes) -> bytes:
    """A file whose copying was broken off."""
    return data[: len(data) // 2]


def damaged(data: bytes) -> bytes:
    """The same file with some bytes in its middle lost."""
    middle = len(data) // 2
    return data[:middle] + bytes(20) + data[middle + 20 :]


def task_at(cast: Cast, slug: str, order: int) -> Assignment:
    """The last task of a case that stands at the step of that order."""
    found: Assignment = open_tasks(cast.advance(cast.start(slug), order)).last()
    return found


def refused(task: Assignment, **fields: Any) -> str:
    """What the page says to an act filled in so; that nothing changed is held here."""
    visitor = visitor_for(task)
    visitor.open(f"/assignments/{task.pk}/")
    before = kept()
    response = visitor.act(task, **fields)
    assert response.status_code == 422
    assert not changed(before)
    page = Page(response.content.decode())
    assert "Belum tersimpan." in page.text or 'class="note bad"' in page.html
    return page.text


def test_a_file_that_is_not_what_it_must_be_is_refused(cast: Cast) -> None:
    task = task_at(cast, "gowa-dpupr", 5)
    for kind, (name, make, message) in BAD_FILES.items():
        text = refused(task, file=upload(name, make()))
        assert message in text, kind
        assert name in text, kind


def test_a_good_file_beside_a_bad_one_is_not_kept(cast: Cast) -> None:
    files = {
        "file": upload("a.pdf", sample_files.pdf()),
        "kelengkapan_file": upload("b.pdf", sample_files.EXE),
    }
    assert "“b.pdf” tidak diterima" in refused(task_at(cast, "gowa-dpupr", 5), **files)


def test_a_good_file_of_a_refused_act_is_not_kept(cast: Cast) -> None:
    file = upload("a.pdf", sample_files.pdf())
    text = refused(task_at(cast, "gowa-dpupr", 6), answer="Tidak", note="", file=file)
    assert "Tuliskan alasan pengembalian" in text


@pytest.mark.parametrize(
    ("slug", "order"), sorted({(slug, order) for slug, order, _, _ in BAD_ACTS.values()})
)
def test_an_act_that_lacks_something_is_refused(cast: Cast, slug: str, order: int) -> None:
    task = task_at(cast, slug, order)  # refusals leave it as it was
    for kind, (*place, fields, message) in BAD_ACTS.items():
        if place == [slug, order]:
            assert message in refused(task, **fields), kind


def test_the_last_of_a_joint_step_must_bring_the_output_that_nobody_brought(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    *others, last = open_tasks(case)
    for task in others:
        cast.complete(task, text="")
    assert "Unggah “Usulan RKT/DPA” atau tuliskan isinya" in refused(last, file=None, cara="catatan")


@pytest.mark.parametrize(("way", "shown"), [("catatan", "text"), ("sudah", "cara"), ("unggah", "file")])
def test_what_lacks_is_told_at_a_field_that_the_page_shows(cast: Cast, way: str, shown: str) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    *others, last = open_tasks(case)
    for task in others:
        cast.complete(task, text="")
    visitor = visitor_for(last)
    visitor.open(f"/assignments/{last.pk}/")
    html = visitor.act(last, file=None, cara=way, note="Hanya catatan").content.decode()
    assert f'id="id_{shown}_error"' in html
    assert html.count("sebelum langkah ini selesai") == 1


def test_each_post_of_a_column_must_bring_its_own_output(cast: Cast) -> None:
    task = task_at(cast, "tarakan-dpupr", 7)
    found = refused(task, file=None, cara="catatan")
    assert "setiap jabatan di kolom ini menyusunnya" in found


@pytest.mark.parametrize("kind", BAD_STARTS)
def test_a_case_that_lacks_something_is_not_started(cast: Cast, kind: str) -> None:
    fields, message = BAD_STARTS[kind]
    visitor, url = Visitor(cast.head), reverse("case-start", args=[cast.revision("tarakan-dpupr").pk])
    form = visitor.open(url).form("")
    before = kept()
    response = visitor.send(url, form, **({"title": "Penyusunan PK"} | fields))
    assert response.status_code == 422
    assert message in Page(response.content.decode()).text
    assert not changed(before)


@pytest.mark.parametrize("reason", ["", " \n ", "a" * 501, "a\0"])
@pytest.mark.parametrize("action", ["suspend", "cancel"])
def test_a_case_is_not_stopped_without_a_reason_that_fits(cast: Cast, action: str, reason: str) -> None:
    case, visitor = cast.start("tarakan-dpupr"), Visitor(cast.head)
    form = visitor.open(f"/cases/{case.pk}/").form(f"/{action}/")
    before = kept()
    response = visitor.send("", form, **{f"{action}-reason": reason})
    assert response.status_code == 422
    assert "Belum tersimpan." in Page(response.content.decode()).text
    assert not changed(before)


def test_a_day_is_not_taken_back_without_a_reason_that_fits(cast: Cast) -> None:
    visitor, url = Visitor(cast.admin("dpupr-tarakan")), "/calendars/dpupr-tarakan/"
    form = next(form for form in visitor.open(url).forms if form.action.endswith("/remove/"))
    for reason in ("", "a" * 501, "a\0"):
        before = kept()
        assert visitor.send(url, form, reason=reason).status_code == 302
        assert not changed(before)
        assert "Tuliskan alasannya" in visitor.open(url).text


@pytest.mark.parametrize("posts", [None, ["999999"], ["9" * 30], ["x\0"]])
def test_posts_that_are_none_are_not_added(cast: Cast, posts: list[str] | None) -> None:
    case, visitor = cast.start("tarakan-dpupr"), Visitor(cast.head)
    form = visitor.open(f"/cases/{case.pk}/").form("/subjects/")
    before = kept()
    assert visitor.send("", form, posts=posts).status_code == 422
    assert not changed(before)


@pytest.mark.parametrize("query", ["q=%00", "status=%00", "halaman=-1", "halaman=" + "9" * 5000, "halaman=²"])
def test_a_nonsense_address_of_a_list_shows_a_list(cast: Cast, query: str) -> None:
    Visitor(cast.head).open(f"/cases/?{query}")


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "9" * 5000])
def test_a_number_that_nothing_has_is_not_found(cast: Cast, number: str) -> None:
    visitor = Visitor(cast.head)
    for url in ("assignments/{}/", "cases/{}/", "papers/{}/", "revisions/{}/start/"):
        visitor.open("/" + url.format(number), 404)


@pytest.mark.parametrize("url", ["/sops/load/", TARAKAN])
@pytest.mark.parametrize("kind", BAD_SOPS)
def test_an_sop_with_faults_is_not_loaded_and_each_fault_names_its_line(
    cast: Cast, kind: str, url: str
) -> None:
    content, message = BAD_SOPS[kind]
    assert message in refused_sop(cast, url, content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("url", ["/sops/load/", TARAKAN])
def test_an_sop_of_40_mb_is_refused(cast: Cast, url: str) -> None:
    text = refused_sop(cast, url, b"#" * 40 * MB)
    assert "Berkas ini 40,0 MB; berkas SOP paling besar 1024 kB." in text


def test_all_faults_of_a_file_are_listed_at_once(cast: Cast) -> None:
    broken = SOP.replace("nama: Uji", "namma: Uji").replace("tahap: pengarsipan", "tahap: rapat")
    text = refused_sop(cast, "/sops/load/", broken.encode())
    assert "3 kesalahan; tidak ada yang disimpan" in text
    assert "6 prosedur[1].tahap" in text


@pytest.mark.parametrize("slug", ["Kode Saya", "a/b", "a\0", "-" * 61, "é"])
def test_a_code_that_is_none_is_refused(cast: Cast, slug: str) -> None:
    assert "Kode SOP" in refused_sop(cast, "/sops/load/", SOP.encode(), slug=slug)


def refused_sop(cast: Cast, url: str, content: bytes, **fields: str) -> str:
    """What the page of loading says to a file; that nothing changed is held here."""
    visitor = Visitor(cast.admin("dpupr-tarakan"))
    form = visitor.open(url).form("")
    before = kept()
    response = visitor.send(url, form, file=upload("uji.yaml", content), **fields)
    assert response.status_code == 422
    assert not changed(before)
    return Page(response.content.decode()).text
