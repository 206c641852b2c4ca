"""Baselines: written by the body, approved by its government, in force from a day after; each act in the journal."""

from datetime import timedelta
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

from yimen.contexts.catalogue.api import Change
from yimen.contexts.identity.api import Unit, load_units
from yimen.contexts.powers import baselines as reading
from yimen.contexts.powers.api import (
    NoSuchPower,
    NotYourPower,
    PowerMoved,
    PowerRefused,
    Version,
    baseline,
    baseline_history,
    baselines,
    coming_baselines,
    compared_above,
    desk_baselines,
    desk_counts,
    discard_baseline,
    end_baseline,
    end_entry,
    past_baselines,
    publish_entry,
    return_baseline,
    save_baseline,
    start_baseline,
    submit_baseline,
    usable_baselines,
)
from yimen.kernel.clock import local_date

from .conftest import (
    DECIDER,
    GOVERNMENT,
    HIGHWAY,
    JUSTICE,
    LAW,
    LILING,
    QIXING,
    TODAY,
    TOWN,
    WRITER,
    ZHUZHOU,
    Desk,
    officer,
    table,
)

WHY = Change("新增", "规范裁量权", "醴政发〔2026〕3号")


def refused(field: str, words: str, do: Any, kind: type[PowerRefused] = PowerRefused) -> PowerRefused:
    with pytest.raises(kind) as caught:
        do()
    assert words in str(caught.value)
    assert caught.value.field == field
    return caught.value


@pytest.mark.req("PWR-012")
def test_nothing_is_in_force_or_public_before_the_government_approved_it(desk: Desk) -> None:
    row = desk.submitted()
    assert baselines(on=TODAY + timedelta(30), region=LILING) == ()
    with pytest.raises(NoSuchPower):
        baseline(id=row.id)
    desk.approve(row)
    assert baseline(id=row.id).standing(TODAY) == "已审定，未施行"
    assert baselines(on=TODAY, region=LILING) == ()
    (found,) = baselines(on=TODAY + timedelta(1), region=LILING)
    assert (found.id, found.number, found.document) == (row.id, 1, "醴政函〔2026〕1号")
    assert found.standing(TODAY + timedelta(1)) == "现行"


@pytest.mark.req("PWR-012")
def test_it_takes_effect_no_sooner_than_the_day_after_approval(desk: Desk) -> None:
    row = desk.submitted()
    refused("valid_from", "最早从2026年11月24日起", lambda: desk.approve(row, valid_from=TODAY))
    assert desk.approve(row).valid_from == TODAY + timedelta(1)


@pytest.mark.req("PWR-012")
def test_who_wrote_or_submitted_it_never_approves_it(desk: Desk) -> None:
    both = officer("government", JUSTICE, number=1)  # the writer's own account, with another post
    row = desk.submitted()
    for reader, words in ((both, "不能由您审定"), (WRITER, "政府审定岗"), (LAW, "政府审定岗")):
        with pytest.raises(NotYourPower, match=words):
            desk.approve(row, reader)
    other = officer("government", JUSTICE, QIXING, number=3)
    with pytest.raises(NotYourPower):
        desk.approve(row, other)
    assert desk.approve(row).state == "approved"


def test_each_act_has_one_entry(desk: Desk) -> None:
    row = desk.in_force()
    verbs = [(one.verb, one.subject) for one in desk.entries()]
    steps = ("start", "save", "submit", "approve")
    assert verbs == [(f"powers.{step}_baseline", row.id) for step in steps]
    last = desk.entries()[-1]
    assert last.basis == "醴政函〔2026〕1号"
    assert last.facts["number"] == 1


