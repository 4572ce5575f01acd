"""The page of a PK's realisasi: what was reached in each quarter, and the form of one."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from documents.models import PerjanjianKinerja, PkRealisasi
from documents.pk_content import QUARTERS
from documents.realisasi import ROMAN, Typed, entries
from documents.realisasi_rows import measure_of, sheets_of
from organizations.capacity import Capacity
from workflows.actions.pk import Refused
from workflows.actions.realisasi import NewerRealisasi, save_realisasi
from workflows.errors import Denied
from workflows.fetching import user_of
from workflows.pk_file_form import PkFileForm
from workflows.pk_form import Torn, rows_of, whole
from workflows.presenting.realisasi import RealisasiPage, differences, usual_quarter
from workflows.realisasi_access import realisasi_writer
from workflows.views.pk import found_pk


@require_http_methods(["GET", "HEAD", "POST"])
def realisasi(request: HttpRequest, pk: int) -> HttpResponse:
    """What was reached by the end of a quarter; who may write it has the form below."""
    at = timezone.now()
    found = found_pk(request, pk, at)
    if request.method == "POST":
        return posted(request, found, at)
    quarter = asked_quarter(request.GET) or usual_quarter(found.office, found.year, at)
    sheet = sheets_of([found])[found.pk]
    page = RealisasiPage(found, sheet, quarter, measure_of(found.office))
    return realisasi_page(request, page, at)


def saved_message(quarter: int, count: int) -> str:
    """What one reads after saving: of which quarter, and how many indicators changed."""
    text = ngettext(
        "Realisasi triwulan %(quarter)s tersimpan: %(count)s indikator.",
        "Realisasi triwulan %(quarter)s tersimpan: %(count)s indikator.",
        count,
    )
    return text % {"quarter": ROMAN[quarter], "count": count}


def posted(request: HttpRequest, found: PerjanjianKinerja, at: datetime) -> HttpResponse:
    """Save a quarter; or show the form again with what is wrong, or with what somebody else saved meanwhile."""
    by = writing(request, found, at)
    quarter, version = asked_quarter(request.POST), whole(request.POST.get("version", ""))
    try:
        typed = typed_rows(request.POST)
        if quarter is None or version is None:
            raise Torn
    except Torn:
        text = _("Formulir tidak terkirim utuh, jadi tidak ada yang disimpan. Isi ulang dari halaman ini.")
        messages.error(request, text)
        return redirect("pk-realisasi", found.pk)
    measure = measure_of(found.office)
    try:
        saved = save_realisasi(found, quarter, typed, by=by, at=at, version=version)
    except Refused as refused:
        page = RealisasiPage(found, sheets_of([found])[found.pk], quarter, measure, typed, refused.faults)
        return realisasi_page(request, page, at, version=version, status=422)
    except NewerRealisasi as told:
        page = RealisasiPage(found, told.sheet, quarter, measure, typed)
        newest = PkRealisasi.objects.filter(pk=page.version).select_related("by").first()
        what = differences(entries(told.sheet, quarter, typed)[0])
        more = {"conflict": newest, "differences": what}
        return realisasi_page(request, page, at, version=page.version, status=409, **more)
    if saved:
        messages.success(request, saved_message(quarter, len(saved)))
    else:
        messages.success(request, _("Tidak ada yang berubah."))
    return redirect(f"{reverse('pk-realisasi', args=[found.pk])}?triwulan={quarter}")


def writing(request: HttpRequest, pk: PerjanjianKinerja, at: datetime) -> Capacity:
    """In what capacity the user writes it; Denied with the reason where they may not."""
    by, reason = realisasi_writer(user_of(request), pk, at)
    if by is None:
        raise Denied(reason)
    return by


def asked_quarter(data: QueryDict) -> int | None:
    """The quarter that is asked for; None where it is none."""
    found = whole(data.get("triwulan", "")[:2])
    return found if found in QUARTERS else None


def typed_rows(data: QueryDict) -> list[Typed]:
    """What was typed. Raises Torn."""
    rows = rows_of(data, "r", ("id", "text", "note"))
    return [Typed(whole(row["id"]) or 0, row["text"], row["note"]) for row in rows]


def realisasi_page(
    request: HttpRequest,
    page: RealisasiPage,
    at: datetime,
    *,
    version: int | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """The page. `version` is that with which the form was begun, where it comes back."""
    by, refusal = realisasi_writer(user_of(request), page.pk, at)
    context = {
        "page": page,
        "pk": page.pk,
        "office": page.pk.office,
        "version": page.version if version is None else version,
        "may_write": by is not None,
        "refusal": refusal,
        "file_form": PkFileForm(),
        **more,
    }
    return render(request, "workflows/realisasi.html", context, status=status)
