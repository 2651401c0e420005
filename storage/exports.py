"""The record for other tools: CSV, JSON lines, XES (IEEE 1849), OCEL 2.0 (SQLite). Written as it is read.

Actors are pseudonyms and private parts stay behind: what is exported is what events hold.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from csv import writer
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import quoteattr

from states.canonical import encoded, loads
from storage.projections import KINDS
from storage.sight import EVERYTHING, Sight
from storage.transaction import Reader

AT_ONCE = 2000
FIELDS: Mapping[str, tuple[str, str]] = {
    "stream": ("대상의 식별자", "the stream's id"),
    "kind": ("대상의 종류", "the stream's kind: call, project, support, company or survey"),
    "version": ("대상에서 몇 번째 사건인가", "which event of the stream this is, from 1"),
    "hash": ("사건의 해시(SHA-256)", "the event's hash (SHA-256)"),
    "row": ("생애주기의 전이", "the row of the lifecycle that was taken; the activity of process mining"),
    "trigger": ("처리", "the command"),
    "from": ("이전 상태", "the state before; `unborn` where the stream begins"),
    "to": ("이후 상태", "the state after"),
    "role": ("처리자의 역할", "the role the actor acted in"),
    "org": ("처리자의 기관", "the organisation the actor acted for"),
    "actor": ("처리자의 가명", "the actor's pseudonym"),
    "behalf": ("부재하여 대행을 받은 사람의 가명", "the absent person a deputy acted for; empty otherwise"),
    "received_at": ("접수 시각(UTC)", "when the request was read (UTC)"),
    "recorded_at": ("기록 시각(UTC)", "when it was recorded (UTC)"),
    "occurred_at": ("도달 시각(종이 문서, UTC)", "when a paper arrived (UTC); empty otherwise"),
    "timer": ("작동한 기한", "the timer that fired; empty where a person acted"),
    "lifecycle": ("정의의 지문", "the fingerprint of the definition it was judged by"),
    "changes": ("바뀐 사실(JSON; 금액은 원)", "the facts it changed, as JSON; money in won"),
}
"""The data dictionary: what each field of every format holds, in Korean and English."""
type_of_line = tuple[str, int, str, str]
type_of_seen = Callable[[int], None]
FORMULA = tuple("=+-@\t\r")


def kind_of(stream: str) -> str:
    return stream.partition("-")[0]


def events(reader: Reader, seen: type_of_seen = lambda _: None, sight: Sight = EVERYTHING) -> Iterator[type_of_line]:
    """Every event in sight, a stream after another, in constant memory; `seen` hears how many were read."""
    may, whose = sight.where()
    within = "" if sight == EVERYTHING else f"AND stream IN (SELECT s.id FROM stream s WHERE {may}) "  # noqa: S608
    sql = f"SELECT stream, version, hash, body FROM event WHERE (stream, version) > (?, ?) {within}"  # noqa: S608
    sql += "ORDER BY stream, version LIMIT ?"
    last: tuple[str, int] = ("", 0)
    count = 0
    while rows := reader.query(sql, *last, *([] if sight == EVERYTHING else whose), AT_ONCE):
        seen(count := count + len(rows))
        yield from ((stream, version, hash, body) for stream, version, hash, body in rows)
        last = (rows[-1][0], rows[-1][1])


def flat(line: type_of_line) -> dict[str, Any]:
    """One event by the fields of the dictionary."""
    stream, version, hash, body = line
    event = loads(body.encode())
    named = {name: event.get(name, "") for name in FIELDS}
    by = event["actor"]
    actor = {"actor": by["id"], "behalf": by.get("behalf", ""), "role": by["role"], "org": by["org"]}
    return named | actor | {
        "stream": stream,
        "version": version,
        "hash": hash,
        "kind": kind_of(stream),
        "changes": encoded(event.get("changes", {})).decode(),
    }  # fmt: skip


def to_jsonl(reader: Reader, path: Path, seen: type_of_seen = lambda _: None, sight: Sight = EVERYTHING) -> int:
    """One event a line, whole."""
    count = 0
    with path.open("wb") as file:
        for stream, version, hash, body in events(reader, seen, sight):
            head = encoded({"stream": stream, "version": version, "hash": hash})
            file.write(head[:-1] + b',"event":' + body.encode() + b"}\n")
            count += 1
    return count


def to_csv(reader: Reader, path: Path, seen: type_of_seen = lambda _: None, sight: Sight = EVERYTHING) -> int:
    """One event a line; no cell begins as a formula does."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = writer(file)
        table.writerow(FIELDS)
        for line in events(reader, seen, sight):
            cells = flat(line)
            table.writerow([_cell(cells[name]) for name in FIELDS])
            count += 1
    return count


