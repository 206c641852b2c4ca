"""What silence does, in plain cases that any copy of the package can be asked: the tests run it on ours and on mutants.

Every case says what the law says, and was worked out on paper from the procedure as drawn.
"""

from typing import Any

from .bpmn import definitions, flow, line, node, user

S, E = node("startEvent", "s"), node("endEvent", "e")
OFFICER = {"role": "examiner", "stage": "审查", "limit": "2wd", "basis": "x"}


def step(id_: Any, *outcomes: Any, **legal: Any) -> Any:
    """Writes a step; outcomes such as "agree", "grant:grant" (with an effect) or "deny:refuse:required"."""
    words = " ".join(f'yimen:{name}="{value}"' for name, value in {**OFFICER, **legal}.items() if value)
    text = user(id_, *(one.split(":")[0] for one in outcomes), legal=words)
    for one in outcomes:
        code, effect, opinion = [*one.split(":"), "", ""][:3]
        more = (f' effect="{effect}"' if effect else "") + (f' opinion="{opinion}"' if opinion else "")
        text = text.replace(f'code="{code}" name="{code}"', f'code="{code}" name="{code}"{more}')
    return text


def renewal(*more: Any, **legal: Any) -> Any:
    """Accept, or have it corrected and look again; examine; decide; deliver. As most licences go."""
    return definitions(
        S,
        E,
        node("endEvent", "e2"),
        step("accept", "yes:accept", "fix:correct", "no:refuse_acceptance:required", lapse="yes", **legal),
        step("mend", "sent", role="applicant", limit=""),
        step("examine", "agree", "deny::required", lapse="agree"),
        step("decide", "give:grant", "deny:refuse:required"),
        step("hand", "handed:deliver"),
        node("exclusiveGateway", "x", default="x-mend"),
        node("exclusiveGateway", "m"),
        *(flow(*ends) for ends in ("sm", ("m", "accept"), ("accept", "x"), ("mend", "m"))),
        flow("x", "examine", "outcome == 'yes'", "受理"),
        flow("x", "e2", "outcome == 'no'", "不予受理"),
        flow("x", "mend", "", "补正"),
        *(flow(*ends) for ends in (("examine", "decide"), ("decide", "hand"), ("hand", "e"))),
        *more,
    )


def inside(*, gate: Any = "") -> Any:
    """A step, then a sub-process within a sub-process that asks three times (a, b, c), then a step."""
    core = node("startEvent", "b2") + step("a", "go", lapse="go") + step("b", "go:grant") + step("c", "go")
    core += node("endEvent", "z2") + flow("b2", "a") + flow("a", "b") + flow("b", "c") + flow("c", "z2")
    outer = node("startEvent", "b1") + node("subProcess", "q", core, name="q") + node("endEvent", "z1")
    outer += flow("b1", "q") + flow("q", "z1")
    parts = [step("first", "go"), node("subProcess", "p", outer, name="p"), step("last", "end:deliver"), S, E]
    ways = [flow("s", "first"), flow("first", "p"), flow("p", "last"), flow("last", "e")]
    return definitions(*parts, *ways, gate)


def forked(tail: Any = "", *, decide: Any = "give:grant", after: Any = ("join", "end")) -> Any:
    """Fork: decide, then t, beside other; joined; end. The join needs both branches."""
    nodes = [node("parallelGateway", "f"), node("parallelGateway", "j"), step("decide", decide), step("t", "done")]
    nodes += [step("other", "done"), step("end", "handed:deliver"), S, E]
    ways = [("s", "f"), ("f", "decide"), ("f", "other"), ("decide", "t"), ("t", "j"), ("other", "j"), ("j", "end")]
    return definitions(*nodes, *(flow(*way) for way in ways), flow("end", "e"), tail)


