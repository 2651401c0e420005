"""What two persons decide: one proposes a step, or enters a letter that asks for it; another takes that very step.

Approving is taking the step itself with what was proposed, so every guard judges it again as things stand by then.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from states.canonical import dumps
from states.context import Context
from states.guards.paper import (
    PAPER,
    WAITING,
    arrival_by_the_desk,
    arrival_entered,
    arrived_at,
    expiry_held,
    number_in_the_book,
    number_unused,
)
from states.guards.shared import mapping, sequence
from states.instants import written
from states.lifecycle import RECORDED, STAY, Notice, Reaction, State, T, Transition, guard, version
from states.payloads.common import Expiry
from states.payloads.proposal import Declined, PaperEntry, Proposed
from states.roles import AGENCY, MINISTRY

PROPOSE, ENTER, DECLINE = "propose", "enter_paper", "decline_proposal"
CONTENT = "content"
"""The private part of a proposal's event that holds what the step carries."""
PROPOSED = Notice("proposal_made", (AGENCY, MINISTRY), "승인 요청", "A step was proposed")
ENTERED, REFUSED = "paper_entered", "paper_refused"
"""The letters to whoever a letter came from: it was entered, and it was not accepted."""
DECLINED = Notice("proposal_declined", (AGENCY, MINISTRY), "승인 거부 안내", "A proposal was not approved")

type_of_proposal = Mapping[str, Any]
"""`trigger`, `by` (who), of a deputy `behalf` (for whom), `at`.

Of a letter also `arrived_at`, `book_no`, `document`, `delivery`.
"""
type_of_reacting = Callable[[Context], Iterable[Reaction]]
type_of_recording = Callable[[Context], Mapping[str, Any]]


def waiting(facts: Mapping[str, Any]) -> dict[str, type_of_proposal]:
    """What waits for a second person, by the version of the event that proposed it, oldest first."""
    found = mapping(facts.get("proposals"))
    return {number: found[number] for number in sorted(found, key=int)}


def is_letter(proposal: type_of_proposal) -> bool:
    return "arrived_at" in proposal


def _proposed(ctx: Context) -> dict[str, type_of_proposal]:
    """The waiting proposals of exactly this step, with this content, at this arrival."""
    asked = (ctx.trigger, arrived_at(ctx))
    contents = {str(part.version): part.value for part in ctx.private_parts if part.part == CONTENT}
    return {
        number: each
        for number, each in waiting(ctx.facts).items()
        if (each["trigger"], each.get("arrived_at", "")) == asked
        and number in contents
        and _content(ctx, contents[number]) == ctx.given
    }


