"""What pages say of parties that no signing step has a seat for, and what one does about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sops.definition import Definition
from workflows.models import Case, StepRun
from workflows.seats_ahead import LeftOut, advice, left_out_now


@dataclass(frozen=True)
class LeftOutPart:
    """The parties left out; `advice` is what to do about those of the office, without whom the case does not end."""

    lines: list[LeftOut]
    advice: str

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def stopping(self) -> list[LeftOut]:
        """Those of the office."""
        return [line for line in self.lines if line.stops]

    @property
    def elsewhere(self) -> list[LeftOut]:
        """Those outside the office, who sign outside of the system anyway."""
        return [line for line in self.lines if not line.stops]

    @property
    def ids(self) -> Collection[int]:
        """The signatures."""
        return {line.signature.pk for line in self.lines}


def left_out_of(case: Case, written: Definition, run: StepRun | None, at: datetime) -> LeftOutPart:
    """Who is left out as the case stands at this run. No query where the case makes no Perjanjian Kinerja."""
    if not case.pk_kind or run is None or run.closed_at:
        return LeftOutPart([], "")
    return LeftOutPart(left_out_now(case, written, run, at), advice(written, written.step_of(run.step_id)))
