"""Delivery: notices become letters to people, each sent at least once under one key, with patience and an end."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
import structlog

from jobs.channels.email import Mailer
from jobs.digest import DIGEST, day_of, hand_out, written
from jobs.errors import Undeliverable, Unreachable
from jobs.letter import letters, written_out
from states import formats
from states.context import Stream
from states.instants import read
from states.rules.calendar import Calendar
from states.rules.reminders import WAKING, at_work
from states.standing import MISSED, calendar_of, place
from storage import deliveries as rows
from storage.deliveries import Delivery, Notice, Posted
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.definitions import Definitions
from workflow.people import People
from workflow.recipients import Recipient, recipient, recipients

BATCH = 50
LEASE = timedelta(minutes=5)
"""How long one attempt may take before another worker takes the letter over."""
FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=6)
MOST = 12
"""Attempts before a letter is given up: about two days."""
_log = structlog.get_logger("yeongo.jobs.delivery")


def wait(attempts: int, chance: float) -> timedelta:
    """How long after so many failed attempts to try again: doubled each time, spread by `chance` in [0, 1)."""
    doubled: timedelta = FIRST * float(2 ** (attempts - 1))
    return min(doubled, LONGEST) * (0.5 + chance)


def key_of(notice: Notice, person: str) -> str:
    """The idempotency key of one letter to one person."""
    return sha256(f"{notice.stream}@{notice.version}#{notice.n}\n{person}".encode()).hexdigest()[:40]


@dataclass(frozen=True)
class Post:
    """The job that routes and sends. Without a mailer letters wait in the inbox of the console alone."""

    definitions: Definitions
    people: People
    now: Callable[[], datetime]
    stopping: Callable[[], bool]
    mailer: Mailer | None
    public_url: str = ""
    _handed_out: set[date] = field(default_factory=set)

    def __call__(self) -> timedelta | None:
        """Route what is new, hand out the day's digests, send what is due."""
        self.hand_out()
        while not self.stopping() and self.route():
            pass
        while self.mailer and not self.stopping() and self.send(self.mailer):
            pass
        return None

    def route(self) -> int:
        """Give the next notices to the people who have the duty; how many notices."""
        with self.people.store.transaction() as transaction:
            found = rows.unrouted(transaction, BATCH)
            for notice in found:
                wanted = self._readers(transaction, notice)
                rows.route(transaction, notice, [self._letter(transaction, notice, each) for each in wanted])
        return len(found)

    def hand_out(self) -> int:
        """Put the digests of this working day on their way, once; how many."""
        now = self.now()
        day = day_of(now, Calendar.as_known(None))
        if day is None or day in self._handed_out:
            return 0
        with self.people.store.transaction() as transaction:
            count = hand_out(transaction, self.definitions, now)
        self._handed_out.add(day)
        return count

    def _readers(self, reader: Reader, notice: Notice) -> list[str]:
        people = recipients(reader, notice.role, notice.org, self.now())
        return [each for each in people if _statutory(notice) or notice.letter not in rows.refused(reader, each)]

    def _letter(self, reader: Reader, notice: Notice, person: str) -> Posted:
        """What the law asks for goes at once, the rest when its reader is awake and at work."""
        at = self.now()
        if not _statutory(notice):
            at = at_work(at, calendar_of(*_call_of(reader, notice)), rows.hours(reader, person) or WAKING)
        return Posted(key_of(notice, person), notice, person, at)

    def send(self, mailer: Mailer) -> int:
        """Send the letters due; how many were tried. What was sent is sent again only if this process dies now."""
        now = self.now()
        with self.people.store.transaction() as transaction:
            due = rows.claim(transaction, now, now + LEASE, BATCH)
        for each in due:
            if self.now() < now + LEASE / 2:  # the rest is due again when the lease ends, for whoever is faster
                self._attempt(mailer, each)
        return len(due)

    def _attempt(self, mailer: Mailer, each: Delivery) -> None:
        attempts, status, reason, next_at = each.attempts + 1, rows.SENT, "", self.now()
        try:
            self._sent(mailer, each)
        except Undeliverable as error:
            status, reason = rows.FAILED, str(error)
        except Unreachable as error:
            status = rows.WAITING if attempts < MOST else rows.FAILED
            reason, next_at = str(error), next_at + wait(attempts, chance())
        with self.people.store.transaction() as transaction:
            rows.settle(transaction, each.key, status, attempts, next_at, reason[:500])
        if reason:
            _log.warning("not sent", key=each.key, letter=each.notice.letter, status=status, attempts=attempts)

    def _sent(self, mailer: Mailer, each: Delivery) -> None:
        with self.people.store.snapshot() as reader:
            to = recipient(reader, self.people, each.person)
            if to is None:
                raise Undeliverable("the person has no address")
            subject, text = self._written(reader, each, to)
        mailer.send(to.email, subject, text, each.key, self._headers(each, to))

    def _written(self, reader: Reader, each: Delivery, to: Recipient) -> tuple[str, str]:
        if each.notice.letter == DIGEST:
            return written(reader, self.definitions, each.person, self.now(), to.language)
        return letter_to(reader, self.definitions, each.notice, to.language)

    def _headers(self, each: Delivery, to: Recipient) -> Mapping[str, str]:
        headers = {"Content-Language": to.language}
        if self.public_url and not letters()[each.notice.letter].statutory:
            proof = self.people.proof(each.key)
            headers["List-Unsubscribe"] = f"<{self.public_url}/unsubscribe/{each.key}/{proof}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers


