"""A baseline from plain data, written as people write it; every fault is named by its field."""

from collections.abc import Mapping
from typing import Any

from .amounts import Measure, Span, span_of
from .errors import DiscretionError
from .table import KINDS, NONE, Baseline, Condition, Fact, Test, Tier

OTHERWISE = "其他情形"
_SIGNS = "：；、，:;,"  # what separates parts of a condition
_TEXTS = {  # name → title, most characters, whether it may be empty
    "name": ("违法行为", 120, False), "power": ("职权编码", 31, True), "type": ("职权类型", 20, False),
    "law": ("法律法规", 120, False), "article": ("条款", 60, False), "text": ("条文", 1000, True),
    "scope": ("裁量范围", 400, False), "of": ("倍数的基数", 20, True),
}  # fmt: skip
_LISTS = {"kinds", "levels", "facts", "tiers"}
_MOST = {"facts": 8, "tiers": 12, "when": 8, "choices": 12, "kinds": 8}


def baseline_from_data(data: Mapping[str, Any]) -> Baseline:
    """Returns a baseline; raises DiscretionError for the first fault, its ``field`` as ``tiers.2.when``.

    ``law_bounds``, a fact's ``range`` and a tier's ``bounds`` (by level, "0" all) are words as ``span_of`` reads them;
    a tier's ``when`` lists alternatives such as “超限率：超过20%、50%以下；初次违法：是”, or is ["其他情形"].
    """
    known = {*_TEXTS, *_LISTS, "measure", "law_bounds"}
    _need_keys(data, known, "", "裁量基准")
    texts = {name: _text(data.get(name, ""), name, *rest) for name, rest in _TEXTS.items()}
    try:
        measure = Measure(data.get("measure", ""))
    except ValueError:
        raise DiscretionError("“计量”应为元、倍、日之一。请选择。", "measure") from None
    if (measure is Measure.MULTIPLE) != bool(texts["of"]):
        raise DiscretionError("按倍数计算的，应写明是什么的倍数（例如“违法所得”）；其他的不写。请改正。", "of")
    facts = tuple(_fact(row, f"facts.{at}") for at, row in enumerate(_rows(data, "facts", "裁量事实")))
    if len({fact.name for fact in facts}) < len(facts):
        raise DiscretionError("同一个事实写了两次。请删去一个。", "facts")
    rows = _rows(data, "tiers", "裁量档次")
    tiers = tuple(_tier(row, f"tiers.{at}", facts, measure) for at, row in enumerate(rows))
    _check_tiers(tiers)
    return Baseline(
        **texts,
        kinds=tuple(
            _text(one, "kinds", "处罚种类", 20, empty=False) for one in _rows(data, "kinds", "处罚种类", plain=True)
        ),
        measure=measure,
        bounds=_bounds(data.get("law_bounds", ""), measure, "法定幅度", "law_bounds"),
        levels=_levels(data.get("levels")),
        facts=facts,
        tiers=tiers,
    )


def _need_keys(data: Any, known: set[str], field: str, name: str) -> None:
    if not isinstance(data, Mapping):
        raise DiscretionError(f"“{name}”应是一个对象（名称和值）。请改正。", field)
    unknown = [str(key)[:20] for key in data if key not in known]
    if unknown:
        raise DiscretionError(f"“{name}”里有不认识的项：{'、'.join(unknown[:5])}。请删去。", field)


def _text(value: Any, field: str, title: str, most: int, empty: bool) -> str:  # noqa: FBT001 - a row of a table
    if not isinstance(value, str) or len(value) > most or not value.strip().isprintable():
        raise DiscretionError(f"“{title}”应是不超过 {most} 字、不换行的文字。请改正。", field)
    if not value.strip() and not empty:
        raise DiscretionError(f"“{title}”没有填写。请补上。", field)
    return value.strip()


def _rows(data: Mapping[str, Any], name: str, title: str, *, plain: bool = False) -> list[Any]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or not rows or len(rows) > _MOST[name]:
        raise DiscretionError(f"“{title}”应有 1 至 {_MOST[name]} 项。请改正。", name)
    if not plain and not all(isinstance(row, Mapping) for row in rows):
        raise DiscretionError(f"“{title}”的每一项应是一个对象。请改正。", name)
    return rows


def _levels(given: Any) -> tuple[int, ...]:
    good = isinstance(given, list) and given and all(type(one) is int and 1 <= one <= 6 for one in given)
    if not good or len(set(given)) < len(given):
        raise DiscretionError("“行使层级”应至少选一级，不重复。请改正。", "levels")
    return tuple(sorted(given))


def _bounds(text: Any, measure: Measure, title: str, field: str) -> Span:
    if not isinstance(text, str) or not text.strip():
        raise DiscretionError(f"“{title}”没有填写。请照条文写，例如“1000元以上3000元以下”。", field)
    return span_of(text, measure.value, title, field)


