"""The desk of a clerk: what waits, looked for and kept; after an act the next one; what was done; the keys."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activity.models import Activity
from organizations.capacity import capacities
from organizations.models import Appointment, Office, User
from tests.cast import Cast
from tests.story import open_tasks
from tests.visitor import Visitor, filled
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.actions.saved import forget_search, save_search
from workflows.errors import Denied, Incomplete
from workflows.models import MAX_SAVED, Assignment, Case, SavedSearch
from workflows.models.saved import MOST_OFFERED
from workflows.presenting.inbox import done_by, queue_of
from workflows.seeking import Sought

pytestmark = pytest.mark.django_db
OFFICE = "dpupr-tarakan"


@pytest.fixture
def clerk(cast: Cast) -> User:
    """The Kasubag, who drafts."""
    return cast.user(OFFICE, "kasubag-perencanaan-keuangan")


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """Three cases that wait for the clerk, each under a title of its own."""
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}"
    draft = f"{DRAFT}, kelengkapan: Surat permohonan, waktu: 1 hari"
    load_sop("meja", COMMAND, draft, check, FILE)
    found = [cast.start("meja", title=f"Urusan {name}") for name in ("Apel", "Jambu", "Mangga")]
    return [cast.advance(case, 2) for case in found]


def titles(user: User, cast: Cast, **asked: str) -> list[str]:
    """What the clerk's list shows for a question."""
    posts = [by.post.pk for by in capacities(user, cast.now) if by.post]
    found = queue_of(user, posts, Sought.of(asked), cast.now)
    return [task.run.case.title.removeprefix("Urusan ") for task in found]


def task_of(case: Case) -> Assignment:
    found = open_tasks(case).get()
    assert isinstance(found, Assignment)
    return found


def test_late_ones_come_first_then_what_is_due_soonest(cast: Cast, clerk: User, cases: list[Case]) -> None:
    for case, hours in zip(cases, (5, -2, None), strict=True):
        due = cast.now + timedelta(hours=hours) if hours else None
        Assignment.objects.filter(pk=task_of(case).pk).update(due_at=due)
    assert titles(clerk, cast) == ["Jambu", "Apel", "Mangga"]


def test_one_looks_by_word_state_kind_sop_and_post(cast: Cast, clerk: User, cases: list[Case]) -> None:
    apple, guava, mango = (task_of(case) for case in cases)
    Assignment.objects.filter(pk=apple.pk).update(due_at=cast.now - timedelta(hours=1))
    Assignment.objects.filter(pk=guava.pk).update(opened_at=cast.now, remind_at=cast.now)
    Assignment.objects.filter(pk=mango.pk).update(counted_from=None, remaining_minutes=5, due_at=None)
    other = cast.advance(cast.start("tarakan-dpupr"), 2)
    asked = {
        "Jambu": {"q": " jambu "},
        "Mangga": {"q": str(cases[2].agenda_number)},
        "Apel": {"keadaan": "lewat"},
    }
    for title, question in asked.items():
        assert titles(clerk, cast, **question) == [title], question
    assert titles(clerk, cast, keadaan="segera") == ["Jambu"]
    assert titles(clerk, cast, keadaan="berhenti") == ["Mangga"]
    assert "Jambu" not in titles(clerk, cast, keadaan="baru")
    assert len(titles(clerk, cast, tindakan="menyusun", sop=str(cases[0].revision.sop_id))) == 3
    assert titles(clerk, cast, tindakan="rapat") == []
    assert titles(clerk, cast, jabatan=str(task_of(other).post_id + 999)) == []
    cast.complete(apple)
    cast.complete(task_of(cases[0]), answer="Tidak", note="Keliru")
    assert titles(clerk, cast, keadaan="kembali") == ["Apel"]


