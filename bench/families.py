"""A programme of very many projects: the rows of a played one, copied under other names, 1,000 projects a call.

The copies have no events of their own: pages that list streams, deadlines and money read none. SQLite only.
"""

from storage.store import Store

PER_CALL = 1_000
"""Projects of one call."""
NAMED = "substr({column}, 1, length({column}) - 5) || printf('%05x', ?1)"
"""The name of a copy: its model's with the number of the copy at its end."""


def multiplied(store: Store, projects: int) -> int:
    """Copy every family until there are so many projects; how many there are then."""
    with store.transaction() as transaction:
        cursor = transaction.cursor
        ((model,),) = transaction.query("SELECT id FROM stream WHERE kind = 'call'")
        ((own,),) = transaction.query("SELECT count(*) FROM stream WHERE kind = 'project'")
        cursor.execute("CREATE TEMP TABLE model AS SELECT * FROM stream WHERE kind <> 'call'")
        cursor.execute("CREATE TEMP TABLE due AS SELECT * FROM deadline WHERE status = 'open'")
        copies = max(0, (projects - own) // own)
        for n in range(1, copies + 1):
            call = f"call-{n * own // PER_CALL:06d}"
            cursor.execute(_streams(cursor), (n, call))
            cursor.execute(_deadlines(), (n,))
        for n in range(copies * own // PER_CALL + 1):
            cursor.execute(_call(cursor), (f"call-{n:06d}", model))
    return int(own * (copies + 1))


def _columns(cursor: object) -> list[str]:
    found = cursor.execute("PRAGMA table_info(stream)").fetchall()  # type: ignore[attr-defined]
    return [str(row[1]) for row in found]


def _streams(cursor: object) -> str:
    """Every stream of the played call under another name, in a family of its own."""
    project, support = NAMED.format(column="project"), NAMED.format(column="support")
    changed = {
        "id": NAMED.format(column="id"),
        "call": "?2",
        "project": f"CASE WHEN project = '' THEN '' ELSE {project} END",
        "support": f"CASE WHEN support = '' THEN '' ELSE {support} END",
        "facts": f"CASE WHEN support = '' THEN facts ELSE replace(facts, support, {support}) END",
    }
    columns = _columns(cursor)
    taken = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO stream ({names}) SELECT {taken} FROM model"  # noqa: S608 - our own names


def _deadlines() -> str:
    columns = "id, kind, owner, rule, start, length, calendar, due_date, expires_at, status"
    named = NAMED.format(column="d.stream")
    which = "FROM due d JOIN model m ON m.id = d.stream"
    taken = ", ".join(f'd."{each}"' for each in columns.split(", "))
    return f"INSERT INTO deadline (stream, {columns}) SELECT {named}, {taken} {which}"


def _call(cursor: object) -> str:
    columns = _columns(cursor)
    names = ", ".join(f'"{name}"' for name in columns)
    taken = ", ".join("?1" if name == "id" else f'"{name}"' for name in columns)
    return f"INSERT OR IGNORE INTO stream ({names}) SELECT {taken} FROM stream WHERE id = ?2"  # noqa: S608 - our own
