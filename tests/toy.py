"""A toy family of lifecycles: small, and with one of everything the engine can be asked to do."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Unpack

from pydantic import Field

from states.call_migration import migration_rows
from states.context import Context
from states.lifecycle import (
    SOURCE,
    STAY,
    UNBORN,
    Claim,
    Clauses,
    Deadline,
    Lifecycle,
    Mode,
    Notice,
    Payload,
    Private,
    Reaction,
    State,
    T,
    Transition,
    claiming,
    guard,
    reacting,
    type_of_source,
)
from states.payloads.common import AreaCode, Brn, Expiry, Line, Ref, Sha256, Won
from states.proposals import with_second_person
from states.roles import ADMIN, AGENCY, COMPANY, EVALUATOR, LEAD, SYSTEM

FUND: Final = 100
"""What the projects of one call may take of the toy fund together, in won."""


class Load(Payload):
    rules: Sha256
    lifecycles: dict[Line, Sha256] = Field(default_factory=dict)


class Settings(Payload):
    settings: dict[str, int]


class Wake(Payload):
    project: Line


class Register(Payload):
    area: AreaCode
    title: Line


class Plan(Payload):
    plan: Line
    money: Won = 0
    title: Line | None = None
    ministries: tuple[Line, ...] | None = None


class Money(Payload):
    amount: Won


class Review(Payload):
    opinion: Line
    score: Annotated[Won, Private()]
    remarks: Annotated[Line, Private] = "-"


class Note(Payload):
    note: Annotated[Line, Private()]
    page: Won = 0


class OpenNote(Payload):
    note: Line
    page: Won = 0


class Ended(Payload):
    deadline: Line = "-"


class Granted(Payload):
    amount: Won


class Grants(Payload):
    grants: dict[str, Won]


class Listed(Payload):
    brn: Brn
    support: Ref


def state(id: str, *, terminal: bool = False) -> State:
    return State(id, f"{id} 상태", id, phase="toy", cite="공고 §6", owner="" if terminal else LEAD, terminal=terminal)


PREPARING, OPEN, ENDED = state("preparing"), state("open"), state("ended", terminal=True)
DRAFT, SUBMITTED, REVIEWED, PAUSED = state("draft"), state("submitted"), state("reviewed"), state("paused")
GRANTED, WITHDRAWN, EXPIRED = (state(id, terminal=True) for id in ("granted", "withdrawn", "expired"))
PLANNING, DONE, LISTED = state("planning"), state("done", terminal=True), state("listed")


def row(
    trigger: str, source: type_of_source, dest: State | str, by: str | tuple[str, ...], **clauses: Unpack[Clauses]
) -> Transition:
    return T(trigger, source, dest, by=by, ko=f"{trigger} 문장", en=trigger, cite="공고 §6", **clauses)


RECEIPT = Notice("receipt", (LEAD, AGENCY), "접수", "Receipt")
ESCALATION = Notice("escalation", (AGENCY,), "지연", "Overdue")


def filed_by(ctx: Context) -> datetime:
    return ctx.rules.reception.closes_at


FILING = Deadline("filing", "접수", "Filing", LEAD, "expire", "공고 §6", at=filed_by)
REVIEWING = Deadline("reviewing", "심사", "Review", AGENCY, "overdue", "공고 §5", period="objection")
ASKING = Deadline("asking", "보완", "Supplement", LEAD, "overdue", "공고 §5", period="explanation")


@guard("plan.missing", "공고 §6")
def planned(ctx: Context) -> Mapping[str, Any] | None:
    return None if "plan" in ctx.after else {"part": "plan"}


@guard("money.missing", "공고 §7")
def financed(ctx: Context) -> Mapping[str, Any] | None:
    money = ctx.after.get("money", 0)
    return None if money else {"money": money}


@guard("reception.closed", "공고 §6")
def in_time(ctx: Context) -> Mapping[str, Any] | None:
    closes = ctx.rules.reception.closes_at
    return None if ctx.received_at <= closes else {"closed_at": closes.isoformat()}


@claiming("area.taken", "공고 §3")
def the_area(ctx: Context) -> Iterable[Claim]:
    yield Claim("area", f"{ctx.call.id}/{ctx.after['area']}", 1, 1)


@claiming("area.taken", "공고 §3")
def no_area(ctx: Context) -> Iterable[Claim]:
    yield Claim("area", f"{ctx.call.id}/{ctx.facts['area']}", 0, 1)


@claiming("fund.exhausted", "공고 §7")
def the_fund(ctx: Context) -> Iterable[Claim]:
    yield Claim("fund", ctx.call.id, ctx.given["amount"], FUND)


@reacting("project.wake")
def wake_project(ctx: Context) -> Iterable[Reaction]:
    yield Reaction(str(ctx.given["project"]), "wake", {})


@reacting("project.expire")
def expire_projects(ctx: Context) -> Iterable[Reaction]:
    return [Reaction(child.id, "expire", {}) for child in ctx.of("project") if child.state == "draft"]


@reacting("project.grant")
def grant_projects(ctx: Context) -> Iterable[Reaction]:
    return [Reaction(id, "grant", {"amount": amount}) for id, amount in sorted(ctx.given["grants"].items())]


def saved_again(ctx: Context) -> Mapping[str, Any]:
    return {"saves": ctx.facts.get("saves", 0) + 1}


def gathered(ctx: Context) -> Mapping[str, Any]:
    return {"gathered": [f"{each.actor} {each.value}" for each in ctx.private_parts]}


def led(ctx: Context) -> Mapping[str, Any]:
    return {"lead": ctx.actor.org}


def listed_beside(ctx: Context) -> Mapping[str, Any]:
    return {"order": ctx.support.facts["order"]}


def ordered(ctx: Context) -> Mapping[str, Any]:
    return {"order": ctx.project.version}


CALL = Lifecycle(
    name="call",
    ko="공고",
    en="Call",
    states=(PREPARING, OPEN, ENDED),
    rows=with_second_person(
        (
            *migration_rows((PREPARING, OPEN)),
            row("load", UNBORN, PREPARING, ADMIN, payload=Load),
            row("open", PREPARING, OPEN, AGENCY),
            row("settle", (PREPARING, OPEN), STAY, AGENCY, payload=Settings),
            row("amend", (PREPARING, OPEN), STAY, AGENCY, payload=Load),
            row("award", OPEN, STAY, AGENCY, payload=Grants, reacts=grant_projects),
            row("rouse", OPEN, STAY, AGENCY, payload=Wake, reacts=wake_project),
            row("close", OPEN, ENDED, AGENCY, reads=["project"], reacts=expire_projects),
        ),
        (PREPARING, OPEN),
    ),
)

ALIVE = (DRAFT, SUBMITTED, REVIEWED, PAUSED)
PROJECT = Lifecycle(
    name="project",
    ko="과제",
    en="Project",
    states=(*ALIVE, GRANTED, WITHDRAWN, EXPIRED),
    modes=(Mode("was", ("", "draft", "submitted"), ""), Mode("round", (1, 2), 1)),
    rows=(
        row("register", UNBORN, DRAFT, LEAD, payload=Register, records=led, claims=[the_area], opens=[FILING]),
        row("save", DRAFT, STAY, LEAD, payload=Plan, records=saved_again, paper=True),
        row(
            "submit",
            DRAFT,
            SUBMITTED,
            LEAD,
            paper=True,
            guards=[planned, financed, in_time],
            opens=[REVIEWING],
            cancels=[FILING],
            notify=[RECEIPT],
        ),
        row("revise", SUBMITTED, STAY, LEAD, payload=Plan, opens=[REVIEWING], paper=True),
        row("ask", SUBMITTED, STAY, AGENCY, opens=[ASKING]),
        row("overdue", (SUBMITTED, PAUSED), STAY, SYSTEM, payload=Expiry, notify=[ESCALATION]),
        row("review", SUBMITTED, REVIEWED, EVALUATOR, payload=Review, meets=[REVIEWING]),
        row("note", DRAFT, STAY, (LEAD, EVALUATOR), payload=Note),
        row("note", REVIEWED, STAY, EVALUATOR, payload=OpenNote),
        row("gather", DRAFT, STAY, AGENCY, records=gathered, reads_private=["note"]),
        row("draw", ALIVE, STAY, LEAD, payload=Money, claims=[the_fund]),
        row("pause", (DRAFT, SUBMITTED), PAUSED, AGENCY, sets={"was": SOURCE, "round": 2}),
        row("resume", PAUSED, DRAFT, AGENCY, when={"was": ["draft"]}),
        row("resume", PAUSED, SUBMITTED, AGENCY, when={"was": ["submitted"]}),
        row("withdraw", ALIVE, WITHDRAWN, LEAD, claims=[no_area]),
        row("grant", ALIVE, GRANTED, SYSTEM, payload=Granted, notify=[RECEIPT]),
        row("wake", DRAFT, STAY, SYSTEM, records=saved_again),
        row("expire", (DRAFT, PAUSED), EXPIRED, SYSTEM, payload=Ended, claims=[no_area]),
    ),
)

SUPPORT = Lifecycle(
    name="support",
    ko="지원",
    en="Support",
    states=(PLANNING, DONE),
    rows=(
        row("plan", UNBORN, PLANNING, LEAD, records=ordered),
        row("finish", PLANNING, DONE, LEAD),
    ),
)

COMPANY_ = Lifecycle(
    name="company",
    ko="기업",
    en="Company",
    states=(LISTED,),
    rows=(
        row(
            "enlist",
            UNBORN,
            LISTED,
            (COMPANY, LEAD),
            payload=Listed,
            records=listed_beside,
            joins="support",
        ),
    ),
)

FAMILY: Final[Mapping[str, Lifecycle]] = {each.name: each for each in (CALL, PROJECT, SUPPORT, COMPANY_)}
