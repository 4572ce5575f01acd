"""Filing the cases that are done: the machine finds them and lays their berkas down, never the act itself."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from activity.calling import call_worker
from activity.chain import MACHINE
from activity.models import Stream
from documents.archive.filing import NewBerkas, NewPaper, UnknownKlasifikasi, lay_down
from documents.models import Access, Naskah, Signature, SignedPaper, StoredFile, Tingkat
from documents.models.archive import Urgency
from workflows.kelengkapan import kinds_meant
from workflows.models import Assignment, Case, CaseStatus, Output
from workflows.signing import unsigned_on

logger = logging.getLogger(__name__)
TURN = timedelta(seconds=20)
PERFORMANCE, OTHER = "000.8.6.3", "000.8"  # Akuntabilitas kinerja; organisasi dan tata laksana
CODES = {"perjanjian_kinerja": PERFORMANCE, "capaian_kinerja": PERFORMANCE}

Clock = Callable[[], datetime]


def call() -> None:
    """Let a worker file what is done."""
    call_worker("workflows.file")


def file_of(output: Output) -> StoredFile | None:
    """The bytes of a paper as they count now; None for a note, and while its PDF is not made yet."""
    return output.content


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
        .select_related("file", "naskah__file", "naskah__number", "signed__file")
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
        papers=[*papers_of(case, outputs), *scans_of(case)],
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


def papers_of(case: Case, outputs: list[Output]) -> list[NewPaper]:
    """The papers of a case, each file once: a paper that was passed on has several names."""
    found: dict[int, NewPaper] = {}
    parties = None
    for output in outputs:
        file = file_of(output)
        if file is None or file.erased_at:
            continue
        kind = (
            output.naskah.kind
            if output.naskah
            else min(kinds_meant(case.office.naskah, output.name), default="")
        )
        if kind == "perjanjian_kinerja" and parties is None:
            parties = parties_of(case)
        mine = parties_in(output.naskah) if output.naskah else (parties or [])
        found[file.pk] = NewPaper(
            file=file,
            name=output.signed.title if output.signed else output.name,
            kind=kind,
            nomor=output.naskah.nomor if output.naskah else "",
            day=output.naskah.day if output.naskah else local_day(case, output.created_at),
            tingkat=tingkat_of(output),
            is_made_here=output.naskah is not None,
            parties=mine if kind == "perjanjian_kinerja" else [],
            signatures=signatures_on(output.signed) if output.signed else [],
        )
    return list(found.values())


def scans_of(case: Case) -> list[NewPaper]:
    """The scans of what was signed by hand or outside, each file once."""
    signatures = Signature.objects.filter(
        paper__runs__run__case=case, scan__isnull=False, paper__status__in=("terbuka", "lengkap")
    )
    found: dict[int, NewPaper] = {}
    for each in signatures.select_related("scan", "paper").order_by("id"):
        if each.scan and not each.scan.erased_at:
            found[each.scan.pk] = NewPaper(
                file=each.scan,
                name=f"Pindaian {each.paper.title}",
                kind=each.paper.kind,
                nomor=each.paper.nomor,
                day=each.paper.day or local_day(case, each.scan.uploaded_at),
                tingkat=Tingkat.COPY,
                signatures=signatures_on(each.paper),
            )
    return list(found.values())


def signatures_on(paper: SignedPaper) -> list[dict[str, str]]:
    """The signatures that a paper bears, as the metadata say them."""
    given = paper.signatures.filter(status="ditandatangani").order_by("order")
    return [
        {
            "penanda_tangan": ", ".join(each.block),
            "cara": str(each.get_way_display()),
            "waktu": each.signed_at.isoformat() if each.signed_at else "",
            "sertifikat": each.certificate,
            "dinyatakan_oleh": each.attested_as,
        }
        for each in given
    ] + unsigned_on(paper)


def tingkat_of(output: Output) -> str:
    """Tingkat perkembangan: what was made here and issued is the original, an upload a copy."""
    if output.signed:
        return Tingkat.ORIGINAL
    if output.naskah is None:
        return Tingkat.COPY
    return Tingkat.DRAFT if output.naskah.is_draft and output.naskah.of_kind.is_numbered else Tingkat.ORIGINAL


def parties_in(naskah: Naskah) -> list[dict[str, Any]]:
    """The parties of the Perjanjian Kinerja that a naskah prints."""
    papers = naskah.facts.get("pk") or []
    return [
        {
            "judul": paper.get("title", ""),
            "pihak_pertama": (paper.get("first") or {}).get("jabatan", ""),
            "pihak_kedua": (paper.get("second") or {}).get("jabatan", ""),
        }
        for paper in papers
        if isinstance(paper, dict)
    ]


def parties_of(case: Case) -> list[dict[str, Any]]:
    """The parties of the Perjanjian Kinerja that a case is about."""
    return [
        {
            "judul": f"{pk.get_kind_display()} Tahun {pk.year}",
            "pihak_pertama": pk.pihak_pertama.title,
            "pihak_kedua": pk.pihak_kedua.title if pk.pihak_kedua else "",
        }
        for pk in case.subjects.select_related("pihak_pertama", "pihak_kedua").order_by("id")
    ]
