"""Tables: rounds of cleaning up with what was decided and found hard in them."""

from typing import ClassVar

from django.db import models


class RoundRow(models.Model):
    """A round of cleaning up the catalogue of a region (清理): compares the day before it with the day after it."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=80)
    region = models.CharField(max_length=12)
    document = models.CharField(max_length=120)
    before_on = models.DateField()
    after_on = models.DateField()
    next_on = models.DateField()  # by when the next one is to begin
    post = models.CharField(max_length=120)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "revisions_round"
        indexes: ClassVar = [models.Index(fields=["region", "before_on"], name="revisions_rounds")]


class VerdictRow(models.Model):
    """What a department proposes of one item in a round, by five principles, and who has agreed to it."""

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(RoundRow, models.PROTECT, related_name="+")
    code = models.CharField(max_length=31)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    outcome = models.CharField(max_length=2)
    principles = models.JSONField()  # those of the five that the item meets
    reason = models.CharField(max_length=400)
    post = models.CharField(max_length=120)
    account = models.CharField(max_length=36)
    at = models.DateTimeField()
    agreed_by = models.CharField(max_length=120, default="", blank=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "revisions_verdict"
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "code"], name="revisions_one_verdict")]


class IssueRow(models.Model):
    """What people find hard, slow or cumbersome about an item (办事难、办事慢、办事繁), and what was done about it."""

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(RoundRow, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4)
    code = models.CharField(max_length=31)
    name = models.CharField(max_length=120)
    text = models.CharField(max_length=400)
    source = models.CharField(max_length=80)
    post = models.CharField(max_length=120)
    at = models.DateTimeField()
    answer = models.CharField(max_length=400, default="", blank=True)
    answered_by = models.CharField(max_length=120, default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    public = models.BooleanField(null=True)  # none: the round's keeper has not looked at it
    looked_by = models.CharField(max_length=120, default="", blank=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "revisions_issue"
