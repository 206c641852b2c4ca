"""What stops a whole matter, and what urges it on."""

import pytest

from yimen.contexts.matters.api import Matter, resume, urge

from .bureau import Bureau, sound, tried
from .conftest import Desk
from .gesturing import at_open, end, halt


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    found = Bureau.opened(desk)
    found.publish()
    return found


@pytest.mark.req("PRC-010")
@pytest.mark.parametrize(("ground", "stands"), [("听证", True), ("等待裁判", False)])
def test_a_suspension_stops_the_clock_only_as_the_law_of_the_limit_says(
    bureau: Bureau, ground: str, stands: bool
) -> None:
    matter, _ = at_open(bureau)
    due = matter.due_on
    matter = halt(bureau, matter, ground)
    assert (matter.paused, matter.due_on) == ((True, None) if stands else (False, due))
    bureau.at("2026-03-09T09:00")
    matter = resume(
        act=bureau.act("d1"), reader=bureau.people["d1"], matter=matter.id, document="恢复通知书", reason="了结"
    )
    sound(matter)
    assert not matter.paused
    assert due is not None
    assert matter.due_on is not None
    assert (matter.due_on > due) == stands
    bureau.does("e1", matter, "examine", "agree")


def test_a_terminated_matter_keeps_its_verdict(bureau: Bureau) -> None:
    matter, _ = at_open(bureau)
    bureau.at("2026-04-20T09:00")
    matter = end(bureau, matter)
    sound(matter)
    assert (matter.outcome, matter.open, matter.late) == ("终止", False, True)


def test_an_applicant_urges_once_a_day_a_step(bureau: Bureau) -> None:
    matter, task = at_open(bureau)

    def once() -> Matter:
        return urge(act=bureau.act("owner"), reader=bureau.people["owner"], task=task.id)

    assert tried(matter, once) is None
    assert "隔天再催" in str(tried(matter, once))
    other = bureau.task(matter, "measure")
    assert tried(matter, lambda: urge(act=bureau.act("owner"), reader=bureau.people["owner"], task=other.id)) is None
    assert tried(matter, lambda: urge(act=bureau.act("w1"), reader=bureau.people["w1"], task=task.id)) is None
    bureau.at("2026-03-03T09:00")
    assert tried(matter, once) is None
