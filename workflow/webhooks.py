"""Webhooks: who may have one, what it hears of, and what it is told. Nobody hears of what they may not see."""

from base64 import b32encode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from states.canonical import loads
from states.instants import read
from states.lifecycle import Lifecycle
from states.roles import Actor
from storage import webhooks as rows
from storage.deliveries import WAITING
from storage.ledger.log import size
from storage.sight import Sight
from storage.store import Store
from storage.transaction import Reader, Transaction
from storage.vault import Vault
from storage.webhooks import ACTIVE, PAUSED, UNHEARD, Message, Webhook
from workflow.batch import kind_of
from workflow.clock import Clock
from workflow.definitions import Definitions
from workflow.errors import Denied
from workflow.recipients import recipients
from workflow.rights import sight

SECRET = "whsec_"  # noqa: S105 - what a secret begins with
SECRET_BYTES = 32
BOTH_VALID = timedelta(days=1)
"""How long after a rotation messages are signed with the old secret too."""
MOST = 20
"""Webhooks of one role at one organisation."""
LOOKED = 500
"""Leaves of the log looked at in one turn of one webhook."""
TEST = "ping"
"""The event of a test: it is about no stream."""


class Webhooks:
    """The webhooks of those who act in one duty. `clock` is the programme's; without a vault no secret is made."""

    def __init__(
        self,
        store: Store,
        definitions: Definitions,
        clock: Clock,
        entropy: Callable[[int], bytes],
        vault: Vault | None,
    ) -> None:
        self.store = store
        self.definitions = definitions
        self.clock = clock
        self.entropy = entropy
        self.vault = vault

    def add(self, actor: Actor, url: str, events: Sequence[str], *, personal: bool) -> tuple[Webhook, str]:
        """Begin to listen, to what happens from now on; the secret is not told again.

        Denied for events there are none of, for too many, and where there is no key to seal the secret with.
        """
        self._known(events)
        vault, secret = self._sealing(), self._secret()
        with self.store.transaction() as transaction:
            if len(rows.webhooks(transaction, actor.role, actor.org)) >= MOST:
                raise Denied("webhook.too_many", most=MOST)
            now = self.clock.now()
            id = "wh-" + b32encode(self.entropy(10)).decode().lower()
            new = Webhook(
                id, actor.id, actor.role, actor.org, url, tuple(dict.fromkeys(events)), vault.sealed(secret), "",
                ACTIVE,
                personal, now, size(transaction), now,
            )  # fmt: skip
            rows.save(transaction, new)
        return new, secret

    def all(self, actor: Actor) -> list[Webhook]:
        """The webhooks one may look after in this duty."""
        with self.store.snapshot() as reader:
            return [each for each in rows.webhooks(reader, actor.role, actor.org) if _is_of(each, actor)]

    def get(self, actor: Actor, id: str) -> Webhook:
        """One of them. Denied if there is none."""
        with self.store.snapshot() as reader:
            return self._of(reader, actor, id)

    def change(
        self,
        actor: Actor,
        id: str,
        *,
        url: str | None = None,
        events: Sequence[str] | None = None,
        active: bool | None = None,
    ) -> Webhook:
        """Another address, other events, a rest or its end. What happened while it rested is not told."""
        self._known(events or ())
        with self.store.transaction() as transaction:
            new = self._of(transaction, actor, id)
            if active and new.status != ACTIVE:
                new = replace(new, status=ACTIVE, position=size(transaction))
            elif active is False:
                new = replace(new, status=PAUSED)
            new = replace(new, url=url or new.url, events=tuple(dict.fromkeys(events or new.events)))
            rows.save(transaction, new)
        return new

    def rotate(self, actor: Actor, id: str) -> tuple[Webhook, str]:
        """A new secret; the old one, if it opens, also signs for a day, so that the other side can change over."""
        with self.store.transaction() as transaction:
            old = self._of(transaction, actor, id)
            vault, secret = self._sealing(), self._secret()
            until = self.clock.now() + BOTH_VALID
            older = old.secret if vault.opens(old.secret) else ""
            new = replace(old, secret=vault.sealed(secret), older=older, older_until=until)
            rows.save(transaction, new)
        return new, secret

    def remove(self, actor: Actor, id: str) -> None:
        """Listen no more."""
        with self.store.transaction() as transaction:
            rows.remove(transaction, self._of(transaction, actor, id).id)

    def test(self, actor: Actor, id: str) -> Message:
        """Send a message about nothing."""
        with self.store.transaction() as transaction:
            webhook = self._of(transaction, actor, id)
            unique = self.entropy(16).hex()
            new = _message(webhook, "", 0, TEST, self.clock.now(), unique)
            rows.send_soon(transaction, [new])
        return new

    def sent(
        self, actor: Actor, id: str, status: str, limit: int, after: str = ""
    ) -> list[tuple[Message, list[rows.Attempt]]]:
        """What went or goes to a webhook, the latest first, with every attempt; those that follow the key of one."""
        with self.store.snapshot() as reader:
            found = rows.messages(reader, self._of(reader, actor, id).id, status, limit, after)
            tried = rows.attempts(reader, [each.key for each in found])
        return [(each, tried[each.key]) for each in found]

    def redeliver(self, actor: Actor, id: str, key: str) -> Message:
        """Send a message again, under the same key. Denied if there is none."""
        with self.store.transaction() as transaction:
            found = rows.message(transaction, self._of(transaction, actor, id).id, key)
            if found is None:
                raise Denied("found.nothing")
            return rows.again(transaction, found, self.clock.now())

    def _of(self, reader: Reader, actor: Actor, id: str) -> Webhook:
        found = rows.webhook(reader, id, to_change=True)
        if found is None or not _is_of(found, actor):
            raise Denied("found.nothing")
        return found

    def _known(self, events: Iterable[str]) -> None:
        unknown = sorted(set(events) - set(events_of(self.definitions.family)))
        if unknown:
            raise Denied("webhook.unknown_event", events=", ".join(unknown))

    def _secret(self) -> str:
        return SECRET + b64encode(self.entropy(SECRET_BYTES)).decode()

    def _sealing(self) -> Vault:
        if self.vault is None:
            raise Denied("webhook.no_key")
        return self.vault


