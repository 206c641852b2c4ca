"""Publishing procedures and reading them: what is refused, which version is in force, what stays for life."""

import itertools
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from yimen.contexts.journal.api import SYSTEM, Act, trail
from yimen.contexts.procedures.api import (
    NoSuchProcedure,
    ProcedureRefused,
    in_force,
    public_list,
    publish,
    version,
    versions,
)

DEMO = Path(__file__).parents[5] / "demo" / "procedures"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
START, LATER = date(2026, 1, 1), date(2026, 6, 1)
_NUMBERS = itertools.count(1)  # never twice in a session: versions are kept in memory by id

pytestmark = pytest.mark.django_db


class Mint:
    def id(self) -> UUID:
        return UUID(int=next(_NUMBERS) << 64)

    def salt(self) -> bytes:
        return bytes(16)


ACT = Act(actor=SYSTEM, now=NOW, mint=Mint())


def xml(key: str) -> bytes:
    return (DEMO / f"{key}.bpmn").read_bytes()


def changed(key: str) -> bytes:
    """The same procedure under another title."""
    return xml(key).replace("（演示）".encode(), "（新）".encode(), 1)


def test_every_procedure_of_the_demonstration_is_published_under_its_file_name() -> None:
    keys = sorted(path.stem for path in DEMO.glob("*.bpmn"))
    assert {"highway-licence", "township-service", "registration", "instant"} <= set(keys)
    for key in keys:
        found = publish(act=ACT, xml=xml(key), valid_from=START)
        assert (found.key, found.number, found.valid_from, found.published_at) == (key, 1, START, NOW)
        assert found.xml == xml(key)
        assert found.procedure.nodes
    assert [each.key for each in public_list(on=START)] == keys
    assert public_list(on=date(2025, 12, 31)) == ()


@pytest.mark.req("PRC-023")
def test_a_new_version_applies_from_its_day_and_the_old_one_stays_readable() -> None:
    one = publish(act=ACT, xml=xml("instant"), valid_from=START)
    two = publish(act=ACT, xml=changed("instant"), valid_from=LATER)
    assert (one.number, two.number) == (1, 2)
    assert in_force(key="instant", on=date(2026, 5, 31)).id == one.id
    assert in_force(key="instant", on=LATER).id == two.id
    assert [each.id for each in versions(key="instant")] == [two.id, one.id]
    assert version(id=one.id).xml == xml("instant")
    assert version(id=two.id).name.endswith("（新）")
    assert [each.id for each in public_list(on=date(2026, 5, 31))] == [one.id]
    assert [each.id for each in public_list(on=LATER)] == [two.id]


def test_the_same_file_again_is_no_new_version() -> None:
    one = publish(act=ACT, xml=xml("instant"), valid_from=START)
    assert publish(act=ACT, xml=xml("instant"), valid_from=LATER).id == one.id
    assert len(versions(key="instant")) == 1
    publish(act=ACT, xml=changed("instant"), valid_from=LATER)
    back = publish(act=ACT, xml=xml("instant"), valid_from=LATER)
    assert (back.number, in_force(key="instant", on=LATER).id) == (3, back.id)


def test_a_version_cannot_start_before_the_one_it_follows() -> None:
    publish(act=ACT, xml=xml("instant"), valid_from=LATER)
    with pytest.raises(ProcedureRefused, match="早于第 1 版的 2026-06-01"):
        publish(act=ACT, xml=changed("instant"), valid_from=START)
    assert len(versions(key="instant")) == 1


@pytest.mark.parametrize(
    ("fault", "line", "said"),
    [
        (lambda text: text.replace('targetRef="decide"', 'targetRef="nowhere"'), True, "to-decide"),
        (lambda text: text.replace('yimen:role="window"', "", 1), True, "受理"),
        (lambda text: text.replace('targetRef="deliver"', 'targetRef="accept"'), True, "送达"),
        (lambda text: text.replace("userTask", "scriptTask"), True, "scriptTask|accept"),
        (lambda text: text[: len(text) // 2], True, "行"),
        (lambda _: "", False, "没有发布"),
    ],
)
def test_a_faulty_file_is_refused_by_line_and_element(fault: object, line: bool, said: str) -> None:
    broken = fault(xml("instant").decode()).encode()  # type: ignore[operator]
    with pytest.raises(ProcedureRefused, match=said) as refusal:
        publish(act=ACT, xml=broken, valid_from=START)
    if line:
        assert any(char.isdigit() for char in str(refusal.value))
    with pytest.raises(NoSuchProcedure):
        versions(key="instant")


def test_whose_a_procedure_is_stays_with_its_next_version() -> None:
    assert (
        publish(act=ACT, xml=xml("instant"), valid_from=START, unit="11430281MB990011XC").unit == "11430281MB990011XC"
    )
    assert publish(act=ACT, xml=changed("instant"), valid_from=LATER).unit == "11430281MB990011XC"
    assert publish(act=ACT, xml=xml("registration"), valid_from=START).unit == ""


def test_publishing_leaves_a_trace() -> None:
    found = publish(act=ACT, xml=xml("instant"), valid_from=START)
    (entry,) = trail(subject=found.id)
    assert (entry.verb, entry.facts["key"], entry.facts["valid_from"]) == (
        "procedures.publish",
        "instant",
        "2026-01-01",
    )


def test_what_does_not_exist_is_said() -> None:
    publish(act=ACT, xml=xml("instant"), valid_from=LATER)
    with pytest.raises(NoSuchProcedure, match="2026年1月1日没有生效的流程“instant”"):
        in_force(key="instant", on=START)
    with pytest.raises(NoSuchProcedure, match="没有流程“none”"):
        versions(key="none")
    with pytest.raises(NoSuchProcedure, match="没有流程"):
        versions(key="a\x00b")
    with pytest.raises(NoSuchProcedure, match="没有编号为"):
        version(id=UUID(int=7))
