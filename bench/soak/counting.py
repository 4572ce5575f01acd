"""What should have come of it, and what did: stages, rows of the record, notices, mails."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from activity.models import Activity, Notice, NoticeKind
from activity.verification import faults
from workflows.deadlines import STAGES
from workflows.models import Assignment
from workflows.telling import KINDS

HEARERS = {"pengingat": 1, "lewat_batas": 1, "terlambat": 2, "eskalasi": 1}
Stage = tuple[int, str]


@dataclass
class Injected:
    """What was done to it."""

    kills_sweeping: int = 0
    kills_delivering: int = 0
    in_transaction: int = 0  # of the kills of sweepers, those in the middle of a transaction
    kills_worker: int = 0
    kills_beat: int = 0
    redis_stops: int = 0
    redis_flushes: int = 0
    postgres_restarts: int = 0
    clock_jumps: int = 0
    ended: int = 0  # processes that ended by themselves and were started again
    bad_rows: int = 0
    may_double: int = 0  # sendings that may have been interrupted: each may have sent one mail once more

    def __str__(self) -> str:
        return ", ".join(f"{each.name} {getattr(self, each.name)}" for each in fields(self))


@dataclass
class Sums:
    """What was counted. `wrong` names what is lost or double, in words."""

    figures: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def must_be_none(self, name: str, count: int) -> None:
        """A figure that may only be 0."""
        self.figures[name] = count
        if count:
            self.wrong.append(f"{name}: {count}")

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in self.figures.items())


def due_stages(at: datetime) -> tuple[set[Stage], set[Stage]]:
    """The stages whose time has come, and those that bear the mark of having been told."""
    due, marked = set(), set()
    columns = [name for pair in STAGES for name in pair]
    for pk, *values in Assignment.objects.values_list("pk", *columns).iterator():
        for kind, when, told in zip(KINDS, values[::2], values[1::2], strict=True):
            if when and when <= at:
                due.add((pk, kind))
            if told:
                marked.add((pk, kind))
    return due, marked


def count(at: datetime, arrived: Mapping[int, int], injected: Injected) -> Sums:
    """Everything, against what was due by then and against each other."""
    sums = Sums()
    due, marked = due_stages(at)
    sums.figures |= {"tahap_jatuh_tempo": len(due), "tahap_disampaikan": len(due & marked)}
    sums.must_be_none("tahap_hilang", len(due - marked))
    sums.must_be_none("tahap_terlalu_dini", len(marked - due))
    count_record(sums, due)
    count_notices(sums, due)
    count_mails(sums, arrived, injected)
    sums.must_be_none("aliran_rusak", sum(1 for _ in faults()))
    return sums


def count_record(sums: Sums, due: set[Stage]) -> None:
    """Every stage is in the record once, and no row is about nothing."""
    rows = Activity.objects.filter(action="assignment.told").values_list("data", flat=True)
    told: Counter[Stage] = Counter()
    empty = total = 0
    for data in rows.iterator():
        total += 1
        empty += not data["stages"]
        told.update((data["assignment"], stage) for stage in data["stages"])
    sums.figures["baris_catatan"] = total
    sums.must_be_none("baris_kosong", empty)
    sums.must_be_none("catatan_hilang", len(due - told.keys()))
    sums.must_be_none("catatan_ganda", told.total() - len(told))


def count_notices(sums: Sums, due: set[Stage]) -> None:
    """Everybody who must hear of a stage has one notice of it."""
    found = Notice.objects.filter(topic_id__isnull=False).values_list("topic_id", "kind")
    written: Counter[Stage] = Counter((topic or 0, kind) for topic, kind in found.iterator())
    wanted = Counter({stage: HEARERS[stage[1]] for stage in due})
    sums.figures |= {"pemberitahuan_wajib": wanted.total(), "pemberitahuan": written.total()}
    sums.must_be_none("pemberitahuan_hilang", (wanted - written).total())
    sums.must_be_none("pemberitahuan_ganda", (written - wanted).total())


def count_mails(sums: Sums, arrived: Mapping[int, int], injected: Injected) -> None:
    """Every mail arrived, and no more came twice than sendings were interrupted."""
    mailed = Notice.objects.exclude(email="").exclude(kind=NoticeKind.DIGEST)
    wanted = set(mailed.values_list("pk", flat=True))
    digests = set(Notice.objects.filter(kind=NoticeKind.DIGEST).values_list("pk", flat=True))
    doubles = sum(arrived.values()) - len(arrived)
    sums.figures |= {"surel_wajib": len(wanted), "surel_tiba": len(wanted & arrived.keys())}
    sums.must_be_none("surel_hilang", len(wanted - arrived.keys()))
    sums.must_be_none("surel_asing", len(arrived.keys() - wanted - digests))
    sums.figures |= {"surel_ganda": doubles, "surel_boleh_ganda": injected.may_double}
    if doubles > injected.may_double:
        sums.wrong.append(f"surel_ganda: {doubles} > {injected.may_double}")
