"""Table: the files handed in for a matter or made for it. What a file holds lies encrypted beside the database."""

from typing import ClassVar

from django.db import models


class DocumentRow(models.Model):
    """One file; ``owner`` is the draft or matter it belongs to, ``code`` the material or paper it is."""

    id = models.UUIDField(primary_key=True)
    owner = models.UUIDField()
    region = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)  # material | paper
    code = models.CharField(max_length=80)
    name = models.TextField()  # sealed: people write their names into file names
    media = models.CharField(max_length=100)
    size = models.IntegerField()  # bytes, of the plain content
    sha256 = models.CharField(max_length=64)  # of the plain content, as the trail states it
    at = models.DateTimeField()

    class Meta:
        db_table = "documents_document"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "code", "sha256"], name="documents_handed_in_once"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="documents_not_empty"),
        ]
