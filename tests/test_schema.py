"""sops/sop.schema.json says what the reader of SOP files takes, no more and no less."""

import copy
import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.conf import settings
from jsonschema import Draft202012Validator

from organizations.tampilan import FONTS, PAPERS, PLACES
from organizations.yaml_writer import write_yaml
from sops.document import HASIL, KAPASITAS, SELESAI_BILA, TAHAP, TINDAKAN, WAKIL
from sops.sop_file import SCHEMA_LINE
from tests.samples import SLUGS, fixture, read

PATH = settings.BASE_DIR / "sops" / "sop.schema.json"
SCHEMA: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
TOP, DEFS = SCHEMA["properties"], SCHEMA["$defs"]

# Every key that there is, once. The places of the mappings: where a file may hold a key that is none of theirs.
FULL: dict[str, Any] = {
    "perangkat_daerah": "dpupr-tarakan",
    "unit": "Sub Bagian",
    "nomor": "1.10",
    "nama": "Uji",
    "hasil": "surat",
    "tanggal": dict.fromkeys(("pembuatan", "revisi", "efektif", "pengesahan"), "2026-01-31"),
    "disahkan_oleh": {"jabatan": "A", "kapasitas": "Plt.", "nama": "B", "pangkat": "C", "nip": "1"},
    **{name: ["a"] for name in ("dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan")},
    **{name: ["a"] for name in ("peringatan", "pencatatan")},
    "jumlah_waktu": "1 jam",
    "pelaksana": {"a": {"nama": "A", "jabatan": ["x"], "wakil": "semua", "catatan_transkripsi": "hilang"}},
    "prosedur": [
        {
            **{"nomor": "1", "kegiatan": "K", "pelaksana": ["a"], "selesai_bila": "semua"},
            **{"tahap": "disposisi", "tindakan": "disposisi", "naskah": "N", "kelengkapan": "N"},
            **{"waktu": "1 jam", "output": "O", "keterangan": "k", "penentu": "a", "pihak_luar": ["W"]},
            **{"keputusan": {"Ya": "lanjut", "Tidak": "selesai"}, "sop": "SOP Lain", "kode": "satu"},
            "catatan_transkripsi": "hilang",
        },
        {
            **{"nomor": "2", "kegiatan": "L", "pelaksana": ["a"]},
            **{"tahap": "pengarsipan", "tindakan": "mengarsipkan"},
        },
    ],
    "tampilan": {
        **{"kertas": "A4", "judul_tanggal": "Tanggal", "pengesahan": "akhir", "baris_nomor_kolom": "ya"},
        **{"baris_jumlah": "tidak", "sampul": "ya", "huruf": "Arial Narrow", "ukuran_huruf": "8.5"},
        "margin": {"atas": "12.5", "kanan": "10", "bawah": "40", "kiri": "5"},
        "judul_kolom": {"uraian": "U", "kelengkapan": "K", "keterangan": "", "nama": "N"},
    },
    "pengaturan": {
        **{"kelengkapan": "menghalangi", "pengingat": "75%", "strategis": ["1"], "klasifikasi": "000.8.6.3"},
        **{"kembali_ke": {"2": ["1"]}, "urutan_tanda_tangan": "bebas"},
    },
    "catatan_transkripsi": {"nama": "disimpulkan"},
}
MAPPINGS: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "berkas": ([], TOP),
    "tanggal": (["tanggal"], TOP["tanggal"]["properties"]),
    "disahkan_oleh": (["disahkan_oleh"], TOP["disahkan_oleh"]["properties"]),
    "pelaksana": (["pelaksana", "a"], DEFS["kolom"]["properties"]),
    "prosedur": (["prosedur", 0], DEFS["baris"]["properties"]),
    "tampilan": (["tampilan"], TOP["tampilan"]["properties"]),
    "margin": (["tampilan", "margin"], TOP["tampilan"]["properties"]["margin"]["properties"]),
    "judul_kolom": (["tampilan", "judul_kolom"], TOP["tampilan"]["properties"]["judul_kolom"]["properties"]),
    "pengaturan": (["pengaturan"], TOP["pengaturan"]["properties"]),
}
mappings = pytest.mark.parametrize("name", MAPPINGS)


def inside(tree: Any, path: list[Any]) -> Any:
    """What stands in the tree at that path."""
    for key in path:
        tree = tree[key]
    return tree


def as_editor_sees(text: str) -> Any:
    """The file as a YAML library types it; dates stay texts, as in YAML 1.2."""
    return json.loads(json.dumps(yaml.safe_load(text), default=datetime.date.isoformat))


def properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every named property of the schema."""
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
        for inner in node.values():
            yield from properties(inner)


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_exported_files_name_the_schema_from_where_the_fixtures_stand() -> None:
    name = SCHEMA_LINE.split("$schema=")[1].strip()
    assert (settings.BASE_DIR / "fixtures" / "sops" / name).resolve() == PATH


@pytest.mark.parametrize("slug", SLUGS)
def test_every_shipped_sop_is_valid(slug: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(as_editor_sees(fixture("sops", slug)))] == []


def test_a_file_with_every_key_is_taken_by_schema_and_reader() -> None:
    assert list(VALIDATOR.iter_errors(FULL)) == []
    assert read(write_yaml(FULL))[1] == []


@mappings
def test_the_full_file_has_every_key_of_the_schema(name: str) -> None:
    path, keys = MAPPINGS[name]
    assert set(inside(FULL, path)) == set(keys)


@mappings
def test_an_unknown_key_is_refused_by_both_and_the_reader_knows_the_same_keys(name: str) -> None:
    path, keys = MAPPINGS[name]
    tree = copy.deepcopy(FULL)
    inside(tree, path)["zzzzzzzz"] = "x"
    assert not VALIDATOR.is_valid(tree)
    said = [fault.message for fault in read(write_yaml(tree))[1]]
    assert said == [f"kunci tidak dikenal; yang dikenal: {', '.join(sorted(keys))}"]


@pytest.mark.parametrize(
    ("path", "key"),
    [([], "perangkat_daerah"), ([], "nama"), ([], "pelaksana"), ([], "prosedur")]
    + [(["pelaksana", "a"], key) for key in ("nama", "jabatan")]
    + [(["prosedur", 0], key) for key in ("kegiatan", "pelaksana", "tahap", "tindakan")],
)
def test_a_required_key_is_required_by_both(path: list[Any], key: str) -> None:
    tree = copy.deepcopy(FULL)
    del inside(tree, path)[key]
    assert not VALIDATOR.is_valid(tree)
    assert read(write_yaml(tree))[1]


@pytest.mark.parametrize(
    ("node", "values"),
    [
        (TOP["hasil"], HASIL),
        (DEFS["kolom"]["properties"]["wakil"], WAKIL),
        (DEFS["baris"]["properties"]["selesai_bila"], SELESAI_BILA),
        (DEFS["baris"]["properties"]["tahap"], TAHAP),
        (DEFS["baris"]["properties"]["tindakan"], TINDAKAN),
        (TOP["tampilan"]["properties"]["kertas"], (*PAPERS, "")),
        (TOP["tampilan"]["properties"]["huruf"], (*FONTS, "")),
        (TOP["tampilan"]["properties"]["pengesahan"], (*PLACES, "")),
        (TOP["disahkan_oleh"]["properties"]["kapasitas"], (*KAPASITAS, None)),
    ],
)
def test_the_choices_are_those_of_the_reader(node: dict[str, Any], values: tuple[str | None, ...]) -> None:
    assert set(node["enum"]) == set(values)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ([], "nama", ["Uji"]),
        (["prosedur", 0], "tahap", "arsip"),
        (["prosedur", 0], "keputusan", {"Ya": "lanjut"}),
        (["prosedur", 0], "pelaksana", "a"),
        (["prosedur", 0], "pelaksana", []),
        (["prosedur", 0], "kode", "12"),
        (["tanggal"], "efektif", "31-01-2026"),
        (["pengaturan"], "pengingat", "100%"),
        (["pelaksana"], "Kepala Dinas", FULL["pelaksana"]["a"]),
        (["tampilan"], "sampul", "mungkin"),
        (["tampilan"], "kertas", "A5"),
        (["tampilan"], "huruf", "Comic Sans"),
        (["tampilan"], "ukuran_huruf", "6.9"),
        (["tampilan"], "ukuran_huruf", "12.1"),
        (["tampilan"], "ukuran_huruf", 13),
        (["tampilan", "margin"], "atas", "4.9"),
        (["tampilan", "margin"], "atas", "40.1"),
        (["tampilan", "margin"], "atas", "1 cm"),
        (["tampilan", "margin"], "atas", 41),
    ],
)
def test_a_wrong_value_is_refused_by_both(path: list[Any], key: str, value: Any) -> None:
    tree = copy.deepcopy(FULL)
    inside(tree, path)[key] = value
    assert not VALIDATOR.is_valid(tree)
    assert read(write_yaml(tree))[1]


@pytest.mark.parametrize(("path", "key"), [([], "unit"), ([], "nomor"), (["prosedur", 0], "nomor")])
@pytest.mark.parametrize("value", ["teks", 5, 1.1, True, None])
def test_a_scalar_may_be_typed_by_yaml(path: list[Any], key: str, value: Any) -> None:
    tree = copy.deepcopy(FULL)
    inside(tree, path)[key] = value
    assert VALIDATOR.is_valid(tree)


def test_every_key_is_explained() -> None:
    assert [
        name for name, node in properties(SCHEMA) if not (node.get("title") and node.get("description"))
    ] == []
