"""Saved views of lists, remarks about streams, who is mentioned in them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("person", "name", "address")),
        sa.PrimaryKeyConstraint("person", "name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "remark",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("person", "role", "org")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "n"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mention",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "stream", "n"),
        sqlite_with_rowid=False,
    )
