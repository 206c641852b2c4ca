"""Tables: imports that were checked and wait to be applied."""

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
