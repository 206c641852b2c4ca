"""What a baseline must tell, against every case tried one by one and against sums done by hand."""

from fractions import Fraction
from typing import Any

from . import made, oracle

CASES = ("gap", "overlap", "unreachable")


def every_case_is_looked_at(kit: Any, seed: int) -> None:
    """Gaps, overlaps and dead alternatives are found where trying all cases finds them, with a case that shows it."""
    data, values, tests = made.tables(seed)
    baseline = kit.baseline_from_data(data)
    found = kit.findings(baseline)
    every = oracle.cases(values)
    sets = {tuple(oracle.met(tests, case)) for case in every}
    gaps = [one for one in found if one.kind == "gap"]
    assert len(gaps) == (() in sets)
    assert all(oracle.met(tests, dict(one.case)) == [] for one in gaps)
    overlaps = [one for one in found if one.kind == "overlap"]
    assert {one.tiers for one in overlaps} == {one for one in sets if len(one) > 1}
    assert all(tuple(oracle.met(tests, dict(one.case))) == one.tiers for one in overlaps)
    dead = sorted(one.tiers[0] for one in found if one.kind == "unreachable")
    assert dead == oracle.never(values, tests)
    assert kit.sound(baseline) == (not any(one.kind in kit.ERRORS for one in found))
    if not any(one.kind in CASES for one in found):
        for case in every:
            assert kit.judge(baseline, 4, case, Fraction(3)).place == oracle.met(tests, case)[0]


def every_amount_is_looked_at(kit: Any, seed: int) -> None:
    """Bounds beyond the law, empty, in the wrong order or shared, against the sets of days themselves."""
    data, law_span, spans = made.amounts(seed)
    baseline = kit.baseline_from_data(data)
    law = oracle.days(law_span)
    found = [one for one in kit.findings(baseline) if one.kind not in CASES]
    told = {(one.kind, one.tiers) for one in found}
    if not law:
        assert told == {("empty", ())}
        return
    sets = {at: oracle.days(span) for at, (_, span) in enumerate(spans)}
    assert {tiers[0] for kind, tiers in told if kind == "empty"} == {at for at, one in sets.items() if not one}
    full = {at: one for at, one in sets.items() if one}
    wrong = {at for at, one in full.items() if oracle.unlawful(spans[at][0], one, law)}
    assert {tiers[0] for kind, tiers in told if kind == "law"} == wrong
    for one in (each for each in found if each.kind == "law"):
        assert one.amount in full[one.tiers[0]]
        assert one.amount not in law or spans[one.tiers[0]][0] == "减轻"
    ranks = {at: made.KINDS.index(spans[at][0]) for at in full if spans[at][0] != "不予处罚"}
    pairs = [(low, high) for low in ranks for high in ranks if ranks[low] < ranks[high]]
    turned = {(a, b) for a, b in pairs if min(full[a]) > min(full[b]) or max(full[a]) > max(full[b])}
    assert {tiers for kind, tiers in told if kind == "order"} == turned
    shared = {pair for pair in pairs if pair not in turned and full[pair[0]] & full[pair[1]]}
    assert {tiers for kind, tiers in told if kind == "shared"} == shared
    for one in (each for each in found if each.kind == "shared"):
        assert one.amount in full[one.tiers[0]] & full[one.tiers[1]]
    used = set().union(*full.values()) if full else set()
    left = law - used - {0}
    assert [one.amount for one in found if one.kind == "unused"] == ([min(left)] if left else [])


def every_amount_is_judged(kit: Any, seed: int) -> None:
    """Within, or by how many days outside, the nearest allowed day being the measure."""
    data, law_span, spans = made.amounts(seed)
    baseline = kit.baseline_from_data(data)
    law = oracle.days(law_span)
    for at, (kind, span) in enumerate(spans):
        allowed = oracle.days(span)
        may = law | ({*range(max(law) + 1)} if kind in made.KINDS[:2] and law else set())
        for day in range(25) if allowed else ():
            found = kit.judge(baseline, 4, {"级": "甲乙丙丁"[at]}, Fraction(day))
            nearest = min(allowed, key=lambda one: (abs(one - day), one))
            assert (found.place, found.within) == (at, day in allowed)
            if day < min(allowed) or day > max(allowed):
                assert found.by == day - nearest
            assert found.lawful == (day in may) or not law
            assert ("不能作出" in found.words) == (not found.lawful and not found.within)


