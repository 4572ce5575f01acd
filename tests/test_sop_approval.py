"""Approval: a draft is reviewed at two levels, set by the head with a signature, in force, superseded or revoked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from activity.models import Activity
from activity.verification import faults
from documents.models import PaperStatus, SignedPaper
from documents.signing.auditing import faults as signature_faults
from documents.signing.errors import CannotSign
from documents.signing.keys import make_key
from documents.signing.signing import sign
from documents.signing.standing import trusted_here
from documents.signing.verifying import verified
from organizations.capacity import Capacity, admin_capacity
from organizations.models import Appointment, Office, Post
from sops.approval_setting import set_approval
from sops.approving import agree, initial, submit, withdraw
from sops.comparing import differences
from sops.enforcing import attest, enforce_due, revoke, send_back, set_in_force, set_penetapan
from sops.errors import Denied, Incomplete, Stale
from sops.loading import Loaded
from sops.models import ApprovalSetting, ColumnPost, Revision, RevisionApproval, RevisionStatus
from sops.printing.pdf import sheet_with_box
from sops.printing.sheet import SLOT, sheet_of
from sops.printing.widths import widths_for
from sops.signing_sheet import is_laid_down, record_file
from tests.cast import Cast
from tests.sample_files import EXE, pdf, upload
from tests.samples import changed, document_of_text, fixture, load
from workflows.errors import Denied as CaseDenied

TARAKAN = fixture("sops", "tarakan-dpupr")
REVISED = changed("nomor: 065/3.39/DPUPR", "nomor: 065/4.01/DPUPR", TARAKAN)
PASSPHRASE = "kuda-laut-7-berenang"
OFFICE = "dpupr-tarakan"

# verb: the states from which it goes, and where to
VERBS: dict[str, tuple[set[str], str]] = {
    "draft_again": ({"digantikan", "dicabut"}, "draf"),
    "submit": ({"draf"}, "reviu"),
    "withdraw": ({"reviu"}, "draf"),
    "send_back": ({"reviu", "disetujui"}, "draf"),
    "approve": ({"reviu"}, "disetujui"),
    "enter_force": ({"disetujui"}, "berlaku"),
    "put_in_force": ({"draf", "reviu", "disetujui", "digantikan", "dicabut"}, "berlaku"),
    "supersede": ({"berlaku"}, "digantikan"),
    "revoke": ({"berlaku"}, "dicabut"),
}
DETAILS: dict[str, dict[str, Any]] = {
    "enter_force": {"at": None},
    "put_in_force": {"at": None},
    "revoke": {"at": None, "reason": "Tidak dipakai"},
}


def ready(status: str) -> Revision:
    """A revision to whose moves nothing is missing."""
    revision = Revision(status=status)
    revision.open_levels, revision.is_signed = (), True
    return revision


@pytest.mark.core
@pytest.mark.parametrize(("state", "verb"), list(product(map(str, RevisionStatus.values), VERBS)))
def test_a_revision_moves_by_its_verbs(state: str, verb: str) -> None:
    revision, (sources, goes_to) = ready(state), VERBS[verb]
    if state in sources:
        getattr(revision, verb)(**DETAILS.get(verb, {}))
        assert revision.status == goes_to
    else:
        with pytest.raises(TransitionNotAllowed):
            getattr(revision, verb)(**DETAILS.get(verb, {}))
        assert revision.status == state


@pytest.mark.core
def test_the_table_names_every_verb_and_the_status_is_not_set_by_hand() -> None:
    names = {each.name for each in Revision().get_all_status_transitions()}  # type: ignore[attr-defined]
    assert names == set(VERBS)
    with pytest.raises(AttributeError):
        Revision().status = "berlaku"


@pytest.mark.core
def test_what_is_missing_keeps_it_from_coming_into_force() -> None:
    revision = Revision(status="disetujui", tanggal_efektif=date(2026, 3, 1))
    assert revision.blockers() == [
        "belum disetujui pimpinan unit",
        "belum disetujui unit pembina organisasi",
        "lembarnya belum ditandatangani",
        "tanggal efektifnya belum tiba",
    ]
    revision.open_levels, revision.is_signed, revision.today = (), True, date(2026, 2, 28)
    with pytest.raises(TransitionNotAllowed):
        revision.enter_force(at=None)
    revision.today = date(2026, 3, 1)
    assert revision.blockers() == []


@dataclass
class Play:
    """The officials of DPUPR Tarakan approving a revised SOP. Kabid BM verifies at level 2."""

    cast: Cast

    @property
    def office(self) -> Office:
        return Office.objects.select_related("government", "head").get(slug=OFFICE)

    @property
    def admin(self) -> Capacity:
        found = admin_capacity(self.cast.admin(OFFICE), self.office, self.cast.now)
        assert found
        return found

    def by(self, slug: str) -> Capacity:
        return self.cast.acting(OFFICE, slug)

    def post(self, slug: str) -> Post:
        return self.cast.post(OFFICE, slug)

    def setting(self, **values: Any) -> None:
        usual: dict[str, Any] = {"is_on": True, "level2": self.post("kabid-bm")}
        set_approval(self.office, by=self.admin, at=self.cast.now, **(usual | values))

    def load(self, text: str = REVISED, **options: Any) -> Loaded:
        user = self.cast.admin(OFFICE)
        options = {"through_approval": True, "user": user, "at": self.cast.now} | options
        return load(text, "tarakan-dpupr.yaml", **options)

    def fresh(self, revision: Revision) -> Revision:
        found = Revision.objects.select_related("sop__office__government", "sop__office__head", "signed")
        return found.get(pk=revision.pk)

    def submitted(self, text: str = REVISED, level1: str = "sekretaris") -> Revision:
        revision = self.load(text).revision
        submit(revision, by=self.admin, at=self.cast.now, level1=self.post(level1), note="Nomor baru")
        return self.fresh(revision)

    def agreed(self, revision: Revision, *slugs: str) -> Revision:
        for slug in slugs:
            self.cast.now += timedelta(minutes=1)
            agree(revision, by=self.by(slug), at=self.cast.now)
        return self.fresh(revision)

    def approved(self, text: str = REVISED) -> Revision:
        return self.agreed(self.submitted(text), "sekretaris", "kabid-bm")

    def attested(self, revision: Revision, **options: Any) -> Revision:
        usual: dict[str, Any] = {"by": self.admin, "at": self.cast.now, "scan": upload("lembar.pdf", pdf())}
        attest(revision, **(usual | options))
        return self.fresh(revision)


@pytest.fixture
def play(cast: Cast, db: None) -> Play:
    """An office that approves its SOPs."""
    found = Play(cast)
    found.setting()
    return found


def actions(prefix: str = "sop.") -> list[str]:
    """What the record says was done since the setting."""
    rows = Activity.objects.filter(stream__key=f"office:{OFFICE}", action__startswith=prefix)
    return [row.action for row in rows.order_by("number") if row.action != "sop.loaded"]


@pytest.mark.core
def test_a_draft_goes_through_both_levels_and_a_signature_by_hand_into_force(play: Play, cast: Cast) -> None:
    former = cast.revision("tarakan-dpupr")
    case = cast.start("tarakan-dpupr")
    loaded = play.load()
    assert (loaded.outcome, loaded.revision.status, loaded.revision.number) == ("drafted", "draf", 2)
    assert cast.revision("tarakan-dpupr").pk == former.pk
    revision = play.submitted()
    assert (revision.status, revision.waits_for) == ("reviu", play.post("sekretaris"))
    revision = play.agreed(revision, "sekretaris")
    assert (revision.status, revision.waits_for) == ("reviu", play.post("kabid-bm"))
    revision = play.agreed(revision, "kabid-bm")
    assert (revision.status, revision.waits_for) == ("disetujui", play.post("kepala-dinas"))
    revision = play.attested(revision)
    assert (revision.status, revision.waits_for, revision.in_force_at) == ("berlaku", None, cast.now)
    assert play.fresh(former).status == "digantikan"
    paper = revision.signed
    assert paper
    assert (paper.status, paper.way, paper.kind) == (PaperStatus.SIGNED, "basah", "sop")
    signature = paper.signatures.get()
    assert (signature.signed_by, signature.signed_as) == (cast.head, "Kepala Dinas")
    assert (signature.attested_by, signature.scan) == (cast.admin(OFFICE), record_file(revision))
    case.refresh_from_db(fields=["revision"])
    assert case.revision_id == former.pk
    expected = ["sop.submitted", "sop.agreed", "sop.agreed", "sop.signed", "sop.in_force"]
    assert actions() == expected
    assert list(faults()) == []


def test_the_head_signs_the_sheet_electronically_and_it_is_the_paper_of_record(
    play: Play, cast: Cast
) -> None:
    Office.objects.filter(slug=OFFICE).update(signing_way="internal")
    head = play.by("kepala-dinas")
    make_key(cast.head, play.office, passphrase=PASSPHRASE, by=head, at=cast.now)
    revision = play.approved()
    with pytest.raises(CannotSign):
        set_in_force(revision, by=head, at=cast.now, passphrase="salah-sama-sekali")
    revision = play.fresh(revision)
    assert (revision.status, SignedPaper.objects.count()) == ("disetujui", 1)
    set_in_force(revision, by=head, at=cast.now, passphrase=PASSPHRASE)
    revision = play.fresh(revision)
    assert revision.status == "berlaku"
    assert SignedPaper.objects.get().status == PaperStatus.SIGNED
    stored = record_file(revision)
    assert stored
    with stored.file.open("rb") as file:
        content = file.read()
    found = verified(content, trusted_here())
    assert found.holds
    assert len(found.signatures) == 1
    former_paper = revision.signed
    play.cast.now += timedelta(days=1)
    third = play.approved(changed("065/3.39/DPUPR", "065/5.01/DPUPR", TARAKAN))
    play.attested(third)
    assert former_paper
    former_paper = SignedPaper.objects.get(pk=former_paper.pk)
    assert (former_paper.status, former_paper.ended_reason) == ("dicabut", "Digantikan revisi 3.")
    assert record_file(play.fresh(revision)) == stored
    assert list(faults()) == []


def laid_down(play: Play, revision: Revision, by: Capacity) -> SignedPaper:
    """The sheet of which a first signing failed."""
    with pytest.raises(CannotSign):
        set_in_force(revision, by=by, at=play.cast.now, passphrase="salah-sama-sekali")
    paper = play.fresh(revision).signed
    assert paper
    return paper


CHANGES: list[tuple[str, Callable[[Play], object]]] = [
    (
        "the look",
        lambda play: Office.objects.filter(slug=OFFICE).update(tampilan={"huruf": "Times New Roman"}),
    ),
    ("the office", lambda play: Office.objects.filter(slug=OFFICE).update(name="Dinas Lain")),
    ("the way", lambda play: Office.objects.filter(slug=OFFICE).update(signing_way="bsre")),
    ("the post", lambda play: Office.objects.filter(slug=OFFICE).update(head=play.post("sekretaris"))),
    ("its title", lambda play: Post.objects.filter(slug="kepala-dinas").update(title="Kepala Dinas PUPR")),
    ("the content", lambda play: Revision.objects.filter(nomor="065/4.01/DPUPR").update(nama="Lain")),
    (
        "the official",
        lambda play: Appointment.objects.create(
            user=play.cast.secretary, post=play.post("kepala-dinas"), kind="plt", start_date=date(2026, 1, 1)
        ),
    ),
]


@pytest.mark.slow
def test_a_sheet_whose_signing_failed_is_laid_down_anew_where_what_it_prints_changed(
    play: Play, cast: Cast
) -> None:
    Office.objects.filter(slug=OFFICE).update(kewenangan_pelaksana={"sop": "boleh"})
    Office.objects.filter(slug=OFFICE).update(signing_way="internal")
    head, revision = play.by("kepala-dinas"), play.approved()
    for user in (cast.head, cast.secretary):
        make_key(user, play.office, passphrase=PASSPHRASE, by=head, at=cast.now)
    first = laid_down(play, revision, head)
    assert laid_down(play, play.fresh(revision), head) == first
    for name, change in CHANGES:
        assert is_laid_down(play.fresh(revision), play.by("kepala-dinas")), name
        point = transaction.savepoint()
        change(play)
        assert not is_laid_down(play.fresh(revision), play.by("kepala-dinas")), name
        if name != "the official":
            transaction.savepoint_rollback(point)
    acting = play.by("kepala-dinas")
    assert acting.user == cast.secretary
    set_in_force(play.fresh(revision), by=acting, at=cast.now, passphrase=PASSPHRASE)
    statuses = SignedPaper.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["batal", "lengkap"]
    given = SignedPaper.objects.latest("pk").signatures.get()
    assert (given.signed_by, given.signed_as) == (cast.secretary, "Plt. Kepala Dinas")
    revoke(play.fresh(revision), by=acting, at=cast.now, reason="Tidak dipakai lagi.")
    assert [str(each) for each in signature_faults(trusted_here())] == []
    assert list(faults()) == []


def test_another_post_that_becomes_the_head_signs_a_sheet_of_its_own(play: Play, cast: Cast) -> None:
    Office.objects.filter(slug=OFFICE).update(signing_way="internal")
    make_key(cast.secretary, play.office, passphrase=PASSPHRASE, by=play.admin, at=cast.now)
    make_key(cast.head, play.office, passphrase=PASSPHRASE, by=play.admin, at=cast.now)
    revision = play.approved()
    first = laid_down(play, revision, play.by("kepala-dinas"))
    Office.objects.filter(slug=OFFICE).update(head=play.post("sekretaris"))
    set_in_force(play.fresh(revision), by=play.by("sekretaris"), at=cast.now, passphrase=PASSPHRASE)
    paper = play.fresh(revision).signed
    assert paper
    assert (paper.signatures.get().post, paper.status) == (play.post("sekretaris"), PaperStatus.SIGNED)
    assert SignedPaper.objects.get(pk=first.pk).status == PaperStatus.VOID


def test_what_broke_off_after_the_signature_goes_on_with_the_next_call(play: Play, cast: Cast) -> None:
    Office.objects.filter(slug=OFFICE).update(signing_way="internal")
    head, revision = play.by("kepala-dinas"), play.approved()
    make_key(cast.head, play.office, passphrase=PASSPHRASE, by=head, at=cast.now)
    paper = laid_down(play, revision, head)
    sign(paper.signatures.get(), by=head, at=cast.now, passphrase=PASSPHRASE)  # and then the server died
    half = play.fresh(revision)
    assert (half.status, half.waits_for) == ("disetujui", play.post("kepala-dinas"))
    with pytest.raises(Denied, match="sudah ditandatangani"):
        send_back(half, by=head, at=cast.now, reason="Keliru.")
    set_in_force(half, by=head, at=cast.now, passphrase=PASSPHRASE)
    assert (play.fresh(revision).status, play.fresh(revision).signed) == ("berlaku", paper)
    with pytest.raises(Denied):
        set_in_force(half, by=head, at=cast.now, passphrase=PASSPHRASE)
    assert actions().count("sop.signed") == SignedPaper.objects.count() == 1


def test_the_sheet_leaves_room_for_the_signature_in_its_header(play: Play, cast: Cast) -> None:
    revision = play.approved()
    sheet = sheet_of(revision)
    content, boxes = sheet_with_box(replace(sheet, has_slot=True))
    page, x, y, width, height = boxes[SLOT]
    points = 72 / 25.4
    assert content.startswith(b"%PDF")
    assert page == 1
    assert (width, height) == pytest.approx((76 * points, 36 * points), abs=0.1)
    # In the middle of its cell, which ends where the table does, and in the upper half of the sheet.
    right, widths = sheet.look.width - sheet.look.margins.right, widths_for(sheet.document, sheet.look)
    left = right - (widths.total / 2 - 42)
    assert (x + width / 2) / points == pytest.approx((left + right) / 2, abs=1.5)
    assert sheet.look.height / 2 * points < y + height < sheet.look.height * points
    assert sheet_with_box(sheet)[1] == {}


def test_what_waits_for_its_date_comes_into_force_by_itself(play: Play, cast: Cast) -> None:
    text = changed("efektif: 2022-01-03", "efektif: 2026-02-01", TARAKAN)
    revision = play.attested(play.approved(text))
    assert (revision.status, revision.waits_for) == ("disetujui", None)
    with pytest.raises(Denied, match="menunggu tanggal efektifnya"):
        play.attested(revision)
    assert enforce_due(cast.now) == 0
    assert enforce_due(cast.now + timedelta(days=40)) == 1
    assert play.fresh(revision).status == "berlaku"
    assert enforce_due(cast.now + timedelta(days=41)) == 0


def test_a_draft_that_is_sent_back_is_sent_again_in_a_new_round(play: Play, cast: Cast) -> None:
    revision = play.submitted()
    with pytest.raises(Incomplete, match="Tuliskan alasannya"):
        send_back(revision, by=play.by("sekretaris"), at=cast.now, reason="  ")
    send_back(revision, by=play.by("sekretaris"), at=cast.now, reason="Nomornya keliru.")
    assert (play.fresh(revision).status, play.fresh(revision).waits_for) == ("draf", None)
    assert play.load().outcome == "unchanged"
    submit(revision, by=play.admin, at=cast.now, level1=play.post("sekretaris"))
    revision = play.agreed(revision, "sekretaris", "kabid-bm")
    send_back(revision, by=play.by("kepala-dinas"), at=cast.now, reason="Tunda dulu.")
    said = RevisionApproval.objects.values_list("round", "level", "verdict")
    assert list(said) == [(1, 1, "kembalikan"), (2, 1, "setuju"), (2, 2, "setuju"), (2, 3, "kembalikan")]
    assert play.fresh(revision).status == "draf"


def test_who_sent_it_takes_it_back(play: Play, cast: Cast) -> None:
    revision = play.submitted()
    with pytest.raises(Denied, match="Ditarik oleh yang mengajukannya"):
        withdraw(revision, by=play.by("sekretaris"), at=cast.now)
    withdraw(revision, by=play.admin, at=cast.now)
    assert play.fresh(revision).status == "draf"


@pytest.mark.parametrize("slug", ["kabid-bm", "kepala-dinas", "staf-umum"])
def test_only_the_post_that_is_awaited_reviews(play: Play, cast: Cast, slug: str) -> None:
    revision = play.submitted()
    with pytest.raises(Denied, match="Reviu ini menunggu Sekretaris"):
        agree(revision, by=play.by(slug), at=cast.now)
    with pytest.raises(Denied, match="Reviu ini menunggu Sekretaris"):
        send_back(revision, by=play.by(slug), at=cast.now, reason="Tidak setuju")


def test_the_drafter_does_not_review_the_own_draft_while_somebody_else_could(play: Play, cast: Cast) -> None:
    revision = play.submitted()
    Revision.objects.filter(pk=revision.pk).update(loaded_by=cast.secretary)
    with pytest.raises(Denied, match="pejabat lain yang mereviunya"):
        agree(revision, by=play.by("sekretaris"), at=cast.now)
    posts = [play.post("sekretaris"), play.post("kepala-dinas")]
    others = Appointment.objects.filter(post__office__slug=OFFICE).exclude(post__in=posts)
    others.update(end_date=date(2026, 1, 1))
    assert play.agreed(revision, "sekretaris").waits_for == play.post("kabid-bm")


def test_one_person_does_not_agree_at_both_levels(play: Play, cast: Cast) -> None:
    revision = play.agreed(play.submitted(), "sekretaris")
    own = replace(play.by("kabid-bm"), user=cast.secretary)
    with pytest.raises(Denied, match="sudah menyetujuinya pada tingkat lain"):
        agree(revision, by=own, at=cast.now)


def test_without_a_second_level_the_first_is_enough(play: Play, cast: Cast) -> None:
    play.setting(level2=None)
    assert play.agreed(play.submitted(), "sekretaris").status == "disetujui"


def test_a_superior_between_reviewer_and_head_adds_a_paraf_that_decides_nothing(
    play: Play, cast: Cast
) -> None:
    revision = play.submitted(level1="kasubag-perencanaan-keuangan")
    initial(revision, by=play.by("sekretaris"), at=cast.now)
    assert play.fresh(revision).waits_for == play.post("kasubag-perencanaan-keuangan")
    for slug, reason in (("sekretaris", "sudah membubuhkan"), ("kabid-ckpr", "atasan pereviu")):
        with pytest.raises(Denied, match=reason):
            initial(revision, by=play.by(slug), at=cast.now)


def test_a_plt_sets_an_sop_only_where_the_office_says_so(play: Play, cast: Cast) -> None:
    Appointment.objects.create(
        user=cast.secretary, post=play.post("kepala-dinas"), kind="plt", start_date=date(2026, 1, 1)
    )
    revision = play.approved()
    with pytest.raises(Denied, match="tidak membolehkan Plt"):
        play.attested(revision)
    Office.objects.filter(slug=OFFICE).update(kewenangan_pelaksana={"sop": "boleh"})
    paper = play.attested(revision).signed
    assert paper
    assert paper.signatures.get().signed_as == "Plt. Kepala Dinas"


def test_only_one_revision_of_an_sop_is_on_its_way(play: Play, cast: Cast) -> None:
    play.submitted()
    second = play.load(changed("065/3.39/DPUPR", "065/5.01/DPUPR", TARAKAN)).revision
    with pytest.raises(Stale, match="Revisi 2 SOP ini sedang diproses"):
        submit(second, by=play.admin, at=cast.now, level1=play.post("sekretaris"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=second.pk).update(status="reviu")


@pytest.mark.parametrize(
    ("slug", "message"),
    [("kepala-dinas", "bukan kepalanya"), ("kabid-bm", "sudah memverifikasi pada tingkat 2")],
)
def test_the_reviewer_is_neither_the_head_nor_the_second_level(
    play: Play, cast: Cast, slug: str, message: str
) -> None:
    revision = play.load().revision
    with pytest.raises(Incomplete, match=message):
        submit(revision, by=play.admin, at=cast.now, level1=play.post(slug))


def test_who_neither_loaded_a_draft_nor_administers_the_office_does_not_send_it(
    play: Play, cast: Cast
) -> None:
    revision = play.load().revision
    with pytest.raises(Denied, match="Draf diajukan oleh yang memuatnya"):
        submit(revision, by=play.by("sekretaris"), at=cast.now, level1=play.post("sekretaris"))


def test_a_scan_that_is_no_scan_is_refused_and_not_kept(play: Play, cast: Cast) -> None:
    revision = play.approved()
    with pytest.raises(Incomplete, match="tidak diterima"):
        play.attested(revision, scan=upload("lembar.pdf", EXE))
    assert play.fresh(revision).signed is None


@pytest.mark.core
def test_a_revoked_sop_starts_no_case_and_running_ones_go_on(play: Play, cast: Cast) -> None:
    case, revision = cast.start("tarakan-dpupr"), cast.revision("tarakan-dpupr")
    with pytest.raises(Denied, match="Hanya kepala kantor atau admin"):
        revoke(revision, by=play.by("sekretaris"), at=cast.now, reason="Tidak dipakai lagi.")
    revoke(revision, by=play.by("kepala-dinas"), at=cast.now, reason="Tidak dipakai lagi.")
    assert (play.fresh(revision).status, actions()) == ("dicabut", ["sop.revoked"])
    assert cast.advance_to_end(case).tahap == "arsip"
    with pytest.raises(Revision.DoesNotExist):
        cast.start("tarakan-dpupr")
    again = play.load(TARAKAN)
    assert (again.outcome, again.revision.pk, again.revision.status) == ("drafted", revision.pk, "draf")
    with pytest.raises(CaseDenied, match="tidak berlaku lagi"):
        cast_start_of(cast, again.revision)


def cast_start_of(cast: Cast, revision: Revision) -> None:
    """Start a case of this very revision."""
    from workflows.actions.start import NewCase, start_case

    fresh = Revision.objects.select_related("sop__office").get(pk=revision.pk)
    start_case(fresh, by=cast.acting(OFFICE, "kepala-dinas"), at=cast.now, new=NewCase("Uji", 2026, "pk"))


def test_a_draft_changes_who_holds_a_column_only_once_it_is_in_force(play: Play, cast: Cast) -> None:
    text = changed("jabatan: [sekretaris]", "jabatan: [kabid-ckpr]", REVISED)

    def held() -> set[str]:
        rows = ColumnPost.objects.filter(sop__slug="tarakan-dpupr", end_at=None)
        return set(rows.values_list("post__slug", flat=True))

    assert "sekretaris" in held()
    before = held()
    revision = play.approved(text)
    assert held() == before
    play.attested(revision)
    assert held() == before - {"sekretaris"} | {"kabid-ckpr"}


def test_the_command_puts_in_force_at_once_whatever_the_office_approves(play: Play, cast: Cast) -> None:
    revision = play.submitted()
    loaded = load(REVISED, "tarakan-dpupr.yaml", at=cast.now, reason="Keadaan mendesak")
    assert (loaded.outcome, loaded.revision.pk) == ("restored", revision.pk)
    now = play.fresh(revision)
    assert (now.status, now.waits_for, now.reason) == ("berlaku", None, "Keadaan mendesak")


def test_one_regulation_covers_the_whole_book(play: Play, cast: Cast) -> None:
    extra = load(changed("nama: Penyusunan Perjanjian Kinerja", "nama: Lain", TARAKAN), "lain.yaml").revision
    first = cast.revision("tarakan-dpupr")
    text, day = "Peraturan Wali Kota Tarakan Nomor 12 Tahun 2026", date(2026, 1, 4)
    with pytest.raises(Denied):
        set_penetapan(first, by=play.by("kabid-bm"), at=cast.now, text=text, day=day, whole_book=True)
    found = set_penetapan(first, by=play.admin, at=cast.now, text=text, day=day, whole_book=True)
    assert {each.pk for each in found} == {first.pk, extra.pk}
    assert (play.fresh(extra).penetapan, play.fresh(extra).penetapan_tanggal) == (text, day)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"level1": "kepala-dinas"}, "level1"),
        ({"level1": "kabid-bm"}, "level2"),
        ({"level2": "kepala-dinas"}, "level2"),
    ],
)
def test_posts_that_cannot_review_are_refused(play: Play, values: dict[str, str], field: str) -> None:
    with pytest.raises(Incomplete) as found:
        play.setting(**{name: play.post(slug) for name, slug in values.items()})
    assert found.value.field == field


def test_approval_is_not_switched_off_while_a_revision_is_on_its_way(play: Play, cast: Cast) -> None:
    revision = play.submitted()
    with pytest.raises(Incomplete, match="Masih ada SOP"):
        play.setting(is_on=False)
    withdraw(revision, by=play.admin, at=cast.now)
    play.setting(is_on=False)
    assert not ApprovalSetting.objects.exists()
    assert play.load(changed("065/3.39/DPUPR", "065/9.01/DPUPR", TARAKAN)).revision.status == "berlaku"


def test_the_differences_name_fields_columns_and_steps() -> None:
    old = document_of_text(fixture("sops", "gowa-dpupr"))
    first, second, *rest = old.prosedur
    column = replace(old.pelaksana[0], nama="Kepala Baru")
    extra = replace(second, order=2, nomor="1a", kegiatan="Mencatat")
    new = replace(
        old,
        nomor="1/2026",
        pelaksana=(column, *old.pelaksana[1:]),
        prosedur=(first, extra, replace(second, waktu="90 menit"), *rest[:-1]),
    )
    found = dict(differences(old, new))
    (header,), (renamed,) = found["Bagian identitas"], found["Kolom pelaksana"]
    assert header.fields == [("Nomor SOP", old.nomor, "1/2026")]
    assert renamed.fields == [("Nama", old.pelaksana[0].nama, "Kepala Baru")]
    kinds = [(change.kind, change.name.partition(": ")[2]) for change in found["Langkah"]]
    assert ("ditambah", "Mencatat") in kinds
    assert ("dihapus", rest[-1].kegiatan) in kinds
    changed_step = next(
        change for change in found["Langkah"] if change.kind == "diubah" and "90 menit" in str(change)
    )
    assert ("Waktu", second.waktu, "90 menit") in changed_step.fields
    assert differences(old, old) == []
