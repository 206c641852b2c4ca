"""What is asked of a what-if: the fields with their first values, and what was typed, each fault at its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from yimen.contexts.identity.api import ROLES
from yimen.contexts.matters.api import History
from yimen.kernel.foresight import APPLICANT, BUSY, DAY, Effort, guessed, looked_at
from yimen.kernel.procedure import UNITS, Node, Procedure, counted_days, data_title, inputs, limit_parts, several, title

from .room import Piece, field

MOST = 2_000  # matters of a play within a request
FEWEST = 20  # matters of a history that proves something
NOTHING = "请先用生成的来件推演；办过一些件以后，再来重放。"
_HOUR = 60
_A_DAY, _DAYS = 2, 120
_SPARE = 0.85  # of BUSY: room for steps that are done again
_VALUE = re.compile(r"-?\d{1,12}(\.\d{1,2})?")
_NUMBER = re.compile(r"\d{1,5}(\.\d)?")
_SIGNERS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked. ``limits``: of the steps of the procedure as it would be; ``data``: what conditions look at."""

    load: str
    a_day: int
    days: int
    promise: int
    promise_after: int
    seed: int
    staff: Mapping[str, int]
    effort: Mapping[str, Effort]
    limits: Mapping[str, str]
    data: Mapping[str, Any]


def steps(*procedures: Procedure) -> dict[str, Node]:
    """Returns the human steps of procedures by their ids, those of the last procedure counting."""
    return {one.id: one for each in procedures for one in each.nodes.values() if one.kind in ("user", "manual")}


def few_words(count: int) -> str:
    """Returns what to think of a replay of fewer matters than prove something."""
    words = f"只有 {count} 件，不足 {FEWEST} 件，说明不了多少问题：多一件、少一件，按时率就会明显变化"
    return f"{words}。不要只凭它作决定，请再用生成的来件核对。"