def run(kernel: Any, xml: Any, *outcomes: Any, data: Any = None) -> Any:
    """Returns the compiled procedure, and the last step after pairs such as "accept=yes"."""
    procedure = kernel.compile_bpmn(xml)
    at = kernel.start(procedure, data or {})
    for pair in outcomes:
        where, code = pair.split("=")
        at = kernel.complete(procedure, at.state, token(at, where), code, data or {})
    return procedure, at


def token(at: Any, where: Any) -> Any:
    return next(task.token for task in at.state.open_tasks if task.node == where)


def here(at: Any) -> Any:
    return [task.node for task in at.state.open_tasks]


def refused(kernel: Any, word: Any, act: Any) -> None:
    """Asserts that the act is refused by one Chinese sentence with the word, that says what to do."""
    text = ""
    try:
        act()
    except kernel.TransitionError as error:
        text = str(error)
    assert word in text, text or f"not refused: {word}"
    assert "请" in text, text


def faults(kernel: Any, xml: Any) -> Any:
    try:
        kernel.compile_bpmn(xml)
    except kernel.ProcedureError as error:
        return error.findings
    return ()


def silence_ends_a_step_with_its_outcome(kernel: Any) -> None:
    procedure, at = run(kernel, renewal())
    lapsed = kernel.lapse(procedure, at.state, 1, {})
    done = kernel.complete(procedure, at.state, 1, "yes", {})
    assert (lapsed.state, lapsed.opened, lapsed.closed, lapsed.ended) == (done.state, done.opened, (), False)
    assert lapsed.events[0] == ("lapsed", "accept", "yes")
    assert done.events[0] == ("done", "accept", "yes")
    assert lapsed.events[1:] == done.events[1:]
    assert here(kernel.lapse(procedure, lapsed.state, token(lapsed, "examine"), {})) == ["decide"]


def silence_is_seen_by_conditions_on_the_step_itself(kernel: Any) -> None:
    xml = renewal().replace(b"outcome == 'yes'", b"accept == 'yes'")
    procedure, at = run(kernel, xml)
    assert here(kernel.lapse(procedure, at.state, 1, {})) == ["examine"]
    procedure, at = run(kernel, xml, "accept=fix", "mend=sent")
    assert here(kernel.lapse(procedure, at.state, token(at, "accept"), {})) == ["examine"]


def silence_says_nothing_where_a_person_must_act(kernel: Any) -> None:
    procedure, at = run(kernel, renewal(), "accept=yes", "examine=agree")
    refused(kernel, "没有设定超时默认", lambda: kernel.lapse(procedure, at.state, token(at, "decide"), {}))
    refused(kernel, "刷新", lambda: kernel.lapse(procedure, at.state, 1, {}))
    refused(kernel, "刷新", lambda: kernel.lapse(procedure, at.state, 99, {}))
    other = kernel.compile_bpmn(line(user("b"), ids=["b"]))
    refused(kernel, "不在这个流程", lambda: kernel.lapse(other, at.state, token(at, "decide"), {}))


def no_notice_within_five_days_is_acceptance(kernel: Any) -> None:
    """行政许可法 第三十二条: even while the applicant mends what was asked for."""
    for way in ((), ("accept=fix",), ("accept=fix", "mend=sent")):
        procedure, at = run(kernel, renewal(), *way)
        after = kernel.deem(procedure, at.state, "accept", {})
        assert here(after) == ["examine"]
        assert after.closed == at.state.open_tasks
        assert after.events[0] == ("deemed", "accept", "yes")
        assert dict(after.state.results)["accept"] == "yes"
        assert after.opened == after.state.open_tasks
        assert after.opened[0].token == at.state.next_token


def no_answer_before_expiry_is_a_renewal(kernel: Any) -> None:
    """行政许可法 第五十条: from every place before the decision, and then it only remains to hand it over."""
    for way in ((), ("accept=yes",), ("accept=fix",), ("accept=yes", "examine=agree")):
        procedure, at = run(kernel, renewal(), *way)
        after = kernel.deem(procedure, at.state, "grant", {})
        assert here(after) == ["hand"]
        assert not after.ended
        assert kernel.complete(procedure, after.state, after.opened[0].token, "handed", {}).ended


