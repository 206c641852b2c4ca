from datetime import timedelta

from django.db import migrations


def take_over(apps, schema_editor):
    """Takes the service rules of units into the register, each unit's versions as those of one entry, ids kept."""
    rules = apps.get_model('revisions', 'ServiceRulesRow').objects.order_by('unit_id', 'number')
    entry = apps.get_model('powers', 'EntryRow')
    units = apps.get_model('identity', 'UnitRow').objects
    versions = {}
    for row in rules:
        versions.setdefault(row.unit_id, []).append(row)
    for code, rows in versions.items():
        unit = units.get(pk=code)
        for row, after in zip(rows, [*rows[1:], None]):
            entry.objects.create(
                id=row.id,
                kind='rule',
                code=rows[0].id.hex,
                number=row.number,
                unit_id=code,
                region=unit.region,
                name=f'{unit.name}服务规则'[:120],
                content={'sort': '服务规则', 'document': row.document, 'text': row.text.splitlines()},
                valid_from=row.valid_from,
                valid_to=after.valid_from - timedelta(1) if after else None,
                change={
                    'kind': '变更' if row.number > 1 else '新增', 'reason': '公布服务规则', 'document': row.document,
                },
                demo=False,
                post=row.post,
                published_at=row.published_at,
            )


class Migration(migrations.Migration):
    dependencies = [
        ('identity', '0001_initial'),
        ('powers', '0002_cases'),
        ('revisions', '0001_initial'),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
