"""Entries are written with the act or not at all; a call with a key is answered once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from yimen.contexts.journal.api import (
    Act,
    AnsweredOtherwise,
    answered,
    between,
    newest,
    once,
    record,
    record_alike,
    remember,
    seal,
    trail,
)

from .conftest import MATTER, OTHER, Counter, Office


@pytest.mark.django_db
def test_an_entry_says_who_did_what_when_and_on_what_ground(office: Office) -> None:
    entry_id = office.write("matters.accept", basis="行政许可法第三十二条", facts={"room": "一楼", "days": 5})
    (entry,) = trail(subject=MATTER)
    assert (entry.id, entry.verb, entry.subject, entry.region) == (entry_id, "matters.accept", MATTER, "152221")
    assert (entry.at, entry.basis, entry.facts) == (office.act.now, "行政许可法第三十二条", {"room": "一楼", "days": 5})
    assert entry.actor == {"kind": "officer", "id": "7", "label": "窗口一"}
    assert entry.position is None


@pytest.mark.django_db
def test_a_trail_is_of_one_subject_and_in_order(office: Office) -> None:
    first, _, third = office.write("a.one"), office.write("a.two", OTHER), office.write("a.three")
    assert [entry.id for entry in trail(subject=MATTER)] == [first, third]
    assert [entry.verb for entry in newest(limit=2)] == ["a.three", "a.two"]


@pytest.mark.django_db(transaction=True)
def test_no_entry_without_a_transaction(office: Office) -> None:
    with pytest.raises(RuntimeError, match=r"matters.accept 必须与所记的行为在同一事务中"):
        record(act=office.act, verb="matters.accept", subject=MATTER, region="152221")
    assert trail(subject=MATTER) == ()


@pytest.mark.django_db
def test_an_act_undone_leaves_no_entry(office: Office) -> None:
    with transaction.atomic():
        office.write()
        transaction.set_rollback(True)
    assert trail(subject=MATTER) == ()


@pytest.mark.django_db
def test_an_act_on_many_leaves_an_entry_with_each(office: Office) -> None:
    each = [(str(UUID(int=number)), f'第{number}件\\t"') for number in range(1, 252)]
    facts = {"due": "2026-03-12", "reason": "换行\n，反斜线\\"}
    alike = {"act": office.act, "verb": "matters.redate", "region": "152221", "basis": "文", "facts": facts}
    with transaction.atomic():
        assert record_alike(**alike, name="number", each=each) == len(each)  # type: ignore[arg-type]
    assert seal(act=office.act) == len(each)
    for subject, number in each:
        (entry,) = trail(subject=UUID(subject))
        assert (entry.verb, entry.region, entry.basis, entry.at) == ("matters.redate", "152221", "文", office.act.now)
        assert entry.facts == {**facts, "number": number}
        assert entry.actor == {"kind": "officer", "id": "7", "label": "窗口一"}


@pytest.mark.django_db(transaction=True)
def test_no_entries_without_a_transaction(office: Office) -> None:
    alike = {"act": office.act, "verb": "matters.redate", "region": "152221", "basis": "", "facts": {}}
    with pytest.raises(RuntimeError, match=r"必须与所记的行为在同一事务中"):
        record_alike(**alike, name="number", each=[(str(MATTER), "1")])  # type: ignore[arg-type]


CONTENT = {"item": "A-1", "name": "张三"}


@pytest.mark.django_db
def test_the_same_call_again_gets_the_same_answer_and_does_nothing(office: Office) -> None:
    done: list[str] = []

    def do() -> dict[str, str]:
        done.append("done")
        return {"number": f"N-{len(done)}"}

    first = once(act=office.act, key="k1", content=CONTENT, do=do)
    again = once(act=office.later(3600), key="k1", content=dict(reversed(CONTENT.items())), do=do)
    assert (first, again, done) == ({"number": "N-1"}, {"number": "N-1"}, ["done"])


@pytest.mark.django_db
def test_the_same_key_for_another_content_is_refused(office: Office) -> None:
    once(act=office.act, key="k1", content=CONTENT, do=lambda: {"said": "first"})
    with pytest.raises(AnsweredOtherwise, match="已用于另一份内容。请"):
        once(act=office.act, key="k1", content=CONTENT | {"name": "李四"}, do=lambda: pytest.fail("was done"))


@pytest.mark.django_db
def test_keys_belong_to_their_caller(office: Office, as_other: Callable[[str], Act]) -> None:
    once(act=office.act, key="k1", content=CONTENT, do=lambda: {"said": "mine"})
    assert answered(act=as_other("8"), key="k1", content={"other": 1}) is None
    assert answered(act=office.act, key="k2", content=CONTENT) is None
    assert answered(act=office.act, key="k1", content=CONTENT) == {"said": "mine"}


@pytest.mark.django_db
def test_a_call_that_fails_may_be_made_again(office: Office) -> None:
    def fail() -> dict[str, str]:
        office.write()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(act=office.act, key="k1", content=CONTENT, do=fail)
    assert trail(subject=MATTER) == ()
    assert once(act=office.act, key="k1", content=CONTENT, do=lambda: {"said": "second"}) == {"said": "second"}


@pytest.mark.django_db
def test_of_two_at_once_one_is_told_to_wait(office: Office) -> None:
    remember(act=office.act, key="k1", content=CONTENT, answer={"said": "first"})
    with pytest.raises(AnsweredOtherwise, match="正在处理。请"):
        remember(act=office.act, key="k1", content=CONTENT, answer={"said": "second"})
    assert answered(act=office.act, key="k1", content=CONTENT) == {"said": "first"}


@pytest.mark.django_db
def test_entries_are_found_by_verb_place_and_time(office: Office) -> None:
    mint = office.act.mint
    assert isinstance(mint, Counter)
    start = office.act.now

    def at(seconds: int, verb: str = "case.redate") -> UUID:
        office.later(seconds)
        mint.at = int(office.act.now.timestamp() * 1_000) << 80  # ids go with the time
        with transaction.atomic():
            return record(act=office.act, verb=verb, subject=MATTER, region="152221000000")

    before, first, _, second, after = at(1), at(10), at(1, "case.accept"), at(10), at(10)
    assert before < first < second < after
    span = {"since": start + timedelta(seconds=5), "until": start + timedelta(seconds=25)}

    def found(limit: int = 9, region: str = "152221000000") -> list[UUID]:
        return [one.id for one in between(verbs=["case.redate"], regions=[region], limit=limit, **span)]

    assert found() == [first, second]
    assert found(limit=1) == [first]
    assert found(region="152200000000") == [first, second]
    assert found(region="430000000000") == []
    assert between(verbs=["case.redate"], regions=[], limit=9, **span) == ()
