"""Bugs planted in what the law on licences asks, in renaming and in names: the battery must catch every one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.planting import fails, planted

from yimen.kernel import procedure

from .lawful_battery import CHECKS

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("lawful.py", "return not procedure.duties and", "return"),
    ("lawful.py", '"accept" in had and bool(had & {', "bool(had & {"),
    ("lawful.py", '{*DECIDING, "issue", "deliver"}', '{"issue", "deliver"}'),
    ("lawful.py", '"accept" in had and bool(had & {*DECIDING, "issue", "deliver"})', '"accept" in had'),
    ("lawful.py", "if licensing(procedure) else ():\n        for outcome", "if True else ():\n        for outcome"),
    ("lawful.py", 'and outcome.opinion != "required"', ""),
    ("lawful.py", 'and outcome.opinion != "required"', "and False"),
    ("lawful.py", '    "refuse": "不予许可', '    "grant": "不予许可'),
    ("lawful.py", '    "refuse_acceptance": "不予受理要', '    "accept": "不予受理要'),
    ("lawful.py", '第三十八条）",', '第三十七条）",'),
    ("lawful.py", "yield node, words, 'opinion=\"required\"'", "yield node, words, ''"),
    ("lawful.py", "            if effect:\n", "            if False:\n"),
    (
        "lawful.py",
        '(("不予受理", "refuse_acceptance"), ("准予", "grant"), ("不予", "refuse"))',
        '(("不予", "refuse"), ("不予受理", "refuse_acceptance"), ("准予", "grant"))',
    ),
    ("lawful.py", '("准予", "grant"), ', ""),
    ("lawful.py", ', ("不予", "refuse"))', ",)"),
    ("lawful.py", 'if outcome.effect != "none":', "if False:"),
    ("lawful.py", "outcome.name.startswith(words)", "words in outcome.name[1:]"),
    ("lawful.py", 'had & DECIDING and "deliver" not in had', "False"),
    ("lawful.py", 'had & DECIDING and "deliver" not in had', 'had & DECIDING and "issue" not in had'),
    ("lawful.py", "if effects[id_, code] in DECIDING)", ")"),
    ("lawful.py", 'if state.ended and "accept" in had and not had & DECIDING and', "if False and"),
    ("lawful.py", "not had & DECIDING and licensing(procedure)", "not had & DECIDING"),
    ("lawful.py", 'and "accept" in had and not had & DECIDING and licensing', 'and "accept" in had and licensing'),
    ("lawful.py", 'if decides and "accept" not in had:', "if False:"),
    ("lawful.py", 'if decides and "accept" not in had:', 'if "accept" not in had:'),
    ("lawful.py", "if decides and had & DECIDING:", "if False:"),
    ("lawful.py", "if decides and had & DECIDING:", "if had & DECIDING:"),
    ("lawful.py", 'if "accept" in had and any(one[0] == node.id', 'if "accept" in had and any(False'),
    ("lawful.py", 'any(one[0] == node.id and effects[one] == "accept"', 'any(effects[one] == "accept"'),
    (
        "lawful.py",
        "    if not licensing(procedure):\n        return\n    nodes",
        "    if licensing(procedure):\n        return\n    nodes",
    ),
    ("lawful.py", '{"accept", "refuse_acceptance"}', '{"accept"}'),
    ("lawful.py", '{"accept", "refuse_acceptance"}', '{"refuse_acceptance"}'),
    ("lawful.py", 'if not here or any(node.role == "applicant" for node in here):', "if not here:"),
    ("lawful.py", "if later.ended and not answers &", "if not answers &"),
    ("lawful.py", "if later.ended and not answers &", "if False and not answers &"),
    ("lawful.py", '== "correct" and nodes[id_].role == "applicant"}', '== "correct"}'),
    ("lawful.py", '== "correct" and nodes[id_].role == "applicant"}', '== "none"}'),
    ("lawful.py", "if id_ in notified and", "if"),
    ("lawful.py", 'and effects.get(move, "correct") != "correct" and "accept" in had', 'and "accept" in had'),
    ("lawful.py", '!= "correct" and "accept" in had and not had', '!= "correct" and not had'),
    ("lawful.py", 'and "accept" in had and not had & DECIDING:\n            step', "and False:\n            step"),
    ("lawful.py", "if item.code == move[1])", ")"),
    ("lawful.py", "yield step.id, words, state", "yield id_, words, state"),
    ("renaming.py", "(?<=\\s){}", "{}"),
    ("renaming.py", '"[^"]*"|' + "'[^']*')\"\"\"", '"[^"]*")' + '"""'),
    ("renaming.py", '"[^"]*"|' + "'[^']*')*>", '"[^"]*")*>'),
    ("renaming.py", "(?:[^>\"']|", "(?:[^>]|"),
    ("renaming.py", 'namespace_separator=" "', 'namespace_separator=":"'),
    ("renaming.py", "if len(was) != 1 or", "if"),
    (
        "renaming.py",
        "if len(was) != 1 or",
        "if len(was) > 1 or",
    ),
    ("renaming.py", "pieces += [xml[done:at], ", "pieces += [xml[:at], "),
    ("renaming.py", "if id_ != was[0]:", "if False:"),
    ("renaming.py", 'f"{BPMN} participant": "processRef", ', ""),
    ("renaming.py", '{"id": key, "name": name} if', '{"id": key} if'),
    ("renaming.py", '{"id": key, "name": name} if', '{"name": name} if'),
    ("renaming.py", "else {attribute: key}", 'else {"id": key}'),
    ("renaming.py", ', f"{_DI} BPMNPlane": "bpmnElement"}', "}"),
    ("renaming.py", "{quoteattr(value)}", "'{value}'"),
    ("renaming.py", "count=1)", "count=0)"),
    ("renaming.py", "if not times:", "if False:"),
    ("renaming.py", "lambda _, new=written: new", "lambda _: written[:-1]"),
    ("renaming.py", 'r"\\s|/?>$"', 'r">$"'),
    ("renaming.py", "except (expat.ExpatError, LookupError, ValueError)", "except (LookupError, ValueError)"),
    ("renaming.py", '        xml.decode("utf-8")\n', ""),
    ("renaming.py", "done = whole.end()", "done = whole.end() - 1"),
    ("fields.py", '"limit": "时限"', '"limit": "期限"'),
    ("fields.py", '"stage": "阶段"', '"stage": "stage"'),
    ("fields.py", '"unit": "单位"', '"unit": "机关"'),
    ("fields.py", '"effect": "效力"', '"effect": "效果"'),
    ("fields.py", '"opinion": "必须写意见"', '"opinion": "写意见"'),
    ("fields.py", '"correct": "一次告知补正"', '"correct": "补正"'),
    ("fields.py", '"grant": "准予"', '"grant": "同意"'),
    ("fields.py", '"refuse": "不予"', '"refuse": "准予"'),
    ("fields.py", '    "issue": "制作证件",\n', ""),
    ("fields.py", '"lead": "主办单位", ', ""),
    ("fields.py", '"audience": "申请人身份"', '"audience": "audience"'),
    ("fields.py", '    "variant": "业务办理项",\n', ""),
    ("fields.py", '    "granted": "已作出准予决定",\n', ""),
    ("naming.py", "procedure.labels.get(name) or DATA.get(name, name)", "procedure.labels.get(name, name)"),
    ("naming.py", "or name in procedure.labels or name in DATA", "or name in procedure.labels"),
    ("naming.py", 'procedure.labels.get(f"{name}.{value}") or ', ""),
    ("naming.py", "ANSWERS.get(str(value), str(value))", "str(value)"),
    ("naming.py", '"<=": "不大于"', '"<=": "小于"'),
    ("naming.py", '">=": "不小于"', '">=": "大于"'),
    ("shapes.py", " or condition_words(procedure, flow)", ""),
    ("shapes.py", "if all(asked) else []", ""),
    ("legal.py", "(?:\\.[^=]{{1,60}})?", ""),
    ("legal.py", "(?:\\.[^=]{{1,60}})?", "(?:\\.[^=]{{0,60}})?"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_kernel_does_as_the_law_says(check: Callable[[Any], None]) -> None:
    check(procedure)


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_the_battery_catches_a_planted_bug(file: str, sound: str, bug: str, tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path, (file, sound, bug)) as copy:
        assert any(fails(check, copy) for check in CHECKS), f"{file}: {sound} → {bug} lives"