def the_law_decides_once(kernel: Any) -> None:
    for effect, contrary in (("give", "grant"), ("give", "refuse"), ("deny", "refuse"), ("deny", "grant")):
        procedure, at = run(kernel, renewal(), "accept=yes", "examine=agree", f"decide={effect}")
        refused(kernel, "已经作出", lambda p=procedure, a=at, c=contrary: kernel.deem(p, a.state, c, {}))
        refused(kernel, "已经作出", lambda p=procedure, a=at: kernel.deem(p, a.state, "accept", {}))
    procedure, at = run(kernel, renewal(), "accept=yes", "examine=agree", "decide=give", "hand=handed")
    refused(kernel, "不能再依法视为", lambda: kernel.deem(procedure, at.state, "deliver", {}))
    procedure, at = run(kernel, renewal())
    once = kernel.deem(procedure, at.state, "grant", {})
    refused(kernel, "已经作出", lambda: kernel.deem(procedure, once.state, "grant", {}))
    refused(kernel, "已经作出", lambda: kernel.deem(procedure, once.state, "refuse", {}))


def a_refused_application_is_not_deemed_accepted(kernel: Any) -> None:
    """Here the refusal to accept is looked at by a second officer, so the run goes on."""
    xml = renewal(step("look", "end"), flow("look", "e2"))
    xml = xml.replace(
        b'id="x-e2" name="\xe4\xb8\x8d\xe4\xba\x88\xe5\x8f\x97\xe7\x90\x86" sourceRef="x" targetRef="e2"',
        b'id="x-look" sourceRef="x" targetRef="look"',
    )
    procedure, at = run(kernel, xml, "accept=no")
    assert here(at) == ["look"]
    refused(kernel, "已经作出“no”", lambda: kernel.deem(procedure, at.state, "accept", {}))


def a_decision_is_one_steps_to_take(kernel: Any) -> None:
    procedure, at = run(kernel, renewal())
    for effect in ("none", "agree", "", "issue"):
        refused(
            kernel, "不对" if effect != "issue" else "0 步", lambda e=effect: kernel.deem(procedure, at.state, e, {})
        )
    xml = line(step("a", "go:grant"), step("b", "go:grant"), ids="ab")
    procedure, at = run(kernel, xml)
    refused(kernel, "2 步", lambda: kernel.deem(procedure, at.state, "grant", {}))


def among_several_grants_silence_says_which(kernel: Any) -> None:
    for lapse, word in (("", "yimen:lapse"), ("other", "yimen:lapse"), ("part", "")):
        xml = line(
            step("q", "go"), step("a", "full:grant", "part:grant", "other", lapse=lapse), step("h", "go"), ids="qah"
        )
        procedure, at = run(kernel, xml)
        if word:
            refused(kernel, word, lambda p=procedure, a=at: kernel.deem(p, a.state, "grant", {}))
        else:
            assert kernel.deem(procedure, at.state, "grant", {}).events[0] == ("deemed", "a", "part")


def a_decision_within_parallel_branches_is_refused(kernel: Any) -> None:
    """At once, or only some steps later, the join would wait for the branch that was closed."""
    for way in ((), ("other=done",)):
        procedure, at = run(kernel, forked(), *way)
        refused(kernel, "并行的支路", lambda p=procedure, a=at: kernel.deem(p, a.state, "grant", {}))
    straight = forked().replace(b'sourceRef="decide" targetRef="t"', b'sourceRef="decide" targetRef="j"')
    straight = straight.replace(b'<bpmn:userTask id="t"', b'<bpmn:userTask id="t0"').replace(
        b'sourceRef="t" targetRef="j"', b'sourceRef="t0" targetRef="j2"'
    )
    procedure, at = run(
        kernel, straight.replace(b"</bpmn:process>", node("endEvent", "j2").encode() + b"</bpmn:process>")
    )
    refused(kernel, "并行的另一路", lambda: kernel.deem(procedure, at.state, "grant", {}))


