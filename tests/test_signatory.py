"""How a signature block words an official, as the offices' rules on papers have it."""

import pytest

from sops.document import Signatory
from sops.signatory import name_lines, title_lines


@pytest.mark.parametrize(
    ("kapasitas", "jabatan", "lines"),
    [
        ("", "Kepala Dinas", ["Kepala Dinas"]),
        ("Plt.", "Sekretaris Daerah", ["Plt. Sekretaris Daerah"]),
        (
            "Plt.",
            "SEKRETARIS DAERAH / ASISTEN ADMINISTRASI,",
            ["Plt. SEKRETARIS DAERAH", "ASISTEN ADMINISTRASI,"],
        ),
        ("Plh.", "Kepala Bagian / Kasubbag", ["Plh. Kepala Bagian", "Kasubbag"]),
        ("Pj.", "Bupati", ["Pj. Bupati"]),
        ("a.n.", "BUPATI CONTOH / SEKRETARIS DAERAH,", ["a.n. BUPATI CONTOH", "SEKRETARIS DAERAH,"]),
        (
            "u.b.",
            "BUPATI CONTOH / SEKRETARIS DAERAH / ASISTEN ADMINISTRASI,",
            ["a.n. BUPATI CONTOH", "SEKRETARIS DAERAH", "u.b.", "ASISTEN ADMINISTRASI,"],
        ),
        ("u.b.", "Asisten", ["u.b. Asisten"]),
        ("Plt.", "", ["Plt."]),
        ("", "", []),
        ("", "Kasi Jalan/Jembatan", ["Kasi Jalan/Jembatan"]),
    ],
)
def test_the_office_stands_line_by_line(kapasitas: str, jabatan: str, lines: list[str]) -> None:
    assert title_lines(Signatory(jabatan=jabatan, kapasitas=kapasitas)) == lines


def test_the_name_has_what_the_paper_has() -> None:
    assert name_lines(Signatory(nama="Contoh", nip="19000101 200001 1 001")) == [
        "Contoh",
        "NIP 19000101 200001 1 001",
    ]
    assert name_lines(Signatory()) == []
