"""Checking the signatures of a package against certificates that the reader trusts: its PDFs, its seal. No Django.

What a signature of a PDF is worth is judged by documents.signing.verifying; here is only what that means for a package.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from asn1crypto import cms, pem, x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts

from documents.signing.verifying import (
    NO_SIGNATURE,
    NOT_TRUSTED,
    OF_THE_CONTAINER,
    USAGE,
    FoundSignature,
    judged,
    trusting,
)


@dataclass(frozen=True)
class Checked:
    """A signature: whose, whether what it covers is unchanged, and whether its chain ends in a trusted certificate.

    `fault` says what is wrong, in Indonesian; empty where it is whole. `note` is what the reader should know of a
    signature that is whole.
    """

    signer: str
    fault: str = ""
    is_trusted: bool = False
    note: str = ""


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


def pdf_signatures(pdf: bytes, roots: Sequence[x509.Certificate], *, is_made_here: bool) -> Iterator[Checked]:
    """Every signature of a PDF; a fault of the file as a whole comes without a signer.

    Papers made here, and whatever an office's own certificate has signed, are judged to the last byte. What somebody
    else signed came as it is: unusual padding of its container, or something after its last signature, is told as a
    note. No signature covers those bytes, so they say nothing about the content; the hash of the paper covers them.
    """
    found = judged(pdf, roots, is_lenient=not is_made_here)
    is_own = is_made_here or bool(found.signatures and found.signatures[-1].is_of_office)
    for each in found.signatures:
        yield checked(each, is_own=is_made_here or each.is_of_office)
    for fault in found.faults:
        if fault in OF_THE_CONTAINER and not is_own:
            yield Checked("", is_trusted=True, note=fault)
        elif fault != NO_SIGNATURE:  # a paper need not be signed
            yield Checked("", fault)


def checked(found: FoundSignature, *, is_own: bool) -> Checked:
    """What a signature of a PDF means for its package."""
    noted = [] if is_own else [fault for fault in found.faults if fault in OF_THE_CONTAINER]
    wrong = [fault for fault in found.faults if fault not in (*noted, NOT_TRUSTED)]
    return Checked(
        found.signer,
        "; ".join(wrong),
        is_trusted=not wrong and NOT_TRUSTED not in found.faults,
        note="; ".join(noted),
    )


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
        signer = name_of(status.signing_cert)
    except Exception as error:  # whatever a hostile file makes the libraries raise, it is no seal
        return Checked("", f"segel tidak dapat dibaca ({type(error).__name__})")
    if not (status.intact and status.valid):
        return Checked(signer, "segel tidak cocok dengan manifest.json")
    return Checked(signer, is_trusted=status.trusted)


def name_of(certificate: x509.Certificate) -> str:
    """Whose certificate it is."""
    native = certificate.subject.native
    return str(native.get("common_name") or certificate.subject.human_friendly)