def a_decision_after_the_join_closes_the_branches(kernel: Any) -> None:
    for way, open_, waiting in (
        ((), ["decide", "other"], 0),
        (("other=done",), ["decide"], 1),
        (("decide=go",), ["other", "t"], 0),
    ):
        procedure, at = run(kernel, forked(decide="go"), *way)
        assert (sorted(here(at)), len(at.state.waiting)) == (sorted(open_), waiting)
        after = kernel.deem(procedure, at.state, "deliver", {})
        assert sorted(task.node for task in after.closed) == sorted(open_)
        assert (after.state.open_tasks, after.state.waiting, after.state.scopes) == ((), (), ())
        assert after.ended
        assert after.state.ended


def what_was_never_done_is_never_asked(kernel: Any) -> None:
    """After the decision a way is chosen by what the examiner said: where nobody did, the law cannot leap over it."""
    xml = definitions(
        *(S, E, step("examine", "agree", "deny"), step("decide", "give:grant"), step("hand", "handed:deliver")),
        *(step("post", "sent"), node("exclusiveGateway", "x", default="x-post")),
        *(flow(*ends) for ends in (("s", "examine"), ("examine", "decide"), ("decide", "hand"), ("hand", "x"))),
        *(flow("x", "e", "examine == 'agree'"), flow("x", "post"), flow("post", "e")),
    )
    procedure, at = run(kernel, xml)
    refused(kernel, "没有办过的步骤", lambda: kernel.deem(procedure, at.state, "grant", {}))
    assert here(kernel.deem(procedure, at.state, "grant", {"examine": "deny"})) == ["hand"]
    procedure, at = run(kernel, xml, "examine=deny")
    assert here(kernel.deem(procedure, at.state, "grant", {})) == ["hand"]
    refused(kernel, "examine", lambda: kernel.deem(*leaping(kernel, xml), "grant", {}))


def leaping(kernel: Any, xml: Any) -> Any:
    """The same, but the way is chosen right after the decision."""
    xml = xml.replace(b'sourceRef="decide" targetRef="hand"', b'sourceRef="decide" targetRef="x"')
    xml = xml.replace(b'sourceRef="hand" targetRef="x"', b'sourceRef="hand" targetRef="e"')
    xml = xml.replace(b'sourceRef="x" targetRef="e"', b'sourceRef="x" targetRef="hand"')
    procedure, at = run(kernel, xml)
    return procedure, at.state


def a_run_that_may_still_go_astray_is_refused(kernel: Any) -> None:
    """One way leads on to the end; the other comes to a step that asks what the examiner said, who was never asked."""
    xml = definitions(
        *(S, E, step("examine", "agree", "deny"), step("decide", "give:grant"), step("hand", "handed:deliver", "back")),
        *(step("again", "done"), node("exclusiveGateway", "x", default="x-again"), node("exclusiveGateway", "y")),
        *(flow(*ends) for ends in (("s", "examine"), ("examine", "decide"), ("decide", "hand"), ("hand", "x"))),
        *(flow("x", "e", "outcome == 'handed'"), flow("x", "again"), flow("again", "y")),
        *(flow("y", "e", "examine == 'agree'"), flow("y", "hand", "examine != 'agree'")),
    )
    procedure, at = run(kernel, xml)
    refused(kernel, "没有办过的步骤", lambda: kernel.deem(procedure, at.state, "grant", {}))
    procedure, at = run(kernel, xml, "examine=agree")
    assert here(kernel.deem(procedure, at.state, "grant", {})) == ["hand"]


