"""Compares what an item says with what it will say, field by field, in words."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yimen.contexts.identity.api import units_by_code

from .asked import Asked
from .changes import PROPOSED
from .conditions import joint_said, when_said
from .drafts import ENDING, Draft
from .fields import ELEMENT_TYPES, LABELS, SOURCES
from .guides import guides
from .inheriting import Base, bases_of, whole
from .models import BaseRow, VersionRow
from .plain import as_plain, with_phones
from .prerequisites import base_names
from .shortening import NOTHING

WEIGHTY = (  # what widens or narrows authority, or asks more of people: looked at first
    *("conditions", "materials", "statutory", "promised", "fees", "procedure_key", "exercise", "division"),
    *(
        "window_authority",
        "quota",
        "standards",
        "examination",
        "variants",
        "joint",
        "visits",
        "intermediary",
        "prerequisites",
        "silence",
    ),
    *("power_source", "delegable", "ends", "targets", "ending"),
)
_UNITS = {"wd": "个工作日", "cd": "日", "mo": "个月", "yr": "年"}
_MATERIAL = {  # what a material says besides its name, counts and whether it is needed
    **dict.fromkeys(("code", "name", "originals", "copies", "required", "tolerable", "source"), ""),
    "basis": "依据",
    "sample": "填写和样式要求",
    "when": "什么情况提交",
    "formats": "格式",
    "max_bytes": "最大字节",
}
_ELEMENT = {  # what a question says besides its label, type and whether it is needed
    **dict.fromkeys(("code", "label", "type", "required"), ""),
    "choices": "选项",
    "hint": "提示",
    "source": "来源",
    "minimum": "不小于",
    "maximum": "不大于",
    "max_length": "最多字数",
    "pattern_name": "样式",
    "personal": "个人信息",
}
_DEFAULTS = {"formats": ["pdf", "jpg", "png"], "max_bytes": 10 * 1024 * 1024}
_CODES = {**SOURCES, "today": "当天"}  # what a form says in codes
_FIELD = {"element": "", "when": "什么情况填写", "required_when": "什么情况必填"}
TICKED = ("audience", "subjects", "events", "depth")
_UNORDERED = (*TICKED, "themes")  # in no order of their own


@dataclass(frozen=True, slots=True)
class Line:
    """One field that differs: its key and Chinese name, before and after in words; ``weighs``: it touches authority."""

    field: str
    label: str
    old: str
    new: str
    weighs: bool


def compared(*, draft: Draft, on: date) -> tuple[Line, ...]:
    """Returns how a draft differs from the version it follows, the weighty fields first; of a new item, all it says.

    What ends with it, and to whom it goes, are lines of their own: they touch authority more than any field.
    """
    moved = tuple(_moved(draft))
    if draft.kind in ENDING:
        return moved
    day = max(draft.first_day, on) if draft.first_day else on
    if draft.base:
        base = BaseRow.objects.filter(id=draft.followed).first() if draft.followed else None
        lines = differing(json.loads(base.content) if base else {}, draft.content)
        return tuple(replace(one, label="基本编码") if one.field == "code" else one for one in lines)
    followed = draft.based_on or draft.origin
    before = VersionRow.objects.get(id=followed) if followed else None
    bases = bases_of([draft.code[-12:]]).get(draft.code[-12:], ())
    old = parted(shown(before, bases, on)) if before else {}
    return (*moved, *differing(old, parted(whole(draft.content, bases, day))))


def shown(before: VersionRow, bases: Sequence[Base], on: date) -> dict[str, Any]:
    """Returns a version as its guide shows it, with its unit's phones where it states none: those are no change."""
    return whole(with_phones(as_plain(before), before.unit_id), bases, on, before.valid_from)


def _moved(draft: Draft) -> Iterator[Line]:
    """Yields what a change ends and to whom it hands on, by names."""
    if draft.kind in ENDING:
        yield Line("ending", "基本目录事项" if draft.base else "本事项", "在用", f"停办（{draft.kind}）", weighs=True)
    if draft.ends:
        yield Line(
            "ends", PROPOSED["ends"], "各自办理", "\n".join(item_names(draft.ends)) + "\n并入后停办", weighs=True
        )
    if draft.targets:
        known = units_by_code(codes=draft.targets)
        names = [known[code].name if code in known else code for code in draft.targets]
        yield Line("targets", PROPOSED["targets"], "本机关办理", "\n".join(names), weighs=True)


