"""Tables: matters, their tasks, and serial numbers. Rows, not blobs: one huge matter never blocks another."""

from typing import Any, ClassVar

from django.db import models

_OPEN = models.Q(closed_at__isnull=True)


class MatterRow(models.Model):
    """One running instance of a procedure. ``owner`` is the key of the person or legal person whose matter it is."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=21)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    region = models.CharField(max_length=12)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    centre = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    owner = models.CharField(max_length=64)
    procedure = models.ForeignKey("procedures.VersionRow", models.PROTECT, related_name="+", db_index=False)
    state = models.JSONField()
    data = models.JSONField(default=dict)
    stage = models.CharField(max_length=80)
    outcome = models.CharField(max_length=20, default="", blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    timers = models.JSONField(default=list)  # every limit that runs or ran on it; what counting gives is in ClockRow
    late = models.BooleanField(default=False)  # some promised or statutory limit ran out before it was stopped
    early = models.BooleanField(default=False)  # the last one was stopped before its last day
    lapses = models.BooleanField(default=False)  # 超时默认: the item lets silence end a step
    held: str | None = None  # no column: the newest change of the calendars, as the transaction holds them
    read: tuple[Any, str, Any] | None = None  # no column: what ``timers_of`` read, and from which values

    class Meta:
        db_table = "matters_matter"
        constraints: ClassVar = [models.UniqueConstraint(fields=["number"], name="matters_one_number")]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="matters_mine"),
            models.Index(fields=["region", "unit"], name="matters_counted"),
            models.Index(fields=["unit"], name="matters_open_in_unit", condition=_OPEN),
            models.Index(fields=["centre"], name="matters_open_in_centre", condition=_OPEN),
            models.Index(fields=["closed_at"], name="matters_closed", condition=~_OPEN),
        ]


class ClockRow(models.Model):
    """What counting makes of the limits of one matter, by the calendar as it is: all that re-dating writes, no more.

    Narrow, and its pages half empty: an update whose waking moment stays writes no index. Whoever changes a matter
    locks this row with it (``rows.locked``).
    """

    matter = models.OneToOneField(MatterRow, models.PROTECT, primary_key=True, related_name="clock")
    alike = models.UUIDField()  # the digest of the matter's timers: what is alike is counted once
    wakes_at = models.DateTimeField(null=True)  # when the next limit runs out
    due_on = models.DateField(null=True)
    statutory_due_on = models.DateField(null=True)
    yellow_from = models.DateField(null=True)
    red_from = models.DateField(null=True)
    reaches_on = models.DateField(null=True)  # the last day any limit looks at: calendars that change before it matter
    opened_on = models.DateField()
    open = models.BooleanField(default=True)
    paused = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)  # a notice of holidays is missing that could move the day
    region = models.CharField(max_length=12)  # the matter's own, as are ``open`` and ``opened_on``
    clock_name = models.CharField(max_length=20, default="", blank=True)
    dues = models.TextField(default="", blank=True)  # the last day of each of its timers (``timers.dues_text``)

    class Meta:
        db_table = "matters_clock"  # each index is written again whenever a waking moment moves
        indexes: ClassVar = [
            models.Index(fields=["wakes_at", "matter"], name="matters_wakes", condition=models.Q(open=True))
        ]


class TaskRow(models.Model):
    """One turn at a human step of a matter: open until ``done_at``. ``token`` is its place in the procedure's state.

    A step that changes hands closes one row and opens another of the same ``line``, the token under which the step
    opened: its limit runs on. ``holder``: the account whose turn it is, "" where any holder of the post may do it;
    ``doer``: the account that ended it with an outcome, "" where time or the matter's end did, and of turns older than
    the column where no one entry of the journal fits.
    """

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(MatterRow, models.PROTECT, related_name="+")
    token = models.IntegerField()
    node = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    unit = models.CharField(max_length=18)
    line = models.IntegerField()
    holder = models.CharField(max_length=36, default="", blank=True)
    until = models.DateField(null=True)  # the last day of a delegation
    came = models.CharField(max_length=12, default="", blank=True)  # by which gesture it came, "" where the step opened
    came_by = models.CharField(max_length=120, default="", blank=True)  # the post from which it came
    terms = models.CharField(max_length=200, default="", blank=True)  # the limits of a delegation
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=120, default="", blank=True)
    doer = models.CharField(max_length=36, default="", blank=True)
    outcome = models.CharField(max_length=40, default="", blank=True)
    outcome_name = models.CharField(max_length=40, default="", blank=True)
    opinion = models.TextField(default="", blank=True)

    class Meta:
        db_table = "matters_task"
        constraints: ClassVar = [models.UniqueConstraint(fields=["matter", "token"], name="matters_one_task")]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "role", "due_on"], name="matters_worklist", condition=models.Q(done_at__isnull=True)
            ),
            models.Index(
                fields=["holder", "due_on"],
                name="matters_held",
                condition=models.Q(done_at__isnull=True) & ~models.Q(holder=""),
            ),
            models.Index(
                fields=["until"],
                name="matters_lent",
                condition=models.Q(done_at__isnull=True, until__isnull=False),
            ),
        ]


class DeedRow(models.Model):
    """What an officer did to a matter, under the id of its entry in the journal, from which it is kept."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField()
    matter = models.ForeignKey(MatterRow, models.PROTECT, related_name="+", db_index=False)
    verb = models.CharField(max_length=60)
    step = models.CharField(max_length=80, default="", blank=True)
    outcome = models.CharField(max_length=80, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "matters_deed"
        indexes: ClassVar = [models.Index(fields=["account", "-at", "-id"], name="matters_deeds")]


class SerialRow(models.Model):
    """The last serial number given in a scope (a region's day, a unit's year)."""

    scope = models.CharField(primary_key=True, max_length=60)
    last = models.IntegerField(default=0)

    class Meta:
        db_table = "matters_serial"


class SpecialRow(models.Model):
    """A special procedure of a matter: a hearing, a survey, an expert review; its record, with its own clock."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(MatterRow, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    pauses = models.BooleanField()  # whether the law lets the main limits stand still meanwhile
    document = models.CharField(max_length=100)
    told = models.CharField(max_length=60)
    post = models.CharField(max_length=120)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)
    result = models.TextField(default="", blank=True)  # sealed
    record = models.TextField(default="", blank=True)  # sealed: what was held, when, by whom, with what votes

    class Meta:
        db_table = "matters_special"
        indexes: ClassVar = [models.Index(fields=["matter", "begun_on"], name="matters_specials")]


class ReasonRow(models.Model):
    """Why a limit was corrected or made longer, in the officer's words: the log holds a digest of them only."""

    id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(MatterRow, models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    post = models.CharField(max_length=120)
    text = models.TextField()  # sealed
    at = models.DateTimeField()

    class Meta:
        db_table = "matters_reason"


class RedatingRow(models.Model):
    """A change of the calendar on its way through the open matters, and what it moved. Resumes where it stopped."""

    id = models.UUIDField(primary_key=True)
    change = models.BigIntegerField(unique=True)  # of the calendar, in places
    region = models.CharField(max_length=12, default="", blank=True)
    document = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    first_day = models.DateField()
    last_day = models.DateField()
    cursor = models.UUIDField(null=True)  # the last matter seen; none is seen twice, for an id never changes
    total = models.IntegerField(null=True)
    seen = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matters_redating"
