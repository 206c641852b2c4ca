from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('powers', '0004_withheld'),
    ]

    operations = [
        migrations.AddField(
            model_name='caserow',
            name='evidence',
            field=models.JSONField(default=dict),
        ),
    ]
