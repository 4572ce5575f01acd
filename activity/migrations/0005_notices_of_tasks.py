"""More kinds of notices: tasks that change hands, remarks that name somebody, delegations, appointments, vacancies, what opens
an account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activity", "0004_notices_of_void_papers")]

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
                    ("undangan", "Undangan"),
                    ("kata_sandi", "Kata sandi baru"),
                    ("pelimpahan", "Pelimpahan tugas"),
                    ("tugas", "Tugas berpindah"),
                    ("sebutan", "Anda disebut"),
                    ("penugasan", "Penugasan"),
                    ("kosong", "Jabatan kosong"),
                ],
                max_length=16,
            ),
        ),
    ]
