"""Monitoring and evaluation as the regulation's form asks: begun from the evidence, judged, signed, filed, and what
follows: a draft revision, a reminder."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.apps import apps
from django.utils import translation

from activity.models import Activity, Notice
from activity.verification import faults
from documents.archive.filing import SOP_CODE
from documents.models import Arsip, Klasifikasi, PaperStatus, SignedPaper
from documents.signing.auditing import faults as signature_faults
from documents.signing.errors import CannotSign
from documents.signing.keys import make_key
from documents.signing.standing import trusted_here
from organizations.capacity import Capacity, admin_capacity
from organizations.models import Office
from sops.comparing import differences
from sops.definition import definition
from sops.models import Revision
from sops.storing import document_of
from tests.cast import Cast
from tests.conftest import NOW
from tests.sample_files import pdf, upload
from tests.test_evaluation import revised
from tests.visitor import Visitor
from tests.written_sops import COMMAND, DRAFT, FILE, load_sop
from workflows.actions.assess import Changed, Judged, begin_assessment, conclude, judge, recount
from workflows.actions.propose import draft_from
from workflows.assessing import evidence_text, lacks
from workflows.assessment_filing import file_waiting
from workflows.assessment_signing import draft_pdf, sign_assessment
from workflows.errors import Denied, Incomplete
from workflows.measures import Cases, Facts
from workflows.models import AssessedSop, Assessment, Assignment, Case
from workflows.periods import Period
from workflows.review_dates import due_reviews, remind
from workflows.summarizing import count

OFFICE, SLUG, PASSPHRASE = "dpupr-gowa", "gowa-dpupr", "kuda-laut-7-berenang"
YEAR, HALF = Period(2026, 1, 12), Period(2026, 1, 6)
WITA = ZoneInfo("Asia/Makassar")
OVER = datetime(2027, 1, 4, 9, tzinfo=WITA)  # the year is over, and its form can be signed
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
    held = recount(held, by=head, at=OVER)
    said = replace(WELL, answers=ANSWERS, proposals={"2": "2 jam"} if slow else {})
    judge(row_of(held), said, version=held.version, by=head, at=OVER)
    return fresh(held)


def almost_signed(cast: Cast, head: Capacity, office: Office) -> Assessment:
    """The form of an office that signs by certificate, laid down for a head who then mistyped the passphrase."""
    Office.objects.filter(pk=office.pk).update(signing_way="internal")
    office.refresh_from_db()
    make_key(head.user, office, passphrase=PASSPHRASE, by=head, at=OVER)
    held = judged(cast, head, office)
    with pytest.raises(CannotSign):
        sign_assessment(held, version=held.version, by=head, at=OVER, passphrase="salah-sama-sekali")
    return held


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
        sign_assessment(fresh(held), version=fresh(held).version, by=admin, at=OVER)
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
        sign_assessment(fresh(held), version=seen, by=head, at=OVER)
    assert fresh(held).conclusion == "Dari admin."


def test_what_is_missing_keeps_it_from_being_signed(cast: Cast, head: Capacity, office: Office) -> None:
    held = begin_assessment(office, "evaluasi", YEAR, by=head, at=OVER)
    with pytest.raises(Incomplete, match="Belum dinilai"):
        sign_assessment(fresh(held), version=held.version, by=head, at=OVER)
    judge(row_of(held), Judged("tidak_baik", "", ""), version=1, by=head, at=cast.now)
    with pytest.raises(Incomplete, match=r"tindakan yang harus diambil.*Jawab setiap pertanyaan"):
        sign_assessment(fresh(held), version=2, by=head, at=OVER)
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
    held = almost_signed(cast, head, office)
    assert fresh(held).is_open
    sign_assessment(fresh(held), version=held.version, by=head, at=OVER, passphrase=PASSPHRASE)
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
        assert reply.getvalue() == file.read()
    arsip = Arsip.objects.get(name=paper.title)
    assert (arsip.tingkat, arsip.berkas.access, arsip.berkas) == ("asli", "terbatas", held.berkas)
    assert len(arsip.signatures) == 1


def test_what_was_laid_down_is_not_signed_once_the_form_has_changed(
    cast: Cast, head: Capacity, office: Office
) -> None:
    held = almost_signed(cast, head, office)
    conclude(fresh(held), "Kesimpulan baru.", version=held.version, by=head, at=cast.now)
    held = fresh(held)
    sign_assessment(held, version=held.version, by=head, at=OVER, passphrase=PASSPHRASE)
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
        sign_assessment(held, version=held.version, by=head, at=OVER, scan=scan)
    sign_assessment(fresh(held), version=held.version, by=head, at=OVER)
    signature = SignedPaper.objects.get(kind="evaluasi_sop").signatures.get()
    assert (signature.signed_by, signature.way, signature.scan) == (head.user, "basah", None)
    # What has no signature in it is not filed as the original, and not offered as what was signed.
    assert list(Arsip.objects.values_list("tingkat", "is_made_here")) == [("salinan", True)]
    page = Visitor(head.user).open(f"/assessments/{held.pk}/")
    assert "Cetakan formulir yang ditandatangani di kertas (PDF)" in page.text


def test_the_scan_of_what_was_signed_by_hand_is_what_is_filed_and_read(
    cast: Cast, head: Capacity, office: Office
) -> None:
    Office.objects.filter(pk=office.pk).update(signing_way="basah")
    office.refresh_from_db()
    held = judged(cast, head, office)
    content = pdf("Formulir bertanda tangan")
    scan = upload("formulir.pdf", content)
    assert sign_assessment(held, version=held.version, by=head, at=OVER, scan=scan) == ""
    print_, scanned = Arsip.objects.order_by("number")
    assert (print_.tingkat, print_.is_made_here, print_.signatures) == ("salinan", True, [])
    assert (scanned.tingkat, scanned.is_made_here, scanned.name) == (
        "salinan", False, "Pindaian Evaluasi SOP tahun 2026",
    )  # fmt: skip
    assert len(scanned.signatures) == 1
    visitor = Visitor(head.user)
    assert visitor.client.get(f"/assessments/{held.pk}/form.pdf").getvalue() == content
    assert "Pindaian formulir yang ditandatangani" in visitor.open(f"/assessments/{held.pk}/").text


def test_it_is_signed_neither_before_its_period_is_over_nor_on_older_evidence(
    cast: Cast, head: Capacity, office: Office
) -> None:
    cast.advance_to_end(cast.start(SLUG))
    held = begin_assessment(office, "evaluasi", YEAR, by=head, at=cast.now)
    judge(row_of(held), replace(WELL, answers=ANSWERS), version=1, by=head, at=cast.now)
    end = datetime(2027, 1, 1, tzinfo=WITA)
    with pytest.raises(Incomplete, match="dapat ditandatangani mulai 1 Januari 2027"):
        sign_assessment(fresh(held), version=2, by=head, at=end - timedelta(seconds=1))
    with pytest.raises(Incomplete, match="Hitung bukti lagi dulu"):
        sign_assessment(fresh(held), version=2, by=head, at=end)
    recount(fresh(held), by=head, at=end)
    assert lacks(fresh(held), [row_of(held)], end) == []
    sign_assessment(fresh(held), version=3, by=head, at=end)
    assert not fresh(held).is_open
    text = pdf_words(draft_pdf(fresh(held)))
    assert "Bukti dihitung 1 Januari 2027" in text


def pdf_words(content: bytes) -> str:
    """The words of a PDF, whatever breaks its lines."""
    with pypdfium2.PdfDocument(content) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_what_cannot_be_filed_at_once_is_told_and_filed_later(
    cast: Cast, head: Capacity, office: Office
) -> None:
    Klasifikasi.objects.filter(code=SOP_CODE).update(is_active=False)
    held = judged(cast, head, office)
    assert "Kode klasifikasi" in sign_assessment(held, version=held.version, by=head, at=OVER)
    assert not fresh(held).is_open
    page = Visitor(head.user).open(f"/assessments/{held.pk}/")
    assert "belum diarsipkan" in page.text
    assert file_waiting(lambda: OVER) == 0
    Klasifikasi.objects.filter(code=SOP_CODE).update(is_active=True)
    assert file_waiting(lambda: OVER) == 1
    assert file_waiting(lambda: OVER) == 0
    arsip = Arsip.objects.get()
    row = Activity.objects.get(action="assessment.signed")
    assert (fresh(held).berkas, arsip.berkas.excerpt[0]) == (arsip.berkas, row.number)
    assert list(faults()) == []


def test_an_upgrade_finds_as_what_a_form_was_filed(cast: Cast, head: Capacity, office: Office) -> None:
    held = judged(cast, head, office)
    sign_assessment(held, version=held.version, by=head, at=OVER)
    Assessment.objects.update(berkas=None)
    import_module("workflows.migrations.0017_filed_forms").find_berkas(apps, None)
    assert fresh(held).berkas == Arsip.objects.get().berkas


def test_what_was_prepared_in_another_way_is_prepared_again(
    cast: Cast, head: Capacity, office: Office
) -> None:
    held = almost_signed(cast, head, office)
    Office.objects.filter(pk=office.pk).update(signing_way="basah")
    sign_assessment(fresh(held), version=held.version, by=head, at=OVER)
    papers = SignedPaper.objects.filter(kind="evaluasi_sop").order_by("id")
    assert list(papers.values_list("way", "status")) == [
        ("internal", PaperStatus.VOID),
        ("basah", PaperStatus.SIGNED),
    ]


def test_what_ran_under_an_earlier_revision_stands_in_the_note(
    cast: Cast, head: Capacity, office: Office
) -> None:
    cast.advance_to_end(cast.start(SLUG))
    revised(cast.revision(SLUG))
    held = begin_assessment(office, "monitoring", HALF, by=head, at=cast.now)
    row = row_of(held)
    assert row.revision.number == 2
    assert row.note.startswith("Tidak ada kasus yang dimulai, dikerjakan, atau selesai menurut revisi")
    assert "Revisi 1: 1 kasus selesai, " in row.note
    cast.start(SLUG)
    recount(held, by=head, at=cast.now)
    assert row_of(held).note.startswith("0 kasus selesai, 1 dimulai. Tidak ada tindakan. Revisi 1: 1 kasus")


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Facts(), "Tidak ada kasus yang dimulai, dikerjakan, atau selesai dalam periode ini."),
        (
            Facts(Cases(started=3, cancelled=2)),
            "0 kasus selesai, 3 dimulai, 2 dibatalkan. Tidak ada tindakan.",
        ),
        (Facts(Cases(finished=1)), "1 kasus selesai, 0 dimulai. Tidak ada tindakan."),
    ],
)
def test_that_everything_stands_still_is_not_that_there_is_nothing(
    found: Facts, text: str, cast: Cast
) -> None:
    assert evidence_text(found, definition(cast.revision(SLUG).pk).document) == text


def test_beginning_takes_what_the_night_counted_and_says_from_when_it_is(
    cast: Cast, head: Capacity, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.advance_to_end(cast.start(SLUG))
    night = cast.now
    count(cast.revision(SLUG), HALF, night)
    monkeypatch.setattr("workflows.evidence.counted", lambda *_args: pytest.fail("counted again"))
    held = begin_assessment(office, "monitoring", HALF, by=head, at=night + timedelta(hours=9))
    assert row_of(held).counted_at == night


def test_more_sops_than_the_form_has_rows_are_named_by_their_number(
    cast: Cast, head: Capacity, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.actions.assess.MAX_ROWS", 0)
    held = begin_assessment(office, "monitoring", HALF, by=head, at=cast.now)
    assert fresh(held).conclusion.endswith("1 SOP lain yang berlaku tidak dinilai di sini.")


def test_what_a_colleague_wrote_is_shown_beside_what_is_sent_and_not_lost(
    cast: Cast, head: Capacity, office: Office
) -> None:
    cast.advance_to_end(cast.start(SLUG))
    held = begin_assessment(office, "monitoring", HALF, by=head, at=cast.now)
    row, visitor, url = row_of(held), Visitor(head.user), f"/assessments/{held.pk}/"
    page = visitor.open(url)
    rows, conclusion = page.form(f"/rows/{row.pk}/"), page.form("/conclusion/")
    admin = admin_capacity(cast.admin(OFFICE), office, cast.now)
    assert admin
    judge(row, replace(WELL, note="Dari admin."), version=1, by=admin, at=cast.now)
    conclude(held, "Kesimpulan admin.", version=2, by=admin, at=cast.now)
    # What is sent is not even complete: that somebody else was here is said at once, else the next try overwrites it.
    for form, kept in ((rows, "Dari admin."), (conclusion, "Kesimpulan admin.")):
        sent = {} if form is rows else {"conclusion": "Kesimpulan saya."}
        reply = visitor.send(url, form, **sent)
        text = reply.content.decode()
        assert reply.status_code == 422
        assert "berubah sejak Anda membukanya" in text
        assert "Yang tersimpan sekarang" in text
        assert kept in text
    assert "Kesimpulan saya." in text
    assert (row_of(held).note, fresh(held).conclusion) == ("Dari admin.", "Kesimpulan admin.")


def test_a_proposal_becomes_a_draft_that_differs_in_its_waktu_alone(
    cast: Cast, head: Capacity, office: Office
) -> None:
    Office.objects.filter(pk=office.pk).update(signing_way="basah")
    office.refresh_from_db()
    held = judged(cast, head, office, slow=12)
    row = row_of(held)
    with pytest.raises(Incomplete, match="sesudah evaluasinya ditandatangani"):
        draft_from(row, by=head, at=OVER)
    sign_assessment(held, version=held.version, by=head, at=OVER)
    draft = draft_from(row_of(held), by=head, at=OVER)
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
    assert draft_from(row_of(held), by=head, at=OVER) == draft
    assert draft_from(row_of(held), by=head, at=OVER + timedelta(days=3)) == draft
    assert Revision.objects.filter(sop=row.revision.sop).count() == 2
    Revision.objects.filter(pk=row.revision_id).update(status="dicabut")
    with pytest.raises(Incomplete, match="tidak berlaku lagi"):
        draft_from(row_of(held), by=head, at=OVER)


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
    assert due_reviews(office, at.replace(year=2028)) != []  # it still runs
    Case.objects.update(status="selesai", closed_at=at, tahap="arsip")
    assert due_reviews(office, at.replace(year=2029)) == []  # nothing ran in either period
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


def test_days_of_former_revisions_take_no_place_of_those_to_come(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.review_dates.MAX_PLANNED", 1)
    load_sop("lama", COMMAND, DRAFT, FILE)
    coming = load_sop("baru", COMMAND, DRAFT, FILE)
    Revision.objects.filter(sop__slug="lama").update(tanggal_revisi=date(2020, 1, 2))
    Revision.objects.filter(pk=coming.pk).update(tanggal_revisi=date(2026, 9, 20))
    found = due_reviews(coming.sop.office, NOW.replace(month=9, day=1))
    assert [due.key for due in found] == [f"revisi:{coming.pk}:2026-09-20"]


def test_where_nothing_is_in_force_no_form_is_asked_for(cast: Cast, office: Office) -> None:
    cast.start(SLUG)
    at = datetime(2026, 7, 2, 9, tzinfo=WITA)
    assert due_reviews(office, at)
    Revision.objects.filter(sop__office=office).update(status="dicabut")
    assert due_reviews(office, at) == []


def test_one_row_is_shown_whole_and_the_others_are_a_click_away(cast: Cast) -> None:
    for number in range(3):
        load_sop(f"lain-{number}", COMMAND, FILE)
    head = cast.acting("dpupr-tarakan", "kepala-dinas")
    assert head.post
    assert head.post.office
    held = begin_assessment(head.post.office, "monitoring", HALF, by=head, at=cast.now)
    rows = list(held.rows.order_by("order"))
    assert len(rows) == 4
    visitor, url = Visitor(head.user), f"/assessments/{held.pk}/"

    def shown(question: str) -> list[int]:
        page = visitor.open(f"{url}{question}")
        return [
            row.pk for row in rows if any(form.action.endswith(f"/rows/{row.pk}/") for form in page.forms)
        ]

    assert shown("") == [rows[0].pk]
    assert shown(f"?sop={rows[2].pk}") == [rows[2].pk]
    assert shown("?sop=x") == [rows[0].pk]
    assert {f"?sop={row.pk}#sop-{row.pk}" for row in rows[1:]} <= set(visitor.open(url).links())
    judge(rows[0], WELL, version=1, by=head, at=cast.now)
    assert shown("") == [rows[1].pk]  # the next that nobody has judged
