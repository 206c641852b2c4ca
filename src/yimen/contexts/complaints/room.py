"""What the outcomes of a complaint's steps mean: accepted or not, passed on, found, answered, made public."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen.contexts.identity.api import seal_text
from yimen.contexts.journal.api import Act
from yimen.contexts.matters.api import Effect, Matter, NotYours, Room, StepRefused, Task, silence_refused
from yimen.kernel.clock import Ledger, local_date
from yimen.kernel.procedure import Node, Outcome

from . import redacting, seating
from .kinds import PUBLISHER, REFUSALS, REFUSED, finishing
from .models import ComplaintRow
from .refusals import ComplaintRefused

VERDICTS = {"upheld": "属实", "partly": "部分属实", "unfounded": "不属实", "unproven": "无法查实"}
_ANSWERING = "《信访工作条例》第三十四条"
_LONGEST = 2000
_WROTE = "公开稿由您起草，不能由您审核。请由另一位法制岗办理。"


@dataclass(frozen=True, slots=True)
class Step:
    """All that an effect looks at."""

    act: Act
    matter: Matter
    row: ComplaintRow
    code: str
    opinion: str
    form: Mapping[str, Any]

    def text(self, field: str, name: str, most: int = _LONGEST) -> str:
        """Returns a text of the form; raises StepRefused where it is missing or too long."""
        said = str(self.form.get(field, "")).strip()
        if not 2 <= len(said) <= most:
            raise StepRefused(f"“{name}”应写 2 至 {most} 字。请补充后再提交。")
        return said


class ComplaintRoom(Room):
    """The room of complaints: dispatches on the outcome's code, for the licence law knows none of them."""

    binding = frozenset({*VERDICTS, "publish", "withhold"})

    def apart(self, *, account: str, units: Collection[str], matter: Matter, step: Node | None) -> str:
        """Returns why somebody keeps away: complained about, writer of what is reviewed, of a unit that enforced."""
        names = ("subjects", "writer", "kind", "unit_id")
        subjects, writer, kind, unit = ComplaintRow.objects.values_list(*names).get(matter_id=matter.id)
        if account in subjects:
            return "这件投诉与您有关，按回避的规定不能由您办理。请由本单位其他人办理。"
        if kind == "enforcement" and unit in units:
            return "执法投诉不能由被投诉的单位的人办理。请由其他单位的人办理。"
        if step is not None and account == writer and any(one.code == "publish" for one in step.outcomes):
            return _WROTE
        return ""

    def completing(
        self,
        *,
        act: Act,
        matter: Matter,
        task: Task,  # noqa: ARG002 - a room is handed it
        outcome: Outcome,
        opinion: str,
        form: Mapping[str, Any],
    ) -> Effect:
        """Does what the outcome means, in the transaction of the step; raises to refuse it."""
        row = ComplaintRow.objects.select_related("unit").get(matter_id=matter.id)
        effect = _EFFECTS.get(outcome.code)
        if effect is None:
            return Effect()
        try:
            return effect(Step(act, matter, row, outcome.code, opinion, form))
        except ComplaintRefused as error:
            raise StepRefused(str(error)) from error

    def lapsing(self, *, act: Act, matter: Matter, effect: str, ledger: Ledger, due: date) -> Effect:
        """Raises StepRefused: silence answers no complaint."""
        raise silence_refused(act=act, matter=matter, effect=effect, ledger=ledger, due=due)


