"""What a case gives to the papers that its steps make, so that nobody types it (documents.naskah.context names it)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.capaian_paper import capaian_paper_of
from documents.models import Naskah, PerjanjianKinerja
from documents.naskah.kinds import KINDS
from documents.pk_paper import pk_papers_of
from documents.pk_rows import contents_of
from documents.printing.paper import Signer, full_title, signer_of
from organizations.capacity import Capacity, holder
from organizations.models import Office
from sops.document import Step
from workflows.acting import ATTENDANCE, Act
from workflows.errors import Incomplete
from workflows.models import Assignment, AssignmentStatus, Case, StepRun

REGION = re.compile(r"^pemerintah\s+(daerah\s+)?(provinsi|kabupaten|kota)?\s*", re.IGNORECASE)


def place_of(office: Office) -> str:
    """Where the office writes from: its region without what kind of region it is."""
    return REGION.sub("", office.government.name).strip() or office.government.name


def head_signer(office: Office, at: datetime) -> Signer:
    """The block of the office's head, or of whoever acts for it; a vacant post has no name."""
    if office.head is None:
        return Signer(f"Kepala {office.name}")
    found = holder(office.head, at)
    return signer_of(found, office) if found else Signer(full_title(office.head.title, office.name))


def reported_pks(case: Case) -> list[PerjanjianKinerja]:
    """The Perjanjian Kinerja that a case is about: those that it makes, else all of its office and year that stand.

    Of a PK and what changes it the newest that was written counts.
    """
    pks = (
        case.subjects.all()
        if case.pk_kind
        else PerjanjianKinerja.objects.filter(office=case.office_id, year=case.year, version__gt=0)
    )
    found = list(
        pks.select_related("office__government", "pihak_pertama", "pihak_kedua", "changes").order_by("id")
    )
    if case.pk_kind:
        return found
    changed = {pk.changes_id for pk in found}
    return [pk for pk in found if pk.pk not in changed]


