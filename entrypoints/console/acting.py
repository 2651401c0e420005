"""Taking a step: a form made from the payload, a dry run that shows what would happen, then the step itself."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrypoints.api.access import STREAMS
from entrypoints.api.commands import PLURAL
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import visible
from entrypoints.bootstrap import FAMILY
from entrypoints.console.correcting import Correction, corrections
from entrypoints.console.facts import shown_facts
from entrypoints.console.fields import Asked, asked
from entrypoints.console.forms import controls, data, pairs_of
from entrypoints.console.names import Names, names
from entrypoints.console.narrowing import TRIGGER, letter, on_stream
from entrypoints.console.posted import Form, Posted
from entrypoints.console.rows import Titles
from entrypoints.console.streams import Version, entries_of
from entrypoints.console.view import View, see_other
from entrypoints.console.wrong import errors_at
from entrypoints.shapes import deadline_shapes, problem_shape, refusal_shape
from states.catalogue.api import PROBLEMS
from states.context import Stream
from states.payloads.project import Acceptance, Application, PeopleChange
from states.payloads.survey import Response as SurveyResponse
from states.proposals import CONTENT, DECLINE, ENTER, PROPOSE
from states.roles import AGENCY
from states.rules.call_parts import KST
from storage.transaction import Reader
from workflow.actions import KEY, Action, actions
from workflow.errors import Denied
from workflow.messages import LONGEST, Command, Outcome
from workflow.proposals import Waiting, approval, tried
from workflow.uploads import Document, kept

SAVE, SUBMIT = "save", "submit"
ARRIVED = "arrived_at"
"""The field of a paper's arrival: it stands beside the payload."""
router = APIRouter()
As = Annotated[Caller, Depends(caller)]
CONTINUED = (Application, PeopleChange, Acceptance, SurveyResponse)
"""Payloads that go on from what the stream holds already."""


@dataclass(frozen=True)
class Step:
    """One step one person may take on a stream: what its form asks for."""

    stream: Stream
    action: Action
    fields: tuple[Asked, ...]
    named: Names
    titles: Titles
    corrects: Correction | None = None

    @property
    def begins(self) -> bool:
        return self.action.kind != self.stream.kind

    @property
    def chooses(self) -> bool:
        """Whether it must be said first which step a letter asks for."""
        return self.action.row.trigger == ENTER and len(self.fields) == 1

    @property
    def expected(self) -> int | None:
        """The version the form was made from; what is not begun has none."""
        return None if self.begins else self.stream.version

    def approves(self, given: Mapping[str, Any]) -> Waiting | None:
        """The waiting proposal, or letter, of this very step with this content."""
        return next((each for each in self.action.waiting if each.content == given), None)

    def proposed(self, number: str) -> list[tuple[str, str]]:
        """What was proposed under this number, as the form would hold it."""
        if self.action.row.trigger == DECLINE:
            return pairs_of(self.fields, {"proposal": number})
        found = (each.content for each in self.action.waiting if each.number == number)
        return pairs_of(self.fields, next(found, {}))

    @property
    def held(self) -> list[tuple[str, str]]:
        """What the stream holds already of what is asked for."""
        if self.begins or not issubclass(self.action.row.payload, CONTINUED):
            return []
        return pairs_of(self.fields, self.stream.facts)


def _step(v: View, reader: Reader, who: Caller, collection: str, stream: str, trigger: str, brings: str = "") -> Step:
    """The step, or Problem: nothing there, or not theirs to take. `brings`: the step a letter asks for."""
    parts = v.shared.parts
    found = visible(v.shared, reader, who, collection, stream)
    offered = actions(parts.engine, stream, v.now, who.acting)
    action = next((each for each in offered if each.row.trigger == trigger), None)
    if action is None:
        raise Problem("step.not_here")
    named = names(reader, parts.definitions, v.language, found.id if found.kind == "call" else found.parents["call"])
    lifecycle = parts.definitions.lifecycle(found.kind, found.lifecycle)
    choices = {**named.choices, **on_stream(lifecycle, found, v.language)}
    fields = asked(action.row.payload, choices, v.language)
    if trigger == ENTER:
        fields = tuple(letter(fields, lifecycle, found, brings, choices, v.language))
    return Step(found, action, fields, named, Titles(reader, named, [found.id, *found.parents.values()]))


