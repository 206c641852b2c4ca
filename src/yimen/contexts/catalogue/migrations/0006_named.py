import json

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """Enters what is published already."""
    version, named = apps.get_model("catalogue", "VersionRow"), apps.get_model("catalogue", "NamedRow")
    rows = []
    for id_, text in version.objects.values_list("id", "content").iterator(500):
        content = json.loads(text)
        rows.append(
            named(
                version_id=id_,
                procedure_key=content["procedure_key"],
                promised=content["promised"],
                instant=content.get("instant", False),
            )
        )
        if len(rows) == 500:
            named.objects.bulk_create(rows)
            rows = []
    named.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_digests")]

    operations = [
        migrations.CreateModel(
            name="NamedRow",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalogue.versionrow",
                    ),
                ),
                ("procedure_key", models.CharField(max_length=64)),
                ("promised", models.PositiveIntegerField()),
                ("instant", models.BooleanField()),
            ],
            options={
                "db_table": "catalogue_named",
                "indexes": [models.Index(fields=["procedure_key", "promised"], name="catalogue_by_procedure")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
