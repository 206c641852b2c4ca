"""预约: a window of a township offers days, citizens book them, the window sees who comes; the last place goes once."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.appointments.api import (
    BookingRefused,
    NoSuchBooking,
    NotYourWindow,
    book,
    bookings,
    cancel,
    my_bookings,
    offer,
    rule,
    slots,
)
from yimen.contexts.catalogue.api import guide
from yimen.contexts.journal.api import trail
from yimen.contexts.procedures.api import in_force
from yimen.kernel.clock import local_date
from yimen.kernel.codes import parse_region
from yimen.kernel.procedure import counted_days
from yimen.sites import _now

CENTRE, COUNTY = "12450305MB9900224X", "11430281MB9900128C"  # of a township, and of a county
DAY = date(2026, 3, 3)


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def opened(office: Office, day: date = DAY, capacity: int = 2, centre: str = CENTRE, who: str = "cy-window") -> Any:
    reader = office.reader(who)
    return offer(act=office.act(reader), reader=reader, centre=centre, day=day, capacity=capacity)


def booked(office: Office, who: str, day: date = DAY, centre: str = CENTRE, item: str = "") -> Any:
    reader = office.reader(who)
    return book(act=office.act(reader), reader=reader, centre=centre, day=day, item=item)


@pytest.mark.req("PRC-024")
def test_a_day_is_booked_until_it_is_full_and_a_place_given_back_is_free(office: Office) -> None:
    opened(office, capacity=1)
    first = booked(office, "张三演", item="低保")
    assert [(one.capacity, one.free) for one in slots(centre=CENTRE, on=DAY)] == [(1, 0)]
    with pytest.raises(BookingRefused, match="约满"):
        booked(office, "李四演")
    reader = office.reader("张三演")
    with pytest.raises(NoSuchBooking):
        cancel(act=office.act(office.reader("李四演")), reader=office.reader("李四演"), id=first.id)
    for _ in range(2):
        assert cancel(act=office.act(reader), reader=reader, id=first.id).cancelled
    assert [one.free for one in slots(centre=CENTRE, on=DAY)] == [1]
    booked(office, "李四演")
    seen = bookings(reader=office.reader("cy-window"), centre=CENTRE, on=DAY)
    assert [one.who for one in seen] == [office.reader("李四演").masked]
    assert [entry.verb for entry in trail(subject=first.id)] == ["appointments.book", "appointments.cancel"]
    assert all(reader.name not in str(entry.facts) for entry in trail(subject=first.id))


@pytest.mark.req("PRC-024")
def test_the_rule_is_that_of_the_level_of_the_window(office: Office) -> None:
    base, county = rule(region="450305001000"), rule(region="430281000000")
    assert (base.ahead, base.each) < (county.ahead, county.each)
    far = local_date(office.now) + timedelta(21)
    with pytest.raises(BookingRefused, match="只能开放"):
        opened(office, far)
    opened(office, far, centre=COUNTY, who="ll-window")
    opened(office)
    opened(office, DAY + timedelta(1))
    booked(office, "张三演")
    with pytest.raises(BookingRefused, match="最多同时预约 1 次"):
        booked(office, "张三演", DAY + timedelta(1))
    booked(office, "张三演", far, COUNTY)
    assert [one.centre for one in my_bookings(reader=office.reader("张三演"), on=DAY)] == [CENTRE, COUNTY]


@pytest.mark.req("PRC-024")
def test_every_township_item_promises_a_day_that_its_procedure_keeps(office: Office) -> None:
    base = [item for item in office.demo.items.values() if parse_region(item["region"]).level >= 5]
    assert base
    for item in base:
        found = guide(code=item["code"], on=DAY)
        assert found.promised == (1 if found.handling == "即办件" else found.promised) >= 1
        assert counted_days(in_force(key=found.procedure_key, on=DAY).procedure) <= found.promised


@pytest.mark.parametrize(
    ("day", "capacity", "words"),
    [(DAY, 501, "0 至 500"), (DAY, -1, "0 至 500"), (date(2026, 3, 8), 2, "不上班"), (date(2026, 3, 1), 2, "只能开放")],
)
def test_a_day_that_cannot_be_offered_is_refused(office: Office, day: date, capacity: int, words: str) -> None:
    with pytest.raises(BookingRefused, match=words):
        opened(office, day, capacity)


def test_who_booked_keeps_the_place(office: Office) -> None:
    opened(office)
    booked(office, "张三演")
    with pytest.raises(BookingRefused, match="已有 1 人预约"):
        opened(office, capacity=0)
    with pytest.raises(BookingRefused, match="已经预约了"):
        booked(office, "张三演")
    with pytest.raises(BookingRefused, match="没有开放"):
        booked(office, "张三演", DAY + timedelta(1))
    with pytest.raises(NotYourWindow):
        opened(office, who="ll-window")
    with pytest.raises(NotYourWindow):
        bookings(reader=office.reader("cs-window"), centre=CENTRE, on=DAY)
    with pytest.raises(PermissionError):
        booked(office, "ll-window")


def test_the_pages(demo: Demo) -> None:
    office = Office(demo, _now.now())
    day = next(
        local_date(office.now) + timedelta(ahead)
        for ahead in range(1, 14)
        if (local_date(office.now) + timedelta(ahead)).weekday() < 5
    )
    window, citizen = demo.client("ll-window"), demo.client("张三演")
    form = {"centre": COUNTY, "day": day.isoformat(), "capacity": "1"}
    assert window.post("/desk/appointments/", form).status_code == 302
    bad = window.post("/desk/appointments/", {**form, "capacity": "很多"})
    assert bad.status_code == 422
    assert "“名额”应只填" in unescape(bad.content.decode())
    page = unescape(Client().get(f"/appointments/{COUNTY}/").content.decode())
    assert "可以预约的日子" in page
    assert f"/space/appointments/?centre={COUNTY}" in page
    assert unescape(citizen.get(f"/space/appointments/?centre={COUNTY}").content.decode()).count("剩余 1 个名额") == 1
    sent = citizen.post("/space/appointments/", {"centre": COUNTY, "day": day.isoformat(), "item": "企业登记"})
    assert sent.status_code == 302
    own = unescape(citizen.get("/space/appointments/").content.decode())
    assert "已预约" in own
    assert "企业登记" in own
    seen = unescape(window.get("/desk/appointments/").content.decode())
    assert "企业登记" in seen
    assert "张三演" not in seen
    full = citizen.post("/space/appointments/", {"centre": COUNTY, "day": day.isoformat()})
    assert full.status_code == 422
    assert "约满" in unescape(Client().get(f"/appointments/{COUNTY}/").content.decode())
    assert citizen.post("/space/appointments/", {"centre": COUNTY, "day": "明天"}).status_code == 422
    assert Client().get("/appointments/nowhere/").status_code == 404
    assert Client().get("/space/appointments/").status_code == 302
    assert window.get("/space/appointments/").status_code == 403
    assert demo.client("ll-examiner").get("/desk/appointments/").status_code == 403
