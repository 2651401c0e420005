"""One part of the record, checked by itself: what one worker is given and what it gives back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from states.canonical import CanonicalError, dumps, loads
from states.context import Stream
from storage.projections import DELIVERED, NEW, SENDING, Rows, derive_refusal, stream_row, type_of_row
from storage.transaction import Reader
from workflow.audit.definitions import Stored, type_of_definition
from workflow.audit.duties import History
from workflow.audit.findings import Finding
from workflow.audit.leaves import Sealings, back_dated, logged
from workflow.audit.rights import type_of_moments, type_of_view
from workflow.audit.spans import Span
from workflow.audit.walking import Walked, Walker

TABLES = ("stream", "deadline", "timer", "claim", "outbox", "unsealed")
"""What is compared row by row; balances are summed over all."""
PROJECTIONS = TABLES[:-1]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a worker knows before its first part: the stored definitions, who could act on which project when and of
    which ones that is not known, being broken, which private parts were destroyed as an act, what the signed heads say
    about time, and who had which duty."""

    definitions: Sequence[type_of_definition]
    erased: frozenset[tuple[str, int, str]] = frozenset()
    sealings: Sealings = field(default_factory=Sealings)
    moments: Mapping[str, type_of_moments] = field(default_factory=dict)
    duties: History = field(default_factory=History)
    broken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Everything stored about some streams. `leaves`: stream, version, hash, index; `tables`: whole rows, key first."""

    events: Sequence[type_of_row]
    refusals: Sequence[type_of_row]
    private: Sequence[type_of_row]
    journal: Sequence[type_of_row]
    leaves: Sequence[type_of_row]
    tables: Mapping[str, Sequence[type_of_row]]
    widths: Mapping[str, int]


@dataclass(slots=True)
class Checked:
    """What became of a chunk. Timers set by other streams (`caused`, `ended`, `foreign`) are compared over all."""

    events: int = 0
    findings: list[Finding] = field(default_factory=list)
    caused: dict[type_of_row, type_of_row] = field(default_factory=dict)
    ended: dict[type_of_row, str] = field(default_factory=dict)
    foreign: dict[type_of_row, type_of_row] = field(default_factory=dict)
    totals: dict[type_of_row, int] = field(default_factory=dict)
    moments: dict[str, list[tuple[str, type_of_view]]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)


def read_chunk(reader: Reader, span: Span) -> Chunk:
    """Everything stored about the streams of a span."""
    where, names = span.where()

    def rows(columns: str, table: str, order: str = "") -> list[type_of_row]:
        return reader.query(f"SELECT {columns} FROM {table} WHERE {where} {order}", *names)  # noqa: S608

    tables, widths = {}, {}
    for name in TABLES:
        columns, widths[name] = reader.shape(name)
        named = ", ".join(f'"{column}"' for column in columns)
        if name != "stream":
            tables[name] = rows(named, name)
            continue
        where_id, values = span.where("id")
        tables[name] = reader.query(f"SELECT {named} FROM stream WHERE {where_id}", *values)  # noqa: S608
    return Chunk(
        events=reader.event_rows(where, *names),
        refusals=rows("stream, hash, body", "refusal"),
        private=rows("stream, version, part, secret, ciphertext", "event_private"),
        journal=rows("stream, version, hash, body", "journal", "ORDER BY stream, version"),
        leaves=rows("stream, version, hash, n", "leaf"),
        tables=tables,
        widths=widths,
    )


class Checker:
    """Checks chunks under one brief."""

    def __init__(self, brief: Brief) -> None:
        self.stored = Stored(brief.definitions)
        self.sealings = brief.sealings
        self.walker = Walker(self.stored, brief.moments, brief.erased, brief.duties, brief.broken)

    def check(self, chunk: Chunk) -> Checked:
        """Every check that needs only this chunk."""
        walked = Walked()
        private = {tuple(row[:3]): row[3:] for row in chunk.private}
        for stream, events in groupby(chunk.events, key=itemgetter(0)):
            self.walker.walk(stream, events, private, walked)
        found = Checked(walked.events, walked.findings, moments=walked.moments, broken=walked.broken)
        found.findings += _refusals(chunk.refusals, walked.rows)
        for stream, version, content in _journal(chunk.journal, walked.rows, found):
            found.findings += self.walker.parts(stream, version, content, private)
        found.findings += [
            Finding("private.ghost", of, version, {"part": part})
            for of, version, part in private
            if of not in found.broken
        ]
        leaves = sorted(chunk.leaves)
        found.findings += logged(leaves, sorted(walked.rows.unsealed), chunk.tables["unsealed"], found.broken)
        found.findings += back_dated(leaves, walked.recorded, self.sealings)
        self._projections(chunk, walked, found)
        return found

    def _projections(self, chunk: Chunk, walked: Walked, found: Checked) -> None:
        """Compare with what is stored; what a broken stream should have left is not known."""
        rows = walked.rows
        made: dict[str, list[type_of_row]] = {
            "stream": [stream_row(stream, self._phase(stream)) for stream in walked.streams.values()],
            "deadline": list(rows.deadlines.values()),
            "claim": [(*key, amount) for key, amount in rows.claims.items()],
            "outbox": rows.outbox,
            "timer": list(rows.timers.values()),
        }
        stored = {name: list(chunk.tables[name]) for name in PROJECTIONS}
        stored["outbox"] = [_as_new(row) for row in stored["outbox"]]
        made["timer"], caused = _apart(made["timer"])
        stored["timer"], foreign = _apart(stored["timer"])
        found.caused = {row[:2]: row for row in caused}
        found.ended = {key: how for key, how in rows.spent.items() if "#" in key[1]}
        found.foreign = {row[:2]: row[2:] for row in foreign}
        for (scope, sum, _), amount in rows.claims.items():
            found.totals[scope, sum] = found.totals.get((scope, sum), 0) + amount
        for name in PROJECTIONS:
            for key in _unequal(stored[name], made[name], chunk.widths[name]):
                stream = str(key[2] if name == "claim" else key[0])
                if stream not in found.broken:
                    found.findings.append(Finding(f"projection.{name}", stream, 0, {"key": " ".join(map(str, key))}))

    def _phase(self, stream: Stream) -> str:
        pinned = self.stored.lifecycles.get(stream.lifecycle)
        return pinned.phases.get(stream.state, "") if pinned else ""


def _refusals(refusals: Iterable[type_of_row], rows: Rows) -> Iterator[Finding]:
    for stream, hash, body in refusals:
        text = body.encode()
        try:
            refusal = loads(text)
            if sha256(text).hexdigest() != hash or refusal["stream"] != stream or dumps(refusal) != text:
                raise CanonicalError(hash)
            derive_refusal(refusal, hash, rows)
        except (CanonicalError, KeyError, TypeError):
            yield Finding("refusal.altered", stream, 0, {"hash": hash[:12]})


def _journal(
    entries: Iterable[type_of_row], rows: Rows, found: Checked
) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """The chains of acts on the record: each act that holds."""
    for stream, several in groupby(entries, key=itemgetter(0)):
        before, prev = 0, "0" * 64
        for _, version, hash, body in several:
            text = body.encode()
            entry: Mapping[str, Any] = {}
            try:
                entry = loads(text)
                whole = sha256(text).hexdigest() == hash and dumps(entry) == text
                placed = (entry["stream"], entry["version"], entry["prev"]) == (stream, version, prev)
            except (CanonicalError, KeyError, TypeError):
                whole = placed = False
            if not whole or not placed or version != before + 1:
                found.findings.append(Finding("journal.altered", stream, version))
                found.broken.add(stream)
                break
            before, prev = version, hash
            rows.unsealed.append((stream, version, hash))
            yield stream, version, entry


def _as_new(notice: type_of_row) -> type_of_row:
    """A row of the outbox as it was written: how far its delivery has come is no part of the record."""
    return (*notice[:-1], NEW) if notice[-1] in (SENDING, DELIVERED) else notice


def _apart(timers: Iterable[type_of_row]) -> tuple[list[type_of_row], list[type_of_row]]:
    """Timers of a stream's own events, and those another stream's events set."""
    own, others = list[type_of_row](), list[type_of_row]()
    for row in timers:
        (others if "#" in row[1] else own).append(row)
    return own, others


def _unequal(stored: Sequence[type_of_row], made: Sequence[type_of_row], width: int) -> Iterator[type_of_row]:
    """The keys of rows that differ."""
    if sorted(stored) == sorted(made):
        return
    mine, theirs = ({row[:width]: row[width:] for row in rows} for rows in (made, stored))
    for key in sorted(mine.keys() | theirs.keys(), key=str):
        if mine.get(key) != theirs.get(key):
            yield key
