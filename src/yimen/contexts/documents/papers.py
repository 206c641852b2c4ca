"""Official papers as PDF: values go in as data, the layouts stand beside (GB/T 9704-2012); same values, same bytes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import segno
import typst

from .glyphs import printable

_HERE = Path(__file__).parent
_LAYOUTS, _FONTS = _HERE / "layouts", _HERE / "fonts"
_CASE = ("organ", "case_number", "item", "applicant", "identifier")
_LABELS = {
    "organ": "机关名称",
    "number": "文号",
    "case_number": "办件号",
    "title": "标题",
    "applicant": "申请人",
    "identifier": "证件号码",
    "handling_code": "业务办理项编码",
    "item": "事项名称",
    "received_on": "收到日期",
    "accepted_on": "受理日期",
    "decided_on": "作出日期",
    "due_on": "办结期限",
    "due_explanation": "期限说明",
    "reasons": "理由",
    "grounds": "选定的理由",
    "remedies": "救济途径",
    "basis": "依据",
    "statute": "办理依据的法律",
    "missing": "需要补正的内容",
    "materials": "收到的材料",
    "method": "送达方式",
    "receiver": "签收人",
    "phone": "联系电话",
    "supervision_phone": "监督电话",
    "address": "办公地址",
    "verify_url": "核验网址",
    "sections": "各部分内容",
    "promise": "承诺时限",
    "by_law": "依法视为的说明",
    "due_before": "原办结期限",
    "added": "延长的时间",
    "approval": "批准人和批准文书",
    "source": "法律依据",
    "ground": "特别程序",
    "needs": "所需时间",
    "document": "依据的文书",
    "counting": "对办理期限的影响",
    "conclusions": "各部门的结论",
    "inspected_on": "联合验收日期",
    "rechecked": "复验日期",
    "record": "记录的内容",
    "result": "验收结论",
    "entrusted": "委托情况",
    "flow": "流程图",
    "flow_of": "流程图的机关和施行日期",
    "guide_url": "指南网址",
    "edition": "版本",
}
_DATES = ("received_on", "accepted_on", "decided_on", "due_on", "due_before", "inspected_on")
_LISTS = ("missing", "grounds", "materials", "sections", "conclusions", "record")


class PaperRefused(ValueError):
    """Says which paper cannot be made, which of its values is missing or wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A sort of paper: its name, the date it bears, what it cannot do without; its layout where others have it too."""

    name: str
    dated: str
    needs: tuple[str, ...]
    layout: str = ""


KINDS: Mapping[str, _Kind] = {
    "receipt": _Kind("收件回执", "received_on", _CASE),
    "acceptance": _Kind(
        "受理通知书", "decided_on", (*_CASE, "received_on", "accepted_on", "due_on", "due_explanation")
    ),
    "correction": _Kind("补正材料一次性告知书", "decided_on", (*_CASE, "received_on", "missing")),
    "refusal_acceptance": _Kind("不予受理通知书", "decided_on", (*_CASE, "received_on", "reasons", "remedies")),
    "grant": _Kind("准予决定书", "decided_on", (*_CASE, "number", "accepted_on", "basis")),
    "refuse": _Kind("不予决定书", "decided_on", (*_CASE, "number", "accepted_on", "basis", "reasons", "remedies")),
    "delivery": _Kind("送达回证", "decided_on", (*_CASE, "method", "receiver")),
    "extension": _Kind("延长办理期限告知书", "decided_on", (*_CASE, "added", "approval", "reasons")),
    "special": _Kind("特别程序告知书", "decided_on", (*_CASE, "ground", "needs", "document", "counting")),
    "inspection": _Kind("联合验收意见书", "decided_on", (*_CASE, "inspected_on", "result", "conclusions")),
    "survey": _Kind("现场勘察记录", "decided_on", (*_CASE, "record"), "record"),
    "discussion": _Kind("集体讨论记录", "decided_on", (*_CASE, "record"), "record"),
    "expert": _Kind("专家评审意见", "decided_on", (*_CASE, "record"), "record"),
    "hearing": _Kind("听证笔录", "decided_on", (*_CASE, "record"), "record"),
    "suspension": _Kind("中止办理告知书", "decided_on", (*_CASE, "ground", "needs", "document", "counting", "reasons")),
    "resumption": _Kind("恢复办理告知书", "decided_on", (*_CASE, "ground", "document", "reasons")),
    "termination": _Kind("终止办理告知书", "decided_on", (*_CASE, "ground", "reasons", "source", "remedies")),
    "guide": _Kind("办事指南", "", ("organ", "title", "sections")),
    "card": _Kind("明白卡", "", ("organ", "title", "sections")),
    "blank": _Kind("空白申请表", "", ("organ", "title", "item", "sections")),
    "sample": _Kind("申请表填写示范", "", ("organ", "title", "item", "sections")),
}


def paper(*, kind: str, values: Mapping[str, Any]) -> bytes:
    """Returns an official paper as PDF; ``kind`` is one of ``KINDS``.

    ``values``: text by name (the names of ``_LABELS``), dates as ISO text, ``missing`` and ``materials`` lists of
    text, ``demo`` a bool that marks every page as without legal effect. A guide's ``sections`` are mappings of
    ``title`` with ``lines`` (paragraphs) or ``rows`` (lists of cells, after an optional ``head``); a form's have
    ``fields`` (label, required, value, choices of label and chosen, note, tall). ``flow``: a flowchart as SVG.
    Texts a kind can do without may be absent or ""; their lines are left out whole. A character without a glyph is
    printed as its code number with a note. Raises PaperRefused.
    """
    form = KINDS.get(kind)
    if form is None:
        raise PaperRefused(f"没有“{kind}”这种文书。可用的有：{'、'.join(KINDS)}。")
    stated, unprinted = printable({name: _value(form, name, values) for name in _LABELS})
    data = {
        **stated,
        **{name: _day(form, name, stated[name]) for name in _DATES},
        "name": form.name,
        "dated": _day(form, form.dated, stated[form.dated]) if form.dated else "",
        "stamp": _stamp(stated[form.dated or "decided_on"]),
        "demo": _demo(form, values),
        "unprinted": unprinted,
        "qr": _qr(stated["verify_url"]),
        "guide_qr": _qr(stated["guide_url"]),
    }
    compiler, lock = _compiler()
    inputs = {"values": json.dumps(data, ensure_ascii=False)}
    with lock:
        return cast(
            "bytes", compiler.compile(str(_LAYOUTS / f"{form.layout or kind}.typ"), format="pdf", sys_inputs=inputs)
        )


def _value(form: _Kind, name: str, values: Mapping[str, Any]) -> Any:
    empty: Any = [] if name in _LISTS else ""
    value = values.get(name, empty)
    if not isinstance(value, type(empty)):
        raise PaperRefused(f"《{form.name}》的“{_LABELS[name]}”（{name}）格式不对。请改正这一项后重新生成。")
    if not value and name in (*form.needs, form.dated):
        raise PaperRefused(f"《{form.name}》缺少“{_LABELS[name]}”（{name}）。请补填这一项后重新生成。")
    return value


def _demo(form: _Kind, values: Mapping[str, Any]) -> bool:
    """Returns the mark of demonstration, which no one may forget to state."""
    demo = values.get("demo")
    if not isinstance(demo, bool):
        raise PaperRefused(f"《{form.name}》没有说明是否为演示数据（demo）。请补填这一项后重新生成。")
    return demo


def _day(form: _Kind, name: str, text: str) -> str:
    """Returns a day in Arabic figures without leading zeros (GB/T 9704-2012 7.3.5.4)."""
    if not text:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        reason = f"《{form.name}》的“{_LABELS[name]}”（{name}）“{text}”不是日期。请写成 2026-11-23 的样子。"
        raise PaperRefused(reason) from error
    return f"{day.year}年{day.month}月{day.day}日"


def _stamp(text: str) -> list[int]:
    """Returns year, month, day for the PDF's own date: from the values, so that the clock leaves no trace."""
    return [int(part) for part in re.findall(r"\d+", text)]


def _qr(url: str) -> str:
    """Returns a QR code as SVG, "" for no address."""
    return str(segno.make(url, error="m").svg_inline(border=0)) if url else ""


@cache
def _compiler() -> tuple[typst.Compiler, Lock]:
    """Returns the one compiler, its fonts loaded, and its lock; the system's fonts stay out, bytes must not vary."""
    compiler = typst.Compiler(root=str(_LAYOUTS), font_paths=[str(_FONTS)], ignore_system_fonts=True)
    return compiler, Lock()
