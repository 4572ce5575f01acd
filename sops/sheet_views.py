"""The printed sheet of a revision, for those who belong to its office or were asked to review it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.file_types import ENDINGS
from sops.awaiting import visible_to
from sops.printing.pdf import sheet_pdf
from sops.printing.sheet import sheet_of
from sops.signing_sheet import record_file
from sops.views import user_of


@require_safe
def sheet(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """The official sheet as a PDF, shown in the browser. Any revision: a running case may stand on an older one.

    Of one that is signed these are the bytes that were signed, or the scan; they are never laid out again.
    """
    revisions = visible_to(user_of(request), timezone.now())
    revision = get_object_or_404(revisions, sop__office__slug=office_slug, sop__slug=slug, number=number)
    kept = record_file(revision)
    if kept is None:
        content, kind = sheet_pdf(sheet_of(revision)), "application/pdf"
    else:
        kind = kept.media_type
        with kept.file.open("rb") as file:
            content = file.read()
    response = HttpResponse(content, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    ending = ENDINGS[kind]
    response["Content-Disposition"] = f'inline; filename="SOP {slug} revisi {number}{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
