"""The head's desk: several decisions at once, each with its paper; what runs and why; load; the share on time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone, translation

from activity.models import Activity
from documents.models import SignedPaper
from documents.storing import store
from organizations.capacity import capacities, holder, offices_headed
from organizations.models import Appointment, Delegation, Office, Post, User
from tests.cast import Cast
from tests.pages import Page
from tests.sample_files import pdf, upload
from tests.story import open_tasks
from tests.test_signing import drafted, prepared
from tests.visitor import Visitor
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.actions.decide_many import Chosen, decided_each
from workflows.actions.manage import suspend_case
from workflows.actions.waiting import wait_outside
from workflows.models import Assignment, Case, Output
from workflows.presenting.deciding import chosen_of, waiting_decisions
from workflows.presenting.lateness import Standing, why
from workflows.presenting.load import load_of
from workflows.presenting.on_time import Compared, Share, on_time_shares
from workflows.presenting.running import Shown, running_cases, running_page
from workflows.presenting.running import open_tasks as all_open

pytestmark = pytest.mark.django_db
OFFICE = "dpupr-tarakan"
ASKED = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}, waktu: 1 jam"


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office.objects.get(slug=OFFICE)


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """Three cases that the head decides, each with its draft as a file."""
    load_sop("cek", COMMAND, DRAFT, ASKED, FILE)
    found = [cast.advance(cast.start("cek", title=f"Urusan {name}"), 3) for name in ("Apel", "Jambu", "Sawo")]
    for case in found:
        file = store(upload(f"{case.pk}.pdf", pdf(case.title)), office=case.office, by=cast.head, at=cast.now)
        Output.objects.filter(case=case, key="konsep").update(file=file)
    return found


def task_of(case: Case) -> Assignment:
    found = open_tasks(case).get()
    assert isinstance(found, Assignment)
    return found


def decide(visitor: Visitor, *tasks: Assignment, answer: str = "Ya") -> Page:
    """Tick these tasks on the head's page and confirm."""
    response = send(visitor, {f"tugas-{task.pk}": answer for task in tasks})
    assert response.status_code == 200
    return Page(response.content.decode())


def send(visitor: Visitor, said: dict[str, Any]) -> HttpResponse:
    return visitor.send("/head/", visitor.open("/head/").form("/head/"), **said)


def test_several_are_decided_at_once_each_as_its_own_act(cast: Cast, cases: list[Case]) -> None:
    tasks = [task_of(case) for case in cases]
    page = decide(Visitor(cast.head), *tasks[:2])
    assert [open_tasks(case).get().run.step.order for case in cases] == [4, 4, 3]
    acts = Activity.objects.filter(action="assignment.completed", data__assignment__in=[t.pk for t in tasks])
    assert acts.values("stream").distinct().count() == 2
    assert page.text.count("✓ Ya") == 2
    assert f"tugas-{tasks[2].pk}" in page.form("/head/").fields


def test_one_that_is_refused_holds_up_no_other_and_says_by_whom(cast: Cast, cases: list[Case]) -> None:
    done, suspended, fine = [task_of(case) for case in cases]
    visitor = Visitor(cast.head)
    form = visitor.open("/head/").form("/head/")
    cast.now = timezone.now()
    cast.complete(done)
    suspend_case(cases[1], by=cast.acting(OFFICE, "kepala-dinas"), at=cast.now, reason="Menunggu anggaran")
    response = visitor.send("/head/", form, **{f"tugas-{task.pk}": "Ya" for task in (done, suspended, fine)})
    text = Page(response.content.decode()).text
    assert f"Tugas ini sudah dikerjakan. {cast.head.name} (Kepala Dinas)" in text
    assert text.count("✓ Ya") == 1
    assert text.count("Langkah ini meminta lebih dari satu jawaban singkat; buka tugasnya.") == 1
    assert open_tasks(cases[1]).get() == suspended
    assert open_tasks(cases[2]).get().run.step.order == 4


