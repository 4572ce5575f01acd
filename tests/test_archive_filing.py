"""A case that is done is filed by the machine: laid down, packed, found by a search; nothing of it is ever deleted."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection, transaction

from activity.chain import MACHINE
from activity.models import Activity
from activity.verification import faults
from documents.archive import packing
from documents.archive.filing import NewPaper, UnknownKlasifikasi
from documents.archive.packing import CLAIM, MOST_LAPSES, claim, package_waiting, try_again
from documents.archive.searching import index_waiting, search
from documents.archive.verifying import verify
from documents.models import Arsip, Berkas, BerkasState, Klasifikasi, Naskah, PaperText
from documents.naskah.rendering import render_waiting
from documents.storing import store
from organizations.models import Office
from tests.archive import filed as filed_paper
from tests.cast import Cast
from tests.packages import contents
from tests.sample_files import pdf, upload
from workflows.filing import cases_to_file, file_case, file_waiting
from workflows.models import Case, Output

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)


def clock() -> datetime:
    return AT


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of Tarakan that is done, with an uploaded paper."""
    return finished(cast)


def finished(cast: Cast, name: str = "Rancangan") -> Case:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    file = store(upload("rancangan.pdf", pdf(name)), office=case.office, by=cast.head, at=cast.now)
    cast.complete(cast.tasks(case)[0], file=file)
    return cast.advance_to_end(case)


def filed(case: Case) -> Berkas:
    """The berkas of a case, laid down and packed."""
    assert file_waiting(clock) == 1
    assert package_waiting(clock) == 1
    return Berkas.objects.get(case=case)


def kept(berkas: Berkas, path: Path) -> Path:
    """The package as a file of its own."""
    assert berkas.package
    path.write_bytes(berkas.package.file.read())
    return path


@pytest.mark.core
def test_a_case_that_is_done_is_filed_with_its_papers_and_its_record(case: Case, tmp_path: Path) -> None:
    berkas = filed(case)
    assert (berkas.state, berkas.nomor, berkas.fate) == ("aktif", "000.8.6.3/1/2026", "musnah")
    path = kept(berkas, tmp_path / "arsip.zip")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == berkas.sha256
    report = verify(path)
    assert (report.faults, report.nomor, report.papers) == ([], berkas.nomor, berkas.papers.count())
    laid, done = Activity.objects.filter(stream=case.stream, action__startswith="berkas.").order_by("number")
    assert (report.rows, berkas.record_count) == (laid.number, laid.number)
    assert [each["sha256"] for each in laid.data["papers"]] == [each.sha256 for each in berkas.papers.all()]
    assert done.data["sha256"] == berkas.sha256
    assert b"case.archived" in contents(path)["catatan.jsonl"]
    assert list(faults()) == []


def test_each_file_is_filed_once_though_it_was_passed_on(case: Case) -> None:
    berkas = filed(case)
    files = list(berkas.papers.values_list("file", flat=True))
    assert len(files) == len(set(files)) >= 1


def test_a_case_waits_for_its_pdfs_and_is_filed_once(case: Case, cast: Cast) -> None:
    output = Output.objects.newest().filter(case=case).first()
    assert output
    naskah = Naskah.objects.create(
        office=case.office,
        kind="disposisi",
        title="Disposisi",
        created_at=AT,
        created_by=cast.head,
        values={"sifat": "segera", "keamanan": "rahasia"},
        facts={},
    )
    Output.objects.filter(pk=output.pk).update(naskah=naskah, file=None)
    assert file_waiting(clock) == 0
    render_waiting(clock)
    berkas = filed(case)
    assert (berkas.sifat, berkas.access) == ("segera", "rahasia")
    assert berkas.papers.get(kind="disposisi").is_made_here
    assert (file_waiting(clock), file_case(case.pk, AT), package_waiting(clock)) == (0, False, 0)


def test_a_code_that_nobody_loaded_stops_only_the_filing(case: Case) -> None:
    Klasifikasi.objects.update(is_active=False)
    assert file_waiting(clock) == 0
    with pytest.raises(UnknownKlasifikasi, match="load_klasifikasi"):
        file_case(case.pk, AT)
    assert list(cases_to_file()) == [case]


def test_an_offices_own_klasifikasi_goes_before(case: Case) -> None:
    own = {
        "name": "Kinerja",
        "active_years": 1,
        "inactive_years": 1,
        "trigger": "Sejak selesai",
        "fate": "permanen",
    }
    Klasifikasi.objects.create(office=case.office, code="000.8.6.3", **own)
    assert filed(case).fate == "permanen"


def test_a_paper_whose_bytes_changed_is_told_and_may_be_tried_again(case: Case) -> None:
    paper = Output.objects.newest().filter(case=case, file__isnull=False).first()
    assert paper
    assert paper.file
    path = Path(default_storage.path(str(paper.file.file.name)))
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"72 720", b"72 721"))
    file_waiting(clock)
    package_waiting(clock)
    berkas = Berkas.objects.get()
    assert berkas.state == BerkasState.WAITING
    assert "tidak sama dengan sidik yang tercatat" in berkas.message
    assert package_waiting(clock) == 0
    path.write_bytes(whole)
    try_again(berkas, by=MACHINE, at=AT)
    assert package_waiting(clock) == 1
    berkas = Berkas.objects.get()
    assert berkas.state == BerkasState.ACTIVE
    with pytest.raises(packing.NotFailed):
        try_again(berkas, by=MACHINE, at=AT)