def to_xes(reader: Reader, path: Path, seen: type_of_seen = lambda _: None, sight: Sight = EVERYTHING) -> int:
    """A trace for each stream."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(XES_HEAD)
        for stream, lines in groupby(events(reader, seen, sight), key=itemgetter(0)):
            kind = kind_of(stream)
            file.write(f'<trace><string key="concept:name" value={quoteattr(stream)}/>')
            file.write(f'<string key="kind" value={quoteattr(kind)}/>\n')
            for line in lines:
                _xes_event(file, flat(line))
                count += 1
            file.write("</trace>\n")
        file.write("</log>\n")
    return count


def _xes_event(file: IO[str], cells: Mapping[str, Any]) -> None:
    named = {"concept:name": "row", "org:resource": "actor", "org:role": "role", "org:group": "org"}
    file.write("<event>")
    for key, name in named.items():
        file.write(f'<string key="{key}" value={quoteattr(str(cells[name]))}/>')
    file.write(f'<date key="time:timestamp" value={quoteattr(_millis(cells["recorded_at"]))}/>')
    for name in ("version", "hash", "behalf", "trigger", "from", "to", "timer", "changes"):
        file.write(f'<string key="{name}" value={quoteattr(str(cells[name]))}/>')
    file.write('<string key="lifecycle:transition" value="complete"/></event>\n')


def to_ocel(reader: Reader, path: Path, seen: type_of_seen = lambda _: None, sight: Sight = EVERYTHING) -> int:
    """Events with every object they touch: the stream itself and those above it."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("BEGIN")
        count = _ocel(reader, database, seen, sight)
        database.execute("COMMIT")
    finally:
        database.close()
    return count


type_of_standing = tuple[str, str, str | None, str]
"""A stream from an instant on: its id, the instant, the field that changed (None at its birth), its state."""
NOWHERE: type_of_standing = ("", "", None, "")


def _stand(database: sqlite3.Connection, standing: type_of_standing) -> None:
    if standing[0]:
        database.execute(f"INSERT INTO object_{kind_of(standing[0])} VALUES (?, ?, ?, ?)", standing)  # noqa: S608


def _ocel(reader: Reader, database: sqlite3.Connection, seen: type_of_seen, sight: Sight) -> int:
    for table, columns in OCEL_TABLES.items():
        database.execute(f"CREATE TABLE {table} ({columns})")
    for kind in KINDS:
        database.execute("INSERT INTO object_map_type VALUES (?, ?)", (kind, kind))
        database.execute(
            f"CREATE TABLE object_{kind} (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, state TEXT)"
        )
    types: dict[str, str] = {}
    count, parents, standing = 0, dict[str, str](), NOWHERE
    for stream, version, hash, body in events(reader, seen, sight):
        cells, event = flat((stream, version, hash, body)), loads(body.encode())
        name, id = f"{cells['kind']} {cells['row']}", f"{stream}@{version}"
        if name not in types:
            types[name] = f"t{len(types)}"
            database.execute("INSERT INTO event_map_type VALUES (?, ?)", (name, types[name]))
            fields = ", ".join(f'"{each}" TEXT' for each in OCEL_FIELDS)
            database.execute(f"CREATE TABLE event_{types[name]} (ocel_id TEXT, ocel_time TIMESTAMP, {fields})")
        time, kind = _millis(cells["recorded_at"]), cells["kind"]
        if version == 1:
            database.execute("INSERT INTO object VALUES (?, ?)", (stream, kind))
        parents = event.get("parents", parents if version > 1 else {})
        if standing[:2] != (stream, time):
            _stand(database, standing)
            standing = (stream, time, None if version == 1 else "state", cells["to"])
        else:  # of several steps at one instant, where the stream stood after the last
            standing = (*standing[:3], cells["to"])
        database.execute("INSERT INTO event VALUES (?, ?)", (id, name))
        marks = ", ".join("?" for _ in range(2 + len(OCEL_FIELDS)))
        values = (id, time, *(str(cells[each]) for each in OCEL_FIELDS))
        database.execute(f"INSERT INTO event_{types[name]} VALUES ({marks})", values)  # noqa: S608
        touched = [(id, stream, "subject"), *((id, parent, above) for above, parent in sorted(parents.items()))]
        database.executemany("INSERT INTO event_object VALUES (?, ?, ?)", touched)
        if version == 1:
            above = [(stream, parent, f"below {each}") for each, parent in sorted(parents.items())]
            database.executemany("INSERT INTO object_object VALUES (?, ?, ?)", above)
        count += 1
    _stand(database, standing)
    return count


FORMATS: Mapping[str, Callable[[Reader, Path, type_of_seen, Sight], int]] = {
    "xes": to_xes,
    "ocel": to_ocel,
    "csv": to_csv,
    "jsonl": to_jsonl,
}
OCEL_FIELDS = ("version", "hash", "trigger", "from", "to", "role", "org", "actor", "behalf", "changes")
OCEL_TABLES = {
    "event": "ocel_id TEXT PRIMARY KEY, ocel_type TEXT",
    "object": "ocel_id TEXT PRIMARY KEY, ocel_type TEXT",
    "event_object": "ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT",
    "object_object": "ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT",
    "event_map_type": "ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT",
    "object_map_type": "ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT",
}
XES_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<classifier name="row" keys="concept:name"/>
"""


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _millis(at: str) -> str:
    """An instant to the millisecond: what readers of XES and OCEL take."""
    return f"{at[:23]}Z"