def words_are_read_back(kit: Any, seed: int) -> None:
    """What a span says is read as the same span; each day is in it or not as the oracle says."""
    import random

    words, span = made.bounds(random.Random(seed), 20, half=True, unit="元")
    read = kit.span_of(words, "元", "幅度")
    assert kit.span_of(read.words("元"), "元", "幅度") == read
    for value in (Fraction(one, 4) for one in range(90)):
        assert read.holds(value) == oracle.holds(span, value)


def law_speaks_so(kit: Any) -> None:
    """以上、以下 include the number; 超过、不满、不足、低于 do not; a myriad is ten thousand."""

    def read(text: str, unit: str = "元") -> Any:
        return kit.span_of(text, unit, "幅度")

    span = kit.Span
    assert read("5000元以上3万元以下") == span(Fraction(5000), Fraction(30_000))
    assert read("超过3000元、不满5000元") == span(Fraction(3000), Fraction(5000), over=True, under=True)
    assert read("3万元以下") == span(None, Fraction(30_000))
    assert read("低于500") == read("不足500元") == read("不满500元") == span(None, Fraction(500), under=True)
    assert read("高于1.5元") == span(Fraction(3, 2), None, over=True)
    assert read("不超过2000元") == read("2000元以下")
    assert read("20%以上，50%以下", "%") == span(Fraction(20), Fraction(50))
    assert read("3次", "次") == span(Fraction(3), Fraction(3))
    assert read("不限") == span()
    assert read(read("超过3元、不满3元").words("元")) == span(Fraction(3), Fraction(3), over=True, under=True)
    assert [kit.number_words(Fraction(*one)) for one in ((3, 2), (1, 3), (1200, 1), (1, 10_000))] == [
        "1.5",
        "1/3",
        "1200",
        "0.0001",
    ]
    for wrong in ("", "很多", "3000元以上以上", "1000元以上2000元以上", "超过1000元以下", "5美元", "1000元以上2000"):
        said(kit, "读不懂", "幅度", lambda wrong=wrong: read(wrong))


def money_is_exact(kit: Any) -> None:
    """A fen more than the bound is outside by a fen; multiples round inwards to a fen; days are whole."""
    money = made.whole(measure="元", law_bounds="3万元以下", tiers=[tier("超过0.1元、不满0.3元")])
    baseline = kit.baseline_from_data(money)

    def ask(text: str) -> Any:
        return kit.judge(baseline, 4, {"次数": Fraction(1)}, Fraction(text))

    assert [ask(text).by for text in ("0.1", "0.11", "0.29", "0.3", "30000")] == [
        Fraction(-1, 100), 0, 0, Fraction(1, 100), Fraction("29999.71")]  # fmt: skip
    assert "高于上限 0.01 元" in ask("0.3").words
    assert "某法》第一条" in ask("0.3").words
    assert (ask("30000.01").lawful, ask("30000").lawful) == (False, True)
    said(kit, "最小到分", "amount", lambda: ask("0.001"))
    said(kit, "不能为负", "amount", lambda: ask("-1"))
    times = made.whole(measure="倍", of="违法所得", law_bounds="1倍以上3倍以下", tiers=[tier("超过1.5倍、2倍以下")])
    found = kit.judge(kit.baseline_from_data(times), 4, {"次数": Fraction(1)}, Fraction("150.02"), Fraction("100.01"))
    assert (found.low, found.high, found.within) == (Fraction("150.02"), Fraction("200.02"), True)
    even = kit.judge(kit.baseline_from_data(times), 4, {"次数": Fraction(1)}, Fraction(150), Fraction(100))
    assert (even.low, even.by, even.lawful) == (Fraction("150.01"), Fraction(-1, 100), True)
    far = kit.judge(kit.baseline_from_data(times), 4, {"次数": Fraction(1)}, Fraction(301), Fraction(100))
    assert (far.lawful, far.law_by) == (False, 1)
    said(
        kit, "没有填写", "base", lambda: kit.judge(kit.baseline_from_data(times), 4, {"次数": Fraction(1)}, Fraction(1))
    )
    uneven = made.whole(measure="倍", of="违法所得", law_bounds="1倍以上3倍以下", tiers=[tier("1.5倍以下")])
    found = kit.judge(kit.baseline_from_data(uneven), 4, {"次数": Fraction(1)}, Fraction(150), Fraction("100.01"))
    assert (found.low, found.high) == (0, Fraction("150.01"))  # one and a half times is 150.015
    days = kit.baseline_from_data(made.whole())
    said(kit, "最小到日", "amount", lambda: kit.judge(days, 4, {"次数": Fraction(1)}, Fraction("1.5")))
    said(kit, "这一级", "level", lambda: kit.judge(days, 3, {"次数": Fraction(1)}, Fraction(1)))


