"""Drawings, judged by the SVG alone: well-formed, complete, nothing upon anything else, readable without eyes."""

import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.procedure import Position, compile_bpmn, draw, outline, retell

from .bpmn import blocks, definitions, flow, line, node, user, workflow

pytestmark = pytest.mark.pure

SVG = "{http://www.w3.org/2000/svg}"
DEMO = Path(__file__).resolve().parents[5] / "demo" / "procedures"
KEYS = ("highway-licence", "township-service", "registration", "instant")
ROLES = {
    "window": "综合窗口",
    "examiner": "审查岗",
    "reviewer": "审核岗",
    "decider": "决定岗",
    "issuer": "制证岗",
    "applicant": "申请人",
}
TANGLE = definitions(
    node("startEvent", "s"),
    node("endEvent", "e", name="办结"),
    node("endEvent", "e2", name="终止审查并退回全部申请材料"),
    *(
        user(id_, "one", "two", "three", name=name)
        for id_, name in zip("abcdf", ("受理", "审查会商与专家评审", "决定", "听证", "补正"), strict=True)
    ),
    *(node("exclusiveGateway", f"x{n}", default=f"d{n}") for n in range(5)),
    flow("s", "a"),
    flow("a", "x0"),
    flow("x0", "b", "", "同意并转审查", "d0"),
    flow("x0", "f", "outcome == 'two'", "一次告知补正材料"),
    flow("x0", "e2", "outcome == 'three'"),
    flow("f", "x4"),
    flow("x4", "a", "", "已补正", "d4"),
    flow("x4", "e2", "outcome == 'two'", "逾期不补正"),
    flow("x4", "c", "outcome == 'three'", "直接决定"),
    flow("b", "x1"),
    flow("x1", "c", "", "建议准予", "d1"),
    flow("x1", "b", "outcome == 'two'", "继续"),
    flow("x1", "f", "outcome == 'three'", "退回申请人补充材料"),
    flow("c", "x2"),
    flow("x2", "e", "", "准予", "d2"),
    flow("x2", "d", "outcome == 'two'", "听证"),
    flow("x2", "a", "outcome == 'three'", "发回重办"),
    flow("d", "x3"),
    flow("x3", "c", "", "听证结束", "d3"),
    flow("x3", "d", "outcome == 'two'", "延期"),
    flow("x3", "b", "outcome == 'three'", "重新审查"),
)


def tree(svg: str) -> Any:
    return ET.fromstring(svg)


class Seen:
    """A drawing as its reader meets it."""

    def __init__(self, svg: Any) -> None:
        self.root = tree(svg)
        _, _, self.width, self.height = map(float, self.root.get("viewBox").split())
        self.nodes = {group.get("data-node"): group for group in self.root.iter(f"{SVG}g") if group.get("data-node")}
        self.boxes = {id_: self.box(group.find(f"{SVG}rect[@class='pf-box']")) for id_, group in self.nodes.items()}
        self.labels = [self.letters(text) for text in self.root.iter(f"{SVG}text") if text.get("class") == "pf-label"]
        self.edges = [
            [tuple(map(float, point.split())) for point in re.findall(r"[\d.-]+ [\d.-]+", path.get("d"))]
            for path in self.root.iter(f"{SVG}path")
        ]

    @staticmethod
    def box(rect: Any) -> Any:
        x, y, w, h = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        return x, y, x + w, y + h

    @staticmethod
    def letters(text: Any) -> Any:
        size, x, y = (float(text.get(name)) for name in ("font-size", "x", "y"))
        wide = sum(size if re.match("[\u3000-\uffff]", sign) else size * 0.6 for sign in text.text)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.get("text-anchor")]
        return left, y - size * 0.85, left + wide, y + size * 0.1

    def words(self, id_: Any, name: Any) -> Any:
        return "".join(text.text for text in self.nodes[id_].iter(f"{SVG}text") if text.get("class") == name)


def meet(a: Any, b: Any, room: Any = 0.0) -> Any:
    return a[0] < b[2] - room and b[0] < a[2] - room and a[1] < b[3] - room and b[1] < a[3] - room


