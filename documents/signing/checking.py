"""Whether a PDF that comes back from signing is the one that went out, with one good signature more. No Django.

Nothing is said here about who signed: whether the certificate is one of BSrE, and still good, is a question of its own.
"""

import logging
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

from activity.words import _
from documents.signing.same_pages import Unreadable, same_pages

# What pyHanko and asn1crypto raise at files that are damaged, or made to be; the text of none is shown.
BROKEN = (
    PdfError,
    SignatureValidationError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
    zlib.error,
)
SENT, CAME_BACK, THIS = "sent", "came back", "this"  # which file is read
log = logging.getLogger(__name__)


class NotWellSigned(Exception):
    """The file is not what it should be; the message says what is wrong with it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Read:
    """A PDF with the signatures that it bears, in the order in which they were made."""

    reader: PdfFileReader
    signatures: list[EmbeddedPdfSignature]  # of persons: without the time stamps
    is_sealed: bool  # bears a signature or a time stamp, so that no byte of it may be written anew


def check_signed(before: bytes, after: bytes) -> None:
    """Raises NotWellSigned unless `after` is `before` with exactly one signature more, intact as the earlier ones.

    A file that bore no signature may come back written anew, as some signing programs do, as long as every page still
    shows the same.
    """
    was, now = read(before, SENT), read(after, CAME_BACK)
    if not after.startswith(before) and was.is_sealed:
        raise NotWellSigned(
            _("Berkas yang kembali ditulis ulang, sehingga tanda tangan yang sudah ada tidak berlaku lagi.")
        )
    new = new_signature(was, now)
    check_pages(before, after)
    try:
        check_tail(new, after)
        for signature in now.signatures:
            check_intact(signature, is_new=signature is new)
    except BROKEN as fault:
        log.info("a signature cannot be checked: %s", type(fault).__name__)
        raise NotWellSigned(_("Tanda tangan dalam berkas yang kembali tidak dapat diperiksa.")) from None


def check_signable(content: bytes) -> None:
    """Raises NotWellSigned where a file cannot be signed: it is no PDF, needs a password, or was closed for good."""
    found = read(content, THIS)
    try:
        closed = read_certification_data(found.reader)
    except BROKEN:
        raise NotWellSigned(_("Tanda tangan yang sudah ada di berkas ini tidak dapat dibaca.")) from None
    if closed is not None and closed.permission == MDPPerm.NO_CHANGES:
        raise NotWellSigned(
            _("Penanda tangan sebelumnya menutup berkas ini; tidak boleh ditandatangani lagi.")
        )


def not_a_pdf(which: str) -> str:
    """What is said of a file that is none."""
    return {
        SENT: _("Berkas yang dikirim bukan PDF."),
        CAME_BACK: _("Berkas yang kembali bukan PDF."),
        THIS: _("Berkas ini bukan PDF."),
    }[which]


def locked(which: str) -> str:
    """What is said of a file that needs a password."""
    return {
        SENT: _("Berkas yang dikirim dikunci dengan kata sandi."),
        CAME_BACK: _("Berkas yang kembali dikunci dengan kata sandi."),
        THIS: _("Berkas ini dikunci dengan kata sandi."),
    }[which]


def damaged(which: str) -> str:
    """What is said of a file that cannot be read."""
    return {
        SENT: _("Berkas yang dikirim rusak atau tidak lengkap."),
        CAME_BACK: _("Berkas yang kembali rusak atau tidak lengkap."),
        THIS: _("Berkas ini rusak atau tidak lengkap."),
    }[which]


def read(content: bytes, which: str) -> Read:
    """The PDF with its signatures. Raises NotWellSigned where it is none."""
    if b"%PDF-" not in content[:1024]:
        raise NotWellSigned(not_a_pdf(which))
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        if reader.encrypted:
            raise NotWellSigned(locked(which))
        signatures = list(reader.embedded_signatures)
        people = [each for each in signatures if each.sig_object_type == "/Sig"]
    except BROKEN as fault:
        log.info("a PDF cannot be read: %s", type(fault).__name__)
        raise NotWellSigned(damaged(which)) from None
    return Read(reader, people, bool(signatures))


def new_signature(was: Read, now: Read) -> EmbeddedPdfSignature:
    """The one that was added; raises NotWellSigned where it is not one, or where an earlier one is gone."""
    earlier = [each.pkcs7_content for each in was.signatures]
    kept = [each.pkcs7_content for each in now.signatures]
    if kept[: len(earlier)] != earlier:
        raise NotWellSigned(_("Tanda tangan yang sudah ada hilang dari berkas yang kembali."))
    added = now.signatures[len(earlier) :]
    if not added:
        raise NotWellSigned(_("Berkas yang kembali belum ditandatangani."))
    if len(added) > 1:
        raise NotWellSigned(_("Berkas yang kembali bertambah lebih dari satu tanda tangan."))
    return added[0]


def check_pages(before: bytes, after: bytes) -> None:
    """Raises NotWellSigned unless every page shows the same, apart from signatures."""
    try:
        if same_pages(before, after):
            return
    except Unreadable:
        raise NotWellSigned(_("Halaman berkas yang kembali tidak dapat dibaca.")) from None
    raise NotWellSigned(_("Isi halaman berkas yang kembali bukan isi berkas yang dikirim."))


def check_tail(signature: EmbeddedPdfSignature, content: bytes) -> None:
    """Raises NotWellSigned where bytes that belong to no revision follow the last signed one, line ends apart."""
    end = int(signature.byte_range[2]) + int(signature.byte_range[3])
    is_last = signature.reader.total_revisions == signature.signed_revision + 1
    if is_last and content[end:].strip():
        raise NotWellSigned(_("Tanda tangan baru tidak mencakup seluruh berkas."))


def check_intact(signature: EmbeddedPdfSignature, *, is_new: bool) -> None:
    """Raises NotWellSigned unless the signature is of the bytes that it covers and whatever came later is permitted.

    After the last one only what makes a signature last may follow: certificates, revocation lists, time stamps.
    """
    signature.compute_integrity_info()
    found: dict[str, Any] = signature.summarise_integrity_info()
    whole = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    is_intact, is_valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=content_digest(signature),
    )
    if not (is_intact and is_valid):
        raise NotWellSigned(
            _("Tanda tangan baru tidak cocok dengan isi berkas yang kembali.")
            if is_new
            else _("Tanda tangan sebelumnya tidak cocok dengan isi berkas yang kembali.")
        )
    if found["coverage"] not in whole or not found["docmdp_ok"]:
        raise NotWellSigned(
            _("Tanda tangan baru tidak mencakup seluruh berkas.")
            if is_new
            else _("Berkas diubah sesudah tanda tangan sebelumnya.")
        )


def content_digest(signature: EmbeddedPdfSignature) -> bytes:
    """What the signature should be of; a signature that carries contents of its own is no signature of this file."""
    content = signature.signed_data["encap_content_info"]["content"]
    if content.native is not None:
        raise ValueError("enveloping")
    return signature.compute_digest()
