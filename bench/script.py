"""Who acts with what: one script that both sides play, so that both write the same rows down to the last byte."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from organizations.capacity import Capacity, holders
from organizations.models import Post
from sops.definition import Definition
from sops.document import Step
from workflows.acting import Act

ACTS = 26  # of a Tarakan case


@dataclass(frozen=True)
class Waiting:
    """What waits for a post. `task` is whatever the side needs to find it again."""

    task: Any
    post_id: int
    step_id: int


@dataclass(frozen=True)
class Script:
    """The officials, looked up before the timing, as a page has done before it calls the action."""

    written: Definition
    officials: dict[int, Capacity]
    begins: datetime

    def at(self, number: int) -> datetime:
        """When the act of that number happens: a minute after the one before."""
        return self.begins + timedelta(minutes=number)

    def act(self, waiting: Waiting, *, is_first: bool, at: datetime) -> Act:
        """What the official fills in; the first one at a meeting writes its notes."""
        return act_of(self.written.step_of(waiting.step_id), is_first=is_first, at=at)


def script_of(written: Definition, begins: datetime) -> Script:
    """The script of a revision, with whoever holds its posts."""
    posts = Post.objects.filter(columns__sop=written.sop_id)
    return Script(written, holders(posts, begins), begins)


def act_of(step: Step, *, is_first: bool, at: datetime) -> Act:
    """What the step asks, and no more."""
    writes = step.tindakan in ("disposisi", "menyusun") or (step.tindakan == "rapat" and is_first)
    hands_over = step.tindakan == "menyerahkan"
    return Act(
        text=f"{step.kegiatan}: selesai" if writes else "",
        attendance="hadir" if step.tindakan == "rapat" else "",
        receiver="Penerima contoh" if hands_over else "",
        received_date=at.date() if hands_over else None,
        outside_party=step.pihak_luar[0] if step.pihak_luar else "",
        outside_date=at.date() if step.pihak_luar else None,
    )
