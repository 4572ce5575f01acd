"""The public page behind the QR of a signed paper: for whoever holds it, without signing in."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from documents.models import SignedPaper
from documents.printed_pk import printed_on
from documents.signing.standing import matched, standing_of, trusted_here
from documents.signing.verifying import verified
from documents.signing.wording import signature_lines
from organizations.models import OfficeLogo

TOKEN = re.compile(
    r"[A-Za-z0-9_-]{1,32}"
)  # anything else is no address of ours, and some databases refuse it


class FileForm(forms.Form):
    """The file that somebody holds. It is compared in memory and not kept."""

    file = forms.FileField(label=gettext_lazy("Berkas naskah (PDF atau pindaian)"))

    def clean_file(self) -> bytes:
        """Its bytes."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(_("Berkas ini terlalu besar; paling besar 20 MB."))
        return bytes(upload.read())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the paper is, who signed it, whether it is in force; with a file, whether that is it. Writes nothing.

    Every unknown address gets the same answer.
    """
    papers = SignedPaper.objects.select_related(
        "office__government", "file", "base", "perjanjian_kinerja", "naskah"
    )
    paper = papers.filter(token=token).first() if TOKEN.fullmatch(token) else None
    if paper is None:
        return unlisted(render(request, "documents/verify_unknown.html", status=404))
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    context: dict[str, Any] = {
        "paper": paper,
        "printed": dict(zip(("nomor", "day"), printed_on(paper), strict=True)),
        "office": paper.office,
        "government": paper.office.government,
        "logo": OfficeLogo.objects.filter(office=paper.office).first(),
        "standing": standing_of(paper),
        "signatures": signature_lines(paper),
        "form": form,
        "at": timezone.now(),
    }
    if form.is_bound and form.is_valid():
        content = form.cleaned_data["file"]
        context |= {"match": matched(paper, content), "found": verified(content, trusted_here())}
    status = 422 if form.is_bound and form.errors else 200
    return unlisted(render(request, "documents/verify.html", context, status=status))


def unlisted(response: HttpResponse) -> HttpResponse:
    """It answers whoever holds the paper; search engines need not collect officials' names from it."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
