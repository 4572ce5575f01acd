"""The scale of capaian as an office writes it: a step a line, from the highest down. Pure, no Django."""

from collections.abc import Mapping, Sequence

from activity.words import _
from documents.pk_content import clean
from documents.pk_numbers import Unreadable, read_number, shown, write_number

MAX_STEPS, MAX_STEP_NAME, MAX_LEAST = 10, 60, 1000
Step = dict[str, str]


def read_scale(text: str) -> list[Step]:
    """Lines such as "91 Sangat Tinggi" as they are kept; none means the usual scale. Raises Unreadable."""
    lines = [line for line in map(clean, text.replace("≥ ", "≥").splitlines()) if line]
    if len(lines) > MAX_STEPS:
        said = _("Paling banyak %(most)s baris; ini %(count)s.")
        raise Unreadable(said % {"most": MAX_STEPS, "count": len(lines)})
    steps: list[Step] = []
    before = None
    for place, line in enumerate(lines, 1):
        first, _blank, name = line.partition(" ")
        try:
            least = read_number(first.strip("≥%"))
        except Unreadable as fault:
            raise Unreadable(_("Baris %(row)s: %(fault)s.") % {"row": place, "fault": fault}) from None
        if not name or len(name) > MAX_STEP_NAME:
            said = _("Baris %(row)s: sesudah angka harus ada sebutan, paling panjang %(most)s huruf.")
            raise Unreadable(said % {"row": place, "most": MAX_STEP_NAME})
        if not 0 <= least <= MAX_LEAST:
            said = _("Baris %(row)s: %(figure)s harus di antara 0 dan %(most)s.")
            raise Unreadable(said % {"row": place, "figure": shown(first), "most": MAX_LEAST})
        if before is not None and least >= before:
            said = _("Baris %(row)s: %(figure)s harus lebih kecil daripada angka baris sebelumnya.")
            raise Unreadable(said % {"row": place, "figure": shown(first)})
        before = least
        steps.append({"least": f"{least.normalize():f}", "name": name})
    return steps


def write_scale(scale: Sequence[Mapping[str, str]]) -> str:
    """The same as lines."""
    return "\n".join(f"{percent(step['least'])} {step['name']}" for step in scale)


def percent(kept: str) -> str:
    """A number as it is kept, as an office writes it."""
    return write_number(read_number(kept))
