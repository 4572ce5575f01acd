"""Leave: a post's work goes to a colleague for a while, within the office, without a circle, and comes back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from activity.models import Activity, Notice
from organizations.capacity import holder
from organizations.delegating import NewDelegation, beginning_of, delegate, take_back
from organizations.errors import Refused
from organizations.models import Appointment, Delegation, User
from organizations.models.periods import day_of
from tests.cast import Cast
from tests.pages import Page
from tests.story import open_tasks
from tests.tables import changed, kept
from tests.visitor import Visitor
from workflows.telling import may_go

pytestmark = pytest.mark.django_db
TARAKAN = "dpupr-tarakan"
DAY = timedelta(days=1)


def hand(
    cast: Cast, slug: str, to: User, *, by: User, start: int = 0, days: int = 5, reason: str = "cuti"
) -> Delegation:
    """Somebody hands a post on for some days."""
    first = day_of(cast.now) + start * DAY
    new = NewDelegation(cast.post(TARAKAN, slug), to, first, first + days * DAY, reason)
    return delegate(new, by=by, at=cast.now)


def refused(
    cast: Cast, slug: str, to: User, *, by: User, start: int = 0, days: int = 5, reason: str = "cuti"
) -> str:
    before = kept()
    with pytest.raises(Refused) as found:
        hand(cast, slug, to, by=by, start=start, days=days, reason=reason)
    assert not changed(before)
    return found.value.message


def people(cast: Cast) -> list[User]:
    slugs = ("sekretaris", "kabid-bm", "kabid-ckpr", "kabid-psda", "kasubag-perencanaan-keuangan")
    return [cast.user(TARAKAN, slug) for slug in slugs]


def test_the_colleague_acts_in_the_joint_step_too_and_both_names_are_in_the_record(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 5)
    kabid, secretary = cast.user(TARAKAN, "kabid-bm"), cast.secretary
    hand(cast, "kabid-bm", secretary, by=kabid)
    assert {task.post.slug for task in open_tasks(case)} >= {"kabid-bm", "sekretaris"}
    task = open_tasks(case).get(post__slug="kabid-bm")
    found = holder(task.post, cast.now)
    assert found
    assert (found.user, found.on_behalf_of) == (secretary, kabid)
    cast.complete(task)
    row = Activity.objects.filter(stream=case.stream, action="assignment.completed").latest("number")
    assert (row.actor_name, row.on_behalf_of, row.capacity) == (
        secretary.name,
        kabid.name,
        "Kepala Bidang Bina Marga",
    )
    told = Notice.objects.get(kind="pelimpahan")
    assert (told.user_id, told.path) == (secretary.pk, "/cuti/")
    assert "cuti" in told.text
    assert told.pk in may_go([told], cast.now)


def test_it_ends_by_itself_and_can_be_taken_back_or_shortened(cast: Cast) -> None:
    post, kabid = cast.post(TARAKAN, "kabid-bm"), cast.user(TARAKAN, "kabid-bm")
    made = hand(cast, "kabid-bm", cast.secretary, by=kabid, start=1)
    users = [
        getattr(holder(post, beginning_of(day_of(cast.now) + n * DAY)), "user", None) for n in (0, 1, 5, 6)
    ]
    assert users == [kabid, cast.secretary, cast.secretary, kabid]
    on = made.start_date + 2 * DAY
    with pytest.raises(PermissionDenied):
        take_back(made, on=on, by=cast.secretary, at=cast.now)
    shorter = take_back(made, on=on, by=kabid, at=cast.now)
    assert shorter
    assert shorter.end_date == on
    with pytest.raises(Refused, match="sudah berakhir"):
        take_back(made, on=on + DAY, by=kabid, at=cast.now)
    assert take_back(made, on=day_of(cast.now), by=kabid, at=cast.now) is None
    assert not Delegation.objects.exists()
    actions = Activity.objects.filter(action__startswith="delegation.").order_by("number")
    assert [row.action for row in actions] == [
        "delegation.made",
        "delegation.shortened",
        "delegation.withdrawn",
    ]
    assert Notice.objects.filter(kind="pelimpahan").count() == 3


def test_three_hops_no_circle_no_other_office(cast: Cast) -> None:
    a, b, c, d, e = people(cast)
    assert "diri sendiri" in refused(cast, "sekretaris", a, by=a)
    assert "kantor yang sama" in refused(cast, "sekretaris", cast.outsider, by=a)
    assert "Tuliskan alasannya" in refused(cast, "sekretaris", b, by=a, reason=" ")
    assert "hari ini" in refused(cast, "sekretaris", b, by=a, start=-1)
    hand(cast, "sekretaris", b, by=a)
    assert "sudah Anda limpahkan kepada" in refused(cast, "sekretaris", c, by=a, start=4)
    hand(cast, "sekretaris", c, by=b)
    assert "berputar" in refused(cast, "sekretaris", a, by=c)
    assert "berputar" in refused(cast, "sekretaris", b, by=c, start=3, days=1)
    hand(cast, "sekretaris", d, by=c)
    assert "paling banyak 3 kali" in refused(cast, "sekretaris", e, by=d)
    found = holder(cast.post(TARAKAN, "sekretaris"), cast.now)
    assert found
    assert (found.user, found.on_behalf_of) == (d, a)
    with pytest.raises(PermissionDenied):
        hand(cast, "kabid-bm", a, by=e)


def test_a_chain_may_be_longer_where_its_parts_never_hold_together(cast: Cast) -> None:
    a, b, c, d, e = people(cast)
    hand(cast, "sekretaris", b, by=a)
    hand(cast, "sekretaris", c, by=b)
    hand(cast, "sekretaris", d, by=c, days=2)
    assert "paling banyak" in refused(cast, "sekretaris", e, by=d, start=1, days=1)
    hand(cast, "sekretaris", e, by=c, start=2, days=2)
    found = holder(cast.post(TARAKAN, "sekretaris"), beginning_of(day_of(cast.now) + 3 * DAY))
    assert found
    assert found.user == e


def test_an_absent_head_stays_head_while_the_plh_acts_and_may_hand_nothing_of_it_away(cast: Cast) -> None:
    Appointment.objects.create(
        user=cast.secretary, post=cast.post(TARAKAN, "kepala-dinas"), kind="plh", start_date=date(2026, 1, 1)
    )
    head = Appointment.objects.get(post=cast.post(TARAKAN, "kepala-dinas"), kind="definitif").user
    kabid = cast.user(TARAKAN, "kabid-bm")
    hand(cast, "kepala-dinas", kabid, by=head)
    found = holder(cast.post(TARAKAN, "kepala-dinas"), cast.now)
    assert found
    assert found.user == cast.secretary


def test_the_page_makes_shows_and_takes_back(cast: Cast) -> None:
    kabid = cast.user(TARAKAN, "kabid-bm")
    mine, theirs = Visitor(kabid), Visitor(cast.secretary)
    page, today = mine.open("/cuti/"), day_of(timezone.now())
    form = page.form("/make/")
    assert str(cast.outsider.pk) not in form.fields["to_user"].options
    fields = {"to_user": cast.secretary.pk, "start": today.isoformat(), "last": (today + 4 * DAY).isoformat()}
    bad = mine.send("/cuti/", form, **fields, reason=" ")
    assert bad.status_code == 422
    assert mine.send("/cuti/", form, **fields, reason="cuti tahunan").status_code == 302
    assert f"kepada {cast.secretary.name}" in mine.open("/cuti/").text
    given = theirs.open("/cuti/")
    assert f"dari {kabid.name}" in given.text
    assert not [form for form in given.forms if form.action.endswith("/shorten/")]
    assert "Anda bertindak untuk Kepala Bidang Bina Marga" in theirs.open("/notices/").text
    made = Delegation.objects.get()
    refusal = mine.send("/cuti/", mine.open("/cuti/").form("/shorten/"), last="2020-01-01")
    assert refusal.status_code == 422
    assert "sudah lewat" in Page(refusal.content.decode()).text
    assert mine.send("/cuti/", mine.open("/cuti/").form("/shorten/")).status_code == 302
    assert not Delegation.objects.filter(pk=made.pk).exists()
    assert theirs.client.post(f"/cuti/{made.pk}/shorten/", {}).status_code == 403
