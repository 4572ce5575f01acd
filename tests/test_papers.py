"""Papers over HTTP: what one uploads the next ones have before them, in versions, and nobody else can fetch."""

import hashlib
from io import BytesIO
from pathlib import PurePath

import pytest
from django.http import FileResponse

from documents.models import StoredFile
from organizations.models import User
from tests import sample_files
from tests.cast import Cast
from tests.sample_files import upload
from tests.story import Story, open_tasks
from tests.visitor import Visitor, visitor_for
from workflows.models import Assignment, Case, Output

pytestmark = pytest.mark.django_db
PK = sample_files.pdf("Dokumen Perjanjian Kinerja 2026")


@pytest.fixture
def drafted(cast: Cast) -> Case:
    """A case of Gowa in which the Kasubag has just uploaded Dokumen; the head is next."""
    case = cast.advance(cast.start("gowa-dpupr"), 5)
    task = open_tasks(case).get()
    assert visitor_for(task).act(task, file=upload("PK Dinas 2026.pdf", PK)).status_code == 302
    return case


def paper_of(case: Case) -> Output:
    return Output.objects.select_related("file").get(case=case, key="dokumen", run__step__nomor="5")


def fetch(user: User, output: Output) -> FileResponse:
    response = Visitor(user).client.get(f"/papers/{output.pk}/")
    assert isinstance(response, FileResponse)
    return response


def test_the_next_official_has_the_paper_as_kelengkapan(drafted: Case) -> None:
    task = open_tasks(drafted).get()
    page = visitor_for(task).open(f"/assignments/{task.pk}/")
    assert "Kelengkapan Dokumen versi 1 · PK Dinas 2026.pdf" in page.text
    assert f"/papers/{paper_of(drafted).pk}/" in page.links()


def test_a_paper_passed_on_is_still_the_kelengkapan_steps_later(cast: Cast, drafted: Case) -> None:
    Story().play(drafted, to="9")
    task = open_tasks(drafted).get()
    page = visitor_for(task).open(f"/assignments/{task.pk}/")
    assert "Kelengkapan Dokumen versi 1 · PK Dinas 2026.pdf" in page.text


def test_a_paper_that_the_case_lacks_is_asked_from_outside(cast: Cast) -> None:
    task = open_tasks(cast.advance(cast.start("tarakan-dp3appkb"), 10)).get()
    page = visitor_for(task).open(f"/assignments/{task.pk}/")
    assert "Konsep surat pengantar belum ada dalam kasus" in page.text


def test_kelengkapan_that_lies_outside_may_be_ticked(cast: Cast) -> None:
    task = open_tasks(cast.advance(cast.start("tarakan-dp3appkb"), 4)).get()
    visitor = visitor_for(task)
    page = visitor.open(f"/assignments/{task.pk}/")
    assert "“Format realisasi capaian kinerja” tersedia di luar sistem" in page.text
    assert visitor.act(task, kelengkapan_outside="on").status_code == 302
    assert Assignment.objects.get(pk=task.pk).details == {
        "kelengkapan_dari_luar": True,
        "kelengkapan": "dari_luar",
    }
    assert "kelengkapan dari luar sistem" in visitor.open(f"/cases/{task.run.case_id}/").text


