"""Public pages: what may be complained about and by when it is answered, figures by unit, published outcomes."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.complaints.api import KINDS, NOTE, SCORES, Figures, Outcome, figures, limits_of, outcome, outcomes
from yimen.contexts.limits.api import Rule
from yimen.contexts.places.api import region
from yimen.sites.pieces import saying, shapes
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.frame import place_code
from yimen.sites.pieces.shapes import Piece
from yimen.sites.pieces.templatetags.words import day

from .room import Cell, asked, pair, public, section, table

_SIZE = 20
_NEWEST = 5


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Shows what complaints are for, the limits, the newest outcomes and the figures of each unit."""
    place, on = region(code=place_code(request)), today()
    rules: list[list[Cell]] = []
    for kind in KINDS.values():
        receive, finish = limits_of(code=kind.code, on=on, region=place.code)
        rules.append([kind.name, kind.hint, *(_limit(one) for one in (receive, finish))])
    newest, total = outcomes(region=place.code, size=_NEWEST)
    heads = ("种类", "对什么", "告知是否受理", "答复")
    sections = [
        section("什么可以投诉，多久答复", table=table("种类和期限", heads, rules), note=NOTE),
        section("最近公开的结果", table=_listed(newest), empty="这个地区还没有公开的投诉结果。"),
        section("各单位的投诉", table=_counted(figures(region=place.code)), empty="这个地区还没有投诉。"),
    ]
    buttons = [
        {"label": "我要投诉", "url": "/complaints/new/", "quiet": False},
        {"label": "查我的投诉", "url": "/complaints/follow/", "quiet": True},
        {"label": f"全部公开结果（{total}）", "url": "/complaints/results/", "quiet": True},
        {"label": "看办理流程", "url": "/procedures/complaint/", "quiet": True},
    ]
    lead = "对执法或者办事不满意，都可以投诉，可以匿名。被投诉的人不能办理；结果经审核后公开，不公开任何人的姓名。"
    return public(request, "投诉", sections, lead=lead, steps=(), buttons=buttons, tags=[_DEMO])


_DEMO = {"label": "种类为示例", "kind": "demo"}


def _limit(rule: Rule) -> Cell:
    marks = "、".join(saying.marks(rule))
    return f"{saying.length(rule)}（{saying.source(rule)}{f'，{marks}' if marks else ''}）"


def _listed(found: tuple[Outcome, ...]) -> Piece | None:
    rows: list[list[Cell]] = [
        [
            {"text": one.summary, "url": f"/complaints/results/{one.number}/"},
            one.unit.name,
            f"{one.kind}：{one.ground}",
            verdict(one.verdict),
            day(one.answered_at),
            day(one.published_at),
        ]
        for one in found
    ]
    return table("公开的结果", ("投诉", "被投诉单位", "种类", "结论", "答复", "公开"), rows)


def verdict(words: str) -> Cell:
    """Returns the light of a verdict."""
    colour = {"属实": "red", "部分属实": "yellow", "不属实": "green"}.get(words, "grey")
    return {"light": {"colour": colour, "words": words}}


def _counted(found: tuple[Figures, ...]) -> Piece | None:
    rows: list[list[Cell]] = [
        [
            one.unit.name,
            *(str(number) for number in (one.received, one.refused, one.open, one.answered, one.upheld, one.late)),
            str(one.published),
            "—" if one.score is None else f"{one.score:.1f}",
        ]
        for one in found
    ]
    heads = ("被投诉单位", "#收到", "#不予受理", "#在办", "#已答复", "#属实或部分属实", "#超期", "#已公开", "#评价均分")
    return table("按被投诉单位", heads, rows)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Lists the published outcomes of a place, narrowed by kind and unit."""
    place, kind, unit = region(code=place_code(request)), asked(request, "kind"), asked(request, "unit")
    typed = asked(request, "page")
    number = int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 6 else 1
    found, total = outcomes(region=place.code, unit=unit, kind=kind, page=max(number, 1), size=_SIZE)
    bodies = [(one.unit.code, one.unit.name) for one in figures(region=place.code) if one.published]
    chosen = {"kind": kind, "unit": unit}
    groups = [
        _group("种类", "kind", [(one.code, one.name) for one in KINDS.values()], chosen),
        _group("被投诉单位", "unit", bodies, chosen),
    ]
    address = "/complaints/results/?" + urlencode({name: value for name, value in chosen.items() if value})
    pages = shapes.pages(number, total, _SIZE, address.removesuffix("?"), unit="件")
    sections = [section("", table=_listed(found), empty="没有符合条件的公开结果。")]
    lead = "投诉人和被投诉的人的姓名都不公开。"
    return public(request, "投诉结果公开", sections, lead=lead, groups=groups, pages=pages)


def _group(label: str, name: str, values: list[tuple[str, str]], chosen: dict[str, str]) -> Piece:
    def choice(code: str, words: str) -> Piece:
        query = urlencode({key: value for key, value in {**chosen, name: code}.items() if value})
        return {"label": words, "url": f"/complaints/results/?{query}", "current": chosen[name] == code, "count": None}

    return {"label": label, "choices": [choice("", "全部"), *(choice(*one) for one in values)]}


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Shows one published outcome."""
    found = outcome(number=number)
    facts = [
        pair("被投诉单位", found.unit.name, f"/powers/agencies/{found.unit.code}/"),
        pair("种类", f"{found.kind}：{found.ground}"),
        pair("结论", found.verdict),
        pair("收到", day(found.received_at)),
        pair("答复", day(found.answered_at) + ("（超过期限）" if found.late else "")),
        pair("公开", day(found.published_at)),
        pair("投诉人评价", "没有评价" if found.score is None else SCORES[found.score]),
        pair("编号", found.number, f"/cases/{found.number}/"),
    ]
    sections = [
        section("投诉了什么", lines=found.summary.splitlines()),
        section("怎么处理的", lines=found.result.splitlines()),
        section("办理情况", pairs=facts),
    ]
    steps = (("投诉结果公开", "/complaints/results/"), (found.number, None))
    return public(request, f"对{found.unit.name}的投诉", sections, steps=steps)
