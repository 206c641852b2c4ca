"""Penalties: within the tier at once, outside it only with reasons and a higher post, one fine for one act."""

import dataclasses
import threading
from datetime import timedelta
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from django.db import connection

from yimen.contexts.journal.api import trail
from yimen.contexts.powers import api
from yimen.contexts.powers.api import (
    GROUNDS,
    Decision,
    NoSuchPower,
    NotYourPower,
    OutsideTier,
    PowerMoved,
    PowerRefused,
    allow_deviation,
    desk_penalties,
    judge_penalty,
    penalty,
    public_penalties,
    repeats,
)
from yimen.contexts.powers.models import PenaltyRow

from .conftest import (
    DECIDER,
    FIRM,
    HIGHWAY,
    LAND,
    LAND_DECIDER,
    LAW,
    LEADER,
    LILING,
    OTHER_FIRM,
    PERSON,
    QIXING,
    TODAY,
    WRITER,
    Desk,
    officer,
    table,
)
from .test_baselines import refused

OUT: dict[str, Any] = {"amount": "12000", "grounds": (GROUNDS[-1],), "reasons": "造成桥梁损坏"}


@pytest.mark.req("PWR-013")
def test_a_decision_within_its_tier_holds_at_once(desk: Desk) -> None:
    found = desk.decide(desk.in_force())
    assert (found.state, found.tier_name) == ("within", "一般")
    assert [found.amount, found.by, found.low, found.high] == [5000, 0, Fraction("3000.01"), 10_000]
    last = desk.entries()[-1]
    assert (last.verb, last.subject) == ("powers.decide_penalty", found.id)
    assert last.basis == "《公路安全保护条例》第六十四条"


@pytest.mark.req("PWR-013")
def test_a_decision_outside_its_tier_is_blocked(desk: Desk) -> None:
    row = desk.in_force()
    told = refused("amount", "高于上限 0.01 元", lambda: desk.decide(row, amount="10000.01"), OutsideTier)
    assert "《公路安全保护条例》第六十四条" in str(told)
    refused("amount", "低于下限 0.01 元", lambda: desk.decide(row, amount="3000"), OutsideTier)
    refused("reasons", "写明具体情况", lambda: desk.decide(row, amount="12000", grounds=(GROUNDS[0],)), OutsideTier)
    refused("amount", "选择法定理由", lambda: desk.decide(row, amount="12000", reasons="我想"), OutsideTier)
    refused("grounds", "只能从列出的各项", lambda: desk.decide(row, **(OUT | {"grounds": ("想",)})))
    assert PenaltyRow.objects.count() == 0


def test_the_tier_is_told_before_there_is_an_amount(desk: Desk) -> None:
    row = desk.in_force()
    facts = {"超限率": "50", "首次被查处": "否"}
    decision = Decision(baseline=row.id, number="", facts=facts, amount="", party="", happened_on=TODAY, found="")
    _, told = judge_penalty(reader=DECIDER, unit=HIGHWAY, decision=decision, on=TODAY + timedelta(days=1))
    assert (told.tier.name, told.within) == ("一般", True)
    assert "超过3000元、1万元以下" in told.words
    wrong = dataclasses.replace(decision, facts={}, party="x", past=True)
    with pytest.raises(PowerRefused) as caught:
        api.decide_penalty(act=desk.by(DECIDER), reader=DECIDER, unit=HIGHWAY, decision=wrong)
    fields = [one.field for one in (caught.value, *caught.value.others)]
    assert fields[-4:] == ["amount", "number", "found", "party"]
    assert len(fields) > 4
    assert PenaltyRow.objects.count() == 0


@pytest.mark.req("PWR-013")
def test_outside_the_law_no_reason_helps(desk: Desk) -> None:
    row = desk.in_force()
    told = refused("amount", "不能作出", lambda: desk.decide(row, **(OUT | {"amount": "30000.01"})), OutsideTier)
    assert "高于上限 20000.01 元" in str(told)


