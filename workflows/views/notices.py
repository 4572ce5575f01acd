"""What one is told: the bell, the list, marking as read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from activity.models import Notice
from organizations.models import Office
from organizations.paging import page_of
from workflows.fetching import user_of


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """One's notices, the newest first, each time in the zone of the office that it is about."""
    notices, page = page_of(Notice.objects.of(user_of(request).pk), request.GET.get("halaman", ""))
    offices = Office.objects.in_bulk({notice.office_id for notice in notices})
    lines = [(notice, offices[notice.office_id]) for notice in notices]
    return render(request, "workflows/notices.html", {"lines": lines, "page": page})


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go to what it is about."""
    notice = get_object_or_404(Notice.objects.of(user_of(request).pk), pk=pk)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return redirect(notice.path)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    Notice.objects.of(user_of(request).pk).unread().update(read_at=timezone.now())
    return redirect("notices")
