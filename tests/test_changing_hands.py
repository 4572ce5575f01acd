"""Who takes part in an open step: added, let go, replaced; by whoever manages the case, with a reason."""

from datetime import timedelta

import pytest

from activity.models import Activity, Notice
from activity.verification import faults
from organizations.models import Appointment, Post
from tests.cast import Cast
from tests.pages import Page
from tests.racing import last_runs, statuses
from tests.story import open_tasks
from tests.visitor import Visitor, visitor_for
from tests.written_sops import CHECK, COLUMNS, COMMAND, DRAFT, FILE, load_joint_decision, load_sop
from workflows.actions.moving import move_task
from workflows.actions.participants import add_participant, release_participant
from workflows.errors import Denied, Incomplete, Stale
from workflows.models import Assignment, Case, Output

pytestmark = pytest.mark.django_db
OFFICE = "dpupr-tarakan"


@pytest.fixture
def case(cast: Cast) -> Case:
    """Three posts check side by side; one of them says no by sending back."""
    load_joint_decision("bersama", selesai_bila="semua")
    return cast.advance(cast.start("bersama"), 3)


def release(task: Assignment, cast: Cast, slug: str = "kepala-dinas", reason: str = "Cuti") -> Case:
    cast.now += timedelta(minutes=1)
    return release_participant(task, by=cast.acting(OFFICE, slug), at=cast.now, reason=reason)


def add(case: Case, post: Post, cast: Cast, column: str = "kabid", slug: str = "kepala-dinas") -> Assignment:
    cast.now += timedelta(minutes=1)
    by = cast.acting(OFFICE, slug)
    return add_participant(case, post=post, column=column, by=by, at=cast.now, reason="Ahli")


def move(task: Assignment, to: Post, cast: Cast) -> Assignment:
    cast.now += timedelta(minutes=1)
    return move_task(task, to=to, by=cast.acting(OFFICE, "kepala-dinas"), at=cast.now, reason="Cuti")


def test_who_is_let_go_is_told_and_the_step_waits_for_the_others(cast: Cast, case: Case) -> None:
    one, other, third = cast.tasks(case)
    release(third, cast)
    assert statuses(one, other, third) == ["terbuka", "terbuka", "dilepas"]
    row = Activity.objects.get(action="assignment.released")
    assert (row.data["reason"], row.data["title"]) == ("Cuti", third.post.title)
    assert Notice.objects.get(kind="tugas").user_id == cast.user(OFFICE, third.post.slug).pk
    with pytest.raises(Stale, match="dilepas oleh") as told:
        cast.complete(third)
    assert cast.head.name in told.value.who
    cast.complete(one)
    cast.complete(other)
    assert last_runs(case)[1] == (4, 1, "lanjut", "aktif")


def test_the_step_closes_where_everybody_who_is_left_has_acted(cast: Cast, case: Case) -> None:
    one, other, third = cast.tasks(case)
    cast.complete(one)
    cast.complete(other)
    release(third, cast)
    assert last_runs(case) == [(3, 1, "lanjut", "selesai"), (4, 1, "lanjut", "aktif")]
    assert Output.objects.newest().get(case=case, key="konsep").run.step.order == 3
    assert Activity.objects.get(action="assignment.released").data["next"]["step"] == "4"
    assert cast.advance_to_end(case).tahap == "arsip"
    assert not list(faults())


def test_the_last_one_stays(cast: Cast, case: Case) -> None:
    one, other, third = cast.tasks(case)
    release(one, cast)
    release(other, cast)
    with pytest.raises(Incomplete, match="Sedikitnya satu"):
        release(third, cast)


def test_a_step_does_not_close_without_what_somebody_must_still_bring(cast: Cast) -> None:
    meeting = (
        "kegiatan: Rapat, pelaksana: [sekretaris, kabid], tahap: penyusunan, tindakan: rapat, output: Notula"
    )
    load_sop("rapat", COMMAND, meeting, FILE)
    case = cast.advance(cast.start("rapat"), 2)
    one, other = cast.tasks(case)
    cast.complete(one, text="")
    with pytest.raises(Incomplete, match="padahal: Unggah “Notula”"):
        release(other, cast)


