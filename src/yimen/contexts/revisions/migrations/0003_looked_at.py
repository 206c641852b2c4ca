"""What people find hard is public once the round's keeper has looked at it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('revisions', '0002_service_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='issuerow',
            name='public',
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name='issuerow',
            name='looked_by',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AddField(
            model_name='issuerow',
            name='looked_at',
            field=models.DateTimeField(null=True),
        ),
    ]
