"""Two at once: one wins, the other is told, nothing is half done."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.appointments.api import Booking, BookingRefused, book, bookings, offer, rule, slots
from yimen.contexts.cases.api import lodge
from yimen.contexts.catalogue.api import SynonymsRefused, add_synonym, synonyms
from yimen.contexts.identity.api import Reader, add_officer, appoint, reader_of
from yimen.contexts.journal.api import AnsweredOtherwise, fsck, once, trail
from yimen.contexts.matters.api import (
    Completion,
    StepGone,
    by_ids,
    complete_task,
    migrate,
    mine,
    open_tasks,
)
from yimen.contexts.procedures.api import (
    Draft,
    DraftMoved,
    DraftRefused,
    copy_version,
    draft,
    in_force,
    publish_draft,
    review_draft,
    save_draft,
    submit_draft,
    versions,
)
from yimen.kernel.clock import local_date

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


def test_two_add_the_same_word(office: Office) -> None:
    reader = office.reader("admin-system")
    acts = [office.act(reader) for _ in range(4)]
    deeds = [lambda act=act: add_synonym(act=act, reader=reader, said="同时加的", official="挖掘公路") for act in acts]
    given = together(*deeds)
    refused = [one for one in given if isinstance(one, Exception)]
    assert len(refused) == 3
    assert {type(one) for one in refused} == {SynonymsRefused}
    assert [one.said for one in synonyms(text="同时加的")] == ["同时加的"]


def test_two_officers_complete_one_step(office: Office) -> None:
    receipt = office.lodge()
    clerk = office.reader("cs-window")
    task = office.task(clerk, receipt.id).id

    def accept() -> Any:
        return complete_task(act=office.act(clerk), reader=clerk, completion=Completion(task, "accept"))

    def refuse() -> Any:
        form = {"grounds": ["law_elsewhere"]}
        completion = Completion(task, "refuse_acceptance", "不属于本机关职权", form)
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


@pytest.fixture
def reviewers(office: Office) -> list[Reader]:
    """Gives two who may review the drafts of the highway bureau."""
    act, centre = office.act(), "11430281MB9900128C"
    account = add_officer(act=act, login="second", name="乙", password="Yimen-demo-2026")
    day = local_date(office.now)
    appoint(act=act, account=account, unit=centre, role="approver", title="流程审定岗（二）", valid_from=day)
    return [office.reader("ll-center"), reader_of(account=account, on=day)]


def sent_in(office: Office, days: str) -> Draft:
    """Returns a draft of the highway procedure that was sent for review, with another limit."""
    who = office.reader("ll-process")
    found = in_force(key="highway-licence", on=local_date(office.now))
    one = copy_version(act=office.act(who), reader=who, version=found.id)
    xml = one.xml.replace(b'yimen:limit="3wd"', f'yimen:limit="{days}"'.encode(), 1)
    save_draft(act=office.act(who), reader=who, id=one.id, xml=xml, revision=1)
    return submit_draft(act=office.act(who), reader=who, id=one.id, revision=2, note="改时限")


def test_two_reviewers_at_once(office: Office, reviewers: list[Reader]) -> None:
    one = sent_in(office, "2wd")

    def review(who: Reader, agree: bool) -> Callable[[], Any]:
        return lambda: review_draft(
            act=office.act(who), reader=who, id=one.id, revision=2, agree=agree, opinion="已核对"
        )

    given = together(review(reviewers[0], True), review(reviewers[1], False))
    assert len([each for each in given if isinstance(each, DraftMoved)]) == 1, given
    (state,) = [each.state for each in given if isinstance(each, Draft)]
    assert draft(reader=reviewers[0], id=one.id).state == state
    assert [entry.verb for entry in trail(subject=one.id)].count("procedures.review") == 1


@pytest.mark.parametrize("same", [True, False])
def test_publish_against_publish(office: Office, reviewers: list[Reader], same: bool) -> None:
    ones = [sent_in(office, "2wd")]
    ones.append(ones[0] if same else sent_in(office, "1wd"))
    first = reviewers[0]
    for one in {each.id: each for each in ones}.values():
        review_draft(act=office.act(first), reader=first, id=one.id, revision=2, agree=True, opinion="已核对")

    def publish(who: Reader, one: Draft) -> Callable[[], Any]:
        day = local_date(office.now)
        return lambda: publish_draft(
            act=office.act(who), reader=who, id=one.id, revision=2, valid_from=day, reason="依新规定"
        )

    given = together(*(publish(who, one) for who, one in zip(reviewers, ones, strict=True)))
    assert len([each for each in given if isinstance(each, DraftRefused)]) == 1, given
    assert [each.number for each in versions(key="highway-licence")] == [2, 1]
    states = {draft(reader=first, id=one.id).state for one in ones}
    assert states == ({"published"} if same else {"published", "reviewed"})


def test_two_saves_over_the_same_revision(office: Office) -> None:
    who = office.reader("ll-process")
    found = in_force(key="highway-licence", on=local_date(office.now))
    one = copy_version(act=office.act(who), reader=who, version=found.id)

    def save(days: str) -> Callable[[], Any]:
        xml = one.xml.replace(b'yimen:limit="3wd"', f'yimen:limit="{days}"'.encode(), 1)
        return lambda: save_draft(act=office.act(who), reader=who, id=one.id, xml=xml, revision=1)

    given = together(save("1wd"), save("2wd"))
    assert len([each for each in given if isinstance(each, DraftMoved)]) == 1, given
    (kept,) = [each.draft.xml for each in given if not isinstance(each, Exception)]
    now = draft(reader=who, id=one.id)
    assert (now.revision, now.xml) == (2, kept)


def test_a_step_done_while_the_matter_moves_to_another_version(office: Office, reviewers: list[Reader]) -> None:
    receipt = office.lodge(item="超限运输车辆行驶公路的审核")
    one, who = sent_in(office, "2wd"), reviewers[0]
    review_draft(act=office.act(who), reader=who, id=one.id, revision=2, agree=True, opinion="已核对")
    day = local_date(office.now)
    new = publish_draft(act=office.act(who), reader=who, id=one.id, revision=2, valid_from=day, reason="依新规定")
    clerk = office.reader("ll-window")
    task = office.task(clerk, receipt.id).id

    def accept() -> Any:
        return complete_task(act=office.act(clerk), reader=clerk, completion=Completion(task, "accept"))

    def move() -> Any:
        return migrate(act=office.act(who), reader=who, matter=receipt.id, version=new.id, reason="统一")

    given = together(accept, move)
    assert not [each for each in given if isinstance(each, Exception)], given
    found = by_ids(ids=[receipt.id])[receipt.id]
    assert (found.procedure_id, found.stage) == (new.id, "审查")
    assert [each.node for each in open_tasks(matter=receipt.id)] == ["examine"]
    verbs = [entry.verb for entry in trail(subject=receipt.id)]
    assert (verbs.count("case.accept"), verbs.count("case.migrate")) == (1, 1)


def test_the_last_place_at_a_window_goes_to_one(office: Office) -> None:
    window, day, centre = office.reader("cy-window"), date(2026, 3, 3), "12450305MB9900224X"
    offer(act=office.act(window), reader=window, centre=centre, day=day, capacity=1)
    crowd = [office.reader(name) for name in ("张三演", "李四演")] * 3

    def deed(who: Reader) -> Callable[[], Any]:
        act = office.act(who)
        return lambda: book(act=act, reader=who, centre=centre, day=day)

    given = together(*(deed(who) for who in crowd))
    held = [one for one in given if isinstance(one, Booking)]
    assert len(held) == 1, given
    assert all(isinstance(one, Booking | BookingRefused) for one in given), given
    assert [one.free for one in slots(centre=centre, on=day)] == [0]
    assert [one.id for one in bookings(reader=window, centre=centre, on=day)] == [held[0].id]
    office.follow()
    assert fsck().errors == ()


@pytest.mark.parametrize("_", range(4))
def test_one_person_who_books_all_days_at_once_keeps_to_the_bound(office: Office, _: int) -> None:
    window, centre = office.reader("ll-window"), "11430281MB9900128C"
    days = [date(2026, 3, day) for day in (3, 4, 5, 6)]
    for day in days:
        offer(act=office.act(window), reader=window, centre=centre, day=day, capacity=9)
    who = office.reader("张三演")
    acts = [office.act(who) for _ in days]
    given = together(
        *(
            lambda act=act, day=day: book(act=act, reader=who, centre=centre, day=day)
            for act, day in zip(acts, days, strict=True)
        )
    )
    assert all(isinstance(one, Booking | BookingRefused) for one in given), given
    most = rule(region=window.posts[0].region).each
    assert sum(isinstance(one, Booking) for one in given) == most < len(days)
    assert len(bookings(reader=window, centre=centre, on=days[0])) == most
    assert sum(9 - one.free for one in slots(centre=centre, on=days[0])) == most
