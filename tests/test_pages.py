"""Every page: for those it is for, nothing inline, and whatever people wrote shown as text."""

import gzip

import pytest
from django.test import Client

from organizations.models import Office, Post, User
from tests import sample_files
from tests.addresses import NO_PAGES, POST_ONLY, names, urls_of
from tests.archive import archived
from tests.assessing import assessed
from tests.audience import ADMIN, DECIDED, HEAD
from tests.cast import Cast
from tests.pages import Page
from tests.portals import open_portal
from tests.sample_files import upload
from tests.story import open_tasks, placed, signed
from tests.visitor import Visitor, visitor_for
from tests.written_sops import load_sop
from workflows.models import Case

pytestmark = pytest.mark.django_db
EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"  # as a name, a title, a note
PAGES = [name for name in names() if name not in POST_ONLY | NO_PAGES]


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of Tarakan with a paper in it, at the signing."""
    found = placed(cast, 5)
    signed(found, cast)
    open_portal(found.office)
    return assessed(archived(found))


def reader_of(name: str, cast: Cast) -> Visitor:
    """Somebody for whom the page is: the head, or where it is for the admins alone, one of them."""
    if name in ("login", "account_login"):
        return Visitor()
    who = DECIDED[name].who
    return Visitor(cast.admin("dpupr-tarakan") if ADMIN in who and HEAD not in who else cast.head)


def assert_nothing_inline(page: Page) -> None:
    """No script or style but our own files, no handler, no address that is a script."""
    assert not page.scripts
    for tag, found in page.tags:
        assert tag != "style"
        assert tag != "script" or found.get("src", "").startswith("/static/"), found
        assert not [name for name in found if name == "style" or name.startswith("on")], (tag, found)
        assert not any(value.strip().lower().startswith("javascript:") for value in found.values()), found


@pytest.mark.slow
def test_a_page_renders_with_nothing_inline(cast: Cast, case: Case) -> None:
    urls = urls_of(case)
    for name in PAGES:
        page = reader_of(name, cast).open(urls[name])
        assert_nothing_inline(page)
        assert page.html.startswith("<!doctype html>"), name


@pytest.mark.slow
def test_every_answer_has_the_headers_that_protect_it(cast: Cast, case: Case) -> None:
    urls = urls_of(case)
    for name in [*PAGES, *sorted(NO_PAGES), "case-cancel"]:
        headers = reader_of(name, cast).client.get(urls[name]).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert headers["X-Frame-Options"] == "DENY", name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "same-origin", name


@pytest.mark.parametrize("name", ["inbox", "case-list", "sop-list", "healthz"])
def test_a_page_answers_to_head_as_to_get(cast: Cast, case: Case, name: str) -> None:
    assert Visitor(cast.head).client.head(urls_of(case)[name]).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/nothing/", 404), ("/cases/0/", 404)])
def test_an_error_is_a_page_with_the_same_protection(cast: Cast, path: str, status: int) -> None:
    visitor = Visitor(cast.head)
    page = visitor.open(path, status)
    assert_nothing_inline(page)
    assert "Halaman ini tidak ada bagi Anda" in page.text
    assert "unsafe" not in visitor.client.get(path).headers["Content-Security-Policy"]


def test_refusals_and_faults_have_nothing_inline_either(cast: Cast, case: Case) -> None:
    task = open_tasks(case)[0]
    visitor, admin = visitor_for(task), Visitor(cast.admin("dpupr-tarakan"))
    form = visitor.open(f"/assignments/{task.pk}/").form("/complete/")
    bad = visitor.send("", form, file=upload("a.pdf", sample_files.EXE))
    done, stale = visitor.send("", form), visitor.send("", form)
    faults = admin.send("/sops/load/", admin.open("/sops/load/").form(""), file=upload("a.yaml", b"a: 1"))
    assert [response.status_code for response in (bad, done, stale, faults)] == [422, 302, 409, 422]
    for response in (bad, stale, faults):
        assert_nothing_inline(Page(response.content.decode()))


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "localhost@evil.example"])
def test_a_host_that_is_not_ours_is_refused(cast: Cast, host: str) -> None:
    client = Client(headers={"host": host})
    client.force_login(cast.head)
    assert client.get("/inbox/").status_code == 400


def test_whatever_people_wrote_is_shown_as_text(cast: Cast) -> None:
    User.objects.filter(is_demo=True).update(name=EVIL)
    Post.objects.filter(office__slug="dpupr-gowa").update(title=EVIL)
    Office.objects.filter(slug="dpupr-gowa").update(name=EVIL, short_name=EVIL)
    case = cast.advance(cast.start("gowa-dpupr", title=EVIL), 5)
    task = open_tasks(case).get()
    file = upload("<img src=x onerror=alert(1)>.pdf", sample_files.pdf())
    assert visitor_for(task).act(task, file=file, note=EVIL).status_code == 302
    task = open_tasks(case).get()
    head = visitor_for(task)
    assert head.act(task, answer="Tidak", note=EVIL).status_code == 302
    back = open_tasks(case).get()
    pages = [head.open(url) for url in ("/head/", "/inbox/", "/cases/", f"/cases/{case.pk}/", "/sops/")]
    pages += [visitor_for(back).open(f"/assignments/{back.pk}/"), visitor_for(back).open(f"/cases/?q={EVIL}")]
    for page in pages:
        assert_nothing_inline(page)
        assert EVIL in page.text


def test_whatever_an_sop_says_is_shown_as_text(cast: Cast) -> None:
    text = "<script>alert(1)</script>"
    step = f'kegiatan: "{text}", pelaksana: [kepala], tahap: disposisi, tindakan: disposisi, output: "{text}"'
    columns = {"kepala": f'{{nama: "{text}", jabatan: [kepala-dinas]}}'}
    case = cast.start(load_sop("jahat", step, columns=columns).sop.slug)
    visitor, task = Visitor(cast.head), open_tasks(case).get()
    urls = ("/sops/dpupr-tarakan/jahat/", f"/assignments/{task.pk}/", f"/cases/{case.pk}/", "/head/")
    for page in map(visitor.open, urls):
        assert text in page.text
        assert_nothing_inline(page)


def test_a_fault_repeats_what_the_file_said_as_text(cast: Cast) -> None:
    admin = Visitor(cast.admin("dpupr-tarakan"))
    file = upload("a.yaml", b'"<script>alert(1)</script>": 1\n')
    response = admin.send("/sops/load/", admin.open("/sops/load/").form(""), file=file)
    page = Page(response.content.decode())
    assert "<script>alert(1)</script> kunci tidak dikenal" in page.text
    assert_nothing_inline(page)


def test_pages_travel_compressed_and_files_as_they_are(cast: Cast) -> None:
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(cast.head)
    page, file = client.get("/inbox/"), client.get("/archive/srikandi.csv")
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Tugas saya" in gzip.decompress(page.content).decode()
    assert file.status_code == 200
    assert "Content-Encoding" not in file.headers
