"""Realisasi by quarter: what it comes to, who may write it, what a correction keeps, and who comes second."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from activity.models import Activity
from activity.verification import faults
from documents.capaian import SCALE, Band
from documents.models import PerjanjianKinerja, PkFormat, PkRealisasi
from documents.pk_content import QUARTERS, Indicator, PkContent, Sasaran
from documents.pk_numbers import Unreadable
from documents.pk_rows import content_of, starting_content
from documents.realisasi import (
    Line,
    Measure,
    Typed,
    entries,
    mean_of,
    measured,
    printed,
    read_realisasi,
    scale_of,
)
from documents.realisasi_rows import measure_of, sheets_of
from organizations.capacity import Capacity
from organizations.models import Appointment, Kind
from tests.cast import Cast
from tests.racing import race
from tests.test_pk_saving import big, pk_of_post, save
from workflows.actions.pk import Refused
from workflows.actions.realisasi import NewerRealisasi, Part, save_parts, save_realisasi
from workflows.errors import Denied
from workflows.models import Case
from workflows.pk_access import visible_pks
from workflows.realisasi_access import realisasi_writer

ROAD = Indicator("Jalan", "km", "100", "angka", "naik", "jumlah")
KINDS = PkContent(
    sasaran=(
        Sasaran(
            "Jalan mantap",
            (
                ROAD,
                Indicator("Kecelakaan A", "Kasus", "10", "angka", "turun_selisih", "terakhir"),
                Indicator("Kecelakaan B", "Kasus", "10", "angka", "turun_selisih", "terakhir"),
                Indicator("Kelembapan", "%", "80–90", "persen", "rentang", "terakhir"),
            ),
        ),
        Sasaran(
            "Tata kelola",
            (
                Indicator("Opini", "Opini", "WTP", "predikat", "teks", "terakhir"),
                Indicator("Guru", "Rasio", "1:20", "rasio", "naik", "terakhir"),
                Indicator("Laporan", "Tanggal", "31 Desember 2026", "tanggal", "teks", "terakhir"),
                Indicator("Indeks", "Indeks", "3,5", "indeks", "naik", "terakhir"),
            ),
        ),
    )
)


def worth(row: Indicator, *texts: str, until: int = 4, measure: Measure = Measure()) -> tuple[str, str, str]:  # noqa: B008
    """(value so far, capaian, band) of an indicator with these quarters."""
    first, second, third, fourth = (*texts, "", "", "", "")[:4]
    found = measured(Line("S", "1.1", row, (first, second, third, fourth)), until, measure)
    return found.value, printed(found.percent), found.band


def row(target: str, kind: str, direction: str, aggregation: str = "terakhir", satuan: str = "") -> Indicator:
    return Indicator("I", satuan, target, kind, direction, aggregation)


@pytest.mark.parametrize(
    ("indicator", "texts", "value", "percent", "name"),
    [
        (ROAD, ["20", "22,5"], "42,5", "42,50", "Sangat Rendah"),
        (ROAD, ["20", "", "", "80"], "100", "100,00", "Sangat Tinggi"),
        (ROAD, ["0"], "0", "0,00", "Sangat Rendah"),
        (ROAD, ["", "", ""], "", "", ""),
        (row("10", "angka", "turun_selisih"), ["15"], "15", "50,00", "Sangat Rendah"),
        (row("10", "angka", "turun_rasio"), ["15"], "15", "66,67", "Sedang"),
        (row("10", "angka", "turun_selisih"), ["0"], "0", "200,00", "Sangat Tinggi"),
        (row("10", "angka", "turun_rasio"), ["0"], "0", "", ""),
        (row("80–90", "angka", "rentang"), ["99"], "99", "90,00", "Tinggi"),
        (row("87,5%", "persen", "naik"), ["40%", "70%"], "70%", "80,00", "Tinggi"),
        (row("87,5%", "persen", "naik", "jumlah"), ["40%", "30%"], "70%", "80,00", "Tinggi"),
        (row("1:20", "rasio", "naik"), ["1:25"], "1:25", "80,00", "Tinggi"),
        (row("WTP", "predikat", "teks"), ["WDP", "wtp"], "wtp", "100,00", "Sangat Tinggi"),
        (row("WTP", "predikat", "teks"), ["WDP"], "WDP", "0,00", "Sangat Rendah"),
        (row("30 Juni 2026", "tanggal", "teks"), ["30 Juni 2026"], "30 Juni 2026", "100,00", "Sangat Tinggi"),
        (row("30 Juni 2026", "tanggal", "teks"), ["29 Juni 2026"], "29 Juni 2026", "100,00", "Sangat Tinggi"),
        (
            row("30 Juni 2026", "tanggal", "teks"),
            ["", "", "1 Juli 2026"],
            "1 Juli 2026",
            "0,00",
            "Sangat Rendah",
        ),
        (row("≥ 80", "indeks", "naik"), ["72"], "72", "90,00", "Tinggi"),
        (
            row("1.000.000", "angka", "naik", "jumlah", "Rp"),
            ["Rp 250.000", "Rp250.000,-"],
            "Rp 500.000",
            "50,00",
            "",
        ),
        (row("0", "angka", "naik"), ["5"], "5", "", ""),
        (row("", "", "", ""), ["5", "6"], "11", "", ""),
        (row("abc", "angka", "naik"), ["5"], "5", "", ""),
    ],
)
def test_the_worked_values(
    indicator: Indicator, texts: list[str], value: str, percent: str, name: str
) -> None:
    found = worth(indicator, *[read_realisasi(indicator, text).text for text in texts])
    assert found[:2] == (value, percent)
    assert not name or found[2] == name


def test_only_the_quarters_so_far_count() -> None:
    assert worth(ROAD, "10", "20", "30", until=2)[0] == "30"
    assert worth(row("10", "angka", "naik"), "1", "", "3", until=2)[0] == "1"


def test_an_office_has_its_own_scale_and_cap() -> None:
    scale = scale_of([{"least": "0", "name": "Kurang"}, {"least": "85,5", "name": "Baik"}])
    assert scale == (Band(Decimal("85.5"), "Baik"), Band(Decimal(0), "Kurang"))
    assert worth(ROAD, "150", measure=Measure(scale, Decimal(120)))[1:] == ("120,00", "Baik")
    torn: list[Any] = [None, [], {}, "x", [{"name": "A"}], [{"least": "a", "name": "A"}]]
    for broken in torn:
        assert scale_of(broken) == SCALE


def test_the_mean_leaves_out_what_is_not_available() -> None:
    some = [measured(Line("", "", ROAD, (text, "", "", "")), 1, Measure()) for text in ("100", "", "50")]
    assert mean_of(some, Measure()).percent == 75
    assert mean_of(some[1:2], Measure()).percent is None


@pytest.mark.parametrize("text", ["", "-", " – ", "n/a", "N/A", "Tidak tersedia", "\u200b"])
def test_there_are_ways_to_say_that_it_is_not_available(text: str) -> None:
    assert read_realisasi(ROAD, text).text == ""


@pytest.mark.parametrize("text", ["1,250,000", "dua", "80–90", "≥ 80", "87%", "9" * 30, "Rp x", "1e5", "²"])
def test_what_is_no_value_of_a_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_realisasi(ROAD, text)


def test_what_is_kept_and_reads_no_more_is_a_text_without_a_capaian() -> None:
    assert worth(ROAD, "WTP") == ("WTP", "", "")


@given(
    st.text(max_size=60),
    st.sampled_from(["angka", "persen", "indeks", "rasio", "tanggal", "predikat", "teks", ""]),
)
def test_any_text_is_read_or_refused_and_read_again_the_same(text: str, kind: str) -> None:
    indicator = Indicator("I", "", "", kind)
    try:
        found = read_realisasi(indicator, text)
    except Unreadable:
        return
    assert kind == "" or read_realisasi(indicator, found.text).text == found.text


@pytest.fixture
def pk(cast: Cast, db: None) -> PerjanjianKinerja:
    """The PK of the head with one indicator of each kind."""
    found = pk_of_post(cast, "kepala-dinas")
    save(cast, found, KINDS)
    return found


def typed(pk: PerjanjianKinerja, texts: list[str], note: str | None = None) -> list[Typed]:
    """These texts for the first indicators of a PK, the note for the first of them."""
    lines = sheets_of([pk])[pk.pk].lines
    return [
        Typed(line.id, text, note if place == 0 else None)
        for place, (line, text) in enumerate(zip(lines, texts, strict=False))
    ]


def fill(cast: Cast, pk: PerjanjianKinerja, quarter: int, texts: list[str], **more: Any) -> int:
    """Save these texts for the first indicators of a PK of DPUPR Tarakan; how many changed."""
    by: Capacity = more.get("by") or cast.acting("dpupr-tarakan", pk.pihak_pertama.slug)
    version = sheets_of([pk])[pk.pk].versions[quarter - 1]
    rows = typed(pk, texts, more.get("note"))
    return len(save_realisasi(pk, quarter, rows, by=by, at=cast.now, version=version))


@pytest.mark.core
@pytest.mark.django_db
def test_what_is_saved_is_read_again_and_recorded(cast: Cast, pk: PerjanjianKinerja) -> None:
    assert fill(cast, pk, 1, ["12.5", "-", "0", "85", "wtp", "1:25"], note="Data semester.") == 5
    lines = sheets_of([pk])[pk.pk].lines
    assert [line.texts[0] for line in lines] == ["12,5", "", "0", "85%", "wtp", "1:25", "", ""]
    assert lines[0].notes == ("Data semester.", "", "", "")
    values = PkRealisasi.objects.order_by("id").values_list("value", flat=True)
    assert list(values) == [Decimal("12.5"), Decimal(0), Decimal(85), None, Decimal("0.04")]
    record = Activity.objects.get(action="pk.realisasi_saved")
    assert (record.stream.key, record.data["quarter"], record.data["count"]) == ("office:dpupr-tarakan", 1, 5)
    assert record.data["changes"][0]["text"] == ["", "12,5"]
    assert record.data["changes"][0]["note"] == ["", "Data semester."]
    assert fill(cast, pk, 1, ["12,5"]) == 0
    assert Activity.objects.filter(action="pk.realisasi_saved").count() == 1
    assert not list(faults())


@pytest.mark.core
@pytest.mark.django_db
def test_a_correction_keeps_the_old(cast: Cast, pk: PerjanjianKinerja) -> None:
    fill(cast, pk, 1, ["10", "4"])
    fill(cast, pk, 1, ["11"])
    fill(cast, pk, 1, [""])
    rows = PkRealisasi.objects.filter(indicator__text="Jalan").order_by("id")
    assert [row.text for row in rows] == ["10", "11", ""]
    assert [row.replaced_at is None for row in rows] == [False, False, True]
    assert sheets_of([pk])[pk.pk].lines[0].texts == ("", "", "", "")
    assert sheets_of([pk])[pk.pk].lines[1].texts == ("4", "", "", "")


@pytest.mark.django_db
def test_faults_name_their_row_and_nothing_is_saved(cast: Cast, pk: PerjanjianKinerja) -> None:
    with pytest.raises(Refused) as told:
        fill(cast, pk, 1, ["1,250,000", "3", "80–90"])
    assert [fault.where for fault in told.value.faults] == ["r0.text", "r2.text"]
    assert told.value.faults[0].message.startswith("Baris 1.1 “Jalan”: “1,250,000” dapat dibaca dua cara")
    with pytest.raises(Refused, match="paling banyak"):
        fill(cast, pk, 1, ["1"], note="x" * 2000)
    assert not PkRealisasi.objects.exists()
    line = typed(pk, ["1"])[0]
    sheet = sheets_of([pk])[pk.pk]
    assert [fault.where for fault in entries(sheet, 1, [line, line, Typed(0, "1")])[1]] == [
        "r1.text",
        "r2.text",
    ]


@pytest.mark.core
@pytest.mark.django_db
def test_who_saves_later_is_told_what_is_there_now(cast: Cast, pk: PerjanjianKinerja) -> None:
    by, rows = cast.acting("dpupr-tarakan", "kepala-dinas"), typed(pk, ["10"])
    fill(cast, pk, 1, ["9"])
    with pytest.raises(NewerRealisasi) as told:
        save_realisasi(pk, 1, rows, by=by, at=cast.now, version=0)
    assert told.value.sheet.lines[0].texts[0] == "9"
    # Another quarter is another matter.
    assert save_realisasi(pk, 2, rows, by=by, at=cast.now, version=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_of_two_who_save_at_once_one_is_told(stage: None, cast: Cast) -> None:
    pk = pk_of_post(cast, "kepala-dinas")
    save(cast, pk, KINDS)
    by = cast.acting("dpupr-tarakan", "kepala-dinas")
    rows = {text: typed(pk, [text]) for text in ("1", "2")}

    def side(text: str) -> Any:
        return lambda: save_realisasi(pk, 1, rows[text], by=by, at=cast.now, version=0)

    def held() -> None:
        list(PerjanjianKinerja.objects.select_for_update().filter(pk=pk.pk))

    first, second = race(side("1"), side("2"), held=held, in_order=True)
    assert isinstance(first, list)
    assert isinstance(second, NewerRealisasi)
    assert [row.text for row in PkRealisasi.objects.all()] == ["1"]


@pytest.mark.django_db
def test_many_pks_are_saved_together_or_not_at_all(cast: Cast, pk: PerjanjianKinerja) -> None:
    other, by = pk_of_post(cast, "sekretaris"), cast.acting("dpupr-tarakan", "sekretaris")
    save(cast, other, KINDS, by)
    head = cast.acting("dpupr-tarakan", "kepala-dinas")
    good = Part(pk, typed(pk, ["1"]), head, 0)
    with pytest.raises(NewerRealisasi), transaction.atomic():
        save_parts([good, Part(other, typed(other, ["2"]), by, 7)], 1, at=cast.now)
    assert not PkRealisasi.objects.exists()
    assert save_parts([good, Part(other, typed(other, ["2"]), by, 0)], 1, at=cast.now) == 2


@pytest.mark.django_db
def test_saving_costs_the_same_for_any_number_of_rows(cast: Cast, pk: PerjanjianKinerja) -> None:
    def cost(texts: list[str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            fill(cast, pk, 1, texts)
        return len(queries)

    save(cast, pk, big(40, 0))
    fill(cast, pk, 1, ["1"])
    assert cost(["2"]) == cost([str(n) for n in range(3, 43)])


@pytest.mark.core
@pytest.mark.django_db
def test_a_pk_perubahan_goes_on_with_what_was_reached_before(cast: Cast, pk: PerjanjianKinerja) -> None:
    fill(cast, pk, 1, ["10", "5"])
    change = pk_of_post(cast, "kepala-dinas", kind="pk_perubahan", changes=pk)
    start = starting_content(change)
    save(cast, change, PkContent(start.sasaran[:1], reason="strategi"))
    assert [line.texts[0] for line in sheets_of([change])[change.pk].lines] == ["10", "5", "", ""]
    fill(cast, change, 1, ["12", ""])
    fill(cast, change, 2, ["3"])
    assert [line.texts[:2] for line in sheets_of([change])[change.pk].lines[:2]] == [("12", "3"), ("", "")]
    assert [line.texts[0] for line in sheets_of([pk])[pk.pk].lines[:2]] == ["10", "5"]
    with pytest.raises(Denied, match="Perjanjian Kinerja Perubahannya"):
        fill(cast, pk, 2, ["1"])


@pytest.mark.django_db
def test_who_may_write(cast: Cast, pk: PerjanjianKinerja) -> None:
    def may(user: Any) -> bool:
        return realisasi_writer(user, pk, cast.now)[0] is not None

    assert may(cast.head)
    assert may(cast.admin("dpupr-tarakan"))
    for user in (cast.secretary, cast.outsider, cast.admin("dpupr-gowa"), cast.inspector("dpupr-tarakan")):
        assert not may(user)
    with pytest.raises(Denied, match="diisi oleh pihak pertama"):
        fill(cast, pk, 1, ["1"], by=cast.acting("dpupr-tarakan", "sekretaris"))
    post = cast.post("dpupr-tarakan", "kepala-dinas")
    Appointment.objects.create(post=post, user=cast.secretary, kind=Kind.PLH, start_date=cast.now.date())
    assert may(cast.secretary)
    assert may(pk.pihak_pertama.appointments.exclude(user=cast.secretary).get().user)


@pytest.mark.django_db
def test_who_collects_in_a_running_case_reads_and_writes_the_offices_pks(cast: Cast) -> None:
    slug = "dp3appkb-tarakan"
    post = cast.post(slug, "kepala-dinas")
    parties: dict[str, Any] = {"office": post.office, "pihak_pertama": post, "pihak_kedua": post.superior}
    pk = PerjanjianKinerja.objects.create(year=2026, **parties)
    save(cast, pk, KINDS, cast.acting(slug, "kepala-dinas"))
    other = pk_of_post(cast, "kepala-dinas")
    clerk = cast.acting(slug, "kasubag-program")

    def reads() -> list[bool]:
        return [visible_pks(clerk.user, cast.now).filter(pk=each.pk).exists() for each in (pk, other)]

    assert reads() == [False, False]
    case = cast.advance(cast.start("tarakan-dp3appkb"), 4)
    assert reads() == [True, False]
    assert fill(cast, pk, 1, ["10"], by=clerk) == 1
    with pytest.raises(Denied):
        fill(cast, other, 1, ["10"], by=clerk)
    case = cast.advance(case, 6)
    with pytest.raises(Denied):
        fill(cast, pk, 1, ["11"], by=clerk)
    assert fill(cast, pk, 1, ["11"], by=cast.acting(slug, "jfu-1")) == 1
    Case.objects.filter(pk=case.pk).update(status="ditangguhkan")
    assert realisasi_writer(cast.user(slug, "jfu-1"), pk, cast.now)[0] is None


@pytest.mark.django_db
def test_the_measure_is_the_offices(cast: Cast, pk: PerjanjianKinerja) -> None:
    assert measure_of(pk.office) == Measure()
    PkFormat.objects.create(office=pk.office, cap=120, scale=[{"least": "0", "name": "Ada"}])
    assert measure_of(pk.office) == Measure((Band(Decimal(0), "Ada"),), Decimal(120))
    assert [content_of(pk).indicators[0].text, QUARTERS] == ["Jalan", (1, 2, 3, 4)]
