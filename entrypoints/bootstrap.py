"""The one composition root: settings become a store, a clock, the definitions and the engine."""

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from entrypoints.settings import Settings
from jobs.channels.email import Mailer
from jobs.channels.webhook import Caller
from jobs.clockwork import Job
from jobs.delivery import Post
from jobs.hooks import Hooks
from jobs.running import Running, start
from jobs.sealing import Sealing
from states.call import CALL
from states.company import COMPANY
from states.instants import read, written
from states.kept import KEPT
from states.lifecycle import Lifecycle
from states.project import PROJECT
from states.support import SUPPORT
from states.survey import SURVEY
from storage.ledger import keys
from storage.ledger.keyfile import make_key, read_key
from storage.ledger.notes import KEY_BYTES, Signer
from storage.schema import is_new, migrate, require_current
from storage.store import CACHE, Store
from storage.vault import KeptVault, make_vault, read_vault
from workflow.clock import Clock, SystemClock, VirtualClock
from workflow.definitions import Definitions, kinds
from workflow.engine import Engine
from workflow.long_jobs import LongJobs
from workflow.past import Past
from workflow.people import People

GENERATIONS = (50_000, 20, 100)
"""Collector thresholds of a process that serves."""
FAMILY: Mapping[str, Lifecycle] = kinds((CALL, PROJECT, SUPPORT, COMPANY, SURVEY))


@dataclass(frozen=True)
class Service:
    """One process's parts. `definitions`, `store` and `engine` share one clock."""

    store: Store
    definitions: Definitions
    engine: Engine
    clock: Clock
    key_file: Path
    secret_file: Path

    @cached_property
    def signer(self) -> Signer | None:
        """The log's key; None where this process has none and leaves sealing to others. StorageError for a bad file."""
        return read_key(self.key_file)

    @cached_property
    def vault(self) -> KeptVault | None:
        """What opens webhooks' secrets; None where this process has no key and leaves posting to others."""
        return read_vault(self.secret_file)

    @cached_property
    def past(self) -> Past:
        """What boards and deadlines were; what it keeps makes asking again fast."""
        return Past(self.definitions)


def initialise(settings: Settings, *, virtual: datetime | None = None) -> str:
    """Create or migrate the database and record its clock; the schema's revision. Repeating it changes nothing."""
    store = Store(settings.database_url)
    try:
        revision = upgrade(settings, store)
        with store.transaction() as transaction:
            transaction.install("clock", written(virtual) if virtual else "system")
            Definitions(FAMILY).store_lifecycles(transaction)
            new = keys.current(transaction) is None
        file = key_file(settings, store)
        if new and read_key(file) is None:
            make_key(file, f"yeongo/{os.urandom(8).hex()}", os.urandom(KEY_BYTES))
        return revision
    finally:
        store.close()


def upgrade(settings: Settings, store: Store) -> str:
    """Bring a database to this program's schema. The key of its secrets is made once, by whoever comes first."""
    file = secret_file(settings, store)
    vault = read_vault(file)
    if vault is None and not _has_vault(store):
        vault = make_vault(file)
    revision = migrate(store, vault=vault)
    with store.transaction() as transaction:
        transaction.install("secrets", "sealed")
    return revision


def _has_vault(store: Store) -> bool:
    if is_new(store):
        return False
    with store.snapshot() as reader:
        return "secrets" in reader.installation()


def secret_file(settings: Settings, store: Store) -> Path:
    """Where the key of webhooks' secrets is: as set, else beside the files of this database and never in it."""
    return settings.secret_key or store.beside(".secret")


def key_file(settings: Settings, store: Store) -> Path:
    """Where the log's key is: as set, else beside the files of this database and never in it."""
    return settings.log_key or store.beside(".key")


@contextmanager
def service(settings: Settings, *, cache: int = CACHE) -> Iterator[Service]:
    """The parts, ready to use on an initialised database; closed on leaving. SchemaError if it is another's."""
    store = Store(settings.database_url, cache=cache)
    try:
        require_current(store)
        clock = _clock(store)
        definitions = Definitions(FAMILY, store.definition, KEPT)
        with store.snapshot() as reader:
            definitions.require_served(reader)
        with store.transaction() as transaction:
            definitions.store_lifecycles(transaction)
        engine = Engine(store, definitions, clock, os.urandom)
        yield Service(store, definitions, engine, clock, key_file(settings, store), secret_file(settings, store))
    finally:
        store.close()


def documents_folder(settings: Settings, store: Store) -> Path:
    """Where files are kept: as set, else beside the files of this database."""
    return settings.documents or store.beside(".documents")


def long_jobs(settings: Settings, parts: Service) -> LongJobs:
    """The long jobs of an installation; what they make is kept beside the documents."""
    folder = documents_folder(settings, parts.store) / "jobs"
    return LongJobs(parts.store, SystemClock(), os.urandom, folder)


@contextmanager
def working(parts: Service, settings: Settings) -> Iterator[Running]:
    """The jobs of this process, over an engine of their own beside `parts.engine`; stopped gracefully on leaving."""
    engine = Engine(parts.store, parts.definitions, parts.clock, os.urandom)
    running = start(
        engine, SystemClock(), lambda new: [*_sealing(parts, new), _post(parts, settings, new), *_hooks(parts, new)]
    )
    parts.engine.on_due = running.poke
    try:
        yield running
    finally:
        running.stop()


def _post(parts: Service, settings: Settings, running: Running) -> Job:
    """Notices become letters; they leave the house once a mail server is set."""
    people = People(parts.store, parts.clock, os.urandom)
    url = settings.smtp_url.get_secret_value() if settings.smtp_url else ""
    mailer = Mailer(url, settings.mail_from) if url else None
    return Job(
        "post", Post(parts.definitions, people, running.now, running.stopping.is_set, mailer, settings.public_url)
    )


def _hooks(parts: Service, running: Running) -> list[Job]:
    """What was sealed is told to those who listen; by none without the key that opens their secrets."""
    if parts.vault is None:
        return []
    stopping = running.stopping.is_set
    return [Job("webhooks", Hooks(parts.store, parts.definitions, parts.vault, running.now, stopping, Caller()))]


def _sealing(parts: Service, running: Running) -> list[Job]:
    """The job that seals; none in a process without the log's key."""
    signer = parts.signer
    return [Job("sealing", Sealing(parts.store, signer, running.now))] if signer else []


def _clock(store: Store) -> Clock:
    """The clock the database was initialised with; a virtual one resumes at its last recorded instant."""
    with store.snapshot() as reader:
        kind = reader.installation().get("clock", "system")
        if kind == "system":
            return SystemClock()
        last = reader.last_recorded()
    return VirtualClock(max(read(kind), last) if last else read(kind))


def call_files(folder: Path) -> dict[str, str]:
    """The text of a call folder's files by name. OSError if it cannot be read."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file()}


def settle() -> None:
    """Tell the collector that what is there now stays: a full collection costs 30 ms of everybody's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GENERATIONS)
