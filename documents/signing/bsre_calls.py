"""One request to the eSign Client Service of BSrE, and what its refusals mean.

Nothing of a request is ever written down: its body has a passphrase, and the address of a status a NIK. What requests
raises names that address, so it is turned into a refusal of ours outside the `except`, which leaves no trace of it.
"""

import json
import logging
import re
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from documents.bsre_address import BadAddress, read_address
from documents.models import BsreAccount
from organizations.sealing import Unsealable

MAX_REPLY = (
    96 * 1024 * 1024
)  # a signed paper of 20 MB in base64, with room for a service that packs less well
CHUNK = 64 * 1024
ASK_LATER = gettext_lazy("Tidak ada tanda tangan yang diterima. Coba lagi beberapa menit lagi.")
ASK_ADMIN = gettext_lazy("Hubungi admin kantor Anda.")
UNKNOWN = gettext_lazy(
    "Tidak diketahui apakah BSrE sudah menandatanganinya; di sini tidak ada yang tersimpan. "
    "Tunggu beberapa menit, lalu tanda tangani lagi."
)
# The service's own codes; 2011 and 2031 are documented, the others are as offices use them.
CODES = {
    2011: gettext_lazy(
        "NIK Anda belum terdaftar di BSrE. Periksa NIK di halaman NIK Anda, atau daftarkan diri lewat "
        "verifikator BSrE di instansi Anda."
    ),
    2021: gettext_lazy("Sertifikat elektronik Anda belum aktif. Aktifkan dahulu lewat surel dari BSrE."),
    2022: gettext_lazy("Sertifikat elektronik Anda sudah kedaluwarsa. Perbarui dahulu di BSrE."),
    2023: gettext_lazy("Sertifikat elektronik Anda sedang diperbarui di BSrE. Tunggu sampai selesai."),
    2024: gettext_lazy(
        "Sertifikat elektronik Anda sedang ditangguhkan BSrE. Hubungi verifikator BSrE di instansi Anda."
    ),
    2025: gettext_lazy("Sertifikat elektronik Anda sudah dicabut. Ajukan sertifikat baru di BSrE."),
    2031: gettext_lazy(
        "Passphrase salah; tidak ada yang ditandatangani. Passphrase yang berkali-kali salah dapat "
        "mengunci sertifikat."
    ),
    2041: gettext_lazy("BSrE tidak menerima berkas PDF ini. Belum ada yang ditandatangani."),
}
# The same told in words, by services that send no code that we know.
WORDS = (
    (2031, r"passphrase\b.*(salah|wrong|invalid|incorrect|tidak (sesuai|cocok|valid))"),
    (2031, r"(salah|wrong|invalid|incorrect)\b.*passphrase"),
    (2022, r"expired|kedaluwarsa|kadaluarsa|kadaluwarsa"),
    (2025, r"revoked?\b|dicabut"),
    (2024, r"suspend|ditangguhkan"),
    (2011, r"(belum|tidak|not) (terdaftar|registered)|user not found"),
)
# What a status means, sentence by sentence.
STATUSES = {
    401: (gettext_lazy("BSrE menolak nama pengguna atau kata sandi aplikasi ini."), ASK_ADMIN),
    403: (gettext_lazy("Akun aplikasi ini tidak berhak memakai layanan BSrE."), ASK_ADMIN),
    404: (
        gettext_lazy(
            "Di alamat BSrE kantor ini tidak ada layanan tanda tangan: alamat atau versinya keliru."
        ),
        ASK_ADMIN,
    ),
    413: (
        gettext_lazy("Berkas ini terlalu besar bagi layanan BSrE."),
        gettext_lazy("Perkecil berkasnya, misalnya gambar di dalamnya."),
    ),
    429: (gettext_lazy("Layanan BSrE sedang menerima terlalu banyak permintaan."), ASK_LATER),
    503: (gettext_lazy("Layanan BSrE sedang tidak melayani."), ASK_LATER),
}
GATEWAYS = (502, 504)  # somebody between us and the service gave up waiting


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Box:
    """Where a signature is seen: the page from 1; the rest in points, from the BOTTOM left corner of the page."""

    page: int
    x: float
    y: float
    width: float
    height: float


