"""From a paper's data to its HTML."""

from django.conf import settings

from documents.models import Naskah
from documents.naskah.context import context_of
from documents.printing.paper import letterhead_of, paper_html


def naskah_html(naskah: Naskah) -> str:
    """The paper as its template prints it; it may not be saved yet, as in a preview."""
    kind = naskah.of_kind
    context = context_of(kind, naskah.title, naskah.values, naskah.facts, nomor=naskah.nomor, day=naskah.day)
    stamp = settings.PAPER_STAMP or naskah.stamp
    return paper_html(kind.template, letterhead_of(naskah.office), context, stamp)
