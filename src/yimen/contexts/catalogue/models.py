"""Tables: versions of items, and the index by which they are found."""

from typing import ClassVar

from django.db import models


class VersionRow(models.Model):
    """One version of an item, in force from a day to a day. Its content never changes; its end is set later."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=31)
    base_code = models.CharField(max_length=12, db_index=True)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=20)
    region = models.CharField(max_length=12, db_index=True)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+")
    centre = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+")
    content = models.TextField()  # the item as published, JSON
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day in force
    change = models.JSONField()  # kind, reason, document that brought the version about
    ending = models.JSONField(null=True)  # the same of the cancellation, if it was cancelled
    published_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_version"
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "number"], name="catalogue_one_number")]


class IndexRow(models.Model):
    """What a version is found by: an audience, a theme, or two characters (gram) of its words, with their weight."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(VersionRow, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)  # audience | theme | event | gram
    value = models.CharField(max_length=40)  # content.MOST_WORD
    weight = models.SmallIntegerField(default=1)

    class Meta:
        db_table = "catalogue_index"
        indexes: ClassVar = [models.Index(fields=["kind", "value"], name="catalogue_found_by")]