def test_without_the_one_whose_answer_counts_a_step_does_not_close(cast: Cast) -> None:
    check = f"{CHECK}, pelaksana: [kepala, sekretaris], penentu: sekretaris, keputusan: {{Ya: lanjut, Tidak: selesai}}"
    load_sop("penentu", COMMAND, DRAFT, check, FILE)
    case = cast.advance(cast.start("penentu"), 3)
    one, other = cast.tasks(case)
    cast.complete(one)
    with pytest.raises(Incomplete, match="menentukan jawaban"):
        release(other, cast)


def test_a_post_that_is_added_acts_in_this_round(cast: Cast, case: Case) -> None:
    tasks = cast.tasks(case)
    post = cast.post(OFFICE, "kabid-ckpr")
    seat = add(case, post, cast)
    assert Notice.objects.get(kind="tugas").path == f"/assignments/{seat.pk}/"
    for task in tasks:
        cast.complete(task)
    assert last_runs(case)[1] == (3, 1, "lanjut", "aktif")
    cast.complete(cast.tasks(case)[0])
    assert last_runs(case)[1] == (4, 1, "lanjut", "aktif")


def test_who_was_let_go_may_come_again_with_a_new_clock(cast: Cast) -> None:
    load_sop("waktu", COMMAND, DRAFT, f"{CHECK}, pelaksana: [sekretaris, kabid], waktu: 1 hari", FILE)
    case = cast.advance(cast.start("waktu"), 3)
    one, other = cast.tasks(case)
    release(other, cast)
    cast.now += timedelta(days=2)
    assert add(case, other.post, cast) == other
    now = Assignment.objects.get(pk=other.pk)
    assert (now.status, now.note, now.details) == ("terbuka", "", {})
    assert now.due_at
    assert one.due_at
    assert now.due_at > one.due_at + timedelta(days=1)


def test_the_waiting_of_who_is_added_counts_from_then(cast: Cast, case: Case) -> None:
    first, *_ = cast.tasks(case)
    cast.now += timedelta(hours=2)
    seat = add(case, cast.post(OFFICE, "kabid-ckpr"), cast)
    for task in (first, seat):
        cast.complete(task)
    waited = [Assignment.objects.get(pk=task.pk).waited_seconds or 0 for task in (first, seat)]
    assert waited[0] > 2 * 3600
    assert waited[1] <= 120


def test_a_step_of_one_post_stays_one_wherever_its_task_is_moved(cast: Cast) -> None:
    load_sop("sendiri", COMMAND, DRAFT, FILE, columns=COLUMNS)
    case = cast.advance(cast.start("sendiri"), 2)
    [task] = cast.tasks(case)
    for slug in ("sekretaris", "kabid-ckpr"):
        task = move(task, cast.post(OFFICE, slug), cast)
    page = Visitor(cast.head).open(f"/cases/{case.pk}/")
    assert not [form for form in page.forms if form.action.endswith(("/participants/", "/release/"))]
    with pytest.raises(Denied, match="satu jabatan"):
        add(case, cast.post(OFFICE, "kabid-bm"), cast, column="penyusun")


@pytest.mark.parametrize(
    "what", ["not the manager", "another office", "already there", "vacant", "one actor"]
)
def test_not_everybody_and_not_anybody_is_added(cast: Cast, case: Case, what: str) -> None:
    post, slug = cast.post(OFFICE, "kabid-ckpr"), "kepala-dinas"
    if what == "not the manager":
        slug = "sekretaris"
    elif what == "another office":
        post = cast.post("dpupr-gowa", "sekretaris")
    elif what == "already there":
        post = cast.post(OFFICE, "kabid-bm")
    elif what == "vacant":
        Appointment.objects.filter(post=post).update(end_date=cast.now.date())
    else:
        case = cast.advance(case, 4)
    with pytest.raises((Denied, Incomplete)):
        add(case, post, cast, slug=slug)


