"""Tables: baselines, cases, penalties, inspections, and the registers in versions. Nobody stands in them in plain."""

from typing import ClassVar

from django.db import models


class EntryRow(models.Model):
    """One version of one entry of a register, in force from a day to a day. It never changes; its end is set later."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    content = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day in force
    change = models.JSONField()  # kind, reason, document that brought the version about
    ending = models.JSONField(null=True)  # the same of the end, if the entry was ended
    demo = models.BooleanField(default=False)
    post = models.CharField(max_length=120)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "powers_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code", "number"], name="powers_one_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "kind"], name="powers_in_place"),
            models.Index(fields=["unit", "kind"], name="powers_of_unit"),
        ]


class ProposalRow(models.Model):
    """A change of a list of powers that is proposed (清单调整), reviewed as a matter that has the same id.

    Nothing of it is an entry before the last consent. ``what``: new | change | end. ``day``: the first day of what is
    to stand, the last of what is to end. ``before``: the version that it changes or ends; ``became``: what came of it.
    ``editors``: the accounts that wrote it; none of them decides on it. ``revision`` grows with each correction.
    """

    matter = models.OneToOneField("matters.MatterRow", models.PROTECT, primary_key=True, related_name="+")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=32)
    what = models.CharField(max_length=6)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)
    name = models.CharField(max_length=120, blank=True)
    content = models.JSONField()
    day = models.DateField()
    change = models.JSONField()
    before = models.ForeignKey(EntryRow, models.PROTECT, null=True, related_name="+", db_index=False)
    became = models.ForeignKey(EntryRow, models.PROTECT, null=True, related_name="+")
    editors = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    post = models.CharField(max_length=120)
    office = models.CharField(max_length=18)  # the unit that proposes it: the body's own desk, or a law office
    state = models.CharField(max_length=10, default="submitted")  # | returned | published | refused | withdrawn
    opinion = models.CharField(max_length=400, default="", blank=True)
    open = models.BooleanField(default=True)
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "powers_proposal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], condition=models.Q(open=True), name="powers_one_proposal"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "kind"], name="powers_proposals")]


class BaselineRow(models.Model):
    """A baseline being written, submitted, approved; by version of its ``family``, which is its first version's id.

    ``revision`` grows with each save: who saves over one that they have not seen is refused. ``editors``: the accounts
    that saved or submitted it; none of them approves it. ``approver_region``: whose government approves.
    """

    id = models.UUIDField(primary_key=True)
    family = models.UUIDField()
    number = models.PositiveIntegerField(null=True)  # given with approval
    region = models.CharField(max_length=12)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    content = models.JSONField()
    rule = models.ForeignKey(EntryRow, models.PROTECT, null=True, related_name="+", db_index=False)  # 具体办法
    state = models.CharField(max_length=10, default="draft")
    revision = models.PositiveIntegerField(default=1)
    editors = models.JSONField(default=list)
    note = models.CharField(max_length=400, default="", blank=True)
    author_post = models.CharField(max_length=120)
    approver_region = models.CharField(max_length=12, default="", blank=True)
    approver_post = models.CharField(max_length=120, default="", blank=True)
    opinion = models.CharField(max_length=400, default="", blank=True)
    document = models.CharField(max_length=120, default="", blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "powers_baseline"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["family", "number"], name="powers_one_version"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "state"], name="powers_baselines"),
            models.Index(fields=["approver_region", "state"], name="powers_to_approve"),
        ]


class PenaltyRow(models.Model):
    """One decision under a baseline. ``amount``, ``low``, ``high`` in fen or days, ``base`` in fen.

    ``party``, ``occasion``: keyed digests of who was punished and of who was, for what act found. ``fine``: it counts
    as a fine for that act, of which there is never a second (行政处罚法 29). The reasons are sealed.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=60)
    baseline = models.ForeignKey(BaselineRow, models.PROTECT, related_name="+")
    family = models.UUIDField()
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)
    level = models.SmallIntegerField()
    facts = models.JSONField()
    tier = models.SmallIntegerField()
    tier_name = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    base = models.BigIntegerField(null=True)
    low = models.BigIntegerField()
    high = models.BigIntegerField(null=True)
    by = models.BigIntegerField()  # how far outside the tier, negative below
    party = models.CharField(max_length=64)
    occasion = models.CharField(max_length=64)
    happened_on = models.DateField()
    fine = models.BooleanField()
    state = models.CharField(max_length=10)  # within | waiting | allowed | denied
    grounds = models.JSONField(default=list)
    reasons = models.TextField(default="", blank=True)  # sealed
    distinct = models.TextField(default="", blank=True)  # sealed: why it is another act than those near it
    author = models.CharField(max_length=36)
    post = models.CharField(max_length=120)
    decided_at = models.DateTimeField()
    higher_post = models.CharField(max_length=120, default="", blank=True)
    opinion = models.TextField(default="", blank=True)  # sealed
    answered_at = models.DateTimeField(null=True)
    matter = models.ForeignKey("matters.MatterRow", models.PROTECT, null=True, related_name="+")  # whose case it ends
    shown = models.BooleanField(default=True)  # to the public; of a case only once it was published (公示)

    class Meta:
        db_table = "powers_penalty"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter"], condition=~models.Q(state="denied"), name="powers_one_of_case"),
            models.UniqueConstraint(fields=["unit", "number"], name="powers_one_decision"),
            models.UniqueConstraint(fields=["occasion"], condition=models.Q(fine=True), name="powers_one_fine"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "happened_on"], name="powers_of_party"),
            models.Index(fields=["region", "-decided_at"], name="powers_penalties"),
            models.Index(fields=["family", "tier"], name="powers_by_tier"),
        ]


class CaseRow(models.Model):
    """One case of a penalty (案件), run as a matter that has the same id.

    ``party``, ``occasion``: keyed digests as a penalty has them; name, identifier, found and log are sealed. ``log``:
    what each step stated. ``handlers``: account by outcome, so that who did one step may be kept from another.
    ``evidence``: what kinds of it each officer stated who signed the investigation that is in force, by account.
    ``told_on``: when the party was told of its rights; ``hearing``: whether it may ask for one (行政处罚法 63).
    """

    matter = models.OneToOneField("matters.MatterRow", models.PROTECT, primary_key=True, related_name="+")
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)
    baseline = models.ForeignKey(BaselineRow, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=20)
    party = models.CharField(max_length=64)
    occasion = models.CharField(max_length=64)
    happened_on = models.DateField()
    name = models.TextField()
    identifier = models.TextField()
    found = models.TextField()
    log = models.TextField(default="", blank=True)
    handlers = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    told_on = models.DateField(null=True)
    hearing = models.BooleanField(default=False)
    decided_on = models.DateField(null=True)
    open = models.BooleanField(default=True)

    class Meta:
        db_table = "powers_case"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["occasion"], condition=models.Q(open=True), name="powers_one_open_case"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "open"], name="powers_cases")]


class InspectionRow(models.Model):
    """An inspection of how discretion is used, as published: what was counted and found, what is to be put right."""

    id = models.UUIDField(primary_key=True)
    region = models.CharField(max_length=12)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField()
    figures = models.JSONField()  # unit → counts, as they stood when it was published
    findings = models.TextField()
    demand = models.TextField(default="", blank=True)
    due_on = models.DateField(null=True)
    demo = models.BooleanField(default=False)
    post = models.CharField(max_length=120)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "powers_inspection"
        indexes: ClassVar = [models.Index(fields=["region", "-published_at"], name="powers_inspections")]
