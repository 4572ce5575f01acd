"""What one looks for among one's own tasks. It is the address of the page, so that it can be kept and sent on. Where a
task may stand is asked in the same words of all that runs in an office (`workflows.presenting.running`)."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Self
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflows.models import Assignment, Cause

LONGEST = 100  # characters of a word that is looked for
STATES = {
    "lewat": _("Lewat batas"),
    "terlambat": _("Terlambat"),
    "segera": _("Segera jatuh tempo"),
    "berhenti": _("Waktunya berhenti"),
    "baru": _("Belum dibuka"),
    "kembali": _("Dikembalikan"),
}
KINDS = {
    "disposisi": pgettext_lazy("tindakan", "Disposisi"),
    "menyusun": pgettext_lazy("tindakan", "Menyusun"),
    "rapat": pgettext_lazy("tindakan", "Rapat"),
    "memeriksa": pgettext_lazy("tindakan", "Memeriksa"),
    "menandatangani": pgettext_lazy("tindakan", "Menandatangani"),
    "menyerahkan": pgettext_lazy("tindakan", "Menyerahkan"),
    "mengarsipkan": pgettext_lazy("tindakan", "Mengarsipkan"),
}


@dataclass(frozen=True)
class Sought:
    """A word (`q`), where the task stands (`keadaan`), what its step asks (`tindakan`), and the ids of the SOP and of
    the post; empty where it does not matter."""

    q: str = ""
    keadaan: str = ""
    tindakan: str = ""
    sop: str = ""
    jabatan: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """What an address asks; whatever makes no sense in it does not matter."""
        return cls(
            q=asked.get("q", "").replace("\0", "").strip()[:LONGEST],
            keadaan=known(asked.get("keadaan", ""), STATES),
            tindakan=known(asked.get("tindakan", ""), KINDS),
            sop=number(asked.get("sop", "")),
            jabatan=number(asked.get("jabatan", "")),
        )

    @classmethod
    def parsed(cls, query: str) -> Self:
        """The same from the part of an address behind its question mark."""
        return cls.of(dict(parse_qsl(query[:2000])))

    @property
    def query(self) -> str:
        """The part of an address behind its question mark; the same for the same question."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def among(self, tasks: "QuerySet[Assignment]", at: datetime) -> "QuerySet[Assignment]":
        """Those of these tasks that it asks for."""
        if self.q:
            tasks = tasks.filter(self.words())
        if self.keadaan:
            tasks = tasks.filter(state(self.keadaan, at))
        if self.tindakan:
            tasks = tasks.filter(run__step__tindakan=self.tindakan)
        if self.sop:
            tasks = tasks.filter(run__case__revision__sop=int(self.sop))
        return tasks.filter(post=int(self.jabatan)) if self.jabatan else tasks

    def words(self) -> Q:
        """The word in the title of the case, the step or the SOP; a number is that of the agenda too."""
        found = Q(run__case__title__icontains=self.q) | Q(run__step__kegiatan__icontains=self.q)
        found |= Q(run__case__revision__nama__icontains=self.q)
        is_agenda = self.q.isascii() and self.q.isdecimal() and len(self.q) < 9
        return found | Q(run__case__agenda_number=int(self.q)) if is_agenda else found


def state(keadaan: str, at: datetime) -> Q:
    """The condition on a task that stands so at that moment (as `workflows.presenting.due.state_of` says it)."""
    return {
        "lewat": Q(due_at__lt=at),
        "terlambat": Q(late_at__lt=at),
        "segera": Q(due_at__gte=at, remind_at__lte=at),
        "berhenti": Q(counted_from=None, remaining_minutes__isnull=False),
        "baru": Q(opened_at=None),
        "kembali": Q(run__cause=Cause.RETURN),
    }[keadaan]


def known(value: str, choices: Collection[str]) -> str:
    return value if value in choices else ""


def number(value: str) -> str:
    """An id, as the database can have one."""
    return value if value.isascii() and value.isdecimal() and len(value) < 19 else ""
