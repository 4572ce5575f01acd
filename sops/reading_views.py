"""Saying that one has read a revision."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.capacity import capacities
from organizations.own_paths import own_path
from sops.awaiting import visible_to
from sops.models import Revision
from sops.reading import Refused, capacity_for, state_read
from sops.views import user_of


@require_POST
def read(request: HttpRequest, office_slug: str, slug: str, number: int) -> HttpResponse:
    """Keep that the visitor has read and understood the revision, and lead back to where they said so."""
    at, user = timezone.now(), user_of(request)
    mine = capacities(user, at)
    address = {"sop__office__slug": office_slug, "sop__slug": slug, "number": number}
    found = get_object_or_404(Revision.objects.select_related("sop__office"), **address)
    if capacity_for(found, mine, at) is None and not visible_to(user, at).filter(pk=found.pk).exists():
        raise Http404
    try:
        is_new = state_read(found, mine=mine, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            messages.success(
                request,
                _("Tercatat: Anda sudah membaca dan memahami revisi %(number)s.") % {"number": number},
            )
    back = own_path(request.POST.get("kembali", ""))
    return redirect(back) if back else redirect("sop", office_slug, slug)
