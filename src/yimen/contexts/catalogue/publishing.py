"""Publishes, renews and cancels items: dated, with reason and document; what is published is never rewritten."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.contexts.journal.api import Act, record
from yimen.kernel.codes import personal_in

from . import binding, naming, prerequisites
from .changes import CHANGES, Change, change_facts
from .checks import persons
from .content import Content, read_content
from .fields import LABELS, Fault
from .guides import Guide, guides
from .indexing import close, enter
from .inheriting import INHERITED, Base, base_code_of, bases_of, governing, overriding, own
from .models import VersionRow
from .placing import content_values, misfits
from .refusals import ItemRefused
from .reviving import former

LOADING = UUID(int=1)  # the subject of loads: the installation itself
Progress = Callable[[int], None]


def publish(*, act: Act, item: Mapping[str, Any], valid_from: date, change: Change) -> Guide:
    """Publishes an item (shape of ``read_content``) as its next version, in force from a day; raises ItemRefused.

    The version before ends the day before. The same content again is no new version.
    """
    with _one_at_a_time():
        row = publish_row(act, item, valid_from, change)
        one_name([row])
        no_circle([row])
        fit([row])
    return guides([row])[0]


def load_items(
    *, act: Act, items: Sequence[Mapping[str, Any]], valid_from: date, progress: Progress = lambda _: None
) -> int:
    """Publishes items, all or nothing, and returns how many; raises ItemRefused naming the item and the field."""
    change = Change(kind="新增", reason="载入事项数据", document="")
    with _one_at_a_time():
        rows = []
        for number, item in enumerate(items, 1):
            try:
                rows.append(publish_row(act, item, valid_from, change))
            except ItemRefused as error:
                raise ItemRefused(f"第 {number} 项：{error}没有载入任何事项。") from error
            progress(1)
        one_name(rows)
        no_circle(rows)
        fit(rows)
        record(act=act, verb="catalogue.load", subject=LOADING, region="", facts={"items": len(rows)})
    return len(rows)


def cancel(*, act: Act, code: str, last_day: date, change: Change, successors: Sequence[str] = ()) -> Guide:
    """Ends an item after its last day and returns its last version; raises ItemRefused. Running cases are finished.

    ``successors``: the codes of the items in which it goes on (合并、下放).
    """
    if not change.document.strip():
        raise ItemRefused("取消事项须写明依据的文件。请填写文号。")
    with transaction.atomic():
        row = VersionRow.objects.select_for_update().filter(code=code).order_by("-number").first()
        if row is None or row.valid_to is not None:
            raise ItemRefused(f"编码为“{code[:40]}”的事项不存在或已经取消。请核对编码。")
        if last_day < row.valid_from:
            raise ItemRefused(f"最后受理日 {last_day} 早于本版生效日 {row.valid_from}。请改为不早于该日。")
        _known(change)
        row.valid_to, row.ending = last_day, {**change_facts(change), "successors": list(successors)}
        row.save(update_fields=["valid_to", "ending"])
        close(row, last_day)
        facts = {"code": code, "last_day": last_day.isoformat(), **change_facts(change)}
        record(act=act, verb="catalogue.cancel", subject=row.id, region=row.region, basis=change.document, facts=facts)
    return guides([row])[0]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Holds a transaction; who publishes the same item at the same moment is told."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise ItemRefused("刚有人发布了同一事项的新版本。请查看那一版，再决定是否发布。") from None


def publish_row(act: Act, item: Mapping[str, Any], valid_from: date, change: Change) -> VersionRow:
    """Publishes one item within a transaction that checks names and circles at its end, and returns its version."""
    _known(change)
    name = str(item.get("name", ""))[:40] if isinstance(item, Mapping) else ""
    try:
        base = base_for(item, valid_from)
        stated = own(item, base) if isinstance(item, Mapping) else item
        content = read_content({**stated, **base.said} if base else stated)
        values = content_values(content)
        bound = chain(binding.own_base(values, content.unit), binding.longer(values))  # as on the page and the sheet
        misplaced = next(chain(persons(stated), misfits(values, valid_from), bound), None)
        if misplaced:
            raise misplaced
    except Fault as fault:
        raise ItemRefused(f"事项“{name or (base.name if base else '')}”的{fault}") from fault
    text = json.dumps(stated, ensure_ascii=False, sort_keys=True)
    newest = VersionRow.objects.select_for_update().filter(code=content.code).order_by("-number").first()
    if newest and newest.valid_to is None and _alike(newest.content, text, base):
        return newest
    if newest:
        _again(newest, valid_from)
        _end(newest, valid_from)
    number = newest.number + 1 if newest else 1
    row = _row(act, content, number, change)
    row.content, row.valid_from = text, valid_from
    row.save(force_insert=True)
    enter([row])
    prerequisites.enter(row, content.prerequisites)
    naming.enter(row, content)
    facts = {"code": row.code, "number": number, "valid_from": valid_from.isoformat(), **change_facts(change)}
    record(act=act, verb="catalogue.publish", subject=row.id, region=row.region, basis=change.document, facts=facts)
    return row


def base_for(item: Mapping[str, Any], day: date) -> Base | None:
    """Returns the base item by which an item is named on a day."""
    code = base_code_of(item) if isinstance(item, Mapping) else ""
    return governing(item, bases_of([code]).get(code, ()), day) if code else None


def _alike(before: str, after: str, base: Base | None) -> bool:
    """Tells whether an item says the same as before; that it once stated what its base item says is no difference."""
    if before == after or base is None:
        return before == after
    stated = json.loads(before)
    return not any(overriding(stated, base, field) for field in INHERITED) and own(stated, base) == json.loads(after)


def _row(act: Act, content: Content, number: int, change: Change) -> VersionRow:
    return VersionRow(
        id=act.mint.id(),
        code=content.code,
        base_code=content.base_code,
        number=number,
        name=content.name,
        type=content.type,
        region=content.region,
        unit_id=content.unit,
        centre_id=content.centre,
        change=change_facts(change),
        published_at=act.now,
    )


def _again(newest: VersionRow, valid_from: date) -> None:
    """Raises ItemRefused where an item ended here goes on elsewhere: it is not to run at both places."""
    before = former(code=newest.code, day=valid_from) if newest.ending else None
    if before is not None and before.bars:
        raise ItemRefused(f"事项“{newest.name}”的{LABELS['code']}{before.words}")


def _end(newest: VersionRow, valid_from: date) -> None:
    """Ends the version before; one that a later one replaces on its own first day was never in force."""
    if valid_from < newest.valid_from:
        words = f"早于第 {newest.number} 版的 {newest.valid_from}。请改为不早于该日。"
        raise ItemRefused(f"事项“{newest.name}”的生效日期 {valid_from} {words}")
    if newest.valid_to is None or newest.valid_to >= valid_from:
        newest.valid_to = valid_from - timedelta(days=1)
        newest.save(update_fields=["valid_to"])
        close(newest, newest.valid_to)


def one_name(rows: Iterable[VersionRow]) -> None:
    """Raises ItemRefused where items of one base code have different names (同一事项、同一标准、同一编码).

    Where a base item gives the name there is nothing to compare.
    """
    codes = {row.base_code for row in rows}
    codes -= bases_of(codes).keys()
    for code, names in binding.called(codes).items():
        if len(names) > 1:
            words = f"基本编码 {code} 同时用于{'和'.join(f'“{name}”' for name in sorted(names))}。"
            raise ItemRefused(f"{words}同一编码只能是同一事项：请统一名称（可一次载入全部），或另用编码。")


def no_circle(rows: Iterable[VersionRow]) -> None:
    """Raises ItemRefused where items are prerequisites of one another (互为前置); proposes parallel handling."""
    path = prerequisites.circle_through(row.base_code for row in rows)
    if not path:
        return
    words = prerequisites.circle_in_words(path, prerequisites.names(path))
    together = "并联审批由一个部门牵头受理，其他部门作为协办部门同时办理。" if len(set(path)) > 1 else ""
    raise ItemRefused(f"事项{words}{together}")


def fit(rows: Iterable[VersionRow]) -> None:
    """Raises ItemRefused where an item promises what the procedure that it names cannot keep."""
    for row, words in naming.misfits(rows):
        raise ItemRefused(f"事项“{row.name}”（{row.code}）{words}")


def _known(change: Change) -> None:
    if change.kind not in CHANGES:
        raise ItemRefused(f"没有“{change.kind}”这种变动。请改为其中之一：{'、'.join(CHANGES)}。")
    for name, text in (("变动理由", change.reason), ("依据文件", change.document)):
        who = personal_in(text)
        if who:
            raise ItemRefused(f"“{name}”里有{who}，历次版本是公开的，不能写个人信息。请删去。")
