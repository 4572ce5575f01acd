"""From a paper's data to its HTML."""

from typing import Any

from django.conf import settings

from documents.capaian_paper import CapaianPaper
from documents.models import Naskah
from documents.naskah.context import context_of
from documents.pk_paper import PkPaper
from documents.printing.paper import letterhead_of, paper_html


def naskah_html(naskah: Naskah) -> str:
    """The paper as its template prints it; it may not be saved yet, as in a preview."""
    kind = naskah.of_kind
    context: dict[str, Any] = context_of(
        kind, naskah.title, naskah.values, naskah.facts, nomor=naskah.nomor, day=naskah.day
    )
    if kind.asks_pk:
        context["papers"] = [PkPaper.from_json(each) for each in naskah.facts["pk"]]
    if kind.asks_capaian:
        context["paper"] = CapaianPaper.from_json(naskah.facts["capaian"])
        context["analisis"] = naskah.values.get("analisis", "")
    stamp = settings.PAPER_STAMP or naskah.stamp
    return paper_html(kind.template, letterhead_of(naskah.office), context, stamp)
