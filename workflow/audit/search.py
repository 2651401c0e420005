"""Finding acts in the record: by who, in which role, what, refused with which code, when, where, how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from itertools import chain
from typing import Any

from states.canonical import loads
from states.instants import read
from storage.exports import AT_ONCE, events
from storage.ledger.accesses import Stay, stays
from storage.ledger.journal import READINGS, Entry, entries
from storage.queries import heads_in_book
from storage.sight import EVERYTHING, Sight
from storage.transaction import Reader

MONEY = 10_000
"""From here on a whole number among the facts is taken for won."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty value asks for nothing.

    `actor`: who did it, or for whom it was done; `area`: as it was when the act was recorded; `address`: its actor's
    credential was used from there then.
    """

    actor: str = ""
    role: str = ""
    org: str = ""
    trigger: str = ""
    refusal: str = ""
    stream: str = ""
    area: str = ""
    address: str = ""
    amount: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def search(reader: Reader, wanted: Wanted, limit: int, sight: Sight = EVERYTHING) -> list[Mapping[str, Any]]:
    """At most `limit` acts on streams in sight, accepted and refused, in the order they were recorded."""
    matching = (each for each in chain(_accepted(reader, wanted), _refused(reader, wanted)) if _matches(each, wanted))
    if wanted.address:
        there = stays(reader, wanted.address)
        matching = (each for each in matching if _was_there(each, there))
    if sight is not EVERYTHING:
        seen = heads_in_book(reader, sight)
        matching = (each for each in matching if each["stream"] in seen)
    return nsmallest(limit, matching, key=lambda each: (each["recorded_at"], each["stream"], each.get("version", 0)))


@dataclass(frozen=True, slots=True)
class Reading:
    """Which looks at the record are looked for: by whom, in which role, what was done, and a name it was about."""

    by: str = ""
    role: str = ""
    what: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


def readings(reader: Reader, wanted: Reading) -> list[Entry]:
    """Who looked at what, in order."""
    return [each for each in entries(reader, READINGS) if _is_wanted(each.body, wanted)]


def _is_wanted(body: Mapping[str, Any], wanted: Reading) -> bool:
    actor, at = body["actor"], read(body["recorded_at"])
    asked = ((wanted.by, actor["id"]), (wanted.role, actor["role"]), (wanted.what, body["what"]))
    return (
        all(not wish or wish == found for wish, found in asked)
        and (not wanted.about or wanted.about in _names(body["scope"]))
        and (wanted.since is None or at >= wanted.since)
        and (wanted.until is None or at < wanted.until)
    )


def _names(value: object) -> Iterator[str]:
    """Every text in what was asked for."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _names(each)


def _accepted(reader: Reader, wanted: Wanted) -> Iterator[Mapping[str, Any]]:
    if wanted.refusal:
        return
    area, current = "", ""
    for stream, _, hash, body in events(reader):
        event = loads(body.encode())
        area = str(event.get("changes", {}).get("area", area if stream == current else ""))
        current = stream
        yield event | {"hash": hash, "accepted": True, "area": area}


def _refused(reader: Reader, wanted: Wanted) -> Iterator[Mapping[str, Any]]:
    last = ("", "")
    sql = "SELECT stream, hash, body FROM refusal WHERE (stream, hash) > (?, ?) ORDER BY stream, hash LIMIT ?"
    while rows := reader.query(sql, *last, AT_ONCE):
        yield from (loads(body.encode()) | {"hash": hash, "accepted": False, "area": ""} for _, hash, body in rows)
        last = (rows[-1][0], rows[-1][1])


def _matches(act: Mapping[str, Any], wanted: Wanted) -> bool:
    actor, at = act["actor"], read(act["recorded_at"])
    asked = (
        (wanted.role, actor["role"]),
        (wanted.org, actor["org"]),
        (wanted.trigger, act["trigger"]),
        (wanted.stream, act["stream"]),
        (wanted.area, act["area"]),
    )
    return (
        all(not wish or wish == found for wish, found in asked)
        and (not wanted.actor or wanted.actor in (actor["id"], actor.get("behalf")))
        and (not wanted.refusal or any(each["code"] == wanted.refusal for each in act.get("refusals", ())))
        and (wanted.since is None or at >= wanted.since)
        and (wanted.until is None or at < wanted.until)
        and (wanted.amount is None or wanted.amount in _amounts(act.get("changes", {})))
    )


def _was_there(act: Mapping[str, Any], there: Sequence[Stay]) -> bool:
    by, at = act["actor"]["id"], act["received_at"]
    return any(each.person == by and each.since <= at and (not each.until or at < each.until) for each in there)


def _amounts(value: object) -> Iterator[int]:
    """Every sum among the facts."""
    if isinstance(value, bool):
        return
    if isinstance(value, int) and value >= MONEY:
        yield value
    for each in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _amounts(each)
