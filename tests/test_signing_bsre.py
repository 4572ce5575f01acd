"""Signing a case's papers through BSrE: whatever the service does, no paper is half signed or signed twice."""

from typing import Any

import pytest

from documents.bsre_keeping import set_nik
from documents.models import SignedPaper
from documents.signing.verifying import verified
from organizations.capacity import holder
from tests.bsre_service import NIK, PASSPHRASE, BsreService, Trouble, bsre  # noqa: F401  the fixture
from tests.cast import Cast
from tests.story import open_tasks
from tests.test_signing import bytes_of, drafted, prepared
from workflows.actions.sign import open_pen, owed, sign_task
from workflows.models import Assignment

pytestmark = pytest.mark.django_db
TROUBLES = [
    Trouble.SLOW,
    Trouble.FAILS,
    Trouble.TRUNCATED,
    Trouble.ANOTHER,
    Trouble.CUT_BEFORE,
    Trouble.CUT_AFTER,
]


def tried(task: Assignment, cast: Cast, passphrase: str = PASSPHRASE) -> list[str]:
    """The official tries to sign all that a task owes; what is told of each paper, nothing where it was signed."""
    by = holder(task.post, cast.now)
    assert by
    pen = open_pen(task.run.case.office, by=by, at=cast.now, passphrase=passphrase)
    return [result.message for result in sign_task(task, pen, by=by, at=cast.now)]


@pytest.mark.slow
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_no_paper_is_half_signed_or_bears_a_signer_twice_whatever_the_service_does(
    cast: Cast,
    bsre: BsreService,  # noqa: F811
    settings: Any,
    version: str,
) -> None:
    case = drafted(cast, "bsre")
    bsre.account(case.office, version)
    papers = prepared(case, cast)
    task = next(t for t in open_tasks(case) if len(owed(t)) == 1)
    set_nik(holder(task.post, cast.now).user, nik=NIK, at=cast.now)  # type: ignore[union-attr]
    (signature,) = owed(task)
    before = bytes_of(signature.paper)
    for trouble in TROUBLES:
        bsre.trouble = trouble
        settings.BSRE_READ_TIMEOUT = 0.4 if trouble is Trouble.SLOW else 60
        (message,) = tried(task, cast)
        assert message, trouble
        assert bytes_of(signature.paper) == before
        assert SignedPaper.objects.get(pk=signature.paper_id).busy_until is None
        assert owed(task) == [signature]
    bsre.trouble, settings.BSRE_READ_TIMEOUT = Trouble.NONE, 60
    assert "salah" in tried(task, cast, "bukan-frasanya")[0]
    assert len(bsre.signed) >= 1  # the connection was cut after it had signed: nothing of that is kept
    assert tried(task, cast) == [""]
    assert tried(task, cast) == []
    after = bytes_of(signature.paper)
    assert after.startswith(before)
    assert len(verified(after, []).signatures) == 1
    assert len(papers) == len({paper.pk for paper in papers})
    cast.complete(task)
