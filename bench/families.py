"""A programme of very many projects: the rows of played ones, copied under other names, 1,000 projects a call.

Only some of the copies have events of their own: pages that list streams, deadlines and money read none. SQLite only.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.store import Store

PER_CALL = 1_000
"""Projects of one call."""
RECORDED = 100
"""Copies of a family that are in the record too."""
NAMED = "substr({column}, 1, length({column}) - 5) || printf('%05x', ?1)"
"""The name of a copy: its model's with the number of the copy at its end."""
DEADLINE = "id, kind, owner, rule, start, length, calendar, due_date, expires_at, status"
PARENTS = ("project", "support")


def multiplied(store: Store, projects: int, others: Sequence[Path] = ()) -> int:
    """Copy the families until there are so many projects; how many there are then.

    With files of `others`, earlier plays of the same call, a call is copied from one and the next from another.
    """
    with store.transaction() as transaction:
        cursor = transaction.cursor
        for n, file in enumerate(others, 1):
            cursor.execute(f"ATTACH ? AS play_{n}", (str(file),))
        owns = [_taken(cursor, n, f"play_{n}" if n else "main") for n in range(len(others) + 1)]
        ((call,),) = transaction.query("SELECT id FROM stream WHERE kind = 'call'")
        there = owns[0]
        with _unindexed(cursor):
            for n, (name, model) in enumerate(_copies(owns, projects - there), 1):
                cursor.execute(_call(cursor), (name, call))
                cursor.execute(_streams(cursor, model), (n, name))
                cursor.execute(_deadlines(model), (n,))
                if n <= RECORDED:
                    cursor.execute(_events(model), (n,))
                    cursor.execute(_leaves(model), (n,))
                there += owns[model]
    return there


def _copies(owns: Sequence[int], wanted: int) -> Iterator[tuple[str, int]]:
    """The call of each copy to make, and its model."""
    call, room = -1, 0
    while True:
        if room < owns[call % len(owns)]:
            call, room = call + 1, PER_CALL
        own = owns[call % len(owns)]
        if wanted < own:
            return
        yield f"call-{call:06d}", call % len(owns)
        wanted, room = wanted - own, room - own


def _taken(cursor: Any, n: int, play: str) -> int:
    """Keep the rows of a model at hand; how many projects it has."""
    for name, which in (("stream", "kind <> 'call'"), ("deadline", "status = 'open'"), ("event", "1"), ("leaf", "1")):
        cursor.execute(f"CREATE TEMP TABLE {name}_{n} AS SELECT * FROM {play}.{name} WHERE {which}")  # noqa: S608 - our own names
    return int(cursor.execute(f"SELECT count(*) FROM stream_{n} WHERE kind = 'project'").fetchone()[0])  # noqa: S608


@contextmanager
def _unindexed(cursor: Any) -> Iterator[None]:
    """Indexes are made anew once, which is cheaper than row by row."""
    found = "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    made = cursor.execute(found).fetchall()
    for name, _ in made:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, sql in made:
        cursor.execute(sql)


def _columns(cursor: Any) -> list[str]:
    return [str(row[1]) for row in cursor.execute("PRAGMA main.table_info(stream)")]


def _streams(cursor: Any, model: int) -> str:
    """Every stream of a played call under another name, in a family of its own."""
    above = {name: NAMED.format(column=name) for name in PARENTS}
    changed = {
        "id": NAMED.format(column="id"),
        "call": "?2",
        **{name: f"CASE WHEN {name} = '' THEN '' ELSE {named} END" for name, named in above.items()},
        "facts": f"CASE WHEN support = '' THEN facts ELSE replace(facts, support, {above['support']}) END",
    }
    columns = _columns(cursor)
    taken = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO main.stream ({names}) SELECT {taken} FROM stream_{model}"  # noqa: S608


def _deadlines(model: int) -> str:
    named = NAMED.format(column="d.stream")
    taken = ", ".join(f'd."{each}"' for each in DEADLINE.split(", "))
    which = f"deadline_{model} d JOIN stream_{model} m ON m.id = d.stream"
    return f"INSERT INTO main.deadline (stream, {DEADLINE}) SELECT {named}, {taken} FROM {which}"  # noqa: S608


def _events(model: int) -> str:
    """The events of a copy; their hashes stay those of the model, so nothing of it can be verified."""
    named = NAMED.format(column="e.stream")
    taken = f'{named}, version, hash, actor, "key", digest, replace(body, e.stream, {named})'
    which = f"event_{model} e WHERE e.stream NOT LIKE 'call-%' ORDER BY e.rowid"
    return f'INSERT INTO main.event (stream, version, hash, actor, "key", digest, body) SELECT {taken} FROM {which}'  # noqa: S608


def _leaves(model: int) -> str:
    named = NAMED.format(column="l.stream")
    numbered = "(SELECT max(n) FROM main.leaf) + row_number() OVER (ORDER BY l.n)"
    which = f"leaf_{model} l JOIN event_{model} e ON e.stream = l.stream AND e.version = l.version"
    which += " WHERE e.stream NOT LIKE 'call-%'"
    return (
        f"INSERT INTO main.leaf (n, stream, version, hash) SELECT {numbered}, {named}, l.version, l.hash FROM {which}"  # noqa: S608
    )


def _call(cursor: Any) -> str:
    columns = _columns(cursor)
    names = ", ".join(f'"{name}"' for name in columns)
    taken = ", ".join("?1" if name == "id" else f'"{name}"' for name in columns)
    return f"INSERT OR IGNORE INTO main.stream ({names}) SELECT {taken} FROM main.stream WHERE id = ?2"  # noqa: S608