def test_a_lost_worker_leaves_its_package_to_the_next_but_not_for_ever(case: Case) -> None:
    file_waiting(clock)
    at = AT
    for _ in range(MOST_LAPSES):
        mine = claim(at)
        assert mine
        assert claim(at + CLAIM / 2) is None
        default_storage.save(f"arsip/{mine.pk}/sisa.zip", ContentFile(b"sisa"))
        at += CLAIM + timedelta(seconds=1)
    package_waiting(lambda: at)
    berkas = Berkas.objects.get()
    assert "Pekerja terhenti" in berkas.message
    try_again(berkas, by=MACHINE, at=at)
    package_waiting(lambda: at)
    berkas = Berkas.objects.get()
    assert berkas.package
    assert default_storage.listdir(f"arsip/{berkas.pk}")[1] == [Path(str(berkas.package.file.name)).name]


def test_a_worker_whose_time_was_over_files_nothing(case: Case) -> None:
    file_waiting(clock)
    late = claim(AT)
    assert late
    assert package_waiting(lambda: AT + CLAIM + timedelta(seconds=1)) == 1
    packing.pack(late, lambda: AT + CLAIM * 2)
    berkas = Berkas.objects.get()
    assert Activity.objects.filter(action="berkas.filed").count() == 1
    assert berkas.package
    assert default_storage.exists(str(berkas.package.file.name))


def refused(sql: str) -> bool:
    """Whether the database refuses a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except Error:
        return True
    return False


@pytest.mark.core
def test_the_database_keeps_what_was_filed(case: Case) -> None:
    berkas = filed(case)
    for sql in (
        "DELETE FROM documents_berkas",
        "DELETE FROM documents_arsip",
        "UPDATE documents_berkas SET number = 9",
        "UPDATE documents_berkas SET sha256 = 'x'",
        "UPDATE documents_arsip SET sha256 = 'x'",
        "UPDATE documents_arsip SET name = 'Lain'",
    ):
        assert refused(sql), sql
    Berkas.objects.filter(pk=berkas.pk).update(fate="permanen", access="terbatas")
    assert refused("UPDATE documents_berkas SET fate = 'musnah'")
    Arsip.objects.update(file=None)
    assert refused("UPDATE documents_arsip SET file_id = (SELECT min(id) FROM documents_storedfile)")


@pytest.mark.core
def test_a_search_finds_words_of_the_papers_numbers_and_posts(case: Case, cast: Cast) -> None:
    berkas = filed(case)
    assert list(search(Berkas.objects.all(), "rancangan")) == []
    assert index_waiting(clock) == 1
    for asked in ("rancangan", "RANCANG", "000.8.6.3/1/2026", "uji 2026 rancangan", "dpupr", ""):
        assert list(search(Berkas.objects.all(), asked)) == [berkas], asked
    for asked in ("tidakada", "uji tidakada", "'); DROP", "2031"):
        assert list(search(Berkas.objects.all(), asked)) == [], asked
    assert PaperText.objects.filter(arsip__isnull=False).exists()
    assert index_waiting(clock) == 0


def test_a_file_that_kills_its_reader_is_not_read_for_ever(case: Case) -> None:
    berkas = filed(case)
    Berkas.objects.filter(pk=berkas.pk).update(index_tries=3)
    assert index_waiting(clock) == 0


def test_the_sheet_of_an_sop_is_filed_for_ever_with_the_rows_that_tell_of_it(
    cast: Cast, tmp_path: Path
) -> None:
    office = Office.objects.get(slug="dpupr-tarakan")
    sheet = store(upload("sop.pdf", pdf("Lembar SOP")), office=office, by=cast.head, at=AT)
    paper = NewPaper(sheet, "SOP Penyusunan PK", kind="sop", nomor="065/1", is_made_here=True)
    told = [row.number for row in Activity.objects.filter(stream=office.stream).order_by("number")[1:3]]
    berkas = filed_paper(office, paper, hal="SOP Penyusunan PK", by=cast.head, rows=told)
    package_waiting(clock)
    berkas = Berkas.objects.get()
    assert (berkas.nomor, berkas.fate, berkas.trigger_date) == ("000.8.3.3/1/2026", "permanen", None)
    report = verify(kept(berkas, tmp_path / "sop.zip"))
    assert (report.faults, report.papers, report.rows) == ([], 1, len(told) + 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_file_every_case_once(stage: None, cast: Cast) -> None:
    cases = {cast.advance_to_end(cast.start("tarakan-dpupr")).pk for _ in range(3)}

    def work(_number: int) -> int:
        file_waiting(clock)
        packed = package_waiting(clock)
        connection.close()
        return packed

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) + package_waiting(clock) == len(cases)
    assert sorted(Berkas.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert Activity.objects.filter(action="berkas.filed").count() == len(cases)
    assert list(faults()) == []
