"""Cases: the list, the page of one, and what the head or the admin does with it as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations.capacity import Capacity, offices_of
from organizations.models import Post, User
from organizations.paging import page_of
from organizations.sight import offices_overseen, sight_of
from organizations.waktu import in_words
from sops.definition import definition
from sops.models import Revision
from workflows.actions.looking import note_inspection
from workflows.actions.manage import add_subjects, cancel_case, resume_case, suspend_case
from workflows.actions.outside import working_posts
from workflows.errors import Denied
from workflows.fetching import capacities_in, case_of, user_of
from workflows.forms import ReasonForm, SubjectsForm
from workflows.hand_forms import hand_forms
from workflows.models import Assignment, Case, CaseStatus, Output
from workflows.permissions import ALLOWED, Verdict, may_add_subjects, may_bring_signed, may_manage
from workflows.presenting.archive import destroyed_by
from workflows.presenting.case import case_sheet, record_lines
from workflows.presenting.left_out import left_out_of
from workflows.presenting.lists import case_lines
from workflows.presenting.practice import would_file
from workflows.presenting.seats import Visit, papers, visits
from workflows.presenting.signing import paper_lines
from workflows.views.case_parts import beside


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that one may see, the newest first."""
    at = timezone.now()
    status, q = request.GET.get("status", ""), request.GET.get("q", "").replace("\0", "").strip()[:100]
    cases = Case.objects.visible_to(user_of(request), at).select_related("office", "revision")
    if status in CaseStatus.values:
        cases = cases.filter(status=status)
    if q:
        cases = cases.filter(Q(title__icontains=q) | Q(revision__in=revisions_named(q, user_of(request), at)))
    found, page = page_of(cases.order_by("-started_at", "-id"), request.GET.get("halaman", ""))
    statuses = [
        ("", _("Semua"), not status),
        *((value, label, value == status) for value, label in CaseStatus.choices),
    ]
    context = {
        "cases": case_lines(found, at),
        "statuses": statuses,
        "q": q,
        "page": page,
        "offices": offices_of(user_of(request), at),
        "overseen": offices_overseen(user_of(request), at),
    }
    return render(request, "workflows/case_list.html", context)


def revisions_named(q: str, user: User, at: datetime) -> QuerySet[Any, Any]:
    """The ids of the revisions with that word in their name, in the offices in which the user may see anything. Not
    joined to the cases: so the words are looked for before it is asked which cases the user sees."""
    named = Revision.objects.filter(nama__icontains=q, sop__office__in=sight_of(user, at).offices)
    return named.order_by().values("pk")


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: its sheet, its papers, its record."""
    at = timezone.now()
    found = case_of(request, pk, at)
    note_inspection(found, user=user_of(request), at=at)
    return case_page(request, found, at)


def case_page(
    request: HttpRequest,
    found: Case,
    at: datetime,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case; `bound` has forms that were refused, by the name of their action."""
    written = definition(found.revision_id)
    all_visits = visits(found.pk, at)
    steps = found.revision.steps.all()
    record, more = record_lines(found, everything=request.GET.get("catatan") == "semua")
    mine = capacities_in(user_of(request), found.office, at)
    left_out = left_out_of(found, written, all_visits[-1].run if all_visits else None, at)
    context = {
        "case": found,
        "office": found.office,
        "revision": found.revision,
        "columns": written.document.pelaksana,
        "sheet": case_sheet(found, written, steps, all_visits),
        "total": in_words(written.document.total),
        "papers": papers(Output.objects.newest().filter(case=found)),
        "signed": paper_lines([visit.run.pk for visit in all_visits]),
        "destroyed": destroyed_by(found.berkas),
        "would_file": would_file(found),
        "left_out": left_out,
        "may_bring": bool(left_out)
        and bool(best(may_bring_signed(by, found, working_posts(found)) for by in mine)),
        "may_scan": any(c.post is None or c.post.office_id == found.office_id for c in mine),
        "subjects": found.subjects.select_related("pihak_pertama", "pihak_kedua").order_by("id"),
        "record": record,
        "more_record": more,
        "pauses": found.pauses.select_related("started_by").order_by("id"),
        "mine": my_task(found, mine),
        **beside(
            found, mine, all_visits, at, bound or {}, all_comments=request.GET.get("komentar") == "semua"
        ),
        "actions": case_actions(found, mine, bound or {}, all_visits),
    }
    return render(request, "workflows/case.html", context, status=status)


def my_task(found: Case, mine: list[Capacity]) -> Assignment | None:
    """The task of this case that waits for one of these capacities."""
    posts = [capacity.post.pk for capacity in mine if capacity.post]
    return Assignment.objects.waiting_for(posts).filter(run__case=found).select_related("post").first()


