"""What-if (推演): plays last year's matters or a generated load before a procedure is published; nothing is stored."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yimen.contexts.identity.api import Reader, unit
from yimen.contexts.matters.api import History, history
from yimen.contexts.places.api import calendar
from yimen.contexts.procedures.api import NoSuchProcedure, draft, findings, version, versions
from yimen.kernel.clock import Calendar
from yimen.kernel.foresight import (
    Arrival,
    Foresight,
    ForesightError,
    Hours,
    Scene,
    arriving,
    foresee,
    limited,
    spread,
)
from yimen.kernel.procedure import Procedure, compress
from yimen.sites.pieces.edge import today
from yimen.sites.pieces.templatetags.words import day
from yimen.sites.pieces.who import for_roles, reader

from .room import POSTS, Piece, page
from .whatif_form import FEWEST, MOST, NOTHING, Asked, Form, few_words, steps
from .whatif_law import law_table, law_verdicts, law_words, legal_limits, permits
from .whatif_told import charts, compression, role_table, step_table, summary, verdicts

_LIKELY = 90  # of a hundred end with a step's first outcome where nothing is known of it


@require_safe
@for_roles(*POSTS)
def draft_whatif(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Plays a draft against the version that it would follow."""
    found = draft(reader=reader(request), id=draft_id)
    procedure = findings(xml=found.xml, on=today())[1]
    back = {"url": f"/processes/drafts/{found.id}/", "name": f"{found.name}（草稿）"}
    if procedure is None:
        words = "这份草稿还不是完整的流程，不能推演。请先按草稿页上的问题改正。"
        return page(request, "whatif", {"name": found.name, "back": back, "refused": words}, status=422)
    base = version(id=found.based_on).procedure if found.based_on else None
    return _page(request, base, procedure, key=found.key, owner=found.unit, back=back)


@require_safe
@for_roles(*POSTS)
def procedure_whatif(request: HttpRequest, key: str) -> HttpResponse:
    """Plays the newest version of a procedure against itself with other limits."""
    newest = versions(key=key)[0]
    back = {"url": f"/processes/procedures/{key}/", "name": newest.name}
    return _page(request, newest.procedure, newest.procedure, key=key, owner=newest.unit, back=back)


def _page(
    request: HttpRequest, before: Procedure | None, after: Procedure, *, key: str, owner: str, back: Piece
) -> HttpResponse:
    past = _past(reader(request), key)
    region = unit(code=owner).region if owner else ""
    days = calendar(region=region)
    laws = legal_limits(after, today(), days, region)
    form = Form(before or after, after, past, request.GET.dict(), law_words(laws))
    asked = form.read()
    context: dict[str, Any] = {
        "name": after.name,
        "back": back,
        "groups": form.groups,
        "faulty": bool(form.errors) and form.asked,
        "rests": _rests(past),
        "most": MOST,
    }
    if form.asked and not form.errors:
        try:
            context |= _told(before, after, asked, past, days)
            promises = (asked.promise if before is not None else None, asked.promise_after)
            context["law"] = law_table(laws, promises)
            context["verdicts"] = [*context["verdicts"], *law_verdicts(laws, promises)]
        except ForesightError as error:
            context["refused"] = str(error)
    wrong = form.asked and (form.errors or "refused" in context)
    return page(request, "whatif", context, status=422 if wrong else 200)


def _past(who: Reader, key: str) -> History:
    """Returns the matters of the last twelve months; none for a procedure that was never published."""
    last = today() - timedelta(1)
    first = last - timedelta(364)
    try:
        return history(reader=who, key=key, first=first, last=last)
    except NoSuchProcedure:
        return History(first, last, 0, {}, {}, {})


