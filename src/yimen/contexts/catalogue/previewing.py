"""A draft as the guide that it will be, before anyone has agreed to it."""

from dataclasses import fields
from datetime import date

from yimen.contexts.identity.api import unit

from .content import Content, examine
from .drafts import ENDING, Draft
from .guides import Guide
from .inheriting import Base, base_code_of, bases_of, governing, whole
from .models import VersionRow
from .placing import content_values, misfits

DRAFTED = "草稿"


def draft_base(*, draft: Draft, on: date) -> Base | None:
    """Returns the base item whose name, type and basis a draft of an item takes, None where it says its own."""
    code = base_code_of(draft.content)
    if draft.base or not code:
        return None
    return governing(draft.content, bases_of([code]).get(code, ()), max(draft.first_day or on, on))


def draft_guide(*, draft: Draft, on: date) -> Guide | None:
    """Returns the guide that a draft would become, its id the draft's; None while it cannot be read as an item."""
    if draft.base or draft.kind in ENDING:
        return None
    day = max(draft.first_day, on) if draft.first_day else on
    code = base_code_of(draft.content)
    bases = bases_of([code]).get(code, ())
    content, _ = examine(whole(draft.content, bases, day))
    if content is None or next(misfits(content_values(content), day), None):
        return None
    followed = VersionRow.objects.filter(id=draft.based_on).first() if draft.based_on else None
    base = governing(draft.content, bases, day)
    stated = {field.name: getattr(content, field.name) for field in fields(Content)}
    return Guide(
        **{
            **stated,
            "id": draft.id,
            "base_code": content.base_code,
            "version": followed.number + 1 if followed else 1,
            "unit": unit(code=content.unit),
            "valid_from": day,
            "valid_to": None,
            "status": DRAFTED,
            "base": base.id if base else None,
        }
    )
