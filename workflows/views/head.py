"""The page of the head of an office: what needs a decision or a signature, and what runs where."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.capacity import capacities, posts_read_as
from organizations.models import Office
from organizations.paging import page_of
from workflows.fetching import user_of
from workflows.models import Case, CaseStatus, Tahap, awake
from workflows.presenting.lists import (
    case_lines,
    is_decision,
    open_beyond_mandate,
    prepare_decisions,
    waiting_tasks,
    with_due,
)


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """What waits for the head, to be decided right here, and what runs in the office."""
    at, user = timezone.now(), user_of(request)
    office = (
        Office.objects.filter(head__in=posts_read_as(user, at)).select_related("head").order_by("id").first()
    )
    if office is None:
        raise Http404
    mine = {c.post.pk: c for c in capacities(user, at) if c.post}
    tasks = list(awake(waiting_tasks(list(mine)), user, at)[:50])
    decisions = [task for task in tasks if is_decision(task)]
    prepare_decisions(decisions)
    open_beyond_mandate(decisions, mine)
    with_due(tasks, at)
    cases = Case.objects.filter(office=office, status__in=(CaseStatus.RUNNING, CaseStatus.SUSPENDED))
    running, page = page_of(
        cases.select_related("office", "revision").order_by("started_at", "id"),
        request.GET.get("halaman", ""),
    )
    standing = dict(cases.values_list("tahap").annotate(number=Count("id")).order_by())
    context = {
        "office": office,
        "decisions": decisions,
        "others": [task for task in tasks if task not in decisions],
        "running": case_lines(running, at),
        "page": page,
        "counts": [(name, standing.get(name, 0)) for name in Tahap.values if name != Tahap.ARSIP],
    }
    return render(request, "workflows/head.html", context)