@pytest.mark.req("PWR-013")
def test_with_reasons_it_waits_for_a_higher_post_and_holds_once_that_allows_it(desk: Desk) -> None:
    found = desk.decide(desk.in_force(), **OUT)
    assert (found.state, found.grounds) == ("waiting", (GROUNDS[-1],))
    assert found.by == Fraction(2000)
    assert public_penalties(region=LILING) == ()
    for who in (DECIDER, WRITER, officer("leader", HIGHWAY, QIXING, number=5)):
        with pytest.raises(NotYourPower):
            _answer(desk, found.id, who)
    with pytest.raises(NotYourPower, match="不能由您审批"):
        _answer(desk, found.id, officer("leader", number=4))
    refused("opinion", "审批意见", lambda: _answer(desk, found.id, opinion=""))
    allowed = _answer(desk, found.id)
    assert (allowed.state, allowed.higher_post) == ("allowed", "某单位leader岗")
    assert [one.id for one in public_penalties(region=LILING)] == [found.id]
    with pytest.raises(PowerMoved):
        _answer(desk, found.id)
    assert [one.verb for one in trail(subject=found.id)] == ["powers.decide_penalty", "powers.allow_deviation"]


def _answer(desk: Desk, id: Any, who: Any = LEADER, **more: Any) -> Any:  # noqa: A002
    stated = {"agree": True, "opinion": "同意", **more}
    return allow_deviation(act=desk.by(who), reader=who, id=id, **stated)


@pytest.mark.req("PWR-013")
def test_what_is_denied_has_no_effect_and_hinders_nothing(desk: Desk) -> None:
    row = desk.in_force()
    found = desk.decide(row, **OUT)
    assert _answer(desk, found.id, agree=False).state == "denied"
    assert public_penalties(region=LILING) == ()
    assert desk.decide(row).state == "within"  # the same party, day and act


def test_facts_and_grounds_are_picked_and_each_is_found(desk: Desk) -> None:
    row = desk.in_force()
    refused("超限率", "没有填写", lambda: desk.decide(row, facts={"首次被查处": "是"}))
    refused("首次被查处", "只能是是、否", lambda: desk.decide(row, facts={"超限率": "3", "首次被查处": "大概"}))
    refused("态度", "没有“态度”", lambda: desk.decide(row, facts={"超限率": "3", "首次被查处": "是", "态度": "差"}))
    refused("超限率", "只能是0%以上200%以下", lambda: desk.decide(row, facts={"超限率": "201", "首次被查处": "是"}))


def test_bad_input_is_refused_by_field(desk: Desk) -> None:
    row = desk.in_force()
    refused("amount", "只填数字", lambda: desk.decide(row, amount="五千"))
    refused("amount", "最小到分", lambda: desk.decide(row, amount="5000.001"))
    refused("party", "核对号码", lambda: desk.decide(row, party="张三"))
    refused("number", "决定文号", lambda: desk.decide(row, number=""))
    refused("found", "违法事实", lambda: desk.decide(row, found=" "))
    refused("happened_on", "今天以前", lambda: desk.decide(row, happened_on=TODAY + timedelta(9)))
    refused("happened_on", "五年", lambda: desk.decide(row, happened_on=TODAY - timedelta(3000)))
    desk.decide(row, number="同号")
    refused("number", "已有文号“同号”", lambda: desk.decide(row, number="同号", party=PERSON))
    with pytest.raises(NotYourPower):
        desk.decide(row, WRITER)
    refused("baseline", "本单位适用", lambda: desk.decide(row, LAND_DECIDER))


def test_multiples_and_days(desk: Desk) -> None:
    tiers = [{"name": "一般", "kind": "一般", "when": ["其他情形"], "bounds": {"0": "1倍以上2倍以下"}}]
    times = desk.in_force(table(name="甲", measure="倍", of="违法所得", law_bounds="1倍以上3倍以下", tiers=tiers))
    refused("base", "没有填写", lambda: desk.decide(times, amount="100"))
    refused("base", "最小到分", lambda: desk.decide(times, amount="100", base="0.001"))
    found = desk.decide(times, amount="200.02", base="100.01")
    assert (found.state, found.high, found.measure.value) == ("within", Fraction("200.02"), "元")
    refused("amount", "高于上限 0.01 元", lambda: desk.decide(times, amount="200.03", base="100.01"), OutsideTier)


