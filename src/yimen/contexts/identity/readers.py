"""Who reads: the public, a person, an officer with posts, an outside system. Every query takes one."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Q

from yimen.contexts.journal.api import Actor
from yimen.kernel.codes import CodeError, mask_name, parse_region

from .models import Account, MandateRow, PostRow
from .vault import lookup_digest, open_text

_PLACE = re.compile(r".{2,8}?[省市县区旗盟州乡镇]|.县")  # 城市, 乡镇, 城区 are no names of places
ROLES = {
    "window": "综合窗口",
    "examiner": "审查岗",
    "reviewer": "审核岗",
    "decider": "决定岗",
    "issuer": "制证岗",
    "supervisor": "电子监察岗",
    "leader": "领导",
    "law": "法制岗",
    "process": "流程编制岗",
    "approver": "流程审定岗",
    "editor": "事项编制岗",
    "staffing": "机构编制岗",
    "powers": "权责编制岗",
    "government": "政府审定岗",
    "complaints": "投诉受理岗",
    "inquirer": "投诉承办岗",
    "system": "系统管理员",
    "security": "安全管理员",
    "audit": "审计管理员",
    "applicant": "申请人",
}
REPRESENTATIVE = "法定代表人"
_NATION = "100000000000"
_LABEL = 119  # characters of a post in the trail, so that “等” still fits into 120


@dataclass(frozen=True, slots=True)
class Post:
    """A post in force: the unit (USCC code, name, region) and the role."""

    unit: str
    unit_name: str
    region: str
    role: str
    title: str

    @property
    def label(self) -> str:
        """Returns the post as the trail names it: unit and title; a title that names its unit or place stands alone."""
        place = _PLACE.match(self.title)
        within = place is not None and _stands_in(place[0], self.unit_name)
        alone = within or self.title.startswith(self.unit_name[:4])
        return self.title if alone else f"{self.unit_name}{self.title}"


def _stands_in(place: str, unit_name: str) -> bool:
    """Tells whether a unit's name begins with a place, or with the place that it lies in and then the place."""
    at = unit_name.find(place)
    return at == 0 or (at > 0 and unit_name[at - 1] in "省市州盟")


@dataclass(frozen=True, slots=True)
class Mandate:
    """A legal person the reader may act for."""

    uscc: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads or acts.

    ``name`` is the reader's own name, for the reader's own pages; others see ``masked``. ``keys`` are the digests of
    the account and, once confirmed, of the identity number and credit codes whose matters are the reader's own.
    """

    kind: Literal["public", "person", "officer", "client"]
    account: UUID | None = None
    name: str = ""
    posts: tuple[Post, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    keys: frozenset[str] = frozenset()

    @property
    def masked(self) -> str:
        """Returns the masked name."""
        return mask_name(self.name) if self.name else ""

    @property
    def actor(self) -> Actor:
        """Returns who acts, as the trail may show to anyone: an officer by post, a person as applicant."""
        if self.account is None:
            raise PermissionError("请先登录再办理。")
        if self.kind == "person":
            return Actor(kind="applicant", id=str(self.account), label="申请人")
        labels = list(dict.fromkeys(post.label for post in self.posts)) or ["工作人员"]
        label = labels[0][:_LABEL] + ("等" if len(labels) > 1 else "")
        return Actor(kind="client" if self.kind == "client" else "officer", id=str(self.account), label=label)

    def holds(self, role: str, unit: str | None = None) -> bool:
        """Tells whether the reader holds a post of ``role`` (in ``unit``, where given)."""
        return any(post.role == role and unit in (None, post.unit) for post in self.posts)


PUBLIC = Reader(kind="public")


def reader_of(*, account: UUID, on: date) -> Reader:
    """Returns the reader behind an account, with the posts and confirmed mandates in force on a day.

    A closed account reads as the public. An account's claims give nothing: only a person whose card was seen finds
    what was lodged at the counter under the identity number, only a confirmed agent what belongs to the company.
    """
    row = Account.objects.get(id=account)
    if not row.active:
        return PUBLIC
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    name = open_text(row.name, purpose="name")
    if row.kind == "person":
        mandates = _mandates(row, in_force)
        keys = {owner_key(account=row.id)} | {owner_key(uscc=mandate.uscc) for mandate in mandates}
        if row.verified_at and row.citizen_digest:
            keys.add(row.citizen_digest)
        return Reader(kind="person", account=row.id, name=name, mandates=mandates, keys=frozenset(keys))
    posts = PostRow.objects.filter(in_force, account=row).select_related("unit").order_by("role", "unit_id")
    return Reader(
        kind="client" if row.kind == "client" else "officer",
        account=row.id,
        name=name,
        posts=tuple(Post(p.unit_id, p.unit.name, p.unit.region, p.role, p.title) for p in posts),
    )


def _mandates(row: Account, in_force: Q) -> tuple[Mandate, ...]:
    """Returns one mandate for each company; who is its representative and its agent is the representative."""
    held = MandateRow.objects.filter(in_force, account=row, confirmed_at__isnull=False).select_related("legal_person")
    found: dict[str, Mandate] = {}
    for item in held.order_by("legal_person"):
        if item.legal_person_id not in found or item.role == REPRESENTATIVE:
            found[item.legal_person_id] = Mandate(item.legal_person_id, item.legal_person.name, item.role)
    return tuple(found.values())


def may_rule(*, reader: Reader, region: str) -> bool:
    """Tells whether a law post of the reader covers a region, '' the whole country: its own and all that lies in it.

    The one rule of who may change calendars and limits where; a text that is no code is ruled by nobody.
    """
    try:
        wanted = parse_region(region or _NATION)
    except CodeError:
        return False
    return any(post.role == "law" and parse_region(post.region).contains(wanted) for post in reader.posts)


def owner_key(*, citizen_id: str = "", uscc: str = "", account: UUID | None = None) -> str:
    """Returns the key under which a person's, a legal person's or an unverified account's matters are found."""
    if account is not None:
        return lookup_digest(str(account), purpose="account")
    return lookup_digest(uscc, purpose="uscc") if uscc else lookup_digest(citizen_id, purpose="citizen_id")
