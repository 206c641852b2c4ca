"""How a due day came about, in one sentence."""

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

from .calendar import Calendar
from .english import closed, counted, word
from .limits import Unit
from .times import CHINA

if TYPE_CHECKING:
    from .explaining import Line
    from .ledger import Ledger


def sentence(ledger: "Ledger", calendar: Calendar, language: str = "zh") -> str:
    """Returns, for example, 2月10日开始，当日不计；自次日起算5个工作日，跳过春节9天，最后一天是2月24日。"""
    return _english(ledger, calendar) if language == "en" else _chinese(ledger, calendar)


class _Counts:
    """What did not count, and what counted though it looks off, in the order it first came."""

    def __init__(self, lines: "tuple[Line, ...]") -> None:
        self.skipped, self.stood = Counter[str](), Counter[str]()
        self.makeup, self.rolled, self.again = 0, False, ""
        self.shut = {line.name for line in lines if line.kind == "closed"}
        for line in lines:
            if line.kind in ("weekend", "holiday", "closed"):
                self.skipped[line.name or "周末"] += 1
            elif line.kind == "makeup":
                self.makeup += 1
            elif line.kind == "restart":
                self.again = line.name
                self.skipped, self.stood, self.makeup = Counter(), Counter(), 0
            elif line.kind == "paused":
                self.stood[line.name] += 1
            self.rolled = self.rolled or line.kind == "rolled"


def _counts(ledger: "Ledger", calendar: Calendar) -> _Counts:
    lines = ledger.explain(calendar)
    return _Counts(lines[:-1] if lines[-1].kind == "paused" else lines)  # the day a pause that stands began


def _chinese(ledger: "Ledger", calendar: Calendar) -> str:
    due = ledger.due(calendar)
    begin = f"{_day(ledger.start, ledger.start.year)}开始，"
    end = f"（暂定：{_doubts_zh(ledger, calendar)}，公布后重算）。" if due.provisional else "。"
    if ledger.moment is not None and due.at is not None:
        return f"{_moment(ledger.moment)}开始，{ledger.limit.text}后届满，即{_moment(due.at)}。"
    if due.date is not None and ledger.limit.direction == "before":
        event = _day(ledger.start, ledger.start.year)
        if not ledger.limit.length:
            return f"最迟在{event}当天{end}"
        back = f"{event}的{ledger.limit.text}前，当日不计，向前倒推"
        last = f"最迟{_day(due.date, ledger.start.year)}"
        return "，".join([back, *_skipped_zh(_counts(ledger, calendar)), last]) + end
    if ledger.limit.unit is Unit.DATE and due.date is not None:
        return f"{begin}{ledger.limit.text}，最后一天是{_day(due.date, ledger.start.year)}。"
    if due.date == ledger.start:
        return f"{begin}当天就是最后一天{end}"
    counts = _counts(ledger, calendar)
    first = "自当日起算" if ledger.limit.counts_first else "当日不计；自次日起算"
    again = f"，{counts.again}结束后自次日起重新计算" if counts.again else ""
    parts = [f"{begin}{first}{ledger.limit.text}{again}"]
    parts += [f"经批准延长{one.length}{ledger.limit.unit.name_zh}" for one in ledger.extensions]
    parts += _skipped_zh(counts)
    parts += [f"{ground}{days}天不计" for ground, days in counts.stood.items()]
    if counts.rolled:
        parts.append("末日逢放假顺延")
    return "，".join([*parts, _last_zh(ledger, due.date)]) + end


def _doubts_zh(ledger: "Ledger", calendar: Calendar) -> str:
    years, festivals = ledger.doubts(calendar)
    said = [f"{'、'.join(str(year) for year in years)}年放假安排还没有公布"] if years else []
    return "，".join([*said, f"{'、'.join(festivals)}的放假日还没有公布"] if festivals else said)


def _doubts_en(ledger: "Ledger", calendar: Calendar) -> str:
    years, festivals = ledger.doubts(calendar)
    said = [f"no notice of holidays yet for {', '.join(str(year) for year in years)}"] if years else []
    return "; ".join([*said, f"days not yet announced: {', '.join(map(word, festivals))}"] if festivals else said)


def _skipped_zh(counts: _Counts) -> list[str]:
    parts = ["跳过" + "、".join(f"{name}{days}天" for name, days in counts.skipped.items())] if counts.skipped else []
    return [*parts, f"调休上班{counts.makeup}天照计"] if counts.makeup else parts


def _last_zh(ledger: "Ledger", due: date | None) -> str:
    year = ledger.start.year
    if due is None:
        return f"自{_day(min(pause.begin for pause in ledger.standing), year)}起中止计时，恢复后再定最后一天"
    return f"{'至少到' if ledger.limit.bound == 'least' else '最后一天是'}{_day(due, year)}"


def _english(ledger: "Ledger", calendar: Calendar) -> str:
    due = ledger.due(calendar)
    end = f" (provisional: {_doubts_en(ledger, calendar)})." if due.provisional else "."
    limit = ledger.limit
    if ledger.moment is not None and due.at is not None:
        start = ledger.moment.astimezone(CHINA)
        return f"From {start:%Y-%m-%d %H:%M}, {counted(limit.length, 'hours')}: ends {due.at:%Y-%m-%d %H:%M}."
    if limit.unit is Unit.DATE and due.date is not None:
        return f"Due each year: the first day after {ledger.start} is {due.date}."
    counts = _counts(ledger, calendar)
    if due.date is not None and limit.direction == "before":
        if not limit.length:
            return f"No later than {ledger.start}{end}"
        back = f"{counted(limit.length, limit.unit.name_en)} before {ledger.start}, that day not counted"
        return ", ".join([back, *_skipped_en(counts), f"no later than {due.date}"]) + end
    if due.date == ledger.start:
        return f"From {ledger.start}: that day is the last{end}"
    first = "that day counted" if ledger.limit.counts_first else "that day not counted"
    again = f", anew after {word(counts.again)}" if counts.again else ""
    parts = [f"From {ledger.start}, {first}{again}: {counted(limit.length, limit.unit.name_en)}"]
    parts += [f"extended by {counted(one.length, limit.unit.name_en)}" for one in ledger.extensions]
    parts += _skipped_en(counts)
    parts += [f"{word(ground)}: {counted(days, 'days')} not counted" for ground, days in counts.stood.items()]
    if counts.rolled:
        parts.append("rolled on from a day off")
    return ", ".join([*parts, _last_en(ledger, due.date)]) + end


def _skipped_en(counts: _Counts) -> list[str]:
    named = [f"{closed(name) if name in counts.shut else word(name)} {days}" for name, days in counts.skipped.items()]
    parts = ["days off: " + ", ".join(named)] if named else []
    return [*parts, f"make-up days counted: {counts.makeup}"] if counts.makeup else parts


def _last_en(ledger: "Ledger", due: date | None) -> str:
    if due is None:
        since = min(pause.begin for pause in ledger.standing)
        return f"standing still since {since}; no last day until it goes on"
    return f"at least until {due}" if ledger.limit.bound == "least" else f"last day {due}"


def _day(day: date, year: int) -> str:
    own = "" if day.year == year else f"{day.year}年"
    return f"{own}{day.month}月{day.day}日"


def _moment(moment: datetime) -> str:
    local = moment.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
