"""What the outcomes of a step mean for a case: accepted, asked again, refused, decided, issued, delivered."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from yimen.contexts.catalogue.api import Guide
from yimen.contexts.documents.api import listed
from yimen.contexts.identity.api import open_text, seal_text
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import (
    NOT_BEFORE,
    Effect,
    Matter,
    Record,
    Room,
    StepRefused,
    Task,
    check_hearing,
    examiners,
    next_serial,
    opposed,
)
from yimen.contexts.places.api import calendar
from yimen.kernel.clock import CHINA, Ledger, local_date
from yimen.kernel.procedure import Outcome

from . import grounds, inspection, joint, law, limits, papers
from .applications import ApplicationRefused, checked
from .items import item_of
from .models import CaseRow, CorrectionRow, DecisionRow, DeliveryRow
from .stated import GRANTED, stated

METHODS = ("网上", "窗口", "邮寄")
_EXAMINED = "审查过本件，不能主持本件的听证（行政许可法第四十八条第一款第三项）"
_COUNTING = "本件已经受理，补正期间办理期限继续计算。"


@dataclass(frozen=True, slots=True)
class Step:
    """All that an effect looks at."""

    act: Act
    matter: Matter
    case: CaseRow
    guide: Guide
    opinion: str
    form: Mapping[str, Any]
    entrusted: str = ""  # of a decision made by a delegate: by whom, within which limits, until when


class CaseRoom(Room):
    """The room of cases: dispatches on the effect that the procedure names for an outcome.

    Who examines a case neither reviews nor decides it (一审一核).
    """

    separate = frozenset({"examiner", "reviewer", "decider"})

    def no_hosts(self, *, matter: Matter) -> Collection[str]:
        """Returns who examined the case (行政许可法 48)."""
        return examiners(matter=matter)

    def recorded(self, *, act: Act, matter: Matter, record: Record) -> None:  # noqa: ARG002 - as the room has it
        """Checks a hearing: announced in time, and held by somebody who did not examine the case (行政许可法 48)."""
        apart = self.no_hosts(matter=matter)
        check_hearing(record=record, matter=matter, code=law.HEARING_NOTICE, apart=apart, why=_EXAMINED)

    def completing(
        self, *, act: Act, matter: Matter, task: Task, outcome: Outcome, opinion: str, form: Mapping[str, Any]
    ) -> Effect:
        """Does what the outcome means, in the transaction of the step."""
        effect = _resubmitted if task.role == "applicant" and outcome.effect == "none" else _EFFECTS.get(outcome.effect)
        agreed: dict[str, Any] = {}
        if outcome.code == inspection.FIXED:
            day = inspection.check_fixed(CaseRow.objects.get(matter_id=matter.id))
            agreed = {NOT_BEFORE: dict.fromkeys(joint.together(matter.procedure), day.isoformat())}
        if effect is None:
            return Effect(data=agreed)
        case = CaseRow.objects.get(matter_id=matter.id)
        done = effect(Step(act, matter, case, item_of(case), opinion, form, _entrusted(task)))
        return replace(done, data={**done.data, **agreed}) if agreed else done

    def lapsing(self, *, act: Act, matter: Matter, effect: str, ledger: Ledger, due: date) -> Effect:
        """Does what silence means: accepted since the day of receipt (许可法 32), or renewed (许可法 50)."""
        case, silence = CaseRow.objects.get(matter_id=matter.id), ledger.limit.silence
        since = ledger.start if effect == "accept" else due
        rule = f"依照《{silence.law}》{silence.article}，{silence.words}" if silence else ""
        step = Step(act, matter, case, item_of(case), "", {})
        if effect == "accept":
            duty = f"本机关最迟应于{_day(due)}当日一次告知需要补正的全部内容，逾期未告知。"
            received = case.received_at if local_date(case.received_at) == since else _midnight(since)
            return _accepted(step, received, f"{duty}{rule}。本件自{_day(since)}起受理。")
        if case.accepted_at is None:  # asked for in time, never answered: the whole way is behind it
            case.accepted_at = case.received_at
            case.save(update_fields=["accepted_at"])
        duty = f"本机关最迟应于{_day(due)}当日作出决定，逾期未作决定。"
        return _decide(step, granted=True, on=since, by_law=f"{duty}{rule}，自{_day(since)}起生效。")


def _entrusted(task: Task) -> str:
    """Returns the sentence by which a paper says that a delegate decided, '' where the post itself did."""
    if task.until is None:
        return ""
    return f"本决定受{task.came_by}委托作出，委托权限：{task.terms.rstrip('。')}，委托期限至{_day(task.until)}。"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _accept(step: Step) -> Effect:
    return _accepted(step, step.act.now)


def _accepted(step: Step, at: datetime, by_law: str = "") -> Effect:
    """Starts the limits of deciding from acceptance: today, or the day of receipt where silence accepted."""
    received, answers = local_date(step.case.received_at), _given(step.case)
    units = joint.accepting(step.guide, answers, step.form)
    clock = limits.deciding(step.guide, local_date(at), answers, applied=received)
    step.case.accepted_at = at
    days = calendar(region=step.matter.region)
    step.case.promised_due_on = clock.ledger.due(days).date
    step.case.save(update_fields=["accepted_at", "promised_due_on"])
    _write(step, "acceptance", by_law=by_law, **papers.until(clock.ledger, days))
    return Effect(
        clock=clock,
        basis=law.basis(step.guide.type, "accept"),
        facts={
            "promised": clock.ledger.limit.length,
            "promised_due": _iso(step.case.promised_due_on),
            **({"units": units[joint.UNITS]} if units else {}),
        },
        data=units,
    )


def _correct(step: Step) -> Effect:
    demands, offered = joint.demands(matter=step.matter), grounds.grounds(guide=step.guide).correct
    picked = grounds.asked_again(step.form.get("missing", []), offered, needed=not demands)
    words = grounds.explained(step.form.get("explained", []))
    missing = [*demands, *(one.asked for one in picked), *words]
    rounds = CorrectionRow.objects.filter(case=step.case).count() + 1
    if rounds > 1 and not step.opinion:
        raise StepRefused("本件已经告知过一次补正（一次告知制）。再次要求补正须写明理由，并会提醒监察部门。")
    CorrectionRow(
        id=step.act.mint.id(),
        case=step.case,
        round=rounds,
        missing=missing,
        reason=step.opinion,
        asked_at=step.act.now,
    ).save(force_insert=True)
    runs_on = step.case.accepted_at is not None  # the licence law stops no limit for what is asked after acceptance
    _write(step, "correction", missing=missing, counting=_COUNTING if runs_on else "")
    return Effect(
        stop=not runs_on,
        basis=law.basis(step.guide.type, "accept"),
        facts={"round": rounds},
        personal={"missing": "；".join(missing)},
    )


def _resubmitted(step: Step) -> Effect:
    today, received = local_date(step.act.now), local_date(step.case.received_at)
    answers = _given(step.case)
    changed = {**answers, **_answers(step.form.get("answers", {}))}
    documents = listed(owner=step.matter.id)
    asked = CorrectionRow.objects.filter(case=step.case, answered_at=None).order_by("-round").first()
    fresh = changed != answers or any(asked is None or document.at > asked.asked_at for document in documents)
    if not fresh and not step.opinion:
        raise StepRefused("还没有补充任何内容：填写没有改动，也没有上传新文件。请按告知的清单补充后再提交。")
    try:
        values = checked(step.guide, _as_typed(changed), documents, received)  # what was right then is right
    except ApplicationRefused as error:
        raise StepRefused(str(error)) from error
    step.case.answers = seal_text(json.dumps(values, ensure_ascii=False), purpose="answers")
    step.case.save(update_fields=["answers"])
    CorrectionRow.objects.filter(case=step.case, answered_at=None).update(answered_at=step.act.now)
    facts = {"documents": [document.sha256 for document in documents]}
    data = stated(step.guide, step.matter.procedure.procedure, values)
    if step.case.accepted_at is not None:
        return Effect(facts=facts, data={**data, **joint.grown(step.guide, values, step.matter)})
    # A step returned to the applicant stops no limit: only a notice of correction does, and a new one begins after it.
    runs = step.matter.ledger is not None
    if runs:
        return Effect(facts=facts, data=data)
    before = next((timer.due for timer in reversed(step.matter.timers) if timer.role == "statutory"), None)
    return Effect(
        clock=limits.receiving(step.guide, today, values, applied=received),
        basis=law.basis(step.guide.type, "accept"),
        facts={**facts, "restarted": "补正材料", "due_before": _iso(before)},
        data=data,
    )


def _given(case: CaseRow) -> dict[str, Any]:
    """Returns the answers of a case."""
    found: dict[str, Any] = json.loads(open_text(case.answers, purpose="answers"))
    return found


def _answers(given: object) -> dict[str, Any]:
    """Returns corrected answers; raises StepRefused for anything but texts by code."""
    if not isinstance(given, Mapping) or not all(isinstance(value, str | list) for value in given.values()):
        raise StepRefused("补正的答案应按数据项代码逐项给出文字。请改正后再提交。")
    return dict(given)


def _as_typed(values: Mapping[str, Any]) -> dict[str, str | list[str]]:
    return {code: value if isinstance(value, list) else str(value) for code, value in values.items() if value != ""}


def _refuse_acceptance(step: Step) -> Effect:
    _need_reasons(step)
    rounds = CorrectionRow.objects.filter(case=step.case).count()
    offered = grounds.grounds(guide=step.guide).refuse_acceptance
    lines = [
        one.refused for one in grounds.picked(step.form.get("grounds", []), offered, name="grounds", rounds=rounds)
    ]
    _write(step, "refusal_acceptance", grounds=lines, reasons=step.opinion, remedies=papers.remedies(step.guide))
    basis = law.basis(step.guide.type, "accept")
    return Effect(stop=True, outcome="不予受理", basis=basis, facts={"grounds": lines})


def _grant(step: Step) -> Effect:
    return _decide(step, granted=True)


def _refuse(step: Step) -> Effect:
    _need_reasons(step)
    return _decide(step, granted=False)


def _decide(step: Step, *, granted: bool, on: date | None = None, by_law: str = "") -> Effect:
    today, at = on or local_date(step.act.now), _midnight(on) if on else step.act.now
    unit, year = step.guide.unit, today.year
    mark = papers.mark(unit.short, step.guide.type)
    number = papers.decision_number(mark, year, next_serial(scope=f"decision/{mark}/{year}"))
    opinion = _reasoned(step, granted=granted) if not by_law else ""
    rests = _rests(step, granted=granted) if not by_law else {}  # silence confirms nothing
    despite = _despite(step) if granted and not by_law else {}
    row = DecisionRow(case=step.case, granted=granted, number=number, reasons=opinion or by_law, at=at, **rests)
    row.save(force_insert=True)
    more: dict[str, Any] = {"reasons": opinion, "remedies": papers.remedies(step.guide), "by_law": by_law}
    more |= {"conclusions": joint.conclusions(step.matter), "grounds": row.grounds}
    _write(step, "grant" if granted else "refuse", number, **more)
    held, *again = inspection.held_on(step.case) or (None,)
    if held is not None:
        more["conclusions"] = joint.conclusions(step.matter, dated=True)
        result = "通过联合验收" if granted else "未通过联合验收"
        days = {"inspected_on": held.isoformat(), "rechecked": "、".join(_day(day) for day in again if day)}
        _write(step, "inspection", **more, **days, result=result)
    return Effect(
        clock=limits.delivering(step.guide, today),
        outcome="准予" if granted else "不予",
        basis=law.basis(step.guide.type, "decide"),
        facts={"decision": number, "granted": granted, **rests, **despite},
        data={GRANTED: granted},
    )


def _rests(step: Step, *, granted: bool) -> dict[str, list[str]]:
    """Returns what a decision rests on: the conditions that a grant confirms, or the grounds that a refusal picks."""
    offered = grounds.grounds(guide=step.guide)
    if granted:
        return {"met": [one.text for one in grounds.confirmed(step.form.get("met", []), offered.grant)]}
    found = grounds.picked(step.form.get("grounds", []), offered.refuse, name="grounds")
    return {"grounds": [one.refused for one in found]}


def _despite(step: Step) -> dict[str, list[str]]:
    """Returns the results of special steps that a grant departs from; raises StepRefused where it does not say why."""
    found = opposed(matter=step.matter)
    if found and not step.opinion:
        results = "，".join(f"{name}的结果是“{result}”" for name, result in found)
        raise StepRefused(f"{results}，准予与它不一致：请在“意见”一栏写明理由。")
    return {"despite": [f"{name}：{result}" for name, result in found]} if found else {}


def _reasoned(step: Step, *, granted: bool) -> str:
    """Returns the reasons of a decision: the officer's, and those of every unit that does not agree."""
    against = joint.refusals(step.matter)
    if against and granted and not step.opinion:
        raise StepRefused("有协办部门不同意，仍要准予的，须在“意见”一栏写明理由，并回应该部门的意见。")
    if granted or not against:
        return step.opinion
    return "\n".join([step.opinion, "协办部门的意见：", *against])