def test_a_paper_brought_from_outside_becomes_the_output_of_the_signing(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dp3appkb"), 10)
    task = open_tasks(case).get()
    brought = upload("Konsep.docx", sample_files.docx())
    assert visitor_for(task).act(task, kelengkapan_file=brought, file=None).status_code == 302
    signed = Output.objects.get(case=case, key="surat pengantar")
    assert signed.file == Output.objects.get(case=case, key="konsep surat pengantar").file
    assert signed.kind == "dari_luar"


def test_a_paper_vouched_for_outside_is_told_as_such(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dp3appkb"), 10)
    task = open_tasks(case).get()
    act = {"from_outside": "on", "kelengkapan_file": None}
    assert visitor_for(task).act(task, **act).status_code == 302
    assert "Tersedia di luar sistem" in visitor_for(task).open(f"/cases/{case.pk}/").text


def test_what_a_filing_cabinet_is_brought_for_does_not_replace_the_signed_paper(cast: Cast) -> None:
    case = cast.advance(cast.start("tangerang-kesbangpol"), 8)
    signed = Output.objects.newest().get(case=case, key="naskah perjanjian kinerja yang sudah ditandatangani")
    task = open_tasks(case).get()
    photo = upload("lemari arsip.png", sample_files.image())
    assert visitor_for(task).act(task, kelengkapan_file=photo).status_code == 302
    filed = Output.objects.newest().get(case=case, key=signed.key)
    assert (filed.version, filed.file_id, filed.note) == (1, signed.file_id, signed.note)


def test_a_new_round_adds_a_version_and_keeps_the_old_one(cast: Cast, drafted: Case) -> None:
    old = paper_of(drafted)
    Story({"6": ["Tidak"]}).act(open_tasks(drafted).get())
    task = open_tasks(drafted).get()
    new = upload("PK Dinas 2026 perbaikan.pdf", sample_files.pdf("Perbaikan"))
    assert visitor_for(task).act(task, file=new).status_code == 302
    latest = Output.objects.newest().get(case=drafted, key="dokumen")
    assert (latest.version, latest.file and latest.file.name) == (2, "PK Dinas 2026 perbaikan.pdf")
    assert Output.objects.get(pk=old.pk).replaced_by == latest
    response = fetch(cast.user("dpupr-gowa", "kepala-dinas"), old)
    assert b"".join(response.streaming_content) == PK  # type: ignore[arg-type]


def test_a_paper_is_downloaded_whole_as_an_attachment_that_nothing_opens(cast: Cast, drafted: Case) -> None:
    response = fetch(cast.user("dpupr-gowa", "kepala-dinas"), paper_of(drafted))
    assert b"".join(response.streaming_content) == PK  # type: ignore[arg-type]
    assert response.headers["Content-Disposition"] == 'attachment; filename="PK Dinas 2026.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "public" not in response.headers.get("Cache-Control", "")


def test_the_page_shows_the_sha_256_of_what_was_uploaded(cast: Cast, drafted: Case) -> None:
    digest = hashlib.sha256(PK).hexdigest()
    file = paper_of(drafted).file
    assert file
    assert (file.sha256, file.size) == (digest, len(PK))
    assert digest in Visitor(cast.admin("dpupr-gowa")).open(f"/cases/{drafted.pk}/").html


def test_a_paper_lies_under_a_name_that_says_nothing(drafted: Case) -> None:
    file = paper_of(drafted).file
    assert file
    path = PurePath(str(file.file.name))
    assert str(path) in sample_files.stored_paths()
    assert path.suffix == ".pdf"
    assert len(path.stem) >= 32
    # Only a word too long to come up by chance in a random name.
    assert "dinas" not in str(path).lower()


def test_the_same_file_twice_lies_under_two_names(cast: Cast, drafted: Case) -> None:
    task = open_tasks(drafted).get()
    again = upload("PK Dinas 2026.pdf", PK)
    assert visitor_for(task).act(task, file=again).status_code == 302
    assert StoredFile.objects.values("file").distinct().count() == 2


@pytest.mark.parametrize(
    ("name", "make"),
    [*sample_files.GOOD.items(), ("foto.jpg", lambda: sample_files.image("JPEG"))],
)
def test_every_accepted_kind_comes_back_as_it_was(cast: Cast, name: str, make: object) -> None:
    assert callable(make)
    data = make()
    case = cast.advance(cast.start("gowa-dpupr"), 5)
    task = open_tasks(case).get()
    assert visitor_for(task).act(task, file=upload(name, data)).status_code == 302
    response = fetch(cast.user("dpupr-gowa", "kepala-dinas"), paper_of(case))
    assert BytesIO(b"".join(response.streaming_content)).getvalue() == data  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "kept_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\budi\\PK.pdf", "PK.pdf"),
        ("surat.exe", "surat.pdf"),
        ("surat\u202efdp.exe", "suratfdp.pdf"),
        ("Perjanjian Kinerja é ü.pdf", "Perjanjian Kinerja é ü.pdf"),
    ],
)
def test_a_paper_keeps_a_printable_name_with_its_true_ending(cast: Cast, sent: str, kept_as: str) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 5)
    task = open_tasks(case).get()
    assert visitor_for(task).act(task, file=upload(sent, PK)).status_code == 302
    file = paper_of(case).file
    assert file
    assert file.name == kept_as


def test_who_may_not_see_the_case_cannot_fetch_its_papers(cast: Cast, drafted: Case) -> None:
    for user in (cast.head, cast.user("dpupr-tarakan", "staf-umum"), cast.admin("dpupr-tarakan")):
        Visitor(user).open(f"/papers/{paper_of(drafted).pk}/", 404)


def test_a_note_has_nothing_to_fetch(cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 2)
    note = Output.objects.filter(case=case, file=None).first()
    assert note
    Visitor(cast.user("dpupr-gowa", "kepala-dinas")).open(f"/papers/{note.pk}/", 404)


def test_each_kabid_brings_a_paper_of_their_own(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 7)
    for number, task in enumerate(open_tasks(case)):
        cascading = upload(f"Cascading {number}.pdf", sample_files.pdf(f"Bidang {number}"))
        assert visitor_for(task).act(task, file=cascading).status_code == 302
    papers = Output.objects.newest().filter(case=case, key="dokumen pk/lampiran & cascading")
    assert papers.count() == 5
    assert len(set(papers.values_list("assignment__post", flat=True))) == 5
