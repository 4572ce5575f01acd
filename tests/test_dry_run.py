"""dry_run plays an SOP to the archive, in a database of its own."""

import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from organizations.models import Appointment
from sops.models import Revision
from sops.storing import document_of
from tests.cast import Cast
from tests.samples import AT as NOW
from tests.samples import SLUGS, SOP, all_files, changed, everything, load
from workflows.models import StepRun
from workflows.simulation import MAX_RUNS, STAND_IN, EndlessLoop, Player

pytestmark = pytest.mark.django_db
AT = "--at=2026-01-05T08:00+08:00"
NUMBER = re.compile(r"^langkah (\S+), putaran (\d+): ")

# Every answer of every decision: the returning one on the first visit, the other on the second.
ANSWERS = {
    "tarakan-dpupr": [],
    "tangerang-kesbangpol": ["3=Tidak", "3=Ya"],
    "tarakan-dp3appkb": ["8=Salah", "8=Benar"],
    "gowa-dpupr": ["6=Tidak", "6=Ya"],
    "madiun-setda": ["4=Salah", "4=Betul"],
}
VISITS = {
    "tarakan-dpupr": "1 2 3 4 5 6 7 8 9 10",
    "tangerang-kesbangpol": "1 2 3 2 3 4 5 6 7 8",
    "tarakan-dp3appkb": "1 2 3 4 5 6 7 8 7 8 9 10 11 12",
    "gowa-dpupr": "1 2 3 4 5 6 5 6 7 8 9",
    "madiun-setda": "1 2 3 4 3 4 6 7",
}


def dry_run(slug: str, *options: str) -> list[str]:
    """The lines of a run that ends well."""
    out = StringIO()
    call_command("dry_run", slug, *options, stdout=out)
    return out.getvalue().splitlines()


def answering(*answers: str) -> list[str]:
    return [part for answer in answers for part in ("--answer", answer)]


def test_the_table_has_every_answer_of_every_sop() -> None:
    for slug, given in ANSWERS.items():
        document = document_of(Revision.objects.get(sop__slug=slug, status="berlaku"))
        offered = {f"{step.nomor}={answer.label}" for step in document.prosedur for answer in step.keputusan}
        assert offered == set(given), slug


@pytest.mark.core
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the play itself is on SQLite: once is enough")
@pytest.mark.parametrize("slug", SLUGS)
def test_every_sop_ends_in_the_archive_whatever_is_answered(slug: str) -> None:
    lines = dry_run(slug, AT, *answering(*ANSWERS[slug]))
    visits = [found[1] for line in lines if (found := NUMBER.match(line))]
    assert (lines[-1], " ".join(visits)) == ("diarsipkan", VISITS[slug])


@pytest.mark.slow
def test_a_run_changes_nothing_in_the_real_database_or_folder() -> None:
    folder = Path(settings.DATA_DIR)
    before = everything(), all_files(folder)
    dry_run("madiun-setda", AT)
    assert (everything(), all_files(folder)) == before


def played(revision: Revision, **answers: list[str]) -> list[str]:
    """The lines of the same play in the test's own database, which is quicker."""
    return list(
        Player(revision, {key.removeprefix("step"): value for key, value in answers.items()}, NOW).play()
    )


def test_a_line_tells_number_round_actor_waktu_and_papers(cast: Cast) -> None:
    line = played(cast.revision("madiun-setda"), step4=["Salah"])[4]
    assert line.startswith("langkah 3, putaran 2: Mengumpulkan Perjanjian Kinerja")
    for part in (
        "oleh Jabatan Fungsional Umum 1 (Contoh JFU Satu",
        "waktu 60 menit",
        "batas 5 Jan 2026 09.04 WIB",
        "masuk notulen rapat v1",
    ):
        assert part in line
    assert "keluar PK seluruh pegawai dan draft surat pengantar v" in line


@pytest.mark.core
def test_a_vacant_post_gets_a_marked_stand_in(cast: Cast) -> None:
    Appointment.objects.filter(post=cast.post("setda-madiun", "subkoordinator")).delete()
    lines = played(cast.revision("madiun-setda"))
    assert lines[-1] == "diarsipkan"
    assert f"Subkoordinator ({STAND_IN}: Subkoordinator kosong)" in lines[1]


@pytest.mark.parametrize(
    ("slug", "options", "message"),
    [
        ("sop-gaib", [], "SOP “sop-gaib” tidak ada. Yang ada: gowa-dpupr"),
        ("madiun-setda", ["4=Mungkin"], "jawaban langkah 4: Betul, Salah"),
        ("madiun-setda", ["1=Ya"], "jawaban langkah 1: tidak ada"),
        ("madiun-setda", ["5=Ya"], "langkah “5” tidak ada"),
        ("madiun-setda", ["4"], "jawaban langkah 4: Betul, Salah"),
    ],
)
def test_what_is_not_there_is_refused_with_a_message(slug: str, options: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=re.escape(message)) as error:
        dry_run(slug, *answering(*options))
    assert error.value.returncode != 0


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="“besok” bukan waktu"):
        dry_run("madiun-setda", "--at=besok")


@pytest.mark.slow
def test_a_loop_stops_after_a_hundred_runs(cast: Cast) -> None:
    player = Player(cast.revision("madiun-setda"), {"4": ["Salah"] * 60}, NOW)
    with pytest.raises(EndlessLoop, match="lebih dari 100 langkah dijalankan"):
        list(player.play())
    assert StepRun.objects.filter(case__title__startswith="SIMULASI").count() == MAX_RUNS + 1


@pytest.mark.slow
def test_a_hundred_runs_are_no_loop() -> None:
    step = "  - {kegiatan: Bekerja, pelaksana: [staf], tahap: penyusunan, tindakan: memeriksa}\n"
    lines = played(load(SOP.split("  - nomor")[0] + step * MAX_RUNS).revision)
    assert lines[-1] == "diarsipkan"


@pytest.mark.slow
def test_a_step_whose_answers_all_return_is_answered_with_one_of_them() -> None:
    text = changed("waktu: 2 hari", "waktu: 2 hari\n    keputusan: {Lanjut: lanjut, Cukup: selesai}")
    text = changed("{Ya: lanjut, Tidak: 2}", "{Ya: 1, Tidak: 2}", text.split("  - nomor: 4")[0])
    with pytest.raises(EndlessLoop):
        played(load(text).revision)


def test_a_moment_before_the_officials_were_appointed_is_played_by_stand_ins() -> None:
    early = datetime(2019, 1, 7, 1, 0, tzinfo=UTC)
    lines = list(Player(load(SOP, at=early).revision, {}, early).play())
    assert STAND_IN in lines[0]
    assert lines[-1] == "diarsipkan"
