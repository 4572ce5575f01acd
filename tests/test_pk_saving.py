"""Saving a PK: by whom, what stays the same row, what is told when two save, and what may not go."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from activity.models import Activity
from activity.verification import faults
from documents.models import PerjanjianKinerja, PkIndicator, PkRealisasi
from documents.pk_changes import changes, counted
from documents.pk_content import Indicator, PkContent, Program, Sasaran
from documents.pk_rows import above, content_of, starting_content, usual_level
from organizations.capacity import Capacity
from organizations.models import Appointment, Kind, Office
from tests.cast import Cast
from workflows.actions.pk import ChangedMeanwhile, Refused, save_content
from workflows.errors import Denied
from workflows.pk_access import editor, visible_pks

pytestmark = pytest.mark.django_db
SMALL = PkContent(
    sasaran=(
        Sasaran("Jalan mantap", (Indicator("Jalan mantap", "%", "87,5"), Indicator("Jembatan", "Unit", "4"))),
        Sasaran("Tata ruang", (Indicator("Opini", "Predikat", "Baik"),)),
    ),
    programs=(Program("Penyelenggaraan Jalan", "1.250.000.000"), Program("Tata Ruang")),
    place="Tarakan",
    statement_date="2 Januari 2026",
)


def pk_of_post(cast: Cast, slug: str, **fields: object) -> PerjanjianKinerja:
    """The PK of a post of DPUPR Tarakan."""
    post = cast.post("dpupr-tarakan", slug)
    found = {"office": post.office, "pihak_kedua": post.superior, "year": 2026, **fields}
    return PerjanjianKinerja.objects.create(pihak_pertama=post, **found)


@pytest.fixture
def pk(cast: Cast) -> PerjanjianKinerja:
    """The PK of the head, in no case yet."""
    return pk_of_post(cast, "kepala-dinas")


def save(cast: Cast, pk: PerjanjianKinerja, content: PkContent, by: Capacity | None = None) -> list[object]:
    pk.refresh_from_db()
    by = by or cast.acting("dpupr-tarakan", "kepala-dinas")
    return list(save_content(pk, content, by=by, at=cast.now, version=pk.version))


def big(indicators: int, programs: int) -> PkContent:
    """A content of so many rows."""
    rows = tuple(Indicator(f"Indikator {n}", "Dokumen", str(n)) for n in range(indicators))
    return PkContent(
        sasaran=(Sasaran("Satu", rows[::2]), Sasaran("Dua", rows[1::2])),
        programs=tuple(Program(f"Program {n}", str(n)) for n in range(programs)),
    )


@pytest.mark.core
def test_what_is_saved_is_read_again_and_recorded(cast: Cast, pk: PerjanjianKinerja) -> None:
    assert len(save(cast, pk, SMALL)) == 8
    found = content_of(PerjanjianKinerja.objects.get(pk=pk.pk))
    assert [row.target for row in found.indicators] == ["87,5%", "4", "Baik"]
    assert [row.anggaran for row in found.programs] == ["1.250.000.000", ""]
    assert (found.place, found.statement_date) == ("Tarakan", "2 Januari 2026")
    row = Activity.objects.get(action="pk.content_saved")
    assert (row.stream.key, row.data["version"]) == ("office:dpupr-tarakan", 1)
    assert row.data["counts"]["indikator ditambah"] == 3
    assert save(cast, pk, found) == []
    assert Activity.objects.filter(action="pk.content_saved").count() == 1
    assert not list(faults())


def test_the_record_of_what_was_saved_is_indonesian_for_who_reads_english(
    cast: Cast, pk: PerjanjianKinerja
) -> None:
    with translation.override("en"):
        save(cast, pk, SMALL)
        save(cast, pk, replace(SMALL, place="Gowa"))
    first, last = Activity.objects.filter(action="pk.content_saved").order_by("id")
    assert first.data["counts"]["indikator ditambah"] == 3
    assert last.data["changes"][0]["kind"] == "keterangan umum"
    assert last.data["changes"][0]["fields"] == [["tempat", "Tarakan", "Gowa"]]


def test_rows_that_stay_are_the_same_rows_also_when_they_move(cast: Cast, pk: PerjanjianKinerja) -> None:
    save(cast, pk, SMALL)
    first = content_of(pk)
    road, bridge, opinion = first.indicators
    outer = [replace(first.sasaran[1], indicators=(replace(road, target="90"), opinion, Indicator("Baru")))]
    save(cast, pk, replace(first, sasaran=tuple(outer), programs=first.programs[::-1]))
    second = content_of(pk)
    assert [row.id for row in second.indicators][:2] == [road.id, opinion.id]
    assert [row.target for row in second.indicators] == ["90%", "Baik", ""]
    assert [row.id for row in second.programs] == [row.id for row in first.programs[::-1]]
    assert not PkIndicator.objects.filter(pk=bridge.id or 0).exists()


def test_numbers_of_other_pks_rows_and_doubled_ones_become_new_rows(
    cast: Cast, pk: PerjanjianKinerja
) -> None:
    other = pk_of_post(cast, "sekretaris")
    save(cast, pk, SMALL)
    before = content_of(pk)
    save(cast, other, replace(before, sasaran=before.sasaran * 2), cast.acting("dpupr-tarakan", "sekretaris"))
    assert content_of(pk) == before
    assert len(content_of(other).indicators) == 6


def test_who_saves_later_is_told_and_nothing_is_lost_or_overwritten(
    cast: Cast, pk: PerjanjianKinerja
) -> None:
    save(cast, pk, SMALL)
    by = cast.acting("dpupr-tarakan", "kepala-dinas")
    with pytest.raises(ChangedMeanwhile) as told:
        save_content(pk, replace(SMALL, place="Lain"), by=by, at=cast.now, version=0)
    assert (told.value.pk.version, told.value.pk.edited_by) == (1, by.user)
    assert told.value.content == content_of(told.value.pk)
    assert told.value.content.place == "Tarakan"


def test_faults_refuse_the_whole(cast: Cast, pk: PerjanjianKinerja) -> None:
    with pytest.raises(Refused) as told:
        save(cast, pk, replace(SMALL, programs=(Program("P", "1,250"),)))
    assert [fault.where for fault in told.value.faults] == ["p0.anggaran"]
    assert not PkIndicator.objects.exists()


@pytest.mark.core
def test_an_indicator_that_others_support_or_that_was_measured_stays(
    cast: Cast, pk: PerjanjianKinerja
) -> None:
    save(cast, pk, SMALL)
    road, _, opinion = content_of(pk).indicators
    below = pk_of_post(cast, "sekretaris")
    assert above(below).labels[road.id or 0] == "1.1 Jalan mantap"
    support = replace(SMALL, sasaran=(Sasaran("S", (Indicator("I", supports=road.id),)),))
    save(cast, below, support, cast.acting("dpupr-tarakan", "sekretaris"))
    PkRealisasi.objects.create(
        indicator_id=opinion.id or 0, quarter=1, text="Baik", at=cast.now, by=cast.head
    )
    with pytest.raises(Refused) as told:
        save(cast, pk, PkContent())
    assert [fault.message for fault in told.value.faults] == [
        "Indikator “Jalan mantap” tidak dapat dihapus: didukung oleh indikator Sekretaris; minta agar dilepas dulu.",
        "Indikator “Opini” tidak dapat dihapus: sudah mempunyai realisasi.",
    ]


def test_only_indicators_of_the_superior_are_supported(cast: Cast, pk: PerjanjianKinerja) -> None:
    other = pk_of_post(cast, "sekretaris")
    save(cast, pk, SMALL)
    own = content_of(pk).indicators[0].id
    with pytest.raises(Refused, match="sudah tidak ada"):
        save(cast, pk, replace(SMALL, sasaran=(Sasaran("S", (Indicator("I", supports=own),)),)))
    assert above(pk).pk is None
    assert above(other).pk == pk


@pytest.mark.core
def test_a_pk_perubahan_begins_with_what_it_changes_and_continues_its_rows(
    cast: Cast, pk: PerjanjianKinerja
) -> None:
    save(cast, pk, SMALL)
    below = pk_of_post(cast, "sekretaris")
    road = content_of(pk).indicators[0].id
    support = PkContent(sasaran=(Sasaran("S", (Indicator("I", supports=road),)),))
    secretary = cast.acting("dpupr-tarakan", "sekretaris")
    save(cast, below, support, secretary)
    change = pk_of_post(cast, "kepala-dinas", kind="pk_perubahan", changes=pk)
    assert may(cast, pk, "kepala-dinas") == [True]
    start = starting_content(change)
    assert [row.text for row in start.indicators] == [row.text for row in SMALL.indicators]
    assert start.statement_date == ""
    with pytest.raises(Refused, match="alasan"):
        save(cast, change, start)
    save(cast, change, replace(start, reason="strategi"))
    kept = content_of(change)
    continued = PkIndicator.objects.filter(sasaran__perjanjian_kinerja=change)
    assert set(continued.values_list("continues", flat=True)) == {row.id for row in content_of(pk).indicators}
    assert above(below).renewed(content_of(below)).indicators[0].supports == kept.indicators[0].id
    # A file that was exported before the first saving still means the same rows.
    save(cast, change, replace(start, reason="strategi", place="Lain"))
    assert [row.id for row in content_of(change).indicators] == [row.id for row in kept.indicators]
    with pytest.raises(Denied, match="Perubahannya"):
        save(cast, pk, PkContent())


def test_the_number_of_statements_does_not_depend_on_the_rows(cast: Cast, pk: PerjanjianKinerja) -> None:
    def cost(content: PkContent) -> int:
        with CaptureQueriesContext(connection) as queries:
            save(cast, pk, content)
        return len(queries)

    save(cast, pk, big(2, 2))
    costs = []
    for indicators, programs in ((4, 4), (60, 200)):
        content = content_of(pk)
        wide = big(indicators, programs)
        kept = replace(
            wide,
            sasaran=tuple(
                replace(new, id=old.id, indicators=(*old.indicators, *new.indicators[len(old.indicators) :]))
                for old, new in zip(content.sasaran, wide.sasaran, strict=True)
            ),
            programs=(*content.programs, *wide.programs[len(content.programs) :]),
        )
        costs.append(cost(kept))
    assert len(content_of(pk).indicators) == 60
    assert costs[0] == costs[1]


def may(cast: Cast, pk: PerjanjianKinerja, *who: str) -> list[bool]:
    """Whether the holders of these posts may edit it."""
    return [editor(cast.user("dpupr-tarakan", slug), pk, cast.now)[0] is not None for slug in who]


def test_who_may_edit(cast: Cast, pk: PerjanjianKinerja) -> None:
    assert may(cast, pk, "kepala-dinas", "sekretaris") == [True, False]
    assert editor(cast.admin("dpupr-tarakan"), pk, cast.now)[0]
    assert editor(cast.admin("dpupr-gowa"), pk, cast.now)[0] is None
    assert editor(cast.inspector("dpupr-tarakan"), pk, cast.now)[0] is None
    with pytest.raises(Denied):
        save(cast, pk, SMALL, cast.acting("dpupr-tarakan", "sekretaris"))


def test_the_definitive_holder_edits_though_somebody_acts_for_the_post(
    cast: Cast, pk: PerjanjianKinerja
) -> None:
    head = cast.head
    Appointment.objects.create(
        user=cast.secretary, post=pk.pihak_pertama, kind=Kind.PLH, start_date=cast.now.date()
    )
    assert [by.printed for by in (editor(head, pk, cast.now)[0],) if by] == ["Kepala Dinas"]
    by, _ = editor(cast.secretary, pk, cast.now)
    assert by
    assert by.printed == "Plh. Kepala Dinas"


def test_who_drafts_in_a_case_edits_until_the_case_is_finished(cast: Cast) -> None:
    case = cast.advance(cast.start("tarakan-dpupr"), 4)
    pk = case.subjects.get(pihak_pertama__slug="kepala-dinas")
    clerk = cast.tasks(case)[0].post.slug
    assert may(cast, pk, clerk, "staf-umum") == [True, False]
    cast.advance_to_end(case)
    assert may(cast, pk, clerk, "kepala-dinas") == [False, False]
    assert "Perjanjian Kinerja Perubahan" in editor(cast.head, pk, cast.now)[1]


def test_who_may_read(cast: Cast, pk: PerjanjianKinerja) -> None:
    def sees(who: object) -> bool:
        return visible_pks(who, cast.now).filter(pk=pk.pk).exists()  # type: ignore[arg-type]

    assert sees(cast.head)
    assert sees(cast.admin("dpupr-tarakan"))
    assert sees(cast.inspector("dpupr-tarakan"))
    assert pk.pihak_kedua
    assert sees(cast.user("dpupr-tarakan", pk.pihak_kedua.slug))
    assert not sees(cast.secretary)
    assert not sees(cast.outsider)
    case = cast.start("tarakan-dpupr")
    assert case.subjects.filter(pk=pk.pk).exists()
    assert sees(cast.secretary)


def test_sasaran_start_at_the_level_of_the_echelon(cast: Cast) -> None:
    def level(office: str, slug: str) -> str:
        post = cast.post(office, slug)
        return usual_level(
            PerjanjianKinerja(office=Office.objects.get(slug=office), pihak_pertama=post, year=2026)
        )

    assert level("dpupr-tarakan", "kepala-dinas") == "strategis"
    assert {level("dpupr-tarakan", slug) for slug in ("sekretaris", "kabid-bm")} == {"program"}
    assert level("dpupr-tarakan", "kasubag-perencanaan-keuangan") == "kegiatan"
    assert (level("setda-madiun", "sekda"), level("setda-madiun", "kabag")) == ("strategis", "program")
    assert level("setda-madiun", "subkoordinator") == "kegiatan"


def test_a_changed_head_of_a_pk_is_told_in_words() -> None:
    assert counted(changes(PkContent(place="Tarakan"), PkContent(place="Gowa"))) == "keterangan umum diubah"
