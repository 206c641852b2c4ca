from django.db import migrations, models
from django.db.models import F


def each_its_own_line(apps, schema_editor):
    """Every step so far was done by those it opened for: the token it opened under is its own."""
    apps.get_model("matters", "TaskRow").objects.update(line=F("token"))


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_timers")]

    operations = [
        migrations.AddField("TaskRow", "line", models.IntegerField(default=0), preserve_default=False),
        migrations.AddField("TaskRow", "holder", models.CharField(blank=True, default="", max_length=36)),
        migrations.AddField("TaskRow", "until", models.DateField(null=True)),
        migrations.RunPython(each_its_own_line, migrations.RunPython.noop),
        migrations.AddIndex(
            "TaskRow",
            models.Index(
                condition=models.Q(("done_at__isnull", True), models.Q(("holder", ""), _negated=True)),
                fields=["holder", "due_on"],
                name="matters_held",
            ),
        ),
    ]
