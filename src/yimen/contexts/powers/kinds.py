"""The registers: what each entry says, field by field, and who keeps it. A new register is a row here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yimen.kernel.codes import POWER_TYPES, CodeError, parse_item, parse_uscc, personal_in

from .errors import PowerRefused
from .saying import together

LISTS = ("禁止", "限制")
SERVICE_RULES = "服务规则"
RULE_SORTS = ("裁量权具体办法", SERVICE_RULES, "执法责任制", "行政复议规定", "其他制度")
TOPICS = (
    "相对集中行政许可权改革", "非行政许可的登记管理", "年检制度改革", "规范中介机构的审批管理", "乡镇政务服务中心建设",
)  # fmt: skip
STAGES = ("调查研究", "制定方案", "试点", "推开", "完成")
ACTIVITIES = ("行政处罚", "行政收费", "行政强制")
LEVELS = {"2": "省级政府", "3": "市级政府", "4": "县级政府"}
_FROM_ITEM = "是政务服务事项的写实施编码：名称、类型、依据和流程从事项目录读取，不再填写。"
_OWN = "不是政务服务事项的职权须写明。"
_DRAWN = "公开的流程图由它生成，与实际运行的一致。"
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry. ``type``: text, lines (a list, one a line), choice, date, item, uscc, count, procedure.

    ``own``: required of a power that is no item, and of no other.
    """

    code: str
    label: str
    type: str = "text"
    required: bool = True
    most: int = 400
    hint: str = ""
    choices: tuple[str, ...] = ()
    rows: int = 30  # the most lines of a list
    own: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A register. ``by_unit``: the body's own desk keeps it; else the law office does.

    ``reviewed``: it is a list of powers (清单), whose every change is reviewed by 法制, 编办 and government
    before anyone reads it.
    """

    code: str
    name: str
    title: str  # what the name of an entry is called
    fields: tuple[Field, ...]
    by_unit: bool = False
    reviewed: bool = False


def _lines(code: str, label: str, hint: str, *, required: bool = True, most: int = 400, own: bool = False) -> Field:
    return Field(code, label, "lines", required and not own, most, f"一行一条。{hint}", own=own)


_KINDS = (
    Kind("power", "职权", "职权名称", (
        Field("item", "对应的政务服务事项", "item", required=False, hint=_FROM_ITEM),
        Field("type", "职权类型", "choice", required=False, choices=POWER_TYPES, own=True),
        _lines("basis", "法律依据", "写法律名称、条款。", own=True),
        Field("procedure", "运行流程", "procedure", required=False, most=64, hint=_DRAWN, own=True),
        _lines("supervision", "监督措施", "例如“决定7个工作日内公开”。"),
        _lines("duties", "责任事项", "行使这项职权应尽的责任。"),
        _lines("accountability", "追责情形", "什么情形要追究责任，依据哪一条。"),
    ), reviewed=True),
    Kind("negative", "负面清单", "不得为的事项", (
        Field("sort", "种类", "choice", choices=LISTS),
        Field("text", "具体内容", most=600),
        _lines("basis", "依据", "写法律或文件名称、条款。"),
    ), reviewed=True),
    Kind("rule", "制度文件", "文件名称", (
        Field("sort", "种类", "choice", choices=RULE_SORTS),
        Field("document", "文号", most=60, hint="例如“醴政发〔2026〕3号”。"),
        Field("text", "正文", "lines", most=1000, hint="写成一条一行。", rows=200),
    ), by_unit=True),
    Kind("service", "中介服务事项", "中介服务名称", (
        _lines("items", "需要它的政务服务事项", "写实施编码。"),
        _lines("basis", "设定依据", "没有依据的，不得要求办理。"),
        Field("result", "出具的成果", most=120, hint="例如“安全评价报告”。"),
        Field("charge", "收费", most=200, hint="政府定价的写标准和文件，市场调节的写明。"),
        Field("period", "时限", most=80),
    )),
    Kind("body", "中介机构", "机构名称", (
        Field("uscc", "统一社会信用代码", "uscc", most=18),
        _lines("services", "承接的中介服务", "写中介服务名称，与清单一致。"),
        Field("licence", "资质和证号", most=120),
        Field("licence_from", "资质自", "date"),
        Field("licence_to", "资质至", "date"),
        Field("address", "地址", most=120),
        Field("phone", "联系电话", most=30),
        Field("promise", "服务时限和收费承诺", required=False, most=200),
    ), by_unit=True),
    Kind("topic", "改革专题", "专题名称", (
        Field("topic", "专题", "choice", choices=TOPICS),
        Field("stage", "进展", "choice", choices=STAGES, hint="成熟一个，推出一个。"),
        _lines("research", "调查研究", "谁、什么时候、结论。", required=False),
        _lines("plan", "实施方案", "文件和主要措施。", required=False),
        _lines("rollout", "推行情况", "范围、时间、效果。", required=False),
    )),
    Kind("agency", "执法公示", "公示名称", (
        _lines("supervision", "执法监督", "监督机关、电话、方式。", required=False),
        _lines("rights", "当事人权利", "陈述申辩、听证、复议、诉讼等。", required=False),
        _lines("responsibility", "执法责任制", "有关规定。", required=False),
        _lines("review", "行政复议规定", "向谁、多长时间内。", required=False),
        _lines("team", "执法队伍建设", "人数、持证、培训；不写个人姓名。", required=False),
        _lines("governance", "依法治理情况", "", required=False),
    ), by_unit=True),
    Kind("outcome", "执法结果", "决定名称", (
        Field("activity", "执法活动", "choice", choices=ACTIVITIES[1:]),
        Field("document", "决定文号", most=60),
        Field("power", "依据的职权", most=120),
        Field("decided_on", "决定日期", "date"),
        Field("result", "结果", most=300, hint="不写当事人的姓名、证件号和住址。"),
    ), by_unit=True),
    Kind("gathering", "三集中", "填报名称", (
        Field("section", "审批股室", most=60, hint="审批职能、事项、人员集中到的内设机构，与“承办科室”写法一致。"),
        Field("at_centre", "成建制进驻政务服务中心", "choice", choices=("是", "否")),
        Field("functions", "审批职能共几项", "count", most=6, hint="按本部门“三定”规定数。"),
        Field("functions_in", "其中集中到审批股室几项", "count", most=6),
        Field("staff", "从事审批的人员共几人", "count", most=6),
        Field("staff_in", "其中在审批股室并进驻中心几人", "count", most=6, hint="只写人数，不写姓名。"),
    ), by_unit=True),
    Kind("approval", "裁量基准审定层级", "说明", (
        Field("level", "由哪一级政府审定", "choice", choices=tuple(LEVELS.values()), hint="适用于本单位所在地区。"),
    )),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}


def read_content(kind: Kind, name: str, data: Mapping[str, Any]) -> tuple[str, Content]:
    """Returns the name and what an entry says, in order; raises PowerRefused by field, with every other fault."""
    unknown = [str(key)[:20] for key in data if key not in {field.code for field in kind.fields}]
    if unknown:
        raise PowerRefused(f"{kind.name}没有这些项：{'、'.join(unknown[:5])}。请删去。")
    title, faults, content = name.strip(), list[PowerRefused](), Content()
    of_item = kind.code == "power" and bool(str(data.get("item", "")).strip())
    if not of_item and (not title or len(title) > 120 or not title.isprintable()):
        faults.append(PowerRefused(f"“{kind.title}”应写明，不超过 120 字。请改正。", "name"))
    for field in kind.fields:
        try:
            needed = field.required or (field.own and not of_item)
            content[field.code] = _read(field, data.get(field.code, ""), needed=needed)
        except PowerRefused as error:
            faults.append(error)
    reads: list[Callable[[], None]] = [lambda: check_nobody(title, "name", kind.title)]
    if of_item:
        reads.append(lambda: _check_item_only(title, content))
    if not faults:
        reads.append(lambda: _check_whole(kind, content))
    together(*map(_raising, faults), *reads)
    return title, {key: value for key, value in content.items() if value}


def _raising(fault: PowerRefused) -> Callable[[], None]:
    def read() -> None:
        raise fault

    return read


def _read(field: Field, value: Any, *, needed: bool) -> Any:
    if field.type == "lines":
        return _read_lines(field, value, needed=needed)
    if not isinstance(value, str) or len(value) > field.most or not value.strip().isprintable():
        raise PowerRefused(f"“{field.label}”应是不超过 {field.most} 字、不换行的文字。请改正。", field.code)
    text = value.strip()
    if not text:
        if needed:
            raise PowerRefused(f"“{field.label}”没有填写。{_OWN if field.own else '请补上。'}", field.code)
        return ""
    if field.type == "choice" and text not in field.choices:
        raise PowerRefused(f"“{field.label}”应为{'、'.join(field.choices)}之一。请选择。", field.code)
    _CHECKS.get(field.type, check_nobody)(text, field.code, field.label)
    return text


def _read_lines(field: Field, value: Any, *, needed: bool) -> list[str]:
    given = value.splitlines() if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(line, str) for line in given):
        raise PowerRefused(f"“{field.label}”应一行一条。请改正。", field.code)
    lines = [" ".join(line.split()) for line in given if line.strip()]
    if needed and not lines:
        raise PowerRefused(f"“{field.label}”没有填写。{_OWN if field.own else '请至少写一条。'}", field.code)
    if len(lines) > field.rows or any(len(line) > field.most or not line.isprintable() for line in lines):
        raise PowerRefused(f"“{field.label}”最多 {field.rows} 条，每条不超过 {field.most} 字。请改正。", field.code)
    for line in lines:
        check_nobody(line, field.code, field.label)
    return lines


def check_nobody(text: str, field: str, label: str) -> None:
    """Raises PowerRefused where a text that becomes public holds somebody's identity or mobile number."""
    found = personal_in(text, phones=field != "phone")
    if found:
        raise PowerRefused(f"“{label}”里有{found}，公开页面不能写个人信息。请删去。", field)


