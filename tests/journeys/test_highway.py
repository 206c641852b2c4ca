"""Real data end to end: the four reviews of the highway bureau, and one item of each other body of the papers."""

from uuid import UUID

import pytest

from tests.conftest import Demo
from tests.office import Office, moment
from yimen.contexts.cases.api import case, read_paper, result
from yimen.contexts.journal.api import trail
from yimen.contexts.matters.api import Completion, NotYours, complete_task, open_tasks

HIGHWAY = (
    "利用、占用、挖掘、穿(跨)越公路,公路用地和公路设施的审核",
    "在公路上设置立交、平交道口,埋设各类管线,修建跨越公路的桥梁、渡槽的审核",
    "在公路两侧建筑控制区内、公路用地以外设置非公路标志的审核",
    "超限运输车辆行驶公路的审核",
)


@pytest.fixture
def office(demo: Demo) -> Office:
    return Office(demo, moment("2026-03-02T09:00"))


@pytest.mark.req("CAT-024", "PRC-001", "PRC-017")
@pytest.mark.parametrize("name", HIGHWAY)
def test_the_four_highway_reviews_run_to_a_published_result(office: Office, name: str) -> None:
    receipt = office.lodge(item=name)
    for login, outcome in (
        ("ll-window", "accept"), ("ll-examiner", "agree"), ("ll-reviewer", "agree"), ("ll-decider", "grant"),
    ):  # fmt: skip
        office.does(login, receipt.id, outcome, "符合条件")
    office.does("ll-window", receipt.id, "deliver", method="窗口", receiver="张三演")
    office.follow()
    citizen = office.reader("张三演")
    found = case(reader=citizen, number=receipt.number)
    assert [task.outcome_name for task in found.tasks] == ["受理", "建议准予", "同意", "准予", "已送达"]
    assert all(task.done_at and task.done_by and task.opinion for task in found.tasks[:-1])
    assert found.delivered == "窗口"
    assert found.decision.startswith("醴公路许〔2026〕")
    shown = result(number=receipt.number)
    assert (shown.granted, shown.applicant) == (True, "张**")
    for paper in found.papers:
        _, pdf = read_paper(act=office.act(citizen), reader=citizen, number=receipt.number, id=paper.id)
        assert pdf.startswith(b"%PDF")
    verbs = [entry.verb for entry in trail(subject=receipt.id)]
    wanted = ["case.upload", "case.open", "case.accept", "case.step", "case.step", "case.grant", "case.deliver"]
    assert [verb for verb in verbs if verb in set(wanted)] == wanted


@pytest.mark.req("PWR-006")
def test_no_step_can_be_skipped_or_done_by_the_wrong_post(office: Office) -> None:
    receipt = office.lodge(item=HIGHWAY[0])

    def tried(login: str, task: UUID, outcome: str) -> None:
        who = office.reader(login)
        with pytest.raises(NotYours):
            complete_task(act=office.act(who), reader=who, completion=Completion(task, outcome, "同意", {}))

    first = office.task(office.reader("ll-window"), receipt.id).id
    for login in ("ll-examiner", "ll-reviewer", "ll-decider", "cy-window", "张三演"):
        tried(login, first, "accept")
    office.does("ll-window", receipt.id, "accept")
    (second,) = open_tasks(matter=receipt.id)
    for login in ("ll-window", "ll-reviewer", "ll-decider", "cy-examiner"):
        tried(login, second.id, "agree")
    assert [task.name for task in open_tasks(matter=receipt.id)] == [second.name]


def test_a_refusal_states_reasons_and_remedies_and_is_published(office: Office) -> None:
    receipt = office.lodge(item=HIGHWAY[3])
    for login, outcome in (("ll-window", "accept"), ("ll-examiner", "disagree"), ("ll-reviewer", "agree")):
        office.does(login, receipt.id, outcome, "车货总重超过桥梁承载")
    office.does("ll-decider", receipt.id, "refuse", "车货总重超过沿线桥梁承载能力")
    office.follow()
    citizen = office.reader("张三演")
    found = case(reader=citizen, number=receipt.number)
    assert found.granted is False
    assert found.reasons == "车货总重超过沿线桥梁承载能力"
    (paper,) = [paper for paper in found.papers if paper.kind == "refuse"]
    _, pdf = read_paper(act=office.act(citizen), reader=citizen, number=receipt.number, id=paper.id)
    text = _text(pdf)
    for words in ("车货总重超过沿线桥梁承载能力", "醴陵市人民政府", "行政复议", "行政诉讼", found.decision):
        assert words in text
    assert result(number=receipt.number).granted is False


def _text(pdf: bytes) -> str:
    from io import BytesIO

    from pypdf import PdfReader

    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
