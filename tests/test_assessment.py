"""Monitoring and evaluation as the regulation's form asks: begun from the evidence, judged, signed, filed, and what
follows: a draft revision, a reminder."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from activity.models import Activity, Notice
from activity.verification import faults
from documents.models import Arsip, PaperStatus, SignedPaper
from documents.signing.auditing import faults as signature_faults
from documents.signing.errors import CannotSign
from documents.signing.keys import make_key
from documents.signing.standing import trusted_here
from organizations.capacity import Capacity, admin_capacity
from organizations.models import Office
from sops.comparing import differences
from sops.models import Revision
from sops.storing import document_of
from tests.cast import Cast
from tests.conftest import NOW
from tests.sample_files import upload
from tests.visitor import Visitor
from workflows.actions.assess import Changed, Judged, begin_assessment, conclude, judge, recount
from workflows.actions.propose import draft_from
from workflows.assessment_signing import sign_assessment
from workflows.errors import Denied, Incomplete
from workflows.models import AssessedSop, Assessment, Assignment
from workflows.periods import Period
from workflows.review_dates import due_reviews, remind

OFFICE, SLUG, PASSPHRASE = "dpupr-gowa", "gowa-dpupr", "kuda-laut-7-berenang"
YEAR, HALF = Period(2026, 1, 12), Period(2026, 1, 6)
WITA = ZoneInfo("Asia/Makassar")
ANSWERS = dict.fromkeys(
    ("mudah_dipahami", "mudah_dilaksanakan", "semua_mampu", "mendukung_kinerja", "masih_sesuai"), True
)
WELL = Judged("baik", "Berjalan.", "")

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """The office, which signs by hand unless a test says otherwise."""
    return Office.objects.select_related("government", "head").get(slug=OFFICE)


@pytest.fixture
def head(cast: Cast) -> Capacity:
    """Who acts for its head."""
    return cast.acting(OFFICE, "kepala-dinas")


def row_of(held: Assessment) -> AssessedSop:
    """Its only SOP."""
    return AssessedSop.objects.select_related("revision__sop__office", "assessment__office").get(
        assessment=held
    )


def fresh(held: Assessment) -> Assessment:
    """As it stands now."""
    return Assessment.objects.select_related("office__government", "office__head", "signed__file").get(
        pk=held.pk
    )


def judged(cast: Cast, head: Capacity, office: Office, *, slow: int = 0) -> Assessment:
    """A yearly form of one SOP that is judged; with `slow` acts at its second step that took twice their waktu."""
    case = cast.advance_to_end(cast.start(SLUG))
    for number in range(slow):
        other = cast.start(SLUG, title=f"Lambat {number}")
        cast.advance(other, 3)
    Assignment.objects.filter(run__step__order=2, status="selesai").exclude(run__case=case).update(
        worked_seconds=7200, limit_seconds=3600
    )
    held = begin_assessment(office, "evaluasi", YEAR, by=head, at=cast.now)
    said = replace(WELL, answers=ANSWERS, proposals={"2": "2 jam"} if slow else {})
    judge(row_of(held), said, version=held.version, by=head, at=cast.now)
    return fresh(held)


def test_a_form_begins_with_what_happened(cast: Cast, head: Capacity, office: Office) -> None:
    cast.advance_to_end(cast.start(SLUG))
    held = begin_assessment(office, "monitoring", HALF, by=head, at=cast.now)
    row = row_of(held)
    assert row.note.startswith("1 kasus selesai, 1 dimulai. ")
    assert not row.verdict
    assert begin_assessment(office, "monitoring", HALF, by=head, at=cast.now) == held
    assert Activity.objects.filter(action="assessment.begun").count() == 1
    assert held.label == "Monitoring SOP semester I 2026"


@pytest.mark.parametrize(
    ("kind", "period"),
    [("monitoring", YEAR), ("evaluasi", HALF), ("monitoring", Period(2027, 1, 6))],
)
def test_a_form_of_no_such_period_is_refused(
    kind: str, period: Period, cast: Cast, head: Capacity, office: Office
) -> None:
    with pytest.raises(Incomplete):
        begin_assessment(office, kind, period, by=head, at=cast.now)
    assert not Assessment.objects.exists()


def test_only_the_head_and_admins_fill_it_in_and_only_the_head_signs(
    cast: Cast, head: Capacity, office: Office
) -> None:
    secretary = cast.acting(OFFICE, "sekretaris")
    with pytest.raises(Denied):
        begin_assessment(office, "evaluasi", YEAR, by=secretary, at=cast.now)
    held = judged(cast, head, office)
    with pytest.raises(Denied):
        judge(row_of(held), WELL, version=held.version, by=secretary, at=cast.now)
    admin = admin_capacity(cast.admin(OFFICE), office, cast.now)
    assert admin is not None
    conclude(held, "Baik.", version=held.version, by=admin, at=cast.now)
    with pytest.raises(Denied):
        sign_assessment(fresh(held), version=fresh(held).version, by=admin, at=cast.now)
    assert not SignedPaper.objects.filter(kind="evaluasi_sop").exists()


def test_what_somebody_else_changed_is_not_overwritten_nor_signed(
    cast: Cast, head: Capacity, office: Office
) -> None:
    held = judged(cast, head, office)
    seen = held.version
    conclude(held, "Dari admin.", version=seen, by=head, at=cast.now)
    with pytest.raises(Changed):
        conclude(held, "Lain.", version=seen, by=head, at=cast.now)
    with pytest.raises(Changed):
        judge(row_of(held), WELL, version=seen, by=head, at=cast.now)
    with pytest.raises(Changed):
        sign_assessment(fresh(held), version=seen, by=head, at=cast.now)
    assert fresh(held).conclusion == "Dari admin."


def test_what_is_missing_keeps_it_from_being_signed(cast: Cast, head: Capacity, office: Office) -> None:
    held = begin_assessment(office, "evaluasi", YEAR, by=head, at=cast.now)
    with pytest.raises(Incomplete, match="Belum dinilai"):
        sign_assessment(fresh(held), version=held.version, by=head, at=cast.now)
    judge(row_of(held), Judged("tidak_baik", "", ""), version=1, by=head, at=cast.now)
    with pytest.raises(Incomplete, match=r"tindakan yang harus diambil.*Jawab setiap pertanyaan"):
        sign_assessment(fresh(held), version=2, by=head, at=cast.now)
    assert not SignedPaper.objects.filter(kind="evaluasi_sop").exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Judged("entah", "", ""), "verdict"),
        (Judged("baik", "x" * 4001, ""), "note"),
        (Judged("baik", "", "", {"lain": True}), "verdict"),
        (Judged("baik", "", "", {}, {"2": "sebentar"}), "waktu-2"),
        (Judged("baik", "", "", {}, {"99": "2 jam"}), "verdict"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    said: Judged, field: str, cast: Cast, head: Capacity, office: Office
) -> None:
    held = begin_assessment(office, "evaluasi", YEAR, by=head, at=cast.now)
    with pytest.raises(Incomplete) as refused:
        judge(row_of(held), said, version=1, by=head, at=cast.now)
    assert refused.value.field == field
    assert (row_of(held).verdict, fresh(held).version) == ("", 1)


def test_signed_by_certificate_it_is_filed_and_stays_as_it_is(
    cast: Cast, head: Capacity, office: Office
) -> None:
    Office.objects.filter(pk=office.pk).update(signing_way="internal")
    office.refresh_from_db()
    make_key(head.user, office, passphrase=PASSPHRASE, by=head, at=cast.now)
    held = judged(cast, head, office)
    with pytest.raises(CannotSign):
        sign_assessment(held, version=held.version, by=head, at=cast.now, passphrase="salah-sama-sekali")
    assert fresh(held).is_open
    sign_assessment(fresh(held), version=held.version, by=head, at=cast.now, passphrase=PASSPHRASE)
    held = fresh(held)
    assert not held.is_open
    paper = SignedPaper.objects.get(
        kind="evaluasi_sop"
    )  # the one laid down for the wrong passphrase was used
    assert (held.signed, paper.status, paper.title) == (paper, PaperStatus.SIGNED, "Evaluasi SOP tahun 2026")
    assert Arsip.objects.get(name=paper.title).file == paper.file
    assert list(signature_faults(trusted_here())) == []
    assert list(faults()) == []
    for change in (
        lambda: conclude(held, "Lain", version=held.version, by=head, at=cast.now),
        lambda: judge(row_of(held), WELL, version=held.version, by=head, at=cast.now),
        lambda: recount(held, by=head, at=cast.now),
    ):
        with pytest.raises(Changed):
            change()
    page = Visitor(head.user)
    reply = page.client.get(f"/assessments/{held.pk}/form.pdf")
    assert paper.file is not None
    with paper.file.file.open("rb") as file:
        assert reply.content == file.read()


def test_what_was_laid_down_is_not_signed_once_the_form_has_changed(
    cast: Cast, head: Capacity, office: Office
) -> None:
    Office.objects.filter(pk=office.pk).update(signing_way="internal")
    office.refresh_from_db()
    make_key(head.user, office, passphrase=PASSPHRASE, by=head, at=cast.now)
    held = judged(cast, head, office)
    with pytest.raises(CannotSign):
        sign_assessment(held, version=held.version, by=head, at=cast.now, passphrase="salah-sama-sekali")
    conclude(fresh(held), "Kesimpulan baru.", version=held.version, by=head, at=cast.now)
    held = fresh(held)
    sign_assessment(held, version=held.version, by=head, at=cast.now, passphrase=PASSPHRASE)
    states = list(
        SignedPaper.objects.filter(kind="evaluasi_sop").order_by("id").values_list("status", flat=True)
    )
    assert states == [PaperStatus.VOID, PaperStatus.SIGNED]


def test_by_hand_it_is_the_heads_statement_with_or_without_a_scan(
    cast: Cast, head: Capacity, office: Office
) -> None:
    Office.objects.filter(pk=office.pk).update(signing_way="basah")
    office.refresh_from_db()
    held = judged(cast, head, office)
    scan = upload("x.txt", b"bukan pindaian")
    with pytest.raises(Incomplete):
        sign_assessment(held, version=held.version, by=head, at=cast.now, scan=scan)
    sign_assessment(fresh(held), version=held.version, by=head, at=cast.now)
    signature = SignedPaper.objects.get(kind="evaluasi_sop").signatures.get()
    assert (signature.signed_by, signature.way, signature.scan) == (head.user, "basah", None)


def test_a_proposal_becomes_a_draft_that_differs_in_its_waktu_alone(
    cast: Cast, head: Capacity, office: Office
) -> None:
    Office.objects.filter(pk=office.pk).update(signing_way="basah")
    office.refresh_from_db()
    held = judged(cast, head, office, slow=12)
    row = row_of(held)
    with pytest.raises(Incomplete, match="sesudah evaluasinya ditandatangani"):
        draft_from(row, by=head, at=cast.now)
    sign_assessment(held, version=held.version, by=head, at=cast.now)
    draft = draft_from(row_of(held), by=head, at=cast.now)
    assert (draft.status, draft.number) == ("draf", 2)
    assert "langkah 2: " in draft.reason
    assert "menjadi 2 jam" in draft.reason
    changes = differences(document_of(row.revision), document_of(draft))
    touched = {
        (change.name, field[0]) for _caption, some in changes for change in some for field in change.fields
    }
    assert {name for _where, name in touched} <= {
        "Waktu", "Jumlah waktu", "Tanggal Revisi", "Tanggal Efektif", "Tanggal Pengesahan",
        "Tanggal revisi", "Tanggal efektif", "Tanggal pengesahan",
    }, touched  # fmt: skip
    assert document_of(draft).prosedur[1].waktu == "2 jam"
    assert Revision.objects.get(pk=row.revision_id).status == "berlaku"
    assert draft_from(row_of(held), by=head, at=cast.now) == draft
    assert Revision.objects.filter(sop=row.revision.sop).count() == 2


def test_the_head_fills_it_in_on_its_page(cast: Cast, head: Capacity, office: Office) -> None:
    cast.advance_to_end(cast.start(SLUG))
    held = begin_assessment(office, "evaluasi", YEAR, by=head, at=cast.now)
    row, visitor = row_of(held), Visitor(head.user)
    url = f"/assessments/{held.pk}/"
    page = visitor.open(url)
    form = page.form(f"/rows/{row.pk}/")
    refused = visitor.send(url, form)
    assert refused.status_code == 422
    assert "Pilih apakah SOP ini berjalan dengan baik." in refused.content.decode()
    filled = {f"sop-{row.pk}-{key}": "ya" for key in ANSWERS} | {f"sop-{row.pk}-verdict": "baik"}
    assert visitor.send(url, form, **filled).status_code == 302
    row = row_of(held)
    assert (row.verdict, row.assessed_by, row.answers) == ("baik", head.user, ANSWERS)
    stale = visitor.send(url, form, **filled)
    assert stale.status_code == 422
    assert "berubah sejak Anda membukanya" in stale.content.decode()
    page = visitor.open(url)
    visitor.send(url, page.form("/conclusion/"), conclusion="Semua berjalan.")
    page = visitor.open(url)
    assert "1 dari 1 SOP dinilai" in page.text
    reply = visitor.client.get(f"{url}form.pdf")
    assert reply.content.startswith(b"%PDF")


def test_the_evidence_can_be_counted_again_and_what_was_judged_stays(
    cast: Cast, head: Capacity, office: Office
) -> None:
    held = begin_assessment(office, "monitoring", HALF, by=head, at=cast.now)
    assert "Tidak ada kasus" in row_of(held).note
    cast.advance_to_end(cast.start(SLUG))
    recount(held, by=head, at=cast.now)
    assert row_of(held).note.startswith("1 kasus selesai")
    judge(row_of(held), WELL, version=2, by=head, at=cast.now)
    recount(held, by=head, at=cast.now)
    assert row_of(held).note == "Berjalan."


def test_what_is_due_is_told_once_to_who_answers_for_it(cast: Cast, head: Capacity, office: Office) -> None:
    at = datetime(2026, 7, 2, 9, tzinfo=WITA)
    Notice.objects.all().delete()
    assert [due.key for due in due_reviews(office, at)] == []  # nothing ran
    cast.start(SLUG)
    assert [due.key for due in due_reviews(office, at)] == ["monitoring:2026-semester-1"]
    with translation.override("en"):
        remind(at)
    told = Notice.objects.filter(kind="tinjau", office_id=office.pk)
    assert {notice.title for notice in told} == {"Monitoring SOP semester I 2026 belum ditandatangani."}
    assert {notice.user_id for notice in told} == {head.user.pk, cast.admin(OFFICE).pk}
    remind(at + timedelta(days=1))
    assert told.count() == 2
    held = begin_assessment(office, "monitoring", HALF, by=head, at=at)
    judge(row_of(held), WELL, version=1, by=head, at=at)
    Office.objects.filter(pk=office.pk).update(signing_way="basah")
    sign_assessment(fresh(held), version=2, by=head, at=at)
    assert due_reviews(office, at) == []


def test_the_day_that_the_sheet_plans_for_its_review_reminds(cast: Cast, office: Office) -> None:
    revision = cast.revision(SLUG)
    Revision.objects.filter(pk=revision.pk).update(tanggal_revisi=date(2026, 9, 20))
    assert due_reviews(office, NOW.replace(month=8, day=1)) == []
    found = due_reviews(office, NOW.replace(month=9, day=1))
    assert [due.text for due in found] == [f"SOP “{revision.nama}” direncanakan ditinjau 20 September 2026."]
    Revision.objects.filter(pk=revision.pk).update(tanggal_revisi=date(2020, 1, 2))
    assert due_reviews(office, NOW.replace(month=9, day=1)) == []  # the day of its last revision
