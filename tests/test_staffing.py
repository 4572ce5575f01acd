"""The page of the posts: appointing, correcting, ending, moving, making and abolishing; and what a file makes of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from activity.models import Activity, Notice
from activity.verification import faults
from organizations.appointing import NewAppointment, appoint, correct, end, move
from organizations.capacity import Capacity, admin_capacity, holder
from organizations.delegating import NewDelegation, beginning_of, delegate
from organizations.errors import Refused
from organizations.models import Appointment, Delegation, Office, Post, Role, RoleGrant, User
from organizations.models.periods import day_of
from organizations.templatetags.indonesia import tanggal
from tests.cast import Cast
from tests.pages import Page
from tests.samples import fixture, load_office
from tests.story import open_tasks
from tests.tables import changed, kept
from tests.visitor import Visitor
from workflows.actions.posts import NewPost, abolish_post, make_post
from workflows.digest import write_digests
from workflows.fetching import capacities_in
from workflows.models import Case
from workflows.presenting.staffing import vacancies
from workflows.vacancies import admins_of

pytestmark = pytest.mark.django_db
TARAKAN = "dpupr-tarakan"
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    """Whose posts are filled."""
    return Office.objects.get(slug=TARAKAN)


@pytest.fixture
def admin(cast: Cast, office: Office) -> Capacity:
    """Who fills them."""
    found = admin_capacity(cast.admin(TARAKAN), office, cast.now)
    assert found
    return found


def refused(write: Callable[[], object]) -> str:
    """The message of what is refused; nothing of it stays."""
    before = kept()
    with pytest.raises(Refused) as found:
        write()
    assert not changed(before)
    return found.value.message


def plh(cast: Cast, slug: str, user: User, **more: Any) -> NewAppointment:
    """A Plh. for five days from tomorrow."""
    day = day_of(cast.now)
    usual: dict[str, Any] = {
        "kind": "plh",
        "start": day + DAY,
        "end": day + 6 * DAY,
        "letter": "800/1",
        "letter_date": day,
    }
    return NewAppointment(post=cast.post(TARAKAN, slug), user=user, **(usual | more))


def test_a_plh_acts_in_the_time_of_the_letter_and_not_a_day_longer(
    cast: Cast, office: Office, admin: Capacity
) -> None:
    post, head = cast.post(TARAKAN, "kepala-dinas"), cast.head
    appoint(office, plh(cast, "kepala-dinas", cast.secretary), by=admin, at=cast.now)
    names = [
        (found.user, found.printed)
        for days in (0, 1, 5, 6)
        if (found := holder(post, beginning_of(day_of(cast.now) + days * DAY)))
    ]
    acting = (cast.secretary, "Plh. Kepala Dinas")
    assert names == [(head, "Kepala Dinas"), acting, acting, (head, "Kepala Dinas")]
    row = Activity.objects.get(action="appointment.made")
    assert (row.actor_name, row.data["letter"], row.data["kind"]) == (admin.user.name, "800/1", "plh")
    assert not list(faults())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"letter": " "}, "surat perintah"),
        ({"end": None}, "Plt. dan Plh. berakhir dengan sendirinya"),
        ({"kind": "definitif", "letter": ""}, "sudah dipegang Contoh Kepala Dinas PUPR Tarakan"),
        ({"end": date(2020, 1, 1)}, "Hari terakhir"),
    ],
)
def test_what_cannot_be_held_so_is_refused(
    cast: Cast, office: Office, admin: Capacity, change: dict[str, Any], message: str
) -> None:
    new = plh(cast, "kepala-dinas", cast.secretary, **change)
    assert message in refused(lambda: appoint(office, new, by=admin, at=cast.now))


def test_nobody_represents_themselves(cast: Cast, office: Office, admin: Capacity) -> None:
    new = plh(cast, "kepala-dinas", cast.head)
    assert "sendiri memegang" in refused(lambda: appoint(office, new, by=admin, at=cast.now))


def test_posts_of_the_government_and_of_others_are_not_an_office_admins(
    cast: Cast, office: Office, admin: Capacity
) -> None:
    sekda = Post.objects.get(slug="sekda", office=None, government=office.government)
    for post in (sekda, cast.post("dpupr-gowa", "sekretaris")):
        new = NewAppointment(post, cast.secretary, "plh", day_of(cast.now), date(2027, 1, 1), "1")
        with pytest.raises(PermissionDenied):
            appoint(office, new, by=admin, at=cast.now)
    wide = RoleGrant.objects.create(
        user=admin.user, role="admin_pemerintah", government=office.government, start_date=date(2020, 1, 1)
    )
    by = Capacity(admin.user, "Admin pemerintah daerah", grant=wide)
    new = NewAppointment(sekda, cast.secretary, "plh", day_of(cast.now), date(2027, 1, 1), "1")
    assert appoint(office, new, by=by, at=cast.now).user == cast.secretary


def test_a_coming_one_is_corrected_or_cancelled_and_one_that_began_is_ended(
    cast: Cast, office: Office, admin: Capacity
) -> None:
    made = appoint(office, plh(cast, "kepala-dinas", cast.secretary), by=admin, at=cast.now)
    later = plh(cast, "kepala-dinas", cast.secretary, start=made.start_date + DAY)
    assert correct(office, made, later, by=admin, at=cast.now).start_date == later.start
    after = beginning_of(later.start) + DAY
    assert "sudah mulai" in refused(lambda: correct(office, made, later, by=admin, at=after))
    on = day_of(after)
    assert "yang sudah lewat" in refused(
        lambda: end(office, made, on=on - DAY, by=admin, at=after, reason="x")
    )
    ended = end(office, made, on=on, by=admin, at=after, reason="kembali bertugas")
    assert ended
    assert ended.end_date == on
    again = appoint(office, plh(cast, "kepala-dinas", cast.secretary, start=on + DAY), by=admin, at=after)
    assert end(office, again, on=on, by=admin, at=after, reason="batal") is None
    assert not Appointment.objects.filter(pk=again.pk).exists()
    actions = ["appointment.made", "appointment.corrected", "appointment.ended", "appointment.made"]
    told = Activity.objects.filter(action__startswith="appointment.").order_by("number")
    assert [row.action for row in told] == [*actions, "appointment.cancelled"]


def test_who_moves_keeps_nothing_of_the_office(cast: Cast, office: Office, admin: Capacity) -> None:
    leaving, day = cast.secretary, day_of(cast.now)
    kasubag = cast.user(TARAKAN, "kasubag-perencanaan-keuangan")
    RoleGrant.objects.create(user=leaving, role="petugas_arsip", office=office, start_date=date(2020, 1, 1))
    given = NewDelegation(cast.post(TARAKAN, "sekretaris"), kasubag, day, day + 20 * DAY, "cuti")
    delegate(given, by=leaving, at=cast.now)
    received = NewDelegation(
        cast.post(TARAKAN, "kasubag-perencanaan-keuangan"), leaving, day, day + 9 * DAY, "cuti"
    )
    delegate(received, by=kasubag, at=cast.now)
    appoint(office, plh(cast, "kepala-dinas", leaving), by=admin, at=cast.now)
    case = cast.start("tarakan-dpupr")
    assert Case.objects.visible_to(leaving, cast.now).filter(pk=case.pk).exists()
    on = day + 3 * DAY
    assert move(office, leaving, on=on, by=admin, at=cast.now, reason="SK mutasi") == 5
    after = beginning_of(on)
    assert not Case.objects.visible_to(leaving, after).exists()
    assert capacities_in(leaving, office, after) == []
    assert not Delegation.objects.filter(end_date__gt=on).exists()
    row = Activity.objects.get(action="official.moved")
    assert (len(row.data["posts"]), row.data["roles"], len(row.data["delegations"])) == (
        2,
        ["petugas_arsip"],
        2,
    )


def test_whoever_left_by_the_file_receives_nothing_more(cast: Cast) -> None:
    day, kasubag = day_of(cast.now), cast.user(TARAKAN, "kasubag-perencanaan-keuangan")
    post = cast.post(TARAKAN, "sekretaris")
    delegate(NewDelegation(post, kasubag, day, day + 9 * DAY, "cuti"), by=cast.secretary, at=cast.now)
    found = holder(post, cast.now)
    assert found
    assert found.user == kasubag
    Appointment.objects.filter(user=kasubag).update(end_date=day)
    found = holder(post, cast.now)
    assert found
    assert found.user == cast.secretary


def test_the_last_admin_cannot_move_away(cast: Cast, office: Office, admin: Capacity) -> None:
    on = day_of(cast.now)
    message = refused(lambda: move(office, admin.user, on=on, by=admin, at=cast.now, reason="SK"))
    assert "admin DPUPR yang terakhir" in message


def test_a_post_goes_only_when_nothing_needs_it(cast: Cast, office: Office, admin: Capacity) -> None:
    case = cast.start("tarakan-dpupr")
    post = open_tasks(case).get().post

    def abolish(which: Post) -> Post:
        return abolish_post(office, which, by=admin, at=cast.now, reason="Perda 1/2026")

    message = refused(lambda: abolish(post))
    for words in (
        "1 tugas masih menunggunya",
        "menjadi kolom SOP tarakan-dpupr",
        "dipegang",
        "kepala kantor",
    ):
        assert words in message
    new = make_post(office, NewPost("kasi-baru", "Kepala Seksi Baru"), by=admin, at=cast.now)
    assert "Kode ini sudah dipakai" in refused(
        lambda: make_post(office, NewPost("kasi-baru", "Lain"), by=admin, at=cast.now)
    )
    held = appoint(
        office,
        NewAppointment(new, cast.secretary, "definitif", day_of(cast.now) + DAY),
        by=admin,
        at=cast.now,
    )
    assert "dipegang" in refused(lambda: abolish(new))
    end(office, held, on=day_of(cast.now), by=admin, at=cast.now, reason="batal")
    assert abolish(new).abolished_at == cast.now
    assert "sudah dihapus" in refused(
        lambda: appoint(
            office, NewAppointment(new, cast.head, "definitif", day_of(cast.now)), by=admin, at=cast.now
        )
    )


def test_a_later_load_of_the_file_undoes_nothing_of_the_page(
    cast: Cast, office: Office, admin: Capacity
) -> None:
    day, post = day_of(cast.now), cast.post(TARAKAN, "sekretaris")
    old = Appointment.objects.get(post=post, kind="definitif")
    kasubag = cast.user(TARAKAN, "kasubag-perencanaan-keuangan")
    end(office, old, on=day, by=admin, at=cast.now, reason="pensiun")
    appoint(office, NewAppointment(post, kasubag, "plt", day, day + 60 * DAY, "800/2"), by=admin, at=cast.now)
    made = make_post(office, NewPost("kasi-baru", "Kepala Seksi Baru"), by=admin, at=cast.now)
    before = list(Appointment.objects.order_by("pk").values_list())
    assert load_office(fixture("organizations", TARAKAN)).outcome == "unchanged"
    assert list(Appointment.objects.order_by("pk").values_list()) == before
    assert Post.objects.existing().filter(pk=made.pk).exists()


def later(days: int) -> str:
    return (day_of(timezone.now()) + days * DAY).isoformat()


def test_the_page_shows_what_changes_hands_before_it_saves(cast: Cast, office: Office) -> None:
    case = cast.start("tarakan-dpupr")
    post, visitor = cast.post(TARAKAN, "kepala-dinas"), Visitor(cast.admin(TARAKAN))
    url = f"/offices/{TARAKAN}/staff/{post.pk}/"
    fields = {
        "user": cast.secretary.pk,
        "kind": "plh",
        "letter": "800/1",
        "start": later(0),
        "last": later(4),
    }
    before = kept()
    response = visitor.send(url, visitor.open(url).form("/appoint/"), **fields)
    shown = Page(response.content.decode())
    assert response.status_code == 200
    assert not changed(before)
    assert "1 tugas yang sekarang terbuka" in shown.text
    assert case.title in shown.text
    assert f"Menjadi {cast.secretary.name} Plh. Kepala Dinas" in shown.text
    assert visitor.send(f"{url}appoint/", shown.form(""), confirm="ya").status_code == 302
    found = holder(post, timezone.now())
    assert found
    assert found.user == cast.secretary
    task = open_tasks(case).get()
    assert Visitor(cast.secretary).open(f"/assignments/{task.pk}/").forms
    assert Visitor(cast.head).open(f"/assignments/{task.pk}/", 404)


def test_a_vacant_post_with_work_is_seen_before_anything_is_late(cast: Cast, office: Office) -> None:
    case = cast.start("tarakan-dpupr")
    admin, post = cast.admin(TARAKAN), open_tasks(case).get().post
    assert vacancies(admin, cast.now) == []
    Appointment.objects.filter(post=post).update(end_date=day_of(cast.now))
    [found] = vacancies(admin, cast.now)
    assert (found.office, found.posts, found.tasks) == (office, 1, 1)
    text = Visitor(admin).open(f"/offices/{TARAKAN}/staff/").text
    assert "Jabatan kosong yang ditunggu tugas Kepala Dinas : 1 tugas" in text
    assert "1 tugas menunggu jabatan yang kosong" in Visitor(admin).open("/inbox/").text
    assert vacancies(cast.admin("dpupr-gowa"), cast.now) == []
    monday = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    assert (write_digests(monday), write_digests(monday + timedelta(minutes=15))) == (1, 0)
    notice = Notice.objects.get()
    assert (notice.user_id, notice.kind, notice.path) == (admin.pk, "kosong", f"/offices/{TARAKAN}/staff/")
    assert "1 tugas menunggu 1 jabatan yang kosong" in notice.text


def test_of_a_vacant_post_hear_those_who_are_admins_now(cast: Cast, office: Office) -> None:
    cast.start("tarakan-dpupr")
    was, inspector = cast.admin(TARAKAN), cast.inspector(TARAKAN)
    day = day_of(cast.now)
    old = {"role": Role.OFFICE_ADMIN, "office": office, "start_date": day - 9 * DAY}
    RoleGrant.objects.create(user=inspector, end_date=day, **old)
    assert [user.pk for user in admins_of(office, cast.now)] == [was.pk]
    RoleGrant.objects.filter(user=was).update(end_date=day)
    assert inspector not in admins_of(office, cast.now)


def test_who_is_given_a_post_or_loses_it_is_told(cast: Cast, office: Office, admin: Capacity) -> None:
    user, day = cast.secretary, day_of(cast.now)
    made = appoint(office, plh(cast, "kepala-dinas", user), by=admin, at=cast.now)
    end(office, made, on=day, by=admin, at=cast.now, reason="Batal cuti")
    move(office, user, on=day, by=admin, at=cast.now, reason="SK 821")
    assert [(told.user_id, told.title) for told in Notice.objects.order_by("id")] == [
        (user.pk, "Anda ditunjuk sebagai Plh. Kepala Dinas"),
        (user.pk, "Penugasan sebagai Plh. Kepala Dinas berakhir"),
        (user.pk, "Tugas Anda di DPUPR berakhir"),
    ]
    assert "Surat: 800/1." in Notice.objects.earliest("id").text


def test_somebody_new_is_added_then_appointed(cast: Cast, office: Office) -> None:
    visitor, url = Visitor(cast.admin(TARAKAN)), f"/offices/{TARAKAN}/staff/"
    form = visitor.open(url).form("/people/")
    fields = {"nip": "19990101 202501 1 001", "name": "Contoh Pejabat Baru, S.T."}
    for nip, told in (("123", "18 angka"), (cast.head.nip, "sudah ada")):
        bad = visitor.send(url, form, **fields | {"nip": nip})
        assert bad.status_code == 422
        assert told in Page(bad.content.decode()).text
    assert visitor.send(url, form, **fields).status_code == 302
    user = User.objects.get(username="199901012025011001")
    assert not user.has_usable_password()
    assert Activity.objects.get(action="official.added").data["user"] == user.username
    post = cast.post(TARAKAN, "staf-umum")
    asked = visitor.open(f"{url}{post.pk}/").form("/appoint/")
    sent = {"number": user.username, "kind": "plh", "letter": "1", "start": later(1), "last": later(2)}
    shown = Page(visitor.send(url, asked, **sent).content.decode())
    assert "Contoh Pejabat Baru, S.T. Plh." in shown.text
    assert tanggal(day_of(timezone.now()) + 2 * DAY) in shown.text


def test_moving_and_ending_are_shown_first_and_refusals_stand_on_the_form(cast: Cast) -> None:
    visitor, url = Visitor(cast.admin(TARAKAN)), f"/offices/{TARAKAN}/staff/"
    form = visitor.open(url).form("/move/")
    bad = visitor.send(url, form, user=cast.secretary.pk, on="2020-01-01", reason="SK")
    assert bad.status_code == 422
    assert "yang sudah lewat tidak diubah" in Page(bad.content.decode()).text
    shown = Page(visitor.send(url, form, user=cast.secretary.pk, on=later(0), reason="SK").content.decode())
    assert "Sekretaris Semula" in shown.text
    assert visitor.send(f"{url}move/", shown.form(""), confirm="ya").status_code == 302
    assert not Appointment.objects.current(timezone.now()).filter(user=cast.secretary).exists()


def test_a_missing_person_is_found_by_number(cast: Cast) -> None:
    visitor = Visitor(cast.admin(TARAKAN))
    url = f"/offices/{TARAKAN}/staff/{cast.post(TARAKAN, 'staf-umum').pk}/"
    form, other = visitor.open(url).form("/appoint/"), cast.user("dpupr-gowa", "sekretaris")
    fields = {"kind": "plh", "letter": "1", "start": later(0), "last": later(1)}
    assert str(other.pk) not in form.fields["user"].options
    assert "Tidak ada orang" in visitor.send(url, form, number="123", **fields).content.decode()
    assert other.name in visitor.send(url, form, number=other.username, **fields).content.decode()
