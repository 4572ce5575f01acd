"""The pages of a Perjanjian Kinerja: reading it, and editing it in one form."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.models import PerjanjianKinerja, PkKind
from documents.pk_changes import changes, counted
from documents.pk_checks import Remark, check
from documents.pk_content import LEVELS, REASONS, PkContent, total_budget
from documents.pk_rows import Above, above, content_of, starting_content
from organizations.capacity import Capacity
from workflows.actions.pk import ChangedMeanwhile, Refused, save_content
from workflows.errors import Denied
from workflows.fetching import capacities_in, user_of
from workflows.models import Case
from workflows.pk_access import editor, visible_pks
from workflows.pk_file_form import PkFileForm
from workflows.pk_form import Torn, acted, typed_content, whole
from workflows.presenting.pk import Editor, grouped, read_lines, rupiah
from workflows.presenting.publishing import portal_part


def found_pk(request: HttpRequest, pk: int, at: datetime) -> PerjanjianKinerja:
    """A PK that the user may read."""
    pks = visible_pks(user_of(request), at).select_related(
        "office__government", "pihak_pertama", "pihak_kedua", "changes", "edited_by"
    )
    return get_object_or_404(pks, pk=pk)


def editing(request: HttpRequest, pk: PerjanjianKinerja, at: datetime) -> Capacity:
    """In what capacity the user edits it; Denied with the reason where they may not."""
    by, reason = editor(user_of(request), pk, at)
    if by is None:
        raise Denied(reason)
    return by


@require_safe
def pk(request: HttpRequest, pk: int) -> HttpResponse:
    """What is promised."""
    at = timezone.now()
    found = found_pk(request, pk, at)
    superior, content = above(found), content_of(found)
    by, refusal = editor(user_of(request), found, at)
    checked = check(content, superior.labels)
    cases = Case.objects.visible_to(user_of(request), at).filter(case_subjects__perjanjian_kinerja=found)
    context = {
        "pk": found,
        "office": found.office,
        "content": content,
        "sasaran": read_lines(content, superior),
        "level": LEVELS[content.level],
        "reason": REASONS.get(content.reason, ""),
        "has_predictions": any(any(row.predictions) for row in content.indicators),
        "total": rupiah(total_budget(content.programs)),
        "above": superior.pk,
        "above_readable": superior.pk
        and visible_pks(user_of(request), at).filter(pk=superior.pk.pk).exists(),
        "changed_by": found.changed_by.order_by("-id").first(),
        "cases": cases.order_by("-id"),
        "may_edit": by is not None,
        "refusal": refusal,
        "warnings": checked.warnings if by else [],
        "file_form": PkFileForm(),
        "portal": portal_part(found, capacities_in(user_of(request), found.office, at)),
    }
    return render(request, "workflows/pk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of the whole. A button that adds or moves a row shows it again and saves nothing."""
    at = timezone.now()
    found = found_pk(request, pk, at)
    if request.method != "POST":
        if editor(user_of(request), found, at)[0] is None:
            return redirect("pk", pk)
        superior = above(found)
        content = superior.renewed(starting_content(found))
        return editor_page(request, Editor(found, content, superior, found.version))
    by = editing(request, found, at)
    superior = above(found)
    version = whole(request.POST.get("version", "")) or 0
    try:
        content = typed_content(request.POST)
    except Torn:
        text = _("Formulir tidak terkirim utuh, jadi tidak ada yang disimpan. Muat ulang halaman ini.")
        messages.error(request, text)
        return redirect("pk-edit", pk)
    do = request.POST.get("do", "save")
    if do != "save":
        return editor_page(request, Editor(found, acted(content, do), superior, version))
    return saved(request, found, superior, content, version, by, at)


def saved(
    request: HttpRequest,
    found: PerjanjianKinerja,
    superior: Above,
    content: PkContent,
    version: int,
    by: Capacity,
    at: datetime,
) -> HttpResponse:
    """Save; or show the form again with what is wrong, or with what somebody else saved meanwhile."""
    try:
        what = save_content(found, content, by=by, at=at, version=version)
    except Refused as refused:
        checked = check(content, superior.labels, needs_reason=found.kind == PkKind.PK_PERUBAHAN)
        faults: list[Remark] = refused.faults
        return editor_page(request, Editor(found, checked.content, superior, version, faults), status=422)
    except ChangedMeanwhile as told:
        # Saving once more is a decision, made in view of what it would undo.
        differences = grouped(changes(told.content, check(content).content))
        page = Editor(told.pk, content, superior, told.pk.version)
        return editor_page(request, page, status=409, conflict=told.pk, differences=differences)
    if what:
        messages.success(request, _("Perjanjian Kinerja tersimpan: %(what)s.") % {"what": counted(what)})
    else:
        messages.success(request, _("Tidak ada yang berubah."))
    return redirect(f"{reverse('pk', args=[found.pk])}#tersimpan-{version}")


def editor_page(request: HttpRequest, page: Editor, *, status: int = 200, **more: object) -> HttpResponse:
    """The form."""
    context = {"page": page, "pk": page.pk, "office": page.pk.office, **more}
    return render(request, "workflows/pk_edit.html", context, status=status)
