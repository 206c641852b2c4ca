"""The powers of the demonstration: lists, approved baselines, decisions of past days, an inspection."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from yimen.contexts.catalogue.api import Change
from yimen.contexts.identity.api import Reader, account_named, reader_of
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Completion, complete_task
from yimen.contexts.powers.api import (
    GROUNDS,
    INVESTIGATORS,
    KINDS,
    Decision,
    Filing,
    allow_deviation,
    approve_baseline,
    baselines,
    cases_to_do,
    decide_penalty,
    open_penalty_case,
    publish_entry,
    publish_inspection,
    save_baseline,
    start_baseline,
    submit_baseline,
)
from yimen.kernel.clock import CHINA, local_date

from .files import data

_DEMO = Change("新增", "演示数据", "演示")
_BEFORE = timedelta(3)  # days between an act and its decision


def load_powers(*, act: Act, path: Path, valid_from: date) -> int:
    """Plays ``powers.json`` in order, from a day on, and returns the number of entries, baselines and decisions."""
    played = data(path)
    first = replace(act, now=datetime.combine(valid_from, time(9), CHINA))
    rules: dict[str, UUID] = {}
    for one in played["entries"]:
        made = _entry(first, one, valid_from)
        rules[one.get("key", "")] = made
    known = {one["key"]: _baseline(act if "ahead" in one else first, one, rules) for one in played["baselines"]}
    turns = sorted(played["penalties"], key=lambda one: -one["ago"])
    for number, one in enumerate(turns, 1):
        _penalty(act, one, known, number)
    _inspection(act, played["inspection"])
    return len(played["entries"]) + len(known) + len(turns)


def load_penalty_cases(*, act: Act, path: Path) -> int:
    """Plays the cases of ``powers.json``, whose baselines are in force, and returns their number."""
    cases = data(path)["cases"]
    for one in cases:
        _case(act, one)
    return len(cases)


def who(act: Act, login: str) -> tuple[Act, Reader]:
    """Returns an act as a person of the demonstration does it, and that reader; raises ValueError for a stranger."""
    account = account_named(login=login)
    if account is None:
        raise ValueError(f"演示数据的经办人“{login}”还没有载入。请先载入演示人员。")
    reader = reader_of(account=account, on=local_date(act.now))
    return replace(act, actor=reader.actor), reader


def _entry(act: Act, one: Mapping[str, Any], valid_from: date) -> UUID:
    """Publishes an entry directly, lists of powers too: an installation is filled for the first time."""
    own, reader = who(act, one["by"])
    given: dict[str, Any] = {name: one[name] for name in ("kind", "unit", "name", "content")}
    given |= {"valid_from": valid_from, "change": _DEMO, "demo": True, "filling": KINDS[one["kind"]].reviewed}
    return publish_entry(act=own, reader=reader, **given).id


def _baseline(act: Act, one: Mapping[str, Any], rules: Mapping[str, UUID]) -> UUID:
    """Writes a baseline and has it approved: in force from the next day on, or ``ahead`` so many days later."""
    own, reader = who(act, one["by"])
    row = start_baseline(act=own, reader=reader, unit=one["unit"], demo=True)
    rule = rules[one["rule"]] if one["rule"] else None
    given: dict[str, Any] = {"id": row.id, "revision": row.revision}
    row = save_baseline(act=own, reader=reader, **given, content=one["content"], rule=rule)
    if one["note"]:
        given["revision"] = row.revision
        submit_baseline(act=own, reader=reader, **given, note=one["note"])
    if "approver" in one:
        other, approver = who(act, one["approver"])
        begins = local_date(act.now) + timedelta(one.get("ahead", 1))
        more = {"document": one["document"], "opinion": one["opinion"]}
        approve_baseline(act=other, reader=approver, **given, valid_from=begins, **more)
    return row.id


def _penalty(act: Act, one: Mapping[str, Any], known: Mapping[str, UUID], number: int) -> None:
    day = local_date(act.now) - timedelta(one["ago"])
    own, reader = who(replace(act, now=datetime.combine(day, time(15), CHINA)), one["by"])
    decision = Decision(
        baseline=known[one["baseline"]],
        number=f"醴公路罚〔{day.year}〕演{number}号",
        facts=one["facts"],
        amount=one["amount"],
        party=one["party"],
        happened_on=day - _BEFORE,
        found=one["found"],
        grounds=tuple(GROUNDS[place] for place in one.get("grounds", ())),
        reasons=one.get("reasons", ""),
        distinct=one.get("distinct", ""),
        past=True,
    )
    unit = next(post.unit for post in reader.posts if post.role == "decider")
    decided = decide_penalty(act=own, reader=reader, unit=unit, decision=decision)
    if "allow" in one:
        higher, leader = who(own, one["allow"]["by"])
        allow_deviation(act=higher, reader=leader, id=decided.id, agree=True, opinion=one["allow"]["opinion"])


def _case(act: Act, one: Mapping[str, Any]) -> None:
    """Opens a case of some days ago and does its steps."""
    day = local_date(act.now) - timedelta(one["ago"])
    own, reader = who(replace(act, now=datetime.combine(day, time(15), CHINA)), one["by"])
    texts = {name: one[name] for name in ("source", "party", "name", "found")}
    post = next(post for post in reader.posts if post.role == "examiner")
    under = next(each for each in baselines(on=day, region=post.region) if each.name == one["baseline"])
    filing = Filing(baseline=under.id, happened_on=day - _BEFORE, **texts)
    case = open_penalty_case(act=own, reader=reader, unit=post.unit, filing=filing)
    for what in one["acts"]:
        when = local_date(act.now) - timedelta(what["ago"])
        own, reader = who(replace(act, now=datetime.combine(when, time(15), CHINA)), what["by"])
        step = next(work.task for work in cases_to_do(reader=reader) if work.matter.id == case.id)
        people = [str(who(own, login)[1].account) for login in what.get("investigators", ())]
        form = {**what.get("form", {}), **({"lists": {INVESTIGATORS: people}} if people else {})}
        complete_task(
            act=own, reader=reader, completion=Completion(step.id, what["outcome"], what.get("opinion", ""), form)
        )


def _inspection(act: Act, one: Mapping[str, Any]) -> None:
    day = local_date(act.now) - timedelta(one["ago"])
    own, reader = who(replace(act, now=datetime.combine(day, time(16), CHINA)), one["by"])
    texts = {name: one[name] for name in ("region", "title", "findings", "demand")}
    span: dict[str, Any] = {"since": day - timedelta(one["days"]), "until": day, "due_on": day + timedelta(one["due"])}
    publish_inspection(act=own, reader=reader, **texts, **span, demo=True)
