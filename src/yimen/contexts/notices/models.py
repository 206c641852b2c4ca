"""Table: notices to accounts."""

from typing import ClassVar

from django.db import models


class NoticeRow(models.Model):
    """One notice; ``source`` is the journal entry it tells of, ``subject`` the matter."""

    id = models.UUIDField(primary_key=True)
    source = models.UUIDField()
    account = models.UUIDField()
    subject = models.UUIDField()
    region = models.CharField(max_length=12)
    title = models.TextField()  # sealed: it tells what someone applied for
    body = models.TextField()  # sealed
    link = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_notice"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "account"], name="notices_told_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-at", "-id"], name="notices_newest"),
            models.Index(fields=["account"], name="notices_unread", condition=models.Q(read_at=None)),
        ]
