"""Webhooks: who listens where to which events, what is on its way to them, and every attempt."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    text = ("id", "person", "role", "org", "url", "events", "secret", "older", "status")
    op.create_table(
        "webhook",
        *(sa.Column(name, sa.String(), nullable=False) for name in text),
        sa.Column("personal", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("older_until", "position", "created")),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "webhook_message",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "webhook", "stream")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("created", "next_at")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("status", "reason")),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    op.create_index("webhook_message_due", "webhook_message", ["status", "next_at"])
    op.create_index("webhook_message_of", "webhook_message", ["webhook", "created", "key"])
    op.create_table(
        "webhook_attempt",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", "n"),
        sqlite_with_rowid=False,
    )
