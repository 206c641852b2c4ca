"""Bugs planted one by one in a copy of the package: the battery of changes must catch every one."""

from pathlib import Path

import pytest
from tests.planting import fails, planted

from . import change_battery, move_battery

pytestmark = pytest.mark.pure

CHECKS = [*change_battery.CHECKS, *move_battery.CHECKS]
PACKAGE = Path(__file__).resolve().parents[1]
MUTANTS = [
    ("comparing.py", "found.sort(key=lambda change: not change.weighs)", "pass"),
    ("comparing.py", "if change.weighs)", "if not change.weighs)"),
    ("comparing.py", '        "limit": limit_words(node.limit),\n', ""),
    ("comparing.py", '        "role": roles.get(node.role, node.role),\n', ""),
    ("comparing.py", '        "unit": OFFICES.get(node.unit, node.unit),\n', ""),
    ("comparing.py", '        "basis": node.basis,\n', ""),
    ("comparing.py", '        "ground": node.ground,\n', ""),
    ("comparing.py", '        "calls": node.calls,\n', '        "calls": "",\n'),
    ("comparing.py", 'FIELDS["opinion"] if item.opinion == "required" else ""', '""'),
    ("comparing.py", "{node.loop.agree},", ""),
    ("comparing.py", 'FIELDS["veto"] if node.loop.veto else ""', '""'),
    ("comparing.py", "loop_words(node), listed,", "loop_words(node),"),
    ("comparing.py", '"停下" if node.cancels else "不停下"', '"停下"'),
    ("comparing.py", "exact.get(what) != changed.get(what)", "False"),
    (
        "comparing.py",
        '        if before != after:\n            yield Change("", new.name, "changed", FIELDS["data"]',
        '        if False:\n            yield Change("", new.name, "changed", FIELDS["data"]',
    ),
    ("comparing.py", "    for id_ in before & new.nodes.keys() - after:\n", "    for id_ in ():\n"),
    ("comparing.py", "    for id_ in after & old.nodes.keys() - before:\n", "    for id_ in ():\n"),
    ("comparing.py", "list((was - is_).elements())", "[]"),
    ("comparing.py", "list((is_ - was).elements())", "[]"),
    ("comparing.py", "other[:2] == (source, target)", "False"),
    ("comparing.py", "    yield from _order(old, new)\n", ""),
    ("comparing.py", 'text_of(flow.condition) if flow.condition else ""', '""'),
    ("comparing.py", 'if found.get(id_, "changed") == "changed":', "if True:"),
    ("comparing.py", "found[id_] = change.mark if id_ == change.element else", "found[id_] ="),
    ("naming.py", "todo += [flow.source for flow in procedure.into[at]]", "pass"),
    ("comparing.py", "sums[unit] += int(node.limit.removesuffix(unit))", "sums[unit] += 1"),
    ("comparing.py", '"key", ', ""),
    ("comparing.py", '        "scope": title(procedure, node.scope) if node.scope else "",\n', ""),
    ("weighing.py", '"时限延长" if after > before else ""', '"时限延长" if after < before else ""'),
    ("weighing.py", '"时限延长" if after > before else ""', '"时限延长"'),
    ("weighing.py", 'return "时限换了单位，可能变长"', 'return ""'),
    ("weighing.py", 'return "取消了时限"', 'return ""'),
    ("weighing.py", "(item.code, item.effect) for item in old.outcomes", "item.code for item in old.outcomes"),
    ("weighing.py", 'told.append("不再要求写理由")', "pass"),
    ("weighing.py", 'item.opinion == "required" and', 'item.opinion != "required" and'),
    ("weighing.py", "if _effects(node) & DECIDING else", "if False else"),
    ("weighing.py", 'return "减少环节，少了一道把关"', 'return ""'),
    ("weighing.py", "[(start, deciding), (deciding, ends)]", "[(start, ends)]"),
    ("weighing.py", "[(start, deciding), (deciding, ends)]", "[(start, deciding)]"),
    ("weighing.py", "[(start, deciding), (deciding, ends)]", "[(deciding, ends)]"),
    ("weighing.py", "else [(start, ends)]", "else []"),
    ("weighing.py", '    "loop": "由几人办、怎样算同意变了",\n', ""),
    ("weighing.py", '    "lapse": "逾期不办的后果变了",\n', ""),
    ("migrating.py", "if old.key != new.key:", "if False:"),
    ("migrating.py", "if state.ended:", "if False:"),
    ("migrating.py", "if state.ground:", "if False:"),
    ("migrating.py", "    _check_ahead(old, new, state, moved, data)\n", ""),
    ("migrating.py", "if was.kind != now.kind", "if False"),
    ("migrating.py", "        self.within(node, task.scope)\n", ""),
    ("migrating.py", "            self.scope(scope)\n", "            pass\n"),
    ("migrating.py", "            self.waiting(wait)\n", "            pass\n"),
    ("migrating.py", "            self.task(task)\n", "            pass\n"),
    ("migrating.py", "            self.pending(item, hosts)\n", "            pass\n"),
    ("migrating.py", "if bool(task.group) != bool(node.loop):", "if False:"),
    ("migrating.py", "        if events[0] != events[1]:", "        if False:"),
    ("migrating.py", "        if into[0] != into[1]:", "        if False:"),
    ("migrating.py", "(was.host, was.message, bool(was.duration))", "(was.host, node.message, bool(node.duration))"),
    ("migrating.py", "if was.cancels != node.cancels or", "if"),
    (
        "migrating.py",
        "rules[0] != rules[1] or node.loop is None or agree != node.loop.agree:",
        "agree != node.loop.agree:",
    ),
    ("migrating.py", "(loop.rule, loop.veto, loop.sequential)", "(loop.veto, loop.sequential)"),
    ("migrating.py", "(loop.rule, loop.veto, loop.sequential)", "(loop.rule, loop.sequential)"),
    ("migrating.py", "(loop.rule, loop.veto, loop.sequential)", "(loop.rule, loop.veto)"),
    ("migrating.py", " or agree != node.loop.agree:", ":"),
    ("migrating.py", "return group._replace(votes=tuple(votes))", "return group"),
    ("migrating.py", "if carrier else kept", "if False else kept"),
    ("migrating.py", "called = self.outcomes.get((id_, code), code)", "called = code"),
    ("migrating.py", "        if after is None:", "        if False:"),
    ("migrating.py", "before.effect != after.effect", "False"),
    (
        "migrating.py",
        "(id_, self.outcome(id_, code)) for id_, code in state.results",
        "state.results and (id_, code) for id_, code in state.results",
    ),
    ("migrating.py", "        if (id_, words) not in known:", "        if True:"),
    ("migrating.py", "(id_, words) not in known:", "id_ not in {known_id for known_id, _ in known}:"),
    ("migrating.py", "    for id_, words in faults:", "    for id_, words in ():"),
    ("migrating.py", "for (id_, _), words in found.refused.items()]", "for (id_, _), words in ()]"),
    ("migrating.py", "        faults += breaches(procedure, later)\n", ""),
    ("migrating.py", "if found.whole and later not in ending:", "if False:"),
    ("migrating.py", "undo=tuple(self.undo(undo) for undo in state.undo)", "undo=()"),
    ("approving.py", "after & before", "after"),
    ("approving.py", "after & before", "before"),
    ("approving.py", ' and node.role != "applicant"', ""),
    ("approving.py", " and not node.special", ""),
    ("approving.py", " and not node.ground", ""),
    ("approving.py", "len(set(roles)) == len(roles) and", ""),
    ("approving.py", ' and set(roles) <= {"examiner", "reviewer"}', ""),
    ("approving.py", " and not any(several(procedure, node.id) for node in found)", ""),
    ("naming.py", "    if not before:", "    if before:"),
    ("comparing.py", "    if duties[0] != duties[1]:", "    if False:"),
    ("checking.py", "duties.breaches(procedure, state) if procedure.duties else lawful.breaches", "lawful.breaches"),
    ("drawing.py", "            return _COMPARED[self.position.marks[node.id]]\n", "            pass\n"),
    ("drawing.py", '            return f"pf-{self.position.marks[node.id]}"\n', "            pass\n"),
]


@pytest.mark.parametrize(("file", "sound", "bug"), MUTANTS, ids=range(len(MUTANTS)))
def test_the_battery_catches_a_planted_bug(file: str, sound: str, bug: str, tmp_path: Path) -> None:
    with planted(PACKAGE, tmp_path, (file, sound, bug)) as copy:
        assert any(fails(check, copy) for check in CHECKS), f"{file}: {sound} → {bug} lives"
