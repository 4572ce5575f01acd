"""The book of an office's SOPs: everybody in the office reads it, its admins have it made."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from organizations.administering import administered_office
from organizations.capacity import admin_capacity, offices_of
from organizations.models import Office
from sops.books.requesting import NotNow, request_book
from sops.models import Book, BookStatus
from sops.views import user_of

SECONDS = 5  # between two looks at a book that is being made


def own_office(request: HttpRequest, office_slug: str) -> Office:
    """An office that the user belongs to."""
    offices = offices_of(user_of(request), timezone.now()).select_related("government")
    return get_object_or_404(offices, slug=office_slug)


@require_safe
def book(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The last book that was made, and how far the next one is. The page reloads itself while one is made."""
    office = own_office(request, office_slug)
    books = Book.objects.filter(office=office)
    last = books.order_by("-requested_at", "-id").first()
    context = {
        "office": office,
        "finished": books.done().first(),
        "running": books.unfinished().first(),
        "failed": last if last and last.status == BookStatus.FAILED else None,
        "is_admin": admin_capacity(user_of(request), office, timezone.now()) is not None,
        "seconds": SECONDS,
    }
    return render(request, "sops/book.html", context)


@require_POST
def make(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Ask for a book."""
    office, by = administered_office(request, office_slug)
    try:
        found = request_book(office, by=by, at=timezone.now())
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(
            request,
            ngettext(
                "Buku dari %(total)s SOP mulai dikerjakan.",
                "Buku dari %(total)s SOP mulai dikerjakan.",
                found.total,
            )
            % {"total": found.total},
        )
    return redirect("sop-book", office_slug)


@require_safe
def download(request: HttpRequest, office_slug: str) -> FileResponse:
    """The bytes of the last book that was made."""
    office = own_office(request, office_slug)
    found = Book.objects.filter(office=office).done().first()
    if found is None or not found.file.storage.exists(str(found.file.name)):
        raise Http404
    day = found.requested_at.astimezone(office.zone).date()
    name = f"Buku SOP {office.label} {day:%Y-%m-%d}.pdf".replace("/", "-")
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
