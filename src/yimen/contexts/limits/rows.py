"""Rows ↔ values: what a file or a version says, checked key by key, and the kernel's values made from it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from yimen.kernel.clock import ClockError, Extending, Ground, Limit, Silence, Unit, said

Row = dict[str, Any]
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
SILENCES = ("accepted", "granted", "consent", "abandoned", "decided_by_agency")
BOUND_UNITS = {"persons": "人", "share": "", "yuan": "元", "count": "个"}


class Fault(ValueError):
    """Says which key of a row is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Law:
    """A law, regulation or document: ``name`` as rows cite it, its full name, number and English name.

    ``days_off``: its article by which days off do not count, '' where each of its limits says so itself.
    """

    name: str
    full: str
    number: str
    name_en: str
    days_off: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule that is no time: at least or at most so many (``unit``: persons, share, yuan, count) ``of`` something.

    ``odd``: only odd numbers. ``when``: the case in which it holds. ``consequence``: what follows where it is broken.
    """

    code: str
    domain: str
    name: str
    law: Law
    article: str
    unit: str
    at_least: Fraction | None
    at_most: Fraction | None
    of: str
    odd: bool
    when: str
    consequence: str
    valid_from: date
    valid_to: date | None
    confidence: str
    check: str
    note: str

    def allows(self, value: int | Fraction) -> bool:
        """Tells whether a number, or a share as an exact fraction, keeps the bound."""
        if self.odd and Fraction(value) % 2 != 1:
            return False
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    @property
    def text(self) -> str:
        """Returns the bound in words, such as 不少于5人，单数."""
        parts = [f"不少于{self._words(self.at_least)}"] if self.at_least is not None else []
        parts += [f"不超过{self._words(self.at_most)}"] if self.at_most is not None else []
        return "，".join([*parts, "单数"] if self.odd else parts)

    def _words(self, value: Fraction) -> str:
        if self.unit != "share":
            return f"{value}{BOUND_UNITS[self.unit]}"
        return f"{value * 100}%" if (value * 100).denominator == 1 else f"{value.denominator}分之{value.numerator}"


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _one_of(*names: str) -> Callable[[Any], bool]:
    return lambda value: value in names


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _amount(value: Any) -> bool:
    if isinstance(value, str):
        return bool(re.fullmatch(r"[0-9]{1,6}/[1-9][0-9]{0,5}", value))
    return _whole(value)


def _yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def _fixed(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 5 and bool(date.fromisoformat(f"2026-{value}"))
    except ValueError:
        return False


_SHARED: dict[str, tuple[Callable[[Any], bool], str]] = {
    "id": (lambda value: isinstance(value, str) and len(value) <= 64 and bool(_CODE.fullmatch(value)), "如 xk.decide"),
    "name": (_text, "写明是什么期限"),
    "law": (_text, "laws.toml 里的简称"),
    "article": (lambda value: value == "" or _text(value), "如 第四十二条第一款"),
    "consequence": (_text, "写明后果"),
    "from": (lambda value: type(value) is date, "施行日期，如 2019-05-15"),
    "until": (lambda value: type(value) is date, "最后一天，如 2019-05-14"),
    "confidence": (_one_of("high", "medium", "low"), "high、medium、low 之一"),
    "check": (_one_of("text", "page", "own"), "text、page、own 之一"),
    "note": (_text, "说明"),
    "setting": (_yes_or_no, "true 或 false"),
    "demo": (_yes_or_no, "true 或 false"),
}
_LIMIT = _SHARED | {
    "length": (_whole, "0 或正整数"),
    "unit": (_one_of(*(unit.value for unit in Unit)), "h、wd、cd、mo、yr、md 之一"),
    "fixed": (_fixed, "月和日，如 01-31"),
    "starts": (_text, "条文写的起算点"),
    "direction": (_one_of("after", "before"), "after 或 before"),
    "bound": (_one_of("most", "least"), "most 或 least"),
    "binds": (_one_of("agency", "party"), "agency（机关一方）或 party（当事人）"),
    "counts_first": (_yes_or_no, "true 或 false"),
    "rolls": (_yes_or_no, "true 或 false"),
    "extension": (lambda value: isinstance(value, dict), '如 { length = 10, by = "…", article = "…" }'),
    "ground": (lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value), "事由的列表"),
    "silence": (lambda value: isinstance(value, dict), '如 { effect = "granted", words = "…", article = "…" }'),
}
CHANGEABLE = frozenset(_LIMIT) - {"id", "law", "from", "until", "setting", "demo"}  # what a new version may say
NAMES = {  # what users call the keys of a limit's row
    "name": "名称",
    "article": "条款",
    "length": "长短",
    "unit": "单位",
    "fixed": "固定日期",
    "starts": "起算",
    "direction": "方向",
    "bound": "界限",
    "binds": "约束谁",
    "counts_first": "当日是否计入",
    "rolls": "末日是否顺延",
    "extension": "延长",
    "ground": "事由",
    "grounds": "事由",
    "silence": "逾期后果",
    "consequence": "其他后果",
    "confidence": "可信度",
    "check": "核对方式",
    "note": "说明",
    "law": "法律",
}
_BOUND = _SHARED | {
    "at_least": (_amount, '整数或分数，如 5、"2/3"'),
    "at_most": (_amount, '整数或分数，如 3、"2/100"'),
    "unit": (_one_of(*BOUND_UNITS), "persons、share、yuan、count 之一"),
    "of": (_text, "写明是什么的数"),
    "odd": (_yes_or_no, "true 或 false"),
    "when": (_text, "写明适用的情形"),
}
_LAW = {
    "short": (_text, "简称"),
    "full": (_text, "正式名称"),
    "number": (lambda value: value == "" or _text(value), "文号，没有核对的留空"),
    "name_en": (_text, "英文名"),
    "days_off": (_text, "规定不计休息日的条款，如 第八十二条"),
    "from": _SHARED["from"],
    "until": _SHARED["until"],
}
_LIGHT = {
    "kind": (lambda value: isinstance(value, str) and bool(re.fullmatch(r"[a-z0-9_.]{1,64}", value)), "如 promised"),
    "name": _SHARED["name"],
    "percent": (lambda value: _whole(value) and value <= 100, "0 至 100 的整数"),
    "least": (lambda value: _whole(value) and value <= 100, "0 至 100 的整数"),
    "demo": _SHARED["demo"],
    "from": _SHARED["from"],
    "note": _SHARED["note"],
}
_ALWAYS = {"id", "name", "law", "article", "unit", "from", "confidence", "check"}
_PARTS = {
    "extension": ({"length", "by", "article"}, {"law", "times"}),
    "ground": ({"names", "effect", "article"}, {"law"}),
    "silence": ({"effect", "words", "article"}, {"law"}),
}


def check_limit(data: Mapping[str, Any]) -> None:
    """Raises Fault where a row of a limit is wrong: an unknown or missing key, a value of the wrong kind."""
    fixed = data.get("unit") == Unit.DATE.value
    _check(data, _LIMIT, _ALWAYS | ({"fixed"} if fixed else {"length", "starts"}))
    for part, (needed, allowed) in _PARTS.items():
        value = data.get(part, [])
        for one in value if isinstance(value, list) else [value]:
            _check_part(part, one, needed, allowed)
    if not data["article"] and data["check"] == "text" and not data.get("setting"):
        raise Fault("“article”没有填写：check 写 text 的，应写明核对过的条款。")
    if data["confidence"] == "low" and not data.get("setting"):
        raise Fault("“setting”应为 true：confidence 写 low 的，须可由本地设定。")
    try:
        limit_of(data)
    except ClockError as error:
        raise Fault(str(error)) from error


def check_bound(data: Mapping[str, Any]) -> None:
    """Raises Fault where a row of a bound is wrong."""
    _check(data, _BOUND, _ALWAYS | {"of"})
    if "at_least" not in data and "at_most" not in data:
        raise Fault("“at_least”和“at_most”都没有填写。请至少写一个。")


def check_law(data: Mapping[str, Any]) -> None:
    """Raises Fault where a row of a law is wrong."""
    _check(data, _LAW, set(_LAW) - {"until", "days_off"})


def check_light(data: Mapping[str, Any]) -> None:
    """Raises Fault where a row of a threshold is wrong."""
    _check(data, _LIGHT, {"kind", "name", "percent", "least", "from"})


def _check(data: Mapping[str, Any], known: Mapping[str, tuple[Callable[[Any], bool], str]], needed: set[str]) -> None:
    for key in sorted(needed - set(data)):
        raise Fault(f"“{key}”没有填写。应为{known[key][1]}。")
    for key, value in data.items():
        if key not in known:
            raise Fault(f"没有“{key}”这一项。可用的项：{'、'.join(known)}。")
        good, words = known[key]
        if not good(value):
            raise Fault(f"“{key}”的值不对。应为{words}。")
    if data.get("until") and data["until"] < data["from"]:
        raise Fault(f"“until”{said(data['until'])}早于“from”{said(data['from'])}。请核对日期。")


def _check_part(part: str, data: Mapping[str, Any], needed: set[str], allowed: set[str]) -> None:
    if not needed <= set(data) <= needed | allowed:
        raise Fault(f"“{part}”应有这些项：{'、'.join(sorted(needed))}，还可以有：{'、'.join(sorted(allowed))}。")
    effects = ("suspend", "restart") if part == "ground" else SILENCES
    texts = [value for key, value in data.items() if key in ("by", "words", "law")]
    texts += data.get("names", []) if isinstance(data.get("names", []), list) else [None]
    good = all(map(_text, texts)) and data.get("names") != [] and isinstance(data["article"], str)
    good = good and all(_whole(data[key]) and data[key] > 0 for key in ("length", "times") if key in data)
    if not good or ("effect" in data and data["effect"] not in effects):
        raise Fault(f"“{part}”的值不对。文字不能为空，天数和次数为正整数，effect 为 {'、'.join(effects)} 之一。")


def limit_of(data: Mapping[str, Any]) -> Limit:
    """Returns the kernel's limit of a checked row; raises ClockError where its parts contradict each other.

    A last day off rolls on where days, months or years are counted onwards, unless the row says otherwise.
    """
    law, unit = data["law"], Unit(data["unit"])
    onwards = data.get("direction", "after") == "after"
    counted = unit in (Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR)
    fixed = data.get("fixed")
    cited = law_of(data) if "source" in data else None
    return Limit(
        length=data.get("length", 0),
        unit=unit,
        name_zh=data["name"],
        law=law,
        article=data["article"],
        id=data["id"],
        direction=data.get("direction", "after"),
        bound=data.get("bound", "most"),
        starts=data.get("starts", ""),
        counts_first=data.get("counts_first", False),
        rolls=data.get("rolls", onwards and counted),
        fixed=(int(fixed[:2]), int(fixed[3:])) if fixed else None,
        grounds=tuple(
            Ground(name, one["effect"], one.get("law", law), one["article"])
            for one in data.get("ground", ())
            for name in one["names"]
        ),
        extending=_extending(data["extension"], law) if "extension" in data else None,
        silence=_silence(data["silence"], law) if "silence" in data else None,
        off=f"{law}{cited.days_off}" if cited and cited.days_off and unit is Unit.WORKING_DAY else "",
    )


def _extending(data: Mapping[str, Any], law: str) -> Extending:
    return Extending(data["length"], data["by"], data.get("law", law), data["article"], data.get("times", 1))


def _silence(data: Mapping[str, Any], law: str) -> Silence:
    return Silence(data["effect"], data["words"], data.get("law", law), data["article"])


def law_of(data: Mapping[str, Any]) -> Law:
    """Returns the law that loading noted in a row."""
    return Law(data["law"], *data["source"])


def bound_of(data: Mapping[str, Any], valid_from: date, valid_to: date | None) -> Bound:
    """Returns the bound of a stored row."""
    return Bound(
        code=data["id"],
        domain=data["domain"],
        name=data["name"],
        law=law_of(data),
        article=data["article"],
        unit=data["unit"],
        at_least=Fraction(data["at_least"]) if "at_least" in data else None,
        at_most=Fraction(data["at_most"]) if "at_most" in data else None,
        of=data["of"],
        odd=data.get("odd", False),
        when=data.get("when", ""),
        consequence=data.get("consequence", ""),
        valid_from=valid_from,
        valid_to=valid_to,
        confidence=data["confidence"],
        check=data["check"],
        note=data.get("note", ""),
    )


def as_json(data: Mapping[str, Any]) -> Row:
    """Returns a row with its days as text, as the table keeps it."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}
