"""What waits for one, what one has done, and the questions that one keeps."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.capacity import Capacity, capacities, offices_headed
from organizations.models import Office
from organizations.paging import page_of
from sops.startable import startable_by
from workflows.actions.saved import forget_search, save_search
from workflows.errors import Incomplete
from workflows.fetching import capacities_in, user_of
from workflows.models import SavedSearch
from workflows.presenting.inbox import done_by, posts_named, queue_of, searches_of, sops_waiting
from workflows.presenting.lists import snoozed_tasks, with_due, with_kelengkapan
from workflows.presenting.staffing import vacancies
from workflows.save_form import SaveForm
from workflows.seeking import KINDS, STATES, Sought

QUEUE = "antrean"  # of an address or a form: the question from whose list the task was opened


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who is new here sees the first steps; a head decides first; everybody else has tasks."""
    at, user = timezone.now(), user_of(request)
    if user.first_steps_at is None:
        return redirect("first-steps")
    return redirect("head" if offices_headed(user, at) else "inbox")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for me."""
    return inbox_page(request, Sought.of(request.GET.dict()), timezone.now())


def inbox_page(
    request: HttpRequest, sought: Sought, at: datetime, form: SaveForm | None = None, status: int = 200
) -> HttpResponse:
    """The inbox for a question; `form` is a refused one that would keep it."""
    user = user_of(request)
    mine = capacities(user, at)
    posts = [c.post.pk for c in mine if c.post]
    tasks, page = page_of(queue_of(user, posts, sought, at), request.GET.get("halaman", ""))
    with_due(tasks, at)
    with_kelengkapan(tasks)
    context = {
        "tasks": tasks,
        "page": page,
        "sought": sought,
        "queue": sought.query,
        "states": STATES.items(),
        "kinds": KINDS.items(),
        "sops": sops_waiting(posts),
        "posts": posts_named(posts),
        "saved": searches_of(user, at),
        "save_form": form or SaveForm(offices_of(mine)),
        "snoozed": snoozed_tasks(posts, user, at),
        "startable": startable_by(user, mine, at),
        "vacancies": vacancies(user, at),
    }
    return render(request, "workflows/inbox.html", context, status=status)


def offices_of(mine: list[Capacity]) -> set[int]:
    """The ids of the offices with which a person may share. No query."""
    return {c.post.office_id for c in mine if c.post and c.post.office_id}


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What I have done."""
    acts, page = done_by(user_of(request), request.GET.get("halaman", ""), timezone.now())
    return render(request, "workflows/inbox_done.html", {"acts": acts, "page": page})


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys that work on the pages."""
    return render(request, "workflows/keys.html")


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the question of the page under a name."""
    at, sought = timezone.now(), Sought.parsed(request.POST.get("query", ""))
    mine = capacities(user_of(request), at)
    form = SaveForm(offices_of(mine), request.POST)
    if form.is_valid():
        try:
            save_search(
                form.cleaned_data["name"], sought, mine=mine, office=form.cleaned_data.get("office"), at=at
            )
        except Incomplete as lack:
            form.add_error(lack.field, lack.message)
    if form.errors:
        return inbox_page(request, sought, at, form, status=422)
    messages.success(request, _("Saringan “%(name)s” tersimpan.") % {"name": form.cleaned_data["name"]})
    return redirect(to_inbox(sought))


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a question of one's own, or as an admin one that is shared with the office."""
    at, user = timezone.now(), user_of(request)
    saved = get_object_or_404(SavedSearch.objects.known_to(user, at).select_related("office"), pk=pk)
    mine = capacities_in(user, saved.office, at) if saved.office else capacities(user, at)
    forget_search(saved, user=user, mine=mine, at=at)
    messages.success(request, _("Saringan “%(saved)s” dihapus.") % {"saved": saved.name})
    return redirect("inbox")


def to_inbox(sought: Sought) -> str:
    """The address of the inbox for a question."""
    return f"{reverse('inbox')}?{sought.query}" if sought else reverse("inbox")


def to_act(pk: int, queue: str | None) -> str:
    """The address of a task, in the list from which it was opened."""
    url = reverse("act", args=[pk])
    return url if queue is None else f"{url}?{urlencode({QUEUE: queue})}"


def queue_asked(request: HttpRequest) -> str | None:
    """The question from whose list the visitor opened the task, as it stands in an address; None where they came from
    elsewhere."""
    found = request.POST.get(QUEUE, request.GET.get(QUEUE))
    return None if found is None else Sought.parsed(found).query


def onward(request: HttpRequest, at: datetime, office: Office) -> HttpResponse:
    """After an act in an office: the next task of the list from which this one was opened, the list where nothing of it
    is left, and home for whoever came from elsewhere. Whoever practises goes on there."""
    if office.is_practice:
        return redirect("practice")
    queue = queue_asked(request)
    if queue is None:
        return redirect("home")
    user, sought = user_of(request), Sought.parsed(queue)
    posts = [c.post.pk for c in capacities(user, at) if c.post]
    following = queue_of(user, posts, sought, at).values_list("pk", flat=True).first()
    if following is None:
        return redirect(to_inbox(sought))
    return redirect(to_act(following, queue))
