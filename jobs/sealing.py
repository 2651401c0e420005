"""Sealing: what was recorded is taken into the log and its head signed, again and again, by whoever has the key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.ledger.log import seal as seal_some
from storage.ledger.manifest import INTERVAL, write_manifest
from storage.ledger.notes import Signer
from storage.store import Store

AT_ONCE = timedelta(0)
"""The interval of manifests where one must be had now."""
LIMIT = 4096
"""Records sealed in one transaction: writers wait for it on SQLite."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The log after a turn: its size, its signed head, and whether nothing was left waiting."""

    size: int
    note: str
    drained: bool


def seal(store: Store, signer: Signer, now: datetime, *, manifests: timedelta = INTERVAL) -> Sealed | None:
    """Seal until nothing waits, and write the manifest of all heads when one is due; None while another one seals.

    StorageError where the stored log is not the one that was signed: sealing stops until an auditor has looked.
    """
    sealed = _drained(store, signer, now)
    if sealed and write_manifest(store, now, manifests):
        sealed = _drained(store, signer, now) or sealed
    return sealed


@dataclass(frozen=True, slots=True)
class Sealing:
    """The job: at every heartbeat what waits is sealed."""

    store: Store
    signer: Signer
    now: Callable[[], datetime]

    def __call__(self) -> None:
        seal(self.store, self.signer, self.now())


def _drained(store: Store, signer: Signer, now: datetime) -> Sealed | None:
    while True:
        with store.transaction() as transaction:
            kept = seal_some(transaction, signer, now, LIMIT)
        if kept is None:
            return None
        if kept.drained:
            return Sealed(kept.size, kept.note, kept.drained)