def test_an_answer_that_sends_back_or_is_none_is_not_given_with_a_tick(cast: Cast, cases: list[Case]) -> None:
    task = task_of(cases[0])
    for answer in ("Tidak", "Mungkin", "selesai"):
        page = decide(Visitor(cast.head), task, answer=answer)
        assert "buka tugasnya" in page.text
    assert open_tasks(cases[0]).get() == task


def test_nothing_ticked_changes_nothing_and_says_so(cast: Cast, cases: list[Case]) -> None:
    visitor = Visitor(cast.head)
    for said in ({}, {"tugas-x": "Ya"}, {f"tugas-{10**30}": "Ya"}):
        response = send(visitor, said)
        assert response.status_code == 422
        assert "Belum ada yang dicentang" in Page(response.content.decode()).text
    assert {task_of(case).run.step.order for case in cases} == {3}


def test_tasks_of_others_are_not_there_for_the_form(cast: Cast, cases: list[Case]) -> None:
    load_sop("lain", COMMAND, DRAFT, CHECK + ", pelaksana: [sekretaris]", FILE)
    other = task_of(cast.advance(cast.start("lain"), 3))
    response = send(Visitor(cast.head), {f"tugas-{other.pk}": "selesai", "tugas-0": "Ya"})
    assert response.status_code == 422
    text = Page(response.content.decode()).text
    assert "2 tugas yang dicentang tidak lagi menunggu Anda" in text
    assert "Belum ada yang dicentang" not in text
    assert other.run.case.title not in text.split("Menunggu keputusan")[0]
    assert task_of(other.run.case) == other


def test_what_is_no_longer_ones_own_is_told_beside_what_was_done(cast: Cast, cases: list[Case]) -> None:
    mine, moved = task_of(cases[0]), task_of(cases[1])
    visitor = Visitor(cast.head)
    form = visitor.open("/head/").form("/head/")
    Assignment.objects.filter(pk=moved.pk).update(post=cast.post(OFFICE, "kabid-bm"))
    response = visitor.send("/head/", form, **{f"tugas-{task.pk}": "Ya" for task in (mine, moved)})
    text = Page(response.content.decode()).text
    assert (response.status_code, text.count("✓ Ya")) == (200, 1)
    assert "1 tugas yang dicentang tidak lagi menunggu Anda" in text
    assert open_tasks(cases[1]).get() == moved


LACKING = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}, kelengkapan: Surat permohonan"


def test_what_lacks_its_kelengkapan_is_opened_and_the_page_says_why(cast: Cast) -> None:
    load_sop("lengkap", COMMAND, DRAFT, LACKING, FILE)
    case = cast.advance(cast.start("lengkap"), 3)
    task, visitor = task_of(case), Visitor(cast.head)
    page = visitor.open("/head/")
    assert "Kelengkapan: Surat permohonan – belum ada" in page.text
    assert f"tugas-{task.pk}" not in {name for form in page.forms for name in form.fields}
    assert "Urusan" not in visitor.open("/sign/").text
    by = {c.post.pk: c for c in capacities(cast.head, cast.now) if c.post}
    (chosen,) = chosen_of({task.pk: "Ya"}, by, cast.head, cast.now)
    (result,) = decided_each([chosen], at=cast.now)
    assert (result.is_done, task_of(case)) == (False, task)
    Output.objects.filter(case=case, key="konsep").update(name="Surat permohonan", key="surat permohonan")
    assert "Surat permohonan ✓ ada" in visitor.open("/head/").text


def test_a_paraf_is_not_given_beside_others_where_the_kelengkapan_is_missing(cast: Cast) -> None:
    load_sop("lengkap", COMMAND, DRAFT, LACKING, FILE)
    load_sop("polos", COMMAND, DRAFT, f"{CHECK}, pelaksana: [kepala]", FILE)
    for slug in ("lengkap", "polos"):
        cast.advance(cast.start(slug, title=f"Urusan {slug}"), 3)
    page = Visitor(cast.head).open("/sign/")
    assert "Urusan polos" in page.text
    assert "Urusan lengkap" not in page.text


