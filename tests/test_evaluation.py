"""The evaluation of an SOP: its figures, its periods, its pages, and the same figures by another way."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from activity.chain import Actor
from activity.models import Activity
from organizations.capacity import holder
from organizations.models import Office
from sopflow.celery import app
from sops.loading import Upload, load_sops
from sops.models import Revision
from sops.sop_file import write_sop
from sops.storing import document_of
from tests.cast import Cast
from tests.conftest import NOW
from tests.properties import steady
from tests.visitor import Visitor
from tests.written_sops import load_joint_decision
from workflows.actions import evaluate
from workflows.actions.evaluate import count_now
from workflows.actions.looking import open_assignment
from workflows.actions.propose import with_waktu
from workflows.actions.withdraw import withdraw_act
from workflows.errors import Denied
from workflows.measures import Act, Cases, Spread, Visit, facts, figures, from_json, percentile
from workflows.models import Assignment, Case, Summary
from workflows.periods import Period, read_period
from workflows.presenting.evaluation import bar_of, worst_lines
from workflows.presenting.evaluations import overview
from workflows.presenting.on_time import on_time_shares
from workflows.spans import fine_percent, percent, used_percent
from workflows.summarizing import count, go_on, refresh, to_count

SLUG = "gowa-dpupr"
PAGE = f"/sops/dpupr-gowa/{SLUG}/evaluation/"
WITA = ZoneInfo("Asia/Makassar")
YEAR = Period(2026, 1, 12)


def test_figures_of_a_step() -> None:
    acts = [Act(3, worked=w, waited=w * 2, limit=100) for w in (50, 100, 101, 400)] + [Act(3, worked=9)]
    visits = [
        Visit(3, kelengkapan="ada"),
        Visit(3, is_returned=True),
        Visit(3, is_again=True, kelengkapan="tidak_ada"),
    ]
    found = figures(3, acts, visits)
    assert (found.acts, found.judged, found.on_time, found.over, found.part) == (5, 4, 2, 301, 0.5)
    assert (found.worked.median, found.worked.most) == (100, 400)
    assert found.worked.p90 == pytest.approx(280.4)
    assert found.share.median == 1.005
    assert found.bins == (0, 1, 0, 1, 1, 0, 0, 1)  # exactly waktu is within it
    assert (found.visits, found.returned, found.again, found.complete, found.missing) == (3, 1, 1, 1, 1)
    assert figures(1, [], []).part is None


@steady
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.floats(0, 1))
def test_a_percentile_lies_among_its_values_and_grows(values: list[int], part: float) -> None:
    found = percentile(values, part)
    assert found is not None
    assert min(values) <= found <= max(values)
    assert found <= (percentile(values, 1) or 0)
    assert percentile(values, 0) == min(values)


def test_facts_come_back_from_json_as_they_were() -> None:
    acts = [Act(1, 70, 5, 60, "2026-01", 9, "1/2026", "Staf"), Act(2, 10, 0, None, "2026-02")]
    made = facts(acts, [Visit(1, kelengkapan="dari_luar")], Cases(2, 1, 0, Spread(1.5, 2.5, 3)))
    assert from_json(made.as_json()) == made
    assert made.months == {"2026-01": (1, 0)}
    assert [act.agenda for act in made.worst_of(1)] == ["1/2026"]


@pytest.mark.parametrize(
    ("text", "label", "first", "end"),
    [
        ("2026", "tahun 2026", "2026-01-01", "2027-01-01"),
        ("2026-semester-2", "semester II 2026", "2026-07-01", "2027-01-01"),
        ("2026-semester-1", "semester I 2026", "2026-01-01", "2026-07-01"),
        ("2026-12", "Desember 2026", "2026-12-01", "2027-01-01"),
    ],
)
def test_periods(text: str, label: str, first: str, end: str) -> None:
    period = read_period(text)
    assert period is not None
    assert (str(period), period.label) == (text, label)
    assert [each.isoformat()[:10] for each in period.bounds(WITA)] == [first, end]
    assert period.bounds(WITA)[0].tzinfo == WITA
    assert period.before.bounds(WITA)[1] == period.bounds(WITA)[0]


@pytest.mark.parametrize("text", ["", "2026-13", "2026-semester-3", "26", "2026-1", "x", "2026-11 "])
def test_what_is_no_period(text: str) -> None:
    assert read_period(text) is None


def test_a_period_is_counted_until_it_was_counted_after_its_end() -> None:
    at = datetime(2026, 11, 1, 5, tzinfo=WITA)
    october = Period(2026, 10, 1)
    before_its_end = {"2026-10": datetime(2026, 10, 31, 23, tzinfo=WITA)}
    assert october in to_count(before_its_end, WITA, at)
    # What was done on its last days may still be taken back: it is counted until a week after its end.
    assert october in to_count({"2026-10": at}, WITA, at)
    assert october not in to_count({"2026-10": datetime(2026, 11, 8, tzinfo=WITA)}, WITA, at)
    assert {Period(2026, 11, 1), Period(2026, 7, 6), YEAR} <= set(to_count({}, WITA, at))


def play(cast: Cast, dice: random.Random, *, returns: int, slips: int = 0) -> Case:
    """A case of Gowa, looked at and acted upon after chance lengths of time, sent back some times at its check. The
    first `slips` acts at steps that decide are taken back, and done once more."""
    case = cast.start(SLUG)
    while tasks := cast.tasks(case):
        task = tasks[0]
        by = holder(task.post, cast.now)
        assert by is not None
        cast.now += timedelta(minutes=dice.choice((3, 40, 200, 1700)))
        open_assignment(task, by=by, at=cast.now)
        cast.now += timedelta(minutes=dice.choice((1, 5, 12, 25, 90, 600, 3000)))
        decisions = list(task.run.step.decisions.values_list("label", "target"))
        back = next((label for label, target in decisions if target not in ("lanjut", "selesai")), "")
        is_return = bool(back and returns)
        if is_return:
            cast.complete(task, answer=back, note="Perbaiki angkanya", from_outside=False)
        else:
            cast.complete(task)
        if slips and decisions:
            slips -= 1
            take_back(cast, task)
        elif is_return:
            returns -= 1
    return Case.objects.get(pk=case.pk)


def take_back(cast: Cast, task: Assignment) -> Case:
    """The holder of the post takes its act back a minute later."""
    cast.now += timedelta(minutes=1)
    done = Assignment.objects.select_related("run", "post").get(pk=task.pk)
    by = holder(done.post, cast.now)
    assert by is not None
    return withdraw_act(done, by=by, at=cast.now)


@pytest.fixture
def played(cast: Cast) -> Cast:
    """Six cases of Gowa, two of them sent back, acts taken back in two, and one that goes on."""
    dice = random.Random(8)  # noqa: S311
    for returns, slips in ((0, 0), (1, 2), (0, 0), (2, 0), (0, 1), (0, 0)):
        cast.now = NOW + timedelta(days=dice.randrange(12))
        play(cast, dice, returns=returns, slips=slips)
    cast.advance(cast.start(SLUG), 4)
    return cast


BY_SQL = """
SELECT s."order",
       count(*),
       count(a.limit_seconds),
       count(*) FILTER (WHERE a.worked_seconds <= a.limit_seconds),
       coalesce(sum(greatest(a.worked_seconds - a.limit_seconds, 0)), 0),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY a.worked_seconds),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY a.worked_seconds),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY a.waited_seconds),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY a.waited_seconds),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY a.worked_seconds::float8 / a.limit_seconds)
         FILTER (WHERE a.limit_seconds IS NOT NULL)
