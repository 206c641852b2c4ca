"""The rules of the tree that no linter knows, as one pass over a file's syntax."""

import ast
from collections.abc import Iterator
from pathlib import Path

DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "services", "misc"}


def broken(path: Path, src: Path) -> list[str]:
    """Returns a line for every rule that a file breaks."""
    where = path.relative_to(src)
    text = path.read_text("utf-8")
    if "migrations" in where.parts:
        return []
    found = list(_size(where, text)) if "tests" not in where.parts else []
    if path.stem in DRAWERS:
        found.append(f"{where}: a drawer is no place; name what it does")
    tree = ast.parse(text)
    found += _doors(where, tree)
    if "tests" not in where.parts:
        found += _length(where, tree)
    return found


def _size(where: Path, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > 400:
        yield f"{where}: {lines} lines, at most 400"


def _length(where: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > 60:
                yield f"{where}:{node.lineno} {node.name}: {length} lines, at most 60"


def _doors(where: Path, tree: ast.Module) -> Iterator[str]:
    own = ".".join(("yimen", *where.parts[:2])) if where.parts[0] == "contexts" else ""
    for node in ast.walk(tree):
        for name, line in _imported(node):
            parts = name.split(".")
            inside = name.startswith("yimen.contexts.") and len(parts) > 3 and parts[3] != "api"
            if inside and ".".join(parts[:3]) != own:
                yield f"{where}:{line} imports {name}: a context is entered only through its api"


def _imported(node: ast.AST) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, node.lineno
    elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        yield node.module, node.lineno
        for alias in node.names:
            yield f"{node.module}.{alias.name}", node.lineno


def exports(path: Path) -> set[str]:
    """Returns the names in a module's ``__all__``."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()
