"""The settings of documents: where files lie, and how large one may be."""

from pathlib import Path

from django.conf import settings

MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 80  # characters


def root() -> Path:
    """Returns the folder of the encrypted files."""
    return Path(settings.YIMEN_FILES)
