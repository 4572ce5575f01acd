"""Who sees a case by which post, and who acts for it: superiors, the moved, Plh., delegates."""

from datetime import date

import pytest

from activity.models import Activity
from organizations.models import Appointment, Delegation, Government, Post, RoleGrant, User
from tests.cast import Cast
from tests.story import open_tasks
from tests.visitor import Visitor
from workflows.models import Assignment, Case

pytestmark = pytest.mark.django_db
OFFICE = "dpupr-tarakan"
TODAY = date(2026, 1, 2)


def newcomer(name: str = "Contoh Pendatang") -> User:
    """A person who holds nothing yet."""
    return User.objects.create_user(name.replace(" ", "-").lower(), name=name)


def appoint(user: User, post: Post, kind: str = "definitif") -> Appointment:
    return Appointment.objects.create(user=user, post=post, kind=kind, start_date=TODAY)


def definitive_head() -> User:
    """The Kepala Dinas, also while somebody else acts for the post."""
    held = Appointment.objects.filter(post__slug="kepala-dinas", post__office__slug=OFFICE)
    return held.select_related("user").get(kind="definitif").user


def end(user: User) -> None:
    """The person leaves every post."""
    Appointment.objects.filter(user=user).update(end_date=TODAY)


@pytest.mark.parametrize("slug", ["sekretaris", "kabid-psda", "kasubag-perencanaan-keuangan"])
def test_a_post_still_to_come_sees_the_case_from_its_start(cast: Cast, slug: str) -> None:
    case = cast.start("tarakan-dpupr")
    visitor = Visitor(cast.user(OFFICE, slug))
    assert case.title in visitor.open(f"/cases/{case.pk}/").text
    assert case.title in visitor.open("/cases/").text


def test_a_post_that_did_not_come_to_act_sees_a_cancelled_case_no_more(cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    Visitor(cast.head).manage(case, "cancel", **{"cancel-reason": "Dibuat dua kali."})
    Visitor(cast.secretary).open(f"/cases/{case.pk}/", 404)


def test_a_superior_sees_what_a_subordinate_works_on(cast: Cast) -> None:
    superior, beside = newcomer(), cast.post(OFFICE, "staf-umum")
    chief = Post.objects.create(
        office=beside.office, government=beside.government, slug="ketua", title="Ketua"
    )
    appoint(superior, chief)
    case = cast.start("tarakan-dpupr")
    Visitor(superior).open(f"/cases/{case.pk}/", 404)
    Post.objects.filter(office=beside.office, slug="kabid-bm").update(superior=chief)
    assert case.title in Visitor(superior).open(f"/cases/{case.pk}/").text


def test_a_superior_in_the_government_sees_through_all_levels(cast: Cast) -> None:
    sekda = newcomer("Contoh Sekda Tarakan")
    case = cast.start("tarakan-dpupr")
    appoint(sekda, post := cast.post(OFFICE, "sekda"))
    Visitor(sekda).open(f"/cases/{case.pk}/", 404)
    Post.objects.filter(office__slug=OFFICE, slug="kepala-dinas").update(superior=post)
    assert case.title in Visitor(sekda).open(f"/cases/{case.pk}/").text
    Visitor(sekda).open(f"/assignments/{open_tasks(case).get().pk}/", 404)


def test_a_head_who_is_of_the_government_sees_the_cases_of_the_office(cast: Cast) -> None:
    case = cast.start("madiun-setda")
    assert case.title in Visitor(cast.user("setda-madiun", "sekda")).open("/head/").text


def test_the_head_sees_all_of_the_office(cast: Cast) -> None:
    case = cast.start("tarakan-dpupr")
    Post.objects.filter(office__slug=OFFICE).exclude(slug="kepala-dinas").update(superior=None)
    head = Visitor(cast.head)
    assert case.title in head.open("/head/").text
    head.open(f"/cases/{case.pk}/")


@pytest.mark.parametrize("who", ["kepala-dinas", "sekretaris"])
def test_an_official_moved_away_sees_it_no_longer(cast: Cast, who: str) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 3)
    user = cast.user(OFFICE, who)
    visitor = Visitor(user)
    visitor.open(f"/cases/{case.pk}/")
    end(user)
    for url in (f"/cases/{case.pk}/", f"/assignments/{open_tasks(case)[0].pk}/", "/head/"):
        visitor.open(url, 404)
    assert case.title not in visitor.open("/cases/").text


def test_the_successor_sees_what_the_post_did_before(cast: Cast) -> None:
    case = cast.advance_to_end(cast.start("tarakan-dpupr"))
    heir = newcomer()
    end(cast.secretary)
    appoint(heir, cast.post(OFFICE, "sekretaris"))
    assert case.title in Visitor(heir).open(f"/cases/{case.pk}/").text


def test_an_admin_of_the_government_sees_and_manages_every_office_of_it(cast: Cast) -> None:
    admin = newcomer()
    government = Government.objects.get(offices__slug=OFFICE)
    RoleGrant.objects.create(user=admin, role="admin_pemerintah", government=government, start_date=TODAY)
    visitor = Visitor(admin)
    case, foreign = cast.start("tarakan-dp3appkb"), cast.start("gowa-dpupr")
    assert visitor.manage(case, "suspend", **{"suspend-reason": "Menunggu."}).status_code == 302
    visitor.open(f"/cases/{foreign.pk}/", 404)


