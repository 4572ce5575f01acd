"""Signing the papers of a case: each Perjanjian Kinerja by its own parties, on bytes that are made once."""

from collections.abc import Sequence

import pytest

from documents.models import PaperStatus, SignedPaper
from documents.signing.freezing import freeze_waiting
from documents.signing.keys import make_key
from documents.signing.standing import trusted_here
from documents.signing.verifying import verified
from organizations.capacity import holder
from organizations.models import Office
from tests.cast import Cast
from tests.story import open_tasks
from tests.test_naskah_acts import write_pks
from workflows.actions.sign import open_pen, owed, sign_task
from workflows.errors import Incomplete
from workflows.laying_down import lay_down_waiting
from workflows.models import Assignment, Case, Output

pytestmark = pytest.mark.django_db
PASSPHRASE = "kuda-laut-7-berenang"


USUAL = ("kepala-dinas", "sekretaris", "kabid-bm")


def drafted(cast: Cast, way: str = "internal", slugs: Sequence[str] = USUAL) -> Case:
    """A case of Tarakan that stands at its joint signing, with the Perjanjian Kinerja of these posts drafted."""
    Office.objects.filter(slug="dpupr-tarakan").update(signing_way=way)
    posts = [cast.post("dpupr-tarakan", slug) for slug in slugs]
    case = cast.start("tarakan-dpupr", subjects=posts)
    write_pks(case, cast)
    while (task := open_tasks(case).first()) and task.run.step.order < 5:
        drafts: tuple[tuple[str, dict[str, str]], ...] = (
            (("perjanjian_kinerja", {}),) if task.run.step.order == 4 else ()
        )
        cast.complete(task, drafts=drafts)
    return Case.objects.get(pk=case.pk)


def prepared(case: Case, cast: Cast) -> list[SignedPaper]:
    """Its papers, ready to be signed."""
    assert lay_down_waiting(lambda: cast.now) == 1
    freeze_waiting(lambda: cast.now)
    return list(SignedPaper.objects.filter(runs__run__case=case).order_by("id"))


def bytes_of(paper: SignedPaper) -> bytes:
    newest = SignedPaper.objects.select_related("file").get(pk=paper.pk)
    assert newest.file
    with newest.file.file.open("rb") as file:
        return bytes(file.read())


def sign(task: Assignment, cast: Cast, passphrase: str = PASSPHRASE) -> list[str]:
    """The official of a task signs all that it owes; the messages of what failed."""
    by = holder(task.post, cast.now)
    assert by
    if not by.user.signing_keys.exists():
        make_key(by.user, task.run.case.office, passphrase=PASSPHRASE, by=by, at=cast.now)
    pen = open_pen(task.run.case.office, by=by, at=cast.now, passphrase=passphrase)
    return [result.message for result in sign_task(task, pen, by=by, at=cast.now) if result.message]


def test_each_perjanjian_kinerja_is_signed_by_its_parties_in_any_order(cast: Cast) -> None:
    case = drafted(cast)
    papers = prepared(case, cast)
    assert {paper.perjanjian_kinerja_id for paper in papers} == set(
        case.subjects.values_list("pk", flat=True)
    )
    before = {paper.pk: bytes_of(paper) for paper in papers}
    for task in reversed(list(open_tasks(case))):
        if owed(task):
            with pytest.raises(Incomplete, match="belum Anda tanda tangani"):
                cast.complete(task)
        assert sign(task, cast) == []
        cast.complete(task)
    for paper in SignedPaper.objects.filter(pk__in=before):
        content = bytes_of(paper)
        assert content.startswith(before[paper.pk])
        given = paper.signatures.filter(status="ditandatangani").count()
        found = verified(content, trusted_here())
        assert found.holds, found
        assert len(found.signatures) == given
        waiting = paper.signatures.exclude(status="ditandatangani")
        assert (paper.status == PaperStatus.SIGNED) == (not waiting.exists())
    names = Output.objects.filter(case=case, signed__isnull=False).values_list("name", "signed")
    assert set(names) == {("Dokumen PK/Lampiran", paper.pk) for paper in papers}


def test_who_owes_no_signature_cannot_refuse_what_others_sign(cast: Cast) -> None:
    case = drafted(cast)
    papers = prepared(case, cast)
    signers = {each.post_id for paper in papers for each in paper.signatures.all()}
    task = next(each for each in open_tasks(case) if each.post_id not in signers)
    with pytest.raises(Incomplete, match="tidak ada yang dapat ditolak"):
        cast.complete(task, refusal="Tidak setuju")
    assert {SignedPaper.objects.get(pk=paper.pk).status for paper in papers} == {PaperStatus.OPEN}
