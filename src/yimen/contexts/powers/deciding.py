"""Records a penalty under its baseline: within the tier at once, outside it only with reasons and a higher post."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import Reader, seal_text
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.clock import said as day_said
from yimen.kernel.codes import parse_region
from yimen.kernel.discretion import (
    Baseline,
    DiscretionError,
    Judgement,
    Measure,
    amount_of,
    facts_of,
    judge,
    wrong_facts,
)

from .baselines import in_force, version
from .bringing import Decision, check_brought, check_day, check_summary, hold_case, of_case, party_of
from .errors import OutsideTier, PowerMoved, PowerRefused
from .models import BaselineRow, PenaltyRow
from .penalties import Penalty, penalties_of
from .posts import deciding
from .repeating import nearby, occasion_of
from .saying import amount_words, said

GROUNDS = (  # why a decision may leave its tier: picked, not invented
    "主动消除或者减轻违法行为危害后果（行政处罚法第三十二条第一项）",
    "受他人胁迫或者诱骗实施违法行为（行政处罚法第三十二条第二项）",
    "主动供述行政机关尚未掌握的违法行为（行政处罚法第三十二条第三项）",
    "配合行政机关查处违法行为有立功表现（行政处罚法第三十二条第四项）",
    "违法行为在二年内未被发现的相关情节（行政处罚法第三十六条）",
    "情节特别严重、社会影响恶劣",
    "适用裁量基准明显不当、显失公平（国办发〔2022〕27号）",
)
_REASONS = 1000


def judge_penalty(*, reader: Reader, unit: str, decision: Decision, on: date) -> tuple[Baseline, Judgement]:
    """Returns how a decision would stand to its baseline; keeps nothing. Raises PowerRefused by field.

    Without an amount, the tier that the facts lead to is told, so that the amount can be chosen by it.
    """
    deciding(reader, unit)
    _, table, judgement, _ = _judged(unit, of_case(reader, unit, decision)[0], on, whole=False)
    return table, judgement


def decide_penalty(*, act: Act, reader: Reader, unit: str, decision: Decision) -> Penalty:
    """Records a decision of a unit and returns it: it holds at once within its tier, else it waits for a higher post.

    Raises OutsideTier where it lies outside and no ground and reasons are given, or outside the law, whatever is said;
    PowerRefused where the party was fined for the same act (行政处罚法 29), or is near another act of theirs and
    nobody has said why this is another one, or comes neither out of a case nor on the spot.
    """
    post = deciding(reader, unit)
    check_brought(decision)
    today = local_date(act.now)
    decision, matter = of_case(reader, unit, decision)
    row, table, judgement, (amount, base) = _judged(unit, decision, today, whole=True)
    if amount is None:
        raise PowerRefused("“决定的数额”没有填写。请补上。", "amount")
    number = said(decision.number, "决定文号", "number", 60)
    reasons, grounds = _reasons(decision, judgement)
    party = party_of(decision.party)
    found = said(decision.found, "违法事实", "found", 200)
    occasion = occasion_of(party, decision.happened_on, found)
    fine, step = table.measure is not Measure.DAYS and amount > 0, table.measure.decided.step
    check_summary(decision, table, judgement, amount)
    try:
        with transaction.atomic():
            hold_case(reader, matter)
            distinct = _once(party, decision, fine=fine)
            penalty = PenaltyRow(
                id=act.mint.id(),
                number=number,
                baseline=row,
                family=row.family,
                unit_id=unit,
                region=unit_of(code=unit).region,
                level=_level(unit),
                facts={name: value.strip() for name, value in decision.facts.items()},
                tier=judgement.place,
                tier_name=judgement.tier.name,
                amount=int(amount / step),
                base=None if base is None else int(base * 100),
                low=int(judgement.low / step),
                high=None if judgement.high is None else int(judgement.high / step),
                by=int(judgement.by / step),
                party=party,
                occasion=occasion,
                happened_on=decision.happened_on,
                fine=fine,
                state="within" if judgement.within else "waiting",
                grounds=list(grounds),
                reasons=seal_text(reasons, purpose="reasons"),
                distinct=seal_text(distinct, purpose="reasons"),
                author=act.actor.id,
                post=post.label,
                decided_at=act.now,
                matter_id=matter,
                shown=matter is None,
            )
            penalty.save(force_insert=True)
            _record(act, penalty, table, judgement, (reasons, decision.case))
    except IntegrityError as error:
        raise _taken(unit, number, matter) from error
    return penalties_of([penalty])[0]


Judged = tuple[BaselineRow, Baseline, Judgement, tuple[Fraction | None, Fraction | None]]


def _judged(unit_code: str, decision: Decision, today: date, *, whole: bool) -> Judged:
    row = BaselineRow.objects.filter(id=decision.baseline, state="approved").first()
    if row is None or not may_apply(row, unit_code):
        raise PowerRefused("没有找到本单位适用的这份裁量基准。请从列表选择。", "baseline")
    check_day(decision.happened_on, today)
    days = {row_.id for day in (today, decision.happened_on) if (row_ := in_force(row.family, day)) is not None}
    if row.id not in days:
        when = day_said(decision.happened_on)
        words = f"这一版裁量基准在{when}和今天都不是现行的（行政处罚法第三十七条）。请选现行的一版。"
        raise PowerRefused(words, "baseline")
    table = version(row).table
    if table is None:
        raise PowerRefused("这份裁量基准读不出来。请联系系统管理员。", "baseline")
    wrong = list(_wrong(table, decision, whole=whole))
    if wrong:
        raise PowerRefused(str(wrong[0]), wrong[0].field, others=tuple(wrong[1:]))
    try:
        facts = facts_of(table, decision.facts)
        amount = amount_of(decision.amount, "数额", "amount") if decision.amount.strip() else None
        multiple = table.measure is Measure.MULTIPLE
        base = amount_of(decision.base, table.of, "base") if multiple and decision.base.strip() else None
        if base is not None and (base * 100).denominator != 1:
            raise PowerRefused(f"“{table.of}”最小到分。请改正。", "base")
        return row, table, judge(table, _level(unit_code), facts, amount, base), (amount, base)
    except DiscretionError as error:
        raise PowerRefused(str(error), error.field) from error


def _wrong(table: Baseline, decision: Decision, *, whole: bool) -> Iterator[PowerRefused]:
    """Yields what is wrong with a decision by itself, by field; ``whole``: it is to be recorded, not only looked at."""
    for error in wrong_facts(table, decision.facts):
        yield PowerRefused(str(error), error.field)
    sums = [(decision.amount, "决定的数额", "amount", whole)]
    if table.measure is Measure.MULTIPLE:
        sums.insert(0, (decision.base, table.of, "base", whole))
    for typed, name, code, needed in sums:
        if typed.strip():
            try:
                amount_of(typed, name, code)
            except DiscretionError as error:
                yield PowerRefused(str(error), code)
        elif needed:
            yield PowerRefused(f"“{name}”没有填写。请补上数额。", code)
    if not whole:
        return
    for typed, name, code, most in (
        (decision.number, "决定文号", "number", 60),
        (decision.found, "违法事实", "found", 200),
    ):
        try:
            said(typed, name, code, most)
        except PowerRefused as error:
            yield error
    try:
        party_of(decision.party)
    except PowerRefused as error:
        yield error


def may_apply(row: BaselineRow, code: str) -> bool:
    """Tells whether a unit decides by a baseline: its own, or that of a place above it."""
    own, place = parse_region(unit_of(code=code).region), parse_region(row.region)
    return row.unit_id == code or (place.contains(own) and place.level < own.level)


def _level(code: str) -> int:
    return parse_region(unit_of(code=code).region).level


def _reasons(decision: Decision, judgement: Judgement) -> tuple[str, tuple[str, ...]]:
    """Returns the reasons and grounds of a decision outside its tier; raises OutsideTier where it can't be made."""
    if judgement.within:
        return "", ()
    if not judgement.lawful:
        raise OutsideTier(f"{judgement.words}请改正数额。", "amount")
    if not decision.grounds or not decision.reasons.strip():
        how = "请改为幅度以内的数额；确有必要的，选择法定理由、写明具体情况，报上级岗位审批"
        raise OutsideTier(f"{judgement.words}{how}。", "amount" if not decision.grounds else "reasons")
    if not set(decision.grounds) <= set(GROUNDS):
        raise OutsideTier("超出幅度的理由只能从列出的各项中选择。请重新选择。", "grounds")
    return said(decision.reasons, "具体情况", "reasons", _REASONS), decision.grounds


