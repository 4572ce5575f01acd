"""How large the benchmark is: one office that is always the same size, and all others."""

from dataclasses import dataclass

SHARES = (51, 25, 12, 8, 4)  # of a hundred cases, how many follow each pattern (bench.pages.patterns)
OFFICES_MIN = 2


class TooSmall(ValueError):
    """The sizes contradict each other; the message says how."""


@dataclass(frozen=True)
class Size:
    """Cases in the small and in the large database, those of the measured office (the same in both), the number of
    offices, and how often each page is asked for."""

    small: int
    large: int
    measured: int
    offices: int
    rounds: int
    requests: int
    clients: int

    def __post_init__(self) -> None:
        if self.offices < OFFICES_MIN or min(self.rounds, self.requests, self.clients) < 1:
            raise TooSmall("Sedikitnya dua kantor, satu putaran, satu permintaan, satu klien.")
        least = max(self.measured, len(SHARES)) + len(SHARES) * self.others
        if self.measured < len(SHARES) or not least <= self.small < self.large:
            raise TooSmall(
                f"Tiap kantor perlu {len(SHARES)} kasus, jadi basis data kecil {least}, dan yang besar lebih banyak."
            )

    @property
    def others(self) -> int:
        """The offices that are not measured."""
        return self.offices - 1


def spread(cases: int, parts: int) -> list[int]:
    """So many cases over so many offices, as evenly as it goes."""
    return [cases // parts + (place < cases % parts) for place in range(parts)]


def by_pattern(cases: int) -> list[int]:
    """So many cases of an office over the patterns, by their shares; what is left over goes to the first ones."""
    rest = cases - len(SHARES)  # besides the patterns themselves
    found = [1 + rest * share // 100 for share in SHARES]
    left = cases - sum(found)
    return [number + (place < left) for place, number in enumerate(found)]
