"""What the law asks of a step, read from an element: who, how long, on what basis, with which outcomes, by how many."""

import re
from collections.abc import Iterator

from .duties import DUTIES
from .faults import Faults
from .fields import EFFECT_NAMES, FIELDS, OFFICES
from .model import EFFECTS, HUMAN, SPECIALS, STAGES, UNITS, Kind, Loop, Node, Outcome, agreement
from .reading import LEGAL, Element

LIMIT = re.compile(rf"[1-9][0-9]{{0,3}}(?:{'|'.join(UNITS)})")
ATTRIBUTES = {"role", "unit", "stage", "limit", "basis", "lapse", "special", "ground", "duty"}
_SHAPES = {  # each with what it should be in words, and in a file
    "role": (re.compile(r"[a-z][a-z0-9_-]{0,31}"), "平台里的一个岗位，以小写英文字母代称", "window"),
    "unit": (
        re.compile(rf"{'|'.join(OFFICES)}|[0-9A-HJ-NPQRTUWXY]{{18}}"),
        f"{'、'.join(OFFICES.values())}或另一单位 18 位的统一社会信用代码",
        "|".join(OFFICES),
    ),
    "stage": (re.compile("|".join(STAGES)), f"{'、'.join(STAGES)}之一", "|".join(STAGES)),
    "limit": (LIMIT, "数字加单位，例如 5 个工作日、24 小时", "5wd|24h"),
    "special": (re.compile("|".join(SPECIALS)), f"{'、'.join(SPECIALS.values())}之一", "|".join(SPECIALS)),
    "duty": (re.compile("|".join(DUTIES)), f"{'、'.join(DUTIES.values())}之一", "|".join(DUTIES)),
}
SILENT = ("none", "accept", "grant")  # what silence can bring about: no reasons, no notice, no paper in writing
_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
_NAME = re.compile(r"[^\W\d]\w{0,31}")
_LABELLED = re.compile(rf"{_NAME.pattern}(?:\.[^=]{{1,60}})?")  # a name, or a name and one of its values
LONGEST_LABEL = 40  # characters
_RULE = re.compile(r"all|any|[1-9]\d{0,3}/[1-9]\d{0,3}")


