"""One stream walked from its first event to its last: every link, every step's law, who took it, its private parts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from msgspec import MsgspecError

from states.canonical import CanonicalError, encoded, loads
from states.context import Stream
from states.folding import Folding
from states.instants import read
from states.parties import FACTS
from states.pinned import Pinned, PinnedRow
from states.roles import SYSTEM
from states.rules.call_rules import CallRules
from storage.private import PartPlace, PrivatePartError, commits, open_part
from storage.projections import Rows, derive, type_of_row
from workflow.audit.definitions import Stored, fault
from workflow.audit.duties import History
from workflow.audit.findings import Finding
from workflow.audit.rights import Rights, type_of_moments, type_of_view, views_at
from workflow.replay import begun

SKEW = timedelta(minutes=1)
"""How far the clocks of one installation may be apart: an instant may be that much later than one after it."""
OWN_VIEW = frozenset({"call", "project"})
"""The kinds of streams whose own facts say who may act."""
type_of_usual = tuple[str, str, str, str, str, str, str, str, str, int]
"""Kind, lifecycle, rules, row, source, destination, trigger, role, organisation, view by identity."""
type_of_private = dict[tuple[Any, ...], tuple[Any, ...]]
"""Secret and ciphertext of stored private parts by stream, version and name; what an event commits to is taken out."""


@dataclass(slots=True)
class Walked:
    """What walking streams leaves: findings, the rows they derive, when each event says it was recorded."""

    rows: Rows = field(default_factory=Rows)
    events: int = 0
    findings: list[Finding] = field(default_factory=list)
    streams: dict[str, Stream] = field(default_factory=dict)
    recorded: dict[tuple[str, int], str] = field(default_factory=dict)
    moments: dict[str, list[tuple[str, type_of_view]]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Usual:
    """What steps of one kind are judged by. `is_held`: whoever takes them holds their role, whenever it is."""

    pinned: Pinned
    row: PinnedRow
    rules: CallRules
    is_held: bool


class Walker:
    """Walks streams under the stored definitions. `moments` says of each project who could act on it when, but of the
    `broken` ones, where it is not known."""

    def __init__(
        self,
        stored: Stored,
        moments: Mapping[str, type_of_moments],
        erased: frozenset[tuple[str, int, str]],
        duties: History,
        broken: frozenset[str] = frozenset(),
    ) -> None:
        self.broken = broken
        self.duties = duties
        self.stored = stored
        self.moments = moments
        self.erased = erased
        self.rights = Rights()
        self._usual: dict[type_of_usual, Usual] = {}

    def walk(self, id: str, events: Iterable[type_of_row], private: type_of_private, found: Walked) -> None:
        """Fold one stream; a record that does not hold is told once, at its first fault, and nothing more is said."""
        now = begun(id)
        seen = self.rights.view({})
        moments: list[tuple[str, type_of_view]] = []
        rows, recorded = found.rows, found.recorded
        version = 0
        try:
            for row in events:
                version = row[1]
                found.events += 1
                event = event_of(now, row)
                if isinstance(event, Finding):
                    raise Broken(event)
                if faults := self._judged(now, event, seen, private):
                    found.findings += faults
                hash = row[2]
                recorded[id, version] = event["recorded_at"]
                derive(event, hash, rows)
                now.follow(event, hash)
                if "changes" in event and _may_differ(event["changes"], seen):
                    seen = self.rights.view(now.facts)
                    moments.append((event["recorded_at"], seen))
        except Broken as broken:
            found.findings.append(broken.finding)
            found.broken.add(id)
        except (KeyError, TypeError, ValueError, AttributeError, MsgspecError) as error:
            found.findings.append(Finding("event.malformed", id, version, {"reason": str(error)}))
            found.broken.add(id)
        else:
            found.streams[id] = now.stream
            if now.kind == "project":
                found.moments[id] = moments

    def _judged(
        self, before: Folding, event: Mapping[str, Any], seen: type_of_view, private: type_of_private
    ) -> Sequence[Finding]:
        """Legality, rights and private parts of one step whose place in the chain holds."""
        actor, lifecycle = event["actor"], event["lifecycle"]
        usual = (
            before.kind, lifecycle, event["rules"], event["row"], event["from"], event["to"], event["trigger"],
            actor["role"], actor["org"], id(seen),
        )  # fmt: skip
        known = self._usual.get(usual) or self._as_usual(usual, seen, event)
        if (
            known is not None
            and before.lifecycle in (lifecycle, "")
            and not known.pinned.departs(known.row, event, before.facts)
            and (known.is_held or self._held(before, event, seen, known.pinned, known.rules))
            and (actor["role"] == SYSTEM) == ("timer" in event)
            and "private" not in event
            and self.duties.held(event)
        ):
            return ()
        return self._faults(before, event, seen, private)

    def _as_usual(self, usual: type_of_usual, seen: type_of_view, event: Mapping[str, Any]) -> "Usual | None":
        """What such steps are judged by; None where there is no such row."""
        kind, lifecycle, fingerprint, name, source, to, trigger, role, _, _ = usual
        pinned, rules = self.stored.lifecycles.get(lifecycle), self.stored.rules(fingerprint)
        row = pinned.steps.get((name, source, to)) if pinned is not None and pinned.name == kind else None
        if pinned is None or rules is None or row is None or trigger != row.trigger or role not in row.by:
            return None
        party = pinned.parties.get(role)
        is_lasting = kind in OWN_VIEW and party is not None and not party.is_dated
        found = Usual(pinned, row, rules, is_lasting and self.rights.held(event, pinned, rules, seen))
        self._usual[usual] = found
        return found

    def _faults(
        self, before: Folding, event: Mapping[str, Any], seen: type_of_view, private: type_of_private
    ) -> Sequence[Finding]:
        """Each thing that does not hold of a step of which something may not."""
        found: list[Finding] = []
        id, version, actor = before.id, event["version"], event["actor"]
        pinned = self.stored.lifecycles.get(event["lifecycle"])
        rules = self.stored.rules(event["rules"])
        if pinned is None or pinned.name != before.kind:
            found.append(Finding("definition.missing", id, version, {"fingerprint": event["lifecycle"]}))
        elif code := fault(pinned, self.stored.migrations, before, event):
            found.append(Finding(code, id, version, told(event)))
        if rules is None:
            found.append(Finding("definition.missing", id, version, {"fingerprint": event["rules"]}))
        elif pinned is not None and not self._held(before, event, seen, pinned, rules):
            found.append(Finding("event.org", id, version, told(event)))
        if (actor["role"] == SYSTEM) != ("timer" in event):
            found.append(Finding("event.clock", id, version, told(event)))
        if not self.duties.held(event):
            found.append(Finding(*_undue(actor, id, version)))
        return [*found, *self.parts(id, version, event, private)]

    def parts(self, id: str, version: int, body: Mapping[str, Any], private: type_of_private) -> Iterator[Finding]:
        """What does not hold of the private parts a record commits to; they are taken out of `private`."""
        for part, commitment in body.get("private", {}).items():
            yield from self._part(id, version, part, commitment, private.pop((id, version, part), None))

    def _held(
        self, before: Folding, event: Mapping[str, Any], seen: type_of_view, pinned: Pinned, rules: CallRules
    ) -> bool:
        if before.kind in OWN_VIEW:
            if self.rights.held(event, pinned, rules, seen):
                return True
            after = self.rights.view({**before.facts, **event.get("changes", {})})
            return self.rights.held(event, pinned, rules, after)
        parents = event.get("parents", before.parents)
        if parents.get("project", "") in self.broken:
            return True
        project = views_at(self.moments.get(parents.get("project", ""), ()), event["recorded_at"])
        own = seen if "brn" in seen else self.rights.view({**before.facts, **event.get("changes", {})})
        return any(self.rights.held(event, pinned, rules, own, each) for each in project or [self.rights.view({})])

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


def _undue(actor: Mapping[str, str], id: str, version: int) -> tuple[str, str, int, dict[str, str]]:
    if "behalf" in actor:
        return "event.behalf", id, version, {"person": actor["id"], "behalf": actor["behalf"]}
    return "event.duty", id, version, {"person": actor["id"], "role": actor["role"], "org": actor["org"]}


def _may_differ(changes: Mapping[str, Any], seen: type_of_view) -> bool:
    """Whether a step changes who may act."""
    for name in FACTS:  # noqa: SIM110 - a generator for each event takes as long as the fold
        if name in changes and changes[name] != seen.get(name):
            return True
    return False


class Broken(Exception):  # noqa: N818 - a circumstance: the stream is not walked further
    """A link that does not hold."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def event_of(before: Folding, row: type_of_row) -> Mapping[str, Any] | Finding:
    """The event of a row (its body in bytes) that continues its stream, or the first thing that does not hold.

    Events recorded before they held the digest of their command are taken with any in its column.
    """
    id, version, hash, actor, key, digest, text = row
    if sha256(text).hexdigest() != hash:
        return Finding("event.hash", id, version)
    event: Mapping[str, Any] = loads(text)
    if encoded(event) != text:
        return Finding("event.not_canonical", id, version)
    columns = (event["stream"], event["version"], event["actor"]["id"], event["key"], event.get("command", digest))
    if columns != (id, version, actor, key, digest):
        return Finding("event.columns", id, version)
    if version != before.version + 1:
        return Finding("event.sequence", id, version, {"before": before.version})
    if event["prev"] != before.head:
        return Finding("event.chain", id, version)
    if event["from"] != before.state:
        return Finding("event.state", id, version, {"was": before.state, **told(event)})
    recorded = event["recorded_at"]
    latest = max(before.updated_at, event["received_at"])
    if latest > recorded and read(latest) - read(recorded) > SKEW:
        return Finding("event.back_dated", id, version, {"at": recorded})
    return event


def told(event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: event[name] for name in ("row", "from", "to")} | {
        name: event["actor"][name] for name in ("role", "org")
    }
