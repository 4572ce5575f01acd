"""Who may do what. Pure questions: the action enforces the answer, the page shows its reason on the button."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.models import PerjanjianKinerja
from organizations.capacity import Capacity, is_admin, manages
from organizations.models import Office
from workflows.models import Assignment, Case, CaseStatus, SavedSearch, Tahap


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with the reason in Indonesian."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


ALLOWED = Verdict()


def realisasi_of_others() -> Verdict:
    """No: others fill it in."""
    return Verdict(
        _(
            "Realisasi diisi oleh pihak pertama, pejabat yang sedang mengumpulkan data capaian kinerja, atau admin "
            "kantor."
        )
    )


def retried_by_others() -> Verdict:
    """No: others have it made again."""
    return Verdict(_("Hanya pejabat atau admin kantor yang dapat mengulang pembuatan naskah."))


def forgotten_by_others() -> Verdict:
    """No: it is somebody else's."""
    return Verdict(_("Saringan ini milik rekan Anda; hanya pemiliknya atau admin kantor yang menghapusnya."))


def suspended() -> Verdict:
    """No: the case stands still."""
    return Verdict(_("Kasus ini sedang ditangguhkan; lanjutkan dulu dari halaman kasusnya."))


def may_wake(by: Capacity, assignment: Assignment) -> Verdict:
    """Take up again what was put aside: whoever acts for the post of the assignment, also while the case stands
    still."""
    if by.post is None or by.post.pk != assignment.post_id:
        return Verdict(_("Tugas ini bukan untuk jabatan Anda."))
    return ALLOWED


def may_complete(by: Capacity, assignment: Assignment, case: Case) -> Verdict:
    """Whoever acts for the post of the assignment, while the case runs."""
    verdict = may_wake(by, assignment)
    if not verdict:
        return verdict
    if case.status == CaseStatus.SUSPENDED:
        return suspended()
    return ALLOWED


def may_start(by: Capacity, first_posts: Collection[int], office_id: int, government_id: int) -> Verdict:
    """A holder of the first step's posts, or an admin of the office."""
    if (by.post and by.post.pk in first_posts) or is_admin(by, office_id, government_id):
        return ALLOWED
    return Verdict(_("Kasus SOP ini dimulai oleh pemegang jabatan langkah pertamanya, atau admin kantor."))


def may_manage(by: Capacity, case: Case) -> Verdict:
    """Suspend, resume and cancel: who acts for the head of the office, or its admin."""
    if manages(by, case.office):
        return ALLOWED
    return Verdict(_("Hanya kepala kantor atau admin kantor yang dapat melakukan ini."))


def may_retry(by: Capacity, office: Office) -> Verdict:
    """Have a paper of a case made again whose PDF failed: who acts for a post of its office, or its admin."""
    if (by.post and by.post.office_id == office.pk) or is_admin(by, office.pk, office.government_id):
        return ALLOWED
    return retried_by_others()


def may_forget(by: Capacity, saved: SavedSearch) -> Verdict:
    """Forget a kept question: its owner, and an admin of the office with which it is shared."""
    office = saved.office
    if by.user.pk == saved.user_id or (office and is_admin(by, office.pk, office.government_id)):
        return ALLOWED
    return forgotten_by_others()


def may_add_subjects(by: Capacity, case: Case, acting_posts: Collection[int]) -> Verdict:
    """Who has a task of the case open, or manages it, before the signing."""
    if not case.pk_kind:
        return Verdict(_("Kasus SOP ini tidak menyusun Perjanjian Kinerja."))
    if case.status == CaseStatus.SUSPENDED:
        return suspended()
    if case.status != CaseStatus.RUNNING or case.tahap not in (Tahap.DISPOSISI, Tahap.PENYUSUNAN):
        return Verdict(_("Perjanjian Kinerja hanya dapat ditambah selama disposisi dan penyusunan."))
    if (by.post and by.post.pk in acting_posts) or may_manage(by, case):
        return ALLOWED
    return Verdict(_("Hanya yang sedang mengerjakan kasus ini, kepala kantor, atau admin kantor."))


def may_bring_signed(by: Capacity, case: Case, working_posts: Collection[int]) -> Verdict:
    """Bring a paper that was signed outside: who has a task of the case open, or manages it, while it runs."""
    if case.status == CaseStatus.SUSPENDED:
        return suspended()
    if case.status != CaseStatus.RUNNING:
        return Verdict(_("Kasus ini sudah ditutup."))
    if (by.post and by.post.pk in working_posts) or may_manage(by, case):
        return ALLOWED
    return Verdict(_("Hanya yang sedang mengerjakan kasus ini, kepala kantor, atau admin kantor."))


def may_edit_pk(
    by: Capacity,
    pk: PerjanjianKinerja,
    *,
    working_posts: Collection[int],
    statuses: Collection[str],
    is_changed: bool,
    is_signed: bool,
) -> Verdict:
    """The holders of pihak pertama, whoever drafts, discusses or checks it in a case, and the admins of the office.

    `statuses` are those of its cases. A PK whose cases are finished stays as it was signed, and so does one that a PK
    Perubahan has changed, and one that somebody has signed in a case that goes on (`is_signed`).
    """
    if is_changed:
        return Verdict(_("Perjanjian Kinerja ini sudah diubah; sunting Perjanjian Kinerja Perubahannya."))
    if is_signed:
        return Verdict(
            _(
                "Perjanjian Kinerja ini sedang ditandatangani. Isinya baru dapat disunting bila kasusnya dikembalikan."
            )
        )
    if CaseStatus.DONE in statuses and not {CaseStatus.RUNNING, CaseStatus.SUSPENDED} & set(statuses):
        return Verdict(
            _("Perjanjian Kinerja ini sudah selesai. Untuk mengubahnya, susun Perjanjian Kinerja Perubahan.")
        )
    mine = by.post is not None and (by.post.pk == pk.pihak_pertama_id or by.post.pk in working_posts)
    if mine or is_admin(by, pk.office_id, pk.office.government_id):
        return ALLOWED
    return Verdict(
        _(
            "Disunting oleh pihak pertama, pejabat yang sedang menyusun, membahas atau memeriksanya, atau admin kantor."
        )
    )


def may_write_realisasi(
    by: Capacity, pk: PerjanjianKinerja, *, collecting_posts: Collection[int], is_changed: bool
) -> Verdict:
    """The holders of pihak pertama, whoever is at work in a case that collects capaian kinerja, the office's admins.

    `collecting_posts` have an open task in such a running case of the PK's office. Once a PK Perubahan has a content,
    what is reached is reached there.
    """
    if is_changed:
        return Verdict(
            _("Perjanjian Kinerja ini sudah diubah; isi realisasi di Perjanjian Kinerja Perubahannya.")
        )
    mine = by.post is not None and (by.post.pk == pk.pihak_pertama_id or by.post.pk in collecting_posts)
    if mine or is_admin(by, pk.office_id, pk.office.government_id):
        return ALLOWED
    return realisasi_of_others()
