from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0013_events")]

    operations = [
        # Items are no longer found by the names of their life events as if these were said of them:
        # `yimen setup` finds the index empty and builds it anew.
        migrations.RunSQL("DELETE FROM catalogue_entry", migrations.RunSQL.noop),
    ]