def _asks(collection: str) -> Callable[..., Response]:
    def ask(
        request: Request, who: As, stream: str, trigger: str, proposal: str = "", corrects: Version = None
    ) -> Response:
        v = View(request, who)
        with v.shared.parts.store.snapshot() as reader:
            step = _step(v, reader, who, collection, stream, trigger)
            if corrects is not None:
                step = _correcting(v, reader, who, step, corrects)
        tried = None if step.fields else step.action.outcome
        pairs = step.proposed(proposal) if proposal else step.held
        if step.corrects and step.corrects.again:
            held = step.corrects.held
            tried = v.shared.parts.engine.dry_run(Command(step.stream.id, trigger, held, who.acting, KEY, v.now))
            pairs = pairs_of(step.fields, held)
        return _form(v, step, pairs, tried, os.urandom(12).hex(), step.expected)

    return ask


def _correcting(v: View, reader: Reader, who: Caller, step: Step, version: int) -> Step:
    """The step that puts right the event of a version. Problem where it does not."""
    parts, found = v.shared.parts, step.stream
    entries = entries_of(v, reader, who, PLURAL[found.kind], found)
    known = corrections(parts.engine, found, entries, [step.action], who.acting).get(version)
    if known is None:
        raise Problem("step.not_here")
    return replace(step, corrects=known)


def _form(
    v: View,
    step: Step,
    pairs: Sequence[tuple[str, str]],
    tried: Outcome | None,
    key: str,
    expect: int | None,
    status: int = 200,
    faults: Mapping[str, str] = {},
) -> Response:
    """The form as it stands: what is wrong beside its field, what would happen or why not above.

    `faults`: what is wrong with documents, by field.
    """
    problems = [problem_shape(each) for each in tried.problems] if tried else []
    errors = errors_at(controls(step.fields, pairs, {}), problems, faults, v.language)
    v.documents = None if step.begins else _documents(v, step.stream.id)
    row = step.action.row
    then = tried.then if tried else None
    seen = then if then and then.accepted else tried
    would = seen.event if seen and seen.accepted else None
    shown = controls(step.fields, pairs, errors)
    return v.page(
        "action.html",
        status,
        step=step,
        row=row,
        controls=shown,
        key=key,
        expect=expect,
        astray=errors.get("", ()),
        wrong=sum(map(len, errors.values())),
        refusals=[refusal_shape(each) for each in tried.refusals] if tried else [],
        would=_would(v, step, would) if would is not None else None,
        approved=then is not None and seen is then,
        not_then=[refusal_shape(each) for each in then.refusals] if then else [],
        title=step.titles.of(step.stream),
        closing=next(iter(deadline_shapes(step.stream, v.shared.parts.definitions)), None),
        missing=_missing(v, step),
        arrived=dict(pairs).get(ARRIVED, "") if row.paper and v.role == AGENCY else None,
        lifecycle=FAMILY[step.action.kind],
    )


def _documents(v: View, stream: str) -> dict[str, Document]:
    """The documents a form may name, by fingerprint."""
    with v.shared.parts.store.snapshot() as reader:
        return {each.hash: each for each in kept(reader, stream)}


def _missing(v: View, step: Step) -> list[dict[str, Any]] | None:
    """What an application that is being saved still lacks to be submitted; None where nothing is being saved."""
    caller = v.caller
    if step.action.row.trigger != SAVE or caller is None:
        return None
    command = Command(step.stream.id, SUBMIT, {}, caller.acting, KEY, v.now)
    return [refusal_shape(each) for each in v.shared.parts.engine.dry_run(command).refusals]


def _would(v: View, step: Step, event: Mapping[str, Any]) -> dict[str, Any]:
    """What a dry run says would happen, for people."""
    lifecycle = FAMILY[step.action.kind]
    opened = event.get("deadlines", {}).get("open", ())
    return {
        "from": lifecycle.by_id.get(event["from"]),
        "to": lifecycle.by_id[event["to"]],
        "changes": shown_facts(event.get("changes", {}), step.named, step.titles, v),
        "deadlines": [(lifecycle.deadlines[each["kind"]], each) for each in opened],
        "notices": [to for notice in event.get("notices", ()) for to in notice["to"]],
        "claims": event.get("claims", ()),
    }


