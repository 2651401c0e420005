"""Every table. Keys lead with the stream; instants are microseconds since 1970 UTC; payloads are canonical text.

`event`, `refusal`, `event_private` and `journal` are the record, `leaf`, `tile` and `checkpoint` its proof; the rest is
derived from the record and can be rebuilt.
"""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

WAITING = """replace(facts, '"proposals":{"', '') <> facts"""
"""Whether something waits for a second person over a row of `stream`; words a query must repeat to use its index."""
LATE = """replace(deadlines, '"overdue":"', '') <> deadlines"""
"""Whether the clock has marked as overdue what is still owed over a row of `stream`; as above."""
CLUSTERED = {"sqlite_with_rowid": False}


def _micros(*, nullable: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable)


def _index(name: str, *columns: str, where: str) -> Index:
    """An index of the rows that are looked for: what is settled costs it nothing."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Installation(SQLModel, table=True):
    """What this database is: its clock (system or virtual) and schema."""

    __tablename__ = "installation"
    name: str = Field(primary_key=True)
    value: str


class Definition(SQLModel, table=True):
    """A lifecycle or a call's rules, stored whole under its fingerprint; never edited."""

    __tablename__ = "definition"
    fingerprint: str = Field(primary_key=True)
    kind: str
    name: str
    body: str = Field(sa_column=Column(Text, nullable=False))


class Event(SQLModel, table=True):
    """One accepted command. `body` holds everything; the other columns repeat what queries and uniqueness need."""

    __tablename__ = "event"
    # Not clustered by its key on SQLite: a body near 1 kB would take an overflow page of its own.
    __table_args__ = (UniqueConstraint("stream", "actor", "key"),)
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    hash: str
    actor: str
    key: str
    digest: str
    body: str = Field(sa_column=Column(Text, nullable=False))


class EventPrivate(SQLModel, table=True):
    """A part kept outside its event; destroying the secret erases it, and the chain still verifies."""

    __tablename__ = "event_private"
    __table_args__ = (CLUSTERED,)
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    part: str = Field(primary_key=True)
    secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    ciphertext: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RefusalRecord(SQLModel, table=True):
    """One refused attempt, kept and sealed like an event."""

    __tablename__ = "refusal"
    __table_args__ = (CLUSTERED,)
    stream: str = Field(primary_key=True)
    hash: str = Field(primary_key=True)
    body: str = Field(sa_column=Column(Text, nullable=False))


class StreamRow(SQLModel, table=True):
    """A stream folded to now, with the columns the board filters by."""

    __tablename__ = "stream"
    # Not clustered by its key on SQLite: facts of more than 1 kB would take an overflow page at every step.
    __table_args__ = (
        # After its id stands what a sight asks for: streams are counted without their rows.
        Index("stream_board", "kind", "call", "state", "id", "phase", "holder", "province", "area", "ministries"),
        _index("stream_project", "project", "kind", where="project <> ''"),
        _index("stream_support", "support", where="support <> ''"),
        _index("stream_waiting", "id", where=WAITING),
        _index("stream_late", "id", where=LATE),
        # The next two end with the id: were it not for that, SQLite would rather go through stream_found.
        Index("stream_holder", "holder", "kind", "id"),
        Index("stream_area", "kind", "province", "area", "id"),
        Index("stream_found", "kind", "id", "search", "area", "holder", "ministries"),
    )
    id: str = Field(primary_key=True)
    kind: str
    state: str
    phase: str
    version: int
    head: str
    facts: str = Field(sa_column=Column(Text, nullable=False))
    deadlines: str = Field(sa_column=Column(Text, nullable=False))
    lifecycle: str
    updated_at: int = Field(sa_column=_micros())
    call: str
    project: str
    support: str
    province: str
    ministries: str
    search: str
    holder: str
    area: str
    participants: str
    next_due: int | None = Field(sa_column=_micros(nullable=True))


class DeadlineRow(SQLModel, table=True):
    """One opened deadline: what it is, when it ends and how it was closed."""

    __tablename__ = "deadline"
    __table_args__ = (_index("deadline_open", "expires_at", where="status = 'open'"), CLUSTERED)
    stream: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    kind: str
    owner: str
    rule: str
    start: str
    length: str
    calendar: str
    due_date: str
    expires_at: int = Field(sa_column=_micros())
    status: str


class Timer(SQLModel, table=True):
    """A command due at an instant: the end of a deadline, or a reaction due now."""

    __tablename__ = "timer"
    __table_args__ = (_index("timer_pending", "due_at", "stream", where="status = 'pending'"), CLUSTERED)
    stream: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    trigger: str
    data: str = Field(sa_column=Column(Text, nullable=False))
    due_at: int = Field(sa_column=_micros())
    status: str


class Incident(SQLModel, table=True):
    """A timer set aside because firing it failed: not due again until a person has it retried."""

    __tablename__ = "incident"
    __table_args__ = (CLUSTERED,)
    stream: str = Field(primary_key=True)
    timer: str = Field(primary_key=True)
    trigger: str
    attempts: int
    reason: str = Field(sa_column=Column(Text, nullable=False))
    failed_at: int = Field(sa_column=_micros())
    status: str


class ClaimRow(SQLModel, table=True):
    """What one stream holds of a sum."""

    __tablename__ = "claim"
    __table_args__ = (CLUSTERED,)
    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    amount: int = Field(sa_column=Column(BigInteger, nullable=False))


class Balance(SQLModel, table=True):
    """The running total of a sum: Σ of its claims; the row competing streams lock."""

    __tablename__ = "balance"
    __table_args__ = (CLUSTERED,)
    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    total: int = Field(sa_column=Column(BigInteger, nullable=False))


