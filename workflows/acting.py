"""What a person brings to an act, checked against what the step asks (semantics: What acting asks). No queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from documents.models import StoredFile
from sops.document import Step
from workflows.errors import Incomplete
from workflows.joining import answer_named

MAX_NOTE = 4000
MAX_REASON = 500
MAKING = ("menyusun", "rapat")
# Papers say these words as they stand; pages translate them.
ATTENDANCE = {
    "hadir": gettext_noop("Hadir"),
    "diwakili": gettext_noop("Diwakili"),
    "tidak_hadir": gettext_noop("Tidak hadir"),
}


@dataclass(frozen=True)
class Act:
    """One act as it was filled in. Files are stored already; the action refers to them.

    `drafts` are papers that the product makes: for the step's output, for its missing kelengkapan (`drafts_missing`),
    and a receipt of what is handed over (`receipt`, None where none is wanted); each the kind with what was filled in.
    `copies` is how many were handed over. `chosen` names posts for columns whose wakil is dipilih, by column key;
    `from_outside` says that the paper acted on exists outside the system, `kelengkapan_outside` that what the step
    needs does; `outside_*` is what an outside party did, `returned_paper` the signature (its id) that the file brings
    back from there, `vouched` that a certificate in another name on it is the party's; `unsigned_reason`: why the case
    is filed without the signature of a party outside. `by_hand`: the papers of the step are signed with ink, `file` is
    their scan; `refusal`: why one does not sign them. `same_file`: `file` may be the older version once more.
    `return_to` is the order of a step that the SOP's kembali_ke allows; `again` are the posts that
    do their part of it anew where it is joint (None: all of them), `stands` says that what was finished in the step
    that is sent back is carried over when the case comes to it again.
    """

    answer: str = ""
    note: str = ""
    instructions: tuple[str, ...] = ()
    file: StoredFile | None = None
    text: str = ""
    attendance: str = ""
    receiver: str = ""
    received_date: date | None = None
    copies: int = 1
    drafts: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    drafts_missing: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    receipt: Mapping[str, Any] | None = None
    outside_party: str = ""
    outside_date: date | None = None
    kelengkapan_file: StoredFile | None = None
    kelengkapan_outside: bool = False
    from_outside: bool = False
    chosen: Mapping[str, Collection[int]] = field(default_factory=dict)
    by_hand: bool = False
    refusal: str = ""
    returned_paper: int | None = None
    vouched: bool = False
    unsigned_reason: str = ""
    same_file: bool = False
    mandate: tuple[str, ...] = ()  # what a Plt. or Plh. was warned of and went on (workflows.mandate)
    return_to: int | None = None
    again: Collection[int] | None = None
    stands: bool = False

    @property
    def details(self) -> dict[str, Any]:
        """What the tindakan asked, as the assignment keeps it."""
        pairs = {
            "instruksi": list(self.instructions),
            "kehadiran": self.attendance,
            "penerima": self.receiver,
            "tanggal_terima": self.received_date.isoformat() if self.received_date else "",
            "jumlah": self.copies if self.receiver and self.copies > 1 else 0,
            "pihak_luar": self.outside_party,
            "tanggal_pihak_luar": self.outside_date.isoformat() if self.outside_date else "",
            "kelengkapan_dari_luar": self.kelengkapan_outside,
            "dari_luar": self.from_outside,
            "menolak": self.refusal.strip(),
            "mandat": list(self.mandate),
        }
        return {key: value for key, value in pairs.items() if value}


def check_act(step: Step, act: Act, *, returns: bool) -> None:
    """Raise Incomplete where the act lacks what the step asks for, or answers what it does not offer."""
    if len(act.unsigned_reason) > MAX_REASON:
        raise Incomplete(
            "unsigned_reason", _("Alasan paling panjang %(most)s karakter.") % {"most": MAX_REASON}
        )
    if act.refusal and len(act.refusal) > MAX_NOTE:
        raise Incomplete("refusal", _("Alasan paling panjang %(most)s karakter.") % {"most": MAX_NOTE})
    if step.keputusan and not act.answer and not act.refusal and act.return_to is None:
        raise Incomplete("answer", _("Pilih salah satu jawaban."))
    if act.answer and answer_named(step, act.answer) is None:
        raise Incomplete("answer", _("“%(answer)s” bukan jawaban langkah ini.") % {"answer": act.answer[:40]})
    if returns and not (act.note.strip() or act.refusal.strip()):
        raise Incomplete(
            "note", _("Tuliskan alasan pengembalian, agar penerimanya tahu apa yang diperbaiki.")
        )
    if max(len(act.note), len(act.text)) > MAX_NOTE:
        raise Incomplete("note", _("Catatan paling panjang %(most)s karakter.") % {"most": MAX_NOTE})
    if returns:
        return
    if step.tindakan == "disposisi" and not any(text.strip() for text in (*act.instructions, act.text)):
        raise Incomplete("instructions", _("Pilih sedikitnya satu instruksi, atau tuliskan sendiri."))
    if step.tindakan == "rapat" and act.attendance not in ATTENDANCE:
        raise Incomplete("attendance", _("Nyatakan kehadiran dalam rapat."))
    if step.tindakan == "menyerahkan" and not (act.receiver.strip() and act.received_date):
        raise Incomplete("receiver", _("Isi kepada siapa dan kapan naskah diserahkan."))
    if act.outside_party and act.outside_party not in step.pihak_luar:
        raise Incomplete(
            "outside_party",
            _("“%(party)s” bukan pihak luar langkah ini.") % {"party": act.outside_party[:60]},
        )
    if act.outside_party and not act.outside_date:
        raise Incomplete("outside_date", _("Isi kapan pihak luar itu bertindak."))


def sent_back(act: Act) -> Act:
    """What of an act counts where it sends the case back: nothing is made here and nothing was handed over."""
    return replace(act, drafts=(), drafts_missing=(), receipt=None, receiver="", received_date=None, copies=1)


def instruction_text(act: Act) -> str:
    """The instruction as one text: the chosen phrases, then the free text."""
    return "; ".join(text.strip() for text in (*act.instructions, act.text) if text.strip())
