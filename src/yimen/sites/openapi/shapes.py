"""What goes over the wire. Descriptions are read by the engineers of outside systems, in Chinese."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema


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


class ItemPage(Schema):
    """一页事项。"""

    total: int
    items: list[ItemLine]


class ItemGuide(ItemLine):
    """办事指南：form 是要填的表单和要交的材料；demo 列出来源未给出、属演示的值。"""

    version: int
    audience: list[str]
    procedure: str
    form: dict[str, Any]
    demo: list[str]


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
    steps: list[StepOut]


class PaperOut(Schema):
    """一份文书。"""

    id: UUID
    kind: str
    name: str
    number: str
    at: datetime


class CaseOut(ProgressOut):
    """办件，供经办单位的系统读取；个人信息已遮盖。"""

    applicant: str
    channel: str
    missing: list[str] = Field(description="要求补正而尚未补正的内容")
    decision: str
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
    """办结一步：outcome 取自该步的 outcomes；form 视结果而定，如补正的 missing、送达的 method 和 receiver。"""

    outcome: str
    opinion: str = ""
    form: dict[str, Any] = Field(default_factory=dict)


class DoneOut(Schema):
    """办完一步之后的办件。"""

    number: str
    stage: str
    outcome: str
    closed: bool
    due_on: date | None
    open: list[OpenOut]
