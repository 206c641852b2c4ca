"""Two changes at once: one after the other, so that no day is told twice and the newest tells of both."""

import threading

import pytest
from django.db import connection

from yimen.contexts.journal.api import Act
from yimen.contexts.places.api import CalendarMoved, calendar, changes, newest_change, order_closure

from .test_changes import TYPHOON, day

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_orders_at_once_change_the_calendar_one_after_the_other(act: Act) -> None:
    start, faults = threading.Barrier(4), []

    def order(number: int) -> None:
        start.wait()
        try:
            first = f"2026-09-{15 + number}"
            order_closure(
                act=act, data={**TYPHOON, "document": f"命令{number}号", "first": first, "last": "2026-09-18"}
            )
        except Exception as error:  # noqa: BLE001 - handed to the test
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=order, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    told = [moved for change in changes() for moved in change.days]
    assert sorted(told) == [day("09-15"), day("09-16"), day("09-17"), day("09-18")]
    found = calendar(region=TYPHOON["region"])
    assert [found.is_working(day(text)) for text in ("09-14", "09-15", "09-18")] == [True, False, False]


def test_of_two_confirmed_at_once_after_the_same_preview_one_stands(act: Act) -> None:
    start, refused, faults, seen = threading.Barrier(4), [], [], newest_change()

    def confirm(number: int) -> None:
        start.wait()
        try:
            order_closure(act=act, data={**TYPHOON, "document": f"命令{number}号"}, expected=seen)
        except CalendarMoved as error:
            refused.append(error)
        except Exception as error:  # noqa: BLE001 - handed to the test
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (faults, len(refused), len(changes())) == ([], 3, 1)
