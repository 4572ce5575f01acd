"""Comparing two revisions of an SOP."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.capacity import offices_of
from sops.models import Revision, RevisionStatus, Sop
from sops.storing import document_of
from workflows.fetching import user_of
from workflows.presenting.revisions import compared, standing_cases


@require_safe
def compare(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """Two revisions side by side; without a choice the one in force (or the one before) and the newest."""
    at, user = timezone.now(), user_of(request)
    sops = Sop.objects.filter(office__in=offices_of(user, at).values("id")).select_related(
        "office__government"
    )
    sop = get_object_or_404(sops, office__slug=office_slug, slug=slug)
    revisions = list(sop.revisions.order_by("-number"))
    if not revisions:
        raise Http404
    for revision in revisions:
        revision.sop = sop
    new = chosen(revisions, request.GET.get("ke", "")) or revisions[0]
    old = chosen(revisions, request.GET.get("dari", "")) or before(revisions, new)
    context = {
        "sop": sop,
        "office": sop.office,
        "revisions": revisions,
        "old": old,
        "new": new,
        "parts": compared(document_of(old), document_of(new)),
        "standing": standing_cases(old, user, at) if old != new else [],
    }
    return render(request, "sops/compare.html", context)


def chosen(revisions: list[Revision], number: str) -> Revision | None:
    """The revision of that number; None where it is nonsense."""
    return next((found for found in revisions if str(found.number) == number), None)


def before(revisions: list[Revision], new: Revision) -> Revision:
    """With what a revision is compared of itself: the one in force, else the one before it, else itself."""
    others = [found for found in revisions if found != new]
    in_force = next((found for found in others if found.status == RevisionStatus.IN_FORCE), None)
    return in_force or next((found for found in others if found.number < new.number), new)
