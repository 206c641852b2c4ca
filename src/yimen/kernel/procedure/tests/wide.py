"""Procedures of all elements, drawn at random from blocks with one way in and one way out."""

from typing import Any

from hypothesis import strategies as st

from .bpmn import HEAD, Writer, definitions, flow, node, user

MANY = ["甲局", "乙局", "丙局"]
TIMER = "<bpmn:timerEventDefinition><bpmn:timeDuration>5wd</bpmn:timeDuration></bpmn:timerEventDefinition>"
LOOP = '<bpmn:multiInstanceLoopCharacteristics isSequential="{}" yimen:instances="units"/>'
INNER = "inner"

leaves = [("task",), ("hand",), ("many", "false"), ("many", "true"), ("wait",), ("message",), ("late",), ("call",)]
wide = st.recursive(
    st.sampled_from(leaves),
    lambda inner: st.one_of(
        st.tuples(st.just("seq"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("xor"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("par"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("inc"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("loop"), st.tuples(inner)),
        st.tuples(st.just("sub"), st.tuples(inner)),
    ),
    max_leaves=6,
)


# A sub-process that several run: no several within, no messages; ``quiet`` leaves out timers as well.
quiet = st.recursive(
    st.sampled_from([("task",), ("task",), ("hand",), ("auto",), ("call",)]),
    lambda inner: st.one_of(
        st.tuples(st.just("seq"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("xor"), st.lists(inner, min_size=2, max_size=2)),
        st.tuples(st.just("par"), st.lists(inner, min_size=2, max_size=2)),
        st.tuples(st.just("loop"), st.tuples(inner)),
        st.tuples(st.just("sub"), st.tuples(inner)),
    ),
    max_leaves=4,
)
busy = st.one_of(quiet, st.just(("wait",)), st.just(("late",)), st.just(("seq", [("late",), ("task",)])))


def with_parts(inner: Any, rules: Any = ("all",)) -> Any:
    """Draws what several run: alone, between steps, beside a branch, in a loop, in a sub-process, chosen or not."""
    several = st.tuples(
        st.just("parts"),
        st.tuples(st.tuples(st.just("seq"), st.tuples(st.just(("task",)), inner))),
        st.sampled_from(["false", "false", "true"]),
        st.sampled_from(rules),
    )
    return st.one_of(
        st.tuples(st.just("seq"), st.tuples(st.just(("task",)), several, st.just(("task",)))),
        st.tuples(st.just("seq"), st.tuples(several, several)),
        st.tuples(st.just("par"), st.tuples(several, inner)),
        st.tuples(st.just("par"), st.tuples(several, several)),
        st.tuples(st.just("loop"), st.tuples(several)),
        st.tuples(st.just("sub"), st.tuples(several)),
        st.tuples(st.just("xor"), st.tuples(several, inner)),
    )


class WideWriter(Writer):
    """Writes the further blocks."""

    def whole(self, block: Any) -> Any:
        """Writes the file, with a message for every event that waits for one."""
        xml = super().whole(block).decode()
        ids = [f"m-w{number}" for number in range(1, self.count + 1) if f'messageRef="m-w{number}"' in xml]
        return xml.replace(HEAD, HEAD + "".join(f'<bpmn:message id="{id_}" name="{id_}"/>' for id_ in ids), 1).encode()

    def hand(self, out: Any) -> Any:
        id_ = self.id("t")
        out.append(user(id_, "done").replace("userTask", "manualTask"))
        return id_, id_

    def many(self, sequential: Any, out: Any) -> Any:
        id_ = self.id("t")
        out.append(user(id_, "done", extra=LOOP.format(sequential)))
        return id_, id_

    def parts(self, blocks_: Any, sequential: Any, rule: Any, out: Any) -> Any:
        id_, _ = self.sub(blocks_, out)
        loop = LOOP.format(sequential).replace("/>", f' yimen:rule="{rule}"/>')
        out[-1] = out[-1].replace(">", f">{loop}", 1)
        return id_, id_

    def wait(self, out: Any) -> Any:
        id_ = self.id("w")
        out.append(node("intermediateCatchEvent", id_, TIMER))
        return id_, id_

    def message(self, out: Any) -> Any:
        id_ = self.id("w")
        out.append(node("intermediateCatchEvent", id_, f'<bpmn:messageEventDefinition messageRef="m-{id_}"/>'))
        return id_, id_

    def late(self, out: Any) -> Any:
        """A step that a timer interrupts; either way the run goes on behind it."""
        task, event, instead, merge = self.id("t"), self.id("w"), self.id("t"), self.id("m")
        out += [user(task, "done"), user(instead, "done"), node("exclusiveGateway", merge)]
        out.append(node("boundaryEvent", event, TIMER, attachedToRef=task))
        out += [flow(task, merge), flow(event, instead), flow(instead, merge)]
        return task, merge

    def call(self, out: Any) -> Any:
        id_ = self.id("c")
        out.append(node("callActivity", id_, calledElement=INNER))
        return id_, id_

    def inc(self, blocks_: Any, out: Any) -> Any:
        split, join = self.id("i"), self.id("j")
        ends = [self.part(block, out) for block in blocks_]
        out += [node("inclusiveGateway", split, default=f"{split}-{ends[-1][0]}"), node("inclusiveGateway", join)]
        for number, (first, last) in enumerate(ends):
            condition = f"n >= {number}" if number < len(ends) - 1 else ""
            out += [flow(split, first, condition, name=str(number)), flow(last, join)]
        return split, join


def wide_workflow(block: Any) -> Any:
    return WideWriter().whole(block)


def inner_workflow() -> Any:
    """What is called: one step, then another."""
    parts = [node("startEvent", "s"), user("k1", "done"), user("k2", "done"), node("endEvent", "e")]
    return definitions(*parts, flow("s", "k1"), flow("k1", "k2"), flow("k2", "e"), key=INNER)
