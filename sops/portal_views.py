"""The public portal of an office: its SOPs in force and the Perjanjian Kinerja that it published, without signing in.

Every answer is made of what is stored: no visitor has anything laid out, and nobody is remembered.
"""

from datetime import date
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.models import PkKind, Publication, SignedPaper
from documents.public_answers import for_everybody, guarded, kept, public_file
from organizations.models import Office, OfficeLogo
from organizations.paging import page_of
from sops.definition import definition
from sops.models import Revision
from sops.portal import (
    in_force_since,
    masked,
    open_offices,
    print_of,
    public_revisions,
    sought,
    words_of,
)
from sops.public import public_path, standing
from sops.sop_file import write_sop
from sops.storing import document_of
from sops.views import sheet_context


def open_office(office_slug: str) -> Office:
    """An office whose portal is open; every other one is not there."""
    return get_object_or_404(open_offices(), slug=office_slug)


def public_revision(office_slug: str, slug: str) -> Revision:
    """The revision in force of an SOP on an open portal."""
    return get_object_or_404(public_revisions(), sop__office__slug=office_slug, sop__slug=slug)


def has_logo(office: Office) -> bool:
    """Whether there is a logo to show."""
    return OfficeLogo.objects.filter(office=office).exists()


@login_not_required
@require_safe
@for_everybody
def offices(request: HttpRequest) -> HttpResponse:
    """The offices that have a portal, by government."""
    found = open_offices().order_by("government__name", "government", "name", "pk")
    groups = [(key, list(rows)) for key, rows in groupby(found, key=lambda office: office.government)]
    return render(request, "sops/portal_offices.html", {"groups": groups})


@login_not_required
@require_safe
@for_everybody
def portal(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The SOPs in force of an office, or those among them that somebody looks for."""
    office, words = open_office(office_slug), words_of(request.GET.get("q", ""))
    revisions = sought(public_revisions().filter(sop__office=office), words).order_by("nama", "pk")
    found, page = page_of(revisions, request.GET.get("halaman", ""))
    today = timezone.now().astimezone(office.zone).date()
    context = {
        "office": office,
        "has_logo": has_logo(office),
        "q": words,
        "page": page,
        "lines": [line_of(revision, today) for revision in found],
        "has_pks": Publication.objects.public().filter(office=office).exists(),
    }
    return searched(render(request, "sops/portal.html", context), is_search=bool(request.GET))


def line_of(revision: Revision, today: date) -> tuple[Revision, date | None, bool]:
    """A revision in the list, since when it is in force, and whether that day is still to come."""
    since = in_force_since(revision)
    return revision, since, bool(since and since > today)


def searched(response: HttpResponse, *, is_search: bool) -> HttpResponse:
    """Search engines read the pages, not every way to ask for them."""
    if is_search:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
@for_everybody
def sop(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """The sheet of an SOP in force, as its office sees it, without NIP and without any case."""
    revision = public_revision(office_slug, slug)
    document, found = masked(definition(revision.pk).document), print_of(revision)
    context = {
        **sheet_context(revision, document),
        "is_public": True,
        "since": in_force_since(revision),
        "standing": standing(revision, timezone.now()),
        "has_pdf": found is not None and found.is_ready,
        "is_given_up": found is not None and found.is_given_up,
        "check_path": public_path(revision),
    }
    return render(request, "sops/portal_sop.html", context)


@login_not_required
@require_safe
def pdf(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse | FileResponse:
    """The print that lies ready. What is not made yet is not there: the machine makes it, never a visitor."""
    revision = public_revision(office_slug, slug)
    found = print_of(revision)
    if found is None or not found.is_ready:
        context = {"revision": revision, "is_given_up": found is not None and found.is_given_up}
        return render(request, "sops/portal_no_pdf.html", context, status=404)
    name = f"SOP {slug} revisi {revision.number}.pdf"
    return public_file(request, found.file, name=name, digest=found.sha256)


@login_not_required
@require_safe
@for_everybody
def yaml(request: HttpRequest, office_slug: str, slug: str) -> HttpResponse:
    """The SOP as its file: what the sheet prints, and the posts that hold its columns; no person but who set it."""
    revision = public_revision(office_slug, slug)
    text = write_sop(masked(document_of(revision, timezone.now())))
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    return guarded(response, f"{slug}.yaml", as_attachment=True)


@login_not_required
@require_safe
def logo(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The office's emblem."""
    office = open_office(office_slug)
    found = get_object_or_404(OfficeLogo, office=office)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return kept(request, response, found.sha256)


@login_not_required
@require_safe
@for_everybody
def pks(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The Perjanjian Kinerja that the office published in a year, by post."""
    office = open_office(office_slug)
    published = Publication.objects.public().filter(office=office)
    year = "paper__perjanjian_kinerja__year"
    years = list(published.order_by(f"-{year}").values_list(year, flat=True).distinct())
    asked = request.GET.get("tahun", "")
    chosen = next((each for each in years if str(each) == asked), years[0] if years else None)
    post = "paper__perjanjian_kinerja__pihak_pertama"
    rows = published.filter(**{year: chosen}).select_related(post, "file").order_by(f"{post}__title", "pk")
    found, page = page_of(rows, request.GET.get("halaman", ""))
    changed = changed_ids([each.paper for each in found])
    context = {
        "office": office,
        "has_logo": has_logo(office),
        "years": [(each, each == chosen) for each in years],
        "year": chosen,
        "page": page,
        "lines": [(each, each.paper.perjanjian_kinerja_id in changed) for each in found],
    }
    return searched(render(request, "sops/portal_pk.html", context), is_search=bool(request.GET))


def changed_ids(papers: list[SignedPaper]) -> set[int | None]:
    """The ids of the PKs of these papers that a signed PK Perubahan has changed. One query."""
    changing = SignedPaper.objects.filter(
        perjanjian_kinerja__changes__in=[each.perjanjian_kinerja_id for each in papers],
        perjanjian_kinerja__kind=PkKind.PK_PERUBAHAN,
        status="lengkap",
    )
    return set(changing.values_list("perjanjian_kinerja__changes", flat=True))
