"""Who takes part, by what was answered: cases worked out on paper, and bugs planted in a copy that they must catch."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from yimen.contexts.catalogue import joining
from yimen.kernel.forms import form_from_data

pytestmark = pytest.mark.pure
LEAD, ONE, TWO, THREE = (f"1143028{number}MB99001530" for number in range(4))


def _field(code: str, kind: str, **more: Any) -> dict[str, Any]:
    when = more.pop("when", None)
    return {"element": {"code": code, "label": f"问{code}", "type": kind, **more}, **({"when": when} if when else {})}


FORM = form_from_data(
    {
        "code": "f",
        "title": "表",
        "sections": [
            {
                "title": "一",
                "fields": [
                    _field("area", "decimal"),
                    _field("floors", "integer"),
                    _field("wood", "yes_no"),
                    _field("kind", "choice", choices=["厂房", "住宅"]),
                    _field("words", "text"),
                    _field("perhaps", "integer", required=False),
                    _field("hidden", "integer", when={"element": "wood", "value": "yes"}),
                ],
            }
        ],
        "materials": [],
    }
)


def row(unit: str, when: str = "", duty: str = "审查") -> dict[str, str]:
    return {"unit": unit, "duty": duty, **({"when": when} if when else {})}


def taking(m: Any, when: str, **answers: Any) -> bool:
    given = {"area": "300", "floors": 3, "wood": False, "kind": "厂房", **answers}
    partners = m.read_partners([row(ONE), row(TWO, when)], FORM, LEAD)
    return TWO in [one.unit for one in m.chosen(partners=partners, form=FORM, answers=given)]


def fault(m: Any, rows: list[Any]) -> str:
    try:
        m.read_partners(rows, FORM, LEAD)
    except ValueError as error:
        return str(error)
    return ""


def each_type_of_answer_is_compared_as_what_it_is(m: Any) -> None:
    for when, answers, expected in (
        ("area > 300", {"area": "300"}, False),
        ("area > 300", {"area": "300.01"}, True),
        ("area > 300", {"area": "1000"}, True),
        ("area <= 300", {"area": "90"}, True),
        ("floors >= 4", {"floors": 3}, False),
        ("floors >= 4", {"floors": 10}, True),
        ("wood", {"wood": True}, True),
        ("wood == false", {"wood": True}, False),
        ("kind == '住宅'", {"kind": "住宅"}, True),
        ("kind == '住宅' and area > 300", {"kind": "住宅", "area": "301"}, True),
        ("kind == '住宅' or area > 300", {"area": "301"}, True),
        ("not (kind == '住宅')", {"kind": "住宅"}, False),
    ):
        assert taking(m, when, **answers) is expected, (when, answers)


def who_cannot_be_told_takes_part(m: Any) -> None:
    assert taking(m, "area > 300", area="")
    assert taking(m, "area > 300", area=None)
    assert not taking(m, "area > 300 and floors > 5", area="")


def one_always_takes_part_and_each_says_why(m: Any) -> None:
    partners = m.read_partners([row(ONE), row(TWO, "area > 300 and not wood")], FORM, LEAD)
    assert [one.why for one in partners] == ["本事项的必经部门", "因为问area大于300，且不是（问wood：是）"]
    assert [one.reason for one in m.chosen(partners=partners, form=FORM, answers={"area": "1", "wood": True})] == [
        "本事项的必经部门"
    ]
    whys = {
        "kind != '住宅'": "问kind不是住宅",
        "wood == false": "问wood：否",
        "wood != true": "问wood：否",
        "floors < 3": "问floors小于3",
    }
    for when, words in whys.items():
        assert m.read_partners([row(ONE), row(TWO, when)], FORM, LEAD)[1].why == f"因为{words}"


def what_is_wrong_is_named(m: Any) -> None:
    for rows, words in (
        ([row(TWO, "area > 300")], "至少有一个部门不写什么情况参加"),
        ([row(LEAD)], "实施机关自己"),
        ([row(ONE), row(ONE, "wood")], "列了两次"),
        ([row(ONE), row(TWO, "nothing > 3")], "人人必答"),
        ([row(ONE), row(TWO, "words == 'x'")], "人人必答"),
        ([row(ONE), row(TWO, "perhaps > 3")], "人人必答"),
        ([row(ONE), row(TWO, "hidden > 3")], "人人必答"),
        ([row(ONE), row(TWO, "area > 'x'")], "不能与"),
        ([row(ONE), row(TWO, "area")], "不能与"),
        ([row(ONE), row(TWO, "wood and kind == '商场'")], "不能与"),
        ([row(ONE), row(TWO, "not (area >")], "不对"),
        ([row(ONE), row(TWO, "__import__('os')")], "不对"),
        ([row("123")], "18 位"),
        ([{"unit": ONE}], "审查内容"),
        ([row(ONE, duty=" ")], "审查内容"),
        ([{**row(ONE), "more": "x"}], "部门信用代码"),
        ([{"unit": ONE, "duty": 3}], "部门信用代码"),
        ([row(f"11430{n:013d}") for n in range(31)], "最多 30 个"),
        (["x"], "部门信用代码"),
    ):
        assert words in fault(m, rows), rows
    assert fault(m, [row(ONE), row(TWO, "area > 3"), row(THREE)]) == ""
    assert m.read_partners([], FORM, LEAD) == ()


def the_class_follows_or_is_refused(m: Any) -> None:
    for stated, instant, joint, expected in (
        ("", True, False, "即办件"),
        ("", False, True, "联办件"),
        ("", False, False, "承诺件"),
        ("上报件", False, True, "上报件"),
        ("代办件", False, False, "代办件"),
    ):
        assert m.handling_of(stated, instant=instant, joint=joint) == expected
    for stated, instant, joint in (
        ("快办件", False, False),
        ("即办件", False, False),
        ("承诺件", True, False),
        ("联办件", False, False),
        ("上报件", False, False),
        ("承诺件", False, True),
        ("代办件", False, True),
    ):
        with pytest.raises(ValueError, match=r"请改"):
            m.handling_of(stated, instant=instant, joint=joint)


CHECKS = [
    each_type_of_answer_is_compared_as_what_it_is,
    who_cannot_be_told_takes_part,
    one_always_takes_part_and_each_says_why,
    what_is_wrong_is_named,
    the_class_follows_or_is_refused,
]
MUTANTS = [
    ("if len(partners) > MOST:", "if len(partners) > 31:"),
    ("if unit in named:", "if False:"),
    ("if len(set(named)) != len(named):", "if False:"),
    ("if partners and all(partner.when", "if partners and False and all(partner.when"),
    ("if partners and all(partner.when", "if partners and any(partner.when"),
    ("set(row) <= _KEYS and", ""),
    ('len(row.get("unit", "")) != _USCC', "False"),
    ("field.when is None and ", ""),
    ("field.element.required and ", ""),
    (" and field.element.type in _TYPES", ""),
    ("if sort != _TYPES[element.type]", "if False"),
    ("names and value not in names", "False"),
    ("value == (condition.sign == '==')", "value"),
    ("is not False", "is True"),
    ("partner.when is None or", ""),
    ("return float(value)", "return str(value)"),
    ('bool(value) if element.type == "yes_no" else str(value)', "str(value)"),
    ('if value in (None, "", []):', "if value is None:"),
    ('"，且" if condition.word == "and"', '"，或" if condition.word == "and"'),
    ('return f"不是（{_said(condition.part, form)}）"', "return _said(condition.part, form)"),
    ("INSTANT if instant else JOINT if joint else PROMISED", "JOINT if joint else PROMISED"),
    ("INSTANT if instant else JOINT if joint else PROMISED", "INSTANT if instant else PROMISED"),
    ("if stated not in HANDLINGS:", "if False:"),
    ("if (stated == INSTANT) != instant:", "if False:"),
    ("if (stated in {JOINT, UPWARD}) != joint:", "if (stated in {JOINT}) != joint:"),
    ("if (stated in {JOINT, UPWARD}) != joint:", "if False:"),
]


@pytest.mark.req("PRC-003", "PRC-006")
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_it_is_as_worked_out(check: Callable[[Any], None]) -> None:
    check(joining)


@pytest.mark.parametrize(("sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_a_planted_bug_is_caught(sound: str, bug: str, tmp_path: Path) -> None:
    source = Path(joining.__file__).read_text("utf-8")
    assert source.count(sound) == 1, f"the planted bug no longer fits the source: {source.count(sound)}"
    file = tmp_path / "mutant_joining.py"
    file.write_text(source.replace(sound, bug), "utf-8")
    spec = importlib.util.spec_from_file_location(f"mutant_{tmp_path.name}", file)
    assert spec is not None
    assert spec.loader is not None
    mutant = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = mutant
    spec.loader.exec_module(mutant)
    try:
        assert any(_fails(check, mutant) for check in CHECKS), f"{sound} → {bug} lives"
    finally:
        del sys.modules[spec.name]


def _fails(check: Callable[[Any], None], mutant: ModuleType) -> bool:
    try:
        check(mutant)
    except BaseException:  # noqa: BLE001 - a bug may show as any error, and pytest's own is no Exception
        return True
    return False
