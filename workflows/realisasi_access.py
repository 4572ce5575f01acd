"""Who may write the realisasi of a Perjanjian Kinerja."""

from dataclasses import dataclass
from datetime import datetime

from documents.models import PerjanjianKinerja
from organizations.capacity import Capacity
from organizations.models import User
from workflows.permissions import Verdict, may_write_realisasi
from workflows.pk_access import collecting, editors


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
    posts = collecting().filter(run__case__office=pk.office_id).values_list("post_id", flat=True)
    changed = PerjanjianKinerja.objects.filter(changes=pk, version__gt=0).exists()
    return RealisasiStanding(frozenset(posts), changed)


def realisasi_writer(user: User, pk: PerjanjianKinerja, at: datetime) -> tuple[Capacity | None, str]:
    """The first capacity in which the user may write it, or None with the reason."""
    standing = realisasi_standing(pk)
    reason = "Realisasi Perjanjian Kinerja ini hanya dapat Anda baca."
    for by in editors(user, pk, at):
        verdict = standing.verdict(by, pk)
        if verdict:
            return by, ""
        reason = verdict.reason
    return None, reason
