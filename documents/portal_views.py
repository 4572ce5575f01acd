"""The portal of an office: how its admins open it, and the signed papers that lie there."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from documents.models import Publication, PublicPrint
from documents.public_answers import public_file
from documents.publishing import portal_of, set_portal
from organizations.administering import administered_office
from organizations.models import Office


class PortalForm(forms.Form):
    """Open or not, and one line about the office."""

    is_on = forms.BooleanField(label=gettext_lazy("Buka laman resmi untuk umum"), required=False)
    introduction = forms.CharField(
        label=gettext_lazy("Kalimat pengantar"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Satu kalimat di bawah nama kantor, misalnya apa yang dapat dicari di sini. Boleh kosong."
        ),
    )


@require_safe
def setting(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Whether the portal is open, and what lies there."""
    office, _by = administered_office(request, office_slug)
    kept = portal_of(office)
    initial = {"is_on": kept.is_on, "introduction": kept.introduction}
    return setting_page(request, office, PortalForm(initial=initial))


def setting_page(
    request: HttpRequest, office: Office, form: PortalForm, *, status: int = 200
) -> HttpResponse:
    """The page, with the form as it stands."""
    context = {
        "office": office,
        "form": form,
        "portal": portal_of(office),
        "published": Publication.objects.public().filter(office=office).count(),
        "given_up": PublicPrint.objects.given_up().filter(office=office).count(),
    }
    return render(request, "documents/portal_setting.html", context, status=status)


@require_POST
def save(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep the choice."""
    office, by = administered_office(request, office_slug)
    form = PortalForm(request.POST)
    if not form.is_valid():
        return setting_page(request, office, form, status=422)
    data = form.cleaned_data
    is_on, introduction = data["is_on"], " ".join(data["introduction"].split())
    is_new = set_portal(office, by=by, at=timezone.now(), is_on=is_on, introduction=introduction)
    messages.success(request, _("Pilihan tersimpan.") if is_new else _("Tidak ada yang berubah."))
    return redirect("portal-setting", office_slug)


@login_not_required
@require_safe
def published_pdf(request: HttpRequest, office_slug: str, token: str) -> HttpResponse | FileResponse:
    """The very bytes of a Perjanjian Kinerja that the office published."""
    found = get_object_or_404(
        Publication.objects.public().select_related("file", "paper"),
        office__slug=office_slug,
        paper__token=token.replace("\0", ""),
    )
    name = f"{found.paper.title}.pdf"
    return public_file(request, found.file.file, name=name, digest=found.file.sha256)
