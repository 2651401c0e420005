"""Organisations, people, their duties, and how they sign in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXT, MICROS, BYTES = sa.String(), sa.BigInteger(), sa.LargeBinary()


def _table(table: str, key: Sequence[str], /, **columns: object) -> None:
    made: list[sa.Column[object]] = [sa.Column(column, kind, nullable=False) for column, kind in columns.items()]  # type: ignore[arg-type]
    op.create_table(table, *made, sa.PrimaryKeyConstraint(*key), sqlite_with_rowid=False)


def upgrade() -> None:
    _table("organisation", ["id"], id=TEXT, ko=TEXT, en=TEXT, status=TEXT)
    _table(
        "person", ["id"], id=TEXT, login=TEXT, status=TEXT, password=TEXT, failures=sa.Integer(), retry_at=MICROS,
        issuer=TEXT, subject=TEXT, secret=BYTES, profile=BYTES,
    )  # fmt: skip
    op.create_index("person_login", "person", ["login"], unique=True)
    op.create_index("person_subject", "person", ["issuer", "subject"], unique=False)
    _table(
        "duty", ["id"], id=TEXT, person=TEXT, role=TEXT, org=TEXT, since=MICROS, until=MICROS, behalf=TEXT
    )  # fmt: skip
    op.create_index("duty_person", "duty", ["person"], unique=False)
    op.create_index("duty_org", "duty", ["org", "role"], unique=False)
    _table(
        "credential", ["hash"], hash=TEXT, id=TEXT, kind=TEXT, person=TEXT, name=TEXT, scope=TEXT, created=MICROS,
        expires=MICROS, seen=MICROS,
    )  # fmt: skip
    op.create_index("credential_person", "credential", ["person", "kind"], unique=False)
    op.create_table(
        "people_event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    _seal()


def _seal() -> None:
    """What is recorded admits no update and no delete."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            what = f"BEFORE {verb} ON people_event BEGIN SELECT RAISE(ABORT, 'the record admits no change'); END"
            op.execute(f"CREATE TRIGGER people_event_no_{verb.lower()} {what}")
        return
    when = "BEFORE UPDATE OR DELETE ON people_event FOR EACH ROW"
    op.execute(f"CREATE TRIGGER people_event_is_final {when} EXECUTE FUNCTION record_is_final()")
