"""Tables: accounts, legal persons, mandates, units, posts. Personal fields are sealed, look-ups by keyed digest."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Account(AbstractBaseUser):
    """Someone who can sign in: a natural person, an officer, or an outside system (client)."""

    id = models.UUIDField(primary_key=True)
    login = models.CharField(max_length=80, unique=True)  # digest of the phone number, or an officer's staff name
    kind = models.CharField(max_length=10)  # person | officer | client
    name = models.TextField()  # sealed
    phone = models.TextField(default="", blank=True)  # sealed
    citizen_id = models.TextField(default="", blank=True)  # sealed
    citizen_digest = models.CharField(max_length=64, null=True, db_index=True)
    verified_at = models.DateTimeField(null=True)  # a window officer saw the identity card
    public_key = models.TextField(default="", blank=True)  # clients: PEM of the key that signs their tokens
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = models.Manager()

    class Meta:
        db_table = "identity_account"
        constraints: ClassVar = [
            # Anyone can type a number, so only accounts whose owner showed the card hold it alone.
            models.UniqueConstraint(
                fields=["citizen_digest"],
                condition=models.Q(verified_at__isnull=False, active=True),
                name="identity_one_verified",
            )
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Tells Django whether the account may sign in."""
        return self.active


class LegalPersonRow(models.Model):
    """A legal person (USCC)."""

    uscc = models.CharField(primary_key=True, max_length=18)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, default="企业")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "identity_legal_person"


class MandateRow(models.Model):
    """Who may act for a legal person, from when until when (法定代表人, 经办人); a mere claim until confirmed."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    legal_person = models.ForeignKey(LegalPersonRow, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=40, default="", blank=True)  # the actor's id

    class Meta:
        db_table = "identity_mandate"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "legal_person", "role"],
                condition=models.Q(valid_to__isnull=True),
                name="identity_one_mandate",
            )
        ]


class UnitRow(models.Model):
    """A body that acts: department, bureau, service centre, township. ``demo`` marks a unit that no source names."""

    code = models.CharField(primary_key=True, max_length=18)  # USCC
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=12)  # 机关代字, used in document numbers
    kind = models.CharField(max_length=12)  # department | centre | township | oversight
    region = models.CharField(max_length=12, db_index=True)
    phone = models.CharField(max_length=30, default="", blank=True)
    supervision_phone = models.CharField(max_length=30, default="", blank=True)
    address = models.CharField(max_length=120, default="", blank=True)
    demo = models.BooleanField(default=True)

    class Meta:
        db_table = "identity_unit"


class PostRow(models.Model):
    """A post: person + unit + role + dates. All permission of officers comes from posts."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(UnitRow, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    title = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "identity_post"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="identity_post_dates",
            )
        ]


class AttemptRow(models.Model):
    """A failed sign-in, counted against the login name and the address (等保: lock after failures)."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "identity_attempt"
        indexes: ClassVar = [models.Index(fields=["key", "at"], name="identity_attempts")]
