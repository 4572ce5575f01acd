"""The four state machines: every verb in every state either moves to the expected state or is refused."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from django_fsm import TransitionNotAllowed

from organizations.models import User
from workflows.models import Assignment, AssignmentStatus, Case, CaseStatus, RunStatus, StepRun, Tahap

pytestmark = pytest.mark.core

AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
Table = Mapping[str, tuple[set[str], str]]  # verb: the states from which it goes, and where to

CASE: Table = {
    "suspend": ({"berjalan"}, "ditangguhkan"),
    "resume": ({"ditangguhkan"}, "berjalan"),
    "cancel": ({"berjalan", "ditangguhkan"}, "dibatalkan"),
    "finish": ({"berjalan"}, "selesai"),
}
RUN: Table = {
    "complete": ({"aktif"}, "selesai"),
    "send_back": ({"aktif"}, "dikembalikan"),
    "withdraw": ({"aktif"}, "ditarik"),
    "void": ({"aktif"}, "batal"),
}
ASSIGNMENT: Table = {
    "complete": ({"terbuka"}, "selesai"),
    "release": ({"terbuka"}, "dilepas"),
    "void": ({"terbuka"}, "batal"),
    "reopen": ({"selesai", "dilepas"}, "terbuka"),
}
TAHAP = {
    "enter_disposisi": "disposisi",
    "enter_penyusunan": "penyusunan",
    "enter_penandatanganan": "penandatanganan",
    "enter_pengarsipan": "pengarsipan",
}


def call(thing: Case | StepRun | Assignment, verb: str) -> None:
    """The verb, with what it asks."""
    details: dict[str, Any] = {}
    if verb in ("cancel", "finish") or isinstance(thing, StepRun):
        details = {"at": AT}
    elif isinstance(thing, Assignment) and verb == "complete":
        details = {"by": User(), "printed": "Kepala Dinas", "on_behalf_of": None, "at": AT}
    getattr(thing, verb)(**details)


def check(thing: Case | StepRun | Assignment, verb: str, table: Table) -> None:
    """The verb moves the thing as the table says, or is refused and changes nothing."""
    before = thing.status
    sources, goes_to = table[verb]
    if before in sources:
        call(thing, verb)
        assert thing.status == goes_to
    else:
        with pytest.raises(TransitionNotAllowed):
            call(thing, verb)
        assert thing.status == before


def pairs(states: Iterable[str], verbs: Iterable[str]) -> list[tuple[str, str]]:
    """Every state with every verb."""
    return list(product(map(str, states), verbs))


@pytest.mark.parametrize(("state", "verb"), pairs(CaseStatus.values, CASE))
def test_the_status_of_a_case_moves_by_its_verbs(state: str, verb: str) -> None:
    check(Case(status=state), verb, CASE)


@pytest.mark.parametrize("verb", CASE)
def test_the_tahap_stays_when_the_status_moves(verb: str) -> None:
    case = Case(status=next(iter(CASE[verb][0])), tahap="penyusunan")
    call(case, verb)
    assert case.tahap == "penyusunan"


@pytest.mark.parametrize(("state", "verb"), pairs(RunStatus.values, RUN))
def test_the_status_of_a_run_moves_by_its_verbs(state: str, verb: str) -> None:
    check(StepRun(status=state), verb, RUN)


@pytest.mark.parametrize(("state", "verb"), pairs(AssignmentStatus.values, ASSIGNMENT))
def test_the_status_of_an_assignment_moves_by_its_verbs(state: str, verb: str) -> None:
    check(Assignment(status=state), verb, ASSIGNMENT)


@pytest.mark.parametrize(
    ("state", "verb", "stands_at"), list(product(map(str, Tahap.values), TAHAP, TAHAP.values()))
)
def test_a_case_enters_the_tahap_of_the_step_it_stands_at_and_no_other(
    state: str, verb: str, stands_at: str
) -> None:
    case = Case(tahap=state)
    case.step_tahap = stands_at
    if TAHAP[verb] == stands_at != state:
        call(case, verb)
        assert case.tahap == stands_at
    else:
        with pytest.raises(TransitionNotAllowed):
            call(case, verb)
        assert case.tahap == state


@pytest.mark.parametrize(("state", "status"), pairs(Tahap.values, CaseStatus.values))
def test_a_case_is_filed_when_it_is_done_and_only_once(state: str, status: str) -> None:
    case = Case(tahap=state, status=status)
    if status == "selesai" and state != "arsip":
        case.file_away()
        assert case.tahap == "arsip"
    else:
        with pytest.raises(TransitionNotAllowed):
            case.file_away()
        assert case.tahap == state


@pytest.mark.parametrize(
    ("thing", "field", "table"),
    [
        (Case(), "status", set(CASE)),
        (Case(), "tahap", {*TAHAP, "file_away"}),
        (StepRun(), "status", set(RUN)),
        (Assignment(), "status", set(ASSIGNMENT)),
    ],
    ids=["case status", "case tahap", "run", "assignment"],
)
def test_the_tables_name_every_verb(thing: Case | StepRun | Assignment, field: str, table: set[str]) -> None:
    transitions = getattr(thing, f"get_all_{field}_transitions")()
    assert {transition.name for transition in transitions} == table


@pytest.mark.parametrize("thing", [Case(), StepRun(), Assignment()], ids=["case", "run", "assignment"])
def test_a_status_is_not_set_by_hand(thing: Case | StepRun | Assignment) -> None:
    with pytest.raises(AttributeError):
        thing.status = "selesai"
