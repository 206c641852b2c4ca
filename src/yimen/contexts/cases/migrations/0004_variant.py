from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('cases', '0003_grounds'),
    ]

    operations = [
        migrations.AddField(
            model_name='caserow', name='variant', field=models.CharField(blank=True, default='', max_length=2)
        ),
        migrations.AddField(
            model_name='draftrow', name='variant', field=models.CharField(blank=True, default='', max_length=2)
        ),
    ]
