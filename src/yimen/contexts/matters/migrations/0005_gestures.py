from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_clock")]

    operations = [
        migrations.AddField("TaskRow", "came", models.CharField(blank=True, default="", max_length=12)),
        migrations.AddField("TaskRow", "came_by", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField("TaskRow", "terms", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddIndex(
            "TaskRow",
            models.Index(
                condition=models.Q(("done_at__isnull", True), ("until__isnull", False)),
                fields=["until"],
                name="matters_lent",
            ),
        ),
    ]
