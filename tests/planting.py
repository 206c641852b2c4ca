"""Plants one bug in a copy of a package, so that the tests of the package can show that they would see it."""

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

Bug = tuple[str, str, str]  # the file, what stands in it just once, and what stands there instead


@contextmanager
def planted(package: Path, into: Path, bug: Bug | None = None) -> Iterator[ModuleType]:
    """Gives a copy of a package, made in an empty folder, with one bug in it; without one, the copy as it is.

    The copy is gone from the loaded modules when the test is over.
    """
    name = f"planted_{into.name}"
    shutil.copytree(package, into / name, ignore=shutil.ignore_patterns("tests"))
    if bug is not None:
        file, sound, wrong = bug
        source = (into / name / file).read_text("utf-8")
        assert source.count(sound) == 1, f"the planted bug no longer fits the source: {source.count(sound)}"
        (into / name / file).write_text(source.replace(sound, wrong), "utf-8")
    sys.path.insert(0, str(into))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(into))
        for module in [one for one in sys.modules if one.split(".")[0] == name]:
            del sys.modules[module]


def fails(check: Callable[[Any], None], copy: ModuleType) -> bool:
    """Tells whether a check does not hold of a copy: a bug may show as any error."""
    try:
        check(copy)
    except Exception:  # noqa: BLE001 - a bug may show as any error
        return True
    return False
