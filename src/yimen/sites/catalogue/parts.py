"""What the editor asks of an item: sections of fields, each with plain help for whoever has never seen it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yimen.contexts.catalogue.api import (
    AREAS,
    AUDIENCES,
    BODY_KINDS,
    DEPTHS,
    DISCLOSURES,
    HANDLINGS,
    ONLINE,
    POWER_SOURCES,
    RESULT_KINDS,
    SUBJECTS,
    kinds,
    life_events,
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of the editor: ``kind`` as field.html has them, and ``lines`` (one of several a line) and ``rows``.

    ``columns``: of rows, (key, label, kind); ``choices``: codes and labels alike.
    """

    key: str
    kind: str
    hint: str = ""
    choices: Sequence[str] = ()
    most: int = 200
    unit: str = ""
    columns: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the editor: an anchor, a title, help, and its fields."""

    code: str
    title: str
    hint: str
    asks: tuple[Ask, ...]


STATUTORY = ("days", "unit", "law", "article")
# What rows ask is called as in spreadsheets (exchange/columns.py), with help in brackets.
BASIS = (
    ("law", "法律法规（写名称，不写书名号）", "text"),
    ("article", "条款", "text"),
    ("text", "条文内容（照抄条文）", "textarea"),
)
FEES = (("name", "收费项目", "text"), ("standard", "收费标准", "text"), ("basis", "收费依据", "text"))
FAQ = (("question", "问", "text"), ("answer", "答", "textarea"))
JOINT = (
    ("unit", "部门名称", "unit"),
    ("duty", "审查内容（这个部门审查什么）", "text"),
    ("when", "什么情况参加（不填：每件都参加）", "text"),
)
REFERENCES = (
    ("title", "名称（不写书名号）", "text"),
    ("number", "文号（没有就空着）", "text"),
    ("day", "日期（如 2026-02-25）", "text"),
    ("url", "网址（以 http 开头）", "text"),
)
CHANNELS = (("way", "方式（如 举报电话、来信、网上投诉）", "text"), ("contact", "号码或地址（也可以是网址）", "text"))
VARIANTS = (
    ("name", "办理项名称（如 新办、变更、延续、注销）", "text"),
    ("situation", "适用情形（什么情况办这一项）", "text"),
    ("number", "编号（两位，空着由系统编）", "text"),
    ("promised", "承诺时限（多少个工作日，空着与本事项相同）", "number"),
    ("materials", "材料（要交哪些，一份都不选的与本事项相同）", "materials"),
    ("fees", "收费项目（收哪些，一项都不选的与本事项相同）", "fees"),
)
MATERIALS = (
    ("name", "材料名称", "text"),
    ("originals", "原件份数（和复印件都不填的为 1）", "number"),
    ("copies", "复印件份数", "number"),
    ("required", "必须提交", "yes"),
    ("source", "来源（后两种免提交）", "source"),
    ("tolerable", "可容缺受理（受理后补交）", "tick"),
    ("sample", "填写和样式要求（怎样准备）", "text"),
    ("basis", "依据（要求交这份材料的条款）", "text"),
    ("when", "什么情况提交", "when"),
)
QUESTIONS = (
    ("section", "分组", "text"),
    ("label", "填写项名称", "text"),
    ("type", "填写类型", "type"),
    ("required", "必填", "yes"),
    ("hint", "提示（填写时显示的一句话）", "text"),
    ("choices", "选项（用、隔开，仅单选和多选）", "text"),
    ("when", "什么情况填写", "when"),
    ("required_when", "什么情况必填", "when"),
)
ALWAYS: Mapping[tuple[str, str], str] = {  # what it means that nothing is chosen
    ("materials", "when"): "每件都要交",
    ("form", "when"): "每件都要填",
    ("form", "required_when"): "随上面的“必填”",
}
PARTS: tuple[Part, ...] = (
    Part(
        "base",
        "一、这是什么事项",
        "名称、类型和设定依据由基本目录统一规定的，这里只读，不用填。",
        (
            Ask(
                "code",
                "code",
                "只填最后的 12 位基本编码就行，前面的机关代码和层级由系统补上。从基本目录新建的已自动组成。",
                most=40,
            ),
            Ask("name", "text", "与上级目录一字不差。", most=120),
            Ask("type", "select"),
            Ask("kind", "select", "不选的与类型相同。种类决定适用哪些规则，见“事项种类”。", tuple(kinds())),
            Ask("basis", "rows", "写明哪部法、哪一条、原文怎么说。没有依据的事项不能设定。", columns=BASIS),
            Ask("exercise", "textarea", "本机关对什么事、作什么决定。", most=1000),
            Ask("division", "textarea", "哪些由上级办、哪些由本级办。", most=1000),
            Ask("body_kind", "select", "", BODY_KINDS),
            Ask("power_source", "select", "本级自己的写“法定本级行使”。", POWER_SOURCES),
            Ask("section", "text", "具体承办的股、科、室。", most=60),
            Ask("delegable", "tick", "涉农审批、收费、服务等适合下放的，请勾选，便于定期梳理。"),
        ),
    ),
    Part(
        "who",
        "二、谁可以办",
        "",
        (
            Ask("audience", "checkboxes", "个人办的选自然人，单位办的选法人。", AUDIENCES),
            Ask("subjects", "checkboxes", "与上一项对应，可以多选。", SUBJECTS),
            Ask("conditions", "lines", "每行写一条，写办事人能自己判断的话。", most=500),
            Ask("standards", "lines", "每行写一条：审查时看什么、达到什么程度算合格。", most=500),
            Ask("quota", "text", "没有数量限制的写“无数量限制”。"),
            Ask(
                "prerequisites",
                "lines",
                "要先办好哪些事项，每行写一个：事项名称，或 12 位基本编码。没有就空着。",
                most=140,
            ),
        ),
    ),
    Part(
        "materials",
        "三、要交什么",
        "部门之间能共享的材料不得再向办事人要（国务院令第716号），来源请选“登记信息”或“电子证照”：系统去取，办事人免提交。",
        (
            Ask(
                "materials",
                "rows",
                "每行一份。只在某种情况下才要交的，在那一行选“什么情况提交”：从申请表的填写项和答案里选。选满了，保存以后多出一格。",
                columns=MATERIALS,
            ),
            Ask(
                "samples",
                "samples",
                "Word（.docx）、OFD、PDF、JPG 或 PNG，每份最多 10 MB。办事人在指南上下载，公布以后随版本留存。",
            ),
            Ask("intermediary", "lines", "办理时依法必须委托的中介服务，每行一项。没有就空着。", most=500),
        ),
    ),
    Part(
        "form",
        "四、申请表问什么",
        "每行是表里的一项。证件号码、电话等选对应的填写类型，系统会自动核对。只在某种情况下才要填的，在那一行选“什么情况填写”。",
        (Ask("form", "rows", columns=QUESTIONS),),
    ),
    Part(
        "time",
        "五、怎么办、多少天",
        "承诺时限不得长于法定时限。当场办结的承诺写 1。",
        (
            Ask("procedure_key", "procedure", "从已发布的流程里选，流程图随流程自动生成。"),
            Ask("handling", "select", "不选的按其他填写内容推断。", HANDLINGS),
            Ask("instant", "tick", "材料齐全、当场就能办好的，请勾选。"),
            Ask("statutory", "statutory", "法律规定最长多少天，写明哪部法、哪一条。"),
            Ask("promised", "number", "本机关公开承诺的天数。", unit="个工作日", most=4),
            Ask(
                "variants",
                "rows",
                "同一事项分几种情形办的，每种一行。编码由实施编码加两位编号组成，公布以后编号不换给别的办理项。申请表、办理流程和办理条件用本事项的，各办理项不另设；这些不同的，应另立一个事项。不分的空着。",
                columns=VARIANTS,
            ),
            Ask("promise_note", "textarea", "选填：天数怎样计算、什么情况不算在内。", most=1000),
            Ask("special", "textarea", "有听证、鉴定、专家评审等的，写明名称、时限和依据。", most=1000),
            Ask("joint", "rows", "几个部门一起办的，在这里列明。只有本机关办的，空着。", columns=JOINT),
        ),
    ),
    Part(
        "result",
        "六、办成得到什么",
        "",
        (
            Ask("result", "text", "例如“公路超限运输许可证”。"),
            Ask("result_kind", "select", "", RESULT_KINDS),
            Ask("result_sample", "text", "样本叫什么、在哪里看。"),
            Ask("disclosure", "select", "公开为原则。", DISCLOSURES),
            Ask("disclosure_ground", "text", "结果不主动公开的，写明法律依据；主动公开的空着。"),
        ),
    ),
    Part(
        "fees",
        "七、收不收费",
        "不收费的一行都不填。",
        (Ask("fees", "rows", columns=FEES), Ask("online_payment", "tick", "可以在网上缴费。")),
    ),
    Part(
        "where",
        "八、到哪里办、问谁",
        "",
        (
            Ask("centre", "unit", "在哪个大厅收件。"),
            Ask("in_centre", "tick", "已进驻政务服务大厅。"),
            Ask("address", "text", "写到几楼、哪个窗口。"),
            Ask(
                "point",
                "text",
                "纬度,经度（WGS-84，与国家 2000 坐标一致），如 27.6460,113.4970。从高德、百度等地图抄来的要先换算。",
                most=40,
            ),
            Ask("hours", "text", "例如“工作日 9:00–12:00，13:30–17:00”。"),
            Ask("consult_phone", "tel", "带区号，例如 0731-12345678。", most=40),
            Ask("complaint_phone", "tel", "带区号，不能与咨询电话相同。", most=40),
            Ask("online", "select", "", ONLINE),
            Ask("depth", "checkboxes", "网上能办到哪几步，可以多选。", DEPTHS),
            Ask("visits", "number", "全程网办的写 0。", unit="次", most=2),
            Ask("visits_reason", "text", "要到现场的，写明为什么必须到。"),
            Ask("area", "select", "在别的地方也能办的，选通办范围。", AREAS),
            Ask("by_post", "tick", "支持寄送材料和结果。"),
            Ask("booking", "tick", "支持预约。"),
        ),
    ),
    Part(
        "find",
        "九、怎样让人找到",
        "",
        (
            Ask("themes", "lines", "每行一个主题，例如“交通运输”。", most=40),
            Ask("life_events", "lines", "老百姓怎么说这件事，每行一个，例如“挖路”。", most=40),
            Ask(
                "events",
                "checkboxes",
                "可以多选。办事人在首页点这些图标，就找到这个事项。没有合适的不选。",
                tuple(one.name for one in life_events()),
            ),
            Ask("faq", "rows", columns=FAQ),
        ),
    ),
    Part(
        "gathered",
        "十、还能看到什么",
        "事项页把相关的内容放在一处：法律法规、政策文件、通知公告、审查细则、监督举报方式。没有的空着，页面上不显示。",
        (
            Ask("related", "rows", "设定依据以外，办这件事还要看的法律法规。", columns=REFERENCES),
            Ask("policies", "rows", "与这个事项有关的政策文件，写文号。", columns=REFERENCES),
            Ask("notices", "rows", "与这个事项有关的通知公告。", columns=REFERENCES),
            Ask("examination", "lines", "每行写一条：审查时逐项怎样看、怎样算合格。", most=1000),
            Ask("channels", "rows", "除监督投诉电话以外的举报、投诉方式。", columns=CHANNELS),
        ),
    ),
    Part(
        "duty",
        "十一、权力和责任",
        "权力清单和责任清单从这里取。编码类型是 01 至 10（行政权力）的，责任事项、监督措施、追责情形必须写。",
        (
            Ask("window_authority", "textarea", "窗口可以办到哪一步。", most=1000),
            Ask("discipline", "textarea", "经办人员应遵守什么。", most=1000),
            Ask("duties", "lines", "每行一条责任。", most=500),
            Ask("supervision", "lines", "每行一条监督办法。", most=500),
            Ask("accountability", "lines", "什么情况要追责，每行一条。", most=500),
        ),
    ),
)
BASE_PARTS = (
    Part(
        "base",
        "各级一致的内容",
        "名称、类型和设定依据公布以后，各级用这个编码的事项从生效那天起同时改变，各级不能另写。",
        (
            Ask("name", "text", "写规范的全称。", most=120),
            Ask("type", "select", "与编码第 3、4 位一致。"),
            Ask("basis", "rows", "写明哪部法、哪一条、原文怎么说。", columns=BASIS),
        ),
    ),
)
NEEDED = frozenset(
    {
        *("code", "name", "type", "basis", "body_kind", "power_source", "audience", "subjects", "conditions"),
        *("materials", "form", "procedure_key", "statutory", "promised", "result", "result_kind", "result_sample"),
        *("centre", "address", "hours", "consult_phone", "complaint_phone", "online", "visits", "themes"),
    }
)  # without these nothing is submitted; the others are open to choice, but for OF_A_POWER of a power
COLUMNS_NEEDED: Mapping[str, frozenset[str]] = {
    "basis": frozenset({"law", "article", "text"}),
    "fees": frozenset({"name", "standard", "basis"}),
    "faq": frozenset({"question", "answer"}),
    "joint": frozenset({"unit", "duty"}),
    "related": frozenset({"title"}),
    "policies": frozenset({"title"}),
    "notices": frozenset({"title"}),
    "channels": frozenset({"way", "contact"}),
    "variants": frozenset({"name", "situation"}),
    "materials": frozenset({"name", "required", "source"}),
    "form": frozenset({"label", "type", "required"}),
}  # what each row must say; the other columns are open to choice
ASKS: Mapping[str, Ask] = {ask.key: ask for part in PARTS for ask in part.asks}
