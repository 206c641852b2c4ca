from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0008_doers_before'),
    ]

    operations = [
        migrations.AddField(
            model_name='specialrow',
            name='record',
            field=models.TextField(blank=True, default=''),
        ),
    ]
