"""Papers: stored files, incoming letters, running numbers, signatures, the Perjanjian Kinerja, and the archive."""

from documents.models.archive import Access, Arsip, Berkas, BerkasState, Fate, Klasifikasi, PaperText, Tingkat
from documents.models.bsre import BsreAccount, BsreVersion, SigningIdentity
from documents.models.letter import IncomingLetter
from documents.models.naskah import Naskah, RenderState
from documents.models.numbering import NaskahNumber, NumberSequence
from documents.models.perjanjian_kinerja import PerjanjianKinerja, PkKind
from documents.models.pk_content import PkIndicator, PkProgram, PkRealisasi, PkSasaran
from documents.models.pk_format import PkFormat
from documents.models.portal import MOST_TRIES, Portal, Publication, PublicPrint
from documents.models.retention import (
    DoomedFile,
    LegalHold,
    ProposalState,
    RetentionItem,
    RetentionKind,
    RetentionProposal,
)
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
    "MOST_TRIES",
    "Access",
    "Arsip",
    "Authority",
    "Berkas",
    "BerkasState",
    "BsreAccount",
    "BsreVersion",
    "DoomedFile",
    "Fate",
    "IncomingLetter",
    "Klasifikasi",
    "LegalHold",
    "Naskah",
    "NaskahNumber",
    "NumberSequence",
    "PaperStatus",
    "PaperText",
    "PassphraseGuard",
    "PerjanjianKinerja",
    "PkFormat",
    "PkIndicator",
    "PkKind",
    "PkProgram",
    "PkRealisasi",
    "PkSasaran",
    "Portal",
    "ProposalState",
    "PublicPrint",
    "Publication",
    "RenderState",
    "RetentionItem",
    "RetentionKind",
    "RetentionProposal",
    "Signature",
    "SignatureStatus",
    "SignedPaper",
    "SigningIdentity",
    "SigningKey",
    "StoredFile",
    "Tingkat",
    "Way",
]