FROM workflows_assignment a JOIN workflows_steprun r ON r.id = a.run_id
JOIN sops_step s ON s.id = r.step_id JOIN workflows_case c ON c.id = r.case_id
WHERE c.revision_id = %s AND a.status = 'selesai' AND a.carried_from_id IS NULL
  AND NOT EXISTS (SELECT FROM activity_activity w WHERE w.stream_id = c.stream_id AND w.action = 'act.withdrawn'
                  AND (w.data->>'assignment')::int = a.id
                  AND (w.data->>'acted_at')::timestamptz = a.acted_at)
  AND a.acted_at >= %s::timestamp AT TIME ZONE 'Asia/Makassar'
  AND a.acted_at < %s::timestamp AT TIME ZONE 'Asia/Makassar'
GROUP BY 1 ORDER BY 1
"""
# From the append-only record alone: what was sent back, and by which step.
RETURNS_BY_RECORD = """
SELECT a.data->>'step', count(*) FROM activity_activity a JOIN workflows_case c ON c.stream_id = a.stream_id
WHERE c.revision_id = %s AND a.action = 'assignment.completed' AND a.data->'next'->>'cause' = 'kembali'
  AND NOT EXISTS (SELECT FROM activity_activity w WHERE w.stream_id = a.stream_id AND w.action = 'act.withdrawn'
                  AND w.data->>'assignment' = a.data->>'assignment')
