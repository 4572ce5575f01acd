"""When a task came to a post that was added to an open step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0008_hands"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="arrived_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