def test_the_other_tasks_of_the_head_say_what_they_lack(cast: Cast) -> None:
    load_sop("perintah", f"{COMMAND}, kelengkapan: Surat permohonan", DRAFT, FILE)
    cast.start("perintah")
    assert "Kelengkapan: Surat permohonan – belum ada" in Visitor(cast.head).open("/head/").text


def test_a_step_without_answers_is_done_with_a_tick_too(cast: Cast) -> None:
    load_sop("polos", COMMAND, DRAFT, CHECK + ", pelaksana: [kepala]", FILE)
    case = cast.advance(cast.start("polos"), 3)
    decide(Visitor(cast.head), task_of(case), answer="selesai")
    assert task_of(case).run.step.order == 4


def test_an_answer_that_is_called_as_the_form_calls_none(cast: Cast) -> None:
    steps = f"{CHECK}, pelaksana: [kepala], keputusan: {{selesai: lanjut, tidak: 2}}"
    load_sop("nama", COMMAND, DRAFT, steps, FILE)
    case = cast.advance(cast.start("nama"), 3)
    task = task_of(case)
    decide(Visitor(cast.head), task, answer="selesai")
    assert Assignment.objects.get(pk=task.pk).answer == "selesai"


def test_each_decision_links_to_the_paper_that_it_is_about(cast: Cast, cases: list[Case]) -> None:
    visitor = Visitor(cast.head)
    links = set(visitor.open("/head/").links())
    for case in cases:
        output = Output.objects.newest().get(case=case, key="konsep")
        assert f"/papers/{output.pk}/" in links
    assert visitor.client.get(f"/papers/{output.pk}/").headers["Content-Type"] == "application/pdf"


def test_a_new_version_of_the_paper_is_the_one_that_is_linked(cast: Cast, cases: list[Case]) -> None:
    task = task_of(cases[0])
    cast.complete(task, answer="Tidak", note="Perbaiki")
    cast.complete(task_of(cases[0]))
    newest = Output.objects.newest().get(case=cases[0], key="konsep")
    assert newest.version == 2
    by = {c.post.pk: c for c in capacities(cast.head, cast.now) if c.post}
    decisions, more = waiting_decisions(by, cast.head, cast.now)
    assert not more
    found = next(each for each in decisions if each.task.run.case_id == cases[0].pk)
    assert [(paper.label, paper.note) for paper in found.papers] == [("Konsep", newest.note)]


def test_all_with_one_answer_are_ticked_by_a_link(cast: Cast, cases: list[Case]) -> None:
    visitor = Visitor(cast.head)
    form = visitor.open("/head/?pilih=semua").form("/head/")
    response = visitor.send("/head/", form)
    assert Page(response.content.decode()).text.count("✓ Ya") == 3


def test_a_decision_by_whoever_lost_the_post_is_refused(cast: Cast, cases: list[Case]) -> None:
    by, task = cast.acting(OFFICE, "kepala-dinas"), task_of(cases[0])
    Appointment.objects.filter(post=task.post).update(user=cast.secretary)
    (result,) = decided_each([Chosen(task, by, "Ya", ("Ya",))], at=cast.now)
    assert not result.is_done
    assert task_of(cases[0]) == task


def test_a_signing_step_leads_to_what_is_signed_and_to_the_page_of_signatures(cast: Cast) -> None:
    case = drafted(cast)
    prepared(case, cast)
    task = open_tasks(case).get(post__slug="kepala-dinas")
    visitor = Visitor(cast.head)
    page = visitor.open("/head/")
    mine = SignedPaper.objects.filter(
        runs__run=task.run, signatures__post=task.post, signatures__status="menunggu"
    )
    links = list(page.links())
    papers = [link for link in links if link.startswith("/sign/papers/")]
    assert papers
    assert set(papers) <= {f"/sign/papers/{paper.pk}/" for paper in mine}
    assert links.count("/sign/") == 2  # of the task, and of the page
    assert f"tugas-{task.pk}" not in page.form("/head/").fields
    assert visitor.client.get(papers[0]).headers["Content-Type"] == "application/pdf"
    assert send(visitor, {f"tugas-{task.pk}": "selesai"}).status_code == 200
    assert Assignment.objects.get(pk=task.pk).is_open


