"""The journal in plain Chinese: every verb has a name, and no key of a machine stands on a page."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Demo
from tests.journeys.test_penalty_cases import HIGHWAY, decision, does, told
from tests.office import Office, moment
from tests.picking import recorded
from yimen.contexts.journal.api import newest, trail
from yimen.contexts.matters.api import Completion, NotYours, StepRefused, complete_task
from yimen.contexts.powers.api import GROUNDS, allow_deviation
from yimen.kernel.clock import local_date

SOURCE = Path(__file__).parents[2] / "src" / "yimen"
NAMES = json.loads((SOURCE / "data" / "verbs.json").read_text("utf-8"))
KINDS = ("case", "penalty", "revision", "complaint")
MATTERS = {  # what every kind of matter may do, whatever its procedure: gestures, time's acts, the effects of outcomes
    *("open", "step", "attempt", "return", "withdraw_step", "urge", "transfer", "delegate", "recall", "add", "suspend"),
    *("resume", "terminate", "withdraw", "extend", "correct_pause", "correct_start", "pause", "special", "special_end"),
    *("migrate", "redate", "expire", "lapse", "accept", "correct", "refuse_acceptance", "grant", "refuse", "issue"),
    "deliver",
}


def _literals() -> Iterator[str]:
    """Yields the verbs that rooms write as they stand in the source, those of a matter for each kind."""
    for path in (SOURCE / "contexts").rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.keyword) and node.arg == "verb"):
                continue
            if isinstance(node.value, ast.Constant) and "." in str(node.value.value):
                yield str(node.value.value)
            if isinstance(node.value, ast.JoinedStr) and len(node.value.values) == 2:
                first, last = node.value.values
                if isinstance(first, ast.FormattedValue) and isinstance(last, ast.Constant):
                    yield from (f"{kind}{last.value}" for kind in KINDS)


def test_every_verb_that_is_written_has_a_name() -> None:
    written = {*_literals(), *(f"{kind}.{verb}" for kind in KINDS for verb in MATTERS)}
    assert {"penalty.attempt", "penalty.return", "penalty.reveal", "powers.decide_penalty"} <= written
    assert not sorted(one for one in written if one not in NAMES)
    assert not [name for name in NAMES.values() if re.search("[A-Za-z]", name)]


@pytest.mark.django_db
def test_the_trail_of_a_penalty_says_nothing_that_only_a_machine_reads(demo: Demo) -> None:
    office = Office(demo, moment("2026-03-02T09:00"))
    case = told(office, reviewed=["涉及重大公共利益"], grave=["重大违法行为"])
    with pytest.raises(StepRefused):
        does(office, "ll-legal", case, "no-such")
    does(office, "ll-legal", case, "lawful")
    reader, task = office.reader("ll-land"), office.task(office.reader("ll-examiner"), case.id)
    with pytest.raises(NotYours):
        complete_task(act=office.act(reader), reader=reader, completion=Completion(task.id, "told"))
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    does(office, "ll-decider", case, "discussed", record=recorded("discussion", local_date(office.now).isoformat()))
    made = decision(office, case, "20000", grounds=(GROUNDS[-2],), reasons="多次逃避检查")
    leader = office.reader("ll-leader")
    allow_deviation(act=office.act(leader), reader=leader, id=made.id, agree=True, opinion="同意")
    does(office, "ll-decider", case, "decide")
    does(office, "ll-issuer", case, "served", method="直接送达", receiver="法定代表人")
    does(office, "ll-issuer", case, "published")
    does(office, "ll-examiner", case, "closed", closed="已经履行")
    assert {one.verb for one in trail(subject=case.id)} == {"penalty.open", "penalty.step", "penalty.attempt"}
    page = demo.client("ll-leader").get(f"/cockpit/matters/{case.number}/").content.decode()
    notes = page.split("存证")  # each line of the trail ends so
    assert "醴陵市公路局" in page
    assert "车辆超限行驶公路" in page
    _plain("".join(notes))
    decided = [one for one in newest(limit=200) if one.verb == "powers.decide_penalty" and one.subject == made.id]
    assert decided[0].facts["case"] == case.number
    assert (decided[0].facts["amount"], decided[0].facts["unit"]) == ("20000 元", HIGHWAY)


@pytest.mark.django_db
def test_the_journal_says_nothing_of_penalties_that_only_a_machine_reads(demo: Demo) -> None:
    office = Office(demo, moment("2026-03-02T09:00"))
    case = told(office)
    does(office, "ll-examiner", case, "told", kinds=["罚款"])
    does(office, "ll-examiner", case, "heard")
    decision(office, case)
    page = demo.client("admin-audit").get("/cockpit/journal/").content.decode()
    assert "作出处罚决定" in page
    _plain(page)


def _plain(page: str) -> None:
    words = re.sub("<[^>]+>", " ", re.sub(r"(?s)<(script|style|svg|head)\b.*?</\1>", " ", page))
    keys = re.findall(r"\b([a-z][a-z_]+)[：. ]*(?:：|\.[a-z])", words)
    assert not keys, keys
    assert not re.findall(r"：[0-9a-f]{8}-[0-9a-f]{4}-", words)
