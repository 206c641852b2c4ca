"""What a decision is made of: by whom it is brought, in which case, on the spot or not."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from yimen.contexts.identity.api import Reader, is_citizen, open_text, owner_key
from yimen.contexts.matters.api import Matter, held, kept_apart, open_tasks
from yimen.contexts.matters.api import matter as read_matter
from yimen.kernel.codes import CodeError, parse_citizen_id, parse_uscc
from yimen.kernel.discretion import Baseline, Judgement, Measure

from .casefile import investigators
from .caselaw import HEAVIER, SUMMARY
from .errors import NotYourPower, PowerMoved, PowerRefused
from .models import CaseRow

_FURTHEST = 5 * 366  # days between an act and its case or decision
_NUMBERED = re.compile(r"第(?=\d)|(?<=\d)号(?!\d)")  # what may be written around the number of a record, or left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A penalty to record. ``party``: identity number or credit code, kept as a keyed digest only.

    ``facts``: each fact of the baseline as found; ``amount``, ``base`` as typed. ``found``: what act was found, in a
    few words or by the number of its record: the same party, day and act are one act. ``distinct``: why it is another
    act than those near it of the party. ``case``: the number of the case that it ends, from which party, day
    and act are then taken. ``summary``: made on the spot (当场处罚, 行政处罚法 51). ``past``: taken over
    from before there were cases here, by the operator's loading alone; no page gives it. It is one of the three.
    """

    baseline: UUID
    number: str
    facts: Mapping[str, str]
    amount: str
    party: str
    happened_on: date
    found: str
    base: str = ""
    grounds: tuple[str, ...] = ()
    reasons: str = ""
    distinct: str = ""
    case: str = ""
    summary: bool = False
    past: bool = False


def of_case(reader: Reader, unit: str, decision: Decision) -> tuple[Decision, UUID | None]:
    """Returns a decision with party, day and act of its case, and the case's matter; as it is where it has none.

    Raises PowerMoved where the case does not wait for its decision, NotYourPower for who investigated it.
    """
    if not decision.case:
        return decision, None
    found = read_matter(reader=reader, number=decision.case)
    row = CaseRow.objects.filter(matter_id=found.id, unit_id=unit).first()
    if row is None:
        raise PowerRefused("没有找到本单位的这个案件。请从案件列表进入。")
    _check_waits(reader, found)
    party, words = open_text(row.identifier, purpose="identifier"), open_text(row.found, purpose="reasons")
    return replace(decision, party=party, happened_on=row.happened_on, found=words), found.id


def hold_case(reader: Reader, matter: UUID | None) -> None:
    """Keeps a case as it is until the transaction ends; raises as ``of_case`` where it has moved on meanwhile."""
    if matter is not None:
        _check_waits(reader, held(id=matter))


def _check_waits(reader: Reader, found: Matter) -> None:
    if str(reader.account) in investigators(found):
        raise NotYourPower("您是本案的调查人员，不能作出决定（行政处罚法第五十七条）。请由另一位决定岗办理。")
    nodes = found.procedure.procedure.nodes
    here = open_tasks(matter=found.id)
    waits = [task for task in here if any(one.code == "decide" for one in nodes[task.node].outcomes)]
    apart = kept_apart(reader=reader, matter=found, node=waits[0].node) if waits else ""
    if apart:
        raise NotYourPower(apart)
    if not waits:
        raise PowerMoved("本案现在不在“决定”这一步，不能作出决定。请回到案件页面查看。")


def check_brought(decision: Decision) -> None:
    """Raises PowerRefused where a decision comes out of nothing: it ends a case, or is made on the spot (处罚法 51)."""
    if sum((bool(decision.case), decision.summary, decision.past)) != 1:
        words = "处罚决定应从案件作出，或者是当场处罚（行政处罚法第五十一条、第五十四条）"
        raise PowerRefused(f"{words}。请先登记案件线索，按普通程序办理；可以当场处罚的，从“处罚决定”里登记。")


def check_summary(decision: Decision, table: Baseline, judgement: Judgement, amount: Fraction) -> None:
    """Raises PowerRefused where a penalty on the spot is more than a warning or a small fine (行政处罚法 51)."""
    if not decision.summary:
        return
    who = "自然人" if is_citizen(decision.party) else "法人"
    beside = any(word in judgement.tier.also for word in HEAVIER)
    if beside or table.measure is Measure.DAYS or not judgement.within or amount > SUMMARY[who]:
        words = f"当场处罚只限警告，或者对公民二百元以下、对单位三千元以下的罚款（行政处罚法第五十一条），本件是对{who}"
        more = f"的处罚，本档并处“{judgement.tier.also}”" if beside else "的更重或者超出幅度的处罚"
        raise PowerRefused(f"{words}{more}。请登记案件线索，按普通程序办理。", "amount")


def check_day(happened_on: date, today: date) -> None:
    """Raises PowerRefused where an act is yet to happen, or happened longer ago than is punished (行政处罚法 36)."""
    if not happened_on <= today or (today - happened_on).days > _FURTHEST:
        raise PowerRefused("违法行为发生的日期应在今天以前、五年以内（行政处罚法第三十六条）。请核对。", "happened_on")


def party_of(text: str) -> str:
    """Returns the keyed digest of whoever was punished; raises PowerRefused where it is no number of anybody."""
    number = text.strip().upper()
    try:
        return owner_key(citizen_id=parse_citizen_id(number).value)
    except CodeError:
        pass
    try:
        return owner_key(uscc=parse_uscc(number).value)
    except CodeError:
        words = "当事人应写公民身份号码或统一社会信用代码，用来查有没有重复处罚；系统只存加密摘要。请核对号码。"
        raise PowerRefused(words, "party") from None


def found_of(text: str) -> str:
    """Returns the words of an act as they are compared: without blanks, signs, width, case, a number's 第 and 号."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())
    return _NUMBERED.sub("", plain)