# Several offices.

OTHER = "dp3appkb-tarakan"


@pytest.fixture
def both(cast: Cast, office: Office) -> list[Office]:
    """The head is Plt. of another office too."""
    other = Office.objects.get(slug=OTHER)
    assert other.head
    acting(cast, cast.head, other.head)
    return [office, other]


def acting(cast: Cast, user: User, post: Post, kind: str = "plt") -> None:
    Appointment.objects.filter(post=post).exclude(kind="definitif").delete()
    start = cast.now.date() - timedelta(days=1)
    Appointment.objects.create(user=user, post=post, kind=kind, start_date=start, order_letter="1")


def test_who_heads_two_offices_reaches_the_pages_of_both(cast: Cast, both: list[Office]) -> None:
    visitor = Visitor(cast.head)
    assert offices_headed(cast.head, timezone.now()) == sorted(both, key=lambda each: each.pk)
    for each in both:
        for path in ("/head/", "/head/running/", "/head/load/"):
            page = visitor.open(f"{path}?kantor={each.slug}")
            assert each.label in page.html.split("</title>")[0]
            onward = [
                link for link in page.links() if link.startswith(("/head/", "?kantor", "/due/?lingkup"))
            ]
            assert {f"kantor={other.slug}" in link for link in onward for other in both} == {True, False}
            kept = [link for link in onward if not link.startswith("?kantor") and link != "/head/"]
            assert [link for link in kept if f"kantor={each.slug}" not in link] == []
            assert {f"?kantor={other.slug}" for other in both} <= set(page.links())
    assert "?kantor=" not in Visitor(cast.user("dpupr-gowa", "kepala-dinas")).open("/head/").html


def test_what_one_decides_stays_on_the_page_of_the_office(cast: Cast, both: list[Office]) -> None:
    load_sop("cek", COMMAND, DRAFT, ASKED, FILE)
    task = task_of(cast.advance(cast.start("cek"), 3))
    visitor, url = Visitor(cast.head), f"/head/?kantor={OTHER}"
    response = visitor.send(url, visitor.open(url).form(url), **{f"tugas-{task.pk}": "Ya"})
    assert both[1].name in Page(response.content.decode()).text
    assert not Assignment.objects.get(pk=task.pk).is_open


def test_numbers_and_filters_lead_to_what_runs_in_the_same_office(cast: Cast, both: list[Office]) -> None:
    cast.start("tarakan-dp3appkb", title="Urusan sana")
    cast.start("tarakan-dpupr", title="Urusan sini")
    visitor = Visitor(cast.head)
    links = visitor.open(f"/head/load/?kantor={OTHER}").links()
    numbers = [link for link in links if link.startswith("/head/running/?") and "jabatan=" in link]
    assert numbers
    for link in (*numbers, f"/head/running/?kantor={OTHER}&keadaan=baru"):
        text = visitor.open(link).text
        assert "Urusan sana" in text
        assert "Urusan sini" not in text


def test_the_calendar_of_the_office_is_that_of_the_one_that_is_named(cast: Cast, both: list[Office]) -> None:
    visitor = Visitor(cast.head)
    for each in both:
        page = visitor.open(f"/due/?lingkup=kantor&kantor={each.slug}&bulan=2026-01")
        chosen = [
            found["href"] for tag, found in page.tags if tag == "a" and found.get("aria-current") == "page"
        ]
        assert f"/due/?lingkup=kantor&kantor={each.slug}&bulan=2026-01" in chosen
        assert f"/due/?lingkup=kantor&kantor={each.slug}&bulan=2026-02" in page.links()


