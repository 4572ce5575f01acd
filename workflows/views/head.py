"""The pages of the head of an office: what needs a decision or a signature, what runs, what waits for whom. Whoever
heads several reaches those of each by its address (`?kantor=SLUG`)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations.capacity import Capacity, capacities, offices_headed
from organizations.models import Office
from workflows.actions.decide_many import Result, decided_each
from workflows.fetching import office_asked, user_of
from workflows.presenting.deciding import MOST, chosen_of, other_tasks, waiting_decisions
from workflows.presenting.load import OfficeLoad, load_of, shares
from workflows.presenting.on_time import on_time_shares
from workflows.presenting.running import Shown, running_page
from workflows.seeking import STATES

LINES = 6  # of what runs, on the first page; all of it has a page of its own
POSTS = 8  # with most waiting, on the first page
ALL = "semua"


def headed_by(request: HttpRequest, at: datetime) -> tuple[Office, dict[str, Any]]:
    """The office that the page is about, and what its links say of it. Raises Http404 for who heads none."""
    headed = offices_headed(user_of(request), at)
    office = office_asked(request, headed)
    return office, {"office": office, **links_of(office, headed)}


def links_of(office: Office, headed: Sequence[Office]) -> dict[str, Any]:
    """How the addresses of these pages keep to the office: nothing where one heads a single one."""
    asked = f"kantor={office.slug}" if len(headed) > 1 else ""
    return {"headed": headed, "only_office": asked and f"?{asked}", "and_office": asked and f"&{asked}"}


@require_http_methods(["GET", "HEAD", "POST"])
def head(request: HttpRequest) -> HttpResponse:
    """What waits for the head, to be decided right here, several at once; and how the office stands."""
    at, user = timezone.now(), user_of(request)
    office, links = headed_by(request, at)
    mine = {c.post.pk: c for c in capacities(user, at) if c.post}
    results: list[Result] | None = None
    gone = 0  # of what was ticked
    if request.method == "POST":
        said = said_in(request)
        chosen = chosen_of(said, mine, user, at)
        results, gone = decided_each(chosen, at=at), len(said) - len(chosen)
    context = {**links, "results": results, "gone": gone, **page_of_head(request, office, mine, at)}
    return render(request, "workflows/head.html", context, status=422 if results == [] else 200)


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
    request: HttpRequest, office: Office, mine: dict[int, Capacity], at: datetime
) -> dict[str, Any]:
    """All that the page shows, but what was decided just now."""
    user = user_of(request)
    decisions, more_decisions = waiting_decisions(mine, user, at)
    others, more_others = other_tasks(mine, user, at)
    running, page = running_page(office, Shown(), "", at, LINES)
    return {
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
    office, links = headed_by(request, at)
    shown = Shown.of(request.GET.dict())
    lines, page = running_page(office, shown, request.GET.get("halaman", ""), at)
    context = {
        **links,
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
    office, links = headed_by(request, at)
    context = {
        **links,
        "on_time": on_time_shares(office, at),
        **load_context(load_of(office, at), None),
    }
    return render(request, "workflows/head_load.html", context)
