"""The round of cleaning up of the demonstration: steps and items made quicker, what was agreed, what people found hard.

One department reaches the target of the round, another falls short: both are to be seen.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from yimen.contexts.catalogue.api import Change, publish, published
from yimen.contexts.journal.api import Act
from yimen.contexts.procedures.api import publish as publish_procedure
from yimen.contexts.revisions.api import (
    Judgement,
    NewIssue,
    NewRound,
    agree_verdict,
    answer_issue,
    judge_item,
    look_at_issue,
    open_round,
    raise_issue,
)
from yimen.kernel.clock import CHINA, local_date

from .demo_powers import who
from .files import content, data


def load_rounds(*, act: Act, path: Path) -> int:
    """Plays ``rounds.json``, some days ago, and returns the number of items that were judged."""
    played = data(path)
    today = local_date(act.now)
    first = today - timedelta(played["changed"])
    for one in played["procedures"]:
        _quicken(act, path.parent / "procedures" / one["file"], one["from"], one["to"], first)
    _change(act, played["changes"], first)
    then = replace(act, now=datetime.combine(today - timedelta(played["ago"]), time(10), CHINA))
    opening = played["round"]
    lead, leader = who(then, played["leads"])
    days: dict[str, Any] = {name: today + timedelta(opening[name]) for name in ("before_on", "after_on", "next_on")}
    texts = {name: opening[name] for name in ("name", "region", "document")}
    held = open_round(act=lead, reader=leader, new=NewRound(**texts, **days))
    for one in played["verdicts"]:
        own, reader = who(then, one["by"])
        stated = {name: one[name] for name in ("code", "outcome", "principles", "reason")}
        judge_item(act=own, reader=reader, id=held.id, judgement=Judgement(**stated))
        agree_verdict(act=lead, reader=leader, id=held.id, code=one["code"])
    for one in played["issues"]:
        own, reader = who(then, one["by"])
        stated = {name: one[name] for name in ("kind", "code", "text", "source")}
        raised = raise_issue(act=own, reader=reader, id=held.id, new=NewIssue(**stated))
        look_at_issue(act=lead, reader=leader, id=raised.id, public=True)
        answer_issue(act=own, reader=reader, id=raised.id, answer=one["answer"])
    return len(played["verdicts"])


def _quicken(act: Act, file: Path, before: str, after: str, first: date) -> None:
    """Publishes the next version of a procedure, with a shorter step; raises ValueError where its file says none."""
    drawn = content(file).decode()
    if before not in drawn:
        raise ValueError(f"{file.name} 里没有“{before}”。请改正演示数据 rounds.json。")
    publish_procedure(act=act, xml=drawn.replace(before, after).encode(), valid_from=first)


def _change(act: Act, changes: Mapping[str, Mapping[str, Any]], first: date) -> None:
    """Publishes items as they are, but for what changes from a day on."""
    change = Change("变更", "清理审批事项，压缩承诺时限（演示）", "醴政发〔2026〕00号（演示）")
    for one in list(published(on=first)):
        if one.code in changes:
            publish(act=act, item={**one.content, **changes[one.code]}, valid_from=first, change=change)
