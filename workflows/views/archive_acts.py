"""What those in charge of the archive do with one berkas, and the kode klasifikasi of an office."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.archive.filing import klasifikasi_in_use
from documents.archive.keeping import correct, hold, release
from documents.archive.klasifikasi import put
from documents.archive.packing import NotFailed, try_again
from documents.archive.retention import Refused, propose
from documents.models import Berkas, Klasifikasi
from organizations.capacity import Capacity
from organizations.models import Office
from workflows.archive_access import admin, archive_offices, head, keeper
from workflows.archive_forms import CorrectForm, KlasifikasiForm, ProposeForm
from workflows.fetching import user_of
from workflows.forms import ReasonForm
from workflows.views.archive import berkas_of, page_of_berkas


def keeping(request: HttpRequest, pk: int, at: datetime, *, or_head: bool = False) -> tuple[Berkas, Capacity]:
    """A berkas, and the user as one who is in charge of it; who is not finds no such page."""
    found = berkas_of(request, pk, at)
    by = keeper(user_of(request), found.office, at)
    if by is None and or_head:
        by = head(user_of(request), found.office, at)
    if by is None:
        raise Http404
    return found, by


def done(
    request: HttpRequest, found: Berkas, name: str, form: forms.Form, at: datetime, act: Callable[[], str]
) -> HttpResponse:
    """Do it where the form is right, and say what was done, or why not."""
    if not form.is_valid():
        return page_of_berkas(request, found, at, {name: form}, status=422)
    try:
        messages.success(request, act())
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("berkas", found.pk)


@require_POST
def hold_berkas(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a berkas as it is."""
    at = timezone.now()
    found, by = keeping(request, pk, at, or_head=True)
    form = ReasonForm(request.POST, prefix="hold")

    def act() -> str:
        hold(found, by=by, at=at, reason=form.cleaned_data["reason"])
        return _("Berkas ditahan: tidak dapat dipindahkan, dimusnahkan, atau diserahkan sampai dilepas.")

    return done(request, found, "hold", form, at, act)


@require_POST
def release_berkas(request: HttpRequest, pk: int) -> HttpResponse:
    """End a hold."""
    at = timezone.now()
    found, by = keeping(request, pk, at, or_head=True)
    form = ReasonForm(request.POST, prefix="release")

    def act() -> str:
        release(found, by=by, at=at, reason=form.cleaned_data["reason"])
        return _("Penahanan dilepas.")

    return done(request, found, "release", form, at, act)


@require_POST
def correct_berkas(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct its metadata."""
    at = timezone.now()
    found, by = keeping(request, pk, at)
    form = CorrectForm(found, klasifikasi_in_use(found.office), request.POST)

    def act() -> str:
        is_changed = correct(found, form.values, by=by, at=at)
        return (
            _("Keterangan berkas disimpan; yang lama tetap dalam catatan.")
            if is_changed
            else _("Tidak ada yang berubah.")
        )

    return done(request, found, "correct", form, at, act)


@require_POST
def propose_berkas(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose what its retention provides for."""
    at = timezone.now()
    found, by = keeping(request, pk, at)
    form = ProposeForm(request.POST)

    def act() -> str:
        data = form.cleaned_data
        proposal = propose(found.office, data["kind"], [found], by=by, at=at, note=data["note"])
        return _("Usulan nomor %(number)s dibuat dan menunggu penilaian.") % {"number": proposal.pk}

    return done(request, found, "propose", form, at, act)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again to make the package."""
    at = timezone.now()
    found, by = keeping(request, pk, at)
    try:
        try_again(found, by=by.actor, at=at)
        messages.success(request, _("Paket dibuat ulang; muat ulang halaman ini sebentar lagi."))
    except NotFailed:
        messages.info(request, _("Paketnya sudah siap atau sedang dibuat."))
    return redirect("berkas", pk)


def office_of(request: HttpRequest, office_slug: str, at: datetime) -> Office:
    """An office in whose archive the user has a part."""
    return get_object_or_404(archive_offices(user_of(request), at), slug=office_slug)


@require_safe
def klasifikasi(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Under what an office files."""
    at = timezone.now()
    return klasifikasi_page(request, office_of(request, office_slug, at), at)


def klasifikasi_page(
    request: HttpRequest, office: Office, at: datetime, form: KlasifikasiForm | None = None
) -> HttpResponse:
    """The codes that an office uses, and for its admins the form that adds or changes one."""
    codes = klasifikasi_in_use(office)
    asked = next((row for row in codes if row.code == request.GET.get("kode")), None)
    initial = {name: getattr(asked, name) for name in KlasifikasiForm.base_fields} if asked else None
    context = {
        "office": office,
        "codes": codes,
        "retired": Klasifikasi.objects.filter(office=office, is_active=False).order_by("code"),
        "form": form or KlasifikasiForm(initial=initial),
        "is_admin": admin(user_of(request), office, at) is not None,
    }
    return render(request, "workflows/archive/klasifikasi.html", context, status=422 if form else 200)


@require_POST
def klasifikasi_save(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Add a code of the office's own, or change it; what was filed keeps what it was filed under."""
    at = timezone.now()
    office = office_of(request, office_slug, at)
    by = admin(user_of(request), office, at)
    if by is None:
        raise Http404
    form = KlasifikasiForm(request.POST)
    if not form.is_valid():
        return klasifikasi_page(request, office, at, form)
    values = dict(form.cleaned_data)
    code = values.pop("code")
    is_changed = put(office, code, values, by=by.actor, at=at)
    messages.success(
        request,
        _("Klasifikasi %(code)s disimpan.") % {"code": code} if is_changed else _("Tidak ada yang berubah."),
    )
    return redirect("klasifikasi", office_slug)
