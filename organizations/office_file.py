"""The office file: one perangkat daerah as its admin writes it (docs/office-format.md). No Django."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from organizations.jenis_naskah import read_naskah
from organizations.kewenangan import read_kewenangan
from organizations.tampilan import read_tampilan
from organizations.waktu import UnreadableWaktu, parse_waktu
from organizations.yaml_reader import Fields, Source, read_yaml

ALLOWANCE = "1 hari"
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
ZONES = ("WIB", "WITA", "WIT")
KINDS = ("definitif", "plt", "plh", "pj")
ROLES = ("admin_kantor", "petugas_arsip", "inspektur", "admin_pemerintah")


@dataclass(frozen=True)
class UnitEntry:
    slug: str
    name: str
    parent: str
    line: int


@dataclass(frozen=True)
class PostEntry:
    slug: str
    title: str
    unit: str
    superior: str
    line: int


@dataclass(frozen=True)
class AppointmentEntry:
    post: str
    kind: str
    start: date
    end: date | None
    letter: str
    letter_date: date | None = None


@dataclass(frozen=True)
class OfficialEntry:
    name: str
    username: str
    nip: str
    rank: str
    grade: str
    email: str
    signs_in: bool
    is_demo: bool
    appointments: tuple[AppointmentEntry, ...]
    roles: tuple[str, ...]
    line: int


PRACTICE = "latihan"  # the code of the government of all offices to practise in
SIGNING_WAYS = ("basah", "internal", "bsre")
SECOND_FACTORS = ("tidak", "penanda", "semua")


@dataclass(frozen=True)
class OfficeFile:
    """What one file says. Dates are half-open; slugs are unique within the office (or the government)."""

    government: str
    government_name: str
    slug: str
    name: str
    short_name: str
    zone: str
    address: str
    allowance: str
    head: str
    since: date
    units: tuple[UnitEntry, ...]
    government_posts: tuple[PostEntry, ...]
    posts: tuple[PostEntry, ...]
    officials: tuple[OfficialEntry, ...]
    phrases: tuple[str, ...]
    tampilan: dict[str, Any] | None = None  # None: the file does not say
    naskah: dict[str, Any] | None = None  # likewise
    signing_way: str = ""  # likewise
    second_factor: str = ""  # likewise
    kewenangan: dict[str, str] | None = None  # likewise


def read_office(data: bytes, source: Source) -> OfficeFile | None:
    """The office of a file; None with faults noted in `source` where something is wrong."""
    top = read_yaml(data, source)
    if top is None:
        return None
    government = top.mapping("pemerintah")
    if government is None:
        top.fault("pemerintah", "wajib diisi: {kode: …, nama: …}")
    since = top.date("berlaku_sejak")
    if since is None and not top.has("berlaku_sejak"):
        top.fault(
            "berlaku_sejak", "wajib diisi: tanggal mulai penugasan yang tidak menyebut tanggalnya sendiri"
        )
    since = since or date.min
    office = OfficeFile(
        government=slug(government, "kode") if government else "",
        government_name=government.text("nama", required=True, limit=200) if government else "",
        slug=slug(top, "perangkat_daerah"),
        name=top.text("nama", required=True, limit=200),
        short_name=top.text("singkatan", limit=60),
        zone=top.text("zona_waktu", required=True, choices=ZONES, default="WIB"),
        address=top.text("alamat", limit=300),
        allowance=read_allowance(top),
        head=top.text("kepala", limit=60),
        since=since,
        units=tuple(read_unit(name, fields) for name, fields in top.named("unit")),
        government_posts=tuple(read_post(name, fields) for name, fields in top.named("jabatan_pemerintah")),
        posts=tuple(read_post(name, fields) for name, fields in top.named("jabatan", required=True)),
        officials=tuple(read_official(fields, since) for fields in top.items("pejabat")),
        phrases=top.texts("frasa_disposisi", limit=200),
        tampilan=read_tampilan(top),
        naskah=read_naskah(top),
        signing_way=top.text("tanda_tangan", choices=SIGNING_WAYS),
        second_factor=top.text("faktor_kedua", choices=SECOND_FACTORS),
        kewenangan=read_kewenangan(top),
    )
    top.done()
    if government:
        government.done()
    check_names(office, top)
    return None if source.faults else office


def slug(fields: Fields, key: str) -> str:
    """A required slug: lower-case letters, digits and single hyphens."""
    value = fields.text(key, required=True, limit=60)
    if value:
        check_slug(value, fields, key)
    return value


def check_slug(value: str, fields: Fields, key: str) -> None:
    if not SLUG.match(value) or len(value) > 60:
        fields.fault(
            key, f"“{value[:60]}” bukan kode; pakai huruf kecil, angka dan tanda hubung, misalnya kabid-bm"
        )


def read_allowance(top: Fields) -> str:
    """How long a thing may wait beyond its limit before the superior hears of it: a waktu, by default one day."""
    text = top.text("batas_tunggu", limit=40, default=ALLOWANCE)
    try:
        parse_waktu(text)
    except UnreadableWaktu:
        top.fault("batas_tunggu", "tulis seperti waktu dalam SOP, misalnya 1 hari atau 4 jam")
    return text


def read_unit(name: str, fields: Fields) -> UnitEntry:
    check_slug(name, fields, "")
    entry = UnitEntry(name, fields.text("nama", required=True, limit=200), fields.text("induk"), fields.line)
    fields.done()
    return entry


def read_post(name: str, fields: Fields) -> PostEntry:
    check_slug(name, fields, "")
    entry = PostEntry(
        slug=name,
        title=fields.text("nama", required=True, limit=200),
        unit=fields.text("unit"),
        superior=fields.text("atasan"),
        line=fields.line,
    )
    fields.done()
    return entry


def read_official(fields: Fields, since: date) -> OfficialEntry:
    nip = "".join(fields.text("nip").split())
    if nip and not re.fullmatch(r"\d{18}|\d{9}", nip):
        fields.fault("nip", "harus 18 angka (boleh dengan spasi), misalnya 19710508 199803 1 009")
    username = fields.text("nama_pengguna", limit=60)
    if not nip and not username:
        fields.fault("nip", "wajib diisi, atau beri nama_pengguna bagi orang yang tidak ber-NIP")
    if username and not SLUG.match(username):
        check_slug(username, fields, "nama_pengguna")
    entry = OfficialEntry(
        name=fields.text("nama", required=True, limit=200),
        username=username or nip,
        nip=nip,
        rank=fields.text("pangkat", limit=60),
        grade=fields.text("golongan", limit=10),
        email=fields.text("surel", limit=254),
        signs_in=fields.yes("masuk") is not False,
        is_demo=fields.yes("contoh") is True,
        appointments=(
            *(AppointmentEntry(post, "definitif", since, None, "") for post in fields.texts("jabatan")),
            *(read_appointment(item, since) for item in fields.items("penugasan")),
        ),
        roles=fields.texts("peran"),
        line=fields.line,
    )
    for role in entry.roles:
        if role not in ROLES:
            fields.fault("peran", f"“{role[:40]}” tidak dikenal; pilihannya: {', '.join(ROLES)}")
    fields.done()
    return entry


def read_appointment(fields: Fields, since: date) -> AppointmentEntry:
    entry = AppointmentEntry(
        post=fields.text("jabatan", required=True),
        kind=fields.text("jenis", choices=KINDS, default="definitif"),
        start=fields.date("mulai") or since,
        end=fields.date("sampai"),
        letter=fields.text("surat", limit=200),
        letter_date=fields.date("tanggal_surat"),
    )
    if entry.end and entry.end <= entry.start:
        fields.fault("sampai", "harus sesudah tanggal mulai")
    fields.done()
    return entry


def check_names(office: OfficeFile, top: Fields) -> None:
    """Every name that refers to another entry of the file must be there."""
    units = {unit.slug for unit in office.units}
    own, of_government = {p.slug for p in office.posts}, {p.slug for p in office.government_posts}
    known = own | of_government
    for unit in office.units:
        if unit.parent and unit.parent not in units:
            top.source.fault(
                unit.line, f"unit.{unit.slug}.induk", f"unit “{unit.parent}” tidak ada dalam berkas ini"
            )
    for post in (*office.government_posts, *office.posts):
        where = f"jabatan.{post.slug}"
        if post.unit and post.unit not in units:
            top.source.fault(post.line, f"{where}.unit", f"unit “{post.unit}” tidak ada dalam berkas ini")
        if post.superior and post.superior not in (known if post.slug in own else of_government):
            top.source.fault(
                post.line, f"{where}.atasan", f"jabatan “{post.superior}” tidak ada dalam berkas ini"
            )
    if office.head and office.head not in known:
        top.fault("kepala", f"jabatan “{office.head}” tidak ada dalam berkas ini")
    for official in office.officials:
        for appointment in official.appointments:
            if appointment.post not in known:
                top.source.fault(
                    official.line,
                    "pejabat.jabatan",
                    f"jabatan “{appointment.post}” tidak ada dalam berkas ini",
                )
    check_circles(office, top)
    twice("pejabat", [(o.username, o.line) for o in office.officials], top)


def check_circles(office: OfficeFile, top: Fields) -> None:
    """Nobody is above himself."""
    superiors = {p.slug: p.superior for p in (*office.government_posts, *office.posts)}
    for post in office.posts:
        seen, above = {post.slug}, post.superior
        while above and above not in seen:
            seen.add(above)
            above = superiors.get(above, "")
        if above:
            top.source.fault(
                post.line, f"jabatan.{post.slug}.atasan", "rantai atasan berputar kembali ke jabatan ini"
            )


def twice(name: str, entries: list[tuple[str, int]], top: Fields) -> None:
    seen: set[str] = set()
    for value, line in entries:
        if value in seen:
            top.source.fault(line, name, f"“{value}” ditulis dua kali")
        seen.add(value)
