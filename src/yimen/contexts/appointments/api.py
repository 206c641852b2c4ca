"""The door of appointments."""

from .booking import book, cancel
from .offering import offer
from .reading import Booking, Slot, bookings, my_bookings, offering, slots
from .refusals import BookingRefused, NoSuchBooking, NotYourWindow
from .ruling import DEMO, MOST, Rule, rule

__all__ = [
    "DEMO",
    "MOST",
    "Booking",
    "BookingRefused",
    "NoSuchBooking",
    "NotYourWindow",
    "Rule",
    "Slot",
    "book",
    "bookings",
    "cancel",
    "my_bookings",
    "offer",
    "offering",
    "rule",
    "slots",
]
