"""Faults found while a file is read: each with its line and element, all told at once."""

from .errors import Finding
from .reading import LEGAL, Element

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
}


class Faults:
    """Collects findings."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def fault(self, element: Element, message: str) -> None:
        """Notes what is wrong with an element."""
        self.told(element.line, element.shown, message)

    def told(self, line: int, element: str, message: str) -> None:
        """Notes what is wrong at a line."""
        self.findings.append(Finding(line, element, "error", message))

    def unknown(self, element: Element) -> None:
        """Notes that an element is none of those that we run."""
        words = "请改用任务、网关、定时或消息事件、子流程或调用活动"
        self.fault(element, f"本平台不支持“{element.name[:60]}”，{words}")

    def attributes(self, element: Element, known: set[str], legal: set[str] | None = None) -> None:
        """Refuses attributes that are not known: of BPMN, or ours where ``legal`` names them."""
        for (space, name), value in element.attributes.items():
            if space == LEGAL and name in (legal or ()):
                continue
            if space == "" and (name in known or (name in _HARMLESS and _HARMLESS[name] in {None, value})):
                continue
            self.fault(element, f"本平台不支持属性“{name[:60]}”，请删去")
