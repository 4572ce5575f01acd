"""Taking an act back: while nobody of the next step has looked, and in a joint step that is still open."""

from datetime import timedelta

import pytest

from activity.models import Activity, Notice
from activity.verification import faults
from documents.storing import store
from organizations.capacity import Capacity, holder
from tests.cast import Cast
from tests.pages import Page
from tests.racing import last_runs, statuses
from tests.sample_files import pdf, upload
from tests.story import open_tasks, signed
from tests.visitor import Visitor, visitor_for
from tests.written_sops import CHECK, COLUMNS, COMMAND, DRAFT, FILE, load_joint_decision, load_sop
from workflows.actions.looking import open_assignment
from workflows.actions.manage import resume_case, suspend_case
from workflows.actions.withdraw import withdraw_act
from workflows.errors import Denied, Stale
from workflows.models import Assignment, Case, ChosenPost, Output

pytestmark = pytest.mark.django_db


def by_of(task: Assignment, cast: Cast) -> Capacity:
    """Who acts for the post of a task."""
    found = holder(task.post, cast.now)
    assert found
    return found


def withdraw(task: Assignment, cast: Cast) -> Case:
    """The holder of the post takes the act back a minute later."""
    cast.now += timedelta(minutes=1)
    done = Assignment.objects.select_related("run", "post").get(pk=task.pk)
    return withdraw_act(done, by=by_of(task, cast), at=cast.now)


@pytest.fixture
def drafted(cast: Cast) -> tuple[Case, Assignment]:
    """A case whose draft was just handed in, and the task by which."""
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}, waktu: 1 jam"
    case = cast.advance(cast.start(load_sop("tarik", COMMAND, DRAFT, check, FILE).sop.slug), 2)
    [task] = cast.tasks(case)
    return cast.complete(task), task


def test_an_act_that_nobody_has_seen_is_taken_back(cast: Cast, drafted: tuple[Case, Assignment]) -> None:
    case, task = drafted
    [waiting] = cast.tasks(case)
    withdraw(task, cast)
    assert last_runs(case) == [(3, 1, "lanjut", "ditarik"), (2, 2, "tarik", "aktif")]
    assert statuses(task, waiting) == ["selesai", "batal"]
    [again] = cast.tasks(case)
    assert (again.post, again.run.round) == (task.post, 2)
    row = Activity.objects.get(action="act.withdrawn")
    assert (row.data["assignment"], row.data["next"]["round"]) == (task.pk, 2)
    assert Notice.objects.get(kind="tugas").user_id == cast.head.pk
    assert Output.objects.newest().get(case=case, key="konsep").version == 1
    cast.complete(again)
    assert Output.objects.newest().get(case=case, key="konsep").version == 2
    assert cast.advance_to_end(case).tahap == "arsip"
    assert not list(faults())


def test_why_it_was_sent_back_is_read_again_after_taking_back(
    cast: Cast, drafted: tuple[Case, Assignment]
) -> None:
    case, _ = drafted
    cast.complete(cast.tasks(case)[0], answer="Tidak", note="Angkanya keliru")
    [again] = cast.tasks(case)
    cast.complete(again)
    withdraw(again, cast)
    [task] = cast.tasks(case)
    assert task.run.cause == "tarik"
    text = visitor_for(task).open(f"/assignments/{task.pk}/").text
    assert "ditarik kembali" in text
    assert "Angkanya keliru" in text


def test_once_the_next_official_has_opened_it_one_is_told_who_did_and_when(
    cast: Cast, drafted: tuple[Case, Assignment]
) -> None:
    case, task = drafted
    [waiting] = cast.tasks(case)
    open_assignment(waiting, by=by_of(waiting, cast), at=cast.now)
    opened = cast.now
    with pytest.raises(Stale, match="sudah dibuka") as told:
        withdraw(task, cast)
    assert (cast.head.name in told.value.who, told.value.at) == (True, opened)
    assert statuses(task, waiting) == ["selesai", "terbuka"]


