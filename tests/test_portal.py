"""The portal: what everybody reads of an office, and that nobody reads there what is not meant for everybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activity.models import Activity
from documents.models import (
    MOST_TRIES,
    Arsip,
    Berkas,
    Portal,
    Publication,
    PublicPrint,
    Signature,
    SignedPaper,
    StoredFile,
)
from documents.publishing import Refused, final_file, publish, set_portal, unpublish
from documents.storing import keep_bytes, store
from organizations.capacity import Capacity, admin_capacity, holder
from organizations.models import Office
from organizations.nip import masked_nip
from sops import portal, portal_prints
from sops.definition import definition
from sops.loading import Upload, load_sops
from sops.models import Revision
from sops.portal import print_key, public_revisions
from sops.portal_prints import work_on_prints
from tests.archive import archived
from tests.cast import Cast
from tests.pages import Page
from tests.portals import PUBLISHED, in_a_run, lay_print, open_portal, published, signed_pk, whole_portal
from tests.sample_files import image, pdf, upload
from tests.samples import COMMAND
from tests.sheets import opened, text_of
from tests.story import placed
from tests.tables import changed, kept
from tests.visitor import Visitor
from workflows.models import Case

pytestmark = pytest.mark.django_db
SLUG = "dpupr-tarakan"
HERE = f"/portal/{SLUG}/"
SOP = f"{HERE}sop/tarakan-dpupr/"
PK = f"{HERE}pk/{PUBLISHED}.pdf"

SMALL = """perangkat_daerah: dpupr-tarakan
nama: Kinerja {0}
pelaksana:
  kepala: {{nama: Kepala, jabatan: [kepala-dinas]}}
prosedur:
  - {{nomor: 1, kegiatan: Menyimpan, pelaksana: [kepala], tahap: pengarsipan, tindakan: mengarsipkan}}
"""


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """A store of this test's own: a print has the same name in each."""
    options = {"location": str(tmp_path), "base_url": None}
    settings.STORAGES = settings.STORAGES | {"default": {**settings.STORAGES["default"], "OPTIONS": options}}


def office() -> Office:
    return Office.objects.select_related("government", "head").get(slug=SLUG)


def get(url: str, **headers: str) -> Any:
    """As somebody who was never here."""
    return Client().get(url, headers=headers)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def page(url: str) -> Page:
    response = get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return Page(response.content.decode())


def by_head(cast: Cast) -> Capacity:
    found = office()
    assert found.head
    by = holder(found.head, cast.now)
    assert by
    return by


