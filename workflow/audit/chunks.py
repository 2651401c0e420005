"""One part of the record, checked by itself: what one worker is given and what it gives back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from states.canonical import CanonicalError, dumps, encoded, loads
from states.context import Stream
from states.folding import fold
from states.instants import read
from states.parties import FACTS
from states.pinned import Pinned
from storage.private import PartPlace, PrivatePartError, commits, open_part
from storage.projections import Rows, delivering, derive, derive_refusal, stream_row, type_of_row
from workflow.audit.definitions import Stored, fault
from workflow.audit.findings import Finding
from workflow.audit.rights import Rights, type_of_moments, type_of_view, views_at
from workflow.batch import kind_of

PROJECTIONS = ("stream", "deadline", "timer", "claim", "outbox")
"""What is compared row by row; balances are summed over all."""
SKEW = timedelta(minutes=1)
"""How far the clocks of one installation may be apart."""
PARTY_FACTS = frozenset(FACTS)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Everything stored about some streams. `tables`: rows by whole key."""

    events: list[type_of_row]
    refusals: list[type_of_row]
    private: list[type_of_row]
    journal: list[type_of_row]
    logged: list[type_of_row]
    tables: Mapping[str, Mapping[type_of_row, type_of_row]]


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


class Checker:
    """Checks chunks under the stored definitions. `moments` says of each project who could act on it when."""

    def __init__(
        self,
        definitions: Iterable[tuple[str, str, str]],
        moments: Mapping[str, type_of_moments],
        erased: Iterable[tuple[str, int, str]],
    ) -> None:
        self.stored = Stored(definitions)
        self.moments = moments
        self.erased = frozenset(erased)
        self.rights = Rights()

    def check(self, chunk: Chunk) -> Checked:
        """Every check that needs only this chunk."""
        found, rows, streams = Checked(), Rows(), dict[str, Stream]()
        private = {tuple(row[:3]): row[3:] for row in chunk.private}
        for stream, events in groupby(chunk.events, key=itemgetter(0)):
            after = self._stream(stream, events, private, rows, found)
            if after is not None:
                streams[stream] = after
        found.findings += [
            Finding("private.ghost", of, version, {"part": part})
            for of, version, part in private
            if of not in found.broken
        ]
        self._refusals(chunk, rows, found)
        _journal(chunk.journal, rows, found)
        _logged(chunk.logged, rows, chunk.tables["unsealed"], found)
        self._projections(chunk, rows, streams, found)
        return found

    def _stream(
        self,
        id: str,
        events: Iterable[type_of_row],
        private: dict[tuple[Any, ...], tuple[Any, ...]],
        rows: Rows,
        found: Checked,
    ) -> Stream | None:
        """Fold one stream; None where its record does not hold, which is told once, at its first fault."""
        now = Stream(id, kind_of(id))
        moments: list[tuple[str, type_of_view]] = []
        seen = self.rights.view({})
        for row in events:
            found.events += 1
            try:
                event = event_of(now, row)
                if isinstance(event, Finding):
                    found.findings.append(event)
                    found.broken.add(id)
                    return None
                found.findings += self._judged(now, event, seen, private)
                derive(event, row[2], rows)
                now = fold(now, event, row[2])
                if "changes" in event and not PARTY_FACTS.isdisjoint(event["changes"]):
                    seen = self.rights.view(now.facts)
                    moments.append((event["recorded_at"], seen))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                found.findings.append(Finding("event.malformed", id, row[1], {"reason": str(error)}))
                found.broken.add(id)
                return None
        if now.kind == "project":
            found.moments[id] = moments
        return now

    def _judged(
        self,
        before: Stream,
        event: Mapping[str, Any],
        seen: type_of_view,
        private: dict[tuple[Any, ...], tuple[Any, ...]],
    ) -> Iterator[Finding]:
        """Legality, rights and private parts of one step whose place in the chain holds."""
        id, version = before.id, event["version"]
        pinned = self.stored.lifecycles.get(event["lifecycle"])
        rules = self.stored.rules(event["rules"])
        if pinned is None or pinned.name != before.kind:
            yield Finding("definition.missing", id, version, {"fingerprint": event["lifecycle"]})
        elif code := fault(pinned, self.stored.migrations, before, event):
            yield Finding(code, id, version, told(event))
        if rules is None:
            yield Finding("definition.missing", id, version, {"fingerprint": event["rules"]})
        elif not self._held(before, event, seen, rules):
            yield Finding("event.org", id, version, told(event))
        if (event["actor"]["role"] == "system") != ("timer" in event):
            yield Finding("event.clock", id, version, told(event))
        if "private" in event:
            for part, commitment in event["private"].items():
                yield from self._part(id, version, part, commitment, private.pop((id, version, part), None))

    def _held(self, before: Stream, event: Mapping[str, Any], seen: type_of_view, rules: Any) -> bool:
        actor, kind = event["actor"], before.kind
        role, org = actor["role"], actor["org"]
        if kind in ("call", "project"):
            if self.rights.held(role, org, kind, rules, seen, None):
                return True
            after = self.rights.view({**before.facts, **event.get("changes", {})})
            return self.rights.held(role, org, kind, rules, after, None)
        parents = event.get("parents", before.parents)
        project = views_at(self.moments.get(parents.get("project", ""), ()), event["recorded_at"])
        own = seen if "brn" in seen else self.rights.view({**before.facts, **event.get("changes", {})})
        return any(self.rights.held(role, org, kind, rules, own, each) for each in project or [self.rights.view({})])

    def _part(
        self, id: str, version: int, part: str, commitment: str, kept: tuple[Any, ...] | None
    ) -> Iterator[Finding]:
        erased = (id, version, part) in self.erased
        if kept is None:
            if not erased:
                yield Finding("private.missing", id, version, {"part": part})
            return
        secret, ciphertext = (bytes(each) for each in kept)
        try:
            value = open_part(ciphertext, secret, PartPlace(id, version, part))
            if commits(value, secret, commitment) and not erased:
                return
        except (PrivatePartError, CanonicalError):
            pass
        yield Finding("private.altered", id, version, {"part": part})

    def _refusals(self, chunk: Chunk, rows: Rows, found: Checked) -> None:
        for stream, hash, body in chunk.refusals:
            text = body.encode()
            try:
                refusal = loads(text)
                if sha256(text).hexdigest() != hash or refusal["stream"] != stream or dumps(refusal) != text:
                    raise CanonicalError(hash)
                derive_refusal(refusal, hash, rows)
            except (CanonicalError, KeyError, TypeError):
                found.findings.append(Finding("refusal.altered", stream, 0, {"hash": hash[:12]}))

    def _projections(self, chunk: Chunk, rows: Rows, streams: Mapping[str, Stream], found: Checked) -> None:
        """Compare with what is stored; what a broken stream should have left is not known."""
        made: dict[str, Mapping[type_of_row, type_of_row]] = {
            "stream": {(id,): stream_row(s, self._phase(s))[1:] for id, s in streams.items()},
            "deadline": {key: row[2:] for key, row in rows.deadlines.items()},
            "claim": {key: (amount,) for key, amount in rows.claims.items()},
            "outbox": {row[:3]: row[3:] for row in rows.outbox},
            "timer": {key: row[2:] for key, row in rows.timers.items() if "#" not in key[1]},
        }
        found.caused = {key: row for key, row in rows.timers.items() if "#" in key[1]}
        found.ended = {key: how for key, how in rows.spent.items() if "#" in key[1]}
        stored = dict(chunk.tables)
        found.foreign = {key: row for key, row in stored["timer"].items() if "#" in key[1]}
        stored["timer"] = {key: row for key, row in stored["timer"].items() if "#" not in key[1]}
        for (scope, sum, _), amount in rows.claims.items():
            found.totals[scope, sum] = found.totals.get((scope, sum), 0) + amount
        for name in PROJECTIONS:
            for key in _unequal(name, stored[name], made[name]):
                stream = str(key[2] if name == "claim" else key[0])
                if stream not in found.broken:
                    found.findings.append(Finding(f"projection.{name}", stream, 0, {"key": _named(key)}))

    def _phase(self, stream: Stream) -> str:
        pinned: Pinned | None = self.stored.lifecycles.get(stream.lifecycle)
        return pinned.phases.get(stream.state, "") if pinned else ""


