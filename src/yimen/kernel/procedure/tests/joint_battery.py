"""What a step that several do keeps when it asks for more (并联审查、补正), in plain cases worked out on paper.

Any copy of the package can be asked: the tests run them on ours and on mutants.
"""

import re
from typing import Any

from .bpmn import definitions, flow, node, user
from .lapse_battery import E, S, faults, here, run

UNITS = {"units": ["规划局", "消防队", "人防办"]}


def reviewed(rule: Any = "all", *, again: Any = "more", extra: Any = "", sequential: Any = "false", **more: Any) -> Any:
    """a; m by several (yes, no, more); more leads to mend and back to m; all else to b."""
    words = {"instances": "units", "rule": rule, "again": again, **more}
    marks = " ".join(f'yimen:{name}="{value}"' for name, value in words.items() if value)
    loop = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}" {marks}/>'
    several = user("m", "yes", "no", "more", extra=loop)
    for code in ("no", "more"):
        several = several.replace(f'code="{code}" name="{code}"', f'code="{code}" name="{code}" opinion="required"')
    return definitions(
        S,
        E,
        user("a"),
        several,
        user("mend", "sent"),
        user("b"),
        node("exclusiveGateway", "x", default="x-b"),
        node("exclusiveGateway", "n"),
        *(flow(*way) for way in ("sa", ("a", "n"), ("n", "m"), "mx", ("mend", "n"), "be")),
        flow("x", "mend", "outcome == 'more'", "补正"),
        flow("x", "b", "", "其他"),
        extra,
    )


def asked(at: Any) -> Any:
    return [task.item for task in at.state.open_tasks if task.node == "m"]


def say(kernel: Any, procedure: Any, at: Any, *voices: Any, data: Any = None) -> Any:
    """Casts voices such as "规划局=yes", or does a step such as "mend=sent"."""
    for voice in voices:
        who, code = voice.split("=")
        token = next(task.token for task in at.state.open_tasks if who in {task.item, task.node})
        stored = kernel.state_from_data(kernel.state_to_data(at.state))
        assert stored == at.state
        at = kernel.complete(procedure, stored, token, code, data or UNITS)
    return at


def started(kernel: Any, *voices: Any, data: Any = None, **more: Any) -> Any:
    procedure, at = run(kernel, reviewed(**more), "a=done", data=data or UNITS)
    return procedure, say(kernel, procedure, at, *voices, data=data)


def all_are_heard_before_more_is_asked_for(kernel: Any) -> None:
    for rule in ("all", "any", "1/3", "2/3"):
        for veto in ("", "true"):
            _, at = started(kernel, "消防队=more", rule=rule, veto=veto)
            assert asked(at) == ["规划局", "人防办"]
            _, at = started(kernel, "消防队=more", "规划局=yes", rule=rule, veto=veto)
            assert asked(at) == ["人防办"]
            _, at = started(kernel, "规划局=yes", "消防队=yes", rule=rule, veto=veto)
            assert asked(at) == ["人防办"]
            _, at = started(kernel, "消防队=more", "规划局=yes", "人防办=yes", rule=rule, veto=veto)
            assert here(at) == ["mend"]
            assert dict(at.state.results)["m"] == "more"


def without_one_who_may_ask_agreement_comes_early(kernel: Any) -> None:
    _, at = started(kernel, "规划局=yes", rule="any", again="")
    assert here(at) == ["b"]
    _, at = started(kernel, "规划局=yes", "消防队=no", "人防办=more", again="")
    assert dict(at.state.results)["m"] == "no"
    assert at.state.heard == ()


def more_comes_before_a_refusal_that_is_counted(kernel: Any) -> None:
    _, at = started(kernel, "规划局=no", "消防队=no", "人防办=more")
    assert here(at) == ["mend"]


def the_first_outcome_is_agreement_where_nothing_else_is_said(kernel: Any) -> None:
    for agree, code, against in (("", "yes", ["no", "more"]), ("no", "no", ["more"])):
        procedure, _ = started(kernel, agree=agree, again="")
        node = procedure.nodes["m"]
        assert node.agree == code
        assert [one.code for one in node.outcomes if node.opposes(one.code)] == against
    alone = procedure.nodes["mend"]
    assert alone.agree == alone.outcomes[0].code
    assert not any(alone.opposes(one.code) for one in alone.outcomes)


def a_veto_comes_before_all(kernel: Any) -> None:
    _, at = started(kernel, "规划局=more", "消防队=no", veto="true")
    assert here(at) == ["b"]
    assert dict(at.state.results)["m"] == "no"
    assert at.state.heard == ()


