"""What a visit does, beside who gets in (tests.test_audience): verbs, recorded looks, the stale and the doubled."""

import pytest
from django.test import Client

from activity.models import Activity
from organizations.models import User
from sops.models import Revision
from tests.addresses import POST_ONLY, TAKES_BOTH, names, urls_of
from tests.archive import archived
from tests.cast import Cast
from tests.pages import Page
from tests.story import open_tasks, placed, signed
from tests.tables import changed, kept
from tests.visitor import Visitor, filled, visitor_for
from workflows.models import Case, Inspection

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of Tarakan with a paper in it, at the drafting."""
    found = placed(cast, 4)
    signed(found, cast)
    return archived(found)


def answer(user: User, url: str) -> int:
    """The status of a plain visit."""
    client = Client()
    client.force_login(user)
    return client.get(url).status_code


def test_the_signed_out_may_ask_for_health_and_sign_in(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
    assert "NIP atau nama pengguna" in Visitor().open("/login/").text


def test_who_is_named_by_no_column_reads_the_sops_of_the_office_but_no_case(cast: Cast, case: Case) -> None:
    visitor = Visitor(cast.user("dpupr-tarakan", "staf-umum"))
    assert "Penyusunan Perjanjian Kinerja" in visitor.open("/sops/dpupr-tarakan/tarakan-dpupr/").text
    assert case.title not in visitor.open("/cases/").text


@pytest.mark.slow
def test_what_changes_something_is_not_reached_by_get(cast: Cast, case: Case) -> None:
    client, before, urls = Client(), kept(), urls_of(case)
    client.force_login(cast.user("dpupr-tarakan", "kasubag-perencanaan-keuangan"))
    assert {client.get(urls[name]).status_code for name in POST_ONLY} == {405}
    assert not changed(before)


def test_an_address_of_forms_opened_in_a_browser_leads_to_its_page(cast: Cast, case: Case) -> None:
    client, task = Client(), open_tasks(case).get()
    client.force_login(cast.user("dpupr-tarakan", "kasubag-perencanaan-keuangan"))
    browser = {"Accept": "text/html,application/xhtml+xml"}
    found = client.get(f"/assignments/{task.pk}/complete/", headers=browser)
    assert (found.status_code, found.headers["Location"]) == (302, f"/assignments/{task.pk}/")
    found = client.get("/calendars/dpupr-tarakan/days/7/remove/", headers=browser)
    assert found.headers["Location"] == "/calendars/dpupr-tarakan/days/"
    told = client.get(f"/assignments/{task.pk}/complete/")
    assert (told.status_code, told.headers["Allow"]) == (405, "POST")
    assert "Alamat ini bukan halaman" in told.content.decode()


def test_the_settings_are_for_admins(cast: Cast, case: Case) -> None:
    page = Visitor(cast.admin("dpupr-tarakan")).open("/settings/")
    assert {f"/offices/dpupr-tarakan/{name}/" for name in ("signing", "naskah", "pk-format")} <= set(
        page.links()
    )
    Visitor(cast.head).open("/settings/", status=404)


@pytest.mark.slow
def test_what_only_shows_something_takes_no_post(cast: Cast, case: Case) -> None:
    client, before, urls = Client(), kept(), urls_of(case)
    client.force_login(cast.user("dpupr-tarakan", "kasubag-perencanaan-keuangan"))
    shown = set(names()) - POST_ONLY - TAKES_BOTH - {"password_change_done"}
    assert not {name for name in shown if client.post(urls[name]).status_code != 405}
    assert not changed(before)


def test_the_first_opening_by_the_holder_is_recorded_once(cast: Cast, case: Case) -> None:
    task, before = open_tasks(case).get(), kept()
    for _ in range(2):
        visitor_for(task).open(f"/assignments/{task.pk}/")
    assert changed(before) == {"workflows_assignment", "activity_activity", "activity_stream"}
    assert open_tasks(case).get().opened_at
    assert Activity.objects.filter(action="assignment.opened", data__assignment=task.pk).count() == 1


def test_an_inspector_reads_and_the_look_is_recorded_once_a_day(cast: Cast, case: Case) -> None:
    inspector, before = cast.inspector("dpupr-tarakan"), kept()
    for _ in range(2):
        assert case.title in Visitor(inspector).open(f"/cases/{case.pk}/").text
    assert changed(before) == {"workflows_inspection", "activity_activity", "activity_stream"}
    row = Activity.objects.get(action="case.inspected")
    assert (row.user_id, row.capacity) == (inspector.pk, "Inspektur")
    Inspection.objects.update(day="2026-01-01")
    Visitor(inspector).open(f"/cases/{case.pk}/")
    assert Activity.objects.filter(action="case.inspected").count() == 2


def test_an_inspector_who_only_fetches_a_paper_is_recorded_too(cast: Cast, case: Case) -> None:
    assert answer(cast.inspector("dpupr-tarakan"), urls_of(case)["download"]) == 200
    assert Activity.objects.filter(action="case.inspected").count() == 1


def test_an_inspector_is_offered_nothing_to_change(cast: Cast, case: Case) -> None:
    page = Visitor(cast.inspector("dpupr-tarakan")).open(f"/cases/{case.pk}/")
    assert [form.action for form in page.forms if form.method == "post"] == ["/logout/"]


def test_a_doubled_act_is_told_who_did_it_and_when(cast: Cast, case: Case) -> None:
    task = open_tasks(case).get()
    visitor = visitor_for(task)
    form = visitor.open(f"/assignments/{task.pk}/").form("/complete/")
    assert visitor.send("", form, **filled(form, task)).status_code == 302
    before = kept()
    response = visitor.send("", form, **filled(form, task))
    text = Page(response.content.decode()).text
    assert response.status_code == 409
    assert "Tugas ini sudah dikerjakan." in text
    assert f"Oleh {cast.user('dpupr-tarakan', 'kasubag-perencanaan-keuangan').name}" in text
    assert "WITA" in text
    assert not changed(before)


def test_a_pool_member_who_comes_late_is_told_who_was_first(cast: Cast) -> None:
    case = cast.advance(cast.start("madiun-setda"), 3)
    first, second, _ = open_tasks(case)
    late = visitor_for(first)
    form = late.open(f"/assignments/{first.pk}/").form("/complete/")
    assert visitor_for(second).act(second).status_code == 302
    before = kept()
    response = late.send("", form, **filled(form, first))
    text = Page(response.content.decode()).text
    assert response.status_code == 409
    assert f"Tugas ini sudah dikerjakan pejabat lain. Oleh {cast.user('setda-madiun', 'jfu-2').name}" in text
    assert not changed(before)


def test_an_act_in_a_cancelled_case_is_told_who_cancelled_it_and_when(cast: Cast, case: Case) -> None:
    task = open_tasks(case).get()
    visitor = visitor_for(task)
    form = visitor.open(f"/assignments/{task.pk}/").form("/complete/")
    Visitor(cast.head).manage(case, "cancel", **{"cancel-reason": "Dibuat dua kali."})
    before = kept()
    response = visitor.send("", form, **filled(form, task))
    text = Page(response.content.decode()).text
    assert response.status_code == 409
    assert not changed(before)
    assert f"Oleh {cast.head.name}" in text


@pytest.mark.parametrize("action", ["suspend", "cancel"])
def test_a_doubled_stop_is_told_who_did_it_and_when(cast: Cast, case: Case, action: str) -> None:
    visitor = Visitor(cast.head)
    form = visitor.open(f"/cases/{case.pk}/").form(f"/{action}/")
    reason = {f"{action}-reason": "Menunggu DPA."}
    assert visitor.send("", form, **reason).status_code == 302
    before = kept()
    response = visitor.send("", form, **reason)
    assert response.status_code == 409
    assert not changed(before)
    assert f"Oleh {cast.head.name}" in Page(response.content.decode()).text


def test_a_case_is_started_once_though_the_form_is_sent_twice(cast: Cast) -> None:
    visitor, url = Visitor(cast.head), f"/revisions/{cast.revision('tarakan-dpupr').pk}/start/"
    form = visitor.open(url).form("")
    assert visitor.send(url, form, title="Penyusunan PK").status_code == 302
    assert visitor.send(url, form, title="Penyusunan PK").status_code == 409
    assert Case.objects.count() == 1


def test_the_page_of_a_task_that_is_done_leads_to_its_case(cast: Cast, case: Case) -> None:
    task = open_tasks(case).get()
    visitor = visitor_for(task)
    visitor.act(task)
    assert visitor.client.get(f"/assignments/{task.pk}/").headers["Location"] == f"/cases/{case.pk}/"


def test_a_form_without_its_token_is_refused_with_a_page(cast: Cast, case: Case) -> None:
    response = Visitor(cast.head).client.post(f"/cases/{case.pk}/suspend/", {"suspend-reason": "Coba"})
    assert response.status_code == 403
    assert "Formulir sudah kedaluwarsa." in response.content.decode()


def test_a_case_is_started_of_the_revision_in_force_only(cast: Cast) -> None:
    revision = cast.revision("tarakan-dpupr")
    Revision.objects.filter(pk=revision.pk).update(status="digantikan")
    assert answer(cast.head, f"/revisions/{revision.pk}/start/") == 404
