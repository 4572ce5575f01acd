"""Putting a signed Perjanjian Kinerja on the office's portal, and taking it back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.models import SignedPaper
from documents.publishing import Refused, publish, unpublish
from organizations.capacity import Capacity, manages
from workflows.errors import Denied
from workflows.fetching import capacities_in, user_of
from workflows.forms import ReasonForm
from workflows.pk_access import visible_pks
from workflows.presenting.publishing import PublishForm


def publishing(request: HttpRequest, pk: int, at: datetime) -> tuple[SignedPaper, Capacity]:
    """A paper of a PK that the user may read, and in what capacity they publish it. Denied where in none."""
    papers = SignedPaper.objects.filter(perjanjian_kinerja__in=visible_pks(user_of(request), at))
    paper = get_object_or_404(papers.select_related("office__government"), pk=pk)
    mine = capacities_in(user_of(request), paper.office, at)
    by = next((each for each in mine if manages(each, paper.office)), None)
    if by is None:
        raise Denied(_("Hanya kepala kantor atau admin kantor yang menerbitkan di laman resmi."))
    return paper, by


def told_of(form: PublishForm | ReasonForm) -> str:
    """What is wrong with a form, in one line."""
    return " ".join(str(text) for texts in form.errors.values() for text in texts)


@require_POST
def publish_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish it."""
    at = timezone.now()
    paper, by = publishing(request, pk, at)
    form = PublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, told_of(form))
        return redirect("pk", paper.perjanjian_kinerja_id)
    try:
        publish(paper, by=by, at=at)
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("“%(title)s” terbit di laman resmi.") % {"title": paper.title})
    return redirect("pk", paper.perjanjian_kinerja_id)


@require_POST
def unpublish_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, with a reason."""
    at = timezone.now()
    paper, by = publishing(request, pk, at)
    form = ReasonForm(request.POST, prefix="unpublish")
    standing = paper.publications.standing().select_related("office__government", "paper", "file").first()
    if standing is None:
        messages.info(request, _("Naskah ini tidak terbit di laman resmi."))
    elif not form.is_valid():
        messages.error(request, told_of(form))
    elif unpublish(standing, by=by, at=at, reason=form.cleaned_data["reason"]):
        messages.success(request, _("“%(title)s” ditarik dari laman resmi.") % {"title": paper.title})
    return redirect("pk", paper.perjanjian_kinerja_id)
