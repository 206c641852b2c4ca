"""What a play must tell, against queues computed by hand or by recurrences that know nothing of it."""

import heapq
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from yimen.kernel.clock import Calendar
from yimen.kernel.procedure import compile_bpmn
from yimen.kernel.procedure.tests.bpmn import definitions, flow, line, node, user

DEMO = Path(__file__).resolve().parents[5] / "demo" / "procedures"
CALENDAR = Calendar(())
MONDAY = date(2025, 3, 3)  # no holiday within five weeks
DAY = 420
ONE = compile_bpmn(line(user("a"), ids=["a"]))


def outcome(code: Any, effect: Any) -> Any:
    return f'<yimen:outcome code="{code}" name="{code}" effect="{effect}"/>'


def step(id_: Any, *outcomes: Any, role: Any = "examiner", limit: Any = "2wd", more: Any = "") -> Any:
    return (
        f'<bpmn:userTask id="{id_}" name="{id_}" yimen:role="{role}" yimen:stage="审查" yimen:limit="{limit}" {more}>'
        f"<bpmn:extensionElements>{''.join(outcomes) or DONE}"
        "</bpmn:extensionElements></bpmn:userTask>"
    )


DONE = outcome("done", "none")
ACCEPTED = compile_bpmn(
    line(
        step("in", outcome("accept", "accept"), role="window"),
        step("work"),
        step("out", outcome("grant", "grant"), role="decider"),
        ids=["in", "work", "out"],
    )
)


def asked(kit: Any, procedure: Any, minutes: Any, **more: Any) -> Any:
    """Returns a scene whose steps take an hour, with one officer a role, where nothing else is said."""
    human = [one for one in procedure.nodes.values() if one.kind in ("user", "manual")]
    plain = {
        "staff": {one.role: 1 for one in human if one.role != "applicant"},
        "effort": {one.id: kit.Effort(60, 60, 60) for one in human},
        "calendar": CALENDAR,
        "first": MONDAY,
    }
    arrivals = tuple(kit.Arrival(minute, more.get("data", {})) for minute in minutes)
    rest = {key: value for key, value in more.items() if key != "data"}
    return kit.Scene(procedure=procedure, arrivals=arrivals, **{**plain, **rest})


def a_queue_by_hand(kit: Any) -> None:
    """An hour each; three come within twenty minutes, a fourth twenty minutes before the close, five the next day."""
    found = kit.foresee(asked(kit, ONE, [0, 10, 20, 400, 420, 420, 421, 422, 800]))
    begun = [0, 60, 120, 400, 460, 520, 580, 640, 800]
    assert [work.begun for work in found.works] == begun
    assert [work.done for work in found.works] == [one + 60 for one in begun]
    (role,) = found.roles
    assert (role.turns, role.longest_wait, role.officers) == (9, 218, 1)
    assert role.mean_wait == sum((0, 50, 100, 0, 40, 100, 159, 218, 0)) / 9
    assert role.used == (7 * 60 + 60 + 40) / 840  # the last one works on when the second day has closed
    assert found.last_day == 2
    (told,) = found.steps
    assert (told.turns, told.over, told.mean_work) == (9, 0, 60)
    assert found.mean_days == 2 / 9  # the fourth and the ninth end on the day after
    assert (found.within(7 / 9), found.within(8 / 9), found.within(1)) == (0, 1, 1)


def who_waits_at_the_close_of_each_day(kit: Any) -> None:
    """A day each, five at once: four wait at the first close... the one that begins next morning still waits."""
    found = kit.foresee(asked(kit, ONE, [0] * 5, effort={"a": kit.Effort(DAY, DAY, DAY)}))
    (role,) = found.roles
    assert (role.queue, role.longest_queue) == ((4, 3, 2, 1), 4)
    half = kit.foresee(asked(kit, ONE, [0] * 5, effort={"a": kit.Effort(DAY, DAY, DAY)}, staff={"examiner": 2}))
    assert half.roles[0].queue == (3, 1)
    assert half.roles[0].used == 1