def event_of(before: Stream, row: type_of_row) -> Mapping[str, Any] | Finding:
    """The event of a row that continues its stream, or the first thing that does not hold."""
    id, version, hash, actor, key, body = row
    text = body.encode()
    if sha256(text).hexdigest() != hash:
        return Finding("event.hash", id, version)
    event: Mapping[str, Any] = loads(text)
    if encoded(event) != text:
        return Finding("event.not_canonical", id, version)
    if event["stream"] != id or event["version"] != version or (event["actor"]["id"], event["key"]) != (actor, key):
        return Finding("event.columns", id, version)
    if version != before.version + 1:
        return Finding("event.sequence", id, version, {"before": before.version})
    if event["prev"] != before.head:
        return Finding("event.chain", id, version)
    if event["from"] != before.state:
        return Finding("event.state", id, version, {"was": before.state, **told(event)})
    received, recorded = event["received_at"], event["recorded_at"]
    if _later(before.updated_at, recorded) or _later(received, recorded):
        return Finding("event.back_dated", id, version, {"at": recorded})
    return event


def _later(one: str, other: str) -> bool:
    """Whether an instant is later than another by more than clocks of one installation may differ."""
    return one > other and read(one) - read(other) > SKEW


def _journal(entries: Iterable[type_of_row], rows: Rows, found: Checked) -> None:
    """The chains of acts on the record."""
    for stream, several in groupby(entries, key=itemgetter(0)):
        before, prev = 0, "0" * 64
        for _, version, hash, body in several:
            text = body.encode()
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


