"""Tables: base items, versions of items and their drafts, their files, what items are found by, everyday words."""

from typing import ClassVar

from django.db import models


class BaseRow(models.Model):
    """One version of a base item (基本目录事项), in force from a day: what its items say alike everywhere."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=20)
    content = models.TextField()  # as published, JSON: code, name, type, basis
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day in force
    change = models.JSONField()  # kind, reason, document
    published_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_base"
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "number"], name="catalogue_one_base")]


class VersionRow(models.Model):
    """One version of an item, in force from a day to a day. Its content never changes; its end is set later.

    ``name`` and ``type`` as they were on its first day: where a base item is in force, they come from there.
    """

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=31)
    base_code = models.CharField(max_length=12, db_index=True)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=20)
    region = models.CharField(max_length=12, db_index=True)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+")
    centre = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+")
    content = models.TextField()  # the item as published, JSON
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day in force
    change = models.JSONField()  # kind, reason, document that brought the version about
    ending = models.JSONField(null=True)  # the same of the cancellation, if it was cancelled
    published_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_version"
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "number"], name="catalogue_one_number")]
        indexes: ClassVar = [
            models.Index(fields=["region", "valid_from"], name="catalogue_moved_in_place"),
            models.Index(fields=["name"], name="catalogue_called", condition=models.Q(valid_to=None)),
        ]


class PrerequisiteRow(models.Model):
    """One item that a version of an item needs before it, both by their base codes."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(VersionRow, models.CASCADE, related_name="+", db_index=False)
    base_code = models.CharField(max_length=12)
    needs = models.CharField(max_length=12)

    class Meta:
        db_table = "catalogue_prerequisite"
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "needs"], name="catalogue_needs_once")]
        indexes: ClassVar = [models.Index(fields=["base_code"], name="catalogue_needs")]


class NamedRow(models.Model):
    """The procedure that a version of an item names, and within how many working days it is to be decided."""

    version = models.OneToOneField(VersionRow, models.CASCADE, primary_key=True, related_name="+")
    procedure_key = models.CharField(max_length=64)
    promised = models.PositiveIntegerField()
    instant = models.BooleanField()

    class Meta:
        db_table = "catalogue_named"
        indexes: ClassVar = [models.Index(fields=["procedure_key", "promised"], name="catalogue_by_procedure")]


class NameRow(models.Model):
    """A name that items are found by, each once: among a nation's million items are some thousand names.

    How well an item answers is seen in its name alone, so many are put in order by names, not one by one.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120, unique=True)  # plain: as it is compared
    initials = models.CharField(max_length=400)
    sounds = models.TextField()

    class Meta:
        db_table = "catalogue_name"


class TextRow(models.Model):
    """What an item is found by: its words, and what it can be narrowed by. Items that say the same share one row.

    A county's item says what the province's says, so a million items share some ten thousand rows. A row never changes.
    Its characters and marks stand in the index of words (words.py), on every database in the same form.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of what follows
    name = models.CharField(max_length=120)  # plain: as it is compared
    body = models.TextField()  # name and whatever else is said of the item, plain, one line each
    initials = models.CharField(max_length=400)  # of the name's pinyin
    sounds = models.TextField()  # the name's pinyin
    marks = models.TextField()  # audiences, themes, life events (words.marked)

    class Meta:
        db_table = "catalogue_text"


class EntryRow(models.Model):
    """A version as it is looked up: slim, so that a place's items are read in one go; it ends with the version.

    A version whose base item changes under it has one for each time in which it says the same.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(VersionRow, models.CASCADE, related_name="+")
    text = models.ForeignKey(TextRow, models.PROTECT, related_name="+", db_index=False)
    name = models.ForeignKey(NameRow, models.PROTECT, related_name="+", db_index=False)  # its text's
    code = models.CharField(max_length=31)
    region = models.CharField(max_length=12)
    level = models.SmallIntegerField()  # kernel.codes.LEVELS
    unit = models.CharField(max_length=18)  # USCC
    type = models.CharField(max_length=20)
    online = models.SmallIntegerField()  # place in content.ONLINE: the further online, the higher
    instant = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "catalogue_entry"
        indexes: ClassVar = [
            models.Index(fields=["region", "code"], name="catalogue_in_place"),
            models.Index(fields=["text", "region"], name="catalogue_saying"),
            models.Index(fields=["name", "region"], name="catalogue_having_name"),
        ]


class SynonymRow(models.Model):
    """An everyday word and an official word that it stands for. ``shipped``: from the program's own table."""

    id = models.BigAutoField(primary_key=True)
    said = models.CharField(max_length=20)  # plain
    official = models.CharField(max_length=60)
    shipped = models.BooleanField(default=False)
    initials = models.CharField(max_length=20, default="", db_index=True)  # of what is said; "": not yet spelt

    class Meta:
        db_table = "catalogue_synonym"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["said", "official"], name="catalogue_one_meaning"),
        ]


class ProposedWordRow(models.Model):
    """An everyday word that an editor proposes, and what became of it; ``state``: open, taken_up, declined."""

    id = models.UUIDField(primary_key=True)
    said = models.CharField(max_length=20)  # plain
    official = models.CharField(max_length=60)
    post = models.CharField(max_length=120)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, default="open")
    decided_by = models.CharField(max_length=120, default="", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalogue_proposed_word"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["said", "official"], condition=models.Q(state="open"), name="catalogue_proposed_once"
            ),
        ]