@pytest.mark.parametrize(
    "asked", ["q=%00", "keadaan=entah", "sop=9999999999999999999999", "sop=x", "jabatan=²", "q=" + "a" * 3000]
)
def test_nonsense_in_the_address_does_not_matter(clerk: User, cases: list[Case], asked: str) -> None:
    page = Visitor(clerk).open(f"/inbox/?{asked}")
    assert ("Urusan Apel" in page.text) is not asked.startswith("q=a")


def test_each_task_says_whether_its_kelengkapan_is_there(cast: Cast, clerk: User, cases: list[Case]) -> None:
    load_sop("ada", COMMAND, f"{DRAFT}, kelengkapan: Disposisi", FILE)
    cast.advance(cast.start("ada", title="Urusan Nanas"), 2)
    visitor = Visitor(clerk)
    assert "Kelengkapan: Surat permohonan – belum ada" in visitor.open("/inbox/?q=apel").text
    assert "Kelengkapan: Disposisi ✓ ada" in visitor.open("/inbox/?q=nanas").text
    with CaptureQueriesContext(connection) as one:
        visitor.open("/inbox/?q=apel")
    with CaptureQueriesContext(connection) as all_of_them:
        visitor.open("/inbox/?q=urusan")
    assert len(all_of_them) == len(one)


def acted(visitor: Visitor, task: Assignment, url: str) -> HttpResponse:
    form = visitor.open(url).form("/complete/")
    return visitor.send(url, form, **filled(form, task))


def test_after_an_act_the_next_one_of_the_same_list_opens(cast: Cast, clerk: User, cases: list[Case]) -> None:
    cast.advance(cast.start("tarakan-dpupr", title="Lain"), 2)
    visitor = Visitor(clerk)
    [first, second, third] = [task_of(case) for case in cases]
    page = visitor.open("/inbox/?q=urusan")
    url = next(href for href in hrefs(page.html) if href.startswith(f"/assignments/{first.pk}/"))
    for task, following in ((first, second), (second, third)):
        response = acted(visitor, task, url)
        url = response.headers["Location"]
        assert urlsplit(url).path == f"/assignments/{following.pk}/"
        assert parse_qs(urlsplit(url).query)["antrean"] == ["q=urusan"]
    assert acted(visitor, third, url).headers["Location"] == "/inbox/?q=urusan"
    assert "Tidak ada tugas Anda yang cocok" in visitor.open("/inbox/?q=urusan").text


def hrefs(html: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]+)"', html)]


def test_who_came_from_elsewhere_goes_home_and_a_refused_form_keeps_the_list(
    cast: Cast, clerk: User, cases: list[Case]
) -> None:
    visitor, first = Visitor(clerk), task_of(cases[0])
    assert acted(visitor, first, f"/assignments/{first.pk}/").headers["Location"] == "/"
    task = task_of(cases[1])
    url = f"/assignments/{task.pk}/?antrean=keadaan%3Dbaru%26next%3Dhttps://lain.example"
    form = visitor.open(url).form("/complete/")
    assert form.data["antrean"] == ["keadaan=baru"]  # what no list asks is not kept
    refused = visitor.send(url, form, **(filled(form, task) | {"file": None, "text": ""}))
    assert refused.status_code == 422
    assert 'name="antrean" value="keadaan=baru"' in refused.content.decode()


def keep(visitor: Visitor, url: str, **fields: Any) -> HttpResponse:
    return visitor.send(url, visitor.open(url).form("/inbox/searches/"), **fields)