@pytest.mark.req("PWR-010")
def test_only_a_table_without_gaps_overlaps_and_dead_tiers_is_submitted(desk: Desk) -> None:
    """Each planted fault stops the submission, with a case that shows it."""
    plants: Any = (
        (("when", ["超限率：超过30%、90%以下"]), 2, "gap", "不属于任何一档，例如"),
        (("when", ["超限率：超过20%、100%以下"]), 2, "overlap", "“较轻”和“一般”"),
        (("when", ["超限率：超过100%", "超限率：超过200%"]), 3, "unreachable", "永远不会出现"),
        (("bounds", {"0": "超过2万元、4万元以下"}), 3, "law", "40000 元超出法律允许"),
        (("bounds", {"0": "2万元以上3万元以下"}), 3, "shared", "20000 元"),
        (("bounds", {"4": "超过2万元、3万元以下"}), 3, "missing", "没有写这一级"),
    )
    for (key, value), place, kind, words in plants:
        content = table()
        content["tiers"][place][key] = value
        row = desk.drafted(content)
        error = refused("tiers", "不能送审", lambda row=row: _submit(desk, row))
        assert any(one.kind == kind and words in one.words for one in error.found), (kind, error.found)
        assert baseline(id=row.id, reader=WRITER).state == "draft"
    assert _submit(desk, desk.drafted()).state == "submitted"


def _submit(desk: Desk, row: Version) -> Version:
    return submit_baseline(act=desk.by(WRITER), reader=WRITER, id=row.id, revision=row.revision, note="请审定")


@pytest.mark.req("PWR-010")
def test_tiers_have_bounds_of_their_own_at_each_level(desk: Desk) -> None:
    found = desk.in_force().table
    assert found is not None
    usual = found.tiers[2]
    ends = [(level, span.least, span.most) for level in (3, 4) if (span := usual.span(level))]
    assert ends == [(3, Fraction(3000), Fraction(20_000)), (4, Fraction(3000), Fraction(10_000))]
    with_city_only = table(levels=[3])
    row = desk.drafted(with_city_only)
    refused("levels", "本单位所在的这一级", lambda: _submit(desk, row))


def test_faults_are_kept_in_a_draft_and_named_by_field(desk: Desk) -> None:
    row = desk.drafted({"name": "还没写完", "tiers": "乱写"})
    assert (row.table, row.name) == (None, "还没写完")
    assert "没有填写" in row.fault
    refused(row.field, "没有填写", lambda: _submit(desk, row))
    refused("", "内容太多", lambda: _save(desk, row, {"name": "甲" * 70_000}))
    refused("note", "送审说明", lambda: submit_baseline(
        act=desk.by(WRITER), reader=WRITER, id=_save(desk, row, table()).id, revision=3, note=" "))  # fmt: skip


def _save(desk: Desk, row: Version, content: Any, **more: Any) -> Version:
    return save_baseline(act=desk.by(WRITER), reader=WRITER, id=row.id, revision=row.revision, content=content, **more)


def test_two_who_write_at_once_do_not_overwrite_one_another(desk: Desk) -> None:
    row = desk.drafted()
    _save(desk, row, table(scope="甲先保存"))
    refused("", "别人的改动没有丢失", lambda: _save(desk, row, table(scope="乙后保存")), PowerMoved)
    assert baseline(id=row.id, reader=WRITER).data["scope"] == "甲先保存"


def test_what_was_returned_is_written_on_and_what_was_approved_is_not(desk: Desk) -> None:
    row = desk.submitted()
    refused("", "待审定", lambda: _save(desk, row, table()), PowerMoved)
    back = return_baseline(
        act=desk.by(GOVERNMENT), reader=GOVERNMENT, id=row.id, revision=row.revision, opinion="幅度太宽"
    )
    assert (back.state, back.opinion) == ("returned", "幅度太宽")
    again = desk.approve(_submit(desk, _save(desk, back, table(scope="收窄"))))
    refused("", "已审定", lambda: _save(desk, again, table()), PowerMoved)
    refused("", "已审定", lambda: desk.approve(again), PowerMoved)
    refused("", "已审定", lambda: discard_baseline(act=desk.by(WRITER), reader=WRITER, id=row.id), PowerMoved)


