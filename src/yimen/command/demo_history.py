"""A modest past of the demonstration: ended cases of one item, so that a what-if (推演) has something to replay."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from yimen.contexts.journal.api import Act
from yimen.kernel.clock import local_date

from .load import IN_FORCE

CASES = 24
_WEEK, _SINCE = 7, 42  # one a week, the last of them so many days ago
_WAYS = (  # after how many days, from a Monday on, a case is accepted, examined, reviewed, decided, delivered
    (1, 2, 3, 4, 7),
    (1, 3, 4, 7, 8),
    (1, 2, 4, 7, 9),
)
_OFFICERS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("ll-window", "accept", {}),
    ("ll-examiner", "agree", {}),
    ("ll-reviewer", "agree", {}),
    ("ll-decider", "grant", {}),
    ("ll-window", "deliver", {"method": "网上"}),
)
_REFUSED = 8  # one in so many is not accepted
_COMPANY = ("company_name", "uscc")


def past_scripts(*, act: Act, like: Mapping[str, Any], citizen: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields scripts of ended cases as ``cases.json`` has them, each marked as a demonstration of the past.

    ``like``: the script of a case of the same item, ``citizen``: who applies, as a natural person.
    """
    today = local_date(act.now)
    own = {"applicant_kind": "自然人", "person_name": citizen["name"]}
    own |= {name: citizen[name] for name in ("citizen_id", "phone")}
    answers = {name: text for name, text in like["answers"].items() if name not in _COMPANY} | own
    for number in range(CASES):
        begun = _monday(today - timedelta(_SINCE + _WEEK * (CASES - number)))
        if begun < IN_FORCE:
            continue
        ago = (today - begun).days
        route = f"{answers['route']}（演示数据：往年办件 {number + 1}）"
        script = {"item": like["item"], "who": citizen["name"], "ago": ago, "answers": answers | {"route": route}}
        yield script | {"acts": list(_acts(number, ago))}


def _acts(number: int, ago: int) -> Iterator[dict[str, Any]]:
    if number % _REFUSED == _REFUSED - 1:
        opinion = "演示：行驶路线不在本单位管辖的公路上。"
        yield {"ago": ago - 1, "by": "ll-window", "outcome": "refuse_acceptance", "opinion": opinion}
        return
    for after, (login, outcome, form) in zip(_WAYS[number % len(_WAYS)], _OFFICERS, strict=True):
        yield {"ago": ago - after, "by": login, "outcome": outcome, "opinion": "演示。", "form": form}


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
