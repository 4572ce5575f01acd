"""Cases and their work, made at once: what the migrations that this replaces make one after another."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from activity.migrating import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("workflows", "0001_initial"),
        ("workflows", "0002_clock"),
        ("workflows", "0003_to_tell_index"),
        ("workflows", "0004_naskah"),
        ("workflows", "0005_signing"),
        ("workflows", "0006_papers_to_lay_down"),
        ("workflows", "0007_archive"),
    ]

    initial = True

    dependencies = [
        ("activity", "0003_notices"),
        ("documents", "0010_archive_guards"),
        ("organizations", "0006_signing_way"),
        ("sops", "0004_approval"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="perihal")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                        ("agenda_year", models.PositiveSmallIntegerField()),
                        ("agenda_number", models.PositiveIntegerField(verbose_name="nomor agenda")),
                        (
                            "pk_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("pk", "Perjanjian Kinerja"),
                                    ("pk_perubahan", "Perjanjian Kinerja Perubahan"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "status",
                            django_fsm.FSMField(
                                choices=[
                                    ("berjalan", "Berjalan"),
                                    ("ditangguhkan", "Ditangguhkan"),
                                    ("selesai", "Selesai"),
                                    ("dibatalkan", "Dibatalkan"),
                                ],
                                default="berjalan",
                                max_length=12,
                                protected=True,
                            ),
                        ),
                        (
                            "tahap",
                            django_fsm.FSMField(
                                choices=[
                                    ("disposisi", "Disposisi"),
                                    ("penyusunan", "Penyusunan"),
                                    ("penandatanganan", "Penandatanganan"),
                                    ("pengarsipan", "Pengarsipan"),
                                    ("arsip", "Arsip"),
                                ],
                                default="disposisi",
                                max_length=16,
                                protected=True,
                            ),
                        ),
                        ("start_key", models.CharField(blank=True, max_length=40, null=True, unique=True)),
                        ("started_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "berkas",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case",
                                to="documents.berkas",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="documents.incomingletter",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="sops.revision",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "kasus",
                        "verbose_name_plural": "kasus",
                        "indexes": [
                            models.Index(
                                fields=["office", "status", "-started_at"], name="case_office_status"
                            ),
                            models.Index(
                                condition=models.Q(("berkas", None), ("status", "selesai")),
                                fields=["id"],
                                name="cases_to_file",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "agenda_year", "agenda_number"),
                                name="agenda_number_once_per_office_and_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at", None), ("status__in", ("berjalan", "ditangguhkan"))
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("status__in", ("selesai", "dibatalkan")),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_case_is_closed_when_done_or_cancelled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "selesai"), ("tahap", "arsip")),
                                    models.Q(
                                        models.Q(("status", "selesai"), _negated=True),
                                        models.Q(("tahap", "arsip"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="filed_exactly_when_done",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseSubject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_subjects",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "perjanjian_kinerja",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_subjects",
                                to="documents.perjanjiankinerja",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "perjanjian_kinerja"), name="subject_once_per_case"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChosenPost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chosen_posts",
                                to="workflows.case",
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "key", "post"), name="chosen_once_per_case_and_column"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "user", "day"), name="one_look_per_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StepRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("mulai", "mulai"),
                                    ("lanjut", "lanjut"),
                                    ("kembali", "dikembalikan"),
                                    ("tarik", "ditarik kembali"),
                                    ("lompat", "lompat"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "status",
                            django_fsm.FSMField(
                                choices=[
                                    ("aktif", "Sedang dikerjakan"),
                                    ("selesai", "Selesai"),
                                    ("dikembalikan", "Dikembalikan"),
                                    ("ditarik", "Ditarik kembali"),
                                    ("batal", "Batal"),
                                ],
                                default="aktif",
                                max_length=14,
                                protected=True,
                            ),
                        ),
                        (
                            "signing",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "tidak ada"),
                                    ("antre", "naskah sedang disiapkan"),
                                    ("siap", "naskah siap ditandatangani"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.steprun",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="sops.step",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "langkah berjalan",
                        "verbose_name_plural": "langkah berjalan",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("signing", "antre"), ("status", "aktif")),
                                fields=["id"],
                                name="papers_to_lay_down",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "step", "round"), name="one_run_per_step_and_round"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "aktif")),
                                fields=("case",),
                                name="one_open_run_per_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("status", "aktif")),
                                    models.Q(
                                        models.Q(("status", "aktif"), _negated=True),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_run_is_closed_unless_active",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            django_fsm.FSMField(
                                choices=[
                                    ("terbuka", "Menunggu"),
                                    ("selesai", "Selesai"),
                                    ("batal", "Batal"),
                                    ("dilepas", "Dilepas"),
                                ],
                                default="terbuka",
                                max_length=10,
                                protected=True,
                            ),
                        ),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("late_at", models.DateTimeField(blank=True, null=True)),
                        ("counted_from", models.DateTimeField(blank=True, null=True)),
                        ("remaining_minutes", models.PositiveIntegerField(blank=True, null=True)),
                        ("late_minutes", models.PositiveIntegerField(blank=True, null=True)),
                        ("escalate_minutes", models.PositiveIntegerField(blank=True, null=True)),
                        ("remind_at", models.DateTimeField(blank=True, null=True)),
                        ("escalate_at", models.DateTimeField(blank=True, null=True)),
                        ("tell_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        ("passed_at", models.DateTimeField(blank=True, null=True)),
                        ("told_late_at", models.DateTimeField(blank=True, null=True)),
                        ("escalated_at", models.DateTimeField(blank=True, null=True)),
                        ("waited_seconds", models.PositiveIntegerField(blank=True, null=True)),
                        ("worked_seconds", models.PositiveIntegerField(blank=True, null=True)),
                        ("limit_seconds", models.PositiveIntegerField(blank=True, null=True)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("acted_at", models.DateTimeField(blank=True, null=True)),
                        ("acted_as", models.CharField(blank=True, max_length=300)),
                        ("answer", models.CharField(blank=True, max_length=40)),
                        ("note", models.TextField(blank=True)),
                        ("details", models.JSONField(default=dict)),
                        (
                            "acted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "carried_from",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.assignment",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
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
                            "pelaksana",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sops.pelaksana",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="organizations.post",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="workflows.steprun",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tugas",
                        "verbose_name_plural": "tugas",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "terbuka")),
                                fields=["post", "due_at", "id"],
                                name="inbox",
                            ),
                            models.Index(
                                condition=models.Q(("status", "terbuka"), ("tell_at__isnull", False)),
                                fields=["tell_at"],
                                name="to_tell",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "post", "pelaksana"), name="one_assignment_per_run_and_post"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("acted_at__isnull", False),
                                        ("acted_by__isnull", False),
                                        ("status", "selesai"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "selesai"), _negated=True),
                                        ("acted_at", None),
                                        ("acted_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="done_exactly_when_somebody_acted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Output",
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
                                    ("instruksi", "instruksi"),
                                    ("naskah", "naskah"),
                                    ("dari_luar", "dari luar"),
                                ],
                                default="naskah",
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=300)),
                        ("key", models.CharField(max_length=300)),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("note", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField()),
                        (
                            "assignment",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="workflows.assignment",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="workflows.case",
                            ),
                        ),
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
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "naskah",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="documents.naskah",
                            ),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaces",
                                to="workflows.output",
                            ),
                        ),
                        (
                            "signed",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="documents.signedpaper",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outputs",
                                to="workflows.steprun",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "naskah kasus",
                        "verbose_name_plural": "naskah kasus",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("replaced_by", None)),
                                fields=["case", "key"],
                                name="newest_outputs",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("file__isnull", False),
                                    ("naskah__isnull", False),
                                    ("signed__isnull", False),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_output_is_a_file_or_a_note",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pause",
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
                                    ("ditangguhkan", "ditangguhkan"),
                                    ("pihak_luar", "menunggu pihak luar"),
                                ],
                                default="ditangguhkan",
                                max_length=14,
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                        ("started_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="workflows.case",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="workflows.steprun",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "jeda",
                        "verbose_name_plural": "jeda",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("case", "kind"),
                                name="one_open_pause_per_case_and_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None),
                                    ("ended_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="pause_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RunPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="runs",
                                to="documents.signedpaper",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="workflows.output",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="workflows.steprun",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "naskah langkah penandatanganan",
                        "verbose_name_plural": "naskah langkah penandatanganan",
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "paper"), name="a_paper_once_per_run")
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="case",
            name="subjects",
            field=models.ManyToManyField(
                related_name="cases", through="workflows.CaseSubject", to="documents.perjanjiankinerja"
            ),
        ),
    ]
