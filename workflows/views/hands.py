"""Taking back an act, sending back where the SOP allows it, putting a task aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.templatetags.indonesia import tanggal, waktu
from workflows.actions.complete import complete_assignment, stale_error
from workflows.actions.snooze import snooze_task, wake_task
from workflows.actions.withdraw import withdraw_act
from workflows.errors import Incomplete
from workflows.fetching import task_of
from workflows.forms import ActForm
from workflows.presenting.act import ActPage
from workflows.return_form import ReturnToForm
from workflows.snooze_form import SnoozeForm
from workflows.views.inbox import onward, queue_asked
from workflows.views.tasks import act_page


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's act back."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    case = withdraw_act(task, by=by, at=at)
    messages.success(
        request,
        _("Tindakan Anda di langkah %(step)s ditarik kembali; langkah itu terbuka lagi.")
        % {"step": task.run.step.nomor},
    )
    return redirect("case", case.pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the case back to an earlier step that the SOP allows."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    if not task.is_open:
        raise stale_error(task, list(task.run.assignments.select_related("acted_by")), task.run.case_id)
    page = ActPage(task, by, at)
    form = ReturnToForm(page, request.POST)
    if not form.is_valid():
        return act_page(request, page, ActForm(page), status=422, return_form=form)
    try:
        complete_assignment(task, by=by, at=at, act=form.act)
    except Incomplete as lack:
        form.add_error("order" if lack.field == "return_to" else None, lack.message)
        return act_page(request, page, ActForm(page), status=422, return_form=form)
    messages.success(request, _("Kasus dikembalikan dengan alasan Anda."))
    return onward(request, at)


@require_POST
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one's task aside until a day."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    page = ActPage(task, by, at)
    form = SnoozeForm(page.today, request.POST)
    day = form.cleaned_data["day"] if form.is_valid() else None
    try:
        if day is not None:
            until = snooze_task(task, by=by, at=at, day=day).until
    except Incomplete as lack:
        form.add_error(lack.field, lack.message)
    if form.errors or day is None:
        return act_page(request, page, ActForm(page), status=422, snooze_form=form)
    messages.success(
        request, _("Tugas ditunda sampai %(day)s; batas waktunya tetap berjalan.") % {"day": tanggal(day)}
    )
    if task.due_at and task.due_at < until:
        due = waktu(task.due_at, page.office)
        messages.warning(request, _("Batas waktu tugas itu lebih dulu: %(due)s.") % {"due": due})
    return redirect("inbox") if queue_asked(request) is None else onward(request, at)


@require_POST
def wake(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task back into the inbox before its day."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    wake_task(task, by=by, at=at)
    messages.success(request, _("Tugas itu ada lagi dalam daftar Anda."))
    return redirect("inbox")
