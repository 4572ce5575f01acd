"""What holds for every request: the demo stays on its own computer, no foreign script, expected errors have pages."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from organizations.asked_once import asked_once
from organizations.models import Office
from sopflow.serving import is_loopback
from workflows.errors import Denied, Stale

GetResponse = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NO_DEVICES = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class DemoStaysLocal:
    """Demo accounts have passwords that anyone at this computer can read: answer nobody else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO and not is_loopback(request.META.get("REMOTE_ADDR", "")):
            return HttpResponse(
                "Mode DEMO hanya melayani komputer ini sendiri.", status=403, content_type="text/plain"
            )
        return self.get_response(request)


class CompressedPages(GZipMiddleware):
    """Pages travel compressed, padded by a random length so that it tells nothing of what stands in them (BREACH).
    Files go as they are: PDF, XLSX and ZIP are compressed in themselves."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class AskedOnce:
    """What changes nothing asks once what its visitor may do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with asked_once():
            return self.get_response(request)


class ContentSecurityPolicy:
    """Nothing but our own files runs or is shown; no page looks into the devices; no other site loads what is here;
    and on a computer that several people share, nothing of who signed in stays in the browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", NO_DEVICES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class WrongMethod:
    """An address that only takes what a form sends, opened by itself: the browser goes on to the page of its object
    (reloading after a refused form asks for exactly that); who asks for no page is told 405 in words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = page_above(request.path)
        if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
            return redirect(page)
        told = render(request, "405.html", {"page": page}, status=HTTPStatus.METHOD_NOT_ALLOWED)
        told.headers["Allow"] = response.headers["Allow"]
        return told


def page_above(path: str) -> str:
    """The nearest address above this one that is known; the first page at last."""
    parts = path.strip("/").split("/")[:-1]
    while parts:
        above = f"/{'/'.join(parts)}/"
        with suppress(Resolver404):
            resolve(above)
            return above
        parts.pop()
    return "/"


class ExpectedErrors:
    """The named refusals of the actions, as pages: 403 with the reason, 409 with who already did it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Stale):
            office = Office.objects.filter(cases=error.case_id).first()
            return render(request, "409.html", {"error": error, "office": office}, status=409)
        if isinstance(error, Denied):
            return render(request, "403.html", {"reason": str(error)}, status=403)
        return None
