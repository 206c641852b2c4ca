"""How complete an item is, by the lists that it must publish: five, nine, eight and ten elements, and those of permits.

Five elements: without one of them nothing is published. Nine: what a guide lays open. Eight: 八公开. Ten: what each
approval publishes. Eight kinds of content: what the page of an item gathers. Permits add quantity, standard, period
and all materials (行政许可法 30). Powers add what their lists are made of: body, basis, procedure, duties, supervision.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from yimen.kernel.codes import POWER_TYPES

from .checks import OWN_MOTION
from .guides import Guide

PERMIT = "行政许可"
_Values = Mapping[str, Any]
_Present = Callable[[_Values], bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of elements, each with whether it is there; ``keys``: the fields by which it would be."""

    name: str
    elements: tuple[tuple[str, bool, tuple[str, ...]], ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Returns the elements that are not there."""
        return tuple(name for name, there, _ in self.elements if not there)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete an item is: each list, and of all their elements the share that is there, in percent."""

    lists: tuple[Listed, ...]
    score: int

    @property
    def missing(self) -> tuple[str, ...]:
        """Returns the elements that are not there, each once."""
        return tuple(dict.fromkeys(name for each in self.lists for name in each.missing))


def completeness(*, guide: Guide) -> Completeness:
    """Returns how complete an item is as it stands."""
    values = {field.name: getattr(guide, field.name) for field in fields(Guide)}
    phones = {"consult_phone": guide.unit.phone, "complaint_phone": guide.unit.supervision_phone}
    given = {name: values[name] or phone for name, phone in phones.items()}
    return measured({**values, **given, "unit": guide.unit.code})


def measured(values: _Values) -> Completeness:
    """Returns how complete an item is by what could be read of it."""
    lists = [
        Listed(name, tuple((word, _there(values, keys), keys) for word, keys in elements if _fits(values, keys)))
        for name, elements in LISTS.items()
        if values.get("type") in _ONLY.get(name, (values.get("type"),))
    ]
    parts = [there for each in lists for _, there, _ in each.elements]
    return Completeness(tuple(lists), sum(parts) * 100 // len(parts))


def _fits(values: _Values, keys: tuple[str, ...]) -> bool:
    """Tells whether an element is asked of an item: what nobody applies for has no materials."""
    return keys != ("materials",) or values.get("type") not in OWN_MOTION


def _there(values: _Values, keys: tuple[str, ...]) -> bool:
    return all(_SPECIAL[key](values) if key in _SPECIAL else bool(values.get(key)) for key in keys)


_SPECIAL: Mapping[str, _Present] = {
    "materials": lambda values: "form" in values and bool(values["form"].materials),
    "promised": lambda values: bool(values.get("promised")) and "statutory" in values,
    # The page of an item shows its basis as law, and its phone as a way to report: both count, and are seldom lacking.
    "laws": lambda values: bool(values.get("related") or values.get("basis")),
    "reports": lambda values: bool(values.get("channels") or values.get("complaint_phone")),
    "fee_basis": lambda values: "fees" in values and all(fee.basis.strip() for fee in values["fees"]),
    "fee_standard": lambda values: "fees" in values and all(fee.standard.strip() for fee in values["fees"]),
}
_PERMITS, _POWERS = "行政许可另外公开", "行政职权六要素"
_ONLY: Mapping[str, tuple[str, ...]] = {_PERMITS: (PERMIT,), _POWERS: POWER_TYPES}  # lists of some types of items only
OF_A_POWER = ("duties", "supervision", "accountability")  # with basis and procedure, which every item states
_NAME, _BASIS, _CONDITIONS = ("事项名称", ("name",)), ("设定依据", ("basis",)), ("办理条件", ("conditions",))
_MATERIALS, _PROCESS = ("申请材料", ("materials",)), ("办理流程", ("procedure_key",))
_LIMIT, _RESULT = ("办理时限", ("promised",)), ("办理结果", ("result",))
_STANDARDS = ("审查标准", ("standards",))
LISTS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "五要素": (_NAME, _CONDITIONS, _MATERIALS, _PROCESS, _LIMIT),
    "指南九要素": (
        ("办理主体", ("unit",)),
        *(_BASIS, _CONDITIONS, _PROCESS, _LIMIT, _RESULT),
        ("收费依据", ("fee_basis",)),
        ("收费标准", ("fee_standard",)),
        ("监督渠道", ("complaint_phone",)),
    ),
    "八公开": (
        *(_NAME, _BASIS, _MATERIALS, _STANDARDS, _PROCESS, _LIMIT),
        ("收费标准及依据", ("fee_basis", "fee_standard")),
        ("窗口权限", ("window_authority",)),
    ),
    "审批十要素": (
        *(_NAME, _BASIS),
        ("审批内容", ("exercise",)),
        ("审批对象", ("audience",)),
        *(_PROCESS, _CONDITIONS, _LIMIT),
        ("责任单位和科室", ("unit", "section")),
        ("工作纪律", ("discipline",)),
        _RESULT,
    ),
    "八类内容": (
        ("相关法律法规", ("laws",)),
        ("政策文件", ("policies",)),
        ("通知公告", ("notices",)),
        ("办事指南", ("conditions", "promised", "result")),
        ("审查细则", ("examination",)),
        ("常见问题", ("faq",)),
        ("监督举报方式", ("reports",)),
        ("网上可办理程度", ("online",)),
    ),
    _PERMITS: (
        ("数量限制", ("quota",)),
        _STANDARDS,
        ("许可期限", ("promised",)),
        _MATERIALS,
        ("办理情况", ("procedure_key",)),  # the platform shows how each case stands, from the running procedure
    ),
    _POWERS: (
        *(("行使主体", ("unit",)), _BASIS, ("运行程序", ("procedure_key",))),
        *(("责任事项", ("duties",)), ("监督措施", ("supervision",)), ("追责情形", ("accountability",))),
    ),
}