def _content(ctx: Context, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A proposal's content as the step's own payload reads it; None if it does not any more."""
    try:
        return type(ctx.data).model_validate_json(dumps(content)).model_dump(mode="json", exclude_unset=True)
    except ValidationError:
        return None


@guard("approval.not_proposed", "common")
@version(2)
def as_proposed(ctx: Context) -> Mapping[str, Any] | None:
    """What two persons decide was proposed, and exactly so."""
    if _proposed(ctx):
        return None
    return {
        "trigger": ctx.trigger,
        "proposed": [n for n, p in waiting(ctx.facts).items() if p["trigger"] == ctx.trigger],
    }


@guard("paper.not_as_entered", "common")
@version(2)
def as_entered(ctx: Context) -> Mapping[str, Any] | None:
    """The desk takes the step that was entered, with the content that was entered, at the arrival that was entered."""
    if ctx.actor.role != AGENCY or _proposed(ctx):
        return None
    letters = [number for number, each in waiting(ctx.facts).items() if is_letter(each)]
    return {"trigger": ctx.trigger, "arrived_at": arrived_at(ctx), "waiting": letters}


@guard("approval.same_person", "common")
@version(2)
def second_person(ctx: Context) -> Mapping[str, Any] | None:
    """Who proposed a step or entered a letter does not approve it."""
    proposed = _proposed(ctx).values()
    alone = proposed and all(is_own(each, ctx.actor.recorded) for each in proposed)
    return {"approved_by": ctx.actor.id} if alone else None


@guard("proposal.unknown", "common")
def proposal_waits(ctx: Context) -> Mapping[str, Any] | None:
    number, found = str(ctx.given["proposal"]), waiting(ctx.facts)
    return None if number in found else {"proposal": number, "waiting": list(found)}


@guard("approval.same_person", "common")
def refused_by_another(ctx: Context) -> Mapping[str, Any] | None:
    """A proposal may be taken back; a letter of somebody else is refused by a second person."""
    found = waiting(ctx.facts).get(str(ctx.given["proposal"]), {})
    alone = is_letter(found) and is_own(found, ctx.actor.recorded)
    return {"approved_by": ctx.actor.id} if alone else None


def is_own(proposal: type_of_proposal, actor: Mapping[str, Any]) -> bool:
    """Whether it is a recorded actor's: they proposed it, act for who did, or had somebody act for them."""
    mine, theirs = {actor["id"], actor.get("behalf")}, {proposal["by"], proposal.get("behalf")}
    return bool((mine & theirs) - {None})


def proposal_made(ctx: Context) -> dict[str, Any]:
    """The fact `proposals`, with this one."""
    return {"proposals": {**waiting(ctx.facts), str(ctx.stream.version + 1): _entry(ctx, {})}}


def _entry(ctx: Context, letter: Mapping[str, Any]) -> dict[str, Any]:
    behalf = {"behalf": ctx.actor.behalf} if ctx.actor.behalf else {}
    return {"trigger": ctx.given["trigger"], "by": ctx.actor.id, **behalf, "at": written(ctx.received_at), **letter}


def letter_entered(ctx: Context) -> dict[str, Any]:
    """The fact `proposals`, with the step this letter asks for, and what the receipt book says of it."""
    book = {name: ctx.given[name] for name in ("book_no", "document", "delivery")}
    entry = _entry(ctx, book | {"arrived_at": arrived_at(ctx)})
    return {
        "proposals": {**waiting(ctx.facts), str(ctx.stream.version + 1): entry},
        "receipts": [*sequence(ctx.facts.get("receipts")), ctx.given["book_no"]],
    }


def declined(ctx: Context) -> dict[str, Any]:
    """The proposals without the one that was declined."""
    return {"proposals": _without(ctx, {str(ctx.given["proposal"])})}


def letter_declined(ctx: Context) -> dict[str, Any]:
    """The same where letters wait: the mode says whether one still does."""
    return _with_mode(ctx, declined(ctx))


def settled(row: Transition, ctx: Context) -> dict[str, Any]:
    """What becomes of the proposals when a step is taken that two persons decide or a letter can bring.

    The approved one is used up and named in `approves`; a party that acts itself has no use for its letter any more.
    """
    found = _proposed(ctx)
    gone = next(((number, each) for number, each in found.items() if not is_own(each, ctx.actor.recorded)), None)
    changes: dict[str, Any] = {}
    if gone is not None:
        number, each = gone
        changes = {
            "proposals": _without(ctx, {number}),
            "approves": {"proposal": number, "trigger": ctx.trigger, "by": each["by"]},
        }
    elif overtaken := {
        n for n, each in waiting(ctx.facts).items() if is_letter(each) and each["trigger"] == ctx.trigger
    }:
        changes = {"proposals": _without(ctx, overtaken)}
    if row.sets.get(PAPER) != RECORDED:
        return changes
    if row.dest != STAY and ctx.facts.get("held"):
        changes["held"] = {}
    return _with_mode(ctx, changes)


def _without(ctx: Context, numbers: Iterable[str]) -> dict[str, type_of_proposal]:
    return {number: each for number, each in waiting(ctx.facts).items() if number not in numbers}


def _with_mode(ctx: Context, changes: Mapping[str, Any]) -> dict[str, Any]:
    left = waiting({**ctx.facts, **changes}).values()
    return {**changes, PAPER: WAITING if any(map(is_letter, left)) else ""}


def proposed_by_another(event: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether a recorded step stood proposed by somebody else than took it."""
    named = mapping(event.get("changes", {}).get("approves"))
    found = waiting(facts).get(str(named.get("proposal", "")), {})
    if not found or (found["trigger"], found["by"]) != (event["trigger"], named["by"]):
        return False
    return not is_own(found, event["actor"])


def waits_for_letters(*rows: Transition, records: type_of_recording = expiry_held) -> tuple[Transition, ...]:
    """The rows of an expiry while no letter waits, and the one that keeps it until the desk has decided."""
    free = (replace(row, when={**row.when, PAPER: frozenset({""})}) for row in rows)
    first = rows[0]
    holding = Transition(
        name=first.trigger, trigger=first.trigger, dest=STAY, by=first.by, ko=f"{first.ko}(서류 확인 중)",
        en="The period is over, a letter waits", cite="common", payload=Expiry, records=records,
        sources=tuple(dict.fromkeys(source for row in rows for source in row.sources)),
        when={PAPER: frozenset({WAITING})},
    )  # fmt: skip
    return (*free, holding)


def with_second_person(
    rows: Iterable[Transition], states: Iterable[State], declining: type_of_reacting | None = None
) -> tuple[Transition, ...]:
    """The rows of a lifecycle with these states: those two persons decide or letters bring are guarded so, and the
    rows that propose, enter a letter and decline are added. `declining` is what follows a declined proposal.
    """
    given = tuple(rows)
    two, brought = [row for row in given if row.two_person], [row for row in given if row.paper]
    if not (two or brought):
        return given
    found = tuple(_decided(row) if row.two_person else _brought(row) if row.paper else row for row in given)
    ends = {source for row in (*two, *brought) for source in row.sources}
    live = [state for state in states if not state.terminal or state.id in ends]
    return (*found, *_proposing(two, live), *_entering(brought, live), _declining(two, brought, live, declining))


def _decided(row: Transition) -> Transition:
    return replace(row, guards=(as_proposed, second_person, *row.guards), reads_private=(*row.reads_private, CONTENT))


def _brought(row: Transition) -> Transition:
    """What a party does here itself, or by a letter that the desk takes on its behalf."""
    guards = (*row.guards, arrival_by_the_desk, as_entered, second_person)
    read, sets = (*row.reads_private, CONTENT), {**row.sets, PAPER: RECORDED}
    return replace(row, by=(*row.by, AGENCY), guards=guards, reads_private=read, sets=sets)


def _of(rows: Iterable[Transition], live: Iterable[State]) -> list[State]:
    """The states some of these rows can be taken in."""
    sources = {source for row in rows for source in row.sources}
    return [state for state in live if state.id in sources]


def _by(rows: Iterable[Transition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for row in rows for role in row.by))


def _proposing(two: Sequence[Transition], live: Iterable[State]) -> Iterable[Transition]:
    if two:
        yield T(
            PROPOSE, _of(two, live), STAY, by=_by(two), ko="승인 요청(두 사람 결정)", en="Propose what two decide",
            payload=Proposed, records=proposal_made, notify=[PROPOSED], cite="common",
        )  # fmt: skip


def _entering(brought: Sequence[Transition], live: Iterable[State]) -> Iterable[Transition]:
    if brought:
        yield T(
            ENTER, _of(brought, live), STAY, by=AGENCY, ko="우편·방문 서류 접수", en="Enter a letter",
            payload=PaperEntry, paper=True, guards=[arrival_entered, number_unused], sets={PAPER: WAITING},
            records=letter_entered, notify=[Notice(ENTERED, _by(brought), "서류 접수 안내", "A letter was entered")],
            claims=[number_in_the_book], cite="common (행정업무규정 6②)",
        )  # fmt: skip


def _declining(
    two: Sequence[Transition], brought: Sequence[Transition], live: Sequence[State], reacts: type_of_reacting | None
) -> Transition:
    row = T(
        DECLINE, live, STAY, by=tuple(dict.fromkeys((*_by(two), *((AGENCY,) if brought else ())))), ko="제안·서류 반려",
        en="Decline a proposal or a letter", payload=Declined, guards=[proposal_waits, refused_by_another],
        records=letter_declined if brought else declined, cite="common",
        notify=[DECLINED, *([Notice(REFUSED, _by(brought), "서류·제안 반려 안내", "Not accepted")] if brought else [])],
    )  # fmt: skip
    return replace(row, reacts=reacts, sets={PAPER: RECORDED} if brought else {})
