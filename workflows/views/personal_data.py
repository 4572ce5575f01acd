"""What is kept about oneself, and the copy of it."""

from django.contrib import messages
from django.core.cache import cache
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from workflows.fetching import user_of
from workflows.personal.copying import copy_of
from workflows.personal.table import PARTS, WITHOUT
from workflows.views.papers import guarded

ONE_IN = 60  # seconds: a copy of many years reads many rows


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """What the copy holds, what it does not, how long things are kept, who corrects them."""
    return render(request, "workflows/personal_data.html", {"parts": PARTS, "without": WITHOUT})


@require_POST
def download(request: HttpRequest) -> HttpResponseBase:
    """The copy, as a file. Only one's own; one a minute."""
    user = user_of(request)
    if not cache.add(f"personal-copy:{user.pk}", 1, ONE_IN):
        messages.error(request, _("Salinan baru saja dibuat. Tunggu satu menit, lalu unduh lagi."))
        return redirect("personal-data")
    at = timezone.now()
    response = FileResponse(
        copy_of(user, at),
        as_attachment=True,
        filename=f"data-saya-{at:%Y-%m-%d}.json",
        content_type="application/json",
    )
    return guarded(response)
