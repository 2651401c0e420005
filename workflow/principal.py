"""Someone who has shown who they are: by which credential, with which scope and duties, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from states.instants import MICROSECOND, from_micros, micros
from storage.people import Credential, Duty, Holder
from workflow.credentials import LINK, SESSION, TOKEN

ACTIVE = "active"
SCOPES = frozenset({"read", "act"})
IDLE, SEEN = timedelta(hours=2), timedelta(minutes=1)
"""How long a session lasts unused, and how finely it is remembered when a credential was last used."""
FRESH = timedelta(minutes=15)
"""How long a sign-in counts as one to end other sessions by."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Someone who has shown who they are: the person, how, with which scope, and every duty they have."""

    person: str
    kind: str
    credential: str
    scope: frozenset[str]
    duties: tuple[Duty, ...]
    since: int
    expires: int
    unseen: bool
    """Whether its last use is not noted of late."""

    def now(self, at: datetime) -> list[Duty]:
        """The duties held at an instant."""
        instant = micros(at)
        return [duty for duty in self.duties if duty.holds(instant)]

    def is_fresh(self, at: datetime) -> bool:
        """Whether they have just shown who they are, by a password or their provider: not by a token."""
        return self.kind == SESSION and at - from_micros(self.since) <= FRESH


def principal_of(holder: Holder | None, now: int) -> Principal | None:
    """Who is let in by a credential; None for one that has ended or whose person has."""
    if holder is None or holder.status != ACTIVE:
        return None
    found = holder.credential
    if found.kind == LINK or found.expires <= now or _idle(found, now):
        return None
    scope = frozenset(found.scope.split()) if found.kind == TOKEN else SCOPES
    unseen = now - found.seen > SEEN // MICROSECOND
    return Principal(
        found.person, found.kind, found.id, scope, tuple(holder.duties), found.created, found.expires, unseen
    )


def _idle(found: Credential, now: int) -> bool:
    return found.kind == SESSION and now - found.seen > IDLE // timedelta(microseconds=1)
