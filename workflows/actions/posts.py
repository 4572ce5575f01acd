"""Making a post, and abolishing one for which nothing waits any more."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.record import record
from documents.models import PaperStatus, PerjanjianKinerja, Signature, SignatureStatus
from organizations.appointing import opened_for
from organizations.capacity import Capacity
from organizations.errors import Refused
from organizations.models import Appointment, Office, Post, Unit
from organizations.models.periods import day_of
from organizations.office_file import SLUG
from sops.models import ON_ITS_WAY, ApprovalSetting, ColumnPost, Revision, RevisionStatus, Submission
from workflows.models import Assignment, AssignmentStatus, Case, CaseStatus

OPEN = (CaseStatus.RUNNING, CaseStatus.SUSPENDED)


@dataclass(frozen=True)
class NewPost:
    """A post of an office, as its file would say it."""

    slug: str
    title: str
    unit: Unit | None = None
    superior: Post | None = None


@transaction.atomic
def make_post(office: Office, new: NewPost, *, by: Capacity, at: datetime) -> Post:
    """A new post of the office. Raises Refused, PermissionDenied."""
    stream = opened_for(office, by, [])
    if not SLUG.match(new.slug):
        raise Refused("slug", _("Kode terdiri atas huruf kecil, angka dan tanda hubung, misalnya kabid-bm."))
    if Post.objects.filter(office=office, slug=new.slug).exists():
        raise Refused(
            "slug", _("Kode ini sudah dipakai jabatan lain, mungkin yang sudah dihapus; pilih kode lain.")
        )
    post = Post.objects.create(
        government=office.government, office=office, slug=new.slug, title=new.title.strip(), unit=new.unit,
        superior=new.superior,
    )  # fmt: skip
    data = {
        "post": post.slug,
        "title": post.title,
        "unit": new.unit.slug if new.unit else "",
        "superior": new.superior.slug if new.superior else "",
    }
    record(stream, at=at, actor=by.actor, action="post.made", **data)
    return post


@transaction.atomic
def abolish_post(office: Office, post: Post, *, by: Capacity, at: datetime, reason: str) -> Post:
    """The post exists no longer; what was done for it stays. Raises Refused, PermissionDenied."""
    stream = opened_for(office, by, [post])
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.abolished_at:
        raise Refused(None, _("Jabatan ini sudah dihapus."))
    if not reason.strip():
        raise Refused("reason", _("Tuliskan dasarnya, misalnya nomor peraturan tentang susunan organisasi."))
    if held := hindrances(office, post, at):
        raise Refused(None, _("Jabatan ini belum dapat dihapus: %(held)s.") % {"held": "; ".join(held)})
    post.abolished_at = at
    post.save(update_fields=["abolished_at"])
    data = {"post": post.slug, "title": post.title, "reason": reason.strip()}
    record(stream, at=at, actor=by.actor, action="post.abolished", **data)
    return post


def hindrances(office: Office, post: Post, at: datetime) -> list[str]:
    """What still needs the post, in words; nothing where it may go."""
    waiting = Assignment.objects.filter(post=post, status=AssignmentStatus.OPEN).count()
    owed = Signature.objects.filter(
        post=post, status=SignatureStatus.WAITING, paper__status=PaperStatus.OPEN
    ).count()
    held = Appointment.objects.filter(Q(end_date=None) | Q(end_date__gt=day_of(at)), post=post)
    names = list(held.select_related("user").order_by("start_date"))
    below = list(post.subordinates.filter(abolished_at=None).order_by("id"))
    party = Q(pihak_pertama=post) | Q(pihak_kedua=post)
    subjects = PerjanjianKinerja.objects.filter(party, cases__status__in=OPEN).distinct().count()
    columns = sops_of(post, at)
    found = [
        tasks_waiting(waiting) if waiting else "",
        _("menjadi pihak %(subjects)s Perjanjian Kinerja dalam kasus yang berjalan") % {"subjects": subjects}
        if subjects
        else "",
        papers_waiting(owed) if owed else "",
        _("menjadi kolom SOP %(columns)s") % {"columns": ", ".join(columns)} if columns else "",
        _("dipegang %(names)s; akhiri dulu") % {"names": ", ".join(each.user.name for each in names)}
        if names
        else "",
        _("atasan dari %(posts)s") % {"posts": ", ".join(each.title for each in below)} if below else "",
        _("kepala kantor ini") if office.head_id == post.pk else "",
        _("mereviu SOP") if reviews(post) else "",
    ]
    return [each for each in found if each]


def tasks_waiting(count: int) -> str:
    text = ngettext("%(count)s tugas masih menunggunya", "%(count)s tugas masih menunggunya", count)
    return text % {"count": count}


def papers_waiting(count: int) -> str:
    text = ngettext(
        "%(count)s naskah masih menunggu tanda tangannya",
        "%(count)s naskah masih menunggu tanda tangannya",
        count,
    )
    return text % {"count": count}


def sops_of(post: Post, at: datetime) -> list[str]:
    """The SOPs that the post holds a column of, in force, on their way or in a case that runs; by name."""
    live = Revision.objects.filter(sop=OuterRef("sop"), status__in=(RevisionStatus.IN_FORCE, *ON_ITS_WAY))
    running = Case.objects.filter(revision__sop=OuterRef("sop"), status__in=OPEN)
    columns = ColumnPost.objects.filter(Q(end_at=None) | Q(end_at__gt=at), post=post)
    columns = columns.filter(Exists(live) | Exists(running))
    names = set(columns.values_list("sop__slug", flat=True))
    for slug, holders in Revision.objects.filter(status__in=ON_ITS_WAY).values_list("sop__slug", "holders"):
        if any(post.pk in posts for posts in holders.values()):
            names.add(slug)
    return sorted(names)


def reviews(post: Post) -> bool:
    """Whether SOPs are reviewed by it, by the office's setting or in a sending that is open."""
    setting = ApprovalSetting.objects.filter(Q(level1=post) | Q(level2=post))
    asked = Submission.objects.asking({post.pk}).filter(revision__status__in=ON_ITS_WAY)
    return setting.exists() or asked.exists()
