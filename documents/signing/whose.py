"""Whose signatures a file from outside bears, and whether its bytes are those of another paper here.

A file proves what its certificates say, not whose turn it was: that a certificate is that of the party whose signature
is awaited is seen by its key or its name, or somebody says so and is written down.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models import Signature, SignedPaper, SigningKey, StoredFile
from documents.signing.block import plain_name
from documents.signing.errors import CannotSign
from documents.signing.verifying import FoundSignature
from organizations.models import User

SAME_PAPER = _(
    "Berkas ini sama persis dengan naskah yang disiapkan di sini; tanda tangan {} belum ada di dalamnya."
)
OTHER_PAPER = _("Berkas ini adalah “{}”, bukan “{}”; unggah naskah yang ditandatangani {}.")
KNOWN_FILE = _(
    "Berkas ini sudah tersimpan di kantor ini sebagai “{}”; unggah naskah yang ditandatangani {}, satu berkas untuk "
    "satu naskah."
)
ONLY_OURS = _(
    "PDF itu hanya memuat tanda tangan {} dengan sertifikat internal kantor, bukan tanda tangan {}. Unggah naskah yang "
    "ditandatangani {}."
)
OTHER_NAME = _(
    "Sertifikat pada PDF itu atas nama {}, sedangkan yang ditunggu tanda tangan {} ({}). Bila itu memang tanda "
    "tangannya, centang pernyataan tentang sertifikat atas nama lain, lalu unggah lagi."
)


def refuse_known(
    held: Signature, awaited: str, upload: StoredFile, content: bytes, found: Iterable[FoundSignature]
) -> None:
    """Raise CannotSign where the file is one that is here already, or goes on from another paper: each signature ends
    the file that it made. The bytes of the very paper are no other's."""
    paper, whole = held.paper, hashlib.sha256(content).hexdigest()
    versions, scans = digests_of(paper)
    if whole in versions:
        raise CannotSign(SAME_PAPER.format(awaited))
    parts = {hashlib.sha256(content[: each.covers]).hexdigest() for each in found}
    wanted = (parts | {whole}) - versions - scans
    known = StoredFile.objects.filter(office=paper.office_id, sha256__in=wanted).exclude(pk=upload.pk)
    files = {each.pk: each for each in known.order_by("id")}
    if not files:
        return
    borne = Signature.objects.filter(Q(file__in=files) | Q(scan__in=files)).values("paper")
    papers = SignedPaper.objects.filter(Q(base__in=files) | Q(file__in=files) | Q(pk__in=borne))
    if other := papers.order_by("-id").first():
        raise CannotSign(OTHER_PAPER.format(other.title, paper.title, awaited))
    if same := next((each for each in files.values() if each.sha256 == whole), None):
        raise CannotSign(KNOWN_FILE.format(same.name, awaited))


def digests_of(paper: SignedPaper) -> tuple[set[str], set[str]]:
    """The SHA-256 of all versions of a paper, and of its scans: one scan may show several signatures."""
    signatures = list(paper.signatures.select_related("file", "scan"))
    versions = [paper.base, paper.file, paper.source, *(each.file for each in signatures)]
    scans = [each.scan for each in signatures]
    return {each.sha256 for each in versions if each}, {each.sha256 for each in scans if each}


def signature_of(
    signer: User, title: str, found: Sequence[FoundSignature], *, vouched: bool
) -> tuple[FoundSignature, bool]:
    """The signature that is the signer's, and whether its certificate says so itself. `title`: the post.

    Raises CannotSign where none can be it: all are of keys of others here, or, unless somebody vouches for it, of
    certificates in another name.
    """
    keys = SigningKey.objects.filter(fingerprint__in=[each.fingerprint for each in found])
    owners = dict(keys.values_list("fingerprint", "user"))
    possible = [each for each in found if owners.get(each.fingerprint, signer.pk) == signer.pk]
    if not possible:
        names = ", ".join(dict.fromkeys(each.signer for each in found))
        raise CannotSign(ONLY_OURS.format(names, title, title))
    named = [e for e in possible if e.fingerprint in owners or is_same_name(e.signer, signer.name)]
    if named:
        return named[-1], True
    if not vouched:
        raise CannotSign(OTHER_NAME.format(possible[-1].signer, title, signer.name))
    return possible[-1], False


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for gelar, case and signs."""
    return letters(one) == letters(other) != ""


def letters(name: str) -> str:
    """A name by its words alone."""
    return " ".join(re.findall(r"\w+", plain_name(name).casefold()))