def events_of(family: Mapping[str, Lifecycle]) -> list[str]:
    """Everything a webhook can listen to: every trigger, every kind of stream, all of it."""
    kinds = [kind for kind in family if kind not in UNHEARD]
    return [
        "*",
        *(f"{kind}.*" for kind in kinds),
        *(f"{kind}.{x}" for kind in kinds for x in sorted(family[kind].triggers)),
    ]


def hand_out(transaction: Transaction, definitions: Definitions, now: datetime) -> int:
    """Look at what was sealed since each webhook last looked, and put on its way what it wants and may hear of.

    How many leaves were looked at. The log's order is that in which things became provable; nothing is left out.
    """
    looked = 0
    for webhook in rows.take(transaction):
        scope = _sight(webhook, transaction, definitions, now)
        places, after = rows.sealed_since(transaction, webhook.position, LOOKED, scope)
        events = rows.bodies(transaction, [place for place in places if kind_of(place[0]) not in UNHEARD])
        told = {place: loads(body.encode()) for place, (_, body) in events.items()}
        fresh = {place: event for place, event in told.items() if read(event["recorded_at"]) >= webhook.created}
        named = {place: f"{kind_of(place[0])}.{event['trigger']}" for place, event in fresh.items()}
        wanted = [_message(webhook, *place, event, now) for place, event in named.items() if webhook.wants(event)]
        rows.send_soon(transaction, wanted)
        if after != webhook.position:
            rows.advance(transaction, webhook.id, after)
        looked += after - webhook.position
    return looked


def told(
    reader: Reader, definitions: Definitions, webhook: Webhook, message: Message, now: datetime
) -> Mapping[str, Any] | None:
    """What a message says: what happened to which stream, not what is in it; None where it may no longer be heard.

    The details are asked for over the API, by someone who may.
    """
    if message.event == TEST:
        return {"type": TEST, "timestamp": _written(message.created), "data": {"webhook": webhook.id}}
    found = rows.bodies(reader, [(message.stream, message.version)])
    may, values = _sight(webhook, reader, definitions, now).where()
    seen = reader.query(f"SELECT 1 FROM stream s WHERE s.id = ? AND {may}", message.stream, *values)  # noqa: S608
    if not found or not seen:
        return None
    ((hash, body),) = found.values()
    event = loads(body.encode())
    state = definitions.state(kind_of(message.stream), event["lifecycle"], event["to"])
    data = {
        "stream": message.stream,
        "version": message.version,
        "hash": hash,
        "from": event["from"],
        "to": event["to"],
        "state_label": {"ko": state.ko, "en": state.en},
        "role": event["actor"]["role"],
        "org": event["actor"]["org"],
    }
    return {"type": message.event, "timestamp": event["recorded_at"], "data": data}


def _sight(webhook: Webhook, reader: Reader, definitions: Definitions, now: datetime) -> Sight:
    """What a webhook may hear of now: what its people see in that duty; nothing once nobody has it any more."""
    holders = recipients(reader, webhook.role, webhook.org, now)
    if not holders or (webhook.personal and webhook.person not in holders):
        return Sight()
    return sight(Actor(webhook.person, webhook.role, webhook.org), reader, definitions)


def _is_of(webhook: Webhook, actor: Actor) -> bool:
    """Whether someone may look after a webhook: their own, and those of the organisation in the role they act in."""
    same = (webhook.role, webhook.org) == (actor.role, actor.org)
    return same and (not webhook.personal or webhook.person == actor.id)


def _message(webhook: Webhook, stream: str, version: int, event: str, now: datetime, unique: str = "") -> Message:
    key = "msg_" + sha256(f"{webhook.id}\n{stream}@{version}\n{unique}".encode()).hexdigest()[:40]
    return Message(key, webhook.id, stream, version, event, 0, now, now, WAITING, "")


def _written(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