def a_decision_is_seen_by_conditions_on_its_step(kernel: Any) -> None:
    xml = renewal().replace(b"outcome == 'yes'", b"accept == 'yes'")
    for way in ((), ("accept=fix",)):
        procedure, at = run(kernel, xml, *way)
        assert here(kernel.deem(procedure, at.state, "accept", {})) == ["examine"]


def a_decision_within_sub_processes_opens_them(kernel: Any) -> None:
    for way, scopes in (((), 0), (("first=go",), 2), (("first=go", "a=go"), 2)):
        procedure, at = run(kernel, inside(), *way)
        assert len(at.state.scopes) == scopes
        after = kernel.deem(procedure, at.state, "grant", {})
        assert after.closed == at.state.open_tasks
        assert here(after) == ["c"]
        (outer, inner) = after.state.scopes
        assert (outer.node, outer.parent, inner.node, inner.parent) == ("p", 0, "q", outer.id)
        assert after.opened[0].scope == inner.id
        assert scopes == 0 or after.state.scopes == at.state.scopes
        at = kernel.complete(procedure, after.state, after.opened[0].token, "go", {})
        assert here(at) == ["last"]
        assert at.state.scopes == ()
        assert kernel.complete(procedure, at.state, at.opened[0].token, "end", {}).ended


def a_decision_outside_closes_sub_processes(kernel: Any) -> None:
    procedure, at = run(kernel, inside(), "first=go")
    after = kernel.deem(procedure, at.state, "deliver", {})
    assert [task.node for task in after.closed] == ["a"]
    assert after.state.scopes == after.state.open_tasks == ()
    assert after.ended


def one_of_two_runs_of_a_sub_process_is_kept(kernel: Any) -> None:
    """A fork runs the same sub-process twice; the branches are not joined, so one of them may end the matter."""
    core = node("startEvent", "b") + step("a", "go") + step("d", "go:grant") + step("c", "go") + node("endEvent", "z")
    core += flow("b", "a") + flow("a", "d") + flow("d", "c") + flow("c", "z")
    xml = definitions(
        *(S, E, node("parallelGateway", "f"), node("subProcess", "p", core, name="p"), flow("s", "f")),
        *(flow("f", "p", id_="f1"), flow("f", "p", id_="f2"), flow("p", "e")),
    )
    procedure, at = run(kernel, xml)
    assert (here(at), len(at.state.scopes)) == (["a", "a"], 2)
    after = kernel.deem(procedure, at.state, "grant", {})
    assert (here(after), len(after.closed)) == (["c"], 2)
    assert after.state.scopes == at.state.scopes[:1]
    assert after.opened[0].scope == 1
    assert kernel.complete(procedure, after.state, after.opened[0].token, "go", {}).ended


def a_state_of_another_procedure_is_refused(kernel: Any) -> None:
    _, at = run(kernel, line(user("b"), ids=["b"]))
    refused(kernel, "不在这个流程", lambda: kernel.deem(kernel.compile_bpmn(renewal()), at.state, "accept", {}))


CHECKS = [
    silence_ends_a_step_with_its_outcome,
    silence_is_seen_by_conditions_on_the_step_itself,
    silence_says_nothing_where_a_person_must_act,
    no_notice_within_five_days_is_acceptance,
    no_answer_before_expiry_is_a_renewal,
    the_law_decides_once,
    a_refused_application_is_not_deemed_accepted,
    a_decision_is_one_steps_to_take,
    among_several_grants_silence_says_which,
    a_decision_within_parallel_branches_is_refused,
    a_decision_after_the_join_closes_the_branches,
    what_was_never_done_is_never_asked,
    a_run_that_may_still_go_astray_is_refused,
    a_decision_is_seen_by_conditions_on_its_step,
    a_decision_within_sub_processes_opens_them,
    a_decision_outside_closes_sub_processes,
    one_of_two_runs_of_a_sub_process_is_kept,
    a_state_of_another_procedure_is_refused,
]
