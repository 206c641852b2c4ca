"""BPMN to a procedure: what we run is read, what we do not run is refused by name and line."""

import re
from collections.abc import Iterable, Iterator

from .conditions import ConditionError, parse_condition
from .errors import Finding, ProcedureError
from .model import EFFECTS, SPECIALS, STAGES, UNITS, Flow, Kind, Node, Outcome, Procedure
from .reading import BPMN, LEGAL, Element, read_xml

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_KINDS: dict[str, Kind] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "user",
    "serviceTask": "service",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "subProcess": "subprocess",
}
_NOTES = {"documentation", "extensionElements", "incoming", "outgoing", "textAnnotation", "association"}
_HARMLESS = {  # attributes that say nothing, or nothing but their default
    "gatewayDirection": None,
    "implementation": None,
    "isForCompensation": "false",
    "triggeredByEvent": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "isInterrupting": "true",
    "isImmediate": None,
}
_LEGAL = {"role", "unit", "stage", "limit", "basis", "lapse", "special", "ground"}
_SHAPES = {
    "role": (re.compile(r"[a-z][a-z0-9_-]{0,31}"), "小写英文岗位代码，例如 window"),
    "unit": (re.compile(r"lead|centre|[0-9A-HJ-NPQRTUWXY]{18}"), "lead（主办单位）、centre（政务中心）或信用代码"),
    "stage": (re.compile("|".join(STAGES)), "、".join(STAGES) + "之一"),
    "limit": (
        re.compile(rf"[1-9][0-9]{{0,3}}(?:{'|'.join(UNITS)})"),
        "数字加单位，例如 5wd（5 个工作日）、24h（24 小时）",
    ),
    "special": (
        re.compile("|".join(SPECIALS)),
        "、".join(f"{code}（{name}）" for code, name in SPECIALS.items()) + "之一",
    ),
}
SILENT = ("none", "accept", "grant")  # what silence can bring about: no reasons, no notice, no paper in writing
_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")


def compile_bpmn(xml: bytes) -> Procedure:
    """Returns the procedure that a BPMN 2.0 file describes, or raises ProcedureError with every fault found."""
    root = read_xml(xml)
    compiler = _Compiler()
    procedure = compiler.procedure(root)
    if procedure is None or compiler.findings:
        raise ProcedureError(tuple(sorted(set(compiler.findings))))
    return procedure


