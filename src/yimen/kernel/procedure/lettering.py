"""Text in a drawing: how wide it is, where it breaks, what is written in a box."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from .duties import DUTIES
from .model import SPECIALS, Node, limit_words, loop_words

NAME, SMALL, LINE = 15, 12, 14  # type sizes, and the height of a line of small type, in units of the drawing
_WORDS = re.compile(
    r"(?<=[：，。；、／）])|(?<=[^\d\s▲]\s)(?=\D)|(?<=[\u4e00-\u9fff][省市县区州])(?=[\u4e00-\u9fff]{2})(?![场政民长域委])"
)
_WHOLE = re.compile(  # what a line does not tear: the usual words of procedures and the names of offices
    "生态环境|自然资源|市场监管|政务服务|人民政府|人力资源|社会保障|交通运输|农业农村|应急管理|城市管理|综合执法|行政审批|"
    "发展改革|卫生健康|退役军人|住房|城乡|水利|教育|财政|公安|民政|司法|文化|旅游|医疗|税务|气象|消防|公路|街道|"
    "专家论证|集体讨论|征求意见|联合验收|现场勘察|一次告知|法制审核|申请人?|受理|审查|审核|审批|决定|送达|补正|办理|办结|"
    "办完|退回|重审|复核|核准|验收|听证|公示|公告|投诉|处罚|许可|准予|不予|不是同意|不同意|不是|同意|意见|材料|单位|部门|窗口|中心|"
    "规划|建设|建筑|工程|项目|竣工|设置|标志|控制区|流程|环节|各家"
)
_NO_END = "（“‘"
_NO_START = "，。；、：／）”’"


@dataclass(frozen=True, slots=True)
class Row:
    """One line in a box. ``kind``: name, role, badge, note or mark; ``width`` and ``height`` in units."""

    kind: str
    text: str
    width: float
    height: int


def width(text: str, size: int) -> float:
    """Returns how wide a text is at most: a Chinese character is square, others are taken as two thirds."""
    return sum(size if ord(sign) > 0x2000 else size * 0.66 for sign in text)


def wrap(text: str, size: int, room: float) -> list[str]:
    """Returns the text in lines that fit the room, filled, or of even length where one sign would be left over.

    No line starts with closing punctuation or ends with what opens; a line ends after a slash between alternatives, and
    between words where half of it is filled by then.
    """
    parts = [text] if width(text, size) <= room else re.split("(?<=／)", text)
    return [line for part in parts if part for line in _fill(part, size, max(room, size * 2))]


def wrap_words(text: str, size: int, room: float) -> list[str]:
    """Returns the text in lines that fit the room and end between words: after a place's name, a stop or a blank.

    A word that alone is wider than the room is broken like any text.
    """
    lines: list[str] = []
    for word in filter(None, _WORDS.split(text)):
        if lines and width(f"{lines[-1]}{word}".rstrip(), size) <= room:
            lines[-1] += word
        elif width(word.strip(), size) <= room:
            lines += [word.lstrip()] if word.strip() else []
        else:
            lines += wrap(word.strip(), size, room)
    return [line.strip() for line in lines]


def _fill(text: str, size: int, room: float) -> list[str]:
    full, count = width(text, size), ceil(width(text, size) / room)
    share = full / count + size / 2 if 0 < full - room * (count - 1) <= size else room
    torn = {at for word in _WHOLE.finditer(text) for at in range(word.start() + 1, word.end())}
    lines = [""]
    for at, sign in enumerate(text):
        if lines[-1] and width(lines[-1] + sign, size) > min(share, room) and sign not in _NO_START:
            back = next((less for less in range(len(lines[-1])) if at - less not in torn), 0)
            if width(lines[-1][: len(lines[-1]) - back], size) < min(share, room) / 2:
                back = 0
            lines[-1:] = [lines[-1][: len(lines[-1]) - back], lines[-1][len(lines[-1]) - back :]]
            if len(lines[-2]) > 1 and lines[-2][-1] in _NO_END:
                lines[-2:] = [lines[-2][:-1], lines[-2][-1] + lines[-1]]
        lines[-1] += sign
    return lines


def rows(
    node: Node, room: float, role: str, mark: str, notes: Iterable[str], *, several: Iterable[str] = ()
) -> list[Row]:
    """Returns the lines of a step's box: name, who does it, its special kind, how long, where it stands, notes.

    ``several``: which units or persons do it together, and what one answer does to all, in words.
    """
    texts = [("name", line, NAME, 20) for line in wrap(node.name, NAME, room)]
    texts += [("role", line, SMALL, 17) for line in wrap(role, SMALL, room)]
    texts += [("badge", SPECIALS[node.special], SMALL, 22)] if node.special else []
    texts += [("badge", DUTIES[node.duty], SMALL, 22)] if node.duty else []
    texts += [("badge", loop_words(node), SMALL, 22)] if node.loop else []
    for words in several:
        texts += [("role", line, SMALL, 17) for line in wrap_words(words, SMALL, room)]
    texts += [("badge", limit_words(node.limit), SMALL, 22)] if node.limit else []
    texts += [("mark", mark, SMALL, 18)] if mark else []
    texts += [("note", line, SMALL, 16) for note in notes for line in wrap_words(note, SMALL, room)]
    return [Row(kind, text, width(text, size), height) for kind, text, size, height in texts]
