"""Adding a person on the page "Pejabat dan jabatan"."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.administering import administered_office
from organizations.errors import Refused
from organizations.officials import NewOfficial, add_official
from organizations.staff_forms import OfficialForm
from workflows.views.staffing import staff_page


@require_POST
def add(request: HttpRequest, office_slug: str) -> HttpResponse:
    """A person whom the office file does not know yet."""
    office, by = administered_office(request, office_slug)
    form = OfficialForm(request.POST, auto_id="orang_%s")
    if form.is_valid():
        try:
            made = add_official(office, NewOfficial(**form.cleaned_data), by=by, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            told = _(
                "%(made)s dicatat. Tunjuk di halaman jabatannya dengan NIP-nya, lalu undang lewat Akun "
                "pejabat."
            ) % {"made": made.name}
            messages.success(request, told)
            return redirect("staff", office.slug)
    return staff_page(request, office, official_form=form, status=422)
