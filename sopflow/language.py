"""Pages in Indonesian for everybody, in English for whoever chose it in this browser (decision 0038)."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

GetResponse = Callable[[HttpRequest], HttpResponse]


class ChosenLanguage:
    """The language that was chosen by a cookie, and nothing else: an official whose browser came in English asked for
    nothing. What is streamed is worded after this, and so in Indonesian, as files are."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = chosen_in(request)
        with translation.override(chosen):
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", chosen)
        return response


def chosen_in(request: HttpRequest) -> str:
    """The language of the cookie; that of the house where there is none, or one that we do not have."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a language in this browser and go back to the page; who wants that of the house needs no cookie."""
    chosen, page = request.POST.get("language", ""), request.POST.get("next", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("Bahasa itu tidak ada."), content_type="text/plain; charset=utf-8")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(page, allowed_hosts=hosts, require_https=request.is_secure()):
        page = "/"
    response = redirect(page)
    name = settings.LANGUAGE_COOKIE_NAME
    if chosen == settings.LANGUAGE_CODE:
        response.delete_cookie(name, samesite="Lax")
    else:
        response.set_cookie(
            name,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
