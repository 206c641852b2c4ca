"""Whatever the editor takes goes out and comes back the same, by sheet and by JSON."""

import json
import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import PLAIN, begin, controls, text
from tests.office import Office, moment
from yimen.contexts.catalogue.api import Change, Draft, Proposal, draft, publish, published, save_draft
from yimen.contexts.exchange.api import check_import, workbook
from yimen.contexts.revisions.api import all_findings
from yimen.sites.catalogue import sending
from yimen.sites.pieces.edge import today

NAME = "超限运输车辆行驶公路的审核"
TEXTS = ("", "", "", "=1+1", " 前后有空格 ", "两\n行", "甲、乙", "说“好”", "0", "2026-02-25", "全角\u3000空格", "a=b")


def came_back(office: Office, found: Draft, fields: dict[str, Any]) -> list[str] | None:
    """What an item that the editor takes is told when it comes back; None where the editor does not take it."""
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent.setlist(name, value if isinstance(value, list) else [str(value)])
    reader = office.reader("ll-editor")
    told: list[str] = []
    why = Proposal(first_day=today(), reason="试", document="文1")
    content = sending.content(sent, found.content)
    saved = save_draft(act=office.act(reader), reader=reader, id=found.id, revision=1, content=content, proposal=why)
    if [one for one in all_findings(draft=saved, on=today()) if one.must]:
        return None
    publish(act=office.act(reader), item=saved.content, valid_from=today(), change=Change("变更", "试", "文1"))
    lines = [dict(one.content) for one in published(on=today(), unit=found.unit)]
    files = {"a.xlsx": b"".join(workbook(on=today(), unit=found.unit)), "a.json": json.dumps(lines).encode()}
    for name, content_ in files.items():
        looked = check_import(
            act=office.act(reader), reader=reader, file=BytesIO(content_), size=len(content_), name=name
        )
        told += [f"{name} {one.sheet}{one.cell}{one.column}：{one.words}" for one in looked.wrong]
        told += [f"{name} {one.kind} {one.changed}" for one in looked.items if one.kind != "不变"]
    return told


@pytest.mark.req("CAT-008")
def test_whatever_the_editor_takes_comes_back_the_same(demo: Demo) -> None:
    office, editor = Office(demo, moment(f"{today()}T09:00")), demo.client("ll-editor")
    url = begin(editor, demo.items[NAME]["code"], "变更")
    fields = {**controls(text(editor.get(url)), url), **PLAIN}
    found = draft(reader=office.reader("ll-editor"), id=UUID(url.split("/")[-2]))
    written = sorted(name for name, value in fields.items() if name != "revision" and isinstance(value, list | str))
    change = st.dictionaries(st.sampled_from(written), st.sampled_from(TEXTS), max_size=2)

    def told(changed: dict[str, str]) -> list[str] | None:
        with transaction.atomic():
            said = came_back(office, found, {**fields, **changed})
            transaction.set_rollback(True)
        return said

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(change)
    def comes_back(changed: dict[str, str]) -> None:
        assert not told(changed)

    comes_back()
    assert told({name: "" for name in written if re.fullmatch(r"form-\d+-(section|hint)", name)}) == []
