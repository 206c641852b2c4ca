"""Legal time for other systems: a last day, the limits of the law, a year's calendar. Public; asked too often, 429."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from yimen.contexts.limits.api import bounds, history
from yimen.contexts.limits.api import limit as limit_in_force
from yimen.contexts.limits.api import limits as limits_in_force
from yimen.contexts.places.api import NoSuchRegion, NoSuchYear
from yimen.contexts.places.api import region as place_of
from yimen.contexts.places.api import year as year_of
from yimen.sites.pieces import asking, saying
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.often import ByAddress

from . import shapes

RATE = "300/min"
_MANY = ("pause", "ground")  # parameters that may come again
LIMITED = ByAddress(RATE, "clock")
router = Router(tags=["法定时间"], throttle=LIMITED)
REFUSED = {404: shapes.Failed, 422: shapes.Failed, 429: shapes.Failed}


@router.get("due", response={200: shapes.DueOut, **REFUSED}, summary="计算届满日")
def due(request: HttpRequest, question: Query[shapes.AskIn]) -> dict[str, Any]:
    """算出最后一天，并逐日说明哪天计、哪天不计、依据哪一条；日历中有尚未发布的年度时 provisional 为 true。"""
    known(request, *(field.alias or name for name, field in shapes.AskIn.model_fields.items()))
    asked = question.dict()
    return asking.data_of(
        asking.answer(asking.Asked(pauses=tuple(asked.pop("pause")), grounds=tuple(asked.pop("ground")), **asked))
    )


@router.get("limits", response={200: dict[str, Any], **REFUSED}, summary="某日某地有效的法定时限")
def limits(
    request: HttpRequest,
    on: Annotated[date | None, Query(description="日期；不写则今天")] = None,
    region: Annotated[str, Query(description="区划代码；不写则全国")] = "",
    domain: Annotated[str, Query(description="领域，如 licence、foi、trading_land")] = "",
) -> dict[str, Any]:
    """列出全部时限和其他限度，每条带条文、有效期和可信度。"""
    known(request, "on", "region", "domain")
    day = on or today()
    with _refusing():
        _check(region)
        found = limits_in_force(on=day, region=region, domain=domain)
    edges = [_plain(saying.bound_data(one)) for one in bounds(on=day, domain=domain)]
    return {"on": day, "limits": [saying.data_of(rule) for rule in found], "bounds": edges}


@router.get("limits/{code}", response={200: dict[str, Any], **REFUSED}, summary="一条法定时限和它的各版本")
def limit(
    request: HttpRequest,
    code: str,
    on: Annotated[date | None, Query(description="日期；不写则今天")] = None,
    region: Annotated[str, Query(description="区划代码；不写则全国")] = "",
) -> dict[str, Any]:
    """返回某日有效的一版，versions 列出从前和各地的版本。"""
    known(request, "on", "region")
    with _refusing():
        _check(region)
        found = limit_in_force(code=code, on=on or today(), region=region)
    return {**saying.data_of(found), "versions": [saying.data_of(one) for one in history(code=code)]}


@router.get("calendar", response={200: shapes.YearOut, **REFUSED}, summary="一年的工作日历")
def calendar(
    request: HttpRequest,
    year: Annotated[int, Query(description="年份，2008 至 2049")],
    region: Annotated[str, Query(description="区划代码；不写则全国")] = "",
) -> dict[str, Any]:
    """逐日说明上班还是放假、依据哪份文件；provisional 为 true 表示这一年的放假通知尚未发布。"""
    known(request, "year", "region")
    with _refusing():
        _check(region)
        found = year_of(region=region, year=year)
    return {
        "region": found.region,
        "year": found.year,
        "provisional": found.provisional,
        "not_enabled": list(found.off),
        "sources": [
            {"kind": one.kind, "region": one.region, "document": one.document, "title": one.title}
            for one in found.sources
        ],
        "days": [
            {
                "date": day,
                "kind": info.kind,
                "working": info.working,
                "name": info.name,
                "document": info.document,
                "uncertain": info.uncertain,
            }
            for day, info in found.days
        ],
    }


def known(request: HttpRequest, *names: str) -> None:
    """Refuses a parameter of another name, or one that came twice: passed over, it would leave a wrong day."""
    twice = [name for name in request.GET if name not in _MANY and len(request.GET.getlist(name)) > 1]
    if twice:
        raise asking.AskRefused(*((name[:40], f"参数“{name[:40]}”写了两次，只能写一次。") for name in twice))
    unknown = [name for name in request.GET if name not in names]
    if unknown:
        known = "、".join(names)
        raise asking.AskRefused(*((name[:40], f"没有“{name[:40]}”这个参数。可用的参数：{known}。") for name in unknown))


@contextmanager
def _refusing() -> Iterator[None]:
    """Answers a wrong region or year as what it is, a question that cannot be put (422): its address exists."""
    try:
        yield
    except NoSuchRegion as error:
        raise asking.AskRefused(("region", str(error))) from error
    except NoSuchYear as error:
        raise asking.AskRefused(("year", str(error))) from error


def _check(region: str) -> None:
    if region:
        place_of(code=region)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Returns data whose fractions are text, as JSON has none."""
    exact = {key: str(data[key]) for key in ("at_least", "at_most") if data[key] is not None}
    return {**data, **exact}