def by_admin(cast: Cast) -> Capacity:
    by = admin_capacity(cast.admin(SLUG), office(), cast.now)
    assert by
    return by


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case with a signed PK, on a portal that is open."""
    found = placed(cast, 4)
    whole_portal(found, cast.head)
    return found


# --- who sees what ---


def test_an_office_has_no_portal_before_it_opens_one(cast: Cast) -> None:
    urls = [HERE, f"{HERE}pk/", f"{HERE}logo/", SOP, f"{SOP}lembar.pdf", f"{SOP}sop.yaml"]
    assert {get(url).status_code for url in urls} == {404}
    assert HERE not in page("/portal/").links()
    open_portal(office())
    assert HERE in page("/portal/").links()
    assert get(HERE).status_code == 200


def test_a_portal_that_is_closed_again_shows_nothing_and_forgets_nothing(cast: Cast, case: Case) -> None:
    urls = [HERE, f"{HERE}pk/", SOP, f"{SOP}lembar.pdf", f"{SOP}sop.yaml", PK]
    assert {get(url).status_code for url in urls} == {200}
    set_portal(office(), by=by_admin(cast), at=cast.now, is_on=False, introduction="")
    assert {get(url).status_code for url in urls} == {404}
    open_portal(office())
    assert {get(url).status_code for url in urls} == {200}


@pytest.mark.parametrize("status", ["draf", "reviu", "disetujui", "digantikan", "dicabut"])
def test_only_what_is_in_force_is_there(cast: Cast, case: Case, status: str) -> None:
    assert SOP in page(HERE).links()
    Revision.objects.filter(sop__slug="tarakan-dpupr").update(status=status)
    assert SOP not in page(HERE).links()
    assert SOP not in page(f"{HERE}?q=Perjanjian").links()
    assert {get(url).status_code for url in (SOP, f"{SOP}lembar.pdf", f"{SOP}sop.yaml")} == {404}


def test_an_sop_is_read_at_its_own_office_only(cast: Cast, case: Case) -> None:
    open_portal(Office.objects.get(slug="dpupr-gowa"))
    other = "/portal/dpupr-gowa/"
    assert get(f"{other}sop/gowa-dpupr/").status_code == 200
    assert "tarakan-dpupr" not in page(other).html
    for url in (f"{other}sop/tarakan-dpupr/", f"{HERE}sop/gowa-dpupr/", f"{other}pk/{PUBLISHED}.pdf"):
        assert get(url).status_code == 404
    assert PUBLISHED not in page(f"{other}pk/").html


def test_nothing_of_a_case_and_no_whole_nip_is_there(cast: Cast, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(title="Kasus yang tidak untuk umum")
    revision = Revision.objects.get(sop__slug="tarakan-dpupr")
    nip = revision.disahkan_oleh["nip"]
    digits = "".join(each for each in nip if each.isdigit())
    assert len(digits) == 18
    for url in (HERE, SOP, f"{HERE}pk/", f"{SOP}sop.yaml"):
        text = get(url).content.decode()
        assert "Kasus yang tidak untuk umum" not in text
        assert nip not in text
        assert digits not in text
        assert cast.head.username not in text
    assert nip[-3:] in page(SOP).text
    assert "•" in page(SOP).text


def test_the_file_is_that_of_the_sheet_without_notes(cast: Cast, case: Case) -> None:
    Revision.objects.filter(sop__slug="tarakan-dpupr").update(catatan_transkripsi={"nomor": "Tidak terbaca"})
    response = get(f"{SOP}sop.yaml")
    assert response.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="tarakan-dpupr.yaml"'
    read = yaml.safe_load(response.content.decode())
    document = definition(Revision.objects.get(sop__slug="tarakan-dpupr").pk).document
    assert [each["kegiatan"] for each in read["prosedur"]] == [each.kegiatan for each in document.prosedur]
    assert read["disahkan_oleh"]["nip"] != document.disahkan_oleh.nip
    assert "catatan_transkripsi" not in response.content.decode()


# --- looking for something ---


def test_a_search_looks_at_names_numbers_units_and_steps(cast: Cast, case: Case) -> None:
    revision = Revision.objects.get(sop__slug="tarakan-dpupr")
    step = revision.steps.latest("order").kegiatan
    Revision.objects.filter(pk=revision.pk).update(unit="Sub Bagian Uji")
    for words in ("perjanjian KINERJA", revision.nomor, "bagian uji", step[:40]):
        assert SOP in page(f"{HERE}?q={words}").links(), words
    found = page(f"{HERE}?q=tidak-ada-di-mana-pun")
    assert SOP not in found.links()
    assert "Tidak ada SOP yang memuat kata itu" in found.text


@pytest.mark.parametrize("words", ["%", "_", "\\", "'; DROP TABLE", "%00", "a" * 5000, "<script>"])
def test_odd_words_are_only_words(cast: Cast, case: Case, words: str) -> None:
    response = Client().get(HERE, {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert get(f"{HERE}?halaman=99999999999&q={words}&tahun=x").status_code == 200
    assert get(f"{HERE}pk/?halaman=-1&tahun={words}").status_code == 200


def test_a_page_costs_the_same_however_many_sops_there_are(cast: Cast, case: Case) -> None:
    def cost(url: str) -> int:
        get(url)
        with CaptureQueriesContext(connection) as queries:
            assert get(url).status_code == 200
        return len(queries)

    urls = [HERE, f"{HERE}?q=kinerja", SOP, f"{SOP}lembar.pdf", f"{HERE}pk/", PK, "/portal/"]
    before = [cost(url) for url in urls]
    uploads = [Upload(f"u{n}.yaml", SMALL.format(n).encode(), f"u{n}") for n in range(30)]
    load_sops(uploads, by=COMMAND, at=cast.now)
    for number, subject in enumerate(case.subjects.exclude(pihak_pertama=office().head)):
        paper = signed_pk(
            case, cast.head, perjanjian_kinerja=subject, token=f"pk-{number}", title=f"PK {number}"
        )
        assert paper.file
        published(paper, paper.file, by=cast.head)
    for each in Office.objects.all():
        open_portal(each)
    assert [cost(url) for url in urls] == before
    assert max(before) <= 10
    first = page(HERE)
    assert "Kinerja 0" in first.text
    assert f"{HERE}sop/u9/" not in first.links()
    onward = next(link for link in first.links() if link.startswith("?halaman=sesudah"))
    assert f"{HERE}sop/u9/" in page(f"{HERE}{onward}").links()


# --- prints ---


def test_a_visitor_never_has_a_sheet_laid_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    open_portal(office())
    monkeypatch.setattr("sops.printing.pdf.lay_out", forbidden)
    found = get(f"{SOP}lembar.pdf")
    assert found.status_code == 404
    assert "sedang disiapkan" in found.content.decode()
    assert f"{SOP}lembar.pdf" not in page(SOP).links()
    assert not PublicPrint.objects.exists()
    monkeypatch.undo()
    assert work_on_prints(timezone.now) == 1
    monkeypatch.setattr("sops.printing.pdf.lay_out", forbidden)
    assert f"{SOP}lembar.pdf" in page(SOP).links()
    found_pdf = body(get(f"{SOP}lembar.pdf"))
    print_, nip = text_of(found_pdf), Revision.objects.get(sop__slug="tarakan-dpupr").disahkan_oleh["nip"]
    assert "Penyusunan Perjanjian Kinerja" in print_
    assert nip not in print_
    assert masked_nip(nip) in print_
    assert masked_nip(nip) in attached(found_pdf)
    assert nip not in attached(found_pdf)
    assert work_on_prints(timezone.now) == 0


def attached(content: bytes) -> str:
    """The file in a print."""
    with opened(content) as file:
        return bytes(file.attachments["sop.yaml"].get_file().read_bytes()).decode()


def forbidden(*_args: object, **_values: object) -> None:
    raise AssertionError("a visitor had a sheet laid out")


def test_a_print_is_made_anew_when_what_it_says_changes_and_the_old_one_is_deleted(
    cast: Cast, case: Case
) -> None:
    before = PublicPrint.objects.get()
    old = str(before.file.name)
    Office.objects.filter(slug=SLUG).update(name="Dinas Baru")
    assert get(f"{SOP}lembar.pdf").status_code == 404
    assert work_on_prints(timezone.now) == 1
    assert "Dinas Baru" in text_of(body(get(f"{SOP}lembar.pdf"))).replace("DINAS BARU", "Dinas Baru")
    assert not default_storage.exists(old)
    assert PublicPrint.objects.count() == 1
    open_portal(office(), is_on=False)
    assert work_on_prints(timezone.now) == 0
    assert not PublicPrint.objects.exists()


def test_a_sheet_that_cannot_be_made_is_tried_only_so_often(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_portal(office())
    tried = []

    def fails(*_args: object) -> bytes:
        tried.append(1)
        raise ValueError

    monkeypatch.setattr(portal_prints, "sheet_pdf", fails)
    admin, setting = Visitor(cast.admin(SLUG)), f"/offices/{SLUG}/portal/"
    told = "Cetakan 1 SOP tidak dapat dibuat"
    for hour in range(MOST_TRIES + 3):
        assert ("sedang disiapkan" in page(SOP).text) == (hour < MOST_TRIES)
        assert (told in admin.open(setting).text) == (hour >= MOST_TRIES)
        work_on_prints(clock(timezone.now() + timedelta(hours=hour)))
    assert len(tried) == MOST_TRIES
    assert PublicPrint.objects.get().file == ""
    assert "PDF-nya tidak dapat dibuat" in page(SOP).text
    answer = get(f"{SOP}lembar.pdf")
    assert (answer.status_code, "tidak dapat dibuat" in answer.content.decode()) == (404, True)
    monkeypatch.undo()
    open_portal(
        office(), is_on=False
    )  # as the page of the setting says: closed for a while, it is tried anew
    work_on_prints(timezone.now)
    open_portal(office())
    assert work_on_prints(timezone.now) == 1
    assert told not in admin.open(setting).text


def clock(at: datetime) -> Callable[[], datetime]:
    """One that stands still."""
    return partial(datetime.fromisoformat, at.isoformat())


def test_a_fault_beside_the_sheet_costs_no_try(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    open_portal(office())
    monkeypatch.setattr(portal_prints, "sheet_pdf", lambda *_args: pdf())
    with monkeypatch.context() as store_down:
        store_down.setattr(portal_prints.default_storage, "save", out_of_reach)
        for _ in range(MOST_TRIES + 2):
            with pytest.raises(OSError, match="tidak terjangkau"):
                work_on_prints(timezone.now)
    assert PublicPrint.objects.get().tries == 0
    assert work_on_prints(timezone.now) == 1


def out_of_reach(*_args: object) -> str:
    raise OSError("tidak terjangkau")


def test_a_sheet_that_kills_the_worker_is_given_up_after_as_many_tries(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_portal(office())
    monkeypatch.setattr(portal_prints, "sheet_pdf", forbidden)
    revision, at = Revision.objects.get(sop__slug="tarakan-dpupr"), timezone.now()
    key = print_key(revision, "")
    claims = [
        portal_prints.claim(key, revision, at + timedelta(minutes=6 * n)) for n in range(MOST_TRIES + 2)
    ]
    assert claims == [True] * MOST_TRIES + [False] * 2
    assert PublicPrint.objects.given_up().get().tries == MOST_TRIES
    assert work_on_prints(clock(at + timedelta(hours=1))) == 0


def test_who_is_killed_leaves_no_file_that_nobody_finds(cast: Cast) -> None:
    open_portal(office())
    revision, at = Revision.objects.get(sop__slug="tarakan-dpupr"), timezone.now()
    key = print_key(revision, "")
    assert portal_prints.claim(key, revision, at)
    name = default_storage.save(portal_prints.name_of(key), ContentFile(b"half"))
    assert work_on_prints(clock(at + timedelta(minutes=6))) == 1
    made = PublicPrint.objects.get()
    assert (made.file.name, default_storage.size(name)) == (name, made.size)
    assert default_storage.listdir("portal")[1].count(name.removeprefix("portal/")) == 1
    PublicPrint.objects.update(file="", size=None, sha256="", claimed_until=at)  # killed, and wanted no more
    open_portal(office(), is_on=False)
    work_on_prints(timezone.now)
    assert not default_storage.exists(name)
    assert not PublicPrint.objects.exists()


def test_who_lost_the_print_leaves_that_of_who_took_over(cast: Cast) -> None:
    open_portal(office())
    revision, at = Revision.objects.get(sop__slug="tarakan-dpupr"), timezone.now()
    key = print_key(revision, "")
    assert portal_prints.claim(key, revision, at)
    slow = PublicPrint.objects.filter(key=key, file="", claimed_until=at + portal_prints.CLAIM)
    assert work_on_prints(clock(at + timedelta(minutes=6))) == 1
    assert not portal_prints.keep(b"late", key, slow)
    made = PublicPrint.objects.get()
    with made.file.open("rb") as file:
        assert len(file.read()) == made.size


def test_another_edition_of_the_prints_is_made_anew(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is masked was mended: what was printed before is not shown any more."""
    assert get(f"{SOP}lembar.pdf").status_code == 200
    monkeypatch.setattr(portal, "EDITION", portal.EDITION + 1)
    assert get(f"{SOP}lembar.pdf").status_code == 404
    old = PublicPrint.objects.get().key
    monkeypatch.setattr(portal_prints, "sheet_pdf", lambda *_args: pdf())
    assert work_on_prints(timezone.now) == 1
    assert PublicPrint.objects.get().key != old


