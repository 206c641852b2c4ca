from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0016_handling_spelt")]

    operations = [
        migrations.AddIndex(
            model_name="versionrow",
            index=models.Index(fields=["name"], name="catalogue_called", condition=models.Q(valid_to=None)),
        ),
    ]
