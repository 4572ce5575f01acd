"""An eSign Client Service of BSrE for the tests: real HTTP on loopback, both versions, real signatures, and faults.

from tests.bsre_service import bsre  # noqa: F401   (the fixture; ask for it as `bsre`)

bsre.trouble = Trouble.CUT_AFTER     # from now on; Trouble.NONE is the rule
account = bsre.account(office)       # a saved BsreAccount, in use
bsre.signed                          # all that it signed, whatever became of the answer
"""

import base64
import datetime
import hashlib
import io
import ipaddress
import json
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from enum import StrEnum
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from PIL import Image
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.models import BsreAccount
from organizations.models import Office

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
USERNAME, PASSWORD = "sopflow-uji", "sandi-aplikasi-é-7431"
NIK, PASSPHRASE = "3273010101900001", "Rahasia#2026é"
OTHER_NIK, OTHER_PASSPHRASE = "6473014202910002", "Lain#2026"


class Trouble(StrEnum):
    """How the service misbehaves."""

    NONE = "none"
    SLOW = "slow"  # waits `delay` seconds with the answer
    FAILS = "500"
    FAILS_VISIBLE = "500 when visible"
    UNAVAILABLE = "503"
    GATEWAY = "504"
    BUSY = "429"
    TOO_LARGE = "413"
    MOVED = "302"
    HTML = "a page instead of an answer"
    TRUNCATED = "half of the PDF, as if it were all"
    BROKEN_OFF = "half of the answer, then the connection ends"
    ANOTHER = "another document, signed"
    REWRITTEN = "written anew, then signed"
    CHANGED = "a changed page, signed"
    UNSIGNED = "the same bytes"
    SIGNED_TWICE = "two signatures"
    TAMPERED = "a byte changed after signing"
    CUT_BEFORE = "connection cut before it signed"
    CUT_AFTER = "connection cut after it signed"


@dataclass
class Official:
    """Somebody with a certificate at the service."""

    name: str
    passphrase: str = field(repr=False)
    status: str = "ISSUE"


@dataclass(frozen=True)
class Signed:
    """A signature that was made."""

    sha256: str  # of the file as it came
    nik: str
    version: str
    is_visible: bool
    look: dict[str, Any]  # place and the rest, as they were asked for


class Refuse(Exception):
    """Answer with this status and these JSON contents."""

    def __init__(self, status: int, data: dict[str, Any]) -> None:
        self.status, self.data = status, data


class Cut(Exception):
    """End the connection without an answer."""


@dataclass
class BsreService:
    """The service; start it with `with`."""

    trouble: Trouble = Trouble.NONE
    delay: float = 1.0
    officials: dict[str, Official] = field(
        default_factory=lambda: {
            NIK: Official("Kepala Dinas Uji", PASSPHRASE),
            OTHER_NIK: Official("Sekretaris Uji", OTHER_PASSPHRASE),
        }
    )
    signed: list[Signed] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # "POST /api/sign/pdf", whatever became of it
    kept: dict[str, bytes] = field(
        default_factory=dict, repr=False
    )  # version 1 gives them out again by number
    keeps: bool = False  # whether answers of version 1 say under what number
    tls: bool = False

    def __enter__(self) -> "BsreService":
        service = self

        class Handler(Answering):
            bsre = service

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls_file())
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server.server_address[1]}"

    def account(self, office: Office, version: str = "v2", **values: Any) -> BsreAccount:
        """The office's account here, saved and in use; `values` are other fields or `password`."""
        password = values.pop("password", PASSWORD)
        given = {"version": version, "address": self.url, "username": USERNAME, "is_active": True}
        account = BsreAccount(office=office, **(given | values))
        account.keep_password(password)
        account.save()
        return account

    def sign(self, pdf: bytes, nik: str, passphrase: str, version: str, look: dict[str, Any]) -> bytes:
        """What signing makes of a file. Raises Refuse and Cut."""
        is_visible = look.get("tampilan", "").lower() == "visible"
        self.misbehave(is_visible)
        official = self.officials.get(nik)
        if official is None:
            raise Refuse(400, {"error": f"User {nik} belum terdaftar", "status_code": 2011})
        if official.status != "ISSUE":
            raise Refuse(400, {"error": f"Certificate of {nik}: {official.status} / expired or revoked"})
        if passphrase != official.passphrase:
            raise Refuse(400, {"error": f"Passphrase {passphrase} anda salah", "status_code": 2031})
        if is_visible:
            fits(pdf, look)
        made = self.made(pdf, official.name)
        self.signed.append(Signed(hashlib.sha256(pdf).hexdigest(), nik, version, is_visible, look))
        if self.trouble is Trouble.CUT_AFTER:
            raise Cut
        return made

    def misbehave(self, is_visible: bool) -> None:
        """What goes wrong before anything is signed."""
        answers = {
            Trouble.FAILS: 500,
            Trouble.UNAVAILABLE: 503,
            Trouble.GATEWAY: 504,
            Trouble.BUSY: 429,
            Trouble.TOO_LARGE: 413,
            Trouble.MOVED: 302,
        }
        if self.trouble is Trouble.SLOW:
            time.sleep(self.delay)
        if self.trouble is Trouble.CUT_BEFORE:
            raise Cut
        if self.trouble is Trouble.FAILS_VISIBLE and is_visible:
            raise Refuse(500, {"error": "Internal Server Error"})
        if self.trouble in answers:
            raise Refuse(answers[self.trouble], {"error": self.trouble.value})

    def made(self, pdf: bytes, name: str) -> bytes:
        """The signed file, or what the trouble makes of it."""
        match self.trouble:
            case Trouble.UNSIGNED:
                return pdf
            case Trouble.ANOTHER:
                return sign_pdf(blank_pdf("Naskah lain"), name)
            case Trouble.REWRITTEN:
                return sign_pdf(rewritten(pdf), name)
            case Trouble.CHANGED:
                return sign_pdf(changed_page(pdf), name)
            case Trouble.SIGNED_TWICE:
                return sign_pdf(sign_pdf(pdf, name), name)
            case Trouble.TAMPERED:
                made = sign_pdf(pdf, name)
                place = made.rindex(b"(Tanda") + 1
                return made[:place] + b"t" + made[place + 1 :]
            case Trouble.TRUNCATED:
                made = sign_pdf(pdf, name)
                return made[: len(made) - 400]
        return sign_pdf(pdf, name)


