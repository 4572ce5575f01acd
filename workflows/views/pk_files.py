"""A Perjanjian Kinerja as a spreadsheet: out, and in again with a look at the differences before anything is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from documents.file_types import XLSX, NotAccepted
from documents.models import PkKind
from documents.pk_changes import changes
from documents.pk_checks import check
from documents.pk_rows import above, starting_content
from documents.pk_xlsx import About, workbook
from documents.pk_xlsx_reading import FromFile, read_file
from workflows.pk_file_form import PkFileForm
from workflows.presenting.pk import Editor, grouped
from workflows.views.pk import editing, found_pk

MAX_FILE = 5 * 1024 * 1024


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The PK as a spreadsheet."""
    at = timezone.now()
    found = found_pk(request, pk, at)
    superior = above(found)
    about = About(
        pk=found.pk,
        version=found.version,
        first=found.pihak_pertama.title,
        second=found.pihak_kedua.title if found.pihak_kedua else "",
        year=found.year,
    )
    content = superior.renewed(starting_content(found))
    with override("id"):
        response = HttpResponse(workbook(about, content, superior.labels), content_type=XLSX)
    name = slugify(f"{found.kind} {found.pihak_pertama.title} {found.year}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would change, with the button that saves it; or its faults by cell. Nothing is saved here."""
    at = timezone.now()
    found = found_pk(request, pk, at)
    editing(request, found, at)
    form = PkFileForm(request.POST, request.FILES)
    context: dict[str, object] = {"pk": found, "office": found.office, "form": form}
    if not form.is_valid():
        return render(request, "workflows/pk_import.html", context, status=422)
    upload = form.cleaned_data["file"]
    read = FromFile()
    try:
        if upload.size > MAX_FILE:
            raise NotAccepted(_("paling besar %(most)s MB") % {"most": MAX_FILE // (1024 * 1024)})
        read = read_file(upload)
    except NotAccepted as reason:
        form.add_error(
            "file",
            _("Berkas “%(name)s” tidak diterima: %(reason)s.") % {"name": upload.name[:60], "reason": reason},
        )
        return render(request, "workflows/pk_import.html", context, status=422)
    if read.pk is not None and read.pk != found.pk:
        read.faults.append(_("Identitas: berkas ini diekspor dari Perjanjian Kinerja lain."))
    superior = above(found)
    checked = check(read.content, superior.labels, needs_reason=found.kind == PkKind.PK_PERUBAHAN)
    # A fault of the content is told after those of the file: a cell that cannot be read has no content to speak of.
    faults = read.faults or [read.told(fault) for fault in checked.faults]
    if faults:
        return render(request, "workflows/pk_import.html", {**context, "faults": faults}, status=422)
    old = superior.renewed(starting_content(found))
    notes = list(read.notes)
    if read.version is not None and read.version != found.version:
        notes.append(
            _("Perjanjian Kinerja ini sudah diubah sejak berkas ini diekspor; periksa perbedaannya.")
        )
    context |= {
        "page": Editor(found, checked.content, superior, found.version),
        "differences": grouped(changes(old, checked.content)),
        "notes": notes,
        "warnings": checked.warnings,
    }
    return render(request, "workflows/pk_import.html", context)
