"""Takes notices, festivals and closures as they come in files and forms: whole, or refused with what is wrong."""

from collections.abc import Mapping
from typing import Any

from yimen.kernel.clock import (
    ClockError,
    Closure,
    Notice,
    Observance,
    closure_from_data,
    forgotten,
    notice_from_data,
    observance_from_data,
    worked,
)
from yimen.kernel.codes import CodeError, parse_region

from .errors import NOTHING, LoadError

YEARS = range(2008, 2050)  # of calendars
_DOCUMENT, _WORDS, _NAME, _NOTE = 120, 60, 40, 300  # the longest that the tables and pages hold, signs


def taken_notice(data: Mapping[str, Any]) -> Notice:
    """Returns a notice that may be loaded; the country's must give every statutory day off.

    None may have people work on one. Raises LoadError.
    """
    try:
        notice = notice_from_data(data)
        _known(notice.region)
    except (ClockError, CodeError) as error:
        raise LoadError(f"放假通知不能载入：{error}{NOTHING}") from error
    if len(notice.document) > _DOCUMENT:
        raise LoadError(f"{notice.year} 年放假通知的文号超过 {_DOCUMENT} 字，请只写文号或标题。{NOTHING}")
    if len(notice.note) > _NOTE:
        raise LoadError(f"{notice.year} 年放假通知的说明（note）超过 {_NOTE} 字，请写得短些。{NOTHING}")
    if notice.year not in YEARS:
        raise LoadError(f"{notice.year} 年不在日历范围内，只能载入 {YEARS[0]} 至 {YEARS[-1]} 年的通知。{NOTHING}")
    festival = worked(notice)
    if festival:
        raise LoadError(f"放假通知把{festival}列为上班日。这是法定节假日，不能安排上班，请核对通知原文。{NOTHING}")
    missing = forgotten(notice)
    if missing:
        raise LoadError(
            f"{notice.year} 年放假通知的放假日（off）里没有{missing}。这是法定节假日，请核对通知原文。{NOTHING}"
        )
    return notice


def taken_observance(data: Mapping[str, Any]) -> Observance:
    """Returns a festival that may be set; raises LoadError."""
    try:
        rule = observance_from_data(data)
        _known(rule.region)
    except (ClockError, CodeError) as error:
        raise LoadError(f"地方节日不能载入：{error}{NOTHING}") from error
    if len(rule.document) > _DOCUMENT:
        raise LoadError(f"地方节日“{rule.name}”的依据（document）超过 {_DOCUMENT} 字，请只写文号或标题。{NOTHING}")
    if len(rule.note) > _NOTE:
        raise LoadError(f"地方节日“{rule.name}”的说明（note）超过 {_NOTE} 字，请写得短些。{NOTHING}")
    if len(rule.name) > _NAME:
        raise LoadError(f"地方节日的名称（name）超过 {_NAME} 字，请写得短些。{NOTHING}")
    return rule


def taken_closure(data: Mapping[str, Any]) -> Closure:
    """Returns a closure that may be ordered; raises LoadError."""
    try:
        order = closure_from_data(data)
        _known(order.region)
    except (ClockError, CodeError) as error:
        raise LoadError(f"停工命令不能载入：{error}{NOTHING}") from error
    if len(order.document) > _DOCUMENT:
        raise LoadError(f"停工命令的文号（document）超过 {_DOCUMENT} 字，请只写文号或标题。{NOTHING}")
    if len(order.reason) > _WORDS:
        raise LoadError(f"停工命令的事由（reason）超过 {_WORDS} 字，请写得短些。{NOTHING}")
    return order


def _known(region: str) -> None:
    if region:
        parse_region(region)