def _accept(step: Step) -> Effect:
    row, on = step.row, local_date(step.act.now)
    named = {str(one.account) for one in seating.staff(unit=row.unit_id, on=on)}
    given = step.form.get("subjects", [])
    if not isinstance(given, list) or not all(isinstance(one, str) and one in named for one in given):
        raise StepRefused("被投诉的人只能从被投诉单位的人员里选。请重新选择。")
    row.subjects = sorted({*row.subjects, *given})
    if step.act.actor.id in row.subjects:
        raise NotYours("您把自己列为被投诉的人，这件投诉不能由您办理。")
    own = row.kind == "enforcement"  # nobody looks into their own enforcement
    free = seating.handlers(region=row.region, on=on, but={row.unit_id} if own else set(), subjects=row.subjects)
    row.handler = step.matter.unit if step.code == "accept" else str(step.form.get("unit", ""))
    if row.handler not in free:
        raise StepRefused(_elsewhere(free, own=own))
    publisher = seating.nearest(PUBLISHER, row.region, on, but={row.unit_id}, subjects=row.subjects)
    row.publisher = publisher
    row.save(update_fields=["subjects", "handler", "publisher"])
    did = {"did": step.code, "to_unit": row.handler}
    data = {"handler": [row.handler], "publisher": [publisher]}
    return Effect(clock=finishing(row.kind, on, row.region), facts=did, data=data)


def _elsewhere(free: Mapping[str, str], *, own: bool) -> str:
    rule = "执法投诉不能交给被投诉的单位自己调查" if own else "没有可以承办的人"
    choices = f"可以转给：{'、'.join(free.values())}。" if free else "本地没有其他“投诉承办岗”，请先设立。"
    return f"这个单位不能承办：{rule}，或者那里没有未被投诉的承办人。{choices}"


def _refuse(step: Step) -> Effect:
    ground = str(step.form.get("ground", ""))
    if ground not in REFUSALS:
        raise StepRefused("不予受理须选择情形，并在“意见”里写明理由。请选择。")
    answer = f"不予受理：{ground}。{step.opinion}"
    row = step.row
    row.answer, row.answered_at = seal_text(answer, purpose="complaint"), step.act.now
    row.save(update_fields=["answer", "answered_at"])
    return Effect(stop=True, outcome=REFUSED, facts={"did": "refuse", "ground": ground})


def _found(step: Step) -> Effect:
    record = step.text("record", "调查情况")
    step.row.record = seal_text(record, purpose="complaint")
    step.row.save(update_fields=["record"])
    return Effect(facts={"did": "found"}, personal={"record": record})


def _answer(step: Step) -> Effect:
    row, answer = step.row, step.text("answer", "给投诉人的答复")
    _write(step)
    row.verdict, row.answer = VERDICTS[step.code], seal_text(answer, purpose="complaint")
    row.answered_at = step.act.now
    row.save(update_fields=["verdict", "answer", "answered_at"])
    return Effect(
        stop=True, outcome=row.verdict, basis=_ANSWERING, facts={"did": "answer"}, personal={"answer": answer}
    )


def _write(step: Step) -> Effect:
    """Keeps the text for the public, with nobody in it."""
    row, on = step.row, local_date(step.act.now)
    row.summary, row.result = step.text("summary", "公开的投诉摘要", 400), step.text("result", "公开的处理结果", 800)
    redacting.check(f"{row.summary}\n{row.result}", row, on)
    row.writer = step.act.actor.id
    row.save(update_fields=["summary", "result", "writer"])
    return Effect(facts={"did": "revise"})


def _publish(step: Step) -> Effect:
    redacting.check(f"{step.row.summary}\n{step.row.result}", step.row, local_date(step.act.now))
    step.row.published_at = step.act.now
    step.row.save(update_fields=["published_at"])
    return Effect(facts={"did": "publish"})


def _withhold(step: Step) -> Effect:
    step.row.withheld = step.opinion[:400]
    step.row.save(update_fields=["withheld"])
    return Effect(facts={"did": "withhold", "reason": step.row.withheld})


_EFFECTS: Mapping[str, Callable[[Step], Effect]] = {
    "accept": _accept,
    "transfer": _accept,
    "refuse": _refuse,
    "found": _found,
    **dict.fromkeys(VERDICTS, _answer),
    "revised": _write,
    "publish": _publish,
    "withhold": _withhold,
}
