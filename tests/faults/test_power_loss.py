"""The plug is pulled: whatever a power cut may leave of SQLite's files, nothing that was acknowledged is missing.

The write log is the real one (`tests.faults.disk`). For each random moment in it the files are put together as a disk
may hold them then: what was synced, and of everything later any sectors in any order.
"""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.sealing import seal
from storage.ledger.notes import Signer
from storage.store import PRAGMAS, Store
from tests.faults.disk import Disk, Synced, Write, power_cuts
from tests.world import AGENCY_1, GUNWI, JANGSU, JINAN, LEADS, World, world_on
from workflow.audit.verify import verify
from workflow.messages import Command
from workflow.replay import rebuild

KEY = Signer("yeongo/test", bytes(range(32)))
NAME = "yeongo.db"
WHOLE = 40
"""Of so many cuts one is verified whole: replayed, rebuilt, and its log compared with the signed heads handed out."""
OFTEN = 60
"""Pages after which SQLite moves its write-ahead log into the database; it is cut in the middle of that too."""


@dataclass(frozen=True, slots=True)
class Note:
    """A signed head of the log that somebody took away."""

    text: str


@dataclass
class Evening:
    """A busy evening on one SQLite file; `disk` hears what its callers were told."""

    folder: Path
    dice: random.Random
    disk: Disk = field(default_factory=Disk)
    before: bytes = b""

    def play(self, turns: int) -> "Evening":
        """Commands alone, together and refused, private notes, timers, sealing."""
        with world_on(self.url) as world:
            world.opened()
            projects = {world.project(area): area for area in (JANGSU, JINAN, GUNWI)}
        self.before = (self.folder / NAME).read_bytes()
        with self.disk.watching(), closing(Store(self.url)) as store:
            world = World(store).continued(world)
            for _ in range(turns):
                self._turn(world, projects)
        return self

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / NAME}"

    def _turn(self, world: World, projects: dict[str, str]) -> None:
        units = [
            tuple(self._command(world, projects) for _ in range(self.dice.choice((1, 1, 2))))
            for _ in range(self.dice.randint(1, 5))
        ]
        for outcome in world.engine.execute(units):
            if outcome.receipt:
                receipt = outcome.receipt
                self.disk.say((receipt.stream, receipt.version if outcome.accepted else 0, receipt.hash))
        world.clock.set(world.clock.now() + timedelta(hours=self.dice.randint(0, 12)))
        world.engine.drain(world.clock.now())
        if self.dice.random() < 0.3 and (sealed := seal(world.store, KEY, world.clock.now())):
            self.disk.say(Note(sealed.note))

    def _command(self, world: World, projects: dict[str, str]) -> Command:
        id = self.dice.choice(list(projects))
        lead = LEADS[projects[id]]
        return self.dice.choice(
            (
                world.command(id, "save", lead, data={"plan": "계획" * self.dice.randint(1, 400), "money": 7}),
                world.command(id, "note", lead, data={"note": "비공개"}),
                world.command(id, "submit", lead),
                world.command(id, "pause", AGENCY_1),
                world.command(id, "resume", AGENCY_1),
            )
        )

    def cuts(self, count: int) -> Iterator["Cut"]:
        """So many power cuts at random moments, what is left each time opened and looked at."""
        moments = [self.dice.randrange(len(self.disk.log)) for _ in range(count)]
        for n, (moment, files, said) in enumerate(power_cuts(self.disk.log, {NAME: self.before}, moments, self.dice)):
            folder = self.folder / str(n)
            folder.mkdir()
            for name, content in files.items():
                (folder / name).write_bytes(content)
            yield looked_at(folder / NAME, moment, said, whole=n % WHOLE == 0)
            shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class Cut:
    """What a power cut after so many entries of the write log did: what is lost of the acknowledged, what is wrong."""

    moment: int
    lost: set[object]
    faults: list[str]


def looked_at(file: Path, moment: int, said: list[object], *, whole: bool) -> Cut:
    """Open the database as the next start would: SQLite recovers it."""
    notes = [each.text for each in said if isinstance(each, Note)]
    acknowledged = {each for each in said if not isinstance(each, Note)}
    with closing(sqlite3.connect(file)) as connection:
        try:
            sound = connection.execute("PRAGMA quick_check").fetchall()
            events = connection.execute("SELECT stream, version, hash FROM event ORDER BY stream, version").fetchall()
            refusals = connection.execute("SELECT stream, 0, hash FROM refusal").fetchall()
            heads = connection.execute("SELECT id, version, head FROM stream").fetchall()
        except sqlite3.DatabaseError as error:
            return Cut(moment, set(), [str(error)])
    faults = [] if sound == [("ok",)] else [str(sound)]
    last = {stream: (version, hash) for stream, version, hash in events}
    faults += [f"the head of {id}" for id, *head in heads if last.get(id) != tuple(head)]
    faults += verified(file, notes[-1:]) if whole and not faults else []
    return Cut(moment, acknowledged - {*events, *refusals}, faults)


def verified(file: Path, notes: list[str]) -> list[str]:
    """What replay, rebuild and the audit find; a signed head that was handed out must still be the log's beginning."""
    with closing(Store(f"sqlite:///{file}")) as store:
        differences = rebuild(store, World(store).definitions)[1]
        return [*map(str, differences), *map(str, verify(store, kept=notes).findings)]


def check(folder: Path, seed: int, *, turns: int, cuts: int) -> None:
    evening = Evening(folder, random.Random(seed)).play(turns)
    for cut in evening.cuts(cuts):
        assert (cut.lost, cut.faults) == (set(), []), f"seed {seed}, cut after {cut.moment} entries"


@pytest.fixture(params=["as shipped", "often"])
def moving(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How often SQLite moves its write-ahead log into the database."""
    if request.param == "often":
        set_pragmas(monkeypatch, f"wal_autocheckpoint={OFTEN}")


def set_pragmas(monkeypatch: pytest.MonkeyPatch, *more: str) -> None:
    monkeypatch.setattr("storage.store.PRAGMAS", (*PRAGMAS, *more))


@pytest.mark.usefixtures("moving")
def test_nothing_acknowledged_is_lost_when_the_power_fails(tmp_path: Path) -> None:
    check(tmp_path, 20241220, turns=60, cuts=2500)


@pytest.mark.long
@pytest.mark.usefixtures("moving")
@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_at_five_thousand_moments_each(tmp_path: Path, seed: int) -> None:
    check(tmp_path, seed, turns=120, cuts=5000)


def test_the_log_is_what_sqlite_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole of it makes just the files there were, and the database itself was written to in between."""
    set_pragmas(monkeypatch, f"wal_autocheckpoint={OFTEN}")
    evening = Evening(tmp_path, random.Random(1)).play(60)
    (whole,) = power_cuts(
        [*evening.disk.log, Synced(NAME)], {NAME: evening.before}, [len(evening.disk.log) + 1], evening.dice
    )
    assert any(isinstance(each, Write) and each.file == NAME for each in evening.disk.log)
    assert whole[1][NAME] == (tmp_path / NAME).read_bytes()


@pytest.mark.parametrize("promise", ["synchronous=NORMAL", "synchronous=OFF"])
def test_without_waiting_for_the_disk_it_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, promise: str) -> None:
    """The negative control: the same evening, SQLite told not to wait for the disk at each commit."""
    set_pragmas(monkeypatch, promise, f"wal_autocheckpoint={OFTEN}")
    evening = Evening(tmp_path, random.Random(20241220)).play(60)
    assert any(cut.lost for cut in evening.cuts(50))
