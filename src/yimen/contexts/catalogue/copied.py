"""What an item that was handed down still says in the words of the unit above."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .drafts import Draft, Finding
from .fields import LABELS
from .models import CommentRow, VersionRow
from .plain import as_plain

COPIED = "抄自上级事项，没有改动"
_OWN = (
    "exercise",
    "division",
    "discipline",
    "duties",
    "supervision",
    "accountability",
)  # what each unit says of itself
_SELF = re.compile(r"[本我][局委厅]")  # how the unit above calls itself
_FIELDS = 8  # that are named; the others are counted


def copied(draft: Draft) -> Iterator[Finding]:
    """Yields advice that names the fields nobody has changed since, or looked at: a remark on them was settled."""
    version = VersionRow.objects.filter(id=draft.origin).first() if draft.origin else None
    if version is None:
        return
    looked = CommentRow.objects.filter(draft_id=draft.id, settled_at__isnull=False).values_list("field", flat=True)
    above, seen = as_plain(version), set(looked)
    same = [
        LABELS[key]
        for key in LABELS
        if key not in seen and _speaks(key, draft.content) and draft.content[key] == above.get(key)
    ]
    if same:
        more = f"等 {len(same)} 栏" if len(same) > _FIELDS else ""
        words = (
            f"：{'、'.join(same[:_FIELDS])}{more}。请逐栏改成本单位的；核对以后不用改的，对这一栏写批注，再点“已处理”。"
        )
        yield Finding("", COPIED, words, must=False)


def _speaks(key: str, content: Mapping[str, Any]) -> bool:
    """Tells whether a field speaks of the unit itself."""
    value = content.get(key)
    return bool(value) and (key in _OWN or bool(_SELF.search(json.dumps(value, ensure_ascii=False))))
