"""The append-only record: streams of rows, each bound to the one before it by a hash.

This is the lowest room: it knows no user, office or case. Who acted is written down as ids and as printed text, so
that the record still reads when the person has left.
"""

from django.db import models
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

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.number} {self.action}"


class Anchor(models.Model):
    """The heads of all streams at a moment: what a later, rewritten head is compared with. Append-only too."""

    at = models.DateTimeField()
    heads = models.JSONField()  # {stream key: [count, hash]}, the streams that moved since the last anchor
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.digest[:12]}"
