"""Invitations, forgotten passwords, and what an admin of an office does to the accounts of its officials."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from activity.chain import Actor
from activity.models import Activity, Notice
from organizations.accounts import managing
from organizations.accounts.links import token_of_invitation
from organizations.accounts.own import LinkDied, set_password_by_link
from organizations.accounts.people import manageable, people
from organizations.accounts.second_factor import has_one
from organizations.accounts.sessions import clear_expired
from organizations.capacity import Capacity, admin_capacity
from organizations.exporting import export_office
from organizations.loading import load_offices
from organizations.models import Invitation, Office, Role, RoleGrant, User
from organizations.models.invitation import LASTS
from tests.accounts import PASSWORD, link_in, send_mails, signed_in, try_password, with_password
from tests.cast import Cast
from tests.pages import Page
from tests.test_pages import assert_nothing_inline
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
SLUG = "dpupr-tarakan"
URL = f"/offices/{SLUG}/accounts/"
MAIL = "pejabat@contoh.go.id"
NEW = "Kata-Sandi-Pilihan-9"


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def office() -> Office:
    return Office.objects.select_related("government").get(slug=SLUG)


@pytest.fixture
def by(cast: Cast, office: Office) -> Capacity:
    """The admin of the office."""
    found = admin_capacity(cast.admin(SLUG), office, cast.now)
    assert found
    return found


@pytest.fixture
def staff(cast: Cast) -> User:
    """An official of the office and of nothing else, without a password."""
    return cast.user(SLUG, "staf-umum")


def act(admin: Visitor, verb: str, user: User, **fields: Any) -> Page:
    """Send one of the forms about a person; the page after it."""
    token = admin.open(URL).form("/policy/").data["csrfmiddlewaretoken"]
    data = {"csrfmiddlewaretoken": token, "user": user.pk} | fields
    return Page(admin.client.post(f"{URL}{verb}/", data, follow=True).content.decode())


def choose_password(visitor: Visitor, link: str, password: str = NEW) -> Page:
    """Follow a link and set a password."""
    page = visitor.open(link)
    assert_nothing_inline(page)
    data = page.form("").data | {"new_password1": password, "new_password2": password}
    return Page(visitor.client.post("/sandi/baru/", data, follow=True).content.decode())


def actions() -> list[str]:
    rows = Activity.objects.filter(action__startswith="user.").order_by("pk")
    return [row.action for row in rows if row.action != "user.signed_in"]


def test_an_invited_official_sets_a_password_with_a_link_that_opens_once(cast: Cast, staff: User) -> None:
    admin = Visitor(cast.admin(SLUG))
    assert "belum diundang" in admin.open(URL).text
    assert "dikirim ke pejabat@contoh.go.id" in act(admin, "invite", staff, email=MAIL).text
    assert "diundang" in admin.open(URL).text
    [text] = send_mails()
    assert mail.outbox[0].to == [MAIL]
    assert staff.username in text
    link = link_in(text)
    visitor = Visitor()
    assert visitor.client.get(link).headers["Location"] == "/sandi/baru/"
    assert "Belum tersimpan" in choose_password(visitor, link, "pendek").text
    assert "Kata sandi tersimpan" in choose_password(visitor, link).text
    assert "Keluar" in try_password(visitor, staff.username, NEW).text
    staff.refresh_from_db()
    assert staff.email == MAIL
    again = Visitor()
    again.client.get(link)
    assert again.client.get("/sandi/baru/").status_code == 410
    assert actions() == ["user.invited", "user.invitation_accepted"]
    assert send_mails() == []


def test_what_the_link_holds_is_kept_nowhere(cast: Cast, staff: User) -> None:
    act(Visitor(cast.admin(SLUG)), "invite", staff, email=MAIL)
    [text] = send_mails()
    token = link_in(text).split("/")[2]
    kept = [*Activity.objects.values_list("content", flat=True), *map(str, Notice.objects.values())]
    assert not [row for row in kept if token in row]
    assert MAIL not in str(list(Activity.objects.values_list("content", flat=True)))


def test_an_older_invitation_a_withdrawn_one_and_one_whose_time_is_over_open_nothing(
    cast: Cast, office: Office, by: Capacity, staff: User
) -> None:
    at = timezone.now()
    first = managing.invite(office, staff, email=MAIL, by=by, at=at)
    second = managing.invite(office, staff, email=MAIL, by=by, at=at)
    with pytest.raises(LinkDied):
        set_password_by_link(token_of_invitation(first), password=NEW, at=at)
    with pytest.raises(LinkDied):
        set_password_by_link(token_of_invitation(second), password=NEW, at=at + LASTS)
    with pytest.raises(LinkDied):
        set_password_by_link(token_of_invitation(second)[:-1] + "x", password=NEW, at=at)
    assert managing.withdraw(office, staff, by=by, at=at)
    assert not managing.withdraw(office, staff, by=by, at=at)
    with pytest.raises(LinkDied):
        set_password_by_link(token_of_invitation(second), password=NEW, at=at)
    assert send_mails() == []  # nobody is sent a link that opens nothing
    assert Invitation.objects.filter(accepted_at=None).count() == 2


def test_a_wrong_address_is_refused_at_its_line(cast: Cast, staff: User) -> None:
    page = act(Visitor(cast.admin(SLUG)), "invite", staff, email="bukan alamat")
    assert "Undang" in page.text
    assert not Invitation.objects.exists()


def test_a_forgotten_password_is_asked_for_by_mail_and_the_answer_never_differs(cast: Cast) -> None:
    User.objects.filter(pk=cast.head.pk).update(email="Kepala@contoh.go.id", is_demo=False)
    User.objects.filter(pk=cast.secretary.pk).update(email="sekretaris@contoh.go.id", is_demo=False)
    head = with_password(cast.head)
    answers = set()
    # Theirs; one that nobody has; one of an official who has no password.
    for address in ("kepala@contoh.go.id", "tidak-ada@contoh.go.id", "sekretaris@contoh.go.id"):
        visitor = Visitor()
        form = visitor.open("/sandi/lupa/").form("")
        response = visitor.send("/sandi/lupa/", form, email=address)
        answers.add((response.status_code, response.headers["Location"], response.content))
    assert answers == {(302, "/sandi/lupa/terkirim/", b"")}
    [text] = send_mails()
    elsewhere, visitor = signed_in(head), Visitor()
    [link] = {link_in(text)}
    assert "tidak berlaku lagi" in visitor.open("/sandi/baru/", 410).text
    # Signing in is an answer too: a link from before opens nothing any more.
    visitor.client.get(link)
    assert visitor.client.get("/sandi/baru/").status_code == 410
    form = visitor.open("/sandi/lupa/").form("")
    visitor.send("/sandi/lupa/", form, email="kepala@contoh.go.id")
    link = link_in(send_mails()[0])
    assert "Kata sandi tersimpan" in choose_password(visitor, link).text
    assert elsewhere.client.get("/inbox/").status_code == 302
    assert "Keluar" in try_password(visitor, head.username, NEW).text
    assert actions() == ["user.password_asked"] * 2 + ["user.password_reset"]


def test_a_link_by_mail_unlocks_who_had_forgotten_the_password(cast: Cast, staff: User) -> None:
    act(Visitor(cast.admin(SLUG)), "invite", staff, email=MAIL)
    for _ in range(5):
        try_password(Visitor(), staff.username, "salah")
    choose_password(Visitor(), link_in(send_mails()[0]))
    assert "Keluar" in try_password(Visitor(), staff.username, NEW).text


def test_an_address_is_asked_for_three_times_an_hour(cast: Cast) -> None:
    found = []
    for _ in range(4):
        visitor = Visitor()
        form = visitor.open("/sandi/lupa/").form("")
        found.append(visitor.send("/sandi/lupa/", form, email="a@contoh.go.id").status_code)
    assert found == [302, 302, 302, 429]


def test_an_admin_takes_away_a_lost_second_factor_and_ends_the_sessions(cast: Cast, staff: User) -> None:
    theirs = signed_in(with_password(staff))
    Authenticator.objects.create(user=staff, type="totp", data={"secret": "x"})
    page = act(Visitor(cast.admin(SLUG)), "reset-factor", staff)
    assert "dihapus dan semua sesinya diakhiri" in page.text
    assert not has_one(staff)
    assert theirs.client.get("/inbox/").status_code == 302
    row = Activity.objects.get(action="user.second_factor_reset")
    assert (row.data["user"], row.data["sessions_ended"], row.capacity) == (
        staff.pk,
        1,
        "Admin perangkat daerah",
    )


def test_a_deactivated_account_stays_so_through_a_load_until_an_admin_opens_it(
    cast: Cast, office: Office, staff: User
) -> None:
    theirs, admin = signed_in(with_password(staff)), Visitor(cast.admin(SLUG))
    act(admin, "invite", staff, email=MAIL)
    assert "dinonaktifkan" in act(admin, "deactivate", staff).text
    assert theirs.client.get("/inbox/").status_code == 302
    assert "tidak cocok" in try_password(Visitor(), staff.username, PASSWORD).text
    assert not Invitation.objects.standing().exists()
    text = export_office(office, cast.now).replace("masuk: tidak", "masuk: ya")
    load_offices([("a.yaml", text.encode())], by=Actor.command("uji"), at=timezone.now())
    staff.refresh_from_db()
    assert not staff.is_active
    act(admin, "reactivate", staff)
    assert "Keluar" in try_password(Visitor(), staff.username, PASSWORD).text
    assert actions()[-2:] == ["user.deactivated", "user.reactivated"]


def test_an_admin_manages_only_those_who_are_nothing_elsewhere(
    cast: Cast, office: Office, by: Capacity, staff: User
) -> None:
    assert manageable(office, by, cast.now).filter(pk=staff.pk).exists()
    for user in (cast.admin(SLUG), cast.user("dpupr-gowa", "sekretaris")):
        assert not manageable(office, by, cast.now).filter(pk=user.pk).exists()
        with pytest.raises(PermissionDenied):
            managing.invite(office, user, email=MAIL, by=by, at=cast.now)
    RoleGrant.objects.create(
        user=staff,
        role=Role.GOVERNMENT_ADMIN,
        government=office.government,
        start_date=cast.now.date() - timedelta(days=1),
    )
    admin = Visitor(cast.admin(SLUG))
    assert act(admin, "deactivate", staff).text.startswith("Tidak ditemukan")
    with pytest.raises(PermissionDenied):
        managing.deactivate(office, staff, by=by, at=cast.now)
    above = cast.user(SLUG, "sekretaris")
    grant = RoleGrant.objects.create(
        user=above, role=Role.GOVERNMENT_ADMIN, government=office.government, start_date=cast.now.date()
    )
    wide = Capacity(user=above, printed="Admin pemerintah daerah", grant=grant, kind="peran")
    assert manageable(office, wide, cast.now).filter(pk=staff.pk).exists()


def test_the_rule_of_the_office_is_set_recorded_and_goes_through_its_file(cast: Cast, office: Office) -> None:
    admin = Visitor(cast.admin(SLUG))
    form = admin.open(URL).form("/policy/")
    assert admin.send("", form, policy="semua").status_code == 302
    assert Activity.objects.get(action="office.second_factor_changed").data == {"before": "", "now": "semua"}
    office.refresh_from_db()
    text = export_office(office, cast.now)
    assert "faktor_kedua: semua" in text
    load_offices(
        [("a.yaml", text.replace(": semua", ": tidak").encode())], by=Actor.command("uji"), at=cast.now
    )
    office.refresh_from_db()
    assert office.second_factor == "tidak"
    assert admin.send("", form, policy="mungkin").status_code == 422


def test_the_page_of_accounts_costs_the_same_for_all(
    cast: Cast, office: Office, by: Capacity, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(6):
        assert len(people(office, by, cast.now)) == 10


def test_the_first_admin_is_invited_and_the_last_one_helped_at_the_command_line(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    admin = cast.admin(SLUG)
    Authenticator.objects.create(user=admin, type="totp", data={"secret": "x"})
    call_command("account", admin.username, "--invite", MAIL, "--reset-factor")
    assert "Faktor kedua dihapus." in capsys.readouterr().out
    visitor = Visitor()
    choose_password(visitor, link_in(send_mails()[0]))
    assert "Keluar" in try_password(visitor, admin.username, NEW).text
    rows = Activity.objects.filter(action__in=["user.invited", "user.second_factor_reset"])
    assert {(row.actor_kind, row.actor_name) for row in rows} == {("command", "account")}
    for wrong in (["tidak-ada", "--invite", MAIL], [admin.username], [admin.username, "--invite", "bukan"]):
        with pytest.raises(CommandError):
            call_command("account", *wrong)


def test_sessions_that_are_over_are_forgotten(cast: Cast) -> None:
    signed_in(with_password(cast.head))
    lasting = signed_in(with_password(cast.secretary))
    over = Session.objects.exclude(pk=lasting.client.session.session_key)
    over.update(expire_date=timezone.now())
    clear_expired(timezone.now())
    assert UserSession.objects.get().user == cast.secretary
    assert Session.objects.count() == 1
