"""Filing the cases that are done: the machine finds them and lays their berkas down, never the act itself."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import override

from activity.calling import call_worker
from activity.chain import MACHINE
from activity.models import Stream
from documents.archive.filing import NewBerkas, UnknownKlasifikasi, lay_down
from documents.models import Access, Naskah
from documents.models.archive import Urgency
from workflows.filed_papers import Filing
from workflows.models import Assignment, Case, CaseStatus, Output

logger = logging.getLogger(__name__)
TURN = timedelta(seconds=20)
PERFORMANCE, OTHER = "000.8.6.3", "000.8"  # Akuntabilitas kinerja; organisasi dan tata laksana
CODES = {"perjanjian_kinerja": PERFORMANCE, "capaian_kinerja": PERFORMANCE}

Clock = Callable[[], datetime]


def call() -> None:
    """Let a worker file what is done."""
    call_worker("workflows.file")


def cases_to_file() -> "QuerySet[Case]":
    """The cases that are done and not filed, with all their PDFs made."""
    unmade = Output.objects.newest().filter(
        Q(signed=None, naskah__isnull=False, naskah__file=None) | Q(signed__isnull=False, signed__file=None),
        case=OuterRef("pk"),
    )
    return Case.objects.filter(~Exists(unmade), status=CaseStatus.DONE, berkas=None).order_by("id")


def file_waiting(clock: Clock) -> int:
    """Lay down what waits until the turn is over; how many. A case that cannot be filed holds up no other."""
    end, last, filed = clock() + TURN, 0, 0
    while clock() < end and (pk := cases_to_file().filter(pk__gt=last).values_list("pk", flat=True).first()):
        last = pk
        try:
            filed += file_case(pk, clock())
        except DatabaseError:
            raise
        except UnknownKlasifikasi as reason:
            logger.warning("Kasus %s belum diarsipkan: %s", pk, reason)
        except Exception:
            logger.exception("Kasus %s tidak dapat diarsipkan", pk)
    return filed


@transaction.atomic
@override("id")
def file_case(pk: int, at: datetime) -> bool:
    """Lay down the berkas of one case; False where another worker is at it, or was. Raises UnknownKlasifikasi."""
    rows = cases_to_file().select_for_update(skip_locked=True, of=("self",))
    case = rows.select_related("office__government", "revision").filter(pk=pk).first()
    if case is None:
        return False
    stream = Stream.objects.select_for_update().get(pk=case.stream_id)
    case.berkas = lay_down(stream, new_berkas(case), at=at, actor=MACHINE)
    case.save(update_fields=["berkas"])
    return True


def new_berkas(case: Case) -> NewBerkas:
    """What a case is filed as."""
    outputs = list(
        Output.objects.newest()
        .filter(case=case)
        .select_related("file", "naskah__file", "naskah__number", "signed__file", "assignment")
        .order_by("created_at", "id")
    )
    last = (
        Assignment.objects.filter(run__case=case, acted_at__isnull=False)
        .select_related("acted_by", "post__unit")
        .order_by("-acted_at", "-id")
        .first()
    )
    unit = last.post.unit if last and last.post.office_id == case.office_id else None
    started, closed = local_day(case, case.started_at), local_day(case, case.closed_at or case.started_at)
    dispositions = [
        output.naskah for output in outputs if output.naskah and output.naskah.kind == "disposisi"
    ]
    return NewBerkas(
        office=case.office,
        code=str(case.revision.pengaturan.get("klasifikasi") or CODES.get(case.revision.hasil, OTHER)),
        hal=case.title,
        about_year=case.year,
        period=(started, closed),
        by=last.acted_by if last and last.acted_by else case.started_by,
        papers=Filing(case, outputs).papers(),
        unit=unit,
        sifat=highest(dispositions, "sifat", Urgency.values),
        access=highest(dispositions, "keamanan", Access.values),
        trigger_date=closed,
    )


def local_day(case: Case, at: datetime) -> date:
    """The day in the office's zone."""
    return at.astimezone(case.office.zone).date()


def highest(dispositions: list[Naskah], name: str, order: list[str]) -> str:
    """The highest of what the lembar disposisi say in a field; the lowest where they say nothing."""
    said = [str(naskah.values.get(name) or "") for naskah in dispositions]
    return max((each for each in said if each in order), key=order.index, default=order[0])
