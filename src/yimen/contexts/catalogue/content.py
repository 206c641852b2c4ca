"""What an item says, read strictly from plain data: every fault is named by its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yimen.kernel.clock import ClockError, Limit, Unit
from yimen.kernel.codes import ITEM_TYPES, CodeError, parse_item
from yimen.kernel.forms import Form, FormError, form_from_data

from .joining import PROMISED, Partner, handling_of, read_partners

AUDIENCES = ("自然人", "法人")
MOST_WORD = 40  # characters of a theme or an event: the width of the index
DISCLOSURES = ("主动公开", "依申请公开", "内部公开", "不公开")  # of an item's results
ONLINE = ("网上咨询", "网上申请", "全程网办")
CODE_LENGTH = 12  # of a base code (GB/T 39554.1)
STEPS = "step"  # among the silences: steps may lapse too


class Fault(ValueError):
    """One field of an item is wrong: its Chinese name and what to do."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"“{field}”{reason}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis: law without 《》, article, and what it says."""

    law: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A charge: what for, how much, and the document that allows it."""

    name: str
    standard: str
    basis: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question people ask, answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an item says, as written and as read; ``centre`` is the USCC of the window, ``promised`` in working days.

    ``silence``: the limits whose running out takes the effect its article gives, by their ids, and ``step`` where steps
    may lapse (超时默认). ``renews``: the question that asks when the licence expires, where the item renews one.
    ``prerequisites``: the base codes of the items whose results one must have before asking for this one (前置事项).
    ``joint``: the units that take part beside the one in charge; ``handling``: the class of its cases (办件类型).
    """

    code: str
    name: str
    type: str
    region: str
    centre: str
    procedure_key: str
    promised: int
    statutory: Limit
    audience: tuple[str, ...]
    themes: tuple[str, ...]
    life_events: tuple[str, ...]
    basis: tuple[Basis, ...]
    conditions: tuple[str, ...]
    fees: tuple[Fee, ...]
    address: str
    hours: str
    online: str
    faq: tuple[Question, ...]
    form: Form
    result: str
    instant: bool
    silence: tuple[str, ...]
    renews: str
    disclosure: str
    disclosure_ground: str
    demo: frozenset[str]
    prerequisites: tuple[str, ...] = ()
    joint: tuple[Partner, ...] = ()
    handling: str = PROMISED


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Stated):
    """An item as published; ``unit`` is its body's USCC."""

    unit: str

    @property
    def base_code(self) -> str:
        """Returns the code that the same item carries everywhere."""
        return self.code[19:]


