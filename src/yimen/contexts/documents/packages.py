"""Documents of word processors and of OFD readers, told by what their package holds, and what makes one unsafe.

Both are zip files: .docx by ISO/IEC 29500-2, OFD by GB/T 33190-2016. What tells them and every part that is XML is
unpacked, and bounded; pictures and fonts are not.
"""

import zipfile
import zlib
from copy import copy
from io import BytesIO
from xml.parsers import expat

from .acting import Acting, Actions, Fields, programs

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD = "application/ofd"
_PARTS, _UNPACKED = 2000, 200 * 1024**2  # at most, of a package: files, and bytes that it says they unpack to
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others are unpacked whole before they are cut
_READ = 1024**2  # bytes read of one part
_LINKING, _LINKED = 200, 2 * _READ  # at most, of a package: files that say what its parts are linked to, their bytes
_TEXT, _CHUNK = 32 * 1024**2, 64 * 1024  # at most, of a package: bytes of its XML together; bytes parsed at once
_TAGS = 1000  # at most, of a part that is read whole
_MAIN = f"{DOCX}.main+xml"
_TYPES, _ROOT = "[Content_Types].xml", "OFD.xml"
_BEFORE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # what may stand before the first sign of XML in any encoding
_SCHEMA = "http://www.ofdspec.org/2016"
_RUNS = ("macroEnabled", "vbaProject", "activeX", "oleObject")  # what is run when a document is opened
_HELD = ("afchunk", "subdocument", "oleobject", "package", "control", "vbaproject")  # links to files of other kinds
_LINKS = "hyperlink"  # the one thing outside that a document may name: it opens nothing by itself
_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, ValueError)
_ODD = "的内部结构不合规范。请用文字处理软件另存后重新上传"
_LONG = "里的文字太多，无法逐处检查。请分成几个文件，另存后重新上传"
_MANY = "里的图片和链接太多，无法逐个检查。请删去不用的，用文字处理软件另存后重新上传"
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
    except Acting as error:
        raise Unfit(str(error)) from error
    except _BROKEN as error:
        raise Unfit("打不开，可能没有传完整、加了密码或已损坏。请打开原文件另存后重新上传") from error


def _bounded(package: zipfile.ZipFile) -> None:
    infos = package.infolist()
    if len(infos) > _PARTS or sum(info.file_size for info in infos) > _UNPACKED:
        raise Unfit("解开后太大。请去掉不用的图片后重新上传")
    if any(info.flag_bits & 1 for info in infos):
        raise Unfit("加了密码，别人打不开。请去掉密码后重新上传")
    names = package.namelist()
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise Unfit(_ODD)
    if len({name.lower() for name in names}) < len(names) or any(one.compress_type not in _PACKED for one in infos):
        raise Unfit(_ODD)


def _docx(package: zipfile.ZipFile, names: set[str]) -> str:
    types = [attributes for _, attributes in _tags(package, _TYPES, _READ)[0]]
    if any(word in each.get("ContentType", "") for each in types for word in _RUNS):
        raise Unfit("带有宏或控件，打开时会运行程序。请另存为不带宏的文档后重新上传")
    main = [each.get("PartName", "").lstrip("/") for each in types if each.get("ContentType") == _MAIN]
    if len(main) != 1 or main[0] not in names:
        return ""
    _first(package, main[0])  # it is XML
    linking = [name for name in names if name.lower().endswith(".rels")]
    if len(linking) > _LINKING:
        raise Unfit(_MANY)
    left = _LINKED
    for name in linking:
        links, size = _tags(package, name, min(_READ, left))
        _inside(links)
        left -= size
    _look(package, Fields())
    return DOCX


def _inside(links: list[Tag]) -> None:
    for _, link in links:
        if link.get("Type", "").strip().lower().rpartition("/")[2] in _HELD:
            raise Unfit("里嵌着别的文件，无法逐个检查。请把它们的内容粘贴成文字或图片，另存后重新上传")
        if link.get("TargetMode") == "External" and not link.get("Type", "").endswith(f"/{_LINKS}"):
            raise Unfit("引用了外部的模板或图片，打开时会访问别的地址。请去掉对外的链接后重新上传")


def _ofd(package: zipfile.ZipFile) -> str:
    if _first(package, _ROOT) != f"{_SCHEMA} OFD":
        return ""
    program = next(programs(package.namelist()), "")
    if program:
        raise Unfit(f"里带有能运行的文件“{program[:40]}”。请去掉这个附件后重新上传")
    _look(package, Actions())
    return OFD


def _look(package: zipfile.ZipFile, eye: Fields | Actions) -> None:
    """Has every part that is XML read, whatever it is called; raises Acting, and Unfit where it is too much."""
    left = _TEXT
    for info in package.infolist():
        left -= _looked(package, info.filename, left, eye)
        if left < 0:
            raise Unfit(_LONG)


def _looked(package: zipfile.ZipFile, name: str, most: int, eye: Fields | Actions) -> int:
    """Returns how many bytes of a part were read: all of one that is XML, more than ``most`` of one that is longer."""
    part = copy(package.getinfo(name))
    stated, part.file_size = part.file_size, _UNPACKED
    reading, size = _parser(), 0
    eye.listen(reading)
    with package.open(part) as file:
        while chunk := file.read(_CHUNK):
            if not size and chunk.translate(None, _BEFORE)[:1] not in (b"<", b""):
                return 0
            size += len(chunk)
            if size > most:
                return size
            reading.Parse(chunk, False)  # noqa: FBT003 - it takes no names
    if size != stated:
        raise Unfit(_ODD)
    if size:
        reading.Parse(b"", True)  # noqa: FBT003 - as above
    eye.end()
    return size


def _tags(package: zipfile.ZipFile, name: str, most: int) -> tuple[list[Tag], int]:
    """Returns the tags of a part with their attributes, and its bytes; raises Unfit for one too long to be read whole.

    Each tag has its namespace before its name; no entity is expanded.
    """
    text, found = _read(package, name, most), list[Tag]()
    if len(text) > most:
        raise Unfit(_MANY)

    def begun(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag, attributes))
        if len(found) > _TAGS:
            raise Unfit(_MANY)

    parser = _parser()
    parser.StartElementHandler = begun
    parser.Parse(text, True)  # noqa: FBT003 - it takes no names
    return found, len(text)


def _first(package: zipfile.ZipFile, name: str) -> str:
    """Returns the first tag of a part with its namespace; as much of the part as is read must be XML."""
    text, found = _read(package, name, _READ), list[str]()
    parser = _parser()

    def begun(tag: str, _: dict[str, str]) -> None:
        found.append(tag)
        parser.StartElementHandler = None

    parser.StartElementHandler = begun
    parser.Parse(text[:_READ], len(text) <= _READ)
    return found[0] if found else ""


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refused
    return parser


def _read(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Returns what a part really holds, whatever size it states, one byte more than wanted at most."""
    part = copy(package.getinfo(name))
    stated, part.file_size = part.file_size, _UNPACKED  # so that it is not cut to what it states
    with package.open(part) as file:
        text = file.read(most + 1)
    if len(text) <= most and len(text) != stated:
        raise Unfit(_ODD)
    return text


def _refused(*_: object) -> None:
    raise Unfit(_ODD)