def test_who_opens_what_was_taken_back_meanwhile_is_told(
    cast: Cast, drafted: tuple[Case, Assignment]
) -> None:
    case, task = drafted
    [waiting] = cast.tasks(case)
    withdraw(task, cast)
    with pytest.raises(Stale, match="ditarik") as told:
        open_assignment(waiting, by=by_of(waiting, cast), at=cast.now)
    assert by_of(task, cast).user.name in told.value.who


@pytest.mark.parametrize("what", ["another post", "suspended", "further on", "twice", "done"])
def test_an_act_is_not_taken_back_by_others_or_too_late(
    cast: Cast, drafted: tuple[Case, Assignment], what: str
) -> None:
    case, task = drafted
    by = by_of(task, cast)
    if what == "another post":
        by = cast.acting("dpupr-tarakan", "sekretaris")
    elif what == "suspended":
        suspend_case(case, by=cast.acting("dpupr-tarakan", "kepala-dinas"), at=cast.now, reason="Audit")
    elif what == "twice":
        withdraw(task, cast)
    else:
        cast.advance(case, 4 if what == "further on" else 10)
    before = last_runs(case)
    done = Assignment.objects.select_related("run").get(pk=task.pk)
    with pytest.raises((Denied, Stale)):
        withdraw_act(done, by=by, at=cast.now)
    assert last_runs(case) == before


def test_the_parts_of_the_others_stand_when_the_last_one_of_a_joint_step_takes_back(cast: Cast) -> None:
    load_joint_decision("bersama", selesai_bila="semua")
    case = cast.advance(cast.start("bersama"), 3)
    tasks = cast.tasks(case)
    for task in tasks:
        cast.complete(task)
    withdraw(tasks[1], cast)
    [again] = cast.tasks(case)
    assert again.post == tasks[1].post
    parts = Assignment.objects.filter(run=again.run, status="selesai").order_by("id")
    assert [part.carried_from_id for part in parts] == [tasks[0].pk, tasks[2].pk]
    assert {part.worked_seconds for part in parts} == {None}
    assert [part.answer for part in parts] == ["Ya", "Ya"]
    cast.complete(again)
    assert last_runs(case)[1] == (4, 2, "lanjut", "aktif")


def test_of_a_joint_step_that_was_sent_back_only_the_sender_takes_back(cast: Cast) -> None:
    load_joint_decision("bersama", selesai_bila="semua")
    case = cast.advance(cast.start("bersama"), 3)
    one, other, _ = cast.tasks(case)
    cast.complete(one)
    cast.complete(other, answer="Tidak", note="Salah")
    url = f"/cases/{case.pk}/"
    assert not [form for form in visitor_for(one).open(url).forms if form.action.endswith("/withdraw/")]
    with pytest.raises(Denied, match="oleh yang mengembalikan"):
        withdraw(one, cast)
    assert visitor_for(other).open(url).form("/withdraw/")
    withdraw(other, cast)
    [again] = [task for task in cast.tasks(case) if task.post == other.post]
    carried = Assignment.objects.get(run=again.run, carried_from=one)
    with pytest.raises(Denied):
        withdraw(carried, cast)


def test_in_an_open_joint_step_ones_own_part_is_taken_back_until_the_step_closes(cast: Cast) -> None:
    load_joint_decision("bersama", selesai_bila="semua")
    case = cast.advance(cast.start("bersama"), 3)
    one, other, _ = cast.tasks(case)
    cast.complete(one)
    withdraw(one, cast)
    assert statuses(one, other) == ["terbuka", "terbuka"]
    now = Assignment.objects.get(pk=one.pk)
    assert (now.answer, now.acted_by, now.worked_seconds) == ("", None, None)
    assert len(Activity.objects.filter(action="act.withdrawn", data__answer="Ya")) == 1
    cast.complete(one, answer="Tidak", note="Salah")
    assert last_runs(case)[0][3] == "dikembalikan"


