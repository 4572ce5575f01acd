"""Loading offices and giving them back."""

from datetime import date
from typing import Any

import pytest

from organizations.exporting import export_office
from organizations.loading import load_offices
from organizations.models import Appointment, Office, Post, RoleGrant, User
from organizations.office_file import OfficeFile, read_office
from organizations.office_tree import tree_of
from organizations.yaml_reader import FaultsFound, Source
from tests.samples import AT, COMMAND, OFFICES, changed, everything, fixture, line_with, load_office

GOWA = fixture("organizations", "dpupr-gowa")
SMALL = """\
pemerintah: {kode: kota-uji, nama: Pemerintah Kota Uji}
perangkat_daerah: dinas-uji
nama: Dinas Uji
zona_waktu: WIT
kepala: kepala
berlaku_sejak: 2020-01-01
unit:
  sekretariat: {nama: Sekretariat}
jabatan_pemerintah:
  wali-kota: {nama: Wali Kota Uji}
jabatan:
  kepala: {nama: Kepala Dinas, atasan: wali-kota}
  sekretaris: {nama: Sekretaris, unit: sekretariat, atasan: kepala}
pejabat:
  - {nama: Ani, nip: 19990101 202001 2 001, jabatan: [kepala]}
  - {nama: Budi, nama_pengguna: budi, jabatan: [sekretaris], peran: [admin_kantor]}
frasa_disposisi: [Untuk diketahui, Tindak lanjuti]
"""


def exported(slug: str) -> str:
    return export_office(Office.objects.get(slug=slug), AT)


def parsed(text: str) -> OfficeFile:
    source = Source("kantor.yaml")
    office = read_office(text.encode(), source)
    assert office is not None, source.faults
    return office


def faults_of(text: str) -> list[str]:
    source = Source("kantor.yaml")
    read_office(text.encode(), source)
    return [str(fault) for fault in source.faults]


@pytest.mark.core
@pytest.mark.django_db
@pytest.mark.parametrize("slug", OFFICES)
def test_export_load_export_is_the_same_bytes(slug: str) -> None:
    first = exported(slug)
    assert load_office(first).outcome == "unchanged"
    assert exported(slug) == first


@pytest.mark.core
@pytest.mark.django_db
@pytest.mark.parametrize("slug", OFFICES)
def test_loading_the_same_again_changes_no_row(slug: str) -> None:
    before = everything()
    assert load_office(fixture("organizations", slug)).outcome == "unchanged"
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("slug", OFFICES)
def test_a_shipped_office_comes_back_as_it_was_written(slug: str) -> None:
    wanted, found = tree_of(parsed(fixture("organizations", slug))), tree_of(parsed(exported(slug)))
    officials = wanted.pop("pejabat")
    assert [official for official in officials if official not in found["pejabat"]] == []
    assert {key: found[key] for key in wanted} == wanted


@pytest.mark.core
@pytest.mark.django_db
def test_a_new_office_is_created_with_all_it_names() -> None:
    loaded = load_office(SMALL)
    office = Office.objects.get(slug="dinas-uji")
    assert (loaded.outcome, str(office.head)) == ("created", "Kepala Dinas")
    assert office.head
    assert office.head.superior == Post.objects.get(office=None, title="Wali Kota Uji")
    assert RoleGrant.objects.get(office=office).user.name == "Budi"


@pytest.mark.django_db
def test_an_office_comes_back_without_what_goes_without_saying() -> None:
    load_office(SMALL)
    assert "penugasan" not in exported("dinas-uji")
    assert tree_of(parsed(exported("dinas-uji"))) == tree_of(parsed(SMALL))


@pytest.mark.core
@pytest.mark.django_db
def test_a_changed_title_changes_the_post() -> None:
    load_office(SMALL)
    loaded = load_office(changed("nama: Sekretaris,", "nama: Sekretaris Dinas,", SMALL))
    assert (loaded.outcome, loaded.changes) == ("changed", ["jabatan: Sekretaris Dinas diubah (title)"])


@pytest.mark.django_db
def test_loading_ends_nothing_that_the_file_no_longer_names() -> None:
    load_office(SMALL)
    without_budi = "\n".join(line for line in SMALL.splitlines() if "Budi" not in line)
    assert load_office(without_budi).outcome == "unchanged"
    assert Appointment.objects.get(user__username="budi").end_date is None


@pytest.mark.django_db
def test_loading_resets_no_password() -> None:
    load_office(SMALL)
    user = User.objects.get(username="budi")
    user.set_password("rahasia-sekali")
    user.save()
    load_office(changed("nama: Budi,", "nama: Budiman,", SMALL))
    user.refresh_from_db()
    assert (user.name, user.check_password("rahasia-sekali")) == ("Budiman", True)


