"""Papers, their signing and the archive, made at once: what the migrations that this replaces make one after another."""

import django.core.validators
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import documents.models.signing
from activity.migrating import AtOnce
from activity.triggers import protect
from documents.archive.triggers import index_words, protect_archive


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A number that was given and what is in the archive stay as they are."""
    protect(schema_editor, "documents_naskahnumber")
    protect_archive(schema_editor)
    index_words(schema_editor)


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_initial"),
        ("documents", "0003_pk_content"),
        ("documents", "0004_naskah_number"),
        ("documents", "0005_pk_format_captions"),
        ("documents", "0006_naskah"),
        ("documents", "0007_signing"),
        ("documents", "0008_bsre"),
        ("documents", "0009_archive"),
        ("documents", "0010_archive_guards"),
    ]

    initial = True

    dependencies = [("activity", "0003_notices"), ("organizations", "0006_signing_way")]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Authority",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("certificate", models.TextField()),
                        ("fingerprint", models.CharField(max_length=64, unique=True)),
                        ("container", models.BinaryField()),
                        ("secret", models.CharField(max_length=300)),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorities",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kewenangan sertifikat",
                        "verbose_name_plural": "kewenangan sertifikat",
                    },
                ),
                migrations.CreateModel(
                    name="BsreAccount",
                    fields=[
                        (
                            "office",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="bsre_account",
                                serialize=False,
                                to="organizations.office",
                            ),
                        ),
                        (
                            "version",
                            models.CharField(
                                choices=[
                                    ("v1", "versi 1 (formulir, /api/sign/pdf)"),
                                    ("v2", "versi 2 (JSON, /api/v2/sign/pdf)"),
                                ],
                                max_length=2,
                                verbose_name="versi",
                            ),
                        ),
                        ("address", models.CharField(max_length=200, verbose_name="alamat")),
                        ("username", models.CharField(max_length=100, verbose_name="nama pengguna")),
                        ("sealed_password", models.TextField(verbose_name="kata sandi, tersegel")),
                        ("is_active", models.BooleanField(default=False, verbose_name="dipakai")),
                    ],
                    options={
                        "verbose_name": "akun BSrE",
                        "verbose_name_plural": "akun BSrE",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("version__in", ["v1", "v2"])),
                                name="bsre_speaks_version_1_or_2",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncomingLetter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sender", models.CharField(max_length=200, verbose_name="surat dari")),
                        ("number", models.CharField(blank=True, max_length=120, verbose_name="nomor surat")),
                        (
                            "letter_date",
                            models.DateField(blank=True, null=True, verbose_name="tanggal surat"),
                        ),
                        (
                            "received_date",
                            models.DateField(blank=True, null=True, verbose_name="diterima tanggal"),
                        ),
                        ("hal", models.CharField(blank=True, max_length=300, verbose_name="hal")),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incoming_letters",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "surat masuk",
                        "verbose_name_plural": "surat masuk",
                    },
                ),
                migrations.CreateModel(
                    name="Klasifikasi",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="kode")),
                        ("name", models.CharField(max_length=300, verbose_name="nama")),
                        (
                            "active_years",
                            models.PositiveSmallIntegerField(verbose_name="retensi aktif (tahun)"),
                        ),
                        (
                            "inactive_years",
                            models.PositiveSmallIntegerField(verbose_name="retensi inaktif (tahun)"),
                        ),
                        ("trigger", models.CharField(max_length=300, verbose_name="retensi dihitung sejak")),
                        (
                            "fate",
                            models.CharField(
                                choices=[
                                    ("musnah", "Musnah"),
                                    ("permanen", "Permanen"),
                                    ("dinilai_kembali", "Dinilai kembali"),
                                ],
                                max_length=16,
                                verbose_name="nasib akhir",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="sumber")),
                        ("is_active", models.BooleanField(default=True, verbose_name="dipakai")),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="klasifikasi",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "klasifikasi arsip",
                        "verbose_name_plural": "klasifikasi arsip",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("office", None)),
                                fields=("code",),
                                name="a_common_klasifikasi_once",
                            ),
                            models.UniqueConstraint(
                                fields=("office", "code"), name="a_klasifikasi_once_per_office"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NaskahNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="jenis naskah")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                        ("number", models.PositiveIntegerField(verbose_name="nomor urut")),
                        ("text", models.CharField(max_length=160, verbose_name="nomor naskah")),
                        ("given_at", models.DateTimeField()),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="naskah_numbers",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "nomor naskah",
                        "verbose_name_plural": "nomor naskah",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "kind", "year", "number"),
                                name="naskah_number_once_per_year",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSequence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "name", "year"), name="one_sequence_per_year"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PassphraseGuard",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("wrong", models.PositiveSmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField(blank=True, null=True)),
                        ("locked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="passphrase_guard",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PerjanjianKinerja",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pk", "Perjanjian Kinerja"),
                                    ("pk_perubahan", "Perjanjian Kinerja Perubahan"),
                                ],
                                default="pk",
                                max_length=12,
                                verbose_name="jenis",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("pejabat", "Pergantian atau mutasi pejabat"),
                                    (
                                        "strategi",
                                        "Perubahan strategi yang memengaruhi tujuan dan sasaran (program, kegiatan, alokasi anggaran)",
                                    ),
                                    (
                                        "prioritas",
                                        "Perubahan prioritas atau asumsi yang berakibat signifikan",
                                    ),
                                ],
                                db_default="",
                                default="",
                                max_length=12,
                                verbose_name="alasan perubahan",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=100, verbose_name="tempat"
                            ),
                        ),
                        (
                            "statement_date",
                            models.DateField(blank=True, null=True, verbose_name="tanggal pernyataan"),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("strategis", "Sasaran Strategis"),
                                    ("program", "Sasaran Program"),
                                    ("kegiatan", "Sasaran Kegiatan"),
                                    ("sub_kegiatan", "Sasaran Sub Kegiatan"),
                                ],
                                db_default="strategis",
                                default="strategis",
                                max_length=12,
                                verbose_name="tingkat sasaran",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(db_default=0, default=0)),
                        ("edited_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "changes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changed_by",
                                to="documents.perjanjiankinerja",
                            ),
                        ),
                        (
                            "edited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "pihak_kedua",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pk_as_pihak_kedua",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "pihak_pertama",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pk_as_pihak_pertama",
                                to="organizations.post",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "Perjanjian Kinerja",
                        "verbose_name_plural": "Perjanjian Kinerja",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "pk")),
                                fields=("pihak_pertama", "year"),
                                name="one_pk_per_post_and_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pihak_kedua", None),
                                    models.Q(("pihak_pertama", models.F("pihak_kedua")), _negated=True),
                                    _connector="OR",
                                ),
                                name="pk_has_two_different_parties",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("changes", None), ("kind", "pk_perubahan"), _connector="OR"
                                ),
                                name="only_a_pk_perubahan_changes_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PkFormat",
                    fields=[
                        (
                            "office",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="pk_format",
                                serialize=False,
                                to="organizations.office",
                            ),
                        ),
                        (
                            "shows_predictions",
                            models.BooleanField(default=False, verbose_name="prediksi triwulan"),
                        ),
                        (
                            "cap",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=6,
                                null=True,
                                verbose_name="batas atas capaian (%)",
                            ),
                        ),
                        ("scale", models.JSONField(blank=True, default=list, verbose_name="skala capaian")),
                        (
                            "first_party",
                            models.CharField(blank=True, max_length=40, verbose_name="sebutan pihak pertama"),
                        ),
                        ("opening", models.TextField(blank=True, verbose_name="pembukaan, dua pihak")),
                        (
                            "opening_alone",
                            models.TextField(blank=True, verbose_name="pembukaan, kepala daerah sendiri"),
                        ),
                        ("promise", models.TextField(blank=True, verbose_name="janji pihak pertama")),
                        (
                            "promise_alone",
                            models.TextField(blank=True, verbose_name="janji kepala daerah sendiri"),
                        ),
                        ("supervision", models.TextField(blank=True, verbose_name="janji pihak kedua")),
                        (
                            "first_as",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                verbose_name="penutup data pihak pertama",
                            ),
                        ),
                        (
                            "second_as",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="penutup data pihak kedua"
                            ),
                        ),
                        (
                            "amendment",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="kalimat PK Perubahan"
                            ),
                        ),
                        (
                            "unit_column",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="satuan dalam kolom sendiri"
                            ),
                        ),
                        (
                            "indicator_heading",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="judul kolom indikator",
                            ),
                        ),
                        (
                            "target_heading",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="judul kolom target",
                            ),
                        ),
                        (
                            "program_heading",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="judul kolom program",
                            ),
                        ),
                        (
                            "budget_heading",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="judul kolom anggaran",
                            ),
                        ),
                        (
                            "remark_heading",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="judul kolom keterangan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "format Perjanjian Kinerja",
                        "verbose_name_plural": "format Perjanjian Kinerja",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cap", None), ("cap__gte", 100), _connector="OR"),
                                name="a_cap_is_at_least_100",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PkProgram",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("program", "Program"),
                                    ("kegiatan", "Kegiatan"),
                                    ("sub_kegiatan", "Sub Kegiatan"),
                                ],
                                default="program",
                                max_length=12,
                                verbose_name="tingkat",
                            ),
                        ),
                        ("name", models.CharField(max_length=500, verbose_name="program/kegiatan")),
                        (
                            "anggaran",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="anggaran",
                            ),
                        ),
                        (
                            "keterangan",
                            models.CharField(blank=True, max_length=300, verbose_name="keterangan"),
                        ),
                        (
                            "perjanjian_kinerja",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="programs",
                                to="documents.perjanjiankinerja",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "program",
                        "verbose_name_plural": "program",
                        "ordering": ["order"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("anggaran", None), ("anggaran__gte", 0), _connector="OR"),
                                name="a_budget_is_not_negative",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PkSasaran",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(verbose_name="sasaran")),
                        (
                            "perjanjian_kinerja",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sasaran",
                                to="documents.perjanjiankinerja",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sasaran",
                        "verbose_name_plural": "sasaran",
                        "ordering": ["order"],
                    },
                ),
                migrations.CreateModel(
                    name="PkIndicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(verbose_name="indikator")),
                        ("satuan", models.CharField(blank=True, max_length=60, verbose_name="satuan")),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("angka", "Angka"),
                                    ("persen", "Persentase"),
                                    ("indeks", "Indeks"),
                                    ("rasio", "Rasio"),
                                    ("tanggal", "Tanggal"),
                                    ("predikat", "Predikat"),
                                    ("teks", "Teks"),
                                ],
                                max_length=10,
                                verbose_name="jenis target",
                            ),
                        ),
                        ("target", models.CharField(blank=True, max_length=200, verbose_name="target")),
                        (
                            "direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("naik", "Makin tinggi makin baik: realisasi ÷ target"),
                                    (
                                        "turun_selisih",
                                        "Makin rendah makin baik: (2 × target − realisasi) ÷ target",
                                    ),
                                    ("turun_rasio", "Makin rendah makin baik: target ÷ realisasi"),
                                    ("rentang", "Di dalam rentang"),
                                    ("teks", "Tercapai atau tidak"),
                                ],
                                max_length=14,
                                verbose_name="cara menghitung capaian",
                            ),
                        ),
                        (
                            "aggregation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("jumlah", "Jumlah semua triwulan"),
                                    ("terakhir", "Nilai triwulan terakhir"),
                                ],
                                max_length=10,
                                verbose_name="nilai setahun dari triwulan",
                            ),
                        ),
                        (
                            "tw1",
                            models.CharField(blank=True, max_length=200, verbose_name="prediksi triwulan I"),
                        ),
                        (
                            "tw2",
                            models.CharField(blank=True, max_length=200, verbose_name="prediksi triwulan II"),
                        ),
                        (
                            "tw3",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="prediksi triwulan III"
                            ),
                        ),
                        (
                            "tw4",
                            models.CharField(blank=True, max_length=200, verbose_name="prediksi triwulan IV"),
                        ),
                        (
                            "continues",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="continued_by",
                                to="documents.pkindicator",
                            ),
                        ),
                        (
                            "supports",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supported_by",
                                to="documents.pkindicator",
                            ),
                        ),
                        (
                            "sasaran",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="indicators",
                                to="documents.pksasaran",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "indikator",
                        "verbose_name_plural": "indikator",
                        "ordering": ["order"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("supports", None),
                                    models.Q(("supports", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_indicator_supports_another",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PkRealisasi",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quarter", models.PositiveSmallIntegerField(verbose_name="triwulan")),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="realisasi")),
                        (
                            "value",
                            models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="penjelasan")),
                        ("at", models.DateTimeField()),
                        ("replaced_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="realisasi",
                                to="documents.pkindicator",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "realisasi",
                        "verbose_name_plural": "realisasi",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at", None)),
                                fields=("indicator", "quarter"),
                                name="one_realisasi_per_indicator_and_quarter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)),
                                name="a_year_has_four_quarters",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SigningIdentity",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="signing_identity",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sealed_nik", models.TextField(verbose_name="NIK, tersegel")),
                    ],
                    options={
                        "verbose_name": "identitas penandatangan",
                        "verbose_name_plural": "identitas penandatangan",
                    },
                ),
                migrations.CreateModel(
                    name="SigningKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("certificate", models.TextField()),
                        ("fingerprint", models.CharField(max_length=64, unique=True)),
                        ("serial", models.CharField(max_length=48)),
                        ("container", models.BinaryField()),
                        ("starts_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revoked_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="alasan"),
                        ),
                        (
                            "authority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="keys",
                                to="documents.authority",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signing_keys",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kunci tanda tangan",
                        "verbose_name_plural": "kunci tanda tangan",
                        "indexes": [models.Index(fields=["user", "-id"], name="keys_of_a_user")],
                    },
                ),
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file", models.FileField(max_length=200, upload_to="", verbose_name="berkas")),
                        ("name", models.CharField(max_length=200, verbose_name="nama berkas")),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("uploaded_at", models.DateTimeField()),
                        ("erased_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "berkas tersimpan",
                        "verbose_name_plural": "berkas tersimpan",
                    },
                ),
                migrations.CreateModel(
                    name="Berkas",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="tahun berkas")),
                        ("number", models.PositiveIntegerField(verbose_name="nomor urut")),
                        ("nomor", models.CharField(max_length=80, verbose_name="nomor berkas")),
                        ("filed_at", models.DateTimeField(verbose_name="diarsipkan")),
                        ("creator", models.CharField(max_length=300, verbose_name="pencipta arsip")),
                        ("hal", models.CharField(max_length=300, verbose_name="hal")),
                        ("about_year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                        ("period_start", models.DateField(verbose_name="kurun waktu, dari")),
                        ("period_end", models.DateField(verbose_name="kurun waktu, sampai")),
                        (
                            "klasifikasi_code",
                            models.CharField(max_length=40, verbose_name="kode klasifikasi"),
                        ),
                        ("klasifikasi_name", models.CharField(max_length=300, verbose_name="klasifikasi")),
                        (
                            "tingkat",
                            models.CharField(
                                choices=[("asli", "Asli"), ("salinan", "Salinan"), ("konsep", "Konsep")],
                                max_length=10,
                                verbose_name="tingkat perkembangan",
                            ),
                        ),
                        (
                            "sifat",
                            models.CharField(
                                choices=[
                                    ("biasa", "Biasa"),
                                    ("segera", "Segera"),
                                    ("sangat_segera", "Sangat segera"),
                                ],
                                default="biasa",
                                max_length=14,
                                verbose_name="sifat",
                            ),
                        ),
                        (
                            "access",
                            models.CharField(
                                choices=[
                                    ("terbuka", "Biasa/terbuka"),
                                    ("terbatas", "Terbatas"),
                                    ("rahasia", "Rahasia"),
                                    ("sangat_rahasia", "Sangat rahasia"),
                                ],
                                default="terbuka",
                                max_length=14,
                                verbose_name="tingkat akses",
                            ),
                        ),
                        (
                            "active_years",
                            models.PositiveSmallIntegerField(verbose_name="retensi aktif (tahun)"),
                        ),
                        (
                            "inactive_years",
                            models.PositiveSmallIntegerField(verbose_name="retensi inaktif (tahun)"),
                        ),
                        ("trigger", models.CharField(max_length=300, verbose_name="retensi dihitung sejak")),
                        (
                            "trigger_date",
                            models.DateField(blank=True, null=True, verbose_name="tanggal mulai retensi"),
                        ),
                        (
                            "fate",
                            models.CharField(
                                choices=[
                                    ("musnah", "Musnah"),
                                    ("permanen", "Permanen"),
                                    ("dinilai_kembali", "Dinilai kembali"),
                                ],
                                max_length=16,
                                verbose_name="nasib akhir",
                            ),
                        ),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("menunggu", "paket sedang dibuat"),
                                    ("aktif", "aktif"),
                                    ("inaktif", "inaktif"),
                                    ("musnah", "dimusnahkan"),
                                    ("permanen", "permanen"),
                                ],
                                default="menunggu",
                                max_length=10,
                                protected=True,
                            ),
                        ),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("record_count", models.PositiveIntegerField(default=0)),
                        ("excerpt", models.JSONField(blank=True, null=True)),
                        ("is_indexed", models.BooleanField(default=False)),
                        ("index_tries", models.PositiveSmallIntegerField(default=0)),
                        ("lapses", models.PositiveSmallIntegerField(default=0)),
                        ("message", models.CharField(blank=True, max_length=500, verbose_name="sebab gagal")),
                        ("claimed_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "filed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="berkas",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "stream",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="activity.stream",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "package",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="berkas",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "berkas arsip",
                        "verbose_name_plural": "berkas arsip",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "menunggu")),
                                fields=["id"],
                                name="berkas_to_package",
                            ),
                            models.Index(
                                condition=models.Q(("is_indexed", False)),
                                fields=["id"],
                                name="berkas_to_index",
                            ),
                            models.Index(fields=["office", "-filed_at", "-id"], name="berkas_of_an_office"),
                            models.Index(
                                condition=models.Q(("state__in", ("aktif", "inaktif"))),
                                fields=["office", "state", "trigger_date"],
                                name="berkas_in_retention",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "year", "number"),
                                name="berkas_number_once_per_office_and_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("package", None), ("sha256", ""), ("state", "menunggu")),
                                    models.Q(("package", None), ("sha256__gt", ""), ("state", "musnah")),
                                    models.Q(
                                        ("sha256__gt", ""),
                                        ("state__in", ("aktif", "inaktif", "permanen")),
                                        ("package__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_berkas_is_filed_with_its_package",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fate", "permanen"), ("state", "musnah"), _negated=True),
                                name="what_is_permanent_is_not_destroyed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Arsip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="nomor urut")),
                        ("name", models.CharField(max_length=300, verbose_name="nama")),
                        ("kind", models.CharField(blank=True, max_length=40, verbose_name="jenis naskah")),
                        ("nomor", models.CharField(blank=True, max_length=160, verbose_name="nomor naskah")),
                        ("day", models.DateField(blank=True, null=True, verbose_name="tanggal")),
                        (
                            "tingkat",
                            models.CharField(
                                choices=[("asli", "Asli"), ("salinan", "Salinan"), ("konsep", "Konsep")],
                                max_length=10,
                                verbose_name="tingkat perkembangan",
                            ),
                        ),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("is_made_here", models.BooleanField()),
                        ("parties", models.JSONField(blank=True, default=list)),
                        ("signatures", models.JSONField(blank=True, default=list)),
                        (
                            "berkas",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="documents.berkas",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arsip",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "arsip",
                        "verbose_name_plural": "arsip",
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("berkas", "number"), name="paper_number_once_per_berkas"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LegalHold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                        ("at", models.DateTimeField()),
                        ("released_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "release_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="alasan dilepas"),
                        ),
                        (
                            "berkas",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="documents.berkas",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "penahanan arsip",
                        "verbose_name_plural": "penahanan arsip",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("released_at", None)),
                                fields=("berkas",),
                                name="one_open_hold_per_berkas",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Naskah",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="jenis naskah")),
                        ("title", models.CharField(max_length=300, verbose_name="nama naskah")),
                        ("values", models.JSONField(default=dict)),
                        ("facts", models.JSONField(default=dict)),
                        ("stamp", models.CharField(blank=True, max_length=60)),
                        ("day", models.DateField(blank=True, null=True, verbose_name="tanggal naskah")),
                        ("created_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("antre", "dalam antrean"),
                                    ("dikerjakan", "sedang dibuat"),
                                    ("siap", "siap"),
                                    ("gagal", "gagal"),
                                    ("ttd", "pada naskah yang ditandatangani"),
                                ],
                                default="antre",
                                max_length=12,
                            ),
                        ),
                        ("lapses", models.PositiveSmallIntegerField(default=0)),
                        ("message", models.CharField(blank=True, max_length=500, verbose_name="sebab gagal")),
                        ("claimed_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="documents.naskah",
                            ),
                        ),
                        (
                            "number",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="naskah",
                                to="documents.naskahnumber",
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="naskah",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "naskah",
                        "verbose_name_plural": "naskah",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("antre", "dikerjakan"))),
                                fields=["id"],
                                name="naskah_to_render",
                            ),
                            models.Index(fields=["office", "kind", "id"], name="naskah_of_a_kind"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("file__isnull", False), ("state", "siap")),
                                    models.Q(models.Q(("state", "siap"), _negated=True), ("file", None)),
                                    _connector="OR",
                                ),
                                name="a_naskah_is_ready_with_its_file",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        (
                            "arsip",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="text",
                                to="documents.arsip",
                            ),
                        ),
                        (
                            "berkas",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="texts",
                                to="documents.berkas",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RetentionProposal",
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
                                    ("pindah", "Pemindahan ke arsip inaktif"),
                                    ("musnah", "Pemusnahan"),
                                    ("serah", "Penyerahan ke lembaga kearsipan daerah"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("usulan", "usulan"),
                                    ("dinilai", "sudah dinilai"),
                                    ("disetujui", "disetujui"),
                                    ("dilaksanakan", "dilaksanakan"),
                                    ("ditolak", "ditolak"),
                                ],
                                default="usulan",
                                max_length=14,
                                protected=True,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        (
                            "note",
                            models.CharField(blank=True, max_length=500, verbose_name="keterangan usulan"),
                        ),
                        ("appraised_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "appraisal",
                            models.CharField(blank=True, max_length=1000, verbose_name="hasil penilaian"),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "letter_by",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="surat persetujuan dari"
                            ),
                        ),
                        (
                            "letter_number",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="nomor surat persetujuan"
                            ),
                        ),
                        (
                            "letter_date",
                            models.DateField(blank=True, null=True, verbose_name="tanggal surat persetujuan"),
                        ),
                        ("executed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "minutes_number",
                            models.CharField(blank=True, max_length=120, verbose_name="nomor berita acara"),
                        ),
                        (
                            "minutes_date",
                            models.DateField(blank=True, null=True, verbose_name="tanggal berita acara"),
                        ),
                        ("witnesses", models.JSONField(blank=True, default=list)),
                        ("rejected_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "rejection",
                            models.CharField(blank=True, max_length=500, verbose_name="alasan ditolak"),
                        ),
                        (
                            "appraised_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "executed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retention_proposals",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rejected_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "minutes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "usulan retensi",
                        "verbose_name_plural": "usulan retensi",
                        "indexes": [
                            models.Index(fields=["office", "-proposed_at"], name="proposals_of_an_office")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("executed_at__isnull", False),
                                        ("minutes__isnull", False),
                                        ("state", "dilaksanakan"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "dilaksanakan"), _negated=True),
                                        ("executed_at", None),
                                        ("minutes", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="executed_with_its_minutes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("appraised_by", None),
                                        ("proposed_by", None),
                                        models.Q(("appraised_by", models.F("proposed_by")), _negated=True),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("approved_by", None),
                                        ("proposed_by", None),
                                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("approved_by", None),
                                        models.Q(("approved_by", models.F("appraised_by")), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="appraised_and_approved_by_others",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DoomedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True)),
                        ("sha256", models.CharField(max_length=64)),
                        ("erased_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="doomed",
                                to="documents.retentionproposal",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("erased_at", None)), fields=["id"], name="files_to_erase"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RetentionItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "is_left_out",
                            models.BooleanField(default=False, verbose_name="tidak disetujui penilai"),
                        ),
                        (
                            "berkas",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retention_items",
                                to="documents.berkas",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="documents.retentionproposal",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("proposal", "berkas"), name="a_berkas_once_per_proposal"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignedPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "token",
                            models.CharField(
                                default=documents.models.signing.new_token, max_length=32, unique=True
                            ),
                        ),
                        ("kind", models.CharField(blank=True, max_length=40, verbose_name="jenis naskah")),
                        ("title", models.CharField(max_length=300, verbose_name="nama naskah")),
                        ("nomor", models.CharField(blank=True, max_length=160, verbose_name="nomor")),
                        ("day", models.DateField(blank=True, null=True, verbose_name="tanggal")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("basah", "tanda tangan basah"),
                                    ("internal", "sertifikat internal (tidak tersertifikasi)"),
                                    ("bsre", "sertifikat elektronik BSrE"),
                                    ("luar", "ditandatangani di luar sistem"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "status",
                            django_fsm.FSMField(
                                choices=[
                                    ("terbuka", "menunggu tanda tangan"),
                                    ("lengkap", "ditandatangani lengkap"),
                                    ("batal", "batal"),
                                    ("dicabut", "dicabut"),
                                ],
                                default="terbuka",
                                max_length=10,
                                protected=True,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_reason", models.CharField(blank=True, max_length=500, verbose_name="alasan")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("antre", "dalam antrean"),
                                    ("dikerjakan", "sedang dibuat"),
                                    ("siap", "siap"),
                                    ("gagal", "gagal"),
                                    ("ttd", "pada naskah yang ditandatangani"),
                                ],
                                default="antre",
                                max_length=12,
                            ),
                        ),
                        ("claimed_until", models.DateTimeField(blank=True, null=True)),
                        ("lapses", models.PositiveSmallIntegerField(default=0)),
                        ("message", models.CharField(blank=True, max_length=500, verbose_name="sebab gagal")),
                        ("boxes", models.JSONField(default=dict)),
                        ("page_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("busy_until", models.DateTimeField(blank=True, null=True)),
                        ("busy_token", models.CharField(blank=True, max_length=32)),
                        ("created_at", models.DateTimeField()),
                        (
                            "naskah",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signed_papers",
                                to="documents.naskah",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "perjanjian_kinerja",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signed_papers",
                                to="documents.perjanjiankinerja",
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="documents.signedpaper",
                            ),
                        ),
                        (
                            "base",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signed_papers",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "naskah yang ditandatangani",
                        "verbose_name_plural": "naskah yang ditandatangani",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("antre", "dikerjakan"))),
                                fields=["id"],
                                name="signed_papers_to_freeze",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("file", None), ("base__isnull", False), _connector="OR"),
                                name="a_signed_paper_has_bytes_once_frozen",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("status__in", ("terbuka", "lengkap"))),
                                    models.Q(
                                        ("ended_at__isnull", False), ("status__in", ("batal", "dicabut"))
                                    ),
                                    _connector="OR",
                                ),
                                name="a_paper_has_ended_when_void_or_revoked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("field", models.CharField(max_length=40)),
                        ("outside", models.CharField(blank=True, max_length=200, verbose_name="pihak luar")),
                        (
                            "status",
                            django_fsm.FSMField(
                                choices=[
                                    ("menunggu", "menunggu"),
                                    ("ditandatangani", "ditandatangani"),
                                    ("ditolak", "ditolak"),
                                    ("batal", "batal"),
                                ],
                                default="menunggu",
                                max_length=14,
                                protected=True,
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("basah", "tanda tangan basah"),
                                    ("internal", "sertifikat internal (tidak tersertifikasi)"),
                                    ("bsre", "sertifikat elektronik BSrE"),
                                    ("luar", "ditandatangani di luar sistem"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("signed_at", models.DateTimeField(blank=True, null=True)),
                        ("signed_as", models.CharField(blank=True, max_length=300)),
                        ("block", models.JSONField(default=list)),
                        ("certificate", models.CharField(blank=True, max_length=64)),
                        ("attested_as", models.CharField(blank=True, max_length=300)),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="alasan")),
                        ("details", models.JSONField(default=dict)),
                        (
                            "attested_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "on_behalf_of",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="documents.signedpaper",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "scan",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tanda tangan",
                        "verbose_name_plural": "tanda tangan",
                        "ordering": ["paper", "order"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("post__isnull", False), ("status", "menunggu")),
                                fields=["post"],
                                name="awaited_signatures",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("paper", "field"), name="signature_field_once_per_paper"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("post__isnull", False)),
                                fields=("paper", "post"),
                                name="a_post_signs_a_paper_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_at__isnull", False), ("status", "ditandatangani")),
                                    models.Q(("status", "ditandatangani"), _negated=True),
                                    _connector="OR",
                                ),
                                name="signed_exactly_when_there_is_a_time",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
