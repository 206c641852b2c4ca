from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0018_said_spelt")]

    operations = [
        migrations.AddField("digestrow", "type", models.BigIntegerField(db_default=0)),
        migrations.AddField("digestrow", "basis", models.BigIntegerField(db_default=0)),
        # What no base item gives is compared in type and basis too: `yimen setup` notes it anew.
        migrations.RunSQL(
            "DELETE FROM catalogue_digest WHERE NOT EXISTS "
            "(SELECT 1 FROM catalogue_base WHERE catalogue_base.code = catalogue_digest.base_code)",
            migrations.RunSQL.noop,
        ),
    ]