@dataclass(frozen=True)
class CaseAction:
    """Something one may do with the case as a whole, with the reason where one may not."""

    name: str
    label: str
    url: str
    denied: str
    form: forms.Form | None
    is_dangerous: bool = False


def case_actions(
    found: Case, mine: list[Capacity], bound: dict[str, forms.Form], all_visits: list[Visit]
) -> list[CaseAction]:
    """What can be done with a case in its state; nothing once it is closed."""
    if not found.is_open:
        return []
    manage = best(may_manage(by, found) for by in mine)
    reason, may_try = manage.reason, bool(manage)  # who manages is told why something is not possible now
    actions: list[tuple[str, str, str, forms.Form | None]] = []
    if found.status == CaseStatus.RUNNING:
        actions.append(
            ("suspend", _("Tangguhkan kasus"), reason, bound.get("suspend") or ReasonForm(prefix="suspend"))
        )
    else:
        actions.append(("resume", _("Lanjutkan kasus"), reason, None))
    if found.pk_kind:
        add = best(may_add_subjects(by, found, working_posts(found)) for by in mine)
        form = bound.get("add-subjects") or SubjectsForm(posts_to_add(found))
        actions.append(("add-subjects", _("Tambah Perjanjian Kinerja"), add.reason, form))
    if manage and found.status == CaseStatus.RUNNING:
        hands = hand_forms(all_visits, definition(found.revision_id), posts_of(found))
        actions += [(name, label, "", bound.get(name) or form) for name, (label, form) in hands.items()]
    actions.append(
        ("cancel", _("Batalkan kasus"), reason, bound.get("cancel") or ReasonForm(prefix="cancel"))
    )
    return [
        CaseAction(name, label, reverse(f"case-{name}", args=[found.pk]), denied, form, name == "cancel")
        for name, label, denied, form in actions
        if not denied or may_try
    ]


def best(verdicts: Any) -> Verdict:
    """The first yes of several capacities, else the last no; nobody without a capacity may."""
    last = Verdict(_("Hanya kepala kantor atau admin kantor yang dapat melakukan ini."))
    for verdict in verdicts:
        if verdict:
            return ALLOWED
        last = verdict
    return last


def posts_of(found: Case) -> Any:
    """The posts of the office, in their order."""
    return Post.objects.existing().filter(office=found.office).order_by("id")


def posts_to_add(found: Case) -> Any:
    """The posts of the office whose PKs are not of the case yet."""
    return posts_of(found).exclude(pk__in=found.subjects.values("pihak_pertama"))


def capacity_to(
    request: HttpRequest, found: Case, at: datetime, may: Callable[[Capacity], Verdict]
) -> Capacity:
    """The first of the user's capacities that may; Denied, with the reason, where none does."""
    mine = capacities_in(user_of(request), found.office, at)
    allowed = next((by for by in mine if may(by)), None)
    if allowed is None:
        raise Denied(best(may(by) for by in mine).reason)
    return allowed


@require_POST
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a case for a while."""
    return with_reason(request, pk, "suspend", suspend_case, _("Kasus ditangguhkan."))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End a case without a result."""
    return with_reason(request, pk, "cancel", cancel_case, _("Kasus dibatalkan."))


def with_reason(request: HttpRequest, pk: int, name: str, action: Any, message: str) -> HttpResponse:
    """An action on a case that asks for a reason."""
    at = timezone.now()
    found = case_of(request, pk, at)
    by = capacity_to(request, found, at, lambda by: may_manage(by, found))
    form = ReasonForm(request.POST, prefix=name)
    if not form.is_valid():
        return case_page(request, found, at, {name: form}, status=422)
    action(found, by=by, at=at, reason=form.cleaned_data["reason"])
    messages.success(request, message)
    return redirect("case", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a suspended case go on."""
    at = timezone.now()
    found = case_of(request, pk, at)
    resume_case(found, by=capacity_to(request, found, at, lambda by: may_manage(by, found)), at=at)
    messages.success(request, _("Kasus dilanjutkan."))
    return redirect("case", pk)


@require_POST
def subjects(request: HttpRequest, pk: int) -> HttpResponse:
    """Add Perjanjian Kinerja to a case."""
    at = timezone.now()
    found = case_of(request, pk, at)
    by = capacity_to(request, found, at, lambda by: may_add_subjects(by, found, working_posts(found)))
    form = SubjectsForm(posts_of(found), request.POST)
    if not form.is_valid():
        return case_page(request, found, at, {"add-subjects": form}, status=422)
    add_subjects(found, by=by, at=at, posts=list(form.cleaned_data["posts"]))
    messages.success(request, _("Perjanjian Kinerja ditambahkan."))
    return redirect("case", pk)
