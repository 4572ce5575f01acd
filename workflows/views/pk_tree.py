"""The PKs of an office as a tree, for all who belong to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.models import PerjanjianKinerja
from organizations.capacity import admin_capacity, offices_of
from organizations.models import Post
from workflows.actions.pk import add_pk
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


@require_POST
def pk_add(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Lay down the PK of a post that has none, to be filled in next."""
    at, user = timezone.now(), user_of(request)
    office = get_object_or_404(offices_of(user, at).select_related("government"), slug=office_slug)
    by = admin_capacity(user, office, at)
    if by is None:
        raise Http404
    post = get_object_or_404(Post, office=office, pk=whole(request.POST.get("post", "")) or 0)
    year = whole(request.POST.get("tahun", "")[:4]) or 0
    if not 1900 < year < 2200:
        messages.error(request, _("Tahun itu tidak dikenal; pilih tahun di halaman ini, lalu coba lagi."))
        return redirect("pk-tree", office_slug)
    return redirect("pk-edit", add_pk(office, post, year, by=by, at=at).pk)
