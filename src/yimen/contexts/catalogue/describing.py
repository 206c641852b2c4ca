"""Says what an item's columns are, for those who read or fill in the catalogue elsewhere: one dictionary for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args, get_type_hints

from .content import AREAS, BODY_KINDS, ONLINE, POWER_SOURCES, RESULT_KINDS, Content
from .fields import LABELS
from .joining import HANDLINGS
from .kinds import kinds
from .lifeevents import names

Kind = Literal["text", "number", "yes_no", "lines", "parts"]
PARTS = (
    "statutory",
    "basis",
    "fees",
    "faq",
    "joint",
    "variants",
    "form",
    "samples",
    "related",
    "policies",
    "notices",
    "channels",
)  # of several columns each, or of rows of their own
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "online": ONLINE,
    "handling": HANDLINGS,
    "kind": tuple(kinds()),
    "body_kind": BODY_KINDS,
    "power_source": POWER_SOURCES,
    "result_kind": RESULT_KINDS,
    "area": AREAS,
    "disclosure": ("主动公开", "依申请公开", "内部公开", "不公开"),
}
_WORDS = {
    "code": "31 位：实施机关统一社会信用代码 18 位、行使层级 1 位、基本编码 12 位（GB/T 39554.1）",
    "name": "各级相同；有基本目录的，以基本目录为准，可以不填",
    "type": "各级相同，如 行政许可、行政给付、公共服务；与编码中的类型一致",
    "point": "窗口的纬度和经度（WGS-84），如 27.6460,113.4970；可以不填",
    "kind": "不填时与类型相同；种类决定适用哪些规则",
    "unit": "实施机关的统一社会信用代码，18 位",
    "region": "12 位区划代码",
    "centre": "受理窗口所在单位的统一社会信用代码，18 位",
    "procedure_key": "已发布流程的名称（流程公开页可查）",
    "promised": "工作日；当场办结的写 1；不得长于法定时限",
    "audience": "自然人、法人，一行一个",
    "themes": "一行一个",
    "life_events": "群众办这件事时的说法，一行一个，可以不填",
    "events": f"办事人从哪件人生（企业）大事找来，一行一件，可以不填，从这些里选：{'、'.join(names())}",
    "conditions": "一行一条",
    "online": "能办到哪一步",
    "handling": "不写时按是否当场办结、是否联办推定",
    "instant": "当场能办结的写“是”",
    "silence": "超时视为同意的法定期限编号，一行一个；没有的不填",
    "renews": "延续类事项：问有效期届满日的填写项代码",
    "disclosure": "不写时为主动公开",
    "disclosure_ground": "不主动公开的，写明法律依据",
    "prerequisites": "先要办好的事项的基本编码，12 位，一行一个",
    "result": "办完拿到什么，如 许可决定书",
    "address": "写到楼层和窗口，如 二楼 A 区 12 号窗口",
    "hours": "写明工作日，如 工作日 9:00–12:00，13:30–17:00",
    "section": "负责承办的科室",
    "exercise": "审批、办理什么",
    "division": "各级怎样分工",
    "window_authority": "窗口能当场做什么",
    "quota": "没有的写 无数量限制",
    "standards": "按什么标准审查，一行一条",
    "promise_note": "承诺时限怎样计算",
    "special": "听证、检验、专家评审等，不计入时限的写明",
    "visits": "至少要到现场几次；不必到的写 0",
    "visits_reason": "要到现场的，写明为什么",
    "consult_phone": "带区号，如 0731-12345678",
    "complaint_phone": "带区号；不能与咨询电话相同",
    "result_sample": "结果样本的名称",
    "by_post": "结果能不能寄送",
    "booking": "能不能预约",
    "online_payment": "收费的，能不能网上交",
    "in_centre": "在不在政务大厅办",
    "intermediary": "要用的中介服务，一行一项；没有的不填",
    "discipline": "工作人员要遵守的纪律",
    "delegable": "能不能下放到乡镇街道办",
    "duties": "行使这项职权的责任，一行一条",
    "supervision": "怎样监督，一行一条",
    "accountability": "哪些情形要追责，一行一条",
    "body_kind": "从列表选择",
    "power_source": "从列表选择",
    "subjects": "一行一种，从这些里选：自然人、企业法人、事业法人、社会组织法人、非法人企业、行政机关、其他组织",
    "result_kind": "从列表选择",
    "depth": "能办到的每一步，一行一种，如 互联网受理",
    "area": "从列表选择",
    "demo": "哪些项的值没有来源、只供演示，写项的英文名，一行一个",
    "basis": "法律、条款和条文内容",
    "fees": "收费项目、标准和依据；不收费的不填",
    "faq": "问和答",
    "joint": "参加办理的部门；单独办理的不填",
    "variants": "事项里分开办理的情形，如 新办、变更、延续、注销；不分的不填",
    "form": "要填的项和要交的材料",
    "related": "设定依据以外还要看的法律法规；没有的不填",
    "policies": "与事项有关的政策文件",
    "notices": "与事项有关的通知公告",
    "examination": "审查时逐项怎样看、怎样算合格，一行一条",
    "channels": "监督、举报、投诉的方式和号码、地址",
    "samples": "材料的样表和空白表格：文件名和 SHA-256；文件本身在编辑页上传",
    "statutory": "法律规定的办理期限",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in data, its name in Chinese, of what kind, what it holds, and what can be chosen.

    ``lines``: several texts; ``parts``: rows of their own (PARTS).
    """

    key: str
    label: str
    kind: Kind
    words: str = ""
    choices: tuple[str, ...] = ()


def columns() -> tuple[Column, ...]:
    """Returns the columns of an item, in the order of the official list, whatever is added to an item included."""
    hints = get_type_hints(Content)
    keys = [key for key in LABELS if key in hints]
    return tuple(
        Column(key, LABELS[key], _kind(key, hints[key]), _WORDS.get(key, ""), _CHOICES.get(key, ())) for key in keys
    )


def _kind(key: str, hint: object) -> Kind:
    if key in PARTS:
        return "parts"
    named = {hint, *get_args(hint)}
    if bool in named:
        return "yes_no"
    if int in named:
        return "number"
    return "text" if hint is str else "lines"
