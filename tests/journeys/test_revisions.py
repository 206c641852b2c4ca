"""A change of items is reviewed: department → 法制 → 编办 → government, with returns; then published, or not at all."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.catalogue.api import (
    Beginning,
    Change,
    Draft,
    DraftMoved,
    DraftRefused,
    Proposal,
    cancel,
    comment,
    delegated,
    draft,
    drafts,
    guide,
    save_draft,
    settle_comment,
    start_draft,
)
from yimen.contexts.catalogue.tests.made import WHOLE
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import Matter, NotYours, StepRefused
from yimen.contexts.revisions.api import (
    PUBLISHED,
    REFUSED,
    all_findings,
    revision,
    submit_drafts,
    waiting,
    withdraw_drafts,
)
from yimen.sites.pieces.edge import today

HIGHWAY = "11430281MB990011XC"
FIRST_DAY = date(2026, 4, 1)
BRIDGE = "在公路上设置立交、平交道口,埋设各类管线,修建跨越公路的桥梁、渡槽的审核"


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


def begin(office: Office, item: dict[str, Any], kind: str = "变更") -> Draft:
    reader = office.reader("ll-editor")
    return start_draft(
        act=office.act(reader), reader=reader, beginning=Beginning(unit=HIGHWAY, kind=kind, code=item["code"])
    )


def save(office: Office, found: Draft, content: dict[str, Any], **more: Any) -> Draft:
    reader = office.reader("ll-editor")
    why = Proposal(
        **{"first_day": FIRST_DAY, "reason": "压缩承诺时限", "document": "醴政发〔2026〕8号（演示）", **more}
    )
    return save_draft(
        act=office.act(reader), reader=reader, id=found.id, revision=found.revision, content=content, proposal=why
    )


def submit(office: Office, *found: Draft) -> Matter:
    reader = office.reader("ll-editor")
    return submit_drafts(act=office.act(reader), reader=reader, seen=[(one.id, one.revision) for one in found])


@pytest.fixture
def item(demo: Demo) -> dict[str, Any]:
    return demo.items[BRIDGE]


def ready(office: Office, item: dict[str, Any], **change: Any) -> Draft:
    return save(office, begin(office, item), {**item, **WHOLE, **change})


def state(office: Office, which: UUID) -> str:
    return draft(reader=office.reader("ll-editor"), id=which).state


@pytest.mark.req("CAT-003", "CAT-004", "PWR-002", "PWR-026")
def test_a_change_goes_through_department_law_office_staffing_and_government_before_anyone_reads_it(
    office: Office, item: dict[str, Any]
) -> None:
    found = ready(office, item, promised=8)
    matter = submit(office, found)
    assert matter.kind == "revision"
    assert len(matter.number) == 21
    assert matter.due_on is not None
    assert [work.task.name for work in waiting(reader=office.reader("ll-law"))] == ["合法性审核"]
    assert waiting(reader=office.reader("ll-staffing")) == ()
    office.does("ll-law", matter.id, "agree")
    office.does("ll-staffing", matter.id, "agree")
    assert guide(code=item["code"], on=FIRST_DAY).promised == item["promised"]
    after = office.does("ll-government", matter.id, "approve")
    assert (after.outcome, after.open) == (PUBLISHED, False)
    assert guide(code=item["code"], on=date(2026, 3, 31)).promised == item["promised"]
    assert guide(code=item["code"], on=FIRST_DAY).promised == 8
    assert [entry.verb for entry in trail(subject=matter.id)] == [
        *("revision.open", "revision.step", "revision.step", "revision.step"),
    ]
    office.follow()  # no follower stumbles over a matter that is no case


@pytest.mark.req("CAT-003")
@pytest.mark.parametrize("post", ["ll-law", "ll-staffing", "ll-government"])
def test_each_reviewer_may_return_it_and_it_comes_again_from_the_beginning(
    office: Office, item: dict[str, Any], post: str
) -> None:
    found = ready(office, item, promised=8)
    matter = submit(office, found)
    before = ["ll-law", "ll-staffing", "ll-government"]
    for earlier in before[: before.index(post)]:
        office.does(earlier, matter.id, "agree")
    with pytest.raises(StepRefused, match="必须写明意见"):
        office.does(post, matter.id, "return")
    office.does(post, matter.id, "return", "请说明压缩的根据")
    assert state(office, found.id) == "returned"
    again = draft(reader=office.reader("ll-editor"), id=found.id)
    broken = save(office, again, {**item, **WHOLE, "promised": 50})
    with pytest.raises(StepRefused, match="超过法定时限"):
        office.does("ll-editor", matter.id, "resubmit")
    save(office, broken, {**item, **WHOLE, "promised": 9})
    office.does("ll-editor", matter.id, "resubmit")
    for each, outcome in (("ll-law", "agree"), ("ll-staffing", "agree"), ("ll-government", "approve")):
        office.does(each, matter.id, outcome)
    assert guide(code=item["code"], on=FIRST_DAY).promised == 9
    office.follow()


def test_a_refusal_publishes_nothing_and_gives_the_draft_back(office: Office, item: dict[str, Any]) -> None:
    found = ready(office, item, promised=8)
    matter = submit(office, found)
    office.does("ll-law", matter.id, "agree")
    office.does("ll-staffing", matter.id, "agree")
    after = office.does("ll-government", matter.id, "refuse", "暂不调整")
    assert (after.outcome, state(office, found.id)) == (REFUSED, "returned")
    assert guide(code=item["code"], on=FIRST_DAY).promised == item["promised"]
    again = submit(office, draft(reader=office.reader("ll-editor"), id=found.id))
    assert again.id != matter.id


@pytest.mark.req("CAT-003", "CAT-006")
def test_what_is_incomplete_or_under_review_is_not_submitted(office: Office, item: dict[str, Any]) -> None:
    found = save(office, begin(office, item), {**item, "visits": None, "body_kind": ""})
    with pytest.raises(DraftRefused, match="必须改正") as refused:
        submit(office, found)
    assert {"visits", "body_kind"} <= {one.field for one in refused.value.findings}
    unknown = save(office, found, {**item, **WHOLE, "procedure_key": "nowhere"})
    with pytest.raises(DraftRefused, match="“办理流程”“nowhere”没有"):
        submit(office, unknown)
    whole = save(office, unknown, {**item, **WHOLE})
    submit(office, whole)
    with pytest.raises(DraftMoved, match="审核中"):
        submit(office, whole)
    with pytest.raises(DraftRefused, match="1 至 100 份"):
        submit(office)


def test_nobody_reviews_what_they_wrote(office: Office, item: dict[str, Any]) -> None:
    from yimen.contexts.identity.api import appoint

    account = office.reader("ll-editor").account
    assert account is not None
    law = "11430281MB99001442"
    appoint(act=office.act(), account=account, unit=law, role="law", title="法制岗", valid_from=date(2026, 1, 1))
    matter = submit(office, ready(office, item))
    with pytest.raises(NotYours, match="编写过本件里的草稿"):
        office.does("ll-editor", matter.id, "agree")


def test_the_unit_takes_a_review_back_before_it_is_decided(office: Office, item: dict[str, Any]) -> None:
    found = ready(office, item)
    matter = submit(office, found)
    lawyer, editor = office.reader("ll-law"), office.reader("ll-editor")
    with pytest.raises(NotYours):
        withdraw_drafts(act=office.act(lawyer), reader=lawyer, review=matter.id, reason="不该送")
    with pytest.raises(DraftRefused, match="撤回理由"):
        withdraw_drafts(act=office.act(editor), reader=editor, review=matter.id, reason=" ")
    ended = withdraw_drafts(act=office.act(editor), reader=editor, review=matter.id, reason="材料有误")
    assert (ended.outcome, ended.open, state(office, found.id)) == ("已撤回", False, "draft")
    assert revision(reader=lawyer, number=matter.number).mine is None
    page = office.demo.client("ll-editor").get(f"/catalogue/drafts/{found.id}/").content.decode()
    assert "撤回送审" in page
    assert "材料有误" in page
    assert ">退回<" not in page


def test_who_approves_is_told_that_drafts_contradict_one_another_and_not_that_none_was_sent(
    office: Office, demo: Demo
) -> None:
    first, second = demo.items[BRIDGE], demo.items[CROSSING]
    one, two = (ready(office, each) for each in (first, second))
    matter = submit(office, one, two)
    office.does("ll-law", matter.id, "return", "请补充")
    for found, item, other in ((one, first, second), (two, second, first)):
        again = draft(reader=office.reader("ll-editor"), id=found.id)
        save(office, again, {**item, **WHOLE, "prerequisites": [other["code"][19:]]})
    with pytest.raises(StepRefused, match="本件的草稿互相矛盾，没有办理：") as refused:
        office.does("ll-editor", matter.id, "resubmit")
    assert "勾选" not in str(refused.value)


def test_several_drafts_are_published_together_or_not_at_all(office: Office, demo: Demo) -> None:
    names = [name for name, each in demo.items.items() if each["unit"] == HIGHWAY][:2]
    one, two = (ready(office, demo.items[name], promised=8) for name in names)
    matter = submit(office, one, two)
    assert [each.name for each in revision(reader=office.reader("ll-law"), id=matter.id).drafts] == names
    office.does("ll-law", matter.id, "agree")
    office.does("ll-staffing", matter.id, "agree")
    office.does("ll-government", matter.id, "approve")
    assert [guide(code=each.code, on=FIRST_DAY).promised for each in (one, two)] == [8, 8]


CROSSING = "利用、占用、挖掘、穿(跨)越公路,公路用地和公路设施的审核"


@pytest.mark.req("CAT-004")
@pytest.mark.parametrize("case", ["merged and cancelled", "needing each other", "twice"])
def test_drafts_that_contradict_one_another_are_not_submitted_together(office: Office, demo: Demo, case: str) -> None:
    first, second = demo.items[BRIDGE], demo.items[CROSSING]
    needs = {"needing each other": [second["code"][19:]]}.get(case, [])
    one = save(
        office,
        begin(office, first, "合并" if case == "merged and cancelled" else "变更"),
        {**first, **WHOLE, "prerequisites": needs},
        ends=[second["code"]] if case == "merged and cancelled" else [],
    )
    other = one
    if case != "twice":
        content = {**second, **WHOLE, "prerequisites": [first["code"][19:]] if needs else []}
        other = save(office, begin(office, second, "变更" if needs else "取消"), content)
    with pytest.raises(DraftRefused, match="互相矛盾") as refused:
        submit(office, one, other)
    assert BRIDGE in str(refused.value)
    assert (other is one) or CROSSING in str(refused.value)
    assert {state(office, one.id), state(office, other.id)} == {"draft"}


@pytest.mark.req("PWR-005", "PWR-028")
def test_delegating_down_opens_a_task_at_the_street_which_ends_when_it_is_published_there(
    office: Office, item: dict[str, Any]
) -> None:
    street = "11430281MB99016308"
    found = begin(office, item, "下放")
    matter = submit(office, save(office, found, dict(found.content), targets=[street], reason="下放街道"))
    office.does("ll-law", matter.id, "agree")
    office.does("ll-staffing", matter.id, "agree")
    office.does("ll-government", matter.id, "approve")
    assert guide(code=item["code"], on=FIRST_DAY).unit.code == item["unit"]  # until the street begins
    decided = delegated(code=item["code"], name=item["name"])
    assert decided is not None
    assert [one.unit.code for one in decided.heirs] == [street]
    page = Client().get(f"/items/{item['code']}/").content.decode()
    assert "（最迟2026年5月1日，演示值）承接" in page  # no source gives the thirty days
    (task,) = drafts(reader=office.reader("ll-guoci"))
    assert (task.kind, task.unit, task.state) == ("承接", street, "draft")
    assert task.due_on == date(2026, 5, 1)
    assert task.code.startswith(f"{street}5")


def test_a_unit_where_nobody_can_do_the_steps_of_the_procedure_is_named_to_writers_and_reviewers(
    office: Office, item: dict[str, Any]
) -> None:
    street = "11430281MB99016308"
    own = ready(office, item)
    assert not [one for one in all_findings(draft=own, on=FIRST_DAY) if "还没有人任职" in one.words]
    reader = office.reader("ll-guoci")
    taken = start_draft(
        act=office.act(reader),
        reader=reader,
        beginning=Beginning(unit=street, content={"procedure_key": item["procedure_key"], "name": item["name"]}),
    )
    (said,) = [one for one in all_findings(draft=taken, on=FIRST_DAY) if "还没有人任职" in one.words]
    assert (said.field, said.must) == ("procedure_key", False)
    assert "审查岗" in said.words
    assert "决定岗" in said.words
    assert "请先任命" in said.words
    page = office.demo.client("ll-guoci").get(f"/catalogue/drafts/{taken.id}/").content.decode()
    assert said.words in page


def test_what_was_copied_from_above_is_named_to_all_until_it_is_changed_or_a_remark_on_it_is_settled(
    office: Office, item: dict[str, Any]
) -> None:
    street, said = "11430281MB99016308", "抄自上级事项，没有改动"
    above = {**item, **WHOLE, "division": "本局办理。", "exercise": "作出审核。", "discipline": "遵守规定。"}
    law = office.reader("ll-law")
    lower = publish_above(office, above, street)

    def told(found: Draft) -> str:
        return "".join(one.words for one in all_findings(draft=found, on=FIRST_DAY) if one.label == said)

    assert "权限划分" in told(lower)
    assert "行使内容" in told(lower)
    reader = office.reader("ll-guoci")
    why = Proposal(first_day=FIRST_DAY, reason="承接", document="演示")
    content = {**lower.content, "division": "街道办理。"}
    lower = save_draft(
        act=office.act(reader), reader=reader, id=lower.id, revision=lower.revision, content=content, proposal=why
    )
    assert "权限划分" not in told(lower)
    note = comment(act=office.act(law), reader=law, id=lower.id, field="exercise", text="已核对")
    assert "行使内容" in told(lower)
    settle_comment(act=office.act(reader), reader=reader, id=note.id)
    assert "行使内容" not in told(lower)
    page = office.demo.client("ll-law").get(f"/catalogue/drafts/{lower.id}/").content.decode()
    assert said in page


def publish_above(office: Office, above: dict[str, Any], street: str) -> Draft:
    """An item as it stands, handed down: the draft by which the street takes it over."""
    change = submit(office, save(office, begin(office, above), above))
    for who, outcome in (("ll-law", "agree"), ("ll-staffing", "agree"), ("ll-government", "approve")):
        office.does(who, change.id, outcome)
    found = begin(office, above, "下放")
    matter = submit(office, save(office, found, dict(found.content), targets=[street], reason="下放街道"))
    for who, outcome in (("ll-law", "agree"), ("ll-staffing", "agree"), ("ll-government", "approve")):
        office.does(who, matter.id, outcome)
    return drafts(reader=office.reader("ll-guoci"))[0]


@pytest.mark.req("CAT-004")
def test_an_old_file_says_what_it_brings_back_to_its_editor_and_to_who_reviews_it(
    office: Office, item: dict[str, Any]
) -> None:
    why = Change("取消", "停办", "醴政发〔2026〕6号")
    cancel(act=office.act(), code=item["code"], last_day=today() - timedelta(1), change=why)
    editor = office.demo.client("ll-editor")
    file = SimpleUploadedFile("旧.json", json.dumps([{**item, **WHOLE}]).encode())
    address = editor.post("/exchange/import/", {"file": file})["Location"]
    told = ("这个编码原来是", "取消（依据醴政发〔2026〕6号）", "现在是重新设立")
    given = {"reason": "重新设立", "document": "醴政发〔2026〕9号", "first_day": today().isoformat()}
    shown = [editor.get(address).content.decode()]
    editor.post(address, given)
    (found,) = [one for one in drafts(reader=office.reader("ll-editor")) if one.code == item["code"]]
    shown.append(editor.get(f"/catalogue/drafts/{found.id}/").content.decode())
    sent = editor.post(f"/catalogue/drafts/{found.id}/submit/", {"revision": found.revision})
    (work,) = waiting(reader=office.reader("ll-law"))
    shown.append(office.demo.client("ll-law").get(f"/catalogue/reviews/{work.matter.number}/").content.decode())
    assert sent.status_code == 302
    assert [words for page in shown for words in told if words not in page] == []
