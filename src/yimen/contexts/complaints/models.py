"""Tables: complaints. Names, contacts and texts stand sealed; accounts and numbers of cases plain, to be asked for."""

from typing import ClassVar

from django.db import models


class ComplaintRow(models.Model):
    """A complaint, its answer, what of it is public, and how it was rated.

    ``unit``: complained about; ``subjects``: accounts that may neither handle nor read it. ``handler``: the unit that
    investigates. ``summary``, ``result``: the text for the public, shown once ``published_at`` is set.
    """

    matter = models.OneToOneField("matters.MatterRow", models.PROTECT, primary_key=True, related_name="+")
    kind = models.CharField(max_length=12)
    ground = models.CharField(max_length=40)
    region = models.CharField(max_length=12)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    item = models.CharField(max_length=31, default="", blank=True)
    about = models.CharField(max_length=60, default="", blank=True)  # number of the case or decision
    person = models.TextField(default="", blank=True)  # sealed: who is complained about
    subjects = models.JSONField(default=list)
    account = models.UUIDField(null=True)  # of who complains with their name and has signed in
    name = models.TextField(default="", blank=True)  # sealed; "": anonymous
    contact = models.TextField(default="", blank=True)  # sealed
    text = models.TextField()  # sealed
    received_at = models.DateTimeField()
    handler = models.CharField(max_length=18, default="", blank=True)
    publisher = models.CharField(max_length=18, default="", blank=True)  # the unit that reviews what is to be public
    record = models.TextField(default="", blank=True)  # sealed: what was found
    verdict = models.CharField(max_length=10, default="", blank=True)
    answer = models.TextField(default="", blank=True)  # sealed: what the complainant is told
    answered_at = models.DateTimeField(null=True)
    writer = models.CharField(max_length=36, default="", blank=True)  # account that wrote the text for the public
    summary = models.TextField(default="", blank=True)
    result = models.TextField(default="", blank=True)
    withheld = models.CharField(max_length=400, default="", blank=True)  # why it is not public
    published_at = models.DateTimeField(null=True)
    score = models.SmallIntegerField(null=True)
    comment = models.TextField(default="", blank=True)  # sealed
    rated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_complaint"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__range=(1, 5)), name="complaints_score_range"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "-published_at"], name="complaints_published"),
            models.Index(fields=["unit", "kind"], name="complaints_counted"),
            models.Index(fields=["handler"], name="complaints_handled"),
            models.Index(fields=["publisher"], name="complaints_reviewed"),
        ]
