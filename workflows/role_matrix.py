"""Who may do what: roles against actions, as docs/roles.md and the page "Peran" print it.

The table declares; what enforces it are the permissions, `visible_to` and the pages. tests/test_roles.py plays every
combination against them, so that neither can change without the other.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Who:
    """Somebody as the matrix knows them."""

    key: str
    label: Promise


@dataclass(frozen=True)
class Action:
    """Something that is done, and the keys of those who may."""

    key: str
    label: Promise
    who: frozenset[str]


HOLDER, PLH, ABSENT, DELEGATE = "pemegang", "plh", "berhalangan", "penerima"
SUPERIOR, HEAD, COLLEAGUE = "atasan", "kepala", "rekan"
ADMIN, ARCHIVIST, INSPECTOR, WIDE_ADMIN, STRANGER = "admin", "arsip", "inspektur", "admin_pemda", "lain"

ROLES = (
    Who(HOLDER, _("Pemegang jabatan langkah itu")),
    Who(PLH, _("Plt., Plh. atau Pj. jabatan itu")),
    Who(ABSENT, _("Pejabat definitif yang sedang diwakili")),
    Who(DELEGATE, _("Penerima pelimpahan jabatan itu")),
    Who(SUPERIOR, _("Atasan jabatan itu")),
    Who(HEAD, _("Kepala kantor")),
    Who(COLLEAGUE, _("Pejabat lain kantor itu")),
    Who(ADMIN, _("Admin kantor")),
    Who(ARCHIVIST, _("Petugas arsip")),
    Who(INSPECTOR, _("Inspektur")),
    Who(WIDE_ADMIN, _("Admin pemerintah daerah")),
    Who(STRANGER, _("Pejabat kantor lain")),
)
ADMINS = (ADMIN, WIDE_ADMIN)
ACTING = (HOLDER, PLH, DELEGATE)
READERS = (*ACTING, ABSENT, SUPERIOR, HEAD, *ADMINS, INSPECTOR)
OWN_OFFICE = (*READERS, COLLEAGUE, ARCHIVIST)


def action(key: str, label: Promise, *who: str) -> Action:
    return Action(key, label, frozenset(who))


ACTIONS = (
    action("case", _("Membaca kasus"), *READERS),
    action("act", _("Membuka dan mengerjakan tugas jabatan itu"), *ACTING),
    action("start", _("Memulai kasus (jabatan langkah pertama)"), *ACTING, *ADMINS),
    action("manage", _("Menangguhkan, melanjutkan dan membatalkan kasus"), HEAD, *ADMINS),
    action("aside", _("Menunda tugas jabatan itu sampai suatu hari"), *ACTING),
    action("comment", _("Menulis komentar di kasus dan menyebut pejabat"), *ACTING, SUPERIOR, HEAD, *ADMINS),
    action("move", _("Mengalihkan tugas, menambah dan melepas peserta langkah"), HEAD, *ADMINS),
    action("pk", _("Membaca Perjanjian Kinerja jabatan itu"), *READERS),
    action("publish", _("Menerbitkan Perjanjian Kinerja di laman resmi"), HEAD, *ADMINS),
    action("sop", _("Membaca SOP kantor"), *OWN_OFFICE),
    action("evaluation", _("Membaca evaluasi SOP kantor"), HEAD, *ADMINS, INSPECTOR),
    action("assess", _("Mengisi monitoring dan evaluasi SOP"), HEAD, *ADMINS),
    action("load", _("Memuat SOP"), *ADMINS),
    action("revoke", _("Mencabut SOP"), HEAD, *ADMINS),
    action("calendar", _("Membaca kalender kantor"), *OWN_OFFICE),
    action("calendar_day", _("Mengubah kalender kantor"), *ADMINS),
    action("staff", _("Melihat halaman pejabat dan jabatan"), *ADMINS),
    action("appoint", _("Menunjuk pejabat dan mengakhiri penugasan"), *ADMINS),
    action("appoint_wide", _("Mengisi jabatan pemerintah daerah"), WIDE_ADMIN),
    action("roles", _("Memberi dan mengakhiri peran di kantor"), *ADMINS),
    action("roles_wide", _("Memberi peran untuk semua kantor"), WIDE_ADMIN),
    action("settings", _("Mengubah tampilan, naskah, tanda tangan dan kewenangan kantor"), *ADMINS),
    action("delegate", _("Melimpahkan jabatan itu"), *ACTING, ABSENT),
    action("berkas", _("Membaca berkas arsip kasus itu"), *READERS, ARCHIVIST),
    action("hold", _("Menahan berkas arsip"), HEAD, *ADMINS, ARCHIVIST),
    action("correct", _("Membetulkan keterangan berkas arsip"), *ADMINS, ARCHIVIST),
)


HEADING = """\
# Who may do what

Printed by `manage.py export_roles` from `workflows/role_matrix.py`; do not edit. tests/test_roles.py plays every
combination. "That post" is the post whose step a case of the office stands at. Roles add up: whoever has several may do
what any of them may. What a Plt. or Plh. may do beside routine work is the office's choice
([0032](decisions/0032-who-may.md)). What one may not see is 404.

"""


def page() -> str:
    """docs/roles.md."""
    return HEADING + markdown()


def may(role: Who, what: Action) -> bool:
    """Whether the table says yes."""
    return role.key in what.who


def markdown() -> str:
    """The table, in Markdown."""
    head = "| tindakan | " + " | ".join(str(role.label) for role in ROLES) + " |"
    lines = [head, "| --- |" + " :-: |" * len(ROLES)]
    lines += [
        f"| {what.label} | " + " | ".join("ya" if may(role, what) else "" for role in ROLES) + " |"
        for what in ACTIONS
    ]
    return "\n".join(lines) + "\n"
