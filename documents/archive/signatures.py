"""Checking signatures against certificates that the reader trusts: of PDFs, and the seal of a package. No Django.

Nothing is fetched. A certificate counts as of the moment at which its signature says it was made; whether it was
revoked is told only by what the signature itself carries.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from asn1crypto import cms, pem, x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_detached_cms, validate_pdf_signature
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"},
    match_all_key_usages=False,
    explicit_extd_key_usage_required=False,
)


@dataclass(frozen=True)
class Checked:
    """A signature: whose, whether what it covers is unchanged, and whether its chain ends in a trusted certificate.

    `fault` says what is wrong, in Indonesian; empty where it is whole.
    """

    signer: str
    fault: str = ""
    is_trusted: bool = False


class NotCertificates(Exception):
    """The file holds no certificate in PEM or DER."""


def certificates(data: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM or DER file. Raises NotCertificates."""
    try:
        found = list(load_certs_from_pemder_data(data))
    except (ValueError, TypeError, OSError) as error:
        raise NotCertificates from error
    if not found or (not pem.detect(data) and len(found) != 1):
        raise NotCertificates
    return found


def trusting(roots: Sequence[x509.Certificate], moment: datetime | None) -> ValidationContext:
    """What is believed: these roots alone, at that moment."""
    return ValidationContext(
        trust_roots=list(roots), allow_fetching=False, revocation_mode="soft-fail", moment=moment
    )


def pdf_signatures(file: BinaryIO, roots: Sequence[x509.Certificate]) -> Iterator[Checked]:
    """Every signature of a PDF; one that cannot be read at all raises what pyHanko raises."""
    for signature in PdfFileReader(file, strict=False).embedded_regular_signatures:
        yield pdf_signature(signature, roots)


def pdf_signature(signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> Checked:
    """One signature of a PDF: what it covers, and what was added to the file after it."""
    signer = name_of(signature.signer_cert)
    status = validate_pdf_signature(
        signature, trusting(roots, signature.self_reported_timestamp), key_usage_settings=USAGE
    )
    if not (status.intact and status.valid):
        return Checked(signer, "isi naskah berubah sesudah ditandatangani")
    covers = status.coverage in (
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    )
    if not covers or not status.docmdp_ok or status.modification_level == ModificationLevel.OTHER:
        return Checked(signer, "naskah ditambahi sesudah ditandatangani, di luar tanda tangan")
    return Checked(signer, is_trusted=status.trusted)


def seal_signature(seal: bytes, content: bytes, roots: Sequence[x509.Certificate]) -> Checked:
    """The detached CMS signature of a content."""
    try:
        info = cms.ContentInfo.load(seal, strict=True)
        if info["content_type"].native != "signed_data":
            return Checked("", "segel bukan tanda tangan CMS")
        signed: cms.SignedData = info["content"]
        moment = extract_self_reported_ts(signed["signer_infos"][0])
        validation = async_validate_detached_cms(
            content, signed, trusting(roots, moment), key_usage_settings=USAGE
        )
        status = asyncio.run(validation)
    except Exception as error:  # whatever a hostile file makes the libraries raise, it is no seal
        return Checked("", f"segel tidak dapat dibaca ({type(error).__name__})")
    signer = name_of(status.signing_cert)
    if not (status.intact and status.valid):
        return Checked(signer, "segel tidak cocok dengan manifest.json")
    return Checked(signer, is_trusted=status.trusted)


def name_of(certificate: x509.Certificate) -> str:
    """Whose certificate it is."""
    native = certificate.subject.native
    return str(native.get("common_name") or certificate.subject.human_friendly)
