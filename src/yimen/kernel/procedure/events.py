"""What an event waits for: a timer with a duration, or a message."""

import re

from .legal import LIMIT, Legal
from .reading import BPMN, LEGAL, XSI, Element

_ISO = re.compile(
    r"P(?=[\dT])(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,5}H)?(?:\d{1,5}M)?(?:\d{1,5}S)?)?"
)


class Events(Legal):
    """Reads the triggers of events. ``messages`` are those that the file names, by their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, str] = {}

    def message(self, element: Element) -> None:
        """Reads a message's name; its structure is not ours to run."""
        self.attributes(element, {"id", "name", "itemRef"})
        self.empty(element)
        id_ = element.get("id")
        if not id_ or id_ in self.messages:
            self.fault(element, "消息要有不重复的编号，请补上或改正", "message id")
        self.messages[id_] = element.get("name")

    def trigger(self, element: Element) -> dict[str, str]:
        """Returns the duration or the message that an event waits for."""
        found = [child for child in element.children if child.name.endswith("EventDefinition")]
        known = [child for child in found if child.space == BPMN and child.name in _READ]
        for child in found:
            if child not in known:
                self.unknown(child)
        if len(known) == len(found) == 1:
            return {"duration": self.timer(element, known[0])} if "timer" in known[0].name else self.awaited(known[0])
        if len(found) != 1:
            words = "要正好写明等什么：一个定时或一个消息"
            self.fault(element, words, "timerEventDefinition 或 messageEventDefinition")
        return {}

    def timer(self, event: Element, element: Element) -> str:
        """Returns a timer's duration: a limit of ours on the event, or a duration within."""
        self.attributes(element, {"id"})
        texts = [event.get("limit", LEGAL)] if event.get("limit", LEGAL) else []
        for child in element.children:
            if (child.space, child.name) != (BPMN, "timeDuration") or child.children:
                self.unknown(child)
                continue
            if set(child.attributes) - {(XSI, "type"), ("", "id")}:
                self.fault(child, "定时不接受其他语言，请删去写明语言的属性", "timeDuration language")
            texts.append(child.text.strip())
        if len(texts) != 1:
            self.fault(element, "要正好写一个时长，例如 5 个工作日", 'yimen:limit="5wd" 或 timeDuration：P5D')
            return ""
        if not LIMIT.fullmatch(texts[0]) and not (_ISO.fullmatch(texts[0]) and re.search("[1-9]", texts[0])):
            self.fault(
                element,
                f"时长“{texts[0][:40]}”不对，应当是数字加单位，例如 5 个工作日",
                'yimen:limit="5wd" 或 timeDuration：P5D、PT24H',
            )
        return texts[0]

    def awaited(self, element: Element) -> dict[str, str]:
        """Returns the message that an event waits for."""
        self.attributes(element, {"id", "messageRef"})
        self.empty(element)
        message = element.get("messageRef").rpartition(":")[2]
        if not message:
            self.fault(element, "没有写明等哪个消息，请填写", "messageRef")
        elif message not in self.messages:
            self.fault(element, f"消息“{message[:40]}”没有在文件里写明，请补上", "definitions 下的 message")
        return {"message": message}


_READ = {"timerEventDefinition", "messageEventDefinition"}
