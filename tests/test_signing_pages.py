"""Signing as officials do it: on the page of the task and on that of many papers, with what the public may ask."""

from typing import Any

import pytest
from django.test import Client

from activity.models import Activity, Notice, NoticeKind
from documents.models import PaperStatus, Signature, SignedPaper, Way
from documents.printed_pk import printed_on
from documents.signing.errors import CannotSign
from documents.signing.outside import take_in
from documents.signing.stamp import stamp_pdf
from documents.storing import store
from organizations.capacity import holder
from organizations.models import Office, User
from sops.definition import definition
from sops.models import Revision
from tests.bsre_service import sign_pdf
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import pdf, upload
from tests.story import open_tasks
from tests.test_signing import PASSPHRASE, bytes_of, drafted, prepared, sign
from tests.visitor import Visitor, visitor_for
from tests.written_sops import COMMAND, FILE, load_sop
from workflows.actions.complete import locked_case
from workflows.actions.sign import owed
from workflows.errors import Incomplete
from workflows.laying_down import lay_down_waiting
from workflows.models import Assignment, Case, Output
from workflows.presenting.case import record_lines
from workflows.presenting.texts import how_signed, text_of
from workflows.signing import awaited_outside

pytestmark = pytest.mark.django_db
OWN_PASSWORD = "sandi-masuk-saya-9"


def task_of(case: Case, slug: str) -> Assignment:
    found: Assignment = next(task for task in open_tasks(case) if task.post.slug == slug)
    return found


def page_of(response: Any) -> Page:
    return Page(response.content.decode())


def with_certificate(user: User) -> Visitor:
    """The official makes a certificate on their own page."""
    user.set_password(OWN_PASSWORD)
    user.save()
    visitor = Visitor(user)
    form = visitor.open("/akun/sertifikat/").form("")
    bad = visitor.send("/akun/sertifikat/", form, passphrase="xyzzy", again="lain", password="salah")
    assert bad.status_code == 422
    assert "xyzzy" not in bad.content.decode()
    details = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "password": OWN_PASSWORD}
    assert visitor.send("/akun/sertifikat/", form, **details).status_code == 302
    return visitor


def test_a_head_makes_a_certificate_signs_many_at_once_and_anybody_verifies_the_paper(cast: Cast) -> None:
    case = drafted(cast)
    papers = prepared(case, cast)
    task = task_of(case, "kepala-dinas")
    url = f"/assignments/{task.pk}/"
    assert "Buat sertifikat" in Visitor(cast.head).open(url).text
    head = with_certificate(cast.head)
    wrong = head.send(url, head.open(url).form("/complete/"), passphrase="salah-sekali-ini")
    assert wrong.status_code == 422
    assert "Frasa sandi salah." in page_of(wrong).text
    assert "salah-sekali-ini" not in wrong.content.decode()
    assert len(owed(task)) == len(papers)

    many = head.open("/sign/").form("")
    nothing = head.send("/sign/", many, passphrase=PASSPHRASE)
    assert "Centang sedikitnya satu naskah." in page_of(nothing).text
    done = page_of(head.send("/sign/", many, **{f"tugas-{task.pk}": "on", "passphrase": PASSPHRASE}))
    assert "✓ ditandatangani" in done.text
    assert PASSPHRASE not in done.html
    assert not owed(task)
    assert Activity.objects.filter(action="passphrase.wrong").count() == 1

    paper = SignedPaper.objects.get(pk=papers[1].pk)
    asked = Client()
    address = f"/periksa/naskah/{paper.token}/"
    shown = page_of(asked.get(address)).text
    assert "masih menunggu tanda tangan" in shown
    assert cast.head.name in shown
    assert cast.head.printed_nip not in shown
    same = asked.post(address, {"file": upload("a.pdf", bytes_of(paper))})
    assert "sama persis dengan naskah yang ditandatangani" in page_of(same).text
    other = asked.post(address, {"file": upload("a.pdf", pdf())})
    assert "BUKAN naskah" in page_of(other).text
    assert asked.get("/periksa/naskah/bukan-alamat-yang-ada/").status_code == 404