def _check_day(text: str, field: str, label: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PowerRefused(f"“{label}”应写成 2026-02-25 的样子。请改正。", field) from None


def _check_code(text: str, field: str, label: str) -> None:
    try:
        (parse_item if field == "item" else parse_uscc)(text)
    except CodeError as error:
        raise PowerRefused(f"“{label}”不对：{error.reason}", field) from error


def _check_count(text: str, field: str, label: str) -> None:
    if not (text.isascii() and text.isdigit()):
        raise PowerRefused(f"“{label}”应是 0 以上的整数。请改正。", field)


_CHECKS = {"date": _check_day, "item": _check_code, "uscc": _check_code, "count": _check_count}


def _check_item_only(name: str, content: Content) -> None:
    """Raises PowerRefused where what the catalogue says of an item is written down again."""
    copied = {"name": name, **{key: content.get(key) for key in ("type", "basis", "procedure")}}
    words = "写了对应的事项，名称、类型、依据和流程就从事项目录读取，不能再填。请清空。"
    together(*(_raising(PowerRefused(words, field)) for field, value in copied.items() if value))


def _check_whole(kind: Kind, content: Content) -> None:
    if kind.code == "body" and content["licence_to"] < content["licence_from"]:
        raise PowerRefused("资质的止期早于起期。请改正。", "licence_to")
    if kind.code == "gathering":
        _check_parts(kind, content)
    if kind.code == "topic":
        need = {"制定方案": ("research",), "试点": ("research", "plan"), "推开": ("research", "plan", "rollout")}
        for field in need.get(content["stage"], need["推开"] if content["stage"] == "完成" else ()):
            if not content[field]:
                raise PowerRefused(f"进展到“{content['stage']}”的，调查研究、方案、推行情况应依次写明。请补上。", field)


def _check_parts(kind: Kind, content: Content) -> None:
    """Raises PowerRefused where a part is more than its whole."""
    labels = {field.code: field.label for field in kind.fields}
    for whole in ("functions", "staff"):
        part = f"{whole}_in"
        if int(content[part]) > int(content[whole]):
            raise PowerRefused(f"“{labels[part]}”比“{labels[whole]}”多。请改正其中一项。", part)
