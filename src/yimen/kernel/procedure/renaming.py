"""Gives a file's process another id and name: nothing else of the file is touched."""

import re
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from .reading import BPMN, PREFIXES

_DI = next(space for space, prefix in PREFIXES.items() if prefix == "bpmndi")
_NAMES = {f"{BPMN} process": "id", f"{BPMN} participant": "processRef", f"{_DI} BPMNPlane": "bpmnElement"}
_ATTRIBUTE = r"""(?<=\s){}\s*=\s*(?:"[^"]*"|'[^']*')"""
_TAG = re.compile(rb"""<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")


class _Named(NamedTuple):
    """Where a file names a process: the byte, the attribute, the id in it, and the element's own name."""

    at: int
    attribute: str
    id: str
    name: str


def renamed(xml: bytes, key: str, name: str) -> bytes:
    """Returns a file whose process has this id and name; as it was where it is no XML in UTF-8 with one process."""
    found = _named(xml)
    was = [own.id for own in found if own.attribute == "id"]
    if len(was) != 1 or any(xml[own.at : own.at + 1] != b"<" for own in found):
        return xml
    pieces, done = list[bytes](), 0
    for at, attribute, id_, _ in found:
        if id_ != was[0]:
            continue
        whole = _TAG.match(xml, at)
        if whole is None:
            return xml
        words = {"id": key, "name": name} if attribute == "id" else {attribute: key}
        pieces += [xml[done:at], _with(whole[0].decode("utf-8"), words).encode()]
        done = whole.end()
    return b"".join([*pieces, xml[done:]])


def stated(xml: bytes) -> tuple[str, str] | None:
    """Returns the id and the name of a file's process, None where it is no XML in UTF-8 with one process."""
    found = [(own.id, own.name) for own in _named(xml) if own.attribute == "id"]
    return found[0] if len(found) == 1 else None


def _named(xml: bytes) -> list[_Named]:
    """Returns where processes are named in a file, none where it is no XML in UTF-8."""
    found: list[_Named] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def opened(tag: str, own: dict[str, str]) -> None:
        if tag in _NAMES:
            attribute = _NAMES[tag]
            id_ = own.get(attribute, "").strip().rpartition(":")[2]
            found.append(_Named(parser.CurrentByteIndex, attribute, id_, own.get("name", "").strip()))

    parser.StartElementHandler = opened
    try:
        xml.decode("utf-8")
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    except (expat.ExpatError, LookupError, ValueError):
        return []
    return found


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
