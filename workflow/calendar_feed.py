"""Deadlines as an iCalendar feed (RFC 5545) that a calendar program subscribes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from icalendar import Alarm, Calendar, Event

from states.lifecycle import Lifecycle
from states.rules.periods import DAY, KST, TICK
from storage.book import BookRow, book
from storage.feeds import scope_of
from storage.queries import seen_stream
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.deadline_book import own
from workflow.definitions import Definitions
from workflow.rights import acting, sight_of

DOMAIN = "yeongo"
MOST = 5_000
"""Deadlines in one feed."""
BY_INSTANT = frozenset({"fixed", "hours"})
"""Rules whose end is an instant; every other lasts until the end of its day."""
ALARM = -DAY
GONE = frozenset({"cancelled"})
"""How a deadline ended that is nobody's concern any more; what was met or passed stays as it was."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline over one stream, however often it was moved: its last row, how often it was moved or cancelled."""

    row: BookRow
    sequence: int


def entries(rows: Iterable[BookRow]) -> list[Entry]:
    """The book's rows as entries: a kind of deadline over a stream is one, its moves are changes of it."""
    found: dict[tuple[str, str], list[BookRow]] = {}
    for row in rows:
        found.setdefault((row.stream, row.kind), []).append(row)
    return [
        Entry(max(each, key=_opened), len(each) - 1 + sum(row.status in GONE for row in each))
        for _, each in sorted(found.items())
    ]


def subscribed(reader: Reader, token: str, definitions: Definitions, language: str, now: datetime) -> bytes | None:
    """What `/calendar/{token}.ics` answers: of the token's call, project or other stream what its person may see now.

    A token of no stream shows what its person's duties see to. None for a token unknown or revoked, and where the
    person may not see that stream, or has no duty, any more.
    """
    found = scope_of(reader, token)
    if found is None:
        return None
    stream, person = found
    if not stream:
        mine = own(reader, definitions, person, now, MOST)
        return _told(reader, mine, definitions, language, now) if acting(reader, person, now) else None
    sight = sight_of(person, reader, definitions, now)
    if seen_stream(reader, stream, sight) is None:
        return None
    kind = kind_of(stream)
    rows = book(reader, MOST, sight, **{kind if kind in {"call", "project"} else "stream": stream})
    return _told(reader, rows, definitions, language, now)


def _told(reader: Reader, rows: Sequence[BookRow], definitions: Definitions, language: str, now: datetime) -> bytes:
    streams = reader.streams({row.stream for row in rows})
    titles = {id: str(each.facts["title"]) for id, each in streams.items() if each.facts.get("title")}
    return feed(rows, definitions.family, language, now, titles)


def feed(
    rows: Iterable[BookRow],
    family: Mapping[str, Lifecycle],
    language: str,
    now: datetime,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The feed of these deadlines. A moved one keeps its UID with a higher SEQUENCE; so does a cancelled one.

    `titles` by stream; one without a title goes by its id.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Yeongo//deadlines//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "연고 기한" if language == "ko" else "Yeongo deadlines")
    for entry in entries(rows):
        title = " ".join(titles.get(entry.row.stream, entry.row.stream).split())
        calendar.add_component(_event(entry, family, language, now, title))
    return bytes(calendar.to_ical())


def _event(entry: Entry, family: Mapping[str, Lifecycle], language: str, now: datetime, title: str) -> Event:
    row, event = entry.row, Event()
    declared = family[kind_of(row.stream)].deadlines.get(row.kind)
    label = row.kind if declared is None else declared.ko if language == "ko" else declared.en
    event.add("uid", f"{row.stream}.{row.kind}@{DOMAIN}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("summary", f"{label} – {title}")
    event.add("description", row.stream)
    event.add("status", "CANCELLED" if row.status in GONE else "CONFIRMED")
    _when(event, row)
    if row.status == "open":
        event.add_component(_alarm(label))
    return event


def _when(event: Event, row: BookRow) -> None:
    """An instant is a moment; a last day is the whole day in Korea."""
    if row.rule in BY_INSTANT and _has_time(row.expires):
        end = (row.expires - TICK).replace(microsecond=0)
        event.add("dtstart", end)
        event.add("dtend", end)
        return
    day = date.fromisoformat(row.due_date)
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("transp", "TRANSPARENT")


def _has_time(expires: datetime) -> bool:
    return expires.astimezone(KST).time() != datetime.min.time()


def _alarm(label: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", label)
    alarm.add("trigger", ALARM)
    return alarm


def _opened(row: BookRow) -> int:
    """The version of the stream that opened it, from its id `kind@version`."""
    return int(row.id.rpartition("@")[2])