@pytest.mark.req("PWR-012")
def test_a_new_version_follows_and_the_day_before_stays_readable(desk: Desk) -> None:
    first = desk.in_force()
    draft = start_baseline(act=desk.by(WRITER), reader=WRITER, unit=HIGHWAY, based_on=first.id)
    assert draft.data == first.data
    saved = _save(desk, draft, table(scope="改过的范围"))
    second = desk.approve(_submit(desk, saved), valid_from=TODAY + timedelta(30))
    assert (second.family, second.number) == (first.family, 2)
    days = [(baselines(on=TODAY + timedelta(day), region=LILING)[0].number) for day in (1, 29, 30)]
    assert days == [1, 1, 2]
    assert [one.valid_to for one in baseline_history(family=first.family)] == [None, TODAY + timedelta(29)]
    third = start_baseline(act=desk.by(WRITER), reader=WRITER, unit=HIGHWAY, based_on=second.id)
    late = _submit(desk, _save(desk, third, table(scope="又改")))
    refused("valid_from", "2026年12月24日", lambda: desk.approve(late, valid_from=TODAY + timedelta(10)))


@pytest.mark.req("PWR-011", "PWR-012")
def test_what_is_to_come_and_what_is_past_is_public_with_its_days(desk: Desk) -> None:
    first = desk.approve(desk.submitted(), valid_from=TODAY + timedelta(5))
    listed = (coming_baselines, baselines, partial(past_baselines, limit=9))

    def found(on: Any, region: str = LILING, text: str = "") -> list[int]:
        return [len(read(on=on, region=region, text=text)) for read in listed]

    assert found(TODAY) == [1, 0, 0]
    assert found(TODAY, QIXING) == found(TODAY, text="别的") == [0, 0, 0]
    assert coming_baselines(on=TODAY, region=LILING)[0].valid_from == TODAY + timedelta(5)
    assert found(TODAY + timedelta(5)) == [0, 1, 0]
    last = TODAY + timedelta(9)
    more = {"document": "醴政函〔2026〕9号", "reason": "法律修改"}
    end_baseline(act=desk.by(GOVERNMENT), reader=GOVERNMENT, id=first.id, last_day=last, **more)
    assert found(last) == [0, 1, 0]
    assert found(last + timedelta(1)) == [0, 0, 1]


@pytest.mark.req("PWR-016")
def test_a_baseline_is_linked_to_a_version_of_the_local_rule(desk: Desk) -> None:
    content = {"sort": "裁量权具体办法", "document": "醴政发〔2026〕3号", "text": "第一条　规范裁量。"}
    given: Any = {"reader": LAW, "kind": "rule", "unit": JUSTICE, "name": "醴陵市规范行政处罚裁量权办法"}
    rule = publish_entry(act=desk.by(LAW), content=content, valid_from=TODAY, change=WHY, **given)
    row = _save(desk, desk.drafted(), table(), rule=rule.id)
    approved = desk.approve(_submit(desk, row))
    assert baseline(id=approved.id).rule == rule.id
    second = publish_entry(
        act=desk.by(LAW), content=content | {"text": "第一条　改过。"}, valid_from=TODAY + timedelta(1), code=rule.code,
        change=Change("变更", "完善", "醴政发〔2026〕9号"), **given,
    )  # fmt: skip
    assert second.number == 2
    assert baseline(id=approved.id).rule == rule.id  # what was approved keeps the version it was approved under
    desk.wait(days=1)
    refused("rule", "不是现行版本", lambda: _save(desk, desk.drafted(), table(), rule=rule.id))
    assert _save(desk, desk.drafted(), table(), rule=second.id).rule == second.id


