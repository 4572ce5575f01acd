"""What a row of the record says, in Indonesian."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from organizations.kewenangan import ACTS
from organizations.templatetags.indonesia import tanggal
from workflows.acting import ATTENDANCE
from workflows.carrying import LET_GO
from workflows.presenting.archive_texts import ARCHIVE_TEXTS
from workflows.presenting.hand_texts import HAND_TEXTS
from workflows.presenting.words import TINDAKAN_DONE

Data = Mapping[str, Any]


def details_of(details: Data) -> list[str]:
    """What the tindakan asked, said: attendance, receipt, pihak luar. Instructions stand in their paper."""
    parts = []
    if "kehadiran" in details:
        parts.append(ATTENDANCE[details["kehadiran"]])
    if "penerima" in details:
        parts.append(f"diserahkan kepada {details['penerima']}, {day_of(details, 'tanggal_terima')}")
    if "pihak_luar" in details:
        parts.append(f"{details['pihak_luar']} bertindak {day_of(details, 'tanggal_pihak_luar')}")
    if "kelengkapan_dari_luar" in details:
        parts.append("kelengkapan dari luar sistem")
    if details.get("menolak"):
        parts.append("menolak menandatangani")
    if "mandat" in details:
        what = " dan ".join(ACTS[act] for act in details["mandat"])
        parts.append(f"sebagai Plt. atau Plh. {what}, setelah diperingatkan")
    if "dari_luar" in details:
        parts.append("naskah dari luar sistem")
    parts += [str(details[LET_GO])] if LET_GO in details else []
    parts += [f"tugas dari {details['dari']}"] if "dari" in details else []
    return parts


def day_of(details: Data, name: str) -> str:
    """A date of the details, as an office prints it."""
    return tanggal(date.fromisoformat(details[name]))


def started(data: Data) -> str:
    return f"Memulai kasus “{data['title']}”, agenda {data['agenda']}; langkah {data['step']} dibuka"


def completed(data: Data) -> str:
    """An act. `signing` says how it signed (how_signed), where that is known."""
    verb = data.get("signing") or TINDAKAN_DONE[data["tindakan"]]
    if data["details"].get("menolak"):
        verb = "Menolak menandatangani"
    elif data["tindakan"] == "menandatangani" and data.get("next", {}).get("cause") == "kembali":
        verb = "Tidak menandatangani"
    parts = [f"{verb} pada langkah {data['step']} putaran {data['round']}"]
    if data["round"] > 1:
        parts[0] += " (pengerjaan ulang)"
    if data["answer"]:
        parts.append(f"jawaban “{data['answer']}”")
    parts += details_of({**data["details"], "menolak": ""})
    if data["note"]:
        parts.append(f"catatan: {data['note'].rstrip('.')}")
    if data["outputs"]:
        parts.append(f"naskah: {', '.join(map(output_text, data['outputs']))}")
    if "next" in data:
        step = data["next"]
        how = {"kembali": "dikembalikan ke", "lompat": "melompat ke"}.get(step["cause"], "lanjut ke")
        parts.append(f"{how} langkah {step['step']} putaran {step['round']}")
    if data.get("stands"):
        parts.append("bagian yang sudah selesai di langkah ini tetap berlaku")
    if data.get("again"):
        parts.append(f"{len(data['again'])} jabatan mengulang bagiannya, bagian yang lain tetap")
    return "; ".join(parts)


def output_text(output: Data) -> str:
    """A paper that an act made: which one, and which version."""
    return f"{output.get('label', output['name'])} v{output['version']}"


STAGES_TOLD = {
    "pengingat": "mengingatkan",
    "lewat_batas": "memberitahukan batas waktu terlewati",
    "terlambat": "memberitahukan keterlambatan",
    "eskalasi": "meneruskan keterlambatan ke atasan berikutnya",
}


def told(data: Data) -> str:
    parts = "; ".join(STAGES_TOLD[stage] for stage in data["stages"])
    return f"{parts[:1].upper()}{parts[1:]} ({len(data['to'])} pemberitahuan)"


def rescheduled(data: Data) -> str:
    return f"Menghitung ulang {len(data['moved'])} batas waktu: {data['reason']}"


HOW_SIGNED = {
    "internal": "Menandatangani secara elektronik dengan sertifikat internal",
    "latihan": "Menandatangani sebagai latihan (tidak berlaku)",
    "bsre": "Menandatangani secara elektronik dengan sertifikat BSrE",
    "pindaian": "Menandatangani dengan tangan, dengan pindaiannya,",
    "basah": "Menyatakan telah menandatangani dengan tangan, tanpa pindaian,",
}
ATTESTED = "Menyatakan naskahnya sudah ditandatangani"  # a paper that the system does not know
PRESENT = "Menyatakan hadir pada penandatanganan"


def how_signed(signatures: Iterable[Data], *, was_laid_down: bool) -> str:
    """How an act of a signing step signed, from the rows of its signatures; without any the post owed none, or the
    paper was never here."""
    kinds = {
        "pindaian" if data["way"] == "basah" and data.get("scan") else str(data["way"]) for data in signatures
    }
    found = [text for kind, text in HOW_SIGNED.items() if kind in kinds]
    return "; ".join(found) or (PRESENT if was_laid_down else ATTESTED)


WAYS = {
    "internal": "dengan sertifikat internal",
    "latihan": "sebagai latihan, dengan kunci sekali pakai (tidak berlaku)",
    "bsre": "dengan sertifikat BSrE",
    "basah": "dengan tangan",
    "luar": "di luar sistem",
}


def signed(data: Data) -> str:
    verb = "Mencatat tanda tangan pada" if data["way"] == "luar" else "Menandatangani"
    text = f"{verb} “{data['title']}” {WAYS[data['way']]}"
    if data.get("note"):
        text = f"{text}. {data['note']}"
        return f"{text} Naskahnya lengkap ditandatangani." if data["complete"] else text
    return f"{text}; naskahnya lengkap ditandatangani" if data["complete"] else text


TEXTS: dict[str, Callable[[Data], str]] = {
    **ARCHIVE_TEXTS,
    **HAND_TEXTS,
    "case.started": started,
    "assignment.completed": completed,
    "assignment.opened": lambda data: "Membuka tugas untuk pertama kali",
    "case.archived": lambda data: f"Kasus selesai di langkah {data['last_step']} dan diarsipkan",
    "case.suspended": lambda data: f"Menangguhkan kasus: {data['reason']}",
    "case.resumed": lambda data: "Melanjutkan kasus",
    "case.cancelled": lambda data: f"Membatalkan kasus: {data['reason']}",
    "case.subjects_added": lambda data: f"Menambah Perjanjian Kinerja: {', '.join(data['posts'])}",
    "assignment.told": told,
    "case.rescheduled": rescheduled,
    "case.waits_outside": lambda data: f"Menunggu pihak luar: {data['reason']}",
    "case.goes_on": lambda data: "Pihak luar sudah menjawab; waktu berjalan lagi",
    "papers.brought": lambda data: f"Membawa naskah untuk ditandatangani di langkah {data['step']}",
    "papers.laid_down": lambda data: f"Menyiapkan {len(data['papers'])} naskah untuk ditandatangani",
    "paper.signed": signed,
    "paper.scanned": lambda data: f"Mengunggah pindaian “{data['title']}”",
    "paper.refused": lambda data: f"Menolak menandatangani “{data['title']}”: {data['reason']}",
    "paper.filed_unsigned": lambda d: (
        f"“{d['title']}” diarsipkan tanpa tanda tangan {d['who']}: {d['reason']}"
    ),
    "paper.void": lambda data: f"“{data['title']}” batal: {data['reason']}",
    "case.inspected": lambda data: "Melihat kasus ini sebagai inspektur",
}


def text_of(action: str, data: Data) -> str:
    """The sentence of a row."""
    return TEXTS[action](data) if action in TEXTS else action
