"""What a Plt. or Plh. may do beside routine work: told before the attempt, refused or recorded by the act."""

from datetime import date

import pytest

from activity.models import Activity
from documents.signing.keys import make_key
from organizations.capacity import admin_capacity, holder
from organizations.kewenangan import USUAL
from organizations.kewenangan_setting import set_kewenangan
from organizations.models import Appointment, Office
from tests.cast import Cast, an_act
from tests.samples import fixture, load_office
from tests.story import open_tasks
from tests.test_signing import PASSPHRASE, drafted, prepared, sign
from tests.visitor import Visitor
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.actions.complete import complete_assignment
from workflows.errors import Denied
from workflows.models import Assignment, Case

pytestmark = pytest.mark.django_db
TARAKAN = "dpupr-tarakan"
STRATEGIC = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}"


def say(**choices: str) -> None:
    Office.objects.filter(slug=TARAKAN).update(kewenangan_pelaksana=choices)


def represent(cast: Cast, kind: str = "plh", slug: str = "kepala-dinas") -> None:
    """The secretary acts for another post from New Year on."""
    Appointment.objects.create(
        user=cast.secretary,
        post=cast.post(TARAKAN, slug),
        kind=kind,
        start_date=date(2026, 1, 1),
        order_letter="1",
    )


@pytest.fixture
def checked(cast: Cast) -> Case:
    """A case at a strategic step: the head decides on a draft."""
    revision = load_sop("strategis", COMMAND, DRAFT, STRATEGIC, FILE, settings="{strategis: [3]}")
    return cast.advance(cast.start(revision.sop.slug), 3)


def act(cast: Cast, task: Assignment, **details: str) -> Case:
    """Whoever acts for the task's post does it."""
    by = holder(task.post, cast.now)
    assert by
    return complete_assignment(task, by=by, at=cast.now, act=an_act(task, cast.now, **details))


@pytest.mark.parametrize(
    ("kind", "choice", "told"),
    [
        ("plt", "boleh", None),
        ("plh", "peringatan", ["strategis"]),
        ("pj", "tolak", None),
    ],
)
def test_a_strategic_step_is_done_as_the_office_lets_it(
    cast: Cast, checked: Case, kind: str, choice: str, told: list[str] | None
) -> None:
    say(strategis=choice)
    represent(cast, kind)
    act(cast, open_tasks(checked).get())
    row = Activity.objects.filter(stream=checked.stream, action="assignment.completed").latest("number")
    assert row.data["details"].get("mandat") == told
    text = Visitor(cast.secretary).open(f"/cases/{checked.pk}/").text
    assert ("sebagai Plt. atau Plh. mengerjakan langkah strategis, setelah diperingatkan" in text) is bool(
        told
    )


def test_what_is_refused_can_still_be_sent_back(cast: Cast, checked: Case) -> None:
    say(strategis="tolak")
    represent(cast)
    task = open_tasks(checked).get()
    with pytest.raises(Denied, match=r"tidak membolehkan .* mengerjakan langkah strategis"):
        act(cast, task)
    page = Visitor(cast.secretary).open(f"/assignments/{task.pk}/")
    assert "tidak membolehkan Plt. atau Plh. mengerjakan langkah strategis" in page.text
    act(cast, task, answer="Tidak", note="Belum lengkap")
    assert open_tasks(checked).get().run.step.order == 2


def test_a_routine_step_is_nobodys_question(cast: Cast, checked: Case) -> None:
    say(strategis="tolak", pk="tolak", sop="tolak")
    act(cast, open_tasks(checked).get())  # the definitive head
    represent(cast, slug="kasubag-perencanaan-keuangan")
    assert act(cast, open_tasks(checked).get()).status == "selesai"


def test_the_page_warns_before_the_act_and_offers_no_single_tick(cast: Cast, checked: Case) -> None:
    task = open_tasks(checked).get()
    tick = f"tugas-{task.pk}"
    assert tick in Visitor(cast.head).open("/head/").form("/head/").fields
    represent(cast)
    visitor = Visitor(cast.secretary)
    assert "peringatan ini tercatat" in visitor.open(f"/assignments/{task.pk}/").text
    assert tick not in visitor.open("/head/").form("/head/").fields


def test_a_plh_signs_a_pk_only_as_the_office_lets_them(cast: Cast) -> None:
    case = drafted(cast)
    represent(cast)
    prepared(case, cast)
    task = open_tasks(case).get(post__slug="kepala-dinas")
    by = holder(task.post, cast.now)
    assert by
    make_key(by.user, task.office, passphrase=PASSPHRASE, by=by, at=cast.now)
    say(pk="tolak")
    task = open_tasks(case).get(pk=task.pk)
    page = Visitor(cast.secretary).open(f"/assignments/{task.pk}/")
    assert "tidak membolehkan Plt. atau Plh. menandatangani Perjanjian Kinerja" in page.text
    assert all("tidak membolehkan" in message for message in sign(task, cast))
    say(pk="peringatan")
    task = open_tasks(case).get(pk=task.pk)
    assert not any(sign(task, cast))
    act(cast, task)
    assert Assignment.objects.get(pk=task.pk).details["mandat"] == ["pk"]


def test_by_hand_it_is_the_same(cast: Cast) -> None:
    case = drafted(cast, way="basah")
    represent(cast)
    say(pk="tolak")
    task = open_tasks(case).get(post__slug="kepala-dinas")
    with pytest.raises(Denied, match="menandatangani Perjanjian Kinerja"):
        act(cast, task)
    say(pk="boleh")
    act(cast, task)
    assert "mandat" not in Assignment.objects.get(pk=task.pk).details


def test_the_choice_is_made_on_its_page_and_recorded(cast: Cast) -> None:
    visitor, url = Visitor(cast.admin(TARAKAN)), f"/offices/{TARAKAN}/kewenangan/"
    form = visitor.open(url).form("/save/")
    assert form.data == {"csrfmiddlewaretoken": form.data["csrfmiddlewaretoken"]} | {
        act: [choice] for act, choice in USUAL.items()
    }
    assert visitor.send(url, form, pk="tolak").status_code == 302
    row = Activity.objects.get(action="office.kewenangan_changed")
    assert row.data["changes"] == [{"field": "pk", "old": "peringatan", "new": "tolak"}]
    assert visitor.send(url, form, pk="apa").status_code == 422


def test_the_office_file_says_it_too_and_keeps_silent_about_what_it_does_not_say(cast: Cast) -> None:
    office = Office.objects.get(slug=TARAKAN)
    by = admin_capacity(cast.admin(TARAKAN), office, cast.now)
    assert by
    set_kewenangan(office, by=by, at=cast.now, choices={**USUAL, "sop": "boleh"})
    load_office(fixture("organizations", TARAKAN))
    office.refresh_from_db()
    assert office.kewenangan_pelaksana["sop"] == "boleh"
    load_office(fixture("organizations", TARAKAN) + "kewenangan_pelaksana: {pk: tolak}\n")
    office.refresh_from_db()
    assert office.kewenangan_pelaksana == {"pk": "tolak"}
