"""Practising in an office of one's own, and the first steps of somebody new."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.accounts.own import put_away_first_steps
from organizations.practice import practice_office
from workflows.actions.practice import begin_practice, restart_practice
from workflows.fetching import user_of
from workflows.presenting.first_steps import CARDS
from workflows.presenting.practice import practice_of


@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    """One's practice: what waits there, or how to begin."""
    at, office = timezone.now(), practice_office(user_of(request))
    context = {"office": office, "practice": practice_of(office, at) if office else None}
    return render(request, "workflows/practice.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """An office to practise in, with a letter that waits; the one that there is already stays."""
    begin_practice(user_of(request), at=timezone.now())
    messages.success(
        request, _("Latihan siap. Anda memegang semua jabatannya; mulai dari tugas di bawah ini.")
    )
    return redirect("practice")


@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    """A fresh example; what runs is cancelled."""
    restart_practice(user_of(request), at=timezone.now())
    messages.success(request, _("Latihan dimulai dari awal dengan contoh yang baru."))
    return redirect("practice")


@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    """What this is, in one minute."""
    context = {"cards": CARDS, "is_new": user_of(request).first_steps_at is None}
    return render(request, "workflows/first_steps.html", context)


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """The first steps are not shown by themselves any more; on to work, or to the practice."""
    put_away_first_steps(user_of(request), at=timezone.now())
    return redirect("practice" if request.POST.get("ke") == "latihan" else "home")
