"""Two more kinds of notices: tasks that change hands, and being named in a comment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activity", "0003_notices")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pengingat", "Pengingat"),
                    ("lewat_batas", "Lewat batas waktu"),
                    ("terlambat", "Terlambat"),
                    ("eskalasi", "Diteruskan ke atasan"),
                    ("ringkasan", "Ringkasan harian"),
                    ("naskah_batal", "Naskah batal"),
                    ("tugas", "Tugas berpindah"),
                    ("sebutan", "Anda disebut"),
                ],
                max_length=16,
            ),
        ),
    ]