@pytest.mark.django_db
def test_an_acting_official_is_loaded_beside_the_definitive_one() -> None:
    acting = (
        "  - {nama: Cici, nama_pengguna: cici,"
        " penugasan: [{jabatan: kepala, jenis: plh, mulai: 2026-01-01, sampai: 2026-02-01, surat: SP/1}]}\n"
    )
    load_office(SMALL.replace("frasa_disposisi", f"{acting}frasa_disposisi"))
    found = Appointment.objects.get(user__username="cici")
    assert (found.capacity, found.end_date) == ("Plh. Kepala Dinas", date(2026, 2, 1))
    assert "mulai: 2026-01-01, sampai: 2026-02-01, surat: SP/1" in exported("dinas-uji")


def refused(*texts: str) -> list[str]:
    """The faults with which these files are refused; nothing may have changed."""
    before: dict[str, Any] = everything()
    files = [(f"{number}.yaml", text.encode()) for number, text in enumerate(texts, 1)]
    with pytest.raises(FaultsFound) as found:
        load_offices(files, by=COMMAND, at=AT)
    assert everything() == before
    return [str(fault) for fault in found.value.faults]


@pytest.mark.core
@pytest.mark.django_db
def test_a_post_that_is_held_is_not_given_to_another() -> None:
    load_office(SMALL)
    (fault,) = refused(changed("nama_pengguna: budi", "nama_pengguna: dedi", SMALL))
    assert "jabatan Sekretaris sudah dipegang Budi sejak 2020-01-01" in fault


@pytest.mark.django_db
def test_a_nip_belongs_to_one_person() -> None:
    load_office(SMALL)
    (fault,) = refused(
        changed("nama_pengguna: budi", "nip: 19990101 202001 2 001, nama_pengguna: budi", SMALL)
    )
    assert "NIP 199901012020012001 sudah dipakai orang lain" in fault


@pytest.mark.django_db
def test_nothing_is_saved_when_one_of_several_files_is_wrong() -> None:
    (fault,) = refused(SMALL, changed("zona_waktu: WITA", "zona_waktu: WIB+1", GOWA))
    assert fault.startswith(f"2.yaml, baris {line_with('zona_waktu', GOWA)}: zona_waktu")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("zona_waktu: WIT", "zona_waktu: GMT", "baris 4: zona_waktu: “GMT” tidak dikenal; pilihannya: WIB"),
        ("kepala: kepala\n", "kepala: bupati\n", "baris 5: kepala: jabatan “bupati” tidak ada"),
        ("atasan: kepala}", "atasan: gaib}", "baris 13: jabatan.sekretaris.atasan: jabatan “gaib”"),
        ("atasan: wali-kota", "atasan: sekretaris", "rantai atasan berputar"),
        ("unit: sekretariat,", "unit: gaib,", "baris 13: jabatan.sekretaris.unit: unit “gaib”"),
        ("jabatan: [sekretaris]", "jabatan: [gaib]", "baris 16: pejabat.jabatan: jabatan “gaib”"),
        ("19990101 202001 2 001", "123", "baris 15: pejabat[1].nip: harus 18 angka"),
        ("nama_pengguna: budi, ", "", "baris 16: pejabat[2].nip: wajib diisi"),
        ("[admin_kantor]", "[raja]", "pejabat[2].peran: “raja” tidak dikenal"),
        ("berlaku_sejak: 2020-01-01\n", "", "berlaku_sejak: wajib diisi"),
        ("pemerintah: {kode: kota-uji, nama: Pemerintah Kota Uji}\n", "", "pemerintah: wajib diisi"),
        ("  sekretaris: {", "  Sekretaris: {", "“Sekretaris” bukan kode"),
        ("nama_pengguna: budi", "nama_pengguna: 199901012020012001", "ditulis dua kali"),
        ("zona_waktu", "zona_wkatu", "maksudnya `zona_waktu`?"),
        ("{nama: Sekretariat}", "{nama: Sekretariat, induk: gaib}", "unit.sekretariat.induk: unit “gaib”"),
    ],
)
def test_what_is_wrong_in_an_office_file_is_said(old: str, new: str, message: str) -> None:
    assert [fault for fault in faults_of(changed(old, new, SMALL)) if message in fault], faults_of(
        changed(old, new, SMALL)
    )


@pytest.mark.django_db
def test_an_admin_of_the_government_comes_back() -> None:
    load_office(changed("[admin_kantor]", "[admin_pemerintah]", SMALL))
    assert "admin_pemerintah" in exported("dinas-uji")


@pytest.mark.django_db
def test_an_office_whose_phrases_were_changed_comes_back_unchanged() -> None:
    load_office(SMALL)
    load_office(changed("[Untuk diketahui, ", "[Segera, ", SMALL))
    assert load_office(exported("dinas-uji")).outcome == "unchanged"
