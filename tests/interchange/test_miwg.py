"""The record of the working group's files is what the kernel says today: its words met again on files as wrong."""

import json
import re
from typing import Any

import pytest

from tests.miwg import MADE, RECORD, written
from yimen.kernel.procedure import ProcedureError, compile_bpmn

pytestmark = pytest.mark.pure

PAGE = RECORD.parents[2] / "docs" / "interchange.md"
BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
KINDS = {  # the first element that each file is refused at → as wrong a file, made here
    "process": f"<definitions {BPMN}><process id='WFP-6-'/></definitions>",
    "import": f"<definitions {BPMN}><import/><process id='p'/></definitions>",
    "itemDefinition": f"<definitions {BPMN}><itemDefinition/><process id='p'/></definitions>",
    "extensionElements": f"<definitions {BPMN}><extensionElements><x xmlns='urn:x'/></extensionElements></definitions>",
}


def recorded() -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = json.loads(RECORD.read_text("utf-8"))["files"]
    return files


def made_wrong(one: dict[str, Any]) -> str:
    """Returns a file with the fault at which a recorded one is refused."""
    kind = one["element"].partition(" ")[0]
    if kind == "definitions":
        several = "<process id='p'/>" * int(re.findall(r"\d+", one["first"])[0])
        return f"<definitions {BPMN}>{several}</definitions>"
    return KINDS[kind]


@pytest.mark.parametrize("one", recorded(), ids=lambda one: one["name"])
def test_a_file_as_wrong_is_refused_in_the_words_of_the_record(one: Any) -> None:
    with pytest.raises(ProcedureError) as told:
        compile_bpmn(made_wrong(one).encode())
    assert (one["result"], one["first"] in {found.message_zh for found in told.value.findings}) == ("refused", True)


def test_the_record_says_how_it_is_made_and_is_whole() -> None:
    whole = json.loads(RECORD.read_text("utf-8"))
    assert whole["made_by"] == MADE
    assert len(whole["files"]) == 21
    assert len({one["sha256"] for one in whole["files"]}) == 21
    assert list(whole) == list(json.loads(written([])))


def test_the_page_says_what_the_record_says() -> None:
    rows = re.findall(
        r"^\| (\S+) \| `(\w{12})` \| (\w+) \| (\d+) \| (\d+) \| (\w+) \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert rows == [
        (
            one["name"],
            one["sha256"][:12],
            one["result"],
            str(one["findings"]),
            str(one["line"]),
            one["element"].partition(" ")[0],
        )
        for one in recorded()
    ]
