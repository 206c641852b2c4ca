"""The complaints of the demonstration: handled on past days, so that the register has something to show."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from yimen.contexts.complaints.api import COMPLAINANT, NewComplaint, file_complaint, rate_complaint, waiting
from yimen.contexts.identity.api import PUBLIC, Reader, account_named, reader_of
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Completion, complete_task
from yimen.kernel.clock import CHINA, local_date


def load_complaints(*, act: Act, path: Path) -> int:
    """Plays ``complaints.json``, each act so many days ago, and returns the number of complaints."""
    scripts = json.loads(path.read_text("utf-8"))
    for script in scripts:
        filed = file_complaint(
            act=replace(act, actor=COMPLAINANT, now=_at(act, script["ago"], 0)),
            reader=PUBLIC,
            complaint=NewComplaint(id=act.mint.id(), **script["complaint"]),
        )
        for place, what in enumerate(script["acts"], 1):
            now = _at(act, what["ago"], place)
            if "score" in what:
                rating: dict[str, Any] = {"score": what["score"], "text": what["text"]}
                own = replace(act, actor=COMPLAINANT, now=now)
                rate_complaint(act=own, reader=PUBLIC, number=filed.number, code=filed.code, **rating)
            else:
                _do(*_who(replace(act, now=now), what["by"]), filed.number, what)
    return len(scripts)


def _at(act: Act, ago: int, place: int) -> datetime:
    return datetime.combine(local_date(act.now) - timedelta(ago), time(10, 5 * place), CHINA)


def _who(act: Act, login: str) -> tuple[Act, Reader]:
    account = account_named(login=login)
    if account is None:
        raise ValueError(f"演示投诉的经办人“{login}”还没有载入。请先载入演示人员。")
    reader = reader_of(account=account, on=local_date(act.now))
    return replace(act, actor=reader.actor), reader


def _do(act: Act, reader: Reader, number: str, what: Mapping[str, Any]) -> None:
    task = next(work.task for work in waiting(reader=reader) if work.matter.number == number)
    done = Completion(task.id, what["outcome"], what.get("opinion", ""), what.get("form", {}))
    complete_task(act=act, reader=reader, completion=done)
