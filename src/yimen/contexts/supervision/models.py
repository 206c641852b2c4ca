"""Tables: findings."""

from typing import ClassVar

from django.db import models


class FindingRow(models.Model):
    """Something supervision found on a matter. One finding a rule, matter and occasion."""

    id = models.UUIDField(primary_key=True)
    rule = models.CharField(max_length=30)
    card = models.CharField(max_length=6)  # yellow | red
    matter = models.ForeignKey("matters.MatterRow", models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=60)
    unit = models.CharField(max_length=18)
    region = models.CharField(max_length=12)
    detail = models.TextField()
    basis = models.CharField(max_length=120, default="", blank=True)
    found_at = models.DateTimeField()
    reply = models.TextField(default="", blank=True)
    replied_at = models.DateTimeField(null=True)
    verdict = models.TextField(default="", blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "supervision_finding"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "rule", "occasion"], name="supervision_one_finding")
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "-found_at"], name="supervision_by_region"),
            models.Index(fields=["unit"], name="supervision_open", condition=models.Q(closed_at__isnull=True)),
        ]
