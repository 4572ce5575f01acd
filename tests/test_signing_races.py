"""Many officials and one paper at the same moment, on connections of their own: on PostgreSQL only (tests/racing.py).

SIGN_PAPERS says how many papers eight officials sign at once; `make soak` tries 30.
"""

import os
from datetime import timedelta

import pytest

from activity.models import Activity
from activity.record import locked_stream
from activity.verification import faults
from documents.models import PaperStatus, Signature, SignedPaper
from documents.signing import auditing
from documents.signing.errors import CannotSign
from documents.signing.freezing import freeze_waiting
from documents.signing.standing import trusted_here
from documents.signing.verifying import verified
from organizations.appointing import end
from organizations.capacity import Capacity, admin_capacity
from organizations.models import Appointment, Office
from organizations.models.periods import day_of
from sops.definition import definition
from tests.cast import Cast, an_act
from tests.racing import BY_CHANCE, TIMES, Side, hold_case, overtaken, put_at, race
from tests.signing_papers import OFFICE, Officials, awaited, content_of, fresh, of_upload
from tests.written_sops import COMMAND, DRAFT, FILE, load_sop
from workflows.actions.complete import complete_assignment
from workflows.actions.manage import cancel_case
from workflows.actions.sign import owed, sign_one
from workflows.errors import Denied, Stale
from workflows.laying_down import lay_down_waiting
from workflows.models import Assignment, Case, Output

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PAPERS = int(os.environ.get("SIGN_PAPERS", "3"))
SIGN = (
    "kegiatan: Menandatangani, pelaksana: [kepala, sekretaris], tahap: penandatanganan, "
    "tindakan: menandatangani, naskah: Konsep, output: Dokumen, keputusan: {Setuju: lanjut, Tolak: 2}"
)
MINUTE = timedelta(minutes=1)


def hold_office() -> None:
    """All who sign a paper of no case meet at the head of the office's stream."""
    locked_stream(f"office:{OFFICE}")


def signing(officials: Officials, signature: Signature) -> Side:
    return lambda: officials.sign(signature)


def test_eight_officials_sign_one_paper_at_once_and_eight_signatures_hold(stage: None, cast: Cast) -> None:
    officials = Officials(cast.now)
    papers = []
    for number in range(PAPERS):
        paper = of_upload(officials.posts, cast.now, title=f"Naskah {number}")
        results = race(*(signing(officials, each) for each in awaited(paper)), held=hold_office)
        assert results == [None] * 8
        papers.append(fresh(paper))
        assert papers[-1].status == PaperStatus.SIGNED
    found = verified(content_of(papers[-1].file), trusted_here())
    assert found.holds, found
    assert len(found.signatures) == len({each.fingerprint for each in found.signatures}) == 8
    assert len(papers) == PAPERS
    assert auditing.counted() == (PAPERS, 8 * PAPERS)
    assert not list(auditing.faults(trusted_here()))
    assert not list(faults())


class Step:
    """A case that stands at a step where the kepala dinas and the sekretaris sign one paper that was uploaded."""

    def __init__(self, cast: Cast, officials: Officials, slug: str, order: int) -> None:
        Office.objects.filter(slug=OFFICE).update(signing_way="internal")
        self.cast, self.officials, self.order = cast, officials, order
        self.case = cast.start(slug)
        run = self.case.runs.earliest("id")
        by = self.case.started_by
        paper = of_upload(officials.posts[:1], cast.now)  # only to have an upload
        Output.objects.create(
            case=self.case, run=run, name=self.paper_name, key=self.paper_name.casefold(),
            file=paper.source, created_at=cast.now, created_by=by,
        )  # fmt: skip

    @property
    def paper_name(self) -> str:
        return definition(self.case.revision_id).document.prosedur[self.order - 1].paper

    def opens(self) -> tuple[SignedPaper, list[Assignment]]:
        """The step opens anew; the paper that is to be signed now, and the tasks."""
        self.cast.now += MINUTE
        tasks = put_at(self.case, self.order, by=self.case.started_by, at=self.cast.now)
        assert lay_down_waiting(lambda: self.cast.now) == 1
        freeze_waiting(lambda: self.cast.now)
        paper = SignedPaper.objects.get(runs__run=tasks[0].run)
        assert paper.is_frozen
        return paper, tasks

    def signs(self, task: Assignment) -> Side:
        """The holder signs what they owe, as they saw it before the race."""
        [signature] = owed(task)
        by = self.officials.seats[task.post_id]
        pen = self.officials.pens[task.post_id]
        return lambda: sign_one(task, signature, pen, by=by, at=self.cast.now)

    def race(self, *sides: Side) -> list[object]:
        """In this order: the first one given comes first."""
        return race(*sides, held=hold_case(self.case), in_order=True)

    def told(self, paper: SignedPaper) -> list[str]:
        """What the case's record says of a paper, in its order."""
        rows = Activity.objects.filter(stream=self.case.stream, data__paper=paper.pk)
        return list(rows.order_by("number").values_list("action", flat=True))


