"""Find the streams over which something waits for a second person without reading the facts of all of them.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0021", "0020", None, None
WAITING = sa.text("""replace(facts, '"proposals":{"', '') <> facts""")


def upgrade() -> None:
    op.create_index("stream_waiting", "stream", ["id"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index("stream_waiting", "stream")
