"""State from events alone: what was decided is folded under its pinned definition, and every link is checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from msgspec import MsgspecError

from states.context import Stream
from states.folding import LINK, Folding, Link
from states.instants import written
from states.migration import MIGRATE
from storage.projections import Rows, delivering, derive, derive_refusal, stream_row
from storage.store import Store
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.definitions import Definitions
from workflow.errors import RecordFault, WorkflowError

type_of_event = tuple[int, str, str]
"""Version, hash, body."""
type_of_legal = frozenset[tuple[str, str, str]]
"""Source, row and destination of every step a lifecycle allows."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored row that is not what the events make it: table, key, both sides (None where there is none)."""

    table: str
    key: tuple[Any, ...]
    stored: tuple[Any, ...] | None
    computed: tuple[Any, ...] | None


class Replayer:
    """Folds streams. Checks sequence, chain and legality of every step; a fault names stream, version and cause."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self._legal: dict[str, type_of_legal] = {}

    def take(self, now: Folding, version: int, hash: str, body: bytes) -> Link:
        """Move a stream on by its next event, and give its link. RecordFault where that does not hold."""
        if sha256(body).hexdigest() != hash:
            raise RecordFault(now.id, version, "the body does not have the hash stored beside it")
        try:
            link = LINK.decode(body)
        except MsgspecError as error:
            raise RecordFault(now.id, version, f"is no event: {error}") from error
        if version != link.version or version != now.version + 1 or link.stream != now.id:
            raise RecordFault(now.id, version, f"follows version {now.version}: an event is missing or renumbered")
        if link.prev != now.head:
            raise RecordFault(now.id, version, "does not continue the chain of its stream")
        if link.source != now.state:
            raise RecordFault(now.id, version, f"starts from {link.source}, but the stream was {now.state}")
        legal = self._legal.get(link.lifecycle) or self._known(now.kind, link.lifecycle)
        if (link.source, link.row, link.to) not in legal and not self._crosses(now, link, body):
            raise RecordFault(now.id, version, f"no row {link.row} leads from {link.source} to {link.to}")
        try:
            now.take(link, hash)
        except (KeyError, TypeError) as error:
            raise RecordFault(now.id, version, f"does nothing that can be done to deadlines: {error}") from error
        return link

    def _known(self, kind: str, fingerprint: str) -> type_of_legal:
        legal = self._legal[fingerprint] = self.definitions.outline(kind, fingerprint).legal
        return legal

    def _crosses(self, now: Folding, link: Link, body: bytes) -> bool:
        """Whether a step no row allows is the crossing of a stored migration."""
        named = link.changes.get("migration", "") if link.changes and link.trigger == MIGRATE else ""
        migration = self.definitions.migration(named) if named else None
        return migration is not None and migration.crosses(now.stream, orjson.loads(body))

    def steps(self, stream: str, events: Iterable[type_of_event]) -> Iterator[tuple[Mapping[str, Any], Stream]]:
        """Each event of a stream with the stream as it left it. RecordFault at the first link that does not hold."""
        now = begun(stream)
        for version, hash, body in events:
            self.take(now, version, hash, body.encode())
            yield orjson.loads(body), now.stream

    def every(self, reader: Reader) -> Iterator[tuple[bytes, Folding]]:
        """Each event's body with its stream, which moves on as the next one comes. RecordFault as in `take`."""
        streams: dict[str, Folding] = {}
        for stream, version, hash, body in reader.every_event():
            now = streams.get(stream)
            if now is None:
                now = streams[stream] = begun(stream)
            self.take(now, version, hash, body)
            yield body, now


def begun(stream: str) -> Folding:
    """A stream before its first event."""
    return Folding(Stream(stream, kind_of(stream)))


