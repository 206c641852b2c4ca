from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('supervision', '0002_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyPlaceRow',
            fields=[
                ('region', models.CharField(max_length=12, primary_key=True, serialize=False)),
            ],
            options={
                'db_table': 'supervision_key_place',
            },
        ),
    ]
