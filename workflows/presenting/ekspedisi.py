"""The delivery book of an office (buku ekspedisi): what was handed over, how many, to whom, when. A fixed number of
queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import QuerySet

from organizations.models import Office
from workflows.models import Assignment, AssignmentStatus, Case, Output


@dataclass(frozen=True)
class Delivery:
    """A row of the book. `more` are further recipients: to whom, how many, remark."""

    case: Case
    day: date
    paper: str
    nomor: str
    to: str
    copies: str
    by: str
    more: list[dict[str, str]]
    receipt: Output | None


def deliveries(cases: "QuerySet[Case]", office: Office, year: int) -> "QuerySet[Assignment]":
    """The acts of these cases by which something was handed over in that year, the first of them first."""
    zone = office.zone
    start, end = (datetime(each, 1, 1, tzinfo=zone).astimezone(UTC) for each in (year, year + 1))
    found = Assignment.objects.filter(
        run__case__in=cases.filter(office=office),
        status=AssignmentStatus.DONE,
        carried_from=None,
        details__has_keys=["penerima", "tanggal_terima"],
        acted_at__gte=start,
        acted_at__lt=end,
    )
    return found.select_related("run__case", "run__step", "acted_by").order_by("acted_at", "id")


def delivery_lines(acts: Sequence[Assignment]) -> list[Delivery]:
    """The rows for these acts. One query."""
    made: dict[int, list[Output]] = defaultdict(list)
    outputs = Output.objects.filter(run__in={act.run_id for act in acts}).select_related("naskah__number")
    for output in outputs.order_by("id"):
        made[output.run_id].append(output)
    return [delivery(act, made[act.run_id]) for act in acts]


def delivery(act: Assignment, outputs: Sequence[Output]) -> Delivery:
    """One row: the paper that the step passed on, and its receipt."""
    details = act.details
    own = [o for o in outputs if o.naskah and o.created_by_id == act.acted_by_id]
    receipt = next((o for o in own if o.naskah and o.naskah.kind == "tanda_terima"), None)
    nomor = next((o.naskah.nomor for o in outputs if o.naskah and o.naskah.nomor), "")
    step = act.run.step
    return Delivery(
        case=act.run.case,
        day=date.fromisoformat(details["tanggal_terima"]),
        paper=step.output or step.kelengkapan or step.kegiatan,
        nomor=nomor,
        to=details["penerima"],
        copies=str(details.get("jumlah", 1)),
        by=act.acted_by.name if act.acted_by else "",
        more=receipt.naskah.values.get("penerima", []) if receipt and receipt.naskah else [],
        receipt=receipt,
    )