def _takes(collection: str) -> Callable[..., Awaitable[Response]]:
    async def take(request: Request, who: As, stream: str, trigger: str, form: Form) -> Response:
        v = View(request, who)
        step = await asyncio.to_thread(_read, v, who, collection, stream, trigger, form.get(TRIGGER))
        form, faults = await asyncio.to_thread(_stored, v, step, who, form)
        if faults or form.get("do") == "rows":
            version, status = _version(form, step.expected), 422 if faults else 200
            return _form(v, step, form.pairs, None, form.get("key"), version, status, faults)
        given = data(step.fields, form.pairs)
        if step.action.row.trigger == ENTER:
            given = {CONTENT: {}, **given}
        command = _command(step, given, who, form)
        if form.get("do") != "commit":
            found = await asyncio.to_thread(tried, v.shared.parts.engine, command)
            return _answered(v, step, form, found)
        (outcome,) = await v.shared.dispatcher.submit((command,), command.actor.id)
        v.shared.metrics.judged("accepted" if outcome.accepted else "refused")
        if outcome.accepted and outcome.receipt is not None:
            return see_other(f"{v.link(outcome.receipt.stream)}?done={outcome.receipt.version}")
        return _answered(v, step, form, outcome)

    return take


def _stored(v: View, step: Step, who: Caller, form: Posted) -> tuple[Posted, dict[str, str]]:
    """The form with the fingerprints of the documents that came with it, kept now; what is wrong with the others."""
    faults: dict[str, str] = {}
    for sent in () if step.begins else form.files:
        try:
            name = sent.name.rpartition("/")[2].rpartition("\\")[2]
            if not 0 < len(name) <= LONGEST or not name.isprintable():
                raise Denied("document.type")
            found = v.shared.documents.take(who.acting.id, step.stream.id, name, sent.size, sent.content)
        except Denied as error:
            faults[sent.path] = v.said(PROBLEMS[error.code].said.filled(error.facts))
        else:
            form = form.with_value(sent.path, found.hash)
    return form, faults


def _read(v: View, who: Caller, collection: str, stream: str, trigger: str, brings: str) -> Step:
    with v.shared.parts.store.snapshot() as reader:
        return _step(v, reader, who, collection, stream, trigger, brings)


def _answered(v: View, step: Step, form: Posted, outcome: Outcome) -> Response:
    status = 422 if outcome.problems else 409 if outcome.refusals else 200
    return _form(v, step, form.pairs, outcome, form.get("key"), _version(form, step.expected), status)


def _command(step: Step, given: Mapping[str, Any], who: Caller, form: Posted) -> Command:
    """The step itself; where two persons decide and nobody has proposed just this, its proposal."""
    key, row = form.get("key"), step.action.row
    if not 0 < len(key) <= 200 or not key.isprintable():
        raise Problem("key.missing")
    found = step.approves(given) if row.two_person or row.paper else None
    stream, expect = step.stream.id, _version(form, None)
    if row.two_person and found is None:
        content = {"trigger": row.trigger, "content": given}
        return Command(stream, PROPOSE, content, who.acting, key, form.received_at, expect)
    if found is not None and found.arrived_at and who.acting.role == AGENCY:
        return approval(found, who.acting, key, form.received_at, expect)
    return Command(stream, row.trigger, given, who.acting, key, form.received_at, expect, _arrived(form))


def _arrived(form: Posted) -> datetime | None:
    """When a paper arrived, in Korea, where the form says so. Problem for what is no instant."""
    text = form.get(ARRIVED)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Problem("request.invalid") from None
    return found if found.tzinfo else found.replace(tzinfo=KST)


def _version(form: Posted, otherwise: int | None) -> int | None:
    given = form.get("expect")
    return int(given) if given.isdecimal() and len(given) < 10 else otherwise


for _collection in STREAMS:
    _path_of = f"/{_collection}/{{stream}}/actions/{{trigger}}"
    router.add_api_route(_path_of, _asks(_collection), methods=["GET"])
    router.add_api_route(_path_of, _takes(_collection), methods=["POST"])
