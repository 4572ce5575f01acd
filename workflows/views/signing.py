"""Papers that are signed: their pages as pictures, their PDF, a scan that comes later, and many signatures at once."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activity.models import Stream
from documents.models import BerkasState, Signature, SignedPaper
from documents.printing.pdfium import NotReadable, page_picture
from documents.signing.draft import draft_of
from documents.signing.errors import CannotSign
from documents.signing.signing import add_scan, content_of
from documents.storing import discard, store
from workflows.actions.complete import locked_case
from workflows.actions.looking import note_inspection
from workflows.actions.outside import bring_signed, working_posts
from workflows.actions.sign_many import Chosen, done_at_once
from workflows.errors import Denied
from workflows.fetching import capacities_in, user_of
from workflows.models import Case
from workflows.permissions import may_bring_signed
from workflows.presenting.sign_many import Waiting, ready_and_preparing
from workflows.presenting.signing import lacking
from workflows.sign_forms import ManyForm, OutsideForm, ScanForm
from workflows.views.cases import best
from workflows.views.papers import guarded, pdf_response

DPI = 70
MOST_PAGES = 2000


def signed_paper_of(request: HttpRequest, pk: int, at: datetime) -> SignedPaper:
    """A paper of a case that the user sees and whose papers are still there. An inspector's look is noted."""
    user = user_of(request)
    seen = Case.objects.visible_to(user, at).exclude(berkas__state=BerkasState.DESTROYED)
    papers = SignedPaper.objects.filter(runs__run__case__in=seen).select_related("office", "file", "base")
    paper = get_object_or_404(papers.distinct(), pk=pk)
    case = Case.objects.filter(runs__papers__paper=paper).first()
    if case:
        note_inspection(case, user=user, at=at)
    return paper


@require_safe
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of the newest bytes as a picture."""
    paper = signed_paper_of(request, pk, timezone.now())
    if (
        paper.file is None
        or paper.file.erased_at
        or not 1 <= number <= min(paper.page_count or 0, MOST_PAGES)
    ):
        raise Http404
    try:
        picture = page_picture(content_of(paper), number, DPI)
    except NotReadable:
        raise Http404 from None
    return guarded(HttpResponse(picture, content_type="image/png"))


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed bytes; where nobody has signed yet, a copy that says so across every page."""
    paper = signed_paper_of(request, pk, timezone.now())
    if paper.file is None or paper.file.erased_at:
        raise Http404
    content = content_of(paper)
    return pdf_response(
        content if paper.file_id != paper.base_id else draft_of(content), f"{paper.title}.pdf"
    )


@require_POST
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of a signature by hand, afterwards."""
    at = timezone.now()
    signature = get_object_or_404(Signature.objects.select_related("paper__office"), pk=pk)
    paper = signed_paper_of(request, signature.paper_id, at)
    case = get_object_or_404(Case.objects.filter(runs__papers__paper=paper).distinct())
    form = ScanForm(request.POST, request.FILES)
    found = capacities_in(user_of(request), paper.office, at)

    def lock() -> Stream:
        locked = locked_case(case.pk)
        if locked.is_destroyed:  # meanwhile
            raise CannotSign(_("Naskah kasus ini sudah dimusnahkan; pindaiannya tidak disimpan lagi."))
        return locked.stream

    by = next((c for c in found if c.post is None or c.post.office_id == paper.office_id), None)
    if by is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    else:
        stored = store(form.cleaned_data["file"], office=paper.office, by=by.user, at=at)
        try:
            add_scan(signature, by=by, at=at, scan=stored, lock=lock)
            messages.success(request, _("Pindaian “%(paper)s” tersimpan.") % {"paper": paper.title})
        except CannotSign as error:
            discard(stored)
            messages.error(request, error.message)
    return redirect("case", case.pk)


@require_POST
def outside(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper that a party without a seat signed outside."""
    at = timezone.now()
    signature = get_object_or_404(Signature.objects.select_related("paper__office", "post"), pk=pk)
    paper = signed_paper_of(request, signature.paper_id, at)
    case = get_object_or_404(Case.objects.filter(runs__papers__paper=paper).distinct())
    form = OutsideForm(request.POST, request.FILES)
    posts = working_posts(case)
    found = capacities_in(user_of(request), paper.office, at)
    by = next((c for c in found if may_bring_signed(c, case, posts)), None)
    if by is None:
        raise Denied(best(may_bring_signed(c, case, posts) for c in found).reason)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("case", case.pk)
    stored = store(form.cleaned_data["file"], office=paper.office, by=by.user, at=at)
    try:
        vouched = form.cleaned_data["vouched"]
        words = bring_signed(signature, case, by=by, at=at, upload=stored, vouched=vouched)
        messages.success(
            request, _("“%(paper)s” tersimpan. %(words)s") % {"paper": paper.title, "words": words}
        )
    except CannotSign as error:
        discard(stored)
        messages.error(request, error.message)
    except Exception:
        discard(stored)
        raise
    return redirect("case", case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("passphrase")
def many(request: HttpRequest) -> HttpResponse:
    """All that waits for one's signature or paraf: each shown, one passphrase, a result for each."""
    at, user = timezone.now(), user_of(request)
    waiting, preparing = ready_and_preparing(user, at)
    form = ManyForm(waiting, request.POST if request.method == "POST" else None)
    results: list[tuple[Waiting, str]] = []
    status = 200
    if form.is_bound and form.is_valid():
        chosen = form.chosen
        told = done_at_once(
            [Chosen(c.task, c.by, c.answer, c.is_signing, c.needs_passphrase) for c in chosen],
            passphrase=form.cleaned_data["passphrase"],
            at=at,
        )
        results = list(zip(chosen, told, strict=True))
        waiting, preparing = ready_and_preparing(user, at)
        form = ManyForm(waiting, None)
    elif form.is_bound:
        status = 422
    signs = next((each for each in waiting if each.needs_passphrase), None)
    lacks = lacking(signs.task.office, signs.by, at) if signs else ""
    context = {"form": form, "waiting": waiting, "results": results, "lacks": lacks, "preparing": preparing}
    return render(request, "workflows/sign_many.html", context, status=status)
