from django.db import migrations


def withhold(apps, schema_editor):
    """Keeps cases that were never published (公示) from the public progress; new ones begin so."""
    tasks = apps.get_model('matters', 'TaskRow').objects
    matters = apps.get_model('matters', 'MatterRow').objects
    for key in apps.get_model('powers', 'CaseRow').objects.values_list('matter_id', flat=True):
        if not tasks.filter(matter_id=key, outcome='published').exists():
            row = matters.get(id=key)
            row.data = {**row.data, 'withheld': 'yes'}
            row.save(update_fields=['data'])


class Migration(migrations.Migration):
    dependencies = [
        ('matters', '0006_deeds'),
        ('powers', '0003_service_rules'),
    ]

    operations = [migrations.RunPython(withhold, migrations.RunPython.noop)]
