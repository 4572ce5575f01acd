"""A paper that comes back signed from outside: the file that was sent, signed further; another signed PDF; or a scan.

What came back is kept as it is. A PDF whose signatures do not hold is refused, and so is one that is another paper here
or bears no signature that could be the party's; of one whose issuer nobody here knows, that is said. Whoever brings the
paper vouches for it; a certificate in another name must be vouched for in so many words.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.file_types import PDF
from documents.models import Signature, StoredFile, Way
from documents.shown_texts import shown
from documents.signing.block import block_of
from documents.signing.checking import NotWellSigned, check_signed
from documents.signing.errors import CannotSign
from documents.signing.fields import NotSignable, has_signatures
from documents.signing.signing import Lock, Signing, content_of, given, locked_by_hand
from documents.signing.standing import trusted_here
from documents.signing.verifying import NOT_TRUSTED, FoundSignature, Verified, verified
from documents.signing.whose import refuse_known, signature_of
from organizations.capacity import Capacity, holder

VACANT = _("Jabatan {} belum mempunyai pejabat dalam data kantor; tambahkan dulu, lalu unggah lagi.")
BROKEN = _(
    "Tanda tangan pada PDF itu tidak dapat dipercaya: {}. Minta berkas aslinya, bukan hasil simpan ulang."
)
SCAN = "Pindaian naskah yang ditandatangani dengan tangan."
FURTHER = "{}, pada berkas yang sama dengan yang ditandatangani di sini."
APART = (
    "{}, pada PDF tersendiri: bukan lanjutan berkas yang disiapkan di sini. Dari PDF itu hanya tanda tangan ini yang "
    "dicatat."
)
VOUCHED = " Sertifikatnya tidak atas nama {}; {} menyatakan bahwa itu tanda tangannya."


@dataclass(frozen=True)
class Brought:
    """What a file from outside is: in words, the signature that it brings, and whether it goes on from the bytes that
    were sent. A scan brings none."""

    words: str
    found: FoundSignature | None = None
    continues: bool = False


def take_in(
    signature: Signature, *, by: Capacity, at: datetime, upload: StoredFile, lock: Lock, vouched: bool = False
) -> str:
    """The signature of a party outside, on the file that it sent back; what was found, in words. `vouched`: whoever
    brings it says that a certificate in another name is the party's. Raises CannotSign."""
    post = signature.post
    signer = holder(post, at) if post else None
    if post is None or signer is None:
        raise CannotSign(VACANT.format(post.title if post else signature.outside))
    with upload.file.open("rb") as file:
        content = bytes(file.read())
    with transaction.atomic():
        stream = lock()
        held = locked_by_hand(signature)
        brought = examined(held, upload, content, signer, vouched=vouched, by=by)
        held.attested_by, held.attested_as = by.user, by.printed
        held.details = held.details | {"keterangan": brought.words}
        held.certificate = brought.found.fingerprint if brought.found else ""
        if brought.continues:
            held.file = upload
            held.paper.file = upload
            held.paper.save(update_fields=["file"])
        else:
            held.scan = upload
        lines = block_of(signer, held.paper.office, held.paper.kind).lines
        given(held, Signing(signer, at, lock), lines, Way.OUTSIDE, stream, told_by=by)
    return brought.words


def examined(
    held: Signature, upload: StoredFile, content: bytes, signer: Capacity, *, vouched: bool, by: Capacity
) -> Brought:
    """What the file is. Raises CannotSign."""
    title = signer.post.title if signer.post else signer.printed
    before = content_of(held.paper) if held.paper.file_id else content
    continues = upload.media_type == PDF and content.startswith(before) and content != before
    if continues:
        try:
            check_signed(before, content)
        except NotWellSigned as fault:
            raise CannotSign(BROKEN.format(as_part(fault.message))) from None
    elif upload.media_type != PDF or not is_signed(content):
        refuse_known(held, title, upload, content, ())
        return Brought(SCAN)
    looked = said_by(verified(content, trusted_here())).signatures
    refuse_known(held, title, upload, content, looked)
    found, is_named = signature_of(signer.user, title, looked[-1:] if continues else looked, vouched=vouched)
    words = (FURTHER if continues else APART).format(told(found))
    if not is_named:
        words += VOUCHED.format(signer.user.name, by.printed)
    return Brought(words, found, continues)


def is_signed(content: bytes) -> bool:
    """Whether a PDF bears signatures. Raises CannotSign where it cannot be read."""
    try:
        return has_signatures(content)
    except NotSignable as fault:
        raise CannotSign(str(fault)) from None


def as_part(sentence: str) -> str:
    """A sentence as a part of another."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def said_by(found: Verified) -> Verified:
    """The signatures of a file that hold, whoever issued their certificates. Raises CannotSign."""
    faults = [*found.faults, *(fault for s in found.signatures for fault in s.faults if fault != NOT_TRUSTED)]
    if faults:
        raise CannotSign(BROKEN.format("; ".join(map(shown, faults))))
    return found


def told(found: FoundSignature) -> str:
    """A signature in words."""
    trust = "penerbitnya tidak dikenal di sini" if NOT_TRUSTED in found.faults else "penerbitnya dipercaya"
    return f"Ditandatangani secara elektronik oleh {found.signer} (penerbit {found.issuer}, {trust})"
