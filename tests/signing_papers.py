"""Papers to sign, and officials with keys: each key is made once in a test run, for a key takes its time on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction

from documents.models import (
    Authority,
    Naskah,
    RenderState,
    Signature,
    SignedPaper,
    SigningKey,
    StoredFile,
    Way,
)
from documents.signing import certificates
from documents.signing.certificates import Issued, Opened
from documents.signing.freezing import freeze
from documents.signing.pens import InternalPen
from documents.signing.signing import Signing, of_office, sign_with
from documents.storing import keep_bytes
from organizations.capacity import Capacity, holder
from organizations.models import Office, Post
from organizations.sealing import seal
from tests.sample_files import pdf

OFFICE = "dpupr-tarakan"
PASSPHRASE = "kuda-laut-7-berenang"
SECRET = "rahasia-kewenangan-uji"
EIGHT = (
    "kepala-dinas",
    "sekretaris",
    "kabid-bm",
    "kabid-ckpr",
    "kabid-psda",
    "kepala-upt-lab",
    "kasubag-perencanaan-keuangan",
    "staf-umum",
)


@cache
def issued_authority(office: str, at: datetime) -> Issued:
    return certificates.make_authority(office, "Pemerintah Kota Tarakan", at, SECRET.encode())


@cache
def opened_authority(office: str, at: datetime) -> Opened:
    return certificates.opened(issued_authority(office, at).container, SECRET.encode())


@cache
def issued_key(name: str, office: str, at: datetime) -> Issued:
    return certificates.make_key(opened_authority(office, at), name, office, at, PASSPHRASE.encode())


@cache
def opened_key(name: str, office: str, at: datetime) -> Opened:
    return certificates.opened(issued_key(name, office, at).container, PASSPHRASE.encode())


def the_office() -> Office:
    return Office.objects.select_related("government").get(slug=OFFICE)


def authority_here(at: datetime) -> Authority:
    """The office's authority, with the key of this test run."""
    office = the_office()
    made = issued_authority(office.name, at)
    return Authority.objects.get_or_create(
        fingerprint=made.fingerprint,
        defaults={
            "office": office,
            "certificate": made.certificate,
            "container": made.container,
            "secret": seal(SECRET, place=f"authority:{made.fingerprint}", keys=[settings.SECRET_KEY]),
            "created_at": at,
            "expires_at": made.expires_at,
        },
    )[0]


@dataclass
class Officials:
    """Those of the office, each with the pen of their own key."""

    at: datetime
    slugs: Sequence[str] = EIGHT
    pens: dict[int, InternalPen] = field(default_factory=dict)  # by the id of the post
    seats: dict[int, Capacity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for slug in self.slugs:
            post = Post.objects.get(office__slug=OFFICE, slug=slug)
            by = holder(post, self.at)
            assert by
            self.seats[post.pk], self.pens[post.pk] = by, pen(by, self.at)

    @property
    def posts(self) -> list[Post]:
        return [by.post for by in self.seats.values() if by.post]

    def sign(self, signature: Signature, at: datetime | None = None) -> None:
        """Whoever acts for its post signs it."""
        assert signature.post_id
        by = self.seats[signature.post_id]
        sign_with(self.pens[signature.post_id], signature, Signing(by, at or self.at, of_office(signature)))


def pen(by: Capacity, at: datetime) -> InternalPen:
    """The pen of an official, with the row of their key."""
    office = the_office()
    made = issued_key(by.user.name, office.name, at)
    row, _ = SigningKey.objects.get_or_create(
        fingerprint=made.fingerprint,
        defaults={
            "user": by.user,
            "authority": authority_here(at),
            "certificate": made.certificate,
            "serial": made.serial,
            "container": made.container,
            "starts_at": made.starts_at,
            "expires_at": made.expires_at,
        },
    )
    return InternalPen(row, opened_key(by.user.name, office.name, at))


def awaiting(paper: SignedPaper, posts: Sequence[Post]) -> SignedPaper:
    """The paper with an awaited signature for each of the posts."""
    for order, post in enumerate(posts, 1):
        Signature.objects.create(paper=paper, order=order, field=f"ttd-{order}", post=post)
    return paper


def frozen(paper: SignedPaper, at: datetime) -> SignedPaper:
    """The paper, its bytes made."""
    freeze(paper, lambda: at)
    made = SignedPaper.objects.select_related("office__government", "file", "base").get(pk=paper.pk)
    assert made.is_frozen, made.message
    return made


def of_upload(
    posts: Sequence[Post], at: datetime, content: bytes = b"", title: str = "Naskah unggahan"
) -> SignedPaper:
    """A paper of an uploaded PDF: its stamps stand on a sheet at its end."""
    office = the_office()
    by = holder(posts[0], at)
    assert by
    source = keep_bytes(content or pdf(), name="unggahan.pdf", office=office, by=by.user, at=at)
    values: dict[str, Any] = {"office": office, "title": title, "way": Way.INTERNAL, "created_at": at}
    with transaction.atomic():  # the tests of kills must not find a paper that nobody is to sign
        paper = awaiting(SignedPaper.objects.create(source=source, **values), posts)
    return frozen(paper, at)


def of_letter(
    posts: Sequence[Post], at: datetime, values: dict[str, Any], facts: dict[str, Any]
) -> SignedPaper:
    """A letter made here, with a box for one signature."""
    office = the_office()
    by = holder(posts[0], at)
    assert by
    naskah = Naskah.objects.create(
        office=office, kind="surat_pengantar", title="Surat pengantar", values=values, facts=facts,
        day=at.date(), created_at=at, created_by=by.user, state=RenderState.APART,
    )  # fmt: skip
    paper = SignedPaper.objects.create(
        office=office, kind=naskah.kind, title=naskah.title, way=Way.INTERNAL, naskah=naskah, created_at=at
    )
    return frozen(awaiting(paper, posts), at)


def signed_paper(officials: Officials, count: int = 5, title: str = "Naskah unggahan") -> SignedPaper:
    """An uploaded PDF that so many officials have signed: all of them."""
    paper = of_upload(officials.posts[:count], officials.at, title=title)
    for signature in awaited(paper):
        officials.sign(signature)
    return fresh(paper)


def awaited(paper: SignedPaper) -> list[Signature]:
    """What is still to be given, as a page would have read it."""
    found = Signature.objects.filter(paper=paper, status="menunggu")
    return list(found.select_related("paper__office__government", "paper__file", "post").order_by("order"))


def fresh(paper: SignedPaper) -> SignedPaper:
    """The paper as it is now."""
    return SignedPaper.objects.select_related("office__government", "file", "base").get(pk=paper.pk)


def content_of(stored: StoredFile | None) -> bytes:
    """The bytes that lie in the storage."""
    assert stored
    with stored.file.storage.open(str(stored.file.name), "rb") as file:
        return bytes(file.read())


def overwrite(stored: StoredFile, content: bytes) -> None:
    """What somebody with access to the disk could do."""
    storage, name = stored.file.storage, str(stored.file.name)
    with open(storage.path(name), "wb") as file:
        file.write(content)
