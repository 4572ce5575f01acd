"""One PAdES signature (ETSI EN 319 142, baseline B-B) by pyHanko, as an incremental update of the bytes given."""

import asyncio
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.signing.certificates import Opened


@dataclass(frozen=True)
class Words:
    """What a signature says of itself to whoever reads it in a PDF reader."""

    name: str
    reason: str
    place: str
    link: str
    at: datetime | None = None  # what the signature claims; the machine's time where it is not given


class Signer(PdfSigner):
    """Signs with the moment that the record has, not with that of the machine a little later."""

    at: datetime | None = None

    def init_signing_session(self, *args: Any, **options: Any) -> PdfSigningSession:
        """As pyHanko begins, with that moment."""
        session = super().init_signing_session(*args, **options)
        session.system_time = self.at or session.system_time
        return session


def signed(
    pdf: bytes,
    field: str,
    key: Opened,
    words: Words,
    stamp: bytes | None,
    box: Sequence[float] | None = None,
) -> bytes:
    """The PDF with one more signature: in the empty field of that name; in a new one at `box` (page from 1, x, y,
    width, height in points) where it was prepared without; in a new invisible one without `stamp`.

    The bytes given stay as they are, with more after them. The file holds signatures for approval only, none that
    certifies (DocMDP): a certified file could take no further fields.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = PdfSignatureMetadata(
        field_name=field,
        name=words.name,
        reason=words.reason,
        location=words.place,
        contact_info=words.link,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as drawn:
        style = None
        if stamp:
            drawn.write(stamp)
            drawn.flush()
            style = StaticStampStyle.from_pdf_file(drawn.name, border_width=0, background_opacity=1.0)
        place = new_place(writer, field, box) if stamp and box else None
        signer = Signer(metadata, signer=signer_of(key), stamp_style=style, new_field_spec=place)
        signer.at = words.at
        target = signer.sign_pdf(writer, in_place=False)
    return bytes(target.getbuffer())


def new_place(writer: IncrementalPdfFileWriter, field: str, box: Sequence[float]) -> SigFieldSpec | None:
    """A field to make, in a paper that was prepared to be signed elsewhere; None where it is there."""
    if any(name == field for name, _, _ in enumerate_sig_fields(writer)):
        return None
    page, x, y, width, height = (round(number) for number in box)
    return SigFieldSpec(field, on_page=page - 1, box=(x, y, x + width, y + height), readable_field_name=field)


def detached(content: bytes, key: Opened, at: datetime) -> bytes:
    """A detached CMS signature (DER) of any content, with the moment of the act."""
    claims = PdfCMSSignedAttributes(signing_time=at)
    signing = signer_of(key).async_sign_general_data(
        content, "sha256", detached=True, signed_attr_settings=claims
    )
    return bytes(asyncio.run(signing).dump())


def signer_of(key: Opened) -> SimpleSigner:
    """The opened key as pyHanko takes it. The certificate of the authority is not in the file: trust comes from
    elsewhere."""
    certificate = key.certificate.public_bytes(Encoding.DER)
    private = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
