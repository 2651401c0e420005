"""Find the streams over which something marked as overdue is still owed without reading all of them.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0023", "0022", None, None
LATE = sa.text("""replace(deadlines, '"overdue":"', '') <> deadlines""")


def upgrade() -> None:
    op.create_index("stream_late", "stream", ["id"], sqlite_where=LATE, postgresql_where=LATE)


def downgrade() -> None:
    op.drop_index("stream_late", "stream")
