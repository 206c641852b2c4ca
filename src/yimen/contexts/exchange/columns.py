"""The layout in which items stand in spreadsheets and packages: the sheets, their columns, and what a cell may hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from yimen.contexts.catalogue.api import (
    ELEMENT_TYPES,
    LABELS,
    LIMIT_UNITS,
    SAMPLE_KINDS,
    SOURCES,
    Asked,
    asked,
    joint_said,
    when_said,
)
from yimen.contexts.catalogue.api import Column as ItemColumn
from yimen.contexts.catalogue.api import columns as item_columns
from yimen.kernel.codes import KINDS

KEY = "实施编码"
MAIN = "事项"
YES, NO = "是", "否"
LATE = frozenset(
    {"when", "joint", "question", "beside", "coded", "coded_lines"}
)  # kinds of cells that only the whole item explains
PATTERNS = {"digits": "数字", "email": "电子邮箱", "postcode": "邮政编码", "vehicle_plate": "车牌号"}
PATTERNS |= {key: kind.title_zh for key, kind in KINDS.items()}
_SIZES = (("MB", 1024**2), ("KB", 1024), ("字节", 1))
_SIZE = re.compile(r"([0-9]{1,10}) ?(MB|KB|字节)?", re.IGNORECASE)
_WHEN = "如 “申请人类型”是“法人”；总是的不填"
_MARKED = {key: label for key, label in LABELS.items() if key != "demo"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its name in data, its title, what a cell holds, and what to write there.

    ``kind``: text, number, yes_no, lines (one a line), named (a word for a key of ``names``), choices (value=label, one
    a line), size (of a file), bound (a number, a day, 今天), marked (names of an item's fields, one a line); of LATE:
    when, joint (conditions, ``saying``), question (by its label), beside (the name that the code in ``of`` stands for),
    coded (a name with its code in brackets, or either), coded_lines (several of these, one a line).
    """

    key: str
    title: str
    kind: str = "text"
    note: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    width: int = 18
    needed: bool = False
    of: str = ""

    @property
    def offered(self) -> tuple[str, ...]:
        """Returns the values that a cell offers to choose from."""
        return (YES, NO) if self.kind == "yes_no" else self.choices or tuple(self.names.values())


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of rows that belong to items: its name in data, its title, its columns after the item's code."""

    key: str
    title: str
    columns: tuple[Column, ...]


