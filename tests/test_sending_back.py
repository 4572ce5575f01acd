"""Sending back to the steps that an SOP allows besides its answers, with the parts of joint steps that stand."""

import pytest

from activity.models import Activity
from activity.verification import faults
from organizations.yaml_reader import FaultsFound
from tests.cast import Cast
from tests.racing import last_runs, statuses
from tests.story import open_tasks
from tests.visitor import visitor_for
from tests.written_sops import COLUMNS, COMMAND, DRAFT, FILE, load_sop
from workflows.errors import Incomplete
from workflows.models import Assignment, Case, Output

pytestmark = pytest.mark.django_db
POOL = {**COLUMNS, "kabid": "{nama: Para Kabid, jabatan: [kabid-bm, kabid-ckpr, kabid-psda]}"}
DRAFTS = (
    "kegiatan: Menyusun bersama, pelaksana: [kabid], tahap: penyusunan, tindakan: menyusun, output: Usulan"
)
CHECKS = "kegiatan: Memeriksa bersama, pelaksana: [sekretaris, kasubag, kepala], tahap: penyusunan, tindakan: memeriksa"
ALLOWED = "{kembali_ke: {3: [1, 2], 4: [2]}}"


@pytest.fixture
def case(cast: Cast) -> Case:
    """Command, three draft, three check, file; the case stands at the check, which may send back to 1 and 2."""
    load_sop(
        "kembali",
        COMMAND,
        DRAFTS,
        f"{CHECKS}, output: Hasil, naskah: Usulan",
        FILE,
        columns=POOL,
        settings=ALLOWED,
    )
    return cast.advance(cast.start("kembali"), 3)


def parts_of(case: Case) -> list[tuple[str, bool]]:
    """The seats of the open run: the post, and whether it stands from before."""
    seats = Assignment.objects.filter(run__case=case, run__status="aktif").order_by("post_id")
    return [(seat.post.slug, seat.carried_from_id is not None) for seat in seats.select_related("post")]


def test_a_step_sends_back_to_any_step_that_the_sop_allows(cast: Cast, case: Case) -> None:
    task = cast.tasks(case)[0]
    with pytest.raises(Incomplete, match="alasan"):
        cast.complete(task, answer="", return_to=1)
    with pytest.raises(Incomplete, match="tidak mengizinkan"):
        cast.complete(task, answer="", return_to=3, note="Salah")
    cast.complete(task, answer="", return_to=1, note="Salah dasar")
    assert last_runs(case) == [(3, 1, "lanjut", "dikembalikan"), (1, 2, "kembali", "aktif")]
    assert cast.advance_to_end(case).tahap == "arsip"
    assert not list(faults())


def test_only_those_who_are_named_do_their_part_of_a_joint_step_again(cast: Cast, case: Case) -> None:
    redo = cast.post("dpupr-tarakan", "kabid-ckpr")
    kept = set(Output.objects.newest().filter(case=case, key="usulan").values_list("pk", flat=True))
    cast.complete(cast.tasks(case)[0], return_to=2, again=[redo.pk], note="Angka salah")
    assert parts_of(case) == [("kabid-bm", True), ("kabid-ckpr", False), ("kabid-psda", True)]
    cast.complete(cast.tasks(case)[0])
    newest = Output.objects.newest().filter(case=case, key="usulan")
    assert len(kept & set(newest.values_list("pk", flat=True))) == 2  # the others' papers count on
    assert newest.count() == 3
    assert last_runs(case)[1] == (3, 2, "lanjut", "aktif")
    assert Activity.objects.get(data__next__cause="kembali").data["again"] == [redo.pk]


def test_who_did_nothing_there_does_nothing_again(cast: Cast, case: Case) -> None:
    for again in ([], [cast.post("dpupr-tarakan", "sekretaris").pk]):
        with pytest.raises(Incomplete, match="mengulang"):
            cast.complete(cast.tasks(case)[0], return_to=2, again=again, note="Angka salah")


@pytest.mark.parametrize("stands", [True, False])
def test_what_was_finished_in_the_step_that_sends_back_stands_where_one_says_so(
    cast: Cast, case: Case, stands: bool
) -> None:
    cast.complete(cast.tasks(case)[0])
    cast.complete(cast.tasks(case)[0], return_to=2, note="Angka salah", stands=stands)
    cast.advance(case, 3)
    assert last_runs(case)[1] == (3, 2, "lanjut", "aktif")
    assert sum(carried for _, carried in parts_of(case)) == stands
    for task in cast.tasks(case):
        cast.complete(task)
    assert last_runs(case)[1] == (4, 1, "lanjut", "aktif")
    assert cast.advance_to_end(case).tahap == "arsip"


def test_an_sop_that_allows_a_return_to_a_later_step_is_refused(cast: Cast) -> None:
    with pytest.raises(FaultsFound, match="tidak berada sebelum"):
        load_sop("salah", COMMAND, DRAFT, FILE, settings="{kembali_ke: {2: [3]}}")


def test_the_page_of_the_task_offers_it(cast: Cast, case: Case) -> None:
    first, task, _ = open_tasks(case)
    cast.complete(first)
    visitor, url = visitor_for(task), f"/assignments/{task.pk}/"
    form = visitor.open(url).form("/return/")
    assert {"return-order", "return-note", "return-stands", "return-again_2"} <= set(form.fields)
    bad = visitor.send(url, form, **{"return-order": "2", "return-note": ""})
    assert bad.status_code == 422
    again = [str(cast.post("dpupr-tarakan", "kabid-bm").pk)]
    sent = {"return-order": "2", "return-note": "Angka salah", "return-again_2": again, "return-stands": "on"}
    assert visitor.send(url, form, **sent).status_code == 302
    assert parts_of(case) == [("kabid-bm", False), ("kabid-ckpr", True), ("kabid-psda", True)]
    assert statuses(task) == ["selesai"]
    text = visitor.open(f"/cases/{case.pk}/").text
    assert "bagian yang sudah selesai di langkah ini tetap berlaku" in text
    assert "bagian putaran sebelumnya" in text
    late = visitor.send(url, form, **sent)
    assert late.status_code == 409


def test_a_step_without_such_a_right_offers_nothing(cast: Cast, case: Case) -> None:
    other = cast.advance(cast.start("kembali"), 2)
    task = open_tasks(other).first()
    assert "Kembalikan ke langkah sebelumnya" not in visitor_for(task).open(f"/assignments/{task.pk}/").text
