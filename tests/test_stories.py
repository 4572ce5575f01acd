"""The five SOPs over HTTP: started in the browser, done by every official, to the archive. Also on SQLite."""

import pytest
from django.core.management import call_command

from activity.models import Activity
from organizations.models import Appointment
from tests.cast import Cast
from tests.story import Story, open_tasks
from tests.visitor import Visitor, visitor_for
from workflows.models import Assignment, Case, StepRun

pytestmark = [pytest.mark.core, pytest.mark.django_db]

# SOP: the number of the deciding step, the answer that returns, where it leads, the order of the step
DECISIONS = {
    "tangerang-kesbangpol": ("3", "Tidak", "2", 3),
    "tarakan-dp3appkb": ("8", "Salah", "7", 8),
    "gowa-dpupr": ("6", "Tidak", "5", 6),
    "madiun-setda": ("4", "Salah", "3", 4),
}


def acts_of(case: Case) -> list[tuple[str, int]]:
    """(step, round) of every act, in the order in which they were done."""
    rows = Activity.objects.filter(stream=case.stream_id, action="assignment.completed").order_by("number")
    return [(row.data["step"], row.data["round"]) for row in rows]


def assert_told(case: Case, reader: Visitor) -> None:
    """The page of the case tells every row of the record, with everybody who acted; and the record is whole."""
    text = reader.open(f"/cases/{case.pk}/?catatan=semua").text
    rows = Activity.objects.filter(stream=case.stream_id).order_by("number")
    assert [row.number for row in rows] == list(range(1, case.stream.count + 1))
    for row in rows:
        assert f"#{row.number} " in text
        assert row.actor_name in text
        assert row.capacity in text
        assert not row.data.get("note") or row.data["note"] in text
    assert "Kasus selesai di langkah" in text
    call_command("verify_activity")


def assert_filed(case: Case) -> None:
    assert (case.status, case.tahap) == ("selesai", "arsip")
    assert case.closed_at
    assert not open_tasks(case).exists()


def test_tarakan_goes_to_the_archive_in_26_acts(cast: Cast) -> None:
    story = Story()
    case = story.play(story.start(cast.head, "Penyusunan Perjanjian Kinerja"))
    assert_filed(case)
    assert len(story.acts) == Assignment.objects.filter(run__case=case, status="selesai").count() == 26
    assert [nomor for nomor, _ in dict.fromkeys(acts_of(case))] == [str(number) for number in range(1, 11)]
    assert_told(case, Visitor(cast.head))


def test_tangerang_goes_to_the_archive_after_a_draft_was_sent_back(cast: Cast) -> None:
    story = Story({"3": ["Tidak", "Ya"]})
    head = cast.user("kesbangpol-tangerang", "kepala-kantor")
    case = story.play(story.start(head, "Mekanisme Penyusunan Perjanjian Kinerja"))
    assert_filed(case)
    steps = list(dict.fromkeys(acts_of(case)))
    assert steps == [("1", 1), ("2", 1), ("3", 1), ("2", 2), ("3", 2), *((n, 1) for n in "45678")]
    assert_told(case, Visitor(head))


def test_dp3appkb_goes_to_the_archive_by_members_of_the_pool_other_than_the_first(cast: Cast) -> None:
    story = Story({"8": ["Salah", "Benar"]})
    case = story.play(
        story.start(cast.user("dp3appkb-tarakan", "kepala-dinas"), "Pengumpulan Data Capaian Kinerja")
    )
    assert_filed(case)
    assert ("7", 2) in acts_of(case)
    pool = Assignment.objects.filter(run__case=case, pelaksana__key="staf_jfu")
    assert set(pool.filter(status="selesai").values_list("post__slug", flat=True)) == {"jfu-2"}
    assert set(pool.filter(status="dilepas").values_list("post__slug", flat=True)) == {"staf-1", "jfu-1"}
    assert_told(case, Visitor(cast.user("dp3appkb-tarakan", "sekretaris")))


def test_gowa_goes_to_the_archive_with_two_kabid_named_by_the_act_before(cast: Cast) -> None:
    story = Story({"6": ["Tidak", "Ya"]})
    case = story.play(story.start(cast.user("dpupr-gowa", "kepala-dinas"), "Perjanjian Kinerja"))
    assert_filed(case)
    named = next(told.sent for told in story.acts if told.nomor == "2")["chosen_kepala_bidang"]
    acted = Assignment.objects.filter(run__case=case, pelaksana__key="kepala_bidang")
    assert len(named) == 2
    assert set(acted.values_list("run__step__nomor", "post_id")) == {
        (nomor, int(post)) for nomor in "3478" for post in named
    }
    assert_told(case, Visitor(cast.user("dpupr-gowa", "sekretaris")))


def test_madiun_goes_to_the_archive_from_a_letter_of_an_outside_party(cast: Cast) -> None:
    story = Story({"4": ["Salah", "Betul"]})
    letter = {"letter_sender": "Bagian Organisasi", "letter_number": "065/12", "letter_date": "2026-01-05"}
    kabag = cast.user("setda-madiun", "kabag")
    case = story.play(story.start(kabag, "Penyusunan Perjanjian Kinerja", None, **letter))
    assert_filed(case)
    assert [nomor for nomor, _ in acts_of(case)] == ["1", "2", "3", "4", "3", "4", "6", "7"]
    outside = Assignment.objects.filter(run__case=case, details__pihak_luar="Bagian Organisasi")
    assert set(outside.values_list("run__step__nomor", flat=True)) == {"1", "4", "7"}
    assert "Surat dari Bagian Organisasi Nomor 065/12 Tanggal 5 Januari 2026" in story.acts[1].page.text
    assert_told(case, Visitor(kabag))


