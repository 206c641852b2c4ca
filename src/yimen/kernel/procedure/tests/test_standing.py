"""What stands as done, told from outside: runs are moved by outcomes, and each step is asked for by name."""

import re

import pytest

from yimen.kernel.procedure import Position, compile_bpmn, complete, draw, retell, send_back, standing, start, terminate
from yimen.kernel.procedure.lettering import wrap_words

from .bpmn import definitions, flow, node, user

pytestmark = pytest.mark.pure

LOOPED = compile_bpmn(
    definitions(
        node("startEvent", "s"),
        user("look", "agree", "refuse", name="审查"),
        user("weigh", "agree", "back", name="审核"),
        user("decide", "grant", name="决定"),
        node("exclusiveGateway", "x", default="on"),
        node("endEvent", "e", name="办结"),
        flow("s", "look"),
        flow("look", "weigh"),
        flow("weigh", "x"),
        flow("x", "look", "outcome == 'back'", "退回重审"),
        flow("x", "decide", "", "", "on"),
        flow("decide", "e"),
    )
)


def went(*outcomes: str):  # type: ignore[no-untyped-def]
    state = start(LOOPED, {}).state
    for outcome in outcomes:
        state = complete(LOOPED, state, state.open_tasks[0].token, outcome, {}).state
    return state


@pytest.mark.parametrize(
    ("outcomes", "done"),
    [
        ((), set()),
        (("agree",), {"look"}),
        (("agree", "agree"), {"look", "weigh"}),
        (("agree", "back"), set()),
        (("agree", "back", "agree"), {"look"}),
        (("agree", "back", "agree", "agree", "grant"), {"look", "weigh", "decide"}),
    ],
)
def test_a_step_behind_one_that_is_open_again_is_not_done(outcomes: tuple[str, ...], done: set[str]) -> None:
    assert standing(LOOPED, went(*outcomes)) == done


def test_a_run_ended_from_outside_leaves_what_was_open_undone() -> None:
    state = went("agree", "back")
    ended = terminate(LOOPED, state, "申请人死亡").state
    assert standing(LOOPED, ended, {"look"}) == set()


def test_a_return_that_keeps_what_was_done_leaves_it_done() -> None:
    state = went("agree", "agree")
    kept = send_back(LOOPED, state, state.open_tasks[0].token, {}, to="look", keep=True).state
    assert standing(LOOPED, kept) == {"weigh"}


def test_a_broken_run_says_so_in_the_drawing_and_in_words() -> None:
    place = Position(done=frozenset({"look"}), shut=frozenset({"weigh"}), broken="终止")
    svg = draw(LOOPED, place)
    assert "■ 未办，随流程结束" in svg
    assert "■ 本件已终止" in svg
    told, lines = retell(LOOPED, place)
    assert told == "本件已终止，停在“审核”，以后的环节不再办理。"
    assert len(lines) == 3
    assert "未办，随流程结束" in lines[1]
    assert told in svg


def test_the_sign_of_a_delay_never_stands_on_a_line_alone() -> None:
    late, past = {"look": "超期 12 个工作日"}, {"look": "第 1 次：超期 1 个工作日"}
    svg = draw(LOOPED, Position(now=frozenset({"look"}), late=late, past=past, once=frozenset({"look"})))
    assert "▲超期 12 个工作日" in svg
    assert not re.search(r">▲\s*<", svg)
    assert wrap_words("▲ 醴陵市自然资源局，超期 1 个工作日", 12, 116)[0].startswith("▲ 醴陵市")


@pytest.mark.parametrize(("ground", "words"), [("听证", "■ 已中止（听证）"), ("", "■ 已中止<")])
def test_a_suspended_run_is_not_drawn_as_going_on(ground: str, words: str) -> None:
    place = Position(now=frozenset({"look"}), halted=ground)
    assert words in draw(LOOPED, place)
    assert "正在办理" not in draw(LOOPED, place)
    assert words.strip("■ <") in retell(LOOPED, place)[1][0]


def test_a_step_over_its_limit_says_by_how_much() -> None:
    place = Position(now=frozenset({"look"}), notes={"look": "时限 2 个工作日"}, late={"look": "超期 3 个工作日"})
    svg = draw(LOOPED, place)
    assert "▲超期 3 个工作日" in svg
    assert "pf-now pf-late" in svg
    assert "超期 3 个工作日，时限 2 个工作日" in retell(LOOPED, place)[1][0]
