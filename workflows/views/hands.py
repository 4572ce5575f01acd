"""Taking back an act, sending back where the SOP allows it, putting a task aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from workflows.actions.withdraw import withdraw_act
from workflows.fetching import task_of


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's act back."""
    at = timezone.now()
    task, by = task_of(request, pk, at)
    case = withdraw_act(task, by=by, at=at)
    messages.success(
        request, f"Tindakan Anda di langkah {task.run.step.nomor} ditarik kembali; langkah itu terbuka lagi."
    )
    return redirect("case", case.pk)
