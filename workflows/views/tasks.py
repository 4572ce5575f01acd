"""The page where one acts."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from activity.wording import as_kept
from documents.models import StoredFile
from documents.naskah.printing import naskah_html
from documents.printing.paper import paper_pdf
from documents.signing.errors import CannotSign
from organizations.capacity import Capacity
from sops.document import SIGNS
from sops.reading import has_read
from workflows.acting import Act
from workflows.actions.bring import bring_papers, brings
from workflows.actions.complete import complete_assignment, stale_error
from workflows.actions.looking import open_assignment
from workflows.actions.sign import open_pen, sign_task
from workflows.actions.waiting import go_on, wait_outside
from workflows.comment_form import form_for
from workflows.drafting import Drafting
from workflows.errors import Incomplete
from workflows.fetching import task_of
from workflows.forms import ActForm, ReasonForm
from workflows.models import Assignment
from workflows.presenting.act import ActPage
from workflows.presenting.comments import comments_of
from workflows.presenting.obstacles import pk_obstacle
from workflows.presenting.signing import instead_of
from workflows.return_form import ReturnToForm
from workflows.signing import lacks_its_paper
from workflows.snooze_form import SnoozeForm
from workflows.views.inbox import onward, queue_asked, to_act
from workflows.views.papers import pdf_response

PRACTISED = gettext_lazy("Kasus latihan selesai; tidak ada yang diarsipkan.")
ENDED = gettext_lazy("Kasus selesai dan diarsipkan.")
TAKE_BACK = gettext_lazy("Selama masih dapat ditarik kembali, halaman kasus menawarkannya.")


@require_safe
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """What one assignment asks; the holder's first look opens it."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    if not task.is_open:
        return redirect("case", task.run.case_id)
    open_assignment(task, by=by, at=at)
    page = ActPage(task, by, at)
    return act_page(request, page, ActForm(page))


