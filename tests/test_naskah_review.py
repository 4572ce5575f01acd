"""Papers of steps where something is odd: returns, half a form, several posts, long texts, numbers of two kinds."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Naskah, NaskahNumber, PerjanjianKinerja
from documents.naskah.wording import difference
from organizations.models import Office
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import good_upload
from tests.story import open_tasks
from tests.test_naskah_acts import write_pks
from tests.visitor import Visitor, visitor_for
from tests.written_sops import COLUMNS, COMMAND, DRAFT, FILE, load_sop
from workflows.errors import Incomplete
from workflows.kelengkapan import meeting
from workflows.models import Assignment, Case, Output
from workflows.presenting.versions import versions_of

pytestmark = pytest.mark.django_db
INVITATION = {"tanggal": "2026-01-08", "jam": "09:30", "tempat": "Aula", "acara": "Rapat", "kepada": "Kabid"}
TEAM: dict[str, Any] = {
    "naskah-sk_tim-menimbang": "bahwa perlu",
    "naskah-sk_tim-anggota-rows": "1",
    "naskah-sk_tim-anggota-0-nama": "Kepala Kantor",
    "naskah-sk_tim-anggota-0-kedudukan": "Ketua",
}


def at_step(cast: Cast, slug: str, order: int) -> tuple[Case, Assignment]:
    """A case that stands there, with the first of its tasks."""
    case = cast.advance(cast.start(slug), order)
    return case, cast.tasks(case)[0]


def test_a_return_asks_for_no_paper_and_makes_none(cast: Cast) -> None:
    meeting = (
        "kegiatan: Rapat, pelaksana: [kabid], tahap: penyusunan, tindakan: rapat, output: Undangan rapat"
    )
    load_sop("uji-kembali", COMMAND, f"{meeting}, keputusan: {{Ya: lanjut, Tidak: 1}}", FILE)
    case, task = at_step(cast, "uji-kembali", 2)
    answer = {"answer": "Tidak", "note": "Perbaiki", "file": None, "attendance": "hadir", "cara": "buat"}
    filled = {f"naskah-undangan-{name}": value for name, value in INVITATION.items()}
    assert visitor_for(task).act(task, **answer, **filled).status_code == 302
    assert cast.tasks(case)[0].run.round == 2
    assert not Naskah.objects.filter(outputs__case=case, kind="undangan").exists()
    assert not NaskahNumber.objects.exists()


def test_what_was_sent_back_was_not_handed_over(cast: Cast) -> None:
    give = "kegiatan: Menyerahkan, pelaksana: [kabid], tahap: penyusunan, tindakan: menyerahkan"
    rest = "naskah: Konsep, output: Konsep, keputusan: {Ya: lanjut, Tidak: 2}"
    load_sop("uji-serah", COMMAND, DRAFT, f"{give}, {rest}", FILE)
    _, task = at_step(cast, "uji-serah", 3)
    given = {"receiver": "Sekretaris contoh", "received_date": "", "receipt": "on", "file": None}
    response = visitor_for(task).act(task, answer="Tidak", note="Belum lengkap", **given)
    assert response.status_code == 302
    assert not Naskah.objects.filter(kind="tanda_terima").exists()
    assert "penerima" not in Assignment.objects.get(pk=task.pk).details
    assert "Sekretaris contoh" not in Visitor(cast.head).open("/offices/dpupr-tarakan/ekspedisi/").text


@pytest.mark.parametrize("year", ["9999", "2200", "x"])
def test_the_delivery_book_has_a_last_year(cast: Cast, year: str) -> None:
    Visitor(cast.head).open(f"/offices/dpupr-tarakan/ekspedisi/?tahun={year}")


def test_a_disposisi_that_cannot_do_without_kelengkapan_asks_for_it(cast: Cast) -> None:
    first = COMMAND.replace("output:", "kelengkapan: Peta, output:")
    load_sop("uji-peta", first, DRAFT, FILE, settings="{kelengkapan: menghalangi}")
    case, task = at_step(cast, "uji-peta", 1)
    typed = {"text": "Segera", "instructions": None}
    refused = visitor_for(task).act(task, **typed, kelengkapan_file=None)
    assert refused.status_code == 422
    assert "Kelengkapan “Peta” belum ada" in Page(refused.content.decode()).text
    assert visitor_for(task).act(task, **typed, kelengkapan_file=good_upload(1)).status_code == 302
    assert Output.objects.filter(case=case, key="peta", file__isnull=False).exists()


def test_a_table_with_an_unprintable_character_is_refused(cast: Cast) -> None:
    case = cast.advance(cast.start("tangerang-kesbangpol"), 2)
    task = open_tasks(case).get()
    rows = TEAM | {"naskah-sk_tim-anggota-0-nama": "N\x00"}
    response = visitor_for(task).act(task, cara="buat", file=None, **rows)
    assert response.status_code == 422
    assert "Baris 1" in Page(response.content.decode()).text


def test_a_list_is_no_book(cast: Cast) -> None:
    case = cast.advance(cast.start("tangerang-kesbangpol"), 2)
    task = open_tasks(case).get()
    rows = TEAM | {"naskah-sk_tim-menimbang": "\n".join(["x" * 7000] * 10)}
    assert visitor_for(task).act(task, cara="buat", file=None, **rows).status_code == 422


def test_kelengkapan_that_is_uploaded_is_not_made_too(cast: Cast) -> None:
    check = "kegiatan: Memeriksa, pelaksana: [kabid], tahap: penyusunan, tindakan: memeriksa"
    load_sop(
        "uji-dua",
        COMMAND,
        DRAFT,
        f"{check}, kelengkapan: Undangan rapat, naskah: Konsep, output: Konsep",
        FILE,
    )
    case, task = at_step(cast, "uji-dua", 3)
    filled = {f"naskah-undangan-{name}": value for name, value in INVITATION.items()}
    files = {"file": None, "kelengkapan_file": good_upload(1), "kelengkapan_buat": "on"}
    assert visitor_for(task).act(task, **filled, **files).status_code == 302
    assert Output.objects.get(case=case, key="undangan rapat").naskah is None
    assert not NaskahNumber.objects.exists()


def test_numbers_of_what_is_drawn_up_and_issued_at_once_are_taken_in_one_order(cast: Cast) -> None:
    """Undangan is drawn up, the surat pengantar issued; whoever takes both takes surat_pengantar first."""
    office = Office.objects.get(slug="dpupr-tarakan")
    office.naskah = {"jenis": {"Konsep": ["konsep surat_pengantar"], "Surat": ["surat_pengantar"]}}
    office.save(update_fields=["naskah"])
    check = "kegiatan: Memeriksa, pelaksana: [kabid], tahap: penyusunan, tindakan: memeriksa"
    load_sop(
        "uji-nomor", COMMAND, DRAFT, f"{check}, kelengkapan: Undangan, naskah: Konsep, output: Surat", FILE
    )
    case, task = at_step(cast, "uji-nomor", 2)
    rows = [{"naskah": "PK", "banyaknya": "1", "keterangan": ""}]
    letter = {"kepada": "Kabag", "di": "Tarakan", "isi": rows, "tempat": "Tarakan"}
    cast.complete(task, text="", file=None, drafts=(("surat_pengantar", letter),))
    invitation = {**INVITATION, "kepada": ["Kabid"]}
    cast.complete(cast.tasks(case)[0], drafts_missing=(("undangan", invitation),))
    given = list(NaskahNumber.objects.order_by("id").values_list("kind", flat=True))
    assert given == ["surat_pengantar", "undangan"]
    issued = Output.objects.get(case=case, key="surat").naskah
    assert issued
    assert issued.previous
    assert issued.previous.is_draft


def test_papers_of_several_posts_are_no_versions_of_each_other(cast: Cast) -> None:
    columns = {**COLUMNS, "kabid": "{nama: Kabid, jabatan: [kabid-bm, kabid-ckpr]}"}
    own = "kegiatan: Menyusun, pelaksana: [kabid], tahap: penyusunan, tindakan: menyusun, output: Usul"
    check = "kegiatan: Memeriksa, pelaksana: [kepala], tahap: penyusunan, tindakan: memeriksa"
    rest = "naskah: Usul, output: Usul diperiksa, keputusan: {Ya: lanjut, Tidak: 2}"
    again = "kegiatan: Memeriksa lagi, pelaksana: [kepala], tahap: penyusunan, tindakan: memeriksa"
    more = "naskah: Usul diperiksa, output: Usul diperiksa, keputusan: {Ya: lanjut, Tidak: 2}"
    load_sop("uji-semua", COMMAND, own, f"{check}, {rest}", f"{again}, {more}", FILE, columns=columns)
    case, _ = at_step(cast, "uji-semua", 2)
    for turn in (1, 2):
        for task in cast.tasks(case):
            cast.complete(task, text=f"{task.post.slug} {turn}", file=None)
        cast.complete(cast.tasks(case)[0], answer="Ya")
        if turn == 1:
            cast.complete(cast.tasks(case)[0], answer="Tidak", note="Ulangi")
    newest = Output.objects.newest().filter(case=case, key="usul diperiksa")
    previous = {output.note: versions_of(output)["previous"] for output in newest}
    assert {note: each and each.note for note, each in previous.items()} == {
        "kabid-bm 2": "kabid-bm 1",
        "kabid-ckpr 2": "kabid-ckpr 1",
    }


def test_a_difference_of_long_texts_that_repeat_themselves_is_soon_there() -> None:
    start = time.monotonic()
    found = difference(["a"] * 2000, ["a", "b"] * 1000)
    assert found
    assert time.monotonic() - start < 5


def test_a_draft_is_no_kelengkapan_where_the_paper_itself_is_meant(cast: Cast) -> None:
    table = {"jenis": {"SK Tim jadi": ["sk_tim"], "Draf tim": ["konsep sk_tim"]}}
    draft = Output(key="lain", naskah=Naskah(kind="sk_tim"))
    issued = Output(key="lain", naskah=Naskah(kind="sk_tim", day=cast.now.date()))
    assert meeting(table, "SK Tim jadi", [draft]) == []
    assert meeting(table, "SK Tim jadi", [draft, issued]) == [issued]
    assert meeting(table, "Draf tim", [draft, issued]) == [draft, issued]


def test_a_pk_paper_that_would_leave_somebody_out_is_refused_by_name(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    write_pks(case, cast)
    left = PerjanjianKinerja.objects.get(pihak_pertama__slug="kepala-upt-lab")
    PerjanjianKinerja.objects.filter(pk=left.pk).update(version=0)
    task = cast.tasks(case)[0]
    with pytest.raises(Incomplete, match="Kepala UPT Laboratorium belum diisi"):
        cast.complete(task, text="", drafts=(("perjanjian_kinerja", {}),))
    assert not Naskah.objects.filter(kind="perjanjian_kinerja").exists()


def test_a_daftar_hadir_is_made_once_with_everybody_and_keeps_its_guests(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    told = {
        "tanggal": "2026-01-08",
        "jam": "09:00",
        "tempat": "Aula",
        "acara": "Rapat",
        "tamu": ["Tamu contoh"],
    }
    first, *others = cast.tasks(case)
    cast.complete(first, text="", drafts=(("daftar_hadir", told),))
    for task in others:
        cast.complete(task, text="")
    newest = Output.objects.newest().get(case=case, naskah__kind="daftar_hadir")
    assert newest.naskah
    assert newest.naskah.values["tamu"] == ["Tamu contoh"]
    assert len(newest.naskah.facts["hadir"]) == len(others) + 1


def test_a_paper_of_six_pks_costs_the_statements_of_one(cast: Cast) -> None:
    def cost(posts: list[str]) -> int:
        subjects = [cast.post("dpupr-tarakan", slug) for slug in posts]
        case = cast.advance(cast.start("tarakan-dpupr", subjects=subjects), 4)
        for pk in case.subjects.filter(version=0):
            PerjanjianKinerja.objects.filter(pk=pk.pk).update(version=1)
        with CaptureQueriesContext(connection) as captured:
            cast.complete(cast.tasks(case)[0], text="", drafts=(("perjanjian_kinerja", {}),))
        return len(captured)

    all_posts = ["kepala-dinas", "sekretaris", "kabid-bm", "kabid-ckpr", "kabid-psda", "kepala-upt-lab"]
    assert cost(["kabid-bm"]) == cost(all_posts)
