"""The archive: the list with its search, its tables for other systems, one berkas with its package and papers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from documents.archive.filing import klasifikasi_in_use
from documents.archive.tables import csv_text
from documents.file_types import PDF
from documents.models import Arsip, Berkas, StoredFile
from organizations.paging import page_of
from workflows.actions.looking import note_inspection
from workflows.archive_access import admin, archive_offices, head, keeper, visible_berkas
from workflows.archive_forms import CorrectForm, ProposeForm
from workflows.fetching import user_of
from workflows.forms import ReasonForm
from workflows.presenting.archive import Asked, berkas_page, choices, due_of, with_holds
from workflows.presenting.archive_exports import (
    ESAKIP,
    MOST,
    SRIKANDI,
    esakip_rows,
    papers_in,
    performance_papers,
    srikandi_rows,
)
from workflows.views.papers import guarded


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """What the reader may see of the archive, searched and filtered."""
    return archive_page(request, timezone.now())


def archive_page(request: HttpRequest, at: datetime, *, too_many: bool = False) -> HttpResponse:
    """The list; with `too_many` it says that the table would be too long."""
    asked, seen = Asked.of(request.GET), visible_berkas(user_of(request), at)
    found, page = page_of(with_holds(asked.of_berkas(seen)), request.GET.get("halaman", ""))
    offices = list(archive_offices(user_of(request), at))
    context = {
        "lines": [(berkas, due_of(berkas, at)) for berkas in found],
        "choices": choices(seen, asked),
        "asked": asked,
        "page": page,
        "offices": offices,
        "too_many": MOST if too_many else 0,
    }
    return render(request, "workflows/archive/archive.html", context, status=422 if too_many else 200)


@require_safe
def srikandi(request: HttpRequest) -> HttpResponse:
    """What was asked for as a table for Srikandi, one row a paper."""
    return table(request, "arsip-srikandi", SRIKANDI, srikandi_rows, lambda papers: papers)


@require_safe
def esakip(request: HttpRequest) -> HttpResponse:
    """The Perjanjian Kinerja among it as a table for e-SAKIP."""
    return table(request, "arsip-e-sakip", ESAKIP, esakip_rows, performance_papers)


def table(
    request: HttpRequest,
    name: str,
    header: Sequence[str],
    rows: Callable[["QuerySet[Arsip]"], Iterable[Sequence[object]]],
    among: Callable[["QuerySet[Arsip]"], "QuerySet[Arsip]"],
) -> HttpResponse:
    """A table of what was asked for; too much of it is refused."""
    at = timezone.now()
    asked = Asked.of(request.GET).of_berkas(visible_berkas(user_of(request), at))
    papers = among(papers_in(asked))
    if papers[MOST : MOST + 1].exists():
        return archive_page(request, at, too_many=True)
    with override("id"):  # the other system reads Indonesian, whoever exports
        response = HttpResponse(csv_text(header, rows(papers)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return guarded(response)


def berkas_of(request: HttpRequest, pk: int, at: datetime) -> Berkas:
    """A berkas that the user may read, with whether it `is_held`. An inspector's look at its case is noted."""
    user = user_of(request)
    rows = with_holds(visible_berkas(user, at)).select_related(
        "office__government", "office__head", "unit", "package", "filed_by", "case__office"
    )
    found = get_object_or_404(rows, pk=pk)
    if case := getattr(found, "case", None):
        note_inspection(case, user=user, at=at)
    return found


@require_safe
def berkas(request: HttpRequest, pk: int) -> HttpResponse:
    """One berkas: its metadata, its papers, its holds and proposals, its history."""
    at = timezone.now()
    return page_of_berkas(request, berkas_of(request, pk, at), at)


def page_of_berkas(
    request: HttpRequest,
    found: Berkas,
    at: datetime,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a berkas; `bound` has forms that were refused, by the name of their action."""
    user, given = user_of(request), bound or {}
    is_keeper = keeper(user, found.office, at) is not None
    context = berkas_page(found, at) | {
        "is_keeper": is_keeper,
        "may_hold": is_keeper or head(user, found.office, at) is not None,
        "is_admin": admin(user, found.office, at) is not None,
        "hold_form": given.get("hold") or ReasonForm(prefix="hold"),
        "release_form": given.get("release") or ReasonForm(prefix="release"),
        "propose_form": given.get("propose") or ProposeForm(),
        "correct_form": given.get("correct") or CorrectForm(found, klasifikasi_in_use(found.office)),
        "bound": given,
    }
    return render(request, "workflows/archive/berkas.html", context, status=status)


@require_safe
def package(request: HttpRequest, pk: int) -> FileResponse:
    """The package of a berkas, as it was filed."""
    found = berkas_of(request, pk, timezone.now())
    if found.package is None:
        raise Http404
    return as_file(found.package, attached=True)


@require_safe
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """One paper of a berkas: a PDF is shown, everything else is downloaded."""
    at = timezone.now()
    found = get_object_or_404(Arsip.objects.select_related("file"), pk=pk, file__isnull=False)
    berkas_of(request, found.berkas_id, at)
    if found.file is None or found.file.erased_at:
        raise Http404
    return as_file(found.file, attached=not (found.is_made_here and found.media_type == PDF))


def as_file(stored: StoredFile, *, attached: bool) -> FileResponse:
    """The bytes of a file."""
    response = FileResponse(
        stored.file.open("rb"), as_attachment=attached, filename=stored.name, content_type=stored.media_type
    )
    return guarded(response)
