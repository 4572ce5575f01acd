"""SOP files with something wrong: what to change in the sample, what is said, and at which line."""

from typing import Any

import pytest

from tests.samples import SOP

KEPUTUSAN = "keputusan: {Ya: lanjut, Tidak: 2}"
SEVERAL = "keputusan: {Ya: lanjut, Langsung: selesai, Tidak: 2}"


def bad(name: str, old: str, new: str, message: str, line: str, **options: Any) -> Any:
    """A case of BAD; `line` is a text that only the faulty line contains."""
    return pytest.param(old, new, message, line, id=name, **options)


BAD = [
    bad("not YAML", "nama: Uji", "nama: Uji: coba", "bukan YAML yang dapat dibaca", "Uji: coba"),
    bad("an unknown key", "waktu: 10 menit", "wakut: 10 menit", "maksudnya `waktu`?", "wakut"),
    bad("an unknown key of the file", "nama: Uji", "nama: Uji\nbiaya: 0", "kunci tidak dikenal", "biaya"),
    bad("an unknown key of a column", "nama: Staf,", "nama: Staf, gaji: 1,", "kunci tidak dikenal", "gaji"),
    bad(
        "a NIP as the portal masks it",
        "nama: Uji",
        'nama: Uji\ndisahkan_oleh: {nip: "•••••••• •••••• • 009"}',
        "disamarkan",
        "•",
    ),
    bad("a key written twice", "nama: Uji", "nama: Uji\nnama: Lain", "ditulis dua kali", "nama: Lain"),
    bad("an alias", "nama: Uji", "nama: &a Uji\nunit: *a", "alias (*) tidak dipakai", "*a"),
    bad("an unknown actor", "pelaksana: [kepala]", "pelaksana: [bupati]", "“bupati” bukan kolom", "bupati"),
    bad("an actor twice", "[kepala, kabid]", "[kepala, kepala]", "ditulis dua kali", "[kepala, kepala]"),
    bad(
        "an actor that is no list",
        "pelaksana: [staf]",
        "pelaksana: staf",
        "harus berupa daftar",
        "a: staf",
    ),
    bad("no actor", "pelaksana: [staf]", "pelaksana: []", "wajib diisi", "pelaksana: []"),
    bad("a step that is not there", "Tidak: 2", "Tidak: 9", "langkah “9” tidak ada", "keputusan"),
    bad("an answer naming its own step", "Tidak: 2", "Tidak: 3", "langkahnya sendiri", "keputusan"),
    bad("an ambiguous number", "- nomor: 4", "- nomor: 2", "dipakai lebih dari satu langkah", "keputusan"),
    bad("a step no one reaches", "Ya: lanjut", "Ya: selesai", "langkah 4 tidak pernah dicapai", "- nomor: 4"),
    bad(
        "an endless loop",
        "waktu: 30 menit",
        "waktu: 30 menit\n    keputusan: {Ulang: 1, Lagi: 2}",
        "dari langkah 1 kasus tidak pernah dapat selesai",
        "- nomor: 1",
    ),
    bad("a waktu of sebentar", "10 menit", "sebentar", "“sebentar” bukan waktu", "sebentar"),
    bad("one answer", KEPUTUSAN, "keputusan: {Ya: lanjut}", "dua jawaban atau lebih", "keputusan"),
    bad("answers alike", "Tidak: 2", "ya: 2", "kembar, kosong, atau terlalu panjang", "keputusan"),
    bad("an answer too long", "Tidak: 2", f"{'T' * 41}: 2", "terlalu panjang", "keputusan"),
    bad("an empty answer", "Tidak: 2", '"": 2', "kosong", "keputusan"),
    bad("a blank answer", "Tidak: 2", '"  ": 2', "kosong", "keputusan"),
    bad("no penentu", KEPUTUSAN, SEVERAL, "wajib diisi: langkah bersama", "- nomor: 3"),
    bad("penentu not alone", KEPUTUSAN, f"{SEVERAL}\n    penentu: kabid", "satu jabatan saja", "penentu"),
    bad(
        "penentu elsewhere", KEPUTUSAN, f"{SEVERAL}\n    penentu: staf", "bukan pelaksana langkah", "penentu"
    ),
    bad(
        "a long title", "nama: Uji", f"nama: {'x' * 10_000}", "terlalu panjang (10000 karakter)", "nama: xxx"
    ),
    bad("a required field missing", "    tahap: disposisi\n", "", "tahap: wajib diisi", "- nomor: 1"),
    bad("no title", "nama: Uji", 'nama: ""', "nama: wajib diisi", 'nama: ""'),
    bad("an unknown tahap", "tahap: disposisi", "tahap: arsip", "pilihannya: disposisi, penyusunan", "arsip"),
    bad("an unknown tindakan", "tindakan: menyusun", "tindakan: tidur", "pilihannya: disposisi", "tidur"),
    bad("an unknown wakil", "[staf-umum]", "[staf-umum], wakil: semuanya", "pilihannya: semua", "semuanya"),
    bad("a kode of digits", "waktu: 2 hari", "waktu: 2 hari\n    kode: 12", "bukan angka saja", "kode"),
    bad("a kode that is a word", "waktu: 2 hari", "waktu: 2 hari\n    kode: lanjut", "sudah berarti", "kode"),
    bad(
        "a kode twice",
        "  - nomor: 2\n",
        "  - {kegiatan: K, pelaksana: [staf], tahap: penyusunan, tindakan: rapat, kode: sama}\n"
        "  - nomor: 2\n    kode: sama\n",
        "dipakai lebih dari satu langkah",
        "    kode: sama",
    ),
    bad(
        "a date unlike a date", "nama: Uji", "nama: Uji\ntanggal: {efektif: 31-01-2026}", "TTTT-BB-HH", "efek"
    ),
    bad(
        "a day that is none",
        "nama: Uji",
        "nama: Uji\ntanggal: {efektif: 2026-02-30}",
        "bukan tanggal",
        "efek",
    ),
    bad("a column's key", "  staf: {", "  Staf Umum: {", "huruf kecil, angka dan garis bawah", "Staf Umum"),
    bad("a post twice", "[staf-umum]", "[staf-umum, staf-umum]", "ditulis dua kali", "umum, staf"),
    bad("a column without posts", "jabatan: [staf-umum]", "jabatan: []", "wajib diisi", "jabatan: []"),
    bad("a list where a text is", "nama: Uji", "nama: [Uji]", "harus berupa teks", "[Uji]"),
    bad(
        "a text where a mapping is", "nama: Uji", "nama: Uji\ntanggal: kemarin", "pasangan `kunci", "kemarin"
    ),
    bad(
        "a setting's step",
        "nama: Uji",
        "nama: Uji\npengaturan: {strategis: [99]}",
        "“99” tidak ada",
        "pengatur",
    ),
    bad(
        "a reminder",
        "nama: Uji",
        "nama: Uji\npengaturan: {pengingat: 100%}",
        "antara 1% dan 99%",
        "pengingat",
    ),
    bad("yes and no", "nama: Uji", "nama: Uji\ntampilan: {sampul: yes}", "pilihannya: ya, tidak", "sampul"),
    bad("an answer leading nowhere", "Tidak: 2", "Tidak: ", "“” tidak ada", "keputusan"),
    bad("a NUL", "nama: Uji", 'nama: "U\\0ji"', "nama", "nama: "),
    bad("half a character", "nama: Uji", 'nama: "U\\ud800ji"', "nama", "nama: "),
]

# Whole files: content, what is said.
UNREADABLE = [
    pytest.param(b"", "pasangan `kunci: nilai`", id="empty"),
    pytest.param(b"- a\n- b\n", "pasangan `kunci: nilai`", id="a list"),
    pytest.param(b"a: 1\n---\nb: 2\n", "bukan YAML yang dapat dibaca", id="two documents"),
    pytest.param(SOP.encode("utf-16"), "bukan berkas teks UTF-8", id="UTF-16"),
    pytest.param(SOP.encode("utf-16-le"), "bukan YAML yang dapat dibaca", id="UTF-16 without a mark"),
    pytest.param(bytes(range(256)) * 8, "bukan berkas teks UTF-8", id="binary"),
    pytest.param(SOP.encode() + b"# " + b"x" * 2 * 1024 * 1024, "terlalu besar", id="2 MB"),
    pytest.param(b"[" * 500, "bukan YAML yang dapat dibaca", id="deep"),
    pytest.param(b"\tnama: Uji\n", "bukan YAML yang dapat dibaca", id="a tab"),
]
