"""Who acts in an open step: adding and releasing posts, moving the tasks of a post to another one."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from organizations.capacity import Capacity, holder, manages
from organizations.models import Office, Post
from sops.definition import definition
from workflows.actions.moving import move_task
from workflows.actions.participants import add_participant, release_participant
from workflows.errors import Denied, Incomplete, Stale
from workflows.fetching import capacities_in, case_of, user_of
from workflows.hand_forms import MoveForm, hand_forms
from workflows.hands_access import may_change_hands
from workflows.models import Assignment, Case, CaseStatus
from workflows.presenting.lists import with_due
from workflows.presenting.seats import visits
from workflows.views.cases import capacity_to, case_page, posts_of

MOST = 200  # tasks of one post on the page
NOT_JOINT = gettext_lazy("Langkah ini tidak dikerjakan beberapa jabatan.")


def hand_form(request: HttpRequest, found: Case, at: datetime, name: str) -> forms.Form:
    """The form of that name, filled in; Denied where the open step is not joint."""
    made = hand_forms(visits(found.pk, at), definition(found.revision_id), posts_of(found), request.POST)
    if name not in made:
        raise Denied(NOT_JOINT)
    return made[name][1]


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a post take part."""
    at = timezone.now()
    found = case_of(request, pk, at)
    by = capacity_to(request, found, at, lambda by: may_change_hands(by, found))
    form = hand_form(request, found, at, "add-participant")
    if not form.is_valid():
        return case_page(request, found, at, {"add-participant": form}, status=422)
    try:
        add_participant(found, by=by, at=at, **form.cleaned_data)
    except Incomplete as lack:
        form.add_error(lack.field, lack.message)
        return case_page(request, found, at, {"add-participant": form}, status=422)
    messages.success(
        request, _("%(post)s ikut dalam langkah ini.") % {"post": form.cleaned_data["post"].title}
    )
    return redirect("case", pk)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a post go."""
    at = timezone.now()
    found = case_of(request, pk, at)
    by = capacity_to(request, found, at, lambda by: may_change_hands(by, found))
    tasks = Assignment.objects.filter(run__case=found).select_related("run", "post", "acted_by")
    sent = request.POST.get("release-task", "")
    task = tasks.filter(pk=int(sent)).first() if sent.isdecimal() and len(sent) < 19 else None
    form = hand_form(request, found, at, "release")
    if task is None or (task.is_open and not form.is_valid()):
        form.is_valid()
        return case_page(request, found, at, {"release": form}, status=422)
    try:
        release_participant(task, by=by, at=at, reason=form["reason"].data or "")
    except Incomplete as lack:
        form.add_error("reason", lack.message)
        return case_page(request, found, at, {"release": form}, status=422)
    messages.success(request, _("%(post)s dilepas dari langkah ini.") % {"post": task.post.title})
    return redirect("case", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The open tasks of a post: which of them go to which other post, first as a preview."""
    at = timezone.now()
    office = get_object_or_404(Office.objects.select_related("head", "government"), slug=office_slug)
    by = next((each for each in capacities_in(user_of(request), office, at) if manages(each, office)), None)
    if by is None:
        raise Http404
    asked = request.GET.get("jabatan", "")
    posts = Post.objects.existing().filter(office=office).order_by("id")
    post = posts.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    found = tasks_of(post, office) if post else []
    tasks, is_cut = found[:MOST], len(found) > MOST
    with_due(tasks, at)
    context: dict[str, Any] = {
        "office": office,
        "posts": posts,
        "post": post,
        "tasks": tasks,
        "at": at,
        "is_cut": is_cut,
    }
    if post is None:
        return render(request, "workflows/reassign.html", context)
    choices = [(task.pk, f"{task.run.step.nomor}. {task.run.step.kegiatan}"[:160]) for task in tasks]
    others = posts.exclude(pk=post.pk)
    form = MoveForm(choices, others, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = [task for task in tasks if task.pk in form.cleaned_data["tasks"]]
            if request.POST.get("do") == "move":
                return moved(request, chosen, form, by, at, office)
            status = 200
            context |= {"preview": chosen, "to": form.cleaned_data["to"]}
            context["holder"] = holder(form.cleaned_data["to"], at)
    return render(request, "workflows/reassign.html", context | {"form": form}, status=status)


def tasks_of(post: Post, office: Office) -> list[Assignment]:
    """The open tasks of a post in the running cases of the office: those of a page, and one more where there is."""
    waiting = Assignment.objects.waiting_for([post.pk]).filter(
        office=office, run__case__status=CaseStatus.RUNNING
    )
    return list(waiting.select_related("post", "office", "run__step", "run__case__revision")[: MOST + 1])


def moved(
    request: HttpRequest, tasks: list[Assignment], form: MoveForm, by: Capacity, at: datetime, office: Office
) -> HttpResponse:
    """Move each task by itself; what could not be moved is told, and stays."""
    to, reason, done = form.cleaned_data["to"], form.cleaned_data["reason"], 0
    for task in tasks:
        try:
            move_task(task, to=to, by=by, at=at, reason=reason)
            done += 1
        except (Denied, Stale, Incomplete) as refused:
            why = refused.message if isinstance(refused, Incomplete) else str(refused)
            messages.warning(
                request,
                _("Langkah %(step)s, agenda %(agenda)s tidak dialihkan: %(why)s")
                % {"step": task.run.step.nomor, "agenda": task.run.case.agenda, "why": why},
            )
    if done:
        messages.success(
            request,
            ngettext("%(count)s tugas dialihkan ke %(post)s.", "%(count)s tugas dialihkan ke %(post)s.", done)
            % {"count": done, "post": to.title},
        )
    return redirect("reassign", office.slug)
