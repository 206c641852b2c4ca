"""Notices: told once, to one account, sealed, and read by no one else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from yimen.contexts.identity.api import PUBLIC, Reader
from yimen.contexts.journal.api import Act
from yimen.contexts.notices.api import NoSuchNotice, Notice, mark_read, mine, send, unread_count

LI, WANG = UUID(int=0xA), UUID(int=0xB)
SUBJECT = UUID(int=0xC)
READER, STRANGER = Reader(kind="person", account=LI), Reader(kind="person", account=WANG)

pytestmark = pytest.mark.django_db


def tell(act: Act, source: int = 1, **more: Any) -> None:
    values = {
        "account": LI,
        "subject": SUBJECT,
        "region": "150122000000",
        "title": "已受理：食品经营许可",
        "body": "应于 12 月 8 日前办结。",
        "link": "/space/cases/X-1/",
    }
    send(act=act, source=UUID(int=source), **{**values, **more})


def rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return list(cursor.fetchall())


def test_a_notice_reaches_its_reader(act: Act) -> None:
    tell(act)
    (notice,) = mine(reader=READER, limit=10)
    assert notice == Notice(
        id=notice.id,
        subject=SUBJECT,
        title="已受理：食品经营许可",
        body="应于 12 月 8 日前办结。",
        link="/space/cases/X-1/",
        at=act.now,
        read=False,
    )


def test_the_same_act_is_told_once_an_account(act: Act) -> None:
    tell(act)
    tell(act, body="另一句话。")
    tell(act, account=WANG)
    assert [notice.body for notice in mine(reader=READER, limit=10)] == ["应于 12 月 8 日前办结。"]
    assert unread_count(reader=STRANGER) == 1


def test_no_one_sees_anothers_notices(act: Act) -> None:
    tell(act)
    assert mine(reader=STRANGER, limit=10) == mine(reader=PUBLIC, limit=10) == ()
    assert unread_count(reader=STRANGER) == unread_count(reader=PUBLIC) == 0


def test_the_newest_come_first_up_to_the_limit(act: Act) -> None:
    for number in range(1, 5):
        tell(replace(act, now=act.now + timedelta(minutes=number)), number, title=str(number))
    assert [notice.title for notice in mine(reader=READER, limit=3)] == ["4", "3", "2"]
    unread = mine(reader=READER, limit=3, only_unread=True)
    assert [notice.title for notice in unread] == ["4", "3", "2"]


def test_reading_marks_one_notice_and_leaves_no_entry(act: Act) -> None:
    tell(act, 1, title="一")
    tell(act, 2, title="二")
    second = mine(reader=READER, limit=1)[0]
    mark_read(act=act, reader=READER, notice=second.id)
    first_opened = rows("notices_notice")
    mark_read(act=replace(act, now=act.now + timedelta(days=1)), reader=READER, notice=second.id)
    assert rows("notices_notice") == first_opened
    assert unread_count(reader=READER) == 1
    assert [notice.title for notice in mine(reader=READER, limit=9, only_unread=True)] == ["一"]
    assert {notice.title: notice.read for notice in mine(reader=READER, limit=9)} == {"一": False, "二": True}
    assert rows("journal_entry") == []


@pytest.mark.parametrize("reader", [STRANGER, PUBLIC])
def test_no_one_marks_anothers_notice(act: Act, reader: Reader) -> None:
    tell(act)
    (notice,) = mine(reader=READER, limit=1)
    with pytest.raises(NoSuchNotice, match="请"):
        mark_read(act=act, reader=reader, notice=notice.id)
    assert unread_count(reader=READER) == 1


def test_words_are_sealed_at_rest(act: Act) -> None:
    tell(act)
    assert "食品" not in str(rows("notices_notice"))
    assert "办结" not in str(rows("notices_notice"))


def test_a_failed_act_tells_no_one(act: Act) -> None:
    with transaction.atomic():
        tell(act)
        transaction.set_rollback(True)
    assert unread_count(reader=READER) == 0


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", ""])
def test_a_notice_never_leads_elsewhere(act: Act, link: str) -> None:
    with pytest.raises(ValueError, match="不是本站地址"):
        tell(act, link=link)
