"""Keeping a question about one's tasks under a name, and forgetting it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from activity.models import Stream
from activity.record import locked_stream, record
from organizations.accounts.recording import oneself, stream_of
from organizations.capacity import Capacity
from organizations.delegating import office_of
from organizations.models import Office, User
from workflows.errors import Denied, Incomplete
from workflows.models import MAX_SAVED, SavedSearch
from workflows.permissions import forgotten_by_others, may_forget
from workflows.seeking import Sought

LONGEST_NAME = 60


@transaction.atomic
def save_search(
    name: str, sought: Sought, *, mine: Sequence[Capacity], office: Office | None, at: datetime
) -> SavedSearch:
    """Keep the question under that name, in place of what stood under it; with an office, for all who hold a post
    there. `mine` are the capacities of whoever asks; the first one is recorded.

    Raises Denied for who holds no post (of that office), Incomplete; then nothing was changed.
    """
    by, stream = recorded_by(mine, office)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Incomplete(
            "name",
            _("Beri nama saringan ini, paling panjang %(most)s karakter.") % {"most": LONGEST_NAME},
        )
    if not sought:
        raise Incomplete("name", _("Pilih dulu apa yang disaring; saringan kosong menampilkan semua tugas."))
    own = SavedSearch.objects.filter(user=by.user)
    if own.exclude(name=name).count() >= MAX_SAVED:
        raise Incomplete(
            "name", _("Sudah ada %(most)s saringan Anda; hapus satu dulu.") % {"most": MAX_SAVED}
        )
    values = {"query": sought.query, "office": office}
    saved, _made = SavedSearch.objects.update_or_create(user=by.user, name=name, defaults=values)
    shared = office.slug if office else ""
    record(
        stream,
        at=at,
        actor=by.actor,
        action="search.saved",
        name=name,
        query=sought.query,
        shared_with=shared,
    )
    return saved


@transaction.atomic
def forget_search(saved: SavedSearch, *, user: User, mine: Sequence[Capacity], at: datetime) -> None:
    """Forget a question; whoever it was shared with loses it too. Its owner may without any post, too; of a colleague's
    an admin of its office. `mine` are the capacities of the `user`. Raises Denied."""
    by = next((each for each in mine if may_forget(each, saved)), None)
    if by is None and saved.user_id != user.pk:
        raise Denied(forgotten_by_others().reason)
    office = office_of(by.post) if by and by.post else saved.office
    stream = locked_stream(f"office:{office.slug}") if office else stream_of(user, at)
    gone, _rows = SavedSearch.objects.filter(pk=saved.pk).delete()
    if gone:
        actor, told = by.actor if by else oneself(user), {"name": saved.name, "query": saved.query}
        record(stream, at=at, actor=actor, action="search.forgotten", owner=saved.user_id, **told)


def recorded_by(mine: Sequence[Capacity], office: Office | None) -> tuple[Capacity, Stream]:
    """The first capacity by a post (of that office), and the stream of its office, locked. Raises Denied."""
    for by in mine:
        if by.post and (office is None or by.post.office_id == office.pk):
            return by, locked_stream(f"office:{office_of(by.post).slug}")
    raise Denied(
        _("Saringan disimpan oleh pejabat yang memegang jabatan, dan dibagikan di kantor jabatannya.")
    )
