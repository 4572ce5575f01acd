"""X.509 certificates of an office's own authority, and the PKCS#12 containers that their keys lie in. No Django.

They are not those of a licensed PSrE (PP 71/2019): each says so in its own name ("internal, tidak tersertifikasi").
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

MARK = "internal, tidak tersertifikasi"
OF_AUTHORITY, OF_PERSON, OF_SEAL = timedelta(days=20 * 365), timedelta(days=2 * 365), timedelta(days=1)
EARLIER = timedelta(minutes=5)  # another machine's clock may be a little behind
ROUNDS = 200_000  # of the derivation of the container's key: a tenth of a second for each guess
LONGEST_NAME = 64  # X.520's limit of a common name


class WrongPassphrase(Exception):
    """The container does not open with this passphrase."""


@dataclass(frozen=True)
class Issued:
    """A certificate (PEM) with the container of its key. `fingerprint` is SHA-256 over the certificate, hexadecimal."""

    certificate: str
    container: bytes
    fingerprint: str
    serial: str
    starts_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Opened:
    """A key that was opened, with its certificate. It lives as long as the request that opened it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def make_authority(office: str, government: str, at: datetime, secret: bytes) -> Issued:
    """A new self-signed authority for an office (ECDSA P-384, twenty years)."""
    key = ec.generate_private_key(ec.SECP384R1())
    name = name_of(f"Kewenangan {office}", organization=government, unit=f"{office} ({MARK})")
    builder = begun(name, name, key.public_key(), at, OF_AUTHORITY)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
    return contained(key, builder.sign(key, hashes.SHA384()), secret)


def make_key(authority: Opened, person: str, office: str, at: datetime, passphrase: bytes) -> Issued:
    """A new key for an official (ECDSA P-256, two years), certified by the authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate.subject
    name = name_of(person, organization=office, unit=MARK)
    builder = begun(name, issuer, key.public_key(), at, OF_PERSON, authority.certificate.not_valid_after_utc)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(usage(digital_signature=True, content_commitment=True), critical=True)
    builder = builder.add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
    )
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = builder.add_extension(by, critical=False)
    return contained(key, builder.sign(authority.key, hashes.SHA384()), passphrase)


def make_seal(authority: Opened, office: str, at: datetime) -> Opened:
    """A key that seals once and is forgotten, certified by the authority for the day on which it does."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = name_of(f"Segel arsip {office}", organization=office, unit=MARK)
    latest = authority.certificate.not_valid_after_utc
    builder = begun(name, authority.certificate.subject, key.public_key(), at, OF_SEAL, latest)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(usage(digital_signature=True, content_commitment=True), critical=True)
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = builder.add_extension(by, critical=False)
    return Opened(key, builder.sign(authority.key, hashes.SHA384()))


def make_practice_key(at: datetime) -> Opened:
    """A key for one signature that is only practised, certified by nobody but itself, in nobody's name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = name_of(
        "LATIHAN - TIDAK BERLAKU", organization="Kantor Latihan", unit="latihan, bukan tanda tangan"
    )
    builder = begun(name, name, key.public_key(), at, OF_SEAL)
    builder = builder.add_extension(usage(digital_signature=True, content_commitment=True), critical=True)
    return Opened(key, builder.sign(key, hashes.SHA256()))


def begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    at: datetime,
    lasts: timedelta,
    latest: datetime | None = None,
) -> x509.CertificateBuilder:
    """What every certificate has; none outlives its authority."""
    ends = min(at + lasts, latest) if latest else at + lasts
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - EARLIER)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def name_of(common: str, *, organization: str, unit: str) -> x509.Name:
    """A distinguished name. The NIP is left out of it: whoever has the paper could read a birth date there."""
    parts = [(NameOID.COUNTRY_NAME, "ID"), (NameOID.ORGANIZATION_NAME, organization)]
    parts += [(NameOID.ORGANIZATIONAL_UNIT_NAME, unit), (NameOID.COMMON_NAME, common)]
    return x509.Name([x509.NameAttribute(oid, text[:LONGEST_NAME]) for oid, text in parts])


def usage(**allowed: bool) -> x509.KeyUsage:
    """What a key may be used for; all else it may not."""
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign "
        "crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names.split()})


def contained(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, passphrase: bytes) -> Issued:
    """The key in a PKCS#12 container under the passphrase (PBES2, AES-256, HMAC-SHA-256)."""
    protection = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
    return Issued(
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
        container=pkcs12.serialize_key_and_certificates(b"sopflow", key, certificate, None, protection),
        fingerprint=fingerprint_of(certificate),
        serial=f"{certificate.serial_number:x}",
        starts_at=certificate.not_valid_before_utc,
        expires_at=certificate.not_valid_after_utc,
    )


def opened(container: bytes, passphrase: bytes) -> Opened:
    """The key out of its container. Raises WrongPassphrase."""
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(container, passphrase)
    except ValueError:
        raise WrongPassphrase from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise WrongPassphrase
    return Opened(key, certificate)


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 over the certificate, hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def parsed(pem: str) -> x509.Certificate:
    """A certificate from its PEM text. Raises ValueError."""
    return x509.load_pem_x509_certificate(pem.encode())
