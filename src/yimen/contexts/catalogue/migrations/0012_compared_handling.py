from django.db import migrations, models


def forget(apps, editor):
    """Forgets what items with handling items say, so that setup builds the index anew, by which they are found too."""
    digests = apps.get_model("catalogue", "DigestRow")
    digests.objects.filter(version__content__contains='"variants": [{').delete()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_named_entries")]

    operations = [
        migrations.AddField(
            model_name="digestrow",
            name="variants",
            field=models.BigIntegerField(db_default=0),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
