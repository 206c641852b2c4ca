"""Whether a procedure fits those who run it: rooms above, which know for what it is, say so before it is published."""

from collections.abc import Callable, Iterable
from datetime import date

from yimen.kernel.procedure import Finding, Procedure

Check = Callable[[Procedure, date], Iterable[Finding]]
_checks: list[Check] = []


def check_fit(*, check: Check) -> None:
    """Registers what finds where a procedure does not fit from a day on; called once, when an app is ready."""
    if check not in _checks:
        _checks.append(check)


def misfits(procedure: Procedure, on: date) -> tuple[Finding, ...]:
    """Returns all that they find, in the file's order."""
    return tuple(sorted({found for check in _checks for found in check(procedure, on)}))
