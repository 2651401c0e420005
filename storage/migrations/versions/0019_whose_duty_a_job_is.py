"""Long jobs know whose duty they were asked for in, where a deputy asked."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("long_job", sa.Column("behalf", sa.String(), nullable=False, server_default=""))
