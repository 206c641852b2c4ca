"""What a reader calls the parts of a procedure: by their names; without one, by what they are and where they stand."""

from collections.abc import Iterator

from .conditions import Compare, Condition, Not, Value
from .fields import DATA
from .model import HUMAN, Flow, Node, Procedure, loop_words, several
from .paths import event_words, shown

KINDS = {
    "start": "开始",
    "end": "结束",
    "terminate": "全部终止",
    "user": "办理环节",
    "manual": "线下办理环节",
    "service": "自动环节",
    "exclusive": "选择",
    "inclusive": "按情况选择",
    "parallel": "同时办理",
    "subprocess": "子流程",
    "catch": "等待",
    "boundary": "附着的等待",
}
ELEMENTS = {  # of BPMN 2.0, as Chinese drawing tools call them
    "definitions": "文件",
    "process": "流程",
    "startEvent": "开始事件",
    "endEvent": "结束事件",
    "userTask": "办理环节",
    "manualTask": "线下办理环节",
    "serviceTask": "自动环节",
    "exclusiveGateway": "排他网关",
    "inclusiveGateway": "相容网关",
    "parallelGateway": "并行网关",
    "subProcess": "子流程",
    "callActivity": "调用流程",
    "intermediateCatchEvent": "等待事件",
    "boundaryEvent": "附着事件",
    "sequenceFlow": "连线",
    "conditionExpression": "条件",
    "documentation": "说明",
    "message": "消息",
    "outcome": "办理结果",
    "multiInstanceLoopCharacteristics": "会签方式",
    "loopCardinality": "会签的数目",
    "completionCondition": "会签的完成条件",
    "loopDataInputRef": "会签的数据",
    "loopDataOutputRef": "会签的数据",
    "inputDataItem": "会签的数据项",
    "outputDataItem": "会签的数据项",
    "timerEventDefinition": "定时",
    "messageEventDefinition": "消息的定义",
    "terminateEventDefinition": "终止的定义",
    "timeDuration": "时长",
    "timeDate": "定时的日期",
    "timeCycle": "定时的循环",
    "task": "未定种类的任务",
    "sendTask": "发送任务",
    "receiveTask": "接收任务",
    "scriptTask": "脚本任务",
    "businessRuleTask": "规则任务",
    "transaction": "事务子流程",
    "adHocSubProcess": "临时子流程",
    "eventBasedGateway": "事件网关",
    "complexGateway": "复杂网关",
    "intermediateThrowEvent": "中间抛出事件",
    "signalEventDefinition": "信号的定义",
    "errorEventDefinition": "错误的定义",
    "escalationEventDefinition": "升级的定义",
    "compensateEventDefinition": "补偿的定义",
    "conditionalEventDefinition": "条件事件的定义",
    "linkEventDefinition": "链接的定义",
    "cancelEventDefinition": "取消的定义",
    "standardLoopCharacteristics": "循环方式",
    "laneSet": "泳道",
    "lane": "泳道",
    "collaboration": "协作",
    "participant": "泳池",
    "messageFlow": "消息流",
    "dataObject": "数据对象",
    "dataObjectReference": "数据对象的引用",
    "dataStore": "数据存储",
    "dataStoreReference": "数据存储的引用",
    "dataInputAssociation": "数据输入关联",
    "dataOutputAssociation": "数据输出关联",
    "dataInput": "数据输入",
    "dataOutput": "数据输出",
    "ioSpecification": "输入输出的说明",
    "itemDefinition": "数据项定义",
    "property": "属性",
    "extensionElements": "附加内容",
    "group": "分组",
    "category": "类别",
    "signal": "信号",
    "error": "错误",
    "escalation": "升级",
    "interface": "接口",
    "import": "引入的文件",
    "resource": "资源",
    "potentialOwner": "可能的办理人",
    "performer": "办理人",
    "humanPerformer": "办理人",
    "resourceRole": "办理角色",
    "relationship": "关系",
    "extension": "扩展",
}
GATEWAYS = frozenset({"exclusive", "inclusive", "parallel"})
ANSWERS = {"yes": "是", "no": "否"}
SIGNS = {"==": "为", "!=": "不为", "<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"}


def element_words(kind: str, id_: str, name: str) -> str:
    """Returns what to call an element of a file: its name, else its kind with its id; a foreign one by both."""
    words = ELEMENTS.get(kind, f"元素 {kind[:60]}")
    if name:
        return f"“{name[:60]}”（{words}）"
    return f"{words}（{id_[:200]}）" if id_ else words


def title(procedure: Procedure, id_: str) -> str:
    """Returns what an element is called: its name, of a gateway the steps beside it, else what it is.

    The id stands behind it only where nothing else tells it from another of its kind.
    """
    node = procedure.nodes[id_]
    if node.name:
        return node.name
    words = _placed(procedure, node)
    alike = [one for one in procedure.nodes.values() if one.kind == node.kind and one.scope == node.scope]
    alone = len([one for one in alike if not one.name and _placed(procedure, one) == words]) == 1
    return words if alone else f"{words}（{id_}）"