def test_a_question_is_kept_on_the_server_and_shared_with_the_office(
    cast: Cast, clerk: User, cases: list[Case]
) -> None:
    visitor, office = Visitor(clerk), Office.objects.get(slug=OFFICE)
    url = "/inbox/?q=urusan&keadaan=baru"
    assert keep(visitor, url, **{"save-name": "Pagi", "save-office": str(office.pk)}).status_code == 302
    saved = SavedSearch.objects.get()
    assert (saved.name, saved.query, saved.office) == ("Pagi", "q=urusan&keadaan=baru", office)
    row = Activity.objects.get(action="search.saved")
    assert (row.data["name"], row.data["shared_with"]) == ("Pagi", OFFICE)
    assert f"Pagi dari {clerk.name}" in Visitor(cast.secretary).open("/inbox/?q=a").text
    assert "Pagi" not in Visitor(cast.outsider).open("/inbox/?q=a").text
    assert keep(visitor, "/inbox/?q=lain", **{"save-name": " Pagi "}).status_code == 302
    assert SavedSearch.objects.get().query == "q=lain"
    assert "Pagi" not in Visitor(cast.secretary).open("/inbox/?q=a").text
    page = visitor.open("/inbox/?q=lain")
    assert visitor.send("/inbox/?q=lain", page.form("/forget/")).status_code == 302
    assert not SavedSearch.objects.exists()
    assert Activity.objects.filter(action="search.forgotten").count() == 1


def test_only_its_owner_forgets_it_and_a_bad_one_is_told(cast: Cast, clerk: User, cases: list[Case]) -> None:
    visitor = Visitor(clerk)
    keep(visitor, "/inbox/?q=a", **{"save-name": "Milik saya"})
    saved = SavedSearch.objects.get()
    other = Visitor(cast.secretary)
    form = other.open("/inbox/?q=a").form("/inbox/searches/")
    assert other.send(f"/inbox/searches/{saved.pk}/forget/", form).status_code in (404, 422)
    response = other.client.post(
        f"/inbox/searches/{saved.pk}/forget/", {"csrfmiddlewaretoken": form.data["csrfmiddlewaretoken"]}
    )
    assert response.status_code == 404
    assert SavedSearch.objects.get() == saved
    for name in ("", "a" * 61):
        refused = keep(visitor, "/inbox/?q=a", **{"save-name": name})
        assert refused.status_code == 422
        assert 'class="note bad"' in refused.content.decode()
    gowa = Office.objects.get(slug="dpupr-gowa")
    assert keep(visitor, "/inbox/?q=a", **{"save-name": "x", "save-office": str(gowa.pk)}).status_code == 422
    mine = capacities(clerk, cast.now)
    with pytest.raises(Denied):
        save_search("x", Sought(q="a"), mine=mine, office=gowa, at=cast.now)
    with pytest.raises(Denied):
        save_search("x", Sought(q="a"), mine=[], office=None, at=cast.now)
    with pytest.raises(Incomplete):
        save_search("x", Sought(), mine=mine, office=None, at=cast.now)
    for number in range(MAX_SAVED - 1):
        save_search(f"s{number}", Sought(q="a"), mine=mine, office=None, at=cast.now)
    with pytest.raises(Incomplete, match=str(MAX_SAVED)):
        save_search("terlalu banyak", Sought(q="a"), mine=mine, office=None, at=cast.now)


def shared(cast: Cast, owner: User) -> SavedSearch:
    """A filter that its owner offers to the office."""
    office = Office.objects.get(slug=OFFICE)
    mine = capacities(owner, cast.now)
    return save_search("Pagi", Sought(q="a"), mine=mine, office=office, at=cast.now)


def test_what_somebody_shared_who_has_left_is_offered_to_nobody(
    cast: Cast, clerk: User, cases: list[Case]
) -> None:
    saved = shared(cast, clerk)
    other = Visitor(cast.secretary)
    assert f"Pagi dari {clerk.name}" in other.open("/inbox/?q=a").text
    Appointment.objects.filter(user=clerk).update(end_date=timezone.now().date())
    assert "Pagi" not in other.open("/inbox/?q=a").text
    visitor = Visitor(clerk)  # who holds no post at all now
    assert visitor.send("/inbox/?q=a", visitor.open("/inbox/?q=a").form("/forget/")).status_code == 302
    assert not SavedSearch.objects.filter(pk=saved.pk).exists()
    row = Activity.objects.get(action="search.forgotten")
    assert (row.capacity, row.user_id, row.data["owner"]) == ("diri sendiri", clerk.pk, clerk.pk)


