"""Packages for the tests: a certificate authority of their own, its seal, and a matter to file."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from asn1crypto import keys, x509
from cryptography import x509 as crypto
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from activity.chain import MACHINE, content_of, link
from documents.archive.packaging import Matter, Paper, Row, write_package, write_zip
from tests.sample_files import pdf

BEGAN = datetime(2026, 1, 5, tzinfo=UTC)
PDF = "application/pdf"


class Authority:
    """A certificate authority with one signer under it."""

    def __init__(self, name: str, issuer: str = "") -> None:
        self.issuer = issuer or f"CA {name}"
        self.root_key, self.key = (
            ec.generate_private_key(ec.SECP256R1()),
            ec.generate_private_key(ec.SECP256R1()),
        )
        self.root = self.certificate(self.issuer, self.root_key, self.issuer, is_ca=True)
        self.own = self.certificate(f"Penanda tangan {name}", self.key, self.issuer, is_ca=False)

    def certificate(self, subject: str, key: Any, issuer: str, *, is_ca: bool) -> crypto.Certificate:
        """A certificate that the root signs."""
        mine, of_issuer = (
            crypto.Name([crypto.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (subject, issuer)
        )
        usage = dict.fromkeys(
            ["data_encipherment", "key_encipherment", "key_agreement", "encipher_only", "decipher_only"],
            False,
        )
        builder = crypto.CertificateBuilder(of_issuer, mine, key.public_key(), crypto.random_serial_number())
        builder = builder.not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2090, 1, 1))
        usages = crypto.KeyUsage(
            digital_signature=not is_ca,
            content_commitment=not is_ca,
            key_cert_sign=is_ca,
            crl_sign=is_ca,
            **usage,
        )
        builder = builder.add_extension(usages, True)
        builder = builder.add_extension(crypto.BasicConstraints(is_ca, None), True)
        return builder.sign(self.root_key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        """The root, as one trusts it."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def seal(self, manifest: bytes) -> bytes:
        """A detached CMS signature."""
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        builder = pkcs7.PKCS7SignatureBuilder().set_data(manifest)
        return builder.add_signer(self.own, self.key, hashes.SHA256()).sign(
            serialization.Encoding.DER, options
        )

    def signed(self, content: bytes) -> bytes:
        """A PDF with one signature more."""
        private = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        own = x509.Certificate.load(self.own.public_bytes(serialization.Encoding.DER))
        signer = SimpleSigner(own, keys.PrivateKeyInfo.load(private), SimpleCertificateStore())
        writer, target = IncrementalPdfFileWriter(io.BytesIO(content), strict=False), io.BytesIO()
        sign_pdf(writer, PdfSignatureMetadata(field_name="Tanda"), signer=signer, output=target)
        return target.getvalue()


@lru_cache
def authority(name: str = "Uji", issuer: str = "") -> Authority:
    """One for the whole run of the tests."""
    return Authority(name, issuer)


def paper(
    number: int, content: bytes, name: str = "Surat", media_type: str = PDF, *, is_made_here: bool = False
) -> Paper:
    """A paper of these bytes."""
    digest = hashlib.sha256(content).hexdigest()
    opened = partial(io.BytesIO, content)
    return Paper(
        number, name, media_type, len(content), digest, opened, tingkat="asli", is_made_here=is_made_here
    )


def matter(*papers: Paper, rows: int = 4) -> Matter:
    """A matter with these papers, and a record of so many rows, the last of which names them."""
    found: list[Row] = []
    for number in range(1, rows + 1):
        data = {"papers": [each.sha256 for each in papers]} if number == rows else {"langkah": str(number)}
        content = content_of("case:uji:2026:1", number, BEGAN + timedelta(hours=number), MACHINE, "uji", data)
        found.append(Row(number, content, link(found[-1].hash if found else "", content)))
    metadata = {"kode_klasifikasi": "000.8.6.3", "nomor_berkas": "000.8.6.3/1/2026", "hal": "=Uji"}
    return Matter(metadata, list(papers), "case:uji:2026:1", found, certificates={"uji.pem": authority().pem})


def usual() -> Matter:
    """A signed PDF, and one as it was received."""
    return matter(
        paper(1, authority().signed(pdf()), "Perjanjian Kinerja", is_made_here=True),
        paper(2, pdf("Lampiran"), "Lampiran"),
    )


def package(path: Path, what: Matter, seal: Callable[[bytes], bytes] | None = None) -> Path:
    """The package as a file."""
    with path.open("wb") as target:
        write_package(target, what, seal)
    return path


def contents(path: Path) -> dict[str, bytes]:
    """The members of a package."""
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist()}


def rewritten(path: Path, members: Mapping[str, bytes]) -> Path:
    """A package of these members, as the product writes ZIPs."""
    with path.open("wb") as target:
        write_zip(target, ((name, [data]) for name, data in members.items()))
    return path


def without_row(what: Matter, number: int) -> Matter:
    """The matter with a row of its record taken away."""
    return replace(what, rows=[row for row in what.rows if row.number != number])
