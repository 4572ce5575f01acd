"""The public page of one revision: for whoever holds the paper, without signing in."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations.models import OfficeLogo
from organizations.nip import masked_nip
from sops.models import Revision
from sops.public import find_public, public_path, short_hash, standing
from sops.signing_sheet import signature_of


@login_not_required
@require_safe
def public(request: HttpRequest, office_slug: str, slug: str, short: str) -> HttpResponse:
    """Whether this very revision is in force. Every unknown address gets the same answer."""
    revision = find_public(office_slug, slug, short)
    if revision is None:
        return unlisted(render(request, "sops/public_unknown.html", status=404))
    office = revision.sop.office
    found = standing(revision, timezone.now())
    context = {
        "revision": revision,
        "office": office,
        "government": office.government,
        "logo": OfficeLogo.objects.filter(office=office).first(),
        "standing": found,
        "next_path": public_path(found.next) if found.next else "",
        "now_path": public_path(found.now) if found.now and found.now != found.next else "",
        "dates": dates_of(revision),
        "signature": signature_of(revision),
        "signatory": revision.disahkan_oleh,
        "nip": masked_nip(revision.disahkan_oleh.get("nip", "")),
        "short_hash": short_hash(revision),
    }
    return unlisted(render(request, "sops/public.html", context))


def unlisted(response: HttpResponse) -> HttpResponse:
    """It answers whoever holds the paper; search engines need not collect officials' names from it."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def dates_of(revision: Revision) -> list[tuple[str, date | None]]:
    """The dates of the paper. Offices print one of the last two; where both are empty, that is said once."""
    efektif, pengesahan = revision.tanggal_efektif, revision.tanggal_pengesahan
    found = [
        (_("Tanggal Pembuatan"), revision.tanggal_pembuatan),
        (_("Tanggal Revisi"), revision.tanggal_revisi),
    ]
    if efektif or not pengesahan:
        found.append((_("Tanggal Efektif"), efektif))
    if pengesahan:
        found.append((_("Tanggal Pengesahan"), pengesahan))
    return found
