"""SQL of the write path, built once from the tables: on SQLite one executemany, on PostgreSQL one unnest."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql


@dataclass(frozen=True, eq=False)
class Write:
    """Insert rows (tuples in column order) into a table; on a repeated key replace `update` columns, or refuse."""

    table: Table
    update: tuple[str, ...] = ()
    keep: bool = False

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.columns)

    @cached_property
    def sqlite(self) -> str:
        marks = ", ".join("?" for _ in self.columns)
        return f"INSERT INTO {self.table.name} ({_names(self.columns)}) VALUES ({marks}){self._conflict}"  # noqa: S608

    @cached_property
    def postgresql(self) -> str:
        arrays = _arrays(self.table, self.columns)
        source = f"SELECT * FROM unnest({arrays})"  # noqa: S608 - names of our own tables
        return f"INSERT INTO {self.table.name} ({_names(self.columns)}) {source}{self._conflict}"

    @property
    def _conflict(self) -> str:
        keys = _names(tuple(column.name for column in self.table.primary_key.columns))
        if self.update:
            return f" ON CONFLICT ({keys}) DO UPDATE SET " + ", ".join(f'"{c}" = excluded."{c}"' for c in self.update)
        return f" ON CONFLICT ({keys}) DO NOTHING" if self.keep else ""


@dataclass(frozen=True, eq=False)
class Change:
    """Set columns of rows found by their whole key; rows are (key…, value…)."""

    table: Table
    set: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.primary_key.columns)

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.keys, *self.set)

    @cached_property
    def sqlite(self) -> str:
        numbered = {name: f"?{n}" for n, name in enumerate(self.columns, 1)}
        where = " AND ".join(f'"{key}" = {numbered[key]}' for key in self.keys)
        values = ", ".join(f'"{name}" = {numbered[name]}' for name in self.set)
        return f"UPDATE {self.table.name} SET {values} WHERE {where}"  # noqa: S608 - names of our own tables

    @cached_property
    def postgresql(self) -> str:
        where = " AND ".join(f'old."{key}" = new."{key}"' for key in self.keys)
        values = ", ".join(f'"{name}" = new."{name}"' for name in self.set)
        source = f"unnest({_arrays(self.table, self.columns)}) AS new ({_names(self.columns)})"
        return f"UPDATE {self.table.name} AS old SET {values} FROM {source} WHERE {where}"  # noqa: S608


@dataclass(frozen=True, eq=False)
class Remove:
    """Delete rows found by their whole key; rows are keys."""

    table: Table

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.primary_key.columns)

    @cached_property
    def sqlite(self) -> str:
        where = " AND ".join(f'"{key}" = ?' for key in self.keys)
        return f"DELETE FROM {self.table.name} WHERE {where}"  # noqa: S608 - names of our own tables

    @cached_property
    def postgresql(self) -> str:
        source = f"unnest({_arrays(self.table, self.keys)}) AS gone ({_names(self.keys)})"
        where = " AND ".join(f'old."{key}" = gone."{key}"' for key in self.keys)
        return f"DELETE FROM {self.table.name} AS old USING {source} WHERE {where}"  # noqa: S608


type_of_statement = Write | Change | Remove


@lru_cache(maxsize=256)
def together(statements: tuple[type_of_statement, ...]) -> str:
    """Several statements as one: PostgreSQL takes the round trip, the parsing and the planning once."""
    parts = ", ".join(f"w{n} AS ({statement.postgresql})" for n, statement in enumerate(statements[:-1]))
    return f"WITH {parts} {statements[-1].postgresql}" if parts else statements[-1].postgresql


def _arrays(table: Table, columns: Sequence[str]) -> str:
    """A typed array placeholder for each column; in binary, for text arrays are quoted letter by letter."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return ", ".join(f"%b::{table.columns[name].type.compile(dialect)}[]" for name in columns)


def transposed(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows as one list per column: what unnest takes."""
    return [list(column) for column in zip(*rows, strict=True)]


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
