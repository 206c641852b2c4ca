"""Rows read and written without the ORM's compiler are those that the ORM reads and writes, on either database."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from yimen import swift
from yimen.contexts.matters.models import ClockRow, MatterRow, TaskRow

from .conftest import Desk

MODELS: tuple[type[Model], ...] = (MatterRow, ClockRow, TaskRow)


def _plain(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _read(model: type[Model]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {swift.columns(model)} FROM {model._meta.db_table}")
        return [_plain(swift.made(model, values)) for values in cursor.fetchall()]


def _orm(model: type[Model]) -> list[dict[str, Any]]:
    return [_plain(row) for row in model._default_manager.all()]


@pytest.mark.parametrize("model", MODELS)
def test_what_is_read_is_what_the_orm_reads(desk: Desk, model: type[Model]) -> None:
    desk.accepted(lapses=True)
    desk.does(desk.accepted(), "agree")
    given = _orm(model)
    assert len(given) >= 2
    key = str(model._meta.pk.attname)
    assert sorted(_read(model), key=lambda row: str(row[key])) == sorted(given, key=lambda row: str(row[key]))


def test_what_is_inserted_is_what_was_given(desk: Desk) -> None:
    row = TaskRow.objects.filter(matter=desk.accepted().id)[0]
    row.pk, row.token, row.due_on = UUID(int=5), 77, date(2026, 2, 28)
    row.done_at, row.opinion = datetime(2026, 3, 1, 2, 3, 4, 567, tzinfo=UTC), "“百分”100%；\\\n' \""
    swift.insert(row)
    assert _plain(TaskRow.objects.get(pk=row.pk)) == _plain(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        swift.insert(row)


def test_what_is_updated_is_the_named_fields_of_that_row_alone(desk: Desk) -> None:
    first, second = desk.accepted(), desk.accepted()
    row, other = MatterRow.objects.get(id=first.id), MatterRow.objects.get(id=second.id)
    row.data, row.stage, row.title, row.closed_at = {"a": [1, None, "%s"]}, "改了", "没有写", None
    swift.update((row, ("data", "stage", "closed_at")))
    stored = MatterRow.objects.get(id=first.id)
    assert (stored.data, stored.stage, stored.title) == ({"a": [1, None, "%s"]}, "改了", "测试")
    assert _plain(MatterRow.objects.get(id=second.id)) == _plain(other)
    clock = ClockRow.objects.get(matter=first.id)
    clock.due_on, clock.paused, clock.dues = None, True, "2026-03-11!"
    swift.update((clock, ()))
    assert _plain(ClockRow.objects.get(matter=first.id)) == _plain(clock)


def test_a_row_that_is_not_there_cannot_be_updated(desk: Desk) -> None:
    row = TaskRow.objects.filter(matter=desk.accepted().id)[0]
    row.pk = UUID(int=6)
    with pytest.raises(TaskRow.DoesNotExist):
        swift.update((row, ("opinion",)))
