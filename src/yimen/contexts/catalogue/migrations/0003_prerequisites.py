import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_search")]

    operations = [
        migrations.CreateModel(
            name="PrerequisiteRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("base_code", models.CharField(max_length=12)),
                ("needs", models.CharField(max_length=12)),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.versionrow",
                    ),
                ),
            ],
            options={
                "db_table": "catalogue_prerequisite",
                "indexes": [models.Index(fields=["base_code"], name="catalogue_needs")],
                "constraints": [models.UniqueConstraint(fields=["version", "needs"], name="catalogue_needs_once")],
            },
        ),
    ]
