"""Whatever of an item reaches its guide or its form stands in what reviewers are shown."""

import json
from html import unescape
from typing import Any

import pytest

from tests.conftest import Demo
from tests.journeys.test_catalogue_pages import PLAIN, begin, controls, post, text

NAME = "超限运输车辆行驶公路的审核"
CHANGES = (
    ("materials-0-basis", "《公路法》第一百条"),
    ("materials-0-sample", "须写明每一轴的轴荷"),
    ("form-0-hint", "照行驶证填写"),
    ("form-0-required", "no"),
    ("form-0-section", "另一组"),
)


def compared(page: str) -> str:
    """Returns what a draft's page says beside the version in force."""
    rest = page[page.index('id="changes"') :]
    return rest[: rest.index("</section>")]


@pytest.mark.req("CAT-004")
@pytest.mark.parametrize(("field", "value"), CHANGES, ids=[field for field, _ in CHANGES])
def test_a_change_of_a_material_or_a_question_is_shown(demo: Demo, field: str, value: str) -> None:
    editor = demo.client("ll-editor")
    url = begin(editor, demo.items[NAME]["code"], "变更")
    fields = controls(text(editor.get(url)), url)
    assert fields[field] != value
    assert post(editor, url, {**fields, **PLAIN, field: value}).status_code == 302
    page = unescape(text(editor.get(url)))
    shown = compared(page)
    said = {"no": "选填"}.get(value, value)
    assert said in shown
    assert ("申请材料" if field.startswith("materials") else "申请表") in shown


def test_what_is_ticked_in_another_order_is_no_change(demo: Demo) -> None:
    editor, item = demo.client("ll-editor"), json.loads(json.dumps(demo.items[NAME]))
    url = begin(editor, item["code"], "变更")
    fields: dict[str, Any] = controls(text(editor.get(url)), url)
    assert len(fields["events"]) > 1
    post(editor, url, {**fields, "events": fields["events"][::-1]})
    page = unescape(text(editor.get(url)))
    assert "适用的人生事件" not in compared(page)
