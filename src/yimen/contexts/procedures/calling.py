"""What a procedure calls: found by key among the published versions, and kept as it was found."""

from collections.abc import Mapping
from datetime import date

from .models import VersionRow


class Called:
    """Finds the file of a called procedure as of a day, and keeps which version it was.

    All that is called, also by what is called, is of that day: one key is one version throughout. ``ahead``: whether
    a version that is yet to begin will do where none is in force, as while a draft is drawn.
    """

    def __init__(self, on: date, *, ahead: bool = False) -> None:
        self.on, self.ahead, self.found = on, ahead, dict[str, VersionRow]()

    def __call__(self, key: str) -> bytes | None:
        """Returns the file, None where nothing of that key is published."""
        if key not in self.found:
            rows = VersionRow.objects.filter(key=key)
            row = rows.filter(valid_from__lte=self.on).order_by("-number").first()
            if row is None and self.ahead:
                row = rows.order_by("number").first()
            if row is None:
                return None
            self.found[key] = row
        return bytes(self.found[key].xml)

    @property
    def bound(self) -> dict[str, str]:
        """Returns the id of each version found, by its key, as a version keeps them."""
        return {key: str(row.id) for key, row in sorted(self.found.items())}

    @property
    def told(self) -> dict[str, int]:
        """Returns the number of each version found, by its key, as the journal tells them."""
        return {key: row.number for key, row in sorted(self.found.items())}


class Bound:
    """Finds the files of the versions that a published caller was bound to, and keeps which they were."""

    def __init__(self, bound: Mapping[str, str]) -> None:
        self.bound, self.found = bound, dict[str, VersionRow]()

    def __call__(self, key: str) -> bytes | None:
        """Returns the file of the version, None where the caller calls nothing of that key."""
        if key not in self.bound:
            return None
        row = self.found[key] = VersionRow.objects.get(id=self.bound[key])
        return bytes(row.xml)
