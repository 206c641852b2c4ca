"""Tables: findings, what is key, and the places where it is set."""

from typing import ClassVar

from django.db import models


class FindingRow(models.Model):
    """Something supervision found: on a matter, or (``matter`` null) on a decision. One a rule and occasion.

    ``step``, ``post``: where and whose; ``key``: why it is key, '' where it is not; ``result``: how it was settled.
    """

    id = models.UUIDField(primary_key=True)
    rule = models.CharField(max_length=30)
    card = models.CharField(max_length=6)  # yellow | red
    matter = models.ForeignKey("matters.MatterRow", models.PROTECT, null=True, related_name="+")
    subject = models.UUIDField(null=True)  # of the journal, where it is no matter
    number = models.CharField(max_length=60, default="", blank=True)  # the same
    title = models.CharField(max_length=200, default="", blank=True)  # the same
    occasion = models.CharField(max_length=60)
    unit = models.CharField(max_length=18)
    region = models.CharField(max_length=12)
    step = models.CharField(max_length=80, default="", blank=True)
    post = models.CharField(max_length=120, default="", blank=True)
    key = models.CharField(max_length=400, default="", blank=True)
    detail = models.TextField()
    basis = models.CharField(max_length=120, default="", blank=True)
    found_at = models.DateTimeField()
    reply = models.TextField(default="", blank=True)
    replied_at = models.DateTimeField(null=True)
    verdict = models.TextField(default="", blank=True)
    result = models.CharField(max_length=10, default="", blank=True)  # 属实 | 不属实
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "supervision_finding"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "rule", "occasion"], name="supervision_one_finding"),
            models.UniqueConstraint(
                fields=["rule", "occasion"], condition=models.Q(matter__isnull=True), name="supervision_one_alone"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "-found_at"], name="supervision_by_region"),
            models.Index(fields=["unit"], name="supervision_open", condition=models.Q(closed_at__isnull=True)),
        ]


class KeyRow(models.Model):
    """A field, unit or step that is key in a region from a day to a day, and why."""

    id = models.UUIDField(primary_key=True)
    sort = models.CharField(max_length=6)  # field | unit | step
    target = models.CharField(max_length=160)
    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    document = models.CharField(max_length=120)
    region = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day in force
    post = models.CharField(max_length=120)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "supervision_key"
        indexes: ClassVar = [models.Index(fields=["target", "region"], name="supervision_keys")]


class KeyPlaceRow(models.Model):
    """A region where something was ever key; locked while another key is set there."""

    region = models.CharField(max_length=12, primary_key=True)

    class Meta:
        db_table = "supervision_key_place"
