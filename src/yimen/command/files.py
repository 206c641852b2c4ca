"""Files that commands read: never more of one than it may have, so that a wrong path costs no memory."""

import errno
import json
import os
from pathlib import Path
from typing import Any

from .frame import Wrong

LARGEST = 64 * 1024 * 1024  # bytes of a file of data: some hundred times the largest that is shipped


def content(path: Path, most: int = LARGEST) -> bytes:
    """Returns a file's bytes; raises Wrong, having read one byte too many, where it has more than it may."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    with path.open("rb") as file:
        found = file.read(most + 1)
    if len(found) > most:
        size = f"{most // 1024} KB" if most < 1024 * 1024 else f"{most // 1024 // 1024} MB"
        raise Wrong(f"文件 {path} 超过 {size}，没有读入。请核对路径，或删去无关内容后再试。")
    return found


def data(path: Path) -> Any:
    """Returns what a JSON file holds; raises Wrong, or ValueError for what is no JSON in UTF-8."""
    return json.loads(content(path).decode("utf-8"))
