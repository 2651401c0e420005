"""The digest of a day: what a person's duties owe, in one letter on the morning of a working day, to those who ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from jobs.letter import letters, said
from states.canonical import loads
from states.context import Stream
from states.instants import micros, read
from states.roles import Actor
from states.rules.calendar import Calendar
from states.rules.periods import DAY, KST
from states.rules.reminders import WAKING, at_work
from states.standing import calendar_of
from storage import deliveries as rows
from storage import people
from storage.boards import Filter, every
from storage.deliveries import Notice, Posted
from storage.transaction import Reader, Transaction
from workflow.batch import kind_of
from workflow.deadline_book import own, seen_to_by
from workflow.definitions import Definitions
from workflow.principal import ACTIVE
from workflow.rights import acting, sight, sight_of

DIGEST = "digest"
FROM, UNTIL = time(8, 30), time(18)
"""When the digest goes out (KST); a service that was down until the evening sends none that day."""
AHEAD = 7 * DAY
"""How far ahead a deadline is told of."""
MOST = 200
"""Deadlines of one duty that are looked at."""


@dataclass(frozen=True, slots=True)
class Part:
    """Deadlines of one sort, the earliest end first."""

    ko: str
    en: str
    deadlines: Sequence[Mapping[str, Any]]


def day_of(now: datetime, calendar: Calendar) -> date | None:
    """The working day whose digest goes out now (KST); None outside its hours."""
    local = now.astimezone(KST)
    fits = FROM <= local.time() < UNTIL and calendar.is_working(local.date())
    return local.date() if fits else None


def hand_out(transaction: Transaction, definitions: Definitions, now: datetime) -> int:
    """Put the day's digest on its way to everyone who asked and owes something; once a day, whoever does it.

    While someone stands in for a person, the digest goes to the stand-in, who reads of both their duties. Nobody gets
    one on a day off: not on a holiday either that one of their calls alone was told of.
    """
    wanted = {to for person in rows.asking(transaction, DIGEST) for to in _readers(transaction, person, now)}
    due = [letter for person in sorted(wanted) for letter in _digest(transaction, definitions, person, now)]
    rows.post(transaction, due)
    return len(due)


def _digest(reader: Reader, definitions: Definitions, person: str, now: datetime) -> Iterable[Posted]:
    """A person's digest of the day, if they get one, at an hour they want letters."""
    calendar = _calendar(reader, definitions, person, now)
    day = day_of(now, calendar)
    if day and parts_of(reader, definitions, person, now):
        at = at_work(now, calendar, rows.hours(reader, person) or WAKING)
        yield Posted(_key(person, day), Notice("", 0, 0, DIGEST, "", ""), person, at)


def _calendar(reader: Reader, definitions: Definitions, person: str, now: datetime) -> Calendar:
    """The holidays a person counts on: those that any of the calls was told of they see to."""
    return calendar_of(*every(reader, Filter("call", sight=sight_of(person, reader, definitions, now))))


def _readers(reader: Reader, person: str, now: datetime, absent: frozenset[str] = frozenset()) -> set[str]:
    """Who reads a person's digest: they, or while they are absent who stands in for them and is there."""
    found = people.person(reader, person)
    if found is None or found.status != ACTIVE or person in absent:
        return set()
    deputies = {each.person for each in people.stand_ins(reader, person) if each.holds(micros(now))}
    return {to for each in deputies for to in _readers(reader, each, now, absent | {person})} or {person}


def _key(person: str, day: date) -> str:
    return sha256(f"{DIGEST} {day.isoformat()}\n{person}".encode()).hexdigest()[:40]


def written(reader: Reader, definitions: Definitions, person: str, now: datetime, language: str) -> tuple[str, str]:
    """Subject and text of a person's digest in one language, as things stand now."""
    day = now.astimezone(KST).date().isoformat()
    subject = f"[연고] {day} 기한" if language == "ko" else f"[Yeongo] Deadlines on {day}"
    facts = {"day": day, "parts": parts_of(reader, definitions, person, now)}
    return subject, said(letters()[DIGEST].texts[language], facts)


def parts_of(reader: Reader, definitions: Definitions, person: str, now: datetime) -> list[Part]:
    """What is overdue, due within the week, and new since the last working day; parts with nothing in them left out."""
    actors = acting(reader, person, now)
    late = list(_unique(each for actor in actors for each in _owed(reader, definitions, actor, now)))
    open = list(_open(reader, definitions, person, now))
    soon = [each for each in open if read(each["expires"]) <= now + AHEAD]
    since = _last_digest(now, _calendar(reader, definitions, person, now))
    new = [each for each in open if each not in soon and _opened(reader, each) >= since]
    found = (
        Part("기한이 지난 것", "Overdue", late),
        Part("7일 안에 끝나는 것", "Due within seven days", soon),
        Part("새로 생긴 것", "New", new),
    )
    return [each for each in found if each.deadlines]


def _owed(reader: Reader, definitions: Definitions, actor: Actor, now: datetime) -> Iterable[Mapping[str, Any]]:
    """What has passed and is not done, of the streams this duty sees."""
    scope = sight(actor, reader, definitions)
    for kind in dict.fromkeys(line.kind for line in scope.lines):
        for stream in every(reader, Filter(kind, overdue_at=now, sight=scope)):
            for each in stream.deadlines.values():
                if "overdue" in each and each["owner"] in seen_to_by(actor):
                    yield _told(definitions, stream, each)


def _open(reader: Reader, definitions: Definitions, person: str, now: datetime) -> Iterable[Mapping[str, Any]]:
    rows = own(reader, definitions, person, now, MOST, status="open")
    streams = reader.streams({row.stream for row in rows})
    for row in rows:
        yield _told(definitions, streams[row.stream], streams[row.stream].deadlines[row.kind])


def _told(definitions: Definitions, stream: Stream, each: Mapping[str, Any]) -> Mapping[str, Any]:
    declared = definitions.family[kind_of(stream.id)].deadlines.get(each["kind"])
    label = {"ko": declared.ko, "en": declared.en} if declared else {"ko": each["kind"], "en": each["kind"]}
    title = " ".join(str(stream.facts.get("title", stream.id)).split())
    names = ("id", "due_date", "expires")
    return {name: each[name] for name in names} | {"label": label, "stream": stream.id, "title": title}


def _unique(found: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return {(each["stream"], each["id"]): each for each in found}.values()


def _opened(reader: Reader, each: Mapping[str, Any]) -> datetime:
    """When the event was recorded that opened a deadline."""
    version = int(str(each["id"]).rpartition("@")[2])
    ((body,),) = reader.query("SELECT body FROM event WHERE stream = ? AND version = ?", each["stream"], version)
    return read(loads(body.encode())["recorded_at"])


def _last_digest(now: datetime, calendar: Calendar) -> datetime:
    """The morning of the last working day before today."""
    day = now.astimezone(KST).date() - DAY
    while not calendar.is_working(day):
        day -= DAY
    return datetime.combine(day, FROM, KST)
