"""Whether the signatures in a PDF hold: with nothing but the file and the certificates that one trusts. No Django.

Each must be intact, cover its whole revision, come from a trusted authority, and have nothing after it but further
signatures. What the padding of a signature's container holds is covered by no signature, so it is looked at as well.
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
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.signing.checking import BROKEN

DIGITS = rb"[0-9a-f]+|[0-9A-F]+"  # a reader of PDFs would take spaces and both cases too
UNREADABLE = "bukan PDF yang utuh"
NO_SIGNATURE = "tidak memuat tanda tangan elektronik"
CHANGED = "isi yang ditandatangani sudah berubah"
NOT_COVERED = "tidak mencakup seluruh berkas pada saat ditandatangani"
NOT_TRUSTED = "penerbit sertifikatnya tidak dipercaya"
LATER = "sesudahnya ada perubahan selain tanda tangan"
PADDED = "wadah tanda tangannya diubah"
BEYOND = "ada tambahan sesudah tanda tangan terakhir"


@dataclass(frozen=True)
class FoundSignature:
    """One signature of a file: who, by the certificate; when, by the signer's own clock; and what is wrong with it."""

    field: str
    signer: str
    unit: str
    issuer: str
    at: datetime | None
    fingerprint: str
    reason: str = ""
    faults: tuple[str, ...] = ()


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
    roots = [asn1_x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in trusted]
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        embedded = list(reader.embedded_regular_signatures)
        found = tuple(looked_at(each, pdf, roots) for each in embedded)
        faults = () if not embedded or covers_file(embedded[-1]) else (BEYOND,)
    except BROKEN:
        return Verified(faults=(UNREADABLE,))
    return Verified(found, faults if found else (NO_SIGNATURE,))


def looked_at(
    signature: EmbeddedPdfSignature, pdf: bytes, roots: Sequence[asn1_x509.Certificate]
) -> FoundSignature:
    """One signature with its faults."""
    certificate = signature.signer_cert
    at = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=at)
    status = validate_pdf_signature(signature, context)
    level = status.coverage
    faults = [
        (CHANGED, not (status.intact and status.valid)),
        (NOT_COVERED, level is None or level < SignatureCoverageLevel.ENTIRE_REVISION),
        (LATER, level == SignatureCoverageLevel.ENTIRE_REVISION and not status.docmdp_ok),
        (PADDED, not (is_plainly_padded(signature, pdf) and is_plainly_said(signature))),
        (NOT_TRUSTED, status.intact and not status.trusted),
    ]
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return FoundSignature(
        field=str(signature.field_name),
        signer=text_of(subject.get("common_name")),
        unit=text_of(subject.get("organizational_unit_name")),
        issuer=text_of(issuer.get("common_name")),
        at=at,
        fingerprint=certificate.sha256.hex(),
        reason=str(signature.sig_object.get("/Reason", "")),
        faults=tuple(text for text, is_so in faults if is_so),
    )


def text_of(value: Any) -> str:
    """A part of a name as text; some names have several of a part."""
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def covers_file(signature: EmbeddedPdfSignature) -> bool:
    """Whether nothing follows it."""
    return bool(signature.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE)


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
