"""Tables: regions (民政部 codes, 12 digits) and holiday notices."""

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
        indexes: ClassVar = [models.Index(fields=["path"], name="places_by_path")]


class NoticeRow(models.Model):
    """One year's holiday notice of one region ('' = the whole country), as loaded."""

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    region = models.CharField(max_length=12, default="", blank=True)
    document = models.CharField(max_length=120)
    data = models.JSONField()

    class Meta:
        db_table = "places_notice"
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "region"], name="places_one_notice")]
