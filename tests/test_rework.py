"""Doing a step again and taking too long: two figures that know nothing of each other."""

import pytest

from tests.cast import Cast
from tests.visitor import Visitor
from tests.written_sops import CHECK, COMMAND, DRAFT, FILE, load_sop
from workflows.models import Assignment
from workflows.rework import Lateness, Measured, Rework, Round, lateness, rework

HOUR = 3600


@pytest.mark.parametrize(
    ("rounds", "again", "late"),
    [
        ([], Rework(), Lateness()),
        ([Round(1, [Measured(HOUR, HOUR)]), Round(2, [Measured(HOUR)])], Rework(), Lateness()),
        ([Round(1, [Measured(3 * HOUR, HOUR)])], Rework(), Lateness(1, 2 * HOUR)),
        ([Round(1, [Measured(60, HOUR)]), Round(1, [Measured(90, HOUR)])], Rework(1, 90), Lateness()),
        ([Round(1), Round(1, [Measured(None)]), Round(1, [Measured(5)])], Rework(2, 5), Lateness()),
        ([Round(1), Round(2, is_withdrawn=True), Round(1, [Measured(7)]), Round(2, [Measured(9)])],
         Rework(1, 7), Lateness()),
        ([Round(1), Round(1, [Measured(HOUR, 60), Measured(50, 60)])],
         Rework(1, HOUR + 50), Lateness(1, HOUR - 60)),
    ],
)  # fmt: skip
def test_rework_and_lateness_are_counted_apart(rounds: list[Round], again: Rework, late: Lateness) -> None:
    assert (rework(rounds), lateness(rounds)) == (again, late)


@pytest.mark.django_db
def test_the_page_of_a_case_says_both(cast: Cast) -> None:
    check = f"{CHECK}, pelaksana: [kepala], keputusan: {{Ya: lanjut, Tidak: 2}}"
    case = cast.start(load_sop("ulang", COMMAND, DRAFT, check, FILE).sop.slug)
    page = Visitor(cast.head)
    assert "Pengerjaan ulang" not in page.open(f"/cases/{case.pk}/").text
    cast.advance(case, 3)
    cast.complete(cast.tasks(case)[0], answer="Tidak", note="Perbaiki")
    cast.complete(cast.tasks(case)[0])
    again = Assignment.objects.filter(run__case=case, run__round=2, status="selesai")
    again.update(worked_seconds=3 * HOUR + 600, limit_seconds=4 * HOUR)
    text = page.open(f"/cases/{case.pk}/").text
    assert "2 putaran, 3 jam 10 menit kerja" in text
    assert "Melebihi waktu" not in text
    assert "putaran 2 (pengerjaan ulang)" in text
