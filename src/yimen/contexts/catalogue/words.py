"""The index of words: which texts hold given tokens, in FTS5 on SQLite and in a GIN index on PostgreSQL.

A token is a kind (one letter) and hexadecimal digits. No text that anyone typed ever reaches either database's query
language: there is no quote, operator or blank in a token, and no rule of any tokeniser applies to it.
"""

from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

_SYLLABLES = 4  # letters of full pinyin that stand together in the index
_FTS5 = (
    "CREATE VIRTUAL TABLE catalogue_words USING fts5(tokens, content='', detail=none, tokenize='ascii')",
    # Texts are never deleted one by one, only all at once, to be built anew: the index then begins anew too.
    """CREATE TRIGGER catalogue_words_emptied AFTER DELETE ON catalogue_text
    WHEN NOT EXISTS (SELECT 1 FROM catalogue_text)
    BEGIN INSERT INTO catalogue_words (catalogue_words) VALUES ('delete-all'); END""",
)
_GIN = (
    "ALTER TABLE catalogue_text ADD COLUMN words tsvector",
    "CREATE INDEX catalogue_words ON catalogue_text USING gin (words) WITH (fastupdate = off)",
)


class Need:
    """What a text must hold: one token, or all (``&``) or any (``|``) of several needs."""

    def __init__(self, joint: str, parts: Iterable["Need | str"]) -> None:
        self._joint, self._parts = joint, tuple(parts)

    def written(self, joints: dict[str, str]) -> str:
        """Returns the need in a database's words for "and" and "or"."""
        parts = (part if isinstance(part, str) else part.written(joints) for part in self._parts)
        return f"({joints[self._joint].join(parts)})"


def every(parts: Iterable[Need | str]) -> Need:
    """Returns the need for all parts (at least one)."""
    return Need("&", parts)


def some(parts: Iterable[Need | str]) -> Need:
    """Returns the need for any of the parts (at least one)."""
    return Need("|", parts)


def mark(kind: str, value: str) -> str:
    """Returns the token of an audience (a), theme (t) or life event (e)."""
    return kind + value.encode().hex()


def signs(text: str) -> list[str]:
    """Returns the tokens that a plain text is looked for by: its pairs of characters; of one character, itself."""
    return [mark("g", pair) for pair in _runs(text, 2)]


def sounds(letters: str) -> Need:
    """Returns the need for pinyin: as initials, or in full where it is long enough to mean anything."""
    initials = every(mark("i", pair) for pair in _runs(letters, 2))
    full = [mark("p", run) for run in _runs(letters, _SYLLABLES)] if len(letters) >= _SYLLABLES else []
    return some([initials, every(full)]) if full else initials


def held(*, lines: Iterable[str], initials: str, pinyin: str, marks: Iterable[str]) -> str:
    """Returns all the tokens of a text, parted by blanks: single characters and pairs of each line, pinyin, marks."""
    found = {mark("g", run) for line in lines for length in (1, 2) for run in _cut(line, length)}
    found |= {mark("i", run) for length in (1, 2) for run in _cut(initials, length)}
    found |= {mark("p", run) for run in _cut(pinyin, _SYLLABLES)}
    return " ".join(sorted(found | set(marks)))


def _runs(text: str, length: int) -> list[str]:
    return list(dict.fromkeys(_cut(text, length))) or [text]


def _cut(text: str, length: int) -> Iterator[str]:
    return (text[at : at + length] for at in range(len(text) - length + 1))


def building(vendor: str) -> tuple[str, ...]:
    """Returns the statements that build the index on a database."""
    return _GIN if vendor == "postgresql" else _FTS5


def add(rows: Iterable[tuple[int, str]]) -> None:
    """Adds texts to the index: each by its id, with its tokens. A text is added once and never changes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = "UPDATE catalogue_text SET words = array_to_tsvector(string_to_array(%s, ' ')) WHERE id = %s"
            cursor.executemany(statement, [(tokens, text) for text, tokens in rows])
        else:
            cursor.executemany("INSERT INTO catalogue_words (rowid, tokens) VALUES (%s, %s)", list(rows))


def holding(need: Need) -> RawSQL:
    """Returns the ids of the texts that hold what is needed, for ``text__in``."""
    if connection.vendor == "postgresql":
        sql, joints = "SELECT id FROM catalogue_text WHERE words @@ %s::tsquery", {"&": " & ", "|": " | "}
    else:
        sql = "SELECT rowid FROM catalogue_words WHERE catalogue_words MATCH %s"
        joints = {"&": " AND ", "|": " OR "}
    return RawSQL(sql, [need.written(joints)], output_field=BigIntegerField())  # noqa: S611 - tokens are hexadecimal
