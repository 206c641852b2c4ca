"""The samples of the demonstration: the sheet of each material filled in as an example, and the same sheet empty."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from yimen.contexts.catalogue.api import NewSample, keep_samples
from yimen.contexts.documents.api import paper
from yimen.contexts.journal.api import Act

from .files import data

_KINDS = {"样表": "sample", "空白表格": "blank"}
_TALL = 40  # characters of an answer that needs more than a line
_MARK = "演示样例"


def load_samples(*, act: Act, path: Path) -> dict[str, list[dict[str, str]]]:
    """Makes and keeps the files of ``samples.json``, and returns by the codes of items what they are to name."""
    named: dict[str, list[dict[str, str]]] = {}
    for one in data(path):
        made = keep_samples(act=act, samples=tuple(_made(one)))
        rows = [{"material": s.material, "kind": s.kind, "name": s.name, "sha256": s.sha256} for s in made]
        for code in one["items"]:
            named.setdefault(code, []).extend(rows)
    return named


def _made(one: Mapping[str, Any]) -> Iterator[NewSample]:
    """Yields the sheet filled in and, where people write on it themselves, the same sheet empty."""
    for kind, layout in _KINDS.items():
        filled = kind == "样表"
        if not filled and not one.get("blank"):
            continue
        values = {
            "organ": one["organ"],
            "title": one["title"],
            "item": f"{_MARK}，{'内容都是虚构的' if filled else '空白'}",
            "sections": [
                {"title": title, "fields": [_field(label, value, filled=filled) for label, value in fields.items()]}
                for title, fields in one["sections"].items()
            ],
            "demo": True,
        }
        content = paper(kind=layout, values=values)
        name = f"{one['title']}{'' if filled else '空白表'}（{_MARK}）.pdf"
        yield NewSample(material=one["material"], kind=kind, name=name, content=content)


def _field(label: str, value: str, *, filled: bool) -> dict[str, Any]:
    return {
        "label": label,
        "required": True,
        "value": value if filled else "",
        "choices": [],
        "note": "",
        "tall": len(value) > _TALL,
        "wide": True,
    }