def _once(party: str, decision: Decision, *, fine: bool) -> str:
    """Returns why this is another act than those near it of the party, "" where there are none.

    Raises PowerRefused for a second fine for one act, and where nobody has said why another act is another.
    """
    near, here = nearby(party, decision.happened_on, decision.found), decision.happened_on
    occasion = occasion_of(party, here, decision.found)
    same = next((row for row in near if row.occasion == occasion and row.fine), None)
    if same is not None and fine:
        raise PowerRefused(_SECOND.format(unit=same.unit.name, number=same.number), "found")
    if not near:
        return ""
    if not decision.distinct.strip():
        other = near[0]
        when = "同一天" if other.happened_on == here else day_said(other.happened_on)
        words = f"对这个当事人{when}的行为，{other.unit.name}已作出“{other.number}”。是同一个违法行为的不得再罚款"
        raise PowerRefused(f"{words}；是另一个违法行为的，请写明区别。", "distinct")
    return said(decision.distinct, "与相近违法行为的区别", "distinct", _REASONS)


_SECOND = (
    "对同一个违法行为，{unit}已作出“{number}”罚款，不得再次罚款（行政处罚法第二十九条）；"
    "违反多个规定都应罚款的，按数额高的规定处罚。请核对，或与该单位协商。"
)


def _taken(unit_code: str, number: str, matter: UUID | None) -> PowerRefused:
    if matter is not None and PenaltyRow.objects.filter(matter_id=matter).exclude(state="denied").exists():
        return PowerMoved("本案已经作出决定，没有重复登记。请刷新页面再看。")
    if PenaltyRow.objects.filter(unit_id=unit_code, number=number).exists():
        return PowerRefused(f"本单位已有文号“{number}”的决定，没有重复登记。请核对文号。", "number")
    return PowerMoved("刚有单位对同一个违法行为作出罚款，不得再次罚款（行政处罚法第二十九条）。请刷新后核对。", "found")


def _record(act: Act, row: PenaltyRow, table: Baseline, judgement: Judgement, told: tuple[str, str]) -> None:
    reasons, case = told
    decided = table.measure.decided
    facts = {
        "number": row.number,
        "baseline": str(row.baseline_id),
        "tier": row.tier_name,
        "amount": amount_words(row.amount, decided),
        "within": judgement.within,
        **({} if judgement.within else {"by": amount_words(row.by, decided)}),
        "grounds": row.grounds,
        "post": row.post,
        **({"case": case} if case else {}),
        "unit": row.unit_id,
    }
    personal = {"reasons": reasons} if reasons else {}
    record(
        act=act,
        verb="powers.decide_penalty",
        subject=row.id,
        region=row.region,
        basis=judgement.tier.basis or table.source,
        facts=facts,
        personal=personal,
    )
