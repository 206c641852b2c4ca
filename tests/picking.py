"""Picks what a decision rests on, for tests that are about something else."""

import re
from datetime import date, timedelta
from typing import Any

from django.test import Client

from yimen.contexts.cases.api import case, grounds
from yimen.contexts.identity.api import Reader
from yimen.contexts.matters.api import Matter, hosts

_BOX = r'<input type="checkbox" name="{name}" value="([^"]+)"'


def picked(reader: Reader, matter: Matter, outcome: str) -> dict[str, list[str]]:
    """Returns what an outcome picks: every condition to grant, the first ground to refuse or to ask again."""
    if matter.kind != "case" or outcome not in {"grant", "refuse", "refuse_acceptance", "correct"}:
        return {}
    offered = [one.code for one in getattr(grounds(guide=case(reader=reader, number=matter.number).guide), outcome)]
    names = {"grant": "met", "correct": "missing"}
    return {names.get(outcome, "grounds"): offered if outcome == "grant" else offered[:1]}


RECORDS: dict[str, dict[str, str]] = {
    "survey": {
        "place": "G106 线测试点", "present": "审查岗 甲\n执法员 乙", "recorder": "乙", "findings": "与图纸一致",
    },
    "discussion": {
        "place": "三楼会议室", "host": "局长 丙", "present": "局长 丙\n副局长 丁", "recorder": "戊",
        "matter": "是否准予", "findings": "都同意", "agree": "2", "against": "0", "abstain": "0",
    },
    "expert": {
        "place": "三楼会议室", "host": "己", "present": "专家 己\n专家 庚\n专家 辛", "recorder": "戊", "matter": "方案",
        "findings": "方案可行", "agree": "2", "against": "1", "abstain": "0",
    },
    "hearing": {
        "place": "一楼听证室", "present": "申请人 甲\n审查人员 乙", "recorder": "戊", "matter": "砍伐行道树",
        "findings": "双方陈述并质证", "signed": "yes",
    },
}  # fmt: skip


def recorded(special: str, held: str, conclusion: str = "符合条件", **more: str) -> dict[str, str]:
    """Returns a record of a sort of special procedure that was held on an ISO day, as it is typed."""
    return {**RECORDS[special], "held_on": held, "conclusion": conclusion, **more}


def stated(matter: Matter, node: str, on: date) -> dict[str, Any]:
    """Returns the record that a step of a special procedure owes, none for any other step; held on a day."""
    special = matter.procedure.procedure.nodes[node].special
    if special not in RECORDS:
        return {}
    more = {}
    if special == "hearing":
        there = hosts(matter=matter, on=on)
        host = next(
            one for one in there if any(post.role == "decider" and post.unit == matter.unit for post in one.posts)
        )
        more = {"noticed_on": (on - timedelta(14)).isoformat(), "host": str(host.account)}
    return {"record": recorded(special, on.isoformat(), **more)}


def ticked(client: Client, address: str, outcome: str) -> dict[str, Any]:
    """Returns the same as the page of a step offers it."""
    name = {"grant": "met", "correct": "missing", "refuse": "grounds", "refuse_acceptance": "grounds"}.get(outcome)
    if name is None:
        return {}
    codes = re.findall(_BOX.format(name=name), client.get(address).content.decode())
    return {name: codes if outcome == "grant" else codes[:1]} if codes else {}
