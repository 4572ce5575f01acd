"""The scale of capaian as an office writes it: a step a line, from the highest down. Pure, no Django."""

from collections.abc import Mapping, Sequence

from documents.pk_content import clean
from documents.pk_numbers import Unreadable, read_number, shown, write_number

MAX_STEPS, MAX_STEP_NAME, MAX_LEAST = 10, 60, 1000
Step = dict[str, str]


def read_scale(text: str) -> list[Step]:
    """Lines such as "91 Sangat Tinggi" as they are kept; none means the usual scale. Raises Unreadable."""
    lines = [line for line in map(clean, text.replace("≥ ", "≥").splitlines()) if line]
    if len(lines) > MAX_STEPS:
        raise Unreadable(f"Paling banyak {MAX_STEPS} baris; ini {len(lines)}.")
    steps: list[Step] = []
    before = None
    for place, line in enumerate(lines, 1):
        first, _, name = line.partition(" ")
        try:
            least = read_number(first.strip("≥%"))
        except Unreadable as fault:
            raise Unreadable(f"Baris {place}: {fault}.") from None
        if not name or len(name) > MAX_STEP_NAME:
            raise Unreadable(
                f"Baris {place}: sesudah angka harus ada sebutan, paling panjang {MAX_STEP_NAME} huruf."
            )
        if not 0 <= least <= MAX_LEAST:
            raise Unreadable(f"Baris {place}: {shown(first)} harus di antara 0 dan {MAX_LEAST}.")
        if before is not None and least >= before:
            raise Unreadable(
                f"Baris {place}: {shown(first)} harus lebih kecil daripada angka baris sebelumnya."
            )
        before = least
        steps.append({"least": f"{least.normalize():f}", "name": name})
    return steps


def write_scale(scale: Sequence[Mapping[str, str]]) -> str:
    """The same as lines."""
    return "\n".join(f"{percent(step['least'])} {step['name']}" for step in scale)


def percent(kept: str) -> str:
    """A number as it is kept, as an office writes it."""
    return write_number(read_number(kept))