def test_who_refuses_sends_the_paper_back_and_the_next_version_is_signed_by_all(cast: Cast) -> None:
    case = drafted(cast)
    first = prepared(case, cast)
    assert sign(task_of(case, "sekretaris"), cast) == []
    cast.complete(task_of(case, "sekretaris"))
    task = task_of(case, "kabid-bm")
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/"
    assert visitor.send(url, visitor.open(url).form("/refuse/")).status_code == 422
    assert f"Semua {len(first)} naskah langkah ini batal dan dibuat ulang" in visitor.open(url).text
    form = visitor.open(url).form("/refuse/")
    response = visitor.send(url, form, **{"refuse-reason": "Target jalan keliru."})
    assert response.status_code == 302, page_of(response).text
    back = open_tasks(case).get()
    assert back.run.step.order == 4
    assert "Target jalan keliru." in visitor_for(back).open(f"/assignments/{back.pk}/").text
    voids = SignedPaper.objects.filter(pk__in=[paper.pk for paper in first])
    assert {paper.status for paper in voids} == {PaperStatus.VOID}
    refused = Signature.objects.get(post=task.post, paper__perjanjian_kinerja__pihak_pertama=task.post)
    assert (refused.status, refused.reason) == ("ditolak", "Target jalan keliru.")
    heard = {each.user_id: each for each in Notice.objects.filter(kind=NoticeKind.VOID)}
    maker = first[0].naskah.created_by_id if first[0].naskah else 0
    assert set(heard) == {cast.secretary.pk, maker}
    told = heard[cast.secretary.pk]
    assert "“Perjanjian Kinerja Sekretaris Tahun 2026” yang Anda tanda tangani batal: " in told.text
    assert "menolak menandatangani dengan alasan: Target jalan keliru." in told.text
    assert told.text in Visitor(cast.secretary).open("/notices/").text
    cast.complete(back, drafts=(("perjanjian_kinerja", {}),))
    second = prepared(case, cast)[len(first) :]
    assert [paper.previous_id for paper in second] == [paper.pk for paper in first]
    assert owed(task_of(case, "sekretaris"))


def test_by_hand_the_act_is_the_statement_and_the_scan_may_follow(cast: Cast) -> None:
    case = drafted(cast, Way.WET)
    task = task_of(case, "sekretaris")
    cast.complete(task)
    given = Signature.objects.get(post=task.post, status="ditandatangani")
    assert (given.way, given.scan, given.attested_as) == ("basah", None, "Sekretaris")
    visitor = visitor_for(task)
    url = f"/cases/{case.pk}/"
    form = visitor.open(url).form(f"/sign/signatures/{given.pk}/scan/")
    assert visitor.send(url, form, file=upload("pindaian.pdf", pdf())).status_code == 302
    given.scan = Signature.objects.get(pk=given.pk).scan
    assert given.scan
    assert visitor.client.get(f"/periksa/naskah/{given.paper.token}/").status_code == 200


def test_a_paper_that_the_wali_kota_signed_outside_is_taken_in_as_what_it_is(cast: Cast) -> None:
    case = drafted(cast)
    prepared(case, cast)
    (waiting,) = awaited_outside(case)
    by = holder(cast.post("dpupr-tarakan", "kepala-dinas"), cast.now)
    office = Office.objects.get(pk=case.office_id)
    assert by
    file = store(upload("pindaian.pdf", pdf()), office=office, by=by.user, at=cast.now)
    words = take_in(waiting, by=by, at=cast.now, upload=file, lock=lambda: locked_case(case.pk).stream)
    assert words == "Pindaian naskah yang ditandatangani dengan tangan."
    taken = Signature.objects.get(pk=waiting.pk)
    assert (taken.way, taken.scan, taken.attested_by) == ("luar", file, by.user)
    assert not awaited_outside(case)


