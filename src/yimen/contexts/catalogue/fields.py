"""Reads the fields of an item from plain data, one by one: every fault is named by its field."""

from collections.abc import Mapping
from typing import Any

ELEMENT_TYPES = {  # how officials call the types of questions, on the pages and in spreadsheets
    "text": "单行文字",
    "paragraph": "多行文字",
    "integer": "整数",
    "decimal": "小数",
    "date": "日期",
    "choice": "单选",
    "choices": "多选",
    "yes_no": "是或否",
    "citizen_id": "身份证号码",
    "uscc": "统一社会信用代码",
    "phone": "电话",
    "region": "区划",
}
SOURCES = {"asked": "申请人提交", "register": "登记信息", "licence": "电子证照"}  # of answers and of materials
LIMIT_UNITS = {"wd": "工作日", "cd": "自然日", "mo": "月", "yr": "年"}
LABELS = {
    "code": "实施编码",
    "name": "事项名称",
    "type": "事项类型",
    "kind": "事项种类",
    "region": "区划",
    "unit": "实施机关",
    "centre": "受理窗口",
    "procedure_key": "办理流程",
    "promised": "承诺时限",
    "statutory": "法定时限",
    "audience": "服务对象",
    "themes": "主题",
    "life_events": "日常说法",
    "events": "适用的人生事件",  # “人生事件” was the heading of life_events: old workbooks have it
    "basis": "设定依据",
    "conditions": "办理条件",
    "fees": "收费",
    "address": "办理地点",
    "hours": "办理时间",
    "point": "地图坐标",
    "online": "网上可办理程度",
    "faq": "常见问题",
    "form": "申请表",
    "materials": "申请材料",
    "result": "办理结果",
    "instant": "当场办结",
    "silence": "超时默认",
    "renews": "有效期届满日所在的填写项",
    "disclosure": "结果公开属性",
    "disclosure_ground": "不主动公开的依据",
    "prerequisites": "前置事项",
    "joint": "协办部门",
    "variants": "业务办理项",
    "handling": "办件类型",
    "body_kind": "实施主体性质",
    "power_source": "权力来源",
    "section": "承办科室",
    "exercise": "行使内容",
    "division": "权限划分",
    "window_authority": "窗口权限",
    "quota": "数量限制",
    "standards": "审查标准",
    "subjects": "服务对象类型",
    "promise_note": "承诺时限说明",
    "special": "特别程序",
    "visits": "到办事现场次数",
    "visits_reason": "必须到现场的原因",
    "consult_phone": "咨询电话",
    "complaint_phone": "监督投诉电话",
    "result_kind": "办理结果类型",
    "result_sample": "办理结果样本",
    "depth": "网上办理深度",
    "area": "通办范围",
    "by_post": "物流快递",
    "booking": "预约办理",
    "online_payment": "网上支付",
    "in_centre": "进驻政务大厅",
    "intermediary": "中介服务",
    "discipline": "工作纪律",
    "delegable": "可下放乡镇街道",
    "duties": "责任事项",
    "supervision": "监督措施",
    "accountability": "追责情形",
    "samples": "样表和空白表格",
    "related": "相关法律法规",
    "policies": "政策文件",
    "notices": "通知公告",
    "examination": "审查细则",
    "channels": "监督举报方式",
    "demo": "演示值",
}
KEYS = {label: key for key, label in LABELS.items()}
_WORDS = {str: "文字", int: "整数", list: "列表", dict: "对象", bool: "“是”或“否”（true 或 false）"}
_PARTS = {
    "law": "法律",
    "article": "条款",
    "text": "条文内容",
    "name": "收费项目",
    "standard": "收费标准",
    "basis": "收费依据",
    "question": "问",
    "answer": "答",
}


class Fault(ValueError):
    """One field of an item is wrong: its Chinese name and what to do; ``row`` and ``column``: where in its rows.

    ``row`` counts from 1, 0 where no row is to blame; ``column`` is a name in data, "" for the whole row.
    """

    def __init__(self, field: str, reason: str, *, row: int = 0, column: str = "") -> None:
        super().__init__(f"“{field}”{reason}")
        self.field = field
        self.reason = reason
        self.row = row
        self.column = column


class Fields:
    """Takes each field of the data once; what is left over is refused."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        if not isinstance(data, Mapping):
            raise Fault("事项", "应是一个对象（名称和值）。")
        self._left = dict(data)

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        """Returns the value of a key of a kind; raises Fault where it is missing or of another."""
        value = self._left.pop(key, default)
        if value is None:
            raise Fault(LABELS[key], "没有填写。请补上这一项。")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Fault(LABELS[key], f"应是{_WORDS[kind]}。请改正。")
        return value

    def text(self, key: str, default: str | None = None, most: int = 200) -> str:
        """Returns a line of text; without default it must be there."""
        value: str = self.take(key, str, default).strip()
        if not value and default is None:
            raise Fault(LABELS[key], "没有填写。请补上这一项。")
        if len(value) > most or not value.isprintable():
            raise Fault(LABELS[key], f"最多 {most} 个字，不含控制字符，现在是 {len(value)} 个字。请改正。")
        return value

    def texts(self, key: str, *, needed: bool = False, most: int = 500) -> tuple[str, ...]:
        """Returns lines of text."""
        values = self.take(key, list, None if needed else [])
        whole = all(isinstance(value, str) and value.strip() and len(value) <= most for value in values)
        if not whole or (needed and not values):
            raise Fault(LABELS[key], f"应至少有一条，每条都是不为空、不超过 {most} 个字的文字。请改正。")
        return tuple(value.strip() for value in values)

    def rows(self, key: str, columns: tuple[str, ...], *, needed: bool = False) -> list[dict[str, str]]:
        """Returns rows of texts."""
        rows: list[dict[str, str]] = self.take(key, list, None if needed else [])
        whole = all(
            isinstance(row, dict) and set(row) == set(columns) and all(isinstance(v, str) for v in row.values())
            for row in rows
        )
        if not whole or (needed and not rows):
            raise Fault(
                LABELS[key], f"应至少有一条，每条写明{'、'.join(_PARTS.get(one, one) for one in columns)}。请补上。"
            )
        return rows

    def one_of(self, key: str, values: tuple[str, ...], default: str | None = None) -> str:
        """Returns one of some texts; a default that is none of them means that it may be left open."""
        value = self.text(key, default)
        if value not in values and value != default:
            raise Fault(LABELS[key], f"没有“{value[:20]}”这一种。请改为其中之一：{'、'.join(values)}。")
        return value

    def some_of(self, key: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """Returns some of a list of texts, in the list's order."""
        given = self.texts(key)
        for value in given:
            if value not in values:
                raise Fault(LABELS[key], f"没有“{value[:20]}”这一种。请从中选择：{'、'.join(values)}。")
        return tuple(value for value in values if value in given)

    def count(self, key: str, most: int) -> int | None:
        """Returns a number from 0 on, None where it is left open."""
        if self._left.get(key) is None:
            self._left.pop(key, None)
            return None
        value: int = self.take(key, int)
        if not 0 <= value <= most:
            raise Fault(LABELS[key], f"应是 0 至 {most} 的整数。请改正。")
        return value

    def left(self) -> Fault | None:
        """Returns what is wrong where something is left over."""
        if not self._left:
            return None
        return Fault("、".join(str(key)[:30] for key in list(self._left)[:5]), "是不认识的项。请删去或改正名称。")
