"""What the law on licences forbids, drawn: each is found at its element, with the article and what to do."""

from typing import Any

import pytest

from yimen.kernel.procedure import Finding, check, compile_bpmn

from .bpmn import definitions, flow, node, user

pytestmark = pytest.mark.pure

WINDOW = 'yimen:role="window" yimen:stage="受理" yimen:limit="1wd" yimen:basis="x"'
APPLICANT = 'yimen:role="applicant" yimen:stage="受理"'


def step(id_: str, *outcomes: tuple[str, str], legal: str = "") -> str:
    """Writes a step; an outcome is its code, which is its name, and its effect, with "!" where reasons are a must."""
    made: str = user(id_, *(code for code, _ in outcomes), **({"legal": legal} if legal else {}))
    for code, effect in outcomes:
        required = ' opinion="required"' if effect.endswith("!") else ""
        written = f'name="{code}" effect="{effect.strip("!")}"{required}'
        made = made.replace(f'code="{code}" name="{code}"', f'code="{code}" {written}')
    return made


ACCEPT = step("accept", ("yes", "accept"), ("more", "correct"), ("no", "refuse_acceptance!"), legal=WINDOW)
DECIDE = step("decide", ("grant", "grant"), ("refuse", "refuse!"))


def licence(
    *ways: str, accept: str = ACCEPT, decide: str = DECIDE, default: str = "g-decide", supply: str = "accept"
) -> bytes:
    """Writes acceptance, correction, decision, delivery; the acceptance leads to ``ways``, the default among them."""
    made: bytes = definitions(
        node("startEvent", "s"),
        accept,
        node("exclusiveGateway", "g", default=default),
        step("supply", ("sent", "none"), legal=APPLICANT),
        decide,
        step("deliver", ("given", "deliver"), legal=WINDOW),
        node("endEvent", "e"),
        node("endEvent", "refused"),
        flow("s", "accept"),
        flow("accept", "g"),
        *ways,
        flow("supply", supply),
        flow("decide", "deliver"),
        flow("deliver", "e"),
    )
    return made


NO, MORE = flow("g", "refused", "outcome == 'no'", "不予受理"), flow("g", "supply", "outcome == 'more'", "补正")
ON = flow("g", "decide", name="受理")
LAWFUL = licence(NO, MORE, ON)


def errors(xml: bytes) -> list[Finding]:
    return [one for one in check(compile_bpmn(xml)) if one.severity == "error"]


def test_the_lawful_way_passes() -> None:
    assert errors(LAWFUL) == []


@pytest.mark.parametrize(("step_id", "code", "article"), [("decide", "refuse", "三十八"), ("accept", "no", "三十二")])
def test_a_refusal_gives_reasons(step_id: str, code: str, article: str) -> None:
    bare = LAWFUL.decode().replace(f'name="{code}" effect="', f'name="{code}" effect="', 1)
    begin = bare.index(f'name="{code}" effect="')
    bare = bare[:begin] + bare[begin:].replace(' opinion="required"', "", 1)
    (found,) = errors(bare.encode())
    assert (found.element, article in found.message_zh) == (f"{step_id} {step_id}", True)
    assert ("必须写意见" in found.message_zh, found.xml) == (True, 'opinion="required"')


@pytest.mark.parametrize(("name", "effect"), [("准予", "准予"), ("不予许可", "不予"), ("不予受理", "不予受理")])
def test_an_outcome_that_decides_by_name_alone_is_found(name: str, effect: str) -> None:
    decide = step("decide", ("grant", "grant"), ("refuse", "refuse!"), ("odd", "none")).replace(
        'name="odd"', f'name="{name}"'
    )
    (found,) = errors(licence(NO, MORE, ON, decide=decide))
    assert (found.element, f"选“{effect}”" in found.message_zh) == ("decide decide", True)


def test_an_accepted_matter_that_data_leads_to_the_end_is_found_with_its_way() -> None:
    big = flow("g", "decide", "outcome == 'yes' and area > 100", "大")
    (found,) = errors(licence(MORE, big, flow("g", "refused", name="其他"), default="g-refused"))
    assert (found.element, found.path) == ("accept accept", ("accept",))
    assert ("没有作出准予或不予的决定" in found.message_zh, "默认出线" in found.message_zh) == (True, True)


def test_an_accepted_matter_that_falls_into_correction_by_default_is_found() -> None:
    big = flow("g", "decide", "outcome == 'yes' and area > 100", "大")
    found = errors(licence(NO, big, flow("g", "supply", name="其他"), default="g-supply"))
    assert {one.element for one in found} == {"accept accept"}
    assert any("不经一次告知就落到“supply”" in one.message_zh for one in found)
    assert any("又回到这一步" in one.message_zh for one in found)


def test_a_correction_that_a_person_notifies_after_acceptance_is_lawful() -> None:
    more = flow("g", "supply", "outcome == 'more'", "补正")
    assert errors(licence(NO, more, ON)) == []


def test_an_end_without_any_answer_is_found_but_a_withdrawal_is_not() -> None:
    accept = step(
        "accept", ("yes", "accept"), ("more", "correct"), ("no", "refuse_acceptance!"), ("lost", "none"), legal=WINDOW
    )
    lost = flow("g", "e", "outcome == 'lost'", "不办")
    (found,) = errors(licence(NO, MORE, lost, ON, accept=accept))
    assert (found.element, "没有受理，也没有不予受理" in found.message_zh) == ("accept accept", True)
    assert errors(licence(NO, MORE, ON, supply="e")) == []


@pytest.mark.parametrize("effect", ["issue", "deliver"])
def test_what_never_decides_is_found(effect: str) -> None:
    decide = step("decide", ("done", "none")) if effect == "deliver" else step("decide", ("done", "issue"))
    found: Any = errors(licence(NO, MORE, ON, decide=decide))
    assert any("没有作出准予或不予的决定" in one.message_zh for one in found)
