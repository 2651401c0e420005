"""How much of the record is verified: all of it, or what came after a checkpoint that was kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from storage.ledger.journal import PEOPLE
from storage.projections import SENDING, type_of_row
from storage.queries import versions_in
from storage.transaction import Reader
from workflow.audit.chunks import Checked
from workflow.audit.duties import History
from workflow.audit.findings import Finding
from workflow.audit.people import people_hold
from workflow.audit.spans import Span, every_span, spans_of

LOG = "log"


@dataclass(slots=True)
class Whole:
    """What is only known over all parts."""

    events: int = 0
    findings: list[Finding] = field(default_factory=list)
    caused: dict[type_of_row, type_of_row] = field(default_factory=dict)
    ended: dict[type_of_row, str] = field(default_factory=dict)
    foreign: dict[type_of_row, type_of_row] = field(default_factory=dict)
    totals: dict[type_of_row, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def add(self, found: Checked) -> None:
        self.events += found.events
        self.findings += found.findings
        self.caused |= found.caused
        self.ended |= found.ended
        self.foreign |= found.foreign
        for key, amount in found.totals.items():
            self.totals[key] = self.totals.get(key, 0) + amount
        self.broken |= found.broken


class Extent:
    """The whole record."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def spans(self) -> list[Span]:
        """The streams that are checked."""
        return every_span(self.reader)

    def reactions(self, whole: Whole) -> Iterator[Finding]:
        """Timers that streams set on each other, now that every stream was folded."""
        made = _made(whole)
        for key in sorted(made.keys() | whole.foreign.keys()):
            if made.get(key) != whole.foreign.get(key) and not {str(key[0]), _causing(key)} & whole.broken:
                yield _timer(key)

    def balances(self, whole: Whole) -> Iterator[Finding]:
        """The running totals: the sum of what each stream claims."""
        return self._balances(whole.totals) if not whole.broken else iter(())

    def _balances(self, totals: Mapping[type_of_row, int]) -> Iterator[Finding]:
        rows = self.reader.query("SELECT scope, key, total FROM balance")
        stored = {(scope, key): total for scope, key, total in rows}
        for sum in sorted(stored.keys() | totals.keys()):
            if stored.get(sum) != totals.get(sum):
                yield Finding("projection.balance", " ".join(sum))

    def rest(self, whole: Whole, history: History) -> Iterator[Finding]:
        """What shows only over all that is stored: people; a notice is on its way exactly where a delivery is."""
        notice = "stream, version, n, letter, role, org"
        sending = f"SELECT {notice} FROM outbox WHERE status = '{SENDING}'"  # noqa: S608 - constants
        delivered = f"SELECT {notice} FROM delivery"  # noqa: S608
        if PEOPLE not in whole.broken:
            yield from people_hold(self.reader, history)
        for one, other in ((sending, delivered), (delivered, sending)):
            for stream, version, n, *_ in self.reader.query(f"{one} EXCEPT {other}"):
                yield Finding("projection.delivery", stream, version, {"n": n})


class Since(Extent):
    """What came after the first `begin` leaves: the streams that moved and people, whole, and that no other did.

    What did not move is taken as it was verified then, but for its head: it must still be the one in the log.
    """

    def __init__(self, reader: Reader, begin: int) -> None:
        super().__init__(reader)
        moved = "SELECT stream FROM leaf WHERE n >= ? UNION SELECT stream FROM unsealed"
        names = {stream for (stream,) in reader.query(moved, begin)}
        below = f"SELECT project FROM stream WHERE project <> '' AND id IN ({moved})"  # noqa: S608 - a constant
        self.names = names | {project for (project,) in reader.query(below, begin)} | {PEOPLE}
        self.versions = versions_in(reader, sorted(self.names), begin)

    def spans(self) -> list[Span]:
        return spans_of(self.names)

    def reactions(self, whole: Whole) -> Iterator[Finding]:
        made, foreign = _made(whole), dict(whole.foreign)
        new = {key for key in made if self._is_new(key)}
        for key in new:
            if key[0] not in self.names:
                columns = 'stream, id, "trigger", data, due_at, status'
                sql = f"SELECT {columns} FROM timer WHERE stream = ? AND id = ?"  # noqa: S608 - a constant
                foreign |= {row[:2]: row[2:] for row in self.reader.query(sql, *key)}
        known = {key for key in foreign if key in made or (_causing(key) in self.names and self._is_new(key))}
        for key in sorted(new | known):
            if made.get(key) != foreign.get(key) and not {str(key[0]), _causing(key)} & whole.broken:
                yield _timer(key)

    def _is_new(self, key: type_of_row) -> bool:
        version = str(key[1]).partition("@")[2].partition("#")[0]
        return int(version) > self.versions.get(_causing(key), 0)

    def balances(self, whole: Whole) -> Iterator[Finding]:
        rows = self.reader.query("SELECT scope, key, sum(amount) FROM claim GROUP BY scope, key")
        return self._balances({(scope, key): int(total) for scope, key, total in rows})

    def rest(self, whole: Whole, history: History) -> Iterator[Finding]:
        """Besides, records are as many as leaves and what waits; every stream stands where the log last saw it."""
        yield from super().rest(whole, history)
        tables = ("event", "refusal", "journal", "leaf", "unsealed")
        count = {name: self.reader.query(f"SELECT count(*) FROM {name}")[0][0] for name in tables}  # noqa: S608 - ours
        records = count["event"] + count["refusal"] + count["journal"]
        if records != count["leaf"] + count["unsealed"]:
            yield Finding("log.count", LOG, 0, {"records": records, "leaves": count["leaf"] + count["unsealed"]})
        at_head = "l.stream = s.id AND l.version = s.version AND l.hash = s.head"
        sql = f"SELECT s.id FROM stream s WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE {at_head})"  # noqa: S608
        for (stream,) in self.reader.query(f"{sql} ORDER BY s.id"):
            if stream not in self.names:
                yield Finding("projection.stream", stream, 0, {"key": stream})


def _made(whole: Whole) -> dict[type_of_row, type_of_row]:
    """The timers streams set on others as they must stand, by stream and id."""
    return {key: (*row[2:-1], whole.ended.get(key, row[-1])) for key, row in whole.caused.items()}


def _causing(key: type_of_row) -> str:
    return str(key[1]).partition("@")[0]


def _timer(key: type_of_row) -> Finding:
    return Finding("projection.timer", str(key[0]), 0, {"key": " ".join(map(str, key))})
