"""Papers: downloaded only by those who may see their case, always as a download."""

from typing import cast

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.models import StoredFile
from workflows.actions.looking import note_inspection
from workflows.fetching import user_of
from workflows.models import Case, Output


@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes of a paper."""
    at, user = timezone.now(), user_of(request)
    cases = Case.objects.visible_to(user, at)
    output = get_object_or_404(
        Output.objects.select_related("file", "case__office"), pk=pk, case__in=cases, file__isnull=False
    )
    note_inspection(output.case, user=user, at=at)
    file = cast(StoredFile, output.file)
    response = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
