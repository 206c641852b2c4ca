"""The form of a baseline: what stands filled in, what was sent as data, where each fault stands."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from yimen.contexts.powers.api import Entry
from yimen.kernel.codes import LEVELS, POWER_TYPES
from yimen.kernel.discretion import KINDS, Measure
from yimen.sites.pieces.shapes import Piece

from .room import Slip, field, options
from .wording import OTHERWISE

_FACTS, _TIERS, _BLANK = 8, 12, 1
_TEXTS = ("name", "power", "type", "law", "article", "text", "scope", "measure", "of", "law_bounds")
_FAULT = re.compile(r"(facts|tiers)\.(\d+)\.(\w+)")
_LEVEL = {name: str(level) for level, name in LEVELS.items()}


def data_of(sent: QueryDict) -> dict[str, Any]:
    """Returns what a form says, as the kernel reads it; rows without a name are left out. Raises Slip."""
    data: dict[str, Any] = {name: sent.get(name, "").strip() for name in _TEXTS}
    data["kinds"] = _parts(sent.get("kinds", ""))
    data["levels"] = sorted({int(one) for one in sent.getlist("levels") if one in set(_LEVEL.values())})
    data["facts"] = [_fact(sent, at) for at in range(_FACTS) if sent.get(f"f{at}_name", "").strip()]
    data["tiers"] = [_tier(sent, at) for at in range(_TIERS) if sent.get(f"t{at}_name", "").strip()]
    return data


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split("[、，,]", text) if part.strip()]


def _fact(sent: QueryDict, at: int) -> dict[str, Any]:
    row: dict[str, Any] = {"name": sent.get(f"f{at}_name", "").strip()}
    choices = _parts(sent.get(f"f{at}_choices", ""))
    if choices:
        return {**row, "choices": choices}
    unit, span = (sent.get(f"f{at}_{part}", "").strip() for part in ("unit", "range"))
    return {**row, "unit": unit, "range": span, "whole": sent.get(f"f{at}_whole") == "yes"}


def _tier(sent: QueryDict, at: int) -> dict[str, Any]:
    when = [line.strip() for line in sent.get(f"t{at}_when", "").splitlines() if line.strip()]
    texts = {part: sent.get(f"t{at}_{part}", "").strip() for part in ("name", "kind", "also", "basis")}
    return {**texts, "when": when, "bounds": _bounds(sent.get(f"t{at}_bounds", ""), f"t{at}_bounds")}


def _bounds(text: str, code: str) -> dict[str, str]:
    """Returns bounds by level: a line that begins with a level is for it, one that does not is for all others."""
    found: dict[str, str] = {}
    for line in (one.strip() for one in text.splitlines() if one.strip()):
        name, sign, words = line.replace(":", "：").partition("：")
        level = _LEVEL.get(name.strip(), "") if sign else "0"
        if not level:
            raise Slip(f"幅度里的“{name[:20]}”不是层级。层级可写：{'、'.join(_LEVEL)}。请改正。", code)
        if level in found:
            raise Slip("同一级的幅度写了两次。请删去一个。", code)
        found[level] = words.strip() if sign else line
    return found


def code_of(name: str) -> str:
    """Returns the code of the field where a fault of the data stands."""
    found = _FAULT.fullmatch(name)
    return f"{found[1][0]}{found[2]}_{found[3]}" if found else {"facts": "f0_name", "tiers": "t0_name"}.get(name, name)


def typed_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns data as its form shows it; what is not of the right shape is left out."""
    typed: dict[str, Any] = {name: data.get(name, "") for name in _TEXTS}
    typed |= {"kinds": "、".join(data.get("kinds", ())), "levels": [str(one) for one in data.get("levels", ())]}
    for at, fact in enumerate(data.get("facts", ())):
        typed |= {f"f{at}_{key}": fact.get(key, "") for key in ("name", "unit", "range")}
        typed |= {f"f{at}_choices": "、".join(fact.get("choices", ())), f"f{at}_whole": fact.get("whole", False)}
    for at, tier in enumerate(data.get("tiers", ())):
        typed |= {f"t{at}_{key}": tier.get(key, "") for key in ("name", "kind", "also", "basis")}
        typed[f"t{at}_when"] = "\n".join(tier.get("when", ()))
        bounds = tier.get("bounds", {}).items()
        typed[f"t{at}_bounds"] = "\n".join(
            text if key == "0" else f"{LEVELS[int(key)]}：{text}" for key, text in bounds
        )
    return typed


