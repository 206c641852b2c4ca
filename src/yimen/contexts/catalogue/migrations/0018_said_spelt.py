from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0017_called")]

    operations = [
        # Everyday words are found by their initials too: `yimen setup` spells those that are there already.
        migrations.AddField(
            model_name="synonymrow",
            name="initials",
            field=models.CharField(db_index=True, default="", max_length=20),
        ),
    ]
