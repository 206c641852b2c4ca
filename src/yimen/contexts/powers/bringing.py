"""What a decision is made of: by whom it is brought, in which case, on the spot or not."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from yimen.contexts.identity.api import Reader, open_text, owner_key
from yimen.contexts.matters.api import matter as read_matter
from yimen.contexts.matters.api import open_tasks
from yimen.kernel.codes import CodeError, parse_citizen_id, parse_uscc
from yimen.kernel.discretion import Baseline, Judgement, Measure

from .caselaw import INVESTIGATORS, SUMMARY
from .errors import NotYourPower, PowerMoved, PowerRefused
from .models import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A penalty to record. ``party``: identity number or credit code, kept as a keyed digest only.

    ``facts``: each fact of the baseline as found; ``amount``, ``base`` as typed. ``found``: what act was found, in a
    few words or by the number of its record: the same party, day and act are one act. ``distinct``: why it is another
    act than those found of the party on that day. ``case``: the number of the case that it ends, from which party, day
    and act are then taken. ``summary``: made on the spot (当场处罚, 行政处罚法 51). With neither, it was made before
    there were cases here.
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
    if str(reader.account) in found.data.get(INVESTIGATORS, ()):
        raise NotYourPower("您是本案的调查人员，不能作出决定（行政处罚法第五十七条）。请由另一位决定岗办理。")
    nodes = found.procedure.procedure.nodes
    waits = any(one.code == "decide" for task in open_tasks(matter=found.id) for one in nodes[task.node].outcomes)
    if not waits:
        raise PowerMoved("本案现在不在“决定”这一步，不能作出决定。请回到案件页面查看。")
    party, words = open_text(row.identifier, purpose="identifier"), open_text(row.found, purpose="reasons")
    return replace(decision, party=party, happened_on=row.happened_on, found=words), found.id


def check_summary(
    decision: Decision, table: Baseline, judgement: Judgement, amounts: tuple[Fraction, Fraction | None]
) -> None:
    """Raises PowerRefused where a penalty may not be decided on the spot (行政处罚法 51): a warning or a small fine."""
    who = "自然人" if _citizen(decision.party) else "法人"
    fine = amounts[0] * (amounts[1] or 1) if table.measure is Measure.MULTIPLE else amounts[0]
    if table.measure is Measure.DAYS or not judgement.within or fine > SUMMARY[who]:
        words = f"当场处罚只限警告，或者对公民二百元以下、对单位三千元以下的罚款（行政处罚法第五十一条），本件是对{who}"
        raise PowerRefused(f"{words}的更重或者超出幅度的处罚。请登记案件线索，按普通程序办理。", "amount")


def _citizen(text: str) -> bool:
    try:
        parse_citizen_id(text.strip().upper())
    except CodeError:
        return False
    return True


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
    """Returns the words of an act as they are compared: without blanks, signs, width and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())