@pytest.mark.req("PWR-012")
def test_at_which_level_a_government_approves_is_set_by_the_law_office(desk: Desk) -> None:
    assert desk.submitted().approver_region == LILING
    entry = publish_entry(
        act=desk.by(LAW), reader=LAW, kind="approval", unit=JUSTICE, name="报上级政府审定",
        content={"level": "市级政府"}, valid_from=TODAY, change=WHY,
    )  # fmt: skip
    row = desk.submitted()
    assert row.approver_region == ZHUZHOU
    with pytest.raises(NotYourPower):
        desk.approve(row)
    city = officer("government", JUSTICE, ZHUZHOU, number=7)
    assert desk.approve(row, city).approver_region == ZHUZHOU
    end_entry(
        act=desk.by(LAW), reader=LAW, kind="approval", code=entry.code, last_day=TODAY,
        change=Change("取消", "改回", "醴政发〔2026〕4号"),
    )  # fmt: skip
    desk.wait(days=1)
    assert desk.submitted().approver_region == LILING


def test_a_township_is_approved_by_its_county(desk: Desk) -> None:
    writer = officer("powers", TOWN, "450305200000", number=8)
    assert desk.submitted(table(levels=[3, 4, 5]), writer=writer, unit=TOWN).approver_region == QIXING


def test_drafts_are_seen_by_those_who_write_or_approve_them(desk: Desk) -> None:
    row = desk.submitted()
    seen = {name: [one.id for one in desk_baselines(reader=who)] for name, who in (
        ("writer", WRITER), ("law", LAW), ("government", GOVERNMENT), ("decider", DECIDER),
        ("elsewhere", officer("law", JUSTICE, QIXING)), ("other", officer("powers", JUSTICE)),
    )}  # fmt: skip
    none: dict[str, list[Any]] = {"decider": [], "elsewhere": [], "other": []}
    assert seen == {"writer": [row.id], "law": [row.id], "government": [row.id], **none}
    for who in (DECIDER, officer("law", JUSTICE, QIXING)):
        with pytest.raises(NoSuchPower):
            baseline(id=row.id, reader=who)
    with pytest.raises(NotYourPower):
        start_baseline(act=desk.by(DECIDER), reader=DECIDER, unit=HIGHWAY)


def test_a_long_list_at_the_desk_is_paged_those_that_wait_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "DESK_PAGE", 2)
    waiting = desk.submitted()
    desk.wait(days=1)
    later = [start_baseline(act=desk.by(WRITER), reader=WRITER, unit=HIGHWAY).id for _ in range(4)]
    seen = [[one.id for one in desk_baselines(reader=WRITER, page=page)] for page in (1, 2, 3, 4)]
    assert [len(page) for page in seen] == [2, 2, 1, 0]
    assert seen[0][0] == waiting.id  # though the others were changed later
    assert {one for page in seen for one in page} == {waiting.id, *later}
    assert desk_counts(reader=WRITER) == {"submitted": 1, "draft": 4}
    assert desk_counts(reader=DECIDER) == {}


def test_an_approved_baseline_is_ended_by_the_government_that_approved_it(desk: Desk) -> None:
    row = desk.in_force()
    day = TODAY + timedelta(9)
    given: Any = {"act": desk.by(GOVERNMENT), "reader": GOVERNMENT, "id": row.id, "document": "文", "reason": "废止"}
    refused("last_day", "不能早于今天", lambda: end_baseline(last_day=TODAY, **given))
    assert end_baseline(last_day=day, **given).valid_to == day
    assert baselines(on=day + timedelta(1), region=LILING) == ()
    refused("last_day", "不能再定", lambda: end_baseline(last_day=day, **given))


