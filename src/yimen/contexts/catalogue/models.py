"""Tables: versions of items, what they are found by, everyday words, and words that found nothing."""

from typing import ClassVar

from django.db import models


class VersionRow(models.Model):
    """One version of an item, in force from a day to a day. Its content never changes; its end is set later."""

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
    """A version as it is looked up: slim, so that a place's items are read in one go; it ends with the version."""

    id = models.BigAutoField(primary_key=True)
    version = models.OneToOneField(VersionRow, models.CASCADE, related_name="+")
    text = models.ForeignKey(TextRow, models.PROTECT, related_name="+", db_index=False)
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
        ]


class SynonymRow(models.Model):
    """An everyday word and an official word that it stands for. ``shipped``: from the program's own table."""

    id = models.BigAutoField(primary_key=True)
    said = models.CharField(max_length=20)  # plain
    official = models.CharField(max_length=60)
    shipped = models.BooleanField(default=False)

    class Meta:
        db_table = "catalogue_synonym"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["said", "official"], name="catalogue_one_meaning"),
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


class DigestRow(models.Model):
    """What a version says in each respect that levels and areas are compared in, as 63 bits of a digest.

    Slim, so that a report over a million items streams; it ends with the version.
    """

    version = models.OneToOneField(VersionRow, models.CASCADE, primary_key=True, related_name="+")
    base_code = models.CharField(max_length=12)
    level = models.SmallIntegerField()  # kernel.codes.LEVELS
    code = models.CharField(max_length=31)
    region = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    name = models.BigIntegerField()
    conditions = models.BigIntegerField()
    materials = models.BigIntegerField()
    process = models.BigIntegerField()
    limit = models.BigIntegerField()
    fee = models.BigIntegerField()

    class Meta:
        db_table = "catalogue_digest"
        indexes: ClassVar = [
            models.Index(fields=["base_code", "level", "code"], name="catalogue_compared"),
            models.Index(fields=["region"], name="catalogue_compared_in_place"),
        ]
