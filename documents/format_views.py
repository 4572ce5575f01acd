"""How an office words, prints and measures its Perjanjian Kinerja: the page of its admins."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from documents.format_forms import PkFormatForm
from documents.pk_formats import format_of, set_pk_format
from organizations.administering import administered_office
from organizations.models import Office

WORDS = (
    ("{pihak_pertama}", gettext_lazy("sebutan pihak pertama, seperti diisi di halaman ini")),
    ("{pihak_kedua}", gettext_lazy("pihak kedua")),
    (
        "{diubah}",
        gettext_lazy("PK yang diubah, dengan tahun dan tanggalnya; hanya dalam kalimat PK Perubahan"),
    ),
    ("{alasan}", gettext_lazy("alasan perubahan; hanya dalam kalimat PK Perubahan")),
)


@require_safe
def pk_format(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The choices of the office as they stand."""
    office, _ = administered_office(request, office_slug)
    return format_page(request, office, PkFormatForm(format_of(office)))


def format_page(
    request: HttpRequest, office: Office, form: PkFormatForm, *, status: int = 200
) -> HttpResponse:
    """The page, with the form as it stands."""
    context = {"office": office, "form": form, "words": WORDS}
    return render(request, "documents/pk_format.html", context, status=status)


@require_POST
def save(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep the choices."""
    office, by = administered_office(request, office_slug)
    form = PkFormatForm(format_of(office), request.POST)
    if not form.is_valid():
        return format_page(request, office, form, status=422)
    changes = set_pk_format(office, by=by, at=timezone.now(), choices=form.cleaned_data)
    text = (
        ngettext(
            "Format tersimpan; %(count)s pilihan berubah.",
            "Format tersimpan; %(count)s pilihan berubah.",
            len(changes),
        )
        % {"count": len(changes)}
        if changes
        else _("Tidak ada yang berubah.")
    )
    messages.success(request, text)
    return redirect("pk-format", office_slug)
