"""The account, the posts, what was told: the parts that every person has, whatever they do here."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from activity.models import Activity, Notice
from documents.models import PassphraseGuard, SigningIdentity, SigningKey
from organizations.models import Appointment, Delegation, Invitation, RoleGrant, User
from workflows.personal.part import Part

PERSON = {
    "nama": "name",
    "nip": "nip",
    "nama_pengguna": "username",
    "pangkat": "rank",
    "golongan": "grade",
    "surel": "email",
    "boleh_masuk": "is_active",
    "dinonaktifkan": "deactivated_at",
    "terakhir_masuk": "last_login",
    "akun_contoh": "is_demo",
}
# What of the account itself is not copied, and why.
PERSON_WITHOUT = {
    "id": "nomor baris, tanpa arti di luar sistem",
    "password": "hash kata sandi",
    "is_superuser": "tidak dipakai: hak berasal dari jabatan dan peran",
    "is_staff": "tidak dipakai: hak berasal dari jabatan dan peran",
    "groups": "tidak dipakai: hak berasal dari jabatan dan peran",
    "user_permissions": "tidak dipakai: hak berasal dari jabatan dan peran",
}


class AboutPart(Part):
    """Rows of the record that others, or the machine, wrote about the person's account, posts and roles. They stand in
    the streams of offices, where a person is named by number or by user name."""

    def belongs_to(self, user: User) -> Q:
        named = Q(data__user=user.pk) | Q(data__user=user.username)
        named |= Q(data__from=user.username) | Q(data__to=user.username)
        of_offices = Q(stream__key="people") | Q(stream__key__startswith="office:")
        return of_offices & named & (Q(user_id=None) | ~Q(user_id=user.pk))


ACT = {
    "waktu": "at",
    "catatan": "stream__key",
    "nomor": "number",
    "tindakan": "action",
    "pelaku": "actor_name",
    "sebagai": "capacity",
    "atas_nama": "on_behalf_of",
    "isi": "data",
}
DATED = {"mulai": "start_date", "sampai_sebelum": "end_date"}

PARTS = [
    Part(
        "jabatan",
        _("Jabatan yang dipegang, dengan surat perintahnya"),
        Appointment,
        "user",
        {
            "jabatan": "post__title",
            "kantor": "post__office__name",
            "jenis": "kind",
            "surat": "order_letter",
            "tanggal_surat": "order_date",
            **DATED,
        },
    ),
    Part(
        "pelimpahan_diberikan",
        _("Tugas yang dilimpahkan kepada pejabat lain"),
        Delegation,
        "from_user",
        {"jabatan": "post__title", "kepada": "to_user__name", "alasan": "reason", **DATED},
    ),
    Part(
        "pelimpahan_diterima",
        _("Tugas yang diterima dari pejabat lain"),
        Delegation,
        "to_user",
        {"jabatan": "post__title", "dari": "from_user__name", "alasan": "reason", **DATED},
    ),
    Part(
        "peran",
        _("Peran di luar jabatan"),
        RoleGrant,
        "user",
        {"peran": "role", "kantor": "office__name", "pemerintah": "government__name", **DATED},
    ),
    Part(
        "undangan",
        _("Undangan membuat kata sandi"),
        Invitation,
        "user",
        {
            "surel": "email",
            "kantor": "office__name",
            "dikirim": "invited_at",
            "berlaku_sampai": "expires_at",
            "dipakai": "accepted_at",
            "ditarik": "withdrawn_at",
        },
    ),
    Part(
        "alamat_surel",
        _("Alamat surel lain dari akun"),
        EmailAddress,
        "user",
        {"surel": "email", "terverifikasi": "verified", "utama": "primary"},
    ),
    Part(
        "faktor_kedua",
        _("Faktor kedua yang terpasang; rahasianya sendiri tidak disalin"),
        Authenticator,
        "user",
        {"jenis": "type", "dipasang": "created_at", "terakhir_dipakai": "last_used_at"},
    ),
    Part(
        "sesi",
        _("Sesi masuk: kapan, dari alamat mana, dengan perangkat apa"),
        UserSession,
        "user",
        {
            "mulai": "created_at",
            "terakhir_dipakai": "last_seen_at",
            "alamat_jaringan": "ip",
            "perangkat": "user_agent",
        },
    ),
    Part(
        "penyedia_identitas",
        _("Kaitan dengan penyedia identitas"),
        SocialAccount,
        "user",
        {
            "penyedia": "provider",
            "nomor_di_sana": "uid",
            "terakhir_masuk": "last_login",
            "sejak": "date_joined",
            "keterangan": "extra_data",
        },
    ),
    Part(
        "nik",
        _("NIK untuk BSrE tersimpan dalam keadaan disegel; angkanya tidak disalin"),
        SigningIdentity,
        "user",
        {"tersimpan_disegel": Value(True)},
    ),
    Part(
        "sertifikat",
        _("Sertifikat tanda tangan elektronik (bagian publiknya; kuncinya tidak disalin)"),
        SigningKey,
        "user",
        {
            "nomor_seri": "serial",
            "sidik_sha256": "fingerprint",
            "penerbit": "authority__office__name",
            "mulai": "starts_at",
            "sampai": "expires_at",
            "dicabut": "revoked_at",
            "alasan_dicabut": "revoked_reason",
            "sertifikat": "certificate",
        },
    ),
    Part(
        "frasa_sandi",
        _("Berapa kali berturut-turut frasa sandi tanda tangan salah"),
        PassphraseGuard,
        "user",
        {"salah_berturut": "wrong", "boleh_mencoba_lagi": "next_try_at", "terkunci": "locked_at"},
    ),
    Part(
        "pemberitahuan",
        _("Pemberitahuan, juga bila disebut dalam komentar"),
        Notice,
        "user_id",
        {
            "waktu": "created_at",
            "jenis": "kind",
            "judul": "title",
            "isi": "text",
            "halaman": "path",
            "dibaca": "read_at",
            "surel_ke": "email",
            "surel_terkirim": "mailed_at",
        },
    ),
    Part("catatan_tindakan", _("Catatan tindakan sendiri"), Activity, "user_id", ACT),
    AboutPart(
        "catatan_tentang",
        _("Catatan yang ditulis pejabat lain atau sistem tentang akun, jabatan, dan peran"),
        Activity,
        "data",
        ACT,
    ),
]
