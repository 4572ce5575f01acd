"""The office's account at BSrE, for its admins; and the NIK of whoever is signed in."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.bsre_forms import BsreForm, NikForm
from documents.bsre_keeping import account_of, nik_of, set_account, set_nik, shown_nik
from documents.models import BsreAccount
from documents.signing.bsre import NIK_OF_NOBODY, BsreRefused, status
from organizations.administering import administered_office
from organizations.models import Office, User
from organizations.sealing import Unsealable


@require_safe
@never_cache
def bsre(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The account as it stands."""
    office, _ = administered_office(request, office_slug)
    kept = account_of(office)
    return account_page(request, office, kept, BsreForm(kept))


def account_page(
    request: HttpRequest, office: Office, kept: BsreAccount | None, form: BsreForm, *, status: int = 200
) -> HttpResponse:
    """The page, with the form as it stands."""
    context = {"office": office, "kept": kept, "form": form}
    return render(request, "documents/bsre.html", context, status=status)


@sensitive_post_parameters()
@sensitive_variables()
@require_POST
@never_cache
def save(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep the account."""
    office, by = administered_office(request, office_slug)
    kept = account_of(office)
    form = BsreForm(kept, request.POST)
    if not form.is_valid():
        return account_page(request, office, kept, form, status=422)
    choices = dict(form.cleaned_data)
    password = choices.pop("password")
    changes = set_account(office, by=by, at=timezone.now(), choices=choices, password=password)
    messages.success(request, _("Akun BSrE tersimpan.") if changes else _("Tidak ada yang berubah."))
    return redirect("bsre", office_slug)


@require_POST
def test(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Ask the service how the admin's own certificate stands; where no NIK is kept, about a NIK that nobody has."""
    office, _by = administered_office(request, office_slug)
    account = account_of(office)
    if account is None:
        messages.error(request, _("Isi dan simpan dahulu akun BSrE kantor ini."))
        return redirect("bsre", office_slug)
    try:
        nik = nik_of(cast(User, request.user))
    except Unsealable:
        nik = ""
    try:
        found = status(account, nik or NIK_OF_NOBODY)
    except BsreRefused as refused:
        messages.error(request, _("Sambungan belum berhasil. %(message)s") % {"message": refused.message})
    else:
        told = _("Sambungan berhasil: layanan BSrE menjawab.")
        whose = _("Sertifikat elektronik Anda: %(found)s.") % {"found": found} if nik else ""
        messages.success(request, f"{told} {whose}".rstrip())
    return redirect("bsre", office_slug)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def my_nik(request: HttpRequest) -> HttpResponse:
    """The end of one's own NIK, and the form to change it."""
    user = cast(User, request.user)
    form = NikForm(user, request.POST) if request.method == "POST" else NikForm(user)
    if request.method == "POST" and form.is_valid():
        nik = form.cleaned_data["nik"]
        is_changed = set_nik(user, nik=nik, at=timezone.now())
        done = _("NIK tersimpan.") if nik else _("NIK dihapus.")
        messages.success(request, done if is_changed else _("Tidak ada yang berubah."))
        return redirect("my-nik")
    context = {"form": form, "shown": shown_nik(user)}
    return render(request, "documents/bsre_nik.html", context, status=422 if form.is_bound else 200)