def test_a_stamp_bears_the_capacity_and_papers_that_decree_bear_no_gelar(cast: Cast) -> None:
    from documents.signing.block import block_of, plain_name

    by = holder(cast.post("dpupr-tarakan", "kepala-dinas"), cast.now)
    assert by
    office = by.post.office if by.post else None
    assert office
    by.user.name = "Dr. Ir. H. Contoh Nama, S.T., M.T."
    assert block_of(by, office, "surat_pengantar").name == by.user.name
    assert block_of(by, office, "sk_tim").name == "Contoh Nama" == plain_name(by.user.name)
    superior = cast.post("dpupr-tarakan", "wali-kota")
    lines = block_of(by, office, "surat_pengantar", (superior,)).capacity
    assert lines[0] == f"a.n. {superior.title}"
    assert (
        stamp_pdf(block_of(by, office, ""), "https://contoh.go.id/x", Way.INTERNAL, 200, 120)[:5] == b"%PDF-"
    )


def test_what_the_wali_kota_signed_electronically_is_verified_and_becomes_the_paper(cast: Cast) -> None:
    case = drafted(cast)
    prepared(case, cast)
    (waiting,) = awaited_outside(case)
    office = Office.objects.get(pk=case.office_id)
    by = holder(cast.post("dpupr-tarakan", "kepala-dinas"), cast.now)
    assert by
    before = bytes_of(waiting.paper)
    after = sign_pdf(before, name="Dr. H. CONTOH WALI KOTA TARAKAN, M.Si.")  # as certificates write a name

    def taken(content: bytes) -> str:
        file = store(upload("kembali.pdf", content), office=office, by=by.user, at=cast.now)
        return take_in(waiting, by=by, at=cast.now, upload=file, lock=lambda: locked_case(case.pk).stream)

    place = after.rindex(b"/ByteRange")
    with pytest.raises(CannotSign, match="tidak dapat dipercaya"):
        taken(after[: len(before) + 5] + b" " + after[len(before) + 6 : place] + after[place:])
    words = taken(after)
    assert "pada berkas yang sama" in words
    assert "tidak dikenal" in words
    assert bytes_of(waiting.paper) == after


def test_where_the_sop_says_so_the_columns_sign_one_after_the_other(cast: Cast) -> None:
    case = drafted(cast, Way.WET)
    Revision.objects.filter(pk=case.revision_id).update(pengaturan={"urutan_tanda_tangan": "kolom"})
    definition.cache_clear()
    with pytest.raises(Incomplete, match="Kepala Dinas menandatangani lebih dulu"):
        cast.complete(task_of(case, "sekretaris"))
    cast.complete(task_of(case, "kepala-dinas"))
    cast.complete(task_of(case, "sekretaris"))


def test_a_paper_that_is_brought_to_its_signing_is_prepared_and_then_signed(cast: Cast) -> None:
    Office.objects.filter(slug="dpupr-tarakan").update(signing_way=Way.INTERNAL)
    sign_letter = (
        "kegiatan: Menandatangani surat, pelaksana: [kepala], tahap: penandatanganan, "
        "tindakan: menandatangani, kelengkapan: Konsep surat, output: Surat"
    )
    load_sop("uji-surat", COMMAND, sign_letter, FILE)
    case = cast.advance(cast.start("uji-surat"), 2)
    lay_down_waiting(lambda: cast.now)
    task = open_tasks(case).get()
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/"
    form = visitor.open(url).form("/complete/")
    response = visitor.send(url, form, kelengkapan_file=upload("konsep.pdf", pdf()))
    assert (response.status_code, response.headers.get("Location")) == (302, url)
    (paper,) = prepared(case, cast)
    assert sign(open_tasks(case).get(), cast) == []
    cast.complete(open_tasks(case).get())
    assert SignedPaper.objects.get(pk=paper.pk).status == PaperStatus.SIGNED
    assert Output.objects.get(case=case, name="Surat").signed_id == paper.pk


