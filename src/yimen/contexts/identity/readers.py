"""Who reads: the public, a person, an officer with posts, an outside system. Every query takes one."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Q

from yimen.contexts.journal.api import Actor
from yimen.kernel.codes import mask_name

from .models import Account, MandateRow, PostRow
from .vault import lookup_digest, open_text

ROLES = {
    "window": "综合窗口",
    "examiner": "审查岗",
    "reviewer": "审核岗",
    "decider": "决定岗",
    "issuer": "制证岗",
    "supervisor": "电子监察岗",
    "leader": "领导",
    "system": "系统管理员",
    "security": "安全管理员",
    "audit": "审计管理员",
    "applicant": "申请人",
}


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
        """Returns the post as the trail names it: unit and title, the unit once."""
        return self.title if self.title.startswith(self.unit_name[:4]) else f"{self.unit_name}{self.title}"


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
    the identity number and credit codes whose matters are the reader's own.
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
        label = "、".join(dict.fromkeys(post.label for post in self.posts)) or "工作人员"
        return Actor(kind="client" if self.kind == "client" else "officer", id=str(self.account), label=label)

    def holds(self, role: str, unit: str | None = None) -> bool:
        """Tells whether the reader holds a post of ``role`` (in ``unit``, where given)."""
        return any(post.role == role and unit in (None, post.unit) for post in self.posts)


PUBLIC = Reader(kind="public")


def reader_of(*, account: UUID, on: date) -> Reader:
    """Returns the reader behind an account, with the posts and mandates in force on a day."""
    row = Account.objects.get(id=account)
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    name = open_text(row.name, purpose="name")
    if row.kind == "person":
        rows = MandateRow.objects.filter(in_force, account=row).select_related("legal_person").order_by("legal_person")
        mandates = tuple(Mandate(m.legal_person_id, m.legal_person.name, m.role) for m in rows)
        keys = {row.citizen_digest or ""} | {owner_key(uscc=mandate.uscc) for mandate in mandates}
        return Reader(kind="person", account=row.id, name=name, mandates=mandates, keys=frozenset(keys - {""}))
    posts = PostRow.objects.filter(in_force, account=row).select_related("unit").order_by("role", "unit_id")
    return Reader(
        kind="client" if row.kind == "client" else "officer",
        account=row.id,
        name=name,
        posts=tuple(Post(p.unit_id, p.unit.name, p.unit.region, p.role, p.title) for p in posts),
    )


def owner_key(*, citizen_id: str = "", uscc: str = "") -> str:
    """Returns the key under which a person's or a legal person's matters are found."""
    return lookup_digest(uscc, purpose="uscc") if uscc else lookup_digest(citizen_id, purpose="citizen_id")
