"""The words of a printed PK, as offices commonly use them (Permenpan RB 53/2014). Pure."""

from collections.abc import Mapping

FIRST_PARTY, SECOND_PARTY = "pihak pertama", "pihak kedua"
DEFAULTS: Mapping[str, str] = {
    "first_party": FIRST_PARTY,
    "opening": "Dalam rangka mewujudkan manajemen pemerintahan yang efektif, transparan, dan akuntabel serta "
    "berorientasi pada hasil, kami yang bertanda tangan di bawah ini:",
    "opening_alone": "Dalam rangka mewujudkan manajemen pemerintahan yang efektif, transparan, dan akuntabel serta "
    "berorientasi pada hasil, yang bertanda tangan di bawah ini:",
    "first_as": "Selanjutnya disebut {pihak_pertama}.",
    "second_as": "Selaku atasan {pihak_pertama}, selanjutnya disebut {pihak_kedua}.",
    "promise": "{pihak_pertama} berjanji akan mewujudkan target kinerja yang seharusnya sesuai lampiran perjanjian "
    "ini, dalam rangka mencapai target kinerja jangka menengah seperti yang telah ditetapkan dalam dokumen "
    "perencanaan. Keberhasilan dan kegagalan pencapaian target kinerja tersebut menjadi tanggung jawab kami.",
    "promise_alone": "Berjanji akan mewujudkan target kinerja yang seharusnya sesuai lampiran perjanjian ini, dalam "
    "rangka mencapai target kinerja jangka menengah seperti yang telah ditetapkan dalam dokumen perencanaan. "
    "Keberhasilan dan kegagalan pencapaian target kinerja tersebut menjadi tanggung jawab saya.",
    "supervision": "{pihak_kedua} akan melakukan supervisi yang diperlukan serta akan melakukan evaluasi terhadap "
    "capaian kinerja dari perjanjian ini dan mengambil tindakan yang diperlukan dalam rangka pemberian penghargaan "
    "dan sanksi.",
    "amendment": "Perjanjian kinerja ini mengubah {diubah} karena {alasan}.",
    "indicator_heading": "Indikator Kinerja",
    "target_heading": "Target",
    "program_heading": "Program",
    "budget_heading": "Anggaran",
    "remark_heading": "Keterangan",
}


def worded(own: Mapping[str, str]) -> dict[str, str]:
    """The office's own words where it has them, with the names of the parties in their places."""
    texts = {name: own.get(name, "") or text for name, text in DEFAULTS.items()}
    first = texts["first_party"]
    # Replaced, not formatted: a text of an office may hold any braces.
    return {
        name: sentence(text.replace("{pihak_pertama}", first).replace("{pihak_kedua}", SECOND_PARTY))
        if name != "first_party"
        else text
        for name, text in texts.items()
    }


def sentence(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


def titled(text: str) -> str:
    """With a capital at every word: Pihak Kedua."""
    return " ".join(map(sentence, text.split()))
