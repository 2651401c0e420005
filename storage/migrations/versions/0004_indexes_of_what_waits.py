"""Index only what waits: open deadlines, pending timers, streams below a project or a support."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = (
    ("deadline_book", "deadline"),
    ("timer_due", "timer"),
    ("stream_project", "stream"),
    ("stream_support", "stream"),
)
AFTER = (
    ("deadline_open", "deadline", ["expires_at"], "status = 'open'"),
    ("timer_pending", "timer", ["due_at", "stream"], "status = 'pending'"),
    ("stream_project", "stream", ["project", "kind"], "project <> ''"),
    ("stream_support", "stream", ["support"], "support <> ''"),
)


def upgrade() -> None:
    for name, table in BEFORE:
        op.drop_index(name, table_name=table)
    for name, table, columns, where in AFTER:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
