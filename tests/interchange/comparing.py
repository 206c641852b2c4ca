"""What two BPMN files say, side by side: by ElementTree alone, without a line of the compiler."""

import re
from collections import Counter
from xml.etree import ElementTree as ET

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
LEGAL = "{urn:yimen:bpmn}"
DERIVED = {"incoming", "outgoing"}  # said again by the arrows
SILENT = {  # say nothing, or nothing but their default
    *("gatewayDirection", "implementation", "behavior", "isForCompensation", "triggeredByEvent", "startQuantity"),
    *("completionQuantity", "isInterrupting", "isImmediate", "parallelMultiple", "itemRef", "isExecutable"),
    *("isClosed", "processType", "{http://www.w3.org/2001/XMLSchema-instance}type"),
}
DEFAULTS = {
    ("cancelActivity", "true"), ("isSequential", "false"), ("effect", "none"), ("opinion", "optional"),
    (f"{LEGAL}veto", "false"), (f"{LEGAL}rule", "all"),
}  # fmt: skip
UNNAMED = {"extensionElements", "terminateEventDefinition", "timerEventDefinition", "messageEventDefinition"}


def said(xml: bytes) -> "Counter[tuple[object, ...]]":
    """Returns all that a file's process and messages say: each element with its holder, attributes and text."""
    root = ET.fromstring(xml)
    found: Counter[tuple[object, ...]] = Counter()
    for child in root:
        if child.tag.startswith(BPMN):
            _take(child, "", found)
    return found


def lost(before: bytes, after: bytes) -> "Counter[tuple[object, ...]]":
    """Returns what the first file says and the second does not."""
    return said(before) - said(after)


def _take(element: ET.Element, holder: str, found: "Counter[tuple[object, ...]]") -> None:
    name = element.tag.rpartition("}")[2]
    if name in DERIVED or (name in {"extensionElements", "documentation"} and not (len(element) or element.text)):
        return
    words = {key: value.strip() for key, value in element.attrib.items() if key not in SILENT and value.strip()}
    words = {key: value for key, value in words.items() if (key, value) not in DEFAULTS}
    if name == "multiInstanceLoopCharacteristics":
        words.pop(f"{LEGAL}agree", None)  # written out where it was understood
    if name in UNNAMED | {
        "documentation",
        "conditionExpression",
        "timeDuration",
        "multiInstanceLoopCharacteristics",
        "outcome",
    }:
        words.pop("id", None)
    if name == "messageEventDefinition":
        words["messageRef"] = words.get("messageRef", "").rpartition(":")[2]
    text = (element.text or "").strip() if name not in UNNAMED else ""
    if name == "conditionExpression":
        text = re.sub(r"\s+|[()\"']", "", text)
    if name == "timeDuration":
        text, name = text or "", "limit"
    if f"{LEGAL}limit" in words and name in {"intermediateCatchEvent", "boundaryEvent"}:
        found["limit", element.get("id"), words.pop(f"{LEGAL}limit")] += 1
    entry = (
        ("limit", holder.rpartition("/")[0].rpartition("/")[2] or holder, text)
        if name == "limit"
        else (element.tag, holder.rpartition("/")[2] if holder else "", tuple(sorted(words.items())), text)
    )
    found[entry] += 1
    for child in element:
        _take(child, f"{holder}/{element.get('id') or name}" if name not in UNNAMED else f"{holder}/{name}", found)
