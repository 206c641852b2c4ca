from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AlterField(model_name="documentrow", name="media", field=models.CharField(max_length=100)),
    ]
