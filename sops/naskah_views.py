"""The page "Naskah kantor": which text of the office's SOPs means which kind of paper, and how numbers are written."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from documents.naskah.kinds import KINDS
from documents.naskah.matching import Meant, meant
from documents.naskah.numbering import upcoming
from organizations.jenis_naskah import PARTS, text_key
from organizations.models import Office
from organizations.naskah_setting import set_naskah
from organizations.shown_texts import shown
from sops.look_views import administered_office
from sops.models import RevisionStatus, Step
from sops.naskah_forms import NaskahForms

MOST_OFFERED = 60  # a page that stays a page; the others are offered once these are told


def texts_in_force(office: Office) -> list[str]:
    """The texts that stand for papers in the SOPs in force, each once: first what is made, then what is used."""
    steps = Step.objects.filter(revision__sop__office=office, revision__status=RevisionStatus.IN_FORCE)
    rows = steps.order_by("revision_id", "order").values_list("output", "naskah", "kelengkapan")
    found: dict[str, str] = {}
    for column in zip(*rows, strict=True):
        for text in filter(None, column):
            found.setdefault(text_key(text), text)
    return list(found.values())


def words(found: Meant) -> str:
    """A kind as a sentence names it."""
    label = shown(KINDS[found.kind].label)
    return _("konsep %(kind)s") % {"kind": label} if found.is_draft else label


@require_safe
def naskah(request: HttpRequest, office_slug: str) -> HttpResponse:
    """The table and the patterns as they stand."""
    office = administered_office(request, office_slug)[0]
    texts = texts_in_force(office)
    return naskah_page(request, office, texts, NaskahForms(office, unknown(office, texts)))


def unknown(office: Office, texts: list[str]) -> list[str]:
    """The texts of which nobody said yet what they mean."""
    table = office.naskah.get("jenis", {})
    return [text for text in texts if not meant(table, text)][:MOST_OFFERED]


def naskah_page(
    request: HttpRequest, office: Office, texts: list[str], found: NaskahForms, status: int = 200
) -> HttpResponse:
    """The page, with the forms as they stand."""
    day = timezone.now().astimezone(office.zone).date()
    own = {text_key(text) for text in office.naskah.get("jenis", {})}
    known = [(text, meant({}, text)) for text in texts if text_key(text) not in own]
    context = {
        "office": office,
        "forms": found,
        "numbers": found.examples(upcoming(office, day.year), day),
        "parts": {f"{{{name}}}": shown(says) for name, says in PARTS.items()},
        "known": [(text, ", ".join(map(words, kinds))) for text, kinds in known if kinds],
        "day": day,
    }
    return render(request, "sops/naskah.html", context, status=status)


@require_POST
def save(request: HttpRequest, office_slug: str) -> HttpResponse:
    """Keep what was filled in; with `rows`, only give more rows to fill in."""
    office, by = administered_office(request, office_slug)
    texts = texts_in_force(office)
    found = NaskahForms(office, unknown(office, texts), request.POST)
    if "rows" in request.POST and found.is_right:
        return naskah_page(request, office, texts, found.with_more_rows())
    if not found.is_valid():
        return naskah_page(request, office, texts, found, status=422)
    changes = set_naskah(office, by=by, at=timezone.now(), naskah=found.naskah)
    text = (
        ngettext(
            "Naskah kantor tersimpan; %(count)s isian berubah.",
            "Naskah kantor tersimpan; %(count)s isian berubah.",
            len(changes),
        )
        % {"count": len(changes)}
        if changes
        else _("Tidak ada yang berubah.")
    )
    messages.success(request, text)
    return redirect("naskah", office_slug)
