"""What a paper's form starts with: an earlier paper of the case, else what the case and its SOP already say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import override

from documents.models import Naskah
from documents.naskah.kinds import MEETING, MEETINGS
from organizations.models import Office
from sops.definition import Definition
from sops.document import Step
from workflows.models import Case, Output
from workflows.naskah_facts import place_of, reported_pks

DRAFT_WORDS = ("draf", "draft", "konsep", "rancangan", "naskah", "sk", "yang sudah ditandatangani")


class Initial:
    """The values with which the forms of one step start. `seats` are the titles of the posts that act."""

    def __init__(
        self, case: Case, office: Office, written: Definition, step: Step, at: datetime, seats: Sequence[str]
    ) -> None:
        self.case, self.office, self.written = case, office, written
        self.step, self.at, self.seats = step, at, list(seats)
        # Newest first: a paper that was sent back is corrected, not written again.
        of_case = Output.objects.filter(case=case, naskah=OuterRef("pk"))
        self.earlier = list(Naskah.objects.filter(Exists(of_case)).defer("facts").order_by("-id"))

    def of(self, kind: str) -> dict[str, Any]:
        """The values for one kind."""
        before = next((naskah.values for naskah in self.earlier if naskah.kind == kind), None)
        if before is not None:
            return dict(before)
        found: dict[str, Any] = {"tempat": place_of(self.office)} if kind not in MEETINGS else self.meeting()
        own = {
            "undangan": self.undangan,
            "notulen": self.notulen,
            "sk_tim": self.sk_tim,
            "surat_pengantar": self.surat_pengantar,
            "format_realisasi": self.quarter,
            "laporan_capaian": self.quarter,
        }.get(kind)
        return found | own() if own else found

    def meeting(self) -> dict[str, Any]:
        """When, where and what about, as another paper of the same meeting has it."""
        other: dict[str, Any] = next((n.values for n in self.earlier if n.kind in MEETINGS), {})
        found = {field.name: other[field.name] for field in MEETING if other.get(field.name)}
        return {"acara": self.case.title} | found

    def undangan(self) -> dict[str, Any]:
        return {"kepada": self.seats}

    def notulen(self) -> dict[str, Any]:
        leader = self.office.head.title if self.office.head else ""
        return {"pimpinan": leader if leader in self.seats else "", "peserta": self.seats}

    def sk_tim(self) -> dict[str, Any]:
        """The subject from the name of the paper, the laws from the SOP."""
        words = " ".join(self.step.output.split())
        for word in DRAFT_WORDS:
            lower = words.casefold()
            if lower.startswith(f"{word} "):
                words = words[len(word) + 1 :]
            elif lower.endswith(f" {word}"):
                words = words[: -len(word) - 1]
        subject = f"{words or self.case.title} Tahun {self.case.year}"
        return {
            "tentang": subject,
            "mengingat": list(self.written.document.dasar_hukum),
            "diktum": [
                f"Membentuk {subject} dengan susunan sebagaimana tercantum dalam lampiran keputusan ini.",
                "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
            ],
        }

    @override("id")  # a paper is Indonesian, whoever drafts it
    def surat_pengantar(self) -> dict[str, Any]:
        """To the outside party that the SOP names, with what the case sends."""
        parties = [party for step in self.written.steps for party in step.pihak_luar]
        pks = reported_pks(self.case)
        rows = [
            {
                "naskah": f"{pk.get_kind_display()} {pk.pihak_pertama.title} Tahun {pk.year}",
                "banyaknya": "1 berkas",
                "keterangan": "",
            }
            for pk in pks
            if self.case.pk_kind
        ]
        report = next((naskah for naskah in self.earlier if naskah.kind == "laporan_capaian"), None)
        if report:
            rows.append(
                {
                    "naskah": f"Laporan capaian kinerja tahun {self.case.year}",
                    "banyaknya": "1 berkas",
                    "keterangan": "",
                }
            )
        return {
            "kepada": f"Kepala {parties[-1]}" if parties else "",
            "di": place_of(self.office),
            "isi": rows,
        }

    def quarter(self) -> dict[str, Any]:
        """The quarter of another paper of the case, else the last one that is over."""
        other = next(
            (naskah.values["triwulan"] for naskah in self.earlier if naskah.values.get("triwulan")), ""
        )
        if other:
            return {"triwulan": other}
        today = self.at.astimezone(self.office.zone).date()
        over = 4 if today.year > self.case.year else max(1, (today.month - 1) // 3)
        return {"triwulan": str(over)}
