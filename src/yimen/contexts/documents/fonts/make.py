"""Makes the fonts of the papers from Noto Serif CJK: ``python make.py <regular.ttc> <bold.ttc>``.

The text face holds every Chinese character that Noto has, so that no one's name fails to print (it includes the whole
of 通用规范汉字表, 国发〔2013〕23号); the title face those of GB/T 2312-1980. Both carry another family name, so that an
installed Noto cannot take their place and the same paper is the same bytes on every machine. Run by hand, seldom.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped] # it has none
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped] # it has none

FACE = "Noto Serif CJK SC"
HERE = Path(__file__).parent
WRITING = (
    (0x20, 0x7E), (0xA1, 0x17F), (0x1CD, 0x1DC), (0x391, 0x3C9), (0x410, 0x451), (0x2010, 0x2044), (0x2070, 0x209C),
    (0x20A0, 0x20BF), (0x2103, 0x2122), (0x2150, 0x2199), (0x2200, 0x22A5), (0x2460, 0x249B), (0x25A0, 0x25EF),
    (0x2605, 0x2642), (0x2713, 0x2713), (0x3000, 0x303F), (0x3220, 0x3243), (0x338E, 0x33D5), (0xFE30, 0xFE4F),
    (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip
HANZI = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))
KEPT_NAMES = (0, 5, 13, 14)  # copyright, version, licence and its address, as the OFL asks


def main(regular: str, bold: str) -> None:
    """Writes both faces and the list of what the text face can print."""
    text = _face(regular)
    covered = {code for code in text.getBestCmap() if any(low <= code <= high for low, high in (*WRITING, *HANZI))}
    _write(text, covered, "Yimen Serif", HERE / "YimenSerif-Regular.otf")
    old = {code for code in covered if code < 0x3400 or code > 0xFF00 or _in_gb2312(code)} - {*range(0x20000, 0x323B0)}
    _write(_face(bold), old, "Yimen Title", HERE / "YimenTitle-Bold.otf")
    (HERE / "covered.txt").write_text("".join(f"{low:X} {high:X}\n" for low, high in _runs(covered)), "ascii")


def _face(path: str) -> TTFont:
    return next(font for font in TTCollection(path, lazy=True).fonts if font["name"].getDebugName(1).startswith(FACE))


def _in_gb2312(code: int) -> bool:
    try:
        return bool(chr(code).encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _write(font: TTFont, codes: Iterable[int], family: str, path: Path) -> None:
    unused = ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]  # for vertical text and other languages
    options = subset.Options(layout_features=[], hinting=False, name_IDs=KEPT_NAMES, drop_tables=unused)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    for number, name in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        font["name"].setName(name, number, 3, 1, 0x409)
    font["CFF "].cff.fontNames = [family.replace(" ", "")]
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(path)


def _runs(codes: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


if __name__ == "__main__":
    main(*sys.argv[1:])
