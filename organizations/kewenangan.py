"""What a Plt. or Plh. may do beside routine work: `kewenangan_pelaksana` of the office file. No Django.

Both act by mandate, for routine tasks only; strategic decisions that change the standing of organization, staff or
budget are not among them (UU 30/2014 pasal 14). What that means for an office's own acts is the office's choice.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from activity.words import _
from organizations.yaml_reader import Fields

STRATEGIC, SIGNS_PK, SETS_SOP = "strategis", "pk", "sop"
ALLOWED, WARNED, REFUSED = "boleh", "peringatan", "tolak"
CHOICES = {
    ALLOWED: "boleh",
    WARNED: "boleh, dengan peringatan yang tercatat",
    REFUSED: "tidak boleh",
}
USUAL = {STRATEGIC: WARNED, SIGNS_PK: WARNED, SETS_SOP: REFUSED}
LABELS = {
    STRATEGIC: "Mengerjakan langkah strategis",
    SIGNS_PK: "Menandatangani Perjanjian Kinerja",
    SETS_SOP: "Menetapkan SOP",
}
ACTS = {
    STRATEGIC: "mengerjakan langkah strategis",
    SIGNS_PK: "menandatangani Perjanjian Kinerja",
    SETS_SOP: "menetapkan SOP",
}
MANDATED = ("plt", "plh")  # a Pj. holds the full powers of the post
BASIS = "mandat untuk tugas rutin, UU 30/2014 pasal 14"


def choice_of(choices: Mapping[str, str], act: str) -> str:
    """What the office says of an act, the usual where it says nothing."""
    return choices.get(act, USUAL[act])


def mandate(choices: Mapping[str, str], kind: str, acts: Iterable[str]) -> tuple[str, list[str]]:
    """Why who acts in a capacity of this kind may not do these acts, and which of them they are warned of.

    The reason is empty where they may.
    """
    if kind not in MANDATED:
        return "", []
    said = {act: choice_of(choices, act) for act in acts}
    refused = [act for act, choice in said.items() if choice == REFUSED]
    warned = [act for act, choice in said.items() if choice == WARNED]
    return (refusal_text(refused) if refused else ""), warned


def refusal_text(acts: Collection[str]) -> str:
    """Why not, and who can change that."""
    return _(
        "Kantor ini tidak membolehkan Plt. atau Plh. %(acts)s (%(basis)s). Admin kantor dapat mengubahnya di "
        "halaman Kewenangan Plt. dan Plh."
    ) % {"acts": _(" atau ").join(_(ACTS[act]) for act in acts), "basis": _(BASIS)}


def warning_text(acts: Collection[str]) -> str:
    """What is told before an act that the office allows with a warning."""
    return _(
        "Anda bertindak sebagai Plt. atau Plh.: pastikan %(acts)s termasuk mandat Anda (%(basis)s). Bila Anda "
        "melanjutkan, peringatan ini tercatat bersama tindakan Anda."
    ) % {"acts": _(" dan ").join(_(ACTS[act]) for act in acts), "basis": _(BASIS)}


def read_kewenangan(top: Fields) -> dict[str, str] | None:
    """The office's choices; None where the file does not say."""
    inner = top.mapping("kewenangan_pelaksana")
    if inner is None:
        return None
    found = {act: inner.text(act, choices=tuple(CHOICES)) for act in USUAL}
    inner.done()
    return {act: choice for act, choice in found.items() if choice}


def kewenangan_tree(choices: Mapping[str, Any]) -> dict[str, Any]:
    """The choices in one order, for the file."""
    return {act: choices[act] for act in USUAL if act in choices}
