"""The calendar of due times, and the address under which a calendar program fetches one's own."""

import hashlib
from datetime import date, datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from organizations.accounts.limits import is_too_often
from organizations.capacity import Capacity, capacities, offices_headed
from organizations.delegating import office_of
from organizations.models import Office, Post
from organizations.paging import page_of
from workflows.actions.feed import end_feed, make_feed
from workflows.feed import calendar_of, reader_of
from workflows.fetching import office_asked, user_of
from workflows.models import CalendarFeed
from workflows.presenting.due_calendar import day_asked, month_asked, month_of
from workflows.presenting.lists import waiting_tasks, with_due
from workflows.presenting.running import Shown, open_tasks
from workflows.views.head import links_of

WHOLE = "kantor"  # of an address (lingkup): what is due in the whole office, for its head


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """A month of what is due: one's own, or the office's for its head."""
    return due_page(request, timezone.now())


@sensitive_variables("address")
def due_page(request: HttpRequest, at: datetime, address: str = "") -> HttpResponse:
    """The month that is asked for; `address` is a secret one that was made just now."""
    user = user_of(request)
    mine = [by for by in capacities(user, at) if by.post]
    headed = offices_headed(user, at)
    office = office_asked(request, headed) if headed else None
    is_whole = office is not None and request.GET.get("lingkup") == WHOLE
    context: dict[str, object] = {
        "address": address,
        "feed": CalendarFeed.objects.filter(user=user).first(),
        "holds_post": bool(mine),
        "is_whole": is_whole,
        **(links_of(office, headed) if office else {}),
    }
    post = mine[0].post if mine else None
    if office is not None and (is_whole or post is None):
        context |= month_context(request, office, None, None if is_whole else [], at)
    elif post is not None:
        context |= month_context(request, office_of(post), post, posts_of(mine), at)
    return render(request, "workflows/due.html", context)


def posts_of(mine: list[Capacity]) -> list[int]:
    """The ids of the posts for which one acts."""
    return [by.post.pk for by in mine if by.post]


def month_context(
    request: HttpRequest, office: Office, post: Post | None, posts: list[int] | None, at: datetime
) -> dict[str, object]:
    """The month of these posts, or of the whole office, and the day that is asked for of one's own."""
    today = at.astimezone(office.zone).date()
    tasks = open_tasks(office) if posts is None else waiting_tasks(posts)
    first = month_asked(request.GET.get("bulan", ""), today)
    unit = post.unit_id if post and post.office_id == office.pk else None
    context: dict[str, object] = {"office": office, "month": month_of(tasks, office, unit, first, at)}
    day = day_asked(request.GET.get("hari", ""))
    if day and posts is not None:
        listed, page = page_of(Shown(hari=day).among(tasks, office, at), request.GET.get("halaman", ""))
        with_due(listed, at)
        context |= {"day": date.fromisoformat(day), "tasks": listed, "page": page}
    return context


@require_POST
@sensitive_variables()
def make(request: HttpRequest) -> HttpResponse:
    """A new secret address, shown this once."""
    at = timezone.now()
    token = make_feed(capacities(user_of(request), at), at=at)
    return due_page(request, at, f"{settings.SITE_URL}{reverse('calendar-feed', args=[token])}")


@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """No address any more."""
    at = timezone.now()
    if end_feed(capacities(user_of(request), at), at=at):
        messages.success(
            request, _("Alamat kalender dimatikan; program kalender tidak menerima apa pun lagi.")
        )
    return redirect("due")


@login_not_required
@require_safe
@sensitive_variables()
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """One's due times for a calendar program, which signs in by the secret in the address alone. Writes nothing. Every
    secret that opens nothing gets the same answer."""
    at = timezone.now()
    if is_too_often(request, "calendar_feed"):
        return plain(_("Terlalu sering; coba lagi nanti."), 429)
    found = reader_of(token, at)
    if found is None:
        return plain(_("Tidak ada kalender di alamat ini."), 404)
    content = calendar_of(found[1])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["Content-Disposition"] = 'inline; filename="tenggat.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def plain(words: str, status: int) -> HttpResponse:
    """An answer for a program."""
    response = HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response
