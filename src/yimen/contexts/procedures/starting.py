"""Starts a draft: from a file, or as a copy of a version that is published."""

from typing import Any
from uuid import UUID

from django.db import transaction

from yimen.contexts.identity.api import Reader
from yimen.contexts.identity.api import unit as unit_of
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date
from yimen.kernel.procedure import renamed

from .drafts import Draft, DraftRefused, as_draft, drafts, findings
from .keeping import keep
from .models import DraftRow, VersionRow
from .posts import NotYourProcedure, drafting
from .reading import NoSuchProcedure
from .saving import check_size, digest, put


def start_draft(
    *, act: Act, reader: Reader, unit: str, xml: bytes, uploaded: bool = False, fresh: bool = False
) -> Draft:
    """Starts a draft of a unit from a BPMN file and returns it; of the next version where the key is published already.

    ``uploaded``: whether it was written elsewhere. ``fresh``: it is to begin a procedure that is not there yet. The
    file must compile: what stands behind the draft is known from its key. Raises NotYourProcedure or DraftRefused.
    """
    drafting(reader, unit)
    check_size(xml)
    found, procedure = findings(xml=xml, on=local_date(act.now))
    if procedure is None:
        raise DraftRefused("文件不是可用的流程，没有存为草稿。请按下面逐条改正后再上传。", found)
    newest = VersionRow.objects.filter(key=procedure.key).order_by("-number").first()
    if fresh:
        _check_fresh(reader, procedure.key, newest)
    if newest is not None:
        _check_owner(newest, unit)
    return _started(act, reader, unit, xml, newest, more={"uploaded": True} if uploaded else {})


def copy_version(*, act: Act, reader: Reader, version: UUID) -> Draft:
    """Starts a draft that follows a published version, with the same file, and returns it.

    Of an earlier version the draft follows the newest one: what was, can be again. Raises NoSuchProcedure,
    NotYourProcedure.
    """
    row = _version(version)
    newest = VersionRow.objects.filter(key=row.key).order_by("-number")[0]
    _check_owner(newest, newest.unit)
    drafting(reader, newest.unit)
    return _started(act, reader, newest.unit, bytes(row.xml), newest, more={"copied": row.number})


def copy_anew(*, act: Act, reader: Reader, version: UUID, unit: str, key: str, name: str) -> Draft:
    """Starts a draft of a new procedure of a unit, with the file of any published version, and returns it.

    The file gets the ``key`` and the ``name``, which nothing else has; whose the version is does not matter, for all
    are public. Raises NoSuchProcedure, NotYourProcedure or DraftRefused.
    """
    drafting(reader, unit)
    row = _version(version)
    _check_fresh(reader, key, VersionRow.objects.filter(key=key).order_by("-number").first())
    xml = renamed(bytes(row.xml), key, name)
    found, procedure = findings(xml=xml, on=local_date(act.now))
    if procedure is None or (procedure.key, procedure.name) != (key, name):
        raise DraftRefused("换了编号和名称以后不是可用的流程，没有存为草稿。请另起编号和名称。", found)
    return _started(act, reader, unit, xml, None, more={"copied": row.number, "copied_from": row.key})


def _version(id_: UUID) -> VersionRow:
    row = VersionRow.objects.filter(id=id_).first()
    if row is None:
        raise NoSuchProcedure("没有这一版流程。请从版本列表选择。")
    return row


def _started(
    act: Act, reader: Reader, unit: str, xml: bytes, newest: VersionRow | None, *, more: dict[str, Any]
) -> Draft:
    post = drafting(reader, unit)
    row = DraftRow(
        id=act.mint.id(),
        based_on=newest,
        key=newest.key if newest else "",
        unit_id=unit,
        region=post.region,
        author_id=UUID(act.actor.id),
        post=post.label,
        editors=[act.actor.id],
        created_at=act.now,
        changed_at=act.now,
    )
    put(row, xml, findings(xml=xml, on=local_date(act.now))[1])
    facts = {"key": row.key, "revision": row.revision, "digest": digest(xml), "post": post.label}
    facts |= more
    with transaction.atomic():
        row.save(force_insert=True)
        keep(row, post.label, uploaded="uploaded" in more)
        record(act=act, verb="procedures.start", subject=row.id, region=row.region, facts=facts)
    return as_draft(row)


def _check_fresh(reader: Reader, key: str, newest: VersionRow | None) -> None:
    """Raises DraftRefused where a version, or a draft that the reader sees, has the key already."""
    if newest is not None:
        words = f"流程编号“{key}”已经发布过。要修改它，请到“流程和草稿”里它的版本页点“复制为草稿”"
        raise DraftRefused(f"{words}；要新建，请另起一个编号。没有存为草稿。")
    if any(one.key == key for one in drafts(reader=reader)):
        raise DraftRefused(f"编号为“{key}”的草稿已经有了，请接着改那一份，或另起一个编号。没有存为草稿。")


def _check_owner(newest: VersionRow, unit: str) -> None:
    if not newest.unit or newest.unit != unit:
        whose = f"属于{unit_of(code=newest.unit).name}" if newest.unit else "是全平台通用的，由系统管理员发布"
        words = "请在它的版本页点“复制为新流程”，或在文件里另起一个流程编号（process 的 id）。"
        raise NotYourProcedure(f"流程“{newest.key}”{whose}，不能在这里修改。{words}")
