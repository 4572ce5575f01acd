"""The book of an office: asked for by its admin, made in turns, bound with true page numbers."""

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from weasyprint.text.fonts import FontConfiguration

from activity.chain import MACHINE
from activity.models import Activity
from activity.verification import faults
from organizations.capacity import Capacity, admin_capacity
from organizations.models import Office
from sopflow.celery import app
from sopflow.embedded import InProcessScheduler
from sops.books import working
from sops.books.ordering import in_force
from sops.books.requesting import NotNow, request_book
from sops.books.working import CLAIM, MOST_LAPSES, TURN, claim, first_page, make, next_part, work_on_books
from sops.models import Book, BookPart, BookStatus, Revision
from sops.tasks import make_books
from tests.cast import Cast
from tests.samples import changed, load
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
URL = "/offices/dpupr-tarakan/book/"
NAMES = {"uji-a": "Kendaraan Dinas", "uji-b": "Arsip", "uji-c": "Rapat"}


class Ticking:
    """A clock on which every look takes a while."""

    def __init__(self, start: datetime = AT, step: timedelta = timedelta(milliseconds=1)) -> None:
        self.at, self.step = start, step

    def __call__(self) -> datetime:
        self.at += self.step
        return self.at


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> Path:
    """A storage of this test's own."""
    settings.STORAGES = settings.STORAGES | {
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path), "base_url": None}}
    }
    return tmp_path


@pytest.fixture
def office() -> Office:
    """Tarakan with three more SOPs: two of a unit, one whose number has two digits."""
    for slug, nomor, unit in (("uji-a", "10", ""), ("uji-b", "9", ""), ("uji-c", "1", "Bidang 2")):
        head = f"nama: {NAMES[slug]}\nnomor: '{nomor}'\n" + (f"unit: {unit}\n" if unit else "")
        load(changed("nama: Uji\n", head), f"{slug}.yaml")
    return Office.objects.select_related("government").get(slug="dpupr-tarakan")


@pytest.fixture
def admin(cast: Cast, office: Office) -> Capacity:
    return admin_of(cast, office)


@pytest.fixture
def small() -> Office:
    """An office with one SOP."""
    return Office.objects.select_related("government").get(slug="dpupr-gowa")


def admin_of(cast: Cast, office: Office) -> Capacity:
    found = admin_capacity(cast.admin(office.slug), office, AT)
    assert found
    return found


def name_of(row: Book | BookPart) -> str:
    """The name of its file in the storage."""
    return str(row.file.name)