def strokes(edge: Any) -> list[Any]:
    """Returns an arrow's straight parts as thin boxes, the last item telling those across from those down."""
    found = []
    for (ax, ay), (bx, by) in pairwise(edge):
        across = abs(bx - ax) > abs(by - ay)
        if max(abs(bx - ax), abs(by - ay)) > 8:
            found.append(
                (min(ax, bx), ay - 0.5, max(ax, bx), ay + 0.5, True)
                if across
                else (ax - 0.5, min(ay, by), ax + 0.5, max(ay, by), False)
            )
    return found


def judge(svg: Any) -> Any:
    """Fails where anything lies upon anything else or out of sight; returns what is seen."""
    seen = Seen(svg)
    frame = (0, 0, seen.width, seen.height)
    for box in [*seen.boxes.values(), *seen.labels]:
        assert frame[0] <= box[0] <= box[2] <= frame[2]
        assert frame[1] <= box[1] <= box[3] <= frame[3]
    for one, other in combinations([*seen.boxes.values(), *seen.labels], 2):
        assert not meet(one, other)
    segments = [(a, b) for edge in seen.edges for a, b in pairwise(edge)]
    for (ax, ay), (bx, by) in segments:
        stroke = (min(ax, bx), min(ay, by), max(ax, bx) + 0.1, max(ay, by) + 0.1)
        assert 0 <= stroke[0] <= stroke[2] <= seen.width
        for box in [*seen.boxes.values(), *seen.labels]:
            assert not meet(stroke, box, 0.2)
    for one, other in combinations(seen.edges, 2):
        assert not any(meet(a, b) and a[4] == b[4] for a in strokes(one) for b in strokes(other))
    for group in seen.nodes.values():
        frame = Seen.box(group.find(f"{SVG}rect"))
        lines = [Seen.letters(text) for text in group.iter(f"{SVG}text")]
        assert all(
            frame[0] <= x and right <= frame[2] and frame[1] <= y and low <= frame[3] for x, y, right, low in lines
        )
        assert not any(meet(one, other) for one, other in combinations(lines, 2))
    return seen


def demo(key: Any) -> Any:
    return compile_bpmn((DEMO / f"{key}.bpmn").read_bytes())


@pytest.mark.parametrize("key", KEYS)
def test_the_demo_charts_fit_a_phone_and_nothing_overlaps(key: Any) -> None:
    seen = judge(draw(demo(key), None, "", ROLES))
    assert seen.width <= 360


def test_no_line_of_a_condition_ends_with_what_opens_or_begins_with_what_closes() -> None:
    conditions = [
        "kind == '新建住宅项目'",
        "area > 100 and (kind == '改建' or kind == '扩建')",
        "outcome == 'x' and kind != '甲'",
    ]
    for condition in conditions:
        parts = [node("startEvent", "s"), user("a", "x", "y"), node("exclusiveGateway", "g", default="g-e")]
        ways = [flow("s", "a"), flow("a", "g"), flow("g", "b", condition), flow("g", "e"), flow("b", "e")]
        xml = definitions(*parts, user("b"), node("endEvent", "e"), *ways)
        labels = [text.text for text in judge(draw(compile_bpmn(xml))).root.iter(f"{SVG}text")]
        assert any("“" in line for line in labels)
        assert not [line for line in labels if line[-1] in "（“" or line[0] in "，。；、：／）”"]


@pytest.mark.parametrize(("key", "id_"), [("highway-licence", "accept"), ("joint-licence", "accept")])
def test_a_step_is_no_taller_for_what_stands_beside_it_than_its_arrows_ask(key: Any, id_: Any) -> None:
    seen = Seen(draw(demo(key), None, "", ROLES))
    _, top, right, bottom = seen.boxes[id_]
    met = [y for edge in seen.edges for x, y in (edge[0], edge[-1]) if x == right and top <= y <= bottom]
    assert len(met) == 3
    assert bottom - top <= max(met) - min(met) + 24


def test_a_tangle_is_still_readable() -> None:
    seen = judge(draw(compile_bpmn(TANGLE), None, "", ROLES))
    assert len(seen.edges) == 16


