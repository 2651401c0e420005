"""Look for streams in an index of what they are found by, not through all their facts; those of a place by the place.

Revision ID: 0022
Revises: 0021
"""

from alembic import op

revision, down_revision, branch_labels, depends_on = "0022", "0021", None, None


BOARD = ["kind", "call", "state", "id"]


def upgrade() -> None:
    op.drop_index("stream_board", "stream")
    op.create_index("stream_board", "stream", [*BOARD, "phase", "holder", "province", "area", "ministries"])
    op.drop_index("stream_holder", "stream")
    op.create_index("stream_holder", "stream", ["holder", "kind", "id"])
    op.drop_index("stream_area", "stream")
    op.create_index("stream_area", "stream", ["kind", "province", "area", "id"])
    op.create_index("stream_found", "stream", ["kind", "id", "search", "area", "holder", "ministries"])


def downgrade() -> None:
    op.drop_index("stream_found", "stream")
    op.drop_index("stream_area", "stream")
    op.create_index("stream_area", "stream", ["area"])
    op.drop_index("stream_holder", "stream")
    op.create_index("stream_holder", "stream", ["holder", "kind"])
    op.drop_index("stream_board", "stream")
    op.create_index("stream_board", "stream", BOARD)
