"""As what a signed form of monitoring and evaluation is filed, also of those that were filed before this was kept."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

KIND = "evaluasi_sop"


def find_berkas(apps: Any, schema_editor: Any) -> None:
    """By the bytes that were signed, which are filed once."""
    assessments = apps.get_model("workflows", "Assessment").objects
    papers = apps.get_model("documents", "Arsip").objects.filter(kind=KIND)
    for held in assessments.filter(status="ditandatangani", berkas=None).select_related("signed__file"):
        file = held.signed.file
        filed = papers.filter(berkas__office=held.office_id, sha256=file.sha256) if file else papers.none()
        if paper := filed.order_by("id").first():
            assessments.filter(pk=held.pk).update(berkas=paper.berkas_id)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_squashed_0010_archive_guards"),
        ("workflows", "0016_what_was_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="berkas",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.berkas",
            ),
        ),
        migrations.RunPython(find_berkas, migrations.RunPython.noop),
    ]
