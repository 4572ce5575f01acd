"""Signing the form of monitoring and evaluation, and reading it as a file."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from documents.models import Way
from documents.signing.errors import CannotSign
from workflows.actions.assess import Changed
from workflows.assessment_filing import signed_file
from workflows.assessment_forms import SignForm
from workflows.assessment_signing import draft_pdf, sign_assessment
from workflows.errors import Denied, Incomplete
from workflows.views.assessments import changed_page, opened, page, require_seen, version_of
from workflows.views.papers import guarded, pdf_response


@sensitive_post_parameters("passphrase")
@sensitive_variables("form", "values")
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head signs it."""
    found = opened(request, pk)
    if found.signer is None:
        raise Denied(_("Monitoring dan evaluasi ditandatangani kepala kantor."))
    is_by_hand = found.assessment.office.signing_way == Way.WET
    form = SignForm(is_by_hand=is_by_hand, data=request.POST, files=request.FILES)
    try:
        require_seen(request, found)
        if form.is_valid():
            values: dict[str, Any] = {name: form.cleaned_data.get(name) for name in form.fields}
            unfiled = sign_assessment(
                found.assessment, version=version_of(request), by=found.signer, at=found.at, **values
            )
            tell_signed(request, unfiled)
            return redirect("assessment", pk)
    except Incomplete as lack:
        form.add_error(lack.field if lack.field in form.fields else None, lack.message)
    except Changed as reason:
        return changed_page(request, found, "sign", form, reason)
    except CannotSign as reason:
        form.add_error(None, str(reason) or _("Frasa sandi itu tidak cocok; tidak ada yang ditandatangani."))
    return page(request, found, {"sign": form})


def tell_signed(request: HttpRequest, unfiled: str) -> None:
    """That it was signed, and whether it lies in the archive; `unfiled` is why it does not."""
    if unfiled:
        text = _(
            "Formulir ditandatangani, tetapi belum diarsipkan; nanti dicoba lagi dengan sendirinya. %(why)s"
        )
        messages.warning(request, text % {"why": unfiled})
    else:
        messages.success(request, _("Formulir ditandatangani dan diarsipkan."))


@require_safe
def form_pdf(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The form as it was signed: its bytes, or the scan of what was signed by hand; else how it stands, marked as a
    draft."""
    held = opened(request, pk).assessment
    name = f"{held.kind}-sop-{held.period}"
    if held.is_open:
        return pdf_response(draft_pdf(held), f"{name}.pdf")
    stored = signed_file(held)
    if stored is None:
        raise Http404
    ending = PurePath(stored.name).suffix
    response = FileResponse(
        stored.file.open("rb"), filename=f"{name}{ending}", content_type=stored.media_type
    )
    return guarded(response)
