"""Work that takes longer than a request, as rows: asked for, under way, ended; and when it last said that it lives."""

from dataclasses import astuple, dataclass, fields

from states.roles import Actor
from storage.people_tables import LongJobRow
from storage.statements import Write
from storage.transaction import Reader, Transaction, table

ROWS = Write(table(LongJobRow))
QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN = (QUEUED, RUNNING)


@dataclass(frozen=True, slots=True)
class LongJob:
    """`asked`, `result`: JSON; `done` of `total` in the work's own measure; instants in microseconds, 0: not yet.

    `behalf`: the absent person whose duty it was asked for in, if any.
    """

    id: str
    person: str
    role: str
    org: str
    kind: str
    asked: str
    status: str
    done: int
    total: int
    result: str
    created: int
    beat: int
    ended: int
    behalf: str = ""


COLUMNS = ", ".join(field.name for field in fields(LongJob))


def add(transaction: Transaction, job: LongJob) -> None:
    transaction.put({ROWS: [astuple(job)]})


def find(reader: Reader, id: str) -> LongJob | None:
    rows = reader.query(f"SELECT {COLUMNS} FROM long_job WHERE id = ?", id)  # noqa: S608 - our own names
    return LongJob(*rows[0]) if rows else None


def of(reader: Reader, actor: Actor, limit: int) -> list[LongJob]:
    """What somebody asked for in a duty, the newest first."""
    where = "person = ? AND role = ? AND org = ?"
    sql = f"SELECT {COLUMNS} FROM long_job WHERE {where} ORDER BY created DESC, id LIMIT ?"  # noqa: S608
    return [LongJob(*row) for row in reader.query(sql, actor.id, actor.role, actor.org, limit)]


def alive(reader: Reader, since: int) -> int:
    """How many are open and were heard of since an instant."""
    sql = "SELECT count(*) FROM long_job WHERE status IN (?, ?) AND beat >= ?"
    return int(reader.query(sql, *OPEN, since)[0][0])


def set_open(transaction: Transaction, id: str, **values: object) -> bool:
    """Change a job that has not ended; whether it was still open."""
    sets = ", ".join(f"{name} = ?" for name in values)
    sql = f"UPDATE long_job SET {sets} WHERE id = ? AND status IN (?, ?)"  # noqa: S608 - our own names
    cursor = transaction.cursor
    cursor.execute(sql.replace("?", transaction.mark), (*values.values(), id, *OPEN))
    return bool(cursor.rowcount)


def forget(transaction: Transaction, before: int) -> list[str]:
    """Drop what was last heard of before an instant; the ids."""
    ids = [str(row[0]) for row in transaction.query("SELECT id FROM long_job WHERE beat < ?", before)]
    for id in ids:
        transaction.cursor.execute(f"DELETE FROM long_job WHERE id = {transaction.mark}", (id,))  # noqa: S608
    return ids