def only_those_who_asked_are_asked_again(kernel: Any) -> None:
    for first in (("规划局=yes", "消防队=more", "人防办=no"), ("人防办=no", "消防队=more", "规划局=yes")):
        procedure, at = started(kernel, *first, "mend=sent")
        assert asked(at) == ["消防队"]
        (group,) = at.state.groups
        assert group.size == 3
        assert {vote.item for vote in group.votes} == {"规划局", "人防办"}
        done = say(kernel, procedure, at, "消防队=yes")
        assert here(done) == ["b"]
        assert dict(done.state.results)["m"] == "no"  # the other's refusal still stands
        assert done.state.heard == ()
    procedure, at = started(kernel, "规划局=yes", "消防队=more", "人防办=more", "mend=sent")
    assert asked(at) == ["消防队", "人防办"]
    assert dict(say(kernel, procedure, at, "消防队=yes", "人防办=yes").state.results)["m"] == "yes"


def a_share_is_of_all_not_of_those_asked_again(kernel: Any) -> None:
    procedure, at = started(kernel, "规划局=yes", "消防队=no", "人防办=more", "mend=sent", rule="2/3")
    assert dict(say(kernel, procedure, at, "人防办=yes").state.results)["m"] == "yes"
    procedure, at = started(kernel, "规划局=yes", "消防队=no", "人防办=more", "mend=sent", rule="1/1")
    assert dict(say(kernel, procedure, at, "人防办=yes").state.results)["m"] == "no"


def it_may_be_asked_for_again_and_again(kernel: Any) -> None:
    procedure, at = started(kernel, "规划局=yes", "消防队=more", "人防办=more", "mend=sent")
    at = say(kernel, procedure, at, "消防队=more", "人防办=yes")
    assert here(at) == ["mend"]
    assert len(at.state.heard) == 1
    at = say(kernel, procedure, at, "mend=sent")
    assert asked(at) == ["消防队"]


def the_list_of_the_day_counts(kernel: Any) -> None:
    procedure, at = started(kernel, "规划局=yes", "消防队=more", "人防办=yes")
    wider = {"units": ["规划局", "消防队", "气象局"]}
    after = say(kernel, procedure, at, "mend=sent", data=wider)
    assert asked(after) == ["消防队", "气象局"]
    assert [vote.item for vote in after.state.groups[0].votes] == ["规划局"]
    nobody = {"units": ["规划局", "人防办"]}
    assert asked(say(kernel, procedure, at, "mend=sent", data=nobody)) == ["规划局", "人防办"]


def one_after_the_other_goes_on_with_those_who_asked(kernel: Any) -> None:
    votes = ("规划局=more", "消防队=yes", "人防办=more", "mend=sent")
    procedure, at = started(kernel, *votes, sequential="true")
    assert asked(at) == ["规划局"]
    at = say(kernel, procedure, at, "规划局=yes")
    assert asked(at) == ["人防办"]
    _, later = started(kernel, "规划局=yes", "消防队=more", "人防办=yes", "mend=sent", sequential="true")
    assert asked(later) == ["消防队"]
    assert here(say(kernel, procedure, at, "人防办=yes")) == ["b"]


def what_is_sent_back_past_it_is_asked_of_all(kernel: Any) -> None:
    procedure, at = started(kernel, "规划局=yes", "消防队=more", "人防办=yes")
    back = kernel.send_back(procedure, at.state, at.state.open_tasks[0].token, UNITS, to="a")
    assert back.state.heard == ()
    assert len(asked(say(kernel, procedure, back, "a=done"))) == 3


def what_is_withdrawn_leaves_the_voices(kernel: Any) -> None:
    procedure, at = started(kernel, "规划局=yes", "消防队=more", "人防办=yes")
    mended = at.state.open_tasks[0].token
    again = say(kernel, procedure, at, "mend=sent")
    back = kernel.withdraw(procedure, again.state, mended)
    assert here(back) == ["mend"]
    assert asked(say(kernel, procedure, back, "mend=sent")) == ["消防队"]


def silence_is_a_voice_that_is_kept(kernel: Any) -> None:
    xml = reviewed().replace(b'id="m"', b'id="m" yimen:lapse="yes"')
    procedure, at = run(kernel, xml, "a=done", data=UNITS)
    at = say(kernel, procedure, at, "规划局=more", "消防队=yes")
    at = kernel.lapse(procedure, at.state, at.state.open_tasks[0].token, UNITS)
    assert here(at) == ["mend"]
    assert asked(say(kernel, procedure, at, "mend=sent")) == ["规划局"]


