"""What a person would type while an SOP runs, from a file (fixtures/contoh/): for trying an SOP with real papers.

`surat`: the incoming letter. `disposisi`: instruksi and catatan. `naskah`: by kind, the fields of its form.
`penyerahan`: penerima and jumlah. `perjanjian_kinerja`: by post ("semua" for all others), what it promises, and what
was reached by quarter. Everything may be left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.naskah.kinds import KINDS, LIST, TABLE, Kind
from documents.pk_content import LEVELS, PROGRAM_LEVELS, Indicator, PkContent, Program, Sasaran
from organizations.yaml_reader import Fault, FaultsFound, Fields, Source, read_yaml
from workflows.actions.start import Letter

ALL_OTHERS = "semua"
QUARTERS = ("1", "2", "3", "4")


@dataclass(frozen=True)
class Reached:
    """What was reached by one indicator, by quarter as written."""

    texts: Mapping[int, str]


@dataclass(frozen=True)
class Contoh:
    """All of it. `realisasi`: by post, for each indicator in order."""

    letter: Letter | None = None
    instructions: tuple[str, ...] = ()
    remark: str = ""
    receiver: str = ""
    copies: int = 1
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    pks: Mapping[str, PkContent] = field(default_factory=dict)
    realisasi: Mapping[str, tuple[Reached, ...]] = field(default_factory=dict)

    def pk_of(self, post: str) -> PkContent | None:
        """What a post promises."""
        return self.pks.get(post) or self.pks.get(ALL_OTHERS)

    def reached_by(self, post: str) -> tuple[Reached, ...]:
        """What it reached."""
        return self.realisasi.get(post if post in self.pks else ALL_OTHERS, ())


def read_contoh(data: bytes, name: str) -> Contoh:
    """The file as a value. Raises FaultsFound with every fault in it."""
    source = Source(name)
    top = read_yaml(data, source)
    if top is None:
        raise FaultsFound(source.faults or [Fault(name, 1, "", "berkas kosong")])
    pks, realisasi = read_pks(top)
    disposisi, handing = top.mapping("disposisi"), top.mapping("penyerahan")
    found = Contoh(
        letter=read_letter(top),
        instructions=disposisi.texts("instruksi") if disposisi else (),
        remark=disposisi.text("catatan") if disposisi else "",
        receiver=handing.text("penerima") if handing else "",
        copies=whole(handing, "jumlah") if handing else 1,
        values=read_values(top),
        pks=pks,
        realisasi=realisasi,
    )
    for inner in (disposisi, handing, top):
        if inner:
            inner.done()
    if source.faults:
        raise FaultsFound(source.faults)
    return found


def whole(fields: Fields, key: str) -> int:
    """A whole number from 1."""
    text = fields.text(key)
    if text and not (text.isdecimal() and 0 < int(text) < 10_000):
        fields.fault(key, "harus berupa bilangan bulat mulai 1")
        return 1
    return int(text or 1)


def read_letter(top: Fields) -> Letter | None:
    """The incoming letter."""
    inner = top.mapping("surat")
    if inner is None:
        return None
    found = Letter(
        sender=inner.text("dari", required=True),
        number=inner.text("nomor"),
        letter_date=inner.date("tanggal"),
        received_date=inner.date("diterima"),
        hal=inner.text("hal"),
    )
    inner.done()
    return found


def read_values(top: Fields) -> dict[str, dict[str, Any]]:
    """The forms by kind."""
    found: dict[str, dict[str, Any]] = {}
    inner = top.mapping("naskah")
    if inner is None:
        return found
    for key in inner.nodes:
        fields = inner.mapping(key)
        if key not in KINDS:
            inner.fault(key, f"jenis naskah tidak dikenal; yang ada: {', '.join(KINDS)}")
        elif fields:
            found[key] = form_values(KINDS[key], fields)
    return found


def form_values(kind: Kind, fields: Fields) -> dict[str, Any]:
    """The values of one form."""
    found: dict[str, Any] = {}
    for each in kind.fields:
        value: Any
        if each.type == LIST:
            value = list(fields.texts(each.name))
        elif each.type == TABLE:
            rows = fields.items(each.name)
            value = [{column.name: row.text(column.name) for column in each.columns} for row in rows]
        else:
            value = fields.text(each.name)
        if value:
            found[each.name] = value
    fields.done()
    return found


def read_pks(top: Fields) -> tuple[dict[str, PkContent], dict[str, tuple[Reached, ...]]]:
    """What posts promise, and what they reached."""
    pks, realisasi = {}, {}
    for post, fields in top.named("perjanjian_kinerja"):
        reached: list[Reached] = []
        sasaran = tuple(read_sasaran(each, reached) for each in fields.items("sasaran", required=True))
        programs = (
            tuple(read_program(each) for each in fields.items("program")) if fields.has("program") else ()
        )
        pks[post] = PkContent(
            sasaran=sasaran,
            programs=programs,
            level=fields.text("tingkat", choices=tuple(LEVELS), default="strategis"),
            place=fields.text("tempat"),
            statement_date=fields.text("tanggal"),
        )
        realisasi[post] = tuple(reached)
        fields.done()
    return pks, realisasi


def read_sasaran(fields: Fields, reached: list[Reached]) -> Sasaran:
    """A sasaran; what its indicators reached is added to `reached`."""
    rows = []
    text = fields.text("sasaran", required=True)
    for each in fields.items("indikator", required=True):
        row = Indicator(
            text=each.text("indikator", required=True), satuan=each.text("satuan"), target=each.text("target")
        )
        quarters = each.mapping("realisasi")
        texts = {int(q): quarters.text(q) for q in QUARTERS if quarters.has(q)} if quarters else {}
        for inner in (quarters, each):
            if inner:
                inner.done()
        rows.append(row)
        reached.append(Reached(texts))
    fields.done()
    return Sasaran(text=text, indicators=tuple(rows))


def read_program(fields: Fields) -> Program:
    """A program with its budget."""
    row = Program(
        name=fields.text("nama", required=True),
        anggaran=fields.text("anggaran"),
        keterangan=fields.text("keterangan"),
        level=fields.text("tingkat", choices=tuple(PROGRAM_LEVELS), default="program"),
    )
    fields.done()
    return row
