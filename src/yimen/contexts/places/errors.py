"""What places says of data that it cannot take, and whom its loads are about."""

from uuid import UUID

LOADING = UUID(int=1)  # the subject of loads: the installation itself
NOTHING = "没有载入任何数据，请改正后重新载入。"


class LoadError(ValueError):
    """Says which file, line or key is wrong, and why; nothing was loaded."""


class CalendarMoved(LoadError):
    """A calendar changed after what the caller had seen (HTTP 409); nothing was loaded."""
