"""Tables: imports that were checked and wait to be applied; what terminals and boards in halls show."""

from typing import ClassVar

from django.db import models


class ImportRow(models.Model):
    """A file of items in which nothing was wrong: what it held, whose it is, and when it became drafts."""

    id = models.UUIDField(primary_key=True)
    account = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=80)
    counts = models.JSONField()  # 新增, 变更, 不变 → how many
    content = models.BinaryField()  # the items, JSON, zlib
    checked_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_import"


class DisplayRow(models.Model):
    """What one place in a hall last said that it shows: a terminal, a board; by item and version."""

    id = models.UUIDField(primary_key=True)
    account = models.CharField(max_length=40)  # the system that reports for the place
    place = models.CharField(max_length=60)
    region = models.CharField(max_length=12, db_index=True)
    shown = models.JSONField()  # implementation code → id of the version
    reported_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_display"
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "place"], name="exchange_one_display")]