def the_voices_that_wait_move_with_the_run(kernel: Any) -> None:
    """Their outcomes are called as the new version calls them, so that nobody who agreed is asked again."""
    procedure, at = started(kernel, "规划局=yes", "消防队=more", "人防办=yes", agree="yes")
    new = kernel.compile_bpmn(reviewed(agree="sure").replace(b'code="yes"', b'code="sure"'))
    moved = kernel.move_state(procedure, new, at.state, outcomes={("m", "yes"): "sure"})
    assert [vote.outcome for vote in moved.heard[0].votes] == ["sure", "more", "sure"]
    assert isinstance(hash(moved), int)  # a state is looked up by what it holds
    again = kernel.complete(new, moved, moved.open_tasks[0].token, "sent", UNITS)
    assert asked(again) == ["消防队"]
    token = next(task.token for task in again.state.open_tasks if task.node == "m")
    done = kernel.complete(new, again.state, token, "sure", UNITS)
    assert dict(done.state.results)["m"] == "sure"
    at = at._replace(state=at.state._replace(undo=()))  # what can be withdrawn holds the signing itself, with its rules
    assert not move_refused(kernel, procedure, at, reviewed(agree="yes"))
    assert move_refused(kernel, procedure, at, reviewed(agree="yes", rule="any"))
    assert move_refused(kernel, procedure, at, reviewed(agree="no"))
    assert move_refused(kernel, procedure, at, reviewed(agree="yes", again="no"))
    assert move_refused(kernel, procedure, at, reviewed(agree="yes").replace(b'"m"', b'"k"'))


def move_refused(kernel: Any, procedure: Any, at: Any, xml: bytes) -> bool:
    try:
        kernel.move_state(procedure, kernel.compile_bpmn(xml), at.state)
    except kernel.TransitionError:
        return True
    return False


def a_run_of_a_part_forgets_with_its_end(kernel: Any) -> None:
    """Within a sub-process that is run twice the second run asks all."""
    inner = reviewed().decode().split('isExecutable="true">', 1)[1].split("</bpmn:process>")[0]
    inner = inner.replace('sourceRef="x" targetRef="mend"', 'sourceRef="x" targetRef="b"')
    inner = inner.replace('sourceRef="mend" targetRef="n"', 'sourceRef="b" targetRef="mend"').replace(
        'sourceRef="b" targetRef="e"', 'sourceRef="mend" targetRef="e"'
    )
    outer = [node("startEvent", "s0"), node("subProcess", "p", inner, name="p"), user("q", "over", "end")]
    outer += [node("exclusiveGateway", "y", default="y-p"), node("exclusiveGateway", "z"), node("endEvent", "e0")]
    ways = [("s0", "z"), ("z", "p"), ("p", "q"), ("q", "y")]
    xml = definitions(
        *outer,
        *(flow(*way) for way in ways),
        flow("y", "e0", "outcome == 'end'", "完"),
        flow("y", "z", "", "再", "y-p"),
    )
    procedure, at = run(kernel, xml, "a=done", data=UNITS)
    at = say(kernel, procedure, at, "规划局=yes", "消防队=more", "人防办=yes")
    assert len(at.state.heard) == 1
    at = say(kernel, procedure, at, "b=done", "mend=sent")
    assert at.state.heard == ()
    at = say(kernel, procedure, at, "q=over", "a=done")
    assert len(asked(at)) == 3


def what_asks_must_be_an_outcome_in_words(kernel: Any) -> None:
    for again, bad in (("more", False), ("yes", True), ("nothing", True), ("no", False)):
        found = [one for one in faults(kernel, reviewed(again=again)) if "yimen:again" in one.mending]
        assert bool(found) is bad, again
    xml = reviewed().replace(b'code="more" name="more" opinion="required"', b'code="more" name="more"')
    assert any("yimen:again" in one.mending for one in faults(kernel, xml))


def it_is_written_and_read_the_same(kernel: Any) -> None:
    procedure = kernel.compile_bpmn(reviewed("2/3", veto="true"))
    assert kernel.compile_bpmn(kernel.to_xml(procedure)).nodes["m"].loop == procedure.nodes["m"].loop
    assert procedure.nodes["m"].loop.again == "more"


