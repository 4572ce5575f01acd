"""What the destruction of a berkas takes: every stored file of its case, and every text of its papers.

Destroyed is what nobody can recover (UU 43/2009; PP 28/2012): so the uploads, drafts, void papers and scans go with
what was filed, and the data from which a paper was made. What anything else still refers to stays: that is asked of
every model that refers to a file, a naskah or a signed paper, by the registry of models, so that none is forgotten.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import ForeignObjectRel, Model, Q

from documents.models import (
    Arsip,
    Berkas,
    Naskah,
    Publication,
    RenderState,
    Signature,
    SignedPaper,
    StoredFile,
)
from workflows.models import Output, RunPaper

AT_ONCE = 500  # ids in a query: a database takes only so many
GONE = "Isi dimusnahkan."
UNMADE = (RenderState.WAITING, RenderState.WORKING)

Rows = dict[type[Model], set[int]]
"""The ids of rows by their model."""


def take(berkas: Sequence[Berkas]) -> set[int]:
    """The ids of the StoredFiles that nothing else needs, in the caller's transaction, with the streams of the berkas
    locked; the texts of their papers are gone then. What stands in the record stays there."""
    own = matter_of(berkas)
    files = files_of(own)
    for ids in parts(own[Output]):
        Output.objects.filter(pk__in=ids).exclude(note="").update(note=GONE)
    for ids in parts(own[Naskah]):
        texts = Naskah.objects.filter(pk__in=ids)
        texts.filter(state__in=UNMADE).update(state=RenderState.FAILED, claimed_until=None, message=GONE)
        texts.update(values={}, facts={})
    for ids in parts(own[SignedPaper]):
        papers = SignedPaper.objects.filter(pk__in=ids, state__in=UNMADE)
        papers.update(state=RenderState.FAILED, claimed_until=None, message=GONE)
    return files - referred(StoredFile, files, own)


def matter_of(berkas: Sequence[Berkas]) -> Rows:
    """What belongs to these berkas and their cases and to nothing else: the rows whose references keep no file.

    A paper, or a naskah, to which a row of something else refers is not among them. That a paper is on the portal keeps
    nothing: whoever destroys it withdraws it there.
    """
    outputs = Output.objects.filter(case__berkas__in=berkas)
    arsip = Arsip.objects.filter(berkas__in=berkas)
    filed = arsip.filter(file__isnull=False).values("file")
    bound = RunPaper.objects.filter(run__case__berkas__in=berkas)
    naskah = Naskah.objects.filter(Q(outputs__in=outputs) | Q(later__outputs__in=outputs) | Q(file__in=filed))
    papers = SignedPaper.objects.filter(
        Q(outputs__in=outputs)
        | Q(runs__in=bound)
        | Q(naskah__in=naskah)
        | Q(file__in=filed)
        | Q(signatures__scan__in=filed)
    )
    own: Rows = {Berkas: {each.pk for each in berkas}}
    for model, rows in (
        (Output, outputs),
        (Arsip, arsip),
        (RunPaper, bound),
        (Naskah, naskah),
        (SignedPaper, papers),
        (Signature, Signature.objects.filter(paper__in=papers)),
        (Publication, Publication.objects.filter(paper__in=papers)),
    ):
        own[model] = set(rows.values_list("pk", flat=True))
    # What is needed elsewhere is no part of the matter, and what it refers to is needed then too.
    while any((needed := {each: referred(each, own[each], own) for each in (SignedPaper, Naskah)}).values()):
        own = own | {model: own[model] - ids for model, ids in needed.items()}
        for model in (Signature, Publication):
            own[model] = set(values(model, "paper", own[SignedPaper], "pk"))
    return own


def relations(model: type[Model]) -> list[ForeignObjectRel]:
    """Everything that refers to rows of a model, of whichever app."""
    fields = model._meta.get_fields(include_hidden=True)
    found = [each for each in fields if isinstance(each, ForeignObjectRel) and not each.many_to_many]
    return sorted(found, key=lambda each: (each.related_model._meta.label, each.field.name))


def referred(model: type[Model], ids: Collection[int], own: Rows) -> set[int]:
    """Those of these rows of a model to which anything outside of `own` refers."""
    found: set[int] = set()
    for relation in relations(model):
        source, name = relation.related_model, relation.field.name
        inside = own.get(source, set())
        for part in parts(ids):
            rows = source._base_manager.filter(**{f"{name}__in": part}).values_list("pk", name)
            found |= {target for pk, target in rows if pk not in inside}
    return found


def files_of(own: Rows) -> set[int]:
    """The ids of all StoredFiles to which these rows refer."""
    found: set[int] = set()
    for relation in relations(StoredFile):
        source, name = relation.related_model, relation.field.name
        found |= {pk for pk in values(source, "pk", own.get(source, set()), name) if pk is not None}
    return found


def values(model: type[Model], field: str, wanted: Collection[int], name: str) -> Iterator[Any]:
    """The column `name` of the rows whose `field` is one of the wanted."""
    for part in parts(wanted):
        yield from model._base_manager.filter(**{f"{field}__in": part}).values_list(name, flat=True)


def parts(ids: Collection[int]) -> Iterator[list[int]]:
    """These ids, so many at once."""
    found = sorted(ids)
    return (found[first : first + AT_ONCE] for first in range(0, len(found), AT_ONCE))
