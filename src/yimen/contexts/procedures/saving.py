"""Saves a draft as it is drawn: also one that does not compile yet, for people draw step by step."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Post, Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import Finding, Procedure, renamed

from .drafts import EDITABLE, Draft, DraftRefused, as_draft, findings
from .keeping import keep
from .locking import check_revision, locked
from .models import LONGEST_NAME, DraftRow
from .posts import drafting

LARGEST = 512 * 1024  # bytes, as the compiler reads


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft as saved, with what is wrong with it; ``compiles``: whether it is a procedure at all.

    ``was``: the draft's key and name before, ``stated``: those that the file came with, None where it does not compile.
    """

    draft: Draft
    findings: tuple[Finding, ...]
    compiles: bool
    was: tuple[str, str] = ("", "")
    stated: tuple[str, str] | None = None


def save_draft(
    *,
    act: Act,
    reader: Reader,
    id: UUID,  # noqa: A002 - the plain word
    xml: bytes,
    revision: int,
    own_name: bool = False,
    uploaded: bool = False,
) -> Saved:
    """Saves the file of a draft over the revision that was seen, and returns it with its findings.

    ``own_name``: the draft keeps its key and its name, and they are written into the file. ``uploaded``: whether the
    file was written elsewhere; the journal says so. The same file again is no new revision. Raises NoSuchDraft,
    NotYourProcedure, DraftRefused, and DraftMoved where somebody saved meanwhile: then nothing is written over.
    """
    check_size(xml)
    found, procedure = findings(xml=xml, on=local_date(act.now))
    with transaction.atomic():
        row = locked(id, EDITABLE, "修改")
        post = drafting(reader, row.unit_id)
        check_revision(row, revision)
        was, stated = (row.key, row.name), (procedure.key, procedure.name) if procedure else None
        if own_name and row.key and stated != was:
            xml = renamed(xml, row.key, row.name)
            found, procedure = findings(xml=xml, on=local_date(act.now))
        if bytes(row.xml) != xml:
            advance(act, row, post, xml, procedure, verb="procedures.save", uploaded=uploaded)
    return Saved(as_draft(row), found, procedure is not None, was, stated)


def advance(
    act: Act,
    row: DraftRow,
    post: Post,
    xml: bytes,
    procedure: Procedure | None,
    *,
    verb: str,
    uploaded: bool,
    more: Mapping[str, object] | None = None,
) -> None:
    """Makes a file the next revision of a locked draft, keeps it and tells the journal."""
    was = (row.key, row.name)
    put(row, xml, procedure)
    row.revision, row.changed_at = row.revision + 1, act.now
    row.editors = sorted({*row.editors, act.actor.id})
    row.save(force_update=True)
    keep(row, post.label, uploaded=uploaded)
    facts = {"key": row.key, "revision": row.revision, "digest": digest(xml), "post": post.label, **(more or {})}
    facts |= {"uploaded": True} if uploaded else {}
    facts |= {"renamed": [*was, row.key, row.name]} if (row.key, row.name) != was else {}
    record(act=act, verb=verb, subject=row.id, region=row.region, facts=facts)


def check_size(xml: bytes) -> None:
    """Raises DraftRefused for a file that is empty or too large."""
    if not xml.strip():
        raise DraftRefused("文件是空的，没有保存。请选择一个 BPMN 文件。")
    if len(xml) > LARGEST:
        raise DraftRefused(
            f"文件有 {-(-len(xml) // 1024)} KB，最多 {LARGEST // 1024} KB，没有保存。请删去无关内容后再试。"
        )


def put(row: DraftRow, xml: bytes, procedure: Procedure | None) -> None:
    """Writes a file into a draft, with its name; a procedure that follows a version keeps that one's key."""
    row.xml = xml
    if procedure is not None:
        row.name = procedure.name[:LONGEST_NAME] or procedure.key
        row.key = row.key if row.based_on_id else procedure.key


def digest(xml: bytes) -> str:
    """Returns by what the journal knows a file."""
    return hashlib.sha256(xml).hexdigest()