@pytest.mark.parametrize("asked", ["dpupr-gowa", "tidak-ada", "%00"])
def test_an_office_that_one_does_not_head_is_not_there(cast: Cast, both: list[Office], asked: str) -> None:
    for path in ("/head/", "/head/running/", "/head/load/", "/due/"):
        Visitor(cast.head).open(f"{path}?kantor={asked}", status=404)


def test_the_office_for_whose_head_one_acts_now_comes_first(cast: Cast, office: Office) -> None:
    later = Office.objects.filter(pk__gt=office.pk, head__isnull=False).earliest("pk")
    assert office.head
    assert later.head
    acting(cast, cast.head, later.head)
    head = cast.head
    assert offices_headed(head, timezone.now()) == [office, later]
    acting(cast, cast.secretary, office.head, kind="plh")  # the head is away there
    assert offices_headed(head, timezone.now()) == [later, office]
    assert later.label in Visitor(head).open("/head/").html.split("</title>")[0]


def test_a_head_who_is_away_comes_home_to_the_same_pages(cast: Cast, office: Office) -> None:
    assert office.head
    head = cast.head
    acting(cast, cast.secretary, office.head, kind="plh")
    for user in (head, cast.secretary):
        response = Visitor(user).client.get("/")
        assert response.headers["Location"] == "/head/"
        assert "Kantor saya" in Visitor(user).open("/inbox/").text


# What runs.


def lines(office: Office, at: datetime, **asked: str) -> list[str]:
    found, _page = running_page(office, Shown.of(asked), "", at)
    return [line.case.title for line in found]


def reasons(office: Office, at: datetime) -> str:
    """Why the only case of the office stands where it does."""
    (line,), _page = running_page(office, Shown(), "", at)
    return "; ".join(reason for seat in line.seats for reason in seat.reasons)


@pytest.fixture
def late(cast: Cast) -> Case:
    """A case whose head has had an hour for two weeks."""
    load_sop("lambat", COMMAND, DRAFT, ASKED, FILE)
    case = cast.advance(cast.start("lambat", title="Urusan Lama"), 3)
    cast.now += timedelta(days=14)
    return case


def test_what_runs_begins_with_what_is_late_longest(cast: Cast, office: Office, late: Case) -> None:
    second = cast.advance(cast.start("lambat", title="Urusan Baru"), 3)
    cast.advance(cast.start("lambat", title="Tanpa waktu"), 2)
    assert lines(office, cast.now) == ["Urusan Lama", "Urusan Baru", "Tanpa waktu"]
    assert lines(office, cast.now, keadaan="lewat") == ["Urusan Lama"]
    assert lines(office, cast.now, hari=due_day(second, office)) == ["Urusan Baru"]
    assert lines(office, cast.now, keadaan="ada", jabatan="x", unit="-1", hari="2026-13-40") == [
        "Urusan Lama",
        "Urusan Baru",
        "Tanpa waktu",
    ]
    page = Visitor(cast.head).open("/head/running/?keadaan=lewat")
    assert "Terlambat" in page.text
    assert cast.head.name in page.text


def test_a_page_of_which_nothing_is_left_is_the_first_one(cast: Cast, office: Office, late: Case) -> None:
    for asked in ("2", "999"):
        found, page = running_page(office, Shown(), asked, cast.now)
        assert [line.case.pk for line in found] == [late.pk]
        assert (page.before, page.after) == ("", "")


def test_a_case_that_goes_on_between_two_statements_is_left_out(
    cast: Cast, office: Office, late: Case
) -> None:
    gone = cast.start("lambat")
    Assignment.objects.filter(run__case=gone, status="terbuka").delete()
    found = running_cases(office, all_open(office), [gone.pk, late.pk], cast.now)
    assert [line.case.pk for line in found] == [late.pk]


def test_where_a_task_stands_is_said_in_the_language_of_the_page(cast: Cast, office: Office) -> None:
    with translation.override("en"):
        assert Shown(keadaan="terlambat").told(office) == ["Late"]
    page = Visitor(cast.head, "en").open("/head/running/")
    assert "Overdue" in page.text
    assert "Lewat batas" not in page.text


