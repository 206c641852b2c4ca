"""BPMN to a procedure: what we run is read, what we do not run is refused by name and line."""

from collections.abc import Iterable, Iterator

from .calling import MOST_FINDINGS, Resolve, call_faults, call_in, hanging
from .conditions import ConditionError, parse_condition
from .errors import Finding, ProcedureError
from .events import Events
from .gateways import reaching
from .legal import ATTRIBUTES
from .model import HUMAN, KEY, TASKS, Flow, Kind, Node, Procedure
from .naming import element_words
from .parts import inside_faults, with_outcomes
from .reading import BPMN, PREFIXES, XSI, Element, read_xml, xml_of
from .static import static_faults

_KINDS: dict[str, Kind] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "exclusiveGateway": "exclusive",
    "inclusiveGateway": "inclusive",
    "parallelGateway": "parallel",
    "subProcess": "subprocess",
    "callActivity": "subprocess",
    "intermediateCatchEvent": "catch",
    "boundaryEvent": "boundary",
}
_NAMES = {kind: name for name, kind in reversed(_KINDS.items())} | {"terminate": "endEvent"}
_NOTES = {"documentation", "extensionElements", "incoming", "outgoing", "textAnnotation", "association"}
_DRAWN = {"textAnnotation", "association"}
_OWN: dict[str, set[str]] = {
    "exclusiveGateway": {"default"},
    "inclusiveGateway": {"default"},
    "callActivity": {"calledElement"},
    "boundaryEvent": {"attachedToRef", "cancelActivity"},
}
_EVENTS = {"catch", "boundary"}
MOST_ELEMENTS, MOST_INCLUSIVE = 2000, 100
CALLED_ONCE = "调用的流程不能直接按名单各办一遍，请把它放进一个子流程，把名单写在那个子流程上"
LOOP = "multiInstanceLoopCharacteristics"


def compile_bpmn(xml: bytes, resolve: Resolve | None = None) -> Procedure:
    """Returns the procedure that a BPMN 2.0 file describes, or raises ProcedureError with every fault found.

    ``resolve`` returns the file of the procedure that a call activity names by its key, None where there is none.
    """
    compiler = _Compiler()
    procedure = compiler.procedure(read_xml(xml))
    if procedure is None or compiler.findings:
        beside = {*compiler.beside(procedure), *(call_faults(procedure, resolve, _read) if procedure else ())}
        raise ProcedureError(_told(sorted(set(compiler.findings))), _told(sorted(beside)))
    try:
        return with_outcomes(call_in(procedure, resolve, _read))
    except ProcedureError as error:
        raise ProcedureError(_told(list(error.findings)), _told(sorted(set(compiler.beside(procedure))))) from error


def _read(xml: bytes) -> Procedure:
    """Returns a procedure that another one calls, as its file has it."""
    compiler = _Compiler()
    procedure = compiler.procedure(read_xml(xml))
    if procedure is None or compiler.findings:
        raise ProcedureError(_told(sorted(set(compiler.findings))))
    return procedure


def _told(found: list[Finding]) -> tuple[Finding, ...]:
    """Returns the first findings, and how many more there are."""
    if len(found) <= MOST_FINDINGS:
        return tuple(found)
    more = Finding(
        found[MOST_FINDINGS].line, "文件", "error", f"还有 {len(found) - MOST_FINDINGS} 处问题没有列出，请先改前面的"
    )
    return (*found[:MOST_FINDINGS], more)


