from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0015_decided")]

    operations = [
        # Handling items are found by their initials too: `yimen setup` finds the index empty and builds it anew.
        migrations.RunSQL("DELETE FROM catalogue_entry", migrations.RunSQL.noop),
    ]
