"""Our own case number: public, said over a telephone, typed at a kiosk; hence digits only, 21 of them.

Region of acceptance (6), day of lodging (YYYYMMDD), serial of that region on that day (6, from 000001), and a check
digit (ISO 7064 MOD 11,10). It is unique as long as serials are, and it is no secret: reading a case needs more.
"""

from dataclasses import dataclass
from datetime import date

from .check_digits import mod_11_10
from .errors import CodeError
from .given import Given, given
from .regions import read_region

_TITLE = "办件编号"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number: value 21 digits, region 6 digits, serial from 1 to 999999."""

    value: str
    region: str
    day: date
    serial: int
    check: str

    @property
    def printed(self) -> str:
        """Returns the number in groups for print and speech: region-date-serial-check."""
        return "-".join((self.value[:6], self.value[6:14], self.value[14:20], self.check))


def parse_case_number(value: str) -> CaseNumber:
    """Returns the case number in a text, or raises CodeError; positions count digits only.

    The input is normalised first: spaces and hyphens stripped, full-width made half-width.
    """
    text = given("case", _TITLE, value).text.replace("-", "")
    source = Given("case", _TITLE, text, text)
    source.need_length(21)
    source.need_digits()
    read_region(source.part(0, 6, "区划代码"))
    day = source.day(6, "日期")
    serial = int(text[14:20])
    if not serial:
        raise source.refuse("起的流水号是“000000”，流水号从 000001 开始；请对照回执核对。", 14)
    source.need_check(mod_11_10(text[:20]), text[20], 20)
    return CaseNumber(text, text[:6], day, serial, text[20])


def format_case_number(region6: str, day: date, serial: int) -> str:
    """Returns the 21 digits of the case number; raises CodeError for a region or serial that cannot be written.

    region6: the 6-digit division of the accepting body. serial: 1 to 999999, unique for that region and day.
    """
    source = Given("case", f"{_TITLE}里的区划代码", region6[:64], region6)
    source.need_length(6)
    read_region(source)
    if not 1 <= serial <= 999_999:
        reason = "办件编号的流水号应在 1 至 999999 之间；当天号码已用完时，请由管理员处理。"
        raise CodeError(kind="case", value=f"{region6} {day.isoformat()}", reason=reason)
    body = f"{region6}{day.year:04d}{day.month:02d}{day.day:02d}{serial:06d}"
    return body + mod_11_10(body)
