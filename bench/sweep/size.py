"""How large the benchmark is, and what that means for its rows."""

from dataclasses import dataclass

SEATS = 10  # assignments of one run, each of another post
WARM_UP = 1  # rounds before those that count


class TooSmall(ValueError):
    """Not every round would find tasks of its own, one in a case."""


@dataclass(frozen=True)
class Size:
    """Open assignments in all, those that come due in a round, and how many rounds."""

    assignments: int
    due: int
    rounds: int

    def __post_init__(self) -> None:
        if self.due < 1 or self.rounds < 1 or self.stride < self.rounds + WARM_UP:
            raise TooSmall(
                f"{self.assignments} tugas tidak cukup untuk {self.rounds} putaran dengan {self.due} tugas "
                "dari kasus yang berlainan"
            )

    @property
    def cases(self) -> int:
        """Running cases, each with one open run."""
        return self.assignments // SEATS

    @property
    def stride(self) -> int:
        """How far apart the due ones of a round are, in cases; so many rounds find tasks that nobody was told of."""
        return self.cases // self.due
