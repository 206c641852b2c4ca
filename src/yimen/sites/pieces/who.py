"""Who asks: the reader behind a request, and the act that a request makes."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yimen.contexts.identity.api import PUBLIC, ROLES, Reader, reader_of
from yimen.contexts.journal.api import Act
from yimen.contexts.powers.api import proposals_to_do
from yimen.contexts.revisions.api import waiting
from yimen.kernel.clock import local_date
from yimen.sites import _now

from . import conf

HANDLING = ("window", "examiner", "reviewer", "decider", "issuer")
OVERSIGHT = ("supervisor", "leader", "audit")
PENALTY = ("powers", "decider", "law", "government", *OVERSIGHT)  # who may read decisions of penalties
_REVIEWING = ("law", "staffing", "government")  # who reviews drafts of items
_HOMES = (
    (HANDLING, "/desk/", "工作台"),
    (OVERSIGHT, "/cockpit/", "驾驶舱"),
    (("law",), "/rules/", "日历和时限"),
    (("process", "approver"), "/processes/", "流程管理"),
    (("editor", "staffing"), "/catalogue/", "事项目录"),
    (("powers", "government"), "/powers/desk/", "权力管理"),
    (("complaints", "inquirer"), "/complaints/desk/", "投诉办理"),
    (("system",), "/cockpit/journal/", "日志"),
    (("system",), "/catalogue/words/", "常用说法"),
)  # where the pages begin of those who hold one of some roles, and what they are called
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def reader(request: HttpRequest) -> Reader:
    """Returns who reads, looked up once a request: the public where nobody has signed in."""
    known = getattr(request, "yimen_reader", None)
    if known is None:
        user = getattr(request, "user", None)  # a request refused at the first door has none
        signed = user is not None and user.is_authenticated
        known = reader_of(account=user.pk, on=local_date(_now.now())) if user and signed else PUBLIC
        request.yimen_reader = known  # type: ignore[attr-defined]
    return cast(Reader, known)


def address(request: HttpRequest) -> str:
    """Returns the address a request comes from.

    Behind the proxy that is the last hop of X-Forwarded-For, which the proxy itself wrote; earlier ones are hearsay.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "") if conf.behind_proxy() else ""
    return hops.rpartition(",")[2].strip() or str(request.META["REMOTE_ADDR"])


def act(request: HttpRequest) -> Act:
    """Returns the act of the signed-in reader, now."""
    return _now.act(reader(request).actor)


def signed_in(*kinds: str) -> Callable[[View[P]], View[P]]:
    """Lets only readers of some kinds in; sends the public to sign in first, and others away (403)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            found = reader(request)
            if found.kind == "public":
                return HttpResponseRedirect("/login/?" + urlencode({"next": request.get_full_path()}))
            if found.kind not in kinds:
                who = "个人用户" if "person" in kinds else "工作人员"
                raise PermissionError(f"这个页面供{who}使用。您现在登录的是另一类账号，请退出后换账号登录。")
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return decorate


def holds(who: Reader, roles: tuple[str, ...]) -> bool:
    """Tells whether the reader holds a post of one of the roles."""
    return any(who.holds(role) for role in roles)


def for_roles(*roles: str) -> Callable[[View[P]], View[P]]:
    """Lets only officers in who hold one of the roles; tells others which roles may (403)."""

    def decorate(view: View[P]) -> View[P]:
        @signed_in("officer")
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not holds(reader(request), roles):
                names = "、".join(ROLES[role] for role in roles)
                raise PermissionError(f"这个页面供{names}使用。您没有这些岗位，请联系本单位的岗位管理员。")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def rooms(who: Reader) -> list[tuple[str, str]]:
    """Returns the rooms that are an officer's own, each with its name and address; none for anyone else."""
    return [(name, url) for roles, url, name in _HOMES if who.kind == "officer" and holds(who, roles)]


def arrival(who: Reader) -> str:
    """Returns where a reader begins after signing in: the reviews where some wait, else the reader's own pages."""
    if who.kind == "officer" and holds(who, _REVIEWING):
        if waiting(reader=who):
            return "/catalogue/reviews/"
        if proposals_to_do(reader=who):
            return "/powers/desk/proposals/"
    return home(who)


def home(who: Reader) -> str:
    """Returns where a reader's own pages begin: by what the reader's posts do."""
    if who.kind != "officer":
        return "/space/" if who.kind == "person" else "/"
    return next((url for roles, url, _ in _HOMES if holds(who, roles)), "/")
