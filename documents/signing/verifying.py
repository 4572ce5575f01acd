"""Whether the signatures in a PDF hold: with nothing but the file and the certificates that one trusts. No Django.

The one place that judges them, for papers by themselves and for those in a package of the archive. Each must be intact,
cover its whole revision, come from a trusted authority, and have nothing after it but further signatures. What the
padding of a signature's container holds is covered by no signature, so it is looked at as well.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.signing.certificates import MARK
from documents.signing.checking import BROKEN

# A certificate for signatures may have either bit, or both (ETSI EN 319 412-2, 4.3.2: types A, B, C).
USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"},
    match_all_key_usages=False,
    explicit_extd_key_usage_required=False,
)

DIGITS = rb"[0-9a-f]+|[0-9A-F]+"  # a reader of PDFs would take spaces and both cases too
UNREADABLE = "bukan PDF yang utuh"
NO_SIGNATURE = "tidak memuat tanda tangan elektronik"
CHANGED = "isi yang ditandatangani sudah berubah"
NOT_COVERED = "tidak mencakup seluruh berkas pada saat ditandatangani"
NOT_TRUSTED = "penerbit sertifikatnya tidak dipercaya"
LATER = "sesudahnya ada perubahan selain tanda tangan"
PADDED = "wadah tanda tangannya diubah"
BEYOND = "ada tambahan sesudah tanda tangan terakhir"
# What is no part of the content: in a file that others made it may be a habit of their program, and proves nothing.
OF_THE_CONTAINER = (PADDED, BEYOND)


@dataclass(frozen=True)
class FoundSignature:
    """One signature of a file: who, by the certificate; when, by the signer's own clock; and what is wrong with it."""

    field: str
    signer: str
    unit: str
    issuer: str
    at: datetime | None
    fingerprint: str
    covers: int = 0  # bytes from the start of the file up to the end of what it signs
    reason: str = ""
    faults: tuple[str, ...] = ()

    @property
    def is_of_office(self) -> bool:
        """Whether an office's own authority issued the certificate: then it was made here, by our own pen."""
        return MARK in self.issuer


@dataclass(frozen=True)
class Verified:
    """What a file says for itself. It holds where there is no fault at all."""

    signatures: tuple[FoundSignature, ...] = ()
    faults: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether everything is well."""
        return bool(self.signatures) and not self.faults and not any(s.faults for s in self.signatures)


def verified(pdf: bytes, trusted: Sequence[x509.Certificate]) -> Verified:
    """Look at every signature of a file. `trusted`: the authorities whose certificates count."""
    return judged(pdf, [asn1_x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in trusted])


def judged(pdf: bytes, roots: Sequence[asn1_x509.Certificate], *, is_lenient: bool = False) -> Verified:
    """The same with the authorities as pyHanko has them. `is_lenient`: whether a file is read that keeps only roughly
    to the syntax of PDF, as files from outside do; what its signatures are worth is judged the same."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=not is_lenient)
        looked = [looked_at(each, pdf, roots) for each in reader.embedded_regular_signatures]
    except BROKEN:
        return Verified(faults=(UNREADABLE if is_lenient or may_be_signed(pdf) else NO_SIGNATURE,))
    if not looked:
        return Verified(faults=(NO_SIGNATURE,))
    found = tuple(each for each, _ in looked)
    return Verified(found, () if covers_file(*looked[-1], pdf) else (BEYOND,))


def may_be_signed(pdf: bytes) -> bool:
    """Whether a file that does not keep to the syntax of PDF may hold signatures, or is no PDF at all.

    Read roughly, and only to say so: nothing is judged by it."""
    try:
        return bool(PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures) or b"/ByteRange" in pdf
    except BROKEN:
        return True


def trusting(roots: Sequence[asn1_x509.Certificate], moment: datetime | None) -> ValidationContext:
    """What is believed: these roots alone, at that moment. Nothing is fetched; whether a certificate was revoked is
    told only by what the signature itself carries."""
    return ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=moment)


def looked_at(
    signature: EmbeddedPdfSignature, pdf: bytes, roots: Sequence[asn1_x509.Certificate]
) -> tuple[FoundSignature, PdfSignatureStatus]:
    """One signature with its faults, and what pyHanko says of it."""
    certificate = signature.signer_cert
    at = signature.self_reported_timestamp
    status = validate_pdf_signature(signature, trusting(roots, at), key_usage_settings=USAGE)
    level = status.coverage
    faults = [
        (CHANGED, not (status.intact and status.valid)),
        (NOT_COVERED, level is None or level < SignatureCoverageLevel.ENTIRE_REVISION),
        (LATER, level == SignatureCoverageLevel.ENTIRE_REVISION and not status.docmdp_ok),
        (PADDED, not (is_plainly_padded(signature, pdf) and is_plainly_said(signature))),
        (NOT_TRUSTED, status.intact and not status.trusted),
    ]
    subject, issuer = certificate.subject.native, certificate.issuer.native
    found = FoundSignature(
        field=str(signature.field_name),
        signer=text_of(subject.get("common_name")) or str(certificate.subject.human_friendly),
        unit=text_of(subject.get("organizational_unit_name")),
        issuer=text_of(issuer.get("common_name")),
        at=at,
        fingerprint=certificate.sha256.hex(),
        covers=int(signature.byte_range[2]) + int(signature.byte_range[3]),
        reason=str(signature.sig_object.get("/Reason", "")),
        faults=tuple(text for text, is_so in faults if is_so),
    )
    return found, status


def text_of(value: Any) -> str:
    """A part of a name as text; some names have several of a part."""
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def covers_file(found: FoundSignature, status: PdfSignatureStatus, pdf: bytes) -> bool:
    """Whether nothing follows it. After a signature of somebody else's certificate there may be what makes it last:
    certificates, revocation lists, time stamps, in revisions of their own (PAdES B-LT, B-LTA); our pen adds none."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    is_kept_up = status.modification_level == ModificationLevel.LTA_UPDATES
    return is_kept_up and not found.is_of_office and pdf.rstrip().endswith(b"%%EOF")


def is_plainly_padded(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether the gap that the signature leaves out of its digest holds its own container and zeros, in plain digits:
    the only bytes of a signed file that no signature covers."""
    start, length, after, _ = (int(each) for each in signature.byte_range)
    gap = pdf[start + length : after]
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        return False
    digits = gap[1:-1]
    if len(digits) % 2 or not re.fullmatch(DIGITS, digits):
        return False
    raw = bytes.fromhex(digits.decode("ascii"))
    size = len(core.Sequence.load(raw, strict=False).dump())
    return not raw[size:].strip(b"\0")


def is_plainly_said(signature: EmbeddedPdfSignature) -> bool:
    """Whether what the container says about itself, which its signature does not cover, is what follows from the rest
    (RFC 5652, 5.1 and 5.3): versions, algorithms, kind of content, and whose certificate it is."""
    data, info, certificate = signature.signed_data, signature.signer_info, signature.signer_cert
    is_named = info["sid"].name == "issuer_and_serial_number"
    content, version = data["encap_content_info"], "v1" if is_named else "v3"
    says = [
        data["version"].native == version and info["version"].native == version,
        data["digest_algorithms"].contents == info["digest_algorithm"].dump(),
        content["content_type"].native == "data" and content["content"].native is None,
        not is_named or info["sid"].chosen["issuer"].dump() == certificate.issuer.dump(),
    ]
    return all(says)
