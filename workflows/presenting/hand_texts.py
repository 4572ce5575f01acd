"""What the record says of acts taken back, tasks that change hands, remarks and tasks put aside."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from organizations.templatetags.indonesia import tanggal

Data = Mapping[str, Any]


def withdrawn(data: Data) -> str:
    text = _("Menarik kembali tindakan pada langkah %(step)s putaran %(round)s") % data
    if data["answer"]:
        text += _(", jawaban “%(answer)s”") % data
    if "next" in data:
        again = _("langkah %(step)s dibuka lagi, putaran %(next_round)s") % {
            "step": data["step"],
            "next_round": data["next"]["round"],
        }
        return _("%(text)s; langkah %(undone)s ditutup, %(again)s") % {
            "text": text,
            "undone": data["undone"],
            "again": again,
        }
    return _("%(text)s; tugasnya terbuka lagi") % {"text": text}


def released(data: Data) -> str:
    text = _("Melepas %(title)s dari langkah %(step)s: %(reason)s") % data
    return (
        _("%(text)s; langkahnya selesai, lanjut ke langkah %(next_step)s")
        % {"text": text, "next_step": data["next"]["step"]}
        if "next" in data
        else text
    )


def moved(data: Data) -> str:
    return _("Mengalihkan tugas langkah %(step)s dari %(title)s ke %(to_title)s: %(reason)s") % data


def commented(data: Data) -> str:
    to = _(" (kepada %(posts)s)") % {"posts": ", ".join(data["mentions"])} if data["mentions"] else ""
    return _("Berkomentar%(to)s: %(text)s") % {"to": to, "text": data["text"]}


def day_of(text: str) -> str:
    return tanggal(date.fromisoformat(text))


HAND_TEXTS: dict[str, Callable[[Data], str]] = {
    "act.withdrawn": withdrawn,
    "assignment.added": lambda data: _("Mengikutkan %(title)s dalam langkah %(step)s: %(reason)s") % data,
    "assignment.snoozed": lambda data: (
        _("Menunda tugas langkah %(step)s sampai %(day)s")
        % {"step": data["step"], "day": day_of(data["until"])}
    ),
    "assignment.woken": lambda data: _("Menampilkan lagi tugas langkah %(step)s yang ditunda") % data,
    "case.commented": commented,
    "assignment.released": released,
    "assignment.moved": moved,
}
