"""What a check found and what a comparison found, as rows of tables."""

from collections.abc import Iterable, Sequence

from yimen.kernel.procedure import Change, Finding, Procedure, counted_days, limits_added

from .room import Cell, ways

Rows = tuple[tuple[str, ...], list[list[Cell]]]
_WORDS = {"error": ("red", "必须改"), "warning": ("yellow", "请核对")}


def finding_rows(findings: Sequence[Finding], *, by_hand: bool = False, pictured: bool = False) -> Rows:
    """Returns heads and rows of findings: the element, its line, what is wrong, the way to where it shows.

    ``by_hand``: whether the file was written elsewhere, so that whoever mends it must know what it calls things.
    ``pictured``: whether the ways of faults are drawn on the same page.
    """
    drawn = ways(findings) if pictured else ()
    rows: list[list[Cell]] = []
    for one in findings:
        colour, words = _WORDS[one.severity]
        way = f"（走法：{' → '.join(one.moves)}）" if one.moves else ""
        line = f"第 {one.line} 行" if one.line else "—"
        light: Cell = {"text": words, "light": {"colour": colour, "words": words}}
        row: list[Cell] = [one.where or "整个文件", line, light, (one.mending if by_hand else one.message_zh) + way]
        number = drawn.index(one) + 1 if one in drawn else 0
        seen: Cell = {"text": f"看走法图 {number}", "url": f"#way-{number}"} if number else "—"
        rows.append([*row, seen] if drawn else row)
    return ("环节或连线", "行", "程度", "问题", *(["走法"] if drawn else [])), rows


def limits_words(procedure: Procedure) -> str:
    """Returns what the limits add up to: of what a promise is measured by, and of all steps, those of 送达 too."""
    promised = counted_days(procedure)
    counted = f"受理到决定最多合计 {promised} 个工作日，" if promised else ""
    return f"{counted}全程各步合计 {limits_added(procedure)}"


def change_rows(changes: Iterable[Change]) -> Rows:
    """Returns heads and rows of changes: the element, of what, old, new."""
    rows: list[list[Cell]] = [[one.name, one.what, one.old, one.new] for one in changes]
    return ("环节", "改了什么", "原来", "改为"), rows


def weighty_rows(changes: Iterable[Change]) -> Rows:
    """Returns heads and rows of changes that touch who may decide: with why they weigh."""
    rows: list[list[Cell]] = [[one.name, one.weighs, one.what, one.old, one.new] for one in changes]
    return ("环节", "影响", "改了什么", "原来", "改为"), rows