def tier(words: str, kind: str = "一般", **more: Any) -> dict[str, Any]:
    return {"name": kind, "kind": kind, "when": ["其他情形"], "bounds": {"0": words}, **more}


def levels_have_their_own_bounds(kit: Any) -> None:
    """One tier, by level: a county may go to three days, a city to nine; the province has said nothing."""
    rows = [tier("", bounds={"4": "1日以上3日以下", "3": "1日以上9日以下"})]
    baseline = kit.baseline_from_data(made.whole(levels=[2, 3, 4], tiers=rows))
    found = [(one.kind, one.level) for one in kit.findings(baseline)]
    assert ("missing", 2) in found
    assert ("unused", 4) in found
    assert ("unused", 3) not in found
    highs = [kit.judge(baseline, level, {"次数": Fraction(0)}, Fraction(5)).within for level in (3, 4)]
    assert highs == [True, False]
    both = kit.baseline_from_data(
        made.whole(levels=[3, 4], tiers=[tier("", bounds={"0": "1日以上9日以下", "4": "2日"})])
    )
    assert [both.tiers[0].span(level).words("日") for level in (3, 4)] == ["1日以上9日以下", "2日"]


def ends_of_the_law_are_looked_at(kit: Any) -> None:
    """Lessened means below the least that the law names; the last day of the law is an amount too."""

    def found(words: str, kind: str = "一般") -> Any:
        baseline = kit.baseline_from_data(made.whole(law_bounds="5日以上9日以下", tiers=[tier(words, kind)]))
        return [(one.kind, one.amount) for one in kit.findings(baseline)]

    assert found("超过0日、不满5日", "减轻") == [("unused", 5)]
    assert found("超过0日、5日以下", "减轻") == [("law", 5), ("unused", 6)]
    assert found("5日以上8日以下") == [("unused", 9)]
    assert found("5日以上9日以下") == []
    assert found("4日以上9日以下") == [("law", 4)]
    assert found("5日以上") == [("law", 10)]


def facts_are_found_one_by_one(kit: Any) -> None:
    facts = [
        {"name": "超限率", "unit": "%", "range": "0%以上200%以下"},
        {"name": "次数", "range": "1以上", "whole": True},
        {"name": "初次违法", "choices": ["是", "否"]},
    ]
    baseline = kit.baseline_from_data(made.whole(facts=facts))
    right = {"超限率": "20.5", "次数": "3", "初次违法": "是"}
    assert kit.facts_of(baseline, right) == {"超限率": Fraction("20.5"), "次数": 3, "初次违法": "是"}
    for name, wrong, words in (
        ("超限率", "", "没有填写"), ("超限率", "200.1", "只能是0%以上200%以下"), ("超限率", "二十", "只填数字"),
        ("次数", "1.5", "整数"), ("次数", "0", "只能是"), ("初次违法", "也许", "只能是是、否"),
        ("别的", "1", "没有“别的”"),
    ):  # fmt: skip
        said(kit, words, name, lambda name=name, wrong=wrong: kit.facts_of(baseline, right | {name: wrong}))