def _fact(row: Mapping[str, Any], field: str) -> Fact:
    _need_keys(row, {"name", "unit", "range", "whole", "choices"}, field, "裁量事实")
    name = _word(row.get("name", ""), f"{field}.name", "事实名称")
    unit = _text(row.get("unit", ""), f"{field}.unit", "单位", 8, empty=True)
    choices, whole = row.get("choices", []), row.get("whole", False)
    if not isinstance(choices, list) or len(choices) > _MOST["choices"] or not isinstance(whole, bool):
        raise DiscretionError(f"“{name}”的选项应是 2 至 {_MOST['choices']} 个。请改正。", f"{field}.choices")
    if choices:
        listed = tuple(_word(one, f"{field}.choices", f"{name}的选项") for one in choices)
        if len(set(listed)) < len(listed) or len(listed) < 2:
            raise DiscretionError(f"“{name}”的选项应至少两个，互不相同。请改正。", f"{field}.choices")
        return Fact(name, choices=listed)
    if unit and any(sign.isdigit() or sign in "以超高不低万" for sign in unit):
        raise DiscretionError(f"“{name}”的单位“{unit}”不能含数字或“以上”“超过”等字。请改正。", f"{field}.unit")
    typed = row.get("range", "") or "0以上"
    span = span_of(typed, unit, f"{name}的范围", f"{field}.range") if isinstance(typed, str) else Span()
    if span.least is None:
        raise DiscretionError(f"“{name}”的范围应写明最小是多少，例如“0以上”。请改正。", f"{field}.range")
    return Fact(name, unit, span, whole)


def _word(value: Any, field: str, title: str) -> str:
    word = _text(value, field, title, 20, empty=False)
    if any(sign in word for sign in _SIGNS) or word == OTHERWISE:
        raise DiscretionError(f"“{title}”里不能有冒号、分号、顿号和逗号。请改写。", field)
    return word


def _tier(row: Mapping[str, Any], field: str, facts: tuple[Fact, ...], measure: Measure) -> Tier:
    _need_keys(row, {"name", "kind", "when", "bounds", "also", "basis"}, field, "裁量档次")
    name = _text(row.get("name", ""), f"{field}.name", "档次名称", 20, empty=False)
    kind = row.get("kind", "")
    if kind not in KINDS:
        raise DiscretionError(f"“{name}”档的轻重应为{'、'.join(KINDS)}之一。请选择。", f"{field}.kind")
    when = row.get("when", [])
    if not isinstance(when, list) or not when or len(when) > _MOST["when"]:
        raise DiscretionError(f"“{name}”档应写明 1 至 {_MOST['when']} 种情形。请补上。", f"{field}.when")
    otherwise = when == [OTHERWISE]
    return Tier(
        name=name,
        kind=kind,
        when=() if otherwise else tuple(_condition(one, f"{field}.when", name, facts) for one in when),
        otherwise=otherwise,
        spans=_spans(row.get("bounds", {}), f"{field}.bounds", name, kind, measure),
        also=_text(row.get("also", ""), f"{field}.also", "并处", 200, empty=True),
        basis=_text(row.get("basis", ""), f"{field}.basis", "本档的依据", 120, empty=True),
    )


def _spans(given: Any, field: str, name: str, kind: str, measure: Measure) -> tuple[tuple[int, Span], ...]:
    if not isinstance(given, Mapping) or not all(level in {"0", *"123456"} for level in given):
        raise DiscretionError(f"“{name}”档的幅度应按层级（0 为各级相同）写。请改正。", field)
    if (kind == NONE) == bool(given):
        raise DiscretionError(f"“{name}”档的幅度{'不用写' if given else '没有填写'}：{kind}。请改正。", field)
    title = f"{name}档的幅度"
    return tuple((int(level), _bounds(text, measure, title, field)) for level, text in sorted(given.items()))


def _condition(text: Any, field: str, name: str, facts: tuple[Fact, ...]) -> Condition:
    known = {fact.name: fact for fact in facts}
    found: dict[str, Test] = {}
    for part in str(text).replace(";", "；").replace(":", "：").split("；") if isinstance(text, str) else [""]:
        title, sign, asked = (piece.strip() for piece in part.partition("："))
        if not sign or title not in known or title in found:
            words = f"“{name}”档的情形“{part.strip()[:40]}”读不懂。请写成“{facts[0].name}：……；……”，每个事实只写一次，"
            raise DiscretionError(f"{words}可用的事实：{'、'.join(known)}。", field)
        found[title] = _test(known[title], asked, field, name)
    return found


def _test(fact: Fact, asked: str, field: str, name: str) -> Test:
    if not fact.choices:
        return span_of(asked, fact.unit, f"{name}档的情形", field)
    chosen = frozenset(one.strip() for one in asked.split("、"))
    if not chosen <= set(fact.choices):
        raise DiscretionError(f"“{name}”档的情形里，“{fact.name}”只能是{'、'.join(fact.choices)}。请改正。", field)
    return chosen


def _check_tiers(tiers: tuple[Tier, ...]) -> None:
    if len({tier.name for tier in tiers}) < len(tiers):
        raise DiscretionError("两档的名称相同。请改得互不相同。", "tiers")
    if sum(tier.otherwise for tier in tiers) > 1:
        raise DiscretionError(f"“{OTHERWISE}”只能写在一档里。请改正。", "tiers")
