from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0006_deeds'),
    ]

    operations = [
        migrations.AddField(
            model_name='taskrow',
            name='doer',
            field=models.CharField(blank=True, default='', max_length=36),
        ),
    ]
