from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0012_compared_handling")]

    operations = [
        migrations.AlterField(model_name="samplerow", name="media", field=models.CharField(max_length=100)),
        # Items are now narrowed by the life events that they state, no longer by what people say of them:
        # `yimen setup` finds the index empty and builds it anew.
        migrations.RunSQL("DELETE FROM catalogue_entry", migrations.RunSQL.noop),
    ]
