import zlib

import django.db.models.deletion
from django.db import migrations, models


def keep(apps, schema_editor):
    """Keeps the file that each draft has now: those before it were written over when they were saved."""
    revisions = apps.get_model("procedures", "RevisionRow").objects
    for row in apps.get_model("procedures", "DraftRow").objects.iterator(chunk_size=100):
        revisions.create(
            draft=row,
            number=row.revision,
            key=row.key,
            name=row.name,
            packed=zlib.compress(bytes(row.xml)),
            post=row.post,
            saved_at=row.changed_at,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('procedures', '0003_calls'),
    ]

    operations = [
        migrations.CreateModel(
            name='RevisionRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=120)),
                ('packed', models.BinaryField()),
                ('post', models.CharField(max_length=120)),
                ('uploaded', models.BooleanField(default=False)),
                ('saved_at', models.DateTimeField()),
                ('draft', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.draftrow')),
            ],
            options={
                'db_table': 'procedures_revision',
                'constraints': [models.UniqueConstraint(fields=('draft', 'number'), name='procedures_one_revision')],
            },
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