GROUP BY 1
"""
VISITS_BY_SQL = """
WITH seen AS (
  SELECT r.*, row_number() OVER (PARTITION BY r.case_id, r.step_id ORDER BY r.round) AS visit
  FROM workflows_steprun r JOIN workflows_case c ON c.id = r.case_id JOIN sops_step t ON t.id = r.step_id
  WHERE c.revision_id = %s AND r.status <> 'ditarik'
    AND NOT EXISTS (SELECT FROM activity_activity w WHERE w.stream_id = c.stream_id AND w.action = 'act.withdrawn'
                    AND w.data->>'undone' IS NOT NULL AND (w.data->>'order')::int = t."order"
                    AND (w.data->>'round')::int = r.round))
SELECT s."order", count(*) FILTER (WHERE status IN ('selesai', 'dikembalikan')),
       count(*) FILTER (WHERE status = 'dikembalikan'),
       count(*) FILTER (WHERE status IN ('selesai', 'dikembalikan') AND visit > 1),
       count(*) FILTER (WHERE status = 'selesai' AND (SELECT bool_or(a.details->>'kelengkapan' = 'tidak_ada')
                        FROM workflows_assignment a WHERE a.run_id = seen.id))
FROM seen JOIN sops_step s ON s.id = seen.step_id
WHERE status IN ('selesai', 'dikembalikan') GROUP BY 1 ORDER BY 1
"""


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="percentile_cont")
def test_the_figures_equal_those_of_another_computation_in_sql(played: Cast) -> None:
    revision = played.revision(SLUG)
    made = from_json(count(revision, YEAR, played.now).facts)
    found = rows(BY_SQL, revision.pk, "2026-01-01", "2027-01-01")
    assert len(found) == revision.steps.count()
    for order, acts, judged, on_time, over, *spreads in found:
        step = made.step(order)
        assert (step.acts, step.judged, step.on_time, step.over) == (acts, judged, on_time, over)
        ours = [step.worked.median, step.worked.p90, step.waited.median, step.waited.p90, step.share.p90]
        assert ours == pytest.approx(spreads)
    visits = {
        step.step: (step.visits, step.returned, step.again, step.missing)
        for step in made.steps
        if step.visits
    }
    assert visits == {order: tuple(row) for order, *row in rows(VISITS_BY_SQL, revision.pk)}
    nomor = {step.nomor: step.order for step in revision.steps.all()}
    assert Activity.objects.filter(action="act.withdrawn").count() == 3
    by_record = {nomor[step]: number for step, number in rows(RETURNS_BY_RECORD, revision.pk)}
    assert by_record == {step.step: step.returned for step in made.steps if step.returned}
    assert sum(by_record.values()) == 3
    assert 0 < made.on_time < made.judged  # chance gave both
    assert (made.cases.started, made.cases.finished, made.cases.cancelled) == (7, 6, 0)
    assert sum(judged for judged, _on_time in made.months.values()) == made.judged


@pytest.mark.django_db
def test_a_month_takes_what_was_done_in_it_in_the_zone_of_the_office(cast: Cast) -> None:
    case = cast.start(SLUG)
    cast.complete(cast.tasks(case)[0])
    act = Assignment.objects.get(run__case=case, status="selesai")
    Assignment.objects.filter(pk=act.pk).update(acted_at=datetime(2026, 3, 31, 23, 59, 59, tzinfo=WITA))
    revision = cast.revision(SLUG)
    assert from_json(count(revision, Period(2026, 3, 1), NOW).facts).acts == 1
    Assignment.objects.filter(pk=act.pk).update(acted_at=datetime(2026, 4, 1, tzinfo=WITA))
    assert from_json(count(revision, Period(2026, 3, 1), NOW).facts).acts == 0
    assert from_json(count(revision, Period(2026, 1, 6), NOW).facts).months == {"2026-04": (1, 1)}


@pytest.mark.django_db
def test_what_was_taken_back_counts_nowhere_and_what_stands_of_it_counts_once(cast: Cast) -> None:
    revision = load_joint_decision("bersama", selesai_bila="semua")
    case = cast.advance(cast.start("bersama"), 3)
    tasks = cast.tasks(case)
    for task in tasks[:2]:
        cast.complete(task)
    cast.complete(tasks[2], answer="Tidak", note="Salah")
    take_back(cast, tasks[2])  # a return, which is done again as a yes
    [again] = cast.tasks(case)
    cast.complete(again)
    take_back(cast, again)
    [again] = cast.tasks(case)
    cast.complete(again)
    made = from_json(count(revision, YEAR, cast.now).facts)
    assert (made.step(3).acts, made.step(3).visits, made.returned, made.step(3).again) == (3, 1, 0, 0)
    shares = on_time_shares(case.office, cast.now)
    judged = Assignment.objects.filter(run__case=case, limit_seconds__isnull=False).exists()
    assert shares.office.now.acts == (6 if judged else 0)


@pytest.mark.django_db
def test_the_share_of_a_month_leaves_out_what_was_taken_back(cast: Cast) -> None:
    case = cast.advance(cast.start(SLUG), 2)
    [task] = cast.tasks(case)
    cast.complete(task)
    before = on_time_shares(case.office, cast.now).office.now.acts
    take_back(cast, task)
    assert on_time_shares(case.office, cast.now).office.now.acts == before - 1 > 0


@pytest.mark.django_db
def test_a_part_of_a_joint_step_that_is_open_is_counted_in_its_month(cast: Cast) -> None:
    revision = load_joint_decision("bersama", selesai_bila="semua")
    case = cast.advance(cast.start("bersama"), 3)
    month = cast.now.astimezone(WITA)
    cast.now += timedelta(days=40)
    cast.complete(cast.tasks(case)[0])
    refresh(lambda: cast.now)
    name = f"{cast.now.astimezone(WITA):%Y-%m}"
    assert name != f"{month:%Y-%m}"
    assert from_json(Summary.objects.get(revision=revision, period=name).facts).acts == 1


@pytest.mark.django_db
def test_one_reading_gives_each_period_what_counting_it_alone_gives(played: Cast) -> None:
    refresh(lambda: played.now)
    made = {each.period: each.facts for each in Summary.objects.all()}
    assert len(made) == 3
    for name, found in made.items():
        period = read_period(name)
        assert period is not None
        count(played.revision(SLUG), period, played.now)
        assert Summary.objects.get(period=name).facts == found


@pytest.mark.django_db
@pytest.mark.parametrize("is_sent", [True, False])
def test_a_night_is_counted_in_turns(is_sent: bool, played: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    other = load_joint_decision("bersama", selesai_bila="semua")
    cast_on = played.start("bersama")
    first, second = sorted((played.revision(SLUG).pk, other.pk))
    sent: list[tuple[Any, ...]] = []

    def called(*args: Any, expires: float) -> bool:
        sent.append(args)
        return is_sent

    monkeypatch.setattr("workflows.summarizing.call_worker", called)
    moments = iter(played.now + timedelta(seconds=15 * number) for number in range(100))
    go_on(lambda: next(moments))
    done = set(Summary.objects.values_list("revision", flat=True))
    assert sent == [("workflows.summarize", first)]  # goes on there; without a queue the same one goes on
    assert done == ({first} if is_sent else {first, second})
    assert cast_on.revision_id == other.pk


def test_the_message_of_the_night_does_not_wait_for_ever() -> None:
    assert app.conf.beat_schedule["summarize"]["options"]["expires"] == 4 * 3600


@pytest.mark.django_db
def test_what_is_counted_by_hand_is_counted_before_anything_is_locked(
    played: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def noted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any) -> Any:
            order.append(name)
            return real(*args)

        return called

    for name in ("counted", "locked_stream", "keep"):
        monkeypatch.setattr(evaluate, name, noted(name, getattr(evaluate, name)))
    head = played.acting("dpupr-gowa", "kepala-dinas")
    count_now(played.revision(SLUG), YEAR, by=head, at=played.now)
    assert order == ["counted", "locked_stream", "keep"]


def test_a_share_that_is_not_all_is_nowhere_rounded_to_it() -> None:
    part = 99_996 / 100_000
    assert (fine_percent(part), percent(part)) == (99.99, "99 %")
    assert (fine_percent(1), fine_percent(0), fine_percent(1e-9)) == (100, 0, 0.01)
    assert (used_percent(1.004), used_percent(1), used_percent(0.996)) == (101, 100, 100)
    bar = bar_of(Spread(1.004, 1.004, 2))
    assert bar is not None
    assert bar.is_over
    assert worst_lines([Act(1, 1001, limit=1000)])[0].share == 101


@pytest.mark.django_db
def test_the_overview_shows_what_ran_under_earlier_revisions_and_revoked_sops(
    played: Cast, django_assert_num_queries: Any
) -> None:
    first = played.revision(SLUG)
    revised(first)
    office, visitor = first.sop.office, Visitor(played.user("dpupr-gowa", "kepala-dinas"))
    count(first, YEAR, played.now)
    with django_assert_num_queries(2):
        [line] = overview(office, YEAR)
    assert (line.revision.number, line.summary) == (2, None)
    assert [(other.revision, other.facts.cases.finished) for other in line.others] == [(first, 6)]
    page = visitor.open("/offices/dpupr-gowa/evaluation/?periode=2026")
    assert "Revisi 1 (digantikan)" in page.text
    Revision.objects.filter(sop=first.sop, number=2).update(status="dicabut")
    with django_assert_num_queries(2):
        [line] = overview(office, YEAR)
    assert (line.revision, line.is_in_force) == (first, False)


def revised(revision: Revision) -> Revision:
    """A second revision of the SOP, in force in the place of the first: another waktu at its second step."""
    office = Office.objects.get(pk=revision.sop.office_id)
    document = with_waktu(document_of(revision, NOW), {"2": "7 jam"}, "2026-03-01")
    upload = Upload(f"{SLUG}.yaml", write_sop(document).encode(), SLUG)
    made = load_sops([upload], by=Actor.command("tests"), at=NOW, only_offices={office.pk})[0].revision
    assert (made.number, made.status) == (2, "berlaku")
    return made


@pytest.mark.django_db
def test_the_night_counts_what_goes_on_and_leaves_what_is_final(played: Cast) -> None:
    at = played.now
    refresh(lambda: at)
    kept = dict(Summary.objects.values_list("period", "made_at"))
    assert set(kept) == {"2026", "2026-semester-1", f"{at.astimezone(WITA):%Y-%m}"}
    later = at + timedelta(days=400)
    refresh(lambda: later)
    now = dict(Summary.objects.values_list("period", "made_at"))
    assert now["2026"] == later  # the year is over, and was counted last before its end
    month = f"{at.astimezone(WITA):%Y-%m}"
    assert now[month] == kept[month]  # long ago: nobody waits for it, and it can be counted by hand
    refresh(lambda: later + timedelta(days=1))
    assert dict(Summary.objects.values_list("period", "made_at"))["2026"] == later


@pytest.mark.core
@pytest.mark.django_db
def test_the_head_has_it_counted_and_reads_it(played: Cast) -> None:
    head = Visitor(played.user("dpupr-gowa", "kepala-dinas"))
    asked = f"{PAGE}?periode=2026&revisi=1"
    page = head.open(asked)
    assert "belum dihitung" in page.text
    reply = head.send(asked, page.form("/count/"))
    assert reply.status_code == 302
    assert reply.headers["Location"] == asked
    made = from_json(Summary.objects.get().facts)
    page = head.open(asked)
    share = round(100 * made.on_time / made.judged)
    assert f"{share} % tindakan tepat waktu" in page.text
    assert "3 kali dikembalikan" in page.text
    row = Activity.objects.get(action="evaluation.counted")
    assert row.data == {"sop": SLUG, "revision": 1, "period": "2026"}
    worst = made.worst[0]
    detail = head.open(f"{asked}&langkah={worst.step}")
    assert f'href="/cases/{worst.case}/#langkah-{worst.step}"' in detail.html
    overview = head.open("/offices/dpupr-gowa/evaluation/?periode=2026")
    assert f"{share} %" in overview.text


@pytest.mark.django_db
def test_the_files_say_what_the_page_says(played: Cast) -> None:
    count(played.revision(SLUG), YEAR, played.now)
    made = from_json(Summary.objects.get().facts)
    client = Visitor(played.user("dpupr-gowa", "kepala-dinas")).client
    reply = client.get(f"{PAGE}evaluation.xlsx?periode=2026")
    book = load_workbook(BytesIO(reply.content))
    assert book.sheetnames == ["Ringkasan", "Langkah", "Pencilan"]
    titles, *lines = book["Langkah"].iter_rows(values_only=True)
    on_time = titles.index("Tepat waktu")
    assert sum(line[on_time] for line in lines) == made.on_time
    assert lines[5][titles.index("Dikembalikan")] == 3
    assert book["Pencilan"].max_row == 1 + len(made.worst)
    reply = client.get(f"{PAGE}evaluation.pdf?periode=2026")
    assert reply.headers["Content-Type"] == "application/pdf"
    assert reply.content.startswith(b"%PDF")
    assert client.get(f"{PAGE}evaluation.pdf?periode=2019").status_code == 404


@pytest.mark.django_db
def test_who_inspects_reads_and_does_not_have_it_counted(cast: Cast) -> None:
    cast.start(SLUG)
    inspector = cast.inspector("dpupr-gowa")
    page = Visitor(inspector).open(f"{PAGE}?periode=2026")
    assert "/count/" not in page.html
    revision = cast.revision(SLUG)
    with pytest.raises(Denied):
        count_now(revision, YEAR, by=cast.acting("dpupr-gowa", "sekretaris"), at=cast.now)
    assert not Summary.objects.exists()


@pytest.mark.django_db
def test_the_page_takes_the_same_queries_however_much_happened(
    played: Cast, django_assert_num_queries: Any
) -> None:
    revision = played.revision(SLUG)
    count(revision, YEAR, played.now)
    client = Visitor(played.user("dpupr-gowa", "kepala-dinas")).client
    client.get(f"{PAGE}?periode=2026")  # the definition is read once for the process
    with django_assert_num_queries(QUERIES):
        assert client.get(f"{PAGE}?periode=2026&langkah=6").status_code == 200


QUERIES = 15
