"""Many alarms for workers that are killed: one project each, its alarm due at the second it asked for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import orjson

from states.instants import from_micros, read
from states.lifecycle import STAY, UNBORN, Deadline, Lifecycle, Notice, Payload
from states.payloads.common import AreaCode, Expiry, Instant
from states.roles import AGENCY, LEAD, SYSTEM
from states.step import GRACE
from tests import toy
from tests.world import AGENCY_1, CALL_ID, JEONBUK, World

SPREAD: Final = timedelta(seconds=4)
"""How long after the first alarm the last one is due."""


class Asked(Payload):
    area: AreaCode
    rings_at: Instant


RUNG = Notice("rung", (AGENCY,), "알람", "Rung")
ALARM = Deadline(
    "alarm", "알람", "Alarm", LEAD, "ring", "공고 §6", at=lambda ctx: read(str(ctx.after["rings_at"])) - GRACE
)
PROJECT = Lifecycle(
    name="project",
    ko="과제",
    en="Project",
    states=(toy.DRAFT,),
    rows=(
        toy.row("register", UNBORN, toy.DRAFT, LEAD, payload=Asked, opens=[ALARM]),
        toy.row("ring", toy.DRAFT, STAY, SYSTEM, payload=Expiry, notify=[RUNG]),
    ),
)
FAMILY: Final[Mapping[str, Lifecycle]] = {**toy.FAMILY, "project": PROJECT}


def wind_up(world: World, count: int, first: datetime, spread: timedelta = SPREAD) -> None:
    """Open the call and set so many alarms, spread evenly from `first` on."""
    assert all(outcome.accepted for outcome in world.run(world.load(), world.command(CALL_ID, "open", AGENCY_1)))
    for start in range(0, count, 128):
        units = []
        for n in range(start, min(start + 128, count)):
            rings_at = (first + spread * n / count).isoformat(timespec="microseconds")
            data = {"area": f"{n:05d}", "rings_at": rings_at}
            units.append((world.command(CALL_ID, "register", JEONBUK, f"alarm-{n}", data=data),))
        assert all(outcome.accepted for outcome in world.engine.execute(units))


def faults(world: World, count: int) -> dict[str, int]:
    """What is not as it must be: alarms that fired twice, early, never or without their one notice; by how many."""
    due = {(stream, id): at for stream, id, at in world.rows("timer", "stream", "id", "due_at")}
    rung: dict[tuple[str, str], list[datetime]] = {}
    with world.store.snapshot() as reader:
        for stream, _, _, body in reader.every_event():
            event = orjson.loads(body)
            if "timer" in event:
                rung.setdefault((stream, event["timer"]), []).append(read(event["recorded_at"]))
    notices = [(stream, version) for stream, version, letter in world.rows("outbox", "stream", "version", "letter")]
    return {
        "twice": sum(len(each) > 1 for each in rung.values()),
        "early": sum(min(each) < from_micros(due[timer]) for timer, each in rung.items()),
        "never": count - len(rung),
        "notices": sum(map(len, rung.values())) - len(notices),
    }