@require_POST
@sensitive_post_parameters("passphrase")
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """The act itself."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    if not task.is_open:
        raise stale_error(task, list(task.run.assignments.select_related("acted_by")), task.run.case_id)
    page = ActPage(task, by, at)
    form = ActForm(page, request.POST, request.FILES)
    if request.POST.get("do", "").startswith("rows:"):
        return act_page(request, page, form.unchecked())
    if not form.is_valid():
        return act_page(request, page, form, status=422)
    act, files = form.act
    if brings(act) and not form.is_return and lacks_its_paper(page.step, page.office, task.run):
        return brought(request, page, form, act, files)
    if not form.is_return and not act.by_hand and not sign_first(form, page, by, at):
        form.discard(files)
        return act_page(request, ActPage(task, by, at), form, status=422)
    try:
        case = complete_assignment(task, by=by, at=at, act=act)
    except Incomplete as lack:
        form.discard(files)
        form.tell(lack)
        return act_page(request, page, form, status=422)
    except Exception:  # someone was first, or a fault of ours: nothing of the act is kept
        form.discard(files)
        raise
    messages.success(request, done_message(task, filed=case.closed_at is not None))
    return onward(request, at, task.office)


def brought(
    request: HttpRequest, page: ActPage, form: ActForm, act: Act, files: list[StoredFile]
) -> HttpResponse:
    """The paper that is to be signed was made or uploaded here: first it is prepared, then one signs it."""
    try:
        bring_papers(page.assignment, by=page.capacity, at=page.at, act=act)
    except Incomplete as lack:
        form.discard(files)
        form.tell(lack)
        return act_page(request, page, form, status=422)
    except Exception:
        form.discard(files)
        raise
    messages.success(
        request, _("Naskahnya tersimpan dan sedang disiapkan; sesudah itu tanda tangani di sini.")
    )
    return redirect(to_act(page.assignment.pk, queue_asked(request)))


def sign_first(form: ActForm, page: ActPage, by: Capacity, at: datetime) -> bool:
    """Give the electronic signatures that the task owes, each by itself; False where one was not given. What was signed
    stays signed."""
    part = page.signing
    if part is None or not part.is_electronic:
        return True
    chosen = instead_of(page.assignment.post, form.cleaned_data.get("instead_of", ""))
    passphrase, place = (
        form.cleaned_data.get("passphrase", ""),
        "passphrase" if part.asks_passphrase else None,
    )
    try:
        pen = open_pen(page.office, by=by, at=at, passphrase=passphrase)
    except CannotSign as error:
        form.add_error(place, error.message)
        return False
    failed = [
        each for each in sign_task(page.assignment, pen, by=by, at=at, instead_of=chosen) if each.message
    ]
    for each in failed:
        form.add_error(place, f"{each.signature.paper.title}: {each.message}")
    return not failed


@require_POST
@sensitive_post_parameters("passphrase")
def preview(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A paper as it would be made from what is filled in so far. Keeps nothing."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    page = ActPage(task, by, at)
    form = ActForm(page, request.POST, request.FILES)
    offered = [*page.makes, *page.makes_missing, *([page.receipt] if page.receipt else [])]
    making = next((each for each in offered if each.kind.key == kind), None)
    if making is None or not task.is_open:
        raise Http404
    form.is_valid()  # what is still to be filled in, a preview leaves blank
    drafting = Drafting(page.case, page.written, task.run, page.step, by, at, form.filled_in({}))
    try:
        told = dict(form.filled_forms(offered, form.cleaned_data))
        naskah = drafting.preview(kind, told[kind], page.name_for(making))
    except Incomplete as lack:
        form.tell(lack)
        return act_page(request, page, form, status=422)
    with as_kept():  # as it will be made
        html = naskah_html(naskah)
    return pdf_response(paper_pdf(html), f"{naskah.title}.pdf")


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The official does not sign: the case goes back, and what was signed of the paper is void."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    page, form = ActPage(task, by, at), ReasonForm(request.POST, prefix="refuse")
    if page.step.tindakan != SIGNS:
        raise Http404
    if not form.is_valid():
        return act_page(request, page, ActForm(page), status=422, refuse_form=form)
    reason = form.cleaned_data["reason"]
    try:
        complete_assignment(task, by=by, at=at, act=Act(refusal=reason))
    except Incomplete as lack:
        form.add_error("reason", lack.message)
        return act_page(request, page, ActForm(page), status=422, refuse_form=form)
    messages.success(request, _("Penolakan Anda tersimpan; naskahnya dikembalikan dengan alasan itu."))
    return onward(request, at, task.office)


@require_POST
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """The step waits for an outside party."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    form = ReasonForm(request.POST, prefix="wait")
    if not form.is_valid():
        page = ActPage(task, by, at)
        return act_page(request, page, ActForm(page), status=422, wait_form=form)
    wait_outside(task, by=by, at=at, reason=form.cleaned_data["reason"])
    messages.success(request, _("Waktu langkah ini berhenti sampai pihak luar menjawab."))
    return redirect("act", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """The outside party has answered."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    go_on(task, by=by, at=at)
    messages.success(request, _("Waktu langkah ini berjalan lagi."))
    return redirect("act", pk)


def done_message(task: Assignment, *, filed: bool) -> str:
    """What the official reads after the act."""
    done = _("Langkah %(step)s pada “%(case)s” tersimpan.") % {
        "step": task.run.step.nomor,
        "case": task.run.case.title,
    }
    if filed and task.office.is_practice:
        return f"{done} {PRACTISED}"
    if filed:
        return f"{done} {ENDED}"
    return done if task.run.step.tindakan == SIGNS else f"{done} {TAKE_BACK}"


def told_of_others(form: ReasonForm, page: ActPage) -> ReasonForm:
    """The form for a refusal, with what becomes of the other papers of the step."""
    form.fields["reason"].help_text = page.signing.goes_with_one if page.signing else ""
    return form


def act_page(
    request: HttpRequest,
    page: ActPage,
    form: ActForm,
    status: int = 200,
    wait_form: ReasonForm | None = None,
    refuse_form: ReasonForm | None = None,
    return_form: ReturnToForm | None = None,
    snooze_form: SnoozeForm | None = None,
) -> HttpResponse:
    """The page of one assignment, with the form as it stands."""
    context = {
        "page": page,
        "queue": (queue := queue_asked(request)),
        "task_url": to_act(page.assignment.pk, queue),
        "has_read": has_read(page.case.revision_id, page.capacity.user),
        "assignment": page.assignment,
        "case": page.case,
        "step": page.step,
        "office": page.office,
        "capacity": page.capacity,
        "form": form,
        "button": page.button,
        "obstacle": "" if form.is_bound else pk_obstacle(page, page.makes),
        "attestation": page.attestation,
        "signing": page.signing,
        "left_out": page.left_out,
        "has_return": page.may_return,
        "refuse_form": told_of_others(refuse_form or ReasonForm(prefix="refuse"), page),
        "comments": comments_of(page.case),
        "comment_form": form_for(page.case, [page.capacity], page.visits, page.at),
        "snooze_form": snooze_form or SnoozeForm(page.today),
        "return_form": return_form or ReturnToForm(page),
        "returned": page.returned,
        "seats": page.seats,
        "kelengkapan": page.kelengkapan,
        "before": page.before,
        "next_steps": page.next_steps,
        "subjects": page.subjects,
        "refusal": page.refusal,
        "due": page.due,
        "waiting_outside": page.waiting_outside,
        "wait_form": wait_form or ReasonForm(prefix="wait"),
    }
    return render(request, "workflows/act.html", context, status=status)