def one_officer_obeys_lindley(kit: Any, gaps: Any, low: Any, high: Any, seed: Any) -> None:
    """W(n+1) = max(0, W(n) + S(n) - A(n))."""
    times = [sum(gaps[:number]) for number in range(len(gaps))]
    scene = asked(kit, ONE, times, effort={"a": kit.Effort(low, (low + high) // 2, high)}, seed=seed)
    works = kit.foresee(scene).works
    wait = 0
    for number, work in enumerate(works):
        took = work.done - work.begun
        assert low <= took <= high
        assert (work.opened, work.begun) == (times[number], times[number] + wait)
        wait = max(0, wait + took - gaps[number])


def several_officers_obey_kiefer_and_wolfowitz(kit: Any, gaps: Any, count: Any, samples: Any) -> None:
    """The next in the line goes to whoever is free first."""
    times = [sum(gaps[:number]) for number in range(len(gaps))]
    scene = asked(kit, ONE, times, effort={"a": kit.Effort(samples=tuple(samples))}, staff={"examiner": count})
    free = [0] * count
    for time, work in zip(times, kit.foresee(scene).works, strict=True):
        begun = max(time, heapq.heappop(free))
        assert work.begun == begun
        assert work.done - work.begun in samples
        heapq.heappush(free, work.done)


def nothing_is_lost_and_nobody_is_in_two_places(kit: Any, name: Any, staff: Any, seed: Any, weights: Any) -> None:
    procedure = compile_bpmn((DEMO / f"{name}.bpmn").read_bytes())
    human = [one for one in procedure.nodes.values() if one.kind in ("user", "manual")]
    outcomes = {
        one.id: dict(zip((item.code for item in one.outcomes), weights, strict=False))
        for one in human
        if len(one.outcomes) > 1
    }
    data = {one.loop.items: ["甲", "乙", "丙"] for one in human if one.loop}
    scene = asked(
        kit,
        procedure,
        [number * 37 for number in range(60)],
        data=data,
        staff=dict.fromkeys({one.role for one in human} - {"applicant"}, staff),
        effort={one.id: kit.Effort(20, 90, 300) for one in human},
        outcomes=outcomes,
        seed=seed,
        promise=5,
    )
    found = kit.foresee(scene)
    assert found.on_time + found.late + found.open + found.outside == len(found.fates) == 60
    assert all(fate.ended >= 0 or fate.stuck for fate in found.fates)
    of_officer: dict[Any, list[Any]] = {}
    for work in found.works:
        assert 0 <= work.opened <= work.begun < work.done or work.outcome == ""
        if work.role != "applicant" and work.begun >= 0:
            assert 0 <= work.officer < staff
            of_officer.setdefault((work.role, work.officer), []).append((work.begun, work.done))
    for spans in of_officer.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(0 < role.used <= 1 for role in found.roles)
    done = sum(bool(work.outcome) for work in found.works)
    assert done == sum(told.turns for told in found.steps)
    assert found == kit.foresee(scene)


def chance_is_the_seed(kit: Any) -> None:
    def played(seed: Any, staff: Any = 1) -> Any:
        scene = asked(
            kit, ONE, range(0, 4000, 40), effort={"a": kit.Effort(1, 60, 200)}, seed=seed, staff={"examiner": staff}
        )
        return [work.done - work.begun for work in kit.foresee(scene).works]

    assert played(1) == played(1)
    assert played(1) != played(2)
    assert played(1) == played(1, staff=3)  # one officer more changes nobody's work
    assert len(set(played(1))) > 20


def more_staff_is_never_later(kit: Any, gaps: Any, hours: Any) -> None:
    """Fixed times, one way through: each officer more leaves no fewer on time."""
    times = [sum(gaps[:number]) for number in range(len(gaps))]
    effort = {id_: kit.Effort(one, one, one) for id_, one in zip(("in", "work", "out"), hours, strict=True)}
    rates = []
    for count in (1, 2, 3, 5):
        staff = dict.fromkeys(("window", "examiner", "decider"), count)
        rates.append(kit.foresee(asked(kit, ACCEPTED, times, effort=effort, staff=staff, promise=2)).rate)
    assert rates == sorted(rates)


def the_promise_runs_from_acceptance_to_decision(kit: Any) -> None:
    """Accepted when the first day closes, a day's work, then half a day: decided on the third day, two days on."""
    effort = {"in": kit.Effort(DAY, DAY, DAY), "work": kit.Effort(DAY, DAY, DAY), "out": kit.Effort(200, 200, 200)}
    for promise, verdict in ((1, "on_time"), (0, "late")):
        found = kit.foresee(asked(kit, ACCEPTED, [0], effort=effort, promise=promise))
        (fate,) = found.fates
        assert (fate.accepted, fate.decided, fate.ended) == (DAY, 2 * DAY + 200, 2 * DAY + 200)
        assert (fate.days, fate.verdict) == (1, verdict)  # accepted at an opening: that day is not counted
        assert found.rate == (verdict == "on_time")
    at_close = {**effort, "in": kit.Effort(419, 419, 419), "out": kit.Effort(1, 1, 1)}
    (fate,) = kit.foresee(asked(kit, ACCEPTED, [0], effort=at_close, promise=1)).fates
    assert (fate.decided, fate.days) == (2 * DAY, 1)  # the close of a day is still that day
    none = kit.foresee(asked(kit, ACCEPTED, [0], effort=effort))
    assert (none.outside, none.rate) == (1, None)


def what_is_not_accepted_has_no_promise(kit: Any) -> None:
    procedure = compile_bpmn((DEMO / "highway-licence.bpmn").read_bytes())
    refused = kit.foresee(
        asked(kit, procedure, range(0, 900, 90), outcomes={"accept": {"refuse_acceptance": 1}}, promise=0)
    )
    assert (refused.outside, refused.ended, refused.rate) == (10, 10, None)
    mixed = {"accept": {"accept": 3, "refuse_acceptance": 1}}
    found = kit.foresee(asked(kit, procedure, range(0, 120000, 120), outcomes=mixed, promise=300))
    assert 0.2 < found.outside / 1000 < 0.3
    assert found.on_time + found.outside == 1000


def who_is_open_past_the_promise_is_late(kit: Any) -> None:
    """Two days are played; the first matter is decided on the third, the rest not even accepted."""
    effort = {"in": kit.Effort(60, 60, 60), "work": kit.Effort(DAY, DAY, DAY), "out": kit.Effort(DAY, DAY, DAY)}
    for promise, late in ((0, 2), (1, 0)):
        found = kit.foresee(asked(kit, ACCEPTED, [0, 0, 800], effort=effort, promise=promise, days=2))
        assert (found.late, found.open, found.ended) == (late, 3 - late, 0)


def round_and_round_is_stopped_and_said(kit: Any) -> None:
    procedure = compile_bpmn((DEMO / "highway-licence.bpmn").read_bytes())
    found = kit.foresee(asked(kit, procedure, [0], outcomes={"review": {"return": 1}}, promise=999))
    (fate,) = found.fates
    assert "步还没有办结" in fate.stuck
    assert (fate.verdict, found.open, found.ended) == ("open", 1, 0)


def what_the_procedure_refuses_is_said(kit: Any) -> None:
    xml = definitions(
        node("startEvent", "s"),
        user("a"),
        user("b"),
        node("exclusiveGateway", "x"),
        node("endEvent", "e"),
        flow("s", "a"),
        flow("a", "x"),
        flow("x", "b", "n > 3", name="多"),
        flow("x", "e", "n <= 3", name="少"),
        flow("b", "e"),
    )
    procedure = compile_bpmn(xml)
    assert kit.looked_at(procedure) == {"n": 3}
    (fate,) = kit.foresee(asked(kit, procedure, [0])).fates
    assert "“n”还没有值" in fate.stuck
    for n, ways in ((1, ["a"]), (5, ["a", "b"])):
        found = kit.foresee(asked(kit, procedure, [0], data={"n": n}))
        assert ([work.node for work in found.works], found.ended) == (ways, 1)
    scene = asked(kit, procedure, [0, 10])
    both = tuple(kit.Arrival(arrival.minute, {"n": n}) for arrival, n in zip(scene.arrivals, (1, 5), strict=True))
    mixed = kit.Scene(**{name: getattr(scene, name) for name in scene.__slots__} | {"arrivals": both})
    assert sorted(work.node for work in kit.foresee(mixed).works) == ["a", "a", "b"]


def limits_of_steps_are_held_against_the_calendar(kit: Any) -> None:
    """Opened on Monday the 3rd; done on the day of a number: 4 is Friday the 7th, 5 is Monday the 10th."""
    hours = kit.Hours(CALENDAR, MONDAY)
    assert (hours.day(4), hours.day(5), hours.number(date(2025, 3, 8))) == (date(2025, 3, 7), date(2025, 3, 10), 5)
    for limit, last in (("2wd", 2), ("4cd", 4), ("5cd", 5), ("6cd", 5), ("7cd", 5), ("8cd", 6)):
        assert not hours.late(limit, 100, (last + 1) * DAY), limit
        assert hours.late(limit, 100, (last + 1) * DAY + 1), limit
    # hours pass at night too: from Monday 10:40 to Tuesday 10:40
    assert not hours.late("24h", 100, DAY + 100)
    assert hours.late("24h", 100, DAY + 101)
    assert hours.day(hours._last(0, 1, "mo")) == date(2025, 4, 3)
    assert hours.day(hours._last(0, 1, "yr")) == date(2026, 3, 3)
    december = kit.Hours(CALENDAR, date(2027, 12, 31))
    assert december.day(december._last(0, 2, "mo")) == date(2028, 2, 29)
    assert not hours.late("", 0, 10**6)


def timers_and_messages_come(kit: Any) -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>{}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    for duration, minute in (("2wd", 3 * DAY), ("PT3H", 240), ("P1D", DAY + 60), ("P5D", 5 * DAY), ("10h", DAY)):
        catch = node("intermediateCatchEvent", "t", timer.format(duration))
        found = kit.foresee(asked(kit, compile_bpmn(line(user("a"), catch, user("b"), ids=["a", "t", "b"])), [0]))
        assert [work.begun for work in found.works] == [0, minute], duration
    message = node("intermediateCatchEvent", "t", '<bpmn:messageEventDefinition messageRef="fee"/>')
    xml = line(user("a"), message, ids=["a", "t"])
    xml = xml.replace(b"<bpmn:process", b'<bpmn:message id="fee" name="fee"/><bpmn:process', 1)
    awaits = compile_bpmn(xml)
    assert kit.foresee(asked(kit, awaits, [0])).open == 1
    paid = kit.foresee(asked(kit, awaits, [0], messages={"fee": kit.Effort(100, 100, 100)}))
    assert [fate.ended for fate in paid.fates] == [160]


def a_step_cut_short_frees_its_officer(kit: Any) -> None:
    """A timer closes the step after two days; the work would have taken nine."""
    timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>1wd</bpmn:timeDuration></bpmn:timerEventDefinition>"
    xml = definitions(
        node("startEvent", "s"),
        user("a"),
        node("boundaryEvent", "t", timer, attachedToRef="a"),
        node("endEvent", "e"),
        node("endEvent", "z"),
        flow("s", "a"),
        flow("a", "e"),
        flow("t", "z"),
    )
    found = kit.foresee(asked(kit, compile_bpmn(xml), [0, 1, 2], effort={"a": kit.Effort(9 * DAY, 9 * DAY, 9 * DAY)}))
    told = [(work.begun, work.done, work.outcome) for work in found.works]
    assert told == [(0, 2 * DAY, ""), (2 * DAY, 2 * DAY, ""), (2 * DAY, 2 * DAY, "")]
    assert found.ended == 3
    later = kit.foresee(
        asked(kit, compile_bpmn(xml), [0, 3 * DAY], effort={"a": kit.Effort(9 * DAY, 9 * DAY, 9 * DAY)})
    )
    assert later.works[1].begun == 3 * DAY
    (quick,) = kit.foresee(asked(kit, compile_bpmn(xml), [0])).fates
    assert (quick.ended, quick.stuck) == (60, "")  # the timer of a step that is done means nothing


def what_stands_still_is_not_counted(kit: Any) -> None:
    """A hearing of three days, with its ground named, between acceptance and decision."""
    effort = {
        "in": kit.Effort(60, 60, 60),
        "work": kit.Effort(3 * DAY, 3 * DAY, 3 * DAY),
        "out": kit.Effort(60, 60, 60),
    }
    for ground, days in ((' yimen:special="hearing" yimen:ground="听证"', 0), ("", 3)):
        procedure = compile_bpmn(
            line(
                step("in", outcome("accept", "accept"), role="window"),
                step("work", limit="20wd", more=ground),
                step("out", outcome("grant", "grant"), role="decider"),
                ids=["in", "work", "out"],
            )
        )
        (fate,) = kit.foresee(asked(kit, procedure, [0], effort=effort, promise=1)).fates
        assert fate.days == days
        assert fate.verdict == ("on_time" if ground else "late")


def all_who_countersign_take_their_time(kit: Any) -> None:
    """Three sign, one after another or with three officers at once; the matter goes on after the last."""
    loop = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="false" yimen:instances="units" yimen:rule="all" '
        'yimen:agree="done"/>'
    )
    procedure = compile_bpmn(line(user("a", "done", "no", extra=loop), user("b"), ids=["a", "b"]))
    for staff, ended in ((1, 240), (3, 120)):
        found = kit.foresee(asked(kit, procedure, [0], data={"units": ["甲", "乙", "丙"]}, staff={"examiner": staff}))
        assert [fate.ended for fate in found.fates] == [ended]
        assert sum(work.node == "a" for work in found.works) == 3


def one_voice_that_is_enough_closes_the_rest(kit: Any) -> None:
    """Any of three may sign, with one officer: the other two turns are closed, the next matter begins."""
    loop = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="false" yimen:instances="units" yimen:rule="any" '
        'yimen:agree="done"/>'
    )
    procedure = compile_bpmn(line(user("a", "done", "no", extra=loop), ids=["a"]))
    found = kit.foresee(asked(kit, procedure, [0, 1, 2], data={"units": ["甲", "乙", "丙"]}))
    assert [fate.ended for fate in found.fates] == [60, 120, 180]
    assert [work.begun for work in found.works] == [0, -1, -1, 60, -1, -1, 120, -1, -1]


def the_applicant_waits_for_nobody(kit: Any) -> None:
    procedure = compile_bpmn(line(step("a", role="applicant", limit="1wd"), ids=["a"]))
    found = kit.foresee(asked(kit, procedure, [0, 0, 0], effort={"a": kit.Effort(9 * DAY, 9 * DAY, 9 * DAY)}))
    assert [fate.ended for fate in found.fates] == [9 * DAY] * 3
    assert (found.roles, found.steps[0].over, found.steps[0].mean_wait) == ((), 0, 0)


def steps_over_their_limit_are_counted(kit: Any) -> None:
    """A day each, six at once, two working days to do it: three are over."""
    found = kit.foresee(asked(kit, ONE, [0] * 6, effort={"a": kit.Effort(DAY, DAY, DAY)}))
    assert [(told.turns, told.over, told.limit) for told in found.steps] == [(6, 3, "2wd")]
    changed = kit.limited(ONE, {"a": "4wd"})
    again = kit.foresee(asked(kit, changed, [0] * 6, effort={"a": kit.Effort(DAY, DAY, DAY)}))
    assert [told.over for told in again.steps] == [1]
    assert ONE.nodes["a"].limit == "2wd"


def what_cannot_be_played_is_refused(kit: Any) -> None:
    """Each wrong question, and a word of the answer."""
    wrong: Any = (
        ({"staff": {}}, "几人"),
        ({"staff": {"examiner": 501}}, "几人"),
        ({"effort": {}}, "用多少时间"),
        ({"effort": {"a": kit.Effort(5, 4, 9)}}, "依次不减"),
        ({"effort": {"a": kit.Effort(0, 4, 9)}}, "大于 0"),
        ({"outcomes": {"a": {"never": 1}}}, "没有的结果"),
        ({"outcomes": {"a": {"done": -1}}}, "负数"),
        ({"outcomes": {"a": {"done": 0}}}, "全是 0"),
        ({"days": 0}, "工作日"),
        ({"days": kit.DAYS + 1}, "工作日"),
    )
    for more, words in wrong:
        assert words in refusal(kit, lambda more=more: asked(kit, ONE, [0], **more))
    assert "第一天以前" in refusal(kit, lambda: asked(kit, ONE, [-1]))
    for count in (0, kit.MATTERS + 1):
        assert f"{count} 件" in refusal(kit, lambda count=count: asked(kit, ONE, [0] * count))
    assert "减少件数" in refusal(kit, lambda: kit.foresee(asked(kit, ONE, [0, 0, 0], most_events=5)))
    assert kit.foresee(asked(kit, ONE, [0, 0, 0], most_events=6)).ended == 3
    assert "日历" in refusal(kit, lambda: kit.Hours(CALENDAR, date(2049, 12, 30)).day(9))


def refusal(kit: Any, ask: Any) -> Any:
    try:
        ask()
    except kit.ForesightError as error:
        return str(error)
    raise AssertionError("it was played")
