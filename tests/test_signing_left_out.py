"""Parties without a seat, whom the text names, a scan beside a certificate, room for the stamps of later steps."""

import io
from datetime import date

import pikepdf
import pytest

from documents.models import Signature, SignedPaper, StoredFile, Way
from documents.signing.freezing import ink_of
from organizations.models import Appointment, Office
from organizations.models.appointment import Kind
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import good_upload, pdf, upload
from tests.signing_papers import OFFICE, Officials
from tests.story import open_tasks
from tests.test_signing import bytes_of, drafted, prepared
from tests.test_signing_pages import task_of
from tests.test_signing_ways_around import an_upload
from tests.visitor import Visitor, visitor_for
from tests.written_sops import COMMAND, DRAFT, FILE, load_sop
from workflows.actions.sign import owed
from workflows.laying_down import lay_down_waiting
from workflows.models import Case, Output, StepRun
from workflows.signing_acts import SomebodyLeftOut

pytestmark = pytest.mark.django_db
STAFF = "Staf Sub Bagian Perencanaan dan Keuangan"
NO_SEAT = f"Pihak {STAFF} pada “Perjanjian Kinerja {STAFF} Tahun 2026” tidak punya kursi"


def stands_at(case: Case) -> int:
    return StepRun.objects.get(case=case, status="aktif").step.order


def test_a_party_without_a_seat_is_told_of_stops_the_last_signature_and_may_be_brought(cast: Cast) -> None:
    case = drafted(cast, Way.WET, ("kepala-dinas", "staf-umum"))
    lay_down_waiting(lambda: cast.now)
    tasks = list(open_tasks(case))
    visitor, address = visitor_for(tasks[-1]), f"/cases/{case.pk}/"
    for url in (f"/assignments/{tasks[-1].pk}/", address):
        page = visitor.open(url)
        assert NO_SEAT in page.text
        assert "kembalikan naskahnya ke langkah 4" in page.text
        assert "Pihak Wali Kota Tarakan" in page.text  # signs outside anyway, and stops nothing
    for task in tasks[:-1]:
        cast.complete(task)
    refused = Page(visitor.act(tasks[-1]).content.decode())
    assert f"menunggu tanda tangan {STAFF}, dan sesudah ini tidak ada lagi" in refused.text
    with pytest.raises(SomebodyLeftOut) as stopped:
        cast.complete(tasks[-1])
    (left,) = stopped.value.left
    form = visitor.open(address).form(f"/sign/signatures/{left.signature.pk}/outside/")
    assert visitor.send(address, form, file=upload("kembali.pdf", pdf())).status_code == 302
    given = Signature.objects.get(pk=left.signature.pk)
    assert (given.status, given.way, given.scan is not None) == ("ditandatangani", Way.OUTSIDE, True)
    kept = StoredFile.objects.count()
    again = visitor.send(address, form, file=upload("kembali.pdf", pdf()))
    assert (again.status_code, StoredFile.objects.count()) == (409, kept)
    cast.complete(tasks[-1])
    assert stands_at(case) == 6
    assert NO_SEAT not in visitor.open(address).text


def test_who_has_no_seat_finds_a_block_for_ink_on_the_prepared_paper(cast: Cast) -> None:
    case = drafted(cast, slugs=("kepala-dinas", "staf-umum"))
    blocks = {paper.title: ink_of(paper) for paper in prepared(case, cast)}
    assert blocks == {
        "Perjanjian Kinerja Kepala Dinas Tahun 2026": ["ttd-kedua"],
        f"Perjanjian Kinerja {STAFF} Tahun 2026": ["ttd-pertama"],
    }


def test_a_case_is_not_closed_while_a_party_of_the_office_could_never_sign(cast: Cast) -> None:
    case = drafted(cast, Way.WET)
    lay_down_waiting(lambda: cast.now)
    cast.advance(case, 10)
    paper = SignedPaper.objects.get(
        runs__run__case=case, perjanjian_kinerja__pihak_pertama__slug="kepala-dinas"
    )
    late = cast.post(
        OFFICE, "staf-umum"
    )  # as in a case that passed its signing before parties were asked for
    Signature.objects.create(paper=paper, order=3, field="ttd-3", post=late)
    task = open_tasks(case).get()
    assert NO_SEAT.split(" pada ")[0] in visitor_for(task).open(f"/assignments/{task.pk}/").text
    with pytest.raises(SomebodyLeftOut, match="belum dapat ditutup"):
        cast.complete(task)
    assert stands_at(case) == 10


