"""A place among the words of a question: whoever looks for 嘉禾 低保 means what is offered there."""

from datetime import date
from urllib.parse import urlencode

from yimen.contexts.catalogue.api import Wanted, find
from yimen.contexts.places.api import full_name, named
from yimen.sites.pieces.shapes import Piece

_MOST = 3  # places that are offered
_LENGTHS = range(6, 1, -1)  # characters of a name that stands before other words, the longest first


def there(text: str, on: date) -> list[Piece]:
    """Returns the places that words name, each with the rest of the words to look for there, as leads; [] for none.

    Only where something answers them there: what comes close is no reason to go.
    """
    split = _split(text)
    leads = list[Piece]()
    for name, place in named(names=split, limit=_MOST * 3) if split else ():
        if len(leads) == _MOST:
            break
        rest = split[name]
        total = find(on=on, region=place.code, wanted=Wanted(text=rest), size=1, loose=False).total
        if total:
            what = f"查找“{rest}”，{total} 项" if rest else "能办的事"
            query = urlencode({"q": rest, "place": place.code} if rest else {"place": place.code})
            label = f"看{full_name(code=place.code)}{what}"
            leads.append({"url": f"/items/?{query}", "icon": "map", "label": label})
    return leads


def _split(text: str) -> dict[str, str]:
    """Returns what of some words may be a place's name, each with the rest of the words."""
    parts = text.split()
    if len(parts) > 1:
        return {part: " ".join(each for each in parts if each != part) for part in parts if len(part) > 1}
    whole = text.strip()
    return {whole[:length]: whole[length:] for length in _LENGTHS if len(whole) >= length}
