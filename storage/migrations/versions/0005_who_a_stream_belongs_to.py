"""Which organisation, municipality and participants a stream belongs to: what a reader may see is asked by these."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for name in ("holder", "area", "participants"):
        op.add_column("stream", sa.Column(name, sa.String(), nullable=False, server_default=""))
    _fill()
    op.create_index("stream_holder", "stream", ["holder", "kind"], unique=False)
    op.create_index("stream_area", "stream", ["area"], unique=False)


def _fill() -> None:
    """What the projection would have written, for streams that are there already."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    fact = "json_extract(facts, '$.{}')" if sqlite else "facts::jsonb ->> '{}'"
    lead, brn, area = (fact.format(name) for name in ("lead", "brn", "area"))
    op.execute(f"UPDATE stream SET holder = coalesce({lead}, {brn}, ''), area = coalesce({area}, '')")  # noqa: S608
    each = (
        "SELECT value AS one FROM json_each(facts, '$.participants')"
        if sqlite
        else "SELECT jsonb_array_elements_text(facts::jsonb -> 'participants') AS one"
    )
    joined = "group_concat(one, ' ')" if sqlite else "string_agg(one, ' ')"
    found = f"SELECT {joined} FROM (SELECT one FROM ({each}) AS listed ORDER BY one) AS sorted"  # noqa: S608
    has = """facts LIKE '%"participants":[%'"""
    op.execute(f"UPDATE stream SET participants = coalesce(({found}), '') WHERE kind = 'project' AND {has}")  # noqa: S608
