"""Sudah dibaca dan dipahami": said once for each revision, by those who carry it out, where they act."""

import pytest

from activity.models import Activity
from organizations.capacity import capacities
from organizations.models import Appointment
from sops.models import Reading, Revision
from sops.reading import Refused, reader_lines, state_read
from tests.cast import Cast
from tests.pages import Page
from tests.story import open_tasks
from tests.visitor import Visitor, visitor_for
from tests.written_sops import COMMAND, DRAFT, FILE, load_sop

pytestmark = pytest.mark.django_db
OFFICE, SLUG = "dpupr-tarakan", "tarakan-dpupr"
BUTTON = "Sudah saya baca dan pahami"


def test_it_is_said_once_on_the_page_of_the_sop_and_recorded(cast: Cast) -> None:
    visitor, url = Visitor(cast.secretary), f"/sops/{OFFICE}/{SLUG}/"
    form = visitor.open(url).form("/read/")
    for _ in range(2):
        response = visitor.send(url, form)
        assert (response.status_code, response.headers["Location"]) == (302, url)
    reading = Reading.objects.get()
    assert (reading.by, reading.capacity) == (cast.secretary, "Sekretaris")
    row = Activity.objects.get(action="revision.read")
    assert (row.data["sop"], row.data["hash"]) == (SLUG, reading.revision.content_hash)
    page = visitor.open(url)
    assert "Sudah Anda baca dan pahami" in page.text
    assert BUTTON not in page.text


def test_whoever_acts_is_told_and_says_so_without_leaving_the_task(cast: Cast) -> None:
    case = cast.advance(cast.start(SLUG), 2)
    task = open_tasks(case).get()
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/?antrean="
    page = visitor.open(url)
    assert f"membaca dan memahami revisi {case.revision.number}" in page.text
    refused = visitor.send(url, page.form("/complete/"), text=" ", instructions=None)
    again = Page(refused.content.decode()).form("/read/")  # where forms are sent to, no page is
    assert (refused.status_code, again.data["kembali"]) == (422, [url])
    response = visitor.send(url, again)
    assert response.headers["Location"] == url
    assert BUTTON not in visitor.open(url).text
    abroad = visitor.send(url, page.form("/read/"), kembali="//lain.example/")
    assert abroad.headers["Location"] == f"/sops/{OFFICE}/{SLUG}/"


def test_a_new_revision_is_read_anew_and_a_running_case_asks_for_its_own(cast: Cast) -> None:
    old = load_sop("baca", COMMAND, DRAFT, FILE)
    case = cast.advance(cast.start("baca"), 2)
    new = load_sop("baca", COMMAND, DRAFT.replace("Menyusun", "Menyusun konsep"), FILE)
    clerk = cast.user(OFFICE, "kasubag-perencanaan-keuangan")
    visitor, url = Visitor(clerk), f"/sops/{OFFICE}/baca/"
    visitor.send(url, visitor.open(url).form("/read/"))
    assert list(Reading.objects.values_list("revision", flat=True)) == [new.pk]
    task = open_tasks(case).get()
    page = visitor.open(f"/assignments/{task.pk}/")
    assert f"memahami revisi {old.number}" in page.text
    visitor.send("", page.form("/read/"))
    assert Reading.objects.filter(revision=old, by=clerk).exists()


def test_the_head_and_the_admin_see_who_has_not_and_nobody_else_does(cast: Cast) -> None:
    revision = cast.revision(SLUG)
    state_read(revision, mine=capacities(cast.head, cast.now), at=cast.now)
    lines = reader_lines(revision, cast.now)
    assert [line.person for line in lines if line.at] == [cast.head.name]
    assert lines[-1].at
    vacant = cast.post(OFFICE, "sekretaris")
    Appointment.objects.filter(post=vacant).update(end_date=cast.now.date())
    assert next(line for line in reader_lines(revision, cast.now) if line.post == vacant.title).person == ""
    url = f"/sops/{OFFICE}/{SLUG}/"
    for user in (cast.head, cast.admin(OFFICE)):
        assert "Sudah dibaca dan dipahami" in Visitor(user).open(url).text
    assert "Sudah dibaca dan dipahami" not in Visitor(cast.inspector(OFFICE)).open(url).text


@pytest.mark.parametrize("status", ["draf", "reviu", "disetujui", "dicabut"])
def test_what_is_not_carried_out_is_not_to_be_read(cast: Cast, status: str) -> None:
    revision = cast.revision(SLUG)
    Revision.objects.filter(pk=revision.pk).update(status=status)
    revision = Revision.objects.select_related("sop__office").get(pk=revision.pk)
    with pytest.raises(Refused, match="tidak dijalankan"):
        state_read(revision, mine=capacities(cast.head, cast.now), at=cast.now)


def test_who_has_no_part_in_it_says_nothing(cast: Cast) -> None:
    revision = cast.revision(SLUG)
    for user in (cast.outsider, cast.admin(OFFICE)):
        with pytest.raises(Refused, match="pejabat kantor"):
            state_read(revision, mine=capacities(user, cast.now), at=cast.now)
    visitor = Visitor(cast.outsider)
    token = visitor.open("/inbox/").form("/logout/").data["csrfmiddlewaretoken"]
    url = f"/sops/{OFFICE}/{SLUG}/revisions/{revision.number}/read/"
    assert visitor.client.post(url, {"csrfmiddlewaretoken": token}).status_code == 404
    assert not Reading.objects.exists()
