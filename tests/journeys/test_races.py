"""Two at once: one wins, the other is told, nothing is half done."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import lodge
from yimen.contexts.journal.api import AnsweredOtherwise, fsck, once, trail
from yimen.contexts.matters.api import Completion, StepGone, complete_task, mine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Does deeds at once, each on its own connection; returns what each gave, or raised."""
    start, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            given[place] = deed()
        except Exception as error:  # noqa: BLE001 - handed to the test
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_two_officers_complete_one_step(office: Office) -> None:
    receipt = office.lodge()
    clerk = office.reader("cs-window")
    task = office.task(clerk, receipt.id).id

    def accept() -> Any:
        return complete_task(act=office.act(clerk), reader=clerk, completion=Completion(task, "accept"))

    def refuse() -> Any:
        completion = Completion(task, "refuse_acceptance", "不属于本机关职权")
        return complete_task(act=office.act(clerk), reader=clerk, completion=completion)

    first, second = together(accept, refuse)
    lost = [given for given in (first, second) if isinstance(given, StepGone)]
    assert len(lost) == 1
    assert "已由" in str(lost[0])
    verbs = [entry.verb for entry in trail(subject=receipt.id)]
    assert len(set(verbs) & {"case.accept", "case.refuse_acceptance"}) == 1


@pytest.mark.parametrize("times", [2, 4])
def test_one_application_sent_several_times_at_once_is_one_case(office: Office, times: int) -> None:
    citizen, application = office.reader("张三演"), office.application()

    def send() -> Any:
        return lodge(act=office.act(citizen), reader=citizen, application=application)

    given = together(*[send] * times)
    assert {getattr(receipt, "number", receipt) for receipt in given} == {given[0].number}
    assert len(mine(reader=citizen)) == 1


def test_many_citizens_at_once_get_different_numbers(office: Office) -> None:
    citizen = office.reader("张三演")

    def send() -> Any:
        return lodge(act=office.act(citizen), reader=citizen, application=office.application()).number

    numbers = together(*[send] * 6)
    assert len(set(numbers)) == 6, numbers
    office.follow()
    assert fsck().errors == ()


def test_one_key_used_by_two_calls_at_once_does_the_work_once(office: Office) -> None:
    clerk, done = office.reader("cs-window"), []

    def call() -> Any:
        return once(act=office.act(clerk), key="k" * 8, content={"a": 1}, do=lambda: done.append(1) or {"done": True})

    given = together(call, call)
    assert {"done": True} in given
    assert all(answer == {"done": True} or isinstance(answer, AnsweredOtherwise) for answer in given)
