"""Streams as every door shows them: now, at a moment, their timeline, what may be done."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from entrypoints.bootstrap import FAMILY, Service
from entrypoints.errors import BadInput
from entrypoints.shapes import label, refusal_shape, refusals_of, state_of, stream_shape
from states.canonical import loads
from states.catalogue.said import Said
from states.catalogue.values import NOT_BEGUN
from states.context import UNBORN, Stream
from states.instants import read
from states.names import Names
from states.rules.call_rules import CallRules
from states.wording import Wording
from storage.queries import refusals, supports_of
from storage.transaction import Reader
from workflow.actions import Action
from workflow.audit.moments import STATE, Change, Then, differences, effective_at, then
from workflow.batch import kind_of
from workflow.replay import Replayer, changes, stream_at

type_of_moment = int | datetime | None


def replay_of(parts: Service, reader: Reader, stream: str, wanted: type_of_moment) -> Stream:
    """A stream at a moment, from its events alone; BadInput for one that never was."""
    last = len(reader.events(stream))
    if not last:
        raise BadInput("stream.unknown", found=stream)
    if isinstance(wanted, int) and wanted > last:
        raise BadInput("version.none", found=stream, version=wanted, last=last)
    version = wanted if isinstance(wanted, int) else None
    at = wanted if isinstance(wanted, datetime) else None
    return stream_at(reader, Replayer(parts.definitions), stream, version=version, at=at)


def replayed(
    parts: Service, reader: Reader, stream: str, wanted: type_of_moment, *, effective: bool = False
) -> dict[str, Any]:
    """The shape of a stream at a moment; its supports as they stood then."""
    found = replay_of(parts, reader, stream, wanted)
    if effective and isinstance(wanted, datetime):
        found = effective_at(reader, Replayer(parts.definitions), stream, wanted)
    as_of = wanted if isinstance(wanted, datetime) else parts.clock.now()
    if isinstance(wanted, int) and found.updated_at:
        as_of = read(found.updated_at)
    below = supports_of(reader, [stream]).get(stream, [])
    replayer = Replayer(parts.definitions)
    then = effective_at if effective else _recorded_at
    supports = [then(reader, replayer, each.id, as_of) for each in below] if found.version else []
    begun = [each for each in supports if each.version]
    return stream_shape(found, parts.definitions, begun, as_of)


def compared(
    parts: Service,
    reader: Reader,
    stream: str,
    one: type_of_moment,
    other: type_of_moment,
    *,
    effective: bool = False,
    hidden: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """What changed from one moment of a stream to another, in words, but for `hidden` facts; BadInput for a moment it
    never had."""
    before, after = (_then(parts, reader, stream, each, effective=effective) for each in (one, other))
    found = [each for each in differences(before, after) if each.path[0] not in hidden]
    sides = {
        side: {"version": each.stream.version, "state": each.stream.state, "recorded_at": each.stream.updated_at}
        for side, each in (("from", before), ("to", after))
    }
    whole = {
        name: {"from": old, "to": new, "by": None}
        for name, (old, new) in changes(before.stream, after.stream).items()
        if name not in hidden
    }
    told = []
    place = {"call": after.stream.parents.get("call", stream), "kind": after.stream.kind}
    said = [wording(parts, reader, place, language) for language in ("ko", "en")]
    for each in found:
        by, corrects = (_cause(parts, event) if event else None for event in (each.by, each.corrects))
        last = whole[each.path[0]]["by"]
        if by and (last is None or by["version"] > last["version"]):
            whole[each.path[0]]["by"] = by
        words = _words(parts, before.stream, after.stream, each, said)
        told.append(
            {
                "path": list(each.path),
                "from": each.before,
                "to": each.after,
                "words": label(words),
                "by": by,
                "corrects": corrects,
            }
        )
    return {"stream": stream, **sides, "changes": whole, "told": told}


def _then(parts: Service, reader: Reader, stream: str, wanted: type_of_moment, *, effective: bool) -> Then:
    replay_of(parts, reader, stream, wanted)
    version = wanted if isinstance(wanted, int) else None
    at = wanted if isinstance(wanted, datetime) else None
    replayer = Replayer(parts.definitions)
    return then(reader, replayer, stream, version=version, at=at, effective=effective and at is not None)


def _cause(parts: Service, event: Mapping[str, Any]) -> dict[str, Any]:
    """By whom, when and on which ground something was made what it is."""
    row = parts.definitions.lifecycle(kind_of(event["stream"]), event["lifecycle"]).by_name[event["row"]]
    kept = ("version", "trigger", "actor", "recorded_at", "occurred_at")
    return {name: event[name] for name in kept if name in event} | {"label": label(row), "cite": row.cite}


def wording(parts: Service, reader: Reader, stream: Mapping[str, Any], language: str) -> Wording:
    """How the facts of a stream (its `shape`) are said in one language: by the names of its call."""
    call = reader.streams([stream["call"]]).get(stream["call"])
    rules = parts.definitions.rules(str(call.facts["rules"]), reader) if call else None
    return Wording(Names(rules, language), [FAMILY[stream["kind"]], *FAMILY.values()])


def _words(parts: Service, before: Stream, after: Stream, change: Change, said: Iterable[Wording]) -> Said:
    if change.path != STATE:
        return Said(*(each.change(change.path, change.before, change.after) for each in said))
    old, new = (state_of(each, parts.definitions) or NOT_BEGUN for each in (before, after))
    return Said(f"상태 {old.ko} → {new.ko}", f"State {old.en} → {new.en}")


def _recorded_at(reader: Reader, replayer: Replayer, stream: str, at: datetime) -> Stream:
    return stream_at(reader, replayer, stream, at=at)


def shown(parts: Service, reader: Reader, stream: str, kind: str = "") -> dict[str, Any]:
    """The shape of a stream as it stands; BadInput if there is none or it is of another kind."""
    found = reader.streams([stream]).get(stream)
    if found is None:
        raise BadInput("stream.unknown", found=stream)
    if kind and found.kind != kind:
        raise BadInput("stream.kind", found=stream, kind=kind)
    supports = supports_of(reader, [stream]).get(stream, [])
    return stream_shape(found, parts.definitions, supports, parts.clock.now())


def timeline(parts: Service, reader: Reader, stream: str) -> list[dict[str, Any]]:
    """What happened and what was refused on a stream, in the order it was recorded.

    `corrects` names the facts a step changed that were known before, with the version that had made each what it was.
    """
    happened, made = [], dict[str, tuple[Any, int]]()
    for event, after in Replayer(parts.definitions).steps(stream, reader.events(stream)):
        given = event.get("changes", {})
        corrects = {name: made[name][1] for name, value in given.items() if name in made and made[name][0] != value}
        made |= {
            name: (value, event["version"]) for name, value in given.items() if name not in made or name in corrects
        }
        happened.append(_happened(event, after.head, parts) | ({"corrects": corrects} if corrects else {}))
    tries = refusals(reader, stream)
    rules = _rules(parts, reader, stream) if tries else None
    refused = [_refused(loads(body.encode()), hash, parts, rules) for hash, body in tries]
    return sorted([*happened, *refused], key=lambda entry: (entry["recorded_at"], entry["version"]))


def _happened(event: Mapping[str, Any], hash: str, parts: Service) -> dict[str, Any]:
    lifecycle = parts.definitions.lifecycle(kind_of(event["stream"]), event["lifecycle"])
    kept = ("version", "trigger", "from", "to", "actor", "received_at", "recorded_at")
    extra = ("occurred_at", "timer", "changes", "deadlines", "notices", "claims", "reactions")
    shape = {name: event[name] for name in (*kept, *extra) if name in event}
    return {"accepted": True, "label": label(lifecycle.by_name[event["row"]]), "hash": hash} | shape


def _rules(parts: Service, reader: Reader, stream: str) -> CallRules | None:
    """The rules of the call a stream belongs to; None where it never began."""
    found = reader.streams([stream]).get(stream)
    call = reader.streams([found.parents.get("call", stream)]) if found else {}
    return next((parts.definitions.rules(str(each.facts["rules"]), reader) for each in call.values()), None)


def _refused(refusal: Mapping[str, Any], hash: str, parts: Service, rules: CallRules | None) -> dict[str, Any]:
    kind = kind_of(refusal["stream"])
    row = next((each for each in parts.definitions.family[kind].rows if each.trigger == refusal["trigger"]), None)
    kept = ("trigger", "actor", "received_at", "recorded_at")
    named = {"label": label(row)} if row else {"label": {"ko": refusal["trigger"], "en": refusal["trigger"]}}
    shape = {"version": refusal["judged_at"], "from": refusal["state"], "to": refusal["state"], "hash": hash}
    reasons = refusals_of(refusal["refusals"], rules)
    return {"accepted": False} | named | shape | {name: refusal[name] for name in kept} | {"refusals": reasons}


def action_shape(action: Action) -> dict[str, Any]:
    """`allowed` is null where the payload must name `needs` before the conditions can be judged.

    `waiting`: what was proposed or entered and this action would approve, taken with just that content (and arrival).
    """
    outcome = action.outcome
    return {
        "role": action.role,
        "org": action.org,
        "trigger": action.row.trigger,
        "label": label(action.row),
        "cite": action.row.cite,
        "begins": action.kind if UNBORN in action.row.sources else "",
        "allowed": None if outcome is None else outcome.accepted,
        "needs": list(action.needs),
        "refusals": [refusal_shape(each) for each in outcome.refusals] if outcome else [],
        "waiting": [asdict(each) for each in action.waiting],
    }


def by_role(shapes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    roles: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for shape in shapes:
        rest = {name: value for name, value in shape.items() if name not in {"role", "org"}}
        roles.setdefault((shape["role"], shape["org"]), []).append(rest)
    return [{"role": role, "org": org, "actions": found} for (role, org), found in roles.items()]
