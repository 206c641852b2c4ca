"""Peers doing the same flow of five steps in process: SpiffWorkflow (no database), django-viewflow (SQLite)."""

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES = 60


def measure() -> dict[str, float]:
    """Returns processor milliseconds a case for each peer."""
    figures = {}
    for name in ("spiff", "viewflow"):
        command = [sys.executable, "-c", f"from bench.peer_{name} import main; main({CASES})"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        figures |= json.loads(run.stdout)
    return figures


def timed(one_case, cases: int) -> float:
    """Returns the processor milliseconds of one case, after a warm-up."""
    for _ in range(5):
        one_case()
    start = time.process_time()
    for _ in range(cases):
        one_case()
    return (time.process_time() - start) / cases * 1000
