"""Tables: matters, their tasks, and serial numbers. Rows, not blobs: one huge matter never blocks another."""

from typing import ClassVar

from django.db import models


class MatterRow(models.Model):
    """One running instance of a procedure. ``owner`` is the key of the person or legal person whose matter it is."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=21, unique=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    region = models.CharField(max_length=12)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+")
    centre = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+")
    owner = models.CharField(max_length=64)
    procedure = models.ForeignKey("procedures.VersionRow", models.PROTECT, related_name="+")
    state = models.JSONField()
    data = models.JSONField(default=dict)
    stage = models.CharField(max_length=80)
    outcome = models.CharField(max_length=20, default="", blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    clock = models.JSONField(null=True)  # the ledger that runs now
    clock_name = models.CharField(max_length=20, default="", blank=True)
    statutory = models.JSONField(null=True)  # the same days against the statutory limit
    due_on = models.DateField(null=True)
    statutory_due_on = models.DateField(null=True)
    yellow_from = models.DateField(null=True)
    red_from = models.DateField(null=True)
    paused = models.BooleanField(default=False)
    late = models.BooleanField(default=False)  # some clock of this matter ran out before it was stopped
    early = models.BooleanField(default=False)  # the last clock was stopped before its last day

    class Meta:
        db_table = "matters_matter"
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="matters_mine"),
            models.Index(fields=["unit", "-id"], name="matters_of_unit"),
            models.Index(fields=["region", "unit"], name="matters_counted"),
            models.Index(
                fields=["red_from"], name="matters_red", condition=models.Q(closed_at__isnull=True, paused=False)
            ),
        ]


class TaskRow(models.Model):
    """One human step of a matter: open until ``done_at``. ``token`` is its stable place in the procedure's state."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(MatterRow, models.PROTECT, related_name="+")
    token = models.IntegerField()
    node = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    unit = models.CharField(max_length=18)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=120, default="", blank=True)
    outcome = models.CharField(max_length=40, default="", blank=True)
    outcome_name = models.CharField(max_length=40, default="", blank=True)
    opinion = models.TextField(default="", blank=True)

    class Meta:
        db_table = "matters_task"
        constraints: ClassVar = [models.UniqueConstraint(fields=["matter", "token"], name="matters_one_task")]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "role", "due_on"], name="matters_worklist", condition=models.Q(done_at__isnull=True)
            )
        ]


class SerialRow(models.Model):
    """The last serial number given in a scope (a region's day, a unit's year)."""

    scope = models.CharField(primary_key=True, max_length=60)
    last = models.IntegerField(default=0)

    class Meta:
        db_table = "matters_serial"