class _Fields:
    """Takes each field of the data once; what is left over is refused."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        if not isinstance(data, Mapping):
            raise Fault("事项", "应是一个对象（名称和值）。")
        self._left = dict(data)

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        value = self._left.pop(key, default)
        words = {str: "文字", int: "整数", list: "列表", dict: "对象", bool: "true 或 false"}
        if value is None:
            raise Fault(LABELS[key], "没有填写。请补上这一项。")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Fault(LABELS[key], f"应是{words[kind]}。请改正。")
        return value

    def text(self, key: str, default: str | None = None, most: int = 200) -> str:
        value: str = self.take(key, str, default).strip()
        if not value and default is None:
            raise Fault(LABELS[key], "没有填写。请补上这一项。")
        if len(value) > most or not value.isprintable():
            raise Fault(LABELS[key], f"最多 {most} 个字，不含控制字符，现在是 {len(value)} 个字。请改正。")
        return value

    def texts(self, key: str, *, needed: bool = False, most: int = 500) -> tuple[str, ...]:
        values = self.take(key, list, None if needed else [])
        whole = all(isinstance(value, str) and value.strip() and len(value) <= most for value in values)
        if not whole or (needed and not values):
            raise Fault(LABELS[key], f"应至少有一条，每条都是不为空、不超过 {most} 个字的文字。请改正。")
        return tuple(value.strip() for value in values)

    def rows(self, key: str, columns: tuple[str, ...], *, needed: bool = False) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = self.take(key, list, None if needed else [])
        whole = all(
            isinstance(row, dict) and set(row) == set(columns) and all(isinstance(v, str) for v in row.values())
            for row in rows
        )
        if not whole or (needed and not rows):
            raise Fault(LABELS[key], f"应至少有一条，每条写明 {'、'.join(columns)}。请补上。")
        return rows

    def one_of(self, key: str, values: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in values:
            raise Fault(LABELS[key], f"没有“{value[:20]}”这一种。请改为其中之一：{'、'.join(values)}。")
        return value

    def done(self) -> None:
        if self._left:
            raise Fault("、".join(str(key)[:30] for key in list(self._left)[:5]), "是不认识的项。请删去或改正名称。")


LABELS = {
    "code": "实施编码",
    "name": "事项名称",
    "type": "事项类型",
    "region": "区划",
    "unit": "实施机关",
    "centre": "受理窗口",
    "procedure_key": "办理流程",
    "promised": "承诺时限",
    "statutory": "法定时限",
    "audience": "服务对象",
    "themes": "主题",
    "life_events": "人生事件",
    "basis": "设定依据",
    "conditions": "办理条件",
    "fees": "收费",
    "address": "办理地点",
    "hours": "办理时间",
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
    "handling": "办件类型",
    "demo": "演示值",
}


def read_content(data: Mapping[str, Any]) -> Content:
    """Returns an item from plain data (names of Content; nested names of its parts); raises Fault for the first fault.

    Name, conditions, materials, process and limits are mandatory; a promise is never longer than the law allows.
    """
    fields = _Fields(data)
    form, unit = _form(fields.take("form", dict)), fields.text("unit")
    instant = fields.take("instant", bool, default=False)
    joint = _partners(fields.take("joint", list, []), form, unit)
    content = Content(
        code=_code(fields.text("code")),
        name=fields.text("name", most=120),
        type=fields.text("type", most=20),
        region=fields.text("region"),
        unit=unit,
        centre=fields.text("centre"),
        procedure_key=fields.text("procedure_key", most=64),
        promised=fields.take("promised", int),
        statutory=statutory_of(fields.take("statutory", dict)),
        audience=fields.texts("audience", needed=True),
        themes=fields.texts("themes", needed=True, most=MOST_WORD),
        life_events=fields.texts("life_events", most=MOST_WORD),
        basis=tuple(Basis(**row) for row in fields.rows("basis", ("law", "article", "text"), needed=True)),
        conditions=fields.texts("conditions", needed=True),
        fees=tuple(Fee(**row) for row in fields.rows("fees", ("name", "standard", "basis"))),
        address=fields.text("address", ""),
        hours=fields.text("hours", ""),
        online=fields.one_of("online", ONLINE),
        faq=tuple(Question(**row) for row in fields.rows("faq", ("question", "answer"))),
        form=form,
        result=fields.text("result"),
        instant=instant,
        prerequisites=fields.texts("prerequisites", most=CODE_LENGTH),
        joint=joint,
        handling=_handling(fields.text("handling", ""), instant=instant, joint=bool(joint)),
        silence=fields.texts("silence", most=40),
        renews=fields.text("renews", "", most=60),
        disclosure=fields.one_of("disclosure", DISCLOSURES, DISCLOSURES[0]),
        disclosure_ground=fields.text("disclosure_ground", ""),
        demo=frozenset(fields.texts("demo")),
    )
    fields.done()
    _check(content)
    return content


def _code(value: str) -> str:
    try:
        return parse_item(value).value
    except CodeError as error:
        raise Fault(LABELS["code"], f"不对：{error.reason}") from error


def statutory_of(data: dict[str, Any]) -> Limit:
    """Returns the statutory limit; Limit itself refuses what is no number of days."""
    try:
        days, unit, law, article = (data[key] for key in ("days", "unit", "law", "article"))
        known = {"days", "unit", "law", "article", "rule"}
        if (
            not set(data) <= known
            or not days
            or not all(isinstance(text, str) and text.strip() for text in (law, article))
        ):
            raise ValueError
        rule = str(data.get("rule", ""))
        return Limit(length=days, unit=Unit(unit), name_zh="法定时限", law=law, article=article, id=rule)
    except (KeyError, ValueError) as error:
        words = (
            "应写明 days（正整数）、unit（wd、cd、mo、yr 之一）、law 和 article，可以写明 rule（期限编号）。请改正。"
        )
        raise Fault(LABELS["statutory"], words) from error


def _form(data: dict[str, Any]) -> Form:
    try:
        return form_from_data(data)
    except FormError as error:
        raise Fault(LABELS["form"], f"有误：{error}") from error


def _partners(rows: list[Any], form: Form, unit: str) -> tuple[Partner, ...]:
    try:
        return read_partners(rows, form, unit)
    except ValueError as error:
        raise Fault(LABELS["joint"], str(error)) from error


def _handling(stated: str, *, instant: bool, joint: bool) -> str:
    try:
        return handling_of(stated, instant=instant, joint=joint)
    except ValueError as error:
        raise Fault(LABELS["handling"], str(error)) from error


def _check_prerequisites(content: Content) -> None:
    for code in content.prerequisites:
        if len(code) != CODE_LENGTH or not (code.isascii() and code.isalnum()):
            raise Fault(LABELS["prerequisites"], f"“{code}”不是 {CODE_LENGTH} 位的基本编码。请改正。")
    if len(set(content.prerequisites)) < len(content.prerequisites):
        raise Fault(LABELS["prerequisites"], "有重复的基本编码。请删去多余的。")


def _check(content: Content) -> None:
    base = parse_item(content.code).base
    if base.type in ITEM_TYPES and content.type != ITEM_TYPES[base.type]:
        raise Fault(LABELS["type"], f"与编码不一致：编码表示“{base.type_title}”。请核对类型或编码。")
    if not set(content.audience) <= set(AUDIENCES):
        raise Fault(LABELS["audience"], f"只能是{'、'.join(AUDIENCES)}。请改正。")
    _check_prerequisites(content)
    if not content.form.materials:
        raise Fault(LABELS["materials"], "没有填写。请至少列出一份材料。")
    if not content.form.fields:
        raise Fault(LABELS["form"], "没有要填写的项。请至少列出一项。")
    dates = {field.element.code for field in content.form.fields if field.element.type == "date"}
    if content.renews and content.renews not in dates:
        raise Fault(LABELS["renews"], f"“{content.renews}”不是申请表里填写日期的项。请改正。")
    if content.promised < 1:
        raise Fault(LABELS["promised"], "应是 1 个工作日以上；当场办结的写 1。请改正。")
    try:
        content.statutory.promised(content.promised)
    except ClockError as error:
        law = f"《{content.statutory.law}》{content.statutory.article}"
        raise Fault(LABELS["promised"], f"超过法定时限（{law}）：{error}") from error
    if content.instant and content.promised > 1:
        raise Fault(LABELS["promised"], "与当场办结不符。当场办结的事项请写 1。")
    if (content.disclosure == DISCLOSURES[0]) == bool(content.disclosure_ground):
        raise Fault(LABELS["disclosure_ground"], "公开为原则：不主动公开的须写明法律依据，主动公开的不写。请改正。")
    unknown = content.demo - set(LABELS)
    if unknown:
        raise Fault(LABELS["demo"], f"提到的“{'、'.join(sorted(unknown))}”不是事项的项。请改正。")
