"""The signatures of a paper in words, for those who may not see more: names and capacities, the NIP masked."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from documents.models import Signature, SignedPaper, Way
from documents.signing.standing import FILED, lacking
from organizations.nip import masked_nip

NIP = "NIP "


@dataclass(frozen=True)
class SignatureLine:
    """One signature: its block line by line, how and when it was given, and who vouches for a scan."""

    status: str
    block: list[str]
    way: str
    at: datetime | None
    note: str = ""
    id: int = 0
    lacks_scan: bool = False

    @property
    def is_given(self) -> bool:
        """Whether it was given."""
        return self.status == "ditandatangani"


def signature_lines(paper: SignedPaper) -> list[SignatureLine]:
    """All signatures of a paper, in their order. One query."""
    found = paper.signatures.select_related("post").order_by("order")
    return [line_of(each) for each in found]


def line_of(signature: Signature) -> SignatureLine:
    """One signature in words."""
    awaited = signature.post.title if signature.post else signature.outside
    block = [masked(line) for line in signature.block] or [awaited]
    note = ""
    if signature.way == Way.WET:
        has_scan = _("pindaiannya tersimpan") if signature.scan_id else _("pindaiannya belum diunggah")
        note = _("Dinyatakan oleh %(attested_as)s; %(has_scan)s.") % {
            "attested_as": signature.attested_as,
            "has_scan": has_scan,
        }
    elif signature.way == Way.OUTSIDE:
        note = str(signature.details.get("keterangan", ""))
    elif FILED in signature.details:
        text = lacking(signature)
        note = _("%(text)s (dicatat oleh %(attested_as)s).") % {
            "text": f"{text[:1].upper()}{text[1:].rstrip('.')}",
            "attested_as": signature.attested_as,
        }
    elif signature.reason:
        note = signature.reason
    way = str(Way(signature.way).label) if signature.way else ""
    lacks_scan = signature.way == Way.WET and signature.scan_id is None
    return SignatureLine(
        signature.status, block, way, signature.signed_at, note, signature.pk, lacks_scan=lacks_scan
    )


def masked(line: str) -> str:
    """A line of a block with its NIP hidden but for the end."""
    return f"{NIP}{masked_nip(line.removeprefix(NIP))}" if line.startswith(NIP) else line
