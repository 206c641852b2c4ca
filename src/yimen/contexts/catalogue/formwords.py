"""Says where a form is wrong in the words of those who fill it in: which material or question, which column of it."""

import re
from collections.abc import Mapping
from typing import Any

from yimen.kernel.forms import FormError

MATERIAL = {
    "code": "材料代码",
    "name": "材料名称",
    "required": "必须提交",
    "originals": "原件份数",
    "copies": "复印件份数",
    "tolerable": "可容缺受理",
    "basis": "依据",
    "source": "来源",
    "sample": "填写和样式要求",
    "formats": "文件格式",
    "max_bytes": "最大字节数",
    "when": "什么情况提交",
}
FIELD = {
    "code": "填写项代码",
    "label": "填写项名称",
    "type": "填写类型",
    "required": "必填",
    "hint": "提示",
    "choices": "选项",
    "max_length": "最多字数",
    "minimum": "最小值",
    "maximum": "最大值",
    "pattern_name": "格式",
    "source": "来源",
    "personal": "个人信息",
    "when": "什么情况填写",
    "required_when": "什么情况必填",
}
_PLACE = re.compile(r"(?:materials\[(\d+)\]|sections\[(\d+)\](?:\.fields\[(\d+)\])?)\.?(.*)")
_NAMED = re.compile("“([A-Za-z][A-Za-z0-9_.-]{0,63})”")


def form_in_words(error: FormError, data: Any) -> str:
    """Returns what is wrong with a form, codes of questions followed by what they ask; ``data``: the form as given."""
    labels = _labels(data)
    reason = _NAMED.sub(
        lambda found: f"{found[0]}（{labels[found[1]]}）" if found[1] in labels else found[0], error.reason
    )
    place = _place(error.path)
    return f"{place}：{reason}" if place else reason


def _place(path: str) -> str:
    found = _PLACE.fullmatch(path)
    if not found:
        return {"code": "“申请表代码”", "title": "“申请表名称”"}.get(path, "")
    material, section, question, rest = found.groups()
    names = MATERIAL if material else FIELD
    column = next((names[key] for key in re.split(r"[.\[\]]+", rest) if key in names), "")
    of = f"的“{column}”" if column else ""
    if material:
        return f"第 {int(material) + 1} 份材料{of}"
    group = f"第 {int(section) + 1} 组"
    return f"{group}第 {int(question) + 1} 项{of}" if question else group


def _labels(data: Any) -> dict[str, str]:
    """Returns what each question of a form asks, by its code, as far as it can be read."""
    found: dict[str, str] = {}
    sections = data.get("sections") if isinstance(data, Mapping) else None
    for section in sections if isinstance(sections, list) else ():
        fields = section.get("fields") if isinstance(section, Mapping) else None
        for each in fields if isinstance(fields, list) else ():
            element = each.get("element") if isinstance(each, Mapping) else None
            if isinstance(element, Mapping) and element.get("label"):
                found[str(element.get("code"))] = str(element["label"])[:40]
    return found
