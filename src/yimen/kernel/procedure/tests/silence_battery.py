"""What silence may not bring about, and how limits and special steps are read and told."""

from typing import Any

from .bpmn import line, node
from .lapse_battery import faults, renewal, step

SILENCES = [
    ({"lapse": "yes"}, "go", ["不是这一步的结果"]),
    ({"lapse": "GO!"}, "go", ["不是这一步的结果"]),
    ({"lapse": "go"}, "go::required", ["写明意见"]),
    ({"lapse": "go"}, "go:correct", ["告知"]),
    ({"lapse": "go"}, "go:refuse", ["不能由超时代替"]),
    ({"lapse": "go"}, "go:refuse_acceptance", ["不能由超时代替"]),
    ({"lapse": "go"}, "go:issue", ["办理"]),
    ({"lapse": "go"}, "go:deliver", ["办理"]),
    ({"lapse": "go", "limit": ""}, "go", ["没有时限可超"]),
    ({"lapse": "go", "role": "applicant"}, "go", ["申请人"]),
    ({"lapse": "no", "role": "applicant", "limit": ""}, "go", ["不是这一步的结果", "没有时限", "申请人"]),
    ({"special": "lunch"}, "go", ["特别程序“lunch”不对"]),
    ({"special": "Hearing"}, "go", ["yimen:special"]),
    ({"special": "hearing", "limit": ""}, "go", ["特殊环节要有自己的时限"]),
    ({"special": "survey", "limit": ""}, "go", ["特殊环节要有自己的时限"]),
    ({"limit": "24m"}, "go", ["yimen:limit"]),
    ({"limit": "0h"}, "go", ["yimen:limit"]),
    ({"limit": "24hh"}, "go", ["yimen:limit"]),
    ({"limit": "1.5h"}, "go", ["yimen:limit"]),
    ({"lapse": "go"}, "go", []),
    ({"lapse": "go"}, "go:accept", []),
    ({"lapse": "go"}, "go:grant:optional", []),
    ({"lapse": " go "}, "go", []),
    ({"special": "discussion"}, "go", []),
    ({"ground": "听证 <1>".replace("<", "&lt;")}, "go", []),
    ({"limit": "4h"}, "go", []),
]


def what_silence_cannot_do_is_refused_by_line(kernel: Any) -> None:
    for legal, outcome, words in SILENCES:
        xml = line("\n\n", step("a", outcome, **legal), ids=["a"])
        at = next(number for number, text in enumerate(xml.split(b"\n"), 1) if b"userTask" in text)
        found = faults(kernel, xml)
        assert len(found) == len(words), (legal, outcome, found)
        for word in words:
            assert any(word in item.mending for item in found), (word, found)
        assert all((item.line, item.element) == (at, "userTask a") for item in found), found


def only_human_steps_have_legal_words(kernel: Any) -> None:
    for name in ("lapse", "special", "ground"):
        xml = line(node("serviceTask", "a", name="a"), ids=["a"])
        (found,) = faults(kernel, xml.replace(b'name="a"', f'name="a" yimen:{name}="hearing"'.encode()))
        assert name in found.mending


def the_legal_words_are_kept(kernel: Any) -> None:
    xml = line(step("a", "go", lapse="go", special="hearing", ground="听证"), step("b", "go"), ids="ab")
    nodes = kernel.compile_bpmn(xml).nodes
    assert (nodes["a"].lapse, nodes["a"].special, nodes["a"].ground) == ("go", "hearing", "听证")
    assert (nodes["b"].lapse, nodes["b"].special, nodes["b"].ground) == ("", "", "")
    place = kernel.outline(kernel.compile_bpmn(xml))[0]
    assert (place.special, place.ground) == ("hearing", "听证")


def a_hearing_without_a_ground_is_pointed_out(kernel: Any) -> None:
    for special, ground, example in (
        *(("hearing", "", "听证"), ("expert", "", "专家评审"), ("hearing", "听证", ""), ("expert", "专家评审", "")),
        *(("survey", "", ""), ("discussion", "", ""), ("", "", "")),
    ):
        found = kernel.check(kernel.compile_bpmn(line(step("a", "go", special=special, ground=ground), ids=["a"])))
        assert [item.severity for item in found] == ["warning"] * bool(example)
        assert all(f"“暂停事由”，例如{example}（yimen:ground）" in item.mending for item in found)


def hours_and_still_clocks_are_left_out_of_the_promise(kernel: Any) -> None:
    def sum_is(days: Any, *steps: Any) -> None:
        ids = [f"t{number}" for number in range(len(steps))]
        xml = line(*(step(id_, "go", **legal) for id_, legal in zip(ids, steps, strict=True)), ids=ids)
        procedure = kernel.compile_bpmn(xml)
        assert kernel.check(procedure, promised_days=days) == ()
        assert days == 0 or f"合计 {days} 个工作日" in kernel.check(procedure, promised_days=days - 1)[0].mending

    sum_is(0, {"limit": "24h"})
    sum_is(3, {"limit": "24h"}, {"limit": "3wd"}, {"limit": "9999h"})
    sum_is(2, {"limit": "20wd", "special": "hearing", "ground": "听证"}, {"limit": "2wd"})
    sum_is(25, {"limit": "1mo"}, {"limit": "2cd"})


def limits_are_read_and_said(kernel: Any) -> None:
    for limit, parts, words in (
        *(("24h", (24, "h"), "24 小时"), ("5wd", (5, "wd"), "5 个工作日"), ("10cd", (10, "cd"), "10 日")),
        *(("1mo", (1, "mo"), "1 个月"), ("9999yr", (9999, "yr"), "9999 年")),
    ):
        assert kernel.limit_parts(limit) == parts
        assert kernel.limit_words(limit) == words
        assert words in kernel.draw(kernel.compile_bpmn(line(step("a", "go", limit=limit), ids=["a"])))
    assert kernel.limit_words("") == ""


def a_special_step_is_told_in_the_chart(kernel: Any) -> None:
    for special, words in kernel.SPECIALS.items():
        svg = kernel.draw(kernel.compile_bpmn(line(step("a", "go", special=special, limit="9wd"), ids=["a"])))
        assert f">{words}</text>" in svg
        assert f"特殊环节 {words}，时限 9 个工作日" in svg
    assert "特殊环节" not in kernel.draw(kernel.compile_bpmn(renewal()))


def a_lapsed_step_is_told_in_the_chart(kernel: Any) -> None:
    procedure = kernel.compile_bpmn(renewal())
    done, now, lapsed = frozenset({"accept", "examine"}), frozenset({"examine"}), frozenset({"accept", "examine", "s"})
    svg = kernel.draw(procedure, kernel.Position(done, now, {}, lapsed))
    assert (svg.count("✓ 超时默认"), svg.count("● 正在办理"), svg.count("✓ 已办")) == (1, 1, 0)
    assert "超时默认。之后" in svg
    assert kernel.draw(procedure, kernel.Position(done, now)).count("✓ 已办") == 1


CHECKS = [
    what_silence_cannot_do_is_refused_by_line,
    only_human_steps_have_legal_words,
    the_legal_words_are_kept,
    a_hearing_without_a_ground_is_pointed_out,
    hours_and_still_clocks_are_left_out_of_the_promise,
    limits_are_read_and_said,
    a_special_step_is_told_in_the_chart,
    a_lapsed_step_is_told_in_the_chart,
]
