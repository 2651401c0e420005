"""The jobs of a process on a host with a time zone and a bad clock: `python -m tests.faults.stepping URL SEED CHANGE`.

The clock jitters as under NTP, is stepped by two hours to and fro, and the process is down for three days meanwhile.
"""

import json
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from time import monotonic
from typing import Final

import orjson

from jobs.running import Running, start
from states.instants import from_micros, read
from states.rules.calendar import Calendar
from states.rules.periods import compute
from storage.timers import backlog
from tests.faults.alarms import FAMILY, faults, wind_up
from tests.world import Entropy, World, world_on
from workflow.clock import SystemClock
from workflow.engine import Engine

ALARMS: Final = 60
BEFORE, SPREAD, DOWN = timedelta(days=1), timedelta(days=5), timedelta(days=3)
JITTER, STEP, LONGEST = 0.05, timedelta(hours=2), 3600.0
PATIENCE = 60.0
type_of_due = Mapping[str, datetime]


class Stepped:
    """A host's clock: the true time, off by what it was stepped, give or take the jitter."""

    def __init__(self, true: datetime, seed: int) -> None:
        self.true, self.offset, self.dice = true, timedelta(), random.Random(seed)
        self.highest = true

    def now(self) -> datetime:
        reading = self.true + self.offset + timedelta(seconds=self.dice.uniform(-JITTER, JITTER))
        self.highest = max(self.highest, reading)
        return reading

    def go_on(self, by: timedelta, offset: timedelta) -> None:
        self.true, self.offset = self.true + by, offset
        self.highest = self.true + offset


def walk(clock: Stepped, dice: random.Random, look: Callable[[], None]) -> None:
    """Let the time pass in uneven stretches, stepping the clock between them, until all alarms must have rung."""
    end, down = clock.true + BEFORE + SPREAD, clock.true + timedelta(days=dice.uniform(1.3, 2.5))
    while clock.true < end:
        clock.go_on(timedelta(seconds=dice.uniform(1, LONGEST)), dice.choice((timedelta(), STEP, -STEP)))
        look()
        if clock.true > down:
            clock.go_on(DOWN, timedelta())
            down = end
    clock.go_on(STEP, timedelta())
    look()


class Watching:
    """Looks as an onlooker would: what has fired at each moment, and whether the host's clock had reached it."""

    def __init__(self, world: World, clock: Stepped, running: Running) -> None:
        self.world, self.clock, self.running = world, clock, running
        self.due: type_of_due = {s: from_micros(at) for s, at in world.rows("timer", "stream", "due_at")}
        self.fired: set[str] = set()
        self.early = 0
        self.readings: list[datetime] = []

    def __call__(self) -> None:
        self.readings.append(self.clock.true + self.clock.offset)
        self._settle()
        fired = {stream for stream, status in self.world.rows("timer", "stream", "status") if status == "fired"}
        self.early += sum(self.due[each] > self.clock.highest for each in fired - self.fired)
        self.fired = fired

    def _settle(self) -> None:
        """Poke the jobs until they have fired everything due, but for what the jitter may still hide."""
        pause, end = threading.Event(), monotonic() + PATIENCE
        by = self.readings[-1] - timedelta(seconds=2 * JITTER)
        while self._due(by):
            assert monotonic() < end, "what is due is not fired"
            self.running.poke()
            pause.wait(0.005)

    def _due(self, by: datetime) -> int:
        with self.world.store.snapshot() as reader:
            return backlog(reader, by).due


def stepped(url: str, seed: int, change: datetime) -> dict[str, object]:
    """What became of alarms around `change`, and what naive programs make of the same alarms and clock readings."""
    clock = Stepped(change - BEFORE, seed)
    with world_on(url, FAMILY) as world:
        world.clock.set(clock.true)
        wind_up(world, ALARMS, clock.true + timedelta(seconds=1), SPREAD)
        running = start(Engine(world.store, world.definitions, clock, Entropy()), SystemClock())
        try:
            watching = Watching(world, clock, running)
            walk(clock, random.Random(seed), watching)
        finally:
            running.stop()
        late, unsaid = _lateness(world, watching.due)
        return {
            "due": sorted(at.isoformat() for at in watching.due.values()),
            "last_days": last_days(change),
            "faults": {**faults(world, ALARMS), "seen early": watching.early, "lateness unsaid": unsaid},
            "late": late,
            "by_date": naive(watching.due, by_date(watching.due, watching.readings)),
            "by_wall": naive(watching.due, by_wall(watching.due, watching.readings)),
        }


def last_days(change: datetime) -> list[str]:
    """The ends of periods that begin on each day around the change, as this process reckons them."""
    calendar = Calendar.as_known(None)
    days = (change.date() + timedelta(days=n) for n in range(-9, 3))
    starts: list[date | datetime] = [each for day in days for each in (day, datetime(*day.timetuple()[:5], tzinfo=UTC))]
    return [compute("civil", each, "10d", calendar).expires.isoformat() for each in starts]


def _lateness(world: World, due: type_of_due) -> tuple[int, int]:
    """The longest lateness on record, in seconds, and how many events do not say theirs."""
    late, unsaid = 0, 0
    with world.store.snapshot() as reader:
        for stream, _, _, body in reader.every_event():
            event = orjson.loads(body)
            if "timer" in event:
                late = max(late, event.get("late", 0))
                told = int((read(event["recorded_at"]) - due[stream]).total_seconds())
                unsaid += event.get("late", 0) != told
    return late, unsaid


def by_date(due: type_of_due, readings: Iterable[datetime]) -> Iterable[tuple[str, datetime]]:
    """The first negative control: once a day, what is due on this day of the host."""
    today = None
    for now in readings:
        if now.astimezone().date() != today:
            today = now.astimezone().date()
            yield from ((id, now) for id, at in due.items() if at.astimezone().date() == today)


def by_wall(due: type_of_due, readings: Iterable[datetime]) -> Iterable[tuple[str, datetime]]:
    """The second: instants kept and compared as the host's wall shows them."""
    left = {id: at.astimezone().replace(tzinfo=None) for id, at in due.items()}
    for now in readings:
        fired = [id for id, at in left.items() if at <= now.astimezone().replace(tzinfo=None)]
        left = {id: at for id, at in left.items() if id not in fired}
        yield from ((id, now) for id in fired)


def naive(due: type_of_due, fired: Iterable[tuple[str, datetime]]) -> dict[str, int]:
    """The faults of a naive program."""
    found = list(fired)
    times = Counter(id for id, _ in found)
    return {
        "twice": sum(n > 1 for n in times.values()),
        "early": sum(due[id] > now for id, now in found),
        "never": len(due) - len(times),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(stepped(sys.argv[1], int(sys.argv[2]), read(sys.argv[3]))))
