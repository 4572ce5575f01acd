"""Finding an SOP by the name a person gives it."""

from sops.models import Revision, RevisionStatus, Sop


class NotFound(Exception):
    """There is no such SOP, or more than one; the message says which there are."""


def revision_in_force(name: str) -> Revision:
    """The revision in force of the SOP with that slug (or OFFICE/SLUG), else its newest. Raises NotFound."""
    found = list(Sop.objects.named(name).select_related("office"))
    if len(found) > 1:
        names = ", ".join(f"{sop.office.slug}/{sop.slug}" for sop in found)
        raise NotFound(f"Ada beberapa SOP “{name}”; sebut salah satu: {names}.")
    revisions = Revision.objects.filter(sop__in=found).select_related(
        "sop__office__government", "sop__office__head"
    )
    revision = (
        revisions.filter(status=RevisionStatus.IN_FORCE).first() or revisions.order_by("-number").first()
    )
    if revision is None:
        known = ", ".join(Sop.objects.order_by("slug").values_list("slug", flat=True)) or "belum ada"
        raise NotFound(f"SOP “{name}” tidak ada. Yang ada: {known}.")
    return revision