def item_names(codes: Iterable[str]) -> list[str]:
    """Returns items by their names with their codes, as their newest versions say them."""
    wanted = list(codes)
    rows = VersionRow.objects.filter(code__in=wanted).order_by("number")
    names = {row.code: guide.name for row, guide in zip(rows, guides(rows), strict=True)}
    return [f"{names[code]}（{code}）" if code in names else code for code in wanted]


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Line, ...]:
    """Returns the fields in which two items differ, parted as by ``parted``."""
    units = units_by_code(codes=_codes(old) | _codes(new))
    names = {code: unit.name for code, unit in units.items()}
    needs = {str(code) for item in (old, new) for code in _listed(item.get("prerequisites"))}
    known = base_names(codes=[code for code in needs if code.isascii() and code.isalnum()])
    names |= {code: f"{name}（{code}）" for code, name in known.items()}
    lines = [
        Line(key, label, told(key, old.get(key), names), told(key, new.get(key), names), key in WEIGHTY)
        for key, label in LABELS.items()
        if old.get(key) != new.get(key)
    ]
    differ = [line for line in lines if line.old != line.new]
    return tuple(sorted(differ, key=lambda line: not line.weighs))


def parted(content: Mapping[str, Any]) -> dict[str, Any]:
    """Returns an item's plain data with what the form asks and the materials apart."""
    form = content.get("form")
    if not isinstance(form, Mapping):
        return dict(content)
    materials = form.get("materials", [])
    names = {str(one.get("code")): str(one.get("name", "")) for one in _all(materials)}
    samples = [{**one, "of": names.get(str(one.get("material")), "")} for one in _all(content.get("samples"))]
    named: dict[str, Any] = {"samples": samples} if samples else {}
    variants = [_variant(one, names) for one in _all(content.get("variants"))]
    named |= {"variants": variants} if variants else {}
    sections, asked = form.get("sections", []), _questions(form)
    if any("when" in one for one in _all(materials)):
        materials = [_conditional(one, asked) for one in materials]
    if isinstance(sections, list):
        sections = [_conditional_section(one, asked) for one in sections]
    joint = content.get("joint")
    if isinstance(joint, list):
        named |= {"joint": [_joined(one, asked) for one in joint]}
    asking = {"title": form.get("title"), "code": form.get("code"), "sections": sections}
    return {**content, "form": asking, "materials": materials, **named}


def _questions(form: Mapping[str, Any]) -> Asked:
    fields = [field for section in _all(form.get("sections")) for field in _all(section.get("fields"))]
    return Asked([field["element"] for field in fields if isinstance(field.get("element"), Mapping)])


def _conditional(row: Any, asked: Asked) -> Any:
    """Returns a material or a question with its conditions in words: questions and answers as the form shows them."""
    if not isinstance(row, Mapping):
        return row
    return {**row, **{key: _condition(row[key], asked) for key in ("when", "required_when") if row.get(key)}}


def _condition(when: Any, asked: Asked) -> Any:
    try:
        return when_said(when=when, asked=asked) or when
    except (KeyError, TypeError, ValueError, AttributeError):
        return when  # no condition that could be read: shown as it was written


def _conditional_section(section: Any, asked: Asked) -> Any:
    if not isinstance(section, Mapping) or not isinstance(section.get("fields"), list):
        return section
    return {**section, "fields": [_conditional(field, asked) for field in section["fields"]]}


def _joined(row: Any, asked: Asked) -> Any:
    """Returns a unit that takes part with its condition in words; one that cannot be read as it was written."""
    if not isinstance(row, Mapping) or not isinstance(row.get("when"), str):
        return row
    try:
        return {**row, "when": joint_said(text=row["when"], asked=asked)}
    except (KeyError, TypeError, ValueError, AttributeError):
        return row


def told(key: str, value: Any, names: Mapping[str, str]) -> str:
    """Returns the value of a field in words, one line for each of several.

    ``names``: of units and of prerequisites by their codes.
    """
    if value is None or value is False or value in ("", []):  # 0 is a number that was written
        said = ""
    elif key in ("unit", "centre"):
        said = names.get(str(value), str(value))
    elif key == "prerequisites":
        said = "\n".join(names.get(str(code), str(code)) for code in _listed(value))
    elif key == "statutory" and isinstance(value, Mapping):
        unit = _UNITS.get(str(value.get("unit")), "")
        said = f"{value.get('days')} {unit}（《{value.get('law')}》{value.get('article')}）"
    elif key == "form":
        said = "\n".join(_asked(value))
    elif key == "demo":
        said = "\n".join(LABELS.get(str(each), str(each)) for each in _listed(value))
    elif key in _UNORDERED:
        said = "\n".join(sorted(str(each) for each in _listed(value)))
    elif isinstance(value, list):
        said = "\n".join(_row(each, names) for each in value)
    else:
        said = f"{value} 个工作日" if key == "promised" else "是" if value is True else str(value)
    return said or NOTHING


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _row(row: Any, names: Mapping[str, str]) -> str:
    """Returns one of several values of a field in words."""
    if not isinstance(row, Mapping):
        return str(row)
    given = {key: str(value) for key, value in row.items()}
    given |= {"short": given.get("sha256", "")[:8]}
    given |= {"body": names.get(given.get("unit", ""), given.get("unit", "")), "form": _material(row)}
    shapes = {
        "sha256": "{of}：{kind}“{name}”（{short}）",
        "title": "{title} {number} {day} {url}",
        "way": "{way}：{contact}",
        "situation": "{number} {name}（{situation}）：{promise}；{asks}",
        "law": "《{law}》{article}：{text}",
        "unit": "{body}：{duty}" + ("（条件：{when}）" if given.get("when") else ""),
        "question": "问：{question}　答：{answer}",
        "standard": "{name}：{standard}（依据 {basis}）",
        "code": "{name}{form}",
    }
    shape = next((shape for key, shape in shapes.items() if key in given), "")
    return shape.format_map(_Open(given)) if shape else "：".join(str(value) for value in row.values())


