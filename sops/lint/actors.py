"""Remarks on who is named in the text of a step and who acts by its columns. No Django."""

import re
from collections.abc import Iterator

from activity.words import _
from sops.document import SopDocument, Step
from sops.lint.remark import Remark, of_step

# Officials to whom the texts of SOPs hand work, in the ways in which one of them is written.
OFFICIALS = {
    "sekretaris": r"sekretaris(?!\s+daerah)|sekdis",
    "kasubag": r"kasubb?ag|kepala\s+sub\.?\s*bagian",
    "kasubid": r"kasubb?id|kepala\s+sub\.?\s*bidang",
    "kabag": r"kabag|kepala\s+bagian",
    "kabid": r"kabid|kepala\s+bidang",
    "kasi": r"kasie?|kepala\s+seksi",
    "subkoordinator": r"sub\.?\s*-?\s*koordinator",
    "staf": r"staff?|jfu|jabatan\s+fungsional\s+umum",
    "bendahara": r"bendahara",
    "arsiparis": r"arsiparis",
    "operator": r"operator",
}
PATTERNS = {name: re.compile(rf"\b(?:{text})\b", re.IGNORECASE) for name, text in OFFICIALS.items()}
HANDS_OVER = re.compile(
    r"\b(?:kepada|ke|oleh|melalui|cq|bersama|memerintahkan|menugaskan|menginstruksikan|mengundang|meminta)\b",
    re.IGNORECASE,
)
# A verb of activity ends the subject of the sentence: "Sekretaris melalui Kasubag | mengantarkan …".
VERB = re.compile(
    r"\b(?!melalui\b|bersama\b|dinas\b)(?:me[a-z]{3,}|ber[a-z]{3,}|di[a-z]{4,})\b", re.IGNORECASE
)


def subject_of(step: Step) -> str:
    """The words before the verb; empty where the text begins with it, as it should, or has none."""
    verb = VERB.search(step.kegiatan)
    return step.kegiatan[: verb.start()] if verb else ""


def officials_of_columns(document: SopDocument) -> dict[str, set[str]]:
    """The officials that each column means, by its key: "Staf/JFU" means one, "Kabid dan Kasi" two."""
    return {
        column.key: {name for name, pattern in PATTERNS.items() if pattern.search(column.nama)}
        for column in document.pelaksana
    }


def official_not_a_column(document: SopDocument) -> Iterator[Remark]:
    """The text hands over to an official, or lets one act, who is no column."""
    known = set().union(*officials_of_columns(document).values())
    for step in document.prosedur:
        strangers: dict[str, str] = {}
        for text in (subject_of(step), *handed_over(step)):
            for name, pattern in PATTERNS.items():
                found = pattern.search(text)
                if found and name not in known and not is_outside(step, text, found):
                    strangers.setdefault(name, found[0])
        for mention in strangers.values():
            yield Remark(
                "pejabat-bukan-kolom",
                (of_step(step, "kegiatan"),),
                _(
                    "“%(mention)s” disebut, tetapi bukan kolom pelaksana; tambahkan kolomnya, sebut pelaksana "
                    "yang benar, atau tulis sebagai pihak luar"
                )
                % {"mention": mention},
                f"{mention} {step.kegiatan}",
            )


def handed_over(step: Step) -> Iterator[str]:
    """What follows the first word of handing over, in each part of the text."""
    text = re.sub(r"\bcq\.", "cq", step.kegiatan, flags=re.IGNORECASE)
    for clause in re.split(r"[.;]\s", text):
        found = HANDS_OVER.search(clause)
        if found:
            yield clause[found.end() :]


def is_outside(step: Step, text: str, found: re.Match[str]) -> bool:
    """Whether the official is one of the outside parties: "Kabag Organisasi" of "Bagian Organisasi"."""
    after = text[found.end() :].split()[:1]
    words = [found[0].casefold(), *(word.strip(",.").casefold() for word in after)]
    parties = " ".join(step.pihak_luar).casefold().split()
    return any(word in parties for word in words)


def actor_unmarked(document: SopDocument) -> Iterator[Remark]:
    """The text begins with an official who acts along, and has a column, but no mark: "Sekretaris melalui Kasubag"."""
    officials = officials_of_columns(document)
    for step in document.prosedur:
        subject = subject_of(step)
        marked = set().union(*(officials[key] for key in step.pelaksana))
        for name, pattern in PATTERNS.items():
            found = pattern.search(subject)
            if found and name not in marked and any(name in known for known in officials.values()):
                yield Remark(
                    "pelaku-tanpa-tanda",
                    (of_step(step, "pelaksana"),),
                    _(
                        "uraiannya menyebut “%(mention)s” ikut bertindak, tetapi kolomnya tidak bertanda; "
                        "tandai kolomnya, atau jadikan langkah tersendiri"
                    )
                    % {"mention": found[0]},
                    f"{found[0]} {step.kegiatan}",
                )


def actor_repeated(document: SopDocument) -> Iterator[Remark]:
    """The text begins with the actor whose column is marked (Permenpan RB 35/2012: the executor is not repeated)."""
    for step in document.prosedur:
        names = [document.column(key).nama.casefold() for key in step.pelaksana]
        if any(step.kegiatan.casefold().startswith(name) for name in names):
            yield Remark(
                "pelaksana-diulang",
                (of_step(step, "kegiatan"),),
                _(
                    "uraian mengulang nama pelaksana yang sudah tampak dari kolomnya; mulailah dengan kata "
                    "kerja"
                ),
                step.kegiatan,
            )
