"""Loading SOP files: new, revised, restored or unchanged; all files or none."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from activity.models import Activity
from activity.verification import faults as faults_of_record
from organizations.models import Appointment, Office
from organizations.yaml_reader import FaultsFound
from sops.definition import definition
from sops.loading import Upload, load_sops
from sops.models import ColumnPost, Revision, Sop
from sops.sop_file import write_sop
from sops.storing import document_of
from tests.bad_sops import BAD, UNREADABLE
from tests.cast import Cast
from tests.samples import (
    AT,
    COMMAND,
    SLUGS,
    SOP,
    changed,
    document_of_text,
    everything,
    fixture,
    line_with,
    load,
)

pytestmark = pytest.mark.django_db
GOWA = fixture("sops", "gowa-dpupr")
REVISED = changed("waktu: 60 menit", "waktu: 90 menit", GOWA)
OTHER_POST = changed("jabatan: [sekretaris]", "jabatan: [kepala-dinas]", GOWA)
OTHER_NOTE = changed("Terbaca 1, 3, 2, 4", "Terbaca 1 3 2 4", GOWA)


def exported(slug: str, at: datetime = AT) -> str:
    return write_sop(document_of(Revision.objects.get(sop__slug=slug, status="berlaku"), at))


def test_a_new_file_is_created_under_its_own_name() -> None:
    loaded = load(SOP, "folder/sop-baru.yaml")
    assert (loaded.outcome, loaded.slug, loaded.revision.number) == ("created", "sop-baru", 1)


@pytest.mark.core
@pytest.mark.parametrize("slug", SLUGS)
def test_a_shipped_sop_comes_back_as_it_was_written(slug: str) -> None:
    assert document_of_text(exported(slug)) == document_of_text(fixture("sops", slug))


@pytest.mark.core
@pytest.mark.parametrize("slug", SLUGS)
def test_export_load_export_is_the_same_bytes(slug: str) -> None:
    first = exported(slug)
    assert load(first, f"{slug}.yaml").outcome == "unchanged"
    assert exported(slug) == first


@pytest.mark.core
@pytest.mark.parametrize("slug", SLUGS)
def test_loading_the_same_again_changes_no_row(slug: str) -> None:
    before = everything()
    loaded = load(fixture("sops", slug), f"{slug}.yaml")
    assert (loaded.outcome, loaded.updated) == ("unchanged", [])
    assert everything() == before


@pytest.mark.core
def test_a_changed_file_makes_a_new_revision() -> None:
    loaded = load(REVISED, "gowa-dpupr.yaml")
    assert (loaded.outcome, loaded.revision.number, loaded.revision.status) == ("revision", 2, "berlaku")
    assert Revision.objects.get(sop__slug="gowa-dpupr", number=1).status == "digantikan"


@pytest.mark.core
def test_a_running_case_keeps_its_revision_to_the_archive(cast: Cast) -> None:
    case = cast.advance(cast.start("gowa-dpupr"), 2)
    load(REVISED, "gowa-dpupr.yaml")
    case = cast.advance_to_end(case)
    assert (case.revision.number, case.tahap) == (1, "arsip")
    assert definition(case.revision_id).steps[1].waktu == "60 menit"


def test_a_new_case_takes_the_new_revision(cast: Cast) -> None:
    load(REVISED, "gowa-dpupr.yaml")
    case = cast.start("gowa-dpupr")
    assert definition(case.revision_id).steps[1].waktu == "90 menit"


@pytest.mark.core
def test_the_old_content_coming_back_is_in_force_under_its_old_number() -> None:
    load(REVISED, "gowa-dpupr.yaml")
    loaded = load(GOWA, "gowa-dpupr.yaml")
    assert (loaded.outcome, loaded.revision.number) == ("restored", 1)
    in_force = Revision.objects.filter(sop__slug="gowa-dpupr", status="berlaku")
    assert [revision.number for revision in in_force] == [1]


def test_after_coming_back_the_next_change_gets_a_number_of_its_own() -> None:
    load(REVISED, "gowa-dpupr.yaml")
    load(GOWA, "gowa-dpupr.yaml")
    loaded = load(changed("waktu: 60 menit", "waktu: 99 menit", GOWA), "gowa-dpupr.yaml")
    assert loaded.revision.number == 3


@pytest.mark.core
@pytest.mark.parametrize(
    ("text", "updated"), [(OTHER_POST, "jabatan kolom sekretaris"), (OTHER_NOTE, "catatan transkripsi")]
)
def test_other_holders_or_notes_alone_are_no_new_revision(text: str, updated: str) -> None:
    loaded = load(text, "gowa-dpupr.yaml")
    assert (loaded.outcome, loaded.updated, loaded.revision.number) == ("unchanged", [updated], 1)
    assert document_of_text(exported("gowa-dpupr")) == document_of_text(text)


@pytest.mark.parametrize("note", ["catatan_transkripsi: Kotak", "catatan_transkripsi: Ada beberapa"])
def test_notes_of_steps_and_columns_are_updated_too(note: str) -> None:
    text = changed(note, "catatan_transkripsi: Baru,", GOWA)
    assert load(text, "gowa-dpupr.yaml").updated == ["catatan transkripsi"]
    assert document_of_text(exported("gowa-dpupr")) == document_of_text(text)


def test_what_was_updated_stands_in_the_record() -> None:
    load(OTHER_POST, "gowa-dpupr.yaml")
    row = Activity.objects.order_by("-id").first()
    assert row is not None
    assert (row.action, row.data["updated"]) == ("sop.loaded", ["jabatan kolom sekretaris"])
    assert not list(faults_of_record())


def test_the_holders_of_before_stay_in_the_dated_map() -> None:
    later = AT + timedelta(days=1)
    before = exported("gowa-dpupr")
    load(OTHER_POST, "gowa-dpupr.yaml", at=later)
    assert exported("gowa-dpupr", later - timedelta(seconds=1)) == before
    rows = ColumnPost.objects.filter(sop__slug="gowa-dpupr", key="sekretaris").order_by("start_at")
    assert [(row.post.slug, row.end_at) for row in rows] == [("sekretaris", later), ("kepala-dinas", None)]


def test_a_revision_keeps_the_reason_given() -> None:
    assert load(REVISED, "gowa-dpupr.yaml", reason="Hasil reviu").revision.reason == "Hasil reviu"


def test_a_revision_without_reason_names_its_file() -> None:
    assert load(REVISED, "gowa-dpupr.yaml").revision.reason == "dimuat dari gowa-dpupr.yaml"


def test_one_slug_may_stand_in_two_offices() -> None:
    load(
        changed(
            "dpupr-tarakan",
            "dpupr-gowa",
            SOP.replace("[kabid-bm, kabid-ckpr]", "[sekretaris]").replace(
                "[staf-umum]", "[kasubag-perencanaan]"
            ),
        )
    )
    assert load(SOP).outcome == "created"
    assert Sop.objects.filter(slug="uji").count() == 2


def test_a_vacant_post_is_a_warning() -> None:
    Appointment.objects.filter(post__office__slug="dpupr-tarakan", post__slug="staf-umum").delete()
    assert load(SOP).warnings == ["jabatan “staf-umum” sedang kosong"]


def refused(*files: tuple[str, str | bytes], **options: Any) -> list[str]:
    """The faults with which these files are refused; nothing may have changed."""
    before = everything()
    uploads = [Upload.of(name, data if isinstance(data, bytes) else data.encode()) for name, data in files]
    with pytest.raises(FaultsFound) as found:
        load_sops(uploads, **{"by": COMMAND, "at": AT, **options})
    assert everything() == before
    return [str(fault) for fault in found.value.faults]


@pytest.mark.parametrize(("old", "new", "message", "line"), BAD)
def test_a_file_with_a_fault_changes_nothing(old: str, new: str, message: str, line: str) -> None:
    assert any(message in fault for fault in refused(("uji.yaml", changed(old, new))))


@pytest.mark.parametrize(("data", "message"), UNREADABLE)
def test_what_is_no_sop_file_changes_nothing(data: bytes, message: str) -> None:
    assert [message in fault for fault in refused(("uji.yaml", data))] == [True]


@pytest.mark.core
def test_a_post_that_the_office_does_not_have_is_a_fault_at_its_column() -> None:
    text = changed("    jabatan: [kabid-bina", "    jabatan: [kabid-gaib, kabid-bina", GOWA)
    (fault,) = refused(("gowa-dpupr.yaml", text))
    line = line_with("kabid-gaib", text)
    assert fault.startswith(
        f"gowa-dpupr.yaml, baris {line}: pelaksana.kepala_bidang.jabatan: jabatan “kabid-gaib”"
    )


def test_a_post_of_another_office_is_unknown() -> None:
    (fault,) = refused(("uji.yaml", changed("[staf-umum]", "[kasubag-tu]")))
    assert "jabatan “kasubag-tu” tidak ada di" in fault


def test_a_post_of_the_government_is_known() -> None:
    assert load(changed("[staf-umum]", "[wali-kota]")).outcome == "created"


def test_an_office_that_is_not_loaded_is_a_fault() -> None:
    (fault,) = refused(("uji.yaml", changed("dpupr-tarakan", "dinas-gaib")))
    assert fault.startswith("uji.yaml, baris 1: perangkat_daerah: “dinas-gaib” belum dimuat")


def test_an_uploader_loads_only_for_an_own_office() -> None:
    mine = Office.objects.get(slug="setda-madiun").pk
    (fault,) = refused(("uji.yaml", SOP), only_offices={mine})
    assert "“dpupr-tarakan” bukan kantor yang Anda kelola" in fault


def test_an_uploader_loads_for_an_own_office() -> None:
    mine = Office.objects.get(slug="dpupr-tarakan").pk
    assert load(SOP, only_offices={mine}).outcome == "created"


@pytest.mark.parametrize("name", ["SOP Baru.yaml", "a_b.yaml", f"{'x' * 61}.yaml"])
def test_a_file_name_that_is_no_slug_is_a_fault(name: str) -> None:
    (fault,) = refused((name, SOP))
    assert "nama berkas menjadi kode SOP" in fault


@pytest.mark.core
def test_nothing_is_saved_when_one_of_several_files_is_wrong() -> None:
    (fault,) = refused(("baik.yaml", SOP), ("buruk.yaml", changed("10 menit", "sebentar")))
    assert fault.startswith("buruk.yaml, baris 13: prosedur[1].waktu")


def test_the_faults_of_all_files_are_listed() -> None:
    found = refused(
        ("satu.yaml", changed("10 menit", "sebentar")),
        ("dua.yaml", b"\xff"),
        ("tiga.yaml", changed("Tidak: 2", "Tidak: 9")),
    )
    assert [fault.split(".yaml")[0] for fault in found] == ["satu", "dua", "tiga"]


def test_unknown_offices_and_posts_of_all_files_are_listed() -> None:
    found = refused(
        ("satu.yaml", changed("dpupr-tarakan", "dinas-gaib")),
        ("dua.yaml", SOP),
        ("tiga.yaml", changed("[staf-umum]", "[gaib-1, gaib-2]")),
    )
    assert [fault.split(".yaml")[0] for fault in found] == ["satu", "tiga", "tiga"]


def test_unknown_posts_are_listed_beside_faults_of_reading() -> None:
    found = refused(
        ("satu.yaml", changed("10 menit", "sebentar")), ("dua.yaml", changed("[staf-umum]", "[gaib]"))
    )
    assert len(found) == 2
