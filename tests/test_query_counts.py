"""A page costs the same number of queries however many rows it shows, once the SOPs are in the process's memory."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Naskah
from sops.definition import definition
from sops.models import Revision
from tests.cast import Cast
from tests.story import open_tasks
from tests.visitor import Visitor, visitor_for
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.laying_down import lay_down_waiting
from workflows.models import Assignment, Case, Output

pytestmark = pytest.mark.django_db


def cost(visitor: Visitor, url: str) -> int:
    """The number of queries of a page; it is opened once before, as it would have been."""
    visitor.open(url)
    with CaptureQueriesContext(connection) as queries:
        visitor.open(url)
    return len(queries)


def start_many(cast: Cast, number: int, order: int = 1) -> None:
    """So many cases of Tarakan that stand at the step of that order."""
    for _ in range(number):
        cast.advance(cast.start("tarakan-dpupr"), order)


@pytest.mark.parametrize(
    "url",
    [
        "/inbox/",
        "/head/",
        "/head/running/",
        "/head/load/",
        "/due/",
        "/due/?lingkup=kantor",
        "/cases/",
        "/cases/?status=berjalan&q=uji",
    ],
)
def test_a_list_of_50_costs_what_a_list_of_1_costs(cast: Cast, url: str) -> None:
    visitor = Visitor(cast.head)
    start_many(cast, 1)
    one = cost(visitor, url)
    start_many(cast, 49)
    assert cost(visitor, url) == one


def test_50_decisions_on_the_page_of_the_head_cost_what_1_costs(cast: Cast) -> None:
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: selesai}}"
    revision = load_sop("tanda-tangan", check, FILE)
    visitor = Visitor(cast.head)
    cast.start(revision.sop.slug)
    one = cost(visitor, "/head/")
    for _ in range(49):
        cast.start(revision.sop.slug)
    assert cost(visitor, "/head/") == one


def test_50_papers_on_the_page_of_many_cost_what_1_costs(cast: Cast) -> None:
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: selesai}}"
    revision = load_sop("tanda-tangan", check, FILE)
    visitor = Visitor(cast.head)
    cast.start(revision.sop.slug)
    one = cost(visitor, "/sign/")
    for _ in range(49):
        cast.start(revision.sop.slug)
    assert cost(visitor, "/sign/") == one


@pytest.mark.slow
def test_cases_of_many_sops_cost_what_those_of_one_cost(cast: Cast) -> None:
    visitor = Visitor(cast.head)
    start_many(cast, 1)
    costs = {url: cost(visitor, url) for url in ("/inbox/", "/head/", "/cases/")}
    for number in range(20):
        cast.start(load_sop(f"uji-{number}", COMMAND, DRAFT, FILE).sop.slug)
    assert {url: cost(visitor, url) for url in costs} == costs


@pytest.mark.slow
def test_50_sops_cost_what_1_costs(cast: Cast) -> None:
    visitor = Visitor(cast.admin("dpupr-tarakan"))
    one = {url: cost(visitor, url) for url in ("/sops/", "/inbox/")}
    for number in range(49):
        load_sop(f"uji-{number}", COMMAND, DRAFT, FILE)
    assert Revision.objects.filter(sop__office__slug="dpupr-tarakan").count() == 50
    assert {url: cost(visitor, url) for url in one} == one


def test_the_page_of_an_sop_costs_the_same_with_50_beside_it(cast: Cast) -> None:
    visitor, url = Visitor(cast.admin("dpupr-tarakan")), "/sops/dpupr-tarakan/tarakan-dpupr/"
    one = cost(visitor, url)
    for number in range(49):
        load_sop(f"uji-{number}", COMMAND, DRAFT, FILE)
    assert cost(visitor, url) == one


def rounds(cast: Cast, case: Case, number: int) -> None:
    """The draft goes back and forth so many times."""
    for _ in range(number):
        cast.complete(open_tasks(case).get(), answer="Tidak", note="Perbaiki")
        cast.complete(open_tasks(case).get())


@pytest.fixture
def checked(cast: Cast) -> Case:
    """A case whose draft the head checks."""
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}"
    revision = load_sop("periksa", COMMAND, DRAFT, check, FILE)
    return cast.advance(cast.start(revision.sop.slug), 3)


def test_the_act_page_costs_the_same_after_2_and_after_40_acts(cast: Cast, checked: Case) -> None:
    before = cost(visitor_for(open_tasks(checked).get()), f"/assignments/{open_tasks(checked).get().pk}/")
    rounds(cast, checked, 19)
    task = open_tasks(checked).get()
    assert Assignment.objects.filter(run__case=checked, status="selesai").count() == 40
    assert cost(visitor_for(task), f"/assignments/{task.pk}/") == before


@pytest.mark.parametrize("more", ["", "?catatan=semua"])
def test_the_page_of_a_case_costs_the_same_after_2_and_after_40_acts(
    cast: Cast, checked: Case, more: str
) -> None:
    url = f"/cases/{checked.pk}/{more}"
    before = cost(Visitor(cast.head), url)
    rounds(cast, checked, 19)
    assert cost(Visitor(cast.head), url) == before


def test_the_page_of_a_joint_step_costs_what_one_with_a_single_actor_costs(cast: Cast) -> None:
    joint = open_tasks(cast.advance(cast.start("tarakan-dpupr"), 5)).first()
    lay_down_waiting(lambda: cast.now)  # the machine's work: there is nothing but notes to sign
    before = cost(visitor_for(joint), f"/assignments/{joint.pk}/")
    alone = open_tasks(cast.advance(Case.objects.get(), 6)).get()
    assert cost(visitor_for(alone), f"/assignments/{alone.pk}/") == before


def test_a_page_that_makes_papers_costs_a_few_queries_more_however_many_papers_there_are(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    task = open_tasks(case).get()
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/"
    before = cost(visitor, url)
    run = task.run
    for number in range(30):
        naskah = Naskah.objects.create(
            office=case.office, kind="notulen", title=f"N{number}", created_at=cast.now, created_by=cast.head
        )
        Output.objects.create(
            case=case,
            run=run,
            name=f"N{number}",
            key=f"n{number}",
            naskah=naskah,
            created_at=cast.now,
            created_by=cast.head,
        )
    assert cost(visitor, url) == before


def test_a_cold_process_reads_each_sop_once(cast: Cast) -> None:
    start_many(cast, 3)
    visitor, url = Visitor(cast.head), f"/cases/{Case.objects.earliest('id').pk}/"
    visitor.open(url)
    warm = cost(visitor, url)
    definition.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        visitor.open(url)
    assert 0 < len(queries) - warm < 10
    assert definition.cache_info().misses == 1
