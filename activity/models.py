"""The append-only record: streams of rows, each bound to the one before it by a hash.

This is the lowest room: it knows no user, office or case. Who acted is written down as ids and as printed text, so
that the record still reads when the person has left.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    """What kind of actor a row names."""

    POST = "post", _("pejabat")
    GRANT = "grant", _("peran")
    COMMAND = "command", _("perintah")
    MACHINE = "machine", _("sistem")


class Stream(models.Model):
    """One chain of rows, such as `case:dpupr-tarakan:2026:12` or `office:dpupr-tarakan`, with its head.

    The head (hash and count) is locked together with the thing that the stream is about; a tail that was cut is
    found because the head still counts it.
    """

    key = models.CharField(max_length=120, unique=True)
    count = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return self.key


class Activity(models.Model):
    """One thing that happened. Rows are never changed or removed: triggers in the database refuse it.

    `content` is the one stored text that holds every field and that `hash` covers, together with the hash of the
    row before; the other columns are copies for reading, which verification compares with it.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    actor_name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=300, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    user_id = models.BigIntegerField(null=True, blank=True)
    action = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    content = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="activity_one_row_per_number")
        ]
        # What one person did, for their own copy of it (workflows.personal).
        indexes = [
            models.Index(
                fields=["user_id", "id"], condition=Q(user_id__isnull=False), name="acts_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.number} {self.action}"


class Anchor(models.Model):
    """The heads of all streams at a moment: what a later, rewritten head is compared with. Append-only too."""

    at = models.DateTimeField()
    heads = models.JSONField()  # {stream key: [count, hash]}, the streams that moved since the last anchor
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.digest[:12]}"


class NoticeKind(models.TextChoices):
    """What a notice is about."""

    REMINDER = "pengingat", _("Pengingat")
    PASSED = "lewat_batas", _("Lewat batas waktu")
    LATE = "terlambat", _("Terlambat")
    ESCALATED = "eskalasi", _("Diteruskan ke atasan")
    DIGEST = "ringkasan", _("Ringkasan harian")
    VOID = "naskah_batal", _("Naskah batal")
    INVITATION = "undangan", _("Undangan")
    NEW_PASSWORD = "kata_sandi", _("Kata sandi baru")
    DELEGATED = "pelimpahan", _("Pelimpahan tugas")
    HANDS = "tugas", _("Tugas berpindah")
    MENTION = "sebutan", _("Anda disebut")
    APPOINTED = "penugasan", _("Penugasan")
    VACANT = "kosong", _("Jabatan kosong")
    REVIEW = "tinjau", _("Peninjauan SOP")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user_id: int) -> Self:
        """Those of one person, the newest first."""
        return self.filter(user_id=user_id).order_by("-id")

    def unread(self) -> Self:
        """Those not marked as read."""
        return self.filter(read_at=None)

    def to_mail(self, at: datetime) -> Self:
        """Those whose e-mail should go out by now and that nobody is sending, the oldest first."""
        waiting = self.filter(mailed_at=None, mail_dropped_at=None, mail_after__lte=at)
        free = Q(mail_claimed_until=None) | Q(mail_claimed_until__lte=at)
        return waiting.filter(free).order_by("mail_after", "id")


class Notice(models.Model):
    """Something that one person is told: in the application, and by e-mail where `email` has an address.

    It is written in the transaction of what it tells, its `key` says what that was, and no key comes twice. The
    mail goes out later (activity/outbox.py), after `mail_after`: the outbox is the rows that are not yet mailed.
    Persons and topics are ids only, since this room knows nobody.
    """

    key = models.CharField(max_length=150, unique=True)
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=NoticeKind)
    created_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    path = models.CharField(max_length=200)  # the page it leads to, without the site
    topic_id = models.BigIntegerField(null=True, blank=True)  # the assignment that it is about
    office_id = models.BigIntegerField()  # in whose zone its times are told
    read_at = models.DateTimeField(null=True, blank=True)
    email = models.CharField(max_length=254, blank=True)
    mail_after = models.DateTimeField(null=True, blank=True)
    mail_claimed_until = models.DateTimeField(null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_dropped_at = models.DateTimeField(null=True, blank=True)  # no longer true, or refused for good

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("pemberitahuan")
        indexes = [
            models.Index(fields=["user_id", "-id"], name="notices_of_one"),
            models.Index(fields=["user_id"], condition=Q(read_at=None), name="unread_notices"),
            models.Index(
                fields=["mail_after"],
                condition=Q(mailed_at=None, mail_dropped_at=None, mail_after__isnull=False),
                name="outbox",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Heartbeat(models.Model):
    """When a regular work of the machine last ended, and how long it took: what `/readyz` and the metrics read."""

    name = models.CharField(max_length=40, unique=True)
    ended_at = models.DateTimeField()
    seconds = models.FloatField()

    def __str__(self) -> str:
        return f"{self.name} {self.ended_at:%Y-%m-%d %H:%M}"
