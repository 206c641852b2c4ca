from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0014_events_unsaid")]

    operations = [
        migrations.AddIndex(
            model_name="draftrow",
            index=models.Index(fields=["kind", "state"], name="catalogue_drafts_of_kind"),
        ),
        migrations.AddIndex(
            model_name="versionrow",
            index=models.Index(fields=["region", "valid_from"], name="catalogue_moved_in_place"),
        ),
    ]
