"""Tables: limits, bounds and thresholds in versions. ``region`` '' is the whole country."""

from typing import ClassVar

from django.db import models


class Version(models.Model):
    """What every rule has: a code, where and from when to when it is in force, its row as data, and why it came."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=64)
    region = models.CharField(max_length=12, default="", blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    data = models.JSONField()  # the row as the file gives it; a local version holds only what it changes
    law = models.CharField(max_length=120)
    article = models.CharField(max_length=120)
    confidence = models.CharField(max_length=8)
    setting = models.BooleanField()
    demo = models.BooleanField()
    reason = models.CharField(max_length=400)
    document = models.CharField(max_length=120)
    published_at = models.DateTimeField()

    class Meta:
        abstract = True


class LimitRow(Version):
    """One version of one limit."""

    class Meta:
        db_table = "limits_limit"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "region", "valid_from"], name="limits_one_version"),
        ]


class BoundRow(Version):
    """One version of a bound that is no time: persons, shares, yuan."""

    class Meta:
        db_table = "limits_bound"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "region", "valid_from"], name="limits_one_bound"),
        ]


class ThresholdRow(models.Model):
    """From when the light of a kind of matter is yellow, in one region."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=64)
    region = models.CharField(max_length=12, default="", blank=True)
    name = models.CharField(max_length=40)
    percent = models.SmallIntegerField()
    least = models.SmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    demo = models.BooleanField()
    reason = models.CharField(max_length=400)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "limits_threshold"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "region", "valid_from"], name="limits_one_threshold"),
        ]