_REFERENCE = (
    Column("title", "名称", note="不带书名号", width=40, needed=True),
    Column("number", "文号", note="没有文号的不填", width=24),
    Column("day", "日期", note="如 2026-02-25"),
    Column("url", "网址", note="以 http:// 或 https:// 开头", width=40),
)
PARTS = (
    Part("basis", "设定依据", (
        Column("law", "法律法规", note="不带书名号", needed=True),
        Column("article", "条款", note="如 第四十二条", needed=True),
        Column("text", "条文内容", note="照抄条文", width=60, needed=True),
    )),
    Part("fees", "收费", (
        Column("name", "收费项目", note="如 证照工本费", needed=True),
        Column("standard", "收费标准", note="如 每证 10 元", width=40, needed=True),
        Column("basis", "收费依据", note="准许收费的文件和文号", width=40, needed=True),
    )),
    Part("faq", "常见问题", (
        Column("question", "问", note="办事人常问的一句话", width=40, needed=True),
        Column("answer", "答", note="直接回答", width=60, needed=True),
    )),
    Part("joint", "协办部门", (
        Column("unit", "部门信用代码", note="18 位；写了部门名称的可以不填"),
        Column("unit_name", "部门名称", "beside", "与部门信用代码写一样就行；都写的要相符", width=30, of="unit"),
        Column("duty", "审查内容", note="这个部门审查什么", width=40, needed=True),
        Column("when", "什么情况参加", "joint", "如 “占用面积”大于 100，并且“设施”是“管线”；总是参加的不填", width=40),
    )),
    Part("variants", "业务办理项", (
        Column("number", "编号", note="两位，01 至 99；编码是实施编码加这两位", needed=True),
        Column("name", "办理项名称", note="如 新办、变更、延续、注销", width=30, needed=True),
        Column("situation", "适用情形", note="什么情况办这一项", width=40, needed=True),
        Column("promised", "承诺时限", "number", "工作日；与事项相同的不填"),
        Column("materials", "材料代码", "lines", "要交的材料，一行一个；与事项相同的不填", width=30),
        Column("fees", "收费项目", "lines", "收哪几项，一行一个；都不收的写 不收费；与事项相同的不填", width=30),
    )),
    Part("materials", "申请材料", (
        Column("code", "材料代码", note="已有的不要改；新的可以不填，由系统编"),
        Column("name", "材料名称", note="与法律、文件里的名称一致", width=40, needed=True),
        Column("required", "必须提交", "yes_no", "不填为是"),
        Column("originals", "原件份数", "number", "和复印件都不填的为 1，只填复印件的为 0"),
        Column("copies", "复印件份数", "number", "不填为 0"),
        Column("tolerable", "可容缺受理", "yes_no", "不填为否"),
        Column("basis", "依据", note="要求交这份材料的条款", width=40),
        Column("source", "来源", "named", "不填为申请人提交", SOURCES),
        Column("sample", "填写和样式要求", note="怎样准备，如 加盖公章", width=40),
        Column("formats", "文件格式", "lines", "如 pdf，一行一种"),
        Column("max_bytes", "最大字节数", "size", "如 10 MB、300 KB；不填为 10 MB"),
        Column("when", "什么情况提交", "when", _WHEN, width=40),
    )),
    Part("samples", "样表和空白表格", (
        Column("material", "材料代码", note="与“申请材料”表相同；写了材料名称的可以不填"),
        Column("material_name", "材料名称", "beside", "与“申请材料”表相同；两列都写的要相符", width=40, of="material"),
        Column("kind", "种类", note="从列表选择", choices=SAMPLE_KINDS, needed=True),
        Column("name", "文件名", note="与上传的文件相同", width=30, needed=True),
        Column("sha256", "SHA-256", note="文件在编辑页上传后由系统给出", width=70, needed=True),
    )),
    Part("related", "相关法律法规", _REFERENCE),
    Part("policies", "政策文件", _REFERENCE),
    Part("notices", "通知公告", _REFERENCE),
    Part("channels", "监督举报方式", (
        Column("way", "方式", note="如 举报电话、来信", needed=True),
        Column("contact", "号码或地址", note="如 12345、某路 1 号", width=40, needed=True),
    )),
    Part("fields", "申请表", (
        Column("section", "分组", note="同一组的连着写；不分组的不填"),
        Column("code", "填写项代码", note="已有的不要改；新的可以不填，由系统编"),
        Column("label", "填写项名称", note="办事人看到的名称", width=30, needed=True),
        Column("type", "填写类型", "named", "从列表选择", names=ELEMENT_TYPES, needed=True),
        Column("required", "必填", "yes_no", "不填为是"),
        Column("hint", "提示", note="填写时显示的一句话", width=30),
        Column("choices", "选项", "choices", "一行一个；名称与值不同的写 值=名称", width=30),
        Column("max_length", "最多字数", "number", "只用于文字"),
        Column("minimum", "最小值", "bound", "数字，或日期如 2026-02-25、今天"),
        Column("maximum", "最大值", "bound", "数字，或日期如 2026-02-25、今天"),
        Column("pattern_name", "格式", "named", "从列表选择；没有规定格式的不填", PATTERNS),
        Column("source", "来源", "named", "不填为申请人提交", SOURCES),
        Column("personal", "个人信息", "yes_no", "不填为否"),
        Column("when", "什么情况填写", "when", _WHEN, width=40),
        Column("required_when", "什么情况必填", "when", "写法与前一列相同；总是必填的不填", width=40),
    )),
)  # fmt: skip
_SPREAD = {
    "statutory": (
        Column("statutory.days", "法定时限", "number", "数字，不得长于所引条款的规定", needed=True),
        Column("statutory.unit", "法定时限单位", "named", "从列表选择", names=LIMIT_UNITS, needed=True),
        Column("statutory.law", "法定时限的法律", note="不带书名号", needed=True),
        Column("statutory.article", "法定时限的条款", note="如 第四十二条", needed=True),
        Column("statutory.rule", "法定期限编号", "coded", "“法定时限”页里的名称（编号），写一样就行"),
    ),
    "form": (
        Column("form.code", "申请表代码", note="已有的不要改；新的可以不填，由系统编"),
        Column("form.title", "申请表名称", note="如 路政许可申请表", needed=True, width=30),
    ),
}


@cache
def main_columns() -> tuple[Column, ...]:
    """Returns the columns of the sheet of items, one row an item."""
    found: list[Column] = []
    for each in item_columns():
        if each.kind == "parts":
            found += _SPREAD.get(each.key, ())
        else:
            found += _main(each)
    return tuple(found)


