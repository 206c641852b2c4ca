"""What a refused booking says."""


class BookingRefused(ValueError):
    """Says why nothing was booked, cancelled or offered, and what to do (HTTP 422)."""


class NoSuchBooking(LookupError):
    """There is no such booking, or it is someone else's: the answer is the same (HTTP 404)."""


class NotYourWindow(PermissionError):
    """The reader holds no post at this window (HTTP 403)."""
