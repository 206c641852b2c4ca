from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0003_replaced_notices'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='regionrow',
            index=models.Index(fields=['name'], name='places_by_name'),
        ),
    ]
