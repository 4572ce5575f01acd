"""The page "Persetujuan SOP": who reviews an office's SOPs before they are in force."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.administering import administered_office
from organizations.models import Office
from sops.approval_forms import SettingForm
from sops.approval_setting import set_approval
from sops.approving import setting_of
from sops.errors import Incomplete


@require_safe
def approval(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The setting as it stands."""
    office = administered_office(request, office_slug)[0]
    return page(request, office, SettingForm(office, setting_of(office)))


def page(request: HttpRequest, office: Office, form: SettingForm, status: int = 200) -> HttpResponse:
    """The page, with the form as it stands."""
    return render(request, "sops/approval.html", {"office": office, "form": form}, status=status)


@require_POST
def save(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep the setting."""
    office, by = administered_office(request, office_slug)
    form = SettingForm(office, setting_of(office), request.POST)
    if not form.is_valid():
        return page(request, office, form, 422)
    try:
        changed = set_approval(office, by=by, at=timezone.now(), **form.cleaned_data)
    except Incomplete as lack:
        form.add_error(lack.field, lack.message)
        return page(request, office, form, 422)
    messages.success(request, _("Pengaturan tersimpan.") if changed else _("Tidak ada yang berubah."))
    return redirect("approval", office_slug)
