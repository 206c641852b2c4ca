"""The checks of quality that an item must pass before it is published: what one field says binds another.

From the national upload table's mandatory columns and the checks in use on its 实施清单 (GB/T 39554.1; practice of the
provinces). Items loaded before they were asked for pass as they are; drafts do not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from yimen.kernel.codes import POWER_TYPES
from yimen.kernel.forms import AnyOf, Condition

from . import kinds
from .checks import OWN_MOTION
from .content import ONLINE
from .elements import OF_A_POWER
from .fields import LABELS, Fault
from .formwords import FIELD, MATERIAL
from .gathered import SAMPLE_KINDS
from .joining import INSTANT

MANDATORY = ("body_kind", "power_source", "subjects", "visits", "consult_phone", "complaint_phone", "address", "hours")
_PHONE = re.compile(r"0\d{2,3}-\d{7,8}(?:-\d{1,6})?|1\d{10}|12345|[48]00-?\d{3}-?\d{4}")
_NATURAL = "自然人"
_Values = Mapping[str, Any]
_Check = Callable[[_Values], Iterator[Fault]]


def lacking(values: _Values) -> Iterator[Fault]:
    """Yields the mandatory columns of the 实施清单 that are left open."""
    for key in MANDATORY:
        if key in values and values[key] in ("", (), None):
            yield Fault(LABELS[key], "没有填写。这是实施清单的必填项，请补上。")
    for key in ("result_kind", "result_sample") if "result" not in values else ():  # with a result, _result tells it
        if values.get(key) == "":
            yield Fault(LABELS[key], "没有填写。请与办理结果一起写明。")
    yield from powers(values)


def refused(values: _Values, day: date) -> Iterator[Fault]:
    """Yields what keeps an item from review though each of its fields could be read; ``day``: from which it is to be.

    Asked of drafts and of what is handed in: a file is refused what the editor is.
    """
    yield from lacking(values)
    yield from doubts(values)
    yield from kinds.breaches(values, day)


def doubts(values: _Values) -> Iterator[Fault]:
    """Yields what does not go together, among the fields that could be read."""
    for needs, check in _CHECKS:
        if all(need in values for need in needs):
            yield from check(values)


def _visits(values: _Values) -> Iterator[Fault]:
    visits, online = values["visits"], values["online"]
    if visits is None:
        return
    if visits > 0 and not values["visits_reason"]:
        yield Fault(LABELS["visits_reason"], f"没有填写。要到现场 {visits} 次的，请写明原因；不必到现场的，次数写 0。")
    if visits == 0 and values["visits_reason"]:
        yield Fault(LABELS["visits_reason"], "与到现场次数不符：次数是 0，不需要原因。请改正其中一项。")
    if online == ONLINE[-1] and visits > 0:
        yield Fault(
            LABELS["visits"], f"与网上可办理程度不符：全程网办的应为 0 次，现在是 {visits} 次。请改正其中一项。"
        )
    if visits == 0 and online != ONLINE[-1] and not values["by_post"] and values["type"] not in OWN_MOTION:
        yield Fault(LABELS["by_post"], "不支持，又不能全程网办，办事人无法不到现场。请开通寄送，或写明到现场次数。")


def _fees(values: _Values) -> Iterator[Fault]:
    if not values["fees"] and values["online_payment"]:
        yield Fault(LABELS["online_payment"], "与收费不符：不收费的事项没有网上支付。请改正其中一项。")
    for fee in values["fees"]:
        parts = (("收费项目", fee.name), ("收费标准", fee.standard), ("收费依据", fee.basis))
        open_parts = [name for name, value in parts if not value.strip()]
        if open_parts:
            yield Fault(
                LABELS["fees"], f"“{fee.name[:20]}”没有写{'、'.join(open_parts)}。收费须有项目、标准和依据，请补上。"
            )


def _result(values: _Values) -> Iterator[Fault]:
    for key in ("result_kind", "result_sample"):
        if values["result"] and not values[key]:
            yield Fault(LABELS[key], f"没有填写。办理结果是“{values['result'][:20]}”，请写明类型和样本。")


def _phones(values: _Values) -> Iterator[Fault]:
    for key in ("consult_phone", "complaint_phone"):
        for number in filter(None, re.split(r"[、，,；; ]+", values[key])):
            if not _PHONE.fullmatch(number):
                yield Fault(
                    LABELS[key], f"“{number[:20]}”应带区号，如 0731-12345678；手机、12345 和 400 电话照写。请改正。"
                )
    if values["consult_phone"] and values["consult_phone"] == values["complaint_phone"]:
        yield Fault(LABELS["complaint_phone"], "与咨询电话相同。投诉不能由被投诉的窗口接听，请写监督部门的电话。")


def _address(values: _Values) -> Iterator[Fault]:
    if values["address"] and "窗口" not in values["address"]:
        yield Fault(LABELS["address"], "没有写到窗口。请写明几楼、哪个窗口，如“二楼 A 区 12 号窗口”。")


def _hours(values: _Values) -> Iterator[Fault]:
    if values["hours"] and "工作日" not in values["hours"]:
        yield Fault(LABELS["hours"], "没有写明工作日。请写如“工作日 9:00–12:00，13:30–17:00”。")


def _subjects(values: _Values) -> Iterator[Fault]:
    subjects, audience = set(values["subjects"]), set(values["audience"])
    if not subjects:
        return
    if (_NATURAL in subjects) != (_NATURAL in audience):
        yield Fault(LABELS["subjects"], f"与服务对象“{'、'.join(values['audience'])}”不符。请核对是否包括自然人。")
    if bool(subjects - {_NATURAL}) != ("法人" in audience):
        yield Fault(LABELS["subjects"], f"与服务对象“{'、'.join(values['audience'])}”不符。请核对是否包括法人。")


def _handling(values: _Values) -> Iterator[Fault]:
    if (values["promised"] == 1) and values["handling"] == INSTANT and not values["instant"]:
        yield Fault(LABELS["handling"], "是即办件，应勾选当场办结。请改正其中一项。")


_CHECKS: tuple[tuple[tuple[str, ...], _Check], ...] = (
    (("visits", "visits_reason", "online", "by_post", "type"), _visits),
    (("fees", "online_payment"), _fees),
    (("result", "result_kind", "result_sample"), _result),
    (("consult_phone", "complaint_phone"), _phones),
    (("address",), _address),
    (("hours",), _hours),
    (("subjects", "audience"), _subjects),
    (("promised", "handling", "instant"), _handling),
)


def samples(values: _Values) -> Iterator[Fault]:
    """Yields the materials that have neither a sample nor a note on one: good to have, and not demanded."""
    shown = {one.material for one in values.get("samples", ()) if one.kind == SAMPLE_KINDS[0]}
    for material in values["form"].materials if "form" in values else ():
        if material.source == "asked" and not material.sample.strip() and material.code not in shown:
            words = f"“{material.name[:30]}”没有样表，也没有样本说明。上传样表或写明怎样准备，办事人少跑一趟。"
            yield Fault(LABELS["materials"], words)


def always(values: _Values) -> Iterator[Fault]:
    """Yields the conditions that hold whatever is answered, as “不是甲，或者不是乙” does: somebody meant 并且."""
    if "form" not in values:
        return
    form = values["form"]
    asked = {field.element.code: field.element.label for field in form.fields}
    stated = [(LABELS["materials"], one.name, MATERIAL["when"], one.when) for one in form.materials]
    for field in form.fields:
        for key in ("when", "required_when"):
            stated.append((LABELS["form"], field.element.label, FIELD[key], getattr(field, key)))
    for label, name, what, when in stated:
        for code in _whatever(when.conditions) if isinstance(when, AnyOf) else ():
            words = f"里“{name[:30]}”的“{what}”：对“{asked.get(code, code)[:30]}”的“不是”和别的答案用“或者”连着，"
            yield Fault(label, f"{words}不论怎样回答都成立。想排除几个答案的，请改选其余的答案；不分情况的，请清空。")


def _whatever(conditions: Iterable[Condition]) -> Iterator[str]:
    """Yields the questions any answer to which makes one of some conditions hold."""
    is_not: dict[str, set[str]] = {}
    is_one: dict[str, set[str]] = {}
    for one in conditions:
        if one.operator != "filled":
            (is_not if one.operator == "is_not" else is_one).setdefault(one.element, set()).update(one.named)
    for code, values in is_not.items():
        if len(values) > 1 or values & is_one.get(code, set()):
            yield code


def powers(values: _Values) -> Iterator[Fault]:
    """Yields which of the elements that every power states are left open; the power list reads them from here."""
    if values.get("type") in POWER_TYPES:
        for key in OF_A_POWER:
            if not values.get(key):
                yield Fault(LABELS[key], "没有填写。行政权力都要写明，权力清单和责任清单从这里取，请补上。")
