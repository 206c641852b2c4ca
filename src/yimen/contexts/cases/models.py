"""Tables of cases: applied for, asked again, decided, served, published, rated. Personal fields are sealed."""

from typing import ClassVar

from django.db import models


class DraftRow(models.Model):
    """An application not sent yet. Its id becomes the matter's, so that sending twice is sending once."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField()
    item = models.CharField(max_length=31)
    variant = models.CharField(max_length=2, default="", blank=True)  # number of the handling item
    answers = models.TextField(default="", blank=True)  # sealed JSON
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "cases_draft"
        indexes: ClassVar = [models.Index(fields=["account", "item"], name="cases_drafts")]


class CaseRow(models.Model):
    """One application for a service item; its matter has the same id."""

    matter = models.OneToOneField("matters.MatterRow", models.PROTECT, primary_key=True, related_name="+")
    guide = models.ForeignKey("catalogue.VersionRow", models.PROTECT, related_name="+")
    variant = models.CharField(max_length=2, default="", blank=True)  # number of the handling item, "" none
    account = models.UUIDField(null=True, db_index=True)
    audience = models.CharField(max_length=10)  # 自然人 | 法人
    name = models.TextField()  # sealed
    masked = models.CharField(max_length=120)
    identifier = models.TextField()  # sealed: identity number or credit code
    phone = models.TextField(default="", blank=True)  # sealed
    agent = models.TextField(default="", blank=True)  # sealed: who handed it in for a legal person
    answers = models.TextField()  # sealed JSON
    channel = models.CharField(max_length=10)  # 网上 | 窗口 | 接口
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    promised_due_on = models.DateField(null=True)  # as promised at acceptance; never rewritten

    class Meta:
        db_table = "cases_case"


class CorrectionRow(models.Model):
    """A correction notice: everything missing, told at once. ``round`` 2 and later are flagged to supervision."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="+")
    round = models.SmallIntegerField()
    missing = models.JSONField()
    reason = models.TextField(default="", blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_correction"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "round"], name="cases_one_round")]


class PaperRow(models.Model):
    """An official paper: its values, fixed when it was made, and the rendered document once someone has read it."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=60, default="", blank=True)
    values = models.TextField()  # sealed JSON
    document = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_paper"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="cases_one_document_number")
        ]
        indexes: ClassVar = [models.Index(fields=["case", "kind"], name="cases_papers")]


class DecisionRow(models.Model):
    """The decision: granted, or refused with reasons and remedies; empty lists where it is older than they are."""

    case = models.OneToOneField(CaseRow, models.PROTECT, primary_key=True, related_name="+")
    granted = models.BooleanField()
    number = models.CharField(max_length=60)
    reasons = models.TextField(default="", blank=True)
    grounds = models.JSONField(default=list)  # of a refusal: the sentences of the grounds picked
    met = models.JSONField(default=list)  # of a grant: the conditions confirmed, each by itself
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_decision"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(granted=True) | ~models.Q(reasons=""), name="cases_refusal_has_reasons"
            )
        ]


class DeliveryRow(models.Model):
    """How and when the paper reached the applicant."""

    case = models.OneToOneField(CaseRow, models.PROTECT, primary_key=True, related_name="+")
    method = models.CharField(max_length=10)  # 网上 | 窗口 | 邮寄
    receiver = models.TextField(default="", blank=True)  # sealed
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_delivery"


class ResultRow(models.Model):
    """The published result. ``disclosure`` is public unless a legal ground says otherwise."""

    case = models.OneToOneField(CaseRow, models.PROTECT, primary_key=True, related_name="+")
    region = models.CharField(max_length=12)
    disclosure = models.CharField(max_length=10)  # 主动公开 | 依申请公开 | 内部公开 | 不公开
    ground = models.CharField(max_length=120, default="", blank=True)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "cases_result"
        indexes: ClassVar = [models.Index(fields=["-published_at"], name="cases_results")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(disclosure__in=["主动公开", "依申请公开", "内部公开", "不公开"]),
                name="cases_disclosure_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(disclosure="主动公开") | ~models.Q(ground=""), name="cases_secret_has_ground"
            ),
        ]


class RatingRow(models.Model):
    """One rating a case (一事一评): 5 非常满意 … 1 非常不满意."""

    case = models.OneToOneField(CaseRow, models.PROTECT, primary_key=True, related_name="+")
    score = models.SmallIntegerField()
    text = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_rating"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="cases_score_range")
        ]


class InspectionRow(models.Model):
    """A joint inspection (联合验收) to be dated: the days proposed and the one fixed; one for each round of a case."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(CaseRow, models.PROTECT, related_name="+")
    round = models.SmallIntegerField()
    days = models.JSONField()  # proposed, ISO
    fixed_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)  # why a day that not all can
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "cases_inspection"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "round"], name="cases_one_inspection")]


class InspectionAnswerRow(models.Model):
    """Which of the proposed days a unit can; one for each unit, the last one it gave."""

    id = models.UUIDField(primary_key=True)
    inspection = models.ForeignKey(InspectionRow, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=18)
    days = models.JSONField()
    post = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_inspection_answer"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "unit"], name="cases_one_inspection_answer")
        ]


class ProjectRow(models.Model):
    """An investment project (投资项目): the container of the cases that it needs. ``owner`` as that of its matters."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=64, db_index=True)
    masked = models.CharField(max_length=120)
    region = models.CharField(max_length=12)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "cases_project"


class ProjectCaseRow(models.Model):
    """A case of a project, and the stage that it belongs to: 1 to 4, 0 for what runs beside them."""

    case = models.OneToOneField(CaseRow, models.PROTECT, primary_key=True, related_name="+")
    project = models.ForeignKey(ProjectRow, models.PROTECT, related_name="+")
    stage = models.SmallIntegerField()

    class Meta:
        db_table = "cases_project_case"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(stage__range=(0, 4)), name="cases_project_stage")
        ]
