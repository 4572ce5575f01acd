"""The copy of a person's data: nothing that names a person is forgotten, nothing secret is in it, nobody else's."""

import json
import stat
import tracemalloc
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.cache import cache
from django.core.management import CommandError, call_command

from activity.chain import Actor
from activity.models import Activity, Notice
from activity.record import locked_stream, record_many
from documents.models import SigningIdentity, SigningKey
from organizations.capacity import holder
from organizations.models import Appointment, User
from organizations.sealing import seal
from tests.cast import Cast
from tests.story import placed, signed
from tests.visitor import Visitor
from workflows.personal.copying import write_copy
from workflows.personal.of_account import PERSON, PERSON_WITHOUT
from workflows.personal.table import LEFT_OUT, PARTS

pytestmark = pytest.mark.django_db


def copied(user: User, at: datetime) -> dict[str, Any]:
    file = BytesIO()
    write_copy(user, file, at)
    found: dict[str, Any] = json.loads(file.getvalue())
    return found


def names_a_person(field: Any) -> bool:
    """Whether a column says who: a relation to people, or a number of somebody (the lowest room knows no people)."""
    if field.is_relation:
        return field.related_model is User and not field.auto_created
    return "user" in field.name and field.get_internal_type() in (
        "BigIntegerField",
        "IntegerField",
        "PositiveIntegerField",
    )


def test_every_column_that_names_a_person_is_copied_or_left_out_with_a_reason() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in [*model._meta.get_fields(), *model._meta.many_to_many]
        if names_a_person(field)
    }
    decided = [part.column for part in PARTS if part.column != "activity.Activity.data"]
    assert found == {*decided, *LEFT_OUT}
    assert len(decided) == len(set(decided))
    assert len({part.key for part in PARTS}) == len(PARTS)
    assert all(len(reason) > 10 for reason in LEFT_OUT.values())


def test_every_way_back_from_a_person_is_decided() -> None:
    related = {f"{each.related_model._meta.label}.{each.field.name}" for each in User._meta.related_objects}
    assert related <= {*(part.column for part in PARTS), *LEFT_OUT}


def test_every_field_of_the_account_is_copied_or_left_out_with_a_reason() -> None:
    fields = {field.name for field in [*User._meta.concrete_fields, *User._meta.many_to_many]}
    assert fields == {*PERSON.values(), *PERSON_WITHOUT}
    assert not set(PERSON.values()) & set(PERSON_WITHOUT)


def test_the_copy_holds_what_a_person_did_and_nobody_else_s(cast: Cast, now: datetime) -> None:
    case = cast.start("tarakan-dpupr")
    task = cast.tasks(case)[0]
    cast.complete(task)
    signed(placed(cast, 5), cast)
    acted = holder(task.post, cast.now)
    assert acted
    head = cast.head
    Notice.objects.create(
        key="uji:1", user_id=head.pk, kind="sebutan", created_at=now, title="Anda disebut", text="Oleh Sekretaris",
        path="/cases/1/", office_id=case.office_id,
    )  # fmt: skip
    found = copied(head, now)
    parts = {key: part["baris"] for key, part in found["bagian"].items()}
    assert (found["akun"]["nama"], found["akun"]["nip"]) == (head.name, head.nip)
    assert [row["jabatan"] for row in parts["jabatan"]] == ["Kepala Dinas"]
    acts = Activity.objects.filter(user_id=head.pk).order_by("id")
    assert [(row["nomor"], row["tindakan"]) for row in parts["catatan_tindakan"]] == [
        (row.number, row.action) for row in acts
    ]
    assert parts["tanda_tangan"]
    assert parts["pemberitahuan"][-1]["isi"] == "Oleh Sekretaris"
    assert {row["pelaku"] for row in parts["catatan_tindakan"]} == {head.name}
    done = copied(acted.user, now)["bagian"]["tugas"]["baris"]
    assert [(row["kasus"], row["jabatan"]) for row in done] == [(case.title, task.post.title)]
    assert not copied(cast.outsider, now)["bagian"]["tugas"]["baris"]


