"""One page from which an admin finds all that an office sets."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.capacity import grants, offices_with
from organizations.models import Office, Role
from workflows.fetching import user_of


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The settings of the offices that one administers; nobody else has such a page."""
    given = grants(user_of(request), timezone.now())
    offices = list(Office.objects.filter(offices_with(given, Role.OFFICE_ADMIN)).order_by("id"))
    if not offices:
        raise Http404
    return render(request, "workflows/settings.html", {"offices": offices})
