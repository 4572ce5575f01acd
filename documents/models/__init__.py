"""Papers: stored files, incoming letters, running numbers, signatures, and the Perjanjian Kinerja."""

from documents.models.bsre import BsreAccount, BsreVersion, SigningIdentity
from documents.models.letter import IncomingLetter
from documents.models.naskah import Naskah, RenderState
from documents.models.numbering import NaskahNumber, NumberSequence
from documents.models.perjanjian_kinerja import PerjanjianKinerja, PkKind
from documents.models.pk_content import PkIndicator, PkProgram, PkRealisasi, PkSasaran
from documents.models.pk_format import PkFormat
from documents.models.signing import (
    Authority,
    PaperStatus,
    PassphraseGuard,
    Signature,
    SignatureStatus,
    SignedPaper,
    SigningKey,
    Way,
)
from documents.models.stored_file import StoredFile

__all__ = [
    "Authority",
    "BsreAccount",
    "BsreVersion",
    "IncomingLetter",
    "Naskah",
    "NaskahNumber",
    "NumberSequence",
    "PaperStatus",
    "PassphraseGuard",
    "PerjanjianKinerja",
    "PkFormat",
    "PkIndicator",
    "PkKind",
    "PkProgram",
    "PkRealisasi",
    "PkSasaran",
    "RenderState",
    "Signature",
    "SignatureStatus",
    "SignedPaper",
    "SigningIdentity",
    "SigningKey",
    "StoredFile",
    "Way",
]
