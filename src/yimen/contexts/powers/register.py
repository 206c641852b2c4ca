"""Keeps the registers: a new entry, a new version of one, its end; dated, with reason and document."""

from datetime import date
from typing import Unpack

from django.db import transaction

from yimen.contexts.catalogue.api import Change
from yimen.contexts.identity.api import Post, Reader, Unit
from yimen.contexts.journal.api import Act, record

from .entering import NewEntry, body_of, close, enter, register_of
from .entries import Entry, as_entry
from .errors import PowerRefused
from .kinds import Kind
from .models import EntryRow
from .posts import ruling, writing


def publish_entry(*, act: Act, reader: Reader, filling: bool = False, **new: Unpack[NewEntry]) -> Entry:
    """Publishes an entry, or with ``code`` the next version of one, from a day not before today, and returns it.

    A list of powers changes by a review only (``propose_entry``). ``filling``: an installation is filled from files
    for the first time, by the command line, with lists that were approved before there was Yimen; no page says so.

    A power that is an item has the item's code. Raises NotYourPower, PowerRefused by field (of the register's fields,
    and name, unit, valid_from, reason, document) with every other fault, PowerMoved.
    """
    post = _post(reader, _direct(new["kind"], filling=filling), body_of(new["unit"]))
    with transaction.atomic():
        row, facts = enter(act=act, post=post.label, new=new)
        facts |= {"post": post.label}
        basis = new["change"].document
        record(act=act, verb="powers.publish_entry", subject=row.id, region=row.region, basis=basis, facts=facts)
    return as_entry(row, body_of(row.unit_id))


def preview_entry(*, act: Act, reader: Reader, **new: Unpack[NewEntry]) -> tuple[Entry | None, Entry]:
    """Returns the last version of an entry, None for a new one, and the next as it would be published.

    By the same checks; keeps nothing. Raises as publish_entry.
    """
    post = writing_post(reader, register_of(new["kind"]), body_of(new["unit"]))
    with transaction.atomic():
        row = EntryRow.objects.filter(kind=new["kind"], code=new.get("code", "")).order_by("-number").first()
        before = as_entry(row, body_of(row.unit_id)) if row else None
        then, _ = enter(act=act, post=post.label, new=new)
        transaction.set_rollback(True)
    return before, as_entry(then, body_of(then.unit_id))


def end_entry(
    *, act: Act, reader: Reader, kind: str, code: str, last_day: date, change: Change, filling: bool = False
) -> Entry:
    """Ends an entry after a day, not before today, and returns its last version; raises PowerRefused.

    ``filling``: as publish_entry has it.
    """
    register = _direct(kind, filling=filling)
    with transaction.atomic():
        row, facts = close(act=act, kind=kind, code=code, last_day=last_day, change=change)
        body = body_of(row.unit_id)
        post, basis = _post(reader, register, body), change.document
        facts |= {"post": post.label}
        record(act=act, verb="powers.end_entry", subject=row.id, region=row.region, basis=basis, facts=facts)
    return as_entry(row, body)


def writing_post(reader: Reader, register: Kind, body: Unit) -> Post:
    """Returns the post by which the reader writes in a register of a body; raises NotYourPower."""
    return writing(reader, body) if register.reviewed else _post(reader, register, body)


def _direct(kind: str, *, filling: bool) -> Kind:
    register = register_of(kind)
    if register.reviewed and not filling:
        raise PowerRefused(f"“{register.name}”须经法制、编办、政府审核后公布，不能直接改。请送审。")
    return register


def _post(reader: Reader, register: Kind, body: Unit) -> Post:
    if register.by_unit:
        return writing(reader, body)
    return ruling(reader, body.region, f"“{register.name}”由本地区或上级的法制岗发布")
