"""State from events alone: what was decided is folded under its pinned definition, and every link is checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson

from states.context import UNBORN, Stream
from states.instants import written
from states.step import fold
from storage.projections import Rows, derive, derive_refusal, stream_row
from storage.store import Store
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.definitions import Definitions
from workflow.errors import RecordFault, WorkflowError

type_of_event = tuple[int, str, str]
"""Version, hash, body."""


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
        self.legal = cache(lambda kind, fingerprint: definitions.lifecycle(kind, fingerprint).legal)

    def steps(self, stream: str, events: Iterable[type_of_event]) -> Iterator[tuple[Mapping[str, Any], Stream]]:
        """Each event of a stream with the stream as it left it. RecordFault at the first link that does not hold."""
        now = Stream(stream, kind_of(stream))
        for version, hash, body in events:
            event = self._checked(now, version, hash, body)
            now = fold(now, event, hash)
            yield event, now

    def _checked(self, before: Stream, version: int, hash: str, body: str) -> Mapping[str, Any]:
        text = body.encode()
        if sha256(text).hexdigest() != hash:
            raise RecordFault(before.id, version, "the body does not have the hash stored beside it")
        event: Mapping[str, Any] = orjson.loads(text)
        if version != before.version + 1 or event["version"] != version or event["stream"] != before.id:
            raise RecordFault(
                before.id, version, f"follows version {before.version}: an event is missing or renumbered"
            )
        if event["prev"] != before.head:
            raise RecordFault(before.id, version, "does not continue the chain of its stream")
        if event["from"] != before.state:
            raise RecordFault(before.id, version, f"starts from {event['from']}, but the stream was {before.state}")
        if (event["from"], event["row"], event["to"]) not in self.legal(before.kind, event["lifecycle"]):
            raise RecordFault(before.id, version, f"no row {event['row']} leads from {event['from']} to {event['to']}")
        return event


def stream_at(
    reader: Reader, replayer: Replayer, stream: str, *, version: int | None = None, at: datetime | None = None
) -> Stream:
    """A stream as it was at a version or a recorded instant, from events alone; UNBORN before its first event.

    WorkflowError for a version it never had.
    """
    events = reader.events(stream)
    if version is not None and not 0 <= version <= len(events):
        raise WorkflowError(f"{stream} has versions 0 to {len(events)}, not {version}")
    now = Stream(stream, kind_of(stream), UNBORN)
    limit = written(at) if at else ""
    for event, after in replayer.steps(stream, events[:version] if version is not None else events):
        if limit and event["recorded_at"] > limit:
            break
        now = after
    return now


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
    rows, streams, count = Rows(), dict[str, Stream](), 0
    for stream, events in groupby(reader.every_event(), key=itemgetter(0)):
        for event, after in replayer.steps(stream, map(itemgetter(1, 2, 3), events)):
            derive(event, after.head, rows)
            streams[stream] = after
            count += 1
    for stream, hash, body in reader.table_rows("refusal", ("stream", "hash", "body")):
        if sha256(body.encode()).hexdigest() != hash:
            raise RecordFault(stream, 0, f"the refusal {hash[:12]} does not have the hash stored beside it")
        derive_refusal(orjson.loads(body), hash, rows)
    return rows, streams, count


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
        if stored.get(key) != computed.get(key):
            yield Difference(name, key, stored.get(key), computed.get(key))
