"""Procedures called by others: in place, and refused at the line of the call."""

from typing import Any

from .bpmn import definitions, flow, line, node, user
from .lapse_battery import E, S, faults, here, step, token


def called(inner: Any, key: Any = "inner") -> Any:
    return inner.replace(b'id="test"', f'id="{key}"'.encode())


def a_called_procedure_runs_in_place(kernel: Any) -> None:
    inner = called(
        definitions(
            S,
            E,
            node("endEvent", "e2"),
            step("a", "yes", "no"),
            user("b"),
            node("exclusiveGateway", "x", default="x-e"),
            *(flow(*way) for way in ("sa", "ax", "xe", ("b", "e2"))),
            flow("x", "b", "a == 'no'", "再看"),
        )
    )
    outer = line(user("a"), node("callActivity", "c", calledElement="inner"), user("z"), ids=["a", "c", "z"])
    procedure = kernel.compile_bpmn(outer, {"inner": inner}.get)
    assert [id_ for id_ in procedure.nodes if id_.startswith("c")][:2] == ["c", "c.s"]
    at = kernel.start(procedure, {})
    at = kernel.complete(procedure, at.state, token(at, "a"), "done", {})
    assert here(at) == ["c.a"]
    assert here(kernel.complete(procedure, at.state, token(at, "c.a"), "yes", {})) == ["z"]
    at = kernel.complete(procedure, at.state, token(at, "c.a"), "no", {})
    assert here(at) == ["c.b"]
    at = kernel.complete(procedure, at.state, token(at, "c.b"), "done", {})
    assert here(at) == ["z"]
    assert [item for item in kernel.check(procedure) if item.severity == "error"] == []
    assert [place.node for place in kernel.outline(procedure)] == ["a", "c.a", "z"]


def calls_that_cannot_be_compiled_in_are_refused_at_their_line(kernel: Any) -> None:
    def calling(key: Any, *keys: Any) -> Any:
        parts = [node("callActivity", f"c{n}", calledElement=one) for n, one in enumerate(keys)]
        return called(line(*parts, ids=[f"c{n}" for n in range(len(keys))]), key)

    def said(xml: Any, files: Any) -> Any:
        try:
            kernel.compile_bpmn(xml, files.get)
        except kernel.ProcedureError as error:
            (found,) = error.findings
            assert found.element.startswith("callActivity c")
            assert found.line > 1
            return found.mending
        return ""

    assert "成了圈" in said(calling("p", "p"), {"p": calling("p", "p")})
    assert "p → q → p" in said(calling("p", "q"), {"q": calling("q", "p"), "p": calling("p", "q")})
    chain = {f"k{n}": calling(f"k{n}", f"k{n + 1}") for n in range(9)} | {
        "k9": called(line(user("a"), ids=["a"]), "k9")
    }
    assert "层" in said(chain["k0"], chain)
    ring = said(calling("p", "q"), {"q": calling("q", "r"), "r": calling("r", "p")})
    assert ring == "流程互相调用成了圈：p → q → r → p，请断开其中一处"  # once, not at each of its links
    assert said(chain["k5"], chain) == ""
    wide = {f"k{n}": calling(f"k{n}", *[f"k{n + 1}"] * 20) for n in range(3)} | {
        "k3": called(line(user("a"), ids=["a"]), "k3")
    }
    assert "元素超过" in said(wide["k0"], wide)
    assert "找不到" in said(calling("p", "q"), {})
    assert "找到的流程是“r”" in said(calling("p", "q"), {"q": called(line(user("a"), ids=["a"]), "r")})
    assert "的文件：文件太大" in said(calling("p", "q"), {"q": b" " * 600_000})
    assert "找不到" in (faults(kernel, calling("p", "q"))[0].mending)
    assert faults(kernel, calling("p", "Not a key!"))


CHECKS = [
    check
    for name, check in list(globals().items())
    if callable(check)
    and getattr(check, "__module__", "") == __name__
    and check.__code__.co_varnames[:1] == ("kernel",)
    and check.__code__.co_argcount == 1
]
