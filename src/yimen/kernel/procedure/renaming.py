"""Gives a file's process another id and name: nothing else of the file is touched."""

import re
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from .reading import BPMN, PREFIXES

_DI = next(space for space, prefix in PREFIXES.items() if prefix == "bpmndi")
_ATTRIBUTE = r"""(?<=\s){}\s*=\s*(?:"[^"]*"|'[^']*')"""
_TAG = re.compile(r"""<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")


def renamed(xml: bytes, key: str, name: str) -> bytes:
    """Returns a file whose process has this id and name; as it was where it is no XML in UTF-8 with one process."""
    found: list[tuple[int, str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def opened(tag: str, _: dict[str, str]) -> None:
        if tag in {f"{BPMN} process", f"{_DI} BPMNPlane"}:
            found.append((parser.CurrentByteIndex, tag.rpartition(" ")[2]))

    parser.StartElementHandler = opened
    try:
        xml.decode("utf-8")
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    except (expat.ExpatError, LookupError, ValueError):
        return xml
    if sum(tag == "process" for _, tag in found) != 1 or any(xml[at : at + 1] != b"<" for at, _ in found):
        return xml
    for at, tag in reversed(found):
        rest = xml[at:].decode("utf-8")
        whole = _TAG.match(rest)
        if whole is None:
            return xml
        words = {"id": key, "name": name} if tag == "process" else {"bpmnElement": key}
        xml = xml[:at] + (_with(whole[0], words) + rest[whole.end() :]).encode()
    return xml


def _with(tag: str, words: dict[str, str]) -> str:
    """Returns a tag with these attributes in the place of its own."""
    for attribute, value in words.items():
        written = f"{attribute}={quoteattr(value)}"
        tag, times = re.subn(_ATTRIBUTE.format(attribute), lambda _, new=written: new, tag, count=1)  # type: ignore[misc]
        if not times:
            end = re.search(r"\s|/?>$", tag)
            place = end.start() if end else len(tag)
            tag = f"{tag[:place]} {written}{tag[place:]}"
    return tag
