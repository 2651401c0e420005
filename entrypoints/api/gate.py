"""Who is at the door: credentials become a principal, a principal acts in one duty. Deny is the default."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from starlette.requests import HTTPConnection

from entrypoints.api.access import DUTY, OPEN, PERSON, Access
from entrypoints.api.cookies import taken
from entrypoints.api.limits import Limiter
from entrypoints.api.problem import Problem
from states.roles import Actor
from storage.errors import Contended, StorageError
from storage.ledger import accesses
from storage.people import Duty
from workflow.clock import Clock
from workflow.people import People
from workflow.principal import Principal

_log = structlog.get_logger("yeongo.gate")
COOKIE, AS_COOKIE, AS_HEADER = "yeongo_session", "yeongo_as", "yeongo-as"
REMEMBERED = 5.0
"""Seconds a credential is believed without asking the database: how late a revocation elsewhere is noticed at most."""
MOST_REMEMBERED = 20_000
SOON = 1.0
"""Seconds after which it is recorded from where people came."""
LONGEST = 200
"""Characters of a secret."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="yeongo"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request is from, and the duty it is made in: `actor` is None where none is needed."""

    principal: Principal
    actor: Actor | None

    @property
    def acting(self) -> Actor:
        if self.actor is None:
            raise Problem("duty.none_now")
        return self.actor


class Gate:
    """Admits requests. `clock` is the programme's: duties hold in its time. `tries` counts who is not known yet."""

    def __init__(self, people: People, clock: Clock, limiter: Limiter, tries: Limiter) -> None:
        self.people = people
        self.clock = clock
        self.limiter = limiter
        self.tries = tries
        self._known: dict[str, tuple[Principal | None, float]] = {}
        self._at: dict[str, str] = {}
        self._came: list[accesses.Access] = []
        self._used: set[str] = set()
        self._forgotten = 0
        self._asked: dict[str, asyncio.Future[Principal | None]] = {}
        self._working: set[asyncio.Task[None]] = set()

    async def admit(self, request: HTTPConnection, access: Access) -> Caller | None:
        """Who may pass; None where the door stands open. Problem for everyone else."""
        if access.who == OPEN:
            return None
        principal = await self._principal(request, at_work=not access.silent)
        self.limiter.take(principal.person)
        self._notice(principal, request.client.host if request.client else "")
        scope = "read" if request.scope["method"] in SAFE else "act"
        if scope not in principal.scope:
            raise Problem("scope.missing", scope=scope)
        if access.who == PERSON:
            return Caller(principal, None)
        duty = _duty(request, principal, self.clock.now())
        if access.who != DUTY and duty.role not in access.roles:
            raise Problem("access.denied")
        return Caller(principal, Actor(principal.person, duty.role, duty.org, duty.behalf))

    def forget(self) -> None:
        """Believe nobody without asking: something was revoked here."""
        self._known.clear()
        self._forgotten += 1

    async def remember(self) -> None:
        """Record from where people came and that they are at work; what cannot be recorded now is tried again soon."""
        came, used, self._came, self._used = self._came, self._used, [], set()
        if not came and not used:
            return
        try:
            await asyncio.to_thread(self.people.came, came, used)
        except (StorageError, Contended) as error:
            _log.error("not recorded yet from where people came", reason=str(error))
            self._remember_soon()
            self._came, self._used = [*came, *self._came], used | self._used

    def _remember_soon(self) -> None:
        """Have it written within a second, together with what else is to be written then."""
        if not self._came and not self._used:
            asyncio.get_running_loop().call_later(SOON, self._begin_remembering)

    def _begin_remembering(self) -> None:
        self._begin(self.remember())

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    def _notice(self, principal: Principal, address: str) -> None:
        """Have it recorded soon, many at once, where a credential is used from another address than before."""
        if not address or self._at.get(principal.credential) == address:
            return
        if len(self._at) >= MOST_REMEMBERED:
            self._at.clear()
        self._at[principal.credential] = address
        self._remember_soon()
        self._came.append(
            accesses.Access(principal.person, principal.kind, principal.credential, address, self.clock.now())
        )

    async def _principal(self, request: HTTPConnection, *, at_work: bool) -> Principal:
        secret = _secret(request)
        if len(secret) > LONGEST:  # none of ours; and what is remembered must stay small
            raise Problem("login.needed", headers=CHALLENGE)
        known = self._known.get(secret)
        if known is None or known[1] < asyncio.get_running_loop().time():
            principal = await self._looked_up(secret)
            if principal and principal.unseen and at_work:
                self._remember_soon()
                self._used.add(principal.credential)
        else:
            principal = known[0]
        if principal is None:
            raise Problem("login.needed", headers=CHALLENGE)
        return principal

    async def _looked_up(self, secret: str) -> Principal | None:
        """Whose a secret is: one look for all at the door in this moment, none of whom joins an earlier one."""
        found = self._asked.get(secret)
        if found is None:
            if not self._asked:
                self._begin(self._look())
            found = self._asked[secret] = asyncio.get_running_loop().create_future()
        return await asyncio.shield(found)

    async def _look(self) -> None:
        await asyncio.sleep(0)
        asked, self._asked, since = self._asked, {}, self._forgotten
        try:
            found = await asyncio.to_thread(self.people.principals, tuple(asked))
        except Exception as error:  # noqa: BLE001 - told to everyone who asked
            for future in asked.values():
                future.set_exception(error)
            return
        until = asyncio.get_running_loop().time() + REMEMBERED
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        for secret, principal in found.items():
            asked[secret].set_result(principal)
            if since == self._forgotten:
                self._known[secret] = (principal, until)


def _secret(request: HTTPConnection) -> str:
    """The bearer token, else the session cookie, which must not come from another site."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        return token.strip()
    cookie = taken(request, COOKIE)
    if not cookie:
        raise Problem("login.needed", headers=CHALLENGE)
    if request.scope["method"] not in SAFE and not same_site(request.headers):
        raise Problem("origin.foreign")
    return cookie


def same_site(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that the request comes from our own pages."""
    told = headers.get("sec-fetch-site")
    if told is not None:
        return told in {"same-origin", "none"}
    origin = headers.get("origin", "")
    return origin.partition("://")[2] == headers.get("host", "-")


def _duty(request: HTTPConnection, principal: Principal, now: datetime) -> Duty:
    held = principal.now(now)
    if not held:
        raise Problem("duty.none_now")
    chosen = request.headers.get(AS_HEADER) or taken(request, AS_COOKIE)
    if chosen:
        role, _, org = chosen.partition(":")
        held = [duty for duty in held if (duty.role, duty.org) == (role, org)]
        if not held:
            raise Problem("duty.not_yours")
    elif len({(duty.role, duty.org) for duty in held}) > 1:
        raise Problem("duty.choose", duties=", ".join(sorted({f"{d.role}:{d.org}" for d in held})))
    return min(held, key=lambda duty: duty.behalf)  # one's own duty before that of somebody absent