def test_on_the_spot_a_fine_is_small_whatever_it_is_a_multiple_of_and_nothing_is_beside_it(desk: Desk) -> None:
    tier = {"name": "一般", "kind": "一般", "when": ["其他情形"], "bounds": {"0": "1倍以上3倍以下"}}
    many: dict[str, Any] = {"measure": "倍", "of": "违法所得", "law_bounds": "1倍以上3倍以下"}
    times = desk.in_force(table(name="甲", **many, tiers=[tier]))
    spot: dict[str, Any] = {"summary": True, "party": OTHER_FIRM}
    assert desk.decide(times, amount="3000", base="1500", **spot).state == "within"
    refused("amount", "第五十一条", lambda: desk.decide(times, amount="3001", base="1500", found="二", **spot))
    assert desk.decide(times, amount="200", base="100", summary=True, party=PERSON).state == "within"
    more: dict[str, Any] = {"summary": True, "party": PERSON, "found": "三", "distinct": "另一次"}
    refused("amount", "第五十一条", lambda: desk.decide(times, amount="201", base="100", **more))
    beside = desk.in_force(table(name="乙", **many, tiers=[tier | {"also": "吊销许可证件"}]))
    more |= {"happened_on": TODAY - timedelta(1)}
    refused("amount", "并处“吊销许可证件”", lambda: desk.decide(beside, amount="100", base="100", **more))
    for place, also in enumerate(("警告", "责令改正")):
        lighter = desk.in_force(table(name=f"丙{place}", **many, tiers=[tier | {"also": also}]))
        more |= {"happened_on": TODAY - timedelta(2 + place)}
        assert desk.decide(lighter, amount="100", base="100", **more).state == "within"


@pytest.mark.req("PWR-020")
def test_the_ordinary_procedure_is_not_skipped_at_the_door(desk: Desk) -> None:
    row = desk.in_force()
    refused("", "请先登记案件线索", lambda: desk.decide(row, past=False))
    refused("", "请先登记案件线索", lambda: desk.decide(row, past=True, summary=True))
    assert PenaltyRow.objects.count() == 0


def test_the_version_of_the_day_or_of_the_act_is_used(desk: Desk) -> None:
    first = desk.in_force()
    draft = api.start_baseline(act=desk.by(WRITER), reader=WRITER, unit=HIGHWAY, based_on=first.id)
    saved = api.save_baseline(act=desk.by(WRITER), reader=WRITER, id=draft.id, revision=1, content=table(scope="新"))
    sent = api.submit_baseline(act=desk.by(WRITER), reader=WRITER, id=saved.id, revision=2, note="改")
    second = desk.approve(sent, valid_from=TODAY + timedelta(5))
    refused("baseline", "都不是现行的", lambda: desk.decide(second))
    desk.wait(days=10)
    assert desk.decide(second).state == "within"
    assert desk.decide(first, party=PERSON, happened_on=TODAY + timedelta(2)).state == "within"
    refused("baseline", "第三十七条", lambda: desk.decide(first, party=PERSON, happened_on=TODAY + timedelta(7)))


@pytest.mark.req("PWR-014")
def test_no_second_fine_for_the_same_act_by_anybody(desk: Desk) -> None:
    row = desk.in_force()
    land = desk.in_force(table(name="占地堆放"), writer=LAW, unit=LAND)
    first = desk.decide(row, found="G106 桥头，超限运输")
    told = refused("found", "行政处罚法第二十九条", lambda: desk.decide(row, found="g106桥头超限运输", distinct="不同"))
    assert first.number in str(told)
    refused("found", "醴陵市公路局", lambda: desk.decide(land, LAND_DECIDER, found="Ｇ106桥头 超限运输"))
    assert desk.decide(row, found="G106桥头超限运输", party=OTHER_FIRM).state == "within"
    earlier: dict[str, Any] = {
        "found": "G106桥头，超限运输",
        "happened_on": TODAY - timedelta(90),
    }  # the same words of another day
    refused("distinct", first.number, lambda: desk.decide(row, **earlier))
    assert desk.decide(row, **earlier, distinct="另一次运输，另有检查记录").state == "within"


