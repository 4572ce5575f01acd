"""A paper that comes back signed from outside: the file that was sent, signed further; another signed PDF; or a scan.

What came back is kept as it is. A PDF whose signatures do not hold is refused; of one whose issuer nobody here knows,
that is said. Whoever brings the paper vouches for it.
"""

from datetime import datetime

from django.db import transaction

from documents.file_types import PDF
from documents.models import Signature, StoredFile, Way
from documents.signing.block import block_of
from documents.signing.checking import NotWellSigned, check_signed
from documents.signing.errors import CannotSign
from documents.signing.fields import NotSignable, has_signatures
from documents.signing.signing import Lock, Signing, content_of, given, locked_by_hand
from documents.signing.standing import trusted_here
from documents.signing.verifying import NOT_TRUSTED, FoundSignature, Verified, verified
from organizations.capacity import Capacity, holder

VACANT = "Jabatan {} belum mempunyai pejabat dalam data kantor; tambahkan dulu, lalu unggah lagi."
BROKEN = (
    "Tanda tangan pada PDF itu tidak dapat dipercaya: {}. Minta berkas aslinya, bukan hasil simpan ulang."
)


def take_in(signature: Signature, *, by: Capacity, at: datetime, upload: StoredFile, lock: Lock) -> str:
    """The signature of a party outside, on the file that it sent back; what was found, in words. Raises CannotSign."""
    post = signature.post
    signer = holder(post, at) if post else None
    if post is None or signer is None:
        raise CannotSign(VACANT.format(post.title if post else signature.outside))
    with upload.file.open("rb") as file:
        content = bytes(file.read())
    with transaction.atomic():
        stream = lock()
        held = locked_by_hand(signature)
        words, found, continues = examined(held, content, upload.media_type)
        held.attested_by, held.attested_as = by.user, by.printed
        held.details = held.details | {"keterangan": words}
        held.certificate = found.fingerprint if found else ""
        if continues:
            held.file = upload
            held.paper.file = upload
            held.paper.save(update_fields=["file"])
        else:
            held.scan = upload
        lines = block_of(signer, held.paper.office, held.paper.kind).lines
        given(held, Signing(signer, at, lock), lines, Way.OUTSIDE, stream, told_by=by)
    return words


def examined(held: Signature, content: bytes, media_type: str) -> tuple[str, FoundSignature | None, bool]:
    """What the file is, the signature that it brings, and whether it goes on from the bytes that were sent."""
    if media_type != PDF:
        return "Pindaian naskah yang ditandatangani dengan tangan.", None, False
    paper = held.paper
    if paper.file_id is not None and content.startswith(content_of(paper)):
        try:
            check_signed(content_of(paper), content)
        except NotWellSigned as fault:
            raise CannotSign(BROKEN.format(fault.message)) from None
        last = said_by(verified(content, trusted_here())).signatures[-1]
        return f"{told(last)}, pada berkas yang sama dengan yang ditandatangani di sini.", last, True
    try:
        is_signed = has_signatures(content)
    except NotSignable as fault:
        raise CannotSign(str(fault)) from None
    if not is_signed:
        return "Pindaian naskah yang ditandatangani dengan tangan.", None, False
    last = said_by(verified(content, trusted_here())).signatures[-1]
    return f"{told(last)}, pada PDF tersendiri.", last, False


def said_by(found: Verified) -> Verified:
    """The signatures of a file that hold, whoever issued their certificates. Raises CannotSign."""
    faults = [*found.faults, *(fault for s in found.signatures for fault in s.faults if fault != NOT_TRUSTED)]
    if faults:
        raise CannotSign(BROKEN.format("; ".join(faults)))
    return found


def told(found: FoundSignature) -> str:
    """A signature in words."""
    trust = "penerbitnya tidak dikenal di sini" if NOT_TRUSTED in found.faults else "penerbitnya dipercaya"
    return f"Ditandatangani secara elektronik oleh {found.signer} (penerbit {found.issuer}, {trust})"
