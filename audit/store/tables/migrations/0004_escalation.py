"""What was proposed and decided, and why an import corrects an earlier one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Escalation and corrections."""

    dependencies = [("store", "0003_problems")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="correction",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.CreateModel(
            name="EscalationRow",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("year", models.IntegerField(db_index=True)),
                ("month", models.CharField(max_length=7)),
                ("measure", models.CharField(max_length=30)),
                ("holder", models.CharField(max_length=200)),
                ("status", models.CharField(max_length=20)),
                ("proposal", models.JSONField()),
                ("decision", models.JSONField(null=True)),
                ("interview", models.JSONField(null=True)),
            ],
        ),
    ]
