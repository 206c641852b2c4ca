"""What the outcomes of a case mean: filed, investigated, reviewed, told, heard, decided, served, published, closed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen.contexts.identity.api import officers
from yimen.contexts.journal.api import Act
from yimen.contexts.limits.api import limit
from yimen.contexts.matters.api import (
    WITHHELD,
    Clock,
    Effect,
    Gesture,
    Matter,
    Record,
    Room,
    StepRefused,
    Task,
    noticed_late,
    open_tasks,
    silence_refused,
)
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import Ledger, local_date
from yimen.kernel.clock import said as day_said
from yimen.kernel.procedure import Node, Outcome

from . import caselaw
from .casefile import add_to_log, decided, investigators
from .models import CaseRow, PenaltyRow
from .recording import check_record, told_of
from .stating import day_of, picked
from .undoing import check_standing, standing_words

_TEXT = 400


@dataclass(frozen=True, slots=True)
class Step:
    """All that an effect looks at."""

    act: Act
    matter: Matter
    task: Task
    case: CaseRow
    opinion: str
    form: Mapping[str, Any]

    @property
    def today(self) -> date:
        """Returns the day on which the step is done."""
        return local_date(self.act.now)

    def ledger(self, code: str, start: date) -> Ledger:
        """Returns a limit of law that begins on a day, as it stands in the case's region today."""
        return Ledger(limit(code=code, on=self.today, region=self.case.region).limit, start)

    def due(self, code: str, start: date) -> date:
        """Returns the last day of a limit of law."""
        found = self.ledger(code, start).due(calendar(region=self.case.region)).date
        assert found is not None  # noqa: S101 - nothing pauses a limit that has just begun
        return found


class PenaltyRoom(Room):
    """The room of cases of penalties. The procedure names the steps; what they mean is known by their outcomes.

    Who investigates, who examines the case and who decides it are different people (行政处罚法 57, 58).
    """

    separate = frozenset({"examiner", "reviewer", "decider"})

    binding = frozenset(
        {"open", "drop", "told", "heard", "hearing", "held", "decide", "spare", "transfer", "served", "published"}
        | {"withheld", "closed"}
    )

    def apart(self, *, account: str, units: Collection[str], matter: Matter, step: Node | None) -> str:  # noqa: ARG002
        """Returns why somebody keeps away: who investigates neither judges, nor does who examined review the law."""
        codes = {one.code for one in step.outcomes} if step is not None else _JUDGING
        if codes & _JUDGING and account in investigators(matter):
            return (
                "您是本案的调查人员，不能审核、主持听证或者决定（行政处罚法第五十七、五十八、六十四条）。请由他人办理。"
            )
        if step is not None and codes & _LEGAL:
            handlers = CaseRow.objects.values_list("handlers", flat=True).get(matter_id=matter.id)
            if account == handlers.get("examined"):
                return "本案由您审核过，法制审核应由另一位审核人员办理（行政处罚法第五十八条）。请由他人办理。"
        return ""

    def no_hosts(self, *, matter: Matter) -> Collection[str]:
        """Returns who investigated (行政处罚法 64)."""
        return investigators(matter)

    def recorded(self, *, act: Act, matter: Matter, record: Record) -> None:  # noqa: ARG002 - as the room has it
        """Checks the record of a hearing; raises RecordRefused."""
        check_record(matter, record, apart=self.no_hosts(matter=matter))

    def forbids(self, *, matter: Matter, gesture: Gesture) -> str:
        """Returns why a decision that stands or waits forbids a gesture, '' where it does not."""
        return standing_words(matter, gesture)

    def gestured(self, *, act: Act, matter: Matter, gesture: Gesture) -> None:
        """Keeps what was done besides steps in the case's file; a case that is ended is open no more."""
        if gesture.verb not in caselaw.FILED:
            return
        check_standing(matter, gesture)
        case = CaseRow.objects.select_for_update().get(matter_id=matter.id)
        if gesture.verb == "terminate":
            case.open = False
        _keep_in_force(case, matter, gesture)
        stated = {"step": caselaw.FILED[gesture.verb], "post": gesture.post, "at": act.now.isoformat()}
        add_to_log(case, {**stated, "told": [["理由", gesture.reason]] if gesture.reason else []})
        case.save(force_update=True)

    def completing(
        self, *, act: Act, matter: Matter, task: Task, outcome: Outcome, opinion: str, form: Mapping[str, Any]
    ) -> Effect:
        """Does what the outcome means, in the transaction of the step; raises StepRefused or NotYours."""
        effect = _EFFECTS.get(outcome.code)
        if effect is None:
            return Effect()
        case = CaseRow.objects.select_for_update().get(matter_id=matter.id)
        _check_lists(form, outcome.code)
        step = Step(act, matter, task, case, opinion, form)
        if outcome.code in caselaw.WITHOUT_PENALTY:
            _check_undecided(step, caselaw.WITHOUT_PENALTY[outcome.code])
        done, told = effect(step)
        _file(step, outcome, told)
        case.handlers = {**case.handlers, outcome.code: act.actor.id}
        case.save(force_update=True)
        return done

    def voiced(
        self, *, act: Act, matter: Matter, task: Task, outcome: Outcome, opinion: str, form: Mapping[str, Any]
    ) -> None:
        """Keeps the evidence of each officer who signs the investigation before the last; raises StepRefused."""
        if outcome.code != caselaw.SIGNED or task.came == "before":  # a signature before the holder's is an opinion
            return
        case = CaseRow.objects.select_for_update().get(matter_id=matter.id)
        _check_lists(form, outcome.code)
        step = Step(act, matter, task, case, opinion, form)
        _file(step, outcome, _evidence_told(_evidence(step)))
        case.save(force_update=True)

    def lapsing(self, *, act: Act, matter: Matter, effect: str, ledger: Ledger, due: date) -> Effect:
        """Raises StepRefused: silence punishes nobody."""
        raise silence_refused(act=act, matter=matter, effect=effect, ledger=ledger, due=due)


