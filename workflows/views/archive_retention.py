"""The proposals of the archive with their stages: appraised, approved, carried out, each by somebody else."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.archive.minutes import minutes_paper
from documents.archive.retention import Refused, appraise, approve, approver_of, execute, items_of, reject
from documents.models import ProposalState, RetentionKind, RetentionProposal
from documents.storing import discard
from organizations.capacity import Capacity
from organizations.paging import page_of
from workflows.archive_access import (
    appraiser,
    head,
    keeper,
    visible_berkas,
    visible_proposals,
)
from workflows.archive_forms import AppraiseForm, ExecuteForm
from workflows.destroying import take
from workflows.fetching import user_of
from workflows.forms import ReasonForm
from workflows.views.archive import as_file

Who = Callable[[object, object, datetime], Capacity | None]


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """The proposals of the offices in whose archive one has a part, the newest first."""
    at = timezone.now()
    rows = visible_proposals(user_of(request), at).select_related("office", "proposed_by")
    state = request.GET.get("keadaan", "")
    if state in ProposalState.values:
        rows = rows.filter(state=state)
    found, page = page_of(rows.order_by("-proposed_at", "-id"), request.GET.get("halaman", ""))
    states = [("", _("Semua"), not state), *((v, label, v == state) for v, label in ProposalState.choices)]
    context = {"proposals": found, "page": page, "states": states}
    return render(request, "workflows/archive/proposals.html", context)


def proposal_of(request: HttpRequest, pk: int, at: datetime) -> RetentionProposal:
    """A proposal that one may see."""
    rows = visible_proposals(user_of(request), at).select_related(
        "office__government",
        "office__head",
        "proposed_by",
        "appraised_by",
        "approved_by",
        "executed_by",
        "rejected_by",
        "minutes",
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: what it is about, where it stands, what one may do."""
    at = timezone.now()
    return proposal_page(request, proposal_of(request, pk, at), at)


def proposal_page(
    request: HttpRequest,
    found: RetentionProposal,
    at: datetime,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a proposal; `bound` has forms that were refused, by the name of their action."""
    user, given = user_of(request), bound or {}
    items = list(found.items.select_related("berkas__unit").order_by("berkas"))
    seen = set(visible_berkas(user, at).filter(retention_items__proposal=found).values_list("pk", flat=True))
    lines = [(item, item.berkas, item.berkas_id in seen) for item in items]
    stays = [item.berkas for item in items if not item.is_left_out]
    context = {
        "proposal": found,
        "office": found.office,
        "lines": lines,
        "letter_by": approver_of(stays) if found.kind == RetentionKind.DESTROY else "",
        "may": may_do(request, found, at),
        "appraise_form": given.get("appraise") or AppraiseForm(options(found)),
        "execute_form": given.get("execute") or execute_form(found),
        "reject_form": given.get("reject") or ReasonForm(prefix="reject"),
        "bound": given,
    }
    return render(request, "workflows/archive/proposal.html", context, status=status)


def may_do(request: HttpRequest, found: RetentionProposal, at: datetime) -> dict[str, bool]:
    """What the user may do with a proposal as it stands."""
    user, office = user_of(request), found.office
    is_other = user.pk != found.proposed_by_id
    is_head = head(user, office, at) is not None
    may_appraise = (
        found.state == ProposalState.PROPOSED and is_other and appraiser(user, office, at) is not None
    )
    return {
        "appraise": may_appraise,
        "approve": found.state == ProposalState.APPRAISED
        and is_head
        and is_other
        and user.pk != found.appraised_by_id,
        "execute": found.state == ProposalState.APPROVED and keeper(user, office, at) is not None,
        "reject": found.is_open and (is_head or may_appraise),
    }


def options(found: RetentionProposal) -> list[tuple[int, str]]:
    """The berkas of a proposal as an appraisal may leave them out."""
    return [(each.pk, each.nomor) for each in items_of(found)]


def execute_form(found: RetentionProposal, *data: object) -> ExecuteForm:
    """The form of the berita acara, with the letter where one is needed."""
    return ExecuteForm(approver_of(items_of(found)) if found.kind == RetentionKind.DESTROY else "", *data)


def allowed(by: Capacity | None) -> Capacity:
    """Who may; who may not finds no such page."""
    if by is None:
        raise Http404
    return by


def done(
    request: HttpRequest,
    found: RetentionProposal,
    form: tuple[str, forms.Form] | None,
    at: datetime,
    act: Callable[[], str],
) -> HttpResponse:
    """Do it where the form is right, and say what was done, or why not."""
    if form and not form[1].is_valid():
        return proposal_page(request, found, at, {form[0]: form[1]}, status=422)
    try:
        messages.success(request, act())
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("proposal", found.pk)


@require_POST
def appraise_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one thinks of it."""
    at = timezone.now()
    found = proposal_of(request, pk, at)
    by = allowed(appraiser(user_of(request), found.office, at))
    form = AppraiseForm(options(found), request.POST)

    def act() -> str:
        left_out = [int(pk) for pk in form.cleaned_data["left_out"]]
        appraise(found, by=by, at=at, note=form.cleaned_data["note"], left_out=left_out)
        return _("Penilaian disimpan; usulan menunggu persetujuan kepala kantor.")

    return done(request, found, ("appraise", form), at, act)


@require_POST
def approve_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, as the head."""
    at = timezone.now()
    found = proposal_of(request, pk, at)
    by = allowed(head(user_of(request), found.office, at))

    def act() -> str:
        approve(found, by=by, at=at)
        return _("Usulan disetujui; pelaksanaannya memerlukan berita acara.")

    return done(request, found, None, at, act)


@require_POST
def reject_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse, with the reason."""
    at = timezone.now()
    found = proposal_of(request, pk, at)
    user = user_of(request)
    by = head(user, found.office, at)
    if by is None and found.state == ProposalState.PROPOSED and user.pk != found.proposed_by_id:
        by = appraiser(user, found.office, at)
    by = allowed(by)
    form = ReasonForm(request.POST, prefix="reject")

    def act() -> str:
        reject(found, by=by, at=at, reason=form.cleaned_data["reason"])
        return _("Usulan ditolak.")

    return done(request, found, ("reject", form), at, act)


@require_POST
def execute_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry it out, with its berita acara. The paper is laid out first, and is forgotten where it is refused."""
    at = timezone.now()
    found = proposal_of(request, pk, at)
    by = allowed(keeper(user_of(request), found.office, at))
    if found.state != ProposalState.APPROVED:
        messages.error(
            request,
            _("Usulan ini %(state)s; yang dilaksanakan hanya yang disetujui.")
            % {"state": found.get_state_display()},
        )
        return redirect("proposal", pk)
    form = execute_form(found, request.POST)

    def act() -> str:
        said = form.minutes
        paper = minutes_paper(found, items_of(found), said, by=by, at=at)
        is_done = False
        try:
            execute(found, paper, said, by=by, at=at, takes=take)
            is_done = True
        finally:
            if not is_done:
                discard(paper)
        return _("%(kind)s dilaksanakan dengan berita acara %(number)s.") % {
            "kind": found.get_kind_display(),
            "number": said.number,
        }

    return done(request, found, ("execute", form), at, act)


@require_safe
def minutes(request: HttpRequest, pk: int) -> FileResponse:
    """The berita acara of a proposal that was carried out."""
    found = proposal_of(request, pk, timezone.now())
    if found.minutes is None:
        raise Http404
    return as_file(found.minutes, attached=False)
