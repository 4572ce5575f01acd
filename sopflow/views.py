"""Pages of the house itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process answers. Whether all that it needs does too: /readyz."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the portals, with what their pages are drawn with, and nothing else."""
    text = "User-agent: *\nAllow: /portal/\nAllow: /static/\nDisallow: /\n"
    return HttpResponse(text, content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not ours, or is too old."""
    return render(
        request,
        "403.html",
        {"reason": "Formulir sudah kedaluwarsa. Kembali, muat ulang, lalu kirim lagi."},
        status=403,
    )