@dataclass(frozen=True)
class Facts:
    """The facts for the papers of one act."""

    case: Case
    run: StepRun
    step: Step
    by: Capacity
    at: datetime
    act: Act
    following: StepRun | None = None
    one_each: bool = False

    def of(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """All that the template prints beside what was filled in. Raises Incomplete where it is not there."""
        found = self.common(kind)
        own = {
            "disposisi": self.disposisi,
            "daftar_hadir": self.daftar_hadir,
            "tanda_terima": self.tanda_terima,
        }.get(kind)
        if own:
            found |= own()
        if KINDS[kind].asks_pk:
            pks = self.written_pks(kind)
            with override("id"):  # a paper is Indonesian, whoever makes it
                found["pk"] = [paper.to_json() for paper in pk_papers_of(pks, contents_of(pks), self.at)]
            found["pk_ids"] = [pk.pk for pk in pks]
        if KINDS[kind].asks_capaian:
            found["capaian"] = self.capaian(kind, values)
        return found

    @cached_property
    def head(self) -> Signer:
        """The block of the office's head."""
        return head_signer(self.case.office, self.at)

    def common(self, kind: str) -> dict[str, Any]:
        """What any paper of the case may print. What was said in a meeting is signed by whoever wrote it down."""
        letter = self.case.letter
        signing = self.step.tindakan == "menandatangani" or kind == "notulen"
        signer = signer_of(self.by, self.case.office) if signing else self.head
        return {
            "perihal": self.case.title,
            "agenda": self.case.agenda,
            "tahun": self.case.year,
            "tempat": place_of(self.case.office),
            "penandatangan": signer.__dict__,
            "surat": {
                "dari": letter.sender,
                "nomor": letter.number,
                "tanggal": letter.letter_date.isoformat() if letter.letter_date else "",
                "diterima": letter.received_date.isoformat() if letter.received_date else "",
                "hal": letter.hal,
            }
            if letter
            else None,
        }

    @property
    def today(self) -> str:
        return self.at.astimezone(self.case.office.zone).date().isoformat()

    def disposisi(self) -> dict[str, Any]:
        """Who passes the matter on, to whom, with what instructions, and what was passed on before."""
        return {
            "dari": signer_of(self.by, self.case.office).__dict__,
            "kepada": self.recipients(),
            "instruksi": [text.strip() for text in self.act.instructions],
            "catatan": self.act.text.strip(),
            "tanggal": self.today,
            "rantai": self.chain(),
        }

    def recipients(self) -> list[str]:
        """The posts that act next, once that is known."""
        if self.following is None:
            return []
        seats = Assignment.objects.filter(run=self.following).select_related("post").order_by("id")
        return list(dict.fromkeys(seat.post.title for seat in seats))

    def chain(self) -> list[dict[str, Any]]:
        """The disposisi that the case has had so far, under the same agenda number."""
        earlier = Naskah.objects.filter(outputs__case=self.case, kind="disposisi").order_by("id").distinct()
        names = ("dari", "kepada", "instruksi", "catatan", "tanggal")
        return [{name: naskah.facts.get(name) for name in names} for naskah in earlier]

    def daftar_hadir(self) -> dict[str, Any]:
        """Who was there, by the acts of the step."""
        seats = Assignment.objects.filter(run=self.run, status=AssignmentStatus.DONE).select_related(
            "post", "acted_by"
        )
        return {
            "hadir": [
                {
                    "jabatan": seat.post.title,
                    "nama": seat.acted_by.name if seat.acted_by else "",
                    "kehadiran": ATTENDANCE.get(seat.details.get("kehadiran", ""), ""),
                }
                for seat in seats.order_by("id")
            ]
        }

    def tanda_terima(self) -> dict[str, Any]:
        """What was handed over, to whom, when, how many, by whom."""
        return {
            "naskah": [self.step.output or self.step.paper],
            "kepada": self.act.receiver.strip(),
            "jumlah": self.act.copies,
            "tanggal": self.act.received_date.isoformat() if self.act.received_date else "",
            "oleh": signer_of(self.by, self.case.office).__dict__,
        }

    def written_pks(self, kind: str) -> list[PerjanjianKinerja]:
        """The Perjanjian Kinerja of the case that are written. Raises Incomplete where one is not: a paper that
        leaves somebody out would be taken for the whole."""
        pks = self.own(reported_pks(self.case))
        lacking = [pk.pihak_pertama.title for pk in pks if not pk.version]
        if lacking and kind == "perjanjian_kinerja":
            posts = ", ".join(lacking)
            message = _(
                "Perjanjian Kinerja %(posts)s belum diisi: isi lebih dulu, atau unggah berkasnya."
            ) % {"posts": posts}
            raise Incomplete("cara", message)
        written = [pk for pk in pks if pk.version]
        if not written:
            message = _(
                "Perjanjian Kinerja kasus ini belum diisi: buka dan isi lebih dulu, lalu kembali ke sini."
            )
            raise Incomplete("cara", message)
        return written

    def own(self, pks: list[PerjanjianKinerja]) -> list[PerjanjianKinerja]:
        """Those in which a post that makes a paper of its own is a party; all of them in any other step."""
        post = self.by.post
        # A post that drafts alone drafts for all.
        if not self.one_each or post is None or Assignment.objects.filter(run=self.run).count() == 1:
            return pks
        found = [pk for pk in pks if post.pk in pk.parties]
        if not found:
            message = _("%(post)s bukan pihak dalam Perjanjian Kinerja kasus ini: unggah naskahnya.") % {
                "post": post.title
            }
            raise Incomplete("cara", message)
        return found

    def capaian(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The capaian of the quarter, or the empty form for it. Raises Incomplete where there is no PK."""
        pks = [pk for pk in reported_pks(self.case) if pk.version]
        if not pks:
            message = _("Belum ada Perjanjian Kinerja tahun %(year)s yang terisi di kantor ini.") % {
                "year": self.case.year
            }
            raise Incomplete("cara", message)
        blank, quarter = kind == "format_realisasi", int(values.get("triwulan") or 1)
        with override("id"):
            paper = capaian_paper_of(self.case.office, pks, self.case.year, quarter, self.at, blank=blank)
        return paper.to_json()
