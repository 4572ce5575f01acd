"""The page "Peran": who administers, keeps the archive, inspects; and that of what a Plt. or Plh. may do."""

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.administering import administered_office
from organizations.capacity import Capacity
from organizations.errors import Refused
from organizations.granting import NewGrant, end_role, gives_wide, grant_role
from organizations.kewenangan_setting import set_kewenangan
from organizations.models import Office, RoleGrant
from organizations.models.periods import day_of
from organizations.staff_forms import EndForm, GrantForm, KewenanganForm
from workflows.role_matrix import ACTIONS, ROLES, may


def grants_of(office: Office) -> "QuerySet[RoleGrant]":
    """The roles in the office, and those in all offices of its government."""
    rows = RoleGrant.objects.filter(Q(office=office) | Q(government=office.government_id))
    return rows.select_related("user").order_by("role", "start_date", "id")


@require_safe
def roles(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Who has which role, and how long."""
    office, by = administered_office(request, office_slug)
    return roles_page(request, office, by)


def roles_page(
    request: HttpRequest,
    office: Office,
    by: Capacity,
    *,
    form: forms.Form | None = None,
    ending: tuple[int, forms.Form] | None = None,
) -> HttpResponse:
    """The page; a form that was refused stands on it (422)."""
    day = day_of(timezone.now())
    rows = grants_of(office)
    lines = [
        (
            grant,
            grant.start_date > day,
            (ending[1] if ending and ending[0] == grant.pk else EndForm(auto_id=f"akhiri-{grant.pk}_%s"))
            if grant.office_id or gives_wide(by)
            else None,
        )
        for grant in rows.filter(Q(end_date=None) | Q(end_date__gt=day))
    ]
    context = {
        "office": office,
        "lines": lines,
        "past": rows.filter(end_date__lte=day).order_by("-end_date", "-id")[:50],
        "form": form or GrantForm(office, wide=gives_wide(by)),
        "roles": ROLES,
        "matrix": [(action, [may(role, action) for role in ROLES]) for action in ACTIONS],
    }
    return render(request, "workflows/roles.html", context, status=422 if form or ending else 200)


@require_POST
def give(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Give a role."""
    office, by = administered_office(request, office_slug)
    form = GrantForm(office, wide=gives_wide(by), data=request.POST)
    if form.is_valid():
        data = form.cleaned_data
        new = NewGrant(data["user"], data["role"], data["start"], form.end, data.get("is_wide", False))
        try:
            made = grant_role(office, new, by=by, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(
                request,
                _("%(person)s sekarang mempunyai peran %(role)s.")
                % {"person": made.user.name, "role": made.get_role_display()},
            )
            return redirect("roles", office.slug)
    return roles_page(request, office, by, form=form)


@require_POST
def end(request: HttpRequest, office_slug: str, pk: int) -> HttpResponse:
    """End a role."""
    office, by = administered_office(request, office_slug)
    grant = get_object_or_404(grants_of(office), pk=pk)
    form = EndForm(request.POST, auto_id=f"akhiri-{pk}_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            end_role(office, grant, on=data["on"], by=by, at=timezone.now(), reason=data["reason"])
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Peran %(person)s diakhiri.") % {"person": grant.user.name})
            return redirect("roles", office.slug)
    return roles_page(request, office, by, ending=(pk, form))


@require_safe
def kewenangan(request: HttpRequest, office_slug: str) -> HttpResponse:
    """What a Plt. or Plh. may do in the office."""
    office, _ = administered_office(request, office_slug)
    return kewenangan_page(request, office, KewenanganForm(office))


def kewenangan_page(
    request: HttpRequest, office: Office, form: forms.Form, status: int = 200
) -> HttpResponse:
    """The page, with the form as it stands."""
    return render(request, "workflows/kewenangan.html", {"office": office, "form": form}, status=status)


@require_POST
def save_kewenangan(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep it."""
    office, by = administered_office(request, office_slug)
    form = KewenanganForm(office, request.POST)
    if not form.is_valid():
        return kewenangan_page(request, office, form, status=422)
    changed = set_kewenangan(office, by=by, at=timezone.now(), choices=form.cleaned_data)
    messages.success(request, _("Kewenangan tersimpan.") if changed else _("Tidak ada yang berubah."))
    return redirect("kewenangan", office_slug)
