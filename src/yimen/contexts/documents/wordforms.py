"""Blank forms as .docx, to be filled in with a word processor or by hand: what they say, checked; same values, same
bytes."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from .papers import PaperRefused

_LABELS = {
    "title": "标题",
    "organ": "机关名称",
    "item": "事项名称",
    "code": "事项编码",
    "sections": "各部分内容",
    "edition": "版本",
}


def word_form(*, values: Mapping[str, Any]) -> bytes:
    """Returns a blank application form as .docx (ISO/IEC 29500).

    ``values``: ``title``, ``organ``, ``item``, ``code`` and ``edition`` as texts, ``sections`` as a blank form's paper
    takes them (papers.paper), each field besides whether its blank is ``wide``, ``materials`` as a list of texts,
    ``demo`` a bool that marks every page as without legal effect. Raises PaperRefused.
    """
    lost = next((label for name, label in _LABELS.items() if not values.get(name)), "")
    if lost:
        raise PaperRefused(f"《空白申请表》缺少“{lost}”。请补填这一项后重新生成。")
    if not isinstance(values.get("demo"), bool):
        raise PaperRefused("《空白申请表》没有说明是否为演示数据（demo）。请补填这一项后重新生成。")
    from .wordlayout import made  # its library takes 14 MB and 0.3 s: only a process that makes such a form pays

    found: bytes = made({"materials": [], **_clean(values)})
    return found


def _clean(value: Any) -> Any:
    """Returns values without the characters that XML cannot hold."""
    if isinstance(value, str):
        return "".join(char for char in value if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Cn"})
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _clean(each) for name, each in value.items()}
    return value
