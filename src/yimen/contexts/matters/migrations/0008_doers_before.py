import json
from collections import defaultdict
from uuid import UUID

from django.db import migrations

_AT_ONCE = 500  # turns whose entries are read together
_ACCOUNT = 36  # characters of an account's id


def fill(apps, schema_editor):
    """Names who ended the turns of before 0007, from the entry of their completion; where not one fits, nobody."""
    tasks = apps.get_model('matters', 'TaskRow').objects
    entries = apps.get_model('journal', 'EntryRow').objects
    bare = tasks.filter(done_at__isnull=False, doer='').exclude(outcome='').only(
        'id', 'matter_id', 'name', 'outcome_name', 'done_at'
    )
    last = UUID(int=0)
    while batch := list(bare.filter(id__gt=last).order_by('id')[:_AT_ONCE]):
        last = batch[-1].id
        found = defaultdict(set)
        times = {row.done_at for row in batch}
        for subject, at, body in entries.filter(
            subject__in={row.matter_id for row in batch}, at__in=times
        ).values_list('subject', 'at', 'body'):
            entry = json.loads(body)
            facts, actor = entry.get('facts', {}), entry.get('actor', {})
            if len(actor.get('id', '')) == _ACCOUNT:
                found[subject, at, facts.get('task'), facts.get('outcome')].add(actor['id'])
        for row in batch:
            who = found.get((row.matter_id, row.done_at, row.name, row.outcome_name), ())
            if len(who) == 1:
                row.doer = next(iter(who))
        tasks.bulk_update([row for row in batch if row.doer], ['doer'])


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_initial'),
        ('matters', '0007_doers'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
