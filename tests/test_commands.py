"""The commands: what they print, what they refuse, and with which exit status."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.checks import Error
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from organizations.models import Appointment, Office, User
from sopflow.checks import no_demo_accounts
from sops.finding import revision_in_force
from sops.models import Revision
from tests.samples import OFFICES, SLUGS, SOP, changed, fixture, line_with

database = pytest.mark.django_db
Written = Callable[[str, str], str]


def said(*words: str) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def refused(*words: str) -> tuple[str, str]:
    """What a command that fails prints to stderr, and its last word."""
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command(*words, stderr=err, stdout=StringIO())
    assert error.value.returncode == 1
    return err.getvalue(), str(error.value)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """`written(name, text)` writes a file and gives its path."""

    def write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


@database
def test_load_sop_says_one_line_per_file(written: Written) -> None:
    written("uji.yaml", SOP)
    folder = str(Path(written("gowa-dpupr.yaml", fixture("sops", "gowa-dpupr"))).parent)
    assert said("load_sop", folder).splitlines() == [
        "[unchanged] gowa-dpupr: tidak berubah",
        "[created] uji: dibuat",
    ]


@database
def test_load_sop_tells_revisions_from_what_was_only_brought_up_to_date(written: Written) -> None:
    load = written("uji.yaml", SOP)
    said("load_sop", load)
    written("uji.yaml", changed("10 menit", "15 menit"))
    assert said("load_sop", load) == "[new revision] uji: revisi baru (2)\n"
    written("uji.yaml", changed("10 menit", "15 menit", changed("[staf-umum]", "[sekretaris]")))
    assert said("load_sop", load) == "[unchanged] uji: tidak berubah; diperbarui: jabatan kolom staf\n"
    written("uji.yaml", changed("[staf-umum]", "[sekretaris]"))
    assert said("load_sop", load) == "[restored] uji: revisi 1 berlaku kembali\n"


@database
def test_load_sop_keeps_the_reason(written: Written) -> None:
    said("load_sop", written("uji.yaml", SOP), "--reason", "Permintaan Sekretaris")
    assert Revision.objects.get(sop__slug="uji").reason == "Permintaan Sekretaris"


@database
def test_load_sop_prints_the_warning_of_a_vacant_post(written: Written) -> None:
    Appointment.objects.filter(post__office__slug="dpupr-tarakan", post__slug="staf-umum").delete()
    assert "  peringatan: jabatan “staf-umum” sedang kosong" in said("load_sop", written("uji.yaml", SOP))


@database
def test_load_sop_lists_every_fault_and_saves_nothing(written: Written) -> None:
    good, bad = written("baik.yaml", SOP), written("buruk.yaml", changed("10 menit", "sebentar"))
    listed, last = refused("load_sop", good, bad)
    assert f"{bad}, baris 13: prosedur[1].waktu" in listed
    assert last == "1 kesalahan; tidak ada yang disimpan."
    assert not Revision.objects.filter(sop__slug__in=("baik", "buruk")).exists()


@database
def test_load_sop_says_which_file_is_not_there(tmp_path: Path) -> None:
    listed, _ = refused("load_sop", str(tmp_path / "gaib.yaml"), str(tmp_path))
    assert "gaib.yaml: tidak dapat dibaca" in listed
    assert "tidak ada berkas .yaml di folder ini" in listed


@pytest.mark.core
@database
@pytest.mark.parametrize("slug", SLUGS)
def test_export_sop_prints_what_load_sop_calls_unchanged(slug: str, written: Written) -> None:
    text = said("export_sop", slug)
    path = written(f"{slug}.yaml", text)
    assert said("load_sop", path) == f"[unchanged] {slug}: tidak berubah\n"
    assert said("export_sop", slug) == text


@database
def test_export_sop_says_which_sops_there_are() -> None:
    _, last = refused("export_sop", "gaib")
    assert last.startswith("SOP “gaib” tidak ada. Yang ada: gowa-dpupr, madiun-setda")


@database
def test_an_sop_is_found_by_office_and_slug() -> None:
    assert revision_in_force("setda-madiun/madiun-setda") == revision_in_force("madiun-setda")


@pytest.mark.core
@database
@pytest.mark.parametrize("slug", OFFICES)
def test_export_office_prints_what_load_office_calls_unchanged(slug: str, written: Written) -> None:
    text = said("export_office", slug)
    assert said("load_office", written("kantor.yaml", text)) == f"[unchanged] {slug}: tidak berubah\n"
    assert said("export_office", slug) == text


@database
def test_load_office_counts_what_changed(written: Written) -> None:
    text = changed(
        "nama: Sekretariat Daerah\n", "nama: Sekretariat\n", fixture("organizations", "setda-madiun")
    )
    printed = said("load_office", written("kantor.yaml", text))
    assert printed == "[changed] setda-madiun: diperbarui (1 perubahan)\n"


@database
def test_load_office_lists_every_fault_and_saves_nothing(written: Written) -> None:
    text = fixture("organizations", "setda-madiun").replace("setda-madiun", "setda-baru", 1)
    listed, last = refused(
        "load_office", written("kantor.yaml", changed("zona_waktu: WIB", "zona_waktu: X", text))
    )
    assert "baris 6: zona_waktu: “X” tidak dikenal" in listed
    assert last == "1 kesalahan; tidak ada yang disimpan."
    assert not Office.objects.filter(slug="setda-baru").exists()


@database
def test_export_office_says_which_offices_there_are() -> None:
    _, last = refused("export_office", "gaib")
    assert last.startswith("Perangkat daerah “gaib” tidak ada. Yang ada: dp3appkb-tarakan")


@pytest.fixture
def demo(settings: Settings, written: Written) -> list[dict[str, object]]:
    """The sign-ins of an office that was loaded where DEMO is on."""
    settings.DEMO = True
    text = fixture("organizations", "setda-madiun").replace("madiun", "uji").replace("1900010", "1900019")
    said("load_office", written("kantor.yaml", text))
    logins = json.loads(said("demo_logins", "--json"))
    return [login for login in logins if login["office"] == "setda-uji"]


@pytest.mark.core
@database
def test_demo_logins_are_office_nip_password_and_posts(demo: list[dict[str, object]]) -> None:
    assert {frozenset(login) for login in demo} == {frozenset(("office", "nip", "password", "posts"))}
    assert [login["posts"] for login in demo] == [
        ["Sekretaris Daerah Kota Madiun"],
        ["Kepala Bagian Umum"],
        ["Subkoordinator"],
        ["Jabatan Fungsional Umum 1"],
        ["Jabatan Fungsional Umum 2"],
        ["Jabatan Fungsional Umum 3"],
        ["Admin perangkat daerah"],
        ["Inspektur"],
    ]


@pytest.mark.core
@database
def test_every_demo_login_signs_in(demo: list[dict[str, object]]) -> None:
    for login in demo:
        user = authenticate(username=login["nip"], password=login["password"])
        assert user is not None, login


@database
def test_a_demo_login_signs_in_with_the_spaces_of_a_printed_nip(demo: list[dict[str, object]]) -> None:
    nip = str(demo[0]["nip"])
    spaced = f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
    assert authenticate(username=spaced, password=demo[0]["password"]) is not None


@database
def test_a_person_without_sign_in_has_no_demo_login(demo: list[dict[str, object]]) -> None:
    assert "wali-kota-uji" not in [login["nip"] for login in demo]


@database
def test_demo_accounts_are_refused_outside_the_demo(
    demo: list[dict[str, object]], settings: Settings
) -> None:
    settings.DEMO = False
    assert authenticate(username=demo[0]["nip"], password=demo[0]["password"]) is None


@database
def test_production_does_not_start_over_demo_accounts(
    demo: list[dict[str, object]], settings: Settings
) -> None:
    settings.DEMO = False
    with pytest.raises(SystemCheckError, match="akun contoh yang dapat masuk"):
        call_command("check", databases=["default"], stdout=StringIO())


@database
def test_the_refusal_counts_the_demo_accounts(demo: list[dict[str, object]], settings: Settings) -> None:
    settings.DEMO = False
    (error,) = no_demo_accounts(None, databases=["default"])
    assert isinstance(error, Error)
    assert error.msg.startswith("Basis data ini memuat 8 akun contoh")


@database
def test_production_starts_over_demo_accounts_that_cannot_sign_in(settings: Settings) -> None:
    settings.DEMO = False
    User.objects.filter(is_demo=True).update(password="!tidak dapat dipakai")
    assert User.objects.filter(is_demo=True).exists()
    assert no_demo_accounts(None, databases=["default"]) == []


@database
def test_a_check_without_database_asks_nothing_of_it(settings: Settings) -> None:
    settings.DEMO = False
    assert no_demo_accounts(None) == []


@database
def test_demo_logins_are_refused_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    _, last = refused("demo_logins")
    assert "hanya ada pada mode DEMO" in last


def test_check_sop_points_at_the_lines(written: Written) -> None:
    text = fixture("sops", "madiun-setda")
    file = written("madiun-setda.yaml", text)
    assert said("check_sop", file).splitlines()[-1] == (
        f"{file}, baris {line_with('nomor: 6', text)}: langkah 6: nomor meloncat dari 4 ke 6; "
        "periksa apakah ada baris yang hilang, lalu urutkan kembali nomornya."
    )


def test_check_sop_points_at_the_items_of_a_list(written: Written) -> None:
    text = fixture("sops", "tarakan-dp3appkb")
    file = written("tarakan-dp3appkb.yaml", text)
    tegal = f"{file}, baris {line_with('Walikota Tegal', text)}: dasar hukum butir 4: peraturan Kota Tegal"
    assert tegal in said("check_sop", file)


def test_check_sop_points_at_all_the_lines_of_one_warning(written: Written) -> None:
    text = changed(
        "nama: Uji", "nama: Uji\ntanggal: {efektif: 2026-01-02}\njumlah_waktu: 2 hr 2 Jam 10 menit"
    )
    lines = said("check_sop", written("uji.yaml", text)).splitlines()
    assert [line.partition(": ")[0].rpartition(", ")[2] for line in lines] == ["baris 4", "baris 4"]


def test_check_sop_warns_of_what_is_not_written_without_a_line(written: Written) -> None:
    assert "uji.yaml: tanggal: tanggal efektif dan" in said(
        "check_sop", written("uji.yaml", changed("a", "a"))
    )


def test_check_sop_says_when_there_is_nothing_to_warn_of(written: Written) -> None:
    text = changed("nama: Uji", "nama: Uji\ntanggal: {efektif: 2026-01-02}")
    assert said("check_sop", written("uji.yaml", text)).endswith("uji.yaml: tanpa peringatan\n")


def test_check_sop_warns_of_a_total_that_is_none_of_the_sum(written: Written) -> None:
    printed = said("check_sop", written("uji.yaml", changed("nama: Uji", "nama: Uji\njumlah_waktu: 3 hari")))
    assert "jumlah waktu: tercetak 3 hari, jumlah barisnya 2 hari 2 jam 10 menit" in printed


def test_check_sop_fails_for_faults(written: Written) -> None:
    listed, last = refused("check_sop", written("uji.yaml", changed("10 menit", "sebentar")))
    assert ("bukan waktu" in listed, last) == (True, "1 kesalahan.")