def test_a_grant_that_has_ended_gives_nothing(cast: Cast) -> None:
    case, admin = cast.start("tarakan-dpupr"), cast.admin(OFFICE)
    RoleGrant.objects.filter(user=admin).update(end_date=TODAY)
    for url in (f"/cases/{case.pk}/", "/sops/load/", "/sops/dpupr-tarakan/tarakan-dpupr/"):
        Visitor(admin).open(url, 404)


@pytest.fixture
def plh(cast: Cast) -> User:
    """The Sekretaris acts as Plh. Kepala Dinas while the head is away."""
    user = cast.secretary
    appoint(user, cast.post(OFFICE, "kepala-dinas"), "plh")
    return user


def test_the_plh_acts_and_the_capacity_is_recorded(cast: Cast, plh: User) -> None:
    task = open_tasks(cast.start("tarakan-dpupr")).get()
    visitor = Visitor(plh)
    assert "Anda bertindak sebagai Plh. Kepala Dinas" in visitor.open(f"/assignments/{task.pk}/").text
    assert visitor.act(task).status_code == 302
    row = Activity.objects.get(action="assignment.completed")
    assert (row.actor_name, row.capacity) == (plh.name, "Plh. Kepala Dinas")
    assert f"{plh.name} (Plh. Kepala Dinas)" in visitor.open(f"/cases/{task.run.case_id}/").text


def test_the_absent_head_reads_but_is_asked_nothing(cast: Cast, plh: User) -> None:
    case = cast.start("tarakan-dpupr")
    visitor = Visitor(definitive_head())
    assert "Tidak ada yang menunggu Anda." in visitor.open("/inbox/").text
    assert "Tidak ada yang menunggu keputusan Anda." in visitor.open("/head/").text
    page = visitor.open(f"/cases/{case.pk}/")
    assert "Kasus ini menunggu Anda" not in page.text
    assert [form.action for form in page.forms if form.method == "post"] == ["/logout/"]


@pytest.mark.parametrize("action", ["", "complete/"])
def test_the_absent_head_cannot_act(cast: Cast, plh: User, action: str) -> None:
    task = open_tasks(cast.start("tarakan-dpupr")).get()
    visitor = Visitor(definitive_head())
    form = visitor.open("/inbox/").form("/logout/")
    form.action = f"/assignments/{task.pk}/{action}"
    if action:
        assert visitor.send("", form, text="Coba").status_code == 404
    else:
        visitor.open(form.action, 404)
    assert open_tasks(task.run.case).get() == task


def test_the_absent_head_starts_suspends_and_cancels_nothing(cast: Cast, plh: User) -> None:
    case = cast.start("tarakan-dpupr")
    visitor = Visitor(definitive_head())
    visitor.open(f"/revisions/{case.revision_id}/start/", 404)
    form = visitor.open("/inbox/").form("/logout/")
    form.action = f"/cases/{case.pk}/cancel/"
    assert visitor.send("", form, **{"cancel-reason": "Coba"}).status_code in (403, 404)
    assert Case.objects.get(pk=case.pk).status == "berjalan"


def test_the_plh_manages_the_case(cast: Cast, plh: User) -> None:
    case = cast.start("tarakan-dpupr")
    assert Visitor(plh).manage(case, "suspend", **{"suspend-reason": "Menunggu."}).status_code == 302


@pytest.fixture
def delegate(cast: Cast) -> User:
    """The Kasubag acts for the head by delegation."""
    user = cast.user(OFFICE, "kasubag-perencanaan-keuangan")
    post = cast.post(OFFICE, "kepala-dinas")
    Delegation.objects.create(
        post=post, from_user=cast.head, to_user=user, start_date=TODAY, reason="Dinas luar"
    )
    return user


def test_a_delegate_acts_and_both_names_are_in_the_record_and_on_the_page(cast: Cast, delegate: User) -> None:
    giver = definitive_head()
    task = open_tasks(cast.start("tarakan-dpupr")).get()
    visitor = Visitor(delegate)
    assert task.run.case.title in visitor.open("/inbox/").text
    assert f"atas pelimpahan {giver.name}" in visitor.open(f"/assignments/{task.pk}/").text
    assert visitor.act(task).status_code == 302
    row = Activity.objects.get(action="assignment.completed")
    assert (row.actor_name, row.on_behalf_of) == (delegate.name, giver.name)
    done = Assignment.objects.get(pk=task.pk)
    assert (done.acted_by, done.on_behalf_of) == (delegate, giver)
    text = visitor.open(f"/cases/{task.run.case_id}/").text
    assert f"{delegate.name} (Kepala Dinas, atas nama {giver.name})" in text


def test_who_has_delegated_is_asked_no_more(cast: Cast, delegate: User) -> None:
    giver = definitive_head()
    task = open_tasks(cast.start("tarakan-dpupr")).get()
    visitor = Visitor(giver)
    visitor.open(f"/assignments/{task.pk}/", 404)
    assert "Tidak ada yang menunggu Anda." in visitor.open("/inbox/").text
    visitor.open(f"/cases/{task.run.case_id}/")


def test_a_delegation_that_has_ended_gives_nothing(cast: Cast, delegate: User) -> None:
    Delegation.objects.update(end_date=date(2026, 1, 3))
    task = open_tasks(cast.start("tarakan-dpupr")).get()
    Visitor(delegate).open(f"/assignments/{task.pk}/", 404)
    Visitor(cast.head).open(f"/assignments/{task.pk}/")
