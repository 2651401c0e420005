"""The ledger: leaves, tiles, checkpoints, and the journal of acts on the record itself."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FINAL = ("leaf", "checkpoint", "journal")


def upgrade() -> None:
    op.create_table(
        "leaf",
        sa.Column("n", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sqlite_with_rowid=False,
    )
    op.create_index("leaf_of", "leaf", ["stream", "version", "hash"], unique=True)
    op.create_table(
        "tile",
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "n"),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("drained", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("size"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "journal",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "version"),
        sqlite_with_rowid=False,
    )
    for name in FINAL:
        _seal(name)


def _seal(name: str) -> None:
    """What is recorded admits no update and no delete."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            what = f"BEFORE {verb} ON {name} BEGIN SELECT RAISE(ABORT, 'the record admits no {verb.lower()}'); END"
            op.execute(f"CREATE TRIGGER {name}_no_{verb.lower()} {what}")
        return
    when = f"BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW"
    op.execute(f"CREATE TRIGGER {name}_is_final {when} EXECUTE FUNCTION record_is_final()")