def test_an_official_signs_in_with_the_nip_as_it_is_printed_and_acts(cast: Cast) -> None:
    head = cast.head
    head.set_password("Kata-Sandi-Panjang-7")
    head.save()
    visitor = Visitor()
    form = visitor.open("/inbox/").form("")
    nip = {"username": "19000101 200001 1 001", "password": "Kata-Sandi-Panjang-7"}
    assert visitor.send("/login/", form, **nip).headers["Location"] == "/inbox/"
    case = Story().start(head, "Penyusunan Perjanjian Kinerja", visitor)
    assert visitor.act(open_tasks(case).get()).status_code == 302
    assert Activity.objects.filter(action="user.signed_in", user_id=head.pk).exists()


@pytest.mark.parametrize("slug", DECISIONS)
def test_whoever_gets_a_case_back_reads_why_and_in_which_round(cast: Cast, slug: str) -> None:
    nomor, answer, back, order = DECISIONS[slug]
    case = cast.advance(cast.start(slug), order)
    task = open_tasks(case).get()
    response = visitor_for(task).act(task, answer=answer, note="Target triwulan II belum ada.")
    assert response.status_code == 302
    again = open_tasks(case).last()
    text = visitor_for(again).open(f"/assignments/{again.pk}/").text
    assert (again.run.step.nomor, again.run.round, again.run.cause) == (back, 2, "kembali")
    assert f"Dikembalikan dari langkah {nomor}" in text
    assert "Target triwulan II belum ada." in text
    assert task.post.title in text
    assert "sekarang putaran 2" in text


def test_the_case_tells_to_whom_and_when_a_paper_was_handed_over(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 9)
    task = open_tasks(case).get()
    fields = {"receiver": "Bagian Organisasi", "outside_party": "Wali Kota", "outside_date": "2026-01-03"}
    visitor = visitor_for(task)
    assert visitor.act(task, **fields).status_code == 302
    text = visitor.open(f"/cases/{case.pk}/").text
    assert text.count("diserahkan kepada Bagian Organisasi, ") == 2, "beside the step, and in the record"
    assert text.count("Wali Kota bertindak 3 Januari 2026") == 2


@pytest.mark.parametrize("slug", DECISIONS)
def test_the_inbox_marks_what_came_back(cast: Cast, slug: str) -> None:
    _, answer, _, order = DECISIONS[slug]
    case = cast.advance(cast.start(slug), order)
    cast.complete(open_tasks(case).get(), answer=answer, note="Perbaiki")
    assert "Dikembalikan · putaran 2" in visitor_for(open_tasks(case).last()).open("/inbox/").text


def test_a_return_keeps_every_step_after_it_to_be_done_again(cast: Cast) -> None:
    story = Story({"6": ["Tidak", "Ya"]})
    story.play(cast.advance(cast.start("gowa-dpupr"), 6), to="7")
    assert acts_of(Case.objects.get())[-3:] == [("6", 1), ("5", 2), ("6", 2)]
    causes = StepRun.objects.order_by("-id").values_list("step__nomor", "cause", "status")
    assert list(causes[:4]) == [
        ("7", "lanjut", "aktif"),
        ("6", "lanjut", "selesai"),
        ("5", "kembali", "selesai"),
        ("6", "lanjut", "dikembalikan"),
    ]


def test_the_act_before_must_name_who_is_chosen(cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 2)
    task = open_tasks(case).get()
    response = visitor_for(task).act(task, chosen_kepala_bidang=None)
    assert response.status_code == 422
    assert "Pilih siapa yang bertindak untuk Kepala Bidang." in response.content.decode()
    assert open_tasks(case).get() == task


def test_who_was_not_chosen_has_no_task(cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 2)
    task = open_tasks(case).get()
    form = visitor_for(task).open(f"/assignments/{task.pk}/").form("/complete/")
    chosen = form.fields["chosen_kepala_bidang"].options[2]
    assert visitor_for(task).act(task, chosen_kepala_bidang=[chosen]).status_code == 302
    assert [str(each.post_id) for each in open_tasks(case)] == [chosen]


def test_a_pool_member_releases_the_others(cast: Cast) -> None:
    case = cast.advance(cast.start("madiun-setda"), 3)
    first, second, third = open_tasks(case)
    assert visitor_for(second).act(second).status_code == 302
    assert set(Assignment.objects.filter(pk__in=[first.pk, third.pk]).values_list("status", flat=True)) == {
        "dilepas"
    }
    assert "Tidak ada yang menunggu Anda." in visitor_for(first).open("/inbox/").text


def test_the_head_decides_on_the_page_of_the_head_with_one_tick(cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 6)
    task = open_tasks(case).get()
    visitor = visitor_for(task)
    form = visitor.open("/").form("/head/")
    response = visitor.send("/head/", form, **{f"tugas-{task.pk}": "Ya"})
    assert response.status_code == 200
    assert Case.objects.get().tahap == "penandatanganan"
    assert open_tasks(case).first().run.step.nomor == "7"


def test_an_official_moved_in_between_leaves_the_task_to_the_successor(cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 5)
    task = open_tasks(case).get()
    heir = cast.user("dpupr-gowa", "kabid-tata-ruang")
    Appointment.objects.filter(post=task.post).update(user=heir)
    assert visitor_for(task).act(task).status_code == 302
    assert Assignment.objects.get(pk=task.pk).acted_by == heir