Told = list[tuple[str, str]]
Done = tuple[Effect, Told]
_JUDGING = frozenset({"examined", "back", "lawful", "unlawful", "held", "discussed", "decide", "spare", "transfer"})
_LEGAL = frozenset({"lawful", "unlawful"})
_NAMING = frozenset({"open", "back", "unlawful"})  # the outcomes that lead to the investigation


def _file(step: Step, outcome: Outcome, told: Told) -> None:
    """Adds what a step stated to the case's file."""
    told = [*told, ("意见", step.opinion)] if step.opinion else told
    post = step.task.done_by or step.act.actor.label
    stated = {"step": f"{step.task.name}：{outcome.name}", "post": post, "at": step.act.now.isoformat()}
    add_to_log(step.case, {**stated, "told": [list(pair) for pair in told]})


def _keep_in_force(case: CaseRow, matter: Matter, gesture: Gesture) -> None:
    """Drops the evidence of investigations that are to be signed anew, after a gesture."""
    nodes = matter.procedure.procedure.nodes
    signing = {one.id for one in nodes.values() if any(each.code == caselaw.SIGNED for each in one.outcomes)}
    if gesture.verb == "return" and gesture.to in signing:
        case.evidence = {}
    elif gesture.verb == "withdraw_step" and gesture.undone == caselaw.SIGNED:
        again = {one.holder for one in open_tasks(matter=matter.id) if one.node in signing}
        case.evidence = {who: found for who, found in case.evidence.items() if who not in again}


def _check_lists(form: Mapping[str, Any], code: str) -> None:
    """Raises StepRefused where a step names people whom its outcome does not name: only who investigates is named."""
    lists = form.get("lists") or {}
    if not isinstance(lists, Mapping) or (lists and code not in _NAMING):
        raise StepRefused("调查人员只能在立案或者退回补充调查时指定。请取消“调查取证的人员”的勾选，或者改选退回。")


def _investigating(step: Step) -> str:
    """Returns who is to investigate, by post; raises StepRefused for fewer than the law wants, or others' officers."""
    lists = step.form.get("lists") or {}
    named = lists.get(caselaw.INVESTIGATORS) or []
    own = {str(one.account): one for one in officers(on=step.today, roles=("examiner",), unit=step.case.unit_id)}
    found = isinstance(named, list) and [own[one] for one in own if one in named]
    if not found or len(found) < caselaw.FEWEST or not all(isinstance(one, str) and one in own for one in named):
        raise StepRefused(
            "须指定本单位至少两名执法人员（审查岗）调查（行政处罚法第四十二条）。请在“调查取证的人员”里勾选。"
        )
    return "、".join(one.label for one in found)


def _filed(step: Step) -> Done:
    people, step.case.evidence = _investigating(step), {}
    clock = Clock(name="办案", ledger=step.ledger(caselaw.DECIDING, step.today))
    return Effect(clock=clock, basis="《行政处罚法》第五十四条第二款"), [("调查人员", people)]


