"""People, their duties and how they sign in. Every change is recorded with who made it, in the same transaction."""

import hmac
from base64 import b32encode
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from states.instants import from_micros, micros, micros_of, written
from states.roles import AUDITOR, ROLES, SYSTEM, Actor
from storage import people as rows
from storage.ledger import accesses
from storage.ledger.accesses import Access
from storage.ledger.erasure import Held, is_held
from storage.ledger.journal import ERASURES, HOLDS, PEOPLE, entries, record
from storage.people import NEVER, Credential, Duty, Person
from storage.private import SECRET_BYTES, PartPlace, PrivatePartError, open_part, seal
from storage.store import Store
from storage.transaction import Reader, Transaction
from workflow.clock import Clock
from workflow.credentials import (
    LINK,
    SESSION,
    TOKEN,
    hash_of,
    is_fit,
    is_password,
    kept_password,
    login_of,
    new_secret,
)
from workflow.errors import Denied
from workflow.messages import LONGEST, is_storable
from workflow.principal import ACTIVE, SCOPES, Principal, principal_of

FORGETTING, ASKED_LASTS = "person.forgetting", timedelta(days=30)
"""That somebody asked to forget a person, and how long another one may agree."""
SESSION_LASTS, LINK_LASTS = timedelta(hours=12), timedelta(days=7)
TOKEN_LASTS = AUDITOR_LASTS = timedelta(days=365)
FREE_TRIES, LONGEST_WAIT = 5, timedelta(minutes=15)
PROOF = 32
"""Hexadecimal digits of the proof in a letter's List-Unsubscribe."""
INVITED, SUSPENDED, FORGOTTEN = "invited", "suspended", "forgotten"
STATUS = {
    "person.invited": INVITED,
    "person.accepted": ACTIVE,
    "person.linked": ACTIVE,
    "person.restored": ACTIVE,
    "person.suspended": SUSPENDED,
    "person.forgotten": FORGOTTEN,
}
"""What a change makes of the person it is about."""


@dataclass(slots=True)
class Change:
    """One change under way: its transaction, and the duties as it leaves them."""

    transaction: Transaction
    duties: dict[str, Duty] = field(default_factory=dict)

    def give(self, duty: Duty) -> str:
        if duty.until <= duty.since:
            raise Denied("absence.empty")
        rows.add_duty(self.transaction, duty)
        self.duties[duty.id] = duty
        return duty.id

    def end(self, duty: Duty, until: int) -> None:
        rows.end_duty(self.transaction, duty.id, until)
        self.duties[duty.id] = replace(duty, until=until)


