"""The public page of a revision: whoever holds the paper learns whether it is the one to go by, and nothing else."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from organizations.capacity import admin_capacity
from organizations.looks import put_logo
from organizations.models import Office
from organizations.nip import masked_nip
from sops.loading import Loaded, Upload, load_sops
from sops.models import Revision
from sops.public import public_path, public_url, short_hash
from tests.cast import Cast
from tests.pages import Page
from tests.samples import AT, COMMAND, SOP, changed
from tests.visitor import Visitor

DAY = timedelta(days=1)
DATED = SOP + "tanggal: {efektif: 2026-01-05}\n"


def load_at(text: str, day: int) -> Revision:
    """Load the small SOP so many days later."""
    uploads = [Upload("uji.yaml", text.encode(), "uji")]
    loaded: list[Loaded] = load_sops(uploads, by=COMMAND, at=AT + day * DAY)
    return loaded[0].revision


def of(slug: str) -> Revision:
    return Revision.objects.select_related("sop__office").get(sop__slug=slug, status="berlaku")


def page(revision: Revision) -> Page:
    """The page as somebody reads it who never signed in."""
    response = Client().get(public_path(revision))
    assert response.status_code == 200
    return Page(response.content.decode())


def leads(found: Page) -> list[str]:
    """Where the page leads, but for the link that skips to its content."""
    return [link for link in found.links() if not link.startswith("#")]


@pytest.mark.core
@pytest.mark.django_db
def test_the_address_is_whole_and_names_the_very_content(cast: Cast) -> None:
    revision = of("tarakan-dpupr")
    assert short_hash(revision) == revision.content_hash[:12]
    path = f"/periksa/sop/dpupr-tarakan/tarakan-dpupr/{revision.content_hash[:12]}/"
    assert public_url(revision) == f"http://testserver{path}"


@pytest.mark.core
@pytest.mark.django_db
def test_a_revision_in_force_says_so_with_what_its_header_says(cast: Cast) -> None:
    found = page(of("tarakan-dpupr"))
    assert "Revisi ini berlaku" in found.text
    assert "belum pernah berlaku" not in found.text
    for text in (
        *("Pemerintah Kota Tarakan · Dinas Pekerjaan Umum dan Penataan Ruang", "065/3.39/DPUPR"),
        *("Penyusunan Perjanjian Kinerja", "Revisi 1", "Tanggal Efektif 3 Januari 2022", "Tanggal Revisi -"),
    ):
        assert text in found.text
    assert "Tanggal Pengesahan" not in found.text


@pytest.mark.django_db
def test_it_tells_no_nip_and_nothing_of_the_work(cast: Cast) -> None:
    cast.start("tarakan-dpupr", title="Kasus yang tidak untuk umum")
    revision = of("tarakan-dpupr")
    nip = revision.disahkan_oleh["nip"]
    found = page(revision)
    assert nip not in found.html
    assert f"NIP •••••••• •••••• • {nip[-3:]} (disamarkan)" in found.text
    notes = list(revision.catatan_transkripsi.values())
    assert notes
    for text in (*notes, "Kasus yang tidak", "Mengarsipkan", cast.head.name):
        assert text not in found.text
    assert not found.forms
    assert not leads(found)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["gowa-dpupr", "tangerang-kesbangpol"])
def test_a_paper_without_a_date_was_never_in_force_by_itself(cast: Cast, slug: str) -> None:
    found = page(of(slug))
    assert "Revisi terbaru, tetapi tanpa tanggal berlaku" in found.text
    assert "Menurut kertasnya sendiri SOP ini belum pernah berlaku" in found.text
    assert "Revisi ini berlaku" not in found.text
    assert "Tanggal Efektif -" in found.text


@pytest.mark.django_db
def test_a_paper_dated_by_its_approval_was_in_force(cast: Cast) -> None:
    found = page(of("madiun-setda"))
    assert "belum pernah berlaku" not in found.text
    assert "Tanggal Pengesahan 30 Agustus 2022" in found.text
    assert "Tanggal Efektif" not in found.text


@pytest.mark.django_db
def test_a_paper_whose_day_has_not_come_says_so(cast: Cast) -> None:
    revision = load_at(SOP + "tanggal: {efektif: 2999-01-31}\n", 0)
    assert "baru berlaku mulai 31 Januari 2999" in page(revision).text
    assert "Revisi ini berlaku" not in page(revision).text


@pytest.mark.core
@pytest.mark.django_db
def test_a_superseded_revision_names_and_links_the_one_that_took_its_place(cast: Cast) -> None:
    first = load_at(DATED, 0)
    second = load_at(changed("nama: Uji", "nama: Uji Dua", DATED), 1)
    third = load_at(changed("nama: Uji", "nama: Uji Tiga", DATED), 2)
    found = page(first)
    assert "Revisi ini sudah digantikan" in found.text
    assert "Digantikan oleh revisi 2 sejak 6 Januari 2026 pukul 09.00 WITA." in found.text
    assert "Yang berlaku saat ini: revisi 3" in found.text
    assert leads(found) == [public_path(second), public_path(third)]
    found = page(second)
    assert leads(found) == [public_path(third)]
    assert "Yang berlaku saat ini" not in found.text
    assert "Revisi ini berlaku" in page(third).text


@pytest.mark.django_db
def test_a_restored_content_is_in_force_again_and_took_the_place_of_the_newer(cast: Cast) -> None:
    first = load_at(DATED, 0)
    second = load_at(changed("nama: Uji", "nama: Uji Dua", DATED), 1)
    assert load_at(DATED, 2).pk == first.pk
    assert "Revisi ini berlaku" in page(first).text
    assert "Digantikan oleh revisi 1 sejak 7 Januari 2026" in page(second).text


@pytest.mark.django_db
def test_a_revoked_revision_says_so(cast: Cast) -> None:
    revision = of("tarakan-dpupr")
    Revision.objects.filter(pk=revision.pk).update(status="dicabut")
    assert "Revisi ini sudah dicabut" in page(revision).text


@pytest.mark.core
@pytest.mark.django_db
def test_every_unknown_address_gets_the_same_answer(cast: Cast) -> None:
    revision, draft = of("tarakan-dpupr"), of("gowa-dpupr")
    Revision.objects.filter(pk=draft.pk).update(status="draf", in_force_at=None)
    short = short_hash(revision)
    base = "/periksa/sop/dpupr-tarakan/tarakan-dpupr"
    paths = [
        *(f"/periksa/sop/dpupr-gowa/tarakan-dpupr/{short}/", f"/periksa/sop/dpupr-tarakan/lain/{short}/"),
        *(f"{base}/{short[:11]}/", f"{base}/{short}0/", f"{base}/{short.upper()}x/", f"{base}/000000000000/"),
        *(f"{base}/{revision.content_hash}/", f"/periksa/sop/tidak-ada/tarakan-dpupr/{short}/"),
        public_path(draft),
    ]
    answers = [Client().get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "Tidak ada SOP dengan alamat ini" in answers[0].content.decode()


@pytest.mark.django_db
def test_the_logo_of_the_office_is_on_it_and_it_costs_few_statements(cast: Cast) -> None:
    out = BytesIO()
    Image.new("RGB", (60, 80)).save(out, "PNG")
    office = Office.objects.get(slug="dpupr-tarakan")
    by = admin_capacity(cast.admin("dpupr-tarakan"), office, AT)
    assert by
    put_logo(office, by=by, at=AT, data=out.getvalue())
    first = load_at(SOP, 0)
    for day in range(1, 10):
        load_at(changed("nama: Uji", f"nama: Uji {day}"), day)
    with CaptureQueriesContext(connection) as queries:
        found = page(first)
    assert len(queries) == 3
    sources = [attributes["src"] for tag, attributes in found.tags if tag == "img"]
    assert [source for source in sources if source.startswith("data:image/png;base64,")]


@pytest.mark.django_db
def test_whoever_is_signed_in_reads_the_same_page(cast: Cast) -> None:
    path = public_path(of("tarakan-dpupr"))
    assert Visitor(cast.head).open(path).html == Visitor().open(path).html
    assert Client().get(path).headers["X-Robots-Tag"] == "noindex"
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize(
    ("nip", "shown"),
    [
        ("19710508 199803 1 009", "•••••••• •••••• • 009"),
        ("197105081998031009", "•••••••••••••••009"),
        ("010123456", "••••••456"),
        ("123", "•••"),
        ("-", "-"),
        ("", ""),
    ],
)
def test_of_a_nip_only_the_end_is_shown(nip: str, shown: str) -> None:
    assert masked_nip(nip) == shown
