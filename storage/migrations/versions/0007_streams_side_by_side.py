"""On SQLite keep streams in a plain table: clustered, one with facts of more than 1 kB took overflow pages."""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("stream", recreate="always", table_kwargs={"sqlite_with_rowid": True}):
            """What is copied is a plain table, with its indexes."""
