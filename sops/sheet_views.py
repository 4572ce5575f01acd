"""The printed sheet of a revision, for those who belong to its office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.capacity import offices_of
from sops.models import Revision
from sops.printing.pdf import sheet_pdf
from sops.printing.sheet import sheet_of
from sops.views import user_of


@require_safe
def sheet(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """The official sheet as a PDF, shown in the browser. Any revision: a running case may stand on an older one."""
    revisions = Revision.objects.filter(
        sop__office__in=offices_of(user_of(request), timezone.now()).values("id"),
        sop__office__slug=office_slug,
        sop__slug=slug,
    ).select_related("sop__office__government")
    revision = get_object_or_404(revisions, number=number)
    response = HttpResponse(sheet_pdf(sheet_of(revision)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="SOP {slug} revisi {number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
