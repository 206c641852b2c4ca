"""Limits of the law: chosen, a new version proposed, shown beside the old one, published."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_http_methods, require_safe

from yimen.contexts.identity.api import may_rule
from yimen.contexts.limits.api import LimitRefused, NoSuchLimit, Rule, history, preview_limit, publish_limit
from yimen.contexts.limits.api import limits as limits_in_force
from yimen.contexts.places.api import NoSuchRegion
from yimen.kernel.clock import ClockError
from yimen.sites.pieces import saying
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import act, for_roles, reader

from . import limitform, limitwords, starting
from .outdone import outdone
from .room import Cell, Slip, page, table
from .ruling import chosen, place_name, ruled

_FRAME = ("csrfmiddlewaretoken", "do")  # what each form sends anew
# Where a part of a limit is typed, if not in a field of its own name.
_FIELDS = {"ground": "g0_names", "grounds": "keep", "extension": "ext_length", "silence": "sil_effect"}


@require_safe
@for_roles("law")
def limits(request: HttpRequest) -> HttpResponse:
    """Lists the limits in force in the reader's region, all or those that the place itself has set."""
    post = next(post for post in reader(request).posts if post.role == "law")
    text, domain, local = (request.GET.get(name, "").strip()[:60] for name in ("q", "domain", "local"))
    found = limits_in_force(on=today(), region=post.region)
    domains = dict.fromkeys(rule.domain for rule in found)
    shown = [rule for rule in found if domain in ("", rule.domain) and (rule.region or not local)]
    rows = [_row(rule) for rule in shown if text in rule.limit.name_zh + saying.source(rule)]
    chips = [("", "全部"), *((one, saying.DOMAINS.get(one, one)) for one in domains)]
    context = {
        "find": {"action": "/rules/limits/", "q": text, "label": "名称或法律", "kept": []},
        "groups": [{"label": "领域", "choices": [_chip(one, words, domain) for one, words in chips]}],
        "table": table("时限", ("时限", "长短", "适用", "依据", "说明"), rows),
    }
    return page(request, "limits", context)


def _chip(domain: str, words: str, current: str) -> dict[str, Any]:
    return {"label": words, "url": f"/rules/limits/?domain={domain}", "current": domain == current, "count": None}


def _row(rule: Rule) -> list[Cell]:
    return [
        {"text": rule.limit.name_zh, "url": f"/rules/limits/{rule.code}/"},
        saying.length(rule),
        place_name(rule.region),
        saying.source(rule),
        "、".join(saying.marks(rule)) or "—",
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("law")
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """Shows one limit with the form of a new version; one sent is shown beside the old one, then published."""
    versions = history(code=code)
    if request.method != "POST":
        return _page(request, versions)
    sent = request.POST
    if sent.get("do") == "edit":
        return _page(request, versions, sent)
    try:
        given = limitform.new_version(sent, code)
        starting.check_start(sent, given, versions)
        if sent.get("do") == "publish":
            publish_limit(act=act(request), reader=reader(request), **given)
            say(request, "新版本已发布并留痕，到施行之日自动生效；已经在办的件按受理时的版本。")
            return HttpResponseRedirect(f"/rules/limits/{code}/")
        now, then = preview_limit(act=act(request), reader=reader(request), **given)
    except (LimitRefused, Slip) as error:
        form = error.form if isinstance(error, starting.Refilled) else sent
        return _page(request, versions, form, (_FIELDS.get(error.field, error.field), str(error)))
    except (NoSuchLimit, NoSuchRegion, ClockError) as error:
        return _page(request, versions, sent, ("", str(error)))
    longer, many = outdone(then, given["region"], given["valid_from"])
    context = {
        "name": now.limit.name_zh,
        "code": code,
        "longer": longer,
        "many": many,
        "table": limitwords.beside(now, then, given["region"], given["valid_from"]),
        "rule": saying.changes_by(now),
        "reason": given["reason"],
        "document": given["document"],
        "kept": [(name, text) for name in sent if name not in _FRAME for text in sent.getlist(name)],
    }
    return page(request, "limit_preview", context)


def _page(
    request: HttpRequest,
    versions: tuple[Rule, ...],
    sent: QueryDict | None = None,
    refused: tuple[str, str] | None = None,
) -> HttpResponse:
    who, code = reader(request), versions[0].code
    places, country = ruled(who), may_rule(reader=who, region="")
    post = next(post for post in who.posts if post.role == "law")
    rule, _ = starting.standing(code, post.region, today(), versions)
    where, begins = _begun(sent, versions, chosen(str(places[0]["code"])))
    base, above = starting.standing(code, where, begins, versions)
    first = {"region": where or "all", "valid_from": begins.isoformat(), "base": starting.mark(base)}
    typed: dict[str, Any] = {**limitform.typed_of(base), **first, **(sent.dict() if sent is not None else {})}
    if sent is not None and "keep_shown" in sent:
        typed["keep"] = sent.getlist("keep")
    may = country or (rule.limit.fixed is None and (rule.binds == "agency" or rule.setting))
    groups = limitform.groups(base, above, typed, places, country=country) if may else []
    for one in (field for group in groups for field in group["fields"] if refused and field["code"] == refused[0]):
        one["error"] = refused[1] if refused else ""
    context = {
        "name": rule.limit.name_zh,
        "facts": [{"label": label, "value": text, "note": "", "url": ""} for label, text in saying.told(rule)],
        "changes": saying.changes_by(rule),
        "groups": groups,
        "filled": starting.told(base, today()),
        "errors": [{"code": refused[0], "text": refused[1]}] if refused else [],
        "versions": table("各版本", ("施行", "止于", "适用", "长短", "出处"), [_version(one) for one in versions]),
        "code": code,
    }
    return page(request, "limit", context, status=422 if refused else 200)


def _begun(sent: QueryDict | None, versions: tuple[Rule, ...], region: str) -> tuple[str, date]:
    """Returns for which region a form is and from which day, as far as what was sent says so."""
    try:
        region = chosen(sent.get("region", "")) if sent is not None else region
        begins = date.fromisoformat(sent.get("valid_from", "").strip()) if sent is not None else None
    except (NoSuchRegion, ValueError):
        begins = None
    return region, begins or starting.first_day(versions, region, today())


def _version(one: Rule) -> list[Cell]:
    coming = "尚未施行" if one.valid_from > today() else "现行"
    until = "，".join(
        filter(None, (day(one.valid_to), coming if one.valid_to is None or one.valid_from > today() else ""))
    )
    return [day(one.valid_from), until, place_name(one.region), saying.length(one), one.document or one.reason]