def _told(before: Procedure | None, after: Procedure, asked: Asked, past: History, days: Calendar) -> dict[str, Any]:
    """Plays both sides against the same load and the same luck, and returns what the page shows of it."""
    changed = limited(after, asked.limits)
    first = past.first if asked.load == "history" else today()
    load = _load(asked, past, Hours(days, first))
    sides: list[tuple[str, Foresight]] = []
    kept: Foresight | None = None
    for title, procedure, promise in (("修改前", before, asked.promise), ("修改后", changed, asked.promise_after)):
        if procedure is not None:
            outcomes = {id_: _weights(procedure, id_, asked, past) for id_ in steps(procedure)}
            known = asked.load == "history"
            scene = Scene(
                procedure=procedure,
                arrivals=load,
                staff=asked.staff,
                effort=asked.effort,
                calendar=days,
                first=first,
                seed=asked.seed,
                promise=promise,
                outcomes=outcomes,
                returns=_returns(procedure, past) if known else {},
                silence=known and past.silent > 0,
            )
            sides.append((title, foresee(scene)))
            if before is not None and promise != asked.promise:
                kept = foresee(replace(scene, promise=asked.promise))
    licences = permits(after, today())
    stuck = Counter(fate.stuck for _, side in sides for fate in side.fates if fate.stuck)
    return {
        "verdicts": verdicts(sides, asked.promise, asked.promise_after, kept, licences=licences),
        "summary": summary(sides, licences),
        "steps": step_table(sides),
        "roles": role_table(sides),
        "charts": charts(sides),
        "compression": compression(compress([(before, changed)])) if before is not None else None,
        "few": few_words(past.matters) if asked.load == "history" and past.matters < FEWEST else "",
        "stuck": [f"{count} 件走不下去：{words}" for words, count in stuck.most_common(3)],
    }


def _load(asked: Asked, past: History, hours: Hours) -> tuple[Arrival, ...]:
    if asked.load != "history":
        return arriving(spread(asked.a_day, asked.days), asked.seed, asked.data)
    by_day = Counter[int]()
    for when, count in sorted(past.arrivals.items()):
        by_day[hours.number(when)] += count
    return arriving(by_day, asked.seed, asked.data)[:MOST]


def _weights(procedure: Procedure, id_: str, asked: Asked, past: History) -> dict[str, float]:
    """Returns how often a step ends with what: as it did, else mostly with its first outcome."""
    codes = [one.code for one in procedure.nodes[id_].outcomes]
    known = {code: float(past.outcomes.get(id_, {}).get(code, 0)) for code in codes}
    if any(known.values()) and asked.load == "history":
        return known
    rest = (100 - _LIKELY) / max(1, len(codes) - 1)
    return {code: _LIKELY if place == 0 else rest for place, code in enumerate(codes)}


def _returns(procedure: Procedure, past: History) -> dict[str, dict[tuple[str, bool], float]]:
    """Returns which share of each step's turns was sent back where, of steps that the procedure has."""
    found: dict[str, dict[tuple[str, bool], float]] = {}
    for id_, aims in past.returns.items():
        turns = sum(aims.values()) + sum(past.outcomes.get(id_, {}).values())
        known = {aim: times / (turns + 1) for aim, times in aims.items() if aim[0] in procedure.nodes}
        if id_ in procedure.nodes and known:
            found[id_] = known
    return found


def _rests(past: History) -> list[str]:
    """Returns what the estimate rests on, sentence by sentence."""
    span = f"{day(past.first)}至{day(past.last)}"
    told = f"您能看到的历史：{span}来件 {past.matters} 件。重放时用其中的来件日期、各步结果比例和申请人用时。"
    if not past.matters:
        told = f"{span}您能看到的来件一件也没有，不能重放。{NOTHING}"
    elif past.matters < FEWEST:
        told += few_words(past.matters)
    guessed = "生成的来件，各步第一种结果按九成、其余平分一成估计。"
    return [
        told,
        guessed,
        "各岗位先到先办，只在工作时间办理，一天按 7 小时；办理用时是填写的估计，最少按一半、最多按两倍。",
        "重放历史时，退回（退到哪一步、是否保留已办内容）按发生过的比例算；发生过超时默认的，时限到了就按流程写明的结果办。生成的来件不算退回和超时默认。",
        "没有算进去的：请假和兼岗、特殊程序以外的中止、转办、延长期限。",
        f"一次最多推演 {MOST} 件；修改前后用同一批来件、同样的运气。结果不保存，也不影响任何在办件。",
    ]