def files_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def lines_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The lines of the outline, each linked to the next."""
    line: pikepdf.Object | None = pdf.Root.Outlines.First
    while line is not None:
        yield line
        line = line.get("/Next")


def pages_of(path: Path) -> list[str]:
    """The text of every page."""
    done = subprocess.run(
        ["/usr/bin/env", "pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def test_the_order_is_by_unit_number_and_name_and_ten_comes_after_nine(office: Office) -> None:
    assert [revision.nama for revision in in_force(office)] == [
        "Arsip",
        "Kendaraan Dinas",
        "Rapat",
        "Penyusunan Perjanjian Kinerja",
    ]


@pytest.mark.core
def test_a_book_is_made_and_every_number_in_it_is_true(
    office: Office, admin: Capacity, own_files: Path
) -> None:
    book = request_book(office, by=admin, at=AT)
    work_on_books(Ticking(AT))
    book.refresh_from_db()
    assert (book.status, book.done, book.total, book.claimed_until) == (BookStatus.DONE, 4, 4, None)
    assert files_below(own_files) == [Path(name_of(book)).name]
    assert not BookPart.objects.exclude(file="").exists()
    path = own_files / name_of(book)
    assert book.size == path.stat().st_size
    pages = pages_of(path)
    assert len(pages) == book.pages
    for number, page in enumerate(pages[1:], 2):
        assert re.findall(r"Buku hal\. (\d+)", page) == [str(number)]
    assert "Buku hal." not in pages[0]
    assert "BUKU" in pages[0]
    contents = "".join(pages[1 : book.front_pages])
    with pikepdf.open(path) as pdf:
        targets = [link.Dest[0].objgen for link in pdf.pages[1].obj.Annots]
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        outline = {str(item["/Title"]): item["/Dest"][0].objgen for item in lines_of(pdf)}
        assert sorted(pdf.attachments) == ["tarakan-dpupr.yaml", "uji-a.yaml", "uji-b.yaml", "uji-c.yaml"]
        assert pdf.attachments["uji-c.yaml"].get_file().read_bytes().count(b"nama: Rapat") == 1
        assert (pdf.pages[0].label, pdf.pages[2].label) == ("Sampul", "3")
    for order, part in enumerate(book.parts.select_related("revision"), 1):
        name = part.revision.nama
        assert re.search(rf"^ *{order} .*{name}.* {part.first_page}$", contents, re.MULTILINE)
        assert name in pages[(part.first_page or 0) - 1]
        assert f"Halaman 1 dari {part.pages}" in pages[(part.first_page or 0) - 1]
        assert numbers[outline[name]] == numbers[targets[order - 1]] == part.first_page
    asked, made = Activity.objects.filter(action__startswith="book.").order_by("id")
    assert (asked.action, asked.capacity, asked.data) == (
        "book.requested",
        "Admin perangkat daerah",
        {"book": book.pk, "total": 4},
    )
    assert (made.action, made.actor_name, made.data["sha256"]) == ("book.finished", MACHINE.name, book.sha256)
    assert not list(faults())


def test_what_a_killed_worker_left_is_taken_over_after_its_claim(
    office: Office, admin: Capacity, own_files: Path
) -> None:
    request_book(office, by=admin, at=AT)
    book = claim(AT)
    assert book
    book.front_pages = 2
    Book.objects.filter(pk=book.pk).update(front_pages=2)
    part = next_part(book)
    assert part
    make(part, book, Ticking(AT), FontConfiguration())
    default_storage.save(
        f"books/{book.pk}/left.pdf", default_storage.open(name_of(BookPart.objects.exclude(file="").get()))
    )
    kept = name_of(BookPart.objects.get(order=1))
    assert claim(AT + CLAIM / 2) is None
    work_on_books(Ticking(AT + 2 * CLAIM, step=TURN / 6))
    after = Book.objects.get()
    assert (after.status, after.claimed_until, after.lapses) == (BookStatus.WORKING, None, 0)
    assert after.done > 1
    assert name_of(BookPart.objects.get(order=1)) == kept
    work_on_books(Ticking(AT + 3 * CLAIM))
    done = Book.objects.get()
    assert done.status == BookStatus.DONE
    assert files_below(own_files) == [Path(name_of(done)).name]


def test_a_worker_that_lost_its_claim_keeps_nothing(office: Office, admin: Capacity, own_files: Path) -> None:
    request_book(office, by=admin, at=AT)
    slow = claim(AT)
    quick = claim(AT + 2 * CLAIM)
    assert slow
    assert quick
    part = next_part(slow)
    assert part
    with pytest.raises(working.Lost):
        make(part, slow, Ticking(AT + 2 * CLAIM), FontConfiguration())
    assert not files_below(own_files)
    assert Book.objects.get().done == 0


def test_a_book_that_kills_every_worker_is_given_up(office: Office, admin: Capacity) -> None:
    request_book(office, by=admin, at=AT)
    for time in range(MOST_LAPSES):
        assert claim(AT + 2 * time * CLAIM)
    work_on_books(Ticking(AT + 2 * MOST_LAPSES * CLAIM))
    book = Book.objects.get()
    assert (book.status, book.message) == (
        BookStatus.FAILED,
        "Pekerja terhenti 3 kali pada lembar SOP “Arsip”.",
    )


def test_a_sheet_that_cannot_be_made_fails_the_book_and_names_the_sop(
    cast: Cast, office: Office, admin: Capacity, own_files: Path
) -> None:
    Revision.objects.filter(nama="Rapat").update(disahkan_oleh={"jabatan": 1, "tak_dikenal": 2})
    request_book(office, by=admin, at=AT)
    work_on_books(Ticking(AT))
    book = Book.objects.get()
    assert (book.status, book.done) == (BookStatus.FAILED, 2)
    assert book.message == "Lembar SOP “Rapat” tidak dapat dibuat."
    assert not files_below(own_files)
    assert Activity.objects.get(action="book.failed").data == {"book": book.pk, "message": book.message}
    page = Visitor(cast.admin(office.slug)).open(URL)
    assert book.message in page.text
    assert request_book(office, by=admin, at=AT + CLAIM).pk != book.pk


def test_a_lost_sheet_fails_the_book(office: Office, admin: Capacity, own_files: Path) -> None:
    request_book(office, by=admin, at=AT)
    work_on_books(Ticking(AT, step=TURN / 4))
    default_storage.delete(str(BookPart.objects.get(order=1).file.name))
    for turn in range(1, 4):
        work_on_books(Ticking(AT + turn * CLAIM))
    book = Book.objects.get()
    assert (book.status, book.message) == (BookStatus.FAILED, "Lembar-lembar buku tidak dapat dijilid.")
    assert not files_below(own_files)


def test_one_book_at_a_time(office: Office, admin: Capacity) -> None:
    request_book(office, by=admin, at=AT)
    with pytest.raises(NotNow):
        request_book(office, by=admin, at=AT)
    with pytest.raises(IntegrityError, match=r"one_unfinished_book_per_office|UNIQUE"), transaction.atomic():
        Book.objects.create(office=office, requested_at=AT, total=1)


def test_a_newer_book_takes_the_place_of_the_older(cast: Cast, small: Office, own_files: Path) -> None:
    for day in range(2):
        request_book(small, by=admin_of(cast, small), at=AT + timedelta(days=day))
        work_on_books(Ticking(AT + timedelta(days=day)))
    newest, oldest = Book.objects.order_by("-id")
    assert (oldest.status, oldest.file.name, oldest.pages) == (BookStatus.DONE, "", newest.pages)
    assert files_below(own_files) == [Path(name_of(newest)).name]


def test_only_an_admin_of_the_office_asks(cast: Cast, office: Office, small: Office) -> None:
    for by in (admin_of(cast, small), cast.acting("dpupr-tarakan", "kepala-dinas")):
        with pytest.raises(PermissionDenied):
            request_book(office, by=by, at=AT)


@pytest.mark.slow
def test_the_page_offers_progress_and_file(cast: Cast, office: Office) -> None:
    admin, staff = Visitor(cast.admin(office.slug)), Visitor(cast.user(office.slug, "staf-umum"))
    assert staff.client.get(f"{URL}file/").status_code == 404
    page = admin.open(URL)
    assert "Belum ada." in page.text
    assert admin.send("", page.form("/book/make/")).status_code == 302
    for visitor in (admin, staff):
        html = visitor.client.get(URL).content.decode()
        assert '<meta http-equiv="refresh" content="5">' in html
        assert '<progress id="kemajuan" max="4" value="0">' in html
        assert "/book/make/" not in html
    assert admin.client.post(f"{URL}make/").status_code == 403  # no token
    make_books()
    html = staff.client.get(URL).content.decode()
    assert "http-equiv" not in html
    assert "4 SOP · " in html
    assert "/book/make/" not in html
    response = staff.client.get(f"{URL}file/")
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")  # type: ignore[attr-defined]
    assert re.fullmatch(
        r'attachment; filename="Buku SOP .+ \d{4}-\d\d-\d\d\.pdf"', response.headers["Content-Disposition"]
    )
    assert "Buku SOP" in staff.open("/sops/").text


def test_a_sheet_costs_the_same_however_many_are_in_the_book(office: Office, admin: Capacity) -> None:
    request_book(office, by=admin, at=AT)
    book, fonts = claim(AT), FontConfiguration()
    assert book
    Book.objects.filter(pk=book.pk).update(front_pages=2)
    book.front_pages = 2
    costs = []
    while part := next_part(book):
        assert first_page(part, book) > 2
        with CaptureQueriesContext(connection) as captured:
            make(part, book, Ticking(AT), fonts)
        costs.append(len(captured))
    assert costs[0] == costs[1] == costs[2] <= 12


def test_asking_costs_the_same_however_many_sops_there_are(office: Office, admin: Capacity) -> None:
    with CaptureQueriesContext(connection) as captured:
        request_book(office, by=admin, at=AT)
    assert len(captured) <= 14


def test_the_embedded_timetable_makes_the_book(stage: None, cast: Cast, small: Office) -> None:
    request_book(small, by=admin_of(cast, small), at=AT)
    scheduler = InProcessScheduler(app=app, lazy=True)
    scheduler.setup_schedule()
    scheduler.apply_async(scheduler.schedule["books"], advance=False)
    assert Book.objects.get().status == BookStatus.DONE


def test_the_command_writes_a_book_with_a_line_for_every_sop(small: Office, tmp_path: Path) -> None:
    out, path = StringIO(), tmp_path / "buku.pdf"
    call_command("sop_book", small.slug, output=str(path), stdout=out)
    pages = pages_of(path)
    assert out.getvalue().splitlines() == [
        "1 dari 1: Perjanjian Kinerja, halaman 3",
        f"{path}: 1 SOP, {len(pages)} halaman.",
    ]
    assert "Buku hal. 3" in pages[2]
    assert not Book.objects.exists()
    Revision.objects.filter(sop__office=small).update(status="dicabut")
    for name, reason in (("tidak-ada", "tidak ada"), (small.slug, "belum mempunyai SOP")):
        with pytest.raises(CommandError, match=reason):
            call_command("sop_book", name, output=str(tmp_path / "lain.pdf"))
