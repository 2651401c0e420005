"""Play the whole call on a fresh database, then rebuild it from its events and compare."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import perf_counter

from entrypoints.bootstrap import call_files, initialise, service
from entrypoints.demo import agreement, closing, evaluation, reception, selection, years
from entrypoints.demo.cast import CastError, cast
from entrypoints.demo.stage import Curtain, DemoError, Stage, on, type_of_progress
from entrypoints.demo.summary import summary
from entrypoints.settings import Settings
from states.instants import written
from states.rules.call_rules import CallRules, parse
from storage.schema import is_new
from storage.store import Store
from workflow.audit.verify import verify
from workflow.clock import VirtualClock
from workflow.definitions import Definitions, store_call

MARK = "play"
"""What an installation made by the demo is known by: the call it plays."""
BESIDE = ("", "-wal", "-shm", ".turn", ".key")
"""What a SQLite database is made of on disk."""


def play(
    database_url: str, folder: Path, progress: type_of_progress, until: datetime | None = None
) -> dict[str, object]:
    """Replace the demo's database, play the call of this folder in it, and sum it up as plain data.

    `progress` gets what is being played and how far it is, 0 to 1; `until` stops the play at an instant. DemoError at
    the first answer nobody expected, for a call this cast cannot play, or if the database holds anything but an
    earlier play; CallFaults for a faulty folder; StorageError if the database cannot be used.
    """
    began = perf_counter()
    with staged(Settings(database_url=database_url), folder, progress) as (stage, definitions):
        stage.until = until
        with suppress(Curtain):
            acts(stage)
        stage.seal()
        progress("재생·대조·증명 · Replay, compare and prove", 0.97)
        found = summary(stage, definitions) | {"proven": not verify(stage.store).findings}
    progress("끝 · Done", 1.0)
    return found | {"seconds": round(perf_counter() - began, 1)}


def acts(stage: Stage) -> None:
    """The whole play, act by act. Curtain where it is to stop."""
    projects = reception.play(stage)
    stage.seal()
    evaluation.play(stage, projects)
    selected = selection.play(stage)
    stage.seal()
    agreement.play(stage, selected)
    running = years.play(stage, selected)
    stage.seal()
    closing.play(stage, running)


@contextmanager
def staged(settings: Settings, folder: Path, progress: type_of_progress) -> Iterator[tuple[Stage, Definitions]]:
    """A stage on a fresh database on the morning of the notice, the call's folder stored and nothing said yet."""
    files = call_files(folder)
    rules = parse(files)
    start = on(rules.notice.announced_on, 9)
    _castable(rules)
    _make_room(settings, start)
    initialise(settings, virtual=start)
    with service(settings) as parts:
        if not isinstance(parts.clock, VirtualClock):
            raise DemoError(f"the database {parts.store.name} runs on real time: give the demo one of its own")
        with parts.store.transaction() as transaction:
            transaction.install(MARK, rules.id)
            store_call(files, transaction)
        yield Stage(parts.store, parts.engine, parts.clock, rules, files, progress, parts.signer), parts.definitions


def _castable(rules: CallRules) -> None:
    """DemoError if the call cannot be played."""
    try:
        cast(rules)
    except CastError as error:
        raise DemoError(str(error)) from error


def _make_room(settings: Settings, start: datetime) -> None:
    """Remove an earlier play. DemoError if the database holds anything else."""
    store = Store(settings.database_url)
    try:
        earlier = _earlier_play(store, start)
    finally:
        store.close()
    if not earlier:
        return
    if not store.is_sqlite:
        raise DemoError(f"the database {store.name} holds an earlier play: give the demo an empty database")
    for ending in BESIDE:
        Path(f"{store.url.database}{ending}").unlink(missing_ok=True)


def _earlier_play(store: Store, start: datetime) -> bool:
    """Whether the database holds an earlier play; False if it holds nothing. DemoError for anything else."""
    if is_new(store):
        return False
    with store.snapshot() as reader:
        made, last = reader.installation(), reader.last_recorded()
    if "clock" not in made and last is None:
        return False
    if MARK not in made and made.get("clock") != written(start):
        raise DemoError(f"the database {store.name} is not the demo's: give the demo one of its own")
    return last is not None or made["clock"] != written(start)