class Outbox(SQLModel, table=True):
    """One notice to one organisation, written in the event's transaction."""

    __tablename__ = "outbox"
    __table_args__ = (_index("outbox_waiting", "stream", "version", "n", where="status = 'waiting'"), CLUSTERED)
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    n: int = Field(primary_key=True)
    letter: str
    role: str
    org: str
    status: str


class DeliveryRow(SQLModel, table=True):
    """One letter on its way to one person; `key` is the idempotency key of every attempt."""

    __tablename__ = "delivery"
    __table_args__ = (Index("delivery_due", "status", "next_at"), CLUSTERED)
    key: str = Field(primary_key=True)
    stream: str
    version: int
    n: int
    letter: str
    role: str
    org: str
    person: str
    attempts: int
    next_at: int = Field(sa_column=_micros())
    status: str
    reason: str


class LetterRefused(SQLModel, table=True):
    """A letter a person does not want; what the law asks for is sent all the same."""

    __tablename__ = "letter_refused"
    __table_args__ = (CLUSTERED,)
    person: str = Field(primary_key=True)
    letter: str = Field(primary_key=True)


class LetterAsked(SQLModel, table=True):
    """A letter only those get who ask for it."""

    __tablename__ = "letter_asked"
    __table_args__ = (CLUSTERED,)
    person: str = Field(primary_key=True)
    letter: str = Field(primary_key=True)


class LetterHours(SQLModel, table=True):
    """Between which minutes of a day (KST) a person wants the letters that can wait."""

    __tablename__ = "letter_hours"
    __table_args__ = (CLUSTERED,)
    person: str = Field(primary_key=True)
    earliest: int
    latest: int


class Webhook(SQLModel, table=True):
    """Where an organisation or a person hears of events: which ones, and up to which leaf it has been looked."""

    __tablename__ = "webhook"
    __table_args__ = (CLUSTERED,)
    id: str = Field(primary_key=True)
    person: str
    role: str
    org: str
    url: str
    events: str
    secret: str
    older: str
    status: str
    personal: int
    older_until: int = Field(sa_column=_micros())
    position: int = Field(sa_column=_micros())
    created: int = Field(sa_column=_micros())


class WebhookMessage(SQLModel, table=True):
    """One event on its way to one webhook; `key` is its idempotency key, the same in every attempt."""

    __tablename__ = "webhook_message"
    __table_args__ = (
        Index("webhook_message_due", "status", "next_at"),
        Index("webhook_message_of", "webhook", "created", "key"),
        CLUSTERED,
    )
    key: str = Field(primary_key=True)
    webhook: str
    stream: str
    version: int
    event: str
    attempts: int
    created: int = Field(sa_column=_micros())
    next_at: int = Field(sa_column=_micros())
    status: str
    reason: str


class WebhookAttempt(SQLModel, table=True):
    """How one attempt to deliver a message went; no reason where it was taken."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (CLUSTERED,)
    key: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    at: int = Field(sa_column=_micros())
    milliseconds: int
    reason: str


class FeedToken(SQLModel, table=True):
    """A calendar feed that may be read by whoever knows the token; deleted when it is revoked."""

    __tablename__ = "feed_token"
    __table_args__ = (CLUSTERED,)
    hash: str = Field(primary_key=True)
    scope: str
    person: str
    created: int = Field(sa_column=_micros())


class SavedView(SQLModel, table=True):
    """A list as a person likes to see it: a name, and the address that holds its filters."""

    __tablename__ = "saved_view"
    __table_args__ = (CLUSTERED,)
    person: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    address: str


class Remark(SQLModel, table=True):
    """What a person said about a stream to their own organisation, or (`org` empty) to all who see it. No fact."""

    __tablename__ = "remark"
    __table_args__ = (CLUSTERED,)
    stream: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    person: str
    role: str
    org: str
    at: int = Field(sa_column=_micros())
    text: str = Field(sa_column=Column(Text, nullable=False))


class Mention(SQLModel, table=True):
    """A person named in a remark; `seen` (1) once they have opened the stream."""

    __tablename__ = "mention"
    __table_args__ = (CLUSTERED,)
    person: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    seen: int


class Unsealed(SQLModel, table=True):
    """A hash the transparency log has not taken in yet: an event's (its version) or a refusal's (version 0)."""

    __tablename__ = "unsealed"
    __table_args__ = (CLUSTERED,)
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    hash: str = Field(primary_key=True)


class Leaf(SQLModel, table=True):
    """The n-th leaf of the log: the hash of an event, a refusal (version 0) or an entry of the journal."""

    __tablename__ = "leaf"
    __table_args__ = (Index("leaf_of", "stream", "version", "hash", unique=True), CLUSTERED)
    n: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    stream: str
    version: int
    hash: str


class Tile(SQLModel, table=True):
    """Up to 256 neighbouring hashes of one level of the log's tree."""

    __tablename__ = "tile"
    level: int = Field(primary_key=True)
    n: int = Field(sa_column=Column(BigInteger, primary_key=True))
    hashes: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class CheckpointRow(SQLModel, table=True):
    """A signed head of the log; `drained` (1): nothing that was committed by then was left unsealed."""

    __tablename__ = "checkpoint"
    __table_args__ = (CLUSTERED,)
    size: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    note: str = Field(sa_column=Column(Text, nullable=False))
    made_at: int = Field(sa_column=_micros())
    drained: int


class Journal(SQLModel, table=True):
    """An act on the record itself (a key, a manifest, a reading, an erasure), chained and sealed like an event."""

    __tablename__ = "journal"
    __table_args__ = (CLUSTERED,)
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    hash: str
    body: str = Field(sa_column=Column(Text, nullable=False))