def stream_at(
    reader: Reader, replayer: Replayer, stream: str, *, version: int | None = None, at: datetime | None = None
) -> Stream:
    """A stream as it was at a version or a recorded instant, from events alone; UNBORN before its first event.

    WorkflowError for a version it never had.
    """
    events = reader.events(stream)
    if version is not None and not 0 <= version <= len(events):
        raise WorkflowError(f"{stream} has versions 0 to {len(events)}, not {version}")
    now, limit = begun(stream), written(at) if at else ""
    before = now.stream
    for number, hash, body in events[:version] if version is not None else events:
        link = replayer.take(now, number, hash, body.encode())
        if limit and link.recorded_at > limit:
            return before
        before = now.stream if limit else before
    return now.stream


def changes(before: Stream, after: Stream) -> dict[str, tuple[Any, Any]]:
    """What differs between two moments of a stream: state and facts by name, as (old, new)."""
    old, new = ({"state": each.state, **each.facts} for each in (before, after))
    names = sorted(old.keys() | new.keys())
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


def rebuild(store: Store, definitions: Definitions) -> tuple[int, list[Difference]]:
    """Compute every projection again from the record and compare it row by row with what is stored.

    How many events were folded, and every difference. RecordFault where the record itself does not hold.
    """
    with store.snapshot() as reader:
        rows, streams, count = _folded(reader, Replayer(definitions))
        computed = _tables(rows, streams, definitions)
        computed["unsealed"] = _waiting(reader, computed["unsealed"])
        differences = [each for name, table in computed.items() for each in _compared(reader, name, table)]
    return count, differences


def _folded(reader: Reader, replayer: Replayer) -> tuple[Rows, dict[str, Stream], int]:
    rows, streams, count = Rows(), dict[str, Folding](), 0
    for body, now in replayer.every(reader):
        derive(orjson.loads(body), now.head, rows)
        streams[now.id] = now
        count += 1
    for stream, hash, text in reader.table_rows("refusal", ("stream", "hash", "body")):
        if sha256(text.encode()).hexdigest() != hash:
            raise RecordFault(stream, 0, f"the refusal {hash[:12]} does not have the hash stored beside it")
        derive_refusal(orjson.loads(text), hash, rows)
    return rows, {id: now.stream for id, now in streams.items()}, count


def _tables(
    rows: Rows, streams: Mapping[str, Stream], definitions: Definitions
) -> dict[str, dict[tuple[Any, ...], Any]]:
    """The projections as {table: {key: rest of the row}}."""
    phases = {id: definitions.state(s.kind, s.lifecycle, s.state).phase for id, s in streams.items()}
    totals: dict[tuple[str, str], int] = {}
    for (scope, key, _), amount in rows.claims.items():
        totals[scope, key] = totals.get((scope, key), 0) + amount
    return {
        "stream": {(id,): stream_row(stream, phases[id])[1:] for id, stream in streams.items()},
        "deadline": {key: row[2:] for key, row in rows.deadlines.items()},
        "timer": {key: (*row[2:-1], rows.spent.get(key, row[-1])) for key, row in rows.timers.items()},
        "claim": {key: (amount,) for key, amount in rows.claims.items()},
        "balance": {key: (total,) for key, total in totals.items()},
        "outbox": {row[:3]: row[3:] for row in rows.outbox},
        "unsealed": dict.fromkeys(rows.unsealed, ()),
    }


def _waiting(reader: Reader, recorded: Mapping[tuple[Any, ...], Any]) -> dict[tuple[Any, ...], Any]:
    """What must wait to be sealed: everything recorded, acts on the record among it, that the log has not taken in."""
    journal = reader.table_rows("journal", ("stream", "version", "hash"))
    sealed = set(reader.table_rows("leaf", ("stream", "version", "hash")))
    return dict.fromkeys((key for key in [*recorded, *journal] if key not in sealed), ())


def _compared(reader: Reader, name: str, computed: Mapping[tuple[Any, ...], Any]) -> Iterator[Difference]:
    columns, width = reader.shape(name)
    stored = {row[:width]: row[width:] for row in reader.table_rows(name, columns)}
    for key in sorted(stored.keys() | computed.keys(), key=str):
        if stored.get(key) != computed.get(key) and not (
            name == "outbox" and delivering(computed.get(key), stored.get(key))
        ):
            yield Difference(name, key, stored.get(key), computed.get(key))
