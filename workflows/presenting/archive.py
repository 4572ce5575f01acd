"""What the pages of the archive show: the list with its filters, one berkas. A fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from activity.models import Activity
from documents.archive.searching import search
from documents.models import (
    Access,
    Arsip,
    Berkas,
    BerkasState,
    LegalHold,
    ProposalState,
    RetentionItem,
    RetentionKind,
    RetentionProposal,
)
from documents.models.retention import OPEN
from documents.naskah.kinds import KINDS
from documents.shown_texts import shown
from organizations.models import Office, Unit
from workflows.presenting.archive_texts import ARCHIVE_TEXTS
from workflows.presenting.case import RecordLine
from workflows.presenting.texts import text_of

KEYS = ("q", "kantor", "tahun", "klasifikasi", "unit", "keadaan", "jenis", "akses")
MAX_ASKED = 100


@dataclass(frozen=True)
class Choice:
    """A filter of the list: its name, its caption, and its options (value, caption, chosen)."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Asked:
    """What of the archive was asked for; what is not understood counts as not asked."""

    values: dict[str, str]

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """From the address."""
        found = {key: query.get(key, "").replace("\0", "").strip()[:MAX_ASKED] for key in KEYS}
        return cls({key: value for key, value in found.items() if value})

    def get(self, key: str) -> str:
        """One of them; empty where it was not asked."""
        return self.values.get(key, "")

    @property
    def query(self) -> str:
        """The same as part of an address."""
        return urlencode(self.values)

    def of_berkas(self, rows: "QuerySet[Berkas]") -> "QuerySet[Berkas]":
        """Those that were asked for, the newest first."""
        if self.get("tahun").isascii() and self.get("tahun").isdigit():
            rows = rows.filter(about_year=int(self.get("tahun")[:4]))
        if kind := self.get("jenis"):
            rows = rows.filter(Exists(Arsip.objects.filter(berkas=OuterRef("pk"), kind=kind)))
        for key, field in (
            ("kantor", "office__slug"),
            ("unit", "unit__slug"),
            ("klasifikasi", "klasifikasi_code"),
        ):
            if value := self.get(key):
                rows = rows.filter(**{field: value})
        if self.get("keadaan") in BerkasState.values:
            rows = rows.filter(state=self.get("keadaan"))
        if self.get("akses") in Access.values:
            rows = rows.filter(access=self.get("akses"))
        return search(rows, self.get("q")).order_by("-filed_at", "-id")


def choices(seen: "QuerySet[Berkas]", asked: Asked) -> list[Choice]:
    """The filters, with what there is to choose from. Four queries."""
    plain = seen.order_by()
    years = sorted(plain.values_list("about_year", flat=True).distinct(), reverse=True)
    codes = sorted(plain.values_list("klasifikasi_code", "klasifikasi_name").distinct())
    offices = Office.objects.filter(pk__in=plain.values("office")).order_by("name")
    units = Unit.objects.filter(pk__in=plain.values("unit")).order_by("name")
    given: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("tahun", _("Tahun"), [(str(year), str(year)) for year in years]),
        ("klasifikasi", _("Klasifikasi"), [(code, f"{code} {name}") for code, name in codes]),
        (
            "unit",
            _("Unit pengolah"),
            sorted({(unit.slug, unit.name) for unit in units}, key=lambda pair: pair[1]),
        ),
        ("keadaan", _("Keadaan"), [(value, str(label)) for value, label in BerkasState.choices]),
        ("jenis", _("Jenis naskah"), [(kind.key, shown(kind.label)) for kind in KINDS.values()]),
        ("akses", _("Tingkat akses"), [(value, str(label)) for value, label in Access.choices]),
    ]
    found = [(office.slug, office.label) for office in offices]
    if len(found) > 1:
        given.insert(0, ("kantor", _("Kantor"), found))
    return [
        Choice(name, label, [(value, text, value == asked.get(name)) for value, text in options])
        for name, label, options in given
    ]


def with_holds(rows: "QuerySet[Berkas]") -> "QuerySet[Berkas]":
    """Each with whether it `is_held`, with its office and unit."""
    held = LegalHold.objects.filter(berkas=OuterRef("pk"), released_at=None)
    return rows.annotate(is_held=Exists(held)).select_related("office__government", "unit")


@dataclass(frozen=True)
class Due:
    """What comes next for a berkas, and when."""

    what: str
    day: date | None
    is_due: bool


def due_of(berkas: Berkas, at: datetime) -> Due | None:
    """The next stage of its retention; None at its end."""
    today = at.astimezone(berkas.office.zone).date()
    if berkas.state == BerkasState.ACTIVE:
        what, day = _("Pindah ke inaktif"), berkas.inactive_from
    elif berkas.state == BerkasState.INACTIVE:
        what, day = str(berkas.get_fate_display()), berkas.final_from
    else:
        return None
    return Due(what, day, day is not None and day <= today)


def destroyed_by(berkas: Berkas | None) -> RetentionProposal | None:
    """The proposal by which a berkas was destroyed, with its berita acara. No query where it was not."""
    if berkas is None or berkas.state != BerkasState.DESTROYED:
        return None
    found = RetentionProposal.objects.filter(
        kind=RetentionKind.DESTROY, state=ProposalState.DONE, items__berkas=berkas, items__is_left_out=False
    )
    return found.first()


def history(berkas: Berkas) -> list[RecordLine]:
    """The rows of the record about a berkas, the newest first. One query."""
    rows = Activity.objects.filter(
        stream=berkas.stream_id, action__in=ARCHIVE_TEXTS, data__berkas=berkas.pk
    ).order_by("-number")
    return [
        RecordLine(
            row.number, row.at, row.actor_name, row.capacity, row.on_behalf_of, text_of(row.action, row.data)
        )
        for row in rows
    ]


def berkas_page(berkas: Berkas, at: datetime) -> dict[str, Any]:
    """What the page of one berkas shows."""
    items = RetentionItem.objects.filter(berkas=berkas).select_related("proposal").order_by("-proposal")
    holds = list(berkas.holds.select_related("by", "released_by").order_by("-at"))
    return {
        "berkas": berkas,
        "office": berkas.office,
        "case": getattr(berkas, "case", None),
        "papers": berkas.papers.select_related("file"),
        "due": due_of(berkas, at),
        "destroyed": destroyed_by(berkas),
        "holds": holds,
        "held": next((each for each in holds if each.released_at is None), None),
        "items": items,
        "is_proposed": any(item.proposal.state in OPEN and not item.is_left_out for item in items),
        "history": history(berkas),
        "zone_office": berkas.office,
    }
