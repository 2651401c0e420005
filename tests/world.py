"""One database with the real rules and a family of lifecycles, a clock that is moved by hand, and everyone who acts."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlmodel import SQLModel

from states.context import Stream
from states.instants import from_micros
from states.lifecycle import Lifecycle
from states.roles import ADMIN, AGENCY, COMPANY, EVALUATOR, LEAD, Actor
from states.rules.call_rules import CallRules, parse
from storage.schema import migrate
from storage.store import Store
from tests.toy import FAMILY
from workflow.batch import derived_id
from workflow.clock import VirtualClock
from workflow.definitions import Definitions, store_call
from workflow.engine import Engine
from workflow.messages import Command, Outcome

FOLDER: Final = Path(__file__).parents[1] / "calls" / "2025-2"
START: Final = datetime(2024, 12, 10, 1, 0, tzinfo=UTC)
CALL_ID: Final = "call-2025-2"
JANGSU, JINAN, GUNWI = "52740", "52720", "27720"
TABLES: Final = tuple(sorted(name for name in SQLModel.metadata.tables))

ADMIN_1 = Actor("admin-1", ADMIN, "yeongo")
AGENCY_1 = Actor("agency-1", AGENCY, "tipa")
JEONBUK = Actor("lead-jeonbuk", LEAD, "tp-jeonbuk")
DAEGU = Actor("lead-daegu", LEAD, "tp-daegu")
EVALUATOR_1 = Actor("evaluator-1", EVALUATOR, "panel")
COMPANY_1 = Actor("company-1", COMPANY, "1234567891")
LEADS: Final[Mapping[str, Actor]] = {JANGSU: JEONBUK, JINAN: JEONBUK, GUNWI: DAEGU}


@cache
def call_files() -> Mapping[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}


@cache
def real_rules() -> CallRules:
    return parse(call_files())


class Entropy:
    """Bytes that look random and are the same in every run."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, size: int) -> bytes:
        self.calls += 1
        return sha256(f"entropy {self.calls}".encode()).digest()[:size]


