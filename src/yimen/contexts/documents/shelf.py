"""Where encrypted files lie: a whole file under its name, or none."""

import os
from pathlib import Path
from uuid import UUID

from yimen.contexts.identity.api import open_bytes, seal_bytes

from . import conf

_PURPOSE = "document"


def put(document: UUID, content: bytes) -> None:
    """Writes a file encrypted and has it on the disk, name and all, before returning."""
    path = _path(document)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        file.write(seal_bytes(content, purpose=_PURPOSE))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _settle(path.parent)


def get(document: UUID) -> bytes:
    """Returns the plain content; raises FileNotFoundError, or SealBroken where the file was changed."""
    return open_bytes(_path(document).read_bytes(), purpose=_PURPOSE)


def drop(document: UUID) -> None:
    """Deletes a file, if it is there."""
    _path(document).unlink(missing_ok=True)


def _path(document: UUID) -> Path:
    # The last two characters of a UUIDv7 are chance, the first are time: 256 folders that fill evenly.
    return conf.root() / document.hex[-2:] / document.hex


def _settle(folder: Path) -> None:
    """Makes the renaming itself survive a power cut, as POSIX promises it only once the folder is synced."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
