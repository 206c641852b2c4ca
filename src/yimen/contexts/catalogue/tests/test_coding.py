"""The code of a new item: composed of unit, level and base code, so that nobody writes 31 characters by hand."""

import dataclasses

import pytest

from yimen.contexts.catalogue.api import (
    Beginning,
    DraftRefused,
    Proposal,
    code_parts,
    findings,
    save_draft,
    start_draft,
)
from yimen.contexts.journal.api import Act, Actor

from .made import DAY, EDITOR, HIGHWAY

BASE = "430118777000"
WHOLE_CODE = f"{HIGHWAY}4{BASE}"  # 县级


@pytest.fixture
def act(act: Act) -> Act:
    return dataclasses.replace(act, actor=Actor(kind="officer", id=str(EDITOR.account), label="醴陵市公路局事项编制岗"))


def _saved(act: Act, code: str) -> tuple[str, str]:
    found = start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY))
    saved = save_draft(
        act=act,
        reader=EDITOR,
        id=found.id,
        revision=found.revision,
        content={**found.content, "code": code},
        proposal=Proposal(),
    )
    said = [one.words for one in findings(draft=saved, on=DAY) if one.field == "code"]
    return str(saved.content.get("code", "")), "".join(said)


@pytest.mark.req("CAT-005")
@pytest.mark.usefixtures("ground")
def test_a_base_code_is_all_that_need_be_written_of_a_new_items_code(act: Act) -> None:
    assert start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, base=BASE)).code == WHOLE_CODE
    with pytest.raises(DraftRefused, match="基本编码"):
        start_draft(act=act, reader=EDITOR, beginning=Beginning(unit=HIGHWAY, base="99"))
    assert _saved(act, " ４３０１１８７７７００１ ")[0] == f"{HIGHWAY}4430118777001"
    assert _saved(act, "990118777000")[0] == "990118777000"  # whatever was typed is kept


@pytest.mark.req("CAT-005")
@pytest.mark.usefixtures("ground")
def test_a_code_of_another_body_or_level_is_named_by_its_part(act: Act) -> None:
    wrong = {one.title: one.wrong for one in code_parts(unit=HIGHWAY, code=f"11370800MB285591843{BASE}") if one.wrong}
    assert set(wrong) == {"实施主体代码", "行使层级"}
    assert HIGHWAY in wrong["实施主体代码"]
    assert "县级是 4" in wrong["行使层级"]
    assert _saved(act, f"11370800MB285591843{BASE}")[1]  # and the draft may not be submitted with it


@pytest.mark.usefixtures("ground")
def test_what_is_written_so_far_stands_behind_the_units_own_code() -> None:
    told = code_parts(unit=HIGHWAY, code=BASE)
    assert "".join(one.text for one in told) == WHOLE_CODE
    assert not any(one.wrong for one in told)
    assert [one.meaning for one in told][:2] == ["醴陵市公路局", "县级"]
    assert {one.title for one in code_parts(unit=HIGHWAY, code="4399") if one.wrong} >= {"主项", "子项"}
