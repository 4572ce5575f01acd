"""The named cast of the tests, and playing a case with them through the actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from organizations.capacity import Capacity, holder
from organizations.models import Office, Post, User
from sops.models import Revision
from workflows.acting import Act
from workflows.actions.complete import complete_assignment
from workflows.actions.start import NewCase, start_case
from workflows.models import Assignment, Case, RunStatus, StepRun


@dataclass
class Cast:
    """Officials of the loaded offices. The head, a clerk, an outsider who must see nothing, an inspector, an admin."""

    now: datetime

    def post(self, office: str, slug: str) -> Post:
        """A post of an office (or of its government)."""
        found = Post.objects.filter(office__slug=office, slug=slug).first()
        return found or Post.objects.get(office=None, government__offices__slug=office, slug=slug)

    def acting(self, office: str, slug: str) -> Capacity:
        """Who acts for a post."""
        found = holder(self.post(office, slug), self.now)
        assert found is not None, f"{office}/{slug} is vacant"
        return found

    def user(self, office: str, slug: str) -> User:
        """The official of a post."""
        return self.acting(office, slug).user

    def admin(self, office: str) -> User:
        """The admin of an office."""
        return User.objects.get(username=f"admin-{office}")

    def inspector(self, office: str) -> User:
        """The inspector of an office."""
        return User.objects.get(username=f"inspektur-{office}")

    @property
    def head(self) -> User:
        """Kepala Dinas PUPR Tarakan."""
        return self.user("dpupr-tarakan", "kepala-dinas")

    @property
    def secretary(self) -> User:
        """Sekretaris of DPUPR Tarakan."""
        return self.user("dpupr-tarakan", "sekretaris")

    @property
    def outsider(self) -> User:
        """An official of another office altogether."""
        return self.user("dpupr-gowa", "sekretaris")

    def revision(self, slug: str) -> Revision:
        """The revision in force of an SOP."""
        return Revision.objects.select_related("sop__office").get(sop__slug=slug, status="berlaku")

    def start(self, slug: str, **details: Any) -> Case:
        """A case of the SOP, started by whoever acts for its first step."""
        revision = self.revision(slug)
        office: Office = revision.sop.office
        first = revision.steps.get(order=1).marks.get().pelaksana.key
        row = revision.sop.column_posts.filter(key=first, end_at=None).first()
        assert row is not None
        by = holder(row.post, self.now)
        assert by is not None
        kind = "pk" if revision.hasil == "perjanjian_kinerja" else ""
        new = NewCase(**{"title": f"Uji {office.slug}", "year": 2026, "pk_kind": kind, **details})
        return start_case(revision, by=by, at=self.now, new=new)

    def open_run(self, case: Case) -> StepRun | None:
        """The run at which the case stands; None where it is closed."""
        return StepRun.objects.select_related("step").filter(case=case, status=RunStatus.ACTIVE).first()

    def tasks(self, case: Case) -> list[Assignment]:
        """What waits in the case, in the order of the sheet."""
        open_tasks = Assignment.objects.filter(run__case=case, status="terbuka")
        return list(open_tasks.select_related("run__step", "post").order_by("id"))

    def complete(self, task: Assignment, **details: Any) -> Case:
        """The holder of the task's post acts, with what its step asks filled in unless given."""
        by = holder(task.post, self.now)
        assert by is not None
        self.now += timedelta(minutes=1)
        return complete_assignment(task, by=by, at=self.now, act=an_act(task, self.now, **details))

    def advance(self, case: Case, to_order: int) -> Case:
        """All act, forward, until the case stands at the step with that order."""
        while (run := self.open_run(case)) and run.step.order < to_order:
            self.complete(self.tasks(case)[0])
        return Case.objects.get(pk=case.pk)

    def advance_to_end(self, case: Case) -> Case:
        """All act, forward, to the archive."""
        return self.advance(case, 10_000)


def an_act(task: Assignment, at: datetime, **details: Any) -> Act:
    """What the step of the task asks, filled in."""
    step = task.run.step
    decisions = list(step.decisions.values_list("label", "target"))
    forward = next((label for label, target in decisions if target == "lanjut"), "")
    chosen = {
        column.key: list(
            step.revision.sop.column_posts.filter(key=column.key, end_at=None).values_list("post", flat=True)[
                :1
            ]
        )
        for column in step.revision.columns.filter(wakil="dipilih")
    }
    usual: dict[str, Any] = {
        "answer": forward,
        "text": "Isi contoh" if step.tindakan in ("disposisi", "menyusun", "rapat") else "",
        "attendance": "hadir" if step.tindakan == "rapat" else "",
        "receiver": "Penerima contoh" if step.tindakan == "menyerahkan" else "",
        "received_date": at.date() if step.tindakan == "menyerahkan" else None,
        "from_outside": True,
        "unsigned_reason": "Naskahnya belum kembali.",
        "chosen": chosen,
    }
    return Act(**{**usual, **details})
