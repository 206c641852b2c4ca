"""The yearly notice as people copy it: lines of text in, the notice's data out, faults by line."""

import re
from datetime import date, timedelta
from typing import Any

from yimen.kernel.clock import Notice, said

_HEAD = re.compile(r"^[一二三四五六七八九十0-9]*[、.．]?\s*([\u4e00-\u9fff]+)\s*[:：]")
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_DAY = (
    r"(?:(?P<y{0}>[0-9]{{4}})\s*[-年]\s*)?(?:(?P<m{0}>[0-9]{{1,2}})\s*[-月]\s*)?"
    r"(?P<d{0}>[0-9]{{1,2}})(?:日|(?![0-9月年天]))"
)
_DATES = re.compile(rf"{_DAY.format(1)}(?:\s*(?:至|到|—|~|～|－)\s*{_DAY.format(2)})?\s*(?P<name>[\u4e00-\u9fff]*)")
_WEEK = "一二三四五六日"
_WEEKDAYS = re.compile(
    r"(?:(?P<year>[0-9]{4})年)?(?:(?P<month>[0-9]{1,2})月)?(?P<day>[0-9]{1,2})日"
    r"(?:[（(][^（()）]*?(?:周|星期)(?P<week>[一二三四五六日天])[^（()）]*[）)])?"
)
_ACTS = {"放假": "off", "上班": "work", "半天": "half"}
_NO_NAME = re.compile(r"^(放假|调休|上班|半天|共|起|和|与|至|（)")
_LONGEST = 31
_MOST = 4_000


class NoticeTextWrong(ValueError):
    """Says which line cannot be read, and how to write it."""


def notice_from_text(text: str, *, year: int, region: str, document: str) -> dict[str, Any]:
    """Returns the data of a notice from lines such as 春节：2月15日至23日放假，2月14日、2月28日上班。

    So the notice itself may be pasted, or lines such as 放假：2027-02-05 春节、2027-02-06 春节. Raises NoticeTextWrong.
    """
    off: list[dict[str, str]] = []
    half: list[dict[str, str]] = []
    work: list[str] = []
    if len(text) > _MOST:
        raise NoticeTextWrong(f"内容超过 {_MOST} 字。请只粘贴放假和上班的各行。")
    for number, line in enumerate(text.splitlines(), 1):
        for kind, name, day in _line(number, line, year):
            if kind == "work":
                work.append(day)
            else:
                (off if kind == "off" else half).append({"date": day, "name": name})
    if not off:
        raise NoticeTextWrong("没有读到放假的日子。请照“春节：2月15日至23日放假，2月14日上班”的样子写。")
    data: dict[str, Any] = {"year": year, "region": region, "document": document, "off": off, "work": work}
    return {**data, "half": half} if half else data


def line_of(text: str, message: str) -> str:
    """Returns a refusal with the line whose day it names, where it names one."""
    named = re.search("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日", message)
    if named:
        year, month, day = (int(part) for part in named.groups())
        for number, line in enumerate(text.splitlines(), 1):
            try:
                found = {each for _, _, each in _line(number, line, year)}
            except NoticeTextWrong:
                continue
            if f"{year:04}-{month:02}-{day:02}" in found:
                return f"第 {number} 行：{message}"
    return message


def _line(number: int, line: str, year: int) -> list[tuple[str, str, str]]:
    """Returns act, name and day of everything that one line says; strokes divide it as lines do."""
    _check_weekdays(number, line, year)
    plain = _BRACKETS.sub("", line).strip()
    found = [one for part in re.split("[／|]", plain) for one in _part(number, part.strip(), year)]
    if plain and not found and re.search(r"[0-9]", plain):
        raise NoticeTextWrong(f"第 {number} 行读不懂。请照“春节：2月15日至23日放假，2月14日上班”的样子写。")
    return found


def _check_weekdays(number: int, line: str, year: int) -> None:
    """Raises NoticeTextWrong where a day is not the weekday that its brackets say: one of the two was mistyped."""
    month = 0
    for dates in _WEEKDAYS.finditer(line):
        year, month = int(dates["year"] or year), int(dates["month"] or month)
        try:
            day = date(year, month, int(dates["day"]))
        except ValueError:
            continue  # the day itself is refused by name
        given = _WEEK.index((dates["week"] or _WEEK[day.weekday()]).replace("天", "日"))
        if day.weekday() != given:
            words = f"{said(day)}是星期{_WEEK[day.weekday()]}，括号里写的是周{_WEEK[given]}"
            raise NoticeTextWrong(f"第 {number} 行：{words}。请核对通知原文。")


def _part(number: int, plain: str, year: int) -> list[tuple[str, str, str]]:
    head = _HEAD.match(plain)
    title = head[1] if head else ""
    found: list[tuple[str, str, str]] = []
    month = 0
    for clause in re.split(r"[。；;]|(?<=放假)|(?<=调休)|(?<=上班)|(?<=半天)", plain[head.end() :] if head else plain):
        kind = next((act for word, act in _ACTS.items() if word in clause), _ACTS.get(title, ""))
        for dates in _DATES.finditer(clause):
            if not dates["m1"] and not month:
                continue
            days, month = _days(number, dates, year, month)
            own = dates["name"] if dates["name"] and not _NO_NAME.match(dates["name"]) else ""
            name = own or ("" if title in _ACTS else title)
            if not kind:
                raise NoticeTextWrong(
                    f"第 {number} 行：没有写明是放假还是上班。请照“春节：2月15日至23日放假”的样子写。"
                )
            if kind != "work" and not name:
                raise NoticeTextWrong(f"第 {number} 行：{said(days[0])}没有写节日的名称。请在日期后面写上。")
            found += [(kind, name, day.isoformat()) for day in days]
    return found


def _days(number: int, dates: "re.Match[str]", year: int, month: int) -> tuple[list[date], int]:
    first = _day(number, dates["y1"] or year, dates["m1"] or month, dates["d1"])
    if not dates["d2"]:
        return [first], first.month
    last = _day(number, dates["y2"] or first.year, dates["m2"] or first.month, dates["d2"])
    length = (last - first).days + 1
    if not 1 <= length <= _LONGEST:
        raise NoticeTextWrong(f"第 {number} 行：从{said(first)}到{said(last)}不像一个假期。请核对日期。")
    return [first + timedelta(count) for count in range(length)], last.month


def _day(number: int, year: str | int, month: str | int, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NoticeTextWrong(f"第 {number} 行：{year}年{month}月{day}日这一天不存在。请核对通知原文。") from None


def text_of(notice: Notice) -> str:
    """Returns what a notice says, in the words that the form takes."""
    parts = (
        ("放假", [f"{said(day)} {name}" for day, name in sorted(notice.off.items())]),
        ("上班", [said(day) for day in sorted(notice.work)]),
        ("半天", [f"{said(day)} {name}" for day, name in sorted(notice.half.items())]),
    )
    return "；".join(f"{word}：{'、'.join(days)}" for word, days in parts if days)
