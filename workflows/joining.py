"""When a step that several posts do side by side is done, and whose answer counts. No Django.

Rules of semantics.md: per column `wakil`, across columns `selesai_bila`, answers and `penentu`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sops.document import SALAH_SATU, Answer, SopDocument, Step, paper_key
from sops.graph import END, after, is_return, returns_allowed, target

OPEN, DONE, RELEASED = "terbuka", "selesai", "dilepas"


@dataclass(frozen=True)
class Seat:
    """One assignment as the rule sees it: its column, whether it is open or done, when it acted and its answer."""

    id: int
    column: str
    status: str = OPEN
    acted_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an act brings about: does the run close, by which answer, and whom it frees.

    `goes_to` is the order of the step that opens next, END for the archive; meaningful only where the run closes.
    `released` are open seats that another one's act makes needless, `voided` those that a return leaves behind.
    """

    closes: bool = False
    answer: Answer | None = None
    returns: bool = False
    jumps: bool = False
    goes_to: int = END
    released: tuple[int, ...] = ()
    voided: tuple[int, ...] = ()


def answer_named(step: Step, label: str) -> Answer | None:
    """The step's answer with that label; None where it offers none of that name."""
    return next((answer for answer in step.keputusan if answer.label == label), None)


def outcome(document: SopDocument, step: Step, seats: Sequence[Seat], acting: Seat) -> Outcome:
    """What the act of `acting` (already counted as done in `seats`) brings about."""
    steps = document.prosedur
    given = answer_named(step, acting.answer)
    if given and is_return(steps, step, given):
        left = tuple(seat.id for seat in seats if seat.status == OPEN)
        return Outcome(True, given, returns=True, goes_to=target(steps, step, given), voided=left)
    columns = counting(step, seats)
    met = [key for key in columns if is_met(document, key, seats)]
    closes = bool(met) if step.selesai_bila == SALAH_SATU else len(met) == len(columns)
    needless = tuple(
        seat.id
        for seat in seats
        if seat.status == OPEN
        and (closes or (seat.column in met and document.column(seat.column).wakil == SALAH_SATU))
    )
    if not closes:
        return Outcome(released=needless)
    answer = deciding_answer(document, step, seats, met, acting)
    goes_to = target(steps, step, answer) if answer else after(steps, step)
    return Outcome(True, answer, jumps=goes_to != after(steps, step), goes_to=goes_to, released=needless)


def without(document: SopDocument, step: Step, seats: Sequence[Seat]) -> Outcome:
    """What letting a seat go (already counted as released in `seats`) brings about."""
    done = [seat for seat in seats if seat.status == DONE]
    if not done:
        return Outcome()
    last = max(done, key=lambda seat: (seat.acted_at is not None, seat.acted_at, seat.id))
    return outcome(document, step, seats, last)


def counting(step: Step, seats: Sequence[Seat]) -> list[str]:
    """The columns that the step waits for: not one of which everybody was let go."""
    emptied = {seat.column for seat in seats} - {seat.column for seat in seats if seat.status != RELEASED}
    return [key for key in step.pelaksana if key not in emptied]


def refusal(document: SopDocument, step: Step, seats: Sequence[Seat], acting: Seat) -> Outcome:
    """What refusing to sign brings about: back as the step's own answer says, else to the step that made the paper.

    Raises LookupError where there is nowhere to go back to.
    """
    steps = document.prosedur
    left = tuple(seat.id for seat in seats if seat.status == OPEN and seat.id != acting.id)
    given = next((answer for answer in step.keputusan if is_return(steps, step, answer)), None)
    if given:
        return Outcome(True, given, returns=True, goes_to=target(steps, step, given), voided=left)
    return Outcome(True, None, returns=True, goes_to=maker_of(steps, step), voided=left)


def sent_to(document: SopDocument, step: Step, seats: Sequence[Seat], acting: Seat, order: int) -> Outcome:
    """What sending back to a step that the SOP's `kembali_ke` allows brings about. Raises LookupError for any other."""
    if order not in [each.order for each in returns_allowed(document, step)]:
        raise LookupError(order)
    left = tuple(seat.id for seat in seats if seat.status == OPEN and seat.id != acting.id)
    return Outcome(True, None, returns=True, goes_to=order, voided=left)


def maker_of(steps: Sequence[Step], step: Step) -> int:
    """The order of the last step before that made the paper; failing that, of the last that drafted anything, or of the
    step before. Raises LookupError at the first step."""
    before = [each for each in reversed(steps) if each.order < step.order]
    wanted = paper_key(step.paper)
    drafted = [each for each in before if each.tindakan == "menyusun"]
    named = [each for each in drafted if paper_key(each.output) == wanted]
    return (named or drafted or before)[0].order


def is_met(document: SopDocument, key: str, seats: Sequence[Seat]) -> bool:
    """Whether a column has done its part: one act for salah_satu, all of its seats otherwise."""
    column = [seat for seat in seats if seat.column == key]
    done = any(seat.status == DONE for seat in column)
    if document.column(key).wakil == SALAH_SATU:
        return done
    return done and not any(seat.status == OPEN for seat in column)


def deciding_answer(
    document: SopDocument, step: Step, seats: Sequence[Seat], met: Sequence[str], acting: Seat
) -> Answer | None:
    """The answer that routes: the penentu's, else the first one given in a column whose part is done."""
    if not step.keputusan:
        return None
    columns = [step.penentu] if step.penentu else met
    done = [seat for seat in seats if seat.column in columns and seat.status == DONE and seat.answer]
    first = min(done, key=lambda seat: (seat.acted_at is None, seat.acted_at, seat.id), default=acting)
    return answer_named(step, first.answer)
