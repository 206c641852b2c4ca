from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('cases', '0002_joint'),
    ]

    operations = [
        migrations.AddField(model_name='decisionrow', name='grounds', field=models.JSONField(default=list)),
        migrations.AddField(model_name='decisionrow', name='met', field=models.JSONField(default=list)),
    ]
