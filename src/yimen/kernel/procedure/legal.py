"""What the law asks of a step, read from an element: who, how long, on what basis, with which outcomes, by how many."""

import re
from collections.abc import Iterator

from .duties import DUTIES
from .faults import Faults
from .model import EFFECTS, HUMAN, SPECIALS, STAGES, UNITS, Kind, Loop, Node, Outcome
from .reading import LEGAL, Element

LIMIT = re.compile(rf"[1-9][0-9]{{0,3}}(?:{'|'.join(UNITS)})")
ATTRIBUTES = {"role", "unit", "stage", "limit", "basis", "lapse", "special", "ground", "duty"}
_SHAPES = {
    "role": (re.compile(r"[a-z][a-z0-9_-]{0,31}"), "小写英文岗位代码，例如 window"),
    "unit": (re.compile(r"lead|centre|[0-9A-HJ-NPQRTUWXY]{18}"), "lead（主办单位）、centre（政务中心）或信用代码"),
    "stage": (re.compile("|".join(STAGES)), "、".join(STAGES) + "之一"),
    "limit": (
        LIMIT,
        "数字加单位，例如 5wd（5 个工作日）、24h（24 小时）",
    ),
    "special": (
        re.compile("|".join(SPECIALS)),
        "、".join(f"{code}（{name}）" for code, name in SPECIALS.items()) + "之一",
    ),
    "duty": (re.compile("|".join(DUTIES)), "、".join(f"{code}（{name}）" for code, name in DUTIES.items()) + "之一"),
}
SILENT = ("none", "accept", "grant")  # what silence can bring about: no reasons, no notice, no paper in writing
_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
_NAME = re.compile(r"[^\W\d]\w{0,31}")
_RULE = re.compile(r"all|any|[1-9]\d{0,3}/[1-9]\d{0,3}")


class Legal(Faults):
    """Reads the legal part of an element."""

    def legal(self, element: Element) -> dict[str, str]:
        """Returns the legal attributes of a step; those in a wrong shape are faults."""
        found = {name: element.get(name, LEGAL) for name in sorted(ATTRIBUTES)}
        for name, (shape, words) in _SHAPES.items():
            if found[name] and not shape.fullmatch(found[name]):
                self.fault(element, f"yimen:{name}“{found[name][:40]}”不对，应当是{words}")
        return found

    def duties(self, element: Element) -> tuple[str, ...]:
        """Returns the mandatory stages that a procedure names, in the order of law; an unknown one is a fault."""
        named = element.get("duties", LEGAL).split()
        for duty in named:
            if duty not in DUTIES or named.count(duty) > 1:
                allowed = "、".join(f"{code}（{name}）" for code, name in DUTIES.items())
                self.fault(element, f"yimen:duties 里的“{duty[:40]}”不对，应当是不重复的{allowed}，以空格分开")
        return tuple(duty for duty in DUTIES if duty in named)

    def silence(self, element: Element, node: Node) -> None:
        """Refuses a lapse that silence cannot bring about: consent may be silent, reasons and papers may not."""
        outcome = next((item for item in node.outcomes if item.code == node.lapse), None)
        shown = f"yimen:lapse“{node.lapse[:40]}”"
        if outcome is None:
            allowed = "、".join(item.code for item in node.outcomes)
            self.fault(
                element, f"{shown}不是这一步的结果，请改成下列结果代码之一：{allowed or '（还没有结果，请先补上）'}"
            )
        elif outcome.opinion == "required" or outcome.effect not in SILENT:
            self.fault(element, f"{shown}要有人写明意见、告知或办理，不能由超时代替，请改成同意一类的结果或删去")
        if not node.limit:
            self.fault(element, f"{shown}没有时限可超，请填写 yimen:limit 或删去")
        if node.role == "applicant":
            self.fault(element, f"{shown}不能用在申请人的步骤上，申请人没有答复不等于同意，请删去")

    def outcomes(self, element: Element, kind: Kind) -> Iterator[Outcome]:
        """Yields the ways that a step may end."""
        seen: set[str] = set()
        for holder in (child for child in element.children if child.name == "extensionElements"):
            for child in holder.children:
                if kind not in HUMAN or (child.space, child.name) != (LEGAL, "outcome"):
                    self.unknown(child)
                    continue
                self.attributes(child, {"code", "name", "effect", "opinion"})
                effect, opinion = child.get("effect") or "none", child.get("opinion") or "optional"
                outcome = Outcome(child.get("code"), child.get("name"), effect, opinion)
                self.outcome(child, outcome, seen)
                yield outcome

    def outcome(self, element: Element, outcome: Outcome, seen: set[str]) -> None:
        """Notes what is wrong with one of them."""
        if not _CODE.fullmatch(outcome.code) or outcome.code in seen:
            self.fault(element, f"结果代码“{outcome.code[:40]}”不对，应当是不重复的小写英文，例如 accept")
        if not outcome.name:
            self.fault(element, f"结果“{outcome.code[:40]}”缺少名称，请填写 name")
        if outcome.effect not in EFFECTS:
            self.fault(element, f"effect“{outcome.effect[:40]}”不对，应当是{'、'.join(EFFECTS)}之一")
        if outcome.opinion not in {"optional", "required"}:
            self.fault(element, f"opinion“{outcome.opinion[:40]}”不对，应当是 optional 或 required")
        seen.add(outcome.code)

    def loop(self, element: Element, outcomes: tuple[Outcome, ...]) -> Loop | None:
        """Returns how several do a step, None where it does not say."""
        found = [child for child in element.children if child.name == "multiInstanceLoopCharacteristics"]
        if not found:
            return None
        at = found[0]
        if len(found) > 1:
            self.fault(found[1], "一个任务只能写一次会签方式，请删去多余的")
        self.attributes(at, {"id", "isSequential"}, {"instances", "rule", "agree", "veto"})
        for child in at.children:
            self.unknown(child)
        items, rule, veto = (at.get(name, LEGAL) for name in ("instances", "rule", "veto"))
        codes = [item.code for item in outcomes]
        agree = at.get("agree", LEGAL) or next(iter(codes), "")
        if not _NAME.fullmatch(items):
            self.fault(at, f"yimen:instances“{items[:40]}”不对，应当是数据里名单的名称，例如 units")
        if not _RULE.fullmatch(rule or "all") or ("/" in rule and not _share(rule)):
            self.fault(at, f"yimen:rule“{rule[:40]}”不对，应当是 all（全部）、any（任一）或 2/3 这样不大于 1 的比例")
        if agree not in codes:
            self.fault(at, f"yimen:agree“{agree[:40]}”不是这一步的结果，请改成{'、'.join(codes) or '已有的结果代码'}")
        if {veto or "false", at.get("isSequential") or "false"} - {"true", "false"}:
            self.fault(at, "yimen:veto 和 isSequential 只能是 true 或 false，请改正")
        return Loop(items, rule or "all", agree, veto == "true", at.get("isSequential") == "true")


def _share(rule: str) -> bool:
    part, whole = rule.split("/")
    return int(part) <= int(whole)