def _deliver(step: Step) -> Effect:
    method = str(step.form.get("method", ""))
    if method not in METHODS:
        raise StepRefused(f"请选择送达方式：{'、'.join(METHODS)}。")
    receiver = str(step.form.get("receiver", "")).strip()
    if method != "网上" and not receiver:
        raise StepRefused("窗口领取或邮寄送达须填写签收人。请补填“签收人”。")
    DeliveryRow(case=step.case, method=method, receiver=seal_text(receiver, purpose="name"), at=step.act.now).save(
        force_insert=True
    )
    _write(step, "delivery", method=method, receiver=receiver or open_text(step.case.name, purpose="name"))
    return Effect(stop=True, basis=law.basis(step.guide.type, "deliver"), facts={"method": method})


def _write(step: Step, kind: str, number: str = "", **more: Any) -> None:
    stated = papers.values(step.act, step.matter, step.case, step.guide, **more)
    papers.write(step.act, step.case, kind, {**stated, "entrusted": step.entrusted}, number)


def _need_reasons(step: Step) -> None:
    if not step.opinion:
        raise StepRefused("不予受理、不予办理必须说明理由。请在“意见”一栏写明。")


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


_EFFECTS: Mapping[str, Callable[[Step], Effect]] = {
    "accept": _accept,
    "correct": _correct,
    "refuse_acceptance": _refuse_acceptance,
    "grant": _grant,
    "refuse": _refuse,
    "deliver": _deliver,
}