class Form:
    """The fields of a what-if about two procedures, which may be the same."""

    def __init__(
        self, before: Procedure, after: Procedure, past: History, sent: Mapping[str, str], law: str = ""
    ) -> None:
        self.before, self.after, self.past = before, after, past
        self.asked, self.sent = sent.get("do") == "run", sent
        self.errors: dict[str, str] = {}
        self.groups: list[Piece] = []
        self.told, self.law = past.matters >= FEWEST, law

    def read(self) -> Asked:
        """Reads all fields; what is wrong stands in ``errors``, and then the answer is of no use."""
        load, a_day, days, seed = self._load()
        human = steps(self.before, self.after)
        promise, promise_after = self._promise()
        effort = self._effort(human)
        staff = self._staff(human, effort)
        limits = self._limits()
        data = self._data()
        return Asked(load, a_day, days, promise, promise_after, seed, staff, effort, limits, data)

    def _load(self) -> tuple[str, int, int, int]:
        choices = [{"code": "steady", "label": "按每个工作日来件数生成", "hint": ""}]
        if self.past.matters:
            shown = min(self.past.matters, MOST)
            words = f"最近一年 {self.past.matters} 件" + (f"，取前 {shown} 件" if shown < self.past.matters else "")
            words += "" if self.told else "：太少，说明不了多少问题"
            choices.insert(0 if self.told else 1, {"code": "history", "label": "重放最近一年的来件", "hint": words})
        fields: list[Piece] = []
        load = self._text("load", str(choices[0]["code"]))
        if load not in {one["code"] for one in choices}:
            none = "" if self.past.matters else f"最近一年没有可以重放的来件。{NOTHING}"
            self.errors["load"] = f"请选一种来件。{none}"
        few = f"最近一年您能看到的来件一件也没有，没有可以重放的。{NOTHING}"
        fields.append(
            self._field("load", "来件", "radio", load, choices=choices, hint="" if self.past.matters else few)
        )
        a_day = self._number(
            fields, "a_day", "每个工作日来件", _A_DAY, span=(1, MOST), unit="件", hint="生成来件时使用。演示值。"
        )
        days = self._number(
            fields, "days", "连续多少个工作日", _DAYS, span=(1, 250), unit="个工作日", hint="生成来件时使用。演示值。"
        )
        if load == "steady" and a_day * days > MOST:
            self.errors["a_day"] = f"共 {int(a_day * days)} 件，一次最多推演 {MOST} 件。请减少每天件数或天数。"
            fields[1]["error"] = self.errors["a_day"]
        seed = self._number(
            fields, "seed", "随机种子", 1, span=(0, 99_999), unit="", hint="同样的填写和种子，结果相同。"
        )
        self._group("来件", fields)
        return load, int(a_day), int(days), int(seed)

    def _promise(self) -> tuple[int, int]:
        fields: list[Piece] = []
        hint = f"受理到作出决定，工作日。先填的是审查、决定各步时限之和。{self.law}"
        first = max(1, counted_days(self.before))
        was = self._number(fields, "promise", "承诺时限（修改前）", first, span=(1, 999), unit="个工作日", hint=hint)
        hint = "打算改成多少。"
        first = max(1, counted_days(self.after))
        now = self._number(
            fields, "promise_after", "承诺时限（修改后）", first, span=(1, 999), unit="个工作日", hint=hint
        )
        self._group("承诺时限", fields)
        return int(was), int(now)

    def _effort(self, human: Mapping[str, Node]) -> dict[str, Effort]:
        fields: list[Piece] = []
        effort: dict[str, Effort] = {}
        for node in human.values():
            took = self.past.days.get(node.id, ()) if self.told else ()
            if node.role == APPLICANT and took:
                effort[node.id] = Effort(samples=tuple(max(_HOUR, days * DAY) for days in took))
                continue
            hint = (
                "申请人所用时间。演示值。"
                if node.role == APPLICANT
                else "估计：两小时，时限更短的按一半。演示值，不含等候。"
            )
            if took:
                hint += f"去年从到手到办完（含等候）通常 {took[len(took) // 2]} 个工作日。"
            first = 21.0 if node.role == APPLICANT else min(9_999.0, guessed(node.limit) / _HOUR)
            usual = self._number(
                fields, f"work.{node.id}", node.name or node.id, first, span=(0.1, 9_999), unit="小时", hint=hint
            )
            minutes = max(1, round(usual * _HOUR))
            effort[node.id] = Effort(max(1, minutes // 2), minutes, minutes * 2)
        self._group("办一件通常用时（最少按一半、最多按两倍）", fields)
        return effort

    def _staff(self, human: Mapping[str, Node], effort: Mapping[str, Effort]) -> dict[str, int]:
        fields: list[Piece] = []
        staff: dict[str, int] = {}
        load = sum(self.past.arrivals.values()) / 250 if self.told else _A_DAY
        for role in dict.fromkeys(node.role for node in human.values() if node.role != APPLICANT):
            mine = [node for node in human.values() if node.role == role]
            work = sum(effort[node.id].mean * (_SIGNERS if self._shared(node.id) else 1) for node in mine)
            first = min(500, max(1, ceil(load * work / DAY / (BUSY * _SPARE))))
            hint = "估计：按上面的用时（长短不一，平均比通常长），忙碌不超过八成五。请改成实有人数。"
            name = f"{ROLES.get(role, role)}人数"
            staff[role] = int(self._number(fields, f"staff.{role}", name, first, span=(1, 500), unit="人", hint=hint))
        self._group("人员", fields)
        return staff

    def _limits(self) -> dict[str, str]:
        fields: list[Piece] = []
        limits: dict[str, str] = {}
        for node in steps(self.after).values():
            if node.limit and node.role != APPLICANT:
                number, unit = limit_parts(node.limit)
                words = UNITS[unit].strip()
                code = f"limit.{node.id}"
                given = self._number(fields, code, node.name or node.id, number, span=(1, 999), unit=words, hint="")
                limits[node.id] = f"{int(given)}{unit}"
        self._group("各步时限（修改后）", fields)
        return limits

    def _data(self) -> dict[str, Any]:
        fields: list[Piece] = []
        data: dict[str, Any] = {}
        for name, like in {**looked_at(self.before), **looked_at(self.after)}.items():
            hint = "流程条件要看的值，所有的件都一样。演示值。"
            first = {True: "是", False: "否"}.get(like, str(like)) if isinstance(like, bool) else str(like)
            text = self._text(f"data.{name}", first)
            if isinstance(like, bool):
                if text not in ("是", "否"):
                    self.errors[f"data.{name}"] = "只能填“是”或“否”。请改正。"
                data[name] = text == "是"
            elif isinstance(like, int | float):
                fits = _VALUE.fullmatch(text)
                if not fits:
                    self.errors[f"data.{name}"] = "应是一个数，最多两位小数。请改正。"
                data[name] = float(text) if fits else 0
            else:
                data[name] = text[:60]
            fields.append(self._field(f"data.{name}", self._called(name), "text", text, hint=hint, max=60))
        for items in dict.fromkeys(one.name for each in self._both for one in inputs(each) if one.sort == "list"):
            label, hint = self._taking(items)
            many = self._number(fields, f"data.{items}", label, _SIGNERS, span=(1, 20), unit="家", hint=hint)
            data[items] = [f"第 {number + 1} 家" for number in range(int(many))]
        self._group("流程条件、会签和各办一遍", fields)
        return data

    @property
    def _both(self) -> tuple[Procedure, Procedure]:
        return self.before, self.after

    def _shared(self, id_: str) -> bool:
        """Tells whether several do a step, each the whole of it."""
        return any(several(one, id_) is not None for one in self._both)

    def _taking(self, items: str) -> tuple[str, str]:
        """Returns what is asked of a list, and of which steps and sub-processes it is."""
        of = {node.id: (each, node) for each in self._both for node in each.nodes.values()}
        found = [(each, node) for each, node in of.values() if node.loop and node.loop.items == items]
        parts = [title(each, node.id) for each, node in found if node.kind == "subprocess"]
        words = "、".join(["会签"] * (len(parts) < len(found)) + ["各办一遍"] * bool(parts))
        told = f"“{'、'.join(parts)}”里的环节，每一家各办一遍。" if parts else ""
        return f"几家{words}（{self._called(items)}）", f"{told}演示值。"

    def _called(self, name: str) -> str:
        """Returns what a value of the data is called, as the one procedure or the other names it."""
        named = data_title(self.after, name)
        return named if named != name else data_title(self.before, name)

    def _group(self, title: str, fields: list[Piece]) -> None:
        if fields:
            self.groups.append({"title": title, "fields": fields})

    def _text(self, code: str, first: str) -> str:
        return " ".join(self.sent.get(code, "" if self.asked else first).split()) if self.asked else first

    def _number(
        self,
        fields: list[Piece],
        code: str,
        label: str,
        first: float,
        *,
        span: tuple[float, float],
        unit: str,
        hint: str,
    ) -> float:
        """Reads one number, which may have one decimal where its first value has; keeps its field."""
        low, high = span
        plain = f"{first:g}"
        text = self._text(code, plain)
        whole = isinstance(first, int)
        fits = _NUMBER.fullmatch(text) and not (whole and "." in text) and low <= float(text) <= high
        if not fits:
            kind = "整数" if whole else "数，最多一位小数"
            self.errors[code] = f"应是 {low:g} 至 {high:g} 之间的{kind}。请改正。"
        fields.append(self._field(code, label, "number", text, unit=unit, hint=hint, max=7))
        return float(text) if fits else float(first)

    def _field(self, code: str, label: str, kind: str, value: str, **more: Any) -> Piece:
        return field(code, label, kind, {code: value}, error=self.errors.get(code, ""), **more)
