"""The office as its file: what `write_yaml` takes. No Django."""

from datetime import date
from typing import Any

from organizations.jenis_naskah import naskah_tree
from organizations.kewenangan import kewenangan_tree
from organizations.office_file import ALLOWANCE, OfficeFile, OfficialEntry, PostEntry
from organizations.tampilan import tampilan_tree
from organizations.yaml_writer import Flow, without_empty


def tree_of(office: OfficeFile) -> dict[str, Any]:
    """The file's content as `write_yaml` takes it: defaults left out."""
    tree: dict[str, Any] = {
        "pemerintah": Flow(kode=office.government, nama=office.government_name),
        "perangkat_daerah": office.slug,
        "nama": office.name,
        "singkatan": office.short_name,
        "zona_waktu": office.zone,
        "alamat": office.address,
        "batas_tunggu": office.allowance if office.allowance != ALLOWANCE else "",
        "kepala": office.head,
        "berlaku_sejak": office.since.isoformat(),
        "unit": {u.slug: without_empty(Flow, nama=u.name, induk=u.parent) for u in office.units},
        "jabatan_pemerintah": {p.slug: post_tree(p) for p in office.government_posts},
        "jabatan": {p.slug: post_tree(p) for p in office.posts},
        "pejabat": [official_tree(o, office.since) for o in office.officials],
        "frasa_disposisi": list(office.phrases),
        "tampilan": tampilan_tree(office.tampilan or {}),
        "naskah": naskah_tree(office.naskah or {}),
        "tanda_tangan": "" if office.signing_way == "basah" else office.signing_way,
        "faktor_kedua": office.second_factor,
        "kewenangan_pelaksana": kewenangan_tree(office.kewenangan or {}),
    }
    return without_empty(dict, **tree)


def post_tree(post: PostEntry) -> dict[str, Any]:
    return without_empty(Flow, nama=post.title, unit=post.unit, atasan=post.superior)


def official_tree(official: OfficialEntry, since: date) -> dict[str, Any]:
    plain = [
        a.post
        for a in official.appointments
        if (a.kind, a.start, a.end, a.letter, a.letter_date) == ("definitif", since, None, "", None)
    ]
    others = [a for a in official.appointments if a.post not in plain or a.kind != "definitif"]
    n = official.nip
    return without_empty(
        Flow,
        nama=official.name,
        nip=f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}" if len(n) == 18 else n,
        nama_pengguna=official.username if official.username != n else "",
        pangkat=official.rank,
        golongan=official.grade,
        surel=official.email,
        jabatan=plain,
        penugasan=[
            without_empty(
                Flow,
                jabatan=a.post,
                jenis=a.kind if a.kind != "definitif" else "",
                mulai=a.start.isoformat(),
                sampai=a.end.isoformat() if a.end else "",
                surat=a.letter,
                tanggal_surat=a.letter_date.isoformat() if a.letter_date else "",
            )
            for a in others
        ],
        peran=list(official.roles),
        masuk="" if official.signs_in else "tidak",
        contoh="ya" if official.is_demo else "",
    )
