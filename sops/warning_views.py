"""Answering the warnings of an SOP. Who is no admin of its office finds no such page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.capacity import Capacity, admin_capacity
from sops.answering import Refused, answer_remark, take_back_answer
from sops.forms import AnswerForm, TakeBackForm
from sops.models import Sop
from sops.views import user_of


@require_POST
def answer(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """Keep the reason for which a warning may stay."""
    found, by = as_admin(request, office_slug, slug)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return back_to(found)
    fingerprint, reason = form.cleaned_data["fingerprint"], form.cleaned_data["reason"]
    try:
        answer_remark(found, fingerprint, by=by, at=timezone.now(), reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Jawaban tersimpan."))
    return back_to(found)


@require_POST
def take_back(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """Take back an answer: the warning stands again."""
    found, by = as_admin(request, office_slug, slug)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
    elif take_back_answer(found, form.cleaned_data["fingerprint"], by=by, at=timezone.now()):
        messages.success(request, _("Jawaban dicabut."))
    else:
        messages.info(request, _("Jawaban itu sudah tidak ada."))
    return back_to(found)


def as_admin(request: HttpRequest, office_slug: str, slug: str) -> tuple[Sop, Capacity]:
    """The SOP, and the user as admin of its office."""
    sops = Sop.objects.select_related("office__government")
    found = get_object_or_404(sops, office__slug=office_slug, slug=slug)
    by = admin_capacity(user_of(request), found.office, timezone.now())
    if by is None:
        raise Http404
    return found, by


def first_error(form: AnswerForm | TakeBackForm) -> str:
    """What is wrong with the form, in one sentence."""
    return str(next(iter(form.errors.values()))[0])


def back_to(sop: Sop) -> HttpResponse:
    """The list of warnings on the SOP's page."""
    return redirect(f"{reverse('sop', args=[sop.office.slug, sop.slug])}#peringatan")