def test_an_admin_of_the_office_forgets_what_is_shared_with_it(
    cast: Cast, clerk: User, cases: list[Case]
) -> None:
    saved = shared(cast, clerk)
    address = f"/inbox/searches/{saved.pk}/forget/"
    for user, status in ((cast.secretary, 403), (cast.outsider, 404), (cast.admin("dpupr-gowa"), 404)):
        visitor = Visitor(user)
        token = visitor.open("/akun/").forms[0].data["csrfmiddlewaretoken"]
        assert visitor.client.post(address, {"csrfmiddlewaretoken": token}).status_code == status
        assert address not in [form.action for form in visitor.open("/inbox/?q=a").forms]
    assert SavedSearch.objects.filter(pk=saved.pk).exists()
    admin = Visitor(cast.admin(OFFICE))
    assert admin.send("/inbox/?q=a", admin.open("/inbox/?q=a").form("/forget/")).status_code == 302
    assert not SavedSearch.objects.filter(pk=saved.pk).exists()
    row = Activity.objects.get(action="search.forgotten")
    assert (row.user_id, row.data["owner"], row.stream.key) == (
        cast.admin(OFFICE).pk,
        clerk.pk,
        f"office:{OFFICE}",
    )


def test_forgetting_asks_who_does_it_and_is_recorded_once(cast: Cast, clerk: User, cases: list[Case]) -> None:
    saved = shared(cast, clerk)
    with pytest.raises(Denied, match="milik rekan"):
        forget_search(saved, user=cast.secretary, mine=capacities(cast.secretary, cast.now), at=cast.now)
    for _time in range(2):
        forget_search(saved, user=clerk, mine=capacities(clerk, cast.now), at=cast.now)
    assert Activity.objects.filter(action="search.forgotten").count() == 1


def test_only_so_many_are_offered(cast: Cast, clerk: User, cases: list[Case]) -> None:
    office = Office.objects.get(slug=OFFICE)
    for owner in (clerk, cast.secretary, cast.user(OFFICE, "kabid-bm")):
        SavedSearch.objects.bulk_create(
            SavedSearch(user=owner, office=office, name=f"s{number}", query="q=a")
            for number in range(MAX_SAVED)
        )
    found = list(SavedSearch.objects.offered_to(clerk, cast.now))
    assert len(found) == MOST_OFFERED
    assert {saved.user for saved in found[:MAX_SAVED]} == {clerk}


def test_the_longest_word_is_kept_and_the_oddest_address_is_read(
    cast: Cast, clerk: User, cases: list[Case]
) -> None:
    long = Sought(q="\U0001f600" * 100)
    saved = save_search("x", long, mine=capacities(clerk, cast.now), office=None, at=cast.now)
    assert Sought.parsed(SavedSearch.objects.get(pk=saved.pk).query) == long
    assert Sought.parsed("a&" * 900 + "q=b") == Sought(q="b")
    assert Sought.parsed("%ff%00=%zz&=&&") == Sought()


def test_what_a_colleague_vouched_for_is_there_on_the_list_as_on_the_task(cast: Cast) -> None:
    draft = f"{DRAFT}, kelengkapan: Surat permohonan".replace("[kasubag]", "[kasubag, sekretaris]")
    load_sop("berdua", COMMAND, f"{draft}, selesai_bila: semua", FILE)
    case = cast.advance(cast.start("berdua"), 2)
    first, second = cast.tasks(case)
    page = Visitor(cast.user(OFFICE, second.post.slug))
    assert "Surat permohonan – belum ada" in page.open("/inbox/").text
    cast.complete(first, kelengkapan_outside=True)
    assert "Surat permohonan ✓ ada" in page.open("/inbox/").text
    assert "Surat permohonan ada" in page.open(f"/assignments/{second.pk}/").text


