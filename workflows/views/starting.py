"""Starting a case."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.capacity import Capacity, capacities
from sops.definition import definition
from sops.models import ColumnPost
from sops.startable import startable_by
from workflows.actions.start import start_case, usual_subjects
from workflows.errors import Incomplete
from workflows.fetching import capacities_in, user_of
from workflows.presenting.choosing import choices_for
from workflows.start_form import StartForm


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a case of an SOP."""
    at, user = timezone.now(), user_of(request)
    revision = get_object_or_404(startable_by(user, capacities(user, at), at), pk=pk)
    office = revision.sop.office
    written = definition(revision.pk)
    choices = choices_for(written, [written.steps[0]], None, at)
    form = StartForm(
        office,
        choices,
        usual_subjects(office),
        request.POST or None,
        at=at,
        makes_pk=revision.hasil == "perjanjian_kinerja",
    )
    capacity = starting_capacity(
        revision.sop_id, written.steps[0].pelaksana, capacities_in(user, office, at), at
    )
    if request.method == "POST" and form.is_valid():
        try:
            case = start_case(revision, by=capacity, at=at, new=form.new_case)
        except Incomplete as lack:
            form.add_error(lack.field if lack.field in form.fields else None, lack.message)
        else:
            messages.success(
                request,
                _("Kasus “%(case)s” dimulai dengan nomor agenda %(agenda)s.")
                % {"case": case.title, "agenda": case.agenda},
            )
            return redirect("case", case.pk)
    status = 422 if request.method == "POST" else 200
    context = {
        "revision": revision,
        "office": office,
        "form": form,
        "step": written.steps[0],
        "capacity": capacity,
    }
    return render(request, "workflows/case_start.html", context, status=status)


def starting_capacity(sop_id: int, columns: tuple[str, ...], mine: list[Capacity], at: datetime) -> Capacity:
    """The capacity in which one starts: as a holder of the first step where one is, else as admin."""
    holders = ColumnPost.objects.filter(Q(end_at=None) | Q(end_at__gt=at), sop=sop_id, key__in=columns)
    first = set(holders.values_list("post_id", flat=True))
    for capacity in mine:
        if (capacity.post and capacity.post.pk in first) or capacity.grant:
            return capacity
    raise Http404
