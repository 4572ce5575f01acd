"""Roles: given and ended on their page; and the matrix of roles and actions, played whole."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from activity.models import Activity
from documents.models import PerjanjianKinerja
from organizations.models import Appointment, Delegation, Office, Post, RoleGrant, User
from organizations.models.periods import day_of
from tests.archive import archived
from tests.cast import Cast
from tests.pages import Page
from tests.portals import signed_pk
from tests.story import open_tasks
from tests.visitor import Visitor
from tests.written_sops import COLUMNS, FILE, load_sop
from workflows import role_matrix as table
from workflows.models import Case

pytestmark = pytest.mark.django_db
TARAKAN, POST = "dpupr-tarakan", "kasubag-perencanaan-keuangan"
BEGUN = date(2026, 1, 1)
ORDER = (
    "kegiatan: Memerintahkan, pelaksana: [kasubag], tahap: disposisi, tindakan: disposisi, output: Disposisi"
)


def made(name: str, role: str, **where: Any) -> User:
    """Somebody with a role and no post."""
    user = User.objects.create_user(name, name=f"Uji {name}")
    RoleGrant.objects.create(user=user, role=role, start_date=BEGUN, **where)
    return user


def represented(cast: Cast) -> tuple[User, User]:
    """The Plh. of the post, and who is absent."""
    post, plh = cast.post(TARAKAN, POST), cast.user(TARAKAN, "kabid-ckpr")
    absent = cast.user(TARAKAN, POST)
    Appointment.objects.create(user=plh, post=post, kind="plh", start_date=BEGUN, order_letter="1")
    return plh, absent


def handed_on(cast: Cast) -> User:
    """Who received the post for a while."""
    post, user = cast.post(TARAKAN, POST), cast.user(TARAKAN, "kabid-psda")
    giver = cast.user(TARAKAN, POST)
    Delegation.objects.create(post=post, from_user=giver, to_user=user, start_date=BEGUN, reason="cuti")
    return user


def office() -> Office:
    return Office.objects.get(slug=TARAKAN)


WHO: dict[str, Callable[[Cast], User]] = {
    table.HOLDER: lambda cast: cast.user(TARAKAN, POST),
    table.PLH: lambda cast: represented(cast)[0],
    table.ABSENT: lambda cast: represented(cast)[1],
    table.DELEGATE: handed_on,
    table.SUPERIOR: lambda cast: cast.secretary,
    table.HEAD: lambda cast: cast.head,
    table.COLLEAGUE: lambda cast: cast.user(TARAKAN, "kabid-bm"),
    table.ADMIN: lambda cast: cast.admin(TARAKAN),
    table.ARCHIVIST: lambda cast: made("arsiparis", "petugas_arsip", office=office()),
    table.INSPECTOR: lambda cast: cast.inspector(TARAKAN),
    table.WIDE_ADMIN: lambda cast: made("pemda", "admin_pemerintah", government=office().government),
    table.STRANGER: lambda cast: cast.outsider,
}


def probes(
    case: Case, pk: PerjanjianKinerja, cast: Cast
) -> dict[str, tuple[str, dict[str, Any] | None, set[int]]]:
    """For each action an address, what is sent (None: it is only opened), and the statuses that mean yes."""
    today = day_of(timezone.now())
    at, offices = f"/cases/{case.pk}/", f"/offices/{TARAKAN}/"
    sop = case.revision.sop.slug
    revision = f"/sops/{TARAKAN}/{sop}/revisions/{case.revision.number}/"
    sekda = Post.objects.get(slug="sekda", office=None, government=case.office.government_id)
    days = {"start": today.isoformat(), "last": (today + timedelta(days=2)).isoformat()}
    somebody = {"user": cast.user(TARAKAN, "kabid-bm").pk, **days}
    seen, asked = {200}, {200, 302, 422}
    post = cast.post(TARAKAN, POST)
    return {
        "case": (at, None, seen),
        "act": (f"/assignments/{open_tasks(case).get().pk}/", None, seen),
        "start": (f"/revisions/{case.revision_id}/start/", None, seen),
        "manage": (f"{at}suspend/", {"suspend-reason": "Uji"}, {302}),
        "aside": (f"/assignments/{open_tasks(case).get().pk}/snooze/", {"snooze-day": days["last"]}, {302}),
        "comment": (f"{at}comments/", {"comment-text": "Uji"}, {302}),
        "move": (f"{offices}reassign/", None, seen),
        "pk": (f"/pk/{pk.pk}/", None, seen),
        "publish": (f"/sign/papers/{signed_pk(case, cast.head, perjanjian_kinerja=pk).pk}/publish/", {}, {302}),
        "sop": (f"/sops/{TARAKAN}/{sop}/", None, seen),
        "evaluation": (f"{offices}evaluation/", None, seen),
        "assess": (f"{offices}assessments/begin/", {}, asked),
        "load": ("/sops/load/", None, seen),
        "revoke": (f"{revision}revoke/", {"reason": "Uji"}, {302}),
        "calendar": (f"/calendars/{TARAKAN}/", None, seen),
        "calendar_day": (f"/calendars/{TARAKAN}/days/", {}, asked),
        "staff": (f"{offices}staff/", None, seen),
        "appoint": (f"{offices}staff/{post.pk}/appoint/", {}, asked),
        "appoint_wide": (
            f"{offices}staff/{sekda.pk}/appoint/", {**somebody, "kind": "plh", "letter": "1"}, {200},
        ),
        "roles": (f"{offices}roles/give/", {**somebody, "role": "petugas_arsip"}, {302}),
        "roles_wide": (f"{offices}roles/give/", {**somebody, "role": "admin_pemerintah"}, {302}),
        "settings": (f"{offices}kewenangan/save/", {"strategis": "boleh", "pk": "boleh", "sop": "boleh"}, {302}),
        "delegate": (
            "/cuti/make/", {"post": post.pk, "to_user": cast.user(TARAKAN, "staf-umum").pk, "reason": "Uji", **days},
            {302},
        ),
        "berkas": (f"/archive/{case.berkas_id}/", None, seen),
        "hold": (f"/archive/{case.berkas_id}/hold/", {"reason": "Uji"}, asked),
        "correct": (f"/archive/{case.berkas_id}/correct/", {"reason": "Uji"}, asked),
    }  # fmt: skip


def status(user: User, url: str, sent: dict[str, Any] | None) -> int:
    """The answer to a visit of which nothing stays."""
    client = Client()
    client.force_login(user)
    with transaction.atomic():
        response = client.get(url) if sent is None else client.post(url, sent)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("role", table.ROLES, ids=lambda role: role.key)
def test_each_role_may_do_what_the_matrix_says_and_nothing_else(cast: Cast, role: table.Who) -> None:
    revision = load_sop("peran", ORDER, FILE, columns={"kasubag": COLUMNS["kasubag"]})
    case = Case.objects.get(pk=archived(cast.start(revision.sop.slug)).pk)
    post = cast.post(TARAKAN, POST)
    pk = PerjanjianKinerja.objects.create(
        office=case.office, year=2026, pihak_pertama=post, pihak_kedua=post.superior, kind="pk"
    )
    user = WHO[role.key](cast)
    played = probes(case, pk, cast)
    assert set(played) == {action.key for action in table.ACTIONS}
    answers = {key: status(user, url, sent) for key, (url, sent, _) in played.items()}
    may = {key for key, answer in answers.items() if answer in played[key][2]}
    assert may == {action.key for action in table.ACTIONS if table.may(role, action)}, answers


def test_the_document_is_what_is_printed_from_the_table() -> None:
    assert (settings.BASE_DIR / "docs/roles.md").read_text(encoding="utf-8") == table.page()
    assert set(WHO) == {role.key for role in table.ROLES}


def test_a_role_is_given_for_a_time_and_ended_and_both_are_recorded(cast: Cast) -> None:
    visitor, url, user = Visitor(cast.admin(TARAKAN)), f"/offices/{TARAKAN}/roles/", cast.secretary
    today = day_of(timezone.now())
    form = visitor.open(url).form("/give/")
    assert "admin_pemerintah" not in form.fields["role"].options
    fields = {"user": user.pk, "role": "petugas_arsip", "start": today.isoformat(), "last": today.isoformat()}
    assert visitor.send(url, form, **fields).status_code == 302
    grant = RoleGrant.objects.get(user=user)
    assert (grant.start_date, grant.end_date) == (today, today + timedelta(days=1))
    again = visitor.send(url, form, **fields)
    assert again.status_code == 422
    assert "sudah mempunyai peran ini" in Page(again.content.decode()).text
    ending = visitor.open(url).form(f"/{grant.pk}/end/")
    assert visitor.send(url, ending, on=today.isoformat(), reason="selesai").status_code == 302
    assert not RoleGrant.objects.filter(user=user).exists()
    told = Activity.objects.filter(action__startswith="role.").order_by("number")
    assert [(row.action, row.data["user"]) for row in told] == [
        ("role.granted", user.username),
        ("role.ended", user.username),
    ]


def test_the_last_admin_stays_until_there_is_another(cast: Cast) -> None:
    admin, today = cast.admin(TARAKAN), day_of(timezone.now())
    visitor, url = Visitor(admin), f"/offices/{TARAKAN}/roles/"
    own = RoleGrant.objects.get(user=admin)
    fields = {"on": today.isoformat(), "reason": "pindah"}
    refusal = visitor.send(url, visitor.open(url).form(f"/{own.pk}/end/"), **fields)
    assert refusal.status_code == 422
    assert "admin DPUPR yang terakhir" in Page(refusal.content.decode()).text
    RoleGrant.objects.create(user=cast.secretary, role="admin_kantor", office=office(), start_date=today)
    assert visitor.send(url, visitor.open(url).form(f"/{own.pk}/end/"), **fields).status_code == 302
    assert visitor.client.get(url).status_code == 404
