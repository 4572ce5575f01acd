"""Checking an upload and keeping it: size, true type, SHA-256, an unguessable name."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from documents.file_types import ENDINGS, NotAccepted, media_type_of
from documents.models import StoredFile
from organizations.models import Office, User

SCANS = ("application/pdf", "image/jpeg", "image/png")


def check_upload(upload: UploadedFile) -> str:
    """The true media type of an upload; raises ValidationError, in words for the official, where it is refused."""
    if (upload.size or 0) > settings.MAX_UPLOAD_BYTES:
        size, limit = ((number or 0) // (1024 * 1024) for number in (upload.size, settings.MAX_UPLOAD_BYTES))
        raise ValidationError(
            _(
                "Berkas “%(name)s” berukuran %(size)s MB; paling besar %(limit)s MB. Perkecil atau pecah "
                "berkasnya, lalu unggah lagi."
            )
            % {"name": short(upload.name), "size": size, "limit": limit}
        )
    if not upload.size:
        raise ValidationError(_("Berkas “%(name)s” kosong.") % {"name": short(upload.name)})
    try:
        return media_type_of(upload)  # type: ignore[arg-type]
    except NotAccepted as reason:
        raise ValidationError(
            _("Berkas “%(name)s” tidak diterima: %(reason)s.")
            % {"name": short(upload.name), "reason": reason}
        ) from None


def store(upload: UploadedFile, *, office: Office, by: User, at: datetime) -> StoredFile:
    """Keep a checked upload. The bytes are on disk before the row: a crash leaves an unnamed file, never a lost one."""
    media_type = check_upload(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stored = StoredFile(
        office=office,
        name=printable(upload.name, ENDINGS[media_type]),
        media_type=media_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        uploaded_at=at,
        uploaded_by=by,
    )
    stored.file.save(f"{at:%Y/%m}/{secrets.token_urlsafe(24)}{ENDINGS[media_type]}", upload, save=False)
    stored.save()
    return stored


def store_scan(upload: UploadedFile, *, office: Office, by: User, at: datetime) -> StoredFile:
    """Keep the scan of something signed by hand; raises ValidationError, in words for the official."""
    if check_upload(upload) not in SCANS:
        raise ValidationError(_("Unggah pindaiannya sebagai PDF, JPEG atau PNG."))
    return store(upload, office=office, by=by, at=at)


def keep_bytes(content: bytes, *, name: str, office: Office, by: User, at: datetime) -> StoredFile:
    """Keep a PDF that was made here, as `store` keeps an upload."""
    stored = StoredFile(
        office=office,
        name=printable(name.replace("/", "-"), ".pdf"),
        media_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=at,
        uploaded_by=by,
    )
    stored.file.save(f"{at:%Y/%m}/{secrets.token_urlsafe(24)}.pdf", ContentFile(content), save=False)
    stored.save()
    return stored


def printable(name: str | None, ending: str) -> str:
    """A name to show and to download as: no path, no control characters, the ending of the true type."""
    stem = PurePosixPath((name or "").replace("\\", "/")).stem
    return "".join(c for c in stem if c.isprintable())[:150].strip() + ending if stem else f"berkas{ending}"


def short(name: str | None) -> str:
    return (name or "")[:60]


def discard(stored: StoredFile) -> None:
    """Forget a file that no paper refers to: its act was refused."""
    name = str(stored.file.name)
    stored.delete()
    stored.file.storage.delete(name)


@contextmanager
def unless_refused(stored: StoredFile) -> Iterator[StoredFile]:
    """The stored file, for the act that it was brought for: forgotten where that fails."""
    is_kept = False
    try:
        yield stored
        is_kept = True
    finally:
        if not is_kept:
            discard(stored)
