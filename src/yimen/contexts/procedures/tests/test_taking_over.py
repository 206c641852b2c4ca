"""An installation that kept no revisions: each draft's file of the day becomes the first that is kept."""

import uuid
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yimen.contexts.procedures.models import DraftRow, RevisionRow

UNIT, NOW = "11430281MB990011XC", datetime(2026, 3, 2, tzinfo=UTC)
_TEXTS = {"CharField", "TextField", "EmailField"}


def _migrate(target: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


def _filled(apps: Any, app: str, name: str, **given: Any) -> Any:
    table = apps.get_model(app, name)
    texts = {field.name: "" for field in table._meta.fields if field.get_internal_type() in _TEXTS}
    return table.objects.create(**{**texts, **given})


@pytest.mark.django_db(transaction=True)
def test_the_file_that_a_draft_has_is_kept_from_then_on() -> None:
    leaves = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    before = [("procedures", "0003_calls")]
    try:
        old = _migrate(before)
        unit = _filled(old, "identity", "UnitRow", code=UNIT, region="430281000000", demo=True)
        who = _filled(old, "identity", "Account", id=uuid.uuid4(), login="old", created_at=NOW)
        id_ = uuid.uuid4()
        given = {"id": id_, "key": "road-dig", "xml": b"<a/>", "revision": 7, "post": "编制岗"}
        _filled(old, "procedures", "DraftRow", unit=unit, author=who, created_at=NOW, changed_at=NOW, **given)
        _migrate(leaves)
        kept = RevisionRow.objects.get(draft=id_)
        assert (kept.number, kept.key, kept.post, kept.saved_at) == (7, "road-dig", "编制岗", NOW)
        assert zlib.decompress(bytes(kept.packed)) == bytes(DraftRow.objects.get(id=id_).xml) == b"<a/>"
    finally:
        _migrate(leaves)
