from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0002_publisher'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='complaintrow',
            name='masked',
        ),
    ]
