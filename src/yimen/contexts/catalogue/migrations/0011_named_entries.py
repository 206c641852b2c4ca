import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_names")]

    operations = [
        migrations.AlterField(
            model_name="entryrow",
            name="name",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.namerow",
            ),
        ),
        migrations.AddIndex(
            model_name="entryrow",
            index=models.Index(fields=["name", "region"], name="catalogue_having_name"),
        ),
    ]