def flow_title(procedure: Procedure, flow: Flow) -> str:
    """Returns what an arrow is called: its name and its two ends."""
    ends = f"“{title(procedure, flow.source)}”到“{title(procedure, flow.target)}”的连线"
    return f"{ends}（{flow.name}）" if flow.name else ends


def drawn_at(procedure: Procedure, id_: str) -> set[str]:
    """Returns the shapes at which an element is seen: itself, or the nearest that lead to it; none of the other's."""
    found, seen, todo = set[str](), set[str](), [id_] if id_ in procedure.nodes else []
    while todo:
        at = todo.pop()
        if shown(procedure, procedure.nodes[at]):
            found.add(at)
        elif at not in seen:
            seen.add(at)
            todo += [flow.source for flow in procedure.into[at]]
            todo += [host for host in (procedure.nodes[at].host, procedure.nodes[at].scope) if host]
    return found


def data_title(procedure: Procedure, name: str) -> str:
    """Returns what a name in a condition is called: a step by its own, data as the procedure or its conditions do."""
    if name in procedure.labels or name not in procedure.nodes:
        return procedure.labels.get(name) or DATA.get(name, name)
    return title(procedure, name)


def taking_part(procedure: Procedure, node: Node) -> str:
    """Returns who does a step of several, in words: what its list is called; "" where nothing names the list."""
    named = data_title(procedure, node.loop.items) if node.loop else ""
    return f"参加：{named}" if node.loop and named != node.loop.items else ""


def several_words(procedure: Procedure, node: Node) -> str:
    """Returns that several do a step or run the sub-process that it lies in, who and by what rule, "" for one alone."""
    whole = several(procedure, node.id)
    if whole is None:
        return ""
    part = whole.name if whole is not node else ""
    return "，".join(filter(None, (part, loop_words(whole), taking_part(procedure, whole))))


def value_words(procedure: Procedure, name: str, value: Value) -> str:
    """Returns what a value of data is called: as the procedure calls it (``kind.new=新建``), 是 or 否, else itself."""
    return procedure.labels.get(f"{name}.{value}") or ANSWERS.get(str(value), str(value))


def condition_words(procedure: Procedure, flow: Flow) -> str:
    """Returns a flow's condition in words, "" where it has none: 结果为“退回重审”."""
    return _said(procedure, flow, flow.condition, "") if flow.condition else ""


def _placed(procedure: Procedure, node: Node) -> str:
    words = KINDS[node.kind]
    if node.kind in {"catch", "boundary"}:
        return event_words(procedure, node) or words
    if node.kind in {"start", "subprocess", "user", "manual", "service"}:
        return words
    before = [procedure.nodes[at].name or KINDS[procedure.nodes[at].kind] for at in _beside(procedure, node)]
    if not before:
        return words
    return f"{'、'.join(before)}之后的{words}"


def _beside(procedure: Procedure, node: Node) -> list[str]:
    """Returns the shapes that lead to an element, in the file's order."""
    found: set[str] = set()
    for flow in procedure.into[node.id]:
        found |= drawn_at(procedure, flow.source)
    return [id_ for id_ in procedure.nodes if id_ in found - {node.id}]


def _said(procedure: Procedure, flow: Flow, condition: Condition, around: str) -> str:
    if isinstance(condition, Compare):
        return _compared(procedure, flow, condition)
    if isinstance(condition, Not):
        return f"不是（{_said(procedure, flow, condition.part, '')}）"
    word = {"and": "，并且", "or": "，或者"}[condition.word]
    inner = word.join(_said(procedure, flow, part, condition.word) for part in condition.parts)
    return f"（{inner}）" if around and around != condition.word else inner


def _compared(procedure: Procedure, flow: Flow, one: Compare) -> str:
    step = one.name in procedure.nodes and one.name not in procedure.labels
    asked = [procedure.nodes[one.name]] if step else []
    if one.name == "outcome":
        asked = list(_askers(procedure, flow))
        subject = "结果"
    else:
        subject = f"{_data(procedure, one.name)}的结果" if asked else _data(procedure, one.name)
    named = next((item.name for node in asked for item in node.outcomes if item.code == one.value), "")
    if isinstance(one.value, bool):
        holds = one.value is (one.sign == "==")
        return f"{subject}为{'是' if holds else '否'}"
    value = named or value_words(procedure, one.name, one.value)
    quoted = f"“{value}”" if isinstance(one.value, str) else value
    return f"{subject}{SIGNS[one.sign]}{quoted}"


def _data(procedure: Procedure, name: str) -> str:
    known = name in procedure.nodes or name in procedure.labels or name in DATA
    return f"{'' if known else '数据'}“{data_title(procedure, name)}”"


def _askers(procedure: Procedure, flow: Flow) -> Iterator[Node]:
    """Yields the steps whose outcome a condition behind them looks at: the nearest human ones against the arrows."""
    seen, todo = set[str](), [flow.source]
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        if procedure.nodes[at].kind in HUMAN or procedure.nodes[at].loop:
            yield procedure.nodes[at]
        else:
            todo += [way.source for way in procedure.into[at]]
            todo += [host for host in (procedure.nodes[at].host,) if host]
