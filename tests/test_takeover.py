"""What an attacker with a small power tried to make a larger one of."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from documents.file_types import NotAccepted, media_type_of
from documents.pdf_bounds import TooMuch, check_pdf
from organizations.accounts import managing
from organizations.accounts.links import token_of_invitation
from organizations.accounts.oidc import user_of
from organizations.accounts.own import LinkDied, set_password_by_link
from organizations.accounts.people import manageable
from organizations.capacity import Capacity, admin_capacity, holder, posts_read_as
from organizations.delegating import NewDelegation, delegate, take_back
from organizations.errors import Refused
from organizations.models import Appointment, Delegation, Office, RoleGrant, User
from organizations.models.periods import day_of
from organizations.officials import NewOfficial, add_official
from tests.accounts import PASSWORD, code_of, try_password, with_password
from tests.cast import Cast
from tests.story import open_tasks
from tests.visitor import Visitor
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.actions.moving import move_task
from workflows.errors import Denied

pytestmark = pytest.mark.django_db
TARAKAN = "dpupr-tarakan"
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    """Whose admin reaches too far."""
    return Office.objects.select_related("government").get(slug=TARAKAN)


@pytest.fixture
def admin(cast: Cast, office: Office) -> Capacity:
    """That admin."""
    found = admin_capacity(cast.admin(TARAKAN), office, cast.now)
    assert found
    return found


def test_who_will_be_something_elsewhere_is_not_an_office_admins_to_let_in(
    cast: Cast, office: Office, admin: Capacity
) -> None:
    staff = cast.user(TARAKAN, "staf-umum")
    invited = managing.invite(office, staff, email="pos@kantor.example", by=admin, at=cast.now)
    tomorrow = day_of(cast.now) + DAY
    RoleGrant.objects.create(user=staff, role="inspektur", government=office.government, start_date=tomorrow)
    assert not manageable(office, admin, cast.now).filter(pk=staff.pk).exists()
    with pytest.raises(LinkDied):
        set_password_by_link(token_of_invitation(invited), password=PASSWORD, at=cast.now)


def test_an_account_in_use_is_invited_to_its_own_address_only(
    cast: Cast, office: Office, admin: Capacity
) -> None:
    User.objects.filter(pk=cast.head.pk).update(email="kepala@kantor.example", last_login=cast.now)
    with pytest.raises(Refused, match="alamat surelnya sendiri"):
        managing.invite(office, cast.head, email="lain@kantor.example", by=admin, at=cast.now)
    managing.invite(office, cast.head, email="Kepala@kantor.example", by=admin, at=cast.now)
    own = RoleGrant.objects.get(user=cast.admin(TARAKAN))
    RoleGrant.objects.create(
        user=cast.secretary, role="admin_kantor", office=office, start_date=date(2026, 1, 1)
    )
    by = admin_capacity(cast.secretary, office, cast.now)
    assert by
    managing.deactivate(office, own.user, by=by, at=cast.now)
    with pytest.raises(Refused, match="terakhir"):
        managing.deactivate(office, cast.secretary, by=admin, at=cast.now)


def test_what_was_handed_on_ends_with_what_it_was_handed_on_from(cast: Cast) -> None:
    post, day = cast.post(TARAKAN, "kepala-dinas"), day_of(cast.now)
    head, second, third = cast.head, cast.secretary, cast.user(TARAKAN, "kabid-bm")
    first = delegate(NewDelegation(post, second, day, day + 5 * DAY, "cuti"), by=head, at=cast.now)
    with pytest.raises(Refused, match="Anda sendiri bertindak"):
        delegate(NewDelegation(post, third, day, day + 6 * DAY, "cuti"), by=second, at=cast.now)
    delegate(NewDelegation(post, third, day, day + 5 * DAY, "cuti"), by=second, at=cast.now)
    assert post.pk in posts_read_as(third, cast.now)
    take_back(first, on=day, by=head, at=cast.now)
    assert post.pk not in posts_read_as(third, cast.now)
    assert not Delegation.objects.filter(post=post).exists()


def test_a_plh_moves_no_task_that_is_beyond_the_mandate_nor_an_admin_one_to_themselves(
    cast: Cast, office: Office
) -> None:
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}"
    revision = load_sop("strategis", COMMAND, DRAFT, check, FILE, settings="{strategis: [3]}")
    case = cast.advance(cast.start(revision.sop.slug), 3)
    Office.objects.filter(pk=office.pk).update(kewenangan_pelaksana={"strategis": "tolak"})
    Appointment.objects.create(
        user=cast.secretary, post=cast.post(TARAKAN, "kepala-dinas"), kind="plh",
        start_date=date(2026, 1, 1), order_letter="1",
    )  # fmt: skip
    task = open_tasks(case).get()
    plh = holder(task.post, cast.now)
    assert plh
    with pytest.raises(Denied, match="strategis"):
        move_task(task, to=cast.post(TARAKAN, "kabid-bm"), by=plh, at=cast.now, reason="Cuti")
    RoleGrant.objects.create(
        user=cast.user(TARAKAN, "kabid-bm"), role="admin_kantor", office=office, start_date=date(2026, 1, 1)
    )
    admin = admin_capacity(cast.user(TARAKAN, "kabid-bm"), office, cast.now)
    assert admin
    with pytest.raises(Denied, match="jabatannya sendiri"):
        move_task(task, to=cast.post(TARAKAN, "kabid-bm"), by=admin, at=cast.now, reason="Cuti")


def test_a_code_written_otherwise_is_the_same_code(cast: Cast) -> None:
    cache.clear()
    head, secret = with_password(cast.head), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    Authenticator.objects.create(user=head, type="totp", data={"secret": get_adapter().encrypt(secret)})
    code = code_of(secret)

    def enter(typed: str) -> int:
        visitor = Visitor()
        page = try_password(visitor, head.username, PASSWORD)
        status = visitor.client.post("/login/code/", page.form("").data | {"code": typed}).status_code
        cache.delete(f"allauth.mfa.totp.used?user={head.pk}&code={code}")  # as after half a minute
        return int(status)

    assert [enter(code), enter(code), enter(f"{code[:3]}-{code[3:]}")] == [302, 200, 200]


def test_a_blank_claim_is_nobody_and_a_number_in_other_digits_is_no_nip(
    cast: Cast, office: Office, admin: Capacity
) -> None:
    without = User.objects.filter(nip="")
    for number, user in enumerate(without.exclude(pk=cast.admin(TARAKAN).pk)):
        User.objects.filter(pk=user.pk).update(nip=f"{number:09}")
    assert without.count() == 1
    assert user_of({"nip": " "}, "nip") is None
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in cast.head.nip)
    with pytest.raises(Refused, match="18 angka"):
        add_official(office, NewOfficial(wide, "Contoh Kembar"), by=admin, at=cast.now)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"/AHx stream\n~" * 200 + b"0" * 1_000_000,
        b"%PDF-1.7\n" + b"stream\n" * 200_000,
        b"%PDF-1.7\n" + (b"/AHx stream\n" + b"00" * 4_000_000 + b"\nendstream\n") * 3,
    ],
    ids=["never-ending", "many", "long"],
)
def test_a_pdf_made_to_be_slow_is_refused_before_anything_reads_it(data: bytes) -> None:
    with pytest.raises(TooMuch):
        check_pdf(data)


def test_an_office_file_that_does_not_unpack_is_refused_in_words() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>" * 100)
    data = bytearray(packed.getvalue())
    data[60:70] = b"\xff" * 10
    with pytest.raises(NotAccepted, match="utuh"):
        media_type_of(io.BytesIO(bytes(data)))
