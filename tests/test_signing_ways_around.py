"""Ways around signing that must stay closed: an upload in its place, an edit after it, one paper taken for another."""

import pytest

from documents.models import PaperStatus, PassphraseGuard, Signature, SignedPaper, StoredFile
from documents.naskah.rendering import render_waiting
from documents.storing import store
from organizations.capacity import holder
from organizations.models import Office
from tests.cast import Cast
from tests.sample_files import pdf, upload
from tests.story import open_tasks
from tests.test_naskah_acts import CONTENT
from tests.test_signing import drafted, prepared, sign
from tests.visitor import Visitor
from workflows.actions.pk import save_content
from workflows.actions.sign import owed
from workflows.errors import Denied, Incomplete
from workflows.filing import cases_to_file
from workflows.laying_down import lay_down_waiting
from workflows.models import Case, Output, Signing, StepRun

pytestmark = pytest.mark.django_db
SIGNING = 5


def an_upload(case: Case, cast: Cast) -> StoredFile:
    return store(upload("naskah.pdf", pdf()), office=case.office, by=cast.head, at=cast.now)


@pytest.mark.slow
def test_once_signed_a_paper_is_neither_replaced_by_an_upload_nor_its_content_edited(cast: Cast) -> None:
    case = drafted(cast)
    papers = prepared(case, cast)
    tasks = list(open_tasks(case))
    for number, task in enumerate(tasks):
        assert sign(task, cast) == []
        if number == 0:
            with pytest.raises(Incomplete, match="ditandatangani secara elektronik"):
                cast.complete(task, file=an_upload(case, cast))
        cast.complete(task)
        if number == 0:
            signed = SignedPaper.objects.filter(signatures__status="ditandatangani").first()
            assert signed
            pk = signed.perjanjian_kinerja
            assert pk
            by = holder(pk.pihak_pertama, cast.now)
            assert by
            with pytest.raises(Denied, match="sedang ditandatangani"):
                save_content(pk, CONTENT, by=by, at=cast.now, version=pk.version)
    made = Output.objects.newest().filter(case=case, run__step__order=SIGNING)
    assert {output.signed_id for output in made} == {paper.pk for paper in papers}


def test_a_case_whose_papers_were_signed_by_hand_before_their_bytes_were_made_is_filed(cast: Cast) -> None:
    case = drafted(cast)
    lay_down_waiting(lambda: cast.now)
    for task in open_tasks(case):
        cast.complete(task, by_hand=True)
    assert set(SignedPaper.objects.values_list("file", flat=True)) == {None}
    cast.advance_to_end(case)
    render_waiting(lambda: cast.now)
    assert cases_to_file().filter(pk=case.pk).exists()


def test_two_papers_of_one_name_are_both_signed_and_neither_replaces_the_other(cast: Cast) -> None:
    case = drafted(cast)
    seats = list(open_tasks(case))
    (source,) = Output.objects.newest().filter(case=case, run__step__order=SIGNING - 1)
    source.naskah, source.file, source.assignment = None, an_upload(case, cast), seats[0]
    source.save()
    source.pk, source.file, source.assignment = None, an_upload(case, cast), seats[1]
    source.save(force_insert=True)
    assert lay_down_waiting(lambda: cast.now) == 1
    assert [paper.status for paper in SignedPaper.objects.filter(runs__run__case=case)] == [
        PaperStatus.OPEN,
        PaperStatus.OPEN,
    ]
    assert owed(seats[0])


def test_papers_that_cannot_be_laid_down_hold_up_no_other_case(cast: Cast) -> None:
    broken = drafted(cast)
    naskah = Output.objects.newest().get(case=broken, run__step__order=SIGNING - 1).naskah
    assert naskah
    naskah.kind = "tidak-ada"
    naskah.save(update_fields=["kind"])
    other = cast.start("tarakan-dpupr")
    StepRun.objects.filter(case=other).update(signing=Signing.QUEUED)
    assert lay_down_waiting(lambda: cast.now) == 1
    assert StepRun.objects.get(case=other).signing == Signing.NONE


def test_an_admin_unlocks_whoever_holds_a_post_of_the_office_though_bsre_keeps_their_key(cast: Cast) -> None:
    admin, url = Visitor(cast.admin("dpupr-tarakan")), "/offices/dpupr-tarakan/signing/"
    for user in (cast.secretary, cast.outsider):
        PassphraseGuard.objects.create(user=user, wrong=10, locked_at=cast.now)
    page = admin.open(url)
    assert cast.secretary.name in page.text
    assert cast.outsider.name not in page.text
    admin.send(url, page.form("unlock/"), user=cast.secretary.pk)
    admin.send(url, page.form("unlock/"), user=cast.outsider.pk)
    assert list(PassphraseGuard.objects.exclude(locked_at=None).values_list("user", flat=True)) == [
        cast.outsider.pk
    ]


@pytest.mark.parametrize("token", ["%00", "a%00b", "x" * 5000, "%F0%9F%98%80", "..%2F"])
def test_every_address_that_is_none_gets_the_same_answer(cast: Cast, token: str) -> None:
    url = f"/periksa/naskah/{token}/"
    assert Visitor().client.get(url).status_code == 404


def test_what_was_prepared_for_ink_is_signed_with_ink_though_the_office_changed_its_way(cast: Cast) -> None:
    case = drafted(cast, "basah")
    assert lay_down_waiting(lambda: cast.now) == 1
    Office.objects.filter(pk=case.office_id).update(signing_way="internal")
    for task in open_tasks(case):
        assert sign(task, cast) == []
        cast.complete(task)
    papers = SignedPaper.objects.filter(runs__run__case=case)
    assert set(papers.values_list("signatures__way", flat=True)) <= {"basah", ""}
    assert (
        not Signature.objects.filter(paper__in=papers, status="ditandatangani").exclude(way="basah").exists()
    )