class Legal(Faults):
    """Reads the legal part of an element."""

    def legal(self, element: Element) -> dict[str, str]:
        """Returns the legal attributes of a step; those in a wrong shape are faults."""
        found = {name: element.get(name, LEGAL) for name in sorted(ATTRIBUTES)}
        for name, (shape, words, example) in _SHAPES.items():
            if found[name] and not shape.fullmatch(found[name]):
                shown = f"{FIELDS[name]}“{found[name][:40]}”不对，应当是{words}"
                self.fault(element, shown, f'yimen:{name}="{example}"')
        return found

    def duties(self, element: Element) -> tuple[str, ...]:
        """Returns the mandatory stages that a procedure names, in the order of law; an unknown one is a fault."""
        named = element.get("duties", LEGAL).split()
        for duty in named:
            if duty not in DUTIES or named.count(duty) > 1:
                words = (
                    f"{FIELDS['duties']}里的“{duty[:40]}”不对，应当是不重复的{'、'.join(DUTIES.values())}，以空格分开"
                )
                self.fault(element, words, f'yimen:duties="{" ".join(DUTIES)}"')
        return tuple(duty for duty in DUTIES if duty in named)

    def labels(self, element: Element) -> dict[str, str]:
        """Returns the names in Chinese that a procedure gives its data, written as ``area=建筑面积；kind=建设类别``.

        A value that does not speak for itself has its own: ``kind.new=新建``.
        """
        found: dict[str, str] = {}
        for part in filter(None, map(str.strip, re.split("[；;]", element.get("data", LEGAL)))):
            name, _, label = (text.strip() for text in part.partition("="))
            if not _LABELLED.fullmatch(name) or not 0 < len(label) <= LONGEST_LABEL or name in found:
                words = f"{FIELDS['data']}里的“{part[:40]}”不对，应当一项一个，写成 area=建筑面积，以分号隔开"
                self.fault(element, words, 'yimen:data="area=建筑面积；kind=建设类别"')
            found[name] = label
        return found

    def silence(self, element: Element, node: Node) -> None:
        """Refuses a lapse that silence cannot bring about: consent may be silent, reasons and papers may not."""
        outcome = next((item for item in node.outcomes if item.code == node.lapse), None)
        named = outcome.name if outcome else node.lapse[:40]
        shown, xml = f"{FIELDS['lapse']}“{named}”", "yimen:lapse"
        if outcome is None:
            allowed = "、".join(item.name for item in node.outcomes) or "还没有结果，请先补上"
            codes = "|".join(item.code for item in node.outcomes)
            self.fault(element, f"{shown}不是这一步的结果，请改成下列结果之一：{allowed}", f'{xml}="{codes}"')
        elif outcome.opinion == "required" or outcome.effect not in SILENT:
            self.fault(element, f"{shown}要有人写明意见、告知或办理，不能由超时代替，请改成同意一类的结果或删去", xml)
        if not node.limit:
            self.fault(element, f"{shown}没有时限可超，请填写时限或删去", f"{xml}、yimen:limit")
        if node.role == "applicant":
            self.fault(element, f"{shown}不能用在申请人的步骤上，申请人没有答复不等于同意，请删去", xml)

    def outcomes(self, element: Element, kind: Kind) -> Iterator[Outcome]:
        """Yields the ways that a step may end."""
        seen: set[str] = set()
        for holder in (child for child in element.children if child.name == "extensionElements"):
            for child in holder.children:
                if kind not in HUMAN or (child.space, child.name) != (LEGAL, "outcome"):
                    self.unknown(child)
                    continue
                self.attributes(child, {"code", "name", "effect", "opinion"})
                self.empty(child)
                effect, opinion = child.get("effect") or "none", child.get("opinion") or "optional"
                outcome = Outcome(child.get("code"), child.get("name"), effect, opinion)
                self.outcome(child, outcome, seen)
                yield outcome

    def outcome(self, element: Element, outcome: Outcome, seen: set[str]) -> None:
        """Notes what is wrong with one of them."""
        shown = f"结果“{outcome.name[:40] or outcome.code[:40]}”"
        if not _CODE.fullmatch(outcome.code) or outcome.code in seen:
            words = f"{shown}的{FIELDS['code']}“{outcome.code[:40]}”不对，应当是不重复的小写英文，例如 accept"
            self.fault(element, words, "yimen:outcome code")
        if not outcome.name:
            self.fault(element, f"{shown}缺少名称，请填写", "yimen:outcome name")
        if outcome.effect not in EFFECTS:
            words = (
                f"{shown}的{FIELDS['effect']}“{outcome.effect[:40]}”不对，应当是{'、'.join(EFFECT_NAMES.values())}之一"
            )
            self.fault(element, words, f'effect="{"|".join(EFFECTS)}"')
        if outcome.opinion not in {"optional", "required"}:
            words = f"{shown}的“{FIELDS['opinion']}”写成了“{outcome.opinion[:40]}”，只能是必须写或可以不写"
            self.fault(element, words, 'opinion="optional|required"')
        seen.add(outcome.code)

    def loop(self, element: Element, outcomes: tuple[Outcome, ...]) -> Loop | None:
        """Returns how several do a step or run a sub-process, None where it does not say.

        Which outcomes count for a sub-process is looked at when all that it holds is read.
        """
        found = [child for child in element.children if child.name == "multiInstanceLoopCharacteristics"]
        if not found:
            return None
        at = found[0]
        if len(found) > 1:
            self.fault(found[1], "会签方式只能写一次，请删去多余的")
        self.attributes(at, {"id", "isSequential"}, {"instances", "rule", "agree", "veto", "again"})
        self.empty(at)
        items, rule, veto = (at.get(name, LEGAL) for name in ("instances", "rule", "veto"))
        codes, step = [item.code for item in outcomes], element.name != "subProcess"
        agree = at.get("agree", LEGAL) or agreement(outcomes)
        if not _NAME.fullmatch(items):
            wrong = f"会签的{FIELDS['instances']}“{items[:40]}”不对" if items else f"会签没有写明{FIELDS['instances']}"
            words = f"{wrong}，应当是数据里名单的名称，例如 units"
            self.fault(at, words, "yimen:instances")
        if not _RULE.fullmatch(rule or "all") or ("/" in rule and not _share(rule)):
            words = f"会签的“{FIELDS['rule']}”写成了“{rule[:40]}”，应当是全部同意、任一同意或 2/3 这样不大于 1 的比例"
            self.fault(at, words, 'yimen:rule="all|any|2/3"')
        if step and agree not in codes:
            allowed = "、".join(item.name for item in outcomes) or "已有的结果"
            words = f"会签里{FIELDS['agree']}“{agree[:40]}”不是这一步的结果，请改成{allowed}"
            self.fault(at, words, f'yimen:agree="{"|".join(codes)}"')
        if {veto or "false", at.get("isSequential") or "false"} - {"true", "false"}:
            words = f"会签的“{FIELDS['veto']}”和“{FIELDS['sequential']}”只能写是或否，请改正"
            self.fault(at, words, 'yimen:veto、isSequential="true|false"')
        again = at.get("again", LEGAL)
        asking = {item.code: item.name for item in outcomes if item.opinion == "required" and item.code != agree}
        if step and again and again not in asking:
            allowed = "、".join(asking.values()) or "先给一个结果勾上必须写意见"
            words = f"会签里{FIELDS['again']}“{again[:40]}”不对，应当是同意以外、必须写意见的结果：{allowed}"
            self.fault(at, words, f'yimen:again="{"|".join(asking)}"')
        return Loop(items, rule or "all", agree, veto == "true", at.get("isSequential") == "true", again)


def _share(rule: str) -> bool:
    part, whole = rule.split("/")
    return int(part) <= int(whole)