def _returned(step: Step) -> Done:
    """Sends a case back to be investigated further: by the same officers, or by others who are named anew."""
    step.case.evidence = {}  # all sign again
    return Effect(), [("调查人员", _investigating(step))] if step.form.get("lists") else []


def _dropped(step: Step) -> Done:
    step.case.open = False
    return Effect(stop=True, outcome="不予立案"), []


def _investigated(step: Step) -> Done:
    own, kept = _evidence(step), step.case.evidence.values()
    every = [one for one in caselaw.EVIDENCE if any(one in found for found in kept)]
    told = _evidence_told(own)
    told += [("全案证据", "、".join(every))] if every != own else []
    return Effect(facts={"evidence": every}), told


def _evidence(step: Step) -> list[str]:
    """Returns the evidence that one officer states, kept in the case; raises StepRefused where the form lacks some."""
    evidence = picked(step.form, "evidence", caselaw.EVIDENCE, "证据种类", least=1)
    if step.form.get("shown") != "yes":
        raise StepRefused("调查时应当主动出示执法证件（行政处罚法第五十五条）。已经出示的，请勾选确认。")
    step.case.evidence = {**step.case.evidence, step.act.actor.id: evidence}
    return evidence


def _evidence_told(evidence: list[str]) -> Told:
    return [("证据", "、".join(evidence)), ("出示执法证件", "已出示")]


def _examined(step: Step) -> Done:
    legality = picked(step.form, "reviewed", caselaw.REVIEWED, "法制审核的情形")
    grave = picked(step.form, "grave", caselaw.GRAVE, "集体讨论的情形")
    data = {"legality": "yes" if legality else "no", "grave": "yes" if grave else "no", "heard": "no"}
    told = [("应当法制审核", "、".join(legality) or "不需要"), ("应当集体讨论", "、".join(grave) or "不需要")]
    return Effect(facts={"legality": legality, "grave": grave}, data=data), told


def _plain(_: Step) -> Done:
    return Effect(), []


def _told(step: Step) -> Done:
    kinds = picked(step.form, "kinds", caselaw.KINDS, "拟给予的处罚", least=1)
    large = step.form.get("large") == "yes"
    right = large or bool(set(kinds) & set(caselaw.HEARD))
    step.case.told_on, step.case.hearing = step.today, right
    last = step.due(caselaw.ASKING, step.today)
    hearing = f"有权要求听证，{day_said(last)}以前提出" if right else "不属于应当听证的情形"
    told = [("拟给予的处罚", "、".join(kinds)), ("较大数额或者较重", "是" if large else "否"), ("听证", hearing)]
    return Effect(basis="《行政处罚法》第四十四条、第六十三条", facts={"kinds": kinds, "hearing": right}), told


def _heard(step: Step) -> Done:
    if step.case.hearing and step.case.told_on is not None and step.form.get("waived") != "yes":
        last = step.due(caselaw.ASKING, step.case.told_on)
        if step.today <= last:
            raise StepRefused(
                f"当事人在{day_said(last)}以前可以要求听证（行政处罚法第六十四条第一项），现在不能结束告知。"
                "当事人书面放弃听证的，请勾选“当事人书面放弃听证”。"
            )
    told = [("听证", "当事人书面放弃")] if step.form.get("waived") == "yes" else []
    return Effect(basis="《行政处罚法》第四十五条"), told


def _asked(step: Step) -> Done:
    if not step.case.hearing or step.case.told_on is None:
        raise StepRefused(
            "本案告知时不属于应当听证的情形（行政处罚法第六十三条）。当事人有意见的，请选“已听取意见”并写明。"
        )
    on, last = day_of(step.form, "asked_on", "要求听证的日期"), step.due(caselaw.ASKING, step.case.told_on)
    if not step.case.told_on <= on <= min(last, step.today):
        raise StepRefused(f"听证应在告知后、{day_said(last)}以前要求（行政处罚法第六十四条第一项）。请核对日期。")
    return Effect(basis="《行政处罚法》第六十三条"), [("要求听证", day_said(on))]


def _held(step: Step) -> Done:
    told = told_of(step.form.get("record"))
    if told:
        return Effect(basis="《行政处罚法》第六十四条", data={"heard": "yes"}), told
    noticed, held = day_of(step.form, "noticed_on", "通知听证的日期"), day_of(step.form, "held_on", "举行听证的日期")
    if held > step.today:
        raise StepRefused("听证还没有举行。请在举行以后登记。")
    late = noticed_late(noticed=noticed, held=held, region=step.case.region, code=caselaw.NOTIFYING)
    if late:
        raise StepRefused(late)
    told = [("通知", day_said(noticed)), ("举行", day_said(held))]
    return Effect(basis="《行政处罚法》第六十四条", data={"heard": "yes"}), told