class World:
    """What a test works with. `command` fills in a fresh key and the clock's time; `run` makes each a unit."""

    def __init__(self, store: Store, family: Mapping[str, Lifecycle] = FAMILY, kept: Iterable[object] = ()) -> None:
        self.store = store
        self.clock = VirtualClock(START)
        self.definitions = Definitions(family, store.definition, kept)
        self.engine = Engine(store, self.definitions, self.clock, Entropy())
        self.keys = 0

    def continued(self, earlier: "World") -> "World":
        """A later program on the same database: its keys and entropy go on where the earlier one stopped."""
        self.keys, self.engine.entropy = earlier.keys, earlier.engine.entropy
        return self

    def prepare(self) -> "World":
        """Schema, lifecycles and the call's rules."""
        migrate(self.store)
        self.define()
        return self

    def define(self) -> None:
        with self.store.transaction() as transaction:
            self.definitions.store_lifecycles(transaction)
            store_call(call_files(), transaction)

    def command(self, stream: str, trigger: str, actor: Actor, key: str = "", **rest: Any) -> Command:
        data = rest.pop("data", {})
        if not key:
            self.keys += 1
            key = f"key-{self.keys}"
        return Command(stream, trigger, data, actor, key, rest.pop("received_at", self.clock.now()), **rest)

    def run(self, *commands: Command) -> list[Outcome]:
        return self.engine.execute([(command,) for command in commands])

    def one(self, stream: str, trigger: str, actor: Actor, key: str = "", **rest: Any) -> Outcome:
        (outcome,) = self.run(self.command(stream, trigger, actor, key, **rest))
        return outcome

    def done(self, stream: str, trigger: str, actor: Actor, key: str = "", **rest: Any) -> Outcome:
        """Like `one`, for what the test only builds on: it must be accepted."""
        outcome = self.one(stream, trigger, actor, key, **rest)
        assert outcome.accepted, (trigger, outcome)
        return outcome

    def agreed(self, first: Actor, second: Actor, stream: str, trigger: str, data: Mapping[str, Any]) -> Outcome:
        """What two persons decide: one proposes, the other takes the step."""
        self.done(stream, "propose", first, data={"trigger": trigger, "content": data})
        return self.done(stream, trigger, second, data=data)

    def load(self) -> Command:
        return self.command(CALL_ID, "load", ADMIN_1, data={"rules": real_rules().fingerprint})

    def opened(self) -> "World":
        """The call is loaded and open."""
        assert all(outcome.accepted for outcome in self.run(self.load(), self.command(CALL_ID, "open", AGENCY_1)))
        return self

    def register(self, area: str, key: str = "", title: str = "연고산업") -> Command:
        return self.command(CALL_ID, "register", LEADS[area], key, data={"area": area, "title": title})

    def project(self, area: str = JANGSU, *, upto: str = "draft") -> str:
        """A new project in draft or submitted; its stream."""
        command = self.register(area)
        (outcome,) = self.run(command)
        assert outcome.receipt is not None, outcome
        id = outcome.receipt.stream
        assert id == derived_id("project", CALL_ID, command)
        if upto == "submitted":
            self.done(id, "save", LEADS[area], data={"plan": "계획", "money": 7})
            self.done(id, "submit", LEADS[area])
        return id

    def drained(self) -> list[int]:
        """Fire what is due now until nothing is; the counts of each turn."""
        counts = [self.engine.drain(self.clock.now())]
        while counts[-1]:
            counts.append(self.engine.drain(self.clock.now()))
            assert len(counts) < 100, "the timers never end"
        return counts

    def stream(self, id: str) -> Stream:
        with self.store.snapshot() as reader:
            return reader.streams([id])[id]

    def events(self, stream: str) -> list[tuple[int, str, str]]:
        with self.store.snapshot() as reader:
            return reader.events(stream)

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """A table's rows in key order: these columns, or all of them, key first."""
        with self.store.snapshot() as reader:
            found = reader.table_rows(table, columns or reader.shape(table)[0])
        return sorted(found, key=repr)

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        return {table: self.rows(table) for table in TABLES}

    def due(self, stream: str) -> dict[str, datetime]:
        """When each pending timer of a stream is due, by its id."""
        rows = self.rows("timer", "stream", "id", "due_at", "status")
        return {id: from_micros(at) for of, id, at, status in rows if of == stream and status == "pending"}

    def sql(self, *statements: str) -> None:
        """Change the database behind the program's back."""
        with self.store.transaction() as transaction:
            for statement in statements:
                transaction.cursor.execute(statement)


@contextmanager
def world_on(url: str, family: Mapping[str, Lifecycle] = FAMILY) -> Iterator[World]:
    store = Store(url)
    try:
        yield World(store, family).prepare()
    finally:
        store.close()


class Arena:
    """Fresh worlds on one kind of database, fast enough for a property test's examples."""

    def __init__(self, url: str, folder: Path, family: Mapping[str, Lifecycle] = FAMILY) -> None:
        self.url, self.folder, self.family, self.count = url, folder, family, 0
        with world_on(url, family) as world:
            self.is_sqlite = world.store.is_sqlite
            self.file = Path(world.store.url.database or "")

    @contextmanager
    def fresh(self) -> Iterator[World]:
        """An empty world with its definitions."""
        if self.is_sqlite:
            self.count += 1
            copy = self.folder / f"example-{self.count}.db"
            shutil.copyfile(self.file, copy)
            store = Store(f"sqlite:///{copy}")
        else:
            store = Store(self.url)
        world = World(store, self.family)
        try:
            if not self.is_sqlite:
                world.sql(f"TRUNCATE {', '.join(TABLES)}")
                world.define()
            yield world
        finally:
            store.close()
