"""How the sheets of an office look: the page of its admins, and the logo for all who belong to it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from organizations.administering import administered_office
from organizations.capacity import offices_of
from organizations.logo_file import NotALogo
from organizations.looks import put_logo, remove_logo, set_look
from organizations.models import Office, OfficeLogo
from sops.look_forms import LogoForm, LookForm
from sops.views import user_of


@require_safe
def look(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The choices of the office as they stand."""
    return look_page(request, administered_office(request, office_slug)[0])


def look_page(
    request: HttpRequest,
    office: Office,
    *,
    form: forms.Form | None = None,
    logo_form: forms.Form | None = None,
) -> HttpResponse:
    """The page, with the forms as they stand; one that was sent and refused is 422."""
    logo = OfficeLogo.objects.filter(office=office).defer("content").first()
    context = {
        "office": office,
        "form": form or LookForm(office),
        "logo": logo,
        "logo_form": logo_form or LogoForm(),
    }
    return render(request, "sops/look.html", context, status=422 if form or logo_form else 200)


@require_POST
def save(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep the choices."""
    office, by = administered_office(request, office_slug)
    form = LookForm(office, request.POST)
    if not form.is_valid():
        return look_page(request, office, form=form)
    changes = set_look(office, by=by, at=timezone.now(), tampilan=form.cleaned_data["tampilan"])
    text = (
        ngettext(
            "Tampilan tersimpan; %(count)s pilihan berubah.",
            "Tampilan tersimpan; %(count)s pilihan berubah.",
            len(changes),
        )
        % {"count": len(changes)}
        if changes
        else _("Tidak ada yang berubah.")
    )
    messages.success(request, text)
    return redirect("look", office_slug)


@require_POST
def upload(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep a logo."""
    office, by = administered_office(request, office_slug)
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return look_page(request, office, logo_form=form)
    try:
        put_logo(office, by=by, at=timezone.now(), data=form.cleaned_data["file"].read())
    except NotALogo as reason:
        form.add_error("file", str(reason))
        return look_page(request, office, logo_form=form)
    messages.success(request, _("Logo tersimpan."))
    return redirect("look", office_slug)


@require_POST
def remove(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Take the logo away."""
    office, by = administered_office(request, office_slug)
    was_there = remove_logo(office, by=by, at=timezone.now())
    messages.success(request, _("Logo dihapus.") if was_there else _("Tidak ada logo yang dihapus."))
    return redirect("look", office_slug)


@require_safe
def logo(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The logo of an office that the user belongs to."""
    offices = offices_of(user_of(request), timezone.now())
    found = get_object_or_404(OfficeLogo, office__in=offices.values("id"), office__slug=office_slug)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = f'"{found.sha256}"'
    return response
