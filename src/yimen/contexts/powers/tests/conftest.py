"""What the tests of powers share: the demonstration's places and units, officers, an act that can wait."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.grounds import ground

from yimen.contexts.identity.api import Post, Reader, Unit, load_units
from yimen.contexts.journal.api import SYSTEM, Act, newest
from yimen.contexts.places.api import load_regions
from yimen.contexts.powers.api import (
    Decision,
    Penalty,
    Version,
    approve_baseline,
    decide_penalty,
    save_baseline,
    start_baseline,
    submit_baseline,
)
from yimen.kernel.clock import local_date

DEMO = Path(__file__).resolve().parents[5] / "demo"
LILING, ZHUZHOU, HUNAN, QIXING = "430281000000", "430200000000", "430000000000", "450305000000"
HIGHWAY, LAND, JUSTICE, TOWN = "11430281MB990011XC", "11430281MB9900151R", "11430281MB99001442", "11450305MB99002166"
FIRM, OTHER_FIRM, PERSON = "91430281MB9990012G", "91110000802100433B", "430281199003070013"
TODAY = date(2026, 11, 23)

OVERLOAD: dict[str, Any] = {
    "name": "车辆超限行驶公路",
    "power": "",
    "type": "行政处罚",
    "law": "公路安全保护条例",
    "article": "第六十四条",
    "text": "",
    "scope": "在本市行政区域内的公路上超限行驶",
    "kinds": ["罚款"],
    "measure": "元",
    "of": "",
    "law_bounds": "3万元以下",
    "levels": [3, 4],
    "facts": [
        {"name": "超限率", "unit": "%", "range": "0以上200%以下"},
        {"name": "首次被查处", "choices": ["是", "否"]},
    ],
    "tiers": [
        {"name": "轻微", "kind": "不予处罚", "basis": "行政处罚法第三十三条",
         "when": ["超限率：5%以下；首次被查处：是"]},
        {"name": "较轻", "kind": "从轻", "bounds": {"0": "500元以上3000元以下"},
         "when": ["超限率：5%以下；首次被查处：否", "超限率：超过5%、30%以下"]},
        {"name": "一般", "kind": "一般", "when": ["超限率：超过30%、100%以下"],
         "bounds": {"0": "超过3000元、1万元以下", "3": "超过3000元、2万元以下"}},
        {"name": "严重", "kind": "从重", "when": ["超限率：超过100%"], "bounds": {"0": "超过2万元、3万元以下"}},
    ],
}  # fmt: skip


class Mint:
    """Mints 1, 2, 3 … as ids that look like UUIDv7."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)

    def id(self) -> UUID:
        return UUID(int=next(_NUMBERS) << 84 | 7 << 76 | 2 << 62)

    def salt(self) -> bytes:
        return bytes(16)


_NUMBERS = count(1)  # never twice in a session: approved baselines are kept in memory by id


def officer(role: str, unit: str = HIGHWAY, region: str = LILING, number: int = 9) -> Reader:
    """Returns an officer with one post."""
    post = Post(unit=unit, unit_name="某单位", region=region, role=role, title=f"{role}岗")
    return Reader(kind="officer", account=UUID(int=number), name="某人", posts=(post,))


WRITER = officer("powers", number=1)
LAW = officer("law", JUSTICE, number=2)
GOVERNMENT = officer("government", JUSTICE, number=3)
DECIDER = officer("decider", number=4)
LEADER = officer("leader", JUSTICE, number=5)
LAND_DECIDER = officer("decider", LAND, number=6)


def table(**more: Any) -> dict[str, Any]:
    """Returns the baseline of overloaded vehicles, otherwise where given."""
    return copy.deepcopy(OVERLOAD) | more


@dataclass
class Desk:
    """The room on a day."""

    act: Act

    def by(self, reader: Reader) -> Act:
        return replace(self.act, actor=reader.actor)

    def wait(self, **time: Any) -> None:
        self.act = replace(self.act, now=self.act.now + timedelta(**time))

    def drafted(self, content: dict[str, Any] | None = None, writer: Reader = WRITER, unit: str = HIGHWAY) -> Version:
        row = start_baseline(act=self.by(writer), reader=writer, unit=unit)
        return save_baseline(
            act=self.by(writer), reader=writer, id=row.id, revision=row.revision, content=content or table()
        )

    def submitted(self, content: dict[str, Any] | None = None, **more: Any) -> Version:
        row = self.drafted(content, **more)
        writer = more.get("writer", WRITER)
        return submit_baseline(act=self.by(writer), reader=writer, id=row.id, revision=row.revision, note="请审定")

    def approve(self, row: Version, reader: Reader = GOVERNMENT, **more: Any) -> Version:
        begins = local_date(self.act.now) + timedelta(1)
        stated = {"valid_from": begins, "document": "醴政函〔2026〕1号", "opinion": "同意", **more}
        return approve_baseline(act=self.by(reader), reader=reader, id=row.id, revision=row.revision, **stated)

    def in_force(self, content: dict[str, Any] | None = None, **more: Any) -> Version:
        """Returns a baseline in force, a day later."""
        approver = more.pop("approver", GOVERNMENT)
        row = self.approve(self.submitted(content, **more), approver)
        self.wait(days=1)
        return row

    def decide(self, row: Version, reader: Reader = DECIDER, **more: Any) -> Penalty:
        stated: dict[str, Any] = {
            "number": f"醴公路罚〔2026〕{next(_SERIAL)}号", "facts": {"超限率": "50", "首次被查处": "否"},
            "amount": "5000", "party": FIRM, "past": not more.get("summary"),
            "happened_on": TODAY, "found": "超限运输", **more,
        }  # fmt: skip
        decision = Decision(baseline=row.id, **stated)
        return decide_penalty(act=self.by(reader), reader=reader, unit=reader.posts[0].unit, decision=decision)

    def entries(self) -> list[Any]:
        return [one for one in reversed(newest(limit=200)) if one.verb.startswith("powers.")]


_SERIAL = count(1)


def _act() -> Act:
    return Act(actor=SYSTEM, now=datetime(2026, 11, 23, 1, 0, tzinfo=UTC), mint=Mint())


@ground()
def powers_places() -> None:
    """Loads places and units."""
    load_regions(act=_act(), folder=DEMO / "regions", valid_from=date(2026, 1, 1))
    data = json.loads((DEMO / "organisations.json").read_text("utf-8"))
    load_units(act=_act(), units=[Unit(**each) for each in data])


@pytest.fixture
def desk(powers_places: None) -> Desk:
    return Desk(_act())
