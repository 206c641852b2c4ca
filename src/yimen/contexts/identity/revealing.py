"""Who stands in a matter: masked, until an officer asks for it in plain, for a purpose that stays in the journal."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction

from yimen.contexts.journal.api import Act, record
from yimen.kernel.codes import CodeError, mask_citizen_id, mask_name, mask_phone, parse_citizen_id

from .vault import open_text

_LEAST, _MOST = 2, 200  # characters of a purpose
_BASIS = "《个人信息保护法》第三十四条"


class NoPurpose(ValueError):
    """Nobody looks without saying why: the purpose is missing or too long (HTTP 422)."""


def reveal(*, act: Act, verb: str, subject: UUID, region: str, number: str, whom: str, reason: str) -> None:
    """Writes into the journal who looks at a person in plain, and why; the purpose as a digest. Raises NoPurpose.

    ``whom``: what the person is called in the refusal. Whoever calls has checked that the reader may look.
    """
    said = " ".join(reason.split())
    if not _LEAST <= len(said) <= _MOST:
        raise NoPurpose(f"查看{whom}须写明用途（{_LEAST} 至 {_MOST} 字），查看会留痕。请填写用途。")
    with transaction.atomic():
        record(
            act=act,
            verb=verb,
            subject=subject,
            region=region,
            basis=_BASIS,
            facts={"number": number},
            personal={"reason": said},
        )


def open_person(text: str, *, purpose: str, plain: bool) -> str:
    """Returns a sealed field of a person: a name, a phone or an identifier, masked unless ``plain``."""
    found = open_text(text, purpose=purpose)
    return found if plain else _MASKS[purpose](found)


def is_citizen(text: str) -> bool:
    """Tells whether a number is a citizen's, and no company's."""
    try:
        parse_citizen_id(text.strip().upper())
    except CodeError:
        return False
    return True


def _identifier(text: str) -> str:
    return mask_citizen_id(text) if is_citizen(text) else text


_MASKS: Mapping[str, Callable[[str], str]] = {"name": mask_name, "phone": mask_phone, "identifier": _identifier}
