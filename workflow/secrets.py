"""Another key for the secrets of webhooks, while everything runs: begun, gone on with, ended, and put on record."""

from datetime import datetime
from typing import NamedTuple

from states.roles import Actor
from storage.ledger.journal import SECRETS, entries, record
from storage.store import Store
from storage.vault import KeptVault
from storage.webhooks import Resealed, is_held_by_older, reseal, webhooks
from workflow.errors import Denied

AT_ONCE = 20
"""Webhooks sealed anew in one transaction."""
CHANGED, ENDED = "key.changed", "key.ended"


class Change(NamedTuple):
    """Today's key and the older ones by their hashes, how many webhooks were sealed anew, which no key opens."""

    key: str
    older: tuple[str, ...]
    resealed: int
    lost: tuple[str, ...]


def change_key(store: Store, vault: KeptVault, now: datetime, actor: Actor) -> Change:
    """Seal every secret under a new key, the older ones staying at hand; what was broken off is gone on with.

    The new key is in the file before anything is sealed under it, and each step can be taken again.
    """
    with store.transaction() as transaction:
        transaction.alone(SECRETS)  # two who begin at once would write two files, and one key would be lost
        vault.begin()
    resealed, lost = 0, list[str]()
    step = Resealed(0, (), "")
    while True:
        with store.transaction() as transaction:
            step = reseal(transaction, vault, step.after, AT_ONCE)
        resealed += step.done
        lost += step.lost
        if not step.after:
            break
    key, *older = vault.names
    _note(store, CHANGED, key, older, now, actor)
    return Change(key, tuple(older), resealed, tuple(lost))


def end_change(store: Store, vault: KeptVault, now: datetime, actor: Actor) -> Change:
    """Forget the older keys. Denied `vault.in_use` where a secret is still sealed under one of them."""
    with store.snapshot() as reader:
        held = sum(is_held_by_older(vault, each) for each in webhooks(reader))
    if held:
        raise Denied("vault.in_use", count=held)
    key, *older = vault.names
    if older:
        _note(store, ENDED, key, older, now, actor)
        vault.end()
    return Change(key, tuple(older), 0, ())


def _note(store: Store, what: str, key: str, older: list[str], now: datetime, actor: Actor) -> None:
    """Put it on record, once for a key however often it is gone on with."""
    said = {"what": what, "key": key, "older": older}
    with store.transaction() as transaction:
        if not any((each.body["what"], each.body["key"]) == (what, key) for each in entries(transaction, SECRETS)):
            record(transaction, SECRETS, said, now, actor)
