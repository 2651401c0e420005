"""What keyed requests were answered, kept for a day so that a repeat does nothing twice."""

from datetime import datetime, timedelta

from states.instants import micros
from storage.people_tables import AnsweredRow
from storage.statements import Write
from storage.transaction import Transaction, table

ROWS = Write(table(AnsweredRow))
KEPT = timedelta(days=1)


def answered(transaction: Transaction, person: str, key: str) -> tuple[str, str] | None:
    """Fingerprint of the request and the answer's body a person's key stands for; nobody else gets to it meanwhile."""
    transaction.alone(f"answered {person} {key}")
    rows = transaction.query('SELECT request, body FROM answered WHERE person = ? AND "key" = ?', person, key)
    return (str(rows[0][0]), str(rows[0][1])) if rows else None


def keep(transaction: Transaction, person: str, key: str, request: str, body: str, now: datetime) -> None:
    """Remember an answer; those older than a day are forgotten."""
    transaction.cursor.execute(f"DELETE FROM answered WHERE created < {transaction.mark}", (micros(now - KEPT),))  # noqa: S608
    transaction.put({ROWS: [(person, key, request, body, micros(now))]})
