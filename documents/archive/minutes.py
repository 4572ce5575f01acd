"""The berita acara of a proposal: what was moved, destroyed or handed over, by whom, on whose approval."""

from collections.abc import Sequence
from datetime import datetime

from documents.archive.retention import Minutes, approver_of
from documents.models import Berkas, RetentionKind, RetentionProposal, StoredFile
from documents.printing.paper import letterhead_of, paper_html, paper_pdf, signer_of
from documents.storing import keep_bytes
from organizations.capacity import Capacity

TEMPLATE = "documents/naskah/berita_acara_arsip.html"
TITLES = {
    RetentionKind.MOVE: "BERITA ACARA PEMINDAHAN ARSIP INAKTIF",
    RetentionKind.DESTROY: "BERITA ACARA PEMUSNAHAN ARSIP",
    RetentionKind.HAND_OVER: "BERITA ACARA PENYERAHAN ARSIP STATIS",
}


def minutes_html(proposal: RetentionProposal, berkas: Sequence[Berkas], said: Minutes, by: Capacity) -> str:
    """The paper as HTML. `proposal` with its office and who appraised and approved it."""
    title = TITLES[RetentionKind(proposal.kind)]
    context = {
        "title": title.capitalize(),
        "heading": title,
        "foot": f"{title.capitalize()} · {said.number}",
        "nomor": said.number,
        "proposal": proposal,
        "berkas": berkas,
        "said": said,
        "papers": sum(each.papers.count() for each in berkas),
        "letter_by": approver_of(berkas) if proposal.kind == RetentionKind.DESTROY else "",
        "signer": signer_of(by, proposal.office),
        "place_date": "",
    }
    return paper_html(TEMPLATE, letterhead_of(proposal.office), context)


def minutes_paper(
    proposal: RetentionProposal, berkas: Sequence[Berkas], said: Minutes, *, by: Capacity, at: datetime
) -> StoredFile:
    """The paper as a PDF that is kept. Outside any transaction: it is laid out."""
    content = paper_pdf(minutes_html(proposal, berkas, said, by))
    name = f"Berita acara {said.number}.pdf"
    return keep_bytes(content, name=name, office=proposal.office, by=by.user, at=at)
