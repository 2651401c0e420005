"""A long history in short time: streams walked through the engine, then copied under other names, hashed anew.

A copy has the events of its model with its own name and chain, and the rows the write path derives from them.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice

import orjson

from bench.replay import fill
from states.context import Stream
from states.folding import LINK, Folding
from storage.projections import Rows, derive, stream_row, type_of_row
from storage.store import Store
from workflow.batch import kind_of
from workflow.engine import Engine

MODELS = 20
"""Streams that are walked; every other is a copy of one of them."""
AT_ONCE = 500
"""Copies written by one transaction."""
type_of_model = Sequence[type_of_row]


def copied(ready: Engine, call: str, prefix: str, count: int) -> int:
    """Fill the record with `count` walked projects, all but a few of them copies; how many there are."""
    models = [_events(ready.store, stream) for stream in fill(ready, call, prefix, min(count, MODELS))]
    names = _names(models, count - len(models))
    while some := list(islice(names, AT_ONCE)):
        rows = Rows()
        for name, model in some:
            _copy(ready, name, model, rows)
        with ready.store.transaction() as transaction:
            transaction.write(rows)
    return count


def _names(models: Sequence[type_of_model], count: int) -> Iterator[tuple[str, type_of_model]]:
    """A name for each copy: as long as its model's and of the same letters."""
    for n in range(count):
        model = models[n % len(models)]
        stream = str(model[0][0])
        kind, _, digits = stream.partition("-")
        yield f"{kind}-{f'{n:x}'.translate(LETTERS).rjust(len(digits), 'z')}", model


LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Identifiers are base 32: their digits are letters and 2 to 7."""


def _events(store: Store, stream: str) -> list[type_of_row]:
    with store.snapshot() as reader:
        columns = "stream, version, hash, actor, key, digest, body"
        return reader.query(f"SELECT {columns} FROM event WHERE stream = ? ORDER BY version", stream)  # noqa: S608


def _copy(ready: Engine, name: str, model: type_of_model, rows: Rows) -> None:
    now, prev = Folding(Stream(name, kind_of(name))), "0" * 64
    for stream, version, _, actor, key, digest, body in model:
        text = body.replace(stream, name).replace(f'"prev":"{_prev(body)}"', f'"prev":"{prev}"')
        prev = sha256(text.encode()).hexdigest()
        event = orjson.loads(text)
        rows.events.append((name, version, prev, actor, key, digest, text))
        derive(event, prev, rows)
        now.take(LINK.decode(text), prev)
    whole = now.stream
    rows.born[name] = stream_row(whole, ready.definitions.state(whole.kind, whole.lifecycle, whole.state).phase)


def _prev(body: str) -> str:
    """The hash an event's body says it follows."""
    at = body.index('"prev":"') + 8
    return body[at : at + 64]
