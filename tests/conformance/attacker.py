"""Somebody who may do everything to a copy of the database: change the record, its hashes, the log, and sign anew."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from jobs.sealing import seal
from states.canonical import dumps, loads
from storage.ledger.journal import PEOPLE
from storage.ledger.notes import Signer
from tests.world import AGENCY_1, CALL_ID, DAEGU, EVALUATOR_1, GUNWI, JANGSU, JEONBUK, JINAN, Entropy, World
from workflow.people import People

KEY = Signer("yeongo/test", bytes(range(32)))
ROGUE = Signer("yeongo/test", bytes(32))
FINAL = ("event", "refusal", "leaf", "checkpoint", "journal")


def lived(world: World) -> tuple[str, str, str]:
    """Something in every table, sealed twice: the project that went furthest, another, a checkpoint kept early."""
    employed(world)
    one = world.project(JANGSU, upto="submitted")
    world.done(one, "revise", JEONBUK, data={"plan": "다시", "money": 8})
    first = seal(world.store, KEY, world.clock.now())
    assert first is not None
    world.done(one, "review", EVALUATOR_1, data={"opinion": "좋음", "score": 9000, "remarks": "비고"})
    world.done(one, "draw", JEONBUK, data={"amount": 30})
    two = world.project(GUNWI)
    assert not world.one(two, "submit", DAEGU).accepted
    world.done(CALL_ID, "rouse", AGENCY_1, data={"project": two})
    world.drained()
    seal(world.store, KEY, world.clock.now())
    world.project(JINAN)
    return one, two, first.note


def employed(world: World) -> None:
    """Two people of two leads: one has led Jangsu's, the other Daegu's for a while."""
    people = People(world.store, world.clock, Entropy())
    for actor in (JEONBUK, DAEGU):
        people.organise("admin-1", actor.org, actor.org, actor.org)
        people.invite("admin-1", actor.id, {"name": actor.id}, actor.id)
        people.assign("admin-1", actor.id, actor.role, actor.org, world.clock.now())


class Attacker:
    """The copy and how it is bent. `one` has six events, `two` two and a refusal; a third project is not sealed yet."""

    def __init__(self, world: World, one: str, two: str, early: str) -> None:
        self.world, self.one, self.two, self.early = world, one, two, early
        for table in FINAL:
            if world.store.is_sqlite:
                world.sql(f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete")
            else:
                world.sql(f"DROP TRIGGER {table}_is_final ON {table}")

    def sql(self, *statements: str) -> None:
        self.world.sql(*(each.format(one=self.one, two=self.two) for each in statements))

    def body(self, stream: str, version: int) -> dict[str, Any]:
        found: dict[str, Any] = loads(self.world.events(stream)[version - 1][2].encode())
        return found

    def put(self, stream: str, version: int, body: Mapping[str, Any], *, text: str = "", rehash: bool = True) -> None:
        """Write an event's body, and its hash unless told otherwise; `text`: these very bytes."""
        written = text or dumps(body).decode()
        new = f", hash = '{_hash(written)}'" if rehash else ""
        with self.world.store.transaction() as transaction:
            mark = transaction.mark
            sql = f"UPDATE event SET body = {mark}{new} WHERE stream = {mark} AND version = {mark}"
            transaction.cursor.execute(sql, (written, stream, version))

    def edit(self, stream: str, version: int, rehash: bool = True, **parts: Any) -> None:
        """Change parts of one event."""
        self.put(stream, version, self.body(stream, version) | parts, rehash=rehash)

    def relink(self, stream: str, begin: int) -> None:
        """Chain every event from a version on to the one before it, and the projection to the last."""
        events = self.world.events(stream)
        for version in range(begin, len(events) + 1):
            prev = self.world.events(stream)[version - 2][1] if version > 1 else "0" * 64
            self.put(stream, version, self.body(stream, version) | {"prev": prev})
        self.sql(f"UPDATE stream SET head = '{self.world.events(stream)[-1][1]}' WHERE id = '{stream}'")

    def rewrite(self, stream: str, version: int, **parts: Any) -> None:
        """Change one event and make the chain behind it hold again."""
        self.edit(stream, version, **parts)
        self.relink(stream, version + 1)

    def append(self, stream: str, **parts: Any) -> None:
        """An invented event that continues the chain, and its projection."""
        version, hash, _ = self.world.events(stream)[-1]
        body = self.body(stream, version) | {"version": version + 1, "prev": hash, "key": "invented"} | parts
        body = {name: part for name, part in body.items() if part is not None}
        text = dumps(body).decode()
        with self.world.store.transaction() as transaction:
            marks = ", ".join(transaction.mark for _ in range(7))
            sql = f"INSERT INTO event (stream, version, hash, actor, key, digest, body) VALUES ({marks})"
            row = (stream, version + 1, _hash(text), body["actor"]["id"], "invented", body["command"], text)
            transaction.cursor.execute(sql, row)
        self.sql(f"UPDATE stream SET version = {version + 1}, head = '{_hash(text)}' WHERE id = '{stream}'")

    def seal_anew(self, key: Signer) -> None:
        """Throw the log away and seal everything from the start."""
        keys = f"DELETE FROM journal WHERE stream <> '{PEOPLE}'"
        refused = "INSERT INTO unsealed (stream, version, hash) SELECT stream, 0, hash FROM refusal"
        events = "INSERT INTO unsealed (stream, version, hash) SELECT stream, version, hash FROM event"
        self.sql("DELETE FROM leaf", "DELETE FROM tile", "DELETE FROM checkpoint", "DELETE FROM unsealed", keys)
        acts = "INSERT INTO unsealed (stream, version, hash) SELECT stream, version, hash FROM journal"
        self.sql(refused, events, acts)
        self.seal(key)

    def seal(self, key: Signer = KEY) -> None:
        assert seal(self.world.store, key, self.world.clock.now()) is not None

    def log(self, stream: str, version: int) -> None:
        """Let the sealer take in an event as if it had just been committed."""
        hash = self.world.events(stream)[version - 1][1]
        self.sql(f"INSERT INTO unsealed (stream, version, hash) VALUES ('{stream}', {version}, '{hash}')")
        self.seal()


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
