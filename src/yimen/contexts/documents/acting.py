"""What an office document would do by itself when it is opened: fields in the text of Word, actions and files of OFD.

A field (ISO/IEC 29500-1, 17.16) is an instruction in the text whose first word says what it does. An action of OFD
(GB/T 33190-2016, 14) belongs to an event; two of them are the opening of the document and of a page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from xml.parsers import expat

_DEEPEST = 20  # fields within one another
_RUNS, _FETCHES = "打开时会运行别的程序", "打开时会取外面的内容"
_FIELDS = {
    **dict.fromkeys(("DDE", "DDEAUTO"), _RUNS),
    **dict.fromkeys(("LINK", "DATABASE", "IMPORT", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE"), _FETCHES),
}
_WITHIN = "\0"  # in an instruction: another field stands here
_NAME = re.compile(r"[^\s\"“”\\\0]+")
_OPENING = ("DO", "PO")  # events of OFD: the document, a page is opened
_REACHING = ("URI", "GotoA")  # actions that go to an address, that open a file within
_SCRIPTS = ("script", "javascript", "js")
_PROGRAMS = frozenset(
    [
        ".app",
        ".bat",
        ".cmd",
        ".com",
        ".cpl",
        ".dll",
        ".docm",
        ".exe",
        ".hta",
        ".htm",
        ".html",
        ".jar",
        ".js",
        ".jse",
        ".lnk",
        ".msi",
        ".pptm",
        ".ps1",
        ".py",
        ".scr",
        ".sh",
        ".swf",
        ".vbe",
        ".vbs",
        ".wsf",
        ".xlsm",
    ]
)


class Acting(ValueError):
    """Says what a document would do by itself, as the rest of a sentence about it."""


class Fields:
    """Reads the fields of the parts of a Word document while they are parsed, and refuses those that act."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []  # the words so far of fields within one another

    def listen(self, reading: expat.XMLParserType) -> None:
        """Attaches itself to what parses a part."""

        def begun(tag: str, attributes: Mapping[str, str]) -> None:
            local = _local(tag)
            if local == "fldSimple":
                _judge("".join(value for key, value in attributes.items() if _local(key) == "instr"))
            elif local == "fldChar":
                self._turn("".join(value for key, value in attributes.items() if _local(key) == "fldCharType"))
            elif local in ("instrText", "delInstrText"):
                reading.CharacterDataHandler = self._say

        def ended(tag: str) -> None:
            if _local(tag) in ("instrText", "delInstrText"):
                reading.CharacterDataHandler = None

        reading.StartElementHandler, reading.EndElementHandler = begun, ended

    def end(self) -> None:
        """Judges what was begun and never ended in a part: it is a field all the same."""
        while self._open:
            _judge("".join(self._open.pop()))

    def _say(self, words: str) -> None:
        if not self._open:
            self._open.append([])
        self._open[-1].append(words)

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            if self._open:
                self._open[-1].append(_WITHIN)
            self._open.append([])
            if len(self._open) > _DEEPEST:
                raise Acting("里的域套得太深，看不出它们做什么。请删去不用的域，另存后重新上传")
        elif kind == "end" and self._open:
            _judge("".join(self._open.pop()))


class Actions:
    """Reads the actions of the parts of an OFD while they are parsed, and refuses those that happen by themselves."""

    def __init__(self) -> None:
        self._event = ""

    def listen(self, reading: expat.XMLParserType) -> None:
        """Attaches itself to what parses a part."""

        def begun(tag: str, attributes: Mapping[str, str]) -> None:
            local = _local(tag)
            if local.lower() in _SCRIPTS:
                raise Acting("带有脚本，打开时会运行。请另存为不带脚本的文件后重新上传")
            if local == "Action":
                self._event = attributes.get("Event", "")
            elif local in _REACHING and self._event in _OPENING:
                raise Acting("打开时会自己访问别的地址或打开附件。请去掉自动的动作后重新上传")

        def ended(tag: str) -> None:
            if _local(tag) == "Action":
                self._event = ""

        reading.StartElementHandler, reading.EndElementHandler = begun, ended

    def end(self) -> None:
        """Forgets the part that was read."""
        self._event = ""


def programs(names: Iterable[str]) -> Iterator[str]:
    """Yields the files of a package that run, by what they are called."""
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.suffix.lower() in _PROGRAMS:
            yield path.name


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _judge(instruction: str) -> None:
    """Raises Acting for a field that runs or fetches something, or whose name another field makes up."""
    words = instruction.strip()
    name = _NAME.match(words)
    if words[name.end() if name else 0 :].startswith(_WITHIN):
        raise Acting("里有名称由别的域拼成的域，看不出它做什么。请删去这个域，另存后重新上传")
    said = name[0].upper() if name else ""
    if said in _FIELDS:
        raise Acting(f"里有“{said}”域，{_FIELDS[said]}。请删去这个域（可以只留下文字），另存后重新上传")
