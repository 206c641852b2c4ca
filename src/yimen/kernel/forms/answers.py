"""Reading one answer: from what was typed to its canonical value, or a Chinese sentence about what is wrong."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from yimen.kernel.codes import CodeError, normalise, parse_citizen_id, parse_region, parse_uscc

from .bounds import DAY, NUMBER, WHOLE, Bound, read_bound
from .parts import Element
from .patterns import pattern_fault
from .phones import read_phone

Answer = str | list[str]
Value = str | int | bool | list[str]
_DEFAULT_LENGTH = {"text": 200, "paragraph": 2000}
_MOST_TYPED = 100
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,6})?")
_YES = frozenset({"yes", "是", "true", "1", "on"})
_NO = frozenset({"no", "否", "false", "0", "off"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class AnswerError(ValueError):
    """Carries the sentence for the error summary; never leaves this package."""


def brief(text: str) -> str:
    """Returns a text fit for a message: no control characters, at most 20 characters."""
    clean = "".join(c if c.isprintable() else "�" for c in text[:21])
    return clean if len(clean) <= 20 else clean[:20] + "…"


def _text_of(item: object) -> str:
    """Returns one answer as text; what no form could have posted comes back as a word that no reader accepts."""
    if isinstance(item, str):
        return item
    if isinstance(item, bool):
        return "yes" if item else "no"
    if isinstance(item, int) and abs(item) < 10**18:
        return str(item)
    return f"<{type(item).__name__}>"


def texts_of(answer: object) -> list[str]:
    """Returns an answer, raw or canonical, as a list of texts: what a form would post."""
    if isinstance(answer, list | tuple):
        return [_text_of(item) for item in answer]
    return [] if answer is None else [_text_of(answer)]


def _wrong(element: Element, words: str) -> AnswerError:
    """Returns the verdict as a whole sentence that names the field."""
    return AnswerError(f"“{element.label}”{words}。")


def _read_text(element: Element, text: str, _today: date | None) -> Value:
    """Returns a text without surrounding space, line ends as \\n; refuses control characters and over-length."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if element.type == "paragraph" else text
    allowed = "\n\t" if element.type == "paragraph" else ""
    most = element.max_length or _DEFAULT_LENGTH[element.type]
    plain = plain.strip()
    if len(plain) > most:
        over = len(plain) - most
        raise _wrong(element, f"太长，最多 {most} 个字，现在是 {len(plain)} 个字；请删去 {over} 个字")
    for place, character in enumerate(plain, 1):
        refused = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _BIDI
        if refused and character not in allowed:
            words = f"第 {place} 个字是不能使用的控制字符 U+{ord(character):04X}；请删去后重新填写"
            raise _wrong(element, words)
    fault = pattern_fault(element.pattern_name, plain) if element.pattern_name else ""
    if fault:
        raise _wrong(element, fault)
    return plain


def _within(element: Element, value: Decimal | date, today: date | None) -> None:
    """Raises AnswerError where a number or a day is out of bounds; "today" binds only where today is given."""
    for text, upper in ((element.minimum, False), (element.maximum, True)):
        bound = read_bound(element.type, text)
        if bound is None or (bound.is_text and today is None):
            continue
        limit, own = (bound.on(today) if today else bound), Bound(value)
        if not (own <= limit if upper else limit <= own):
            shown = f"今天（{limit.value}）" if bound.is_text else text
            relation = ("晚于" if upper else "早于") if element.type == "date" else ("大于" if upper else "小于")
            raise _wrong(element, f"不能{relation} {shown}；请改正")


def _read_number(element: Element, text: str, today: date | None) -> Value:
    """Returns an int, or the plain text of a decimal as typed without superfluous sign and leading zeros."""
    plain = normalise(text)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    whole = element.type == "integer"
    if not (WHOLE if whole else NUMBER).fullmatch(plain):
        words = (
            "应是整数，最多 15 位；请只填写数字，如 12"
            if whole
            else ("应是数字，整数部分最多 15 位，小数最多 6 位；请只填写数字，如 12.50")
        )
        raise _wrong(element, words)
    number = Decimal(plain)
    _within(element, number, today)
    if whole:
        return int(number)
    return f"{abs(number):f}" if number == 0 else f"{number:f}"


