"""The JSON shapes every door gives: a stream at a moment, and the answer to a command."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from states.catalogue.engine_refusals import reason_ko
from states.catalogue.findings import FINDINGS
from states.catalogue.values import NOT_BEGUN
from states.context import UNBORN, Stream
from states.instants import written
from states.lifecycle import Refusal, State
from states.refusal_words import worded
from states.rules.call_rules import CallRules
from storage.webhooks import Attempt, Message, Webhook
from workflow.audit.circumstances import UNKNOWN, Circumstances
from workflow.audit.findings import Finding
from workflow.deadline_book import Proposal
from workflow.definitions import Definitions
from workflow.messages import Outcome, Problem


def label(named: Any) -> dict[str, str]:
    return {"ko": named.ko, "en": named.en}


def state_of(stream: Stream, definitions: Definitions) -> State | None:
    """The declared state a stream stands in; None before it has begun."""
    return None if stream.state == UNBORN else definitions.state(stream.kind, stream.lifecycle, stream.state)


def stream_shape(
    stream: Stream, definitions: Definitions, supports: Iterable[Stream], as_of: datetime
) -> dict[str, Any]:
    """A stream at a moment: what `show`, `replay` and the service answer."""
    state = state_of(stream, definitions)
    return {
        "stream": stream.id,
        "kind": stream.kind,
        "call": stream.id if stream.kind == "call" else stream.parents.get("call", ""),
        "parents": dict(stream.parents),
        "state": stream.state,
        "phase": state.phase if state else "",
        "state_label": label(state or NOT_BEGUN),
        "version": stream.version,
        "facts": dict(sorted(stream.facts.items())),
        "supports": [support_shape(support, definitions) for support in supports],
        "as_of": written(as_of),
        "lifecycle": stream.lifecycle,
        "head_hash": stream.head,
        "deadlines": deadline_shapes(stream, definitions),
    }


def support_shape(support: Stream, definitions: Definitions) -> dict[str, Any]:
    """A support in its project: its number, state and step ①–⑧ (0 where it is at none)."""
    state = state_of(support, definitions)
    return {
        "stream": support.id,
        "order": support.facts.get("order", 0),
        "state": support.state,
        "state_label": label(state or NOT_BEGUN),
        "step": state.step if state else 0,
    }


def deadline_shapes(stream: Stream, definitions: Definitions) -> list[dict[str, Any]]:
    """The open deadlines and those that passed and are owed, the earliest first, with their derivation."""
    if not stream.deadlines:
        return []
    kinds = definitions.lifecycle(stream.kind, stream.lifecycle).deadlines
    given = ("id", "kind", "owner", "rule", "start", "length", "calendar", "due_date", "expires", "fires")
    shapes = [
        {name: each[name] for name in given} | {"label": label(kinds[str(each["kind"])]), "overdue": "overdue" in each}
        for each in stream.deadlines.values()
    ]
    return sorted(shapes, key=lambda shape: (shape["expires"], shape["id"]))


def proposal_shape(each: Proposal) -> dict[str, Any]:
    """An open deadline that would move: both last days and why."""
    plain = {name: getattr(each, name) for name in ("stream", "kind", "id", "before", "after")}
    return plain | {"derivation": [{"ko": step.ko, "en": step.en} for step in each.derivation]}


def answer(outcome: Outcome, *, dry_run: bool = False) -> dict[str, Any]:
    """What became of a command. A dry run has no receipt; it shows what the event would hold, and of a proposal or a
    letter `then` what its step would do once a second person takes it."""
    if outcome.problems:
        return problems_shape(outcome.problems)
    if outcome.refusals:
        refusals = [refusal_shape(refusal) for refusal in outcome.refusals]
        return {"accepted": False, "state": outcome.state, "dry_run": dry_run, "refusals": refusals}
    if dry_run:
        then = {"then": answer(outcome.then, dry_run=True)} if outcome.then else {}
        return {"accepted": True, "state": outcome.state, "dry_run": True, "would": _would(outcome.event)} | then
    receipt = outcome.receipt
    assert receipt is not None  # noqa: S101 - what is recorded has a receipt
    shape = {name: getattr(receipt, name) for name in ("stream", "version", "event", "hash", "recorded_at")}
    return {"accepted": True, "receipt": shape, "state": outcome.state, "dry_run": False, "repeated": outcome.repeated}


def _would(event: Mapping[str, Any]) -> dict[str, Any]:
    shown = ("stream", "from", "to", "changes", "deadlines", "notices", "claims", "reactions")
    return {name: event[name] for name in shown if name in event}


def refusal_shape(refusal: Refusal) -> dict[str, Any]:
    """A refusal with its sentence, its clause, the facts that show it and what would cure it."""
    text = worded(refusal)
    return {
        "code": refusal.code,
        "message": {"ko": text.ko, "en": text.en},
        "clause": refusal.clause,
        "facts": dict(refusal.facts),
        "cure": {"ko": text.cure_ko, "en": text.cure_en},
    }


def refusals_of(reasons: Iterable[Mapping[str, Any]], rules: CallRules | None) -> list[dict[str, Any]]:
    """Refusals as the record keeps them, in the words of the call's rules."""
    return [refusal_shape(Refusal(each["code"], each["clause"], each["facts"], rules=rules)) for each in reasons]


