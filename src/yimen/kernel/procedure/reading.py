"""XML to a tree of elements with their lines, and back: no DTD, no entities, bounded size and depth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from .errors import Finding, ProcedureError

LARGEST = 512 * 1024  # bytes
DEEPEST = 40  # elements within each other
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
LEGAL = "urn:yimen:bpmn"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PREFIXES = {
    BPMN: "bpmn",
    XSI: "xsi",
    LEGAL: "yimen",
    "http://www.omg.org/spec/BPMN/20100524/DI": "bpmndi",
    "http://www.omg.org/spec/DD/20100524/DC": "dc",
    "http://www.omg.org/spec/DD/20100524/DI": "di",
}


_BROKEN = {  # codes of expat
    3: "里面没有内容",
    4: "有不合规的字符或标签",
    5: "有没写完的标签",
    6: "有不完整的字符",
    7: "开始和结束的标签对不上",
    8: "同一标签里属性重复",
    9: "结尾以后还有内容",
    11: "用了没有定义的实体",
    18: "字符编码不认识",
    19: "字符编码与声明的不同",
    20: "有没写完的 CDATA 段",
    27: "命名空间的前缀没有声明",
    30: "XML 声明写得不对",
    31: "XML 声明写得不对",
}


@dataclass(slots=True)
class Element:
    """One element; names are pairs of namespace and local name. ``within``: the id of the nearest that holds it."""

    space: str
    name: str
    attributes: dict[tuple[str, str], str]
    line: int
    children: list["Element"] = field(default_factory=list)
    text: str = ""
    within: str = ""

    def get(self, name: str, space: str = "") -> str:
        """Returns an attribute without the blanks around it, "" where it is missing."""
        return self.attributes.get((space, name), "").strip()

    @property
    def shown(self) -> str:
        """Returns what a finding calls the element: its local name and id."""
        return f"{self.name[:60]} {self.get('id')[:200]}".strip()


def read_xml(xml: bytes) -> Element:
    """Returns the root element, or raises ProcedureError."""
    if len(xml) > LARGEST:
        raise _refused(0, f"文件太大，最多 {LARGEST // 1024} KB，请删去无关内容后再试")
    builder = _Builder()
    try:
        builder.parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        words = _BROKEN.get(error.code, "写法有误")
        raise _refused(error.lineno, f"不是格式正确的 XML（{words}），请用 BPMN 工具重新导出为 UTF-8") from error
    except (LookupError, ValueError) as error:
        if isinstance(error, ProcedureError):
            raise
        raise _refused(1, "文件的字符编码不能识别，请另存为 UTF-8") from error
    return builder.root.children[0]


def xml_of(element: Element, known: Mapping[str, str], names: Iterator[int] | None = None) -> str:
    """Returns an element as text again; ``known`` gives declared namespaces their prefixes, others are declared."""
    names = count(1) if names is None else names
    here, declared = dict(known), []

    def named(space: str, name: str) -> str:
        if not space:
            return name
        if space not in here:
            here[space] = f"n{next(names)}"
            declared.append(f" xmlns:{here[space]}={quoteattr(space)}")
        return f"{here[space]}:{name}"

    tag = named(element.space, element.name)
    words = "".join(f" {named(*key)}={quoteattr(value)}" for key, value in element.attributes.items())
    inner = "".join(xml_of(child, here, names) for child in element.children)
    text = "" if element.children and not element.text.strip() else escape(element.text)
    head = f"<{tag}{''.join(declared)}{words}"
    return f"{head}>{text}{inner}</{tag}>" if inner or text else f"{head}/>"


def _refused(line: int, message: str) -> ProcedureError:
    return ProcedureError((Finding(line, "文件", "error", message),))


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local


class _Builder:
    def __init__(self) -> None:
        self.root = Element("", "", {}, 0)
        self.path = [self.root]
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if len(self.path) > DEEPEST:
            raise _refused(line, f"元素套了 {DEEPEST} 层以上，请简化文件")
        holder = self.path[-1]
        own = {_split(key): value for key, value in attributes.items()}
        element = Element(*_split(name), own, line, within=holder.get("id") or holder.within)
        holder.children.append(element)
        self.path.append(element)

    def _close(self, _: str) -> None:
        self.path.pop()

    def _text(self, text: str) -> None:
        self.path[-1].text += text

    def _doctype(self, *_: object) -> None:
        raise _refused(self.parser.CurrentLineNumber, "文件含有 DOCTYPE 声明，为安全起见不接受，请删去后再试")
