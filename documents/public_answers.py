"""Answers for everybody: what a browser, or a cache between, may keep of them and for how long."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

KEPT = "public, max-age=60"  # seconds; what is withdrawn is gone everywhere a minute later
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'"

View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """A page that is the same for whoever comes, with an ETag. Who is signed in keeps nothing of it, as of no page."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        return kept(request, response, hashlib.sha256(response.content).hexdigest())

    return answered


def kept(request: HttpRequest, response: HttpResponse, digest: str) -> HttpResponse:
    """The answer with this ETag, or that it has not changed."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        response.headers["Cache-Control"] = KEPT
    response.headers["ETag"] = etag = f'"{digest}"'
    found = get_conditional_response(request, etag=etag, response=response)
    return found or response


def public_file(
    request: HttpRequest, file: FieldFile, *, name: str, digest: str, media_type: str = "application/pdf"
) -> HttpResponse | FileResponse:
    """A stored file, shown in the browser. Http404 where its bytes are gone."""
    same = kept(request, HttpResponse(), digest)
    if same.status_code != 200:
        return same
    try:
        response = FileResponse(file.open("rb"), content_type=media_type)
    except OSError:
        raise Http404 from None
    return guarded(kept(request, cast(HttpResponse, response), digest), name)


def guarded(response: HttpResponse, name: str, *, as_attachment: bool = False) -> HttpResponse:
    """The file under a name, in which nothing runs. Search engines do not read files: names and NIP stand in them."""
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment, name) or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["X-Robots-Tag"] = "noindex"
    return response
