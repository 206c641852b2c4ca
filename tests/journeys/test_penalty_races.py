"""A case is spared while its penalty is decided, a key set twice: one of the two holds, never both."""

import threading
import time
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from tests.conftest import Demo
from tests.journeys.test_penalty_cases import HIGHWAY, accounts, decision, does, opened, told
from tests.journeys.test_races import together
from tests.office import Office, moment
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import Completion as Done
from yimen.contexts.matters.api import Matter, StepRefused, complete_task, open_tasks, send_back
from yimen.contexts.powers.api import SPARED, PowerMoved, public_penalties
from yimen.contexts.supervision.api import KeyRefused, NewKey, keys, set_key

pytestmark = pytest.mark.django_db(transaction=True)
LILING = "430281000000"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def test_one_thing_is_made_key_once(office: Office) -> None:
    watcher, first = office.reader("ll-supervisor"), threading.Event()
    key = NewKey(
        sort="unit", target=HIGHWAY, reason="专项检查", document="某办〔2026〕1号", valid_from=date(2026, 3, 2)
    )

    def set_it() -> Any:
        return set_key(act=office.act(watcher), reader=watcher, region=LILING, key=key)

    def slowly() -> Any:
        with transaction.atomic():
            made = set_it()
            first.set()
            _waits_for_a_lock()
        return made

    def again() -> Any:
        first.wait(30)
        return set_it()

    made, refused = together(slowly, again)
    assert isinstance(refused, KeyRefused), refused
    assert [one.id for one in keys(reader=watcher)] == [made.id]


def _waits_for_a_lock() -> None:
    """Waits until another connection stands before a lock; where the database cannot tell, a while."""
    for _ in range(50):
        time.sleep(0.1)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                if cursor.fetchone()[0]:
                    return


@pytest.mark.parametrize("outcome", ["spare", "transfer"])
def test_a_case_is_not_spared_and_punished_at_once(office: Office, outcome: str) -> None:
    case: Matter = told(office)
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    reader = office.reader("ll-decider")
    task, spared = office.task(reader, case.id), threading.Event()

    def spare() -> Any:
        with transaction.atomic():
            done = Done(task.id, outcome, "情节轻微", {"spared": [SPARED[0]]})
            ended = complete_task(act=office.act(reader), reader=reader, completion=done)
            spared.set()
            _waits_for_a_lock()
        return ended

    def decide() -> Any:
        spared.wait(30)
        return decision(office, case)

    ended, made = together(spare, decide)
    assert ended.outcome in ("不予处罚", "移送")
    assert isinstance(made, PowerMoved), made
    assert not [one for one in public_penalties(region=LILING) if one.number.endswith(f"{case.number[-4:]}号")]


def test_a_case_is_not_decided_and_returned_past_its_decision_at_once(office: Office) -> None:
    case: Matter = told(office)
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    reader, decided = office.reader("ll-decider"), threading.Event()
    task = office.task(reader, case.id)

    def decide() -> Any:
        with transaction.atomic():
            made = decision(office, case)
            decided.set()
            _waits_for_a_lock()
        return made

    def back() -> Any:
        decided.wait(30)
        return send_back(act=office.act(reader), reader=reader, task=task.id, to="hear", keep=True, reason="再听取")

    made, refused = together(decide, back)
    assert made.state == "within"
    assert isinstance(refused, StepRefused), refused
    assert made.number in str(refused)
    assert [one.node for one in open_tasks(matter=case.id)] == ["decide"]


def test_two_investigators_who_sign_at_once_both_count(office: Office) -> None:
    case: Matter = opened(office)
    does(office, "ll-examiner", case, "open", lists=accounts(office, "ll-examiner", "ll-road"))
    signed = threading.Event()

    def sign(who: str, evidence: str) -> Any:
        return does(office, who, case, "done", evidence=[evidence], shown="yes")

    def slowly() -> Any:
        with transaction.atomic():
            first = sign("ll-examiner", "书证")
            signed.set()
            _waits_for_a_lock()
        return first

    def again() -> Any:
        signed.wait(30)
        return sign("ll-road", "物证")

    together(slowly, again)
    found = [one.facts["evidence"] for one in trail(subject=case.id) if "evidence" in one.facts]
    assert found == [["书证", "物证"]]
