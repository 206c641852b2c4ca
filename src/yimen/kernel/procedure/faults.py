"""Faults found while a file is read: each with its line and element, all told at once."""

from .errors import Finding
from .fields import FIELDS
from .naming import ELEMENTS, element_words
from .reading import BPMN, LEGAL, PREFIXES, Element

MOST_LETTERS = 200  # of an id or a name
_LONGEST = 260  # characters of an element as it is told
_HARMLESS = {  # attributes that say nothing, or nothing but their default
    "gatewayDirection": None,
    "implementation": None,
    "behavior": "All",
    "isForCompensation": "false",
    "triggeredByEvent": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "isInterrupting": "true",
    "isImmediate": None,
    "parallelMultiple": "false",
    "isClosed": None,
    "processType": None,
    "textFormat": "text/plain",
}
_NO_DATA = "请删去：条件要看的数据取自申请表，不画在图上"
_NO_EVENT = "请把用到它的事件删去，或改成等待时间、等待消息，再去掉它"
_NO_TRIGGER = "请改成普通的开始、结束，或等待时间、等待消息"
_TRIGGERS = ("message", "timer", "signal", "error", "escalation", "compensate", "conditional", "link", "cancel")
_NO_COUNT = "请删去：谁参加取自数据里的名单，名单的名称写在会签方式上"
_INSTEAD = {  # what to do about elements that files of other tools often have
    "task": "请选定种类：有人办理的用办理环节，自动的用自动环节",
    "laneSet": "谁办理写在环节的岗位里，请删去泳道",
    "collaboration": "一个文件只画一个流程，请删去泳池和消息流",
    "eventBasedGateway": "请改用附在环节上的定时或消息事件",
    "complexGateway": "请改用排他、并行或相容网关",
    "sendTask": "请改用自动环节",
    "receiveTask": "请改用等待消息的事件",
    "intermediateThrowEvent": "请改用自动环节，或删去",
    "extensionElements": "请删去别的软件的附加内容",
    "dataObject": _NO_DATA,
    "dataObjectReference": _NO_DATA,
    "dataStore": _NO_DATA,
    "dataStoreReference": _NO_DATA,
    "ioSpecification": _NO_DATA,
    "dataInputAssociation": _NO_DATA,
    "dataOutputAssociation": _NO_DATA,
    "property": _NO_DATA,
    "itemDefinition": _NO_DATA,
    **dict.fromkeys(("loopCardinality", "loopDataInputRef", "loopDataOutputRef"), _NO_COUNT),
    **dict.fromkeys(("inputDataItem", "outputDataItem"), _NO_COUNT),
    "completionCondition": "请删去，在会签方式上写“怎样算通过”",
    "group": "请删去，说明写在注释里",
    "category": "请删去",
    "signal": _NO_EVENT,
    "error": _NO_EVENT,
    "escalation": _NO_EVENT,
    **dict.fromkeys((f"{name}EventDefinition" for name in _TRIGGERS), _NO_TRIGGER),
    "import": "请删去：流程要用的都写在这一个文件里",
}


class Faults:
    """Collects findings."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def fault(self, element: Element, message: str, xml: str = "") -> None:
        """Notes what is wrong with an element; ``xml`` as of a Finding."""
        called = element_words(element.name, element.get("id"), element.get("name"))
        self.told(element.line, element.shown, message, called, xml, within=element.within)

    def told(self, line: int, element: str, message: str, called: str, xml: str = "", *, within: str = "") -> None:
        """Notes what is wrong at a line; what a file makes too long to read is cut."""
        words = message[: 2 * _LONGEST]
        shown, named = element[:_LONGEST], called[:_LONGEST]
        found = Finding(line, shown, "error", words, called=named, xml=xml[:_LONGEST], within=within[:MOST_LETTERS])
        self.findings.append(found)

    def unknown(self, element: Element) -> None:
        """Notes that an element is none of those that we run."""
        if element.space not in {BPMN, LEGAL}:
            name = element.name[:60]
            self.fault(element, f"本平台不支持别的软件的附加内容“{name}”，请删去", name)
            return
        words = _INSTEAD.get(element.name, "请改用环节、网关、定时或消息事件、子流程或调用流程")
        known = ELEMENTS.get(element.name)
        self.fault(element, f"本平台不支持{known or '这种元素'}，{words}", element.name[:60])

    def empty(self, element: Element) -> None:
        """Refuses what stands within an element that holds nothing of ours."""
        for child in element.children:
            self.unknown(child)

    def documented(self, element: Element) -> str:
        """Returns the words of an element's documentation, "" where it has none; refuses what is no plain text."""
        found = []
        for child in element.children:
            if (child.space, child.name) == (BPMN, "documentation"):
                self.attributes(child, {"id"})
                self.empty(child)
                found.append(child.text.strip())
        return "\n\n".join(filter(None, found))

    def attributes(self, element: Element, known: set[str], legal: set[str] | None = None) -> None:
        """Refuses attributes that are not known: of BPMN, or ours where ``legal`` names them."""
        for name in ("id", "name"):
            if len(element.get(name)) > MOST_LETTERS:
                self.fault(
                    element, f"{FIELDS[name]}有 {len(element.get(name))} 个字，最多 {MOST_LETTERS} 个，请改短", name
                )
        for (space, name), value in element.attributes.items():
            if space == LEGAL and name in (legal or ()):
                continue
            if space == "" and (name in known or (name in _HARMLESS and _HARMLESS[name] in {None, value})):
                continue
            shown = f"{PREFIXES[space]}:{name}" if space in PREFIXES else name
            self.fault(element, f"写了本平台不支持的属性“{shown[:60]}”，请删去", name[:60])
