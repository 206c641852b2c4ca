"""Opening accounts and signing in: faults by field, the lock after failures and its end."""

from uuid import UUID

import pytest

from yimen.contexts.identity.api import (
    Applicant,
    RegistrationRefused,
    SignInRefused,
    deactivate,
    person,
    register_person,
)

from .conftest import NUMBER, PASSWORD, Town

RIGHT = {"name": "张三演", "citizen_id": NUMBER, "phone": "13911112222", "password": PASSWORD}


def _opened(town: Town, **other: str) -> UUID:
    return register_person(act=town.act, applicant=Applicant(**{**RIGHT, **other}))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", "张"),
        ("name", "张3"),
        ("citizen_id", "430281199003070014"),
        ("citizen_id", "43028119900307001"),
        ("phone", "12911112222"),
        ("phone", "1391111222"),
        ("password", "short1"),
        ("password", "73519462805"),
    ],
)
def test_a_fault_is_told_at_its_field_and_only_there(town: Town, field: str, wrong: str) -> None:
    with pytest.raises(RegistrationRefused) as refused:
        _opened(town, **{field: wrong})
    assert set(refused.value.errors) == {field}
    _opened(town)


def test_a_person_reads_what_was_stated(town: Town) -> None:
    mine = person(account=_opened(town, name=" 张三演 "))
    assert (mine.name, mine.citizen_id, mine.phone, mine.verified) == ("张三演", NUMBER, "13911112222", False)


@pytest.mark.req("IDN-003")
def test_a_phone_number_opens_one_account(town: Town) -> None:
    _opened(town)
    with pytest.raises(RegistrationRefused):
        _opened(town, citizen_id="450305198511220020")


@pytest.mark.parametrize("typed", ["13911112222", " 139 1111 2222 ", "139-1111-2222"])
def test_a_phone_number_signs_in_however_it_is_grouped(town: Town, typed: str) -> None:
    account = _opened(town)
    assert town.enter(typed) == account


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(town: Town) -> None:
    town.officer("clerk", "window")
    answers = []
    for login in ("clerk", "nobody"):
        with pytest.raises(SignInRefused) as refused:
            town.enter(login, "wrong")
        answers.append(str(refused.value))
    assert answers[0] == answers[1]


def _fails(town: Town, times: int, **more: str) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused, match="账号或密码不对"):
            town.enter(**{"login": "clerk", "password": "wrong", **more})


def test_five_failures_lock_a_name_from_everywhere_until_the_time_has_passed(town: Town) -> None:
    clerk, other = town.officer("clerk"), town.officer("other")
    _fails(town, 4)
    assert town.enter("clerk") == clerk
    _fails(town, 5)
    with pytest.raises(SignInRefused, match="15 分钟"):
        town.enter("clerk", address="10.9.9.9")
    assert town.enter("other") == other
    town.wait(minutes=15)
    with pytest.raises(SignInRefused, match="15 分钟"):
        town.enter("clerk")
    town.wait(seconds=1)
    assert town.enter("clerk") == clerk


def test_fifty_failures_lock_an_address_only(town: Town) -> None:
    clerk = town.officer("clerk")
    for number in range(50):
        _fails(town, 1, login=f"nobody-{number}")
    with pytest.raises(SignInRefused, match="15 分钟"):
        town.enter("clerk")
    assert town.enter("clerk", address="10.0.0.2") == clerk


def test_a_closed_account_neither_signs_in_nor_reads(town: Town) -> None:
    clerk = town.officer("clerk", "window")
    for _ in range(2):
        deactivate(act=town.act, account=clerk)
    assert town.reads(clerk).kind == "public"
    with pytest.raises(SignInRefused):
        town.enter("clerk")
    assert [entry.verb for entry in town.trail(clerk)].count("identity.deactivate") == 1
