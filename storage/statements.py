"""SQL of the write path, built once from the tables: on SQLite one executemany, on PostgreSQL one unnest.

What PostgreSQL is sent `alone` takes one row, value by value: arrays of one cost the driver more than the database.
"""

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

    def postgresql(self, *, alone: bool = False) -> str:
        source = f"SELECT * FROM {_new(self.table, self.columns, alone)}"  # noqa: S608 - names of our own tables
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

    def postgresql(self, *, alone: bool = False) -> str:
        where = " AND ".join(f'old."{key}" = new."{key}"' for key in self.keys)
        values = ", ".join(f'"{name}" = new."{name}"' for name in self.set)
        source = _new(self.table, self.columns, alone)
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

    def postgresql(self, *, alone: bool = False) -> str:
        source = _new(self.table, self.keys, alone)
        where = " AND ".join(f'old."{key}" = new."{key}"' for key in self.keys)
        return f"DELETE FROM {self.table.name} AS old USING {source} WHERE {where}"  # noqa: S608


type_of_statement = Write | Change | Remove


@lru_cache(maxsize=512)
def together(statements: tuple[type_of_statement, ...], *, alone: bool = False) -> str:
    """Several statements as one: PostgreSQL takes the round trip, the parsing and the planning once."""
    *first, last = (statement.postgresql(alone=alone) for statement in statements)
    parts = ", ".join(f"w{n} AS ({text})" for n, text in enumerate(first))
    return f"WITH {parts} {last}" if parts else last


def _new(table: Table, columns: Sequence[str], alone: bool) -> str:
    """The rows sent as the table `new`; arrays in binary, for text arrays are quoted letter by letter."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    types = [table.columns[name].type.compile(dialect) for name in columns]
    if alone:
        return f"(VALUES ({', '.join(f'%b::{each}' for each in types)})) AS new ({_names(columns)})"
    return f"unnest({', '.join(f'%b::{each}[]' for each in types)}) AS new ({_names(columns)})"


def transposed(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows as one list per column: what unnest takes."""
    return [list(column) for column in zip(*rows, strict=True)]


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