class BsreRefused(Exception):
    """No signature was received. `message` tells the official why, in Indonesian, and holds no secret.

    `is_passphrase`: this was a wrong passphrase. `is_unknown`: nobody knows whether the service signed.
    `is_retried_hidden`: the service failed in a way that a visible signature may be the reason of.
    """

    def __init__(
        self,
        message: str,
        *,
        is_passphrase: bool = False,
        is_unknown: bool = False,
        is_retried_hidden: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.is_passphrase, self.is_unknown = is_passphrase, is_unknown
        self.is_retried_hidden = is_retried_hidden


@dataclass(frozen=True, repr=False)
class Reply:
    """What the service answered. `is_whole`: no less than it said that it would send."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_whole: bool

    def data(self) -> dict[str, Any]:
        """The body as a JSON object; an empty one where it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


@sensitive_variables()
def call(account: BsreAccount, method: str, path: str, **sent: Any) -> Reply:
    """Send one request and read its answer, whatever its status. Raises BsreRefused where there is none.

    Never follows a redirect and never asks the environment for a proxy, a password or certificates: what is sent goes
    to the address that the admin wrote, or nowhere.
    """
    try:
        address, password = read_address(account.address), account.open_password()
    except BadAddress:
        raise BsreRefused(
            _("Alamat BSrE kantor ini tidak dapat dipakai. %(ask_admin)s") % {"ask_admin": ASK_ADMIN}
        ) from None
    except Unsealable:
        raise BsreRefused(
            _(
                "Kata sandi akun BSrE kantor ini tidak dapat dibuka lagi; admin harus mengisinya kembali. "
                "%(ask_admin)s"
            )
            % {"ask_admin": ASK_ADMIN}
        ) from None
    refused = None
    with requests.Session() as session:
        session.trust_env = False
        session.auth = (as_utf8(account.username), as_utf8(password))
        try:
            response = session.request(
                method,
                f"{address}{path}",
                timeout=(settings.BSRE_CONNECT_TIMEOUT, settings.BSRE_READ_TIMEOUT),
                verify=settings.BSRE_CA_FILE or True,
                allow_redirects=False,
                stream=True,
                **sent,
            )
            with response:
                body, is_whole = received(response)
                reply = Reply(response.status_code, response.headers, body, is_whole)
        except Exception as fault:
            # Also what nobody foresaw: a report of it would show the request, which holds the passphrase.
            log.warning("BSrE of office %s: %s", account.office_id, type(fault).__name__)
            refused = of_connection(fault)
    if refused:
        raise refused
    return reply


def as_utf8(text: str) -> str:
    """A text that requests, which sends Latin-1, sends as UTF-8."""
    return text.encode().decode("latin-1")


def received(response: requests.Response) -> tuple[bytes, bool]:
    """As much of the body as came in time, and whether that is all of it."""
    body, until = bytearray(), time.monotonic() + settings.BSRE_READ_TIMEOUT
    try:
        for chunk in response.iter_content(CHUNK):
            body += chunk
            if len(body) > MAX_REPLY or time.monotonic() > until:
                return bytes(body), False
    except (requests.RequestException, OSError):
        return bytes(body), False
    said = response.headers.get("Content-Length", "")
    is_packed = "Content-Encoding" in response.headers
    return bytes(body), is_packed or not said.isdecimal() or len(body) == int(said)


def chain(fault: BaseException | None) -> Iterator[BaseException]:
    """An exception with all those that it was made of."""
    seen: list[BaseException] = []
    waiting = [fault]
    while waiting:
        each = waiting.pop()
        if each is None or any(each is known for known in seen):
            continue
        seen.append(each)
        yield each
        inner = [getattr(each, "reason", None), *each.args]
        waiting += [each.__cause__, each.__context__, *(a for a in inner if isinstance(a, BaseException))]


def of_connection(fault: BaseException) -> BsreRefused:
    """Why there was no answer; whether the request can have arrived."""
    causes = list(chain(fault))
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return BsreRefused(
            _("Server di alamat BSrE kantor ini tidak dapat dipastikan (sertifikat TLS). %(ask_admin)s")
            % {"ask_admin": ASK_ADMIN}
        )
    if any(isinstance(each, NewConnectionError | ConnectionRefusedError) for each in causes):
        return BsreRefused(
            _("Server BSrE kantor ini tidak dapat dihubungi. %(ask_later)s") % {"ask_later": ASK_LATER}
        )
    if any(isinstance(each, ConnectTimeoutError | requests.ConnectTimeout) for each in causes):
        return BsreRefused(
            _("Server BSrE kantor ini tidak menjawab. %(ask_later)s") % {"ask_later": ASK_LATER}
        )
    if isinstance(fault, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return BsreRefused(
            _("Alamat BSrE kantor ini tidak dapat dipakai. %(ask_admin)s") % {"ask_admin": ASK_ADMIN}
        )
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return BsreRefused(
            _("Sambungan aman (TLS) ke server BSrE gagal. %(unknown)s") % {"unknown": UNKNOWN},
            is_unknown=True,
        )
    if isinstance(fault, requests.Timeout):
        return BsreRefused(
            _("Server BSrE tidak menjawab sampai batas waktu. %(unknown)s") % {"unknown": UNKNOWN},
            is_unknown=True,
        )
    return BsreRefused(
        _("Sambungan ke server BSrE terputus. %(unknown)s") % {"unknown": UNKNOWN}, is_unknown=True
    )


def refusal(reply: Reply) -> BsreRefused | None:
    """What an answer other than success means; None where it is none. The service's own words are read, never shown."""
    data = reply.data()
    code = code_of(data)
    if code in CODES:
        return BsreRefused(str(CODES[code]), is_passphrase=code == 2031)
    if 200 <= reply.status < 300:
        return None
    if reply.status in STATUSES:
        return BsreRefused(" ".join(map(str, STATUSES[reply.status])))
    if 300 <= reply.status < 400:
        return BsreRefused(
            _("Alamat BSrE kantor ini mengalihkan ke alamat lain; isi alamat yang tepat. %(ask_admin)s")
            % {"ask_admin": ASK_ADMIN}
        )
    if reply.status in GATEWAYS:
        return BsreRefused(
            _("Server di depan layanan BSrE gagal (HTTP %(status)s). %(unknown)s")
            % {"status": reply.status, "unknown": UNKNOWN},
            is_unknown=True,
        )
    known = _(", kode %(code)s") % {"code": code} if code else ""
    if reply.status >= 500:
        return BsreRefused(
            _("Layanan BSrE gagal mengerjakannya (HTTP %(status)s%(known)s). %(ask_later)s")
            % {"status": reply.status, "known": known, "ask_later": ASK_LATER},
            is_retried_hidden=reply.status == 500,
        )
    return BsreRefused(
        _("Layanan BSrE menolak permintaan ini (HTTP %(status)s%(known)s). %(ask_admin)s")
        % {"status": reply.status, "known": known, "ask_admin": ASK_ADMIN}
    )


def code_of(data: Mapping[str, Any]) -> int | None:
    """The code of a refusal: as a number, or as its words mean."""
    found = str(data.get("status_code", data.get("code", "")))
    code = int(found) if re.fullmatch(r"\d{1,6}", found, re.ASCII) else None
    if code in CODES:
        return code
    text = " ".join(str(data.get(name, "")) for name in ("error", "message"))[:500].lower()
    return next((known for known, pattern in WORDS if re.search(pattern, text)), code)
