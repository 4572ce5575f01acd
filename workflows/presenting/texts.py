"""What a row of the record says, in the reader's language; the row itself keeps no words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from organizations.kewenangan import ACTS
from organizations.shown_texts import shown
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
        parts.append(_(ATTENDANCE[details["kehadiran"]]))
    if "penerima" in details:
        parts.append(
            _("diserahkan kepada %(penerima)s, %(day)s")
            % {"penerima": details["penerima"], "day": day_of(details, "tanggal_terima")}
        )
    if "pihak_luar" in details:
        told = {"party": details["pihak_luar"], "day": day_of(details, "tanggal_pihak_luar")}
        parts.append(_("%(party)s bertindak %(day)s") % told)
    if "kelengkapan_dari_luar" in details:
        parts.append(_("kelengkapan dari luar sistem"))
    if details.get("menolak"):
        parts.append(_("menolak menandatangani"))
    if "mandat" in details:
        what = _(" dan ").join(shown(ACTS[act]) for act in details["mandat"])
        parts.append(_("sebagai Plt. atau Plh. %(what)s, setelah diperingatkan") % {"what": what})
    if "dari_luar" in details:
        parts.append(_("naskah dari luar sistem"))
    parts += [str(details[LET_GO])] if LET_GO in details else []
    parts += [_("tugas dari %(dari)s") % details] if "dari" in details else []
    return parts


def day_of(details: Data, name: str) -> str:
    """A date of the details, as an office prints it."""
    return tanggal(date.fromisoformat(details[name]))


def started(data: Data) -> str:
    return _("Memulai kasus “%(title)s”, agenda %(agenda)s; langkah %(step)s dibuka") % data


def completed(data: Data) -> str:
    """An act. `signing` says how it signed (how_signed), where that is known."""
    verb = data.get("signing") or TINDAKAN_DONE[data["tindakan"]]
    if data["details"].get("menolak"):
        verb = _("Menolak menandatangani")
    elif data["tindakan"] == "menandatangani" and data.get("next", {}).get("cause") == "kembali":
        verb = pgettext("catatan", "Tidak menandatangani")
    parts = [
        _("%(verb)s pada langkah %(step)s putaran %(round)s")
        % {"verb": verb, "step": data["step"], "round": data["round"]}
    ]
    if data["round"] > 1:
        parts[0] += _(" (pengerjaan ulang)")
    if data["answer"]:
        parts.append(_("jawaban “%(answer)s”") % data)
    parts += details_of({**data["details"], "menolak": ""})
    if data["note"]:
        parts.append(_("catatan: %(note)s") % {"note": data["note"].rstrip(".")})
    if data["outputs"]:
        parts.append(_("naskah: %(papers)s") % {"papers": ", ".join(map(output_text, data["outputs"]))})
    if "next" in data:
        step = data["next"]
        how = {"kembali": _("dikembalikan ke"), "lompat": _("melompat ke")}.get(step["cause"], _("lanjut ke"))
        parts.append(
            _("%(how)s langkah %(step)s putaran %(round)s")
            % {"how": how, "step": step["step"], "round": step["round"]}
        )
    if data.get("stands"):
        parts.append(_("bagian yang sudah selesai di langkah ini tetap berlaku"))
    if data.get("again"):
        parts.append(parts_again(len(data["again"])))
    return "; ".join(parts)


def parts_again(count: int) -> str:
    """That not all do their part anew."""
    text = ngettext(
        "%(count)s jabatan mengulang bagiannya, bagian yang lain tetap",
        "%(count)s jabatan mengulang bagiannya, bagian yang lain tetap",
        count,
    )
    return text % {"count": count}


def output_text(output: Data) -> str:
    """A paper that an act made: which one, and which version."""
    return f"{output.get('label', output['name'])} v{output['version']}"


STAGES_TOLD = {
    "pengingat": gettext_lazy("mengingatkan"),
    "lewat_batas": gettext_lazy("memberitahukan batas waktu terlewati"),
    "terlambat": gettext_lazy("memberitahukan keterlambatan"),
    "eskalasi": gettext_lazy("meneruskan keterlambatan ke atasan berikutnya"),
}


def told(data: Data) -> str:
    parts = "; ".join(str(STAGES_TOLD[stage]) for stage in data["stages"])
    count = len(data["to"])
    text = ngettext("%(what)s (%(count)s pemberitahuan)", "%(what)s (%(count)s pemberitahuan)", count)
    return text % {"what": f"{parts[:1].upper()}{parts[1:]}", "count": count}


def rescheduled(data: Data) -> str:
    count = len(data["moved"])
    text = ngettext(
        "Menghitung ulang %(count)s batas waktu: %(reason)s",
        "Menghitung ulang %(count)s batas waktu: %(reason)s",
        count,
    )
    return text % {"count": count, "reason": data["reason"]}


HOW_SIGNED = {
    "internal": gettext_lazy("Menandatangani secara elektronik dengan sertifikat internal"),
    "latihan": gettext_lazy("Menandatangani sebagai latihan (tidak berlaku)"),
    "bsre": gettext_lazy("Menandatangani secara elektronik dengan sertifikat BSrE"),
    "pindaian": gettext_lazy("Menandatangani dengan tangan, dengan pindaiannya,"),
    "basah": gettext_lazy("Menyatakan telah menandatangani dengan tangan, tanpa pindaian,"),
}
ATTESTED = gettext_lazy("Menyatakan naskahnya sudah ditandatangani")  # a paper that the system does not know
PRESENT = gettext_lazy("Menyatakan hadir pada penandatanganan")


def how_signed(signatures: Iterable[Data], *, was_laid_down: bool) -> str:
    """How an act of a signing step signed, from the rows of its signatures; without any the post owed none, or the
    paper was never here."""
    kinds = {
        "pindaian" if data["way"] == "basah" and data.get("scan") else str(data["way"]) for data in signatures
    }
    found = [str(text) for kind, text in HOW_SIGNED.items() if kind in kinds]
    return "; ".join(found) or str(PRESENT if was_laid_down else ATTESTED)


WAYS = {
    "internal": gettext_lazy("dengan sertifikat internal"),
    "latihan": gettext_lazy("sebagai latihan, dengan kunci sekali pakai (tidak berlaku)"),
    "bsre": gettext_lazy("dengan sertifikat BSrE"),
    "basah": gettext_lazy("dengan tangan"),
    "luar": gettext_lazy("di luar sistem"),
}


def laid_down(data: Data) -> str:
    count = len(data["papers"])
    text = ngettext(
        "Menyiapkan %(count)s naskah untuk ditandatangani",
        "Menyiapkan %(count)s naskah untuk ditandatangani",
        count,
    )
    return text % {"count": count}


def signed(data: Data) -> str:
    verb = _("Mencatat tanda tangan pada") if data["way"] == "luar" else _("Menandatangani")
    text = f"{verb} “{data['title']}” {WAYS[data['way']]}"
    if data.get("note"):
        text = f"{text}. {data['note']}"
        return _("%(text)s Naskahnya lengkap ditandatangani.") % {"text": text} if data["complete"] else text
    return _("%(text)s; naskahnya lengkap ditandatangani") % {"text": text} if data["complete"] else text


TEXTS: dict[str, Callable[[Data], str]] = {
    **ARCHIVE_TEXTS,
    **HAND_TEXTS,
    "case.started": started,
    "assignment.completed": completed,
    "assignment.opened": lambda data: _("Membuka tugas untuk pertama kali"),
    "case.archived": lambda data: _("Kasus selesai di langkah %(last_step)s dan diarsipkan") % data,
    "case.suspended": lambda data: _("Menangguhkan kasus: %(reason)s") % data,
    "case.resumed": lambda data: _("Melanjutkan kasus"),
    "case.cancelled": lambda data: _("Membatalkan kasus: %(reason)s") % data,
    "case.subjects_added": lambda data: (
        _("Menambah Perjanjian Kinerja: %(posts)s") % {"posts": ", ".join(data["posts"])}
    ),
    "assignment.told": told,
    "case.rescheduled": rescheduled,
    "case.waits_outside": lambda data: _("Menunggu pihak luar: %(reason)s") % data,
    "case.goes_on": lambda data: _("Pihak luar sudah menjawab; waktu berjalan lagi"),
    "papers.brought": lambda data: _("Membawa naskah untuk ditandatangani di langkah %(step)s") % data,
    "papers.laid_down": laid_down,
    "paper.signed": signed,
    "paper.scanned": lambda data: _("Mengunggah pindaian “%(title)s”") % data,
    "paper.refused": lambda data: _("Menolak menandatangani “%(title)s”: %(reason)s") % data,
    "paper.filed_unsigned": lambda d: _("“%(title)s” diarsipkan tanpa tanda tangan %(who)s: %(reason)s") % d,
    "paper.void": lambda data: _("“%(title)s” batal: %(reason)s") % data,
    "case.inspected": lambda data: _("Melihat kasus ini sebagai inspektur"),
}


def text_of(action: str, data: Data) -> str:
    """The sentence of a row."""
    return TEXTS[action](data) if action in TEXTS else action