def letter_to(reader: Reader, definitions: Definitions, notice: Notice, language: str) -> tuple[str, str]:
    """Subject and text of a notice in one language, from the event it followed. Undeliverable without a template."""
    letter = letters().get(notice.letter)
    if letter is None:
        raise Undeliverable(f"there is no letter {notice.letter}")
    (body,) = [body for version, _, body in reader.events(notice.stream, notice.version) if version == notice.version]
    event = orjson.loads(body)
    kind = kind_of(notice.stream)
    row = definitions.lifecycle(kind, event["lifecycle"]).by_name[event["row"]]
    (label,) = {(each.ko, each.en) for each in row.notify if each.id == notice.letter}
    stream = reader.streams([notice.stream])[notice.stream]
    title = str(stream.facts.get("title", ""))
    facts = {
        "org": notice.org,
        "role": notice.role,
        "stream": notice.stream,
        "title": title,
        "version": notice.version,
        "recorded_at": f"{formats.moment(read(event['recorded_at']), language)} KST",
        "due": [
            {"label": label, "due_date": formats.day(date.fromisoformat(due), language)}
            for label, due in _due(reader, event, stream.deadlines, definitions, kind)
        ],
        "late_hours": event["late"] // 3600 if event.get("late", 0) > MISSED.total_seconds() else None,
    }
    subject = f"[연고] {label[0]}" if language == "ko" else f"[Yeongo] {label[1]}"
    return " ".join(f"{subject} – {title or notice.stream}".split()), written_out(letter, language, facts)


def _due(
    reader: Reader,
    event: Mapping[str, Any],
    standing: Mapping[str, Mapping[str, Any]],
    definitions: Definitions,
    kind: str,
) -> Sequence[tuple[Mapping[str, str], str]]:
    """The deadlines the event opened, or the one that passed or is reminded of, with their last days."""
    told = event.get("deadlines", {})
    passed = (id for id, how in told.get("close", {}).items() if how == "expired")
    sql = "SELECT kind, due_date FROM deadline WHERE stream = ? AND id = ?"
    ended = [{"kind": k, "due_date": day} for id in passed for k, day in reader.query(sql, event["stream"], id)]
    reminded = (standing[place(x)] for x in told.get("next", ()) if place(x) in standing)
    opened = [*told.get("open", ()), *ended, *reminded]
    declared = definitions.family[kind].deadlines
    return [
        ({"ko": declared[x["kind"]].ko, "en": declared[x["kind"]].en}, str(x["due_date"]))
        for x in opened
        if x["kind"] in declared
    ]


def _call_of(reader: Reader, notice: Notice) -> Iterable[Stream]:
    """The call whose holidays hold for what a notice is about."""
    about = reader.streams([notice.stream])[notice.stream]
    call = about.parents.get("call", about.id)
    return reader.streams([call]).values()


def _statutory(notice: Notice) -> bool:
    return letters()[notice.letter].statutory if notice.letter in letters() else True


def chance() -> float:
    """A number in [0, 1) nobody can guess."""
    return int.from_bytes(os.urandom(4)) / 2**32
