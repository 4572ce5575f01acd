"""The step graph: where an answer leads, and which SOPs cannot run. No Django."""

from collections.abc import Iterator, Sequence

from activity.words import _
from sops.document import DIPILIH, LANJUT, SALAH_SATU, SELESAI, SEMUA, Answer, Column, SopDocument, Step

END = 0  # the order of "no further step": the case is done


class UnknownTarget(Exception):
    """An answer names a step that is not there, or that more than one step could be."""


def step_named(steps: Sequence[Step], name: str) -> Step:
    """The step with that kode, else with that printed number. Raises UnknownTarget, with the reason."""
    by_code = [step for step in steps if name and step.kode == name]
    by_number = [step for step in steps if step.nomor == name]
    found = by_code or by_number
    if not found:
        raise UnknownTarget(_("langkah “%(name)s” tidak ada") % {"name": name})
    if len(found) > 1:
        message = _(
            "nomor “%(name)s” dipakai lebih dari satu langkah; beri langkah itu `kode` dan sebut kodenya"
        )
        raise UnknownTarget(message % {"name": name})
    return found[0]


def after(steps: Sequence[Step], step: Step) -> int:
    """The order of the step that follows on the paper; END after the last."""
    return step.order + 1 if step.order < len(steps) else END


def target(steps: Sequence[Step], step: Step, answer: Answer) -> int:
    """The order of the step that an answer leads to; END for the end. Raises UnknownTarget."""
    if answer.target == LANJUT:
        return after(steps, step)
    if answer.target == SELESAI:
        return END
    return step_named(steps, answer.target).order


def is_return(steps: Sequence[Step], step: Step, answer: Answer) -> bool:
    """Whether the answer sends the case back to an earlier step."""
    order = target(steps, step, answer)
    return order != END and order < step.order


def is_jump(steps: Sequence[Step], step: Step, answer: Answer) -> bool:
    """Whether the answer skips steps."""
    order = target(steps, step, answer)
    return order != after(steps, step) and not is_return(steps, step, answer)


def returns_allowed(document: SopDocument, step: Step) -> list[Step]:
    """The earlier steps to which `pengaturan.kembali_ke` lets a step send the case back, besides its own answers."""
    steps = document.prosedur
    for name, goals in document.pengaturan.get("kembali_ke", {}).items():
        if step_named(steps, name).order == step.order:
            found = {step_named(steps, goal).order for goal in goals}
            return [each for each in steps if each.order in found and each.order < step.order]
    return []


def exits(steps: Sequence[Step], step: Step) -> Iterator[int]:
    """The orders of all steps that may follow; targets that are not there are passed over."""
    if not step.keputusan:
        yield after(steps, step)
    for answer in step.keputusan:
        try:
            yield target(steps, step, answer)
        except UnknownTarget:
            continue


def reachable(steps: Sequence[Step]) -> set[int]:
    """The orders of the steps that a case can come to."""
    found, open_ = set(), [1] if steps else []
    while open_:
        order = open_.pop()
        if order not in found and order != END:
            found.add(order)
            open_ += exits(steps, steps[order - 1])
    return found


def leads_to_end(steps: Sequence[Step]) -> set[int]:
    """The orders of the steps from which the end can be reached."""
    found: set[int] = {END}
    while True:
        more = {
            s.order
            for s in steps
            if s.order not in found and any(order in found for order in exits(steps, s))
        }
        if not more:
            return found - {END}
        found |= more


def acts_alone(column: Column) -> bool:
    """Whether exactly one post acts for the column."""
    return column.wakil == SALAH_SATU or (column.wakil == SEMUA and len(column.jabatan) == 1)


def needs_several_acts(document: SopDocument, step: Step) -> bool:
    """Whether the step closes only after several posts have acted, so that their answers could differ."""
    columns = [document.column(key) for key in step.pelaksana]
    if len(columns) > 1:
        return step.selesai_bila == SEMUA
    return columns[0].wakil == DIPILIH or not acts_alone(columns[0])


def forward_answers(steps: Sequence[Step], step: Step) -> list[Answer]:
    """The answers that do not return."""
    return [answer for answer in step.keputusan if not is_return(steps, step, answer)]
