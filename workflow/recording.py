"""Recording a verdict: an event chained to its stream's head, or a refusal kept apart, and what derives from it."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from states.canonical import CanonicalError, dumps, encoded
from states.context import PrivatePart
from states.folding import fold
from states.instants import written
from states.lifecycle import Refusal
from states.step import FORMAT, Step, body
from storage.private import SECRET_BYTES, PartPlace, seal
from storage.projections import Rows, Touch, derive, derive_refusal, touched
from workflow.batch import Batch, Planned
from workflow.decisions import Verdict
from workflow.messages import Outcome, Receipt


def accept(verdict: Verdict, batch: Batch, entropy: Callable[[int], bytes], rows: Rows) -> Outcome:
    """Chain the step to its stream, fold it, move the balances; the outcome with its receipt."""
    step, context = verdict.step, verdict.context
    assert step is not None and context is not None  # noqa: S101, PT018 - a step is only judged in its context
    stream, version = context.stream, context.stream.version + 1
    commitments = _sealed(step, stream.id, version, entropy, rows)
    for part, value in step.private.items():
        batch.private[stream.id, version, part] = PrivatePart(context.actor.id, version, part, value)
    key = context.timer or verdict.key
    event = body(step, context, key, verdict.lifecycle, commitments) | {"command": verdict.digest}
    content = encoded(event)
    digest, text = sha256(content).hexdigest(), content.decode()
    rows.events.append((stream.id, version, digest, context.actor.id, key, verdict.digest, text))
    derive(event, digest, rows)
    after = fold(stream, event, digest)
    batch.streams[stream.id] = after
    batch.changed[stream.id] = max(touched(stream, event), batch.changed.get(stream.id, Touch.MOVED))
    batch.known[stream.id, context.actor.id, key] = (version, digest, verdict.digest, text)
    _moved(step, stream.id, batch, rows)
    receipt = Receipt(stream.id, version, f"{stream.id}@{version}", digest, event["recorded_at"])
    return Outcome(state=step.to, receipt=receipt, event=event)


def _sealed(step: Step, stream: str, version: int, entropy: Callable[[int], bytes], rows: Rows) -> dict[str, str]:
    """Private parts go beside the event under a fresh secret each; the event carries the commitments."""
    commitments = {}
    for part, value in step.private.items():
        secret = entropy(SECRET_BYTES)
        sealed = seal(value, secret, PartPlace(stream, version, part))
        commitments[part] = sealed.commitment
        rows.private.append((stream, version, part, secret, sealed.ciphertext))
    return commitments


def _moved(step: Step, stream: str, batch: Batch, rows: Rows) -> None:
    for claim in step.claims:
        total, held = batch.balance(claim.scope, claim.key, stream)
        batch.balances[claim.scope, claim.key] = rows.balances[claim.scope, claim.key] = total - held + claim.amount
        batch.held[claim.scope, claim.key, stream] = claim.amount


def refuse(plan: Planned, verdict: Verdict, batch: Batch) -> Outcome:
    """Keep a refused attempt: who tried what, when it arrived, and every reason; sealed like an event."""
    command, stream = plan.command, batch.streams.get(plan.id)
    refusal = {
        "format": FORMAT,
        "stream": plan.id,
        "state": stream.state if stream else "",
        "judged_at": stream.version if stream else 0,
        "trigger": command.trigger,
        "actor": command.actor.recorded,
        "key": command.key,
        "command": verdict.digest,
        "received_at": written(command.received_at),
        "recorded_at": written(batch.recorded_at),
        "refusals": [_plain(each) for each in verdict.outcome.refusals],
    }
    if command.timer:
        refusal["timer"] = command.timer
    text = encoded(refusal)
    digest = sha256(text).hexdigest()
    batch.rows.refusals.append((plan.id, digest, text.decode()))
    derive_refusal(refusal, digest, batch.rows)
    version = stream.version if stream else 0
    receipt = Receipt(plan.id, version, f"{plan.id}!{digest[:12]}", digest, written(batch.recorded_at))
    return Outcome(state=verdict.outcome.state, receipt=receipt, refusals=verdict.outcome.refusals)


def _plain(refusal: Refusal) -> dict[str, object]:
    return {"code": refusal.code, "clause": refusal.clause, "facts": recordable(refusal.facts)}


def recordable(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts of a refusal as they can be kept: of what no record can hold, why not."""
    plain = dict(facts)
    try:
        dumps(plain)
    except CanonicalError as error:
        return {"unrecordable": str(error)}
    return plain
