"""Loading SOP files: a new SOP, a new revision, or nothing new. All files or none; running cases are not touched.

What is loaded is in force at once. Where `through_approval` is asked for and the office approves its SOPs, it becomes a
draft instead, and who holds its columns changes only once it is in force.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from activity.chain import Actor
from activity.models import Stream
from activity.record import locked_stream, record
from documents.models import PaperStatus
from organizations.models import Appointment, Office, Post, User
from organizations.office_file import SLUG
from organizations.yaml_reader import FaultsFound, Source
from sops.document import SopDocument
from sops.models import PREPARED, ApprovalSetting, Revision, RevisionStatus, Sop
from sops.signing_sheet import discard_sheet, supersede_former
from sops.sop_file import read_sop
from sops.storing import holders_of, store_content, store_holders, store_notes


@dataclass
class Loaded:
    """What became of one file: `outcome` is created, revision, restored, drafted or unchanged; `updated` what else."""

    file: str
    slug: str
    outcome: str
    revision: Revision
    updated: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Upload:
    """A file to load: its printed name, its content, and the slug it is for (the file's own name)."""

    file: str
    data: bytes
    slug: str

    @classmethod
    def of(cls, name: str, data: bytes) -> "Upload":
        """A file whose slug is its name without the ending."""
        return cls(name, data, PurePath(name).stem)


def load_sops(
    uploads: Sequence[Upload],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    user: User | None = None,
    only_offices: set[int] | None = None,
    through_approval: bool = False,
    only_draft: bool = False,
) -> list[Loaded]:
    """Load all of these files in one transaction; raises FaultsFound, and nothing is saved.

    `only_offices`: the ids of the offices for which the uploader may load; a file of another one is a fault.
    `through_approval`: they become drafts in those offices that approve their SOPs; with `only_draft` in every office.
    """
    read = [read_upload(upload) for upload in uploads]
    for _upload, document, source in read:
        if document:
            office = known_office(source, document, only_offices)
            if office:
                known_posts(source, document, office)
    refuse_twins(read)
    faults = [fault for *_rest, source in read for fault in source.faults]
    if faults:
        raise FaultsFound(faults)
    with transaction.atomic():
        return [
            load_one(upload, document, Loading(by, at, reason, user, through_approval, only_draft))
            for upload, document, _source in read
            if document
        ]


def refuse_twins(read: Sequence[tuple[Upload, SopDocument | None, Source]]) -> None:
    """Two files for one SOP (dpupr.yaml beside dpupr.yml) cannot both be meant."""
    seen: set[tuple[str, str]] = set()
    for upload, document, source in read:
        key = (document.perangkat_daerah if document else "", upload.slug)
        if document and key in seen:
            source.fault(
                0, "", _("kode SOP “%(slug)s” dipakai dua berkas; sisakan satu") % {"slug": upload.slug}
            )
        seen.add(key)


def read_upload(upload: Upload) -> tuple[Upload, SopDocument | None, Source]:
    """The file's document, with the faults that the file alone shows."""
    source = Source(upload.file)
    document = read_sop(upload.data, source)
    if not SLUG.match(upload.slug) or len(upload.slug) > 60:
        source.fault(
            0,
            "",
            _("nama berkas menjadi kode SOP: huruf kecil, angka dan tanda hubung, paling panjang 60"),
        )
    return upload, document, source


def known_office(source: Source, document: SopDocument, only_offices: set[int] | None) -> Office | None:
    """The office that the file is for; a fault where it is not loaded, or not the uploader's."""
    office = Office.objects.select_related("government").filter(slug=document.perangkat_daerah).first()
    if office is None or (only_offices is not None and office.pk not in only_offices):
        what = (
            _("belum dimuat; muat dulu berkas perangkat daerahnya")
            if only_offices is None
            else _("bukan kantor yang Anda kelola")
        )
        source.fault_at("perangkat_daerah", f"“{document.perangkat_daerah}” {what}")
        return None
    return office


def posts_of(office: Office) -> dict[str, Post]:
    """The posts that an SOP of the office may name, by slug: the government's and, before them, its own."""
    found = {
        post.slug: post for post in Post.objects.existing().filter(government=office.government, office=None)
    }
    return found | {post.slug: post for post in Post.objects.existing().filter(office=office)}


def known_posts(source: Source, document: SopDocument, office: Office) -> None:
    """Every post that a column names must be the office's, or its government's."""
    found = posts_of(office)
    for column in document.pelaksana:
        for slug in column.jabatan:
            if slug not in found:
                message = _(
                    "jabatan “%(slug)s” tidak ada di %(name)s; tambahkan di berkas perangkat daerah"
                ) % {"slug": slug, "name": office.name}
                source.fault_at(f"pelaksana.{column.key}.jabatan", message)


@dataclass(frozen=True)
class Loading:
    """Who loads, when and why."""

    by: Actor
    at: datetime
    reason: str = ""
    user: User | None = None
    through_approval: bool = False
    only_draft: bool = False


def load_one(upload: Upload, document: SopDocument, loading: Loading) -> Loaded:
    """Write one checked document, under the lock of the office's stream."""
    office = Office.objects.select_related("government").get(slug=document.perangkat_daerah)
    posts = posts_of(office)
    stream = locked_stream(f"office:{office.slug}")
    sop, is_new = Sop.objects.get_or_create(office=office, slug=upload.slug)
    found = Revision.objects.filter(sop=sop, content_hash=document.content_hash).first()
    approves = loading.only_draft or (
        loading.through_approval and ApprovalSetting.objects.filter(office=office).exists()
    )
    holders = holders_of(document, {slug: post.pk for slug, post in posts.items()})
    reason = (loading.reason or f"dimuat dari {upload.file}")[:500]
    if approves and (found is None or found.status != RevisionStatus.IN_FORCE):
        revision, outcome, columns = draft(document, sop, found, holders, loading, reason)
    else:
        revision, outcome = in_force(stream, document, sop, found, loading, reason)
        outcome = "created" if is_new else outcome
        columns = store_holders(sop, holders, loading.at)
    updated = [f"jabatan kolom {key}" for key in columns] if found else []
    if found and store_notes(document, revision):
        updated.append("catatan transkripsi")
    if outcome != "unchanged" or updated:
        data = {
            "sop": sop.slug,
            "revision": revision.number,
            "hash": revision.content_hash,
            "outcome": outcome,
            "reason": reason if outcome != "unchanged" else loading.reason,
            "updated": updated,
        }
        record(stream, at=loading.at, actor=loading.by, action="sop.loaded", **data)
    return Loaded(upload.file, sop.slug, outcome, revision, updated, vacancies(document, posts, loading.at))


def in_force(
    stream: Stream, document: SopDocument, sop: Sop, found: Revision | None, loading: Loading, reason: str
) -> tuple[Revision, str]:
    """The revision of this content in force, in the place of another one, and what became of it."""
    if found and found.status == RevisionStatus.IN_FORCE:
        return found, "unchanged"
    revision = found or Revision(sop=sop, number=next_number(sop), content_hash=document.content_hash)
    supersede_former(stream, revision, by=loading.by, at=loading.at)
    discard_sheet(stream, revision, by=loading.by, at=loading.at, reason="Diberlakukan dengan perintah.")
    revision.reason, revision.loaded_at, revision.loaded_by = reason, loading.at, loading.user
    revision.put_in_force(at=loading.at)
    revision.holders = {}
    if found is None:
        return store_content(document, revision), "revision"
    if not (found.signed and found.signed.status == PaperStatus.SIGNED):
        found.signed = None
    found.save(
        update_fields=[
            *("status", "reason", "loaded_at", "loaded_by"),
            *("in_force_at", "waits_for", "holders", "signed"),
        ]
    )
    return found, "restored"


def draft(
    document: SopDocument,
    sop: Sop,
    found: Revision | None,
    holders: dict[str, list[int]],
    loading: Loading,
    reason: str,
) -> tuple[Revision, str, list[str]]:
    """The revision of this content as a draft, what became of it, and the columns whose posts the file changes.

    One that is a draft, or on its way, stays what it is; an older one that comes back is approved anew.
    """
    fresh = Revision(sop=sop, number=next_number(sop), content_hash=document.content_hash)
    revision = found or fresh
    if found and found.status in PREPARED:
        changed = [key for key, posts in holders.items() if found.holders.get(key) != posts]
        found.holders = holders
        found.save(update_fields=["holders"])
        return found, "unchanged", changed
    revision.reason, revision.loaded_at, revision.loaded_by = reason, loading.at, loading.user
    revision.holders = holders
    if found is None:
        return store_content(document, revision), "drafted", []
    found.in_force_at = found.in_force_at or found.loaded_at
    found.draft_again()
    found.save(update_fields=["status", "reason", "loaded_at", "loaded_by", "in_force_at", "holders"])
    return found, "drafted", []


def next_number(sop: Sop) -> int:
    """The number of the SOP's next revision."""
    return (Revision.objects.filter(sop=sop).aggregate(last=Max("number"))["last"] or 0) + 1


def vacancies(document: SopDocument, posts: dict[str, Post], at: datetime) -> list[str]:
    """A warning for every post of a column that nobody holds."""
    named = {posts[slug].pk: slug for column in document.pelaksana for slug in column.jabatan}
    held = set(Appointment.objects.current(at).filter(post__in=named).values_list("post_id", flat=True))
    return [
        _("jabatan “%(slug)s” sedang kosong") % {"slug": slug} for pk, slug in named.items() if pk not in held
    ]