_NAMED = {  # fields whose codes have their names beside them
    "unit": "实施机关名称", "centre": "受理窗口名称", "region": "区划名称", "procedure_key": "办理流程名称",
}  # fmt: skip
_SAID = {
    "demo": ("演示数据", "marked", "没有来源、只供演示的：全部都是写“是”；只有几项是，一行写一项的名称，如 承诺时限"),
    "prerequisites": ("", "coded_lines", "先要办好的事项，一行一个：名称（基本编码），写一样就行"),
    "silence": ("", "coded_lines", "超时视为同意的法定期限，一行一个：名称（编号），写一样就行；没有的不填"),
    "renews": ("", "question", "延续类事项：问有效期届满日的那一项，写它在申请表上的名称"),
    "unit": ("", "", "实施机关的统一社会信用代码，18 位；写了名称的可以不填"),
    "centre": ("", "", "受理窗口所在单位的统一社会信用代码，18 位；写了名称的可以不填"),
    "procedure_key": ("", "", "已发布流程的编号；写了名称的可以不填"),
}  # what a sheet asks otherwise than data do: title, kind, note


def _main(each: ItemColumn) -> list[Column]:
    wide = 40 if each.kind == "lines" else 34 if each.key in {"code", "name", "address", "hours"} else 18
    title, kind, note = _SAID.get(each.key, ("", "", ""))
    column = Column(
        each.key, title or each.label, kind or each.kind, note or each.words, choices=each.choices, width=wide
    )
    if each.key not in _NAMED:
        return [column]
    free = "区划代码的名称，只供核对" if each.key == "region" else "与前一列写一样就行；两列都写的要相符"
    return [column, Column(f"{each.key}_name", _NAMED[each.key], "beside", free, width=30, of=each.key)]


def shown(column: Column, value: Any) -> str | int | None:
    """Returns a value as it stands in a cell; None for an empty one."""
    if not value and (value is None or isinstance(value, str | list | tuple)):
        return None
    show = _SHOWING.get(column.kind)
    if show:
        return show(value)
    return str(column.names.get(value, value) if column.names else value)


def _choice(each: Any) -> str:
    if isinstance(each, str):
        return each
    value = str(each["value"])
    label = str(each.get("label", value))
    return value if value == label else f"{value}={label}"


def _size(value: int) -> str:
    word, unit = next(each for each in _SIZES if value % each[1] == 0)
    return f"{value // unit} {word}"


_TODAY = "今天"
_SHOWING: Mapping[str, Callable[[Any], str | int]] = {
    "yes_no": lambda value: YES if value else NO,
    "number": int,
    "lines": lambda value: "\n".join(str(each) for each in value),
    "coded_lines": lambda value: "\n".join(str(each) for each in value),
    "choices": lambda value: "\n".join(_choice(each) for each in value),
    "size": lambda value: _size(int(value)),
    "bound": lambda value: _TODAY if value == "today" else str(value),
    "marked": lambda value: YES if set(value) == set(_MARKED) else "\n".join(_MARKED.get(key, key) for key in value),
}


def row_of(columns: Sequence[Column]) -> Callable[[Mapping[str, Any]], list[str | int | None]]:
    """Returns what makes the cells of a row out of data. It walks what the data say, not all that they might."""
    plain: dict[str, tuple[int, Column]] = {}
    inner: dict[str, dict[str, tuple[int, Column]]] = {}
    for place, column in enumerate(columns):
        over, _, last = column.key.rpartition(".")
        (inner.setdefault(over, {}) if over else plain)[last] = (place, column)
    width = len(columns)

    def made(data: Mapping[str, Any]) -> list[str | int | None]:
        cells: list[str | int | None] = [None] * width
        for key, value in data.items():
            if key in plain:
                place, column = plain[key]
                cells[place] = shown(column, value)
            elif key in inner and isinstance(value, dict):
                for last in inner[key].keys() & value.keys():
                    place, column = inner[key][last]
                    cells[place] = shown(column, value[last])
        return cells

    return made


def meaning(column: Column) -> Callable[[str], Any]:
    """Returns what reads the cells of a column; it raises ValueError with what to write instead."""
    if column.kind in _MEANING:
        return _MEANING[column.kind]
    return partial(_named, _keys(column), column) if column.names else str


