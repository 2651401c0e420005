"""The write path's SQL, as it is sent."""

import pytest

from storage.statements import Change, Write, together, transposed
from storage.tables import Balance, Timer, Unsealed
from storage.transaction import table


def test_writes_that_refuse_replace_or_keep() -> None:
    insert = 'INSERT INTO balance ("scope", "key", "total") VALUES (?, ?, ?)'
    assert Write(table(Balance)).sqlite == insert
    replaced = Write(table(Balance), update=("total",))
    assert replaced.sqlite == f'{insert} ON CONFLICT ("scope", "key") DO UPDATE SET "total" = excluded."total"'
    assert Write(table(Unsealed), keep=True).sqlite.endswith('ON CONFLICT ("stream", "version", "hash") DO NOTHING')
    assert replaced.postgresql() == (
        'INSERT INTO balance ("scope", "key", "total") '
        'SELECT * FROM unnest(%b::VARCHAR[], %b::VARCHAR[], %b::BIGINT[]) AS new ("scope", "key", "total") '
        'ON CONFLICT ("scope", "key") DO UPDATE SET "total" = excluded."total"'
    )


def test_a_change_finds_rows_by_their_whole_key() -> None:
    change = Change(table(Timer), ("status",))
    assert change.sqlite == 'UPDATE timer SET "status" = ?3 WHERE "stream" = ?1 AND "id" = ?2'
    assert change.postgresql() == (
        'UPDATE timer AS old SET "status" = new."status" '
        "FROM unnest(%b::VARCHAR[], %b::VARCHAR[], %b::VARCHAR[]) "
        'AS new ("stream", "id", "status") WHERE old."stream" = new."stream" AND old."id" = new."id"'
    )


def test_one_row_is_sent_value_by_value() -> None:
    assert Change(table(Timer), ("status",)).postgresql(alone=True) == (
        'UPDATE timer AS old SET "status" = new."status" '
        "FROM (VALUES (%b::VARCHAR, %b::VARCHAR, %b::VARCHAR)) "
        'AS new ("stream", "id", "status") WHERE old."stream" = new."stream" AND old."id" = new."id"'
    )


def test_several_statements_are_sent_as_one() -> None:
    first, last = Write(table(Balance)), Change(table(Timer), ("status", "due_at"))
    assert together((last,)) == last.postgresql()
    assert together((first, last)) == f"WITH w0 AS ({first.postgresql()}) {last.postgresql()}"
    assert together((first, last), alone=True) == (
        f"WITH w0 AS ({first.postgresql(alone=True)}) {last.postgresql(alone=True)}"
    )
    assert '"status" = new."status", "due_at" = new."due_at"' in last.postgresql()


def test_rows_become_columns() -> None:
    assert transposed([("a", 1), ("b", 2)]) == [["a", "b"], [1, 2]]
    with pytest.raises(ValueError, match="shorter"):
        transposed([("a", 1), ("b",)])
