"""Tables: published versions, which never change, the drafts that become them, and every file a draft has had."""

from typing import ClassVar

from django.db import models

LONGEST_NAME = 120  # characters of a procedure's name


class VersionRow(models.Model):
    """One version of a procedure, in force from a day until the next version's day.

    ``calls``: the id of the version that each called key means, for as long as this version runs. ``unit``: whose
    procedure it is, "" the platform's own. The posts, the reason and the justification of a longer
    chain (一审一核) are "" where the administrator published it.
    """

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    xml = models.BinaryField()  # as published, byte for byte: what people download is what runs
    calls = models.JSONField(default=dict)
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    unit = models.CharField(max_length=18, default="", blank=True)
    author = models.CharField(max_length=120, default="", blank=True)
    reviewer = models.CharField(max_length=120, default="", blank=True)
    publisher = models.CharField(max_length=120, default="", blank=True)
    reason = models.CharField(max_length=400, default="", blank=True)
    justification = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        db_table = "procedures_version"
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "number"], name="procedures_one_number")]


class DraftRow(models.Model):
    """A procedure being drawn, sent for review, reviewed, published or given up.

    ``based_on``: the version it would follow, none for a new procedure. ``revision`` grows with each save: who saves
    over one that they have not seen is refused. ``editors``: the accounts that have saved it; none of them reviews it.
    ``version``: what it was published as.
    """

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=LONGEST_NAME)
    xml = models.BinaryField()
    based_on = models.ForeignKey(VersionRow, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)  # of the unit: who reviews finds drafts by it
    author = models.ForeignKey("identity.Account", models.PROTECT, related_name="+", db_index=False)
    post = models.CharField(max_length=120)
    editors = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="draft")
    note = models.CharField(max_length=400, default="", blank=True)
    justification = models.CharField(max_length=400, default="", blank=True)
    opinion = models.CharField(max_length=400, default="", blank=True)
    reviewer_post = models.CharField(max_length=120, default="", blank=True)
    revision = models.PositiveIntegerField(default=1)
    version = models.ForeignKey(VersionRow, models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "procedures_draft"
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="procedures_drafts"),
            models.Index(fields=["region", "state"], name="procedures_for_review"),
            models.Index(fields=["key"], name="procedures_draft_key"),
        ]


class RevisionRow(models.Model):
    """One file that a draft has had (第几稿): rows are added with each save, and none is ever changed or taken away.

    ``packed``: the file, compressed, for a draft is saved every few seconds while it is drawn. ``uploaded``: whether
    it was written elsewhere.
    """

    draft = models.ForeignKey(DraftRow, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=LONGEST_NAME)
    packed = models.BinaryField()
    post = models.CharField(max_length=120)
    uploaded = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "procedures_revision"
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "number"], name="procedures_one_revision")]
