"""Remarks on a case: who says them, who hears of them, and that none of them ever changes."""

import pytest
from django.db import DatabaseError, transaction

from activity.models import Activity, Notice
from activity.verification import faults
from organizations.models import Appointment
from tests.cast import Cast
from tests.story import open_tasks
from tests.visitor import Visitor, visitor_for
from tests.written_sops import COMMAND, DRAFT, FILE, load_sop
from workflows.actions.comment import comment_on
from workflows.errors import Denied, Incomplete
from workflows.models import Case, Comment

pytestmark = pytest.mark.django_db
OFFICE = "dpupr-tarakan"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of Tarakan at its second step."""
    return cast.advance(cast.start("tarakan-dpupr"), 2)


def test_a_remark_is_kept_and_recorded_and_who_is_named_hears_of_it(cast: Cast, case: Case) -> None:
    by, to = cast.acting(OFFICE, "kepala-dinas"), cast.post(OFFICE, "sekretaris")
    made = comment_on(case, by=by, at=cast.now, text=" Cek lagi angkanya. ", mentions=[to.pk])
    assert (made.text, made.mentioned, made.said_as) == ("Cek lagi angkanya.", [to.title], by.printed)
    row = Activity.objects.get(action="case.commented")
    assert (row.data["text"], row.data["comment"]) == (made.text, made.pk)
    notice = Notice.objects.get()
    assert (notice.user_id, notice.kind, notice.path) == (
        cast.secretary.pk,
        "sebutan",
        f"/cases/{case.pk}/#komentar-{made.pk}",
    )
    assert not list(faults())


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_refuses_to_change_a_remark(cast: Cast, case: Case, how: str) -> None:
    comment_on(case, by=cast.acting(OFFICE, "kepala-dinas"), at=cast.now, text="Tetap")
    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        Comment.objects.update(text="Lain") if how == "update" else Comment.objects.all().delete()
    assert Comment.objects.get().text == "Tetap"


@pytest.mark.parametrize(("text", "who"), [("", []), ("x" * 2001, []), ("Halo", ["outside"])])
def test_what_is_empty_too_long_or_names_others_is_refused(
    cast: Cast, case: Case, text: str, who: list[str]
) -> None:
    mentions = [cast.post("dpupr-gowa", "sekretaris").pk] if who else []
    with pytest.raises(Incomplete):
        comment_on(case, by=cast.acting(OFFICE, "kepala-dinas"), at=cast.now, text=text, mentions=mentions)
    assert not Comment.objects.exists()


def test_nobody_speaks_whose_post_does_not_see_the_case_or_when_it_is_closed(cast: Cast, case: Case) -> None:
    with pytest.raises(Denied):
        comment_on(case, by=cast.acting("dpupr-gowa", "sekretaris"), at=cast.now, text="Halo")
    cast.advance_to_end(case)
    with pytest.raises(Denied, match="ditutup"):
        comment_on(case, by=cast.acting(OFFICE, "kepala-dinas"), at=cast.now, text="Halo")


def test_a_remark_from_the_task_and_from_the_case_is_read_on_both_pages(cast: Cast, case: Case) -> None:
    task = open_tasks(case).get()
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/"
    form = visitor.open(url).form("/comments/")
    evil = "<b>tebal</b>"
    head = str(cast.post(OFFICE, "kepala-dinas").pk)
    sent = visitor.send(url, form, **{"comment-text": evil, "comment-mentions": [head]})
    assert sent.headers["Location"].startswith(f"{url}#komentar-")
    assert evil in visitor.open(url).text
    head_visitor = Visitor(cast.head)
    page = head_visitor.open(f"/cases/{case.pk}/")
    assert evil in page.text
    assert "Kepada Kepala" in page.text
    empty = head_visitor.send("", page.form("/comments/"), **{"comment-text": " "})
    assert empty.status_code == 422
    assert Comment.objects.count() == 1
    assert not [
        f for f in Visitor(cast.inspector(OFFICE)).open(f"/cases/{case.pk}/").forms if "comments" in f.action
    ]


def test_a_superior_without_a_task_speaks_by_the_form_and_an_inspector_who_holds_a_post_has_none(
    cast: Cast,
) -> None:
    load_sop("atasan", COMMAND, DRAFT, FILE)
    case = cast.advance(cast.start("atasan"), 2)
    url = f"/cases/{case.pk}/"
    visitor = Visitor(cast.secretary)
    form = visitor.open(url).form("/comments/")
    assert visitor.send(url, form, **{"comment-text": "Segera"}).status_code == 302
    inspector = cast.inspector(OFFICE)
    post = cast.post(OFFICE, "kabid-ckpr")
    Appointment.objects.filter(post=post).update(user=inspector)
    assert not [f for f in Visitor(inspector).open(url).forms if "comments" in f.action]
