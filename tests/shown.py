"""Which requirements the marked tests show: ``python -m tests.shown`` prints shown/total per group."""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

from tests.statutes import DEADLINES, TRADING

ROOT = Path(__file__).resolve().parents[1]
TOTALS = dict(  # noqa: C408 - a table reads better without quotes
    CAT=26, PWR=30, FRM=10, HAL=42, PRC=24, FEE=12, LIC=10, IDN=7, PUB=35, PBF=12, PBP=6, VIL=5, ENT=9, REQ=7,
    DEC=12, INT=7, RSK=4, POL=3, WEB=9, IAC=13, SUP=17, ASM=16, TSK=18, TRD=8, DAT=13, OAS=8, SMC=4, CHN=5,
    GRS=15, STF=9, ORG=11, RFM=6, SEC=6, LNG=1, OPS=7,
)  # fmt: skip
LIMITS = {"期限": DEADLINES, "交易": TRADING}  # counted by id, beside the groups of the papers


def marked() -> dict[str, list[str]]:
    """Returns requirement id → the tests marked with it, by decorators or by ``marks=`` in a table of parameters."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in [*ROOT.glob("tests/**/*.py"), *ROOT.glob("src/**/tests/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                where, marks = node.name, node.decorator_list
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.param":
                where, marks = f"line {node.lineno}", [word.value for word in node.keywords if word.arg == "marks"]
            else:
                continue
            for mark in marks:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.req":
                    for word in mark.args:
                        found[ast.literal_eval(word)].append(f"{path.relative_to(ROOT)}::{where}")
    return found


def main() -> int:
    found = marked()
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(found) - DEADLINES - TRADING):
        groups[re.split(r"[-.]", name)[0]].append(name)
    for group, total in TOTALS.items():
        print(f"{group}  {len(groups[group]):>3} / {total:<3} {' '.join(groups[group])}")
    print(f"合计 {sum(len(groups[group]) for group in TOTALS)} / {sum(TOTALS.values())}")
    for group, ids in LIMITS.items():
        missing = sorted(ids - set(found))
        words = f"缺 {' '.join(missing)}" if missing else ""
        print(f"{group} {len(ids) - len(missing):>3} / {len(ids):<3} {words}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
