"""Answers of keyed requests, and long jobs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "answered",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index("answered_created", "answered", ["created"])
    texts = ("id", "person", "role", "org", "kind")
    numbers = ("done", "total")
    op.create_table(
        "long_job",
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in numbers),
        sa.Column("result", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("created", "beat", "ended")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("long_job_person", "long_job", ["person", "created"])
    op.create_index("long_job_status", "long_job", ["status"])
