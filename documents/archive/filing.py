"""Laying down what is filed: its number, its metadata, its papers. The package follows in the worker (packing)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from activity.calling import call_worker
from activity.chain import Actor
from activity.models import Stream
from activity.record import record
from documents.models import Access, Arsip, Berkas, Klasifikasi, StoredFile, Tingkat
from documents.models.archive import Urgency
from documents.models.numbering import next_number
from organizations.models import Office, Unit, User

SOP_CODE = "000.8.3.3"  # Standar Operasional Prosedur (Permendagri 83/2022)


class UnknownKlasifikasi(Exception):
    """There is no such kode klasifikasi in use; the message says what to do, in Indonesian."""


@dataclass(frozen=True)
class NewPaper:
    """A paper that is filed. Its bytes are those of `file`."""

    file: StoredFile
    name: str
    kind: str = ""
    nomor: str = ""
    day: date | None = None
    tingkat: str = Tingkat.ORIGINAL
    is_made_here: bool = False
    parties: Sequence[Any] = field(default_factory=list)
    signatures: Sequence[Any] = field(default_factory=list)


@dataclass(frozen=True)
class NewBerkas:
    """A matter that is filed. `excerpt` are the numbers of the rows of its stream that go into the package; without
    it, all rows from the first to the one that lays it down."""

    office: Office
    code: str
    hal: str
    about_year: int
    period: tuple[date, date]
    by: User
    papers: Sequence[NewPaper]
    unit: Unit | None = None
    sifat: str = Urgency.USUAL
    access: str = Access.OPEN
    trigger_date: date | None = None
    excerpt: Sequence[int] | None = None


def klasifikasi_of(office: Office, code: str) -> Klasifikasi:
    """The kode klasifikasi as the office uses it: its own, else the one for all. Raises UnknownKlasifikasi."""
    rows = Klasifikasi.objects.filter(code=code, is_active=True)
    own = rows.filter(office=office).first() or rows.filter(office=None).first()
    if own is None:
        raise UnknownKlasifikasi(
            _(
                "Kode klasifikasi %(code)s belum ada. Tambahkan di halaman Klasifikasi, atau muat daftarnya: "
                "manage.py load_klasifikasi."
            )
            % {"code": code}
        )
    return own


def klasifikasi_in_use(office: Office) -> list[Klasifikasi]:
    """What an office files under, by code: its own, and those for all that it has not replaced."""
    rows = Klasifikasi.objects.filter(office=office) | Klasifikasi.objects.filter(office=None)
    found: dict[str, Klasifikasi] = {}
    for row in rows.order_by(F("office").asc(nulls_first=True)):
        found[row.code] = row
    return [found[code] for code in sorted(found) if found[code].is_active]


def lay_down(stream: Stream, new: NewBerkas, *, at: datetime, actor: Actor) -> Berkas:
    """File a matter, in the caller's transaction with the stream locked. Raises UnknownKlasifikasi.

    The row of the record names every paper with its hash; it is the last row that goes into the package.
    """
    office, kept = new.office, klasifikasi_of(new.office, new.code)
    year = at.astimezone(office.zone).year
    # The berkas is an original where any of its papers is.
    ranks: list[str] = [Tingkat.ORIGINAL, Tingkat.COPY, Tingkat.DRAFT]
    tingkat = min((paper.tingkat for paper in new.papers), key=ranks.index, default=Tingkat.ORIGINAL)
    number = next_number(office, "berkas", year)
    berkas = Berkas.objects.create(
        office=office,
        unit=new.unit,
        stream=stream,
        year=year,
        number=number,
        nomor=f"{kept.code}/{number}/{year}",
        filed_at=at,
        filed_by=new.by,
        creator=office.name,
        hal=new.hal,
        about_year=new.about_year,
        period_start=new.period[0],
        period_end=new.period[1],
        klasifikasi_code=kept.code,
        klasifikasi_name=kept.name,
        tingkat=tingkat,
        sifat=new.sifat,
        access=new.access,
        active_years=kept.active_years,
        inactive_years=kept.inactive_years,
        trigger=kept.trigger,
        trigger_date=new.trigger_date,
        fate=kept.fate,
        record_count=stream.count + 1,
        excerpt=None if new.excerpt is None else [*new.excerpt, stream.count + 1],
    )
    papers = [arsip_of(berkas, place, paper) for place, paper in enumerate(new.papers, start=1)]
    Arsip.objects.bulk_create(papers)
    named = [{"number": each.number, "name": each.name, "sha256": each.sha256} for each in papers]
    data = {"berkas": berkas.pk, "nomor": berkas.nomor, "hal": berkas.hal, "papers": named}
    record(stream, at=at, actor=actor, action="berkas.laid_down", **data)
    transaction.on_commit(call, robust=True)
    return berkas


def call() -> None:
    """Let a worker make the package."""
    call_worker("documents.archive")


def arsip_of(berkas: Berkas, number: int, paper: NewPaper) -> Arsip:
    """The row of a paper, not yet saved."""
    return Arsip(
        berkas=berkas,
        number=number,
        name=paper.name[:300],
        kind=paper.kind,
        nomor=paper.nomor,
        day=paper.day,
        tingkat=paper.tingkat,
        media_type=paper.file.media_type,
        size=paper.file.size,
        sha256=paper.file.sha256,
        is_made_here=paper.is_made_here,
        parties=list(paper.parties),
        signatures=list(paper.signatures),
        file=paper.file,
    )


def file_paper(
    stream: Stream,
    office: Office,
    paper: NewPaper,
    *,
    hal: str,
    by: User,
    actor: Actor,
    at: datetime,
    unit: Unit | None = None,
    code: str = SOP_CODE,
    rows: Sequence[int] = (),
    trigger_date: date | None = None,
) -> Berkas:
    """File one paper of an office by itself, such as the sheet of an SOP that was approved: 000.8.3.3, permanent.

    In the caller's transaction with the office's stream locked; `rows` are the numbers of its rows that tell of the
    paper. The retention of an SOP begins when a newer one takes its place: until then it has no `trigger_date`.
    Raises UnknownKlasifikasi.
    """
    today = at.astimezone(office.zone).date()
    new = NewBerkas(
        office=office,
        code=code,
        hal=hal,
        about_year=(paper.day or today).year,
        period=(paper.day or today, paper.day or today),
        by=by,
        papers=[paper],
        unit=unit,
        trigger_date=trigger_date,
        excerpt=list(rows),
    )
    return lay_down(stream, new, at=at, actor=actor)
