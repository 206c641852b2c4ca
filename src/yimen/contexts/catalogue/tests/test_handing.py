"""Many items handed in at once: what changes nothing stands in nobody's way."""

from typing import Any

from yimen.contexts.catalogue.api import Beginning, hand_in, load_items, start_draft
from yimen.contexts.journal.api import Act

from .conftest import START
from .made import DAY, EDITOR, HIGHWAY


def test_an_open_draft_stops_only_a_row_that_changes_something(
    ground: None, act: Act, items: list[dict[str, Any]]
) -> None:
    own = [item for item in items if item["unit"] == HIGHWAY][:2]
    load_items(act=act, items=own, valid_from=START)
    start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, kind="变更", code=own[0]["code"]))
    for one in hand_in(reader=EDITOR, items=own, on=DAY):
        assert (one.kind, one.faults) == ("不变", ())
    changed = {**own[0], "promised": own[0]["promised"] - 1}
    ((field, words),) = next(iter(hand_in(reader=EDITOR, items=[changed, own[1]], on=DAY))).faults
    assert field == "code"
    assert "已有一份草稿" in words
