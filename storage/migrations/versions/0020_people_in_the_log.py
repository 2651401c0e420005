"""Changes of people become acts on the record, sealed like the others; what duties there are is carried over."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from states.canonical import dumps, loads
from states.instants import from_micros, written

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
STREAM, NEVER = "log-people", 2**62


def upgrade() -> None:
    connection = op.get_bind()
    prev = "0" * 64
    for version, content in enumerate(_contents(connection), 1):
        body = dumps({"format": 1, "stream": STREAM, "version": version, "prev": prev, **content}).decode()
        prev = sha256(body.encode()).hexdigest()
        row = {"stream": STREAM, "version": version, "hash": prev, "body": body}
        into = "(stream, version, hash, body) VALUES (:stream, :version, :hash, :body)"
        connection.execute(sa.text(f"INSERT INTO journal {into}"), row)
        into = "(stream, version, hash) VALUES (:stream, :version, :hash)"
        connection.execute(sa.text(f"INSERT INTO unsealed {into}"), row)
    op.drop_table("people_event")


def _contents(connection: sa.Connection) -> Iterator[Mapping[str, Any]]:
    """Every change so far, and at last what they led to."""
    at = ""
    for (text,) in connection.execute(sa.text("SELECT body FROM people_event ORDER BY seq")).all():
        old = loads(text.encode())
        at = old["at"]
        yield _content(old["by"], at, old["what"], old["facts"])
    if at:
        columns = "id, person, role, org, behalf, since, until"
        duties = connection.execute(sa.text(f"SELECT {columns} FROM duty ORDER BY id")).all()  # noqa: S608 - a constant
        people = connection.execute(sa.text("SELECT id, status FROM person ORDER BY id")).all()
        facts = {"duties": [_duty(*each) for each in duties], "statuses": {each.id: each.status for each in people}}
        yield _content("system", at, "people.carried", facts)


def _content(by: str, at: str, what: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"actor": {"id": by, "role": "", "org": ""}, "recorded_at": at, "what": what, "facts": facts}


def _duty(id: str, person: str, role: str, org: str, behalf: str, since: int, until: int) -> dict[str, str]:
    named = {"id": id, "person": person, "role": role, "org": org, "behalf": behalf}
    ends = {} if until == NEVER else {"until": written(from_micros(until))}
    return named | {"since": written(from_micros(since))} | ends