def test_what_was_done_is_read_page_by_page_without_gaps(cast: Cast, clerk: User, cases: list[Case]) -> None:
    for _ in range(28):
        cast.complete(task_of(cast.advance(cast.start("meja"), 2)))
    acts = Assignment.objects.filter(acted_by=clerk)
    acts.filter(pk__in=acts.values("pk")[:10]).update(acted_at=cast.now)  # ten at the same moment
    first, page = done_by(clerk, "", cast.now)
    second, last = done_by(clerk, page.after, cast.now)
    shown = [act.pk for act in (*first, *second)]
    assert (len(first), last.after) == (25, "")
    assert sorted(shown) == sorted(acts.values_list("pk", flat=True))
    assert done_by(clerk, last.before, cast.now)[0] == first
    for nonsense in ("x", "_", "2026-01-01T00:00:00+00:00_1", 'sesudah:["9999-12-31T00:00:00-23:59",1]'):
        assert done_by(clerk, nonsense, cast.now)[0] == first
    opened = Visitor(clerk).open("/inbox/done/")
    assert "Berikutnya" in opened.text
    assert "tepat waktu" in opened.text
    onward = next(link for link in opened.links() if "halaman=" in link)
    assert "Sebelumnya" in Visitor(clerk).open(f"/inbox/done/{onward}").text
    assert "Belum ada langkah" in Visitor(cast.outsider).open("/inbox/done/").text


def test_a_part_that_stands_from_an_earlier_round_is_told_once(
    cast: Cast, clerk: User, cases: list[Case]
) -> None:
    first, again = task_of(cases[0]), task_of(cases[1])
    for task in (first, again):
        cast.complete(task)
    Assignment.objects.filter(pk=again.pk).update(carried_from=first)
    assert [act.pk for act in done_by(clerk, "", cast.now)[0]] == [first.pk]


def test_who_has_moved_away_reads_what_they_did_without_the_case(
    cast: Cast, clerk: User, cases: list[Case]
) -> None:
    visitor, task = Visitor(clerk), task_of(cases[0])
    cast.complete(task)
    link = f"/cases/{cases[0].pk}/#langkah-2"
    page = visitor.open("/inbox/done/")
    assert "Urusan Apel" in page.text
    assert link in page.links()
    Appointment.objects.filter(user=clerk).update(end_date=timezone.now().date())
    page = visitor.open("/inbox/done/")
    assert "Kasus yang tidak lagi Anda lihat" in page.text
    assert "2. Menyusun" in page.text
    assert "Urusan Apel" not in page.text
    assert link not in page.links()


def test_the_page_of_keys_lists_every_key_that_works(clerk: User) -> None:
    script = (settings.BASE_DIR / "static/js/keys.js").read_text()
    body = script[script.index("const KEYS") : script.index("};", script.index("const KEYS"))]
    works = set(re.findall(r'^  "?([^\s":]+)"?: \(', body, re.M))
    places = set(re.findall(r"(\w): \"/", script[script.index("const GO") : script.index("};")]))
    assert works == {"j", "k", "/", "i", "n", "u", "?"}
    shown = set(re.findall("<kbd>([^<]+)</kbd>", Visitor(clerk).open("/keys/").html))
    assert shown == works | places | {"g", "Enter", "Ctrl"}


def test_a_snoozed_task_leads_to_the_next_one_too(cast: Cast, clerk: User, cases: list[Case]) -> None:
    visitor, task = Visitor(clerk), task_of(cases[0])
    url = f"/assignments/{task.pk}/?antrean=q%3Durusan"
    day = (timezone.now() + timedelta(days=3)).date().isoformat()
    response = visitor.send(url, visitor.open(url).form("/snooze/"), **{"snooze-day": day})
    assert response.headers["Location"].startswith(f"/assignments/{task_of(cases[1]).pk}/")