class MissRow(models.Model):
    """Words that found nothing in a place, counted by the day. No person, no hour, no address is kept."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    region = models.CharField(max_length=12)
    words = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "catalogue_miss"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "region", "words"], name="catalogue_one_miss"),
        ]


class DraftRow(models.Model):
    """The next version of one item while it is written: saved whole, incomplete as it may be.

    ``kind``: one of publishing.CHANGES. ``based_on``: the version it would follow; none for a new item. ``revision``
    grows with each save. ``ends``: the implementation codes of items that end with it (合并); ``targets``: the units to
    which it goes (下放). ``origin``: the version that was delegated, of a draft that takes over (承接); ``due_on``: by
    when that is to be done. ``review``: what decides on it, while it is submitted. ``version``: what it became.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=4)
    code = models.CharField(max_length=31, default="", blank=True)
    name = models.CharField(max_length=120, default="", blank=True)
    unit = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)  # of the unit: who reviews finds drafts by it
    content = models.TextField()  # JSON, as far as it is written
    based_on = models.ForeignKey(VersionRow, models.PROTECT, null=True, related_name="+", db_index=False)
    first_day = models.DateField(null=True)
    reason = models.CharField(max_length=400, default="", blank=True)
    document = models.CharField(max_length=120, default="", blank=True)
    ends = models.JSONField(default=list)
    targets = models.JSONField(default=list)
    origin = models.ForeignKey(VersionRow, models.PROTECT, null=True, related_name="+", db_index=False)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=12, default="draft")
    revision = models.PositiveIntegerField(default=1)
    editors = models.JSONField(default=list)  # the accounts that have saved it; none of them reviews it
    post = models.CharField(max_length=120)
    review = models.UUIDField(null=True)
    version = models.ForeignKey(VersionRow, models.PROTECT, null=True, related_name="+", db_index=False)
    base = models.BooleanField(default=False)
    followed = models.ForeignKey(BaseRow, models.PROTECT, null=True, related_name="+", db_index=False)
    became = models.ForeignKey(BaseRow, models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_draft"
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="catalogue_drafts"),
            models.Index(fields=["region", "state"], name="catalogue_drafts_in_place"),
            models.Index(fields=["review"], name="catalogue_drafts_reviewed"),
            models.Index(fields=["code"], name="catalogue_drafts_of_item"),
            models.Index(fields=["kind", "state"], name="catalogue_drafts_of_kind"),
        ]


class CommentRow(models.Model):
    """What somebody says of a field of a draft; ``field`` a key of fields.LABELS, "" for the whole."""

    id = models.UUIDField(primary_key=True)
    draft = models.ForeignKey(DraftRow, models.PROTECT, related_name="+")
    field = models.CharField(max_length=40, default="", blank=True)
    text = models.CharField(max_length=400)
    post = models.CharField(max_length=120)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        db_table = "catalogue_comment"


class SampleRow(models.Model):
    """What a sample or blank form holds: one file for each digest, kept by documents under the draft it came with."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    document = models.UUIDField()
    owner = models.UUIDField()
    media = models.CharField(max_length=100)
    size = models.IntegerField()  # bytes
    at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_sample"


class DigestRow(models.Model):
    """What a version says in each respect that levels and areas are compared in, as 63 bits of a digest.

    Slim, so that a report over a million items streams; it ends with the version. ``name`` ``type`` ``basis``: 0
    where a base item gives them; ``variants``: 0 where there are none.
    """

    version = models.OneToOneField(VersionRow, models.CASCADE, primary_key=True, related_name="+")
    base_code = models.CharField(max_length=12)
    level = models.SmallIntegerField()  # kernel.codes.LEVELS
    code = models.CharField(max_length=31)
    region = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    name = models.BigIntegerField()
    type = models.BigIntegerField(db_default=0)
    basis = models.BigIntegerField(db_default=0)
    conditions = models.BigIntegerField()
    materials = models.BigIntegerField()
    process = models.BigIntegerField()
    limit = models.BigIntegerField()
    fee = models.BigIntegerField()
    variants = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "catalogue_digest"
        indexes: ClassVar = [
            models.Index(fields=["base_code", "level", "code"], name="catalogue_compared"),
            models.Index(fields=["region"], name="catalogue_compared_in_place"),
        ]


class ExplainedRow(models.Model):
    """A difference that was explained: which item, in which respect, what both sides said, why, and until which day.

    It belongs to the two digests: where either side says something else, it holds no more.
    """

    id = models.UUIDField(primary_key=True)
    base_code = models.CharField(max_length=12)
    code = models.CharField(max_length=31)
    region = models.CharField(max_length=12)
    respect = models.CharField(max_length=12)  # digests.RESPECTS
    said = models.BigIntegerField()
    standard_said = models.BigIntegerField()
    standard_code = models.CharField(max_length=31)  # whose words were seen then
    why = models.CharField(max_length=400)
    document = models.CharField(max_length=120, default="", blank=True)
    until = models.DateField()  # the last day on which it holds
    post = models.CharField(max_length=120)
    at = models.DateTimeField()
    first_day = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.CharField(max_length=120, default="", blank=True)
    withdrawn_why = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        db_table = "catalogue_explained"
        indexes: ClassVar = [
            models.Index(fields=["code", "respect"], name="catalogue_explained_of_item"),
            models.Index(fields=["until"], name="catalogue_explained_until"),
        ]
