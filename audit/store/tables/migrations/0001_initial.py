"""The first tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Imports, runs, documents and the log."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=100)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(blank=True, default="", max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Law",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=100)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=200)),
                ("detail", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Shared",
            fields=[
                ("fingerprint", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="SheetRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("table", models.CharField(blank=True, default="", max_length=100)),
                ("rows", models.CharField(blank=True, default="", max_length=64)),
                ("first_month", models.CharField(blank=True, default="", max_length=7)),
                ("last_month", models.CharField(blank=True, default="", max_length=7)),
                ("meta", models.JSONField()),
                ("counts", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="UnitResult",
            fields=[
                ("fingerprint", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("result", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=100)),
                ("month", models.CharField(max_length=7)),
                ("as_of", models.DateField()),
                ("policies", models.JSONField()),
                ("parameters", models.JSONField()),
                ("rules_version", models.CharField(max_length=64)),
                ("program", models.CharField(max_length=100)),
                ("inputs", models.CharField(max_length=64)),
                ("units", models.CharField(max_length=64)),
                ("findings_json", models.CharField(max_length=64)),
                ("report", models.CharField(max_length=64)),
                ("figures", models.JSONField()),
                ("law", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.law")),
            ],
        ),
        migrations.CreateModel(
            name="MonthLock",
            fields=[
                ("month", models.CharField(max_length=7, primary_key=True, serialize=False)),
                ("locked_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=100)),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.run")),
            ],
        ),
        migrations.CreateModel(
            name="Found",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("finding", models.CharField(max_length=16)),
                ("rule", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=20)),
                ("severity", models.CharField(max_length=20)),
                ("village", models.CharField(max_length=100)),
                ("person", models.CharField(blank=True, default="", max_length=100)),
                ("unit", models.CharField(blank=True, default="", max_length=200)),
                ("data", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="found", to="store.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=100, unique=True)),
                ("kind", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=500)),
                ("sha256", models.CharField(max_length=64)),
                ("month", models.CharField(max_length=7)),
                ("village", models.CharField(blank=True, default="", max_length=100)),
                ("issued_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=100)),
                ("contents", models.JSONField()),
                ("anchor", models.CharField(max_length=100)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="store.document",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="store.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Replaced",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("village", models.CharField(blank=True, default="", max_length=200)),
                ("month", models.CharField(blank=True, default="", max_length=7)),
                ("whole", models.BooleanField()),
                ("rows", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replaces", to="store.sheetread"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replaced", to="store.sheetread"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=500)),
                ("size", models.BigIntegerField()),
                ("contracts", models.CharField(max_length=64)),
                ("errors", models.JSONField(default=list)),
                ("standing", models.BooleanField(default=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="store.import"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="sheetread",
            name="upload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="store.upload"
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["month", "id"], name="runs_of_a_month"),
        ),
        migrations.AddConstraint(
            model_name="found",
            constraint=models.UniqueConstraint(fields=("run", "finding"), name="a_finding_once_a_run"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", True)), fields=("sha256",), name="same_bytes_stand_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetread",
            constraint=models.UniqueConstraint(fields=("upload", "position"), name="one_sheet_a_place"),
        ),
    ]