def test_what_others_wrote_about_the_account_is_in_it(cast: Cast, now: datetime) -> None:
    user, stream = cast.secretary, locked_stream("office:dpupr-tarakan")
    rows: list[tuple[str, dict[str, Any]]] = [
        ("user.invited", {"user": user.pk}),
        ("delegation.made", {"to": user.username, "from": "x"}),
    ]
    rows += [("user.invited", {"user": user.pk + 1}), ("delegation.made", {"to": "y", "from": "x"})]
    record_many([(stream, action, data) for action, data in rows], at=now, actor=Actor.command("uji"))
    about = copied(user, now)["bagian"]["catatan_tentang"]["baris"]
    assert [row["tindakan"] for row in about[-2:]] == ["user.invited", "delegation.made"]
    assert all(row["isi"].get("to") != "y" for row in about)


def test_nothing_secret_is_in_the_copy(cast: Cast, now: datetime) -> None:
    user = cast.head
    user.set_password("sandi-yang-panjang")
    user.save(update_fields=["password"])
    sealed = seal("3174010101900001", place="nik", keys=["k"])
    SigningIdentity.objects.create(user=user, sealed_nik=sealed)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "RAHASIA-TOTP"})
    visitor = Visitor(user)
    key = visitor.client.session.session_key or ""
    UserSession.objects.create(user=user, ip="10.1.2.3", user_agent="Firefox/128", session_key=key)
    signed(placed(cast, 5), cast)
    file = BytesIO()
    write_copy(user, file, now)
    text = file.getvalue().decode()
    keys = SigningKey.objects.filter(user=user)
    secrets = [user.password, "RAHASIA-TOTP", "3174010101900001", sealed, key]
    assert not [secret for secret in secrets if secret in text]
    assert not any(bytes(each.container).hex() in text for each in keys)
    assert "10.1.2.3" in text
    found = json.loads(text)["bagian"]
    assert found["nik"]["baris"] == [{"tersimpan_disegel": True}]
    assert [row["jenis"] for row in found["faktor_kedua"]["baris"]] == ["totp"]


def test_an_official_downloads_their_own_copy_from_their_account(cast: Cast) -> None:
    cache.clear()
    visitor = Visitor(cast.head)
    assert "/akun/data/" in list(visitor.open("/akun/").links())
    page = visitor.open("/akun/data/")
    assert "UU 43/2009" in page.text
    before = Activity.objects.count()
    response = visitor.send("/akun/data/", page.form("/akun/data/copy/"))
    body = b"".join(response)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in response.headers["Cache-Control"]
    assert json.loads(body)["akun"]["nip"] == cast.head.nip
    assert Activity.objects.count() == before
    again = visitor.send("/akun/data/", page.form("/akun/data/copy/"))
    assert again.status_code == 302
    assert "Tunggu satu menit" in visitor.open("/akun/data/").text


def test_a_request_in_writing_is_answered_by_a_command_that_is_recorded(cast: Cast, tmp_path: Path) -> None:
    out = tmp_path / "salinan.json"
    call_command("person", cast.head.nip, "--out", str(out))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    found = json.loads(out.read_bytes())
    assert found["akun"]["nama"] == cast.head.name
    row = Activity.objects.get(action="user.data_copied")
    assert (row.actor_kind, row.actor_name, row.data["user"]) == ("command", "person", cast.head.pk)
    assert found["bagian"]["catatan_tentang"]["baris"][-1]["tindakan"] == "user.data_copied"
    with pytest.raises(CommandError, match="sudah ada"):
        call_command("person", cast.head.nip, "--out", str(out))
    with pytest.raises(CommandError, match="Tidak ada pejabat"):
        call_command("person", "000", "--out", str(tmp_path / "lain.json"))
    assert Activity.objects.filter(action="user.data_copied").count() == 1


def test_a_long_life_in_office_takes_no_more_memory(cast: Cast, now: datetime) -> None:
    user = cast.secretary
    post = Appointment.objects.filter(user=user).latest("id").post_id
    actor = Actor(kind="post", name=user.name, capacity="Sekretaris", user_id=user.pk, post_id=post)
    stream, rows = locked_stream("uji:panjang"), []
    for number in range(6_000):
        rows.append((stream, "assignment.completed", {"note": f"{number} " + "panjang " * 40}))
    record_many(rows, at=now + timedelta(1), actor=actor)
    del rows

    class Counted:
        size = 0

        def write(self, piece: bytes) -> int:
            self.size += len(piece)
            return len(piece)

    counted: Any = Counted()
    tracemalloc.start()
    write_copy(user, counted, now)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counted.size > 2_500_000
    assert peak < 2_000_000