class _Compiler:
    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.starts: dict[str, str] = {}

    def fault(self, element: Element, message: str) -> None:
        self.findings.append(Finding(element.line, element.shown, "error", message))

    def procedure(self, root: Element) -> Procedure | None:
        if (root.space, root.name) != (BPMN, "definitions"):
            self.fault(root, "不是 BPMN 2.0 文件，根元素应当是 definitions，请用 BPMN 工具导出")
            return None
        processes = []
        for child in root.children:
            if (child.space, child.name) == (BPMN, "process"):
                processes.append(child)
            elif child.name != "BPMNDiagram":
                self.unknown(child)
        if len(processes) != 1:
            self.fault(root, f"文件里有 {len(processes)} 个流程（process），应当正好一个")
            return None
        process = processes[0]
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,63}", process.get("id")):
            self.fault(process, "流程的 id 应当由小写英文、数字和连字符组成，例如 highway-licence")
        if not process.get("name"):
            self.fault(process, "流程缺少名称，请填写 name")
        self.scope(process, "")
        return self.tables(process)

    def scope(self, holder: Element, scope: str) -> None:
        for child in holder.children:
            if child.space != BPMN or (child.name not in _KINDS and child.name not in {*_NOTES, "sequenceFlow"}):
                self.unknown(child)
            elif child.name == "sequenceFlow":
                self.flow(child)
            elif child.name in _KINDS:
                self.node(child, scope)
        starts = [node for node in self.nodes.values() if node.scope == scope and node.kind == "start"]
        if len(starts) == 1:
            self.starts[scope] = starts[0].id
        else:
            self.fault(holder, f"有 {len(starts)} 个开始事件（startEvent），应当正好一个")
        if not any(node.scope == scope and node.kind in {"end", "terminate"} for node in self.nodes.values()):
            self.fault(holder, "没有结束事件（endEvent），请补上")

    def unknown(self, element: Element) -> None:
        self.fault(element, f"本平台不支持“{element.name[:60]}”，请改用任务、排他网关、并行网关或嵌入子流程")

    def claim(self, element: Element) -> str:
        id_ = element.get("id")
        if not id_:
            self.fault(element, "缺少 id，请补上")
        elif id_ in self.nodes or id_ in self.flows:
            self.fault(element, f"id“{id_}”重复，请改成唯一的")
        return id_

    def node(self, element: Element, scope: str) -> None:
        id_, kind = self.claim(element), _KINDS[element.name]
        self.attributes(element, {"id", "name", "default"} if kind == "exclusive" else {"id", "name"})
        for child in element.children:
            if kind == "end" and (child.space, child.name) == (BPMN, "terminateEventDefinition"):
                kind = "terminate"
            elif kind != "subprocess" and not (child.space == BPMN and child.name in _NOTES):
                self.unknown(child)
        legal = self.legal(element) if kind == "user" else {}
        outcomes = tuple(self.outcomes(element, kind))
        node = self.nodes[id_] = Node(
            id=id_,
            kind=kind,
            name=element.get("name"),
            outcomes=outcomes,
            scope=scope,
            default=element.get("default"),
            line=element.line,
            **legal,
        )
        if kind in {"user", "service"} and not element.get("name"):
            self.fault(element, "任务缺少名称，请填写 name")
        if node.special and not node.limit:
            self.fault(element, "特殊环节要有自己的时限，请填写 yimen:limit，例如 10wd")
        if node.lapse:
            self.silence(element, node)
        if kind == "subprocess":
            self.scope(element, id_)

    def attributes(self, element: Element, known: set[str]) -> None:
        for (space, name), value in element.attributes.items():
            if space == LEGAL and name in _LEGAL and element.name == "userTask":
                continue
            if space == "" and (name in known or (name in _HARMLESS and _HARMLESS[name] in {None, value})):
                continue
            self.fault(element, f"本平台不支持属性“{name[:60]}”，请删去")

    def legal(self, element: Element) -> dict[str, str]:
        found = {name: element.get(name, LEGAL) for name in sorted(_LEGAL)}
        for name, (shape, words) in _SHAPES.items():
            if found[name] and not shape.fullmatch(found[name]):
                self.fault(element, f"yimen:{name}“{found[name][:40]}”不对，应当是{words}")
        return found

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
        seen: set[str] = set()
        for holder in (child for child in element.children if child.name == "extensionElements"):
            for child in holder.children:
                if kind != "user" or (child.space, child.name) != (LEGAL, "outcome"):
                    self.unknown(child)
                    continue
                self.attributes(child, {"code", "name", "effect", "opinion"})
                effect, opinion = child.get("effect") or "none", child.get("opinion") or "optional"
                outcome = Outcome(child.get("code"), child.get("name"), effect, opinion)
                self.outcome(child, outcome, seen)
                yield outcome

    def outcome(self, element: Element, outcome: Outcome, seen: set[str]) -> None:
        if not _CODE.fullmatch(outcome.code) or outcome.code in seen:
            self.fault(element, f"结果代码“{outcome.code[:40]}”不对，应当是不重复的小写英文，例如 accept")
        if not outcome.name:
            self.fault(element, f"结果“{outcome.code[:40]}”缺少名称，请填写 name")
        if outcome.effect not in EFFECTS:
            self.fault(element, f"effect“{outcome.effect[:40]}”不对，应当是{'、'.join(EFFECTS)}之一")
        if outcome.opinion not in {"optional", "required"}:
            self.fault(element, f"opinion“{outcome.opinion[:40]}”不对，应当是 optional 或 required")
        seen.add(outcome.code)

    def flow(self, element: Element) -> None:
        id_ = self.claim(element)
        self.attributes(element, {"id", "name", "sourceRef", "targetRef"})
        condition = None
        for child in element.children:
            if (child.space, child.name) == (BPMN, "conditionExpression"):
                if set(child.attributes) - {(XSI, "type"), ("", "id")}:
                    self.fault(element, "条件不接受其他语言，请删去 conditionExpression 的 language 等属性")
                try:
                    condition = parse_condition(child.text)
                except ConditionError as error:
                    self.fault(element, f"{error}。")
            elif child.space != BPMN or child.name not in {"documentation", "extensionElements"} or child.children:
                self.unknown(child)
        source, target = element.get("sourceRef"), element.get("targetRef")
        self.flows[id_] = Flow(id_, source, target, element.get("name"), condition, element.line)

    def tables(self, process: Element) -> Procedure:
        out: dict[str, list[Flow]] = {id_: [] for id_ in self.nodes}
        into: dict[str, list[Flow]] = {id_: [] for id_ in self.nodes}
        for flow in self.flows.values():
            source, target = self.nodes.get(flow.source), self.nodes.get(flow.target)
            if source is None or target is None or source.scope != target.scope:
                self.told(flow.line, f"sequenceFlow {flow.id}", "两端必须在同一流程或同一子流程里，请重新连线")
                continue
            out[flow.source].append(flow)
            into[flow.target].append(flow)
        for node in self.nodes.values():
            self.joints(node, out[node.id], into[node.id])
        return Procedure(
            key=process.get("id"),
            name=process.get("name"),
            nodes=self.nodes,
            out={id_: tuple(flows) for id_, flows in out.items()},
            into={id_: tuple(flows) for id_, flows in into.items()},
            starts=self.starts,
        )

    def told(self, line: int, element: str, message: str) -> None:
        self.findings.append(Finding(line, element, "error", message))

    def joints(self, node: Node, out: Iterable[Flow], into: Iterable[Flow]) -> None:
        shown, leaving = f"{node.kind} {node.id}", list(out)
        closes = node.kind in {"end", "terminate"}
        if closes and leaving:
            self.told(node.line, shown, "结束事件不能再有出线，请删去")
        if not closes and not leaving:
            self.told(node.line, shown, "没有出线，走到这里就停住了，请连到下一步")
        if node.kind == "start" and list(into):
            self.told(node.line, shown, "开始事件不能有入线，请改连到第一步")
        if node.kind not in {"exclusive", "parallel"} and len(leaving) > 1:
            self.told(node.line, shown, "只能有一条出线，请用网关分流")
        if node.default and node.default not in {flow.id for flow in leaving}:
            self.told(node.line, shown, f"默认出线“{node.default}”不是它的出线，请改正")
        for flow in leaving:
            choosing = node.kind == "exclusive" and len(leaving) > 1
            if flow.condition and not choosing:
                self.told(flow.line, f"sequenceFlow {flow.id}", "只有排他网关的多条出线才能写条件，请移到网关之后")
            if choosing and (flow.condition is None) != (flow.id == node.default):
                self.told(flow.line, f"sequenceFlow {flow.id}", "排他网关的每条出线都要写条件，只有默认出线不写")
