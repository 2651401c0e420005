"""The key of webhooks' secrets is changed while all runs: nothing is closed, whatever breaks off, and it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from states.roles import ADMIN, Actor
from storage.ledger.journal import SECRETS, entries
from storage.vault import KeptVault, VaultError, make_vault
from storage.webhooks import Webhook, reseal, webhooks
from tests.world import World, world_on
from workflow.audit.verify import verify
from workflow.errors import Denied
from workflow.secrets import change_key, end_change
from workflow.webhooks import Webhooks

KIM, OPERATOR = Actor("kim", "lead", "tp-jeonbuk"), Actor("op", ADMIN, "yeongo")


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as world:
        yield world.opened()


@pytest.fixture
def vault(tmp_path: Path) -> KeptVault:
    return make_vault(tmp_path / "yeongo.secret")


def listening(world: World, vault: KeptVault) -> Webhooks:
    return Webhooks(world.store, world.definitions, world.clock, world.engine.entropy, vault)


def made(world: World, vault: KeptVault, count: int = 3) -> dict[str, list[str]]:
    """Webhooks with two secrets each: what they are, by id."""
    found = {}
    for n in range(count):
        new, first = listening(world, vault).add(KIM, f"https://a.example/{n}", ["*"], personal=False)
        _, second = listening(world, vault).rotate(KIM, new.id)
        found[new.id] = [second, first]
    return found


def kept(world: World) -> list[Webhook]:
    with world.store.snapshot() as reader:
        return webhooks(reader)


def opened(world: World, vault: KeptVault) -> dict[str, list[str]]:
    return {each.id: [vault.opened(each.secret), vault.opened(each.older)] for each in kept(world)}


def test_every_secret_opens_before_within_and_after(world: World, vault: KeptVault) -> None:
    """Another process, begun before, looks at the file anew; what was broken off after one webhook is gone on with."""
    secrets, other = made(world, vault), KeptVault(vault.path)
    assert opened(world, other) == secrets
    vault.begin()
    with world.store.transaction() as transaction:
        assert reseal(transaction, vault, "", 1).done == 1
    assert opened(world, other) == opened(world, vault) == secrets
    with pytest.raises(Denied, match=r"vault\.in_use"):
        end_change(world.store, vault, world.clock.now(), OPERATOR)
    done = change_key(world.store, other, world.clock.now(), OPERATOR)
    assert (done.resealed, done.lost, len(done.older)) == (2, (), 1)
    assert opened(world, vault) == secrets
    assert change_key(world.store, vault, world.clock.now(), OPERATOR) == done._replace(resealed=0)
    assert end_change(world.store, vault, world.clock.now(), OPERATOR).key == done.key
    assert opened(world, other) == secrets
    assert other.names == [done.key]
    with world.store.snapshot() as reader:
        told = [(each.body["what"], each.body["key"], each.body["older"]) for each in entries(reader, SECRETS)]
    assert told == [("key.changed", done.key, [*done.older]), ("key.ended", done.key, [*done.older])]
    assert verify(world.store).findings == ()


def test_what_another_process_makes_meanwhile_is_under_the_new_key(world: World, vault: KeptVault) -> None:
    other = KeptVault(vault.path)
    change_key(world.store, vault, world.clock.now(), OPERATOR)
    secrets = made(world, other, 1)
    end_change(world.store, vault, world.clock.now(), OPERATOR)
    assert opened(world, vault) == secrets


def test_the_old_key_alone_opens_nothing_afterwards(world: World, vault: KeptVault, tmp_path: Path) -> None:
    secrets = made(world, vault, 1)
    copy = tmp_path / "copy.secret"
    copy.write_bytes(vault.path.read_bytes())
    assert opened(world, KeptVault(copy)) == secrets
    change_key(world.store, vault, world.clock.now(), OPERATOR)
    with pytest.raises(VaultError):
        opened(world, KeptVault(copy))


def test_a_secret_no_key_opens_is_named_and_left(world: World, vault: KeptVault, tmp_path: Path) -> None:
    (lost,) = made(world, make_vault(tmp_path / "lost.secret"), 1)
    made(world, vault, 1)
    before = [each for each in kept(world) if each.id == lost]
    done = change_key(world.store, vault, world.clock.now(), OPERATOR)
    assert (done.resealed, done.lost) == (1, (lost,))
    assert [each for each in kept(world) if each.id == lost] == before
