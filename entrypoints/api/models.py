"""The shapes of answers, for the document and the clients made from it."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict


def shown(model: Any, status: int = 200) -> dict[str, Any]:
    """What a route tells of its answer: documented, not filtered; that it is true is tested."""
    return {"status_code": status, "response_model": None, "responses": {status: {"model": model}}}


class Label(TypedDict):
    ko: str
    en: str


class Deadline(TypedDict):
    """An open deadline of a stream, or one that passed and is still owed; dates in Korea, instants in UTC."""

    id: str
    kind: str
    label: Label
    owner: str
    rule: str
    start: str
    length: str
    calendar: str
    due_date: str | None
    expires: str
    fires: str
    overdue: bool


class Support(TypedDict):
    stream: str
    order: int
    state: str
    state_label: Label
    step: int


class Stream(TypedDict, total=False):
    """A stream at a moment. With `fields` only the keys asked for are there, beside `stream`."""

    stream: str
    kind: str
    call: str
    parents: dict[str, str]
    state: str
    phase: str
    state_label: Label
    version: int
    facts: dict[str, Any]
    supports: list[Support]
    as_of: str
    lifecycle: str
    head_hash: str
    deadlines: list[Deadline]


class Row(TypedDict, total=False):
    """One line of a board. With `fields` only the keys asked for are there, beside `stream`."""

    stream: str
    kind: str
    call: str
    parents: dict[str, str]
    state: str
    state_label: Label
    phase: str
    step: int
    version: int
    next_due: str | None
    updated_at: str
    facts: dict[str, Any]
    supports: list[Support]


class Board(TypedDict):
    """A page of a board; of the past with `as_of`."""

    rows: list[Row]
    cursor: str | None
    counts: dict[str, int]


class Refusal(TypedDict):
    code: str
    message: Label
    clause: str
    facts: dict[str, Any]
    cure: Label


class Entry(TypedDict):
    """Something that happened to a stream, or was refused."""

    accepted: bool
    label: Label
    hash: str
    version: int
    trigger: str
    actor: dict[str, Any]
    received_at: str
    recorded_at: str
    refusals: NotRequired[list[Refusal]]


class Timeline(TypedDict):
    stream: str
    events: list[Entry]


class Act(TypedDict):
    """One act in the record, accepted (with its version) or refused (with the reasons)."""

    stream: str
    version: NotRequired[int]
    trigger: str
    actor: dict[str, str]
    received_at: str
    recorded_at: str
    accepted: bool
    refusals: NotRequired[list[dict[str, Any]]]
    hash: str


class Acts(TypedDict):
    """`cursor`: how to ask for those after them; null where these are the last."""

    acts: list[Act]
    cursor: str | None


class Waiting(TypedDict):
    """What waits for a second person: a proposal, or a letter with its receipt number and arrival."""

    stream: str
    number: str
    trigger: str
    by: str
    at: str
    content: dict[str, Any]
    book_no: str
    arrived_at: str


class Action(TypedDict):
    """A step of one's duty. `allowed` is null where `needs` must be given before it can be judged.

    `waiting`: what it would approve, taken with just that content (and `occurred_at` at the letter's arrival).
    """

    role: str
    org: str
    trigger: str
    label: Label
    cite: str
    begins: str
    allowed: bool | None
    needs: list[str]
    refusals: list[Refusal]
    waiting: list[Waiting]


class Actions(TypedDict):
    stream: str
    state: str
    version: int
    actions: list[Action]


class Owed(TypedDict):
    """A line of the deadline book."""

    stream: str
    id: str
    kind: str
    label: Label
    owner: str
    rule: str
    start: str
    length: str
    due_date: str | None
    expires: str


class Milestone(TypedDict):
    """A month a call aims at, without any effect in law."""

    id: str
    month: str
    by: list[str]
    label: Label


class Deadlines(TypedDict):
    """`milestones` where one call was asked for; `cursor` continues after the last one, empty on the last page."""

    deadlines: list[Owed]
    cursor: str
    milestones: NotRequired[list[Milestone]]


class Who(TypedDict):
    person: str


class Duty(TypedDict):
    id: str
    role: str
    org: str
    since: str
    until: str | None
    behalf: str | None


class Me(TypedDict):
    person: str
    profile: dict[str, Any]
    duties: list[Duty]
    scope: list[str]
    expires: str


class Account(TypedDict):
    issuer: str
    subject: str


class PersonRecord(TypedDict):
    """A person with every duty they have, had or will have."""

    person: str
    status: str
    profile: dict[str, Any]
    identity: Account | None
    duties: list[Duty]


class People(TypedDict):
    people: list[PersonRecord]
    cursor: str | None


class Linked(TypedDict):
    """A person and the one-time link to set a password with; null where a repeat is answered."""

    person: str
    link: str | None


class Forgotten(TypedDict):
    """`forgotten`: false while a second administrator is waited for."""

    person: str
    forgotten: bool


class Made(TypedDict):
    duty: str


class ManyMade(TypedDict):
    duties: list[str]


class Secret(TypedDict):
    """What a token is, shown once; null where a repeat is answered."""

    id: str
    secret: str | None


class Document(TypedDict):
    """`arrived`: how many of its bytes are here."""

    id: str
    stream: str
    name: str
    size: int
    sha256: str
    type: str | None
    status: str
    arrived: int
    created: str


class PaperKind(TypedDict):
    """A paper there is: its name, about which kinds of stream, and its source."""

    paper: str
    label: Label
    on: list[str]
    cite: str


class Papers(TypedDict):
    papers: list[PaperKind]


class Issued(TypedDict):
    """A paper that was kept: of which version of its stream, under which hash and document, and the recorded act."""

    paper: str
    subject: str
    version: int
    sha256: str
    document: str
    number: int
    entry: str


class Difference(TypedDict):
    """One value that changed; `by`: the step that made it what it is."""

    path: list[str]
    words: Label
    by: dict[str, Any] | None
    corrects: dict[str, Any] | None


class Differences(TypedDict):
    """What changed in a stream between two moments, in words."""

    stream: str
    changes: dict[str, Any]
    told: list[Difference]


class Job(TypedDict):
    """A long job: `done` of `total` in its own measure; `content` is where its file is."""

    id: str
    kind: str
    status: Literal["queued", "running", "done", "failed", "cancelled", "lost"]
    done: int
    total: int
    asked: dict[str, Any]
    result: dict[str, Any] | None
    content: str | None
    created: str
    ended: str | None


class Jobs(TypedDict):
    jobs: list[Job]


class Webhook(TypedDict):
    """Where a duty hears of events; `secret` is there where it is shown, once; null where a repeat is answered."""

    id: str
    url: str | None
    events: list[str]
    status: Literal["active", "paused", "gone"]
    role: str
    org: str
    person: str
    personal: bool
    created: str
    old_secret_until: str | None
    secret: NotRequired[str | None]


class Webhooks(TypedDict):
    webhooks: list[Webhook]
    events: list[str]


class Attempt(TypedDict):
    at: str
    milliseconds: int
    reason: str


class Message(TypedDict):
    """One event on its way to a webhook; `key` is its `webhook-id`."""

    key: str
    event: str
    stream: str
    version: int
    status: Literal["waiting", "sent", "failed"]
    attempts: int
    reason: str
    created: str
    next_at: str
    log: list[Attempt]


class Messages(TypedDict):
    """`cursor` continues after the last one, empty on the last page."""

    deliveries: list[Message]
    cursor: str
