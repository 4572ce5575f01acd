"""The format realisasi of a PK as a spreadsheet: out, and in again with a look at the differences first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from documents.file_types import XLSX, NotAccepted
from documents.models import PerjanjianKinerja
from documents.realisasi import ROMAN, Sheet, entries
from documents.realisasi_rows import sheets_of
from documents.realisasi_xlsx import Owner, read_realisasi_file, realisasi_workbook
from workflows.pk_file_form import PkFileForm
from workflows.presenting.realisasi import differences, usual_quarter
from workflows.views.pk import found_pk
from workflows.views.pk_files import MAX_FILE
from workflows.views.realisasi import asked_quarter, writing


@dataclass(frozen=True)
class Writable:
    """A PK into which a file may be read."""

    pk: PerjanjianKinerja
    sheet: Sheet


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The format realisasi of a PK."""
    at = timezone.now()
    found = found_pk(request, pk, at)
    quarter = asked_quarter(request.GET) or usual_quarter(found.office, found.year, at)
    post = found.pihak_pertama.title
    title = f"Format realisasi {found.year}, triwulan {ROMAN[quarter]}: {post}"
    with override("id"):
        made = realisasi_workbook(title, [Owner(post, sheets_of([found])[found.pk])], quarter)
    return spreadsheet(made, f"realisasi {post} {found.year} tw{quarter}")


@require_POST
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would change in a quarter, with the button that saves it; or its faults by cell."""
    at = timezone.now()
    found = found_pk(request, pk, at)
    writing(request, found, at)
    quarter = asked_quarter(request.POST) or usual_quarter(found.office, found.year, at)
    context: dict[str, Any] = {
        "office": found.office,
        "year": found.year,
        "action": reverse("realisasi-import", args=[found.pk]),
        "save": reverse("pk-realisasi", args=[found.pk]),
        "back": f"{reverse('pk-realisasi', args=[found.pk])}?triwulan={quarter}",
        "heading": f"{found.pihak_pertama.title} · {found.office.name}",
    }
    return previewed(request, [Writable(found, sheets_of([found])[found.pk])], quarter, context)


def spreadsheet(data: bytes, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def previewed(
    request: HttpRequest, some: Sequence[Writable], quarter: int, context: dict[str, Any]
) -> HttpResponse:
    """What the uploaded file would change in these PKs. Nothing is saved here."""
    form = PkFileForm(request.POST, request.FILES)
    context |= {"form": form, "quarter": quarter, "roman": ROMAN[quarter], "quarters": list(ROMAN.items())}
    template = "workflows/realisasi_import.html"
    if not form.is_valid():
        return render(request, template, context, status=422)
    upload = form.cleaned_data["file"]
    try:
        if upload.size > MAX_FILE:
            raise NotAccepted(_("paling besar %(most)s MB") % {"most": MAX_FILE // (1024 * 1024)})
        read = read_realisasi_file(upload, [each.sheet for each in some], quarter)
    except NotAccepted as reason:
        form.add_error(
            "file",
            _("Berkas “%(name)s” tidak diterima: %(reason)s.") % {"name": upload.name[:60], "reason": reason},
        )
        return render(request, template, context, status=422)
    faults = list(read.faults)
    groups = []
    for each in some:
        own = {line.id for line in each.sheet.lines}
        rows = [row for row in read.rows if row.indicator in own]
        found, wrong = entries(each.sheet, quarter, rows)
        faults += [read.told(rows[int(fault.where[1:].partition(".")[0])], fault) for fault in wrong]
        if found:
            groups.append((each.pk, each.sheet.versions[quarter - 1], found, differences(found)))
    if faults:
        return render(request, template, {**context, "faults": faults}, status=422)
    return render(request, template, {**context, "notes": read.notes, "groups": groups, "is_read": True})
