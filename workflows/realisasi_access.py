"""Who may write the realisasi of a Perjanjian Kinerja."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.models import PerjanjianKinerja
from organizations.capacity import Capacity
from organizations.models import Office, User
from workflows.permissions import Verdict, may_write_realisasi, realisasi_of_others
from workflows.pk_access import collecting, editors_among


@dataclass(frozen=True)
class RealisasiStanding:
    """What decides who may write realisasi of a PK now, apart from who asks."""

    collecting_posts: frozenset[int]
    is_changed: bool

    def verdict(self, by: Capacity, pk: PerjanjianKinerja) -> Verdict:
        """Whether this one may."""
        return may_write_realisasi(by, pk, collecting_posts=self.collecting_posts, is_changed=self.is_changed)


def realisasi_standing(pk: PerjanjianKinerja) -> RealisasiStanding:
    """Who collects capaian in its office, and whether a PK Perubahan has its place. Two queries."""
    return standings(pk.office_id, [pk])[pk.pk]


def standings(office: int, pks: Sequence[PerjanjianKinerja]) -> dict[int, RealisasiStanding]:
    """The same for PKs of one office, by their numbers. Two queries."""
    posts = frozenset(collecting().filter(run__case__office=office).values_list("post_id", flat=True))
    changing = PerjanjianKinerja.objects.filter(changes__in=[pk.pk for pk in pks], version__gt=0)
    changed = set(changing.values_list("changes_id", flat=True))
    return {pk.pk: RealisasiStanding(posts, pk.pk in changed) for pk in pks}


def realisasi_writer(user: User, pk: PerjanjianKinerja, at: datetime) -> tuple[Capacity | None, str]:
    """The first capacity in which the user may write it, or None with the reason."""
    return realisasi_writers(user, pk.office, [pk], at)[pk.pk]


def realisasi_writers(
    user: User, office: Office, pks: Sequence[PerjanjianKinerja], at: datetime
) -> dict[int, tuple[Capacity | None, str]]:
    """The same for PKs of one office, by their numbers, in a fixed number of queries."""
    standing, mine = standings(office.pk, pks), editors_among(user, office, pks, at)
    refusal = realisasi_of_others().reason
    found: dict[int, tuple[Capacity | None, str]] = {}
    for pk in pks:
        found[pk.pk] = (None, refusal)
        for by in mine[pk.pk]:
            verdict = standing[pk.pk].verdict(by, pk)
            found[pk.pk] = (by if verdict else None, verdict.reason)
            if verdict:
                break
    return found
