"""Imports items: every fault first, then what would change, then drafts; all or nothing, and never a version."""

import json
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO
from uuid import UUID

from django.db import transaction

from yimen.contexts.catalogue.api import Handed, Proposal, draft_items, hand_in
from yimen.contexts.identity.api import Reader
from yimen.contexts.journal.api import Act, record
from yimen.kernel.clock import local_date

from .models import ImportRow
from .reading import Wrong, taken
from .settling import settled
from .telling import told

MOST_ITEMS = 20_000


class ImportRefused(ValueError):
    """Says why an import cannot be taken further and what to do; nothing was changed (HTTP 422)."""


class NoSuchImport(LookupError):
    """There is no such import, or it is another's: the answer is the same (HTTP 404)."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of looking at a file: every fault by its place, or what each item would do.

    ``id``: by which it is applied; None where anything is wrong, and then nothing was kept.
    """

    id: UUID | None
    wrong: tuple[Wrong, ...]
    items: tuple[Handed, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """An import that was checked: who may apply it, what it holds, and when it was applied."""

    id: UUID
    name: str
    counts: Mapping[str, int]
    checked_at: datetime
    applied_at: datetime | None


def check_import(*, act: Act, reader: Reader, file: IO[bytes], size: int, name: str) -> Checked:
    """Looks at a file of items (.xlsx in the layout, JSON) and keeps it where nothing is wrong.

    Raises SheetRefused where the file itself cannot be taken, PermissionError for a reader who writes no items.
    """
    _writer(reader)
    found = settled(taken(file, size, name), local_date(act.now))
    if not found.items and not found.wrong:
        raise ImportRefused("文件里没有事项。请在“事项”表第三行起填写后导入。")
    if len(found.items) > MOST_ITEMS:
        raise ImportRefused(f"文件里有 {len(found.items)} 项，一次最多 {MOST_ITEMS} 项。请分成几个文件导入。")
    handed = tuple(hand_in(reader=reader, items=found.items, on=local_date(act.now)))
    wrong = told(found, handed, local_date(act.now))
    if wrong:
        return Checked(None, wrong, ())
    id_ = act.mint.id()
    counts = Counter(one.kind for one in handed)
    content = zlib.compress(json.dumps(found.items, ensure_ascii=False).encode())
    with transaction.atomic():
        ImportRow.objects.create(
            id=id_, account=_account(reader), name=name[:80], counts=dict(counts), content=content, checked_at=act.now
        )
    return Checked(id_, (), handed)


def apply_import(*, act: Act, reader: Reader, id: UUID, proposal: Proposal) -> int:  # noqa: A002 - the plain word
    """Makes the drafts of an import that was checked and returns how many; all or none.

    ``proposal``: the first day, reason and document that each draft is given; the editor may still change them.

    It is looked at anew: what was published meanwhile is seen. Raises NoSuchImport, ImportRefused, DraftRefused.
    """
    _writer(reader)
    if not proposal.reason.strip():
        raise ImportRefused("没有写明变动理由。每次变动都要说明为什么，请填写后再导入。")
    with transaction.atomic():
        row = _row(reader, id, lock=True)
        if row.applied_at:
            raise ImportRefused("这份文件已经导入过了。请到事项草稿里查看；要再改，请重新上传。")
        items = json.loads(zlib.decompress(bytes(row.content)))
        count = draft_items(act=act, reader=reader, items=items, proposal=proposal)
        row.applied_at = act.now
        row.save(update_fields=["applied_at"])
        facts = {"drafts": count, **row.counts}
        record(act=act, verb="exchange.import", subject=row.id, region=reader.posts[0].region, facts=facts)
    return count


def one_import(*, reader: Reader, id: UUID, on: date) -> tuple[Import, tuple[Handed, ...]]:  # noqa: A002 - as above
    """Returns an import of the reader with what each of its items would do on a day; raises NoSuchImport."""
    row = _row(reader, id)
    items = json.loads(zlib.decompress(bytes(row.content)))
    handed = () if row.applied_at else tuple(hand_in(reader=reader, items=items, on=on))
    return Import(row.id, row.name, row.counts, row.checked_at, row.applied_at), handed


def _writer(reader: Reader) -> None:
    if not any(post.role == "editor" for post in reader.posts):
        raise PermissionError("导入事项由本单位的事项编制岗办理。您没有此岗位，请由有此岗位的人办理。")


def _account(reader: Reader) -> str:
    return str(reader.account)


def _row(reader: Reader, id: UUID, *, lock: bool = False) -> ImportRow:  # noqa: A002 - as above
    rows = ImportRow.objects.select_for_update() if lock else ImportRow.objects.all()
    row = rows.filter(id=id, account=_account(reader)).first()
    if row is None:
        raise NoSuchImport("没有找到这次导入。请从“导入”页重新上传。")
    return row
