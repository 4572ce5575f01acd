"""Papers: reached only by those who may see their case. Uploads are downloaded, papers made here are shown."""

from datetime import datetime
from typing import TypeVar, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.file_types import PDF
from documents.models import StoredFile
from documents.naskah.rendering import NotFailed
from documents.printing.pdfium import NotReadable, page_picture
from workflows.actions.looking import note_inspection
from workflows.actions.retry import retry_paper
from workflows.fetching import capacities_in, user_of
from workflows.models import Case, Output
from workflows.presenting.versions import versions_of

BESIDE_DPI = 72  # of the picture beside a form: readable, and some 30 kB

R = TypeVar("R", HttpResponse, FileResponse)


def paper_of(request: HttpRequest, pk: int, at: datetime, **wanted: object) -> Output:
    """A paper of a case that the user sees. An inspector's look is noted."""
    user = user_of(request)
    outputs = Output.objects.select_related(
        "file", "naskah__file", "naskah__office", "signed__file", "case__office", "case__berkas"
    )
    output = get_object_or_404(outputs, pk=pk, case__in=Case.objects.open_to(user, at), **wanted)
    note_inspection(output.case, user=user, at=at)
    return output


@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes of a paper that was uploaded."""
    output = paper_of(request, pk, timezone.now(), file__isnull=False, file__erased_at=None)
    if output.case.is_destroyed:  # the bytes may be there still, for another case: they are read there
        raise Http404
    file = cast(StoredFile, output.file)
    response = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
    )
    return guarded(response)


@require_safe
def naskah(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The PDF of a paper made here; where it is not ready yet, or destroyed, back to the case, which says so."""
    output = paper_of(request, pk, timezone.now(), naskah__isnull=False)
    made = output.naskah
    if made is None or made.file is None or made.file.erased_at or output.case.is_destroyed:
        return redirect("case", output.case_id)
    response = FileResponse(
        made.file.file.open("rb"), filename=made.file.name, content_type="application/pdf"
    )
    return guarded(response)


@require_safe
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of a paper's PDF as a small picture, to be read beside a form."""
    output = paper_of(request, pk, timezone.now())
    content = output.content
    if output.case.is_destroyed or content is None or content.erased_at or content.media_type != PDF:
        raise Http404
    try:
        with content.file.open("rb") as file:
            picture = page_picture(file.read(), number, BESIDE_DPI, kind="WEBP")
    except NotReadable:
        raise Http404 from None
    return guarded(HttpResponse(picture, content_type="image/webp"))


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again to make the PDF."""
    at = timezone.now()
    output = paper_of(request, pk, at, naskah__isnull=False)
    if output.case.is_destroyed:
        raise Http404
    try:
        retry_paper(output, mine=capacities_in(user_of(request), output.case.office, at), at=at)
        messages.success(
            request,
            _("“%(output)s” dibuat ulang; muat ulang halaman ini sebentar lagi.") % {"output": output.name},
        )
    except NotFailed:
        messages.info(request, _("“%(output)s” sudah siap atau sedang dibuat.") % {"output": output.name})
    return redirect("case", output.case_id)


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs between this version of a paper and the one before it."""
    output = paper_of(request, pk, timezone.now())
    if output.case.is_destroyed:
        return redirect("case", output.case_id)
    context = {"output": output, "case": output.case, "office": output.case.office, **versions_of(output)}
    return render(request, "workflows/paper_changes.html", context)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return guarded(response)


def guarded(response: R) -> R:
    """What came from outside, or from a text of somebody, runs nothing here."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
