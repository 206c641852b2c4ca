"""Tables: the days that a window offers, and who has booked them."""

from typing import ClassVar

from django.db import models


class SlotRow(models.Model):
    """One day of a window with the room it offers; ``booked`` counts those who hold a place, never more than that."""

    id = models.UUIDField(primary_key=True)
    centre = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    region = models.CharField(max_length=12)
    day = models.DateField()
    capacity = models.PositiveIntegerField()
    booked = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "appointments_slot"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "day"], name="appointments_one_day"),
            models.CheckConstraint(condition=models.Q(booked__lte=models.F("capacity")), name="appointments_room"),
        ]


class HolderRow(models.Model):
    """Somebody who has booked at a window: held while they book there, so that the bound on places counts all days."""

    id = models.UUIDField(primary_key=True)
    centre = models.ForeignKey("identity.UnitRow", models.PROTECT, related_name="+", db_index=False)
    account = models.UUIDField()

    class Meta:
        db_table = "appointments_holder"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "account"], name="appointments_one_holder"),
        ]


class BookingRow(models.Model):
    """One place held by a person. ``item``: what they come for, "" where they did not say."""

    id = models.UUIDField(primary_key=True)
    slot = models.ForeignKey(SlotRow, models.PROTECT, related_name="+", db_index=False)
    account = models.UUIDField()
    masked = models.CharField(max_length=40)
    item = models.CharField(max_length=120, default="", blank=True)
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "appointments_booking"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "account"],
                name="appointments_one_place",
                condition=models.Q(cancelled_at=None),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-booked_at"], name="appointments_mine")]