def finest_pieces_are_seen(kit: Any) -> None:
    """A gap of one ten-thousandth, between whole numbers none, and a single number that nobody took."""
    facts = [{"name": "率", "range": "0以上1以下"}]
    for second, gap in (
        ("超过0.5001", ["0.5001"]),
        ("0.5001以上", None),
        ("超过0.5", None),
        ("0.5002以上", ["0.5001"]),
    ):
        rows = [tier("1日以上9日以下", when=["率：0.5以下"]), tier("1日以上9日以下", name="重", when=[f"率：{second}"])]
        found = [
            one
            for one in kit.findings(kit.baseline_from_data(made.whole(facts=facts, tiers=rows)))
            if one.kind == "gap"
        ]
        assert [[kit.number_words(dict(one.case)["率"])] for one in found] == ([gap] if gap else [])
    rows = [tier("1日以上9日以下", when=["次数：2以下"]), tier("1日以上9日以下", name="重", when=["次数：3以上"])]
    assert not [one for one in kit.findings(kit.baseline_from_data(made.whole(tiers=rows))) if one.kind == "gap"]


def too_many_cases_are_said(kit: Any) -> None:
    facts = [{"name": f"事{at}", "choices": [f"值{one}" for one in range(12)]} for at in "甲乙丙丁戊己"]
    rows = [
        {
            **tier("1日以上9日以下"),
            "name": f"第{at}档",
            "when": [f"{f['name']}：值{at}、值{(at + k) % 12}" for k, f in enumerate(facts)],
        }
        for at in range(12)
    ]
    found = kit.findings(kit.baseline_from_data(made.whole(facts=facts, tiers=rows)))
    assert {one.kind for one in found} & {"large", "overlap"}


def faults_are_named_by_field(kit: Any) -> None:
    """Each wrong part of a baseline, where it stands and a word of what is said."""
    rows, facts = made.whole()["tiers"], made.whole()["facts"]
    wrong: Any = (
        ({"name": ""}, "name", "没有填写"), ({"law": "甲" * 121}, "law", "120"), ({"scope": 3}, "scope", "文字"),
        ({"kinds": []}, "kinds", "1 至"), ({"measure": "斤"}, "measure", "元、倍、日"), ({"of": "货值"}, "of", "倍数"),
        ({"measure": "倍"}, "of", "什么的倍数"), ({"law_bounds": ""}, "law_bounds", "没有填写"),
        ({"law_bounds": "多罚"}, "law_bounds", "读不懂"), ({"levels": [7]}, "levels", "至少选一级"),
        ({"levels": [4, 4]}, "levels", "不重复"), ({"levels": []}, "levels", "至少"), ({"extra": 1}, "", "不认识"),
        ({"facts": []}, "facts", "1 至"), ({"facts": facts * 2}, "facts", "写了两次"),
        ({"facts": ["甲"]}, "facts", "对象"),
        ({"facts": [{"name": "甲：乙"}]}, "facts.0.name", "冒号"),
        ({"facts": [{"name": "甲", "choices": ["一"]}]}, "facts.0.choices", "至少两个"),
        ({"facts": [{"name": "甲", "choices": ["一", "一"]}]}, "facts.0.choices", "互不相同"),
        ({"facts": [{"name": "甲", "range": "9以下"}]}, "facts.0.range", "最小"),
        ({"facts": [{"name": "甲", "unit": "以上"}]}, "facts.0.unit", "单位"),
        ({"tiers": rows * 2}, "tiers", "名称相同"),
        ({"tiers": [*rows, {**rows[0], "name": "另"}]}, "tiers", "只能写在一档"),
        ({"tiers": [rows[0] | {"kind": "随便"}]}, "tiers.0.kind", "之一"),
        ({"tiers": [rows[0] | {"when": []}]}, "tiers.0.when", "情形"),
        ({"tiers": [rows[0] | {"when": ["年龄：3"]}]}, "tiers.0.when", "可用的事实"),
        ({"tiers": [rows[0] | {"when": ["次数：3；次数：4"]}]}, "tiers.0.when", "只写一次"),
        ({"tiers": [rows[0] | {"when": ["次数：三"]}]}, "tiers.0.when", "读不懂"),
        ({"tiers": [rows[0] | {"bounds": {}}]}, "tiers.0.bounds", "没有填写"),
        ({"tiers": [rows[0] | {"kind": "不予处罚"}]}, "tiers.0.bounds", "不用写"),
        ({"tiers": [rows[0] | {"bounds": {"9": "1日"}}]}, "tiers.0.bounds", "层级"),
        ({"tiers": [rows[0] | {"colour": "红"}]}, "tiers.0", "不认识"),
    )  # fmt: skip
    for more, field, words in wrong:
        said(kit, words, field, lambda more=more: kit.baseline_from_data(made.whole(**more)))


