"""Papers that the act page makes: the right form, filled from the case; drafts, issues, numbers, versions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Naskah, NaskahNumber
from documents.naskah.kinds import KINDS
from documents.pk_content import Indicator, PkContent, Program, Sasaran
from organizations.capacity import holder
from organizations.models import Office
from sops.definition import definition
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import good_upload
from tests.sheets import squeezed, text_of
from tests.story import Story, open_tasks
from tests.visitor import Visitor, visitor_for
from tests.written_sops import COMMAND, FILE, load_sop
from workflows.actions.pk import save_content
from workflows.actions.start import Letter
from workflows.errors import Incomplete
from workflows.models import Assignment, Case, Output
from workflows.naskah_fields import fields_for

pytestmark = pytest.mark.django_db
MEETING = {
    "naskah-notulen-tanggal": "2026-01-08",
    "naskah-notulen-jam": "09:30",
    "naskah-notulen-tempat": "Aula contoh",
    "naskah-notulen-pembahasan": "Target dibahas.",
    "naskah-notulen-kesimpulan": "Disepakati\nDilanjutkan",
}
CONTENT = PkContent(
    sasaran=(Sasaran("Jalan mantap", (Indicator(text="Panjang jalan", satuan="km", target="12,5"),)),),
    programs=(Program(name="Program jalan", anggaran="1500000"),),
    place="Tarakan",
    statement_date="2026-01-12",
)


def act_page(task: Assignment) -> Page:
    return visitor_for(task).open(f"/assignments/{task.pk}/")


def sent(task: Assignment, **fields: Any) -> Page:
    """Send the form of a task that must be taken."""
    response = visitor_for(task).act(task, **fields)
    page = Page(response.content.decode())
    assert response.status_code == 302, page.text
    return page


def write_pks(case: Case, cast: Cast) -> None:
    """Whoever promises writes each PK of the case."""
    for pk in case.subjects.select_related("pihak_pertama"):
        by = holder(pk.pihak_pertama, cast.now)
        assert by
        save_content(pk, CONTENT, by=by, at=cast.now, version=0)


def naskah_of(case: Case, kind: str) -> Naskah:
    """The newest paper of a kind."""
    found = Naskah.objects.filter(outputs__case=case, kind=kind).order_by("-id").first()
    assert found
    return found


def test_a_disposisi_is_a_sheet_with_the_letter_and_the_agenda_number(cast: Cast) -> None:
    letter = Letter("Bagian Organisasi", "000.8/1", date(2026, 1, 2), date(2026, 1, 3), "Permintaan PK")
    case = cast.start("tarakan-dpupr", letter=letter)
    sent(
        open_tasks(case).get(),
        **{"naskah-disposisi-sifat": "segera", "text": "Segera diproses", "instructions": None},
    )
    first = naskah_of(case, "disposisi")
    assert first.values["sifat"] == "segera"
    assert first.facts["surat"]["nomor"] == "000.8/1"
    assert (first.facts["agenda"], first.facts["kepada"]) == (case.agenda, ["Sekretaris"])
    assert first.facts["catatan"] == "Segera diproses"
    sent(open_tasks(case).get(), text="Susun segera")
    onward = naskah_of(case, "disposisi")
    assert onward.facts["agenda"] == first.facts["agenda"]
    assert [each["catatan"] for each in onward.facts["rantai"]] == ["Segera diproses"]


def test_the_form_that_the_output_means_starts_with_what_the_case_knows(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    task = next(task for task in open_tasks(case) if task.post.slug == "sekretaris")
    form = act_page(task).form("/complete/")
    assert form.fields["cara"].values == ["buat"]
    assert form.fields["naskah-notulen-acara"].values == [case.title]
    assert "Sekretaris" in form.fields["naskah-notulen-peserta"].values[0]
    page = act_page(task)
    assert "Usulan RKT/DPA" in page.text
    assert "belum diisi" in page.text


def test_a_paper_that_is_not_filled_in_is_asked_for_and_nothing_is_lost(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    write_pks(case, cast)
    task = next(task for task in open_tasks(case) if task.post.slug == "sekretaris")
    typed = {**MEETING, "naskah-notulen-tempat": "", "cara": "buat", "file": None}
    response = visitor_for(task).act(task, **typed)
    page = Page(response.content.decode())
    assert (response.status_code, "Isi “Tempat”." in page.text) == (422, True)
    assert page.form("/complete/").fields["naskah-notulen-pembahasan"].values == ["Target dibahas."]
    assert not Naskah.objects.filter(kind="notulen").exists()
    sent(task, **MEETING, cara="buat", file=None)
    assert naskah_of(case, "notulen").values["jam"] == "09:30"
    assert naskah_of(case, "notulen").values["kesimpulan"] == ["Disepakati", "Dilanjutkan"]


def test_a_meeting_ends_with_its_daftar_hadir(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    write_pks(case, cast)
    tasks = list(open_tasks(case))
    sent(tasks[1], **MEETING, cara="buat", file=None)
    for task in (tasks[0], *tasks[2:]):
        sent(task, cara="sudah", file=None, attendance="diwakili" if task is tasks[2] else "hadir")
    present = naskah_of(case, "daftar_hadir")
    assert present.values["tempat"] == "Aula contoh"
    assert len(present.facts["hadir"]) == len(tasks)
    assert [each["kehadiran"] for each in present.facts["hadir"]].count("Diwakili") == 1


def test_an_uploaded_paper_goes_before_one_that_would_be_made(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    sent(open_tasks(case).get(), file=good_upload(1), cara="unggah")
    output = Output.objects.filter(case=case, key="konsep pk/lampiran").get()
    assert output.file
    assert not output.naskah


def test_a_draft_has_no_number_and_gets_one_when_it_is_signed(cast: Cast) -> None:
    case = cast.start("madiun-setda")
    write_pks(case, cast)
    case = cast.advance(case, 3)
    rows = {
        "naskah-surat_pengantar-isi-rows": "1",
        "naskah-surat_pengantar-isi-0-naskah": "PK seluruh pegawai",
    }
    more = {
        "naskah-surat_pengantar-isi-0-banyaknya": "1 berkas",
        "naskah-surat_pengantar-kepada": "Kabag Organisasi",
    }
    task = open_tasks(case).first()
    assert task
    sent(task, cara="buat", file=None, **rows, **more)
    draft = naskah_of(case, "surat_pengantar")
    assert (draft.is_draft, draft.number, draft.stamp) == (True, None, "KONSEP")
    assert draft.values["isi"] == [
        {"naskah": "PK seluruh pegawai", "banyaknya": "1 berkas", "keterangan": ""}
    ]
    assert naskah_of(case, "perjanjian_kinerja").stamp == "KONSEP"
    case = cast.advance(case, 6)
    issued = naskah_of(case, "surat_pengantar")
    assert issued.previous == draft
    assert (issued.stamp, issued.number and issued.number.number) == ("", 1)
    assert issued.facts["penandatangan"]["name"] == cast.user("setda-madiun", "kabag").name
    assert NaskahNumber.objects.count() == 1
    cast.advance_to_end(case)
    assert NaskahNumber.objects.count() == 1


def test_what_was_sent_back_starts_from_what_it_was_and_gets_a_version(cast: Cast) -> None:
    case = cast.advance(cast.start("tangerang-kesbangpol"), 2)
    fields = {
        "naskah-sk_tim-menimbang": "bahwa perlu dibentuk tim",
        "naskah-sk_tim-anggota-rows": "1",
        "naskah-sk_tim-anggota-0-nama": "Kepala Kantor",
        "naskah-sk_tim-anggota-0-kedudukan": "Ketua",
    }
    sent(open_tasks(case).get(), cara="buat", file=None, **fields)
    sent(open_tasks(case).get(), answer="Tidak", note="Tambahkan anggota")
    task = open_tasks(case).get()
    form = act_page(task).form("/complete/")
    assert form.fields["naskah-sk_tim-menimbang"].values == ["bahwa perlu dibentuk tim"]
    assert form.fields["naskah-sk_tim-anggota-0-nama"].values == ["Kepala Kantor"]
    more = {"naskah-sk_tim-anggota-rows": "2", "naskah-sk_tim-anggota-1-nama": "Kasubag TU"}
    sent(task, cara="buat", file=None, **more)
    newest = Output.objects.newest().get(case=case, naskah__kind="sk_tim")
    assert newest.version == 2
    page = Visitor(cast.user("kesbangpol-tangerang", "kepala-kantor")).open(f"/papers/{newest.pk}/changes/")
    assert "ditambah: Susunan tim 2 · nama: Kasubag TU" in page.text
    assert "dihapus" not in page.text


def test_the_right_laws_stand_in_the_keputusan_without_typing(cast: Cast) -> None:
    case = cast.advance(cast.start("tangerang-kesbangpol"), 2)
    form = act_page(open_tasks(case).get()).form("/complete/")
    laws = definition(case.revision_id).document.dasar_hukum
    assert form.fields["naskah-sk_tim-mengingat"].values == ["\n".join(laws)]
    assert form.fields["naskah-sk_tim-tentang"].values == ["Tim Penyusunan Perjanjian Kinerja Tahun 2026"]


def test_more_rows_come_without_a_script_and_keep_what_was_typed(cast: Cast) -> None:
    case = cast.advance(cast.start("tangerang-kesbangpol"), 2)
    task = open_tasks(case).get()
    typed = {
        "naskah-sk_tim-anggota-0-nama": "Kepala Kantor",
        "do": "rows:naskah-sk_tim-anggota",
        "file": None,
    }
    response = visitor_for(task).act(task, **typed)
    form = Page(response.content.decode()).form("/complete/")
    assert response.status_code == 200
    assert form.fields["naskah-sk_tim-anggota-0-nama"].values == ["Kepala Kantor"]
    assert "naskah-sk_tim-anggota-6-nama" in form.fields
    assert open_tasks(case).get() == task


def test_a_preview_is_a_pdf_and_keeps_nothing(cast: Cast) -> None:
    case = cast.advance(cast.start("tangerang-kesbangpol"), 2)
    task = open_tasks(case).get()
    visitor = visitor_for(task)
    url = f"/assignments/{task.pk}/"
    form = visitor.open(url).form("/complete/")
    form.action = f"{url}preview/sk_tim/"
    response = visitor.send(url, form, **{"naskah-sk_tim-menimbang": "bahwa contoh"})
    text = text_of(response.content)
    assert response.headers["Content-Type"] == "application/pdf"
    assert "bahwa contoh" in text
    assert "PRATINJAU" in squeezed(text)
    assert not Naskah.objects.filter(kind="sk_tim").exists()
    assert not NaskahNumber.objects.exists()


def test_a_pk_that_nobody_has_written_is_no_paper(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    task = open_tasks(case).get()
    response = visitor_for(task).act(task, cara="buat", file=None)
    assert response.status_code == 422
    assert "belum diisi" in Page(response.content.decode()).text
    write_pks(case, cast)
    sent(task, cara="buat", file=None)
    paper = naskah_of(case, "perjanjian_kinerja")
    assert len(paper.facts["pk"]) == case.subjects.count()


def test_a_missing_kelengkapan_can_be_made_here_and_the_meeting_is_typed_once(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    write_pks(case, cast)
    task = next(task for task in open_tasks(case) if task.post.slug == "sekretaris")
    typed = {"tanggal": "2026-01-08", "jam": "09:30", "tempat": "Aula", "acara": "Rapat", "kepada": "Kabid"}
    invitation = {f"naskah-undangan-{name}": value for name, value in typed.items()}
    notes = {name: value for name, value in MEETING.items() if name.rpartition("-")[2] not in typed}
    sent(task, **notes, **invitation, cara="buat", file=None, kelengkapan_file=None, kelengkapan_buat="on")
    made, minutes = naskah_of(case, "undangan"), naskah_of(case, "notulen")
    assert made.number
    assert made.number.text.startswith("000")
    assert Output.objects.get(case=case, naskah=made).key == "undangan rapat"
    assert (minutes.values["jam"], minutes.values["tempat"]) == ("09:30", "Aula")


@pytest.mark.parametrize("rule", ["menghalangi", "mengingatkan"])
def test_missing_kelengkapan_blocks_or_warns_as_the_sop_says(cast: Cast, rule: str) -> None:
    check = (
        "kegiatan: Memeriksa, pelaksana: [kabid], tahap: penyusunan, tindakan: memeriksa, "
        "kelengkapan: Peta, naskah: Hasil, output: Hasil"
    )
    load_sop(f"uji-{rule}", COMMAND, check, FILE, settings=f"{{kelengkapan: {rule}}}")
    case = cast.advance(cast.start(f"uji-{rule}"), 2)
    task = cast.tasks(case)[0]
    word = "belum ada, wajib" if rule == "menghalangi" else "belum ada dalam kasus"
    assert f"Peta {word}" in act_page(task).text
    if rule == "menghalangi":
        with pytest.raises(Incomplete) as refused:
            cast.complete(task)
        assert refused.value.field == "kelengkapan_outside"
        cast.complete(task, kelengkapan_outside=True)
    else:
        cast.complete(task)
    assert Assignment.objects.get(pk=task.pk).details["kelengkapan"] == (
        "dari_luar" if rule == "menghalangi" else "tidak_ada"
    )


def test_the_case_page_gives_the_verdict_in_three_parts(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 2)
    page = Visitor(cast.head).open(f"/cases/{case.pk}/")
    assert "lengkap · tepat waktu · output berupa catatan" in page.text


def test_handing_over_makes_a_receipt_and_stands_in_the_delivery_book(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 6)
    task = open_tasks(case).get()
    rows = {"naskah-tanda_terima-penerima-rows": "1", "naskah-tanda_terima-penerima-0-kepada": "Kabid contoh"}
    sent(task, receiver="Sekretaris contoh", copies="3", receipt="on", file=None, **rows)
    receipt = naskah_of(case, "tanda_terima")
    assert (receipt.facts["kepada"], receipt.facts["jumlah"]) == ("Sekretaris contoh", 3)
    assert receipt.values["penerima"][0]["kepada"] == "Kabid contoh"
    head = Visitor(cast.head)
    assert "Sekretaris contoh Kabid contoh 3" in head.open(
        "/offices/dpupr-tarakan/ekspedisi/?tahun=2026"
    ).text or ("Sekretaris contoh" in head.open("/offices/dpupr-tarakan/ekspedisi/").text)
    printed = head.client.get("/offices/dpupr-tarakan/ekspedisi/buku-ekspedisi.pdf")
    assert "Sekretaris contoh" in text_of(printed.content)


def test_every_kind_has_a_name_a_template_and_fields_of_one_name() -> None:
    for kind in KINDS.values():
        names = [field.name for field in kind.fields]
        assert len(names) == len(set(names))
        assert kind.label


def test_an_act_that_makes_papers_costs_a_few_statements_more(cast: Cast) -> None:
    """The number of statements depends on the kinds of paper, not on how much stands in them."""

    def cost(values: Mapping[str, Any]) -> int:
        case = cast.advance(cast.start("tangerang-kesbangpol"), 2)
        with CaptureQueriesContext(connection) as captured:
            cast.complete(cast.tasks(case)[0], text="", drafts=(("sk_tim", values),))
        return len(captured)

    short: dict[str, Any] = {
        "tentang": "T",
        "menimbang": ["a"],
        "mengingat": ["b"],
        "diktum": ["c"],
        "tempat": "T",
        "anggota": [{"nama": "N", "kedudukan": "K"}],
    }
    long = {**short, "menimbang": ["a"] * 150, "anggota": short["anggota"] * 150}
    assert cost(short) == cost(long) <= 26
    assert Office.objects.get(slug="kesbangpol-tangerang").naskah["jenis"]


def test_the_stories_of_all_papers_end_in_the_archive(cast: Cast) -> None:
    case = cast.start("tarakan-dp3appkb")
    Story().play(case)
    assert Case.objects.get(pk=case.pk).tahap == "arsip"


def test_a_meeting_says_before_anything_is_typed_and_all_at_once_what_is_missing(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    task = open_tasks(case).first()
    assert task
    assert "Perjanjian Kinerja kasus ini belum diisi" in act_page(task).text
    response = visitor_for(task).act(task, **{"cara": "buat", "file": None})
    said = Page(response.content.decode()).text
    assert response.status_code == 422
    assert "Isi “Kesimpulan dan tindak lanjut”." in said
    assert "Perjanjian Kinerja kasus ini belum diisi" in said


def test_a_choice_is_not_called_optional() -> None:
    labels = {field.label for _, field in fields_for(KINDS["disposisi"], {})}
    assert {"Sifat", "Keamanan", "Diteruskan juga kepada (bila ada)"} <= labels