@pytest.mark.parametrize(
    ("signatures", "was_laid_down", "said"),
    [
        ([{"way": "internal"}], True, "Menandatangani secara elektronik dengan sertifikat internal"),
        ([{"way": "bsre"}], True, "Menandatangani secara elektronik dengan sertifikat BSrE"),
        ([{"way": "basah", "scan": "ab"}], True, "Menandatangani dengan tangan, dengan pindaiannya,"),
        ([{"way": "basah"}], True, "Menyatakan telah menandatangani dengan tangan, tanpa pindaian,"),
        ([], True, "Menyatakan hadir pada penandatanganan"),
        ([], False, "Menyatakan naskahnya sudah ditandatangani"),
    ],
)
def test_the_record_says_how_it_was_signed(
    signatures: list[dict[str, str]], was_laid_down: bool, said: str
) -> None:
    assert how_signed(signatures, was_laid_down=was_laid_down) == said
    act = {"tindakan": "menandatangani", "step": "5", "round": 1, "answer": "", "note": "", "outputs": []}
    row = {**act, "details": {}, "signing": said}
    assert text_of("assignment.completed", row) == f"{said} pada langkah 5 putaran 1"
    refused = {**act, "details": {"menolak": "Salah angka"}}
    assert text_of("assignment.completed", refused) == "Menolak menandatangani pada langkah 5 putaran 1"


def test_who_owes_no_signature_states_that_they_were_there(cast: Cast) -> None:
    case = drafted(cast, "basah")
    lay_down_waiting(lambda: cast.now)
    clerk = next(task for task in open_tasks(case) if task.post.slug == "kasubag-perencanaan-keuangan")
    owing = next(task for task in open_tasks(case) if task.post.slug == "sekretaris")
    assert "Nyatakan telah ditandatangani" in visitor_for(owing).open(f"/assignments/{owing.pk}/").text
    page = visitor_for(clerk).open(f"/assignments/{clerk.pk}/")
    assert "Nyatakan hadir" in page.text
    assert "sudah ditandatangani dengan tangan" not in page.text
    cast.complete(owing)
    cast.complete(clerk)
    record = [line.text for line in record_lines(Case.objects.get(pk=case.pk), everything=True)[0]]
    assert record[0].startswith("Menyatakan hadir pada penandatanganan pada langkah 5")
    assert any(text.startswith("Menyatakan telah menandatangani dengan tangan") for text in record)


def test_what_is_being_prepared_is_said_and_what_is_mine_is_marked(cast: Cast) -> None:
    case = drafted(cast)
    head = Visitor(cast.head)
    assert "Sedang disiapkan untuk Anda tanda tangani" in head.open("/sign/").text
    papers = prepared(case, cast)
    text = head.open("/sign/").text
    assert "Sedang disiapkan" not in text
    assert text.count("Perlu tanda tangan Anda") == len(papers)
    mine = task_of(case, "sekretaris")
    assert visitor_for(mine).open(f"/assignments/{mine.pk}/").text.count("Perlu tanda tangan Anda") == 1

    # The public page tells the day that the paper bears, and no number where it bears none.
    text = Visitor().open(f"/periksa/naskah/{papers[0].token}/").text
    assert "12 Januari 2026" in text
    assert "Cocokkan judul dan tanggal di atas" in text
    uploaded = SignedPaper(title="Unggahan", nomor="1", day=cast.now.date())
    assert printed_on(uploaded) == ("", None)


def test_after_making_a_certificate_one_is_back_at_the_paper_and_nowhere_else(cast: Cast) -> None:
    official = Visitor(cast.head)
    assert "/sign/" in set(official.open("/akun/sertifikat/?kembali=/sign/").links())
    for elsewhere in ("//contoh.test/", "https://contoh.test/", "/\\contoh.test/", "javascript:alert(1)"):
        page = official.open(f"/akun/sertifikat/?kembali={elsewhere}")
        assert not [link for link in page.links() if "contoh.test" in link or "script" in link]
    assert "/akun/sertifikat/" in set(official.open("/akun/").links())
