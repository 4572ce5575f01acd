"""Saying who reviews an office's SOPs, or that nobody does."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.record import locked_stream, record
from organizations.capacity import Capacity, is_admin
from organizations.models import Office, Post
from sops.errors import Denied, Incomplete
from sops.models import ON_ITS_WAY, ApprovalSetting, Revision


@transaction.atomic
def set_approval(
    office: Office,
    *,
    by: Capacity,
    at: datetime,
    is_on: bool,
    level1: Post | None = None,
    level2: Post | None = None,
) -> bool:
    """Keep how the office approves its SOPs; whether that changed anything. Raises Denied, Incomplete.

    Without approval what is loaded is in force at once; it cannot be switched off while a revision is on its way. What
    was sent already stays with those whom it was sent to.
    """
    if not is_admin(by, office.pk, office.government_id):
        raise Denied(_("Hanya admin kantor yang dapat melakukan ini."))
    stream = locked_stream(f"office:{office.slug}")
    now = ApprovalSetting.objects.filter(office=office).first()
    before = values_of(now)
    if not is_on:
        if Revision.objects.filter(sop__office=office, status__in=ON_ITS_WAY).exists():
            raise Incomplete("is_on", _("Masih ada SOP yang sedang direviu atau menunggu penetapan."))
        ApprovalSetting.objects.filter(office=office).delete()
        after: dict[str, object] = {}
    else:
        check_posts(office, level1, level2)
        setting = now or ApprovalSetting(office=office)
        setting.level1, setting.level2 = level1, level2
        after = values_of(setting)
        if after != before:
            setting.save()
    if before == after:
        return False
    record(stream, at=at, actor=by.actor, action="office.approval_set", before=before, after=after)
    return True


def check_posts(office: Office, level1: Post | None, level2: Post | None) -> None:
    """Raise Incomplete where these posts cannot review the office's SOPs."""
    if level1 and (level1.office_id != office.pk or level1.pk == office.head_id):
        raise Incomplete("level1", _("Pilih jabatan kantor ini yang bukan kepalanya; kepala menetapkan SOP."))
    if level2 and level2.government_id != office.government_id:
        raise Incomplete("level2", _("Pilih jabatan dari pemerintah daerah ini."))
    if level2 and level2.pk == office.head_id:
        raise Incomplete("level2", _("Kepala kantor menetapkan SOP; pilih jabatan lain untuk memverifikasi."))
    if level1 and level2 and level1.pk == level2.pk:
        raise Incomplete("level2", _("Kedua tingkat tidak boleh jabatan yang sama."))


def values_of(setting: ApprovalSetting | None) -> dict[str, object]:
    """The setting as the record tells it; nothing where there is none."""
    if setting is None:
        return {}
    return {
        "level1": setting.level1.slug if setting.level1 else "",
        "level2": setting.level2.slug if setting.level2 else "",
    }
