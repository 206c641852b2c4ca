"""``python -m tests.miwg FOLDER [--out FILE | --check FILE]``: runs a folder of BPMN files, tells what became of each.

``--out`` writes the record, ``--check`` fails where a record differs from what the kernel says now. Meant for the
reference files of the BPMN Model Interchange Working Group (CC BY 3.0), which are not copied here.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.interchange.comparing import lost
from yimen.kernel.procedure import (
    Procedure,
    ProcedureError,
    State,
    TransitionError,
    compile_bpmn,
    complete,
    fire,
    inputs,
    receive,
    start,
    to_xml,
)

RECORD = Path(__file__).parent / "interchange" / "miwg.json"
MADE = "python -m tests.miwg FOLDER --out tests/interchange/miwg.json"  # a record says how it is made
SOURCE = (
    "the Reference folder of bpmn-miwg/bpmn-miwg-test-suite at bc9f858ccbba, 2025-11-05 (CC BY 3.0, not copied here)"
)
MOST = 2000  # states looked at for a way to the end
GUESSES: dict[str, Any] = {"text": "x", "number": 0, "truth": False, "list": ["甲", "乙"]}


@dataclass(frozen=True)
class Told:
    """What became of one file. ``result``: "runs" or "refused"; ``first``: the first of so many ``findings``."""

    name: str
    sha256: str
    result: str
    findings: int = 0
    line: int = 0
    element: str = ""
    first: str = ""


def tell(name: str, xml: bytes) -> Told:
    """Returns what became of a file; fails where it is neither refused by name nor run with all that it says."""
    sha256 = hashlib.sha256(xml).hexdigest()
    try:
        procedure = compile_bpmn(xml)
    except ProcedureError as error:
        first = error.findings[0]
        return Told(name, sha256, "refused", len(error.findings), first.line, first.element, first.message_zh)
    assert ends(procedure), f"{name}: accepted, and no way leads to its end"
    gone = lost(xml, to_xml(procedure))
    assert not gone, f"{name}: accepted, and lost {dict(gone)}"
    return Told(name, sha256, "runs")


def ends(procedure: Procedure) -> bool:
    """Tells whether some way of doing its steps brings a procedure to its end."""
    guesses = [{one.name: GUESSES[one.sort] for one in inputs(procedure)}]
    guesses.append({one.name: one.values[0] if one.values else GUESSES[one.sort] for one in inputs(procedure)})
    for data in guesses:
        try:
            todo = [start(procedure, data).state]
        except TransitionError:
            continue
        seen: set[str] = set()
        while todo and len(seen) < MOST:
            state = todo.pop(0)
            if state.ended:
                return True
            for after in _next(procedure, state, data):
                mark = repr((after.open_tasks, after.waiting, after.pending, after.results))
                if mark not in seen:
                    seen.add(mark)
                    todo.insert(0, after)
    return False


def _next(procedure: Procedure, state: State, data: dict[str, Any]) -> Iterator[State]:
    moves: list[Any] = []
    for task in state.open_tasks:
        codes = [one.code for one in procedure.nodes[task.node].outcomes]
        moves += [(complete, (procedure, state, task.token, code, data)) for code in reversed(codes)]
    for item in state.pending:
        node = procedure.nodes[item.node]
        come = (fire, (procedure, state, item.token, data))
        moves.append(come if node.duration else (receive, (procedure, state, node.message, data)))
    for move, words in moves:
        try:
            yield move(*words).state
        except TransitionError:
            continue


def written(told: list[Told]) -> str:
    """Returns the record of what became of files, as JSON that says how it is made and of what."""
    record = {"made_by": MADE, "of": SOURCE, "files": [asdict(one) for one in told]}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Prints a table, and writes or checks the record where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.miwg", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--check", type=Path)
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.bpmn"))
    told = [tell(path.name, path.read_bytes()) for path in files]
    for one in told:
        where = f"{one.findings} 处，第 {one.line} 行 {one.element}：{one.first}" if one.findings else ""
        print(f"{one.name:16} {one.result:8} {where}")
    print(f"{len(told)} files: {sum(one.result == 'runs' for one in told)} run, the others are refused by name.")
    if options.out:
        options.out.write_text(written(told), "utf-8")
    if options.check and options.check.read_text("utf-8") != written(told):
        print(f"{options.check} differs: make it anew with {MADE}")
        return 1
    return 0 if told else 1


if __name__ == "__main__":
    sys.exit(main())
