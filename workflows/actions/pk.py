"""Laying down a Perjanjian Kinerja, and saving what it promises."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import locked_stream, record
from documents.models import PerjanjianKinerja, PkKind
from documents.pk_changes import Change, changes, summary
from documents.pk_checks import Remark, check
from documents.pk_content import PkContent
from documents.pk_rows import above, adopted, content_of, held_rows, write_content
from organizations.capacity import Capacity, is_admin
from organizations.models import Office, Post
from workflows.errors import Denied
from workflows.pk_access import standing_of


class Refused(Exception):
    """The content cannot be saved as it is; `faults` say where and why."""

    def __init__(self, faults: Sequence[Remark]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = list(faults)


class ChangedMeanwhile(Exception):
    """Somebody else saved since one began to edit: `pk` and `content` are as they are now."""

    def __init__(self, pk: PerjanjianKinerja, content: PkContent) -> None:
        super().__init__(_("Perjanjian Kinerja ini diubah orang lain sementara Anda menyuntingnya."))
        self.pk, self.content = pk, content


@transaction.atomic
def add_pk(office: Office, post: Post, year: int, *, by: Capacity, at: datetime) -> PerjanjianKinerja:
    """The PK of a post and year, laid down outside any case: one that was signed on paper before the office worked
    here, whose results are to be collected. Raises Denied; one that is there already is given back."""
    if not is_admin(by, office.pk, office.government_id):
        raise Denied(_("Hanya admin kantor yang dapat membuat Perjanjian Kinerja di luar kasus."))
    stream = locked_stream(f"office:{office.slug}")
    pk, is_new = PerjanjianKinerja.objects.get_or_create(
        pihak_pertama=post,
        year=year,
        kind=PkKind.PK,
        defaults={"office": office, "pihak_kedua_id": post.superior_id},
    )
    if is_new:
        record(stream, at=at, actor=by.actor, action="pk.added", pk=pk.pk, post=post.title, year=year)
    return pk


@transaction.atomic
def save_content(
    pk: PerjanjianKinerja, content: PkContent, *, by: Capacity, at: datetime, version: int
) -> list[Change]:
    """Make this the content of the PK, where it still is of that version; what is another now.

    Raises Denied, ChangedMeanwhile or Refused; then nothing was changed. The number of statements does not depend on
    the number of rows.
    """
    pks = PerjanjianKinerja.objects.select_for_update(of=("self",))
    pk = pks.select_related("office", "edited_by", "pihak_pertama").get(pk=pk.pk)
    verdict = standing_of(pk).verdict(by, pk)
    if not verdict:
        raise Denied(verdict.reason)
    old = content_of(pk)
    if pk.version != version:
        raise ChangedMeanwhile(pk, old)
    superior = above(pk)
    checked = check(superior.renewed(content), superior.labels, needs_reason=pk.kind == PkKind.PK_PERUBAHAN)
    if checked.faults:
        raise Refused(checked.faults)
    ready, continues = adopted(pk, old, checked.content)
    held = held_rows(pk, ready)
    if held:
        raise Refused(held)
    found = changes(old, ready)
    if not found:
        return []
    write_content(pk, old, ready, continues)
    pk.version, pk.edited_by, pk.edited_at = pk.version + 1, by.user, at
    head = ("level", "place", "reason", "statement_date")
    pk.save(update_fields=["version", "edited_by", "edited_at", *head])
    note(pk, found, by=by, at=at)
    return found


def note(pk: PerjanjianKinerja, found: Sequence[Change], *, by: Capacity, at: datetime) -> None:
    """The row of the record, in the office's stream: how many of what, and the first changes."""
    data = {"pk": pk.pk, "post": pk.pihak_pertama.title, "year": pk.year, "version": pk.version}
    stream = locked_stream(f"office:{pk.office.slug}")
    record(stream, at=at, actor=by.actor, action="pk.content_saved", **data, **summary(found))