def test_whoever_signs_is_told_that_the_text_names_another_official(cast: Cast) -> None:
    case = drafted(cast, slugs=("sekretaris",))
    prepared(case, cast)
    task = task_of(case, "sekretaris")
    substitute = cast.user(OFFICE, "kabid-bm")
    words = (
        f"menyebut {cast.secretary.name} sebagai Sekretaris; sekarang yang menandatangani {substitute.name} "
        "sebagai Plt. Sekretaris"
    )
    assert "sekarang yang menandatangani" not in visitor_for(task).open(f"/assignments/{task.pk}/").text
    Office.objects.filter(slug=OFFICE).update(kewenangan_pelaksana={"pk": "boleh"})  # else not from that page
    Appointment.objects.create(user=substitute, post=task.post, kind=Kind.PLT, start_date=date(2026, 1, 2))
    visitor = Visitor(substitute)
    assert words in visitor.open(f"/assignments/{task.pk}/").text
    assert words in visitor.open("/sign/").text
    head = task_of(case, "kepala-dinas")
    assert "sekarang yang menandatangani" not in visitor_for(head).open(f"/assignments/{head.pk}/").text


def test_a_scan_beside_a_certificate_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    case = drafted(cast, slugs=("sekretaris",))
    prepared(case, cast)
    task, kept = task_of(case, "sekretaris"), StoredFile.objects.count()
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/"
    form = visitor.open(url).form("/complete/")
    response = visitor.send(url, form, passphrase="apa-saja-123", file=good_upload(1))
    assert response.status_code == 422
    assert "pindaiannya tidak disimpan" in Page(response.content.decode()).text
    assert StoredFile.objects.count() == kept
    nothing = task_of(case, "kabid-bm")  # owes no signature: a scan would belong to nothing
    assert "file" not in visitor_for(nothing).open(f"/assignments/{nothing.pk}/").form("/complete/").fields
    by_hand = visitor.send(url, visitor.open(url).form("/complete/"), by_hand="on", file=good_upload(1))
    assert by_hand.status_code == 302
    assert Signature.objects.get(post=task.post, paper__runs__run__case=case).scan is not None


def test_an_upload_has_room_for_the_stamps_of_later_steps(cast: Cast) -> None:
    Office.objects.filter(slug=OFFICE).update(signing_way=Way.INTERNAL)
    signs = "tahap: penandatanganan, tindakan: menandatangani, naskah"
    first = f"kegiatan: Meneken, pelaksana: [sekretaris], {signs}: Konsep, output: Surat"
    then = f"kegiatan: Meneken lagi, pelaksana: [kepala, sekretaris, kabid], {signs}: Surat, output: Surat"
    load_sop("uji-dua", COMMAND, DRAFT, first, then, FILE)
    case = cast.advance(cast.start("uji-dua"), 2)
    cast.complete(open_tasks(case).get(), file=an_upload(case, cast))
    (paper,) = prepared(case, cast)
    assert set(SignedPaper.objects.get(pk=paper.pk).boxes) == {"ttd-1", "ttd-2", "ttd-3"}
    officials = Officials(cast.now, ("kepala-dinas", "sekretaris", "kabid-bm"))
    while (task := open_tasks(case).first()) and task.run.step.order <= 4:
        lay_down_waiting(lambda: cast.now)
        for signature in owed(task):
            officials.sign(signature)
        cast.complete(task)
    assert Output.objects.newest().get(case=case, name="Surat").signed_id == paper.pk
    with pikepdf.open(io.BytesIO(bytes_of(paper))) as made:
        seen = {str(each.T): each for each in made.Root.AcroForm.Fields}
        assert set(seen) == {"ttd-1", "ttd-2", "ttd-3"}
        assert all("/V" in each and float(each.Rect[2]) > float(each.Rect[0]) for each in seen.values())
