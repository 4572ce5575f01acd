"""Doing a step again, and taking too long, counted apart (semantics: Rework and lateness). No Django."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """An act as it was measured, in seconds of office time: what it took, and what waktu allowed (None: no waktu)."""

    worked: int | None
    limit: int | None = None


@dataclass(frozen=True)
class Round:
    """One visit to a step, in the order of the case; `is_withdrawn` where it was taken back before anybody saw it."""

    step: Hashable
    acts: Sequence[Measured] = ()
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Rework:
    """`rounds` after the first of their step, and the `seconds` of office time that people worked in them."""

    rounds: int = 0
    seconds: int = 0


@dataclass(frozen=True)
class Lateness:
    """`acts` that took longer than waktu, and by how many `seconds` of office time together, in whichever round."""

    acts: int = 0
    seconds: int = 0


def rework(rounds: Iterable[Round]) -> Rework:
    """The visits to a step that had been visited before, and the work in them. A visit that was withdrawn unseen is
    none; a part that stands from an earlier round took nothing."""
    seen: Counter[Hashable] = Counter()
    number = seconds = 0
    for each in rounds:
        if each.is_withdrawn:
            continue
        seen[each.step] += 1
        if seen[each.step] > 1:
            number += 1
            seconds += sum(act.worked or 0 for act in each.acts)
    return Rework(number, seconds)


def lateness(rounds: Iterable[Round]) -> Lateness:
    """Each act by itself: a second round is no lateness, and a late act is none of it because it came again."""
    over = [
        act.worked - act.limit
        for each in rounds
        for act in each.acts
        if act.worked is not None and act.limit is not None and act.worked > act.limit
    ]
    return Lateness(len(over), sum(over))
