"""A process that changes what many projects live under, until it is killed: `python -m tests.faults.changing URL WAY`.

`together` and `singly` accept what a longer period proposes: in one transaction as the command line does, or each by
its own as over HTTP. `migrate` takes the crossings that were approved. It says `go` before it begins, and a line after
each commit.
"""

import asyncio
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from states.deadline_rows import deadline_rows
from states.lifecycle import STAY, UNBORN, Lifecycle
from states.migration import Move
from states.payloads.common import Expiry
from states.proposals import with_second_person
from states.roles import AGENCY, LEAD, SYSTEM, Actor
from states.rules.call_rules import CallRules, parse
from tests import toy
from tests.world import AGENCY_1, CALL_ID, JEONBUK, START, World, call_files, world_on
from workflow.deadline_book import acceptances, proposals
from workflow.definitions import store_call
from workflow.dispatcher import Dispatcher
from workflow.messages import Command
from workflow.migration import plan, previews, proposal
from workflow.proposals import proposal_of

SECOND: Final = Actor("agency-2", AGENCY, "tipa")
KEY: Final = "longer"


def lifecycle(visit: str) -> Lifecycle:
    """The toy project whose deadlines people move; `visit` names the state it is submitted into."""
    submitted = toy.state(visit)
    rows = (
        toy.row("register", UNBORN, toy.DRAFT, LEAD, payload=toy.Register, records=toy.led),
        toy.row("submit", toy.DRAFT, submitted, LEAD, opens=[toy.REVIEWING]),
        toy.row("overdue", submitted, STAY, SYSTEM, payload=Expiry, notify=[toy.ESCALATION]),
        *deadline_rows((toy.DRAFT, submitted)),
    )
    states = (toy.DRAFT, submitted)
    return Lifecycle("project", "과제", "Project", states, with_second_person(rows, states))


OLDER, NEWER = lifecycle("submitted"), lifecycle("received")
FAMILY: Final[Mapping[str, Lifecycle]] = {**toy.FAMILY, "project": OLDER}


def longer() -> CallRules:
    """The call with objections of fourteen days instead of ten."""
    return parse(longer_files())


def longer_files() -> dict[str, str]:
    text, old = call_files()["call.toml"], '[periods.objection]\nrule = "objection"\nlength = "10d"'
    assert old in text
    return {**call_files(), "call.toml": text.replace(old, old.replace("10d", "14d"))}


@contextmanager
def submitted(url: str, count: int) -> Iterator[World]:
    """So many projects, each with a deadline of the period that changes."""
    with world_on(url, FAMILY) as world:
        world.opened()
        begun = [
            (world.command(CALL_ID, "register", JEONBUK, data={"area": f"{n:05d}", "title": "과제"}),)
            for n in range(count)
        ]
        projects = [each.receipt.stream for each in world.engine.execute(begun) if each.receipt]
        assert len(projects) == count
        assert all(o.accepted for o in world.run(*(world.command(id, "submit", JEONBUK) for id in projects)))
        yield world


def lengthen(world: World) -> None:
    """The call is amended, and what that moves is proposed."""
    with world.store.transaction() as transaction:
        rules = store_call(longer_files(), transaction)
    world.done(CALL_ID, "amend", AGENCY_1, data={"rules": rules.fingerprint})
    assert all(o.accepted for o in world.run(*map(proposal_of, moves(world, AGENCY_1, "propose"))))


def moves(world: World, actor: Actor, key: str) -> list[Command]:
    """A command for each deadline the rules in force would still move."""
    with world.store.snapshot() as reader:
        found = proposals(reader, CALL_ID, longer())
    return acceptances(found, "기간 연장", actor, key, world.clock.now())


def approve_migration(world: World) -> None:
    """Two persons decide that every project crosses to the newer generation: each crossing is a timer due now."""
    streams = [id for id, kind in world.rows("stream", "id", "kind") if kind == "project"]
    migration, found = plan(world.engine, streams, NEWER.fingerprint, (Move("submitted", "received"),))
    order = proposal(world.engine, migration, previews(world.engine, migration, found, world.clock.now()), "개정")
    world.agreed(AGENCY_1, SECOND, CALL_ID, "migrate_streams", order)


def newer(world: World) -> World:
    """The same database under a program that knows both generations."""
    later = World(world.store, {**FAMILY, "project": NEWER}).continued(world)
    later.define()
    return later


def main(url: str, way: str) -> None:
    with world_on(url, {**FAMILY, "project": NEWER} if way == "migrate" else FAMILY) as world:
        world.clock.set(START + timedelta(hours=1))
        commands = [] if way == "migrate" else moves(world, SECOND, KEY)
        _say("go")
        if way == "together":
            world.engine.execute([(each,) for each in commands])
        elif way == "singly":
            asyncio.run(_singly(world, commands))
        else:
            while world.engine.drain(world.clock.now(), 1):
                _say("one")


async def _singly(world: World, commands: list[Command]) -> None:
    dispatcher = Dispatcher(world.engine)
    for each in commands:
        await dispatcher.submit((each,), each.actor.id)
        _say("one")
    await dispatcher.close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
