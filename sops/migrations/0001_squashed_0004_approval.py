"""SOPs, their approval and books, made at once: what the migrations that this replaces make one after another."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from activity.migrating import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("sops", "0001_initial"),
        ("sops", "0002_remark_answers"),
        ("sops", "0003_book"),
        ("sops", "0004_approval"),
    ]

    initial = True

    dependencies = [("documents", "0010_archive_guards"), ("organizations", "0006_signing_way")]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="ApprovalSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("acting_may_set", models.BooleanField(default=False)),
                        (
                            "level1",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "level2",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "office",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approval_setting",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pengaturan persetujuan SOP",
                        "verbose_name_plural": "pengaturan persetujuan SOP",
                    },
                ),
                migrations.CreateModel(
                    name="Book",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("requested_at", models.DateTimeField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("menunggu", "menunggu"),
                                    ("dikerjakan", "dikerjakan"),
                                    ("selesai", "selesai"),
                                    ("gagal", "gagal"),
                                ],
                                default="menunggu",
                                max_length=12,
                            ),
                        ),
                        ("total", models.PositiveIntegerField()),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("message", models.CharField(blank=True, max_length=500, verbose_name="sebab gagal")),
                        ("front_pages", models.PositiveIntegerField(blank=True, null=True)),
                        ("claimed_until", models.DateTimeField(blank=True, null=True)),
                        ("lapses", models.PositiveSmallIntegerField(default=0)),
                        (
                            "file",
                            models.FileField(blank=True, max_length=200, upload_to="", verbose_name="berkas"),
                        ),
                        ("size", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("pages", models.PositiveIntegerField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="books",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "requested_by",
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
                        "verbose_name": "buku SOP",
                        "verbose_name_plural": "buku SOP",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("menunggu", "dikerjakan"))),
                                fields=("office",),
                                name="one_unfinished_book_per_office",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("pages__isnull", False),
                                        ("size__isnull", False),
                                        ("status", "selesai"),
                                        models.Q(("sha256", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "selesai"), _negated=True),
                                        ("file", ""),
                                        ("pages", None),
                                        ("sha256", ""),
                                        ("size", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="only_a_finished_book_has_a_file",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sop",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, verbose_name="kode")),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sops",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "SOP",
                        "verbose_name_plural": "SOP",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "slug"), name="sop_slug_once_per_office"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnPost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60, verbose_name="kunci kolom")),
                        ("order", models.PositiveSmallIntegerField()),
                        ("start_at", models.DateTimeField()),
                        ("end_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="columns",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "sop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="column_posts",
                                to="sops.sop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pemegang kolom",
                        "verbose_name_plural": "pemegang kolom",
                        "ordering": ["order"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("end_at", None)),
                                fields=("sop", "key", "post"),
                                name="post_once_per_column",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemarkAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("fingerprint", models.CharField(max_length=32)),
                        ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remark_answers",
                                to="sops.sop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "jawaban peringatan",
                        "verbose_name_plural": "jawaban peringatan",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sop", "fingerprint"), name="remark_answered_once_per_sop"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "status",
                            django_fsm.FSMField(
                                choices=[
                                    ("draf", "draf"),
                                    ("reviu", "reviu"),
                                    ("disetujui", "disetujui"),
                                    ("berlaku", "berlaku"),
                                    ("digantikan", "digantikan"),
                                    ("dicabut", "dicabut"),
                                ],
                                default="draf",
                                max_length=12,
                                protected=True,
                            ),
                        ),
                        ("content_hash", models.CharField(max_length=64)),
                        ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                        ("loaded_at", models.DateTimeField()),
                        ("in_force_at", models.DateTimeField(blank=True, null=True)),
                        ("holders", models.JSONField(blank=True, db_default={}, default=dict)),
                        (
                            "penetapan",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=200,
                                verbose_name="penetapan",
                            ),
                        ),
                        (
                            "penetapan_tanggal",
                            models.DateField(blank=True, null=True, verbose_name="tanggal penetapan"),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revoked_reason",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=500,
                                verbose_name="alasan dicabut",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=200)),
                        ("nomor", models.CharField(blank=True, max_length=120)),
                        ("nama", models.CharField(max_length=300)),
                        (
                            "hasil",
                            models.CharField(
                                choices=[
                                    ("perjanjian_kinerja", "Perjanjian Kinerja"),
                                    ("capaian_kinerja", "Capaian Kinerja"),
                                    ("surat", "Surat"),
                                    ("lain", "Lainnya"),
                                ],
                                default="lain",
                                max_length=20,
                            ),
                        ),
                        ("tanggal_pembuatan", models.DateField(blank=True, null=True)),
                        ("tanggal_revisi", models.DateField(blank=True, null=True)),
                        ("tanggal_efektif", models.DateField(blank=True, null=True)),
                        ("tanggal_pengesahan", models.DateField(blank=True, null=True)),
                        ("disahkan_oleh", models.JSONField(default=dict)),
                        ("dasar_hukum", models.JSONField(default=list)),
                        ("kualifikasi_pelaksana", models.JSONField(default=list)),
                        ("keterkaitan", models.JSONField(default=list)),
                        ("peralatan", models.JSONField(default=list)),
                        ("peringatan", models.JSONField(default=list)),
                        ("pencatatan", models.JSONField(default=list)),
                        ("jumlah_waktu", models.CharField(blank=True, max_length=120)),
                        ("tampilan", models.JSONField(default=dict)),
                        ("pengaturan", models.JSONField(default=dict)),
                        ("catatan_transkripsi", models.JSONField(default=dict)),
                        (
                            "loaded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="documents.signedpaper",
                            ),
                        ),
                        (
                            "waits_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awaited_revisions",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "sop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="sops.sop",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "revisi SOP",
                        "verbose_name_plural": "revisi SOP",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sop", "number"), name="revision_number_once_per_sop"
                            ),
                            models.UniqueConstraint(
                                fields=("sop", "content_hash"), name="same_content_is_same_revision"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "berlaku")),
                                fields=("sop",),
                                name="one_revision_in_force",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("reviu", "disetujui"))),
                                fields=("sop",),
                                name="one_revision_on_its_way",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BookPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField()),
                        ("first_page", models.PositiveIntegerField(blank=True, null=True)),
                        ("pages", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "file",
                            models.FileField(blank=True, max_length=200, upload_to="", verbose_name="berkas"),
                        ),
                        (
                            "book",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="sops.book",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sops.revision",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bagian buku SOP",
                        "verbose_name_plural": "bagian buku SOP",
                        "ordering": ["order"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("file__gt", "")),
                                fields=["book"],
                                name="book_parts_with_file",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("book", "order"), name="book_part_order_once"),
                            models.UniqueConstraint(
                                fields=("book", "revision"), name="revision_once_per_book"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pelaksana",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("key", models.CharField(max_length=60)),
                        ("nama", models.CharField(max_length=200)),
                        ("wakil", models.CharField(max_length=12)),
                        ("catatan_transkripsi", models.TextField(blank=True)),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="columns",
                                to="sops.revision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("revision", "key"), name="column_key_once_per_revision"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RevisionApproval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        ("level", models.PositiveSmallIntegerField()),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("setuju", "menyetujui"),
                                    ("kembalikan", "mengembalikan"),
                                    ("paraf", "membubuhkan paraf"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="alasan")),
                        ("capacity", models.CharField(max_length=300)),
                        ("on_behalf_of", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvals",
                                to="sops.revision",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "persetujuan SOP",
                        "verbose_name_plural": "persetujuan SOP",
                        "ordering": ["revision", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("level__in", (1, 2))),
                                fields=("revision", "round", "level"),
                                name="one_verdict_per_level_and_round",
                            ),
                            models.UniqueConstraint(
                                fields=("revision", "round", "post"), name="a_post_speaks_once_per_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("verdict", "kembalikan"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="sending_back_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("nomor", models.CharField(max_length=20)),
                        ("kode", models.CharField(blank=True, max_length=60)),
                        ("kegiatan", models.TextField()),
                        ("tahap", models.CharField(max_length=20)),
                        ("tindakan", models.CharField(max_length=20)),
                        ("selesai_bila", models.CharField(max_length=12)),
                        ("naskah", models.CharField(blank=True, max_length=300)),
                        ("kelengkapan", models.CharField(blank=True, max_length=300)),
                        ("waktu", models.CharField(blank=True, max_length=60)),
                        ("mutu_baku", models.JSONField(default=dict)),
                        ("output", models.CharField(blank=True, max_length=300)),
                        ("keterangan", models.TextField(blank=True)),
                        ("pihak_luar", models.JSONField(default=list)),
                        ("sop", models.CharField(blank=True, max_length=300)),
                        ("catatan_transkripsi", models.TextField(blank=True)),
                        (
                            "penentu",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="sops.pelaksana",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="sops.revision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("revision", "order"), name="step_order_once_per_revision"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        ("label", models.CharField(max_length=40)),
                        ("target", models.CharField(max_length=60)),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="sops.step",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("step", "label"), name="answer_label_once_per_step"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StepPelaksana",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        (
                            "pelaksana",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="sops.pelaksana",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="sops.step",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("step", "pelaksana"), name="one_mark_per_step_and_column"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        ("capacity", models.CharField(max_length=300)),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "level1",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "level2",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="sops.revision",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pengajuan SOP",
                        "verbose_name_plural": "pengajuan SOP",
                        "ordering": ["revision", "round"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("revision", "round"), name="submission_round_once_per_revision"
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="step",
            name="pelaksana",
            field=models.ManyToManyField(
                related_name="steps", through="sops.StepPelaksana", to="sops.pelaksana"
            ),
        ),
    ]