def due_day(case: Case, office: Office) -> str:
    due_at = task_of(case).due_at
    assert due_at
    return due_at.astimezone(office.zone).date().isoformat()


def test_a_late_task_nobody_opened_says_since_when(cast: Cast, office: Office, late: Case) -> None:
    assert reasons(office, cast.now).startswith("belum dibuka sejak 5 Jan 2026 09.0")


def test_a_task_that_was_opened_says_when(cast: Cast, office: Office, late: Case) -> None:
    Assignment.objects.filter(pk=task_of(late).pk).update(opened_at=datetime(2026, 1, 6, 2, 0, tzinfo=UTC))
    assert reasons(office, cast.now) == "dibuka 6 Jan 2026 10.00 WITA dan sedang dikerjakan"


def test_a_case_that_came_back_says_how_often(cast: Cast, office: Office) -> None:
    load_sop("kembali", COMMAND, DRAFT, ASKED, FILE)
    case = cast.advance(cast.start("kembali"), 3)
    for _time in range(2):
        cast.complete(task_of(case), answer="Tidak", note="Perbaiki")
        cast.complete(task_of(case))
    assert "kasusnya 2 kali dikembalikan" in reasons(office, cast.now)


def test_a_vacant_post_is_named_so(cast: Cast, office: Office, late: Case) -> None:
    Appointment.objects.filter(post=office.head).delete()
    assert reasons(office, cast.now).startswith("jabatannya kosong; ")
    (line,), _page = running_page(office, Shown(), "", cast.now)
    assert line.seats[0].holder == "kosong"


def test_an_official_on_leave_is_named_with_who_acts(cast: Cast, office: Office, late: Case) -> None:
    head = cast.head
    Delegation.objects.create(
        post=cast.post(OFFICE, "kepala-dinas"),
        from_user=head,
        to_user=cast.secretary,
        start_date=cast.now.date() - timedelta(days=1),
        end_date=cast.now.date() + timedelta(days=5),
        reason="cuti",
    )
    found = reasons(office, cast.now)
    assert f"{head.name} berhalangan, tugasnya dilimpahkan kepada {cast.secretary.name}" in found


def test_a_plh_and_an_account_out_of_use_are_said(cast: Cast, office: Office, late: Case) -> None:
    Appointment.objects.create(
        user=cast.secretary,
        post=cast.post(OFFICE, "kepala-dinas"),
        kind="plh",
        start_date=cast.now.date(),
        order_letter="1",
    )
    User.objects.filter(pk=cast.secretary.pk).update(is_active=False)
    found = reasons(office, cast.now)
    assert "pejabat definitifnya berhalangan, dijabat Plh." in found
    assert "tidak aktif" in found


def test_what_stands_still_says_why(cast: Cast, office: Office, late: Case) -> None:
    by = cast.acting(OFFICE, "kepala-dinas")
    wait_outside(task_of(late), by=by, at=cast.now, reason="Data dari BPS")
    assert "menunggu pihak luar: Data dari BPS" in reasons(office, cast.now)
    suspend_case(late, by=by, at=cast.now, reason="Menunggu anggaran")
    assert "kasusnya ditangguhkan: Menunggu anggaran" in reasons(office, cast.now)


def test_reasons_come_in_the_order_of_their_weight() -> None:
    task = Standing("5 Jan", holder="", outside="BPS", is_preparing=True, returns=1)
    assert why(task) == [
        "menunggu pihak luar: BPS",
        "naskah yang akan ditandatangani masih disiapkan",
        "jabatannya kosong",
        "belum dibuka sejak 5 Jan",
        "kasusnya 1 kali dikembalikan",
    ]


# Load, and the share on time.