def what_each_voice_does_is_drawn_with_who_stands_where(kernel: Any) -> None:
    xml = reviewed(veto="true").replace(b'id="m"', b'id="m" yimen:lapse="yes"')
    lines = {"m": ("规划局 正在办理 第 2 天", "消防队 已办 同意")}
    drawn = kernel.draw(kernel.compile_bpmn(xml), kernel.Position(branches=lines))
    told = drawn.split("<desc")[1].split("</desc>")[0]
    shown = re.sub(r"<[^>]+>|\s", "", drawn.split("</desc>")[1])
    for words in ("no：一家即定", "more：汇总后一次提出，其他意见保留", "逾期：视为yes", *lines["m"]):
        assert words in told
        assert "".join(words.split()) in shown
    whose = {
        lapses: kernel.draw(kernel.compile_bpmn(xml), kernel.Position(lapses=lapses)) for lapses in (None, True, False)
    }
    assert "逾期：视为yes（事项允许的）" in whose[None]
    assert "逾期：视为yes（本事项适用超时默认）" in whose[True]
    assert "逾期：亮红灯，继续等待（本事项不适用超时默认）" in whose[False]
    halted = kernel.compile_bpmn(xml.replace(b'yimen:lapse="yes"', b'yimen:lapse="yes" yimen:ground="hearing"'))
    assert "逾期：视为" not in kernel.draw(halted, kernel.Position(lapses=True))
    rests = kernel.draw(kernel.compile_bpmn(xml), kernel.Position(now=frozenset({"m"}), halted="听证"))
    assert "已中止（听证）" in rests
    assert "正在办理" not in rests
    plain = kernel.draw(kernel.compile_bpmn(reviewed(again="")))
    assert "no、more：计入结果" in plain
    assert "逾期：亮红灯，继续等待" in plain
    assert "汇总" not in plain


def written(drawing: str) -> list[str]:
    """Returns the lines of text of a drawing, one by one."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


def who_takes_part_is_drawn_by_what_the_list_is_called(kernel: Any) -> None:
    plain = kernel.draw(kernel.compile_bpmn(reviewed("2/3")))
    assert {"参加：", "事项列明的协办部门", "会签，2/3yes"} <= set(written(plain))
    assert "参加：事项列明的协办部门" in plain.split("<desc")[1].split("</desc>")[0]
    named = reviewed().replace(b'isExecutable="true"', b'isExecutable="true" yimen:data="units=\xe7\x94\xb2"')
    assert "参加：甲" in written(kernel.draw(kernel.compile_bpmn(named)))
    for unnamed in (reviewed(instances="people"), definitions(S, E, user("a"), flow("s", "a"), flow("a", "e"))):
        assert "参加" not in kernel.draw(kernel.compile_bpmn(unnamed))


def names_of_units_stand_whole_in_their_lines(kernel: Any) -> None:
    names = ("醴陵市", "市场监督管理局", "自然资源局", "住房和城乡建设局", "株洲市", "生态环境局醴陵分局")
    lines = ("醴陵市市场监督管理局 已办", "醴陵市自然资源局 正在办理，已 2 个工作日", "株洲市生态环境局醴陵分局 已办")
    position = kernel.Position(branches={"m": (*lines, "醴陵市住房和城乡建设局 已办")})
    shown = written(kernel.draw(kernel.compile_bpmn(reviewed()), position))
    for name in names:
        assert any(name in line for line in shown), name
    assert not any(line.startswith("个工作日") for line in shown)
    long = "国务院部门关于特别重大公共建设项目的审查会商机关"
    told = "".join(written(kernel.draw(kernel.compile_bpmn(reviewed()), kernel.Position(branches={"m": (long,)}))))
    assert long in told


def lines_end_between_words_where_there_is_room(kernel: Any) -> None:
    wrap = kernel.lettering.wrap
    assert wrap("各家办完不是同意的", 15, 90) == ["各家办完", "不是同意的"]
    assert wrap("株洲市生态环境局", 15, 90) == ["株洲市", "生态环境局"]
    assert wrap("征求意见、专家论证和集体讨论", 15, 105) == ["征求意见、", "专家论证和", "集体讨论"]
    assert wrap("查生态环境局", 15, 60) == ["查生态环", "境局"]  # no room: less than half a line would be left
    assert wrap("县政务（服务）", 15, 60) == ["县政务", "（服务）"]


CHECKS = [
    who_takes_part_is_drawn_by_what_the_list_is_called,
    names_of_units_stand_whole_in_their_lines,
    all_are_heard_before_more_is_asked_for,
    without_one_who_may_ask_agreement_comes_early,
    the_first_outcome_is_agreement_where_nothing_else_is_said,
    more_comes_before_a_refusal_that_is_counted,
    a_veto_comes_before_all,
    only_those_who_asked_are_asked_again,
    a_share_is_of_all_not_of_those_asked_again,
    it_may_be_asked_for_again_and_again,
    the_list_of_the_day_counts,
    one_after_the_other_goes_on_with_those_who_asked,
    what_is_sent_back_past_it_is_asked_of_all,
    what_is_withdrawn_leaves_the_voices,
    silence_is_a_voice_that_is_kept,
    the_voices_that_wait_move_with_the_run,
    a_run_of_a_part_forgets_with_its_end,
    what_asks_must_be_an_outcome_in_words,
    it_is_written_and_read_the_same,
    what_each_voice_does_is_drawn_with_who_stands_where,
    lines_end_between_words_where_there_is_room,
]
