"""The participants of older projects by their organisation: 0005 filled the column as if each were a plain name."""

from collections.abc import Sequence
from json import loads

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STREAM = sa.table("stream", *(sa.column(name, sa.String) for name in ("id", "kind", "facts", "participants")))


def upgrade() -> None:
    """Write what the projection writes: every organisation once, in order. Doing it twice changes nothing."""
    connection = op.get_bind()
    found = sa.select(STREAM.c.id, STREAM.c.facts).where(STREAM.c.kind == "project", STREAM.c.participants != "")
    for id, facts in connection.execute(found).all():
        orgs = " ".join(sorted(str(each["org"]) for each in loads(facts).get("participants") or ()))
        connection.execute(sa.update(STREAM).where(STREAM.c.id == id).values(participants=orgs))