def test_two_officials_of_a_step_sign_in_the_same_second_and_one_who_clicks_twice_signs_once(
    stage: None, cast: Cast
) -> None:
    officials = Officials(cast.now)
    step = Step(cast, officials, "tarakan-dpupr", 5)
    paper, [one, other, *rest] = step.opens()
    before = content_of(fresh(paper).file)
    assert step.race(step.signs(one), step.signs(other)) == [None, None]
    third = rest[0]
    twice = step.race(step.signs(third), step.signs(third))
    assert twice[0] is None
    assert isinstance(twice[1], CannotSign), twice
    content = content_of(fresh(paper).file)
    assert content.startswith(before)
    assert len(verified(content, trusted_here()).signatures) == 3
    assert verified(content, trusted_here()).holds
    assert paper.signatures.filter(status="ditandatangani").count() == 3
    assert step.told(paper) == ["paper.signed"] * 3
    assert not list(auditing.faults(trusted_here()))


def refuses(step: Step, task: Assignment) -> Side:
    by, at = step.officials.seats[task.post_id], step.cast.now
    act = an_act(task, at, answer="Tolak", note="Target keliru", refusal="Target keliru")
    return lambda: complete_assignment(task, by=by, at=at, act=act)


def cancels(step: Step, by: Capacity) -> Side:
    return lambda: cancel_case(step.case, by=by, at=step.cast.now, reason="Tidak jadi")


def test_nothing_is_signed_after_a_refusal_or_a_cancelled_case_made_it_void(stage: None, cast: Cast) -> None:
    load_sop("uji-ttd", COMMAND, DRAFT, SIGN, FILE)
    officials = Officials(cast.now, ["kepala-dinas", "sekretaris"])
    one, other = (Step(cast, officials, "uji-ttd", 3) for _ in range(2))
    admin = admin_capacity(cast.admin(OFFICE), one.case.office, cast.now)
    assert admin
    for step, is_refused, is_first in (
        (one, True, False),
        (one, True, True),
        (one, False, True),
        (other, False, False),
    ):
        paper, tasks = step.opens()
        ending = refuses(step, tasks[1]) if is_refused else cancels(step, admin)
        turned = -1 if is_first else 1
        signed, ended = step.race(*[step.signs(tasks[0]), ending][::turned])[::turned]
        assert isinstance(ended, Case), ended
        signature = paper.signatures.get(post=tasks[0].post)
        if is_first:
            assert isinstance(signed, CannotSign | Stale), signed
            assert (signature.status, signature.file) == ("batal", None)
        else:
            assert signed is None
            assert signature.status == "ditandatangani"
        assert fresh(paper).status == PaperStatus.VOID
        told = step.told(paper)
        assert "paper.signed" not in told[told.index("paper.void") :]
    assert not list(auditing.faults(trusted_here()))
    assert not list(faults())


def test_who_signs_while_the_appointment_ends_has_signed_or_is_told(stage: None, cast: Cast) -> None:
    load_sop("uji-akhir", COMMAND, DRAFT, SIGN, FILE)
    step = Step(cast, Officials(cast.now, ["kepala-dinas", "sekretaris"]), "uji-akhir", 3)
    office = step.case.office
    admin = admin_capacity(cast.admin(OFFICE), office, cast.now)
    assert admin
    came = {"signed": 0, "told": 0}
    for number in range(TIMES if BY_CHANCE else 2):
        paper, [task, *_] = step.opens()
        held = Appointment.objects.get(post=task.post, kind="definitif")

        def ends(held: Appointment = held) -> object:
            return end(office, held, on=day_of(cast.now), by=admin, at=cast.now, reason="SK")

        def hold_both() -> None:
            hold_office()
            hold_case(step.case)()

        if BY_CHANCE:
            signed, ended = race(step.signs(task), ends, held=hold_both)
        elif number:
            ended, signed = overtaken(ends, step.signs(task), held=hold_office)
        else:
            signed, ended = overtaken(step.signs(task), ends, held=hold_case(step.case))
        assert isinstance(ended, Appointment), ended
        assert signed is None or isinstance(signed, Denied), signed
        status = paper.signatures.get(post=task.post).status
        assert status == ("ditandatangani" if signed is None else "menunggu")
        came["told" if signed else "signed"] += 1
        Appointment.objects.filter(pk=held.pk).update(end_date=held.end_date)
    assert BY_CHANCE or all(came.values()), came  # by chance it may always be the same who comes first
    assert not list(auditing.faults(trusted_here()))
    assert not list(faults())
