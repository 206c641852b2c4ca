"""Cuts what a field said and says to what differs, as the journal keeps it: every such line, none of them long."""

from collections.abc import Sequence
from itertools import takewhile

_KEPT = 60  # characters of a line
_BEFORE = 12  # of them, those before what differs
_HEAD = 24  # characters of the name with which a line may begin
_LINES = 100
NOTHING = "（没有）"
_OPEN, _CUT = "（", "…"


def apart(old: str, new: str) -> tuple[str, str]:
    """Returns two values of a field, a line each for several, cut to the lines that differ; their order if only that.

    A long line is cut to its name and to where it differs from the line in whose place it comes.
    """
    before, after = old.splitlines(), new.splitlines()
    lost = [line for line in before if line not in after]
    come = [line for line in after if line not in before]
    if not lost and not come and sorted(before) == sorted(after):
        return _order(before, after), _order(after, before)
    if not lost and not come:  # the same line more often
        lost, come = before, after
    pairs = _paired(lost, come)
    return _joined([_cut(line, pairs[0].get(line, "")) for line in lost]), _joined(
        [_cut(line, pairs[1].get(line, "")) for line in come]
    )


def _paired(lost: Sequence[str], come: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Returns for each line that of the other side which has the same name, or where both sides have one, that one."""
    named = {_head(line): line for line in come}
    pairs = [(line, named[_head(line)]) for line in lost if _head(line) in named]
    pairs += [(lost[0], come[0])] if len(lost) == len(come) == 1 else []
    return dict(pairs), {other: line for line, other in pairs}


def _order(lines: Sequence[str], others: Sequence[str]) -> str:
    moved = [_head(line) for line, other in zip(lines, others, strict=True) if line != other]
    return f"次序：{'、'.join(moved)}"


def _head(line: str) -> str:
    name = line.partition(_OPEN)[0]
    return name if len(name) <= _HEAD else f"{name[:_HEAD]}{_CUT}"


def _cut(line: str, other: str) -> str:
    """Returns a line cut to its name and what differs."""
    if len(line) <= _KEPT:
        return line
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(line, other, strict=False))))
    if same <= _KEPT // 2:
        return f"{line[:_KEPT]}{_CUT}"
    head, _, _ = line.partition(_OPEN)
    begun = f"{head}{_OPEN}" if len(head) <= _HEAD and same > len(head) else ""
    shown = line[max(same - _BEFORE, len(begun)) :]
    return f"{begun}{_CUT}{shown[: _KEPT - len(begun)]}{_CUT if len(shown) > _KEPT - len(begun) else ''}"


def _joined(lines: Sequence[str]) -> str:
    more = f"；……共 {len(lines)} 行" if len(lines) > _LINES else ""
    return "；".join(lines[:_LINES]) + more or NOTHING
