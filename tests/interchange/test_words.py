"""What a reader is told of a file at fault: in Chinese, by names, each fault once, and all that are independent."""

import json
import os
from pathlib import Path

import pytest

from tests.command.test_calls import yimen
from yimen.command.files import data
from yimen.command.frame import Wrong
from yimen.kernel.procedure import ProcedureError, check, compare, compile_bpmn

DATA = Path(__file__).resolve().parents[2] / "src" / "yimen" / "data" / "procedures"
GOOD = (DATA / "one-review.bpmn").read_text("utf-8")
pytestmark = pytest.mark.pure


def refused(text: str) -> ProcedureError:
    with pytest.raises(ProcedureError) as caught:
        compile_bpmn(text.encode())
    return caught.value


def test_a_condition_that_cannot_be_read_is_one_fault() -> None:
    found = refused(GOOD.replace("outcome == 'accept'", "__import__('os')")).findings
    assert [("不能识别" in one.mending or "条件" in one.mending) for one in found] == [True]


def test_a_missing_id_is_one_fault_and_says_which_element() -> None:
    (found,) = refused(GOOD.replace('<bpmn:userTask id="examine"', "<bpmn:userTask", 1)).findings
    assert (found.where, found.mending) == ("“审查”（办理环节）", "缺少编号，请补上（id）")


def test_faults_of_steps_stand_beside_those_of_the_drawing() -> None:
    text = GOOD.replace(' yimen:role="examiner"', "", 1).replace(
        "</bpmn:process>", "<bpmn:task id='odd'/></bpmn:process>"
    )
    words = "".join(one.mending for one in refused(text).every)
    assert "未定种类的任务" in words
    assert "由哪个岗位办理" in words


def test_what_has_no_name_is_told_by_where_it_stands() -> None:
    text = GOOD.replace('id="to-examine" name="受理"', 'id="to-examine"').replace('" name="退回重审" so', '" so')
    names = [one.where for one in check(compile_bpmn(text.encode()))]
    assert names
    for name in names:
        assert name.isprintable()
        assert "sequenceFlow" not in name
        assert not any(word in name for word in ("exclusive", "user", "start"))


def test_a_file_of_no_xml_is_refused_without_english() -> None:
    for text in ("", "plain", "<a><b></a>", "<a/><b/>", "<a x='1' x='2'/>"):
        (found,) = refused(text).findings
        assert "(" not in found.mending
        assert not any(word in found.mending for word in ("error", "token", "element", "found"))


def test_a_way_back_that_leads_elsewhere_touches_who_may_decide() -> None:
    old = compile_bpmn(GOOD.encode())
    line = next(row for row in GOOD.splitlines() if 'id="back-to-examine"' in row)
    new = compile_bpmn(GOOD.replace(line, line.replace('targetRef="examine"', 'targetRef="decide"')).encode())
    told = compare(old, new).weighty
    assert {one.what for one in told} >= {"去向"}
    assert any("路变了" in one.weighs and "退回" in one.old for one in told)
    assert not any("outcome ==" in one.old + one.new for one in told)


def test_a_huge_file_is_refused_unread_and_without_a_line(tmp_path: Path) -> None:
    huge = tmp_path / "huge.bpmn"
    huge.touch()
    os.truncate(huge, 3 * 1024**3)
    for action in ("check", "draw", "run"):
        run = yimen(tmp_path, "procedure", action, str(huge))
        assert run.returncode == 1
        assert "没有读入" in run.stderr
        assert f"{huge}:0" not in run.stderr


def test_no_loader_reads_more_than_a_file_may_have(tmp_path: Path) -> None:
    huge = tmp_path / "items.json"
    huge.touch()
    os.truncate(huge, 3 * 1024**3)
    with pytest.raises(Wrong, match="64 MB"):
        data(huge)


def test_findings_come_as_a_list_for_programs(tmp_path: Path) -> None:
    path = tmp_path / "bad.bpmn"
    path.write_text(GOOD.replace(' yimen:role="examiner"', "", 1), "utf-8")
    told = json.loads(yimen(tmp_path, "--json", "procedure", "check", str(path)).stderr)
    (found,) = [one for one in told["findings"] if one["kind"] == "error"]
    assert (found["name"], found["line"] > 1, "岗位" in found["words"]) == ("审查", True, True)
    assert "[error]" not in yimen(tmp_path, "procedure", "check", str(path)).stderr
