"""The contracts hold, cover every package, and catch a planted violation of each kind."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import rules

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "yimen"
pytestmark = pytest.mark.pure


def test_every_package_is_placed() -> None:
    contracts = (ROOT / ".importlinter").read_text("utf-8")
    places = [path.parent for path in SRC.glob("contexts/*/__init__.py")] + [
        p.parent for p in SRC.glob("sites/*/__init__.py")
    ]
    names = [".".join(("yimen", *path.relative_to(SRC).parts)) for path in places if path.name != "pieces"]
    assert len(names) > 10
    for name in names:
        assert re.search(rf"\b{re.escape(name)}\b", contracts), f"{name} 没有写进 .importlinter：先定它在哪一层"


def test_the_tree_keeps_its_rules() -> None:
    broken = [line for path in sorted(SRC.rglob("*.py")) for line in rules.broken(path, SRC)]
    assert broken == []


PLANTS = {
    "contexts/matters/planted.py": ("from yimen.contexts.journal.models import EntryRow\n", "only through"),
    "contexts/places/planted.py": ("def a():\n" + "    x = 1\n" * 70, "60"),
    "contexts/cases/utils.py": ('"""Says nothing."""\n', "drawer"),
    "sites/portal/planted.py": ("from yimen.contexts.cases.models import CaseRow\n", "only through"),
    "contexts/journal/planted.py": ("# x\n" * 401, "400"),
}


@pytest.mark.parametrize("where", PLANTS)
def test_a_planted_fault_is_found(where: str, tmp_path: Path) -> None:
    text, word = PLANTS[where]
    path = tmp_path / "yimen" / where
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    found = rules.broken(path, tmp_path / "yimen")
    assert any(word in line for line in found), found


LINTER_PLANTS = {
    "kernel/clock/planted.py": "import django\n",
    "kernel/trail/planted.py": "from yimen.kernel import clock\n",
    "contexts/places/planted.py": "from yimen.contexts.matters import api\n",
    "sites/desk/planted.py": "from yimen.sites.portal import apps\n",
}


@pytest.mark.parametrize("where", LINTER_PLANTS)
def test_the_import_contracts_catch_a_plant(where: str, tmp_path: Path) -> None:
    shutil.copytree(SRC, tmp_path / "yimen", ignore=shutil.ignore_patterns("static", "fonts", "__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    (tmp_path / "yimen" / where).write_text(LINTER_PLANTS[where], "utf-8")
    script = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [str(script), "--no-cache"], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, check=False
    )
    assert run.returncode == 1, run.stdout.decode()


BANS = {
    "from datetime import datetime\n\nx = datetime.now()\n": "TID251",
    "import uuid\n\nx = uuid.uuid4()\n": "TID251",
    "import os\n\nx = os.environ\n": "TID251",
    "from django.conf import settings\n\nx = settings\n": "TID251",
    "try:\n    x = 1\nexcept:\n    pass\n": "E722",
}


@pytest.mark.parametrize("text", BANS)
def test_the_bans_catch_a_plant(text: str) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    where = SRC / "contexts" / "cases" / "planted.py"
    run = subprocess.run(
        [str(ruff), "check", "--stdin-filename", str(where), "-"],
        input=text.encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert BANS[text].encode() in run.stdout, run.stdout.decode()


def test_public_functions_of_the_apis_are_keyword_only() -> None:
    loose = []
    for path in sorted(SRC.glob("contexts/*/[a-z]*.py")):
        if path.stem in {"models", "apps", "conf", "rows", "views"}:
            continue
        exported = rules.exports(path.with_name("api.py"))
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name in exported and len(node.args.args) > 1:
                loose.append(f"{path.relative_to(SRC)}:{node.lineno} {node.name}")
    assert loose == []
