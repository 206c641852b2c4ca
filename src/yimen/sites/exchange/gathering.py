"""三集中 of a department: functions, items and staff in one approval section at the centre, from what is known of it.

What nobody has stated is told as that; no share is made up.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yimen.contexts.catalogue.api import Coverage
from yimen.contexts.identity.api import officers, units_by_code
from yimen.contexts.powers.api import Entry, entries
from yimen.sites.pieces.tables import Cell

FORM, STATING = "/powers/desk/lists/gathering/", ("powers", "law")  # where departments state it, and which posts
_APPROVING = ("window", "examiner", "reviewer", "decider", "issuer")  # roles that handle approvals
UNSTATED = "未填报"


@dataclass(frozen=True, slots=True)
class Share:
    """A share: so many of so many; ``note``: how it was counted, where that is to be told."""

    part: int
    whole: int
    note: str = ""

    @property
    def words(self) -> str:
        """Returns it in percent with what it is of, rounded down: nothing reads as a target it has not reached."""
        return f"{self.part * 1000 // self.whole / 10:g}%（{self.part}/{self.whole}）" if self.whole else "—"

    def beside(self, target: int) -> Cell:
        """Returns it as a cell that tells whether it reaches a target in percent."""
        if not self.whole:
            return self.words
        reached = self.part * 100 >= target * self.whole
        told = f"{self.words}，{'达到' if reached else '未达到'}"
        return {"light": {"colour": "green" if reached else "yellow", "words": told}}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of a region's departments: what each has stated, and who approves, in all and at a centre."""

    stated: Mapping[str, Entry]
    staff: Mapping[str, int]
    at_centre: Mapping[str, int]

    def items(self, one: Coverage) -> Share:
        """Returns the share of the items that the approval section handles, of all items."""
        stated = self.stated.get(one.unit.code)
        section = stated.content["section"] if stated else ""
        if not one.sectioned:
            return Share(0, one.items, "事项都未填写承办科室")
        left = one.items - one.sectioned
        return Share(one.gathered(section), one.items, f"{left} 项未填写承办科室" if left else "")

    def functions(self, one: Coverage) -> Share | None:
        """Returns the share of the functions that stand in the approval section, by the department's own statement."""
        stated = self.stated.get(one.unit.code)
        return Share(int(stated.content["functions_in"]), int(stated.content["functions"])) if stated else None

    def people(self, one: Coverage) -> Share | None:
        """Returns the share of the staff at the centre: as stated, else of those who hold posts on the platform."""
        stated = self.stated.get(one.unit.code)
        if stated:
            return Share(int(stated.content["staff_in"]), int(stated.content["staff"]))
        code = one.unit.code
        if not self.staff.get(code):
            return None
        return Share(self.at_centre.get(code, 0), self.staff[code], "人员按平台岗位算")

    def section(self, one: Coverage) -> str:
        """Returns the approval section and whether it stands at the centre."""
        stated = self.stated.get(one.unit.code)
        if stated is None:
            return UNSTATED
        return f"{stated.content['section']}（{'已' if stated.content['at_centre'] == '是' else '未'}进驻中心）"


def gathered(*, region: str, on: date) -> Gathered:
    """Returns what is known of the three concentrations in a region on a day."""
    stated = {one.unit.code: one for one in entries(kind="gathering", on=on, region=region)}
    staff: Counter[str] = Counter()
    at_centre: Counter[str] = Counter()
    known = officers(on=on, roles=_APPROVING, region=region)
    kinds = {code: unit.kind for code, unit in units_by_code(codes={p.unit for o in known for p in o.posts}).items()}
    for officer in known:
        units = {post.unit for post in officer.posts}
        seated = any(kinds.get(code) == "centre" for code in units)
        own = {code for code in units if kinds.get(code) != "centre"}
        staff.update(own)
        at_centre.update(own if seated else ())
    return Gathered(stated, staff, at_centre)