class Answering(BaseHTTPRequestHandler):
    """One request."""

    bsre: BsreService

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.bsre.asked.append(f"{self.command} {self.path.replace(NIK, 'NIK')}")
        try:
            self.reply()
        except Refuse as refused:
            self.send(refused.status, json.dumps(refused.data).encode(), "application/json")
        except Cut:
            self.close_connection = True
        except OSError:
            self.close_connection = True  # whoever asked did not wait

    def reply(self) -> None:
        wanted = f"Basic {base64.b64encode(f'{USERNAME}:{PASSWORD}'.encode()).decode()}"
        if self.headers.get("Authorization") != wanted:
            raise Refuse(401, {"error": "Unauthorized"})
        way = f"{self.command} {self.path}"
        if way == "POST /api/sign/pdf":
            self.sign_v1()
        elif way == "POST /api/v2/sign/pdf":
            self.sign_v2()
        elif way.startswith("GET /api/user/status/"):
            self.tell_status(self.path.rsplit("/", 1)[1])
        elif way == "POST /api/v2/user/check/status":
            self.tell_status(json.loads(self.body)["nik"])
        elif way.startswith("GET /api/sign/download/") and self.path.rsplit("/", 1)[1] in self.bsre.kept:
            self.send(200, self.bsre.kept[self.path.rsplit("/", 1)[1]], "application/pdf")
        else:
            raise Refuse(404, {"error": "Not Found"})

    def sign_v1(self) -> None:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        found: dict[str, Any] = {}
        for part in message_from_bytes(head + self.body, policy=HTTP).iter_parts():
            name, content = (
                str(part.get_param("name", header="content-disposition")),
                part.get_payload(decode=True),
            )
            assert isinstance(content, bytes)
            found[name] = content if part.get_filename() else content.decode()
        pdf = found.pop("file")
        if found.get("tampilan") == "visible":
            corners = [float(found[name]) for name in ("xAxis", "yAxis", "width", "height")]
            found["corners"] = (corners[0], corners[1], corners[0] + corners[2], corners[1] + corners[3])
            if (found["image"] == "true") != ("imageTTD" in found):
                raise Refuse(500, {"error": "Internal Server Error"})
        nik, passphrase = found.pop("nik"), found.pop("passphrase")
        made = self.bsre.sign(pdf, nik, passphrase, "v1", found)
        number = hashlib.sha256(made).hexdigest()[:32]
        headers = {"id_dokumen": number} if self.bsre.keeps else {}
        self.bsre.kept[number] = made
        self.send_signed(made, "application/pdf", **headers)

    def sign_v2(self) -> None:
        asked = json.loads(self.body)
        look = dict(asked["signatureProperties"][0])
        pdf = base64.b64decode(asked["file"][0])
        if look["tampilan"] == "VISIBLE":
            if not look.get("imageBase64"):
                raise Refuse(500, {"error": "Internal Server Error"})
            look["imageBase64"] = base64.b64decode(look["imageBase64"])
            top = height_of(pdf, look["page"]) - look["originY"]
            look["corners"] = (
                look["originX"],
                top - look["height"],
                look["originX"] + look["width"],
                top,
            )
        made = self.bsre.sign(pdf, asked["nik"], asked["passphrase"], "v2", look)
        answer = {"time": 812, "file": [base64.b64encode(made).decode()]}
        self.send_signed(json.dumps(answer).encode(), "application/json")

    def tell_status(self, nik: str) -> None:
        self.bsre.misbehave(is_visible=False)
        if self.bsre.trouble is Trouble.HTML:
            self.send_signed(b"", "text/html")
            return
        official = self.bsre.officials.get(nik)
        if official is None:
            raise Refuse(
                400, {"status_code": 2011, "message": f"{nik} belum terdaftar", "status": "NOT_REGISTERED"}
            )
        data = {"status_code": 1111, "message": "Sudah terdaftar", "status": official.status}
        self.send(200, json.dumps(data).encode(), "application/json")

    def send_signed(self, body: bytes, media_type: str, **headers: str) -> None:
        if self.bsre.trouble is Trouble.HTML:
            body, media_type = b"<!doctype html><title>Masuk ke jaringan</title>", "text/html"
        self.send(200, body, media_type, is_cut=self.bsre.trouble is Trouble.BROKEN_OFF, **headers)

    def send(
        self, status: int, body: bytes, media_type: str, *, is_cut: bool = False, **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", f"{self.bsre.url}/api/v2/elsewhere")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if is_cut else body)


def height_of(pdf: bytes, page: int) -> float:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if not 1 <= page <= len(opened.pages):
            raise Refuse(500, {"error": "Internal Server Error"})
        return float(opened.pages[page - 1].mediabox[3])


def fits(pdf: bytes, look: dict[str, Any]) -> None:
    """The real service fails where a signature leaves its page."""
    left, bottom, right, top = look["corners"]
    if not (0 <= left < right <= 2000 and 0 <= bottom < top <= height_of(pdf, int(look["page"]))):
        raise Refuse(500, {"error": "Internal Server Error"})


@cache
def signer(name: str) -> SimpleSigner:
    """A signer with a throw-away certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate, private = both(key, certified(name, key))
    return SimpleSigner(certificate, private, SimpleCertificateStore())


def both(key: Key, certificate: x509.Certificate) -> tuple[asn1_x509.Certificate, asn1_keys.PrivateKeyInfo]:
    """A certificate and its key, as pyHanko takes them."""
    der = serialization.Encoding.DER
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return asn1_x509.Certificate.load(certificate.public_bytes(der)), asn1_keys.PrivateKeyInfo.load(private)


def certified(name: str, key: Key, purpose: x509.ObjectIdentifier | None = None) -> x509.Certificate:
    """A certificate that nobody vouches for; without a purpose it serves for signing and as an authority."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    loopback = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=3650))
    )
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    else:
        usage = x509.KeyUsage(True, True, False, False, False, True, True, False, False)
        builder = (
            builder.add_extension(loopback, critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
        )
    return builder.sign(key, hashes.SHA256())


@cache
def tls_file() -> Path:
    """Key and certificate of the service itself, in one file, deleted with the data of the run."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certified("esign", key)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = Path(settings.DATA_DIR) / "bsre-tls.pem"
    path.write_bytes(private + certificate.public_bytes(pem))
    return path


def sign_pdf(
    pdf: bytes, name: str = "Kepala Dinas Uji", box: tuple[int, int, int, int] | None = None
) -> bytes:
    """The file with one signature more, appended; a box makes it a visible one on page 1."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    number = len(PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures) + 1
    spec = SigFieldSpec(f"Tanda{number}", on_page=0, box=box)
    meta = PdfSignatureMetadata(
        field_name=spec.sig_field_name, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    style = StaticStampStyle(background=PdfImage(Image.new("RGB", (4, 4))), border_width=0) if box else None
    made = PdfSigner(meta, signer(name), stamp_style=style, new_field_spec=spec).sign_pdf(writer)
    return bytes(made.getvalue())


def timestamped(pdf: bytes) -> bytes:
    """The file with a time stamp of its own behind the last signature, as services for the long term add it."""
    key = rsa.generate_private_key(65537, 2048)
    stamper = DummyTimeStamper(*both(key, certified("Waktu", key, purpose=ExtendedKeyUsageOID.TIME_STAMPING)))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    return bytes(PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256", validation_context=None).getvalue())


def rewritten(pdf: bytes) -> bytes:
    """The same pages in a file of other bytes, as a program that does not append writes them."""
    out = io.BytesIO()
    copy_into_new_writer(PdfFileReader(io.BytesIO(pdf), strict=False)).write(out)
    return out.getvalue()


def changed_page(pdf: bytes) -> bytes:
    """The file with another content of its first page, appended, so that the old bytes are all still there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    stream = StreamObject(stream_data=b"BT /F1 12 Tf 72 100 Td (Tambahan) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(stream))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def blank_pdf(text: str = "", pages: int = 1) -> bytes:
    """A4 pages with a text in their content."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for number in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
            content = f"BT /F1 12 Tf 72 770 Td ({text} {number + 1}) Tj ET".encode("latin-1")
            font = pikepdf.Dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")
            page = pdf.pages[number]
            page.obj["/Contents"] = pdf.make_stream(content)
            page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
        pdf.save(out)
    return out.getvalue()


@pytest.fixture
def bsre() -> Iterator[BsreService]:
    """A service of one's own, well-behaved until told otherwise."""
    with BsreService() as service:
        yield service
