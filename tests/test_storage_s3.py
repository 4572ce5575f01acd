"""Papers in an S3-compatible store: the same acts and pages as with a folder, and nothing there is public."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from documents.models import Naskah, RenderState, StoredFile
from documents.naskah.rendering import render_waiting
from documents.storing import discard, keep_bytes
from organizations.capacity import admin_capacity
from organizations.models import Office
from sopflow.backup.files import files_below, orphans
from sopflow.s3_storage import BucketStorage, StoreFailed
from sopflow.storage_url import storage_of
from sops.books.files import clear
from sops.books.requesting import request_book
from sops.books.working import work_on_books
from sops.models import Book, BookStatus
from tests import sample_files
from tests.cast import Cast
from tests.private_servers import free_port
from tests.s3_server import KEY, SECRET, PrivateS3
from tests.sample_files import upload
from tests.story import open_tasks
from tests.test_rendering import AT, a_naskah, in_a_case
from tests.visitor import Visitor, visitor_for
from workflows.models import Output

PK = sample_files.pdf("Dokumen Perjanjian Kinerja 2026")
database = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateS3]:
    with PrivateS3() as running:
        yield running


@pytest.fixture
def s3(server: PrivateS3, settings: Any) -> PrivateS3:
    """The product uses the bucket, which is empty."""
    server.wipe()
    settings.STORAGES = settings.STORAGES | {"default": server.stores}
    return server


@pytest.fixture
def nowhere(settings: Any) -> None:
    """A store that does not answer."""
    url = f"s3://wadah?endpoint=http://127.0.0.1:{free_port()}"
    settings.STORAGES = settings.STORAGES | {"default": storage_of(url, KEY, SECRET)}


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@database
def test_what_one_uploads_another_downloads_byte_by_byte(s3: PrivateS3, cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 5)
    task = open_tasks(case).get()
    assert visitor_for(task).act(task, file=upload("PK Dinas 2026.pdf", PK)).status_code == 302
    output = Output.objects.get(case=case, key="dokumen", run__step__nomor="5")
    assert output.file
    assert s3.held() == [f"uji/berkas/{output.file.file.name}"]
    response = visitor_for(open_tasks(case).get()).client.get(f"/papers/{output.pk}/")
    assert (body(response), response.headers["Content-Length"]) == (PK, str(len(PK)))
    assert response.headers["Content-Disposition"] == 'attachment; filename="PK Dinas 2026.pdf"'
    assert Visitor(cast.head).client.get(f"/papers/{output.pk}/").status_code == 404


@database
def test_the_worker_keeps_the_paper_there_and_its_page_shows_it(s3: PrivateS3, cast: Cast) -> None:
    output = in_a_case(cast, a_naskah(cast))
    assert render_waiting(lambda: AT) == 1
    naskah = Naskah.objects.get(pk=str(output.naskah_id))
    assert naskah.file
    shown = body(Visitor(cast.head).client.get(f"/papers/{output.pk}/naskah/"))
    assert (shown[:5], hashlib.sha256(shown).hexdigest()) == (b"%PDF-", naskah.file.sha256)


@database
def test_a_paper_fails_aloud_while_the_store_is_gone_and_loses_nothing(nowhere: None, cast: Cast) -> None:
    naskah = a_naskah(cast)
    assert render_waiting(lambda: AT) == 1
    assert Naskah.objects.get(pk=naskah.pk).state == RenderState.FAILED
    assert StoredFile.objects.count() == 0


@database
def test_a_book_is_bound_from_there_and_only_the_book_stays(s3: PrivateS3, cast: Cast) -> None:
    office = Office.objects.select_related("government").get(slug="dpupr-gowa")
    by = admin_capacity(cast.admin(office.slug), office, AT)
    assert by
    book = request_book(office, by=by, at=AT)
    work_on_books(lambda: AT)
    book = Book.objects.get(pk=book.pk)
    assert (book.status, len(s3.held())) == (BookStatus.DONE, 1)
    response = Visitor(cast.admin(office.slug)).client.get(f"/offices/{office.slug}/book/file/")
    assert hashlib.sha256(body(response)).hexdigest() == book.sha256
    default_storage.save(f"books/{book.pk}/left.pdf", ContentFile(b"of a killed worker"))
    clear(book)
    assert s3.held() == [f"uji/berkas/{book.file.name}"]


@database
def test_bytes_are_never_overwritten_and_a_discarded_file_is_gone(s3: PrivateS3, cast: Cast) -> None:
    office = Office.objects.get(slug="dpupr-gowa")
    kept = keep_bytes(b"%PDF-1", name="a", office=office, by=cast.head, at=AT)
    other = default_storage.save(str(kept.file.name), ContentFile(b"other"))
    assert (other != kept.file.name, kept.file.read()) == (True, b"%PDF-1")
    discard(kept)
    assert list(files_below("")) == [other]
    now = default_storage.get_modified_time(other)
    assert list(orphans(now)) == []
    assert [orphan.name for orphan in orphans(now + timedelta(days=2))] == [other]


def test_nothing_there_is_public(s3: PrivateS3) -> None:
    name = default_storage.save("2026/01/rahasia.pdf", ContentFile(PK))
    acl = s3.client.get_object_acl(Bucket=s3.bucket, Key=f"uji/berkas/{name}")
    assert [grant["Grantee"]["Type"] for grant in acl["Grants"]] == ["CanonicalUser"]
    with pytest.raises(HTTPError, match="403"):
        urlopen(f"{s3.endpoint}/{s3.bucket}/uji/berkas/{name}", timeout=5)  # noqa: S310  our own server
    with pytest.raises(ValueError, match="tidak mempunyai alamat"):
        default_storage.url(name)


@database
def test_the_house_says_whether_the_store_can_be_reached(
    s3: PrivateS3, client: Client, settings: Any
) -> None:
    assert "storage: ok" in client.get("/readyz").content.decode()
    for url in (s3.url.replace(s3.bucket, "tidak-ada"), f"s3://a-b?endpoint=http://127.0.0.1:{free_port()}"):
        settings.STORAGES = settings.STORAGES | {"default": storage_of(url, KEY, SECRET)}
        response = client.get("/readyz")
        assert response.status_code == 503
        assert "storage: tidak dapat dihubungi" in response.content.decode()


def test_a_store_that_does_not_answer_is_an_error_of_reading_and_writing(nowhere: None) -> None:
    for use in (
        default_storage.exists,
        default_storage.delete,
        default_storage.listdir,
        default_storage.open,
    ):
        with pytest.raises(StoreFailed, match="penyimpanan S3"):
            use("2026/01/a.pdf")


def test_a_file_that_is_not_there_is_missing_as_in_a_folder(s3: PrivateS3) -> None:
    with pytest.raises(FileNotFoundError):
        default_storage.open("2026/01/tidak-ada.pdf")
    with pytest.raises(FileNotFoundError):
        default_storage.size("2026/01/tidak-ada.pdf")


def test_what_the_environment_says_of_aws_plays_no_part(
    s3: PrivateS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_S3_SESSION_PROFILE", "lain")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "lain")
    options = storage_of(s3.url, KEY, SECRET)["OPTIONS"]
    assert BucketStorage(**options).exists("tidak-ada.pdf") is False
    assert BucketStorage(**options).access_key == KEY


def test_an_address_says_bucket_prefix_server_and_style() -> None:
    url = "s3://arsip.tarakan/sopflow/uji?endpoint=https://s3.contoh.go.id:9000&region=id-1&addressing=path"
    options = storage_of(url, "k", "s")["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("arsip.tarakan", "sopflow/uji")
    assert options["endpoint_url"] == "https://s3.contoh.go.id:9000"
    assert (options["region_name"], options["addressing_style"]) == ("id-1", "path")
    assert (options["access_key"], options["secret_key"]) == ("k", "s")


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("/var/files", "harus berupa file:///folder"),
        ("file://relatif", "harus berupa file:///folder"),
        ("s3:///tanpa-wadah?region=a", "bukan nama wadah"),
        ("s3://Wadah_Besar?region=a", "bukan nama wadah"),
        ("s3://kunci:sandi@wadah?region=a", "ditulis di STORAGE_KEY dan STORAGE_SECRET"),
        ("s3://wadah/../lain?region=a", "awalan"),
        ("s3://wadah", "isi endpoint"),
        ("s3://wadah?endpoint=host:9000", "bukan alamat server"),
        ("s3://wadah?endpoint=https://host/jalur", "bukan alamat server"),
        ("s3://wadah?endpoint=https://host:99999", "STORAGE_URL: "),
        ("s3://wadah?endpoint=https://host&acl=public", "“acl” tidak dikenal"),
        ("s3://wadah?region=a&region=b", "dua kali"),
        ("s3://wadah?region=a&addressing=lain", "addressing “lain” tidak dikenal"),
    ],
)
def test_a_wrong_address_is_said(url: str, what: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=what):
        storage_of(url, "k", "s")


@pytest.mark.parametrize(("key", "secret", "name"), [("", "s", "STORAGE_KEY"), ("k", "", "STORAGE_SECRET")])
def test_keys_are_required(key: str, secret: str, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} belum diisi"):
        storage_of("s3://wadah?region=a", key, secret)
