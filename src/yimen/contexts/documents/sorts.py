"""The sorts of files taken, told by their first bytes, never by their name; and names made safe to show."""

import unicodedata

from . import conf, packages

_SORTS = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
)
_PACKAGES = {packages.DOCX: ".docx", packages.OFD: ".ofd"}


class DocumentRefused(ValueError):
    """Says which file was not taken, why, and what to do."""


def checked(*, name: str, content: bytes, office: bool = False) -> tuple[str, str]:
    """Returns the cleaned name and the media type of a file; raises DocumentRefused.

    ``office``: it may be a .docx or OFD document too. A .docx has no macros and no controls, no part of it is linked
    to anything outside but by hyperlinks, nor to a file of another kind that is opened with it, and no field in its
    text runs or fetches anything; an OFD holds no program and no script, and does nothing by itself when it is opened.
    """
    shown = _cleaned(name)
    if not content:
        raise DocumentRefused(f"文件“{shown}”是空的。请打开原文件确认有内容，再重新上传。")
    if len(content) > conf.MAX_BYTES:
        most, size = conf.MAX_BYTES // 1024**2, len(content) / 1024**2
        raise DocumentRefused(f"文件“{shown}”有 {size:.1f} MB，超过 {most} MB。请压缩或分成几个文件后上传。")
    for magic, media, endings in _SORTS:
        if content.startswith(magic):
            return (shown if shown.lower().endswith(endings) else shown + endings[0]), media
    if office:
        return _packaged(shown, content)
    raise DocumentRefused(f"文件“{shown}”不是 PDF、JPG 或 PNG 文件。请另存为其中一种格式后上传。")


def _packaged(shown: str, content: bytes) -> tuple[str, str]:
    try:
        media = packages.told(content) if content.startswith(b"PK") else ""
    except packages.Unfit as error:
        raise DocumentRefused(f"文件“{shown}”{error}。") from error
    if not media:
        kinds = "Word（.docx）、OFD、PDF、JPG 或 PNG"
        raise DocumentRefused(f"文件“{shown}”不是 {kinds} 文件。请另存为其中一种格式后上传。")
    ending = _PACKAGES[media]
    return (shown if shown.lower().endswith(ending) else shown + ending), media


def _cleaned(name: str) -> str:
    """Returns the last part of a name without invisible or path characters (Unicode categories C*, Zl, Zp)."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = (" " if char.isspace() else char for char in last)
    kept = "".join(char for char in seen if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*')
    text = " ".join(kept.split()).strip(". ")
    if len(text) > conf.MAX_NAME:
        stem, dot, ending = text.rpartition(".")
        keep = f".{ending}" if dot and len(ending) <= 4 else ""
        text = (stem if keep else text)[: conf.MAX_NAME - len(keep)].rstrip(". ") + keep
    return text or "未命名文件"