def test_a_pool_is_asked_again_when_its_first_member_takes_back(cast: Cast) -> None:
    pool = "{nama: Kabid, jabatan: [kabid-bm, kabid-ckpr], wakil: salah_satu}"
    check = f"{CHECK}, pelaksana: [kepala, kabid]"
    load_sop("kumpulan", COMMAND, DRAFT, check, FILE, columns={**COLUMNS, "kabid": pool})
    case = cast.advance(cast.start("kumpulan"), 3)
    _, first, second = cast.tasks(case)
    cast.complete(first)
    assert statuses(first, second) == ["selesai", "dilepas"]
    withdraw(first, cast)
    assert statuses(first, second) == ["terbuka", "terbuka"]


def test_a_part_that_was_taken_back_loses_no_time_to_a_suspension(cast: Cast) -> None:
    check = f"{CHECK}, pelaksana: [sekretaris, kabid], waktu: 1 hari"
    load_sop("waktu", COMMAND, DRAFT, check, FILE)
    case, head = cast.advance(cast.start("waktu"), 3), cast.acting("dpupr-tarakan", "kepala-dinas")
    one, other = cast.tasks(case)
    cast.complete(one)
    suspend_case(case, by=head, at=cast.now, reason="Audit")
    cast.now += timedelta(days=3)
    resume_case(case, by=head, at=cast.now)
    withdraw(one, cast)
    dues = Assignment.objects.filter(pk__in=[one.pk, other.pk]).values_list("due_at", flat=True)
    assert len(set(dues)) == 1


def test_what_the_act_chose_is_chosen_anew(cast: Cast) -> None:
    chosen = "{nama: Kabid, jabatan: [kabid-bm, kabid-ckpr], wakil: dipilih}"
    check = f"{CHECK}, pelaksana: [kabid]"
    load_sop("dipilih", COMMAND, DRAFT, check, FILE, columns={**COLUMNS, "kabid": chosen})
    case = cast.advance(cast.start("dipilih"), 2)
    [task] = cast.tasks(case)
    cast.complete(task)
    withdraw(task, cast)
    assert not ChosenPost.objects.filter(case=case).exists()
    post = cast.post("dpupr-tarakan", "kabid-ckpr")
    cast.complete(cast.tasks(case)[0], chosen={"kabid": [post.pk]})
    assert [task.post for task in cast.tasks(case)] == [post]


def test_what_was_signed_is_not_taken_back(cast: Cast) -> None:
    load_sop("tanda", COMMAND, DRAFT, FILE)
    case = cast.start("tanda")
    [task] = cast.tasks(case)
    file = store(upload("Konsep.pdf", pdf()), office=case.office, by=cast.head, at=cast.now)
    Output.objects.create(
        case=case, run=task.run, name="Konsep", key="konsep", file=file, created_at=cast.now, created_by=cast.head
    )  # fmt: skip
    signed(case, cast)
    cast.complete(task)
    with pytest.raises(Denied, match="tanda tangan tidak dapat ditarik"):
        withdraw(task, cast)


def test_the_page_of_the_case_offers_it_and_says_why_it_no_longer_does(
    cast: Cast, drafted: tuple[Case, Assignment]
) -> None:
    case, task = drafted
    visitor, url = visitor_for(task), f"/cases/{case.pk}/"
    page = visitor.open(url)
    assert "masih dapat ditarik kembali: langkah 3 belum dibuka" in page.text
    assert visitor.send(url, page.form("/withdraw/")).status_code == 302
    again = open_tasks(case).get()
    assert again.run.cause == "tarik"
    assert "Tindakan di langkah ini ditarik kembali" in visitor.open(f"/assignments/{again.pk}/").text
    assert "Menarik kembali tindakan pada langkah 2 putaran 1" in visitor.open(url).text
    cast.now += timedelta(minutes=1)
    cast.complete(again)
    form = visitor.open(url).form("/withdraw/")
    Visitor(cast.head).open(f"/assignments/{open_tasks(case).get().pk}/")
    assert "tidak dapat ditarik kembali lagi: langkah 3 sudah dibuka Kepala" in visitor.open(url).text
    late = visitor.send(url, form)
    assert late.status_code == 409
    assert "Langkah berikutnya sudah dibuka" in Page(late.content.decode()).text
