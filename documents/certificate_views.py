"""An official's own certificate; and how an office signs, for its admins."""

from datetime import datetime, timedelta
from typing import cast

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.certificate_forms import CertificateForm, RevokeForm, SigningForm
from documents.models import Authority, PassphraseGuard, SigningKey
from documents.signing.errors import CannotSign
from documents.signing.guarding import unlock
from documents.signing.keys import authority_of, make_key, renew_authority, revoke_key
from documents.signing.setting import set_signing_way
from organizations.administering import administered_office
from organizations.capacity import Capacity, capacities, offices_of
from organizations.models import Appointment, Office, User
from organizations.own_paths import own_path

SOON = timedelta(days=60)


def mine(request: HttpRequest, at: datetime) -> tuple[User, Office, Capacity]:
    """The signed-in official, their office, and in what capacity. Raises Http404 for who holds no post."""
    user = cast(User, request.user)
    posts = capacities(user, at)
    office = next((c.post.office for c in posts if c.post and c.post.office), None)
    office = office or offices_of(user, at).select_related("government").first()
    if office is None or not posts:
        raise Http404
    return user, office, posts[0]


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What belongs to one's own account: certificate, NIK, password."""
    posts = capacities(cast(User, request.user), timezone.now())
    return render(request, "documents/account.html", {"has_post": bool(posts)})


def way_back(request: HttpRequest) -> str:
    """The page of ours from which somebody came to make a certificate: the paper waits there."""
    return own_path(request.GET.get("kembali", ""))


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def my_certificate(request: HttpRequest) -> HttpResponse:
    """The certificate with which one signs, and the form to make one, or a new one."""
    at = timezone.now()
    user, office, by = mine(request, at)
    form = CertificateForm(user, request.POST) if request.method == "POST" else CertificateForm(user)
    if request.method == "POST" and form.is_valid():
        try:
            make_key(user, office, passphrase=form.cleaned_data["passphrase"], by=by, at=at)
        except CannotSign as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(request, _("Sertifikat baru Anda siap dipakai menandatangani."))
            return redirect(way_back(request) or "my-certificate")
    keys = list(SigningKey.objects.filter(user=user).order_by("-id")[:10])
    current = next((key for key in keys if key.revoked_at is None and key.expires_at > at), None)
    context = {
        "form": form,
        "office": office,
        "back": way_back(request),
        "current": current,
        "ends_soon": bool(current and current.expires_at < at + SOON),
        "keys": keys,
        "revoke_form": RevokeForm(),
        "guard": PassphraseGuard.objects.filter(user=user).first(),
    }
    return render(request, "documents/my_certificate.html", context, status=422 if form.is_bound else 200)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """One's own certificate is not to be used any more."""
    at = timezone.now()
    user, _office, by = mine(request, at)
    form = RevokeForm(request.POST)
    key = SigningKey.objects.usable(user, at).select_related("authority__office", "user").first()
    if key is None or not form.is_valid():
        messages.error(
            request, _("Isi alasan pencabutan.") if key else _("Tidak ada sertifikat yang berlaku.")
        )
        return redirect("my-certificate")
    revoke_key(key, by=by, at=at, reason=form.cleaned_data["reason"])
    messages.success(request, _("Sertifikat Anda dicabut. Naskah yang sudah ditandatangani tetap berlaku."))
    return redirect("my-certificate")


@require_safe
def signing(request: HttpRequest, office_slug: str) -> HttpResponse:
    """How the office signs, its authority, and who has a certificate."""
    office, _ = administered_office(request, office_slug)
    return signing_page(request, office, SigningForm(office))


def signing_page(request: HttpRequest, office: Office, form: SigningForm, status: int = 200) -> HttpResponse:
    """The page, with the form as it stands."""
    at = timezone.now()
    keys = SigningKey.objects.filter(authority__office=office, revoked_at=None, expires_at__gt=at)
    locked = PassphraseGuard.objects.filter(locked_at__isnull=False, user__in=unlockable(office, at))
    context = {
        "office": office,
        "form": form,
        "authority": authority_of(office),
        "keys": keys.select_related("user").order_by("user__name"),
        "locked": locked.select_related("user"),
    }
    return render(request, "documents/signing_setting.html", context, status=status)


@require_POST
def save(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep the way."""
    office, by = administered_office(request, office_slug)
    form = SigningForm(office, request.POST)
    if not form.is_valid():
        return signing_page(request, office, form, status=422)
    changed = set_signing_way(office, by=by, at=timezone.now(), way=form.cleaned_data["way"])
    messages.success(request, _("Cara tanda tangan tersimpan.") if changed else _("Tidak ada yang berubah."))
    return redirect("signing", office_slug)


def unlockable(office: Office, at: datetime) -> "QuerySet[User]":
    """Whose passphrase the office's admins may unlock: who holds one of its posts, or has a certificate of its own."""
    posts = Appointment.objects.current(at).filter(post__office=office)
    own = SigningKey.objects.filter(authority__office=office)
    return User.objects.filter(Q(pk__in=posts.values("user")) | Q(pk__in=own.values("user")))


@require_POST
def unlock_one(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Let an official of the office try their passphrase again."""
    office, by = administered_office(request, office_slug)
    pk = request.POST.get("user", "")
    at = timezone.now()
    user = get_object_or_404(unlockable(office, at), pk=int(pk) if pk.isdecimal() and len(pk) < 15 else 0)
    unlock(user, office, by=by.actor, at=at)
    messages.success(request, _("%(name)s dapat mencoba frasa sandinya lagi.") % {"name": user.name})
    return redirect("signing", office_slug)


@require_POST
def authority(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Make an authority, or a new one in the place of the one before."""
    office, by = administered_office(request, office_slug)
    renew_authority(office, by=by.actor, at=timezone.now())
    messages.success(
        request, _("Kewenangan sertifikat baru siap; sertifikat berikutnya diterbitkan olehnya.")
    )
    return redirect("signing", office_slug)


@require_safe
def ca_pem(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The certificates of all authorities that the office has had: what others need to verify its papers."""
    office, _ = administered_office(request, office_slug)
    pems = Authority.objects.filter(office=office).order_by("-id").values_list("certificate", flat=True)
    response = HttpResponse("".join(pems), content_type="application/x-pem-file")
    response.headers["Content-Disposition"] = f'attachment; filename="ca-{office.slug}.pem"'
    return response
