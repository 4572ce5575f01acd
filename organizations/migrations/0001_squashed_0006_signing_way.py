"""Offices, posts, people and calendars, made at once: what the migrations that this replaces make one after another."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from activity.migrating import AtOnce
from organizations.overlap import forbid_overlap


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """No two appointments of one layer, and no two delegations of one person, overlap on a post."""
    forbid_overlap(schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("organizations", "0001_initial"),
        ("organizations", "0002_no_overlap"),
        ("organizations", "0003_calendars"),
        ("organizations", "0004_look"),
        ("organizations", "0005_naskah"),
        ("organizations", "0006_signing_way"),
    ]

    initial = True

    dependencies = [("activity", "0003_notices"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Government",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="kode")),
                        ("name", models.CharField(max_length=200, verbose_name="nama")),
                    ],
                    options={
                        "verbose_name": "pemerintah daerah",
                        "verbose_name_plural": "pemerintah daerah",
                    },
                ),
                migrations.CreateModel(
                    name="Office",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="kode")),
                        ("name", models.CharField(max_length=200, verbose_name="nama")),
                        ("short_name", models.CharField(blank=True, max_length=60, verbose_name="singkatan")),
                        (
                            "time_zone",
                            models.CharField(
                                choices=[
                                    ("WIB", "WIB (UTC+7)"),
                                    ("WITA", "WITA (UTC+8)"),
                                    ("WIT", "WIT (UTC+9)"),
                                ],
                                default="WIB",
                                max_length=4,
                                verbose_name="zona waktu",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat")),
                        (
                            "waiting_allowance",
                            models.CharField(
                                db_default="1 hari",
                                default="1 hari",
                                max_length=40,
                                verbose_name="batas tunggu",
                            ),
                        ),
                        ("tampilan", models.JSONField(blank=True, db_default={}, default=dict)),
                        ("naskah", models.JSONField(blank=True, db_default={}, default=dict)),
                        (
                            "signing_way",
                            models.CharField(
                                choices=[
                                    ("basah", "tanda tangan basah, dipindai"),
                                    ("internal", "sertifikat internal kantor (tidak tersertifikasi)"),
                                    ("bsre", "sertifikat elektronik BSrE"),
                                ],
                                db_default="basah",
                                default="basah",
                                max_length=10,
                                verbose_name="cara tanda tangan",
                            ),
                        ),
                        ("calendar_version", models.PositiveIntegerField(db_default=1, default=1)),
                        (
                            "government",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offices",
                                to="organizations.government",
                            ),
                        ),
                        (
                            "stream",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="activity.stream",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "perangkat daerah",
                        "verbose_name_plural": "perangkat daerah",
                    },
                ),
                migrations.CreateModel(
                    name="InstructionPhrase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("text", models.CharField(max_length=200, verbose_name="frasa")),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="instruction_phrases",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "frasa disposisi",
                        "verbose_name_plural": "frasa disposisi",
                        "ordering": ["order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("office", "text"), name="phrase_once_per_office")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficeLogo",
                    fields=[
                        (
                            "office",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="logo",
                                serialize=False,
                                to="organizations.office",
                            ),
                        ),
                        ("content", models.BinaryField()),
                        ("media_type", models.CharField(max_length=20)),
                        ("width", models.PositiveSmallIntegerField()),
                        ("height", models.PositiveSmallIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("uploaded_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "logo",
                        "verbose_name_plural": "logo",
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, verbose_name="kode")),
                        ("name", models.CharField(max_length=200, verbose_name="nama")),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="organizations.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "unit kerja",
                        "verbose_name_plural": "unit kerja",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "slug"), name="unit_slug_once_per_office"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("date", models.DateField(verbose_name="tanggal")),
                        ("name", models.CharField(max_length=200, verbose_name="nama")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("libur_nasional", "Libur nasional"),
                                    ("cuti_bersama", "Cuti bersama"),
                                    ("libur_daerah", "Libur daerah"),
                                    ("masuk", "Masuk kerja"),
                                ],
                                default="libur_nasional",
                                max_length=16,
                                verbose_name="jenis",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_days",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_days",
                                to="organizations.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hari libur",
                        "verbose_name_plural": "hari libur",
                        "ordering": ["date"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("unit", None)),
                                fields=("office", "date"),
                                name="day_once_per_office",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", False)),
                                fields=("unit", "date"),
                                name="day_once_per_unit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, verbose_name="kode")),
                        ("title", models.CharField(max_length=200, verbose_name="nama jabatan")),
                        (
                            "government",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="organizations.government",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "superior",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subordinates",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="organizations.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "jabatan",
                        "verbose_name_plural": "jabatan",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("office__isnull", False)),
                                fields=("office", "slug"),
                                name="post_slug_once_per_office",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("office__isnull", True)),
                                fields=("government", "slug"),
                                name="post_slug_once_per_government",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("superior", models.F("id")), _negated=True),
                                name="post_is_not_its_own_superior",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                max_length=60, unique=True, verbose_name="NIP atau nama pengguna"
                            ),
                        ),
                        (
                            "nip",
                            models.CharField(
                                blank=True,
                                max_length=18,
                                validators=[
                                    django.core.validators.RegexValidator("^(\\d{18}|\\d{9})$", "18 angka")
                                ],
                                verbose_name="NIP",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="nama")),
                        ("rank", models.CharField(blank=True, max_length=60, verbose_name="pangkat")),
                        ("grade", models.CharField(blank=True, max_length=10, verbose_name="golongan")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="surel")),
                        ("is_active", models.BooleanField(default=True, verbose_name="boleh masuk")),
                        ("is_staff", models.BooleanField(default=False, verbose_name="teknisi data acuan")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="akun contoh")),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "orang",
                        "verbose_name_plural": "orang",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("nip", ""), _negated=True),
                                fields=("nip",),
                                name="nip_belongs_to_one_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("definitif", "definitif"),
                                    ("plt", "Plt."),
                                    ("plh", "Plh."),
                                    ("pj", "Pj."),
                                ],
                                default="definitif",
                                max_length=10,
                                verbose_name="jenis",
                            ),
                        ),
                        (
                            "order_letter",
                            models.CharField(blank=True, max_length=200, verbose_name="surat perintah"),
                        ),
                        ("start_date", models.DateField(verbose_name="mulai")),
                        (
                            "end_date",
                            models.DateField(blank=True, null=True, verbose_name="sampai (tidak termasuk)"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="organizations.post",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "penugasan jabatan",
                        "verbose_name_plural": "penugasan jabatan",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end_date", None),
                                    ("end_date__gt", models.F("start_date")),
                                    _connector="OR",
                                ),
                                name="appointment_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="mulai")),
                        (
                            "end_date",
                            models.DateField(blank=True, null=True, verbose_name="sampai (tidak termasuk)"),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="alasan")),
                        (
                            "from_user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_given",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "to_user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_received",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="organizations.post",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "delegasi",
                        "verbose_name_plural": "delegasi",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end_date", None),
                                    ("end_date__gt", models.F("start_date")),
                                    _connector="OR",
                                ),
                                name="delegation_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("from_user", models.F("to_user")), _negated=True),
                                name="delegation_is_to_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("admin_kantor", "Admin perangkat daerah"),
                                    ("petugas_arsip", "Petugas arsip"),
                                    ("inspektur", "Inspektur"),
                                    ("admin_pemerintah", "Admin pemerintah daerah"),
                                ],
                                max_length=20,
                                verbose_name="peran",
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="mulai")),
                        (
                            "end_date",
                            models.DateField(blank=True, null=True, verbose_name="sampai (tidak termasuk)"),
                        ),
                        (
                            "government",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="organizations.government",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pemberian peran",
                        "verbose_name_plural": "pemberian peran",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end_date", None),
                                    ("end_date__gt", models.F("start_date")),
                                    _connector="OR",
                                ),
                                name="grant_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("government__isnull", True), ("office__isnull", False)),
                                    models.Q(("government__isnull", False), ("office__isnull", True)),
                                    _connector="OR",
                                ),
                                name="grant_is_for_an_office_or_a_government",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkWeek",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nama")),
                        ("start_date", models.DateField(verbose_name="berlaku sejak")),
                        (
                            "end_date",
                            models.DateField(blank=True, null=True, verbose_name="tidak berlaku lagi sejak"),
                        ),
                        ("hours", models.JSONField(verbose_name="jam kerja")),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="work_weeks",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="work_weeks",
                                to="organizations.unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "jam kerja",
                        "verbose_name_plural": "jam kerja",
                        "ordering": ["start_date", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end_date", None),
                                    ("end_date__gt", models.F("start_date")),
                                    _connector="OR",
                                ),
                                name="week_ends_after_start",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("unit", None)),
                                fields=("office", "start_date", "end_date"),
                                name="week_once_per_office",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", False)),
                                fields=("unit", "start_date", "end_date"),
                                name="week_once_per_unit",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="office",
            name="head",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="heads",
                to="organizations.post",
            ),
        ),
        BtreeGistExtension(),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