@st.composite
def webs(draw_: Any) -> Any:
    """Draws steps that lead anywhere: up, down, to themselves, through a fork, under long and short words."""
    count = draw_(st.integers(1, 6))
    places, parts = [f"t{number}" for number in range(count)], [flow("s", "t0")]
    parts += [node("parallelGateway", "f"), flow("f", "t0", id_="f0"), flow("f", places[-1], id_="f1")]
    for place in places:
        targets = draw_(st.lists(st.sampled_from([*places, "e", "e2", "f"]), min_size=1, max_size=4, unique=True))
        codes, default = [f"o{number}" for number in range(len(targets))], f"x{place}-d"
        parts += [user(place, *codes), node("exclusiveGateway", f"x{place}", default=default), flow(place, f"x{place}")]
        for code, target in zip(codes, targets, strict=True):
            name = "退回申请人重新补充材料"[: draw_(st.integers(0, 11))]
            certain = code == codes[0]
            words = {"id_": default} if certain else {"condition": f"outcome == '{code}'"}
            parts.append(flow(f"x{place}", target, name=name, **words))
    return definitions(node("startEvent", "s"), node("endEvent", "e"), node("endEvent", "e2", name="终止"), *parts)


@settings(max_examples=300, deadline=None)
@given(webs())
def test_no_web_of_steps_is_drawn_over_itself(xml: Any) -> None:
    judge(draw(compile_bpmn(xml), None, "", ROLES))


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_no_procedure_is_drawn_over_itself(block: Any) -> None:
    judge(draw(compile_bpmn(workflow(block)), None, "", ROLES))


@pytest.mark.parametrize(
    "name", ["国务院部门关于特别重大公共建设项目联合踏勘和会商的审查意见", "Long-Latin-Name-Without-Blanks", "a"]
)
def test_long_names_stay_in_their_boxes_whole(name: Any) -> None:
    procedure = compile_bpmn(line(user("a", "x", "y", name=name), ids=["a"]))
    words = {
        "pf-name": name,
        "pf-note": "二〇二六年十一月三日由窗口收件并转主办单位",
        "pf-role": "某某省某某市某某县审查岗",
    }
    position = Position(frozenset("s"), frozenset("a"), {"a": words["pf-note"]})
    seen = judge(draw(procedure, position, "", {"examiner": words["pf-role"]}))
    assert {kind: seen.words("a", kind) for kind in words} == words
    assert [text.text for text in seen.root.iter(f"{SVG}text") if text.get("class") == "pf-label"] == ["x／y"]


@pytest.mark.req("PWR-003")
@pytest.mark.parametrize("key", KEYS)
def test_the_chart_shows_what_is_run(key: Any) -> None:
    """Every step with its name, post and limit, and every outcome that decides the way, read from the file itself."""
    file: Any = ET.parse(DEMO / f"{key}.bpmn")
    bpmn, legal = "{http://www.omg.org/spec/BPMN/20100524/MODEL}", "{urn:yimen:bpmn}"
    tasks = {task.get("id"): task for task in file.iter(f"{bpmn}userTask")}
    seen = Seen(draw(demo(key), None, "", ROLES))
    assert {id_ for id_, group in seen.nodes.items() if "pf-step" in group.get("class")} == set(tasks)
    for id_, task in tasks.items():
        assert seen.words(id_, "pf-name") == task.get("name")
        assert seen.words(id_, "pf-role") == ROLES[task.get(f"{legal}role")]
        limit = (task.get(f"{legal}limit") or "").replace("wd", " 个工作日")
        assert seen.words(id_, "pf-badge") == limit
    words = "".join(text.text for text in seen.root.iter(f"{SVG}text") if text.get("class") == "pf-label")
    for named in file.iter(f"{bpmn}sequenceFlow"):
        assert (named.get("name") or "") in words


@pytest.mark.req("PWR-003")
def test_a_changed_procedure_is_a_changed_chart() -> None:
    xml = (DEMO / "instant.bpmn").read_text("utf-8")
    changed = xml.replace('name="当场决定"', 'name="当日决定"').replace('"1wd"', '"2wd"')
    seen = Seen(draw(compile_bpmn(changed.encode())))
    assert (seen.words("decide", "pf-name"), seen.words("decide", "pf-badge")) == ("当日决定", "2 个工作日")


