"""Tables of the journal: entries, the log's nodes and checkpoints, followers' places, and calls already answered."""

from typing import ClassVar

from django.db import models


class EntryRow(models.Model):
    """One act. ``position`` is its place in the log, given by the sealer after commit, so readers never skip one."""

    id = models.UUIDField(primary_key=True)
    position = models.BigIntegerField(null=True, unique=True)
    verb = models.CharField(max_length=40)
    subject = models.UUIDField()
    region = models.CharField(max_length=12)
    at = models.DateTimeField()
    body = models.TextField()  # canonical JSON (RFC 8785); holds salted digests, never personal values
    salts = models.JSONField(default=dict)  # opens the digests; erased with the personal data

    class Meta:
        db_table = "journal_entry"
        indexes: ClassVar = [
            models.Index(fields=["subject", "id"], name="journal_by_subject"),
            models.Index(fields=["id"], name="journal_unsealed", condition=models.Q(position__isnull=True)),
        ]


class NodeRow(models.Model):
    """A complete node of the Merkle tree (RFC 6962): ``level`` 0 are leaves."""

    id = models.BigIntegerField(primary_key=True)  # level << 48 | index
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "journal_node"


class CheckpointRow(models.Model):
    """A signed tree head (signed note)."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "journal_checkpoint"


class LogRow(models.Model):
    """The one row of the log's head; whoever seals holds its lock."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField(default=0)
    peaks = models.TextField(default="")  # hex, 64 characters a peak

    class Meta:
        db_table = "journal_log"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="journal_one_log")]


class FollowerRow(models.Model):
    """How far a follower has read; ``failures`` in a row, and why, so that staff see what stands still."""

    name = models.CharField(primary_key=True, max_length=40)
    position = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)
    error = models.TextField(default="")
    retry_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "journal_follower"


class AnswerRow(models.Model):
    """A call already answered: the same key again gives the same answer and does nothing."""

    id = models.BigAutoField(primary_key=True)
    caller = models.CharField(max_length=64)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "journal_answer"
        constraints: ClassVar = [models.UniqueConstraint(fields=["caller", "key"], name="journal_one_answer")]
