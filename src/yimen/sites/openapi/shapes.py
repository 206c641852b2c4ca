"""What goes over the wire. Descriptions are read by the engineers of outside systems, in Chinese."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

date_ = date  # a field may bear the name


class Failed(Schema):
    """没有办成：error 说明什么不对、怎么办；fields 逐项列出表单里的问题。"""

    error: str
    fields: list[dict[str, str]] = Field(default_factory=list)


class ItemLine(Schema):
    """事项清单的一行。"""

    code: str
    name: str
    type: str
    region: str
    unit: str
    promised: int = Field(description="承诺时限，工作日")


class HandlingLine(Schema):
    """查找的文字说到的业务办理项。"""

    code: str = Field(description="33 位：实施编码加两位编号")
    name: str


class FoundLine(ItemLine):
    """查到的一项。"""

    handling: list[HandlingLine] = Field(description="查找的文字说到的业务办理项；说的是整个事项的为空")


class ItemPage(Schema):
    """一页事项。"""

    total: int = Field(description="查到多少项；最多数到 2000，再多不数")
    more: bool = Field(description="true 表示不止 total 这么多，即 2000 项以上；翻页用 page，直到 items 为空")
    items: list[FoundLine]


class ItemGuide(ItemLine):
    """办事指南：form 是要填的表单和要交的材料；demo 列出来源未给出、属演示的值。"""

    version: int
    audience: list[str]
    procedure: str
    form: dict[str, Any]
    demo: list[str]


class EditionOut(Schema):
    """某日在用的版本：大厅自助机、公示栏显示的 version_id 应与此相同。"""

    code: str
    version: int
    version_id: str = Field(description="版本编号，最后 8 位是网上指南、纸质指南上的校验")
    valid_from: date


class VariantOut(Schema):
    """一个业务办理项：33 位编码是实施编码加两位编号。"""

    code: str
    number: str
    name: str
    situation: str = Field(description="适用情形")
    promised: int = Field(description="承诺时限，工作日")
    materials: list[str] = Field(description="要交的材料的代码；空的与本事项相同")
    fees: list[str] = Field(description="收取的收费项目；空的与本事项相同，只有“不收费”的不收费")


class GuideOut(EditionOut):
    """整份办事指南；demo 列出来源未给出、属演示的值。"""

    name: str
    type: str
    region: str
    unit: str
    promised: int = Field(description="承诺时限，工作日")
    statutory: str
    kind: str = Field(description="事项种类，见 /catalogue/kinds/；没有另写的与类型相同")
    handling: str
    audience: list[str] = Field(description="以哪类身份申请：自然人、法人")
    subjects: list[str] = Field(description="服务对象，与办事指南页所写相同")
    themes: list[str]
    events: list[str]
    basis: list[dict[str, str]]
    conditions: list[str]
    materials: list[dict[str, Any]]
    variants: list[VariantOut] = Field(description="业务办理项；没有分项的为空")
    samples: list[dict[str, str]] = Field(description="样表和空白表格：所属材料、种类、文件名、SHA-256 和下载地址")
    result: str
    fees: list[dict[str, str]]
    steps: list[dict[str, str]]
    address: str
    point: str = Field(description="窗口的纬度,经度（WGS-84）；没有写的为空")
    hours: str
    online: str
    visits: int | None = Field(description="到现场次数；null 表示事项没有写明")
    depth: list[str] = Field(description="网上办理深度")
    phone: str
    complaint_phone: str
    faq: list[dict[str, str]]
    related: list[dict[str, str]] = Field(description="设定依据以外的相关法律法规")
    policies: list[dict[str, str]] = Field(description="政策文件")
    notices: list[dict[str, str]] = Field(description="通知公告")
    examination: list[str] = Field(description="审查细则")
    channels: list[dict[str, str]] = Field(description="监督举报方式")
    page: str
    demo: list[str]


class ShownIn(Schema):
    """一处显示的一个事项。"""

    code: str
    version_id: str


class DisplayIn(Schema):
    """一台自助机或一块公示栏正在显示的内容。"""

    place: str = Field(min_length=1, max_length=60, description="显示处，如 一楼 2 号自助机")
    shown: list[ShownIn] = Field(max_length=5000)


class StaleOut(Schema):
    """与在用版本不同的一项：version_id 为空表示该事项已不在用，应撤下。"""

    code: str
    version_id: str
    page: str


class ComparedOut(Schema):
    """比对结果：same 是相同的项数，different 是应更换的。"""

    same: int
    different: list[StaleOut]


class MaterialIn(Schema):
    """一份材料。"""

    code: str = Field(description="材料代码，见事项的 form.materials")
    name: str = Field(description="文件名，如 申请书.pdf")
    content: str = Field(description="文件内容，Base64")


class ApplicantIn(Schema):
    """申请人。"""

    name: str
    identifier: str = Field(description="身份证号；company 为 true 时是统一社会信用代码")
    phone: str
    company: bool = False


class CaseIn(Schema):
    """一份申请。"""

    item: str = Field(description="事项实施编码")
    variant: str = Field("", description="业务办理项的两位编号，见事项的 variants；事项有分项的必填", max_length=2)
    applicant: ApplicantIn
    answers: dict[str, str | list[str]] = Field(default_factory=dict, description="表单答案：数据项代码 → 文字")
    materials: list[MaterialIn] = Field(default_factory=list)


class OpenOut(Schema):
    """正等着办的一步。"""

    id: UUID
    name: str


class ReceiptOut(Schema):
    """收件回执。"""

    id: UUID
    number: str = Field(description="办件号，21 位")
    title: str
    received_at: datetime
    due_on: date | None = Field(description="应作出受理答复的最后一天")
    explanation: str = Field(description="这一天是怎么算出来的")
    open: list[OpenOut]


class StepOut(Schema):
    """流程中的一步。"""

    id: UUID | None = None
    name: str
    opened_at: datetime
    done_at: datetime | None
    outcome: str = ""
    due_on: date | None = None


class ProgressOut(Schema):
    """办件进度，任何人可查，不含个人信息。"""

    number: str
    title: str
    region: str
    stage: str
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    due_on: date | None
    paused: bool
    suspended: bool
    steps: list[StepOut]


class PaperOut(Schema):
    """一份文书。"""

    id: UUID
    kind: str
    name: str
    number: str
    at: datetime


class GroundOut(Schema):
    """一项可选的理由：条件、材料、填写内容、法定情形或依据。"""

    code: str
    kind: str
    text: str
    basis: str


class GroundsOut(Schema):
    """办件所用事项版本列出的条件和理由：准予的逐项确认 met，不予的从 grounds 里选，补正的从 missing 里选。"""

    grant: list[GroundOut]
    refuse: list[GroundOut]
    refuse_acceptance: list[GroundOut]
    correct: list[GroundOut]


class CaseOut(ProgressOut):
    """办件，供经办单位的系统读取；个人信息已遮盖。"""

    applicant: str
    channel: str
    missing: list[str] = Field(description="要求补正而尚未补正的内容")
    decision: str
    grounds: list[str] = Field(description="不予的理由，按选定的条件")
    met: list[str] = Field(description="准予时逐项确认的条件")
    handling_item: str = Field(description="业务办理项编码，33 位；没有分项的为空")
    offered: GroundsOut = Field(description="可选的条件和理由，代码写进 form")
    papers: list[PaperOut]


class OutcomeOut(Schema):
    """一步可以有的结果。"""

    code: str
    name: str
    opinion: str = Field(description="required 表示必须写明意见")


class TaskOut(Schema):
    """待办的一步。"""

    id: UUID
    number: str
    title: str
    name: str
    role: str
    due_on: date | None
    outcomes: list[OutcomeOut]


class CompletionIn(Schema):
    """办结一步：outcome 取自该步的 outcomes；form 视结果而定。

    准予：met 是全部条件的代码，逐项列出；不予受理、不予办理：grounds 是选定理由的代码；补正：missing 是要补的代码，
    explained 是说明；代码见办件的 offered。送达：method 和 receiver。现场勘察、集体讨论、专家评审、听证：record 是
    它的记录，逐项文字；缺哪一项，拒绝时写明。
    """

    outcome: str
    opinion: str = ""
    form: dict[str, Any] = Field(default_factory=dict)


class AskIn(Schema):
    """问一个届满日：days 与 limit 选一样。"""

    start: str = Field(alias="from", description="起算日，当日不计，如 2026-02-25；按小时的写 2026-02-25T09:30")
    region: str = Field("", description="区划代码；不写则按全国日历")
    limit: str = Field("", description="法定时限的编号，如 xk.decide，见 clock/limits")
    days: str = Field("", description="时限的长短，整数")
    unit: str = Field("", description="与 days 一起写：wd 工作日（不写即是），cd 自然日，mo 月，yr 年，h 小时")
    before: bool = Field(False, description="向前倒推：某日之前多少天")  # noqa: FBT003 - the usual value
    pause: list[str] = Field([], description="不计入的期间，可重复：A..B，B 当天恢复计算；尚未恢复的写 A..")
    ground: list[str] = Field([], description="不计入的法定事由，须是该时限的事由；各段不同的可重复，按 pause 的次序")
    extend: str = Field("", description="经批准延长多少")


class LimitOut(Schema):
    """算届满日所依据的时限；只写了天数的，编号和法律为空。"""

    code: str
    name: str
    length: int
    unit: str
    direction: str = Field(description="after 之后，before 之前")
    bound: str = Field(description="most 应在这之前办，least 至少给这么久")
    law: str
    article: str


class WordsOut(Schema):
    """同一句说明的中文和英文。"""

    zh: str
    en: str


class CountedOut(Schema):
    """一天：计还是不计，第几天，依据哪一条、哪份文件。"""

    date: date_
    kind: str
    number: int | None
    zh: str
    en: str
    article: str
    article_en: str
    document: str


class DueOut(Schema):
    """届满日。"""

    due: date | None = Field(description="最后一天；中止计时中为 null")
    late_from: datetime | None = Field(description="从这一刻起逾期")
    provisional: bool = Field(description="暂定：有年度的放假通知尚未发布，或有日子待公布")
    note: str = Field(description="本地区还没有启用的地方节日；没有则为空")
    note_en: str = Field(description="同上，英文")
    limit: LimitOut
    explanation: WordsOut
    days: list[CountedOut]


class SourceOut(Schema):
    """一份定下这一年的日子的文件。"""

    kind: str = Field(description="statute 法律，notice 放假通知，observance 地方节日，closure 停工命令")
    region: str
    document: str
    title: str


class DayOut(Schema):
    """日历的一天。"""

    date: date_
    kind: str = Field(description="work、makeup 调休上班、half 半天、weekend、holiday、closed 停工")
    working: bool
    name: str
    document: str
    uncertain: bool


class YearOut(Schema):
    """一个地区一年的日历。"""

    region: str
    year: int
    provisional: bool
    not_enabled: list[str] = Field(description="本地区还没有启用、按不放假计算的地方节日")
    sources: list[SourceOut]
    days: list[DayOut]


class DoneOut(Schema):
    """办完一步之后的办件。"""

    number: str
    stage: str
    outcome: str
    closed: bool
    due_on: date | None
    open: list[OpenOut]
