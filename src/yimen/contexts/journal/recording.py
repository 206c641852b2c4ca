"""Writes entries, and remembers calls already answered."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from yimen.kernel.trail import Writer, canonical, personal_digest

from .acts import Act
from .models import AnswerRow, EntryRow
from .writing import New, insert_many


class AnsweredOtherwise(ValueError):
    """The same key came with another content: nothing was done (HTTP 409)."""


@dataclass(frozen=True, slots=True)
class Note:
    """What one entry says. ``verb`` as ``room.verb``; ``facts`` must be free of personal values.

    Each of ``personal`` enters the log as a salted digest only.
    """

    verb: str
    subject: UUID
    region: str
    basis: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)


def record(
    *,
    act: Act,
    verb: str,
    subject: UUID,
    region: str,
    basis: str = "",
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> UUID:
    """Writes one entry (shape: ``Note``) inside the caller's transaction and returns its id.

    Raises RuntimeError outside a transaction: an act and its trace stand or fall together.
    """
    row = _row(act, Note(verb, subject, region, basis, facts or {}, personal or {}), _writer(act))
    EntryRow(**row._asdict()).save(force_insert=True)
    return row.id


def record_all(*, act: Act, notes: Iterable[Note]) -> int:
    """Writes an entry for each note, for an act that touches many matters, and returns how many; else as ``record``."""
    writer = _writer(act)
    return insert_many([_row(act, note, writer) for note in notes])


def _writer(act: Act) -> Writer:
    actor = {"kind": act.actor.kind, "id": act.actor.id, "label": act.actor.label}
    return Writer(at=act.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), actor=actor)


def _row(act: Act, note: Note, writer: Writer) -> New:
    if not connection.in_atomic_block:
        raise RuntimeError(f"留痕 {note.verb} 必须与所记的行为在同一事务中。")
    entry_id = act.mint.id()
    salts = {name: act.mint.salt() for name in note.personal}
    body = writer.body(
        id=entry_id,
        verb=note.verb,
        subject=note.subject,
        region=note.region,
        basis=note.basis,
        facts=note.facts,
        personal={name: personal_digest(value, salts[name]) for name, value in note.personal.items()},
    )
    hexed = {name: salt.hex() for name, salt in salts.items()}
    return New(entry_id, note.verb, note.subject, note.region, act.now, body.decode(), hexed)


def answered(*, act: Act, key: str, content: Mapping[str, Any]) -> Any | None:
    """Returns the answer given before to this actor's ``key``, or None where the call is new.

    Raises AnsweredOtherwise if the key came before with another ``content`` (JSON-able).
    """
    row = AnswerRow.objects.filter(caller=act.actor.id, key=key).first()
    if row is None:
        return None
    if row.digest != _digest(content):
        raise AnsweredOtherwise("这个提交编号已用于另一份内容。请刷新页面后重新提交；系统对接方请换用新的幂等键。")
    return row.answer


def remember(*, act: Act, key: str, content: Mapping[str, Any], answer: Any) -> None:
    """Stores the answer to ``key`` in the caller's transaction; two at once cannot both store (AnsweredOtherwise)."""
    try:
        with transaction.atomic():
            AnswerRow(caller=act.actor.id, key=key, digest=_digest(content), answer=answer, at=act.now).save()
    except IntegrityError:
        raise AnsweredOtherwise("同一份提交正在处理。请稍候刷新页面查看结果，不必再次提交。") from None


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def once(*, act: Act, key: str, content: Mapping[str, Any], do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Returns what ``do`` answers (JSON-able), doing it at most once for this actor's ``key``, in one transaction.

    The same key and content again get the first answer; raises AnsweredOtherwise for another content.
    """
    with transaction.atomic():
        before = answered(act=act, key=key, content=content)
        if before is not None:
            return dict(before)
        answer = do()
        remember(act=act, key=key, content=content, answer=answer)
    return answer