@pytest.mark.req("PWR-010")
def test_a_county_may_narrow_what_its_city_allows_and_never_widen_it(desk: Desk) -> None:
    city_law, city = officer("law", JUSTICE, ZHUZHOU, 21), officer("government", JUSTICE, ZHUZHOU, 22)
    above = desk.in_force(unit=city_unit(desk), writer=city_law, approver=city)
    wide = table()
    wide["tiers"][2]["bounds"] = {"0": "超过3000元、2万元以下"}  # the city allows its counties 10,000 yuan here
    row = desk.drafted(wide)
    told = refused("tiers", "“一般”档比上级基准宽", lambda: submit_baseline(
        act=desk.by(WRITER), reader=WRITER, id=row.id, revision=row.revision, note="请审定"))  # fmt: skip
    assert f"第 {above.number} 版" in str(told)
    assert [found.amount for found in told.found] == [Fraction(20000)]
    narrow = table()
    narrow["tiers"][2]["bounds"] = {"0": "超过4000元、8000元以下"}
    within = desk.submitted(narrow)
    (held,) = compared_above(reader=WRITER, id=within.id, on=TODAY + _DAY)
    assert (held.above.id, held.wider, held.unlike) == (above.id, (), ())
    other = desk.submitted(wide | {"name": "另一种行为"})  # another act under the same article
    assert other.state == "submitted"


@pytest.mark.req("PWR-010")
def test_what_cannot_be_compared_is_not_called_wider(desk: Desk) -> None:
    city_law, city = officer("law", JUSTICE, ZHUZHOU, 21), officer("government", JUSTICE, ZHUZHOU, 22)
    strange = table()
    strange["facts"][1]["choices"] = ["是", "否", "不明"]
    strange["tiers"][1]["when"].append("超限率：5%以下；首次被查处：不明")
    row = desk.submitted(strange)
    above = desk.in_force(unit=city_unit(desk), writer=city_law, approver=city)
    told = refused("tiers", "无法比较", lambda: desk.approve(row))
    assert "处放宽" not in str(told)
    assert "请按上级基准的选项写" in str(told)
    (held,) = compared_above(reader=WRITER, id=row.id, on=local_date(desk.act.now))
    assert (held.above.id, held.wider) == (above.id, ())
    assert held.unlike


def test_only_the_baselines_of_ones_units_and_of_the_places_above_are_read(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    city_law, city = officer("law", JUSTICE, ZHUZHOU, 21), officer("government", JUSTICE, ZHUZHOU, 22)
    own = desk.in_force()
    above = desk.in_force(table(), unit=city_unit(desk), writer=city_law, approver=city)
    writer = officer("powers", TOWN, "450305200000", number=8)
    elsewhere = desk.submitted(table(levels=[3, 4, 5]), writer=writer, unit=TOWN)
    desk.approve(elsewhere, officer("government", JUSTICE, QIXING, 31))
    posts, day = DECIDER.posts, local_date(desk.act.now) + _DAY
    with django_assert_max_num_queries(2):  # the rows, and the units' names
        found = usable_baselines(posts=posts, on=day)
    assert {one.id for one in found} == {own.id, above.id}


@pytest.mark.req("PWR-010")
def test_what_came_into_force_above_meanwhile_stops_an_approval(desk: Desk) -> None:
    wide = table()
    wide["tiers"][2]["bounds"] = {"0": "超过3000元、2万元以下"}
    row = desk.submitted(wide)
    city_law, city = officer("law", JUSTICE, ZHUZHOU, 21), officer("government", JUSTICE, ZHUZHOU, 22)
    desk.in_force(unit=city_unit(desk), writer=city_law, approver=city)
    refused("tiers", "“一般”档比上级基准宽", lambda: desk.approve(row))
    assert baseline(id=row.id, reader=WRITER).state == "submitted"


_DAY, CITY = timedelta(days=1), "11430200MB9900013U"


def city_unit(desk: Desk) -> str:
    """Returns the code of a body of the city, made for the purpose."""
    place = "株洲市（测试地址）"
    load_units(act=desk.act, units=[Unit(
        code=CITY, name="株洲市公路局（测试）", short="株公路", kind="department", region=ZHUZHOU,
        phone="0731-00000001", supervision_phone="0731-00000002", address=place, demo=True,
    )])  # fmt: skip
    return CITY
