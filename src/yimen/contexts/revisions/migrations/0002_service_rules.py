from django.db import migrations


class Migration(migrations.Migration):
    """Drops the service rules: powers has taken them into its register."""

    dependencies = [
        ('powers', '0003_service_rules'),
        ('revisions', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(name='ServiceRulesRow'),
    ]
