import django.db.models.deletion
from django.db import migrations, models

_NAMES = """INSERT INTO catalogue_name (name, initials, sounds)
SELECT name, initials, sounds FROM catalogue_text WHERE id IN (SELECT max(id) FROM catalogue_text GROUP BY name)"""
_ENTRIES = """UPDATE catalogue_entry SET name_id = (
SELECT catalogue_name.id FROM catalogue_text JOIN catalogue_name ON catalogue_name.name = catalogue_text.name
WHERE catalogue_text.id = catalogue_entry.text_id)"""


def fill(apps, editor):
    """Gives the names of what is entered already rows of their own, and the entries their names."""
    editor.execute(_NAMES)
    editor.execute(_ENTRIES)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0009_explained")]

    operations = [
        migrations.CreateModel(
            name="NameRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, unique=True)),
                ("initials", models.CharField(max_length=400)),
                ("sounds", models.TextField()),
            ],
            options={"db_table": "catalogue_name"},
        ),
        migrations.AddField(
            model_name="entryrow",
            name="name",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.namerow",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
