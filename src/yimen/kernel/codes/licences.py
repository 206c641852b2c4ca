"""The identifier of an electronic licence (GB/T 36904-2018)."""

from dataclasses import dataclass

from .check_digits import ALPHANUMERIC, mod_37_36
from .given import Given, given
from .organisations import Uscc, read_uscc
from .regions import read_region

ROOT = "1.2.156.3005.2"
_MOST_SERIAL = 32


@dataclass(frozen=True, slots=True)
class Licence:
    """An electronic-licence identifier; value carries the root and the dots.

    definer and type_serial: who defined the type of licence, and its number there. issuer: a unified social credit
    code, or the 6-digit region that some early issuers wrote in its place. version: "001" to "999".
    """

    value: str
    definer: Uscc
    type_serial: str
    issuer: str
    serial: str
    version: str
    check: str

    @property
    def type_code(self) -> str:
        """Returns the 21 characters of the type of licence."""
        return self.definer.value + self.type_serial


def _fields(source: Given) -> list[Given]:
    """Returns the five fields after the optional root, each counting positions in the whole text."""
    start = len(ROOT) + 1 if source.text.startswith(ROOT + ".") else 0
    pieces = source.text[start:].split(".")
    if len(pieces) != 5:
        raise source.refuse(
            f"应由点号分成证照类型、颁发机构、流水号、版本号、校验位 5 段（前面可带 {ROOT}），"
            f"现在是 {len(pieces)} 段；请对照证照核对。"
        )
    fields = []
    for piece, title in zip(pieces, ("证照类型代码", "颁发机构代码", "流水号", "版本号", "校验位"), strict=True):
        fields.append(source.part(start, start + len(piece), title))
        start += len(piece) + 1
    return fields


def parse_licence(value: str) -> Licence:
    """Returns the electronic-licence identifier in a text (GB/T 36904-2018), or raises CodeError.

    The input is normalised first: spaces stripped, full-width made half-width, letters made capitals; the root may
    be left out. The check character is ISO 7064 MOD 37,36 over the four fields without dots and without the root.
    """
    source = given("licence", "电子证照标识", value)
    kind, issuer, serial, version, check = _fields(source)
    kind.need_length(21)
    definer = read_uscc(kind.part(0, 18, "定义机构代码"))
    kind.need_digits(18)
    if len(issuer.text) == 6:
        read_region(issuer)
    else:
        read_uscc(issuer)
    if not 1 <= len(serial.text) <= _MOST_SERIAL:
        raise serial.refuse(f"应为 1 至 {_MOST_SERIAL} 位，现在是 {len(serial.text)} 位；请对照证照核对。")
    serial.need_alphabet(ALPHANUMERIC, "数字或大写字母")
    version.need_length(3)
    version.need_digits()
    if version.text == "000":
        raise version.refuse("应从 001 开始，不能是“000”；请对照证照核对。", 0)
    check.need_length(1)
    check.need_alphabet(ALPHANUMERIC, "数字或大写字母")
    body = kind.text + issuer.text + serial.text + version.text
    check.need_check(mod_37_36(body), check.text, 0)
    fields = (kind.text, issuer.text, serial.text, version.text, check.text)
    return Licence(".".join((ROOT, *fields)), definer, kind.text[18:], *fields[1:])