def problem_shape(problem: Problem) -> dict[str, Any]:
    facts = dict(problem.facts)
    korean = facts | ({"reason": reason_ko(str(facts["reason"]))} if "reason" in facts else {})
    ko, en = (worded(Refusal(problem.code, "", each)) for each in (korean, facts))
    message = {"ko": f"{ko.ko} {ko.cure_ko}", "en": f"{en.en} {en.cure_en}"}
    return {"code": problem.code, "message": message, "facts": facts}


def problems_shape(problems: Iterable[Problem]) -> dict[str, Any]:
    """A command that cannot be judged: the first problem is the error, all of them its details."""
    shapes = [problem_shape(problem) for problem in problems]
    return {"error": {**shapes[0], "details": shapes}}


def finding_shape(finding: Finding, about: Circumstances = UNKNOWN) -> dict[str, Any]:
    """A fault verification found, with its sentence, and what is known of whose it is, which step, by whom, when."""
    said = FINDINGS[finding.code].filled(finding.facts)
    place = {"code": finding.code, "stream": finding.stream, "version": finding.version}
    actor = {"id": about.person, "role": about.role, "org": about.org}
    known = {"title": about.title, "trigger": about.trigger, "actor": actor, "recorded_at": about.at}
    return place | {"message": {"ko": said.ko, "en": said.en}} | known


def webhook_shape(webhook: Webhook) -> dict[str, Any]:
    """A webhook without its secrets."""
    w = webhook
    return {
        "id": w.id,
        "url": w.url,
        "events": list(w.events),
        "status": w.status,
        "role": w.role,
        "org": w.org,
        "person": w.person,
        "personal": w.personal,
        "created": written(w.created),
        "old_secret_until": written(w.older_until) if w.older else None,
    }


def message_shape(message: Message, tried: Iterable[Attempt]) -> dict[str, Any]:
    """A message to a webhook with every attempt; `key` is its `webhook-id`."""
    names = ("key", "event", "stream", "version", "status", "attempts", "reason")
    plain = {name: getattr(message, name) for name in names}
    log = [{"at": written(x.at), "milliseconds": x.milliseconds, "reason": x.reason} for x in tried]
    return plain | {"created": written(message.created), "next_at": written(message.next_at), "log": log}


def act_shape(act: Mapping[str, Any]) -> dict[str, Any]:
    """An act an audit search found, as every door tells it."""
    kept = ("stream", "version", "trigger", "actor", "received_at", "recorded_at", "accepted", "refusals", "hash")
    return {name: act[name] for name in kept if name in act}
