"""SQL of the write path, built once from the tables: on SQLite one executemany, on PostgreSQL one unnest."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql


@dataclass(frozen=True)
class Write:
    """Insert rows (tuples in column order) into a table; on a repeated key replace `update` columns, or refuse."""

    table: Table
    update: tuple[str, ...] = ()
    keep: bool = False

    @property
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


@dataclass(frozen=True)
class Change:
    """Set one column of rows found by their whole key; rows are (key…, value)."""

    table: Table
    column: str

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.primary_key.columns)

    @cached_property
    def sqlite(self) -> str:
        where = " AND ".join(f'"{key}" = ?{n}' for n, key in enumerate(self.keys, 1))
        return f'UPDATE {self.table.name} SET "{self.column}" = ?{len(self.keys) + 1} WHERE {where}'  # noqa: S608

    @cached_property
    def postgresql(self) -> str:
        named = (*self.keys, self.column)
        arrays = _arrays(self.table, named)
        where = " AND ".join(f'old."{key}" = new."{key}"' for key in self.keys)
        source = f"unnest({arrays}) AS new ({_names(named)})"
        target = f'UPDATE {self.table.name} AS old SET "{self.column}" = new."{self.column}"'  # noqa: S608
        return f"{target} FROM {source} WHERE {where}"


def _arrays(table: Table, columns: Sequence[str]) -> str:
    """A typed array placeholder for each column."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return ", ".join(f"%s::{table.columns[name].type.compile(dialect)}[]" for name in columns)


def transposed(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows as one list per column: what unnest takes."""
    return [list(column) for column in zip(*rows, strict=True)]


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
