"""Documents of word processors and of OFD readers, told by what their package holds, and what makes one unsafe.

Both are zip files: .docx by ISO/IEC 29500-2, OFD by GB/T 33190-2016. Only what tells them is unpacked, and bounded.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD = "application/ofd"
_PARTS, _UNPACKED = 2000, 200 * 1024**2  # at most, of a package: files, and bytes that it says they unpack to
_LINKING = 200  # at most, of a package: files that say what its parts are linked to
_READ = 1024**2  # bytes read of one part
_MAIN = f"{DOCX}.main+xml"
_TYPES, _ROOT = "[Content_Types].xml", "OFD.xml"
_SCHEMA = "http://www.ofdspec.org/2016"
_RUNS = ("macroEnabled", "vbaProject", "activeX", "oleObject")  # what is run when a document is opened
_LINKS = "hyperlink"  # the one thing outside that a document may name: it opens nothing by itself
_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, ValueError)
_ODD = "的内部结构不合规范。请用文字处理软件另存后重新上传"
Tag = tuple[str, dict[str, str]]


class Unfit(ValueError):
    """Says what is wrong with a package, as the rest of a sentence about it."""


def told(content: bytes) -> str:
    """Returns the media type of a package, DOCX or OFD, "" for any other; raises Unfit for one not to be kept."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _bounded(package)
            names = set(package.namelist())
            if _TYPES in names:
                return _docx(package, names)
            return _ofd(package) if _ROOT in names else ""
    except Unfit:
        raise
    except _BROKEN as error:
        raise Unfit("打不开，可能没有传完整、加了密码或已损坏。请打开原文件另存后重新上传") from error


def _bounded(package: zipfile.ZipFile) -> None:
    infos = package.infolist()
    if len(infos) > _PARTS or sum(info.file_size for info in infos) > _UNPACKED:
        raise Unfit("解开后太大。请去掉不用的图片后重新上传")
    if any(info.flag_bits & 1 for info in infos):
        raise Unfit("加了密码，别人打不开。请去掉密码后重新上传")
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in package.namelist()):
        raise Unfit(_ODD)


def _docx(package: zipfile.ZipFile, names: set[str]) -> str:
    types = [attributes for _, attributes in _tags(package, _TYPES)]
    if any(word in each.get("ContentType", "") for each in types for word in _RUNS):
        raise Unfit("带有宏或控件，打开时会运行程序。请另存为不带宏的文档后重新上传")
    main = [each.get("PartName", "").lstrip("/") for each in types if each.get("ContentType") == _MAIN]
    if len(main) != 1 or main[0] not in names:
        return ""
    for _ in _tags(package, main[0]):
        break  # it is XML
    linking = [name for name in names if name.endswith(".rels")]
    if len(linking) > _LINKING:
        raise Unfit(_ODD)
    for name in linking:
        _inside(list(_tags(package, name)))
    return DOCX


def _inside(links: list[Tag]) -> None:
    for _, link in links:
        if link.get("TargetMode") == "External" and not link.get("Type", "").endswith(f"/{_LINKS}"):
            raise Unfit("引用了外部的模板或图片，打开时会访问别的地址。请去掉对外的链接后重新上传")


def _ofd(package: zipfile.ZipFile) -> str:
    first = next(_tags(package, _ROOT), ("", {}))
    return OFD if first[0] == f"{_SCHEMA} OFD" else ""


def _tags(package: zipfile.ZipFile, name: str) -> Iterator[Tag]:
    """Yields the tags of a part, each with its namespace before its name, and its attributes; no entity is expanded."""
    found: list[Tag] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, attributes: found.append((tag, attributes))
    parser.StartDoctypeDeclHandler = _refused
    with package.open(name) as part:
        text = part.read(_READ + 1)
    parser.Parse(text[:_READ], len(text) <= _READ)
    yield from found


def _refused(*_: object) -> None:
    raise Unfit(_ODD)
