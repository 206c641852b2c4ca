"""A million open matters: a few are opened through the rooms on successive days, the database copies them."""

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from yimen.command.frame import django

PORTION = 500_000  # matters copied at a time: what is sorted stays small
FIRST = date(2026, 2, 24)
DAYS = 14  # of February and March, on which the matters that are copied are opened
ITEMS = ("超限运输车辆行驶公路的审核", "在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核")
_COLUMNS = (
    "kind, title, region, owner, state, data, stage, outcome, opened_at, closed_at, timers, late, early, lapses, "
    "unit_id, centre_id, procedure_id"
)
_CLOCK = (
    "alike, wakes_at, due_on, statutory_due_on, yellow_from, red_from, reaches_on, opened_on, open, paused, "
    "provisional, region, clock_name, dues"
)
# A copy's id tells its time (UUIDv7), as every id in the program does: rows lie in the order in which they came.
_MATTERS = f"""
INSERT INTO matters_matter (id, number, {_COLUMNS})
SELECT (lpad(to_hex((extract(epoch FROM opened_at) * 1000)::bigint), 12, '0') || '7'
        || lpad(to_hex(copy >> 18), 3, '0') || '8' || lpad(to_hex(copy & 262143), 15, '0'))::uuid,
       '9' || lpad(copy::text, 20, '0'), {_COLUMNS}
FROM (SELECT m.*, g * %s + row_number() OVER (PARTITION BY g ORDER BY id) AS copy
      FROM matters_matter m, generate_series(%s, %s) g WHERE id = ANY(%s)) AS many
ORDER BY opened_at, copy
"""
_CLOCKS = f"""
INSERT INTO matters_clock (matter_id, {_CLOCK})
SELECT copy.id, {", ".join(f"clock.{name}" for name in _CLOCK.split(", "))}
FROM matters_matter copy
JOIN matters_matter first ON copy.number > %s AND first.id = ANY(%s) AND copy.opened_at = first.opened_at
JOIN matters_clock clock ON clock.matter_id = first.id
ORDER BY copy.id
"""
_TASKS = """
INSERT INTO matters_task (id, matter_id, token, line, holder, came, came_by, terms, node, name, role, unit, opened_at,
                          due_on, done_by, doer, outcome, outcome_name, opinion)
SELECT gen_random_uuid(), copy.id, t.token, t.line, '', '', '', '', t.node, t.name, t.role, t.unit, t.opened_at,
       t.due_on, '', '', '', '', ''
FROM matters_matter copy
JOIN matters_matter first ON copy.number > %s AND first.id = ANY(%s) AND copy.opened_at = first.opened_at
JOIN matters_task t ON t.matter_id = first.id AND t.done_at IS NULL
"""


def fill(count: int) -> None:
    """Fills an installation on PostgreSQL with about so many open matters, each with its open step."""
    django()
    from django.db import connection

    first = opened()
    each, whole = PORTION // len(first), count // len(first)
    with connection.cursor() as cursor:
        for since in range(1, whole + 1, each):
            upto = min(since + each - 1, whole)
            cursor.execute(_MATTERS, [len(first), since, upto, first])
            cursor.execute("ANALYZE matters_matter")
            last = f"9{since * len(first):020d}"  # the highest number of the portions before
            cursor.execute(_CLOCKS, [last, first])
            cursor.execute(_TASKS, [last, first])
            print(f"{upto * len(first):,} of {count:,}", file=sys.stderr, flush=True)
        cursor.execute("VACUUM ANALYZE")


def opened() -> list[UUID]:
    """Opens and accepts a matter of each item on each day, and returns their ids."""
    from tests import filled
    from tests.conftest import DEMO
    from tests.office import PDF

    from yimen.contexts.cases.api import Application, Upload, lodge
    from yimen.contexts.identity.api import reader_of, sign_in
    from yimen.contexts.journal.api import SYSTEM
    from yimen.contexts.matters.api import Completion, complete_task, worklist
    from yimen.kernel.clock import CHINA
    from yimen.sites import _now

    people = json.loads((DEMO / "people.json").read_text("utf-8"))
    items = {item["name"]: item for item in json.loads((DEMO / "items.json").read_text("utf-8"))}

    def entered(login: str, password: str) -> Any:
        signed = sign_in(act=_now.act(SYSTEM), login=login, password=password, address="bench")
        return reader_of(account=signed.account, on=FIRST)

    citizen = entered(*[people["citizens"][0][name] for name in ("phone", "password")])
    clerk = next(one for one in people["officers"] if one["login"] == "ll-window")
    window = entered(clerk["login"], clerk["password"])
    found: list[UUID] = []
    for day in range(DAYS):
        for place, name in enumerate(ITEMS):
            now = datetime(2026, 2, 24, 9 + place, tzinfo=CHINA).astimezone(UTC) + timedelta(day)
            wanted = items[name]
            uploads = tuple(Upload(code, f"{code}.pdf", PDF) for code in filled.materials(wanted))
            application = Application(
                id=_now.MINT.id(), item=wanted["code"], answers=filled.answers(wanted), uploads=uploads
            )
            receipt = lodge(act=replace(_now.act(citizen.actor), now=now), reader=citizen, application=application)
            task = next(work.task for work in worklist(reader=window, limit=10_000) if work.matter.id == receipt.id)
            act = replace(_now.act(window.actor), now=now)
            complete_task(act=act, reader=window, completion=Completion(task.id, "accept"))
            found.append(receipt.id)
    return found
