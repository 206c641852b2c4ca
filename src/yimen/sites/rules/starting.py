"""What the form of a new version starts from: the version that will stand on its first day, in force yet or not."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import QueryDict

from yimen.contexts.limits.api import NewVersion, NoSuchLimit, Rule
from yimen.contexts.limits.api import limit as limit_in_force
from yimen.sites.pieces.templatetags.words import day

from . import limitform
from .room import Slip
from .ruling import place_name

_DAY = timedelta(1)


def first_day(versions: Sequence[Rule], region: str, today: date) -> date:
    """Returns the first day on which a new version may begin: after every one of the region that is to come."""
    begins = today if versions[0].setting else today + _DAY
    return max([begins, *(one.valid_from + _DAY for one in versions if one.region == region)])


def standing(code: str, region: str, on: date, versions: Sequence[Rule]) -> tuple[Rule, Rule]:
    """Returns what stands in a region on a day and what stands above it there; the newest where nothing does."""
    try:
        rule = limit_in_force(code=code, on=on, region=region)
        return rule, limit_in_force(code=code, on=on, region=limitform.above_of(region))
    except NoSuchLimit:
        return versions[-1], versions[-1]


def mark(rule: Rule) -> str:
    """Returns which version a form was filled from, as the form carries it."""
    return f"{rule.region or 'all'}@{rule.valid_from.isoformat()}"


def told(rule: Rule, today: date) -> str:
    """Returns from which version a form is filled, in words."""
    if rule.valid_from <= today:
        return "已填好现行的规定，只改要变的。先看新旧对照，再发布。"
    paper = f"（{rule.document}）" if rule.document else ""
    which = f"{day(rule.valid_from)}起施行的{place_name(rule.region)}版本{paper}"
    return f"已有还没有施行的新版本：下面按{which}填好，只改要变的。先看新旧对照，再发布。"


class Refilled(Slip):
    """Another version will stand on the first day than the form was filled from; ``form`` is filled from that one."""

    def __init__(self, message: str, form: QueryDict) -> None:
        super().__init__(message, "valid_from")
        self.form = form


def check_start(sent: QueryDict, given: NewVersion, versions: Sequence[Rule]) -> None:
    """Raises Refilled where another version will stand on the first day than the form was filled from.

    What was typed stays; what was left as it had been filled takes the words of that version.
    """
    rule, _ = standing(given["code"], given["region"], given["valid_from"], versions)
    old = next((one for one in versions if mark(one) == sent.get("base")), None)
    if old is None or mark(rule) == mark(old):
        return
    fresh, was, new = sent.copy(), limitform.typed_of(old), limitform.typed_of(rule)
    for name, text in was.items():
        if name in sent and sent.get(name, "").strip() == text:
            fresh[name] = new.get(name, "")
    if "keep_shown" in sent and sent.getlist("keep") == [one.name for one in old.limit.grounds]:
        fresh.setlist("keep", [one.name for one in rule.limit.grounds])
    fresh["base"] = mark(rule)
    words = f"{day(given['valid_from'])}之前最后施行的是{day(rule.valid_from)}起的{place_name(rule.region)}版本，"
    raise Refilled(f"{words}您没有改的项已换成那一版的内容。请核对后再看新旧对照。", fresh)
