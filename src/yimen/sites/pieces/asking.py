"""A question about a last day as people and systems put it: text in, the answer out, every fault by its field."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yimen.contexts.limits.api import GroundNeeded, NoSuchLimit, Question, Reckoning, reckon
from yimen.contexts.places.api import NoSuchRegion
from yimen.kernel.clock import CHINA, Calendar, ClockError, Unit, local_date

UNITS = tuple(unit for unit in Unit if unit is not Unit.DATE)
_DIGITS = 20  # of a number: more than any limit has, so that the kernel says how much it may be
_PAUSES = 20  # pauses of one question


class AskRefused(ValueError):
    """Says by field what of a question is wrong."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        super().__init__("".join(message for _, message in errors))
        self.errors = list(errors)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed or sent: days as 2026-02-25 (with T09:30 for hours), pauses as A..B, an open one as A.. .

    ``grounds``: one for all pauses, or one for each in the order of the pauses.
    """

    start: str
    region: str = ""
    limit: str = ""
    days: str = ""
    unit: str = ""
    before: bool = False
    pauses: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    extend: str = ""


def answer(asked: Asked, days: Calendar | None = None) -> Reckoning:
    """Returns the last day; raises AskRefused naming each field that is wrong."""
    question = _question(asked)
    try:
        return reckon(question=question, days=days)
    except NoSuchRegion as error:
        raise AskRefused(("region", str(error))) from error
    except NoSuchLimit as error:
        raise AskRefused(("limit", str(error))) from error
    except GroundNeeded as error:
        raise AskRefused(("ground", str(error))) from error
    except ClockError as error:
        raise AskRefused((_culprit(question, days), str(error))) from error


def data_of(found: Reckoning) -> dict[str, Any]:
    """Returns an answer as programs take it: the same from the command line and over HTTP."""
    limit = found.limit
    return {
        "due": found.due,
        "late_from": found.at,
        "provisional": found.provisional,
        "note": found.note,
        "note_en": found.note_en,
        "limit": {
            "code": limit.id,
            "name": limit.name_zh,
            "length": limit.length,
            "unit": limit.unit.value,
            "direction": limit.direction,
            "bound": limit.bound,
            "law": limit.law,
            "article": limit.article,
        },
        "explanation": {"zh": found.sentence_zh, "en": found.sentence_en},
        "days": [
            {
                "date": line.date,
                "kind": line.kind,
                "number": line.number,
                "zh": line.reason_zh,
                "en": line.reason_en,
                "article": line.article,
                "article_en": line.article_en,
                "document": line.document,
            }
            for line in found.lines
        ],
    }


def _culprit(question: Question, days: Calendar | None) -> str:
    """Returns the field without which the question would have an answer."""
    tries: tuple[tuple[str, dict[str, Any]], ...] = (
        ("pause", {"pauses": ()}),
        ("extend", {"added": 0}),
        ("extend", {"pauses": (), "added": 0}),
    )
    if not question.code:
        tries += (("days", {"length": 0}),)
    for field, less in tries:
        try:
            reckon(question=replace(question, **less), days=days)
        except ClockError:
            continue
        return field
    return "from"


def _question(asked: Asked) -> Question:
    """Reads the fields one by one, so that all that is wrong is told at once."""
    errors: list[tuple[str, str]] = []
    found: dict[str, Any] = {}
    hours = "T" in asked.start or (asked.unit == Unit.HOUR.value and not asked.limit)
    readers: tuple[tuple[str, str, Callable[[], Any]], ...] = (
        ("from", "moment" if hours else "start", lambda: (_moment if hours else _day)(asked.start)),
        ("days", "length", lambda: _length(asked)),
        ("unit", "unit", lambda: _unit(asked)),
        ("before", "before", lambda: _before(asked)),
        ("pause", "pauses", lambda: _pauses(asked.pauses)),
        ("ground", "grounds", lambda: _grounds(asked)),
        ("extend", "added", lambda: _number(asked.extend, "延长多少") if asked.extend.strip() else 0),
    )
    for field, name, read in readers:
        try:
            found[name] = read()
        except _Fault as fault:
            errors.append((field, str(fault)))
    if errors:
        raise AskRefused(*errors)
    if hours:
        found["start"] = local_date(found["moment"])
    words: dict[str, Any] = {
        "region": asked.region.strip(),
        "code": asked.limit.strip(),
    }
    return Question(**words, **found)


class _Fault(ValueError):
    """Says what is wrong with one field."""


def _day(text: str) -> date:
    """Returns a day; none, one written otherwise, or one that no calendar has is refused by name."""
    if not text.strip():
        raise _Fault("没有写起算日。请填写日期，如 2026-02-25。")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        raise _Fault(f"“{text.strip()[:40]}”不是日期。请写成 2026-02-25 这样。")
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _Fault(f"“{text.strip()}”这一天不存在。请核对年月日。") from None


def _moment(text: str) -> datetime:
    """Returns a moment, China's where it names no zone."""
    written = text.strip()
    _day(written[:10])
    if not re.fullmatch(r"T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?", written[10:]):
        raise _Fault(f"“{written[:40]}”不是时刻。按小时计算的时限须写明起算时刻，如 2026-02-25T09:30。")
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise _Fault(f"“{written}”这个时刻不存在。请核对时和分。") from None
    moment = found if found.tzinfo else found.replace(tzinfo=CHINA)
    try:
        local_date(moment)
    except ClockError as error:
        raise _Fault(str(error)) from error
    return moment


