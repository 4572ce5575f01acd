"""What in an act goes beyond routine work, and what the office says of a Plt. or Plh. who does it.

Told on the page before the attempt, enforced by the act. Sending back is always possible: it decides nothing.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace

from documents.models import Signature, SignatureStatus
from organizations.capacity import Capacity
from organizations.kewenangan import MANDATED, SIGNS_PK, STRATEGIC, mandate
from sops.definition import Definition
from sops.document import Step
from sops.graph import step_named
from workflows.acting import Act
from workflows.errors import Denied
from workflows.models import Assignment

GIVEN = (SignatureStatus.WAITING, SignatureStatus.SIGNED)


def is_strategic(written: Definition, step: Step) -> bool:
    """Whether the SOP's `pengaturan.strategis` names the step."""
    names = written.document.pengaturan.get("strategis", ())
    return any(step_named(written.steps, name).order == step.order for name in names)


def signing_pks(tasks: Collection[Assignment]) -> set[tuple[int, int]]:
    """Of these tasks the (run, post) whose post is a party of a Perjanjian Kinerja that the run signs, signed yet or
    not. One query."""
    owed = Signature.objects.filter(
        paper__runs__run__in=[task.run_id for task in tasks],
        paper__perjanjian_kinerja__isnull=False,
        post__in=[task.post_id for task in tasks],
        status__in=GIVEN,
    )
    return set(owed.values_list("paper__runs__run", "post"))


def mandate_of(
    by: Capacity,
    task: Assignment,
    written: Definition,
    step: Step,
    choices: Mapping[str, str],
    signing: Collection[tuple[int, int]] | None = None,
) -> tuple[str, list[str]]:
    """Why the act is not theirs, or nothing; and what they are warned of. No query for whoever has the full powers of
    the post, nor where it is known who is `signing` (of `signing_pks`)."""
    if by.kind not in MANDATED:
        return "", []
    acts = [STRATEGIC] if is_strategic(written, step) else []
    if step.tindakan == "menandatangani":
        known = signing_pks([task]) if signing is None else signing
        acts += [SIGNS_PK] if (task.run_id, task.post_id) in known else []
    return mandate(choices, by.kind, acts)


def within_mandate(act: Act, by: Capacity, seat: Assignment, written: Definition, step: Step) -> Act:
    """The act, with the warnings that were passed over. Raises Denied. `seat` is one of `locked_seats`."""
    if by.kind not in MANDATED:
        return act
    choices: Mapping[str, str] = json.loads(seat.kewenangan)  # type: ignore[attr-defined]
    reason, warned = mandate_of(by, seat, written, step, choices)
    if reason:
        raise Denied(reason)
    return replace(act, mandate=tuple(warned))


def sign_refusal(by: Capacity, signature: Signature, written: Definition, step: Step) -> str:
    """Why a Plt. or Plh. may not put this signature, or nothing."""
    signs = [SIGNS_PK] if signature.paper.perjanjian_kinerja_id else []
    strategic = [STRATEGIC] if is_strategic(written, step) else []
    return mandate(signature.paper.office.kewenangan_pelaksana, by.kind, [*strategic, *signs])[0]