def test_a_live_position_is_said_in_words_and_classes() -> None:
    position = Position(frozenset({"accept", "begin"}), frozenset({"examine"}), {"accept": "11 月 3 日"})
    seen = judge(draw(demo("highway-licence"), position, "", ROLES))
    states = {id_: group.get("class").split()[2:] for id_, group in seen.nodes.items()}
    assert states == {
        **{id_: [] for id_ in seen.nodes},
        "accept": ["pf-done"],
        "begin": ["pf-done"],
        "examine": ["pf-now"],
    }
    assert seen.words("examine", "pf-mark") == "● 正在办理"
    assert seen.words("accept", "pf-mark") == "✓ 已办"
    assert seen.words("accept", "pf-note") == "11 月 3 日"
    told = seen.root.find(f"{SVG}desc").text
    assert "审查，审查岗，时限 3 个工作日，正在办理" in told
    assert told.count("正在办理") == told.count("已办") == 1


def test_a_step_that_is_open_again_is_open() -> None:
    position = Position(frozenset({"accept"}), frozenset({"accept"}))
    assert Seen(draw(demo("instant"), position)).nodes["accept"].get("class") == "pf-node pf-step pf-now"


@pytest.mark.parametrize("key", KEYS)
def test_the_text_alternative_names_every_step_in_order(key: Any) -> None:
    root = Seen(draw(demo(key), None, "某事项流程图", ROLES)).root
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), told.get("id")]
    assert title.text == "某事项流程图"
    places = [told.text.index(f"步 {place.name}，{ROLES[place.role]}") for place in outline(demo(key))]
    assert places == sorted(places)
    assert "不予受理：不予受理" in told.text


@pytest.mark.parametrize("key", KEYS)
def test_a_strict_content_policy_has_nothing_to_block(key: Any) -> None:
    svg = draw(demo(key), Position(now=frozenset({"accept"})), "", ROLES)
    assert not re.search(r"style|<script|\son\w+=|href|url\(|<image|<use|<foreignObject", svg)


def test_hostile_words_stay_words() -> None:
    evil = '"><script>alert(1)</script>&amp;'
    xml = line(user("a", name=evil), ids=["a"])
    svg = draw(compile_bpmn(xml), Position(notes={"a": evil}), evil, {"examiner": evil})
    assert "<script" not in svg
    assert Seen(svg).root.find(f"{SVG}title").text == evil


def test_hostile_ids_stay_ids() -> None:
    evil = "a\"><script>alert('1')</script>"
    xml = line(user("a"), ids=["a"]).decode()
    for name in ("id", "sourceRef", "targetRef"):
        xml = xml.replace(f'{name}="a"', f"{name}={quoteattr(evil)}")
    assert evil in Seen(draw(compile_bpmn(xml.encode()))).nodes


def test_a_way_without_words_is_said_to_be_the_other_one() -> None:
    gate = [node("exclusiveGateway", "x", default="d"), flow("a", "x"), flow("x", "e", id_="d")]
    ends = [node("startEvent", "s"), node("endEvent", "e"), flow("s", "a"), flow("b", "e")]
    steps = [user("a", "yes", "no"), user("b"), flow("x", "b", "outcome == 'no' or outcome == 'yes'")]
    seen = Seen(draw(compile_bpmn(definitions(*ends, *gate, *steps))))
    words = [text.text for text in seen.root.iter(f"{SVG}text") if text.get("class") == "pf-label"]
    assert "".join(words).replace("no／yes", "") == "其他情况"


def test_the_same_procedure_is_the_same_drawing() -> None:
    assert draw(demo("registration")) == draw(demo("registration"))


def test_the_outline_leaves_corrections_and_refusals_to_the_side() -> None:
    assert [place.node for place in outline(compile_bpmn(TANGLE))] == ["a", "b", "c"]


def test_the_outline_lists_parallel_steps_between_fork_and_join() -> None:
    xml = workflow(("seq", [("task",), ("par", [("task",), ("sub", [("task",)])]), ("task",)]))
    assert [place.node for place in outline(compile_bpmn(xml))] == ["t1", "t4", "t8", "t9"]


def test_what_is_told_in_words_has_no_signs() -> None:
    _, lines = retell(demo("instant"), Position(path=("accept", "decide"), stuck="decide"))
    assert "停在这里" in "".join(lines)
    assert not set("".join(lines)) & set("●✓■＋－△▲✕")
