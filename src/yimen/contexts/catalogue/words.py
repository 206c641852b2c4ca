"""The index of words: which texts hold given tokens, in FTS5 on SQLite and in a GIN index on PostgreSQL.

A token is a kind (one letter) and hexadecimal digits. No text that anyone typed ever reaches either database's query
language: there is no quote, operator or blank in a token, and no rule of any tokeniser applies to it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from .statements import Sql

_COLUMNS = {"g": "body", "i": "initials", "p": "sounds"}  # where the signs of each kind stand; the others: marks
FIND = {"sqlite": "instr", "postgresql": "strpos"}  # where a text stands in another, from 1; 0: nowhere
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


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing a text may hold. ``kind``: g characters, i initials, p pinyin; a audience, t theme, e life event."""

    kind: str
    text: str

    @property
    def token(self) -> str:
        """Returns the sign as it stands in the index."""
        return self.kind + self.text.encode().hex()


@dataclass(frozen=True, slots=True)
class Need:
    """What a text must hold: all (``&``) or any (``|``) of several things."""

    joint: str
    parts: "tuple[Need | Sign, ...]"

    def written(self, joints: Mapping[str, str], sign: Callable[[Sign], str]) -> str:
        """Returns the need in a language's words for "and" and "or"."""
        parts = (sign(part) if isinstance(part, Sign) else part.written(joints, sign) for part in self.parts)
        return f"({joints[self.joint].join(parts)})"

    def signs(self) -> Iterator[Sign]:
        """Yields the signs in the order in which they are written."""
        for part in self.parts:
            yield from (part,) if isinstance(part, Sign) else part.signs()


def every(parts: Iterable[Need | Sign]) -> Need:
    """Returns the need for all parts (at least one)."""
    return Need("&", tuple(parts))


def some(parts: Iterable[Need | Sign]) -> Need:
    """Returns the need for any of the parts (at least one)."""
    return Need("|", tuple(parts))


def characters(text: str) -> list[Sign]:
    """Returns what a plain text is looked for by: its pairs of characters; of one character, itself."""
    return [Sign("g", pair) for pair in _runs(text, 2)]


def letters(text: str) -> Need:
    """Returns the need for pinyin: as initials, or in full where it is long enough to mean anything."""
    initials = every(Sign("i", pair) for pair in _runs(text, 2))
    full = [Sign("p", run) for run in _runs(text, _SYLLABLES)] if len(text) >= _SYLLABLES else []
    return some([initials, every(full)]) if full else initials


def marked(marks: Iterable[Sign]) -> str:
    """Returns audiences, themes and life events as a text's row keeps them: one line each, its kind first."""
    return "".join(f"\n{mark.kind}{mark.text}" for mark in marks) + "\n"


def tokens(*, body: str, initials: str, sounds: str, marks: str) -> str:
    """Returns all the tokens of a text's row, parted by blanks: characters and their pairs, pinyin, marks."""
    found = {Sign("g", run) for line in body.split("\n") for length in (1, 2) for run in _cut(line, length)}
    found |= {Sign("i", run) for length in (1, 2) for run in _cut(initials, length)}
    found |= {Sign("p", run) for run in _cut(sounds, _SYLLABLES)}
    found |= {Sign(mark[0], mark[1:]) for mark in marks.split("\n") if mark}
    return " ".join(sorted(sign.token for sign in found))


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


def holding(need: Need) -> Sql:
    """Returns the statement for the ids of the texts that hold what is needed, by the index."""
    if connection.vendor == "postgresql":
        sql, joints = "SELECT id FROM catalogue_text WHERE words @@ %s::tsquery", {"&": " & ", "|": " | "}
    else:
        sql = "SELECT rowid FROM catalogue_words WHERE catalogue_words MATCH %s"
        joints = {"&": " AND ", "|": " OR "}
    return Sql(sql, (need.written(joints, lambda sign: sign.token),))


def held(need: Need) -> Sql:
    """Returns the same as a condition on an entry: the texts lead to it."""
    found = holding(need)
    return Sql(f"catalogue_entry.text_id IN ({found.text})", found.given)


def saying(need: Need, table: str = "catalogue_text") -> Sql:
    """Returns the same as a condition on a joined text, each looked at: for few, that is quicker than the index."""
    sql = need.written(
        {"&": " AND ", "|": " OR "}, lambda sign: f"{_where(table, _COLUMNS.get(sign.kind, 'marks'))} > 0"
    )
    looked = (sign.text if sign.kind in _COLUMNS else f"\n{sign.kind}{sign.text}\n" for sign in need.signs())
    return Sql(sql, tuple(looked))


def number(column: str, pairs: Sequence[str]) -> Sql:
    """Returns how many of the pairs of characters a joined text's column holds."""
    cases = " + ".join(f"CASE WHEN {_where('catalogue_text', column)} > 0 THEN 1 ELSE 0 END" for _ in pairs)
    return Sql(f"({cases})", tuple(pairs))


def _where(table: str, column: str) -> str:
    return f"{FIND[connection.vendor]}({table}.{column}, %s)"
