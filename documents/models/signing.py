"""Signing: the office's own certificate authority, the officials' keys, the papers that are signed, each signature."""

import secrets
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from documents.models.naskah import Naskah, RenderState
from documents.models.perjanjian_kinerja import PerjanjianKinerja
from documents.models.stored_file import StoredFile
from organizations.models import Office, Post, User


class Way(models.TextChoices):
    """How a paper is signed (UU ITE 11/2008; PP 71/2019: tersertifikasi or not)."""

    WET = "basah", _("tanda tangan basah")
    INTERNAL = "internal", _("sertifikat internal (tidak tersertifikasi)")
    BSRE = "bsre", _("sertifikat elektronik BSrE")
    OUTSIDE = "luar", _("ditandatangani di luar sistem")
    PRACTICE = "latihan", _("latihan, tidak berlaku")


class Authority(models.Model):
    """An office's own certificate authority. Its key lies in a PKCS#12 container that the server opens, with a secret
    that is sealed (organizations.sealing).

    The newest one that is not withdrawn issues certificates; all of them stay trusted for what they issued.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="authorities")
    certificate = models.TextField()  # PEM
    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256 of the certificate, hexadecimal
    container = models.BinaryField()
    secret = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("kewenangan sertifikat")

    def __str__(self) -> str:
        return f"{self.office_id}: {self.fingerprint[:12]}"


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def usable(self, user: User, at: datetime) -> Self:
        """Those with which the user can sign at that moment, the newest first."""
        return self.filter(user=user, revoked_at=None, starts_at__lte=at, expires_at__gt=at).order_by("-id")


class SigningKey(models.Model):
    """An official's key, in a PKCS#12 container under a passphrase that only the official knows; its certificate."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signing_keys")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="keys")
    certificate = models.TextField()  # PEM
    fingerprint = models.CharField(max_length=64, unique=True)
    serial = models.CharField(max_length=48)  # hexadecimal
    container = models.BinaryField()
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(_("alasan"), max_length=300, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("kunci tanda tangan")
        indexes = [models.Index(fields=["user", "-id"], name="keys_of_a_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.fingerprint[:12]}"


class PassphraseGuard(models.Model):
    """Wrong passphrases of one official in a row. From the third on the next try must wait; the tenth locks."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="passphrase_guard")
    wrong = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.wrong}"


def new_token() -> str:
    """The unguessable part of a paper's public address: 128 bits."""
    return secrets.token_urlsafe(16)


class SignedPaperQuerySet(models.QuerySet["SignedPaper"]):
    def to_freeze(self, at: datetime) -> Self:
        """Those whose bytes are still to be made and that no worker holds, the oldest first."""
        lost = Q(state=RenderState.WORKING, claimed_until__lt=at)
        return self.filter(Q(state=RenderState.WAITING) | lost).order_by("id")


class PaperStatus(models.TextChoices):
    """Where a paper stands among its signatures."""

    OPEN = "terbuka", _("menunggu tanda tangan")
    SIGNED = "lengkap", _("ditandatangani lengkap")
    VOID = "batal", _("batal")
    REVOKED = "dicabut", _("dicabut")


class SignedPaper(models.Model):
    """A paper that is signed: its bytes are made once (`base`), every electronic signature is an incremental update of
    them (`file` is the newest), and nothing is ever laid out again.

    It comes from a `naskah` (with `perjanjian_kinerja` where it is one of several of that naskah) or from an upload
    (`source`). One that is signed by hand has no bytes of its own but the scans of its signatures. `boxes` are the
    fields: name → [page from 1, x, y, width, height] in points from the bottom left; before the bytes are made, an
    empty list for each field that a later step will fill.
    `busy_until` is somebody's hold on the bytes while a service far away signs them.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    kind = models.CharField(_("jenis naskah"), max_length=40, blank=True)
    title = models.CharField(_("nama naskah"), max_length=300)
    nomor = models.CharField(_("nomor"), max_length=160, blank=True)
    day = models.DateField(_("tanggal"), null=True, blank=True)
    way = models.CharField(max_length=10, choices=Way)
    naskah = models.ForeignKey(
        Naskah, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_papers"
    )
    perjanjian_kinerja = models.ForeignKey(
        PerjanjianKinerja, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_papers"
    )
    source = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = FSMField(max_length=10, choices=PaperStatus.choices, default=PaperStatus.OPEN, protected=True)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(_("alasan"), max_length=500, blank=True)

    state = models.CharField(max_length=12, choices=RenderState, default=RenderState.WAITING)
    claimed_until = models.DateTimeField(null=True, blank=True)
    lapses = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(_("sebab gagal"), max_length=500, blank=True)
    boxes: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    page_count = models.PositiveSmallIntegerField(null=True, blank=True)
    base = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_papers"
    )
    busy_until = models.DateTimeField(null=True, blank=True)
    busy_token = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField()

    objects = SignedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("naskah yang ditandatangani")
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=("antre", "dikerjakan")), name="signed_papers_to_freeze"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_signed_paper_has_bytes_once_frozen", condition=Q(file=None) | Q(base__isnull=False)
            ),
            models.CheckConstraint(
                name="a_paper_has_ended_when_void_or_revoked",
                condition=Q(status__in=("terbuka", "lengkap"), ended_at=None)
                | Q(status__in=("batal", "dicabut"), ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        """Whether its bytes are there and can be signed."""
        return self.base_id is not None

    @transition(field=status, source=PaperStatus.OPEN, target=PaperStatus.SIGNED)
    def complete(self) -> None:
        """Nobody has to sign it any more."""

    @transition(field=status, source=PaperStatus.SIGNED, target=PaperStatus.OPEN)
    def reopen(self) -> None:
        """A later step has it signed by others too."""

    @transition(field=status, source=[PaperStatus.OPEN, PaperStatus.SIGNED], target=PaperStatus.VOID)
    def void(self, *, at: datetime, reason: str) -> None:
        """Somebody refused, or it was sent back: everybody signs the next one."""
        self.ended_at, self.ended_reason = at, reason

    @transition(field=status, source=PaperStatus.SIGNED, target=PaperStatus.REVOKED)
    def revoke(self, *, at: datetime, reason: str) -> None:
        """It was in force and is no more."""
        self.ended_at, self.ended_reason = at, reason


class SignatureStatus(models.TextChoices):
    """Where one signature stands."""

    WAITING = "menunggu", _("menunggu")
    SIGNED = "ditandatangani", _("ditandatangani")
    REFUSED = "ditolak", _("ditolak")
    VOID = "batal", _("batal")


class Signature(models.Model):
    """One signature on a paper: awaited from a post (or from a party outside, `outside`), then given.

    `field` is the name of its field in the PDF. `block` is what the stamp prints, line by line, as it was at signing;
    `file` the bytes with this signature in them, `scan` the scanned paper where it was signed by hand, `attested_by`
    whoever vouches for that. `certificate` is the SHA-256 of the signer's certificate, `details` what a service or a
    check said.
    """

    paper = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, related_name="signatures")
    order = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=40)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures")
    outside = models.CharField(_("pihak luar"), max_length=200, blank=True)
    status = FSMField(
        max_length=14, choices=SignatureStatus.choices, default=SignatureStatus.WAITING, protected=True
    )
    way = models.CharField(max_length=10, choices=Way, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.CharField(max_length=300, blank=True)
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    block: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    certificate = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    attested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    attested_as = models.CharField(max_length=300, blank=True)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    details: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("tanda tangan")
        ordering = ["paper", "order"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "field"], name="signature_field_once_per_paper"),
            models.UniqueConstraint(
                fields=["paper", "post"],
                condition=Q(post__isnull=False),
                name="a_post_signs_a_paper_once",
            ),
            models.CheckConstraint(
                name="signed_exactly_when_there_is_a_time",
                condition=Q(status="ditandatangani", signed_at__isnull=False) | ~Q(status="ditandatangani"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["post"], condition=Q(status="menunggu", post__isnull=False), name="awaited_signatures"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.field}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be given."""
        return bool(self.status == SignatureStatus.WAITING)

    @transition(field=status, source=SignatureStatus.WAITING, target=SignatureStatus.SIGNED)
    def sign(self, *, way: str, at: datetime) -> None:
        """It was given."""
        self.way, self.signed_at = way, at

    @transition(field=status, source=SignatureStatus.WAITING, target=SignatureStatus.REFUSED)
    def refuse(self, *, reason: str) -> None:
        """The official will not sign this version."""
        self.reason = reason

    @transition(field=status, source="*", target=SignatureStatus.VOID)
    def void(self) -> None:
        """Its paper counts no more."""
