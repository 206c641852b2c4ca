"""The words people use: what was looked for in vain, and the place's own everyday words with what they mean."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from yimen.contexts.catalogue.api import (
    OPEN_WORD,
    TAKEN_UP,
    Miss,
    MissOfDay,
    ProposedWord,
    SynonymsRefused,
    accept_synonym,
    add_synonym,
    decline_synonym,
    misses,
    misses_by_day,
    propose_synonym,
    proposed_synonyms,
    remove_synonym,
    synonym_counts,
    synonyms,
)
from yimen.contexts.places.api import full_name
from yimen.sites.pieces.edge import say, today
from yimen.sites.pieces.templatetags.words import day, moment
from yimen.sites.pieces.who import act, for_roles, holds, reader

from .room import WRITING, Cell, Piece, field, page, table

_ADDRESS = "/catalogue/words/"
_KEEPING = ("system",)  # who changes the words, which are searched with everywhere
_DAYS, _MOST = 30, 100
_ORDERS = (("most", "次数多的在前"), ("newest", "最近的在前"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*WRITING, *_KEEPING)
def words(request: HttpRequest) -> HttpResponse:
    """Shows what found nothing and the place's own words; adds one."""
    if request.method != "POST":
        return _page(request, {"said": request.GET.get("said", "")[:20]}, "")
    sent = request.POST
    try:
        added = add_synonym(
            act=act(request),
            reader=reader(request),
            said=sent.get("said", "")[:40],
            official=sent.get("official", "")[:120],
        )
    except SynonymsRefused as error:
        return _page(request, sent.dict(), str(error))
    say(request, f"已加上“{added.said}”→“{added.official}”，现在就能这样搜到。")
    return HttpResponseRedirect(_ADDRESS)


@require_POST
@for_roles(*_KEEPING)
def remove(request: HttpRequest) -> HttpResponse:
    """Removes one of the place's own words."""
    said, official = (request.POST.get(name, "")[:120] for name in ("said", "official"))
    try:
        remove_synonym(act=act(request), reader=reader(request), said=said, official=official)
    except SynonymsRefused as error:
        return _page(request, {}, str(error))
    say(request, f"已去掉“{said}”→“{official}”，现在不再这样搜。")
    return HttpResponseRedirect(_ADDRESS)


@require_POST
@for_roles(*WRITING)
def propose(request: HttpRequest) -> HttpResponse:
    """Proposes a word with its meaning."""
    sent = request.POST
    try:
        found = propose_synonym(
            act=act(request),
            reader=reader(request),
            said=sent.get("said", "")[:40],
            official=sent.get("official", "")[:120],
        )
    except SynonymsRefused as error:
        return _page(request, sent.dict(), str(error))
    say(request, f"已提出“{found.said}”→“{found.official}”，系统管理员采纳后就能这样搜到，结果列在本页。")
    return HttpResponseRedirect(_ADDRESS)


@require_POST
@for_roles(*_KEEPING)
def accept(request: HttpRequest) -> HttpResponse:
    """Takes up a proposed word."""
    try:
        found = accept_synonym(act=act(request), reader=reader(request), id=_proposed(request))
    except SynonymsRefused as error:
        return _page(request, {}, str(error))
    say(request, f"已采纳“{found.said}”→“{found.official}”，现在就能这样搜到。")
    return HttpResponseRedirect(_ADDRESS)


@require_POST
@for_roles(*_KEEPING)
def decline(request: HttpRequest) -> HttpResponse:
    """Declines a proposed word."""
    try:
        found = decline_synonym(act=act(request), reader=reader(request), id=_proposed(request))
    except SynonymsRefused as error:
        return _page(request, {}, str(error))
    say(request, f"没有采纳“{found.said}”→“{found.official}”，提出的人在本页看得到。")
    return HttpResponseRedirect(_ADDRESS)


def _proposed(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("word", ""))
    except ValueError:
        raise SynonymsRefused("没有说明是哪一条建议。请刷新页面，再点一次。") from None


