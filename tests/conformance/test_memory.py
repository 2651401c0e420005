"""What is taken away is written as it is read: ten times the events need no more memory, in any format."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.copies import copied
from bench.installed import engine
from bench.lifecycle import STEPS
from bench.verify import KEY
from jobs.sealing import AT_ONCE, seal
from storage.exports import FORMATS

FEW, MANY = 5_000, 50_000
MIB = 1024
"""In KiB, as the system says what a process holds; the database's pages are kept in 2 MiB: they do not hide it."""
TAKEN = """
import sys
from pathlib import Path
from threading import Event, Thread
from storage.exports import FORMATS
from storage.store import Store
from workflow.audit.bundling import Bundling, write
from workflow.audit.scope import Scope, families

url, form, path = sys.argv[1:]
peak, over = [0], Event()


def watch():
    while not over.wait(0.005):
        lines = Path("/proc/self/status").read_text().splitlines()
        peak[0] = max(peak[0], *(int(line.split()[1]) for line in lines if line.startswith("RssAnon")))


watching = Thread(target=watch)
watching.start()
with Store(url, cache=2).snapshot() as reader:
    if form == "bundle":
        scope = Scope(call="call-2025-2")
        with open(path, "wb") as file:
            count = write(Bundling(reader, families(reader, scope), scope.told), file, private=True)
    elif form == "list":
        count = len([body for (body,) in reader.query("SELECT body FROM event")])
    else:
        count = FORMATS[form](reader, Path(path), lambda _: None)
over.set()
watching.join()
print(count, peak[0])
"""


@dataclass(frozen=True)
class Record:
    """A sealed record of so many events and a few."""

    url: str
    events: int


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Record]:
    found = {}
    for events in (FEW, MANY):
        url = f"sqlite:///{tmp_path_factory.mktemp('record') / 'yeongo.db'}"
        with engine(url) as (ready, call):
            copied(ready, call, "v", events // STEPS)
            seal(ready.store, KEY, ready.clock.now(), manifests=AT_ONCE)
        found[events] = Record(url, events)
    return found


def taken(record: Record, form: str, folder: Path) -> tuple[int, int, int]:
    """By a process of its own: how many records were written, their bytes, and the most memory it had (KiB)."""
    path = folder / f"{form}-{record.events}"
    line = [sys.executable, "-c", TAKEN, record.url, form, str(path)]
    told = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    count, peak = map(int, told.split())
    return count, path.stat().st_size if path.exists() else 0, peak


@pytest.mark.parametrize("form", [*FORMATS, "bundle"])
def test_ten_times_the_events_need_no_more_memory(records: Mapping[int, Record], form: str, tmp_path: Path) -> None:
    few, many = (taken(records[events], form, tmp_path) for events in (FEW, MANY))
    assert many[0] > 9 * few[0]
    assert many[1] > 9 * few[1] > 10 * MIB
    assert many[2] - few[2] < (16 if form == "bundle" else 8) * MIB, (few, many)


def test_a_list_of_them_does(records: Mapping[int, Record], tmp_path: Path) -> None:
    """The negative control: what holds every event is seen to."""
    few, many = (taken(records[events], "list", tmp_path)[2] for events in (FEW, MANY))
    assert many - few > 32 * MIB