def test_a_turn_with_nothing_to_make_reads_little_however_much_there_is(cast: Cast, case: Case) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert work_on_prints(timezone.now) == 0
        return [query["sql"] for query in queries]

    before = asked()
    uploads = [Upload(f"u{n}.yaml", SMALL.format(n).encode(), f"u{n}") for n in range(5)]
    load_sops(uploads, by=COMMAND, at=cast.now)
    for revision in public_revisions().filter(sop__slug__startswith="u"):
        lay_print(revision)
    after = asked()
    assert len(after) == len(before) == 3
    assert not [sql for sql in after if "dasar_hukum" in sql or "pengaturan" in sql]


def test_what_another_worker_holds_is_left_to_it(cast: Cast) -> None:
    open_portal(office())
    at = timezone.now()
    revision = Revision.objects.select_related("sop__office__government").get(sop__slug="tarakan-dpupr")
    assert portal_prints.claim("k", revision, at)
    assert not portal_prints.claim("k", revision, at + timedelta(minutes=1))
    assert portal_prints.claim("k", revision, at + timedelta(minutes=6))


# --- what caches and search engines are told ---


@pytest.mark.parametrize(
    "url",
    ["/portal/", HERE, f"{HERE}?q=kinerja", SOP, f"{SOP}lembar.pdf", f"{SOP}sop.yaml", f"{HERE}pk/", PK],
)
def test_everybody_may_keep_it_a_minute_and_nobody_is_remembered(cast: Cast, case: Case, url: str) -> None:
    before = kept()
    response = get(url)
    body(response)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    etag = response.headers["ETag"]
    again = get(url, **{"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert get(url, **{"If-None-Match": '"something else"'}).status_code == 200
    assert Client().head(url).status_code == 200
    assert Client().post(url).status_code == 405
    assert not changed(before)
    signed_in = Client()
    signed_in.force_login(cast.head)
    assert signed_in.get(url).headers["Cache-Control"] == "private, no-store"


def test_search_engines_read_the_portal_and_nothing_else(cast: Cast, case: Case) -> None:
    text = get("/robots.txt").content.decode()
    assert text.splitlines() == ["User-agent: *", "Allow: /portal/", "Allow: /static/", "Disallow: /"]
    for url in ("/portal/", HERE, SOP, f"{HERE}pk/"):
        assert "X-Robots-Tag" not in get(url).headers
    for url in (f"{HERE}?q=a", f"{HERE}?halaman=2", PK, f"{SOP}lembar.pdf", f"{SOP}sop.yaml"):
        assert get(url).headers["X-Robots-Tag"] == "noindex"


# --- publishing a Perjanjian Kinerja ---


@pytest.fixture
def paper(cast: Cast) -> SignedPaper:
    """A PK that all its parties signed, on a portal that is open."""
    case = placed(cast, 4)
    open_portal(office())
    return in_a_run(signed_pk(case, cast.head, token=PUBLISHED), case, cast.head)


def test_an_unpublished_pk_is_nowhere(cast: Cast, paper: SignedPaper) -> None:
    assert get(PK).status_code == 404
    assert PUBLISHED not in page(f"{HERE}pk/").html
    assert "Belum ada Perjanjian Kinerja yang diterbitkan" in page(f"{HERE}pk/").text


def test_the_head_publishes_the_very_bytes_and_takes_them_back(cast: Cast, paper: SignedPaper) -> None:
    """In the browser: the confirmation is asked for, both acts are recorded, and the history stays."""
    head, url = Visitor(cast.head), f"/pk/{paper.perjanjian_kinerja_id}/"
    form = head.open(url).form("/publish/")
    refused = head.send(url, form)
    assert refused.status_code == 302
    assert "Nyatakan dulu bahwa NIP dan tanda tangan" in head.open(url).text
    assert not Publication.objects.exists()
    assert head.send(url, form, known="on").status_code == 302
    response = get(PK)
    assert paper.file
    with paper.file.file.open("rb") as file:
        assert body(response) == file.read()
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["ETag"] == f'"{paper.file.sha256}"'
    found = page(f"{HERE}pk/")
    assert "Kepala Dinas" in found.text
    assert {PK, f"/periksa/naskah/{PUBLISHED}/"} <= set(found.links())
    assert head.send(url, form, known="on").status_code == 302  # twice is once
    assert Publication.objects.count() == 1
    back = head.open(url).form("/unpublish/")
    head.send(url, back)
    assert get(PK).status_code == 200  # without a reason nothing happens
    head.send(url, back, **{"unpublish-reason": "Salah berkas"})
    assert get(PK).status_code == 404
    assert "Salah berkas" in head.open(url).text
    head.send(url, head.open(url).form("/publish/"), known="on")
    assert get(PK).status_code == 200
    rows = list(Activity.objects.filter(action__startswith="publication.").order_by("number"))
    assert [row.action.rpartition(".")[2] for row in rows] == ["published", "withdrawn", "published"]
    assert {row.stream.key for row in rows} == {f"office:{SLUG}"}
    assert rows[1].data["reason"] == "Salah berkas"
    assert rows[0].data["sha256"] == paper.file.sha256
    assert rows[0].user_id == cast.head.pk
    first, second = Publication.objects.order_by("pk")
    assert (first.withdrawn_reason, first.withdrawn_by, second.withdrawn_at) == (
        "Salah berkas",
        cast.head,
        None,
    )


def test_later_bytes_of_the_paper_are_not_shown_unasked(cast: Cast, paper: SignedPaper) -> None:
    publish(paper, by=by_head(cast), at=cast.now)
    before = body(get(PK))
    other = keep_bytes(pdf("lain"), name="lain.pdf", office=paper.office, by=cast.head, at=cast.now)
    SignedPaper.objects.filter(pk=paper.pk).update(file=other)
    assert body(get(PK)) == before


HIDING: dict[str, Callable[[SignedPaper], object]] = {
    "open again": lambda paper: SignedPaper.objects.filter(pk=paper.pk).update(status="terbuka"),
    "revoked": lambda paper: SignedPaper.objects.filter(pk=paper.pk).update(
        status="dicabut", ended_at=timezone.now()
    ),
    "erased": lambda paper: StoredFile.objects.filter(signed_papers=paper).update(erased_at=timezone.now()),
    "secret": lambda paper: secret(paper),
    "portal closed": lambda paper: Portal.objects.update(is_on=False),
}


def secret(paper: SignedPaper) -> None:
    """The archive of its case was made secret, with the paper in it."""
    case = Case.objects.get(runs__papers__paper=paper)
    archived(case)
    berkas = Berkas.objects.get(case=case)
    Berkas.objects.filter(pk=berkas.pk).update(access="rahasia")
    assert paper.file
    Arsip.objects.create(
        berkas=berkas, number=99, name="PK", tingkat="asli", media_type="application/pdf", size=1,
        sha256=paper.file.sha256, is_made_here=True, file=paper.file,
    )  # fmt: skip


@pytest.mark.parametrize("how", HIDING)
def test_a_published_paper_that_counts_no_more_is_gone_at_once(
    cast: Cast, paper: SignedPaper, how: str
) -> None:
    publish(paper, by=by_head(cast), at=cast.now)
    assert get(PK).status_code == 200
    HIDING[how](paper)
    assert get(PK).status_code == 404
    assert PK not in get(f"{HERE}pk/").content.decode()


REFUSED: dict[str, tuple[Callable[[SignedPaper], object], str]] = {
    "not signed by all": (
        lambda paper: Signature.objects.create(paper=paper, order=2, field="ttd-2", outside="Wali Kota"),
        "Belum semua pihak",
    ),
    "still open": (HIDING["open again"], "sudah ditandatangani lengkap"),
    "void": (
        lambda paper: SignedPaper.objects.filter(pk=paper.pk).update(status="batal", ended_at=timezone.now()),
        "sudah ditandatangani lengkap",
    ),
    "no PK": (
        lambda paper: SignedPaper.objects.filter(pk=paper.pk).update(perjanjian_kinerja=None),
        "Hanya Perjanjian Kinerja",
    ),
    "without bytes": (
        lambda paper: SignedPaper.objects.filter(pk=paper.pk).update(file=None, way="basah"),
        "Pindaian naskah",
    ),
    "with the bytes that nobody has signed": (
        lambda paper: SignedPaper.objects.filter(pk=paper.pk).update(file=F("base")),
        "Pindaian naskah",
    ),
    "erased": (HIDING["erased"], "dimusnahkan"),
    "secret": (HIDING["secret"], "rahasia"),
    "a picture": (
        lambda paper: paper.signatures.update(scan=picture(paper), way="basah"),
        "bukan PDF",
    ),
}


def picture(paper: SignedPaper) -> StoredFile:

    by = paper.signatures.get().signed_by
    assert by
    return store(upload("pindaian.png", image()), office=paper.office, by=by, at=timezone.now())


@pytest.mark.parametrize("how", REFUSED)
def test_what_is_not_signed_by_all_or_not_for_everybody_is_refused(
    cast: Cast, paper: SignedPaper, how: str
) -> None:
    change, words = REFUSED[how]
    change(paper)
    with pytest.raises(Refused, match=words):
        publish(SignedPaper.objects.get(pk=paper.pk), by=by_head(cast), at=cast.now)
    assert not Publication.objects.exists()


def test_of_one_signed_by_hand_the_scan_of_the_last_signature_is_published(
    cast: Cast, paper: SignedPaper
) -> None:
    scans = [
        keep_bytes(pdf(name), name=f"{name}.pdf", office=paper.office, by=cast.head, at=cast.now)
        for name in ("satu", "dua")
    ]
    paper.signatures.update(scan=scans[0])
    Signature.objects.create(
        paper=paper, order=2, field="ttd-2", outside="Wali Kota", status="ditandatangani", way="basah",
        signed_at=timezone.now() + timedelta(days=1), scan=scans[1],
    )  # fmt: skip
    SignedPaper.objects.filter(pk=paper.pk).update(way="basah", file=None, base=None)
    assert final_file(SignedPaper.objects.get(pk=paper.pk)) == scans[1]


WITHOUT: dict[str, tuple[list[tuple[str, str]], str]] = {
    "electronically, then by hand without a scan": ([("internal", ""), ("basah", "")], "belum ada pindaiannya"),
    "by hand with a scan, then by hand without": ([("basah", "satu"), ("basah", "")], "belum ada pindaiannya"),
    "by hand with a scan, then electronically": ([("basah", "satu"), ("internal", "")], "tidak ada satu berkas"),
    "by hand without a scan, then electronically": ([("basah", ""), ("bsre", "")], "tidak ada satu berkas"),
    "on a PDF apart, then electronically": ([("luar", "luar"), ("internal", "")], "tidak ada satu berkas"),
}  # fmt: skip


@pytest.mark.parametrize("how", WITHOUT)
def test_no_file_that_lacks_a_signature_is_published(cast: Cast, paper: SignedPaper, how: str) -> None:
    ways, words = WITHOUT[how]
    signed_so(paper, cast, ways)
    with pytest.raises(Refused, match=words):
        publish(SignedPaper.objects.get(pk=paper.pk), by=by_head(cast), at=cast.now)
    assert words in Visitor(cast.head).open(f"/pk/{paper.perjanjian_kinerja_id}/").text
    assert not Publication.objects.exists()


def signed_so(paper: SignedPaper, cast: Cast, ways: list[tuple[str, str]]) -> list[Signature]:
    """The paper's signatures: how each was given, with which scan, an hour apart."""
    paper.signatures.all().delete()
    return [
        Signature.objects.create(
            paper=paper, order=order, field=f"ttd-{order}", outside=f"Pihak {order}", status="ditandatangani", way=way,
            signed_at=cast.now + timedelta(hours=order), signed_by=cast.head,
            scan=keep_bytes(pdf(scan), name=f"{scan}.pdf", office=paper.office, by=cast.head, at=cast.now)
            if scan else None,
        )
        for order, (way, scan) in enumerate(ways, 1)
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["basah", "luar"])
def test_a_file_that_was_brought_is_published_by_who_says_to_have_looked_at_it(
    cast: Cast, paper: SignedPaper, last: str
) -> None:
    head, url = Visitor(cast.head), f"/pk/{paper.perjanjian_kinerja_id}/"
    asked = "Saya sudah memeriksa bahwa berkas itu memuat naskah ini dengan semua tanda tangannya"
    assert asked not in head.open(url).text
    *_, signature = signed_so(paper, cast, [("internal", ""), (last, "semua")])
    page = head.open(url)
    assert asked in page.text
    assert "Yang terbit ialah berkas “semua.pdf”" in page.text
    assert head.send(url, page.form("/publish/"), known="on").status_code == 302
    assert Publication.objects.get().file == signature.scan


def test_of_two_papers_of_one_pk_the_one_published_later_stands(cast: Cast, paper: SignedPaper) -> None:
    first = publish(paper, by=by_head(cast), at=cast.now)
    case = Case.objects.get(runs__papers__paper=paper)
    second = signed_pk(case, cast.head, token="naskah-kedua", title="PK yang ditandatangani lagi")
    other = case.subjects.exclude(pk=paper.perjanjian_kinerja_id).first()
    beside = publish(
        signed_pk(case, cast.head, token="pk-lain", perjanjian_kinerja=other), by=by_head(cast), at=cast.now
    )
    told = "yang sekarang terbit ditarik begitu yang ini terbit"
    assert told in Visitor(cast.head).open(f"/pk/{paper.perjanjian_kinerja_id}/").text
    publish(second, by=by_head(cast), at=cast.now)
    standing = Publication.objects.standing()
    assert set(standing.values_list("paper", flat=True)) == {second.pk, beside.paper_id}
    first.refresh_from_db()
    assert first.withdrawn_reason == "Diganti “PK yang ditandatangani lagi” yang terbit kemudian."
    rows = Activity.objects.filter(action__startswith="publication.").order_by("number")
    actions = [(row.action.rpartition(".")[2], row.data["paper"]) for row in rows]
    assert actions[2:] == [("withdrawn", paper.pk), ("published", second.pk)]
    assert get(PK).status_code == 404


def test_nothing_of_an_office_to_practise_in_is_public(cast: Cast, paper: SignedPaper) -> None:
    publish(paper, by=by_head(cast), at=cast.now)
    assert Publication.objects.public().exists()
    Office.objects.filter(slug=SLUG).update(learner=cast.head)
    assert not Publication.objects.public().exists()
    assert get(PK).status_code == 404


def test_only_the_head_and_the_admins_publish(cast: Cast, paper: SignedPaper) -> None:
    clerk = cast.user(SLUG, "kasubag-perencanaan-keuangan")
    post = cast.post(SLUG, "kasubag-perencanaan-keuangan")
    by = holder(post, cast.now)
    assert by
    with pytest.raises(PermissionDenied):
        publish(paper, by=by, at=cast.now)
    found = publish(paper, by=by_admin(cast), at=cast.now)
    with pytest.raises(PermissionDenied):
        unpublish(found, by=by, at=cast.now, reason="Uji")
    with pytest.raises(PermissionDenied):
        set_portal(office(), by=by_head(cast), at=cast.now, is_on=False, introduction="")
    assert "/unpublish/" not in Visitor(clerk).open(f"/pk/{paper.perjanjian_kinerja_id}/").html
    assert unpublish(found, by=by_admin(cast), at=cast.now, reason="Uji")
    assert not unpublish(found, by=by_admin(cast), at=cast.now, reason="Uji lagi")


def test_a_pk_that_was_changed_says_so(cast: Cast, paper: SignedPaper) -> None:
    publish(paper, by=by_head(cast), at=cast.now)
    assert "sudah diubah" not in page(f"{HERE}pk/").text
    old = paper.perjanjian_kinerja
    assert old
    new = type(old).objects.create(
        office=old.office, pihak_pertama=old.pihak_pertama, pihak_kedua=old.pihak_kedua, year=old.year,
        kind="pk_perubahan", changes=old, reason="anggaran",
    )  # fmt: skip
    SignedPaper.objects.create(
        office=old.office, title="PK Perubahan", way="internal", status="lengkap", perjanjian_kinerja=new,
        created_at=cast.now,
    )  # fmt: skip
    assert "sudah diubah PK Perubahan" in page(f"{HERE}pk/").text


def test_an_admin_opens_the_portal_and_says_what_it_is(cast: Cast) -> None:
    admin, url = Visitor(cast.admin(SLUG)), f"/offices/{SLUG}/portal/"
    assert url in admin.open("/settings/").links()
    form = admin.open(url).form("/save/")
    assert admin.send(url, form, is_on="on", introduction="SOP  dinas\nkami").status_code == 302
    assert "SOP dinas kami" in page(HERE).text
    row = Activity.objects.get(action="office.portal_changed")
    assert row.data["now"] == {"is_on": True, "introduction": "SOP dinas kami"}
    admin.send(url, form, is_on="on", introduction="SOP dinas kami")
    assert Activity.objects.filter(action="office.portal_changed").count() == 1
    assert admin.send(url, form, is_on="on", introduction="a" * 301).status_code == 422
    Visitor(cast.head).open(url, 404)


def test_the_case_of_an_sop_that_asks_for_it_says_what_waits_to_be_published(
    cast: Cast, paper: SignedPaper
) -> None:
    case = Case.objects.get(runs__papers__paper=paper)
    told, url = "SOP ini meminta hasilnya diunggah", f"/cases/{case.pk}/"
    assert told not in Visitor(cast.head).open(url).text
    Revision.objects.filter(pk=case.revision_id).update(pencatatan=["Diunggah ke Laman Resmi dinas"])
    definition.cache_clear()
    try:
        assert told in Visitor(cast.head).open(url).text
        assert told not in Visitor(cast.user(SLUG, "kasubag-perencanaan-keuangan")).open(url).text
        publish(paper, by=by_head(cast), at=cast.now)
        assert told not in Visitor(cast.head).open(url).text
    finally:
        definition.cache_clear()
