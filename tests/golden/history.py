"""A played history as one file: its definitions, its events, and the states they led to when it was written.

Keep a release's: `yeongo demo`, then `python -m tests.golden.history DATABASE_URL tests/golden/NAME.jsonl.xz`.
"""

import lzma
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from entrypoints.bootstrap import FAMILY
from states.canonical import dumps, loads
from states.context import Stream
from states.folding import Folding
from states.lifecycle import Lifecycle
from storage.store import Store
from workflow.definitions import Definitions
from workflow.replay import Replayer, begun

type_of_stored = tuple[str, str]


@dataclass
class History:
    """`definitions` by fingerprint, `events` in the order of the record.

    By stream, `states` are where it stood last, as canonical bytes, and the digest of where it stood after each event.
    """

    definitions: dict[str, type_of_stored] = field(default_factory=dict)
    events: list[tuple[str, int, str, str]] = field(default_factory=list)
    states: dict[str, tuple[str, str]] = field(default_factory=dict)

    def replayed(self, family: Mapping[str, Lifecycle] = FAMILY) -> dict[str, tuple[str, str]]:
        """The states under today's program, from the events and the definitions they are pinned to alone."""
        replayer = Replayer(Definitions(family, self.definitions.get))
        streams: dict[str, Folding] = {}
        states: dict[str, tuple[str, str]] = {}
        for stream, version, hash, body in self.events:
            now = streams.setdefault(stream, begun(stream))
            replayer.take(now, version, hash, body.encode())
            state = state_of(now.stream)
            before = states.get(stream, ("", ""))[1]
            states[stream] = (state.decode(), sha256(before.encode() + state).hexdigest())
        return states


def state_of(stream: Stream) -> bytes:
    """Everything a stream has been folded to."""
    return dumps({name: getattr(stream, name) for name in Stream.__struct_fields__})


def read(file: Path) -> History:
    history = History()
    with lzma.open(file) as lines:
        for line in lines:
            what, *row = loads(line)
            if what == "definition":
                history.definitions[row[0]] = (row[1], row[2])
            elif what == "event":
                history.events.append((row[0], row[1], row[2], row[3]))
            else:
                history.states[row[0]] = (row[1], row[2])
    return history


def recorded(store: Store) -> History:
    """What a database holds. ValueError if its projections do not stand where its events lead."""
    with store.snapshot() as reader:
        found = reader.query("SELECT fingerprint, kind, body FROM definition ORDER BY fingerprint")
        events = [(stream, version, hash, body.decode()) for stream, version, hash, body in reader.every_event()]
        streams = reader.streams({stream for stream, *_ in events})
    history = History({fingerprint: (kind, body) for fingerprint, kind, body in found}, events)
    history.states = history.replayed()
    if {id: state for id, (state, _) in history.states.items()} != {
        id: state_of(stream).decode() for id, stream in streams.items()
    }:
        raise ValueError("the projections do not stand where the events lead")
    return history


def lines(history: History) -> Iterator[bytes]:
    yield from (dumps(["definition", name, *row]) for name, row in history.definitions.items())
    yield from (dumps(["event", *row]) for row in history.events)
    yield from (dumps(["state", id, *state]) for id, state in history.states.items())


def keep(database: str, file: Path) -> None:
    store = Store(database)
    try:
        text = b"".join(line + b"\n" for line in lines(recorded(store)))
    finally:
        store.close()
    file.write_bytes(lzma.compress(text, preset=9))


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]))