def odd_amounts_stand_out(kit: Any) -> None:
    """Medians by hand; one far amount among ordinary ones; many far ones do not hide; too few tell nothing."""
    plain = [Fraction(one, 100) for one in (48, 49, 50, 50, 51, 52, 47, 53)]
    assert kit.spread(plain[:7]) is None
    assert kit.spread(plain).unusual == ()
    assert kit.spread([*plain, Fraction(1)]).unusual == (8,)
    assert kit.spread([*plain, Fraction(0)]).unusual == (8,)
    assert kit.spread([*plain, Fraction(1), Fraction(1), Fraction(1)]).unusual == (8, 9, 10)
    found = kit.spread([Fraction(one) for one in (1, 2, 3, 4, 5, 6, 7, 8)])
    assert (found.median, found.count) == (Fraction(9, 2), 8)
    assert found.high - found.median == 2 * Fraction(35_000, 6745)  # of the distances 0.5 … 3.5 the middle is 2
    assert found.median - found.low == found.high - found.median
    alike = kit.spread([Fraction(1, 2)] * 9 + [Fraction(1)])
    assert alike.unusual == (9,)  # mean deviation 1/20: its reach is 0.2193
    assert alike.high == Fraction(1, 2) + Fraction(35 * 12_533, 100_000) / 20
    assert kit.spread([Fraction(1, 2)] * 10).unusual == ()
    assert kit.spread([Fraction(one) for one in (5, 1, 8, 3, 2, 7, 6, 4)]).median == Fraction(9, 2)  # in any order
    assert kit.median([Fraction(one) for one in (3, 1, 2)]) == 2
    assert kit.place_in(Fraction(15), Fraction(10), Fraction(20)) == Fraction(1, 2)
    assert kit.place_in(Fraction(15), Fraction(10), None) is None
    assert kit.place_in(Fraction(10), Fraction(10), Fraction(10)) is None


def said(kit: Any, words: str, field: str, ask: Any) -> None:
    try:
        ask()
    except kit.DiscretionError as error:
        told = (str(error), error.field)
    else:
        told = ("", "nothing was said")
    assert words in told[0], told
    assert told[1] == field, told


PLAIN = (
    law_speaks_so,
    money_is_exact,
    levels_have_their_own_bounds,
    ends_of_the_law_are_looked_at,
    facts_are_found_one_by_one,
    finest_pieces_are_seen,
    too_many_cases_are_said,
    faults_are_named_by_field,
    odd_amounts_stand_out,
)
SEEDED = (every_case_is_looked_at, every_amount_is_looked_at, every_amount_is_judged, words_are_read_back)
