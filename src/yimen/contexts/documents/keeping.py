"""Keeps files: stored once, listed, read back only whole, taken away while the application is a draft."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.identity.api import SealBroken, open_text, seal_text
from yimen.contexts.journal.api import Act, record

from . import shelf
from .models import DocumentRow
from .sorts import checked


class NoSuchDocument(LookupError):
    """There is no such file, or it belongs to another matter."""


class DocumentLost(ValueError):
    """A file is known but is missing on the disk or was changed there: nothing false is shown."""


@dataclass(frozen=True, slots=True)
class Document:
    """A stored file: ``kind`` material or paper, ``size`` in bytes, ``sha256`` (hex) of the plain content."""

    id: UUID
    owner: UUID
    kind: str
    code: str
    name: str
    media: str
    size: int
    sha256: str
    at: datetime


def store(
    *, act: Act, owner: UUID, region: str, name: str, content: bytes, kind: str, code: str, office: bool = False
) -> Document:
    """Stores a PDF, JPEG or PNG file and returns it; the same content for the same code twice is one document.

    ``office``: .docx and OFD documents too. Part of the caller's verb, which states ``sha256`` in its own entry. The
    encrypted file is whole on the disk before the row is written; where the caller's transaction fails, a file that no
    row names is left, never a row without its file. Raises DocumentRefused.
    """
    name, media = checked(name=name, content=content, office=office)
    sha256 = hashlib.sha256(content).hexdigest()
    known = DocumentRow.objects.filter(owner=owner, code=code, sha256=sha256)
    if row := known.first():
        return _document(row)
    row = DocumentRow(
        id=act.mint.id(),
        owner=owner,
        region=region,
        kind=kind,
        code=code,
        name=seal_text(name, purpose="document name"),
        media=media,
        size=len(content),
        sha256=sha256,
        at=act.now,
    )
    shelf.put(row.id, content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same file came twice at once; the other one stands
        shelf.drop(row.id)
        row = known.get()
    return _document(row)


def listed(*, owner: UUID) -> tuple[Document, ...]:
    """Returns the files of a draft or matter in the order they came."""
    return tuple(_document(row) for row in DocumentRow.objects.filter(owner=owner).order_by("at", "id"))


def content(*, document_id: UUID, owner: UUID) -> tuple[Document, bytes]:
    """Returns a file and its content, checked against its digest; raises NoSuchDocument or DocumentLost.

    Who may read is the owner's room's question: a document is found only together with its owner.
    """
    document = _document(_row(document_id, owner))
    try:
        plain = shelf.get(document_id)
    except (FileNotFoundError, SealBroken) as error:
        raise _lost(document) from error
    if hashlib.sha256(plain).hexdigest() != document.sha256:
        raise _lost(document)
    return document, plain


def remove(*, act: Act, owner: UUID, document: UUID) -> None:
    """Takes a file out of a draft; the file itself goes once that is committed. Raises NoSuchDocument."""
    with transaction.atomic():
        row = _row(document, owner)
        facts = {"document": str(document), "sha256": row.sha256}
        record(act=act, verb="documents.remove", subject=owner, region=row.region, facts=facts)
        row.delete()
        transaction.on_commit(partial(shelf.drop, document))


def _row(document: UUID, owner: UUID) -> DocumentRow:
    row = DocumentRow.objects.filter(id=document, owner=owner).first()
    if row is None:
        raise NoSuchDocument("这里没有这个文件，可能已被删除。请回到办件或申请页面重新打开。")
    return row


def _document(row: DocumentRow) -> Document:
    return Document(
        id=row.id,
        owner=row.owner,
        kind=row.kind,
        code=row.code,
        name=open_text(row.name, purpose="document name"),
        media=row.media,
        size=row.size,
        sha256=row.sha256,
        at=row.at,
    )


def _lost(document: Document) -> DocumentLost:
    return DocumentLost(f"文件“{document.name}”丢失或已损坏。请联系系统管理员从备份恢复，文件编号 {document.id}。")