def _discussed(step: Step) -> Done:
    told = told_of(step.form.get("record"))
    if told:
        return Effect(basis="《行政处罚法》第五十七条第二款"), told
    people = str(step.form.get("people", "")).strip()
    if not people or len(people) > _TEXT:
        raise StepRefused(f"集体讨论须写明参加的负责人（职务），最多 {_TEXT} 字。请补填“参加讨论的负责人”。")
    return Effect(basis="《行政处罚法》第五十七条第二款"), [("参加讨论的负责人", people)]


def _decided(step: Step) -> Done:
    row = decided(step.case)
    if row is None:
        waits = PenaltyRow.objects.filter(matter_id=step.matter.id, state="waiting").exists()
        what = "本案的决定超出裁量幅度，正在等上级岗位审批" if waits else "本案还没有按裁量基准作出决定"
        raise StepRefused(f"{what}，不能办结这一步。{'批准后再办。' if waits else '请先点“按裁量基准作出决定”。'}")
    facts = {"decision": row.number, "tier": row.tier_name}
    return _after(step, "给予处罚", facts), [("决定文号", row.number), ("档次", row.tier_name)]


def _spared(step: Step) -> Done:
    grounds = picked(step.form, "spared", caselaw.SPARED, "不予处罚的理由", least=1)
    return _after(step, "不予处罚", {"grounds": grounds}), [("不予处罚的理由", "；".join(grounds))]


def _check_undecided(step: Step, what: str) -> None:
    """Raises StepRefused where a penalty stands or waits in a case that is to end without one."""
    if PenaltyRow.objects.filter(matter_id=step.matter.id).exclude(state="denied").exists():
        raise StepRefused(f"本案已经按裁量基准作出了处罚决定，不能再{what}。请核对。")


def _after(step: Step, outcome: str, facts: Mapping[str, Any]) -> Effect:
    """Returns the effect of a decision: it is served, and published, each within its limit."""
    step.case.decided_on = step.today
    clock = Clock(
        name="送达",
        ledger=step.ledger(caselaw.SERVING, step.today),
        others=(step.ledger(caselaw.SHOWING, step.today),),
    )
    return Effect(clock=clock, outcome=outcome, basis="《行政处罚法》第五十七条", facts=facts)


def _transferred(step: Step) -> Done:
    step.case.open = False
    return Effect(stop=True, outcome="移送", basis="《行政处罚法》第五十七条第一款第四项"), []


def _served(step: Step) -> Done:
    (method,) = picked(step.form, "method", caselaw.SERVED, "送达方式", least=1, most=1)
    receiver = " ".join(str(step.form.get("receiver", "")).split())
    if not receiver or len(receiver) > _TEXT:
        raise StepRefused("送达须写明签收人，或者见证人、公告的载体。请补填“签收人”。")
    clock = Clock(name="公示", ledger=step.ledger(caselaw.SHOWING, step.case.decided_on or step.today))
    told = [("送达方式", method), (caselaw.RECEIVER, receiver)]
    return Effect(clock=clock, basis="《行政处罚法》第六十一条", facts={"method": method}), told


def _published(step: Step) -> Done:
    PenaltyRow.objects.filter(matter_id=step.matter.id).update(shown=True)
    return Effect(stop=True, basis="《行政处罚法》第四十八条", data={WITHHELD: "no"}), [("公示", "已公示")]


def _withheld(_: Step) -> Done:
    return Effect(stop=True, basis="《行政处罚法》第四十八条"), [("公示", "依法不公开")]


def _closed(step: Step) -> Done:
    (how,) = picked(step.form, "closed", caselaw.CLOSED, "执行情况", least=1, most=1)
    step.case.open = False
    return Effect(facts={"closed": how}), [("执行情况", how)]


_EFFECTS: Mapping[str, Callable[[Step], Done]] = {
    "open": _filed,
    "drop": _dropped,
    "done": _investigated,
    "examined": _examined,
    "back": _returned,
    "lawful": _plain,
    "unlawful": _returned,
    "told": _told,
    "heard": _heard,
    "hearing": _asked,
    "held": _held,
    "discussed": _discussed,
    "decide": _decided,
    "spare": _spared,
    "transfer": _transferred,
    "served": _served,
    "published": _published,
    "withheld": _withheld,
    "closed": _closed,
}
