"""What the record says, in Indonesian, of acts taken back, tasks that change hands, remarks and tasks put aside."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from organizations.templatetags.indonesia import tanggal

Data = Mapping[str, Any]


def withdrawn(data: Data) -> str:
    text = f"Menarik kembali tindakan pada langkah {data['step']} putaran {data['round']}"
    if data["answer"]:
        text += f", jawaban “{data['answer']}”"
    if "next" in data:
        again = f"langkah {data['step']} dibuka lagi, putaran {data['next']['round']}"
        return f"{text}; langkah {data['undone']} ditutup, {again}"
    return f"{text}; tugasnya terbuka lagi"


def released(data: Data) -> str:
    text = f"Melepas {data['title']} dari langkah {data['step']}: {data['reason']}"
    return f"{text}; langkahnya selesai, lanjut ke langkah {data['next']['step']}" if "next" in data else text


def moved(data: Data) -> str:
    return f"Mengalihkan tugas langkah {data['step']} dari {data['title']} ke {data['to_title']}: {data['reason']}"


def commented(data: Data) -> str:
    to = f" (kepada {', '.join(data['mentions'])})" if data["mentions"] else ""
    return f"Berkomentar{to}: {data['text']}"


def day_of(text: str) -> str:
    return tanggal(date.fromisoformat(text))


HAND_TEXTS: dict[str, Callable[[Data], str]] = {
    "act.withdrawn": withdrawn,
    "assignment.added": lambda data: (
        f"Mengikutkan {data['title']} dalam langkah {data['step']}: {data['reason']}"
    ),
    "assignment.snoozed": lambda data: f"Menunda tugas langkah {data['step']} sampai {day_of(data['until'])}",
    "assignment.woken": lambda data: f"Menampilkan lagi tugas langkah {data['step']} yang ditunda",
    "case.commented": commented,
    "assignment.released": released,
    "assignment.moved": moved,
}