def _length(asked: Asked) -> int:
    if asked.limit.strip() and asked.days.strip():
        raise _Fault("时限的长短和法定时限只能选一样：选了法定时限，就不用再填数。请删去一样。")
    if not asked.limit.strip() and not asked.days.strip():
        raise _Fault("没有写时限。请填写数，或选一个法定时限。")
    return _number(asked.days, "时限") if asked.days.strip() else 0


def _number(text: str, what: str) -> int:
    digits = text.strip()
    if re.fullmatch(r"-[0-9]+", digits):
        raise _Fault(f"{what}“{digits[:20]}”不能是负数。要向前倒推，请另选“之前”。")
    if not re.fullmatch(r"[0-9]+", digits):
        raise _Fault(f"{what}“{digits[:20]}”不是整数。请只填数字，例如 20。")
    return int(digits[:_DIGITS])


def _unit(asked: Asked) -> Unit:
    text = asked.unit or Unit.WORKING_DAY.value
    if asked.unit and asked.limit.strip():
        raise _Fault("法定时限自有单位，不能另写单位。单位只与时限的长短一起写，请删去单位。")
    if text not in {unit.value for unit in UNITS}:
        names = "、".join(f"{unit.value}（{unit.name_zh.removeprefix('个')}）" for unit in UNITS)
        raise _Fault(f"没有“{text[:20]}”这种单位。可用的单位：{names}。")
    return Unit(text)


def _before(asked: Asked) -> bool:
    if asked.before and asked.limit.strip():
        raise _Fault("法定时限自有方向，不能另选向前倒推。向前倒推只与时限的长短一起写，请删去一样。")
    return asked.before


def _grounds(asked: Asked) -> tuple[str, ...]:
    """Returns the grounds; one that nothing would be done with is refused, as it would leave a wrong day."""
    found = tuple(text.strip() for text in asked.grounds if text.strip())
    pauses = [text for text in asked.pauses if text.strip()]
    if found and not asked.limit.strip():
        raise _Fault("没有选法定时限，就没有法定的事由。请选一个法定时限，或者删去事由。")
    if found and not pauses:
        raise _Fault(f"写了事由“{found[0][:20]}”，没有写不计入的期间。请写明从哪天到哪天，或者删去事由。")
    if len(found) > 1 and len(found) != len(pauses):
        words = f"不计入的期间有 {len(pauses)} 段，事由有 {len(found)} 项，对不上"
        raise _Fault(f"{words}。各段事由相同的只写一项，不同的按次序每段写一项。")
    return found


def _pauses(texts: Sequence[str]) -> tuple[tuple[date, date | None], ...]:
    if len(texts) > _PAUSES:
        raise _Fault(f"不计入的期间有 {len(texts)} 段，一次最多 {_PAUSES} 段。请合并相连的期间。")
    return tuple(_pause(text.strip()) for text in texts if text.strip())


def _pause(text: str) -> tuple[date, date | None]:
    begin, dots, end = text.partition("..")
    if not dots:
        raise _Fault(f"“{text[:40]}”不是期间。请写成 2026-03-01..2026-03-09（当天恢复计算），尚未恢复的写 2026-03-01..")
    return _day(begin), _day(end) if end.strip() else None