def _page(request: HttpRequest, typed: Mapping[str, str], refused: str) -> HttpResponse:
    until = today()
    since = until - timedelta(days=_DAYS - 1)
    region = reader(request).posts[0].region if reader(request).posts else ""
    newest = request.GET.get("order") == "newest"
    own, shipped = synonym_counts()
    keeps = holds(reader(request), _KEEPING)
    asked = request.GET.get("q", "")[:20]
    proposed = proposed_synonyms(reader=reader(request))
    context = {
        "refused": refused,
        "fields": [
            field("said", "日常说法", "text", typed, max=12, hint="群众怎么说，如“开饭店”。最多 12 个字，标点不算。"),
            field("official", "意思是", "text", typed, max=60, hint="事项名称里的词，如“食品经营许可”。最多 60 个字。"),
        ],
        "keeps": keeps,
        "proposes": not keeps,
        "waiting": [
            {"id": str(one.id), "said": one.said, "official": one.official, "by": f"{one.post}，{moment(one.at)}"}
            for one in proposed
            if one.state == OPEN_WORD
        ],
        "decided": _results([one for one in proposed if one.state != OPEN_WORD]),
        "own": [{"said": one.said, "official": one.official} for one in synonyms()],
        "counts": {"own": own, "shipped": shipped},
        "missed": _missed(misses(since=since, until=until, region=region, most=_MOST, newest=newest), keeps),
        "days": _days(misses_by_day(since=since, until=until, region=region)),
        "span": _DAYS,
        "orders": [
            {"url": f"{_ADDRESS}?order={key}", "label": label, "current": newest == (key == "newest")}
            for key, label in _ORDERS
        ],
        "asked": asked,
        "program": _program(asked) if asked.strip() else None,
    }
    return page(request, "words", context, status=422 if refused else 200)


def _missed(found: tuple[Miss, ...], keeps: bool) -> Piece | None:  # noqa: FBT001 - said at its one call
    rows: list[list[Cell]] = [
        [
            {"text": one.words}
            | ({} if one.offered else {"url": f"{_ADDRESS}?{urlencode({'said': one.words[:12]})}#f-official"}),
            {"text": str(one.count), "number": True},
            day(one.last),
            full_name(code=one.region) if one.region else "全国",
            _why(one),
        ]
        for one in found
    ]
    how = "点一个说法，就填到上面的“日常说法”里，" + ("写上意思就加上了" if keeps else "写上意思就提给系统管理员了")
    heads = ("说法", "次数", "最近一天", "地区", "原因")
    return table(how, heads, rows)


def _why(one: Miss) -> str:
    """Returns why words found nothing: whether an editor has a meaning to add, or the place an item."""
    if not one.means:
        return "说法不认识，请补上意思"
    if one.offered:
        return "说法认识，现在能搜到"
    return f"说法认识（{'、'.join(one.means[:3])}），本地没有这类事项"


def _results(found: Sequence[ProposedWord]) -> Piece | None:
    rows: list[list[Cell]] = [
        [one.said, one.official, one.post, f"{'已采纳' if one.state == TAKEN_UP else '没有采纳'}（{one.decided_by}）"]
        for one in found
    ]
    return table("办过的建议", ("日常说法", "意思是", "谁提的", "结果"), rows)


def _days(found: tuple[MissOfDay, ...]) -> Piece | None:
    rows: list[list[Cell]] = [
        [day(one.day), {"text": str(one.count), "number": True}, {"text": str(one.words), "number": True}]
        for one in found
    ]
    return table("按天", ("日期", "没有结果的搜索", "不同的说法"), rows)


def _program(asked: str) -> Piece | None:
    rows: list[list[Cell]] = [[one.said, one.official] for one in synonyms(text=asked, shipped=True)]
    return table(f"程序自带的说法里有“{asked}”的", ("日常说法", "意思是"), rows)
