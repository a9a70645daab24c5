"""A photograph stands once under each name; other files still once by their bytes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Photographs."""

    dependencies = [("store", "0004_escalation")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="photo",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.RemoveConstraint(model_name="upload", name="same_bytes_stand_once"),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", True)), fields=("sha256", "photo"), name="same_bytes_stand_once"
            ),
        ),
    ]