class _Open(dict[str, str]):
    """What a row says; what it leaves open is nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _variant(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Returns a handling item with its promise and materials in words; ``names``: of the materials by their codes."""
    plain = {key: str(row.get(key, "")) for key in ("number", "name", "situation")}
    listed = row.get("materials")
    asks = "、".join(names.get(str(code), str(code)) for code in listed) if isinstance(listed, list) else ""
    promised = f"承诺 {row['promised']} 个工作日" if row.get("promised") else "承诺与本事项相同"
    fees = "、".join(map(str, row["fees"])) if isinstance(row.get("fees"), list) else ""
    charged = f"收费：{fees}" if fees else "收费与本事项相同"
    return {**plain, "promise": promised, "asks": f"{f'材料：{asks}' if asks else '材料与本事项相同'}；{charged}"}


def _material(row: Mapping[str, Any]) -> str:
    """Returns what is asked of a material, in brackets."""
    rest = list(_rest(row, _MATERIAL))
    if row.get("source", "asked") != "asked":
        return f"（{'，'.join(['免提交，由部门共享', *rest])}）"
    counts = (("原件", row.get("originals", 1)), ("复印件", row.get("copies", 0)))
    said = [f"{name} {count} 份" for name, count in counts if count] or ["电子文件"]
    said += ["可容缺"] if row.get("tolerable") else []
    said += [] if row.get("required", True) else ["按情形提供"]
    return f"（{'，'.join([*said, *rest])}）"


def _asked(form: Any) -> Iterator[str]:
    """Yields what a form is called, and all that it says of each question: reviewers are to see whatever changes."""
    parts: Mapping[str, Any] = form if isinstance(form, Mapping) else {}
    if parts.get("title"):
        yield f"申请表名称：{parts['title']}" + (f"（代码 {parts['code']}）" if parts.get("code") else "")
    for section in _all(parts.get("sections")):
        for field in _all(section.get("fields")):
            given = field.get("element")
            element: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
            said = [str(section.get("title", "")), ELEMENT_TYPES.get(str(element.get("type")), "")]
            said += ["必填" if element.get("required", True) else "选填"]
            said += [*_rest(element, _ELEMENT), *_rest(field, _FIELD)]
            yield f"{element.get('label', '')}（{'，'.join(filter(None, said))}）"


def _rest(row: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Yields what else a row says; ``names``: what it says otherwise, "", and what else has a name."""
    for key in sorted(row):
        value, name = row[key], names.get(key, key)
        if name and value not in ("", None, False, [], {}, _DEFAULTS.get(key)):
            yield f"{name}：{_plainly(value)}"


def _plainly(value: Any) -> str:
    """Returns a value of a form in words: choices by their labels, a condition by its parts."""
    if isinstance(value, list):
        return "、".join(_plainly(each) for each in value)
    if isinstance(value, Mapping):
        return str(value["label"]) if "label" in value else " ".join(_plainly(each) for each in value.values())
    return "是" if value is True else _CODES.get(str(value), str(value))


def _all(rows: Any) -> list[Mapping[str, Any]]:
    """Returns those of some rows that are objects, whatever was written."""
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _codes(content: Mapping[str, Any]) -> set[str]:
    rows = content.get("joint")
    joint = [row.get("unit") for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    given = {str(code) for code in (content.get("unit"), content.get("centre"), *joint)}
    return {code for code in given if code.isascii() and code.isalnum()}


def content_told(*, draft: Draft, on: date) -> tuple[Line, ...]:
    """Returns all that a draft says, field by field in words, with what its base item says for it."""
    day = max(draft.first_day, on) if draft.first_day else on
    bases = bases_of([draft.code[-12:]]).get(draft.code[-12:], ())
    new = parted(whole(draft.content, bases, day))
    by_key = {line.field: line for line in differing({}, new)}
    return tuple(by_key[key] for key in LABELS if key in by_key and key != "demo")
