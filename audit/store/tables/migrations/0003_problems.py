"""Problems, and what each run saw of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Problems and comparisons."""

    dependencies = [
        ("store", "0002_log_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="store.run"
                    ),
                ),
                ("changes", models.JSONField()),
                ("known", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="ProblemRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("month", models.CharField(db_index=True, max_length=7)),
                ("rule", models.CharField(max_length=100)),
                ("village", models.CharField(max_length=100)),
                ("person", models.CharField(blank=True, default="", max_length=100)),
                ("unit", models.CharField(blank=True, default="", max_length=200)),
                ("status", models.CharField(max_length=20)),
                ("due_on", models.DateField(null=True)),
                ("data", models.JSONField()),
            ],
        ),
    ]
