"""The capaian kinerja of an office, for all who belong to it; and its format realisasi, out and in again."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from documents.models import PerjanjianKinerja
from documents.realisasi import ROMAN, Sheet
from documents.realisasi_rows import counting, pks_of, sheets_of
from documents.realisasi_xlsx import Owner, realisasi_workbook
from organizations.capacity import Capacity, offices_of
from organizations.models import Office
from workflows.actions.pk import Refused
from workflows.actions.realisasi import NewerRealisasi, Part, save_parts
from workflows.errors import Denied
from workflows.fetching import user_of
from workflows.pk_access import visible_pks
from workflows.pk_file_form import PkFileForm
from workflows.pk_form import Torn, rows_of, whole
from workflows.presenting.capaian import capaian_page
from workflows.presenting.realisasi import usual_quarter
from workflows.realisasi_access import realisasi_writers
from workflows.views.realisasi import asked_quarter, saved_message, typed_rows
from workflows.views.realisasi_files import Writable, previewed, spreadsheet

TORN = gettext_lazy("Formulir tidak terkirim utuh, jadi tidak ada yang disimpan. Unggah berkasnya lagi.")
REFUSED = gettext_lazy("Tidak ada yang disimpan: %(refused)s Unggah berkasnya lagi.")
NEWER = gettext_lazy(
    "Realisasi %(post)s baru saja disimpan orang lain, jadi tidak ada yang disimpan. Unggah berkasnya lagi."
)


def asked_office(request: HttpRequest, slug: str, at: datetime) -> tuple[Office, int, int]:
    """An office that the user belongs to, with the year and quarter that are asked for."""
    offices = offices_of(user_of(request), at).select_related("government")
    office = get_object_or_404(offices, slug=slug)
    data = request.POST if request.method == "POST" else request.GET
    asked = whole(data.get("tahun", "")[:4])
    year = asked if asked and asked > 1900 else at.astimezone(office.zone).year
    return office, year, asked_quarter(data) or usual_quarter(office, year, at)


@require_safe
def capaian(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Whose indicators reached what, and what is missing."""
    at, user = timezone.now(), user_of(request)
    office, year, quarter = asked_office(request, office_slug, at)
    kept = PerjanjianKinerja.objects.filter(office=office).order_by().values_list("year", flat=True)
    years = sorted({*kept.distinct(), year}, reverse=True)
    readable = set(visible_pks(user, at).filter(year=year).values_list("pk", flat=True))
    page = capaian_page(office, year, quarter, readable)
    pks = [line.pk for line in page.lines if line.pk]
    writers = realisasi_writers(user, office, pks, at)
    context = {
        "office": office,
        "year": year,
        "years": years,
        "page": page,
        "may_write": any(by for by, _ in writers.values()),
        "may_read": bool(readable & {pk.pk for pk in pks}),
        "file_form": PkFileForm(),
    }
    return render(request, "workflows/capaian.html", context)


@require_safe
def export(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The format realisasi of all PKs of the year that the user reads."""
    at = timezone.now()
    office, year, quarter = asked_office(request, office_slug, at)
    readable = visible_pks(user_of(request), at).filter(office=office, year=year)
    seen = set(readable.values_list("pk", flat=True))
    pks = [pk for pk in counting(pks_of(office, year)).values() if pk.pk in seen]
    sheets = sheets_of(pks)
    owners = [Owner(pk.pihak_pertama.title, sheets[pk.pk]) for pk in pks]
    title = f"Format realisasi {year}, triwulan {ROMAN[quarter]}: {office.name}"
    name = f"realisasi {office.slug} {year} tw{quarter}"
    with override("id"):
        made = realisasi_workbook(title, owners, quarter)
    return spreadsheet(made, name)


@require_POST
def load(request: HttpRequest, office_slug: str) -> HttpResponse:
    """What a file would change in the PKs that the user may write, or its faults by cell; then, once more, save it."""
    at = timezone.now()
    office, year, quarter = asked_office(request, office_slug, at)
    mine, sheets = writable(request, office, year, at)
    if request.POST.get("do") == "save":
        return saved(request, office, year, quarter, mine, sheets, at)
    some = [Writable(pk, sheets[pk.pk]) for pk, _ in mine.values()]
    context = {
        "office": office,
        "year": year,
        "action": reverse("capaian-import", args=[office.slug]),
        "back": back_to(office, year, quarter),
        "heading": office.name,
    }
    return previewed(request, some, quarter, context)


def writable(
    request: HttpRequest, office: Office, year: int, at: datetime
) -> tuple[dict[int, tuple[PerjanjianKinerja, Capacity]], dict[int, Sheet]]:
    """The PKs of the year whose realisasi the user may write, and in what capacity; Denied where there is none."""
    user = user_of(request)
    pks = list(counting(pks_of(office, year)).values())
    writers = realisasi_writers(user, office, pks, at)
    mine = {pk.pk: (pk, by) for pk in pks if (by := writers[pk.pk][0])}
    if not mine:
        reasons = {reason for _, reason in writers.values()}
        raise Denied(
            next(
                iter(sorted(reasons)),
                _("Belum ada Perjanjian Kinerja %(year)s di kantor ini.") % {"year": year},
            )
        )
    return mine, sheets_of([pk for pk, _ in mine.values()])


def back_to(office: Office, year: int, quarter: int) -> str:
    """The page of the office in that quarter."""
    return f"{reverse('capaian', args=[office.slug])}?tahun={year}&triwulan={quarter}"


def saved(
    request: HttpRequest,
    office: Office,
    year: int,
    quarter: int,
    mine: dict[int, tuple[PerjanjianKinerja, Capacity]],
    sheets: dict[int, Sheet],
    at: datetime,
) -> HttpResponse:
    """Save what was previewed, all of it or nothing."""
    owners = {line.id: pk for pk, sheet in sheets.items() for line in sheet.lines}
    try:
        typed = typed_rows(request.POST)
        versions = {
            whole(row["pk"]): whole(row["version"]) for row in rows_of(request.POST, "k", ("pk", "version"))
        }
        if any(owners.get(row.indicator) not in versions for row in typed):
            raise Torn
        parts = [
            Part(
                mine[pk][0], [row for row in typed if owners[row.indicator] == pk], mine[pk][1], version or 0
            )
            for pk, version in versions.items()
            if pk in mine
        ]
        count = save_parts(parts, quarter, at=at)
    except Torn:
        messages.error(request, str(TORN))
    except Refused as refused:
        messages.error(request, REFUSED % {"refused": refused})
    except NewerRealisasi as told:
        messages.error(request, NEWER % {"post": told.pk.pihak_pertama.title})
    else:
        messages.success(request, saved_message(quarter, count))
    return redirect(back_to(office, year, quarter))