def groups(typed: Mapping[str, Any], rules: tuple[Entry, ...]) -> list[Piece]:
    """Returns the form in groups, with a blank row of facts and of tiers after those filled in."""
    facts, tiers = (_filled(typed, sign) for sign in "ft")
    parts: list[tuple[str, str, list[Piece], bool]] = [
        ("违法行为和依据", "", _base(typed, rules), False),
        ("裁量的范围、种类和幅度", "", _range(typed), False),
    ]
    hint = "档次由这些事实决定。是数的写单位和范围，是选项的用顿号隔开；清空名称就是删去。"
    parts += [
        (f"事实 {at + 1}", hint if not at else "", _fact_fields(typed, at), True)
        for at in range(min(facts + _BLANK, _FACTS))
    ]
    hint = "每种情形都要落在一档，而且只落在一档。"
    parts += [
        (f"档次 {at + 1}", hint if not at else "", _tier_fields(typed, at), False)
        for at in range(min(tiers + _BLANK, _TIERS))
    ]
    return [{"label": label, "hint": hint, "fields": fields, "pair": pair} for label, hint, fields, pair in parts]


def _filled(typed: Mapping[str, Any], sign: str) -> int:
    return sum(1 for at in range(_TIERS) if typed.get(f"{sign}{at}_name"))


def _base(typed: Mapping[str, Any], rules: tuple[Entry, ...]) -> list[Piece]:
    known = [{"code": str(one.id), "label": f"{one.name}（{one.content['document']}）"} for one in rules]
    return [
        field("name", "违法行为", "text", typed, max=120, hint="例如“车辆超限行驶公路”。"),
        field("type", "职权类型", "select", typed, choices=options(POWER_TYPES)),
        field("power", "职权编码", "text", typed, max=31, required=False, hint="在权责清单里有的写上。"),
        field("law", "法律法规", "text", typed, max=120, hint="不写书名号。"),
        field("article", "条款", "text", typed, max=60),
        field("text", "条文", "text", typed, max=1000, required=False),
        field("rule", "所依据的具体办法", "select", typed, required=False, choices=known, none="没有"),
    ]


def _range(typed: Mapping[str, Any]) -> list[Piece]:
    levels = [{"code": str(level), "label": name, "hint": ""} for level, name in LEVELS.items()]
    return [
        field("scope", "裁量范围", "text", typed, max=400, hint="在什么地域、对什么行为。"),
        field("kinds", "处罚种类", "text", typed, max=120, hint="用顿号隔开，例如“警告、罚款”。"),
        field("measure", "计量", "select", typed, choices=options(one.value for one in Measure)),
        field("of", "倍数的基数", "text", typed, max=20, required=False, hint="按倍数的才写，例如“违法所得”。"),
        field("law_bounds", "法定幅度", "text", typed, max=60, hint="照条文写，例如“1000元以上3万元以下”。"),
        field("levels", "行使层级", "checkboxes", {"levels": [], **typed}, choices=levels, across=True),
    ]


def _fact_fields(typed: Mapping[str, Any], at: int) -> list[Piece]:
    return [
        field(f"f{at}_name", "名称", "text", typed, max=20, required=False),
        field(f"f{at}_choices", "选项", "text", typed, max=200, required=False, hint="例如“是、否”；是数的不写。"),
        field(f"f{at}_unit", "单位", "text", typed, max=8, required=False),
        field(f"f{at}_range", "范围", "text", typed, max=60, required=False, hint="例如“0以上200以下”。"),
        field(f"f{at}_whole", "只能是整数", "tick", typed, required=False),
    ]


def _tier_fields(typed: Mapping[str, Any], at: int) -> list[Piece]:
    when = "一行一种情形，满足一行就属于本档，例如“超限率：超过20%、50%以下；初次违法：是”。"
    when += f"其余全归本档的写“{OTHERWISE}”。"
    bounds = "例如“1000元以上3000元以下”“超过3000元、1万元以下”。各级不同的分行写“县级：……”。不予处罚的不写。"
    return [
        field(f"t{at}_name", "档次名称", "text", typed, max=20, required=False),
        field(f"t{at}_kind", "轻重", "select", typed, required=False, choices=options(KINDS)),
        field(f"t{at}_when", "情形", "textarea", typed, required=False, hint=when),
        field(f"t{at}_bounds", "幅度", "textarea", typed, required=False, hint=bounds),
        field(f"t{at}_also", "并处", "text", typed, max=200, required=False),
        field(
            f"t{at}_basis",
            "本档的依据",
            "text",
            typed,
            max=120,
            required=False,
            hint="从轻、减轻、不予处罚的写明条款。",
        ),
    ]
