"""With what one signs: the official's own certificate, or the service of BSrE. Either gives more bytes after the old.

A pen lives as long as the request: it holds the opened key, or the passphrase itself where a service asks for it with
every paper. Neither is stored, queued or logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from documents.models import BsreAccount, SigningIdentity, SigningKey, Way
from documents.printing.pdfium import page_picture
from documents.signing import bsre
from documents.signing.certificates import Opened
from documents.signing.errors import CannotSign, WrongPassphraseGiven
from documents.signing.guarding import guarded
from documents.signing.keys import open_key
from documents.signing.pades import Words, signed
from organizations.capacity import Capacity
from organizations.models import Office, SigningWay
from organizations.sealing import Unsealable

STAMP_DPI = 200
NO_NIK = _("NIK Anda belum diisi; isi dulu di halaman “NIK untuk tanda tangan”.")
NO_ACCOUNT = _("Kantor ini belum mempunyai akun BSrE; minta admin kantor mengisinya.")
SEALED = _(
    "Data BSrE tidak dapat dibuka: kunci server sudah lain. Isi ulang NIK, atau minta admin mengisi ulang akunnya."
)


class Pen(Protocol):
    """`is_far`: a service elsewhere signs, so that nothing may be locked meanwhile."""

    way: Way
    is_far: bool

    def write(
        self, pdf: bytes, field: str, box: list[float] | None, words: Words, stamp: bytes | None
    ) -> bytes:
        """The PDF with this signature. Raises CannotSign."""
        ...

    @property
    def certificate(self) -> str:
        """SHA-256 of the certificate; empty where only the service knows it."""
        ...


@dataclass
class InternalPen:
    """The official's key, opened."""

    row: SigningKey
    key: Opened = field(repr=False)
    way: Way = Way.INTERNAL
    is_far: bool = False

    def write(
        self, pdf: bytes, field: str, box: list[float] | None, words: Words, stamp: bytes | None
    ) -> bytes:
        """Sign here and now."""
        return signed(pdf, field, self.key, words, stamp if box else None, box)

    @property
    def certificate(self) -> str:
        """SHA-256 of the official's certificate."""
        return self.row.fingerprint


@dataclass
class BsrePen:
    """The office's account at the service, the official's NIK, and the passphrase."""

    account: BsreAccount
    nik: str = field(repr=False)
    passphrase: str = field(repr=False)
    office: Office
    by: Capacity
    at: datetime
    way: Way = Way.BSRE
    is_far: bool = True
    certificate: str = ""

    @sensitive_variables()
    def write(
        self, pdf: bytes, field: str, box: list[float] | None, words: Words, stamp: bytes | None
    ) -> bytes:
        """Let the service sign. Each call is a try of the passphrase."""
        place = bsre.Box(int(box[0]), *box[1:]) if box else None
        picture = page_picture(stamp, 1, STAMP_DPI) if stamp and place else None
        asked: Mapping[str, Any] = {
            "nik": self.nik,
            "passphrase": self.passphrase,
            "box": place,
            "picture": picture,
            "link": words.link,
            "reason": words.reason,
        }
        with guarded(self.by.user, self.office, by=self.by.actor, at=self.at):
            try:
                return bsre.sign(self.account, pdf, **asked)
            except bsre.BsreRefused as refused:
                if refused.is_passphrase:
                    raise WrongPassphraseGiven from None
                raise CannotSign(refused.message) from None


@sensitive_variables("passphrase")
def pen_of(office: Office, *, passphrase: str, by: Capacity, at: datetime) -> Pen:
    """The pen that the office signs with. Raises CannotSign, WrongPassphraseGiven."""
    if office.signing_way == SigningWay.BSRE:
        account = BsreAccount.objects.filter(office=office).first()
        identity = SigningIdentity.objects.filter(user=by.user).first()
        if account is None:
            raise CannotSign(NO_ACCOUNT)
        if identity is None:
            raise CannotSign(NO_NIK)
        try:
            nik = identity.open_nik()
        except Unsealable:
            raise CannotSign(SEALED) from None
        return BsrePen(account, nik, passphrase, office, by, at)
    row, key = open_key(office, passphrase=passphrase, by=by, at=at)
    return InternalPen(row, key)
