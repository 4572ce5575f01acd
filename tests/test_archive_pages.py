"""The archive on its pages: who reads it, what a search and the tables give, what those in charge may do."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Activity
from documents.archive.searching import index_waiting
from documents.models import Berkas, Klasifikasi, LegalHold
from organizations.models import Office
from tests.archive import AT, a_berkas, record_officer
from tests.cast import Cast
from tests.pages import Page
from tests.visitor import Visitor
from workflows.models import Case

pytestmark = pytest.mark.django_db


def of_a_case(cast: Cast, **changes: Any) -> Berkas:
    """A berkas that belongs to a case of the drafting step, where the kasubag has a task."""
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    berkas = a_berkas(cast, **changes)
    Case.objects.filter(pk=case.pk).update(berkas=berkas)
    return berkas


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_who_sees_the_case_reads_its_berkas_and_nobody_else(cast: Cast) -> None:
    berkas = of_a_case(cast)
    paper = berkas.papers.get()
    addresses = [f"/archive/{berkas.pk}/", f"/archive/{berkas.pk}/package/", f"/archive/papers/{paper.pk}/"]
    clerk = cast.user("dpupr-tarakan", "kasubag-perencanaan-keuangan")
    for user in (
        clerk,
        cast.head,
        cast.admin("dpupr-tarakan"),
        cast.inspector("dpupr-tarakan"),
        record_officer(),
    ):
        for url in addresses:
            assert Visitor(user).client.get(url).status_code == 200, (user, url)
    assert Activity.objects.filter(action="case.inspected").count() == 1
    case = f"/cases/{berkas.case.pk}/"
    assert case in Visitor(clerk).open(addresses[0]).links()
    assert (
        case not in Visitor(record_officer()).open(addresses[0]).links()
    )  # who keeps the archive sees no case
    others = (
        cast.user("dpupr-tarakan", "staf-umum"),
        cast.outsider,
        cast.admin("dpupr-gowa"),
        record_officer("dpupr-gowa"),
    )
    for user in others:
        for url in addresses:
            assert Visitor(user).client.get(url).status_code == 404, (user, url)
        assert berkas.nomor not in Visitor(user).open("/archive/").text


@pytest.mark.parametrize("access", ["rahasia", "sangat_rahasia"])
def test_what_is_secret_is_only_for_the_record_officer_the_head_and_those_with_a_task(
    cast: Cast, access: str
) -> None:
    berkas = of_a_case(cast, access=access)
    clerk = cast.user("dpupr-tarakan", "kasubag-perencanaan-keuangan")
    for user in (record_officer(), cast.head, clerk):
        assert Visitor(user).client.get(f"/archive/{berkas.pk}/").status_code == 200, user
    for user in (cast.admin("dpupr-tarakan"), cast.inspector("dpupr-tarakan"), cast.outsider):
        assert Visitor(user).client.get(f"/archive/{berkas.pk}/package/").status_code == 404, user


def test_a_paper_that_was_destroyed_is_not_there(cast: Cast) -> None:
    berkas = a_berkas(cast)
    paper = berkas.papers.get()
    paper.file = None
    paper.save()
    officer = Visitor(record_officer())
    assert officer.client.get(f"/archive/papers/{paper.pk}/").status_code == 404
    assert paper.sha256[:12] in officer.open(f"/archive/{berkas.pk}/").text


def test_the_list_is_searched_and_filtered(cast: Cast) -> None:
    first = a_berkas(cast, hal="Perjanjian irigasi")
    second = a_berkas(cast, hal="Laporan jembatan", code="000.8", day=date(2025, 3, 1))
    index_waiting(lambda: AT)
    officer = Visitor(record_officer())
    for query, found in (
        ("q=irigasi", {first}),
        ("q=jembatan&tahun=2025", {second}),
        ("q=irigasi&tahun=2025", set()),
        ("klasifikasi=000.8.6.3", {first}),
        ("keadaan=aktif", {first, second}),
        ("keadaan=musnah", set()),
        ("tahun=x&keadaan=%00&halaman=9999", {first, second}),  # nonsense asks for nothing
        (f"q={second.nomor}", {second}),
    ):
        text = officer.open(f"/archive/?{query}").text
        assert {each for each in (first, second) if each.hal in text} == found, query


@pytest.mark.slow
def test_a_list_of_25_costs_what_a_list_of_1_costs(cast: Cast) -> None:
    officer = Visitor(record_officer())
    costs = []
    for number in (1, 24):
        for _ in range(number):
            a_berkas(cast)
        for url in ("/archive/", "/archive/srikandi.csv"):
            officer.client.get(url)
            with CaptureQueriesContext(connection) as queries:
                officer.client.get(url)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]


def test_the_tables_give_what_was_asked_for_and_run_nothing(cast: Cast) -> None:
    pk = a_berkas(cast, hal="=HYPERLINK(1)", kind="perjanjian_kinerja")
    a_berkas(cast, hal="Surat biasa")
    officer = Visitor(record_officer())
    rows = table(officer.client.get("/archive/srikandi.csv").content.decode())
    assert {row["Hal/Uraian"] for row in rows} == {"'=HYPERLINK(1)", "Surat biasa"}
    mine = next(row for row in rows if row["Nomor Berkas"] == pk.nomor)
    assert (mine["Kode Klasifikasi"], mine["Nasib Akhir"], mine["SHA-256"]) == (
        "000.8.6.3",
        "Musnah",
        pk.papers.get().sha256,
    )
    rows = table(officer.client.get("/archive/e-sakip.csv").content.decode())
    assert [(row["Judul"], row["SHA-256"]) for row in rows] == [("'=HYPERLINK(1)", pk.papers.get().sha256)]
    assert table(Visitor(cast.outsider).client.get("/archive/srikandi.csv").content.decode()) == []


def test_a_hold_is_put_and_released_with_a_reason(cast: Cast) -> None:
    berkas, officer = a_berkas(cast), Visitor(record_officer())
    url = f"/archive/{berkas.pk}/"
    assert officer.send(url, officer.open(url).form("/hold/")).status_code == 422
    officer.send(url, officer.open(url).form("/hold/"), **{"hold-reason": "Perkara 12/2026"})
    page = officer.open(url)
    assert "Perkara 12/2026" in page.text
    assert not [form for form in page.forms if form.action.endswith("/correct/")]
    head = Visitor(cast.head)
    head.send(url, head.open(url).form("/release/"), **{"release-reason": "Selesai"})
    assert not LegalHold.objects.filter(released_at=None).exists()
    assert "Melepas penahanan" in officer.open(url).text


def test_metadata_are_corrected_with_a_row_but_what_is_permanent_stays(cast: Cast) -> None:
    berkas, officer = a_berkas(cast, code="000.8"), Visitor(record_officer())
    url = f"/archive/{berkas.pk}/"
    form = officer.open(url).form("/correct/")
    officer.send(
        url,
        form,
        **{"correct-klasifikasi_code": "000.8.3", "correct-access": "rahasia", "correct-fate": "permanen"},
    )
    found = Berkas.objects.get()
    assert (found.klasifikasi_name, found.access, found.fate, found.nomor) == (
        "Ketatalaksanaan",
        "rahasia",
        "permanen",
        berkas.nomor,
    )
    assert "tingkat akses dari “terbuka” menjadi “rahasia”" in officer.open(url).text
    officer.send(url, officer.open(url).form("/correct/"), **{"correct-fate": "musnah"})
    assert "Nasib akhir permanen tidak dapat diubah" in officer.open(url).text
    assert Berkas.objects.get().fate == "permanen"


def test_an_admin_changes_a_code_for_the_own_office_alone(cast: Cast) -> None:
    admin, url = Visitor(cast.admin("dpupr-tarakan")), "/offices/dpupr-tarakan/klasifikasi/"
    page = admin.open(f"{url}?kode=000.8.6.3")
    admin.send(url, page.form("/save/"), active_years="5")
    own = Klasifikasi.objects.get(office__slug="dpupr-tarakan")
    assert (own.code, own.active_years, own.fate) == ("000.8.6.3", 5, "musnah")
    assert Klasifikasi.objects.get(office=None, code="000.8.6.3").active_years == 2
    response = admin.send(
        url,
        admin.open(url).form("/save/"),
        code="buatan",
        name="X",
        trigger="X",
        active_years="1",
        inactive_years="1",
    )
    assert response.status_code == 422
    assert "ditulis seperti 000.8.6.3" in Page(response.content.decode()).text
    assert not [form for form in Visitor(record_officer()).open(url).forms if form.action.endswith("/save/")]
    assert a_berkas(cast).active_years == 5
    assert Activity.objects.get(
        action="klasifikasi.changed", stream=Office.objects.get(slug="dpupr-tarakan").stream
    )