def _yes_no(text: str) -> bool:
    if text not in {YES, NO}:
        raise ValueError("应写“是”或“否”。请改正。")
    return text == YES


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise ValueError("应只填数字。请改正。")
    return int(text)


def _all_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read_choice(line: str) -> str | dict[str, str]:
    value, sign, label = line.partition("=")
    return {"value": value.strip(), "label": label.strip()} if sign else line


def _read_size(text: str) -> int:
    found = _SIZE.fullmatch(text)
    if not found:
        raise ValueError("应写成 10 MB、300 KB 或 5000 字节 的样子。请改正。")
    return int(found[1]) * dict(_SIZES)[(found[2] or "字节").upper()]


def _read_marked(text: str) -> list[str]:
    if text in {YES, NO}:
        return list(_MARKED) if text == YES else []
    keys = {label: key for key, label in _MARKED.items()}
    wrong = [line for line in _all_lines(text) if line not in keys]
    if wrong:
        raise ValueError(f"没有名称为“{wrong[0][:20]}”的项。请写“是”“否”，或者写项的名称，如 承诺时限，一行一个。")
    return [keys[line] for line in _all_lines(text)]


def _keys(column: Column) -> dict[str, str]:
    return {name: key for key, name in column.names.items()} | {key: key for key in column.names}


def _named(keys: Mapping[str, str], column: Column, text: str) -> str:
    if text not in keys:
        raise ValueError(f"没有“{text[:20]}”这一种。请改为其中之一：{'、'.join(column.names.values())}。")
    return keys[text]


_MEANING: Mapping[str, Callable[[str], Any]] = {
    "yes_no": _yes_no,
    "number": _count,
    "lines": _all_lines,
    "choices": lambda text: [_read_choice(line) for line in _all_lines(text)],
    "size": _read_size,
    "bound": lambda text: "today" if text == _TODAY else text,
    "marked": _read_marked,
}


def pick(data: Mapping[str, Any], key: str) -> Any:
    """Returns a value by its name, whose dots lead into parts."""
    found: Any = data
    for name in key.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def put(data: dict[str, Any], key: str, value: Any) -> None:
    """Sets a value by its name, whose dots lead into parts."""
    *over, last = key.split(".")
    for name in over:
        data = data.setdefault(name, {})
    data[last] = value


def main_row(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns an item's own values as its row says them: the question that asks when a licence expires by its label."""
    return {**item, "renews": asked(item).name(item["renews"])} if item.get("renews") else item


def part_rows(item: Mapping[str, Any]) -> dict[str, Sequence[Mapping[str, Any]]]:
    """Returns the rows of an item's parts by their names."""
    return {part.key: rows_of(item, part.key) for part in PARTS}


def rows_of(item: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """Returns the rows of one part of an item, conditions as lines, materials by name beside their codes."""
    form = item.get("form") or {}
    if key == "materials":
        # Left out it is one original, but a sheet reads none where copies are given: so it is said there.
        rows = [{"originals": 1, **each} if each.get("copies") else each for each in form.get("materials", ())]
        return _said(rows, ("when",), _when, asked(item))
    if key == "fields":
        rows = [
            {**each, **each.get("element", {}), "section": section.get("title", "")}
            for section in form.get("sections", ())
            for each in section.get("fields", ())
        ]
        return _said(rows, ("when", "required_when"), _when, asked(item))
    rows = item.get(key) or []
    if key == "joint":
        return _said(rows, ("when",), _joint, asked(item))
    if key == "samples":
        named = {each.get("code"): each.get("name") for each in form.get("materials", ())}
        return [{**each, "material_name": named.get(each.get("material"))} for each in rows]
    return rows


def _when(when: Any, questions: Asked) -> str:
    return when_said(when=when, asked=questions)


def _joint(text: str, questions: Asked) -> str:
    return joint_said(text=text, asked=questions)


def _said(
    rows: Sequence[Mapping[str, Any]], keys: Sequence[str], say: Callable[[Any, Asked], str], questions: Asked
) -> Sequence[Mapping[str, Any]]:
    """Returns rows with their conditions as lines."""
    return [_with(row, keys, say, questions) if any(key in row for key in keys) else row for row in rows]


def _with(
    row: Mapping[str, Any], keys: Sequence[str], say: Callable[[Any, Asked], str], questions: Asked
) -> Mapping[str, Any]:
    return {**row, **{key: say(row[key], questions) for key in keys if key in row}}
