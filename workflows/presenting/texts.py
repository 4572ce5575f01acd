"""What a row of the record says, in Indonesian."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.presenting.words import TINDAKAN_DONE

Data = Mapping[str, Any]


def started(data: Data) -> str:
    return f"Memulai kasus “{data['title']}”, agenda {data['agenda']}; langkah {data['step']} dibuka"


def completed(data: Data) -> str:
    parts = [f"{TINDAKAN_DONE[data['tindakan']]} pada langkah {data['step']} putaran {data['round']}"]
    if data["answer"]:
        parts.append(f"jawaban “{data['answer']}”")
    if data["note"]:
        parts.append(f"catatan: {data['note'].rstrip('.')}")
    outputs = ", ".join(f"{output['name']} v{output['version']}" for output in data["outputs"])
    if outputs:
        parts.append(f"naskah: {outputs}")
    if "next" in data:
        step = data["next"]
        how = {"kembali": "dikembalikan ke", "lompat": "melompat ke"}.get(step["cause"], "lanjut ke")
        parts.append(f"{how} langkah {step['step']} putaran {step['round']}")
    return "; ".join(parts)


TEXTS: dict[str, Callable[[Data], str]] = {
    "case.started": started,
    "assignment.completed": completed,
    "assignment.opened": lambda data: "Membuka tugas untuk pertama kali",
    "case.archived": lambda data: f"Kasus selesai di langkah {data['last_step']} dan diarsipkan",
    "case.suspended": lambda data: f"Menangguhkan kasus: {data['reason']}",
    "case.resumed": lambda data: "Melanjutkan kasus",
    "case.cancelled": lambda data: f"Membatalkan kasus: {data['reason']}",
    "case.subjects_added": lambda data: f"Menambah Perjanjian Kinerja: {', '.join(data['posts'])}",
    "case.inspected": lambda data: "Melihat kasus ini sebagai inspektur",
}


def text_of(action: str, data: Data) -> str:
    """The sentence of a row."""
    return TEXTS[action](data) if action in TEXTS else action