def test_the_load_counts_tasks_their_lateness_and_their_waktu(cast: Cast, office: Office, late: Case) -> None:
    cast.advance(cast.start("lambat"), 3)
    cast.advance(cast.start("lambat"), 2)  # waits for the kasubag, without a waktu
    load = load_of(office, cast.now)
    rows = [(line.name, line.tasks, line.late, line.minutes) for line in load.posts]
    clerk = Post.objects.get(office=office, slug="kasubag-perencanaan-keuangan")
    assert rows == [(office.head.title if office.head else "", 2, 1, 120), (clerk.title, 1, 0, 0)]
    assert clerk.unit
    assert [(line.name, line.tasks) for line in load.units] == [
        ("Jabatan tanpa unit", 2),
        (clerk.unit.name, 1),
    ]


def test_every_number_of_the_load_opens_what_it_counts(cast: Cast, office: Office, late: Case) -> None:
    cast.advance(cast.start("lambat"), 3)
    cast.advance(cast.start("lambat"), 2)
    load = load_of(office, cast.now)
    for line in [*load.posts, *load.units]:
        for shown, number in ((line.shown, line.tasks), (line.late_shown, line.late)):
            found, _page = running_page(office, shown, "", cast.now)
            assert sum(len(each.seats) + each.more for each in found) == number


def test_a_post_of_the_government_is_outside_the_office(cast: Cast, office: Office) -> None:
    sekda = cast.post(OFFICE, "sekda")
    case = cast.start("tarakan-dpupr")
    Assignment.objects.filter(run__case=case).update(post=sekda)
    (line,) = load_of(office, cast.now).units
    assert (line.name, line.shown.query) == ("Jabatan di luar kantor", "unit=luar")
    assert lines(office, cast.now, unit="luar") == [case.title]
    assert lines(office, cast.now, unit="tanpa") == []


def act_at(task: Assignment, at: datetime, worked: int, limit: int | None) -> None:
    """The task was done then, with that much work against that limit."""
    by = holder(task.post, at)
    assert by
    Assignment.objects.filter(pk=task.pk).update(
        status="selesai",
        acted_at=at,
        acted_by=by.user,
        worked_seconds=worked,
        limit_seconds=limit,
        waited_seconds=0,
    )


def test_the_share_on_time_of_this_month_and_the_last(cast: Cast, office: Office) -> None:
    at = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
    midnight = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)  # of the first of March in Tarakan
    for moment, worked, limit in (
        (midnight, 60, 60),
        (at, 61, 60),
        (at, 60, 60),
        (at, 10**6, None),
        (midnight - timedelta(seconds=1), 61, 60),
        (datetime(2026, 1, 31, 16, 0, tzinfo=UTC), 10, 60),
        (datetime(2026, 1, 31, 15, 59, tzinfo=UTC), 10, 60),
        (at + timedelta(minutes=1), 10, 60),
    ):
        act_at(task_of(cast.start("tarakan-dpupr")), moment, worked, limit)
    found = on_time_shares(office, at)
    assert (found.month, found.last_month) == ("Maret 2026", "Februari 2026")
    assert found.office == Compared(office.label, Share(3, 2), Share(2, 1))
    assert [each.now for each in found.units] == [Share(3, 2)]
    assert (found.office.now.percent, found.office.before.percent) == (67, 50)
    assert found.office.change == "naik 17 poin"


def test_a_part_that_stands_from_an_earlier_round_is_no_act(cast: Cast, office: Office) -> None:
    first, second = (task_of(cast.start("tarakan-dpupr")) for _ in range(2))
    for task in (first, second):
        act_at(task, cast.now, 10, 60)
    Assignment.objects.filter(pk=second.pk).update(carried_from=first)
    assert on_time_shares(office, cast.now).office.now == Share(1, 1)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (Share(), Share(1, 1), ""),
        (Share(1, 1), Share(), ""),
        (Share(2, 1), Share(4, 2), "tetap"),
        (Share(10, 5), Share(10, 9), "turun 40 poin"),
    ],
)
def test_the_change_is_told_in_words(now: Share, before: Share, words: str) -> None:
    assert Compared("", now, before).change == words


def test_one_act_of_a_thousand_that_was_late_is_not_all() -> None:
    assert Share(1000, 999).percent == 99
