"""The table of procedure versions. A published version is never changed: running matters keep theirs for life."""

from typing import ClassVar

from django.db import models


class VersionRow(models.Model):
    """One version of a procedure, in force from a day until the next version's day."""

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    xml = models.BinaryField()  # as published, byte for byte: what people download is what runs
    valid_from = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "procedures_version"
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "number"], name="procedures_one_number")]
