"""A consistent copy of a database while it runs, and the way back: SQLite by its own online backup.

The keys of people's names go into a file of their own beside it (`FILE.keys`), to be kept elsewhere and not for long:
what is erased later is then erased from the copy too, once that file is gone. Without it everything else comes back.
"""

import os
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import URL

from storage.durable import sync
from storage.errors import StorageError
from storage.store import Store

KEYS = "person_key"
"""The table that is kept apart."""
PAGES = 2048
"""Copied at once; between two lots writers take their turn."""
DUMP = ("pg_dump", "--format=custom", "--no-owner")
RESTORE = ("pg_restore", "--exit-on-error", "--no-owner", "--single-transaction")


def keys_of(file: Path) -> Path:
    """Where the keys of a backup's people are."""
    return file.with_name(f"{file.name}.keys")


def backup(store: Store, file: Path) -> int:
    """Write one consistent moment to a new file; its size in bytes. StorageError if the file exists or cannot be."""
    keys = keys_of(file)
    for each in (file, keys):
        if each.exists():
            raise StorageError(f"the file {each} exists: a backup overwrites nothing")
    partial, some = (each.with_name(f"{each.name}.partial") for each in (file, keys))
    try:
        _copied(store, partial, some)
        some.chmod(0o600)
        sync(partial, some)
        some.rename(keys)
        partial.rename(file)
        sync(file.parent)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        some.unlink(missing_ok=True)
        raise StorageError(f"the backup {file} cannot be written: {error}") from error
    return file.stat().st_size


def restore(store: Store, file: Path) -> None:
    """Bring a backup into a new database. StorageError if there is anything in it already."""
    if not file.is_file():
        raise StorageError(f"there is no backup {file}")
    try:
        _brought(store, file)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"the backup {file} cannot be restored: {error}") from error


def _copied(store: Store, file: Path, keys: Path) -> None:
    if not store.is_sqlite:
        _told(store.url, *DUMP, f"--exclude-table-data={KEYS}", f"--file={file}")
        _told(store.url, *DUMP, "--data-only", f"--table={KEYS}", f"--file={keys}")
        return
    source, target = sqlite3.connect(str(store.url.database)), sqlite3.connect(file)
    try:
        source.backup(target, pages=PAGES, sleep=0.001)
        target.execute("PRAGMA secure_delete=ON")
        target.execute("ATTACH ? AS apart", (str(keys),))
        target.execute(f"CREATE TABLE apart.{KEYS} AS SELECT * FROM main.{KEYS}")  # noqa: S608 - a constant
        target.execute(f"DELETE FROM main.{KEYS}")  # noqa: S608
        target.commit()
        damage = target.execute("PRAGMA quick_check").fetchone()[0]
        if damage != "ok":
            raise sqlite3.DatabaseError(damage)
    finally:
        target.close()
        source.close()


def _brought(store: Store, file: Path) -> None:
    keys = keys_of(file)
    if not store.is_sqlite:
        _told(store.url, *RESTORE, str(file))
        if keys.is_file():
            _told(store.url, *RESTORE, "--data-only", str(keys))
        return
    target = Path(str(store.url.database))
    if target.exists():
        raise StorageError(f"the database {store.name} exists: restore into a new one")
    source, made = sqlite3.connect(f"file:{file}?mode=ro", uri=True), sqlite3.connect(target)
    try:
        source.backup(made)
        if keys.is_file():
            made.execute("ATTACH ? AS apart", (str(keys),))
            made.execute(f"INSERT INTO main.{KEYS} SELECT * FROM apart.{KEYS}")  # noqa: S608 - a constant
            made.commit()
    finally:
        made.close()
        source.close()


def _told(url: URL, *line: str) -> None:
    """Run one of PostgreSQL's own tools on a database; its password is never on the line. OSError with its words."""
    where = url.set(drivername="postgresql", password=None).render_as_string()
    env = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run([*line, f"--dbname={where}"], env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise OSError(" ".join(done.stderr.split()))
