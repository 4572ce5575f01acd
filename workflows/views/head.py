"""The pages of the head of an office: what needs a decision or a signature, what runs, what waits for whom."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations.capacity import Capacity, capacities, posts_read_as
from organizations.models import Office, User
from workflows.actions.decide_many import Result, decided_each
from workflows.fetching import user_of
from workflows.presenting.deciding import MOST, chosen_of, other_tasks, waiting_decisions
from workflows.presenting.load import OfficeLoad, load_of, shares
from workflows.presenting.on_time import on_time_shares
from workflows.presenting.running import STATES, Shown, running_page

LINES = 6  # of what runs, on the first page; all of it has a page of its own
POSTS = 8  # with most waiting, on the first page
ALL = "semua"


def headed_by(user: User, at: datetime) -> Office:
    """The office whose head the user is, or reads as. Raises Http404."""
    offices = Office.objects.filter(head__in=posts_read_as(user, at)).select_related("head")
    office = offices.order_by("id").first()
    if office is None:
        raise Http404
    return office


@require_http_methods(["GET", "HEAD", "POST"])
def head(request: HttpRequest) -> HttpResponse:
    """What waits for the head, to be decided right here, several at once; and how the office stands."""
    at, user = timezone.now(), user_of(request)
    office = headed_by(user, at)
    mine = {c.post.pk: c for c in capacities(user, at) if c.post}
    results = None
    if request.method == "POST":
        results = decided_each(chosen_of(said_in(request), mine, user, at), at=at)
    status = 422 if results == [] else 200
    return render(
        request, "workflows/head.html", page_of_head(request, office, mine, at, results), status=status
    )


def said_in(request: HttpRequest) -> dict[int, str]:
    """What the form says of which task; whatever makes no sense is no answer."""
    said: dict[int, str] = {}
    for name, value in request.POST.items():
        number = name.removeprefix("tugas-")
        is_task = number != name and number.isascii() and number.isdecimal() and len(number) < 19
        if is_task and value and len(said) < MOST:
            said[int(number)] = str(value)[:40]
    return said


def page_of_head(
    request: HttpRequest,
    office: Office,
    mine: dict[int, Capacity],
    at: datetime,
    results: list[Result] | None,
) -> dict[str, Any]:
    """All that the page shows, after what was decided."""
    user = user_of(request)
    decisions, more_decisions = waiting_decisions(mine, user, at)
    others, more_others = other_tasks(mine, user, at)
    running, page = running_page(office, Shown(), "", at, LINES)
    return {
        "office": office,
        "results": results,
        "decisions": decisions,
        "more_decisions": more_decisions,
        "ticked": request.GET.get("pilih") == ALL,
        "may_tick": sum(len(each.choices) == 1 for each in decisions) > 1,
        "choices": any(each.choices for each in decisions),
        "others": others,
        "more_others": more_others,
        "running": running,
        "more_running": bool(page.after),
        "on_time": on_time_shares(office, at),
        **load_context(load_of(office, at), POSTS),
    }


def load_context(load: OfficeLoad, posts: int | None) -> dict[str, Any]:
    """The load as bars; at most so many posts."""
    return {
        "unit_loads": shares(load.units, load.most_of_units),
        "post_loads": shares(load.posts[:posts], load.most_of_posts),
        "more_posts": posts is not None and len(load.posts) > posts,
    }


@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """All that runs in the office, the latest first, or what one asks for of it."""
    at = timezone.now()
    office = headed_by(user_of(request), at)
    shown = Shown.of(request.GET.dict())
    lines, page = running_page(office, shown, request.GET.get("halaman", ""), at)
    context = {
        "office": office,
        "running": lines,
        "page": page,
        "shown": shown,
        "told": shown.told(office),
        "states": [(value, words, replace(shown, keadaan=value).query) for value, words in STATES.items()],
    }
    return render(request, "workflows/head_running.html", context)


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """What waits for every post, and which part was on time in every unit."""
    at = timezone.now()
    office = headed_by(user_of(request), at)
    context = {
        "office": office,
        "on_time": on_time_shares(office, at),
        **load_context(load_of(office, at), None),
    }
    return render(request, "workflows/head_load.html", context)