def _read_date(element: Element, text: str, today: date | None) -> Value:
    """Returns a day as YYYY-MM-DD; an impossible day is named."""
    plain = normalise(text)
    if not DAY.fullmatch(plain):
        raise _wrong(element, "应写成“年-月-日”，年 4 位、月日各 2 位；请按 2026-01-31 的样子填写")
    year, month, day = int(plain[:4]), int(plain[5:7]), int(plain[8:])
    if year < 1 or not 1 <= month <= 12:
        raise _wrong(element, f"填写的 {plain} 不存在（没有这个年份或月份）；请核对后改正")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise _wrong(element, f"填写的 {plain} 不存在（{year} 年 {month} 月只有 {last} 天，日从 01 起）；请核对后改正")
    _within(element, date(year, month, day), today)
    return plain


def _read_choice(element: Element, text: str, _today: date | None) -> Value:
    """Returns the value chosen."""
    if text.strip() not in {choice.value for choice in element.choices}:
        raise _wrong(element, f"没有“{brief(text)}”这个选项；请从列出的选项里选择一项")
    return text.strip()


def _read_yes_no(element: Element, text: str, _today: date | None) -> Value:
    """Returns True or False."""
    plain = text.strip().lower()
    if plain not in _YES | _NO:
        raise _wrong(element, "只能回答“是”或“否”；请选择其中一个")
    return plain in _YES


def _read_code(element: Element, text: str, today: date | None) -> Value:
    """Returns the canonical identifier; the reason comes from the identifier's own rules."""
    try:
        if element.type == "citizen_id":
            return parse_citizen_id(text, today=today).value
        return parse_uscc(text).value if element.type == "uscc" else parse_region(text).value
    except CodeError as error:
        raise _wrong(element, f"有误：{error.reason.rstrip('。')}") from None


def _read_phone(element: Element, text: str, _today: date | None) -> Value:
    """Returns the canonical telephone number."""
    number = read_phone(normalise(text))
    if not number:
        raise _wrong(element, "不是可以拨通的号码；请填写 11 位手机号码，或带区号的固定电话，如 0471-1234567")
    return number


_READERS: Mapping[str, Callable[[Element, str, date | None], Value]] = {
    "text": _read_text,
    "paragraph": _read_text,
    "integer": _read_number,
    "decimal": _read_number,
    "date": _read_date,
    "choice": _read_choice,
    "yes_no": _read_yes_no,
    "citizen_id": _read_code,
    "uscc": _read_code,
    "phone": _read_phone,
    "region": _read_code,
}


def _read_choices(element: Element, texts: list[str]) -> Value:
    """Returns the values chosen, once each, in the order of the form."""
    chosen = {text.strip() for text in texts}
    lost = sorted(chosen - {choice.value for choice in element.choices})
    if lost:
        names = "、".join(f"“{brief(value)}”" for value in lost[:3])
        raise _wrong(element, f"没有{names}这样的选项；请从列出的选项里选择")
    return [choice.value for choice in element.choices if choice.value in chosen]


def read_answer(element: Element, answer: object, today: date | None) -> Value | None:
    """Returns the canonical value of an answer, None where nothing was filled in; raises AnswerError.

    Canonical: integer → int, yes_no → bool, choices → list of values, date → YYYY-MM-DD, decimal → plain decimal
    text, citizen_id, uscc and region → as parsed (region 12 digits), phone → digits with area code, else text.
    """
    texts = [text for text in texts_of(answer) if text.strip()]
    if not texts:
        return None
    if element.type == "choices":
        return _read_choices(element, texts)
    if len(texts) > 1:
        raise _wrong(element, f"只能填一个答案，现在有 {len(texts)} 个；请只保留一个")
    if element.type not in _DEFAULT_LENGTH and len(texts[0]) > _MOST_TYPED:
        raise _wrong(element, f"太长，共 {len(texts[0])} 个字符；请只填写{element.label}本身")
    return _READERS[element.type](element, texts[0], today)