class _Compiler(Events):
    def __init__(self) -> None:
        super().__init__()
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.starts: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.refused: set[str] = set()  # ids of elements that are told of already
        self.unread_steps = False  # whether any of them may be a step
        self.torn: set[str] = set()  # without an id of their own: no arrow can lead there yet
        self.nameless = 0  # how many elements have no id at all
        self.unread: set[str] = set()  # ids of arrows whose condition is told of already
        self.diagram = ""

    def procedure(self, root: Element) -> Procedure | None:
        if (root.space, root.name) != (BPMN, "definitions"):
            self.fault(root, "不是 BPMN 2.0 文件，请用 BPMN 工具导出", "definitions")
            return None
        processes = []
        for child in root.children:
            if (child.space, child.name) == (BPMN, "process"):
                processes.append(child)
            elif (child.space, child.name) == (BPMN, "message"):
                self.message(child)
            elif child.name == "BPMNDiagram":
                self.diagram += xml_of(child, PREFIXES)
            else:
                self.unknown(child)
        if len(processes) != 1:
            self.fault(root, f"文件里有 {len(processes)} 个流程，应当正好一个", "process")
            processes = [one for one in processes if any(child.name in _KINDS for child in one.children)]
            if len(processes) != 1:  # nobody knows yet which of them is to stay
                return None
        process = processes[0]
        if not KEY.fullmatch(process.get("id")):
            self.fault(process, "流程编号应当由小写英文、数字和连字符组成，例如 highway-licence", "process id")
        if not process.get("name"):
            self.fault(process, "流程缺少名称，请填写", "process name")
        self.attributes(process, {"id", "name", "isExecutable"}, {"duties", "data"})
        for child in process.children:
            if (child.space, child.name) == (BPMN, "extensionElements") and child.children:
                self.unknown(child)
        self.scope(process, "")
        return self.tables(process)

    def scope(self, holder: Element, scope: str) -> None:
        for child in holder.children:
            if child.space != BPMN or (child.name not in _KINDS and child.name not in {*_NOTES, "sequenceFlow"}):
                if not scope or (child.space, child.name) != (BPMN, LOOP):
                    self.refused.add(child.get("id"))
                    self.unread_steps |= child.name.lower().endswith(("task", "process", "transaction"))
                    self.unknown(child)
            elif child.name == "sequenceFlow":
                self.flow(child)
            elif child.name in _KINDS:
                self.node(child, scope)
            elif child.name in _DRAWN:
                self.notes[scope] = self.notes.get(scope, "") + xml_of(child, PREFIXES)
        starts = [node for node in self.nodes.values() if node.scope == scope and node.kind == "start"]
        if len(starts) == 1:
            self.starts[scope] = starts[0].id
        else:
            self.fault(holder, f"有 {len(starts)} 个开始事件，应当正好一个", "startEvent")
        if not any(node.scope == scope and node.kind in {"end", "terminate"} for node in self.nodes.values()):
            self.fault(holder, "没有结束事件，请补上", "endEvent")

    def claim(self, element: Element) -> str:
        id_ = element.get("id")
        if id_ and id_ not in self.nodes and id_ not in self.flows:
            return id_
        self.fault(element, f"编号“{id_}”重复，请改成唯一的" if id_ else "缺少编号，请补上", "id")
        self.nameless += not id_
        own = f"{id_} {element.line}"  # so that what follows from it is not told as well
        self.torn |= {own} if id_ else {own, ""}
        return own

    def node(self, element: Element, scope: str) -> None:
        id_, kind = self.claim(element), _KINDS[element.name]
        human, called = kind in HUMAN, element.name == "callActivity"
        ours = ATTRIBUTES if human else {"limit"} if kind in _EVENTS else set()
        self.attributes(element, {"id", "name", *_OWN.get(element.name, ())}, ours)
        kind = self.children(element, kind, called=called)
        legal = self.legal(element) if human else {}
        events = self.trigger(element) if kind in _EVENTS else {}
        outcomes = tuple(self.outcomes(element, kind))
        node = self.nodes[id_] = Node(
            id=id_,
            kind=kind,
            name=element.get("name"),
            outcomes=outcomes,
            scope=scope,
            default=element.get("default"),
            line=element.line,
            loop=self.loop(element, outcomes) if human or (kind == "subprocess" and not called) else None,
            host=element.get("attachedToRef"),
            cancels=element.get("cancelActivity") != "false",
            calls=element.get("calledElement") if called else "",
            documentation=self.documented(element),
            **legal,
            **events,
        )
        if kind in TASKS and not element.get("name"):
            self.fault(element, "任务缺少名称，请填写", "name")
        if called and not KEY.fullmatch(node.calls):
            self.fault(element, "没有写明调用哪个流程，请填写它的流程编号", "calledElement")
        if node.special and not node.limit:
            self.fault(element, "特殊环节要有自己的时限，请填写“时限”，例如 10 个工作日", 'yimen:limit="10wd"')
        if node.lapse:
            self.silence(element, node)
        if kind == "subprocess" and not called:
            self.scope(element, id_)

    def children(self, element: Element, kind: Kind, *, called: bool) -> Kind:
        """Refuses what an element may not hold; returns its kind, which a terminating end shows only within."""
        for child in element.children:
            ours = child.space == BPMN
            if kind == "end" and (child.space, child.name) == (BPMN, "terminateEventDefinition"):
                kind = "terminate"
                self.attributes(child, {"id"})
                self.empty(child)
            elif kind == "subprocess" and not called:
                break
            elif called and ours and child.name == LOOP:
                self.fault(child, CALLED_ONCE)
            elif not (ours and (child.name in _NOTES - _DRAWN or _read_elsewhere(kind, child.name))):
                self.unknown(child)
        return kind

    def flow(self, element: Element) -> None:
        id_ = self.claim(element)
        self.attributes(element, {"id", "name", "sourceRef", "targetRef"})
        condition = None
        for child in element.children:
            if (child.space, child.name) == (BPMN, "conditionExpression"):
                self.empty(child)
                if set(child.attributes) - {(XSI, "type"), ("", "id")}:
                    self.fault(element, "条件不接受其他语言，请删去写明语言的属性", "conditionExpression language")
                try:
                    condition = parse_condition(child.text)
                except ConditionError as error:
                    self.fault(element, f"{error}。")
                    self.unread.add(id_)
            elif child.space != BPMN or child.name not in {"documentation", "extensionElements"} or child.children:
                self.unknown(child)
        source, target = element.get("sourceRef"), element.get("targetRef")
        self.flows[id_] = Flow(
            id_, source, target, element.get("name"), condition, element.line, self.documented(element)
        )

    def tables(self, process: Element) -> Procedure | None:
        out: dict[str, list[Flow]] = {id_: [] for id_ in self.nodes}
        into: dict[str, list[Flow]] = {id_: [] for id_ in self.nodes}
        torn = set(self.torn)  # and beside a refused element: their arrows say nothing yet
        named = {id_ for flow in self.flows.values() for id_ in (flow.source, flow.target) if id_}
        unknown = named - self.nodes.keys() - self.refused
        missed = unknown if len(unknown) <= self.nameless else set()  # each may be what an element without id is called
        for flow in self.flows.values():
            source, target = self.nodes.get(flow.source), self.nodes.get(flow.target)
            loose = self.loose(flow)
            crossing = source is not None and target is not None and source.scope != target.scope
            if (loose and not missed & {flow.source, flow.target}) or crossing:
                self.at_flow(flow, f"{loose}两端必须在同一流程或同一子流程里，请重新连线")
            lost = "" in self.torn and (source is None or target is None)  # it may lead to what has no id
            if lost or {flow.source, flow.target} & self.refused:
                torn |= {flow.source, flow.target}
            elif not loose and not crossing:
                out[flow.source].append(flow)
                into[flow.target].append(flow)
        for node in self.nodes.values():
            if node.id not in torn:
                self.joints(node, out[node.id], into[node.id])
            if node.kind == "boundary" and node.host not in self.refused:
                self.hangs(node)
        joins = [node.id for node in self.nodes.values() if node.kind == "inclusive" and len(into[node.id]) > 1]
        if len(self.nodes) + len(self.flows) > MOST_ELEMENTS or len(joins) > MOST_INCLUSIVE:
            words = (
                f"元素超过 {MOST_ELEMENTS} 个或汇合的相容网关超过 {MOST_INCLUSIVE} 个，请拆成几个流程，用“调用流程”连接"
            )
            self.fault(process, words)
            return None
        return Procedure(
            key=process.get("id"),
            name=process.get("name"),
            nodes=self.nodes,
            out={id_: tuple(flows) for id_, flows in out.items()},
            into={id_: tuple(flows) for id_, flows in into.items()},
            starts=self.starts,
            boundaries=hanging(self.nodes),
            reach=reaching(self.nodes, into, joins),
            flows=self.flows,
            messages=self.messages,
            notes=self.notes,
            diagram=self.diagram,
            documentation=self.documented(process),
            duties=self.duties(process),
            labels=self.labels(process),
        )

    def hangs(self, node: Node) -> None:
        host = self.nodes.get(node.host)
        if host is None or host.scope != node.scope or host.kind not in HUMAN | {"subprocess"}:
            self.at_node(node, "要附在同一层的办理环节、子流程或调用流程上，请改正它附在哪里", "attachedToRef")

    def beside(self, procedure: Procedure | None) -> Iterator[Finding]:
        """Yields what else is wrong with what was read, whatever keeps the file from being a procedure."""
        if procedure is None:
            return
        yield from inside_faults(procedure)
        whole = not self.unread_steps and not any(node.calls for node in self.nodes.values())
        for node, words, severity, xml in static_faults(procedure, whole=whole):
            called, shown = element_words(_NAMES[node.kind], node.id, node.name), f"{node.name or node.kind} {node.id}"
            if severity == "error":
                yield Finding(node.line, shown, severity, words, called=called, xml=xml)

    def at_node(self, node: Node, words: str, xml: str = "") -> None:
        self.told(node.line, f"{node.kind} {node.id}", words, element_words(_NAMES[node.kind], node.id, node.name), xml)

    def loose(self, flow: Flow) -> str:
        """Returns in words which ends of an arrow name nothing that was read or refused, "" where there are none."""
        ends = (("起点", flow.source), ("终点", flow.target))
        gone = [(end, id_) for end, id_ in ends if not id_ or id_ not in self.nodes.keys() | self.refused]
        told = (f"{end}“{id_}”不是流程里的环节、网关或事件" if id_ else f"没有写明{end}" for end, id_ in gone)
        return "".join(f"{words}；" for words in told)

    def at_flow(self, flow: Flow, words: str) -> None:
        ends = [self.nodes[id_] for id_ in (flow.source, flow.target) if id_ in self.nodes]
        named = [node.name or element_words(_NAMES[node.kind], node.id, "") for node in ends]
        called = f"“{named[0]}”到“{named[1]}”的连线" if len(named) == 2 else element_words("sequenceFlow", flow.id, "")
        self.told(flow.line, f"sequenceFlow {flow.id}", words, called)

    def joints(self, node: Node, out: Iterable[Flow], into: Iterable[Flow]) -> None:
        leaving = list(out)
        closes = node.kind in {"end", "terminate"}
        if closes and leaving:
            self.at_node(node, "结束事件不能再有出线，请删去")
        if not closes and not leaving:
            self.at_node(node, "没有出线，走到这里就停住了，请连到下一步")
        if node.kind == "start" and list(into):
            self.at_node(node, "开始事件不能有入线，请改连到第一步")
        if node.kind == "boundary" and list(into):
            self.at_node(node, "附在任务上的事件不能有入线，请删去")
        if node.kind not in {"exclusive", "inclusive", "parallel"} and len(leaving) > 1:
            self.at_node(node, "只能有一条出线，请用网关分流")
        if node.default and node.default not in {flow.id for flow in leaving}:
            self.at_node(node, "默认出线不是它的出线，请改正", f'default="{node.default[:60]}"')
        for flow in leaving:
            choosing = node.kind in {"exclusive", "inclusive"} and len(leaving) > 1
            if flow.condition and not choosing:
                words = "只有排他网关或相容网关的多条出线才能写条件，请移到网关之后"
                self.at_flow(flow, words)
            if choosing and flow.id not in self.unread and (flow.condition is None) != (flow.id == node.default):
                words = "排他网关或相容网关的每条出线都要写条件，只有默认出线不写"
                self.at_flow(flow, words)


def _read_elsewhere(kind: Kind, name: str) -> bool:
    if kind in _EVENTS:
        return name.endswith("EventDefinition")
    return kind in HUMAN and name == LOOP