@pytest.mark.req("PWR-014")
@pytest.mark.parametrize("again", ["检查记录2026-91号", "检查记录第2026－91号。", "检查记录〔２０２６〕第 91 号"])
def test_the_number_of_a_record_is_the_same_however_it_is_written(desk: Desk, again: str) -> None:
    row = desk.in_force()
    first = desk.decide(row, found="检查记录 2026-91")
    refused("found", first.number, lambda: desk.decide(row, found=again, distinct="与前一行为不同"))
    assert desk.decide(row, found="检查记录2026-92号", distinct="另一路段的另一行为").state == "within"
    assert PenaltyRow.objects.count() == 2


@pytest.mark.req("PWR-014")
def test_another_act_of_the_day_must_be_told_apart_and_is_shown_to_those_who_oversee(desk: Desk) -> None:
    row = desk.in_force()
    land = desk.in_force(table(name="占地堆放"), writer=LAW, unit=LAND)
    first = desk.decide(row)
    refused("distinct", first.number, lambda: desk.decide(land, LAND_DECIDER, found="占用路肩堆放砂石"))
    second = desk.decide(land, LAND_DECIDER, found="占用路肩堆放砂石", distinct="另一地点的另一行为")
    desk.decide(row, party=PERSON)
    (found,) = repeats(reader=LAW)
    assert ([one.id for one in found.penalties], found.crossed) == ([first.id, second.id], True)
    with pytest.raises(NotYourPower):
        repeats(reader=DECIDER)
    assert repeats(reader=officer("supervisor", HIGHWAY, QIXING)) == ()


@pytest.mark.req("PWR-014")
def test_an_act_that_two_offices_date_apart_is_asked_about_and_found(desk: Desk) -> None:
    row = desk.in_force()
    first = desk.decide(row, found="桥头超限")
    for days in (1, 2):
        on = TODAY - timedelta(days)
        refused("distinct", first.number, partial(desk.decide, row, found="超限运输一车", happened_on=on))
    far = desk.decide(row, found="超限运输一车", happened_on=TODAY - timedelta(3))
    assert repeats(reader=LAW) == ()
    between = desk.decide(row, found="又一车", happened_on=TODAY - timedelta(1), distinct="另一车")
    (found,) = repeats(reader=LAW)
    assert [one.id for one in found.penalties] == [far.id, between.id, first.id]
    assert (found.on, found.crossed) == (TODAY - timedelta(3), False)


def test_nobody_is_written_down_in_plain(desk: Desk) -> None:
    row = desk.in_force()
    found = desk.decide(row, party=PERSON, found="超限运输桥头", **OUT)
    with connection.cursor() as cursor:
        tables = ("powers_penalty", "journal_entry")
        texts = []
        for name in tables:
            cursor.execute(f"SELECT * FROM {name}")
            texts += [str(value) for line in cursor.fetchall() for value in line]
    for secret in (PERSON, "桥头", "造成桥梁损坏"):
        assert not [text for text in texts if secret in text], secret
    assert penalty(reader=LEADER, id=found.id)[1].reasons == "造成桥梁损坏"
    assert penalty(reader=DECIDER, id=found.id)[0].id == found.id
    for who in (officer("decider", LAND), officer("leader", HIGHWAY, QIXING), officer("system")):
        with pytest.raises(NoSuchPower):
            penalty(reader=who, id=found.id)
        assert desk_penalties(reader=who) == ()


def test_a_trial_judgement_keeps_nothing(desk: Desk) -> None:
    row = desk.in_force()
    decision = Decision(
        baseline=row.id, number="", facts={"超限率": "4", "首次被查处": "是"}, amount="0", party="",
        happened_on=TODAY, found="",
    )  # fmt: skip
    on = TODAY + timedelta(1)
    _, told = judge_penalty(reader=DECIDER, unit=HIGHWAY, decision=decision, on=on)
    assert (told.tier.kind, told.within) == ("不予处罚", True)
    assert "行政处罚法第三十三条" in told.words
    with pytest.raises(NotYourPower):
        judge_penalty(reader=WRITER, unit=HIGHWAY, decision=decision, on=on)
    assert PenaltyRow.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_fines_for_one_act_at_once_one_is_made(desk: Desk) -> None:
    row = desk.in_force()
    faults: list[Exception] = []
    start = threading.Barrier(4)

    def decides() -> None:
        try:
            start.wait()
            desk.decide(row, party=FIRM)
        except PowerRefused as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=decides) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (PenaltyRow.objects.count(), len(faults)) == (1, 3)