class People:
    """The one way to change people. `clock` is the wall's: passwords and sessions do not live in a virtual time."""

    def __init__(self, store: Store, clock: Clock, entropy: Callable[[int], bytes]) -> None:
        self.store = store
        self.clock = clock
        self.entropy = entropy
        self._key = b""

    # organisations and people

    def organise(self, by: str, id: str, ko: str, en: str) -> None:
        """Add or rename an organisation."""
        _named(id, "organisation")
        with self._change(by, "organisation.set", org=id, ko=ko, en=en) as transaction:
            rows.add_organisation(transaction, id, ko, en)

    def invite(self, by: str, login: str, profile: Mapping[str, str], id: str = "") -> tuple[str, str]:
        """Add a person who has not signed in yet; their pseudonym and the one-time link's secret."""
        id = id or self._new_id("p")
        _named(id, "person")
        key = self._login_key()
        secret = self.entropy(SECRET_BYTES)
        sealed = seal(dict(profile) | {"login": login}, secret, PartPlace(id, 0, "profile"))
        made = Person(id, login_of(login, key), INVITED, "", 0, 0, "", "", sealed.ciphertext, secret)
        with self._change(by, "person.invited", person=id, commitment=sealed.commitment) as transaction:
            if rows.person(transaction, id) or rows.person_by_login(transaction, made.login):
                raise Denied("person.exists")
            rows.add_person(transaction, made)
            link = self._credential(transaction, id, LINK, "invitation", "", LINK_LASTS)
        return id, link

    def recover(self, by: str, person: str) -> str:
        """A one-time link to set a new password; earlier ones end."""
        with self._change(by, "person.recovery", person=person) as transaction:
            _known(transaction, person)
            rows.revoke(transaction, person, kind=LINK)
            return self._credential(transaction, person, LINK, "recovery", "", LINK_LASTS)

    def suspend(self, by: str, person: str) -> None:
        """End every session, token and link of a person; they cannot sign in until restored."""
        with self._change(by, "person.suspended", person=person) as transaction:
            _known(transaction, person)
            rows.set_person(transaction, person, status=SUSPENDED)
            rows.revoke(transaction, person)

    def restore(self, by: str, person: str) -> None:
        with self._change(by, "person.restored", person=person) as transaction:
            if _known(transaction, person).status == FORGOTTEN:
                raise Denied("person.forgotten", person=person)
            rows.set_person(transaction, person, status=ACTIVE)

    def forget(self, by: Actor, person: str, reason: str) -> None:
        """Destroy a person's key, name, contact, addresses and credentials for good, as an act; the pseudonym stays.

        Held while a legal hold stands on the person.
        """
        with self._change(by.id, "person.forgotten", person=person, reason=reason) as transaction:
            _known(transaction, person)
            transaction.alone(HOLDS)
            if is_held(transaction, person):
                raise Held(person)
            rows.forget(transaction, person, FORGOTTEN)
            accesses.forget(transaction, person)
            rows.revoke(transaction, person)
            record(transaction, ERASURES, {"person": person, "reason": reason}, self.clock.now(), by)

    def ask_to_forget(self, by: Actor, person: str, reason: str) -> bool:
        """Forget a person by two: one asks, somebody else asks too. True once they are forgotten.

        Held while a legal hold stands; Denied `forgetting.same_person` for who asked before.
        """
        with self.store.snapshot() as reader:
            _known(reader, person)
            if is_held(reader, person):
                raise Held(person)
            asked = self._asked_to_forget(reader, person)
        if asked == by.id:
            raise Denied("forgetting.same_person")
        if asked:
            self.forget(by, person, reason)
            return True
        with self._change(by.id, FORGETTING, person=person, reason=reason):
            return False

    def _asked_to_forget(self, reader: Reader, person: str) -> str:
        """Who asked for it last, not long ago; empty if nobody did."""
        since = written(self.clock.now() - ASKED_LASTS)
        asked = (each.body for each in entries(reader, PEOPLE) if each.body["what"] == FORGETTING)
        mine = [
            each["actor"]["id"] for each in asked if each["facts"]["person"] == person and since <= each["recorded_at"]
        ]
        return str(mine[-1]) if mine else ""

    def came(self, found: Sequence[Access], used: Collection[str] = ()) -> None:
        """Remember from where credentials are used, and that these are in use now."""
        with self.store.transaction() as transaction:
            if found:
                accesses.came(transaction, found, self.entropy)
            rows.set_seen(transaction, used, micros(self.clock.now()))

    def link(self, by: str, person: str, issuer: str, subject: str) -> None:
        """Let an OpenID provider's account sign in as this person."""
        with self._change(by, "person.linked", person=person, issuer=issuer) as transaction:
            _known(transaction, person)
            if rows.person_by_subject(transaction, issuer, subject):
                raise Denied("person.exists")
            rows.set_person(transaction, person, issuer=issuer, subject=subject, status=ACTIVE)

    # duties

    def assign(self, by: str, person: str, role: str, org: str, since: datetime, until: datetime | None = None) -> str:
        """Give a person a role at an organisation; the duty's id. An auditor's ends after a year if nothing is said."""
        if role not in ROLES or role == SYSTEM:
            raise Denied("duty.role", role=role)
        if role == AUDITOR and until is None:
            until = max(since, self.clock.now()) + AUDITOR_LASTS
        with self._changing(by, "duty.assigned", person=person) as change:
            _known(change.transaction, person)
            if rows.organisation(change.transaction, org) is None:
                raise Denied("organisation.unknown", org=org)
            return self._duty(change, person, role, org, micros(since), micros(until) if until else NEVER)

    def end(self, by: str, duty: str, at: datetime) -> None:
        """End a duty, and what a deputy does on its behalf."""
        with self._changing(by, "duty.ended", at=written(at)) as change:
            found = rows.duty(change.transaction, duty)
            if found is None:
                raise Denied("duty.unknown", duty=duty)
            stand_ins = rows.stand_ins(change.transaction, found.person)
            for each in [found, *(d for d in stand_ins if (d.role, d.org) == (found.role, found.org))]:
                change.end(each, min(each.until, max(each.since, micros(at))))

    def absent(self, by: str, person: str, deputy: str, since: datetime, until: datetime) -> list[str]:
        """While a person is absent the deputy holds each of their duties, on their behalf; the new duties' ids."""
        if until <= since or person == deputy:
            raise Denied("absence.empty")
        told = {"person": person, "deputy": deputy, "since": written(since), "until": written(until)}
        with self._changing(by, "person.absent", **told) as change:
            transaction = change.transaction
            _known(transaction, person)
            _known(transaction, deputy)
            start, end = micros(since), micros(until)
            own = [duty for duty in rows.duties(transaction, person) if not duty.behalf]
            held = [duty for duty in own if duty.since < end and start < duty.until]
            if not held:
                raise Denied("duty.none", person=person)
            return [
                self._duty(change, deputy, d.role, d.org, max(start, d.since), min(end, d.until), person) for d in held
            ]

    def hand_over(self, by: str, source: str, target: str, at: datetime) -> list[str]:
        """All duties of one person pass to another at an instant, in one act; the new duties' ids.

        Who stood in for them does so no longer.
        """
        if source == target:
            raise Denied("absence.empty")
        told = {"person": source, "to": target, "at": written(at)}
        with self._changing(by, "duties.handed_over", **told) as change:
            transaction = change.transaction
            _known(transaction, source)
            _known(transaction, target)
            instant = micros(at)
            held = [duty for duty in rows.duties(transaction, source) if duty.until > instant]
            if not held:
                raise Denied("duty.none", person=source)
            stand_ins = [duty for duty in rows.stand_ins(transaction, source) if duty.until > instant]
            for duty in (*held, *stand_ins):
                change.end(duty, max(duty.since, instant))
            passed = [duty for duty in held if duty.behalf != target]
            return [self._duty(change, target, d.role, d.org, max(d.since, instant), d.until, d.behalf) for d in passed]

    # signing in

    def sign_in(self, login: str, password: str, agent: str = "") -> tuple[str, str]:
        """A new session for who knows the password: the person and the session's secret.

        Denied `login.wrong` for a wrong name or password alike, `login.throttled` after too many tries.
        """
        with self.store.snapshot() as reader:
            found = rows.person_by_login(reader, login_of(login, self._login_key()))
        now = self.clock.now()
        if found and micros(now) < found.retry_at:
            raise Denied("login.throttled", seconds=max(1, (found.retry_at - micros(now)) // 1_000_000))
        if not is_password(password, found.password if found else "") or found is None or found.status != ACTIVE:
            if found:
                self._failed(found, now)
            raise Denied("login.wrong")
        return found.id, self._session(found.id, agent)

    def sign_in_as(self, issuer: str, subject: str, agent: str = "") -> tuple[str, str]:
        """A new session for whom an OpenID provider vouches; Denied `login.unlinked` if nobody is linked to it."""
        with self.store.snapshot() as reader:
            found = rows.person_by_subject(reader, issuer, subject)
        if found is None or found.status != ACTIVE:
            raise Denied("login.unlinked")
        return found.id, self._session(found.id, agent)

    def accept(self, link: str, password: str, agent: str = "") -> tuple[str, str]:
        """Use a one-time link: set the password, end all other sessions, begin a new one."""
        hash = hash_of(link)
        with self.store.snapshot() as reader:
            found = rows.credential(reader, hash)
            own = self._own_words(rows.person(reader, found.person)) if found else []
        if found is None or found.kind != LINK or found.expires <= micros(self.clock.now()):
            raise Denied("link.spent")
        if not is_fit(password, own):
            raise Denied("password.unfit")
        kept = kept_password(password)
        with self._change(found.person, "person.accepted", person=found.person) as transaction:
            if rows.credential(transaction, hash) is None:
                raise Denied("link.spent")
            rows.spend(transaction, hash)
            rows.revoke(transaction, found.person, kind=SESSION)
            rows.set_person(transaction, found.person, password=kept, status=ACTIVE, failures=0, retry_at=0)
        return found.person, self._session(found.person, agent)

    def change_password(self, person: str, old: str, new: str) -> None:
        """Set another password; every session but none of the tokens ends."""
        with self.store.snapshot() as reader:
            found = _known(reader, person)
        if not is_password(old, found.password):
            self._failed(found, self.clock.now())
            raise Denied("login.wrong")
        if not is_fit(new, self._own_words(found)):
            raise Denied("password.unfit")
        kept = kept_password(new)
        with self._change(person, "person.password", person=person) as transaction:
            rows.set_person(transaction, person, password=kept)
            rows.revoke(transaction, person, kind=SESSION)

    def new_token(self, person: str, name: str, scope: Sequence[str], lasts: timedelta) -> tuple[str, str]:
        """An API token: its id and its secret, which is never shown again."""
        wanted = frozenset(scope)
        if not wanted or wanted - SCOPES or not timedelta(0) < lasts <= TOKEN_LASTS:
            raise Denied("token.unfit")
        with self._change(person, "token.made", person=person, scope=sorted(wanted)) as transaction:
            _known(transaction, person)
            secret = self._credential(transaction, person, TOKEN, name, " ".join(sorted(wanted)), lasts)
            made = rows.credential(transaction, hash_of(secret))
            assert made is not None  # noqa: S101 - written just now
            return made.id, secret

    def revoke(self, by: str, person: str, kind: str, id: str = "") -> None:
        """End sessions or tokens: all of a kind, or one. Denied if there is none."""
        with self._change(by, f"{kind}.revoked", person=person, credential=id) as transaction:
            if not rows.revoke(transaction, person, kind=kind, id=id):
                raise Denied("credential.unknown")

    def sign_out(self, secret: str) -> None:
        """End a session by its secret; nothing for what is none (any more)."""
        with self.store.snapshot() as reader:
            found = rows.credential(reader, hash_of(secret))
        if found is not None and found.kind == SESSION:
            self.revoke(found.person, found.person, SESSION, found.id)

    def principal(self, secret: str) -> Principal | None:
        """Who a session's or token's secret belongs to; None if it opens nothing (any more)."""
        return self.principals([secret])[secret]

    def principals(self, secrets: Collection[str]) -> dict[str, Principal | None]:
        """The same for many secrets at a look."""
        now, hashes = micros(self.clock.now()), {secret: hash_of(secret) for secret in secrets}
        with self.store.snapshot() as reader:
            found = rows.holders(reader, set(hashes.values()))
        return {secret: principal_of(found.get(hash), now) for secret, hash in hashes.items()}

    def profile_of(self, person: Person | None) -> dict[str, Any]:
        """Name and contact as they were given; empty once the person is forgotten."""
        if person is None or not person.secret:
            return {}
        try:
            opened = open_part(person.profile, person.secret, PartPlace(person.id, 0, "profile"))
        except PrivatePartError:
            return {}
        return dict(opened)

    def _own_words(self, person: Person | None) -> list[str]:
        """What is known of a person and must not make their password."""
        return [str(each) for each in self.profile_of(person).values()] + ([person.id] if person else [])

    def begin(self, login: str = "admin") -> str:
        """The first start: an administrator without a password and their one-time link; empty if there is one."""
        with self.store.snapshot() as reader:
            if rows.is_held(reader, "admin"):
                return ""
        self.organise("system", "yeongo", "연고", "Yeongo")
        person, link = self.invite("system", login, {"name": "관리자 · Administrator"})
        self.assign("system", person, "admin", "yeongo", self._beginning())
        return link

    # below

    def _beginning(self) -> datetime:
        """A duty given at the first start holds in a virtual time too."""
        return from_micros(0)

    def _failed(self, found: Person, now: datetime) -> None:
        failures = found.failures + 1
        wait = timedelta(seconds=2 ** min(failures - FREE_TRIES, 20)) if failures >= FREE_TRIES else timedelta(0)
        retry_at = micros(now + min(wait, LONGEST_WAIT))
        with self.store.transaction() as transaction:
            rows.set_person(transaction, found.id, failures=failures, retry_at=retry_at)

    def _session(self, person: str, agent: str) -> str:
        with self.store.transaction() as transaction:
            rows.set_person(transaction, person, failures=0, retry_at=0)
            return self._credential(transaction, person, SESSION, agent[:80], "", SESSION_LASTS)

    def _credential(
        self, transaction: Transaction, person: str, kind: str, name: str, scope: str, lasts: timedelta
    ) -> str:
        secret = new_secret(kind, self.entropy)
        now = self.clock.now()
        made = Credential(
            hash_of(secret), self._new_id("c"), kind, person, name, scope, micros(now), micros(now + lasts), micros(now)
        )
        rows.add_credential(transaction, made)
        return secret

    def _duty(self, change: Change, person: str, role: str, org: str, since: int, until: int, behalf: str = "") -> str:
        return change.give(Duty(self._new_id("d"), person, role, org, since, until, behalf))

    def _new_id(self, kind: str) -> str:
        return f"{kind}-{b32encode(self.entropy(10)).decode().lower()}"

    def _login_key(self) -> bytes:
        """The key of login names, made once for the installation."""
        if not self._key:
            with self.store.transaction() as transaction:
                transaction.install("login_key", self.entropy(32).hex())
                self._key = bytes.fromhex(transaction.installation()["login_key"])
        return self._key

    def proof(self, key: str) -> str:
        """What whoever got the letter of this key has to show to refuse the next one."""
        return hmac.digest(self._login_key(), f"unsubscribe\n{key}".encode(), "sha256").hex()[:PROOF]

    def proves(self, key: str, given: str) -> bool:
        return hmac.compare_digest(self.proof(key).encode(), given.encode(errors="replace"))

    @contextmanager
    def _change(self, by: str, what: str, **facts: object) -> Iterator[Transaction]:
        """One recorded change: what is done inside and the record of it are committed together."""
        with self._changing(by, what, **facts) as change:
            yield change.transaction

    @contextmanager
    def _changing(self, by: str, what: str, **facts: object) -> Iterator[Change]:
        """A change of duties: they are recorded as it leaves them."""
        with self.store.transaction() as transaction:
            transaction.alone(PEOPLE)
            change = Change(transaction)
            yield change
            if change.duties:
                facts["duties"] = [duty_shape(each) for each in change.duties.values()]
            record(transaction, PEOPLE, {"what": what, "facts": facts}, self.clock.now(), Actor(by, "", ""))


def duty_shape(duty: Duty) -> dict[str, str]:
    """A duty as changes record it; no `until` where it has no end."""
    named = {name: getattr(duty, name) for name in ("id", "person", "role", "org", "behalf")}
    ends = {} if duty.until == NEVER else {"until": written(from_micros(duty.until))}
    return named | {"since": written(from_micros(duty.since))} | ends


def duty_of(shape: Mapping[str, str]) -> Duty:
    """The duty a change recorded. KeyError or ValueError if it is none."""
    until = micros_of(shape["until"]) if "until" in shape else NEVER
    id, person, role, org, behalf = (shape[name] for name in ("id", "person", "role", "org", "behalf"))
    return Duty(id, person, role, org, micros_of(shape["since"]), until, behalf)


def _known(reader: Reader, person: str) -> Person:
    found = rows.person(reader, person)
    if found is None:
        raise Denied("person.unknown", person=person)
    return found


def _named(id: str, kind: str) -> None:
    if not id or len(id) > LONGEST or not is_storable(id) or not id.isprintable():
        raise Denied(f"{kind}.name")
