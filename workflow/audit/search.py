"""Finding acts in the record: by who, in which role, what, refused with which code, when, where, how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from itertools import chain
from typing import Any

from states.canonical import encoded, loads
from states.instants import read
from storage.boards import plain
from storage.exports import AT_ONCE
from storage.ledger.accesses import Stay, stays
from storage.ledger.journal import READINGS, Entry, entries
from storage.queries import in_sight
from storage.sight import EVERYTHING, Sight
from storage.transaction import Reader

HIDDEN = "***"
"""What stands for an address in the record of who looked."""
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


def search(
    reader: Reader, wanted: Wanted, limit: int, sight: Sight = EVERYTHING, after: str = ""
) -> list[Mapping[str, Any]]:
    """At most `limit` acts on streams in sight, accepted and refused, in the order they were recorded.

    `after`: only those after the act of this `place`.
    """
    acts = chain(_accepted(reader, wanted), _refused(reader, wanted))
    matching = [each for each in acts if _matches(each, wanted) and place(each) > after]
    if wanted.address:
        there = stays(reader, wanted.address)
        matching = [each for each in matching if _was_there(each, there)]
    seen = in_sight(reader, (each["stream"] for each in matching), sight)
    return nsmallest(limit, (each for each in matching if each["stream"] in seen), key=place)


def remembered(given: Mapping[str, Any]) -> dict[str, Any]:
    """What of a search the record of who looked keeps: what was asked for, but no address for good."""
    return {name: HIDDEN if name == "address" else value for name, value in given.items() if value}


def place(act: Mapping[str, Any]) -> str:
    """Where an act stands among all: when it was recorded, its stream, its version there; of a refusal its hash."""
    last = f"{act['version']:010}" if act["accepted"] else f"refused {act['hash']}"
    return f"{act['recorded_at']} {act['stream']} {last}"


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
    """Events that may match: whatever of them is named stands in their text, which the database looks through."""
    if wanted.refusal:
        return
    where, values = _named(Wanted(stream=wanted.stream) if wanted.area else wanted)
    if wanted.area:  # an act's area is the one its stream had by then: all acts of a stream that ever had it are read
        where += r" AND stream IN (SELECT stream FROM event WHERE body LIKE ? ESCAPE '\')"
        values.append(_holding("area", wanted.area))
    area, current = "", ""
    for stream, _, hash, body in _rows(reader, "event", "version", "hash, body", (where, values), ("", 0)):
        event = loads(body.encode())
        area = str(event.get("changes", {}).get("area", area if stream == current else ""))
        current = stream
        yield event | {"hash": hash, "accepted": True, "area": area}


def _refused(reader: Reader, wanted: Wanted) -> Iterator[Mapping[str, Any]]:
    if wanted.area:
        return
    where, values = _named(wanted)
    if wanted.refusal:
        where += r" AND body LIKE ? ESCAPE '\'"
        values.append(_holding("code", wanted.refusal))
    for _, hash, body in _rows(reader, "refusal", "hash", "body", (where, values), ("", "")):
        yield loads(body.encode()) | {"hash": hash, "accepted": False, "area": ""}


def _rows(
    reader: Reader, table: str, second: str, rest: str, which: tuple[str, Sequence[Any]], start: tuple[Any, Any]
) -> Iterator[tuple[Any, ...]]:
    """Rows of a table in the order of its key, stream and a second, some at a time."""
    where, values = which
    sql = f"SELECT stream, {second}, {rest} FROM {table} WHERE (stream, {second}) > (?, ?){where}"  # noqa: S608 - ours
    sql += f" ORDER BY stream, {second} LIMIT ?"
    last, more = start, True
    while more:
        rows = reader.query(sql, *last, *values, AT_ONCE)
        yield from rows
        more = len(rows) == AT_ONCE
        last = rows[-1][:2] if rows else last


def _named(wanted: Wanted) -> tuple[str, list[Any]]:
    """The condition that whatever is named stands in an act's text."""
    where, values = "", list[Any]()
    if wanted.stream:
        where, values = " AND stream = ?", [wanted.stream]
    for name in ("role", "org", "trigger"):
        if value := getattr(wanted, name):
            where += r" AND body LIKE ? ESCAPE '\'"
            values.append(_holding(name, value))
    if wanted.actor:
        where += r" AND (body LIKE ? ESCAPE '\' OR body LIKE ? ESCAPE '\')"
        values += [_holding(name, wanted.actor) for name in ("id", "behalf")]
    return where, values


def _holding(name: str, value: str) -> str:
    """The pattern of a text that holds this name with this value, as canonical text writes them."""
    return f"%{plain(encoded({name: value}).decode()[1:-1])}%"


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