def test_a_task_goes_to_another_post_with_its_limit(cast: Cast) -> None:
    load_sop("waktu", COMMAND, f"{DRAFT}, waktu: 1 hari", FILE)
    case = cast.advance(cast.start("waktu"), 2)
    [task] = cast.tasks(case)
    to = cast.post(OFFICE, "sekretaris")
    seat = move(task, to, cast)
    assert (seat.post, seat.due_at, seat.tell_at) == (to, task.due_at, task.tell_at)
    assert statuses(task, seat) == ["dilepas", "terbuka"]
    told = set(Notice.objects.filter(kind="tugas").values_list("user_id", flat=True))
    assert told == {cast.secretary.pk, cast.user(OFFICE, task.post.slug).pk}
    with pytest.raises(Stale, match="dialihkan ke Sekretaris"):
        cast.complete(task)
    cast.complete(cast.tasks(case)[0])
    assert cast.advance_to_end(case).tahap == "arsip"
    assert not list(faults())


def test_who_takes_part_already_does_not_get_a_second_task(cast: Cast, case: Case) -> None:
    one, other, _ = cast.tasks(case)
    with pytest.raises(Incomplete, match="sudah ikut"):
        move(one, other.post, cast)


def test_on_the_page_of_the_case_the_head_adds_and_lets_go(cast: Cast, case: Case) -> None:
    head, url = Visitor(cast.head), f"/cases/{case.pk}/"
    post, tasks = cast.post(OFFICE, "kabid-ckpr"), open_tasks(case)
    form = head.open(url).form("/participants/")
    fields = {"participant-post": str(post.pk), "participant-column": "kabid", "participant-reason": "Ahli"}
    assert head.send(url, form, **(fields | {"participant-reason": ""})).status_code == 422
    assert head.send(url, form, **fields).status_code == 302
    assert open_tasks(case).filter(post=post).exists()
    form = head.open(url).form("/release/")
    sent = {"release-task": str(tasks[2].pk), "release-reason": "Cuti"}
    assert head.send(url, form, **sent).status_code == 302
    text = head.open(url).text
    assert "dilepas oleh" in text
    assert f"Mengikutkan {post.title} dalam langkah 3: Ahli" in text
    assert head.send(url, form, **sent).status_code == 409
    assert not [f for f in visitor_for(tasks[1]).open(url).forms if f.action.endswith("/release/")]


def test_tasks_are_moved_after_a_preview_and_each_is_recorded(cast: Cast) -> None:
    load_sop("alih", COMMAND, DRAFT, FILE, columns=COLUMNS)
    cases = [cast.advance(cast.start("alih"), 2) for _ in range(3)]
    tasks = [open_tasks(case).get() for case in cases]
    head, to = Visitor(cast.head), cast.post(OFFICE, "sekretaris")
    url = f"/offices/{OFFICE}/reassign/?jabatan={tasks[0].post_id}"
    page = head.open(url)
    assert page.text.count("Menyusun") == 3
    sent = {"tasks": [str(task.pk) for task in tasks[:2]], "to": str(to.pk), "reason": "Cuti"}
    form = next(form for form in page.forms if "reason" in form.fields)
    shown = head.send(url, form, **(sent | {"do": "preview"}))
    text = Page(shown.content.decode()).text
    assert f"ke {to.title}" in text
    assert "Alihkan 2 tugas" in text
    assert not Activity.objects.filter(action="assignment.moved").exists()
    cast.complete(tasks[1])
    assert head.send(url, form, **(sent | {"do": "move"})).status_code == 422  # one is no choice any more
    sent["tasks"] = [str(tasks[0].pk)]
    assert head.send(url, form, **(sent | {"do": "move"})).status_code == 302
    assert Activity.objects.filter(action="assignment.moved").count() == 1
    assert open_tasks(cases[0]).get().post == to
    Visitor(cast.secretary).open(url, 404)
