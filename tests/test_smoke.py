"""A first look: every SOP goes to the archive by its officials."""

import pytest

from activity.verification import faults
from tests.cast import Cast
from workflows.models import Assignment

SOPS = {
    "tarakan-dpupr": 26,
    "tangerang-kesbangpol": 0,
    "tarakan-dp3appkb": 0,
    "gowa-dpupr": 0,
    "madiun-setda": 0,
}


@pytest.mark.core
@pytest.mark.django_db
@pytest.mark.parametrize("slug", SOPS)
def test_every_sop_runs_to_the_archive(cast: Cast, slug: str) -> None:
    case = cast.advance_to_end(cast.start(slug))
    assert (case.status, case.tahap) == ("selesai", "arsip")
    assert not list(faults())


@pytest.mark.core
@pytest.mark.django_db
def test_a_tarakan_case_has_26_acts(cast: Cast) -> None:
    case = cast.advance_to_end(cast.start("tarakan-dpupr"))
    assert Assignment.objects.filter(run__case=case, status="selesai").count() == 26
