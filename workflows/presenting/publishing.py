"""What of a Perjanjian Kinerja is on the office's portal, and what a case has for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from documents.models import PaperStatus, PerjanjianKinerja, Publication, SignedPaper, StoredFile
from documents.publishing import Refused, final_file, is_brought, portal_of
from organizations.capacity import Capacity, manages
from sops.definition import definition
from sops.document import SopDocument
from workflows.forms import ReasonForm
from workflows.models import Case

WORDS = "laman resmi"  # "Diunggah ke laman resmi Kantor Kesatuan Bangsa dan Politik"
MOST_PAST = 10


class PublishForm(forms.Form):
    """That one knows what becomes public; of a file that was brought, also that one has looked at it."""

    known = forms.BooleanField(
        label=_("Saya mengerti bahwa NIP dan tanda tangan di dalamnya menjadi terbuka untuk umum"),
        error_messages={
            "required": _("Nyatakan dulu bahwa NIP dan tanda tangan menjadi terbuka untuk umum.")
        },
    )

    def __init__(self, *args: Any, is_brought: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_brought:
            self.fields["known"].label = _(
                "Saya sudah memeriksa bahwa berkas itu memuat naskah ini dengan semua tanda tangannya, dan mengerti "
                "bahwa NIP dan tanda tangan di dalamnya menjadi terbuka untuk umum"
            )


@dataclass(frozen=True)
class PortalPart:
    """What stands on the portal, what once did, and `paper` that could, with the reason where it cannot; `brought` is
    the file that would be published where it was not made here."""

    is_on: bool
    may: bool
    standing: Sequence[Publication]
    shown: frozenset[int]  # of those that stand, by their ids
    past: Sequence[Publication]
    paper: SignedPaper | None
    refusal: str
    brought: StoredFile | None
    publish_form: PublishForm
    reason_form: ReasonForm


def portal_part(pk: PerjanjianKinerja, mine: Iterable[Capacity]) -> PortalPart | None:
    """For the page of a PK; None before any of its papers is signed. Seven queries at most."""
    signed = SignedPaper.objects.filter(perjanjian_kinerja=pk, status=PaperStatus.SIGNED)
    paper = signed.select_related("file").order_by("-id").first()
    of_pk = Publication.objects.filter(paper__perjanjian_kinerja=pk)
    all_of_pk = of_pk.select_related("paper", "published_by", "withdrawn_by").order_by("-published_at", "-id")
    found = list(all_of_pk)
    if paper is None and not found:
        return None
    standing = [each for each in found if each.withdrawn_at is None]
    if any(each.paper_id == paper.pk for each in standing if paper):
        paper = None
    file, refusal = to_show(paper)
    brought = file if paper and file and is_brought(paper, file) else None
    return PortalPart(
        is_on=portal_of(pk.office).is_on,
        may=any(manages(by, pk.office) for by in mine),
        standing=standing,
        shown=frozenset(of_pk.public().values_list("pk", flat=True)),
        past=[each for each in found if each.withdrawn_at][:MOST_PAST],
        paper=paper,
        refusal=refusal,
        brought=brought,
        publish_form=PublishForm(is_brought=brought is not None),
        reason_form=ReasonForm(prefix="unpublish"),
    )


def to_show(paper: SignedPaper | None) -> tuple[StoredFile | None, str]:
    """The file that would be published of a paper, or why it cannot be."""
    try:
        return (final_file(paper) if paper else None), ""
    except Refused as reason:
        return None, str(reason)


def to_publish(case: Case, mine: Iterable[Capacity]) -> list[SignedPaper]:
    """The signed Perjanjian Kinerja of a case that are not on the portal, for who may put them there, where the SOP
    asks for it. One query there, else none."""
    if not asks_for_portal(definition(case.revision_id).document):
        return []
    if not any(manages(by, case.office) for by in mine):
        return []
    standing = Publication.objects.standing().filter(paper=OuterRef("pk"))
    signed = SignedPaper.objects.filter(
        runs__run__case=case, perjanjian_kinerja__isnull=False, status=PaperStatus.SIGNED
    )
    return list(signed.filter(~Exists(standing)).distinct().order_by("id"))


def asks_for_portal(document: SopDocument) -> bool:
    """Whether the SOP says, under Pencatatan dan Pendataan or in a step, that something goes to the laman resmi."""
    texts = list(document.pencatatan)
    for step in document.prosedur:
        texts += [step.kegiatan, step.output, step.keterangan]
    return any(WORDS in text.casefold() for text in texts)
