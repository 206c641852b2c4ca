"""Tables: regions (民政部 codes, 12 digits), and what makes their days: notices, festivals, closures, changes."""

from typing import ClassVar

from django.db import models


class RegionRow(models.Model):
    """A region in force between two dates. ``path``: the part of its code that counts; a child's begins with it."""

    code = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=80)
    level = models.SmallIntegerField()  # 1 province … 5 village
    path = models.CharField(max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "places_region"
        indexes: ClassVar = [
            models.Index(fields=["path"], name="places_by_path"),
            models.Index(fields=["name"], name="places_by_name"),
        ]


class NoticeRow(models.Model):
    """One year's holiday notice of one region ('' = the whole country), as loaded; one that was replaced is kept."""

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    region = models.CharField(max_length=12, default="", blank=True)
    document = models.CharField(max_length=120)
    data = models.JSONField()
    replaced_at = models.DateTimeField(null=True)  # none: it is in force

    class Meta:
        db_table = "places_notice"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "region"], condition=models.Q(replaced_at__isnull=True), name="places_one_notice"
            )
        ]


class ObservanceRow(models.Model):
    """One version of a region's festival by rule; the highest version of a name stands."""

    id = models.BigAutoField(primary_key=True)
    region = models.CharField(max_length=12)
    name = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    data = models.JSONField()

    class Meta:
        db_table = "places_observance"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "name", "version"], name="places_one_version")
        ]


class ClosureRow(models.Model):
    """One order of a local government to close offices; ``revoked`` says why it no longer stands ('' = it stands)."""

    id = models.BigAutoField(primary_key=True)
    region = models.CharField(max_length=12)
    data = models.JSONField()
    revoked = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "places_closure"
        indexes: ClassVar = [models.Index(fields=["region"], name="places_closed")]


class ChangeRow(models.Model):
    """One change of a region's calendar: the days that count otherwise, and the span in which anything differs.

    ``mark`` tells changes apart whose ids are the same because the first was rolled back.
    """

    id = models.BigAutoField(primary_key=True)
    mark = models.UUIDField()
    at = models.DateTimeField()
    region = models.CharField(max_length=12, default="", blank=True)
    document = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    days = models.JSONField()
    first = models.DateField(null=True)
    last = models.DateField(null=True)

    class Meta:
        db_table = "places_change"
