"""Retention: the sweep proposes; moving and destroying need three people and a berita acara; a hold stops it all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from activity.models import Activity
from activity.verification import faults
from documents.archive.erasing import erase_doomed
from documents.archive.keeping import correct, hold, release
from documents.archive.retention import (
    Minutes,
    Refused,
    appraise,
    approve,
    approver_of,
    execute,
    propose,
    reject,
    sweep,
    why_not,
)
from documents.archive.searching import index_waiting
from documents.models import (
    Arsip,
    Berkas,
    DoomedFile,
    LegalHold,
    PaperText,
    RetentionProposal,
    SignedPaper,
    StoredFile,
)
from documents.models.archive import years_after
from documents.storing import keep_bytes
from organizations.capacity import Capacity, admin_capacity, holder
from organizations.models import Office
from tests.archive import AT, a_berkas, record_officer
from tests.cast import Cast
from tests.sheets import text_of
from tests.visitor import Visitor
from workflows.archive_access import keeper, needed_elsewhere
from workflows.models import Case, Output

pytestmark = pytest.mark.django_db
BEGAN = date(2020, 1, 5)
SAID = Minutes("BA-1/2026", date(2026, 2, 2), ("Saksi Satu",), "090/12", date(2026, 2, 1))


class People:
    """Those who take part, in their capacities."""

    def __init__(self, cast: Cast) -> None:
        self.office = Office.objects.select_related("government", "head").get(slug="dpupr-tarakan")
        officer = keeper(record_officer(), self.office, AT)
        admin = admin_capacity(cast.admin(self.office.slug), self.office, AT)
        assert self.office.head
        assert officer
        assert admin
        self.officer: Capacity = officer
        self.admin: Capacity = admin
        chief = holder(self.office.head, AT)
        assert chief
        self.head: Capacity = chief

    def approved(self, kind: str, berkas: Berkas) -> RetentionProposal:
        """A proposal for a berkas as far as the head."""
        found = propose(self.office, kind, [berkas], by=self.officer, at=AT, note="")
        appraise(found, by=self.admin, at=AT, note="Sesuai JRA.")
        approve(found, by=self.head, at=AT)
        return RetentionProposal.objects.select_related("office__government", "approved_by").get(pk=found.pk)

    def carry_out(self, proposal: RetentionProposal, said: Minutes = SAID) -> None:
        """With a paper that stands for the berita acara."""
        paper = keep_bytes(b"%PDF-", name="BA.pdf", office=self.office, by=self.officer.user, at=AT)
        execute(proposal, paper, said, by=self.officer, at=AT, keeps=needed_elsewhere)


@pytest.fixture
def people(cast: Cast) -> People:
    return People(cast)


def inactive(cast: Cast, **changes: Any) -> Berkas:
    """A berkas whose retention is over."""
    return a_berkas(cast, **{"state": "inaktif", "trigger_date": BEGAN, **changes})


def test_retention_ends_on_the_same_day_of_a_later_year() -> None:
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
    berkas = Berkas(
        state="aktif", trigger_date=date(2024, 2, 2), active_years=2, inactive_years=3, fate="musnah"
    )
    assert why_not(berkas, "pindah", date(2026, 2, 1), is_held=False) == "baru jatuh tempo 02-02-2026"
    assert why_not(berkas, "pindah", date(2026, 2, 2), is_held=False) == ""
    assert why_not(berkas, "musnah", date(2040, 1, 1), is_held=False) == "berstatus aktif"


def test_the_sweep_proposes_what_is_due_and_nothing_twice(cast: Cast, people: People) -> None:
    move = a_berkas(cast, trigger_date=BEGAN)
    destroy, keep = inactive(cast), inactive(cast, code="000.8.3.3")
    a_berkas(cast, trigger_date=date(2026, 1, 1))  # not due
    a_berkas(cast)  # its retention has not begun
    inactive(cast, code="000.8")  # somebody decides what becomes of it
    held = inactive(cast)
    hold(held, by=people.officer, at=AT, reason="Audit")
    assert sweep(AT) == 3
    found = {
        each.kind: [item.berkas for item in each.items.all()] for each in RetentionProposal.objects.all()
    }
    assert found == {"pindah": [move], "musnah": [destroy], "serah": [keep]}
    assert sweep(AT) == 0
    reject(RetentionProposal.objects.get(kind="musnah"), by=people.head, at=AT, reason="Masih dipakai.")
    assert sweep(AT + timedelta(days=300)) == 0
    assert sweep(AT + timedelta(days=366)) == 1


def test_destruction_takes_the_bytes_and_leaves_the_rest(cast: Cast, people: People) -> None:
    berkas, other = inactive(cast), inactive(cast, hal="Lain")
    index_waiting(lambda: AT)
    assert berkas.package
    stored = [berkas.package, *(each.file for each in berkas.papers.all() if each.file)]
    names = [str(each.file.name) for each in stored]
    people.carry_out(people.approved("musnah", berkas))
    assert all(default_storage.exists(name) for name in names)  # the transaction only says which
    assert erase_doomed(AT) == 2
    assert erase_doomed(AT) == 0
    assert not any(default_storage.exists(name) for name in names)
    found = Berkas.objects.get(pk=berkas.pk)
    assert (found.state, found.package, found.sha256) == ("musnah", None, berkas.sha256)
    paper = Arsip.objects.get(berkas=berkas)
    assert paper.file is None
    assert paper.sha256
    assert not PaperText.objects.filter(berkas=berkas, arsip__isnull=False).exists()
    assert PaperText.objects.filter(berkas=berkas).exists()
    assert StoredFile.objects.filter(erased_at=AT).count() == 2
    rest = Berkas.objects.get(pk=other.pk)
    assert rest.package
    assert default_storage.exists(str(rest.package.file.name))
    row = Activity.objects.get(action="berkas.musnah")
    assert (row.data["nomor"], row.data["minutes"], row.user_id) == (
        berkas.nomor,
        "BA-1/2026",
        people.officer.user.pk,
    )
    proposal = RetentionProposal.objects.get()
    assert (proposal.letter_by, proposal.letter_number, proposal.witnesses) == (
        "Kepala daerah",
        "090/12",
        ["Saksi Satu"],
    )
    assert list(faults()) == []


def test_a_paper_that_another_case_still_has_is_not_erased(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    case = cast.start("tarakan-dpupr")
    file = berkas.papers.get().file
    Output.objects.create(
        case=case, run=case.runs.get(), name="A", key="a", file=file, created_at=AT, created_by=cast.head
    )
    people.carry_out(people.approved("musnah", berkas))
    assert [each.name for each in DoomedFile.objects.all()] == [str(berkas.package.file.name)]  # type: ignore[union-attr]
    assert file
    assert StoredFile.objects.get(pk=file.pk).erased_at is None


def test_the_papers_of_its_own_case_are_erased_and_their_pages_say_so(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    case = cast.start("tarakan-dpupr")
    file = berkas.papers.get().file
    output = Output.objects.create(
        case=case, run=case.runs.get(), name="A", key="a", file=file, created_at=AT, created_by=cast.head
    )
    Case.objects.filter(pk=case.pk).update(berkas=berkas)
    people.carry_out(people.approved("musnah", berkas))
    assert erase_doomed(AT) == 2
    head = Visitor(cast.head)
    assert head.client.get(f"/papers/{output.pk}/").status_code == 404
    assert head.open(f"/cases/{case.pk}/").text


def test_nothing_is_destroyed_that_is_permanent_held_undue_or_without_its_letter(
    cast: Cast, people: People
) -> None:
    for changes, reason in (
        ({"code": "000.8.3.3"}, "permanen dan tidak boleh dimusnahkan"),
        ({"trigger_date": date(2025, 1, 1)}, "baru jatuh tempo 01-01-2030"),
        ({"trigger_date": None}, "retensinya belum mulai dihitung"),
        ({"state": "aktif"}, "berstatus aktif"),
    ):
        with pytest.raises(Refused, match=reason):
            propose(people.office, "musnah", [inactive(cast, **changes)], by=people.officer, at=AT, note="")
    berkas = inactive(cast)
    proposal = people.approved("musnah", berkas)
    with pytest.raises(Refused, match="surat persetujuan Kepala daerah"):
        people.carry_out(proposal, Minutes("BA-1", date(2026, 2, 2)))
    hold(berkas, by=people.officer, at=AT, reason="Gugatan")  # after it was approved
    with pytest.raises(Refused, match="ditahan"):
        people.carry_out(proposal)
    assert (Berkas.objects.get(pk=berkas.pk).state, DoomedFile.objects.count()) == ("inaktif", 0)
    release(berkas, by=people.officer, at=AT, reason="Selesai")
    people.carry_out(proposal)
    with pytest.raises(Refused, match="dilaksanakan"):
        people.carry_out(proposal)
    with pytest.raises(Refused, match="dimusnahkan"):
        hold(berkas, by=people.officer, at=AT, reason="Terlambat")
    assert LegalHold.objects.count() == 1


def test_every_stage_is_another_person(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    proposal = propose(people.office, "musnah", [berkas], by=people.officer, at=AT, note="")
    with pytest.raises(Refused, match="sudah ada dalam usulan"):
        propose(people.office, "musnah", [berkas], by=people.admin, at=AT, note="")
    with pytest.raises(Refused, match="orang lain"):
        appraise(proposal, by=people.officer, at=AT, note="Ya")
    with pytest.raises(Refused, match="sudah usulan"):
        approve(proposal, by=people.head, at=AT)
    with pytest.raises(Refused, match="tolak usulannya"):
        appraise(proposal, by=people.admin, at=AT, note="Tidak", left_out=[berkas.pk])
    appraise(proposal, by=people.admin, at=AT, note="Ya")
    same = Capacity(user=people.admin.user, printed="Kepala Dinas", post=people.office.head)
    with pytest.raises(Refused, match="orang lain"):
        approve(proposal, by=same, at=AT)
    approve(proposal, by=people.head, at=AT)


def test_what_an_appraisal_leaves_out_stays_as_it_is(cast: Cast, people: People) -> None:
    one, two = a_berkas(cast, trigger_date=BEGAN), a_berkas(cast, trigger_date=BEGAN)
    proposal = propose(people.office, "pindah", [one, two], by=people.officer, at=AT, note="")
    appraise(proposal, by=people.admin, at=AT, note="Satu saja", left_out=[two.pk])
    approve(proposal, by=people.head, at=AT)
    people.carry_out(proposal, Minutes("BA-2", date(2026, 2, 2)))
    assert [Berkas.objects.get(pk=each.pk).state for each in (one, two)] == ["inaktif", "aktif"]


def test_ten_years_ask_for_the_head_of_anri() -> None:
    assert approver_of([Berkas(active_years=2, inactive_years=7)]) == "Kepala daerah"
    assert "ANRI" in approver_of([Berkas(active_years=2, inactive_years=8)])


def test_three_people_destroy_a_berkas_on_the_pages(cast: Cast, people: People) -> None:
    berkas = inactive(cast, hal="Kasus lama")
    officer, admin, head = (Visitor(by.user) for by in (people.officer, people.admin, people.head))
    url = f"/archive/{berkas.pk}/"
    officer.send(url, officer.open(url).form("/propose/"), **{"propose-kind": "musnah"})
    url = f"/archive/proposals/{RetentionProposal.objects.get().pk}/"
    assert "Kasus lama" in officer.open(url).text
    assert not [form for form in officer.open(url).forms if form.action.startswith(url)]
    admin.send(url, admin.open(url).form("/appraise/"), **{"appraise-note": "Sesuai JRA."})
    assert not [form for form in admin.open(url).forms if form.action.startswith(url)]
    head.send(url, head.open(url).form("/approve/"))
    form = officer.open(url).form("/execute/")
    assert officer.send(url, form, **{"execute-number": "BA-9/2026"}).status_code == 422
    said = {
        "number": "BA-9/2026",
        "day": "2026-02-02",
        "letter_number": "090/77",
        "letter_date": "2026-02-01",
    }
    response = officer.send(url, form, **{f"execute-{name}": value for name, value in said.items()})
    assert response.status_code == 302
    assert "dilaksanakan dengan berita acara BA-9/2026" in officer.open(url).text
    content = b"".join(officer.client.get(f"{url}berita-acara.pdf").streaming_content)  # type: ignore[attr-defined]
    text = text_of(content)
    for part in ("BERITA ACARA PEMUSNAHAN ARSIP", "BA-9/2026", "090/77", berkas.nomor, "Kasus lama"):
        assert part in text
    assert Visitor(cast.outsider).client.get(url).status_code == 404
    assert Berkas.objects.get().state == "musnah"


def test_a_refused_execution_leaves_no_berita_acara_behind(cast: Cast, people: People) -> None:
    proposal = people.approved("musnah", berkas := inactive(cast))
    hold(berkas, by=people.officer, at=AT, reason="Gugatan")
    officer, url = Visitor(people.officer.user), f"/archive/proposals/{proposal.pk}/"
    before = StoredFile.objects.count()
    said = {"number": "BA-9", "day": "2026-02-02", "letter_number": "090/77", "letter_date": "2026-02-01"}
    officer.send(
        url, officer.open(url).form("/execute/"), **{f"execute-{name}": each for name, each in said.items()}
    )
    assert "ditahan untuk kepentingan hukum" in officer.open(url).text
    assert StoredFile.objects.count() == before


def test_what_is_proposed_is_not_corrected_until_it_is_decided(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    proposal = people.approved("musnah", berkas)
    with pytest.raises(Refused, match="usulan"):
        correct(berkas, {"inactive_years": 0}, by=people.officer, at=AT)
    reject(proposal, by=people.head, at=AT, reason="Masih dipakai.")
    assert correct(berkas, {"inactive_years": 0}, by=people.officer, at=AT)


def test_the_earlier_bytes_of_a_signed_paper_go_with_it(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    newest = berkas.papers.get().file
    assert newest
    base = keep_bytes(b"%PDF-1", name="A.pdf", office=people.office, by=cast.head, at=AT)
    paper = SignedPaper.objects.create(
        office=people.office, title="A", way="internal", created_at=AT, base=base, file=newest
    )
    people.carry_out(people.approved("musnah", berkas))
    assert StoredFile.objects.get(pk=base.pk).erased_at == AT
    assert SignedPaper.objects.get(pk=paper.pk).file_id == newest.pk
