"""Writes entries, and remembers calls already answered."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from yimen import swift
from yimen.kernel.trail import Writer, canonical, personal_digest

from .acts import Act
from .models import AnswerRow, EntryRow
from .writing import Head, insert_alike


class AnsweredOtherwise(ValueError):
    """The same key came with another content: nothing was done (HTTP 409)."""


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
    """Writes one entry inside the caller's transaction and returns its id.

    ``verb`` as ``room.verb``; ``facts`` must be free of personal values. Each of ``personal`` enters the log as a
    salted digest only. Raises RuntimeError outside a transaction: an act and its trace stand or fall together.
    """
    _need_transaction(verb)
    given = personal or {}
    entry_id, salts = act.mint.id(), {name: act.mint.salt() for name in given}
    body = _writer(act).body(
        id=entry_id,
        verb=verb,
        subject=subject,
        region=region,
        basis=basis,
        facts=facts or {},
        personal={name: personal_digest(value, salts[name]) for name, value in given.items()},
    )
    entry = EntryRow(
        id=entry_id,
        verb=verb,
        subject=subject,
        region=region,
        at=act.now,
        body=body.decode(),
        salts={name: salt.hex() for name, salt in salts.items()},
    )
    swift.insert(entry)
    return entry_id


def record_alike(
    *,
    act: Act,
    verb: str,
    region: str,
    basis: str,
    facts: Mapping[str, Any],
    name: str,
    each: Iterable[tuple[str, str]],
) -> int:
    """Writes an entry for each of many subjects of which an act says the same but for one fact, and returns how many.

    ``name``: of that fact; ``each``: a subject's id and its fact. Nothing personal. Else as ``record``.
    """
    _need_transaction(verb)
    fresh = ((str(act.mint.id()), subject, text) for subject, text in each)
    written = _writer(act).bodies(verb=verb, region=region, basis=basis, facts=facts, name=name, each=fresh)
    return insert_alike(Head(verb, region, act.now), written)


def _writer(act: Act) -> Writer:
    actor = {"kind": act.actor.kind, "id": act.actor.id, "label": act.actor.label}
    return Writer(at=act.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), actor=actor)


def _need_transaction(verb: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"留痕 {verb} 必须与所记的行为在同一事务中。")


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
