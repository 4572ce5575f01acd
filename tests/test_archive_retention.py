"""Retention: the sweep proposes; moving and destroying need three people and a berita acara; a hold stops it all."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db.models import Model
from django.test import Client

from activity.models import Activity
from activity.verification import faults
from documents.archive.erasing import erase_doomed
from documents.archive.filing import NewPaper
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
from documents.archive.searching import index, index_waiting
from documents.models import (
    Arsip,
    Berkas,
    DoomedFile,
    LegalHold,
    Naskah,
    PaperText,
    Publication,
    RetentionProposal,
    Signature,
    SignedPaper,
    StoredFile,
)
from documents.models.archive import years_after
from documents.storing import keep_bytes
from organizations.capacity import Capacity, admin_capacity, holder
from organizations.models import Office
from sopflow.backup.files import named_files
from sops.models import Revision
from tests.archive import AT, a_berkas, filed, record_officer
from tests.cast import Cast
from tests.portals import open_portal, published
from tests.sample_files import pdf
from tests.sheets import text_of
from tests.visitor import Visitor
from workflows.archive_access import keeper
from workflows.destroying import GONE, matter_of, relations, take
from workflows.models import Case, Output, RunPaper

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
        execute(proposal, paper, said, by=self.officer, at=AT, takes=take)


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
    assert berkas.package
    name = str(berkas.package.file.name)
    people.carry_out(people.approved("musnah", berkas))
    assert [each.name for each in DoomedFile.objects.all()] == [name]
    assert file
    assert StoredFile.objects.get(pk=file.pk).erased_at is None


class Matter:
    """A case with everything that cases have: an upload, drafts, a paper made here, a void one, a scan."""

    def __init__(self, cast: Cast, people: People, berkas: Berkas | None = None) -> None:
        self.cast, self.office = cast, people.office
        self.case = cast.start("tarakan-dpupr")
        self.run = self.case.runs.get()
        self.upload = self.output(file=self.stored("unggahan"), note="Isi yang diketik")
        self.naskah = self.written(self.stored("naskah"), values={"isi": "Rahasia"}, facts={"a": 1})
        self.made = self.output(naskah=self.naskah, replaced_by=self.upload)
        self.paper = self.signed(
            status="batal", ended_at=AT, base=self.stored("awal"), file=self.stored("ttd")
        )
        RunPaper.objects.create(run=self.run, paper=self.paper, source=self.upload)
        scan = self.stored("pindaian")
        Signature.objects.create(paper=self.paper, order=1, field="ttd-1", scan=scan, file=self.paper.file)
        if berkas:
            Case.objects.filter(pk=self.case.pk).update(berkas=berkas)

    def stored(self, name: str) -> StoredFile:
        """A file that is nowhere yet."""
        return keep_bytes(pdf(name), name=f"{name}.pdf", office=self.office, by=self.cast.head, at=AT)

    def output(self, **values: Any) -> Output:
        """An output of the case."""
        usual = {"name": "A", "key": "a", "created_at": AT, "created_by": self.cast.head}
        return Output.objects.create(case=self.case, run=self.run, **(usual | values))

    def written(self, file: StoredFile, **values: Any) -> Naskah:
        """A paper made here."""
        usual = {"office": self.office, "kind": "undangan", "title": "Undangan", "state": "siap"}
        return Naskah.objects.create(file=file, created_at=AT, created_by=self.cast.head, **(usual | values))

    def signed(self, **values: Any) -> SignedPaper:
        """A signed paper that belongs to nothing yet."""
        usual = {"office": self.office, "title": "A", "way": "internal", "created_at": AT}
        return SignedPaper.objects.create(**(usual | values))

    def of_case(self, **values: Any) -> SignedPaper:
        """A signed paper of the case."""
        if "file" in values:
            values["base"] = self.stored("awal lain")
        paper = self.signed(**values)
        RunPaper.objects.create(run=self.run, paper=paper, source=self.upload)
        return paper


def test_every_file_and_text_of_its_case_goes_and_its_pages_say_so(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    matter = Matter(cast, people, berkas)
    files = StoredFile.objects.filter(office=people.office)
    names = [str(each.file.name) for each in files]
    assert len(names) == 7  # with the package and what was filed
    head, url = Visitor(cast.head), f"/cases/{matter.case.pk}/"
    upload, made = f"/papers/{matter.upload.pk}/", f"/papers/{matter.made.pk}/naskah/"
    signed = f"/sign/papers/{matter.paper.pk}/"
    gone = [upload, signed, f"{signed}pages/1/"]
    assert [head.client.get(each).status_code for each in (upload, made, signed)] == [200, 200, 200]
    assert {upload, signed} < set(head.open(url).links())
    people.carry_out(people.approved("musnah", berkas))
    # at once, not only when a worker has erased it
    assert {head.client.get(each).status_code for each in gone} == {404}
    for each in (made, f"{upload}changes/"):
        assert head.client.get(each).headers["Location"] == url
    assert erase_doomed(AT) == 7
    assert not any(default_storage.exists(name) for name in names)
    assert set(files.filter(erased_at=None)) == {RetentionProposal.objects.get().minutes}
    assert {each.name for each in named_files()} & set(names) == set()  # a backup does not miss them
    matter.naskah.refresh_from_db()
    assert (matter.naskah.values, matter.naskah.facts) == ({}, {})
    assert set(Output.objects.filter(case=matter.case).values_list("note", flat=True)) <= {"", GONE}
    matter.upload.refresh_from_db()
    assert matter.upload.file
    assert matter.upload.file.sha256
    page = head.open(url)
    assert "dimusnahkan" in page.text
    assert "berdasarkan berita acara nomor BA-1/2026 tanggal 2 Februari 2026" in page.text
    assert [link for link in page.links() if link.startswith(("/papers/", "/sign/"))] == []
    assert "BA-1/2026" in Visitor(people.officer.user).open(f"/archive/{berkas.pk}/").text
    assert list(faults()) == []


STRANGERS: dict[str, Callable[[Matter, StoredFile], object]] = {
    "documents.Arsip.file": lambda other, file: filed(
        other.office, NewPaper(file, "B"), hal="B", by=other.cast.head, code="000.8"
    ),
    "documents.Berkas.package": lambda other, file: Berkas.objects.filter(
        pk=filed(other.office, NewPaper(other.stored("B"), "B"), hal="B", by=other.cast.head, code="000.8").pk
    ).update(state="aktif", package=file, sha256="0" * 64),
    "documents.Naskah.file": lambda other, file: other.output(naskah=other.written(file)),
    "documents.Publication.file": lambda other, file: published(other.paper, file, by=other.cast.head),
    "documents.RetentionProposal.minutes": lambda other, file: RetentionProposal.objects.create(
        office=other.office, kind="pindah", state="dilaksanakan", proposed_at=AT, executed_at=AT, minutes=file
    ),
    "documents.Signature.file": lambda other, file: Signature.objects.create(
        paper=other.paper, order=2, field="ttd-2", file=file
    ),
    "documents.Signature.scan": lambda other, file: Signature.objects.create(
        paper=other.paper, order=3, field="ttd-3", scan=file
    ),
    "documents.SignedPaper.base": lambda other, file: other.of_case(base=file),
    "documents.SignedPaper.file": lambda other, file: other.of_case(file=file),
    "documents.SignedPaper.source": lambda other, file: other.of_case(source=file),
    "workflows.Output.file": lambda other, file: other.output(file=file),
}
# Whose references keep nothing where the rows belong to what is destroyed; a berita acara belongs to none.
DESTROYED_TOO = {each.rpartition(".")[0] for each in STRANGERS} - {"documents.RetentionProposal"}


def named(model: type[Model]) -> set[str]:
    return {f"{each.related_model._meta.label}.{each.field.name}" for each in relations(model)}


def test_everything_that_refers_to_a_stored_file_is_known_here(cast: Cast, people: People) -> None:
    """Whoever adds a model with a stored file says here what of it survives a destruction, and what goes with it."""
    assert named(StoredFile) == set(STRANGERS)
    own = {model._meta.label for model in matter_of([inactive(cast)])}
    assert own == DESTROYED_TOO | {"documents.SignedPaper", "workflows.RunPaper"}


def test_a_file_that_anything_else_refers_to_survives(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    matter, other = Matter(cast, people, berkas), Matter(cast, people)
    kept = {name: matter.stored(name) for name in STRANGERS}
    for number, file in enumerate(kept.values()):
        matter.output(file=file, name=f"B{number}")
    goes = {matter.upload.file_id, matter.paper.base_id, matter.paper.file_id, matter.naskah.file_id}
    assert {file.pk for file in kept.values()} | goes <= take([berkas])
    for name, file in kept.items():
        STRANGERS[name](other, file)
    went = take([berkas])
    assert [name for name, file in kept.items() if file.pk in went] == []
    assert goes <= went


def test_what_is_destroyed_is_withdrawn_from_the_portal(cast: Cast, people: People) -> None:
    """The page and the bytes are gone at once, the record says why; a paper that another case still has stays there."""
    berkas = inactive(cast)
    matter, other = Matter(cast, people, berkas), Matter(cast, people)
    open_portal(people.office)
    found = [published(signed_pk(each), each.stored("terbit"), by=cast.head) for each in (matter, other)]
    urls = [f"/portal/{people.office.slug}/pk/{each.paper.token}.pdf" for each in found]
    assert [Client().get(url).status_code for url in urls] == [200, 200]
    people.carry_out(people.approved("musnah", berkas))
    assert [Client().get(url).status_code for url in urls] == [404, 200]
    gone, stays = (Publication.objects.get(pk=each.pk) for each in found)
    assert (gone.withdrawn_at, gone.withdrawn_by) == (AT, people.officer.user)
    assert gone.withdrawn_reason == "Arsipnya dimusnahkan; berita acara nomor BA-1/2026."
    assert StoredFile.objects.get(pk=gone.file_id).erased_at
    assert stays.withdrawn_at is None
    row = Activity.objects.get(action="publication.withdrawn")
    assert (row.stream.key, row.data["publication"]) == (f"office:{people.office.slug}", gone.pk)
    assert list(faults()) == []


def signed_pk(matter: Matter) -> SignedPaper:
    """A signed Perjanjian Kinerja of the case of the matter."""
    subject = matter.case.subjects.earliest("id")
    return matter.of_case(perjanjian_kinerja=subject, status="lengkap")


def test_a_text_that_was_being_read_does_not_come_back(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    Berkas.objects.filter(pk=berkas.pk).update(state="musnah", package=None)  # after the papers were fetched
    index(berkas)
    assert not PaperText.objects.filter(berkas=berkas, arsip__isnull=False).exists()


def test_a_filed_scan_that_another_case_has_survives(cast: Cast, people: People) -> None:
    berkas = inactive(cast)
    other, file = Matter(cast, people), berkas.papers.get().file
    assert file
    other.paper.signatures.update(scan=file)
    assert take([berkas]) == {berkas.package_id}


def test_a_paper_that_an_sop_or_another_case_still_has_keeps_all_its_bytes(
    cast: Cast, people: People
) -> None:
    assert named(SignedPaper) == {
        *("documents.Signature.paper", "documents.SignedPaper.previous", "sops.Revision.signed"),
        "documents.Publication.paper",
        *("workflows.Assessment.signed", "workflows.Output.signed", "workflows.RunPaper.paper"),
    }
    assert named(Naskah) == {
        "documents.Naskah.previous",
        "documents.SignedPaper.naskah",
        "workflows.Output.naskah",
    }
    berkas = inactive(cast)
    matter, other = Matter(cast, people, berkas), Matter(cast, people)
    Revision.objects.filter(pk=other.case.revision_id).update(signed=matter.paper)
    SignedPaper.objects.filter(pk=matter.paper.pk).update(naskah=matter.naskah)
    scan = matter.paper.signatures.get().scan_id
    went = take([berkas])
    assert {matter.paper.base_id, matter.paper.file_id, scan, matter.naskah.file_id} & went == set()
    matter.naskah.refresh_from_db()
    assert matter.naskah.values == {"isi": "Rahasia"}
    Revision.objects.filter(pk=other.case.revision_id).update(signed=None)
    other.output(naskah=matter.naskah)
    went = take([berkas])
    assert matter.naskah.file_id not in went
    assert {matter.paper.base_id, matter.paper.file_id, scan} <= went


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
