"""What papers say, line by line, and what differs between two versions of one."""

from documents.naskah.kinds import KINDS, lacking, shared
from documents.naskah.wording import ADDED, REMOVED, SAME, DiffLine, difference, lines_of


def test_a_paper_is_said_value_by_value_with_what_its_form_calls_them() -> None:
    values = {
        "tentang": "Tim",
        "menimbang": ["satu", "dua"],
        "anggota": [{"nama": "Kepala", "kedudukan": "Ketua"}],
    }
    said = lines_of(KINDS["sk_tim"], values, {"perihal": "Uji", "surat": None}, note="Catatan\nkedua")
    assert said == [
        "Tentang: Tim",
        "Menimbang 1: satu",
        "Menimbang 2: dua",
        "Susunan tim 1 · nama: Kepala",
        "Susunan tim 1 · kedudukan: Ketua",
        "Perihal: Uji",
        "Catatan",
        "kedua",
    ]


def test_a_choice_is_said_by_its_caption_and_what_only_concerns_the_print_not_at_all() -> None:
    facts = {"pk": [{"first": {"name": "A", "caption": "x"}, "is_settled": True, "words": {"a": "b"}}]}
    assert lines_of(KINDS["disposisi"], {"sifat": "sangat_segera"}, facts) == [
        "Sifat: Sangat segera",
        "Perjanjian Kinerja 1 · pihak pertama · nama: A",
    ]


def test_a_difference_shows_what_changed_with_a_little_around_it() -> None:
    old = [f"baris {number}" for number in range(20)]
    new = [*old[:10], "baris baru", *old[11:]]
    found = difference(old, new)
    assert [line.what for line in found] == [SAME, SAME, REMOVED, ADDED, SAME, SAME]
    assert found[2:4] == [DiffLine(REMOVED, "baris 10"), DiffLine(ADDED, "baris baru")]
    assert difference(old, old) == []


def test_changes_far_apart_are_shown_apart() -> None:
    old = [f"baris {number}" for number in range(30)]
    new = ["awal", *old, "akhir"]
    assert [line.what for line in difference(old, new)] == [ADDED, SAME, SAME, "", SAME, SAME, ADDED]


def test_what_is_said_of_a_meeting_is_said_once() -> None:
    papers = [
        ("notulen", {"tempat": "", "pembahasan": "x"}),
        ("undangan", {"tempat": "Aula", "jam": "09:00"}),
    ]
    papers.append(("usulan", {"catatan": "c"}))
    notes, invitation, other = shared(papers)
    assert notes == ("notulen", {"tempat": "Aula", "jam": "09:00", "pembahasan": "x"})
    assert invitation[1] == {"tempat": "Aula", "jam": "09:00"}
    assert other == ("usulan", {"catatan": "c"})
    assert [field.name for field in lacking(KINDS["notulen"], notes[1])] == [
        "tanggal",
        "acara",
        "pimpinan",
        "kesimpulan",
    ]
