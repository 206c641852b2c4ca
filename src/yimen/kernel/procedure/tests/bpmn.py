"""Writes BPMN files for tests: a few words per element, plus block-structured workflows drawn at random."""

from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:yimen="urn:yimen:bpmn" targetNamespace="urn:test">\n'
)


def user(
    id_: Any,
    *codes: Any,
    name: Any = "",
    legal: Any = 'yimen:role="examiner" yimen:stage="审查" yimen:limit="2wd" yimen:basis="x"',
    extra: Any = "",
) -> Any:
    outcomes = "".join(f'<yimen:outcome code="{code}" name="{code}"/>' for code in codes or ("done",))
    return (
        f'<bpmn:userTask id="{id_}" name={quoteattr(name or id_)} {legal}><bpmn:extensionElements>{outcomes}'
        f"</bpmn:extensionElements>{extra}</bpmn:userTask>"
    )


def flow(source: Any, target: Any, condition: Any = "", name: Any = "", id_: Any = "") -> Any:
    inner = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
    id_ = id_ or f"{source}-{target}"
    return node("sequenceFlow", id_, inner, name=name, sourceRef=source, targetRef=target)


def node(tag: Any, id_: Any, inner: Any = "", **attributes: Any) -> Any:
    words = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f'<bpmn:{tag} id="{id_}"{words}>{inner}</bpmn:{tag}>'


def definitions(*parts: Any, key: Any = "test") -> Any:
    head = f'{HEAD}<bpmn:process id="{key}" name="测试" isExecutable="true">'
    return "\n".join([head, *parts, "</bpmn:process></bpmn:definitions>"]).encode()


def line(*middle: Any, ids: Any) -> Any:
    """Writes start → the given elements in order → end."""
    chain = ["s", *ids, "e"]
    flows = [flow(a, b) for a, b in pairwise(chain)]
    return definitions(node("startEvent", "s"), *middle, node("endEvent", "e"), *flows)


# A block has one way in and one way out: ("task",), ("auto",), ("seq", blocks), ("xor", blocks), ("par", blocks),
# ("data", blocks, condition), ("loop", [block]), ("sub", [block]).
CONDITIONS = ("n >= 3", "n < 0 or word == 'a'", "not (word == 'b' and n != 2)", "n == 1 and not word != 'a'")
blocks = st.recursive(
    st.sampled_from([("task",), ("task",), ("auto",)]),
    lambda inner: st.one_of(
        st.tuples(st.just("seq"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("xor"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("par"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("data"), st.lists(inner, min_size=2, max_size=2), st.sampled_from(CONDITIONS)),
        st.tuples(st.just("loop"), st.tuples(inner)),
        st.tuples(st.just("sub"), st.tuples(inner)),
    ),
    max_leaves=7,
)


class Writer:
    """Turns a block into BPMN: ``part`` writes it and returns the ids of its way in and its way out."""

    def __init__(self) -> None:
        self.count = 0

    def id(self, kind: Any) -> Any:
        self.count += 1
        return f"{kind}{self.count}"

    def whole(self, block: Any) -> Any:
        out: list[str] = []
        first, last = self.part(block, out)
        ends = [node("startEvent", "s"), flow("s", first), node("endEvent", "e"), flow(last, "e")]
        return definitions(*ends, *out)

    def part(self, block: Any, out: Any) -> Any:
        return getattr(self, block[0])(*block[1:], out)

    def task(self, out: Any) -> Any:
        id_ = self.id("t")
        out.append(user(id_, "done"))
        return id_, id_

    def auto(self, out: Any) -> Any:
        id_ = self.id("a")
        out.append(node("serviceTask", id_, name=id_))
        return id_, id_

    def seq(self, blocks_: Any, out: Any) -> Any:
        ends = [self.part(block, out) for block in blocks_]
        out += [flow(a[1], b[0]) for a, b in pairwise(ends)]
        return ends[0][0], ends[-1][1]

    def xor(self, blocks_: Any, out: Any) -> Any:
        ask, split, join = self.id("t"), self.id("x"), self.id("m")
        codes = [f"o{number}" for number in range(len(blocks_))]
        default = f"{split}-default"
        out += [user(ask, *codes), node("exclusiveGateway", split, default=default), node("exclusiveGateway", join)]
        out.append(flow(ask, split))
        for code, block in zip(codes, blocks_, strict=True):
            first, last = self.part(block, out)
            certain = code == codes[-1]
            words = {"id_": default} if certain else {"condition": f"outcome == '{code}'"}
            out += [flow(split, first, name=code, **words), flow(last, join)]
        return ask, join

    def data(self, blocks_: Any, condition: Any, out: Any) -> Any:
        split, join = self.id("x"), self.id("m")
        yes, no = (self.part(block, out) for block in blocks_)
        out += [node("exclusiveGateway", split, default=f"{split}-{no[0]}"), node("exclusiveGateway", join)]
        out += [flow(split, yes[0], condition, name="是"), flow(split, no[0], name="否")]
        out += [flow(last, join) for last in (yes[1], no[1])]
        return split, join

    def par(self, blocks_: Any, out: Any) -> Any:
        fork, join = self.id("f"), self.id("j")
        out += [node("parallelGateway", fork), node("parallelGateway", join)]
        for block in blocks_:
            first, last = self.part(block, out)
            out += [flow(fork, first), flow(last, join)]
        return fork, join

    def loop(self, blocks_: Any, out: Any) -> Any:
        ask, merge, split = self.id("t"), self.id("m"), self.id("x")
        first, last = self.part(blocks_[0], out)
        onward = self.id("a")
        out += [
            user(ask, "again", "enough"),
            node("exclusiveGateway", merge),
            node("exclusiveGateway", split, default=f"{split}-{onward}"),
            node("serviceTask", onward, name=onward),
            flow(merge, first),
            flow(last, ask),
            flow(ask, split),
            flow(split, merge, "outcome == 'again'", name="再来"),
            flow(split, onward, name="继续"),
        ]
        return merge, onward

    def sub(self, blocks_: Any, out: Any) -> Any:
        id_, begin, end = self.id("p"), self.id("b"), self.id("z")
        inner: list[str] = []
        first, last = self.part(blocks_[0], inner)
        inner += [node("startEvent", begin), node("endEvent", end), flow(begin, first), flow(last, end)]
        out.append(node("subProcess", id_, "".join(inner), name=id_))
        return id_, id_


def workflow(block: Any) -> Any:
    return Writer().whole(block)
