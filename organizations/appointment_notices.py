"""What officials hear of the posts that they are given and that end."""

from datetime import date, datetime, timedelta

from activity.models import Notice, NoticeKind
from activity.wording import as_kept
from organizations.models import Appointment, Office, User
from organizations.templatetags.indonesia import tanggal


@as_kept()
def tell_appointed(office: Office, made: Appointment, at: datetime) -> None:
    """Who was appointed hears from when, until when, by which letter."""
    last = f" sampai {tanggal(made.end_date - timedelta(days=1))}" if made.end_date else ""
    letter = f" Surat: {made.order_letter}." if made.order_letter else ""
    text = (
        f"Anda bertindak sebagai {made.capacity} sejak {tanggal(made.start_date)}{last}.{letter} "
        "Yang menunggu jabatan itu tampil di Tugas saya pada hari itu."
    )
    what = f"mulai:{made.pk}:{made.user_id}:{made.kind}:{made.start_date}:{made.end_date}"
    tell(
        office,
        made.user,
        at,
        what=what,
        title=f"Anda ditunjuk sebagai {made.capacity}",
        text=text,
    )


@as_kept()
def tell_ended(office: Office, ended: Appointment, on: date, at: datetime, reason: str) -> None:
    """Who held a post hears from which day on they no longer do."""
    text = f"Sejak {tanggal(on)} Anda tidak lagi bertindak sebagai {ended.capacity}. Dasar: {reason.strip()}"
    title = f"Penugasan sebagai {ended.capacity} berakhir"
    tell(office, ended.user, at, what=f"akhir:{ended.pk}:{ended.user_id}:{on}", title=title, text=text)


@as_kept()
def tell_moved(office: Office, user: User, on: date, at: datetime, reason: str) -> None:
    """Who leaves an office hears that everything in it ends."""
    text = (
        f"Sejak {tanggal(on)} jabatan, pelimpahan dan peran Anda di {office.name} berakhir. "
        f"Dasar: {reason.strip()}"
    )
    title = f"Tugas Anda di {office.label} berakhir"
    tell(office, user, at, what=f"pindah:{office.pk}:{user.pk}:{on}", title=title, text=text)


def tell(office: Office, user: User, at: datetime, *, what: str, title: str, text: str) -> None:
    """A notice in the transaction of the change, so that a preview tells nobody; nobody hears the same twice."""
    notice = Notice(
        key=f"penugasan:{what}",
        user_id=user.pk,
        kind=NoticeKind.APPOINTED,
        created_at=at,
        title=title[:200],
        text=text,
        path="/",
        office_id=office.pk,
        email=user.email,
        mail_after=at,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
