"""The PKs of an office as a tree, for all who belong to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.models import PerjanjianKinerja
from organizations.capacity import admin_capacity, offices_of
from workflows.fetching import user_of
from workflows.pk_access import visible_pks
from workflows.pk_form import whole
from workflows.presenting.pk_tree import tree_page


@require_safe
def pk_tree(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Who promised what under whom in a year, what is cascaded and what hangs in the air."""
    at, user = timezone.now(), user_of(request)
    offices = offices_of(user, at).select_related("government")
    office = get_object_or_404(offices, slug=office_slug)
    asked = whole(request.GET.get("tahun", "")[:4])
    year = asked if asked and asked > 1900 else at.astimezone(office.zone).year
    kept = PerjanjianKinerja.objects.filter(office=office).order_by().values_list("year", flat=True)
    years = sorted({*kept.distinct(), year}, reverse=True)
    readable = set(visible_pks(user, at).filter(year=year).values_list("pk", flat=True))
    page = tree_page(office, year, readable)
    is_admin = admin_capacity(user, office, at) is not None
    context = {"office": office, "year": year, "years": years, "page": page, "is_admin": is_admin}
    return render(request, "workflows/pk_tree.html", context)
