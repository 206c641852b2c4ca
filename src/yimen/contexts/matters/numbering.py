"""Gives numbers without gaps inside one scope; two at once never get the same."""

from datetime import date

from django.db.models import F

from yimen.kernel.codes import format_case_number

from .models import SerialRow


def next_serial(*, scope: str) -> int:
    """Returns the next number of a scope, from 1, inside the caller's transaction (rolled back with it)."""
    if not SerialRow.objects.filter(scope=scope).update(last=F("last") + 1):
        SerialRow.objects.bulk_create([SerialRow(scope=scope, last=0)], ignore_conflicts=True)
        SerialRow.objects.filter(scope=scope).update(last=F("last") + 1)
    return SerialRow.objects.values_list("last", flat=True).get(scope=scope)


def next_number(*, region: str, day: date) -> str:
    """Returns a new public number: region 6 + date 8 + serial 6 + check digit."""
    return format_case_number(region[:6], day, next_serial(scope=f"matter/{region[:6]}/{day:%Y%m%d}"))