def _logged(
    logged: Iterable[type_of_row],
    rows: Rows,
    unsealed: Mapping[type_of_row, type_of_row],
    found: Checked,
) -> None:
    """Each record is one leaf of the log, or waits to be; nothing else is either; leaves keep each stream's order."""
    leaves: dict[type_of_row, int] = {}
    last: dict[str, int] = {}
    for n, stream, version, hash in sorted(logged):
        key = (stream, version, hash)
        if key in leaves:
            found.findings.append(Finding("log.twice", stream, version, {"leaf": n}))
        leaves[key] = n
        if version and version != last.get(stream, 0) + 1 and stream not in found.broken:
            found.findings.append(Finding("log.order", stream, version, {"leaf": n}))
        last[stream] = version or last.get(stream, 0)
    recorded = dict.fromkeys(rows.unsealed)
    for key in recorded:
        if key not in leaves and key not in unsealed:
            found.findings.append(Finding("log.unlogged", key[0], key[1], {"hash": key[2][:12]}))
    for key, n in leaves.items():
        if key not in recorded and key[0] not in found.broken:
            found.findings.append(Finding("log.ghost", key[0], key[1], {"leaf": n}))
    for key in unsealed:
        if (key not in recorded or key in leaves) and key[0] not in found.broken:
            found.findings.append(Finding("projection.unsealed", key[0], key[1], {"key": key[2][:12]}))


def _unequal(
    name: str, stored: Mapping[type_of_row, type_of_row], made: Mapping[type_of_row, type_of_row]
) -> Iterator[type_of_row]:
    if stored == made:
        return
    for key in sorted(stored.keys() | made.keys(), key=str):
        mine, theirs = made.get(key), stored.get(key)
        if mine != theirs and not (name == "outbox" and delivering(mine, theirs)):
            yield key


def _named(key: type_of_row) -> str:
    return " ".join(map(str, key))


def told(event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: event[name] for name in ("row", "from", "to")} | {
        name: event["actor"][name] for name in ("role", "org")
    }
