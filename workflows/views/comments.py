"""Remarks on a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows.actions.comment import comment_on, posts_that_see
from workflows.comment_form import CommentForm
from workflows.errors import Denied, Incomplete
from workflows.fetching import capacities_in, case_of, user_of
from workflows.hands_access import closed, may_comment, reads_only
from workflows.models import Case
from workflows.views.cases import case_page


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a case; from a task one comes back to it."""
    at = timezone.now()
    found = case_of(request, pk, at)
    seeing = posts_that_see(found, at)
    ids = {post.pk for post in seeing}
    mine = capacities_in(user_of(request), found.office, at)
    by = next((each for each in mine if may_comment(each, found, ids)), None)
    if by is None:
        raise Denied((reads_only() if found.is_open else closed()).reason)
    form = CommentForm(seeing, request.POST)
    if form.is_valid():
        try:
            made = comment_on(found, by=by, at=at, **form.cleaned_data)
        except Incomplete as lack:
            form.add_error(lack.field, lack.message)
        else:
            messages.success(request, _("Komentar tersimpan."))
            return redirect(f"{came_from(request, found)}#komentar-{made.pk}")
    return case_page(request, found, at, {"comment": form}, status=422)


def came_from(request: HttpRequest, found: Case) -> str:
    """The task on whose page it was written, else the case."""
    task = request.POST.get("task", "")
    if task.isdecimal() and len(task) < 19:
        return reverse("act", args=[int(task)])
    return reverse("case", args=[found.pk])
