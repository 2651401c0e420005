"""One command on one stream, decided and folded by the pure core alone, under the rules of the real call."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from states.canonical import dumps
from states.catalogue import proposal_refusals
from states.context import UNBORN, Context, PrivatePart, Stream
from states.folding import fold
from states.lifecycle import Lifecycle, Nothing
from states.machine import Decision, compiled, decide
from states.proposals import CONTENT
from states.roles import CLOCK, Actor
from states.rules.calendar import Calendar
from states.rules.call_rules import CallRules, parse
from states.rules.periods import KST
from states.step import Step, body, consequences

FOLDER = Path(__file__).parents[2] / "calls" / "2025-2"
SHA = "a" * 64

MINISTRY = Actor("minister", "ministry", "MSS")
PARTNER = Actor("officer", "partner_ministry", "MOJ")
AGENCY = Actor("manager", "agency", "tipa")
LEAD = Actor("planner", "lead", "gwtp")
FIRM = Actor("owner", "company", "1234567891")
ADMIN = Actor("admin", "admin", "yeongo")


@lru_cache
def rules() -> CallRules:
    return parse({path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()})


def at(text: str) -> datetime:
    """`2024-12-20 18:00` in Korea."""
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def stream(id: str, state: str, parents: Mapping[str, str] | None = None, **facts: Any) -> Stream:
    return Stream(id=id, kind=id.partition("-")[0], state=state, version=1, facts=facts, parents=parents or {})


def _decided(lifecycle: Lifecycle, context: Context) -> tuple[Decision, Step | None, list[str]]:
    decision = decide(compiled(lifecycle), context)
    if decision.row is None or decision.refusals:
        return decision, None, [refusal.code for refusal in decision.refusals]
    step = consequences(decision.row, decision.to, context, lifecycle.by_id[decision.to].terminal)
    return (decision, step, []) if isinstance(step, Step) else (decision, None, [refusal.code for refusal in step])


class Scene:
    """A lifecycle with what surrounds one stream: its ancestors and its children.

    What two persons decide stands proposed by another, unless `alone`.
    """

    def __init__(self, lifecycle: Lifecycle, *family: Stream) -> None:
        self.lifecycle = lifecycle
        self.family: list[Stream] = list(family)
        self.children: list[Stream] = []
        self.private: list[PrivatePart] = []
        self.rules: CallRules = rules()
        self.proposed: CallRules | None = None
        self.alone = False

    def begin(self, trigger: str, data: Mapping[str, Any], actor: Actor, when: str) -> tuple[Stream, Step]:
        return self.take(Stream(f"{self.lifecycle.name}-new", self.lifecycle.name, UNBORN), trigger, data, actor, when)

    def take(
        self,
        before: Stream,
        trigger: str,
        data: Mapping[str, Any],
        actor: Actor,
        when: str,
        timer: str = "",
        *,
        arrived: str = "",
    ) -> tuple[Stream, Step]:
        """The stream after the command, folded from its event, and what followed; fails with the refusals."""
        context = self.context(before, trigger, data, actor, when, timer, arrived=arrived)
        _, step, codes = _decided(self.lifecycle, context)
        assert codes == [], f"{trigger}: {decide(compiled(self.lifecycle), context).refusals}"
        assert step is not None
        assert actor.role in step.row.by
        event = body(step, context, "key", self.lifecycle.fingerprint, {})
        parts = step.private.items()
        self.private += [PrivatePart(actor.id, before.version + 1, part, value) for part, value in parts]
        return fold(before, event, "0" * 64), step

    def fire(self, before: Stream, kind: str, when: str) -> tuple[Stream, Step]:
        """The row an open deadline triggers, taken by the clock."""
        deadline = before.deadlines[kind]
        data = {"deadline": deadline["id"]}
        return self.take(before, str(deadline["fires"]), data, CLOCK, when, timer=str(deadline["id"]))

    def refused(
        self, before: Stream, trigger: str, data: Mapping[str, Any], actor: Actor, when: str, *, arrived: str = ""
    ) -> dict[str, Mapping[str, Any]]:
        """The facts of every refusal, by code; the settings' refusals have no facts here."""
        context = self.context(before, trigger, data, actor, when, arrived=arrived)
        decision, step, codes = _decided(self.lifecycle, context)
        assert step is None, f"{trigger} was accepted"
        return {code: {} for code in codes} | {each.code: each.facts for each in decision.refusals}

    def proposed_on(self, before: Stream, trigger: str, data: Mapping[str, Any], by: str = "proposer") -> Stream:
        """The stream where somebody has proposed this step; done for whatever two persons decide, unless `alone`."""
        proposal = {"trigger": trigger, "by": by, "at": "2024-12-01T00:00:00.000000Z"}
        self.private = [each for each in self.private if each.part != CONTENT]
        self.private.append(PrivatePart(by, before.version, CONTENT, dict(data)))
        return replace(before, facts={**before.facts, "proposals": {str(before.version): proposal}})

    def codes(self, before: Stream, trigger: str, data: Mapping[str, Any], actor: Actor, when: str) -> set[str]:
        """The codes of every refusal; none where the command is accepted."""
        return set(_decided(self.lifecycle, self.context(before, trigger, data, actor, when))[2])

    def context(
        self,
        before: Stream,
        trigger: str,
        data: Mapping[str, Any],
        actor: Actor,
        when: str,
        timer: str = "",
        *,
        arrived: str = "",
    ) -> Context:
        """What the command would be judged by."""
        modes = self.lifecycle.modes_of(before.facts)
        row = compiled(self.lifecycle).row(before.state, trigger, modes)
        payload = row.payload.model_validate_json(dumps(dict(data))) if row else Nothing()
        if row and row.two_person and not (self.alone or before.facts.get("proposals")):
            before = self.proposed_on(before, trigger, data)
        return Context(
            stream=before,
            trigger=trigger,
            data=payload,
            actor=actor,
            received_at=at(when),
            recorded_at=at(when),
            rules=self.rules,
            calendar=Calendar.as_known(None),
            modes=modes,
            family={each.kind: each for each in self.family},
            children=tuple(self.children) if row and row.reads else (),
            private_parts=tuple(self.private) if row and row.reads_private else (),
            occurred_at=at(arrived) if arrived else None,
            timer=timer,
            proposed=self.proposed,
        )


def moved(before: Stream, state: str, **facts: Any) -> Stream:
    """The stream in another state, with some facts replaced."""
    return replace(before, state=state, facts={**before.facts, **facts})


def claimed(step: Step) -> dict[tuple[str, str], tuple[int, int]]:
    """(scope, key) → (amount, ceiling)."""
    return {(each.scope, each.key): (each.amount, each.ceiling) for each in step.claims}


def reactions(step: Step) -> list[tuple[str, str, Mapping[str, Any]]]:
    return [(each.stream, each.trigger, each.data) for each in step.reactions]


def codes_of(lifecycle: Lifecycle) -> set[str]:
    """Every refusal code its own rows can give: not those that move a deadline or propose, which every one has."""
    guards = {guard.code for row in lifecycle.rows for guard in row.guards if not row.moves}
    return guards - proposal_refusals.REFUSALS.keys() | {
        claiming.code for row in lifecycle.rows for claiming in row.claims
    }
